"""`PostgresStore` and `AsyncPostgresStore`: many workers on one PostgreSQL, through psycopg 3.

With its siblings `postgres_*` the only importer of `psycopg` (the extra "postgres"). Connections
are few, kept, and replaced when they break; a process that was forked makes its own. Each statement
is a commit unless an operation says otherwise.
"""

import asyncio
from datetime import timedelta
from queue import Empty, LifoQueue
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

from caseflow.errors import StoreBusyError, ValueInvalidError
from caseflow.stores._ops import Ops, drive, drive_async
from caseflow.stores._postgres_calls import CallingSession
from caseflow.stores._postgres_connections import Wanted
from caseflow.stores._postgres_session import Session
from caseflow.stores._postgres_session_async import AsyncSession
from caseflow.stores._processes import PerProcess
from caseflow.stores._protocol import Operations
from caseflow.stores._statements import SqlOperations
from caseflow.stores._waiting import LOCK_WAIT, WAIT, seconds_of

__all__ = ["AsyncPostgresStore", "PostgresStore"]

T = TypeVar("T")


def _checked(connections: int) -> int:
    """Return how many connections there may be; without one, whoever asks would wait for ever."""
    if isinstance(connections, bool) or connections < 1:
        raise ValueInvalidError("connections", connections, "a whole number from 1")
    return connections


def _none_free(connections: int, seconds: float) -> StoreBusyError:
    return StoreBusyError(f"none of {connections} connections was free for {seconds:g} seconds")


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
        self._wanted = Wanted(dsn, agency, seconds_of("lock_timeout", lock_timeout))
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

    def _made(self) -> "LifoQueue[Session]":
        made = LifoQueue[Session]()
        for _ in range(self._connections):
            made.put(CallingSession(self._wanted))
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
        self._wanted = Wanted(dsn, agency, seconds_of("lock_timeout", lock_timeout))
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
        made = [AsyncSession(self._wanted) for _ in range(self._connections)]
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


class _AsyncSessions(NamedTuple):
    """The sessions of one process: how many are free, and which."""

    free: asyncio.Semaphore
    idle: list[AsyncSession]
