"""Stores inside somebody else's transaction: the host commits, and a refusal spares its work.

May import: errors, and its siblings. Nothing of SQLAlchemy or Django is imported: what is handed
in is used by its own methods. Errors of the database stay those of the host.
"""

from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from caseflow.errors import ValueInvalidError
from caseflow.stores.ops import BEGIN, COMMIT, ROLLBACK, Ops, Row, Rows, Statement, Value
from caseflow.stores.ops import drive as run_through
from caseflow.stores.ops import drive_async as run_through_async
from caseflow.stores.protocol import Operations
from caseflow.stores.statements import SqlOperations
from caseflow.typed import typed

__all__ = [
    "AsyncHostStore",
    "HostStore",
    "async_sqlalchemy_store",
    "django_store",
    "sqlalchemy_store",
]

T = TypeVar("T")

#: What a host offers: one statement in its own way of writing values, and the rows it gives.
HostExecute = Callable[[str, tuple[Value, ...]], Rows]
AsyncHostExecute = Callable[[str, tuple[Value, ...]], Awaitable[Rows]]

_MARKERS = {
    BEGIN: "savepoint caseflow",
    COMMIT: "release savepoint caseflow",
}
_UNDONE = "rollback to savepoint caseflow"


#: The agencies that stores of this process named; without one nothing has to be unnamed.
_named: set[str] = set()


class _Guest:
    """Hold what the two faces share: operations, and how the host writes values."""

    def __init__(self, dialect: str, agency: str, placeholder: str, *, portable: bool) -> None:
        self.ops: Operations = SqlOperations(dialect, agency, is_hosted=True, is_portable=portable)
        self._placeholder = placeholder
        self._is_postgres = dialect == "postgresql"
        self._agency = agency
        if agency and self._is_postgres:
            _named.add(agency)
        self._has_savepoint = False

    def steps(self, statement: Statement) -> list[tuple[str, tuple[Value, ...]]]:
        """Return what the host is to execute for *statement*."""
        if statement is ROLLBACK:
            was_set, self._has_savepoint = self._has_savepoint, False
            return [(_UNDONE, ()), (_MARKERS[COMMIT], ())] if was_set else []
        sql = _MARKERS.get(statement) or statement.sql.replace("?", self._placeholder)
        return [(sql, statement.values)]

    def done(self, statement: Statement) -> None:
        """Remember whether there is a savepoint, once *statement* was executed."""
        if statement is BEGIN or statement is COMMIT:
            self._has_savepoint = statement is BEGIN

    def before(self) -> list[tuple[str, tuple[Value, ...]]]:
        """Return what comes first: the agency, for the rest of the host's transaction.

        Also none, for another store may have named one in the same transaction.
        """
        if not (self._is_postgres and _named):
            return []
        sql = f"select set_config('caseflow.agency', {self._placeholder}, true)"
        return [(sql, (self._agency,))]


@typed(besides=("run",))
class HostStore(_Guest):
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
        return run_through(self._step, ops)

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


@typed(besides=("run",))
class AsyncHostStore(_Guest):
    """Keep cases through an awaited *execute*; see `HostStore`."""

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
        return await run_through_async(self._step, ops)

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


# ── hosts ───────────────────────────────────────────────────────────────────────────────────


@typed
def sqlalchemy_store(
    connection: Any,  # noqa: ANN401
    agency: str = "",
    *,
    portable: bool = False,
) -> HostStore:
    """Return a store inside the transaction of a SQLAlchemy `Connection`, or of a session's.

    For a session hand in `session.connection()`. On SQLite a transaction is begun first, because
    its driver puts that off until the first change and would end it with our savepoint.

    Raises:
        ValueInvalidError: *connection* is none of SQLAlchemy, or under AUTOCOMMIT, where nothing
            that is kept would be committed with the rest, or at all.
    """
    dialect = _dialect_of(connection)
    _refuse_autocommit(connection)

    def execute(sql: str, values: tuple[Value, ...]) -> Sequence[Row]:
        if dialect == "sqlite" and not connection.connection.dbapi_connection.in_transaction:
            _begin(connection)
        result = connection.exec_driver_sql(sql, values)
        return result.fetchall() if result.returns_rows else ()

    placeholder = "?" if dialect == "sqlite" else "%s"
    return HostStore(execute, dialect, agency, placeholder=placeholder, portable=portable)


@typed
def async_sqlalchemy_store(
    connection: Any,  # noqa: ANN401
    agency: str = "",
    *,
    portable: bool = False,
) -> AsyncHostStore:
    """Return a store inside the transaction of a SQLAlchemy `AsyncConnection` on PostgreSQL.

    Raises:
        ValueInvalidError: see `sqlalchemy_store`.
    """
    _refuse_autocommit(getattr(connection, "sync_connection", None))

    async def execute(sql: str, values: tuple[Value, ...]) -> Sequence[Row]:
        result = await connection.exec_driver_sql(sql, values)
        return result.fetchall() if result.returns_rows else ()

    return AsyncHostStore(execute, _dialect_of(connection), agency, portable=portable)


@typed
def django_store(
    connection: Any,  # noqa: ANN401
    agency: str = "",
    *,
    portable: bool = False,
) -> HostStore:
    """Return a store inside `transaction.atomic()` of a Django database connection.

    Outside of one, each operation is a transaction of its own only where it is one statement.
    """
    if not hasattr(connection, "vendor"):
        raise ValueInvalidError("connection", connection, "a database connection of Django")

    def execute(sql: str, values: tuple[Value, ...]) -> Sequence[Row]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else ()

    return HostStore(execute, str(connection.vendor), agency, portable=portable)


def _begin(connection: Any) -> None:  # noqa: ANN401 - of SQLAlchemy
    """Begin a transaction on SQLite unless the host has done so as it began its own."""
    if not connection.in_transaction():
        connection.begin()
    driver = connection.connection.dbapi_connection
    if driver.in_transaction:
        return
    if driver.isolation_level is None:
        # The engine is under AUTOCOMMIT: nobody would commit what is begun here.
        raise _under_autocommit()
    connection.exec_driver_sql("begin immediate")


def _refuse_autocommit(connection: Any) -> None:  # noqa: ANN401 - of SQLAlchemy
    options: dict[str, object] = getattr(connection, "get_execution_options", dict)()
    if options.get("isolation_level") == "AUTOCOMMIT":
        raise _under_autocommit()


def _under_autocommit() -> ValueInvalidError:
    allowed = "a connection whose transaction the host commits"
    return ValueInvalidError("connection", "under AUTOCOMMIT", allowed)


def _dialect_of(connection: object) -> str:
    name = getattr(getattr(connection, "dialect", None), "name", None)
    if name is None:
        raise ValueInvalidError("connection", connection, "a connection of SQLAlchemy")
    return str(name)
