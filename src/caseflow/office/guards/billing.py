"""Guards of bills, payments on them, refunds and subsidies, and of closing what is left unpaid.

May import: fees, payments, procedures, values, workflow, and this pack's law, accounts, actions and
payloads. What a guard refuses is not on record: a notice that no case takes shows up as missing in
the reconciliation of its day.
"""

from caseflow.limits import Due
from caseflow.office import law
from caseflow.office.accounts import books, in_another_currency, is_reserved, money_of
from caseflow.office.actions import REFUSE
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.payments.facts import bill_of
from caseflow.procedures import Procedure, Unpaid
from caseflow.values import Channel, Text
from caseflow.workflow import Guard, Refusal, Situation, guard, payload_guard

__all__ = [
    "bill_is_known",
    "bill_is_not_cancelled",
    "fact_is_in_currency",
    "fact_is_new",
    "fact_settles",
    "fee_is_not_kept",
    "payment_time_is_over",
    "refund_is_covered",
    "subsidy_is_due",
]

_FACTS = (Bill, BillCancelled, PaymentNotice, Refund, SubsidyGrant, SubsidyReturned)


def _is_new(situation: Situation) -> Refusal | None:
    """Take each number once; the same fact again, under its key, returns the case as it is."""
    fact = situation.payload
    if not isinstance(fact, _FACTS):
        return None
    number = fact.key.partition(":")[2]
    own = fact.transaction if isinstance(fact, (PaymentNotice, Refund)) else bill_of(fact)
    if isinstance(fact, (Bill, PaymentNotice, Refund)) and is_reserved(own):
        return Refusal(
            "number-reserved",
            Text(
                vi="số {number} dành cho khoản nộp tại quầy, hãy dùng số khác",
                en="number {number} is kept for payments at the counter; use another",
            ),
            {"number": own},
        )
    known = books(situation).account.known(fact.key)
    if known is None:
        if not isinstance(fact, Bill):
            return None
        return in_another_currency(situation, fact.currency) or _of_another_case(situation, fact)
    if known == fact:
        return Refusal(
            "fact-recorded",
            Text(vi="{number} đã được ghi nhận", en="{number} is on record already"),
            {"number": number},
        )
    return Refusal(
        "fact-differs",
        Text(
            vi="{number} đã được ghi nhận với nội dung khác",
            en="{number} is on record with other content",
        ),
        {"number": number},
    )


def _of_another_case(situation: Situation, bill: Bill) -> Refusal | None:
    """Refuse a bill whose number begins with that of another case, as CASE/1."""
    own = (situation.case.id, situation.case.fact("dossier_code"))
    known = [f"{each}/" for each in own if each]
    if "/" not in bill.number or not situation.case.id or bill.number.startswith(tuple(known)):
        return None
    return Refusal(
        "bill-of-another-case",
        Text(
            vi="số {number} không phải của hồ sơ này; số thông báo nộp có dấu “/” bắt đầu bằng "
            "{own}",
            en='number {number} is not of this case; a bill with a "/" begins with {own}',
        ),
        {"number": bill.number, "own": ", ".join(known)},
    )


def _is_known(situation: Situation) -> Refusal | None:
    """Speak only of bills of this case."""
    fact = situation.payload
    if not isinstance(fact, _FACTS):
        return None
    account = books(situation).account
    if account.bill(bill_of(fact)).bill is not None:
        return None
    known = [each.number for each in account.bills]
    return Refusal(
        "bill-unknown",
        Text(
            vi="hồ sơ không có thông báo nộp số {bill}; đang có: {known}",
            en="the case has no bill {bill}; it has: {known}",
        ),
        {"bill": bill_of(fact), "known": ", ".join(known) or "-"},
    )


def _is_not_cancelled(situation: Situation) -> Refusal | None:
    """Pay, subsidise and cancel no bill that is cancelled; refunds may still go out."""
    fact = situation.payload
    if not isinstance(fact, _FACTS):
        return None
    if not books(situation).account.bill(bill_of(fact)).is_cancelled:
        return None
    return Refusal(
        "bill-cancelled",
        Text(vi="thông báo nộp số {bill} đã hủy", en="bill {bill} is cancelled"),
        {"bill": bill_of(fact)},
    )


_BILLED_IN = Text(
    vi="khoản tiền bằng {currency}, thông báo nộp bằng {own}",
    en="the money is in {currency} and the bill in {own}",
)


def _is_in_currency(situation: Situation) -> Refusal | None:
    """Take payments and refunds in the currency of the bill."""
    fact = situation.payload
    if not isinstance(fact, (PaymentNotice, Refund)):
        return None
    return in_another_currency(situation, fact.currency, _BILLED_IN)


