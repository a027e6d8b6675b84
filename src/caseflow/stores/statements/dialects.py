"""Where SQLite and PostgreSQL differ, and how an operation becomes one transaction.

May import: errors, and `ops`, `schema` beside it.
"""

from collections.abc import Sequence
from typing import TypeVar

from caseflow.errors import UnknownNameError
from caseflow.stores.ops import Ops, Value, atomic
from caseflow.stores.schema.migrations import DIALECTS
from caseflow.values import clean_number

__all__ = ["Spoken", "placeholders"]

T = TypeVar("T")


class Spoken:
    """Hold for which database and which agency statements are made.

    Args:
        dialect: "sqlite" or "postgresql".
        agency: whose cases; every statement asks for it, besides the row-level security.
        is_hosted: inside a transaction of somebody else, where each operation gets a savepoint.
        is_portable: for a distributed database without deferred keys.
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
        self.for_update = " for update" if self.is_postgres else ""
        self.skip_locked = " for update skip locked" if self.is_postgres else ""

    def alone(self, ops: Ops[T]) -> Ops[T]:
        """Run *ops*, which yields one statement, so that nothing of it stays if it fails.

        One statement is a transaction by itself on PostgreSQL, unless a host has one open.
        """
        return atomic(ops) if self.is_hosted or not self.is_postgres else ops


def placeholders(rows: Sequence[Sequence[tuple[Value, str]]]) -> tuple[str, tuple[Value, ...]]:
    """Return *rows* of values with their types as the text of a VALUES list, and the values.

    Each value is cast, because PostgreSQL takes the type of an untyped one for text.
    """
    text = ", ".join(f"({', '.join(f'cast(? as {kind})' for _, kind in row)})" for row in rows)
    return text, tuple(value for row in rows for value, _ in row)
