"""The books of a budget, folded from its records: what is left, and what each grant holds.

May import: fees, workflow, and this pack's payloads. Nothing here is ever stored.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime

from attrs import frozen

from caseflow.fees import Budget, Entry, allotment, give_back, grant
from caseflow.vietnam.payloads.budgets import Allotment, BudgetGrant, GiveBack, GroundCap
from caseflow.workflow import RecordView

__all__ = ["BudgetStanding", "budget_of", "standing_of"]


@frozen
class BudgetStanding:
    """Hold what is left of a budget, in dong, and the grants that were not given back.

    *held* maps the number of such a grant to what was granted, *caps* a ground to its latest cap.
    """

    left: int
    held: Mapping[str, BudgetGrant]
    caps: Mapping[str, GroundCap]


def standing_of(records: Iterable[RecordView]) -> BudgetStanding:
    """Return how a budget stands after *records*; costs one walk over them."""
    left = 0
    held: dict[str, BudgetGrant] = {}
    caps: dict[str, GroundCap] = {}
    for record in records:
        payload = record.payload
        if isinstance(payload, BudgetGrant):
            left -= payload.amount
            held[payload.number] = payload
        elif isinstance(payload, GiveBack):
            left += held.pop(payload.number).amount
        elif isinstance(payload, Allotment):
            left += payload.amount
        elif isinstance(payload, GroundCap):
            caps[payload.ground] = payload
    return BudgetStanding(left, held, caps)


def budget_of(
    name: str, records: Iterable[RecordView], day_of: Callable[[datetime], date]
) -> Budget:
    """Return the records of a budget as entries of a `fees.Budget`, which checks each of them.

    Args:
        name: the number of the budget.
        records: of its case.
        day_of: the civil day of an instant, as `OfficeCalendar.local_date`.

    Raises:
        BudgetExceededError: a grant is more than what was left; the guards let none such in.
    """
    return Budget(name, tuple(_entries(name, records, day_of)))


def _entries(
    name: str, records: Iterable[RecordView], day_of: Callable[[datetime], date]
) -> Iterator[Entry]:
    grants: dict[str, BudgetGrant] = {}
    for record in records:
        payload, on = record.payload, day_of(record.at)
        if isinstance(payload, Allotment):
            yield allotment(name, payload.key, payload.amount, on, source=payload.source)
        elif isinstance(payload, BudgetGrant):
            grants[payload.number] = payload
            yield grant(
                name, payload.key, payload.amount, on, ground=payload.ground, to=payload.case
            )
        elif isinstance(payload, GiveBack):
            given = grants[payload.number]
            yield give_back(name, payload.key, given.amount, on, of=given.key)