def _settles(situation: Situation) -> Refusal | None:
    """Go on with the filing only once nothing is due any more.

    Of a fact that other guards refuse nothing is said here.
    """
    fact = situation.payload
    others = (_is_new, _is_known, _is_not_cancelled, _is_in_currency)
    if not isinstance(fact, _FACTS) or any(check(situation) for check in others):
        return None
    due = books(situation).account.adding(fact).balance.due
    if not due:
        return None
    return Refusal(
        "still-due",
        Text(vi="còn phải nộp {due}", en="{due} are still due"),
        {"due": money_of(situation, due)},
        law.PAY,
    )


fact_is_new = Guard("fact-is-new", _is_new, needs_payload=True)
bill_is_known = Guard("bill-is-known", _is_known, needs_payload=True)
bill_is_not_cancelled = Guard("bill-is-not-cancelled", _is_not_cancelled, needs_payload=True)
fact_is_in_currency = Guard("fact-is-in-dong", _is_in_currency, needs_payload=True)
fact_settles = Guard("fact-settles", _settles, needs_payload=True)


# ── refunds ─────────────────────────────────────────────────────────────────────────────────


@payload_guard("refund-is-covered", Refund)
def refund_is_covered(situation: Situation, refund: Refund) -> Refusal | None:
    """Give back no more than was paid on the bill and not given back yet."""
    left = books(situation).account.bill(refund.bill).balance.net_paid
    if refund.amount <= left:
        return None
    return Refusal(
        "refund-above-paid",
        Text(
            vi="hoàn {amount} nhưng số đã nộp chỉ còn {left}",
            en="{amount} are to go back, and {left} paid are left",
        ),
        {"amount": money_of(situation, refund.amount), "left": money_of(situation, left)},
    )


def _is_not_kept(situation: Situation) -> Refusal | None:
    """Keep the fee of a refused filing where its procedure says so; over-payments go back."""
    if not situation.procedure.keeps_fee_when_refused or not situation.case.times(REFUSE):
        return None
    fact = situation.payload
    if not isinstance(fact, (Refund, BillCancelled)):
        return None
    balance = books(situation).account.bill(fact.bill).balance
    wanted = fact.amount if isinstance(fact, Refund) else balance.net_paid
    if wanted <= balance.overpaid:
        return None
    return Refusal(
        "fee-kept-when-refused",
        Text(
            vi="hồ sơ bị từ chối thì không hoàn phí, lệ phí của thủ tục {procedure}; nộp thừa "
            "{over}",
            en="procedure {procedure} keeps the fee of a refused filing; {over} are over-paid",
        ),
        {"procedure": situation.procedure.code, "over": money_of(situation, balance.overpaid)},
    )


fee_is_not_kept = Guard("fee-is-not-kept", _is_not_kept, needs_payload=True)


# ── subsidies ───────────────────────────────────────────────────────────────────────────────


@payload_guard("subsidy-is-due", SubsidyGrant)
def subsidy_is_due(situation: Situation, grant: SubsidyGrant) -> Refusal | None:
    """Pay no more from a budget than is due on the bill."""
    due = books(situation).account.bill(grant.bill).balance.due
    if grant.amount <= due:
        return None
    return Refusal(
        "subsidy-above-due",
        Text(
            vi="hỗ trợ {amount} nhưng chỉ còn phải nộp {due}",
            en="a subsidy of {amount} is more than the {due} due",
        ),
        {"amount": money_of(situation, grant.amount), "due": money_of(situation, due)},
    )


# ── what is left unpaid ─────────────────────────────────────────────────────────────────────


def _closes_nothing(procedure: Procedure, _: Channel) -> bool:
    period = procedure.payment_period
    return period is None or period.on_expiry is not Unpaid.CLOSE


@guard("payment-time-is-over", bars=_closes_nothing)
def payment_time_is_over(situation: Situation) -> Refusal | None:
    """Close an unpaid filing only by a rule of the procedure, and after the payment period."""
    period = situation.procedure.payment_period
    if period is None or period.on_expiry is not Unpaid.CLOSE:
        return Refusal(
            "no-unpaid-rule",
            Text(
                vi="thủ tục {procedure} không có quy định đóng hồ sơ khi chưa nộp phí, lệ phí",
                en="no rule closes filings of procedure {procedure} for want of payment",
            ),
            {"procedure": situation.procedure.code},
        )
    since = books(situation).due_since
    if since is None:
        return Refusal(
            "nothing-due",
            Text(vi="không còn khoản phải nộp", en="nothing that was asked for is due"),
        )
    due: Due = period.limit.due(since, situation.calendar)
    if due.is_over_at(situation.at):
        return None
    return Refusal(
        "payment-time-not-over",
        Text(
            vi="người nộp còn được nộp đến hết ngày {last}",
            en="the applicant may still pay until {last}",
        ),
        {"last": due.on},
    )
