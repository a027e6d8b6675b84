"""`PostgresStore` and `AsyncPostgresStore`: many workers on one PostgreSQL, through psycopg 3.

The only importer of `psycopg` (the extra "postgres"); may also import its siblings. Connections
are few, kept, and replaced when they break; a process that was forked makes its own. Each statement
is a commit unless an operation says otherwise.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from queue import Empty, LifoQueue
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

import psycopg
from psycopg.errors import (
    DeadlockDetected,
    LockNotAvailable,
    SerializationFailure,
    UndefinedTable,
)
from psycopg.pq import TransactionStatus

from caseflow.errors import (
    SchemaError,
    StoreBusyError,
    StoreRefusedError,
    StoreUnavailableError,
    ValueInvalidError,
)
from caseflow.stores.ops import ROLLBACK, Ops, Row, Statement, drive, drive_async
from caseflow.stores.processes import PerProcess
from caseflow.stores.protocol import Operations
from caseflow.stores.schema import LATEST
from caseflow.stores.statements import SqlOperations
from caseflow.stores.waiting import LOCK_WAIT, WAIT, seconds_of

__all__ = ["AsyncPostgresStore", "PostgresStore"]

T = TypeVar("T")

_AGENCY = b"select set_config('caseflow.agency', %s, false)"
_LOCK_WAIT = b"select set_config('lock_timeout', %s, false)"
_NAME = "caseflow"


@cache
def _sql(text: str) -> bytes:
    """Return a statement as psycopg takes it."""
    return text.replace("?", "%s").encode()


def _told(error: psycopg.Error) -> Exception:
    """Return the error to raise for one of psycopg."""
    problem = (str(error).partition("\n")[0] or type(error).__name__).rstrip(".")
    if isinstance(error, UndefinedTable):
        return SchemaError(0, LATEST)
    if isinstance(error, LockNotAvailable):
        return StoreBusyError(f"another transaction holds what is asked for: {problem}")
    if isinstance(error, (psycopg.OperationalError, SerializationFailure, DeadlockDetected)):
        return StoreUnavailableError(problem)
    return StoreRefusedError(problem)


def _checked(connections: int) -> int:
    """Return how many connections there may be; without one, whoever asks would wait for ever."""
    if isinstance(connections, bool) or connections < 1:
        raise ValueInvalidError("connections", connections, "a whole number from 1")
    return connections


def _none_free(connections: int, seconds: float) -> StoreBusyError:
    return StoreBusyError(f"none of {connections} connections was free for {seconds:g} seconds")


class _Wanted(NamedTuple):
    """What every connection of a store is to be."""

    dsn: str
    agency: str
    lock_seconds: float

    @property
    def settings(self) -> list[tuple[bytes, str]]:
        """Return the statements by which a new connection is set, each with its value."""
        waiting = (_LOCK_WAIT, f"{self.lock_seconds * 1000:.0f}ms")
        return [waiting, (_AGENCY, self.agency)] if self.agency else [waiting]


class PostgresStore:
    """Keep cases in a PostgreSQL database; safe to share between threads, and to fork with.

    Args:
        dsn: a connection string; with several hosts add `target_session_attrs=read-write`.
        agency: whose cases.
        connections: at most so many at a time; who finds none free waits.
        portable: for a distributed database without deferred keys and functions.
        timeout: how long to wait for a connection that is free.
        lock_timeout: how long a statement waits for what another transaction holds, as a case in
            the transaction of a host; meanwhile it takes a connection.

    Raises:
        StoreBusyError: one of the two took longer; nothing was changed.
        StoreUnavailableError: no connection can be made, or one broke.
        ValueInvalidError: *connections* is less than one, or a time-out is no time to wait.
    """

    def __init__(
        self,
        dsn: str,
        agency: str = "",
        *,
        connections: int = 4,
        portable: bool = False,
        timeout: timedelta = WAIT,
        lock_timeout: timedelta = LOCK_WAIT,
    ) -> None:
        """Say where the database is; connections are made when they are needed."""
        self.ops: Operations = SqlOperations("postgresql", agency, is_portable=portable)
        self._wanted = _Wanted(dsn, agency, seconds_of("lock_timeout", lock_timeout))
        self._seconds = seconds_of("timeout", timeout)
        self._connections = _checked(connections)
        # Two processes on one connection would read the answers of each other.
        self._sessions = PerProcess(self._made)

    def run(self, ops: Ops[T]) -> T:
        """Run an operation, or a longer generator that is made of them."""
        sessions = self._sessions.own()
        try:
            session = sessions.get(timeout=self._seconds)
        except Empty:
            raise _none_free(self._connections, self._seconds) from None
        try:
            return drive(session.execute, ops)
        finally:
            session.end()
            sessions.put(session)

    def _made(self) -> "LifoQueue[_Session]":
        made = LifoQueue[_Session]()
        for _ in range(self._connections):
            made.put(_Session(self._wanted))
        return made

    def close(self) -> None:
        """Close the connections that are idle."""
        sessions = self._sessions.own()
        for _ in range(sessions.qsize()):
            try:
                session = sessions.get_nowait()
            except Empty:
                return  # another thread took it since it was counted
            session.close()
            sessions.put(session)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Session:
    """Hold one connection, and make another when it breaks."""

    def __init__(self, wanted: "_Wanted") -> None:
        self._wanted = wanted
        self._connection: psycopg.Connection[Any] | None = None

    def execute(self, statement: Statement) -> Sequence[Row]:
        """Execute one statement; nothing is left to roll back on a connection that broke."""
        try:
            connection = self._connection
            if connection is None or connection.closed:
                if statement is ROLLBACK:
                    return ()
                connection = self._connection = self._opened()
            cursor = connection.execute(_sql(statement.sql), statement.values or None)
            return cursor.fetchall() if cursor.description else ()
        except psycopg.Error as error:
            raise _told(error) from error

    def _opened(self) -> psycopg.Connection[Any]:
        wanted = self._wanted
        connection = psycopg.connect(wanted.dsn, autocommit=True, application_name=_NAME)
        for sql, value in wanted.settings:
            connection.execute(sql, (value,))
        return connection

    def end(self) -> None:
        """Let go of a connection that was left inside a transaction."""
        connection = self._connection
        if connection is not None and connection.info.transaction_status != TransactionStatus.IDLE:
            self.close()

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class AsyncPostgresStore:
    """Keep cases in a PostgreSQL database, for one event loop; see `PostgresStore`."""

    def __init__(
        self,
        dsn: str,
        agency: str = "",
        *,
        connections: int = 4,
        portable: bool = False,
        timeout: timedelta = WAIT,
        lock_timeout: timedelta = LOCK_WAIT,
    ) -> None:
        """Say where the database is; connections are made when they are needed."""
        self.ops: Operations = SqlOperations("postgresql", agency, is_portable=portable)
        self._wanted = _Wanted(dsn, agency, seconds_of("lock_timeout", lock_timeout))
        self._seconds = seconds_of("timeout", timeout)
        self._connections = _checked(connections)
        self._sessions = PerProcess(self._made)

    async def run(self, ops: Ops[T]) -> T:
        """Run an operation, or a longer generator that is made of them."""
        free, sessions = self._sessions.own()
        try:
            async with asyncio.timeout(self._seconds):
                await free.acquire()
        except TimeoutError:
            raise _none_free(self._connections, self._seconds) from None
        try:
            session = sessions.pop()
            try:
                return await drive_async(session.execute, ops)
            finally:
                await session.end()
                sessions.append(session)
        finally:
            free.release()

    def _made(self) -> "_AsyncSessions":
        made = [_AsyncSession(self._wanted) for _ in range(self._connections)]
        return _AsyncSessions(asyncio.Semaphore(self._connections), made)

    async def close(self) -> None:
        """Close the connections that are idle."""
        for session in self._sessions.own().idle:
            await session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


class _AsyncSession:
    """Hold one connection, and make another when it breaks."""

    def __init__(self, wanted: "_Wanted") -> None:
        self._wanted = wanted
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def execute(self, statement: Statement) -> Sequence[Row]:
        """Execute one statement; nothing is left to roll back on a connection that broke."""
        try:
            connection = self._connection
            if connection is None or connection.closed:
                if statement is ROLLBACK:
                    return ()
                connection = self._connection = await self._opened()
            cursor = await connection.execute(_sql(statement.sql), statement.values or None)
            return await cursor.fetchall() if cursor.description else ()
        except psycopg.Error as error:
            raise _told(error) from error

    async def _opened(self) -> psycopg.AsyncConnection[Any]:
        wanted = self._wanted
        connection = await psycopg.AsyncConnection.connect(
            wanted.dsn, autocommit=True, application_name=_NAME
        )
        for sql, value in wanted.settings:
            await connection.execute(sql, (value,))
        return connection

    async def end(self) -> None:
        """Let go of a connection that was left inside a transaction."""
        connection = self._connection
        if connection is not None and connection.info.transaction_status != TransactionStatus.IDLE:
            await self.close()

    async def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            await self._connection.close()
            self._connection = None


class _AsyncSessions(NamedTuple):
    """The sessions of one process: how many are free, and which."""

    free: asyncio.Semaphore
    idle: list[_AsyncSession]
