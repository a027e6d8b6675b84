"""The control slip as a paper: the fold of `control_slips`, in the words of the form.

Nothing is judged here.
"""

from datetime import datetime

from attrs import evolve

from caseflow.limits import TimeLimit
from caseflow.office.control_slips import RowKind, SlipRow, control_slip
from caseflow.office.papers._contexts import PaperContext, appointment
from caseflow.office.papers.values import Appointment, ControlRow, ControlSheet
from caseflow.targets import Standing, Timeliness
from caseflow.texts import Message, Written
from caseflow.values import Text

__all__ = ["control_sheet"]

_VERDICTS = {
    Timeliness.EARLY: Message("papers.early"),
    Timeliness.ON_TIME: Message("papers.on-time"),
    Timeliness.LATE: Message("papers.late"),
}
_OVERDUE = Message("papers.overdue")
_OPEN = Message("papers.open")
_CUT_SHORT = Message("papers.cut-short")
_SILENT = Text()


def control_sheet(context: PaperContext, at: datetime) -> ControlSheet | None:
    """Return the control slip of a case as it stands *at*; None before acceptance."""
    slip = control_slip(context.engine, context.case, at=at, rules=context.rules)
    if slip.received_at is None:
        return None
    local = context.local(at)
    head = context.head(context.forms_on(local.date()).control_slip, context.case.last)
    dates = context.engine.deadlines(context.case, at=at)
    return ControlSheet(
        head=evolve(head, on=local.date()),
        unit=slip.unit,
        partners=slip.agencies,
        staff=slip.staff,
        received_at=context.local(slip.received_at),
        appointed=appointment(dates.promised.due),
        at=local,
        rows=tuple(_row(context, row) for row in slip.rows),
        corrections=slip.corrections,
    )


def _row(context: PaperContext, row: SlipRow) -> ControlRow:
    limit, due = row.limit, appointment(row.due)
    if due is None and row.due_on is not None:
        due = Appointment(row.due_on, None, None)
    return ControlRow(
        kind=Written(RowKind.label, row.kind),
        name=row.name,
        gave=row.gave,
        received=row.received,
        officer=row.officer,
        given_at=context.local(row.given_at),
        limit=Written(TimeLimit.text, limit) if limit else None,
        due=due,
        finished_at=row.finished_at and context.local(row.finished_at),
        result=_result(row),
        note=row.note,
    )


def _result(row: SlipRow) -> Text:
    """Return the outcome in the words of the form, with the days it is late by."""
    if row.is_late:
        judged = _VERDICTS[Timeliness.LATE] if row.verdict else _OVERDUE
        days = row.days_late
        return Message("papers.late-by", verdict=judged, days=days) if days else judged
    if row.verdict is not None:
        return _VERDICTS[row.verdict]
    if row.is_cut_short:
        return _CUT_SHORT
    if row.is_open and row.standing not in (None, Standing.STOPPED):
        return _OPEN
    return _SILENT
