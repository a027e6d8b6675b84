"""Papers on money, on a result that is ready early, and on what was corrected.

How a date came about is in `_reckonings`.
"""

from typing import cast

from caseflow.cases import Record
from caseflow.money import Currency, Money, currency_of
from caseflow.money_texts import money_text
from caseflow.office.papers._contexts import PaperContext, appointment
from caseflow.office.papers.values import (
    Appointment,
    BillLine,
    BillNotice,
    CorrectionNotice,
    EarlyNoticeSlip,
    PaymentSlip,
)
from caseflow.office.paying import books_of
from caseflow.office.paying._accounts import held_currency
from caseflow.office.payloads import EarlyNotice, Payment, ResultCancellation
from caseflow.payments import Account, Bill, PaymentNotice, SubsidyGrant
from caseflow.texts import Message, Written
from caseflow.values import Text

__all__ = ["bill_notice", "early_notice", "payment_slip", "request_notice", "result_correction"]

_ONLINE = Message("papers.online")
_RESULT = Message("papers.result")


def bill_notice(context: PaperContext, record: Record) -> BillNotice:
    """Return the bill of *record*, less what a budget paid of it at the same instant."""
    return _bill(context, record, cast("Bill", record.payload))


def request_notice(context: PaperContext, record: Record) -> BillNotice | None:
    """Return the bill that a request for payment makes; None if it asks for one made before."""
    number = f"request-{record.seq}"
    for known in _account(context, record).bills:
        if known.number == number and known.bill is not None:
            return _bill(context, record, known.bill)
    return None


def _bill(context: PaperContext, record: Record, bill: Bill) -> BillNotice:
    subsidised = sum(
        each.payload.amount
        for each in context.case.records[record.seq :]
        if isinstance(each.payload, SubsidyGrant)
        and each.payload.bill == bill.number
        and each.at == record.at
    )
    unit = currency_of(bill.currency)
    return BillNotice(
        head=context.head(context.forms(record).bill, record),
        number=bill.number,
        lines=tuple(BillLine(line.text, _money(line.amount, unit)) for line in bill.lines),
        total=_money(bill.amount, unit),
        subsidised=_money(subsidised, unit) if subsidised else None,
        left=_money(bill.amount - subsidised, unit),
        pay_by=_pay_by(context, record),
    )


def _pay_by(context: PaperContext, record: Record) -> Appointment | None:
    """Return when the procedure closes an unpaid filing, counted from the bill."""
    period = context.engine.deadlines(
        context.until(record.seq), at=record.at
    ).procedure.payment_period
    if period is None:
        return None
    return appointment(period.limit.due(record.at, context.engine.jurisdiction.calendar))


def payment_slip(context: PaperContext, record: Record) -> PaymentSlip:
    """Return the confirmation of a payment, at the counter or through a gateway."""
    paid = cast("Payment | PaymentNotice", record.payload)
    account = _account(context, record)
    if isinstance(paid, PaymentNotice):
        means: Text = _ONLINE.filled(gateway=paid.gateway)
        transaction, paid_at, bill = paid.transaction, paid.paid_at, paid.bill
    else:
        means = Text(und=paid.method)
        transaction, paid_at, bill = paid.reference, record.at, ""
    due = account.balance.due
    unit = _currency(context)
    return PaymentSlip(
        head=context.head(context.forms(record).payment, record),
        amount=_money(paid.amount, unit),
        means=means,
        transaction=transaction,
        paid_at=context.local(paid_at),
        bill=bill,
        left=_money(due, unit),
        is_settled=due == 0,
    )


def early_notice(context: PaperContext, record: Record) -> EarlyNoticeSlip:
    """Return the notice that the result is ready before its day."""
    announced = cast("EarlyNotice", record.payload)
    then = context.until(record.seq)
    channel = then.result_by
    return EarlyNoticeSlip(
        head=context.head(context.forms(record).early_notice, record),
        appointed=appointment(context.engine.deadlines(then, at=record.at).promised.due),
        ready_at=context.local(record.at),
        means=announced.means,
        note=announced.note,
        result_by=channel.labels,
    )


def result_correction(context: PaperContext, record: Record) -> CorrectionNotice:
    """Return the notice that a result which was given out is cancelled."""
    cancelled = cast("ResultCancellation", record.payload)
    return CorrectionNotice(
        head=context.head(context.forms(record).correction, record),
        wrong=_RESULT,
        subject=cancelled.code,
        corrected_at=context.local(record.at),
        reason=cancelled.reason,
    )


def _account(context: PaperContext, record: Record) -> Account:
    """Return the account of the case after *record*."""
    return books_of(
        context.case.records[: record.seq + 1], _currency(context), context.rules.fee
    ).account


def _currency(context: PaperContext) -> Currency:
    return held_currency(context.engine.jurisdiction.currency)


def _money(amount: int, unit: Currency) -> Text:
    return Written(money_text, Money(amount, unit))
