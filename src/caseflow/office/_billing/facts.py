"""What all records on bills have in common: numbers, currency, and what they settle.

What a guard refuses is not on record: a notice that no case takes shows up as missing in the
reconciliation of its day.
"""

from typing import Any

from caseflow.office import _law as law
from caseflow.office.paying._accounts import books, in_another_currency, is_reserved, money_of
from caseflow.office.paying._waiving import charges_nothing, is_waived
from caseflow.office.states import AWAITING_PAYMENT, BEFORE_RESULT, DECIDED, PROCESSING
from caseflow.payments import (
    Bill,
    BillAccount,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.payments._facts import bill_of
from caseflow.texts import Message
from caseflow.workflow import (
    LEGAL,
    Action,
    ClockOp,
    Effect,
    Guard,
    Refusal,
    Role,
    Situation,
    State,
    Transition,
)

__all__ = [
    "NO_BILL",
    "NO_BILL_COMES",
    "ON_A_BILL",
    "bill_is_known",
    "bill_is_not_cancelled",
    "bills_of",
    "fact_is_in_currency",
    "fact_is_new",
    "fact_settles",
    "no_bill",
    "settling",
]

_FACTS = (Bill, BillCancelled, PaymentNotice, Refund, SubsidyGrant, SubsidyReturned)


_BILLED_IN = Message("office.billed-in")


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
            Message("office.number-reserved"),
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
            Message("office.fact-recorded"),
            {"number": number},
        )
    return Refusal(
        "fact-differs",
        Message("office.fact-differs"),
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
        Message("office.bill-of-another-case"),
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
        Message("office.bill-unknown"),
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
        Message("office.bill-cancelled"),
        {"bill": bill_of(fact)},
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
        Message("office.still-due"),
        {"due": money_of(situation, due)},
        law.PAY,
    )


fact_is_new = Guard("fact-is-new", _is_new, needs_payload=True)


bill_is_known = Guard("bill-is-known", _is_known, needs_payload=True)


bill_is_not_cancelled = Guard("bill-is-not-cancelled", _is_not_cancelled, needs_payload=True)


fact_is_in_currency = Guard("fact-is-in-dong", _is_in_currency, needs_payload=True)


fact_settles = Guard("fact-settles", _settles, needs_payload=True)


#: The case has no bill on which money could move, and one can be issued.
NO_BILL = Refusal(
    "no-bill",
    Message("office.no-bill"),
)


#: The case has no bill, and none is issued: its fee is nothing or waived, or the case is over.
NO_BILL_COMES = Refusal("no-bill", Message("office.no-bill-the-case-has-no-bill"))


def bills_of(situation: Situation) -> tuple[BillAccount, ...]:
    """Return the bills of the case that are on record."""
    return books(situation).issued


def no_bill(situation: Situation) -> Refusal:
    """Return what is said without a bill: to issue one only where that is open."""
    is_open = situation.case.state in _BILLED
    is_charged = not (charges_nothing(situation.procedure) or is_waived(situation))
    return NO_BILL if is_open and is_charged else NO_BILL_COMES


#: The states in which a bill may be issued.
_BILLED = frozenset(state.name for state in (*BEFORE_RESULT, DECIDED))


ON_A_BILL = (fact_is_new, bill_is_known, bill_is_not_cancelled)


def settling(
    action: Action[Any],
    states: tuple[State, ...],
    roles: list[Role],
    guards: tuple[Guard, ...],
    effects: tuple[Effect, ...],
) -> tuple[Transition, ...]:
    """Return what *action* does: it stays where it is, but goes on where it ends the waiting."""
    return (
        Transition(
            action,
            AWAITING_PAYMENT,
            PROCESSING,
            roles,
            guards=(*guards, fact_settles),
            clocks=(ClockOp.resume(LEGAL, basis=law.PAY),),
            effects=effects,
        ),
        *Transition.each(action, states, None, roles, guards=guards, effects=effects),
    )
