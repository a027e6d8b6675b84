"""Stores inside somebody else's transaction: the host commits, and a refusal spares its work.

Nothing of SQLAlchemy or Django is imported: what is handed in is used by its own methods. Errors of
the database stay those of the host.
"""

from collections.abc import Sequence
from typing import Any

from caseflow._typed import typed
from caseflow.errors import ValueInvalidError
from caseflow.stores._host_store import HostStore
from caseflow.stores._host_store_async import AsyncHostStore
from caseflow.stores._ops import Row, Value

__all__ = [
    "AsyncHostStore",
    "HostStore",
    "async_sqlalchemy_store",
    "django_store",
    "sqlalchemy_store",
]


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

    Outside of one, each operation is a separate transaction only where it is one statement.

    Raises:
        ValueInvalidError: *connection* is none of Django.
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
