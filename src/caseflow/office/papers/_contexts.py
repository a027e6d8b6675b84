"""What papers are made from: a case at each of its acts, and what its records say."""

from datetime import datetime
from typing import NamedTuple

from caseflow.cases import Case, Record
from caseflow.engine import Engine
from caseflow.limits import Due
from caseflow.office import actions as do
from caseflow.office.papers._forms import Form, Forms, FormsOn
from caseflow.office.papers._offices import Office, tracking_address
from caseflow.office.papers.values import Appointment, Heading
from caseflow.office.payloads import Description
from caseflow.office.rules import OfficeRules
from caseflow.values import Text

__all__ = ["RECEPTIONS", "PaperContext", "appointment", "described", "dossier_code", "received_at"]

#: The actions by which a filing is accepted.
RECEPTIONS = (do.RECEIVE.name, do.RECEIVE_ELSEWHERE.name)


class PaperContext(NamedTuple):
    """What every paper of a case is made from."""

    case: Case
    engine: Engine
    office: Office
    tracking: str
    forms_on: FormsOn
    rules: OfficeRules

    def until(self, seq: int) -> Case:
        """Return the case as it was after record *seq*."""
        return self.engine.replay(self.case.records[: seq + 1])

    def local(self, at: datetime) -> datetime:
        """Return an instant in the zone of the office."""
        return at.astimezone(self.engine.jurisdiction.calendar.zone)

    def forms(self, record: Record) -> Forms:
        """Return the forms in use on the day of *record*."""
        return self.forms_on(self.local(record.at).date())

    def labels(self, record: Record) -> Text:
        """Return the name of the action of *record*."""
        fingerprint = self.until(record.seq).fingerprint
        for workflow in self.engine.jurisdiction.workflows:
            if workflow.fingerprint == fingerprint:
                for action in workflow.actions:
                    if action.name == record.action:
                        return action.labels
        return Text(und=record.action)

    def head(self, form: Form, record: Record) -> Heading:
        """Return the heading of a paper for *record*."""
        then = self.until(record.seq)
        procedure = self.engine.jurisdiction.catalogue.get(then.procedure, then.procedure_version)
        code = dossier_code(then)
        return Heading(
            office=self.office,
            form=form,
            on=self.local(record.at).date(),
            code=code,
            procedure=procedure.name,
            agency=procedure.agency,
            description=described(self.case, record.seq),
            tracking=tracking_address(self.tracking, code) if code else "",
        )


# ── what a case says ────────────────────────────────────────────────────────────────────────


def dossier_code(case: Case) -> str:
    """Return the dossier code, or the number of the case while it has none."""
    return str(case.fact("dossier_code") or case.id)


def described(case: Case, seq: int) -> Description | None:
    """Return the description that held at record *seq*, or the first one after it."""
    found: Description | None = None
    for record in case.acts:
        if isinstance(record.payload, Description):
            if found is not None and record.seq > seq:
                break
            found = record.payload
    return found


def received_at(case: Case) -> datetime | None:
    """Return the instant of acceptance, None before it."""
    for record in case.acts:
        if record.action in RECEPTIONS:
            return record.at
    return None


def appointment(due: Due | None) -> Appointment | None:
    """Return a due date as a paper states it."""
    if due is None:
        return None
    calendar = due.calendar
    if due.is_instant:
        return Appointment(due.on, due.at.astimezone(calendar.zone), None)
    closes_at = calendar.closing(due.on) if calendar.is_working_day(due.on) else None
    return Appointment(due.on, None, closes_at and closes_at.astimezone(calendar.zone))
