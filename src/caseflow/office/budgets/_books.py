"""The books of a budget, folded from its records: what is left, and what each grant holds.

Amounts are integers in the smallest unit of the currency of the budget. Nothing here is stored.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime

from caseflow._typed import frozen, typed
from caseflow.cases import acts_of
from caseflow.fees import Budget, Entry, allotment, give_back, grant
from caseflow.money import Currency, currency_of, one_currency
from caseflow.office.budgets._payloads import Allotment, BudgetGrant, GiveBack, GroundCap
from caseflow.payments import SubsidyReturned
from caseflow.workflow import RecordView

__all__ = ["BudgetStanding", "budget_of", "standing_of"]


@typed(late=True)
@frozen
class BudgetStanding:
    """Hold what is left of a budget, and the grants that filings have not declined.

    *held* maps the number of such a grant to what was granted, and *remaining* to what of it did
    not come back; *returned* maps a key to what a filing gave back under it, *caps* a
    ground to its latest cap.
    """

    left: int
    held: Mapping[str, BudgetGrant]
    remaining: Mapping[str, int]
    returned: Mapping[str, SubsidyReturned]
    caps: Mapping[str, GroundCap]

    def holds(self, number: str) -> int:
        """Return what a grant still holds: 0 if there is none or it was given back."""
        return self.remaining.get(number, 0)

    def granted(self, case: str, back: SubsidyReturned) -> bool:
        """Return whether what *back* returns was granted to that bill of the filing *case*."""
        grant = self.held.get(back.grant)
        return grant is not None and (grant.case, grant.bill) == (case, back.bill)


@typed
def standing_of(records: Iterable[RecordView]) -> BudgetStanding:
    """Return how a budget stands after *records*; costs one walk over them."""
    left = 0
    held: dict[str, BudgetGrant] = {}
    remaining: dict[str, int] = {}
    returned: dict[str, SubsidyReturned] = {}
    caps: dict[str, GroundCap] = {}
    for record in acts_of(records):
        payload = record.payload
        if isinstance(payload, BudgetGrant):
            left -= payload.amount
            held[payload.number] = payload
            remaining[payload.number] = payload.amount
        elif isinstance(payload, GiveBack):
            left += remaining.pop(payload.number)
            del held[payload.number]
        elif isinstance(payload, SubsidyReturned):
            left += payload.amount
            remaining[payload.grant] -= payload.amount
            returned[payload.key] = payload
        elif isinstance(payload, Allotment):
            left += payload.amount
        elif isinstance(payload, GroundCap):
            caps[payload.ground] = payload
    return BudgetStanding(left, held, remaining, returned, caps)


@typed
def budget_of(
    name: str,
    records: Iterable[RecordView],
    day_of: Callable[[datetime], date],
    currency: Currency | str,
) -> Budget:
    """Return the records of a budget as entries of a `fees.Budget`, which checks each of them.

    Args:
        name: the number of the budget.
        records: of its case.
        day_of: the civil day of an instant, as `OfficeCalendar.local_date`.
        currency: that of the budget.

    Raises:
        CurrencyMismatchError: a record is in another currency.
        BudgetExceededError: a grant is more than what was left; the guards let none such in.
    """
    kept = tuple(acts_of(records))
    named = (each.payload for each in kept)
    one_currency(
        currency, *(each.currency for each in named if isinstance(each, (Allotment, BudgetGrant)))
    )
    return Budget(name, currency_of(currency), tuple(_entries(name, kept, day_of)))


def _entries(
    name: str, records: Iterable[RecordView], day_of: Callable[[datetime], date]
) -> Iterator[Entry]:
    grants: dict[str, BudgetGrant] = {}
    held: dict[str, int] = {}
    for record in records:
        payload, on = record.payload, day_of(record.at)
        if isinstance(payload, Allotment):
            yield allotment(name, payload.key, payload.amount, on, source=payload.source)
        elif isinstance(payload, BudgetGrant):
            grants[payload.number] = payload
            held[payload.number] = payload.amount
            yield grant(
                name, payload.key, payload.amount, on, ground=payload.ground, to=payload.case
            )
        elif isinstance(payload, GiveBack):
            of = grants[payload.number].key
            yield give_back(name, payload.key, held[payload.number], on, of=of)
        elif isinstance(payload, SubsidyReturned):
            held[payload.grant] -= payload.amount
            of = grants[payload.grant].key
            yield give_back(name, payload.key, payload.amount, on, of=of, source=payload.reason)
