"""The papers that the history of a case calls for, one for each act that has a form.

May import: documents, cases, engine, ledgers, limits, values, workflow, and this pack. A paper says
what was so at its act: it is made from the records up to there, so printing it again years later
gives the same paper, whatever happened since.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from caseflow.cases import Case, Record
from caseflow.documents import Paper
from caseflow.engine import Deadline, Engine
from caseflow.limits import Due
from caseflow.values import Channel, Text
from caseflow.vietnam import actions as do
from caseflow.vietnam import law
from caseflow.vietnam.papers.forms import Form, Forms, forms_on
from caseflow.vietnam.papers.offices import Office, tracking_address
from caseflow.vietnam.papers.values import (
    ApologySlip,
    Appointment,
    Heading,
    ReceiptSlip,
    Reckoning,
    RefusalSlip,
    StopNotice,
    SupplementSlip,
)
from caseflow.vietnam.payloads import (
    CorrectionRequest,
    Description,
    Reappointment,
    Reason,
    Receipt,
    SupplementRequest,
)
from caseflow.workflow import LEGAL

__all__ = ["appointment", "described", "dossier_code", "papers_of", "received_at"]

_LEGAL = Text("Cách tính thời hạn giải quyết", "How the time limit was counted")
_PROMISED = Text("Cách tính ngày trả trước hạn", "How the earlier date was counted")
_ANSWER = Text("Cách tính thời hạn bổ sung", "How the applicant's time was counted")

_CAUSES = {
    do.WITHDRAW.name: Text("theo đề nghị của người nộp hồ sơ", "at the applicant's request"),
    do.STOP.name: Text("theo quyết định của cơ quan giải quyết", "by decision of the office"),
    do.CLOSE_UNANSWERED.name: Text(
        "do hết thời hạn bổ sung hồ sơ", "because the supplement was not handed in"
    ),
}


def papers_of(
    case: Case, engine: Engine, *, office: Office | None = None, tracking: str = ""
) -> tuple[Paper, ...]:
    """Return the papers of *case* in the order of their acts, each named after its record.

    Receipt, request for correction or supplement, refusal to accept, apology or extension, stop
    notice. Cost: O(records) for each paper.

    Args:
        case: with its whole history.
        engine: holds the definitions and calendars the case was worked by.
        office: who issues them.
        tracking: the address at which applicants look a filing up, with `{code}` in it.

    Raises:
        ValueInvalidError: *tracking* is no such address.
    """
    desk = _Desk(case, engine, office or Office(), tracking)
    return tuple(
        Paper(f"{record.seq:03d}-{name}", f"{name}.html", data)
        for record in case.records
        for name, make in _MAKERS.get(record.action, ())
        for data in (make(desk, record),)
        if data is not None
    )


class _Desk(NamedTuple):
    """What every paper of a case is made from."""

    case: Case
    engine: Engine
    office: Office
    tracking: str

    def until(self, seq: int) -> Case:
        """Return the case as it was after record *seq*."""
        return self.engine.replay(self.case.records[: seq + 1])

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.engine.jurisdiction.calendar.zone)

    def head(self, form: Form, record: Record) -> Heading:
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
    for record in case.records:
        if isinstance(record.payload, Description):
            if found is not None and record.seq > seq:
                break
            found = record.payload
    return found


def received_at(case: Case) -> datetime | None:
    """Return the instant of acceptance, None before it."""
    for record in case.records:
        if record.action == do.RECEIVE.name:
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


def _reckoning(title: Text, deadline: Deadline) -> Reckoning:
    vi, en = (deadline.explain(language).splitlines() for language in ("vi", "en"))
    return Reckoning(title, tuple(Text(*pair) for pair in zip(vi, en, strict=True)))


# ── the papers ──────────────────────────────────────────────────────────────────────────────


def _receipt(desk: _Desk, record: Record) -> ReceiptSlip:
    then = desk.until(record.seq)
    dates = desk.engine.deadlines(then, at=record.at)
    legal, promised = dates.legal, dates.promised
    reckonings = [_reckoning(_LEGAL, legal)]
    if promised.due != legal.due:
        reckonings.append(_reckoning(_PROMISED, promised))
    ledger = then.clock(LEGAL)
    limit = ledger and ledger.limit
    receipt = record.payload if isinstance(record.payload, Receipt) else Receipt()
    return ReceiptSlip(
        head=desk.head(_forms(desk, record).receipt, record),
        received_at=desk.local(record.at),
        limit=Text(limit.text("vi"), limit.text("en")) if limit else None,
        legal=appointment(legal.due),
        promised=appointment(promised.due),
        result_by=_channel(then.result_by),
        papers=receipt.papers,
        note=receipt.note,
        reckonings=tuple(reckonings),
    )


def _supplement(desk: _Desk, record: Record) -> SupplementSlip | None:
    asked = record.payload
    if not isinstance(asked, (SupplementRequest, CorrectionRequest)):
        return None
    answer = desk.engine.deadlines(desk.until(record.seq), at=record.at).supplement
    return SupplementSlip(
        head=desk.head(_forms(desk, record).supplement_request, record),
        items=asked.items,
        reason=asked.reason,
        answer_by=appointment(answer.due),
        reckonings=(_reckoning(_ANSWER, answer),) if answer.due else (),
    )


def _refusal(desk: _Desk, record: Record) -> RefusalSlip:
    return RefusalSlip(desk.head(_forms(desk, record).refusal, record), _reason(record))


def _apology(desk: _Desk, record: Record) -> ApologySlip:
    before, after = desk.until(record.seq - 1), desk.until(record.seq)
    was = desk.engine.deadlines(before, at=record.at)
    now = desk.engine.deadlines(after, at=record.at)
    extended = appointment(now.legal.due)
    again_on, reason, is_extension = extended.on if extended else None, _reason(record), True
    if isinstance(record.payload, Reappointment):
        again_on, reason, is_extension = record.payload.on, record.payload.reason, False
    received = received_at(after)
    return ApologySlip(
        head=desk.head(_forms(desk, record).apology, record),
        received_at=received and desk.local(received),
        appointed=appointment(was.legal.due if is_extension else was.promised.due),
        reason=reason,
        again_on=again_on,
        is_extension=is_extension,
        reckonings=(_reckoning(_LEGAL, now.legal),) if is_extension else (),
    )


def _stop(desk: _Desk, record: Record) -> StopNotice:
    then = desk.until(record.seq)
    received = received_at(then)
    form = _forms(desk, record).stop_notice
    # The article is on stops that the applicant asks for, by the circular that has the form.
    is_asked = record.action == do.WITHDRAW.name and form.number != ""
    return StopNotice(
        head=desk.head(form, record),
        received_at=received and desk.local(received),
        stopped_at=desk.local(record.at),
        cause=_CAUSES[record.action],
        reason=_reason(record),
        basis=law.WITHDRAW if is_asked else "",
    )


def _forms(desk: _Desk, record: Record) -> Forms:
    return forms_on(desk.local(record.at).date())


def _reason(record: Record) -> str:
    return record.payload.text if isinstance(record.payload, Reason) else ""


def _channel(channel: Channel) -> Text:
    return Text(channel.label("vi"), channel.label("en"))


_Maker = Callable[[_Desk, Record], object]

#: Which act is put on which paper; the name of the paper is that of its template.
_MAKERS: dict[str, tuple[tuple[str, _Maker], ...]] = {
    do.RECEIVE.name: (("receipt", _receipt),),
    do.REQUEST_CORRECTION.name: (("supplement-request", _supplement),),
    do.REQUEST_SUPPLEMENT.name: (("supplement-request", _supplement),),
    do.REJECT.name: (("refusal", _refusal),),
    do.EXTEND.name: (("apology", _apology),),
    do.REAPPOINT.name: (("apology", _apology),),
    do.WITHDRAW.name: (("stop-notice", _stop),),
    do.STOP.name: (("stop-notice", _stop),),
    do.CLOSE_UNANSWERED.name: (("stop-notice", _stop),),
}
