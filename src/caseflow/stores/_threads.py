"""An async store over a sync one: one thread does its work, and another reads.

SQLite has one writer anyway, and memory needs none.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from caseflow._typed import typed
from caseflow.stores._aside import parted, reading
from caseflow.stores._ops import Ops
from caseflow.stores._processes import PerProcess
from caseflow.stores._protocol import Operations, Store

__all__ = ["ThreadedStore"]

T = TypeVar("T")


@typed(besides=("run",))
class ThreadedStore:
    """Run the operations of *store* in its own thread, one for each process."""

    def __init__(self, store: Store) -> None:
        """Take the store over; closing this closes it."""
        self._store = store
        self.ops: Operations = store.ops
        self._thread = PerProcess(lambda: ThreadPoolExecutor(1, "caseflow-store"))
        self._reader: ThreadedStore | None = None

    async def run(self, ops: Ops[T]) -> T:
        """Run an operation, or a longer generator that is made of them."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread.own(), self._store.run, ops)

    def apart(self) -> "ThreadedStore":
        """Return a store with its own thread, for what takes long; close it after use."""
        own = parted(self._store)
        return self if own is self._store else ThreadedStore(own)

    def reader(self) -> "ThreadedStore":
        """Return a store with its own thread for short reading, which waits for no commit.

        It sees what was acknowledged before. Closed with this one.
        """
        if self._reader is None:
            own = reading(self._store)
            self._reader = self if own is self._store else ThreadedStore(own)
        return self._reader

    async def close(self) -> None:
        """Let go of connections and files; as with every store, the next use opens them again."""
        if self._reader is not None and self._reader is not self:
            await self._reader.close()
        thread = self._thread.own()
        await asyncio.get_running_loop().run_in_executor(thread, self._store.close)
        self._thread.drop()
        thread.shutdown()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
