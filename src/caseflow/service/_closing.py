"""Close the store of a service where its `with` ends."""

from typing import Self

from caseflow.stores import AsyncStore, Store

__all__ = ["AsyncClosing", "Closing"]


class Closing:
    """Hold a store for as long as a `with` lasts."""

    store: Store

    def close(self) -> None:
        """Close the store; one that a host owns stays open."""
        self.store.close()

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

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
