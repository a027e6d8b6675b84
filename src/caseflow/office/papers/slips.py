"""The papers that the history of a case calls for, one for each act that has a form.

A paper says what was so at its act: it is made from the records up to there, so printing it again
years later gives the same paper, whatever happened since. That an act was taken back is said by the
notice of correction.
"""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from caseflow._typed import typed
from caseflow.cases import Case, Record
from caseflow.documents import Paper, file_name_of
from caseflow.engine import Engine
from caseflow.law import in_both
from caseflow.limits import TimeLimit
from caseflow.office import _law as law
from caseflow.office import actions as do
from caseflow.office.papers._contexts import PaperContext, appointment, received_at
from caseflow.office.papers._controls import control_sheet
from caseflow.office.papers._corrections import correction_notice
from caseflow.office.papers._decisions import decision_letter
from caseflow.office.papers._forms import NOT_PRINTED, FormsOn, form_of
from caseflow.office.papers._notices import (
    bill_notice,
    early_notice,
    payment_slip,
    request_notice,
    result_correction,
)
from caseflow.office.papers._offices import Office
from caseflow.office.papers._reckonings import reckoning
from caseflow.office.papers.values import (
    ApologySlip,
    ReceiptSlip,
    Reckoning,
    RefusalSlip,
    StopNotice,
    SupplementSlip,
)
from caseflow.office.payloads import (
    CorrectionRequest,
    Reappointment,
    Reason,
    Receipt,
    SupplementRequest,
)
from caseflow.office.rules import COMPETENT, OfficeRules
from caseflow.texts import Message, Written
from caseflow.values import Text, utc

__all__ = ["papers_of"]

_LEGAL = Message("papers.legal")
_PROMISED = Message("papers.promised")
_ANSWER = Message("papers.answer")
_LEGAL_ENDS = Message("papers.legal-ends")
_PROMISED_ENDS = Message("papers.promised-ends")
_ANSWER_ENDS = Message("papers.answer-ends")

_CAUSES = {
    do.WITHDRAW.name: Message("papers.at-the-applicant-s-request"),
    do.STOP.name: Message("papers.by-decision-of-the-office"),
    do.CLOSE_UNANSWERED.name: Message("papers.because-the-supplement-was-not"),
    do.CLOSE_UNPAID.name: Message("papers.because-the-fee-was-not"),
}


@typed
def papers_of(
    case: Case,
    engine: Engine,
    *,
    forms_on: FormsOn,
    rules: OfficeRules,
    office: Office | None = None,
    tracking: str = "",
    at: datetime | None = None,
) -> tuple[Paper, ...]:
    """Return the papers of *case* in the order of their acts, named after the case and its record.

    Receipt, request for correction or supplement, refusal to accept, apology or extension, stop
    notice, bill, confirmation of payment, notice that the result is ready early, decision letter,
    notice of correction (a result cancelled, a paper withdrawn, a date that moved); and, once the
    filing is accepted, the control slip. Those that the country does not print are left out. Cost:
    O(records) for each paper.

    Args:
        case: with its whole history.
        engine: holds the definitions and calendars the case was worked by.
        forms_on: the forms in use for an act of a civil day.
        rules: what the law of the country says to the office.
        office: who issues them.
        tracking: the address at which applicants look a filing up, with `{code}` in it.
        at: the instant as of which the control slip is written; by default that of the last record.

    Raises:
        ValueInvalidError: *tracking* is no such address.
        TimeReversedError: *at* is before the last record.
    """
    context = PaperContext(case, engine, office or Office(), tracking, forms_on, rules)
    number = file_name_of(case.id)
    papers: list[Paper] = []
    for record in case.records:
        forms = context.forms(record)
        name, make = _MAKERS.get(record.action, ("", _nothing))
        if name and form_of(forms, name) != NOT_PRINTED:
            filled = make(context, record)
            if filled is not None:
                papers.append(Paper(f"{number}-{record.seq:03d}-{name}", f"{name}.html", filled))
        if forms.correction == NOT_PRINTED:
            continue
        notice = correction_notice(context, record, _PRINTED)
        if notice is not None:
            name = f"{number}-{record.seq:03d}-correction-notice"
            papers.append(Paper(name, "correction-notice.html", notice))
    sheet = control_sheet(context, at or max(case.last_at, case.last_entered_at, key=utc))
    if sheet is not None and sheet.head.form != NOT_PRINTED:
        papers.append(Paper(f"{number}-control-slip", "control-slip.html", sheet))
    return tuple(papers)


# ── the papers ──────────────────────────────────────────────────────────────────────────────


def _receipt(context: PaperContext, record: Record) -> ReceiptSlip:
    then = context.until(record.seq)
    dates = context.engine.deadlines(then, at=record.at)
    legal, promised = dates.legal, dates.promised
    awaits = _awaits(context, then, record) if legal.ledger is None else ()
    reckonings = [Reckoning(_LEGAL, awaits) if awaits else reckoning(_LEGAL, _LEGAL_ENDS, legal)]
    if promised.due != legal.due:
        reckonings.append(reckoning(_PROMISED, _PROMISED_ENDS, promised, above=legal))
    limit = legal.limit
    receipt = cast("Receipt", record.payload)
    return ReceiptSlip(
        head=context.head(context.forms(record).receipt, record),
        received_at=context.local(record.at),
        limit=Written(TimeLimit.text, limit) if limit else None,
        legal=appointment(legal.due),
        promised=appointment(promised.due),
        result_by=then.result_by.labels,
        papers=receipt.papers,
        note=receipt.note,
        reckonings=tuple(reckonings),
        lodged_at=context.local(context.case.opened_at),
        basis=in_both(context.rules.basis(law.RECEIVE), context.local(record.at).date()),
    )


