"""Where SQLite and PostgreSQL differ, and how an operation becomes one transaction."""

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from caseflow.errors import StoreRefusedError, UnknownNameError
from caseflow.stores._ops import Ops, Value, atomic
from caseflow.stores.schema._migrations import DIALECTS
from caseflow.values import clean_number

__all__ = ["SqlDialect", "array", "cast_as", "placeholders"]

T = TypeVar("T")

#: The SQLSTATE of a function and of a table that is not there, and what SQLite says of the latter.
_UNDEFINED = ("42883", "42P01")
_NO_LISTS = "no such table: cf_"


class SqlDialect:
    """Hold for which database and which agency statements are made.

    Args:
        dialect: "sqlite" or "postgresql".
        agency: whose cases; every statement asks for it, besides the row-level security.
        is_hosted: inside a transaction of somebody else, where each operation gets a savepoint.
        is_portable: for a distributed database without deferred keys, and without the functions
            that write to the tables of others; see `schema.functions`.
        takes_whole: a statement may bring those along that follow it in its transaction, see
            `Statement.then`: an embedded database is faster without a return between them.
    """

    def __init__(
        self,
        dialect: str,
        agency: str = "",
        *,
        is_hosted: bool = False,
        is_portable: bool = False,
        takes_whole: bool = False,
    ) -> None:
        """Take the dialect and the agency."""
        if dialect not in DIALECTS:
            raise UnknownNameError(dialect, DIALECTS, "dialect")
        self.dialect = dialect
        self.agency = clean_number(agency, name="agency")
        self.is_hosted = is_hosted
        self.is_portable = is_portable
        self.takes_whole = takes_whole
        self.is_postgres = dialect == "postgresql"
        self.calls = self.is_postgres and not is_portable
        self.for_update = " for update" if self.is_postgres else ""
        self.skip_locked = " for update skip locked" if self.is_postgres else ""

    def alone(self, ops: Ops[T]) -> Ops[T]:
        """Run *ops*, which yields one statement, so that nothing of it stays if it fails.

        One statement is a transaction by itself on PostgreSQL, unless a host has one open.
        """
        return atomic(ops) if self.is_hosted or not self.is_postgres else ops

    def either(self, called: Callable[[], Ops[T]], plain: Callable[[], Ops[T]]) -> Ops[T]:
        """Run *called*, which has a function of the owner write, or *plain*, which writes itself.

        Until the tables are brought up to schema 4 there are no such functions, and the role of a
        portal has the rights of before: those who write meanwhile go on.
        """
        return (yield from (self.first_of(called, plain) if self.calls else plain()))

    def first_of(self, *ways: Callable[[], Ops[T]]) -> Ops[T]:
        """Run the first of *ways* for which the tables and functions are there.

        Those that come first need a later schema; nothing stays of one that found it missing.
        """
        for way in ways[:-1]:
            try:
                return (yield from way())
            except Exception as error:
                if not _is_of_later_schema(error):
                    raise
        return (yield from ways[-1]())


def _is_of_later_schema(error: BaseException) -> bool:
    """Return whether the database knows no such function or table, whoever's driver tells it."""
    causes = (error, error.__cause__, getattr(error, "orig", None))
    return any(
        getattr(each, "sqlstate", None) in _UNDEFINED or _NO_LISTS in str(each) for each in causes
    )


def placeholders(rows: Sequence[Sequence[tuple[Value, str]]]) -> tuple[str, tuple[Value, ...]]:
    """Return *rows* of values with their types as the text of a VALUES list, and the values.

    Each value is cast, because PostgreSQL takes the type of an untyped one for text.
    """
    text = ", ".join(f"({', '.join(f'cast(? as {kind})' for _, kind in row)})" for row in rows)
    return text, tuple(value for row in rows for value, _ in row)


def cast_as(*types: str) -> str:
    """Return a placeholder for a value of each of *types*, so that PostgreSQL finds its function.

    >>> cast_as("text", "bigint")
    'cast(? as text), cast(? as bigint)'
    """
    return ", ".join(f"cast(? as {each})" for each in types)


def array(values: Sequence[Value]) -> str:
    """Return *values* as PostgreSQL writes an array."""
    if not values or not all(isinstance(value, str) for value in values):
        return "{" + ",".join(map(_element, values)) + "}"
    # No text has a NUL in it, so all of them are escaped at once with one between them.
    joined = "\0".join(cast("Sequence[str]", values))
    if joined.count("\0") >= len(values):
        raise StoreRefusedError("a text with the character U+0000 cannot be kept")
    return '{"' + _escaped(joined).replace("\0", '","') + '"}'


def _element(value: Value) -> str:
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    return "null" if value is None else str(int(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
