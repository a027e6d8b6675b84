"""Read beside what is written, and close the store of a service where its `with` ends."""

from typing import Self, TypeVar

from caseflow.stores import AsyncStore, Ops, Store
from caseflow.stores._aside import reading, reading_async

__all__ = ["AsyncClosing", "Closing"]

T = TypeVar("T")


class Closing:
    """Hold a store for as long as a `with` lasts."""

    store: Store

    def close(self) -> None:
        """Close the store; one that a host owns stays open."""
        self.store.close()

    def _read(self, ops: Ops[T]) -> T:
        """Run what only reads, behind no commit of others."""
        return reading(self.store).run(ops)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClosing:
    """Hold a store for as long as an `async with` lasts."""

    store: AsyncStore

    async def close(self) -> None:
        """Close the store; one that a host owns stays open."""
        await self.store.close()

    async def _read(self, ops: Ops[T]) -> T:
        """Run what only reads, behind no commit of others."""
        return await reading_async(self.store).run(ops)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
