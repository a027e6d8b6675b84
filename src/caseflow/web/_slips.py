"""Control slips as plain data: every hand-over of a case, by when, and how it came out."""

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.office.control_slips import ControlSlip, SlipRow
from caseflow.web._shapes import SHAPES, SlipRowShape, SlipShape
from caseflow.web._words import Words

__all__ = ["slip_data"]


@typed
def slip_data(slip: ControlSlip, case: Case, engine: Engine, *, language: str = "en") -> SlipShape:
    """Return the control slip of *case*, as it stands at the instant of the slip.

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    words = Words.of(case, engine, language)
    name = slip.procedure_name.in_(words.language)
    return {
        "shape": SHAPES,
        "id": slip.case_id,
        "code": slip.code,
        "procedure": {"code": slip.procedure, "text": name},
        "agency": slip.agency,
        "unit": slip.unit,
        "partners": list(slip.partners),
        "received_at": words.maybe(slip.received_at),
        "due": words.due(slip.due),
        "promised": words.due(slip.promised),
        "decided_at": words.maybe(slip.decided_at),
        "verdict": None if slip.verdict is None else words.code(slip.verdict),
        "standing": words.code(slip.standing),
        "at": words.instant(slip.at),
        "rows": [_row(each, words) for each in slip.rows],
        "corrections": [each.in_(words.language) for each in slip.corrections],
    }


def _row(row: SlipRow, words: Words) -> SlipRowShape:
    on = row.given_at.astimezone(words.zone).date()
    return {
        "kind": words.code(row.kind),
        "name": row.name,
        "gave": row.gave,
        "received": row.received,
        "officer": row.officer,
        "given_at": words.instant(row.given_at),
        "limit": words.limit(row.limit, on),
        "due_on": None if row.due_on is None else words.day(row.due_on),
        "finished_at": words.maybe(row.finished_at),
        "verdict": None if row.verdict is None else words.code(row.verdict),
        "standing": None if row.standing is None else words.code(row.standing),
        "days_late": row.days_late,
        "note": row.note,
    }
