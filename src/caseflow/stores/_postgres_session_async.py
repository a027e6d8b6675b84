"""One connection to PostgreSQL that is replaced when it breaks.

Made from `_postgres_session` by `make generate`.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from caseflow.stores._ops import ROLLBACK, Row, Statement
from caseflow.stores._postgres_connections import APPLICATION, Wanted, native, translated

__all__ = ["AsyncSession"]


class AsyncSession:
    """Hold one connection, and make another when it breaks."""

    def __init__(self, wanted: Wanted) -> None:
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
            cursor = await connection.execute(native(statement.sql), statement.values or None)
            return await cursor.fetchall() if cursor.description else ()
        except psycopg.Error as error:
            raise translated(error) from error

    async def _opened(self) -> psycopg.AsyncConnection[Any]:
        wanted = self._wanted
        connection = await psycopg.AsyncConnection.connect(
            wanted.dsn, autocommit=True, application_name=APPLICATION
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
