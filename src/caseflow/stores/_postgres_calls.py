"""The calls that keep a record, handed to libpq in one turn.

A cursor of psycopg takes longer to send a statement of eleven values and to read its answer than
the server takes to keep a record. Only the store that waits calls so: what awaits its store must
not stop the event loop.
"""

import sys
from collections.abc import Sequence
from typing import Any, cast

import psycopg
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from caseflow.stores._ops import Row, Statement
from caseflow.stores._postgres_connections import Wanted, native, translated
from caseflow.stores._postgres_session import Session

__all__ = ["CallingSession"]

#: What a server says that knows no such prepared statement, or has one of another client: there is
#: a pool of connections between, and nothing was executed.
_POOLED = (b"26000", b"42P05")


class CallingSession(Session):
    """Hold one connection, whose calls go to libpq; all else goes through a cursor.

    An interrupt waits for the answer to a call. With gevent, which must not be stopped so, and on a
    connection that is not in UTF-8, calls go through a cursor too.
    """

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(wanted)
        self._known: psycopg.Connection[Any] | None = None
        self._is_direct = False
        self._names: dict[str, bytes] = {}

    def execute(self, statement: Statement) -> Sequence[Row]:
        """Execute one statement."""
        connection = self._connection
        if not statement.is_call or connection is None or connection.closed:
            return super().execute(statement)
        if connection is not self._known:
            self._known, self._names = connection, {}
            self._is_direct = connection.info.encoding == "utf-8" and not _stops_others()
        rows = self._called(connection.pgconn, statement) if self._is_direct else None
        return super().execute(statement) if rows is None else rows

    def _called(self, connection: PGconn, statement: Statement) -> Sequence[Row] | None:
        """Return the truth that the function called answers; None if it was not called."""
        values = [None if value is None else str(value).encode() for value in statement.values]
        if any(value is not None and b"\0" in value for value in values):
            return None  # libpq would end the text there; psycopg refuses it
        name = self._names.get(statement.sql)
        try:
            if name is None:
                name = b"caseflow_%d" % len(self._names)
                made = connection.prepare(name, _numbered(statement.sql))
                if made.status != ExecStatus.COMMAND_OK:
                    self._refuse(connection, made)
                    return None
                self._names[statement.sql] = name
            # None is NULL there, which the types of psycopg leave out.
            result = connection.exec_prepared(name, cast("Sequence[bytes]", values))
        except MemoryError:  # libpq gave no result, as on a connection that broke
            raise translated(_broken(connection)) from None
        if result.status != ExecStatus.TUPLES_OK:
            self._refuse(connection, result)
            return None
        return ((result.get_value(0, 0) == b"t",),)

    def _refuse(self, connection: PGconn, result: PGresult) -> None:
        """Raise what went wrong, unless a cursor can do what could not be done so."""
        if result.error_field(psycopg.pq.DiagnosticField.SQLSTATE) in _POOLED:
            self._is_direct = False
            return
        if connection.status == ConnStatus.BAD:
            error: psycopg.Error = _broken(connection)
        else:
            error = psycopg.errors.error_from_result(result)
        raise translated(error) from error


def _numbered(text: str) -> bytes:
    """Return a statement as libpq takes it: its values are $1, $2 and so on."""
    first, *others = native(text).split(b"%s")
    return first + b"".join(b"$%d%s" % (number, part) for number, part in enumerate(others, 1))


def _broken(connection: PGconn) -> psycopg.Error:
    return psycopg.OperationalError(connection.error_message.decode(errors="replace").strip())


def _stops_others() -> bool:
    """Return whether a call that blocks would stop others that share the thread."""
    monkey = sys.modules.get("gevent.monkey")
    return monkey is not None and bool(monkey.is_module_patched("select"))
