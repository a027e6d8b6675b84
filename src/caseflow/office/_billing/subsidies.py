"""What a budget pays of a bill, what a filing declines, and what it gives back."""

from typing import ClassVar

from attrs import field

from caseflow._typed import frozen
from caseflow.keys import ReservedKey
from caseflow.office._billing.facts import (
    ON_A_BILL,
    bill_is_known,
    bills_of,
    fact_is_new,
    no_bill,
    settling,
)
from caseflow.office._phases import Phase
from caseflow.office.budgets import SUBSIDY_KEY
from caseflow.office.budgets._payloads import is_number
from caseflow.office.paying._accounts import books, money_of
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import APPROVER, CASHIER, INTAKE, STATES, SYSTEM, UNTIL_RETURN
from caseflow.payments import MONEY_MOVED, SubsidyGrant, SubsidyReturned
from caseflow.texts import Message
from caseflow.workflow import Action, Effect, Refusal, Situation, Transition, guard, payload_guard

__all__ = [
    "DECLINE_SUBSIDY",
    "GIVE_BACK_SUBSIDY",
    "GRANT_SUBSIDY",
    "SUBSIDIES",
    "DeclinedSubsidy",
    "bill_takes_subsidy",
    "grant_can_be_declined",
    "grant_is_over",
    "subsidy_is_due",
    "subsidy_is_not_declined",
    "subsidy_is_not_granted",
    "subsidy_return_is_held",
    "subsidy_return_is_overpaid",
]


@frozen
class DeclinedSubsidy:
    """Say on a filing that grant *number* of *budget* is not paid to it, now or later."""

    not_annulled: ClassVar[Refusal] = MONEY_MOVED

    number: str = field(validator=is_number)
    budget: str = field(validator=is_number)

    @property
    def key(self) -> ReservedKey:
        """Return the very key of the grant: a filing takes it or declines it, never both."""
        return ReservedKey(f"{SUBSIDY_KEY}{self.number}")


GRANT_SUBSIDY = Action(
    "grant-subsidy",
    SubsidyGrant,
    UNNAMED,
)


DECLINE_SUBSIDY = Action(
    "decline-subsidy",
    DeclinedSubsidy,
    UNNAMED,
)


GIVE_BACK_SUBSIDY = Action(
    "give-back-subsidy",
    SubsidyReturned,
    UNNAMED,
)


_NOTHING_DUE = Refusal(
    "nothing-due",
    Message("office.nothing-due"),
)


_NOTHING_OVER = Refusal(
    "nothing-over",
    Message("office.nothing-over"),
)


@guard("bill-takes-subsidy")
def bill_takes_subsidy(situation: Situation) -> Refusal | None:
    """Pay from a budget only while something is due."""
    bills = bills_of(situation)
    if any(each.balance.due for each in bills):
        return None
    return _NOTHING_DUE if bills else no_bill(situation)


@guard("grant-is-over")
def grant_is_over(situation: Situation) -> Refusal | None:
    """Give back to a budget only while a grant holds something on a bill that is over-paid."""
    account = books(situation).account
    over = {each.number for each in bills_of(situation) if each.balance.overpaid}
    back: dict[str, int] = {}
    for fact in account.facts:
        if isinstance(fact, SubsidyReturned):
            back[fact.grant] = back.get(fact.grant, 0) + fact.amount
    grants = (each for each in account.facts if isinstance(each, SubsidyGrant))
    if any(each.bill in over and each.amount > back.get(each.number, 0) for each in grants):
        return None
    return _NOTHING_OVER


@guard("grant-can-be-declined")
def grant_can_be_declined(situation: Situation) -> Refusal | None:
    """Decline a grant only where one may come: on a bill, or for the postage of a result."""
    is_open = situation.case.decided_at is not None or bool(bills_of(situation))
    return None if is_open else no_bill(situation)


