"""What must hold before money goes into a budget or out of it."""

from collections.abc import Sequence

from caseflow.money import Money
from caseflow.office.budgets._books import standing_of
from caseflow.office.budgets._payloads import Allotment, BudgetGrant, GiveBack
from caseflow.office.paying._accounts import in_another_currency
from caseflow.payments import SubsidyReturned
from caseflow.texts import Message
from caseflow.workflow import RecordView, Refusal, Situation, guard, payload_guard

__all__ = [
    "BUDGET_GUARDS",
    "allotment_is_new",
    "grant_given_back",
    "grant_is_held",
    "grant_is_left",
    "grant_is_new",
    "grant_is_within_cap",
    "grant_not_held",
    "money_is_left",
    "overdrawn",
    "return_is_held",
    "return_is_new",
    "some_grant_is_held",
]


def _is_known(situation: Situation, kind: type[Allotment] | type[BudgetGrant], number: str) -> bool:
    return any(
        isinstance(each.payload, kind) and each.payload.number == number
        for each in situation.case.records
    )


@payload_guard("allotment-is-new", Allotment)
def allotment_is_new(situation: Situation, allotment: Allotment) -> Refusal | None:
    """Take each allotment once, in the currency of the office."""
    other = in_another_currency(situation, allotment.currency)
    if other is not None:
        return other
    if not _is_known(situation, Allotment, allotment.number):
        return None
    return Refusal(
        "allotment-recorded",
        Message("budgets.allotment-recorded"),
        {"number": allotment.number},
    )


@payload_guard("grant-is-new", BudgetGrant)
def grant_is_new(situation: Situation, grant: BudgetGrant) -> Refusal | None:
    """Take each number of a grant once, given back or not, in the currency of the office."""
    other = in_another_currency(situation, grant.currency)
    if other is not None:
        return other
    if not _is_known(situation, BudgetGrant, grant.number):
        return None
    return Refusal(
        "grant-recorded",
        Message("budgets.grant-recorded"),
        {"number": grant.number},
    )


@guard("money-is-left")
def money_is_left(situation: Situation) -> Refusal | None:
    """Grant only while something is left."""
    if standing_of(situation.case.records).left > 0:
        return None
    return Refusal(
        "budget-empty",
        Message("budgets.budget-empty"),
    )


@guard("some-grant-is-held")
def some_grant_is_held(situation: Situation) -> Refusal | None:
    """Take or give back only while some grant holds money."""
    if any(standing_of(situation.case.records).remaining.values()):
        return None
    return Refusal(
        "grant-not-held",
        Message("budgets.grant-not-held"),
    )


def overdrawn(acts: Sequence[RecordView]) -> tuple[int, Refusal] | None:
    """Return the first act that grants more than was left, or gives back more than was held."""
    left = 0
    held: dict[str, int] = {}
    currency = ""
    for act in acts:
        payload = act.payload
        if isinstance(payload, Allotment):
            left += payload.amount
        elif isinstance(payload, BudgetGrant):
            currency = payload.currency
            if payload.amount > left:
                return act.seq, _exceeded(payload, left)
            left -= payload.amount
            held[payload.number] = payload.amount
        elif isinstance(payload, GiveBack):
            if not held.get(payload.number):
                return act.seq, grant_not_held(payload.number)
            left += held.pop(payload.number)
        elif isinstance(payload, SubsidyReturned):
            if payload.amount > held.get(payload.grant, 0):
                return act.seq, _above_held(payload, held.get(payload.grant, 0), currency)
            left += payload.amount
            held[payload.grant] -= payload.amount
    return None


@payload_guard("grant-is-left", BudgetGrant, audits=overdrawn)
def grant_is_left(situation: Situation, grant: BudgetGrant) -> Refusal | None:
    """Grant no more than is left."""
    left = standing_of(situation.case.records).left
    return None if grant.amount <= left else _exceeded(grant, left)


def _exceeded(grant: BudgetGrant, left: int) -> Refusal:
    return Refusal(
        "budget-exceeded",
        Message("budgets.budget-exceeded"),
        {"amount": Money(grant.amount, grant.currency), "left": Money(left, grant.currency)},
    )


@payload_guard("grant-is-within-cap", BudgetGrant)
def grant_is_within_cap(situation: Situation, grant: BudgetGrant) -> Refusal | None:
    """Grant one person no more in a civil year than the latest cap of the ground allows."""
    records = situation.case.records
    standing = standing_of(records)
    cap = standing.caps.get(grant.ground)
    if cap is None:
        return None
    if not grant.person:
        return Refusal(
            "recipient-unknown",
            Message("budgets.recipient-unknown"),
            {"ground": grant.ground},
        )
    year = situation.on.year
    before = sum(
        standing.holds(each.payload.number)
        for each in records
        if isinstance(each.payload, BudgetGrant)
        and (each.payload.person, each.payload.ground) == (grant.person, grant.ground)
        and situation.calendar.local_date(each.at).year == year
    )
    if before + grant.amount <= cap.amount:
        return None
    return Refusal(
        "cap-exceeded",
        Message("budgets.cap-exceeded"),
        {
            "ground": grant.ground,
            "cap": Money(cap.amount, grant.currency),
            "left": Money(max(0, cap.amount - before), grant.currency),
            "year": year,
        },
    )


@payload_guard("grant-is-held", GiveBack)
def grant_is_held(situation: Situation, back: GiveBack) -> Refusal | None:
    """Give back what was granted, once."""
    if standing_of(situation.case.records).holds(back.number):
        return None
    return grant_not_held(back.number)


def grant_not_held(number: str) -> Refusal:
    """Say that of grant *number* nothing is left to give back."""
    return Refusal(
        "grant-not-held",
        Message("budgets.grant-not-held-there-is-no-grant-number"),
        {"number": number},
    )


def grant_given_back(number: str) -> Refusal:
    """Say that grant *number* was given back, so that its number is used up."""
    return Refusal(
        "grant-given-back",
        Message("budgets.grant-given-back"),
        {"number": number},
    )


@payload_guard("return-is-new", SubsidyReturned)
def return_is_new(situation: Situation, back: SubsidyReturned) -> Refusal | None:
    """Take each return once."""
    if back.key not in standing_of(situation.case.records).returned:
        return None
    return Refusal(
        "return-recorded",
        Message("budgets.return-recorded"),
        {"number": back.number, "grant": back.grant},
    )


@payload_guard("return-is-held", SubsidyReturned)
def return_is_held(situation: Situation, back: SubsidyReturned) -> Refusal | None:
    """Take back no more than a grant still holds."""
    standing = standing_of(situation.case.records)
    left = standing.holds(back.grant)
    if not left:
        return grant_not_held(back.grant)
    if back.amount <= left:
        return None
    return _above_held(back, left, standing.held[back.grant].currency)


def _above_held(back: SubsidyReturned, left: int, currency: str) -> Refusal:
    return Refusal(
        "return-above-held",
        Message("budgets.return-above-held"),
        {
            "amount": Money(back.amount, currency),
            "grant": back.grant,
            "left": Money(left, currency),
        },
    )


#: Every guard of a budget, for definitions that name them.
BUDGET_GUARDS = (
    money_is_left,
    some_grant_is_held,
    allotment_is_new,
    grant_is_new,
    grant_is_left,
    grant_is_within_cap,
    grant_is_held,
    return_is_new,
    return_is_held,
)
