"""From a URL to a store.

A driver is imported when a store of its kind is opened.
"""

from datetime import timedelta
from urllib.parse import unquote

from caseflow._typed import typed
from caseflow.errors import PackageMissingError, ValueInvalidError
from caseflow.stores._memory import MemoryStore
from caseflow.stores._protocol import AsyncStore, Store
from caseflow.stores._threads import ThreadedStore
from caseflow.stores._waiting import LOCK_WAIT, WAIT

__all__ = ["file_of", "open_async_store", "open_store"]

_POSTGRES = ("postgresql://", "postgres://")
_INSTALL = "pip install 'caseflow-engine[postgres]'"
_FORMS = '"memory:", "sqlite:///cases.db", "sqlite:////var/lib/cases.db" or "postgresql://..."'
_NO_OPTIONS = 'a file without options; write %3F for a "?" in its name'


@typed
def file_of(url: str) -> str | None:
    """Return the path of the file that *url* names; None where it names no file.

    >>> file_of("sqlite:///cases.db"), file_of("memory:")
    ('cases.db', None)

    Raises:
        ValueInvalidError: options follow the file, which would become part of its name.
    """
    kind, _, rest = url.partition(":")
    if kind == "sqlite" and rest.startswith("///") and len(rest) > len("///"):
        if "?" in rest:
            raise ValueInvalidError("store", url, _NO_OPTIONS)
        return unquote(rest.removeprefix("///"))
    return None


@typed
def open_store(
    url: str,
    agency: str = "",
    *,
    connections: int = 4,
    portable: bool = False,
    timeout: timedelta = WAIT,
    lock_timeout: timedelta = LOCK_WAIT,
) -> Store:
    """Return the store at *url*; its tables are made and kept up by `migrate`, not by this.

    >>> open_store("memory:").run(open_store("memory:").ops.stats())["cases"]
    0

    Args:
        url: "memory:", "sqlite:///cases.db" (relative), "sqlite:////var/lib/cases.db" (absolute)
            or a connection string "postgresql://...".
        agency: whose cases.
        connections: at most so many to PostgreSQL at a time.
        portable: for a distributed database in PostgreSQL's protocol.
        timeout: how long to wait for a connection of PostgreSQL that is free, or for other threads
            and programs that use the file.
        lock_timeout: how long a statement waits on PostgreSQL for what another transaction holds.
            Whoever waited too long gets a `StoreBusyError`, and nothing was changed.

    Raises:
        PackageMissingError: the driver of PostgreSQL is not installed.
        ValueInvalidError: *url* is of another form, or a time-out is no time to wait.
    """
    path = file_of(url)
    if url == "memory:":
        return MemoryStore(agency)
    if path is not None:
        # lazy: a program on PostgreSQL needs no SQLite
        from caseflow.stores._sqlite import SqliteStore  # noqa: PLC0415 - lazy, see above

        return SqliteStore(path, agency, timeout=timeout)
    if url.startswith(_POSTGRES):
        try:
            from caseflow.stores._postgres import PostgresStore  # noqa: PLC0415 - lazy: an extra
        except ImportError as error:
            raise PackageMissingError("psycopg", _INSTALL) from error
        return PostgresStore(
            url,
            agency,
            connections=connections,
            portable=portable,
            timeout=timeout,
            lock_timeout=lock_timeout,
        )
    raise ValueInvalidError("store", _without_password(url), _FORMS)


@typed
def open_async_store(
    url: str,
    agency: str = "",
    *,
    connections: int = 4,
    portable: bool = False,
    timeout: timedelta = WAIT,
    lock_timeout: timedelta = LOCK_WAIT,
) -> AsyncStore:
    """Return the store at *url* for an event loop; see `open_store`.

    Raises:
        PackageMissingError: the extra for PostgreSQL is not installed.
    """
    if url.startswith(_POSTGRES):
        try:
            from caseflow.stores._postgres import AsyncPostgresStore  # noqa: PLC0415 - lazy: an extra
        except ImportError as error:
            raise PackageMissingError("psycopg", _INSTALL) from error
        return AsyncPostgresStore(
            url,
            agency,
            connections=connections,
            portable=portable,
            timeout=timeout,
            lock_timeout=lock_timeout,
        )
    return ThreadedStore(open_store(url, agency, timeout=timeout))


def _without_password(url: str) -> str:
    before, at, host = url.rpartition("@")
    return f"{before.partition('://')[0]}://...{at}{host}" if at else url