@payload_guard("subsidy-is-due", SubsidyGrant)
def subsidy_is_due(situation: Situation, grant: SubsidyGrant) -> Refusal | None:
    """Pay no more from a budget than is due on the bill."""
    due = books(situation).account.bill(grant.bill).balance.due
    if grant.amount <= due:
        return None
    return Refusal(
        "subsidy-above-due",
        Message("office.subsidy-above-due"),
        {"amount": money_of(situation, grant.amount), "due": money_of(situation, due)},
    )


@payload_guard("subsidy-is-not-declined", SubsidyGrant)
def subsidy_is_not_declined(situation: Situation, grant: SubsidyGrant) -> Refusal | None:
    """Take no grant that was declined: its money went back to the budget."""
    declined = DeclinedSubsidy(grant.number, grant.budget)
    if all(each.payload != declined for each in situation.case.records):
        return None
    return Refusal(
        "subsidy-declined",
        Message("office.subsidy-declined"),
        {"number": grant.number},
    )


@payload_guard("subsidy-is-not-granted", DeclinedSubsidy)
def subsidy_is_not_granted(situation: Situation, declined: DeclinedSubsidy) -> Refusal | None:
    """Decline no grant that is on record."""
    if books(situation).account.known(declined.key) is None:
        return None
    return Refusal(
        "subsidy-granted",
        Message("office.subsidy-granted"),
        {"number": declined.number},
    )


@payload_guard("subsidy-return-is-held", SubsidyReturned)
def subsidy_return_is_held(situation: Situation, back: SubsidyReturned) -> Refusal | None:
    """Give back only what a grant on the bill still holds, and to the budget that paid it."""
    facts = books(situation).account.facts
    grants = [
        each
        for each in facts
        if isinstance(each, SubsidyGrant) and (each.bill, each.budget) == (back.bill, back.budget)
    ]
    grant = next((each for each in grants if each.number == back.grant), None)
    if grant is None:
        return Refusal(
            "grant-unknown",
            Message("office.grant-unknown"),
            {
                "bill": back.bill,
                "grant": back.grant,
                "budget": back.budget,
                "known": ", ".join(each.number for each in grants) or "-",
            },
        )
    left = grant.amount - sum(
        each.amount
        for each in facts
        if isinstance(each, SubsidyReturned) and each.grant == back.grant
    )
    if back.amount <= left:
        return None
    return Refusal(
        "return-above-grant",
        Message("office.return-above-grant"),
        {
            "amount": money_of(situation, back.amount),
            "grant": back.grant,
            "left": money_of(situation, left),
        },
    )


@payload_guard("subsidy-return-is-overpaid", SubsidyReturned)
def subsidy_return_is_overpaid(situation: Situation, back: SubsidyReturned) -> Refusal | None:
    """Give back only what is over on the bill, so that nothing becomes due again."""
    over = books(situation).account.bill(back.bill).balance.overpaid
    if back.amount <= over:
        return None
    return Refusal(
        "return-above-overpaid",
        Message("office.return-above-overpaid"),
        {"amount": money_of(situation, back.amount), "over": money_of(situation, over)},
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *settling(
            GRANT_SUBSIDY,
            UNTIL_RETURN,
            [APPROVER, CASHIER],
            (
                bill_takes_subsidy,
                *ON_A_BILL,
                subsidy_is_not_declined,
                subsidy_is_due,
            ),
            (Effect("pay-from-budget"),),
        ),
        *Transition.each(
            DECLINE_SUBSIDY,
            STATES,
            None,
            [APPROVER, CASHIER, INTAKE, SYSTEM],
            guards=(grant_can_be_declined, subsidy_is_not_granted),
        ),
        *Transition.each(
            GIVE_BACK_SUBSIDY,
            STATES,
            None,
            [CASHIER, SYSTEM],
            guards=(
                grant_is_over,
                fact_is_new,
                bill_is_known,
                subsidy_return_is_held,
                subsidy_return_is_overpaid,
            ),
        ),
    )


SUBSIDIES = Phase(
    "subsidies",
    (
        GRANT_SUBSIDY,
        DECLINE_SUBSIDY,
        GIVE_BACK_SUBSIDY,
    ),
    _transitions,
)
