"""The register: one row for each filing that was accepted in a span of days."""

from collections.abc import Callable, Iterable
from datetime import date, tzinfo

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.documents import Paper
from caseflow.engine import Engine
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office import actions as do
from caseflow.office.papers._contexts import (
    RECEPTIONS,
    appointment,
    described,
    dossier_code,
    received_at,
)
from caseflow.office.papers._forms import NOT_PRINTED, FormsOn, printed_of
from caseflow.office.papers._offices import Office
from caseflow.office.papers.values import Heading, Register, RegisterRow
from caseflow.office.payloads import Handover
from caseflow.values import Text, utc
from caseflow.workflow import Workflow

__all__ = ["register_of"]

_RETURNS = (do.RETURN_ONLINE.name, do.RETURN_AT_COUNTER.name, do.RETURN_BY_POST.name)


@typed
def register_of(
    cases: Iterable[Case],
    engine: Engine,
    first: date,
    last: date,
    *,
    forms_on: FormsOn,
    office: Office | None = None,
    passed_over: Callable[[str, Exception], None] | None = None,
) -> Paper:
    """Return the register of the *cases* accepted from *first* through *last*, both included.

    Days are those of the office. Rows go by the instant of acceptance, then by code. The date that
    was appointed is the one that holds now; what was entered late or taken back is told below them,
    also of a filing whose acceptance was taken back. Cost: O(records).

    *forms_on* gives the forms in use on a civil day. A case of which no row can be made is left
    out, and its number and the error are handed to *passed_over*; without that the error is raised.

    Raises:
        ValueInvalidError: *last* is before *first*.
        UnknownNameError: the country prints no register.
    """
    if last < first:
        raise ValueInvalidError("to", last.isoformat(), f"a day from {first} on")
    rows: list[RegisterRow] = []
    corrections: list[tuple[str, Text]] = []
    for case in cases:
        try:
            found = _of_case(case, engine, first, last)
        except Exception as error:
            if passed_over is None:
                raise
            passed_over(case.id, error)
        else:
            rows += found[0]
            corrections += found[1]
    rows.sort(key=lambda row: (utc(row.received_at), row.code))
    forms = forms_on(last)
    form = forms.register
    if form == NOT_PRINTED:
        raise UnknownNameError("register", printed_of(forms), "paper")
    name = Text()
    head = Heading(office or Office(), form, last, "", name, "", None, "")
    filled = Register(head, first, last, tuple(rows), tuple(sorted(corrections, key=_code)))
    return Paper(f"register-{first}-{last}", "register.html", filled)


def _of_case(
    case: Case, engine: Engine, first: date, last: date
) -> tuple[list[RegisterRow], list[tuple[str, Text]]]:
    """Return the row of *case*, if it was accepted in those days, and what was corrected."""
    zone = engine.jurisdiction.calendar.zone
    rows: list[RegisterRow] = []
    received = received_at(case)
    if received is not None and first <= received.astimezone(zone).date() <= last:
        rows.append(_row(case, engine))
    elif not _was_received(case, zone, first, last):
        return [], []
    lines = engine.deadlines(case, at=case.last_at).corrections
    return rows, [(dossier_code(case), line) for line in lines]


def _code(line: tuple[str, Text]) -> str:
    return line[0]


def _was_received(case: Case, zone: tzinfo, first: date, last: date) -> bool:
    """Return whether an acceptance in those days was taken back."""
    return any(
        record.action in RECEPTIONS and first <= record.at.astimezone(zone).date() <= last
        for record in case.records
    )


def _row(case: Case, engine: Engine) -> RegisterRow:
    zone = engine.jurisdiction.calendar.zone
    procedure = engine.jurisdiction.catalogue.get(case.procedure, case.procedure_version)
    received, description = received_at(case), described(case, case.last.seq)
    returned = next((each for each in case.acts if each.action in _RETURNS), None)
    taken = returned.payload if returned else None
    who = description.applicant if description else None
    dates = engine.deadlines(case, at=case.last_at)
    state = _workflow(case, engine).state(case.state)
    return RegisterRow(
        code=dossier_code(case),
        procedure=procedure.name,
        name=who.name if who else "",
        address=who.address if who else "",
        phone=who.phone if who else "",
        agency=procedure.agency,
        received_at=(received or case.opened_at).astimezone(zone),
        appointed=appointment(dates.promised.due),
        returned_at=returned.at.astimezone(zone) if returned else None,
        ended=state.labels if state.is_final and returned is None else None,
        result_by=case.result_by.labels,
        recipient=taken.recipient if isinstance(taken, Handover) else "",
    )


def _workflow(case: Case, engine: Engine) -> Workflow:
    for workflow in engine.jurisdiction.workflows:
        if workflow.fingerprint == case.fingerprint:
            return workflow
    raise ValueInvalidError("case", case.id, "a case worked by a workflow that the engine holds")
