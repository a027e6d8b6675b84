"""One connection to PostgreSQL that is replaced when it breaks.

The twin that awaits its store is made from this file.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from caseflow.stores._ops import ROLLBACK, Row, Statement
from caseflow.stores._postgres_connections import APPLICATION, Wanted, native, translated

__all__ = ["Session"]


class Session:
    """Hold one connection, and make another when it breaks."""

    def __init__(self, wanted: Wanted) -> None:
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
            cursor = connection.execute(native(statement.sql), statement.values or None)
            return cursor.fetchall() if cursor.description else ()
        except psycopg.Error as error:
            raise translated(error) from error

    def _opened(self) -> psycopg.Connection[Any]:
        wanted = self._wanted
        connection = psycopg.connect(wanted.dsn, autocommit=True, application_name=APPLICATION)
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
