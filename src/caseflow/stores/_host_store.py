"""`HostStore`: cases kept inside the transaction of a host that does not await.

The twin that awaits its store is made from this file.
"""

from types import TracebackType
from typing import Self, TypeVar

from caseflow._typed import typed
from caseflow.stores._guests import Guest, HostExecute
from caseflow.stores._ops import Ops, Rows, Statement, drive

__all__ = ["HostStore"]

T = TypeVar("T")


@typed(besides=("run",))
class HostStore(Guest):
    """Keep cases through *execute*, inside the transaction that is open there.

    Args:
        execute: takes a statement and its values, returns its rows.
        dialect: "sqlite" or "postgresql".
        agency: whose cases.
        placeholder: how the host writes a value, "%s" or "?".
        portable: for a distributed database, see `PostgresStore`.
    """

    def __init__(
        self,
        execute: HostExecute,
        dialect: str,
        agency: str = "",
        *,
        placeholder: str = "%s",
        portable: bool = False,
    ) -> None:
        """Take what the host offers."""
        super().__init__(dialect, agency, placeholder, portable=portable)
        self._execute = execute

    def run(self, ops: Ops[T]) -> T:
        """Run an operation in the host's transaction."""
        for sql, values in self.before():
            self._execute(sql, values)
        return drive(self._step, ops)

    def _step(self, statement: Statement) -> Rows:
        rows: Rows = ()
        for sql, values in self.steps(statement):
            rows = self._execute(sql, values)
        self.done(statement)
        return rows

    def close(self) -> None:
        """Do nothing: the connection is the host's."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
