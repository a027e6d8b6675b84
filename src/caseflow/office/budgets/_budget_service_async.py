"""`BudgetService`: pays from budgets, for programs with an event loop.

No logic here: see `_working`. Made from `budget_service` by `make generate`.
"""

from datetime import datetime

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.office.budgets._reports import SpendingReport
from caseflow.office.budgets._settlements import Settlement
from caseflow.office.budgets._working import BudgetWork
from caseflow.office.payloads import Parcel
from caseflow.service import AsyncCaseService
from caseflow.values import Actor

__all__ = ["AsyncBudgetService"]


@typed
class AsyncBudgetService:
    """Pay subsidies from budgets that are kept beside the filings, for one event loop.

    Every act has two instants, as those of filings have: *at*, when it happened, and *entered_at*,
    when it was entered, if that is another; see `CaseService.fire`. A late act takes its place on
    both books if the later acts replay with it, and is refused with each reason otherwise; longer
    ago than 90 days it must be *confirmed*. `settle` enters what it does as it does it.

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
        """Open a budget under its own number; the same again returns it.

        Raises:
            ConcurrentUpdateError: a filing has that number.
        """
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
        """Put *amount* into a budget, as *source* decided under *number*.

        Raises:
            ActionRefusedError: the budget is closed, or the actor may not.
            KeyReusedError: the number stands for another allotment.
            UnknownNameError: there is no such budget.
        """
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
        """Grant one person at most *amount* on *ground* in a civil year from now on.

        The latest cap of a ground counts, and what was granted before it counts against it.
        """
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
        """Close a budget: nothing more is granted; what filings give back still comes in."""
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
        """Pay *amount* of *bill* of the filing *case* from a budget, on *ground*.

        Once by its *number*, however often it is asked for: after an error that leaves it open
        whether it was done, ask again with the same number, or let `settle` do the rest.

        Args:
            case: the number of the filing.
            budget: the number of the budget.
            amount: in smallest units of the currency, no more than is due on the bill.
            ground: why, as the report states it.
            bill: which bill of the filing is paid.
            number: of the grant in the books of the budget; its own for each.
            to: who gets it; personal.
            person: the number of the recipient in your own books, for caps and erasure.
            by: who grants it; the filing and the budget both ask for a role.
            at: when it happened.
            entered_at: when it was entered, if that is another instant.
            confirmed: that *at* is right, though it is long before *entered_at* or after it.

        Raises:
            ActionRefusedError: the filing does not take it, or the budget has not enough left, is
                closed, or caps it; nothing is granted.
            KeyReusedError: the number stands for another grant, or was declined.
            UnknownNameError: there is no such budget.
            UnknownCaseError: there is no such filing.
            StoreUnavailableError: it is not known whether it was granted.
        """
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
        """Post a result with a postage that a budget pays; see `grant`."""
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
        """Give *amount* of a grant back to its budget, once what it paid is over on the bill.

        A bill is over-paid when it is cancelled, or when the applicant pays what a budget has paid.
        The filing records it first, then the budget, under one key; `settle` does the rest after a
        crash, and what was recorded on the filing by hand too.

        Args:
            case: the number of the filing.
            budget: the number of the budget that granted it.
            amount: in smallest units, no more than is over-paid and than the grant still holds.
            bill: which bill of the filing it paid.
            grant: the number of the grant.
            number: of the return; its own for each return of the grant.
            reason: why, as the books state it.
            by: who gives back; a cashier or the system.
            at: when it happened.
            entered_at: when it was entered, if that is another instant.
            confirmed: that *at* is right, though it is long before *entered_at* or after it.

        Raises:
            ActionRefusedError: it is not over-paid, or no grant holds so much; nothing changes.
            KeyReusedError: the number stands for another return of the grant.
            UnknownNameError: there is no such budget.
            UnknownCaseError: there is no such filing.
            StoreUnavailableError: it is not known whether it was given back.
        """
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
        """Do what crashes left undone, and report where a budget and the filings differ.

        A grant that its filing does not know is recorded there as whoever made it meant to, and
        given back if the filing does not take it; the postage of a parcel is given back. Run it as
        often as you like, also while services are at work. Cost: one pass over the records of the
        store.

        Args:
            budget: which one.
            by: who gives back; the role "system" is enough.
            at: when.
        """
        return await self._run(self._work.settle(budget, by=by, at=at))

    async def report(self, budget: str) -> SpendingReport:
        """Return what was paid to whom and why."""
        return await self._run(self._work.report(budget))
