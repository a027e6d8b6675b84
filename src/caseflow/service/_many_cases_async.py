"""What a service does on many cases, for programs with an event loop.

Made from `_many_cases` by `make generate`.
"""

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar, overload

from caseflow._typed import typed
from caseflow.service._batches import Batch, BatchResult, Cases
from caseflow.service._closing import AsyncClosing
from caseflow.service._parts import ServiceParts
from caseflow.stores import Query
from caseflow.values import Actor
from caseflow.workflow import Action

__all__ = ["AsyncManyCases"]

P = TypeVar("P")


@typed(besides=("fire_many",))
class AsyncManyCases(AsyncClosing):
    """Act on many cases of the store, each by its own record."""

    _parts: ServiceParts

    @overload
    async def fire_many(
        self,
        cases: Query | Collection[str],
        action: Action[None],
        payload: None = None,
        *,
        by: Actor,
        at: datetime,
        key: str,
        is_dry_run: bool = False,
    ) -> AsyncIterator[BatchResult]: ...
    @overload
    async def fire_many(
        self,
        cases: Mapping[str, P],
        action: Action[P],
        payload: None = None,
        *,
        by: Actor,
        at: datetime,
        key: str,
        is_dry_run: bool = False,
    ) -> AsyncIterator[BatchResult]: ...
    @overload
    async def fire_many(
        self,
        cases: Query | Collection[str],
        action: Action[P],
        payload: P,
        *,
        by: Actor,
        at: datetime,
        key: str,
        is_dry_run: bool = False,
    ) -> AsyncIterator[BatchResult]: ...
    async def fire_many(
        self,
        cases: Cases,
        action: Action[Any],
        payload: object = None,
        *,
        by: Actor,
        at: datetime,
        key: str,
        is_dry_run: bool = False,
    ) -> AsyncIterator[BatchResult]:
        """Do *action* on each of *cases*, and yield what became of each, in their order.

        It is never all or nothing: each case is decided on and kept for itself, as the results are
        asked for, and one that is refused stops no other. What is wrong with the request is refused
        before anything changes. If the work is cut short, ask again with the same key: what was
        done is returned and not done again. Cost: one `fire` per case; memory for the numbers.

        Args:
            cases: their numbers, at most 10,000, in the order to work them; a mapping gives each
                its own payload; or a query as of `search`, for its open cases by number. Those
                that fit it when the batch is begun are worked, also when it is asked for again.
            action: what to do; of a workflow, or of assignments, as `caseflow.cases.CLAIM`.
            payload: what the action takes, the same for each case.
            by: who does it.
            at: when it happened.
            key: names the batch. The key of a case is this one, "/" and its number.
            is_dry_run: only say what would happen; nothing is kept, the key neither.

        Raises:
            ValueInvalidError: no case, more than 10,000, or one given twice.
            PayloadError: the payload is of another type than the action takes.
            KeyReusedError: the key names a batch with another action, payload or other cases.
            KeyReservedError: the key begins as those do that caseflow makes.
            StoreUnavailableError: the database did not answer; ask again with the same key.
        """
        batch = await self.store.run(
            self._parts.batches.begun(
                cases, action, payload, by=by, at=at, key=key, is_dry_run=is_dry_run
            )
        )
        return self._worked(batch)

    async def _worked(self, batch: Batch) -> AsyncIterator[BatchResult]:
        for number in batch.numbers:
            yield await self.store.run(self._parts.batches.one(batch, number))
