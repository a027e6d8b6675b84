"""The desk that pays from budgets and awaits its store.

No logic here: see `working`. What the methods mean is said at `BudgetDesk`.
"""

from datetime import datetime

from caseflow.cases import Case
from caseflow.office.budgets.reports import SpendingReport
from caseflow.office.budgets.settlements import Settlement
from caseflow.office.budgets.working import BudgetWork
from caseflow.office.payloads import Parcel
from caseflow.service import AsyncCaseService
from caseflow.typed import typed
from caseflow.values import Actor

__all__ = ["AsyncBudgetDesk"]


@typed
class AsyncBudgetDesk:
    """Pay subsidies from budgets that are kept beside the filings, for one event loop.

    Args:
        filings: works the filings.
        budgets: works the budgets, over the same store, with the engine of `budget_office()`; give
            it many tries, since every grant of a budget meets every other.
    """

    def __init__(self, filings: AsyncCaseService, budgets: AsyncCaseService) -> None:
        """Take both services."""
        self._run = filings.store.run
        self._work = BudgetWork(filings.work, budgets.work)

    async def open(
        self,
        budget: str,
        *,
        by: Actor,
        at: datetime,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Open a budget; see `BudgetDesk.open`."""
        return await self._run(
            self._work.open(budget, by=by, at=at, entered_at=entered_at, confirmed=confirmed)
        )

    async def allot(
        self,
        budget: str,
        amount: int,
        *,
        number: str,
        source: str,
        by: Actor,
        at: datetime,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Put money into a budget; see `BudgetDesk.allot`."""
        return await self._run(
            self._work.allot(
                budget,
                amount,
                number=number,
                source=source,
                by=by,
                at=at,
                entered_at=entered_at,
                confirmed=confirmed,
            )
        )

    async def cap(
        self,
        budget: str,
        ground: str,
        amount: int,
        *,
        source: str,
        by: Actor,
        at: datetime,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Cap what one person gets on a ground in a year; see `BudgetDesk.cap`."""
        return await self._run(
            self._work.cap(
                budget,
                ground,
                amount,
                source=source,
                by=by,
                at=at,
                entered_at=entered_at,
                confirmed=confirmed,
            )
        )

    async def close(
        self,
        budget: str,
        *,
        reason: str,
        by: Actor,
        at: datetime,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Close a budget: nothing more is granted; see `BudgetDesk.close`."""
        return await self._run(
            self._work.close(
                budget, reason=reason, by=by, at=at, entered_at=entered_at, confirmed=confirmed
            )
        )

    async def grant(
        self,
        case: str,
        budget: str,
        amount: int,
        ground: str,
        *,
        bill: str,
        number: str,
        to: str = "",
        person: str = "",
        by: Actor,
        at: datetime,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Pay part of a bill from a budget; see `BudgetDesk.grant`."""
        return await self._run(
            self._work.grant(
                case,
                budget,
                amount,
                ground,
                bill=bill,
                number=number,
                to=to,
                person=person,
                by=by,
                at=at,
                entered_at=entered_at,
                confirmed=confirmed,
            )
        )

    async def post(
        self,
        case: str,
        parcel: Parcel,
        *,
        number: str,
        ground: str = "postage",
        to: str = "",
        person: str = "",
        by: Actor,
        at: datetime,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Post a result with a postage that a budget pays; see `BudgetDesk.post`."""
        return await self._run(
            self._work.post(
                case,
                parcel,
                ground,
                number=number,
                to=to,
                person=person,
                by=by,
                at=at,
                entered_at=entered_at,
                confirmed=confirmed,
            )
        )

    async def give_back(
        self,
        case: str,
        budget: str,
        amount: int,
        *,
        bill: str,
        grant: str,
        number: str,
        reason: str,
        by: Actor,
        at: datetime,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Give a subsidy back to its budget; see `BudgetDesk.give_back`."""
        return await self._run(
            self._work.give_back(
                case,
                budget,
                amount,
                bill=bill,
                grant=grant,
                number=number,
                reason=reason,
                by=by,
                at=at,
                entered_at=entered_at,
                confirmed=confirmed,
            )
        )

    async def settle(self, budget: str, *, by: Actor, at: datetime) -> Settlement:
        """Do what crashes left undone in a budget; see `BudgetDesk.settle`."""
        return await self._run(self._work.settle(budget, by=by, at=at))

    async def report(self, budget: str) -> SpendingReport:
        """Return what was paid to whom and why; see `BudgetDesk.report`."""
        return await self._run(self._work.report(budget))
