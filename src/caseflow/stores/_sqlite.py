"""`SqliteStore`: one file, for as many threads and processes as like.

WAL with `synchronous=FULL`: what was acknowledged survives a loss of power. Writers of several
processes queue up on a lock beside the file, because SQLite's own waiting is by sleeping, which
starves some of them; who makes the file queues up there too.
"""

import os
import sqlite3
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Self, TypeVar

from caseflow._typed import typed
from caseflow.errors import (
    SchemaError,
    StoreBusyError,
    StoreRefusedError,
    StoreUnavailableError,
)
from caseflow.stores._ops import BEGIN, COMMIT, ROLLBACK, Ops, Row, Statement, drive
from caseflow.stores._processes import PerProcess
from caseflow.stores._protocol import Operations
from caseflow.stores._sidelocks import SideLock
from caseflow.stores._statements import SqlOperations
from caseflow.stores._waiting import WAIT, seconds_of
from caseflow.stores.schema import LATEST

__all__ = ["SqliteStore"]

T = TypeVar("T")

#: Seconds between two tries to change a file over to WAL.
_PAUSE = 0.01

#: KiB of pages that a connection may hold: a thousand cases of a list, and the way to them.
_CACHE = 16_384


@typed(besides=("run",))
class SqliteStore:
    """Keep cases in the file *path*, or in memory if that is ":memory:".

    >>> with SqliteStore(":memory:") as store:
    ...     store.run(store.ops.migrate())
    ...     store.run(store.ops.stats())["cases"]
    0
    0

    Args:
        path: the file; beside it stand its write-ahead log and the lock.
        agency: whose cases.
        timeout: how long to wait for other threads, and for programs that write to the file.

    Raises:
        StoreBusyError: they took longer.
        StoreUnavailableError: the file cannot be opened.
        ValueInvalidError: *timeout* is no time to wait.
    """

    def __init__(
        self, path: str | Path, agency: str = "", *, timeout: timedelta | int = WAIT
    ) -> None:
        """Say where the file is; it is opened when it is first needed."""
        self.path = str(path)
        self.timeout = timeout
        self._seconds = seconds_of("timeout", timeout)
        self._agency = agency
        self.ops: Operations = SqlOperations("sqlite", agency, takes_whole=True)
        # One that a thread of the parent process held as that forked is never let go here.
        self._lock = PerProcess(RLock)
        self._connection: sqlite3.Connection | None = None
        self._inherited: list[sqlite3.Connection | None] = []
        self._owner = 0
        self._readers: list[SqliteStore] = []
        self._side_lock = SideLock(None if self.path == ":memory:" else self.path, self._seconds)

    def run(self, ops: Ops[T]) -> T:
        """Run an operation, or a longer generator that is made of them."""
        lock = self._lock.own()
        if not lock.acquire(timeout=self._seconds):
            raise self._in_use()
        try:
            return drive(self.execute, ops)
        finally:
            try:
                self._end()
            finally:
                lock.release()

    def apart(self) -> "SqliteStore":
        """Return a store on the same file with its own connection; close it after use.

        For what reads long, as `CaseService.verify` does: others go on meanwhile. What is kept in
        memory has one connection and no file, so there it is this store itself.
        """
        if self.path == ":memory:":
            return self
        return SqliteStore(self.path, self._agency, timeout=self.timeout)

    def reader(self) -> "SqliteStore":
        """Return a store on the same file for short reading, which waits for no commit.

        It has its own connection, and sees what was acknowledged before. Closed with this one.
        """
        if self.path == ":memory:":
            return self
        if not self._readers:
            # Of two threads that come here at the same time the first one's is used by both.
            self._readers.append(self.apart())
        return self._readers[0]

    @contextmanager
    def _alone(self) -> Generator[None, None, None]:
        """Keep other threads out: there is one connection."""
        lock = self._lock.own()
        if not lock.acquire(timeout=self._seconds):
            raise self._in_use()
        try:
            yield
        finally:
            lock.release()

    def _in_use(self) -> StoreBusyError:
        return StoreBusyError(f"another thread used {self.path} for {self._seconds:g} seconds")

    def execute(self, statement: Statement) -> Sequence[Row]:
        """Execute one statement; for `run`, and for tests that come between the two."""
        try:
            return self._execute(statement)
        except sqlite3.Error as error:
            raise _store_error(error, self.path) from error

    def _execute(self, statement: Statement) -> Sequence[Row]:
        connection = self._connected()
        if statement.then:
            return self._execute_whole(connection, statement)
        if statement is BEGIN:
            self._side_lock.take()
            try:
                connection.execute("begin immediate")
            except BaseException:
                self._side_lock.release()
                raise
            return ()
        if statement is COMMIT:
            connection.execute("commit")
            self._side_lock.release()
            return ()
        if statement is ROLLBACK:
            self._end()
            return ()
        return connection.execute(statement.sql, statement.values).fetchall()

    def _execute_whole(self, connection: sqlite3.Connection, statement: Statement) -> Sequence[Row]:
        """Execute *statement* and, if it changes a row, what follows it, as one transaction."""
        execute = connection.cursor().execute
        self._side_lock.take()
        try:
            execute("begin immediate")
            changed = execute(statement.sql, statement.values).rowcount
            if changed:
                for each in statement.then:
                    execute(each.sql, each.values)
                execute("commit")
        finally:
            self._end()
        return [(changed,)] if changed else []

    def _end(self) -> None:
        """End a transaction that is still open; SQLite ends some by itself, on a full disk."""
        if self._owner != os.getpid():
            return
        if self._connection is not None and self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("rollback")
        self._side_lock.release()

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None or self._owner != os.getpid():
            # A connection of the parent process is neither used nor closed here.
            self._inherited.append(self._connection)
            self._connection = None
            self._connection = self._opened()
            self._owner = os.getpid()
        return self._connection

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=self._seconds, isolation_level=None, check_same_thread=False
        )
        try:
            if not _is_wal(connection):
                self._to_wal(connection)
            for pragma in (
                "synchronous = full",
                "foreign_keys = on",
                "secure_delete = on",
                f"cache_size = -{_CACHE}",
            ):
                connection.execute(f"pragma {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    def _to_wal(self, connection: sqlite3.Connection) -> None:
        """Change the file over to WAL, one connection after the other.

        SQLite does not wait here by itself: it gives up at once while anybody else reads.
        """
        until = time.monotonic() + self._seconds
        self._side_lock.take()
        try:
            while True:
                try:
                    connection.execute("pragma journal_mode = wal")
                except sqlite3.OperationalError as error:
                    if not _is_busy(error) or time.monotonic() > until:
                        raise
                    time.sleep(_PAUSE)
                else:
                    return
        finally:
            self._side_lock.release()

    def close(self) -> None:
        """Let go of the file."""
        for each in self._readers:
            each.close()
        with self._alone():
            if self._connection is not None and self._owner == os.getpid():
                self._connection.close()
                self._connection = None
            self._side_lock.close()

    def __del__(self) -> None:
        # A store that was dropped lets go of its files, as it does when it is closed.
        connection: sqlite3.Connection | None = getattr(self, "_connection", None)
        if connection is not None and self._owner == os.getpid():
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _is_wal(connection: sqlite3.Connection) -> bool:
    ((mode,),) = connection.execute("pragma journal_mode").fetchall()
    return bool(mode == "wal")


def _is_busy(error: sqlite3.Error) -> bool:
    # The lower byte is the error, the upper ones say of which kind it is.
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY


#: What SQLite says without the name of the file, and what to do about it.
_OF_THE_FILE = {
    sqlite3.SQLITE_CANTOPEN: ", whose folder must be there and writable",
    sqlite3.SQLITE_READONLY: ", which must be writable, as its folder must",
    sqlite3.SQLITE_NOTADB: "",
    sqlite3.SQLITE_CORRUPT: ", which is to be put back from a backup",
}


def _store_error(error: sqlite3.Error, path: str) -> Exception:
    """Return the error to raise for one of SQLite on the file *path*."""
    problem = str(error)
    advice = _OF_THE_FILE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if advice is not None:
        problem = f"{path}{advice}: {problem}"
    if "no such table: cf_" in problem:
        return SchemaError(0, LATEST)
    if isinstance(error, sqlite3.OperationalError) and _is_busy(error):
        return StoreBusyError(problem)
    # A file that may only be read stays so however often it is asked.
    is_refused = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY
    if isinstance(error, sqlite3.OperationalError) and not is_refused:
        return StoreUnavailableError(problem)
    return StoreRefusedError(problem)
