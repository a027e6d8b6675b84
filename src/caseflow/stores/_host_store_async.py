"""`AsyncHostStore`: cases kept inside the transaction of a host that awaits.

Made from `_host_store` by `make generate`.
"""

from types import TracebackType
from typing import Self, TypeVar

from caseflow._typed import typed
from caseflow.stores._guests import AsyncHostExecute, Guest
from caseflow.stores._ops import Ops, Rows, Statement, drive_async

__all__ = ["AsyncHostStore"]

T = TypeVar("T")


@typed(besides=("run",))
class AsyncHostStore(Guest):
    """Keep cases through an awaited *execute*, inside the transaction that is open there.

    Args:
        execute: takes a statement and its values, returns its rows.
        dialect: "sqlite" or "postgresql".
        agency: whose cases.
        placeholder: how the host writes a value, "%s" or "?".
        portable: for a distributed database, see `PostgresStore`.
    """

    def __init__(
        self,
        execute: AsyncHostExecute,
        dialect: str,
        agency: str = "",
        *,
        placeholder: str = "%s",
        portable: bool = False,
    ) -> None:
        """Take what the host offers."""
        super().__init__(dialect, agency, placeholder, portable=portable)
        self._execute = execute

    async def run(self, ops: Ops[T]) -> T:
        """Run an operation in the host's transaction."""
        for sql, values in self.before():
            await self._execute(sql, values)
        return await drive_async(self._step, ops)

    async def _step(self, statement: Statement) -> Rows:
        rows: Rows = ()
        for sql, values in self.steps(statement):
            rows = await self._execute(sql, values)
        self.done(statement)
        return rows

    async def close(self) -> None:
        """Do nothing: the connection is the host's."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
