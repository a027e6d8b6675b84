"""Reading beside a store that others go on using.

A store with one connection lends another one; PostgreSQL has several anyway, and a store in memory
or inside a host's transaction has none to lend.
"""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol, runtime_checkable

from caseflow.stores._protocol import AsyncStore, Store

__all__ = ["aside", "aside_async", "parted", "reading", "reading_async"]


@runtime_checkable
class _Parting(Protocol):
    def apart(self) -> Store: ...


@runtime_checkable
class _AsyncParting(Protocol):
    def apart(self) -> AsyncStore: ...


@runtime_checkable
class _Reading(Protocol):
    def reader(self) -> Store: ...


@runtime_checkable
class _AsyncReading(Protocol):
    def reader(self) -> AsyncStore: ...


def reading(store: Store) -> Store:
    """Return the store that reads beside the commits of *store*; *store* if it has none."""
    return store.reader() if isinstance(store, _Reading) else store


def reading_async(store: AsyncStore) -> AsyncStore:
    """Return the store that reads beside the commits of *store*; *store* if it has none."""
    return store.reader() if isinstance(store, _AsyncReading) else store


def parted(store: Store) -> Store:
    """Return a store on the same cases with its own connection; *store* if it has none."""
    return store.apart() if isinstance(store, _Parting) else store


@contextmanager
def aside(store: Store) -> Generator[Store, None, None]:
    """Give a store for long reading, and close it if it is not *store* itself."""
    own = parted(store)
    try:
        yield own
    finally:
        if own is not store:
            own.close()


@asynccontextmanager
async def aside_async(store: AsyncStore) -> AsyncGenerator[AsyncStore, None]:
    """Give a store for long reading, and close it if it is not *store* itself."""
    own = store.apart() if isinstance(store, _AsyncParting) else store
    try:
        yield own
    finally:
        if own is not store:
            await own.close()
