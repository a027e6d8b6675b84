"""What stores inside somebody else's transaction share: savepoints, agency, values.

What executes is in `_host_store` and its awaited twin.
"""

from collections.abc import Awaitable, Callable

from caseflow.stores._ops import BEGIN, COMMIT, ROLLBACK, Rows, Statement, Value
from caseflow.stores._protocol import Operations
from caseflow.stores._statements import SqlOperations

__all__ = ["AsyncHostExecute", "Guest", "HostExecute"]

#: What a host offers: one statement in its own way of writing values, and the rows it gives.
HostExecute = Callable[[str, tuple[Value, ...]], Rows]
AsyncHostExecute = Callable[[str, tuple[Value, ...]], Awaitable[Rows]]

_MARKERS = {
    BEGIN: "savepoint caseflow",
    COMMIT: "release savepoint caseflow",
}
_UNDONE = "rollback to savepoint caseflow"


#: The agencies that stores of this process named; without one nothing has to be unnamed.
_named: set[str] = set()


class Guest:
    """Hold what both kinds of store share: operations, and how the host writes values."""

    def __init__(self, dialect: str, agency: str, placeholder: str, *, portable: bool) -> None:
        self.ops: Operations = SqlOperations(dialect, agency, is_hosted=True, is_portable=portable)
        self._placeholder = placeholder
        self._is_postgres = dialect == "postgresql"
        self._agency = agency
        if agency and self._is_postgres:
            _named.add(agency)
        self._has_savepoint = False

    def steps(self, statement: Statement) -> list[tuple[str, tuple[Value, ...]]]:
        """Return what the host is to execute for *statement*."""
        if statement is ROLLBACK:
            was_set, self._has_savepoint = self._has_savepoint, False
            return [(_UNDONE, ()), (_MARKERS[COMMIT], ())] if was_set else []
        sql = _MARKERS.get(statement) or statement.sql.replace("?", self._placeholder)
        return [(sql, statement.values)]

    def done(self, statement: Statement) -> None:
        """Remember whether there is a savepoint, once *statement* was executed."""
        if statement is BEGIN or statement is COMMIT:
            self._has_savepoint = statement is BEGIN

    def before(self) -> list[tuple[str, tuple[Value, ...]]]:
        """Return what comes first: the agency, for the rest of the host's transaction.

        Also none, for another store may have named one in the same transaction.
        """
        if not (self._is_postgres and _named):
            return []
        sql = f"select set_config('caseflow.agency', {self._placeholder}, true)"
        return [(sql, (self._agency,))]
