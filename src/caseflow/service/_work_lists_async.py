"""What a service answers about its open cases: pages of work lists, and counts.

Each method runs a generator. Made from `_work_lists` by `make generate`.
"""

from datetime import datetime

from caseflow._typed import typed
from caseflow.service._closing import AsyncClosing
from caseflow.service._lists import UnitStandings, WorkList
from caseflow.service._parts import ServiceParts
from caseflow.stores import AsyncStore, Query

__all__ = ["AsyncWorkLists"]


@typed
class AsyncWorkLists(AsyncClosing):
    """List the open cases that are kept in *store*, and count them."""

    store: AsyncStore
    _parts: ServiceParts

    async def work_list(self, query: Query, *, at: datetime) -> WorkList:
        """Return a page of open cases in the order that *query* asks for, and how each stands.

        The orders are those of `Query`; cases without such a date come last, and in the order
        "follow-up" are left out. Of cases that do not move while somebody pages through a list,
        none is shown twice and none is left out.

        Served by an index are all cases, those of a *unit*, and of the person *assigned_to*, each
        in every order, with *due_before* in the order "due", *follow_up_before* in the order
        "follow-up" and *text* in the order "number". Within a unit or what a person has, every
        other filter may be added. Cost: a few milliseconds, however many cases are open; what one
        person has is sorted, some 10 ms for a thousand.

        Args:
            query: the order, the filters, and the cursor of the page before.
            at: the instant at which standings are told.

        Raises:
            CursorError: the cursor is damaged, or one of another query.
            ValueInvalidError: no index serves what is asked for; it says what to ask instead.
            UnknownNameError: there is no such order or state.
            StoreRefusedError: the lists are not filled in yet, see `fill_lists`.
        """
        return await self.store.run(self._parts.lists.page(query, at))

    async def standings(
        self, at: datetime, *, unit: str | None = None, assigned_to: str | None = None
    ) -> tuple[UnitStandings, ...]:
        """Return how many open cases of each unit stand how at *at*, by unit.

        The same as judging each case by `Deadlines.legal.standing`. Cost: one statement that reads
        a row of each open case, of one unit or person only those.
        """
        return await self.store.run(self._parts.lists.standings(at, unit, assigned_to))

    async def fill_lists(self) -> int:
        """Fill in what open cases are listed by that an earlier release kept; return how many.

        Safe to run more than once, and while others work. Cost: each such case is read and
        replayed. With several agencies in one store it is run for each of them.
        """
        done, after = 0, ""
        while True:
            filled, last = await self.store.run(self._parts.lists.fill(after))
            done += filled
            if last is None:
                return done
            after = last