def _awaits(context: PaperContext, then: Case, record: Record) -> tuple[Text, ...]:
    """Say from when the limit will run of a filing that goes on to the agency it is for."""
    competent = then.fact(COMPETENT)
    if not competent:
        return ()
    on = context.local(record.at).date()
    basis = in_both(context.rules.basis(law.START_BOUNDARY_FREE), on)
    if basis is None:
        return (Message("papers.runs-later", competent=str(competent)),)
    return (Message("papers.runs-later-by-law", competent=str(competent), law=basis),)


def _supplement(context: PaperContext, record: Record) -> SupplementSlip:
    asked = cast("SupplementRequest | CorrectionRequest", record.payload)
    answer = context.engine.deadlines(context.until(record.seq), at=record.at).supplement
    return SupplementSlip(
        head=context.head(context.forms(record).supplement_request, record),
        items=asked.items,
        reason=asked.reason,
        answer_by=appointment(answer.due),
        reckonings=(reckoning(_ANSWER, _ANSWER_ENDS, answer),) if answer.due else (),
    )


def _refusal(context: PaperContext, record: Record) -> RefusalSlip:
    return RefusalSlip(context.head(context.forms(record).refusal, record), _reason(record))


def _apology(context: PaperContext, record: Record) -> ApologySlip:
    again = cast("Reappointment", record.payload)
    was = context.engine.deadlines(context.until(record.seq - 1), at=record.at).promised
    return ApologySlip(
        head=context.head(context.forms(record).apology, record),
        received_at=_received(context, record),
        appointed=appointment(was.due),
        reason=again.reason,
        again_on=again.on,
        is_extension=False,
        reckonings=(),
    )


def _extension(context: PaperContext, record: Record) -> ApologySlip:
    was = context.engine.deadlines(context.until(record.seq - 1), at=record.at).legal
    now = context.engine.deadlines(context.until(record.seq), at=record.at).legal
    return ApologySlip(
        head=context.head(context.forms(record).apology, record),
        received_at=_received(context, record),
        appointed=appointment(was.due),
        reason=_reason(record),
        again_on=now.due.on if now.due else None,
        is_extension=True,
        reckonings=(reckoning(_LEGAL, _LEGAL_ENDS, now),),
    )


def _stop(context: PaperContext, record: Record) -> StopNotice:
    form = context.forms(record).stop_notice
    # The law is on stops that the applicant asks for; none was found on a stop by the office.
    is_asked = record.action == do.WITHDRAW.name
    return StopNotice(
        head=context.head(form, record),
        received_at=_received(context, record),
        stopped_at=context.local(record.at),
        cause=_CAUSES[record.action],
        reason=_reason(record),
        basis=in_both(context.rules.basis(law.WITHDRAW), context.local(record.at).date())
        if is_asked
        else None,
    )


def _received(context: PaperContext, record: Record) -> datetime | None:
    received = received_at(context.until(record.seq))
    return received and context.local(received)


def _reason(record: Record) -> str:
    return cast("Reason", record.payload).text


def _nothing(_desk: PaperContext, _record: Record) -> None:
    """Put an act on no paper."""


_Maker = Callable[[PaperContext, Record], object]

#: Which act is put on which paper; the name of the paper is that of its template. The workflow
#: lets each action be done with its own kind of payload only.
_MAKERS: dict[str, tuple[str, _Maker]] = {
    do.RECEIVE.name: ("receipt", _receipt),
    do.RECEIVE_ELSEWHERE.name: ("receipt", _receipt),
    do.REQUEST_CORRECTION.name: ("supplement-request", _supplement),
    do.REQUEST_SUPPLEMENT.name: ("supplement-request", _supplement),
    do.REJECT.name: ("refusal", _refusal),
    do.EXTEND.name: ("apology", _extension),
    do.REAPPOINT.name: ("apology", _apology),
    do.WITHDRAW.name: ("stop-notice", _stop),
    do.STOP.name: ("stop-notice", _stop),
    do.CLOSE_UNANSWERED.name: ("stop-notice", _stop),
    do.CLOSE_UNPAID.name: ("stop-notice", _stop),
    do.ISSUE_BILL.name: ("bill", bill_notice),
    do.REQUEST_PAYMENT.name: ("bill", request_notice),
    do.PAY.name: ("payment-receipt", payment_slip),
    do.RECORD_PAYMENT.name: ("payment-receipt", payment_slip),
    do.NOTIFY_EARLY.name: ("early-notice", early_notice),
    do.CANCEL_RESULT.name: ("correction-notice", result_correction),
    do.DECIDE.name: ("decision", decision_letter),
    do.REFUSE.name: ("decision", decision_letter),
    do.DEEM_DECIDED.name: ("decision", decision_letter),
}

_PRINTED = {action: name for action, (name, _) in _MAKERS.items()}
