"""What every connection to PostgreSQL is to be, and the errors of psycopg in our words.

What executes on one is in `_postgres_session` and its awaited twin.
"""

from functools import cache
from typing import NamedTuple

import psycopg
from psycopg.errors import (
    DeadlockDetected,
    LockNotAvailable,
    SerializationFailure,
    UndefinedTable,
)

from caseflow.errors import (
    SchemaError,
    StoreBusyError,
    StoreRefusedError,
    StoreUnavailableError,
)
from caseflow.stores.schema import LATEST

__all__ = ["APPLICATION", "Wanted", "native", "translated"]

_AGENCY = b"select set_config('caseflow.agency', %s, false)"
_LOCK_WAIT = b"select set_config('lock_timeout', %s, false)"
APPLICATION = "caseflow"


@cache
def native(text: str) -> bytes:
    """Return a statement as psycopg takes it."""
    return text.replace("?", "%s").encode()


def translated(error: psycopg.Error) -> Exception:
    """Return the error to raise for one of psycopg."""
    problem = (str(error).partition("\n")[0] or type(error).__name__).rstrip(".")
    if isinstance(error, UndefinedTable):
        return SchemaError(0, LATEST)
    if isinstance(error, LockNotAvailable):
        return StoreBusyError(f"another transaction holds what is asked for: {problem}")
    if isinstance(error, (psycopg.OperationalError, SerializationFailure, DeadlockDetected)):
        return StoreUnavailableError(problem)
    return StoreRefusedError(problem)


class Wanted(NamedTuple):
    """What every connection of a store is to be."""

    dsn: str
    agency: str
    lock_seconds: float

    @property
    def settings(self) -> list[tuple[bytes, str]]:
        """Return the statements by which a new connection is set, each with its value."""
        waiting = (_LOCK_WAIT, f"{self.lock_seconds * 1000:.0f}ms")
        return [waiting, (_AGENCY, self.agency)] if self.agency else [waiting]
