"""Bills, payments on them, refunds, and bills that are cancelled.

Word of a payment can come at any time, so no state refuses it; where payment is awaited, the one
that settles the account lets the filing go on.
"""

from caseflow.office import _law as law
from caseflow.office._billing.facts import (
    ON_A_BILL,
    bill_is_known,
    bills_of,
    fact_is_in_currency,
    fact_is_new,
    no_bill,
    settling,
)
from caseflow.office._phases import Phase
from caseflow.office.paying._accounts import books, money_of
from caseflow.office.paying._waiving import fee_is_charged
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import (
    APPROVER,
    CASHIER,
    INTAKE,
    OFFICER,
    REFUSE_ACT,
    STATES,
    SYSTEM,
    UNTIL_RETURN,
)
from caseflow.payments import Bill, BillCancelled, PaymentNotice, Refund
from caseflow.texts import Message
from caseflow.workflow import (
    Action,
    Effect,
    Guard,
    Refusal,
    Situation,
    Transition,
    guard,
    payload_guard,
)

__all__ = [
    "BILLS",
    "CANCEL_BILL",
    "ISSUE_BILL",
    "RECORD_PAYMENT",
    "REFUND",
    "bill_can_be_cancelled",
    "bill_takes_money",
    "fee_is_not_kept",
    "paid_is_left",
    "refund_is_covered",
]

ISSUE_BILL = Action(
    "issue-bill",
    Bill,
    UNNAMED,
    law.PAY,
)


RECORD_PAYMENT = Action(
    "record-payment",
    PaymentNotice,
    UNNAMED,
    law.PAY,
)


REFUND = Action(
    "refund",
    Refund,
    UNNAMED,
)


CANCEL_BILL = Action(
    "cancel-bill",
    BillCancelled,
    UNNAMED,
)


_ALL_CANCELLED = Refusal(
    "bills-cancelled",
    Message("office.bills-cancelled"),
)


_NOTHING_PAID = Refusal(
    "nothing-paid",
    Message("office.nothing-paid"),
)


@guard("bill-takes-money")
def bill_takes_money(situation: Situation) -> Refusal | None:
    """Record a payment only while some bill is open to one."""
    bills = bills_of(situation)
    if any(not each.is_cancelled for each in bills):
        return None
    return _ALL_CANCELLED if bills else no_bill(situation)


@guard("bill-can-be-cancelled")
def bill_can_be_cancelled(situation: Situation) -> Refusal | None:
    """Cancel only while some bill stands, and is none whose fee is kept."""
    refusal = bill_takes_money.check(situation)
    if refusal is not None or not _keeps_fee(situation):
        return refusal
    open_ = (each.balance for each in bills_of(situation) if not each.is_cancelled)
    return None if any(each.net_paid <= each.overpaid for each in open_) else _kept(situation)


@guard("paid-is-left")
def paid_is_left(situation: Situation) -> Refusal | None:
    """Give back only while something that was paid is left, and is none that is kept."""
    balances = [each.balance for each in bills_of(situation)]
    if not any(each.net_paid > 0 for each in balances):
        return _NOTHING_PAID
    if not _keeps_fee(situation) or any(min(each.net_paid, each.overpaid) for each in balances):
        return None
    return _kept(situation)


def _keeps_fee(situation: Situation) -> bool:
    return situation.procedure.keeps_fee_when_refused and situation.case.times(REFUSE_ACT) > 0


def _kept(situation: Situation) -> Refusal:
    return Refusal(
        "fee-kept-when-refused",
        Message("office.fee-kept-when-refused"),
        {"procedure": situation.procedure.code},
    )


@payload_guard("refund-is-covered", Refund)
def refund_is_covered(situation: Situation, refund: Refund) -> Refusal | None:
    """Give back no more than was paid on the bill and not given back yet."""
    left = books(situation).account.bill(refund.bill).balance.net_paid
    if refund.amount <= left:
        return None
    return Refusal(
        "refund-above-paid",
        Message("office.refund-above-paid"),
        {"amount": money_of(situation, refund.amount), "left": money_of(situation, left)},
    )


def _is_not_kept(situation: Situation) -> Refusal | None:
    """Keep the fee of a refused filing where its procedure says so; over-payments go back."""
    if not situation.procedure.keeps_fee_when_refused or not situation.case.times(REFUSE_ACT):
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
        Message("office.fee-kept-when-refused-procedure-procedure-keeps-the-fee"),
        {"procedure": situation.procedure.code, "over": money_of(situation, balance.overpaid)},
    )


fee_is_not_kept = Guard("fee-is-not-kept", _is_not_kept, needs_payload=True)


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *Transition.each(
            ISSUE_BILL,
            UNTIL_RETURN,
            None,
            [INTAKE, OFFICER, CASHIER],
            guards=(fee_is_charged, fact_is_new),
            effects=(Effect("send-bill"),),
        ),
        *settling(
            RECORD_PAYMENT,
            STATES,
            [SYSTEM, CASHIER],
            (bill_takes_money, *ON_A_BILL, fact_is_in_currency),
            (Effect("print-fee-receipt"),),
        ),
        *settling(
            CANCEL_BILL,
            STATES,
            [APPROVER, CASHIER],
            (bill_can_be_cancelled, *ON_A_BILL, fee_is_not_kept),
            (Effect("send-bill-cancelled"),),
        ),
        *Transition.each(
            REFUND,
            STATES,
            None,
            [SYSTEM, CASHIER],
            guards=(
                paid_is_left,
                fact_is_new,
                bill_is_known,
                fact_is_in_currency,
                refund_is_covered,
                fee_is_not_kept,
            ),
        ),
    )


BILLS = Phase(
    "bills",
    (
        ISSUE_BILL,
        RECORD_PAYMENT,
        REFUND,
        CANCEL_BILL,
    ),
    _transitions,
)
