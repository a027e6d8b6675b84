"""The migrations in order, and the rights of the role that a portal connects as.

A migration that was released is never changed: what changes is a new one at the end.
"""

import re

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.stores.schema import _functions as functions
from caseflow.stores.schema import _listing_functions as listing_functions
from caseflow.stores.schema import _lists as lists
from caseflow.stores.schema import _postgresql as postgresql
from caseflow.stores.schema import _sqlite as sqlite

__all__ = [
    "DIALECTS",
    "LATEST",
    "LISTS",
    "MIGRATIONS",
    "USABLE",
    "Migration",
    "grants",
    "migrations",
]

DIALECTS = ("postgresql", "sqlite")


@short
@frozen
class Migration:
    """Hold the statements that lead from schema *number* - 1 to *number*.

    *keys* are the deferred keys of PostgreSQL and *functions* what writes to its tables for a role
    that may not; both are left out where the database is a distributed one.
    """

    number: int
    name: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]
    keys: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()

    def statements(self, dialect: str, *, portable: bool = False) -> tuple[str, ...]:
        """Return what to execute; the last statement says that it was done."""
        done = f"insert into cf_schema (version) values ({self.number})"
        if dialect == "sqlite":
            return (*map(str.strip, self.sqlite), done)
        more = () if portable else (*self.keys, *self.functions)
        made = (*self.postgresql, *more)
        if self.functions:
            made = (*functions.FIXED_PATH, *made, *functions.FREED_PATH)
        return (*map(str.strip, made), done)


_VERSIONS = "create table cf_schema (version integer not null primary key)"

#: Every step of the schema, in order; a step that was released never changes.
MIGRATIONS = (
    Migration(
        1,
        "cases",
        (_VERSIONS, *sqlite.CASES),
        (_VERSIONS, *postgresql.CASES),
        postgresql.FOREIGN_KEYS,
    ),
    Migration(2, "seals", sqlite.SEALS, postgresql.SEALS),
    Migration(3, "secrets", sqlite.SECRETS, postgresql.SECRETS),
    Migration(4, "rights", (), functions.GUARDS, functions=functions.FUNCTIONS),
    Migration(5, "rewrapping", sqlite.REWRAPPING, postgresql.REWRAPPING, postgresql.TIDYING),
    Migration(6, "lists", lists.SQLITE, lists.POSTGRESQL, functions=listing_functions.FUNCTIONS),
)

#: The schema that this release works with.
LATEST = MIGRATIONS[-1].number

#: The oldest schema that this release works with all the same, until the tables are brought up.
USABLE = 3

#: The first schema with the rows of work lists.
LISTS = 6

_ROLE = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@typed
def migrations(
    dialect: str, since: int = 0, until: int = LATEST, *, portable: bool = False
) -> tuple[str, ...]:
    """Return the statements that lead from schema *since* to schema *until*.

    Run them in one transaction as the owner of the tables. They are for `op.execute` of Alembic
    and `RunSQL` of Django as they are.

    >>> migrations("sqlite", 0)[0]
    'create table cf_schema (version integer not null primary key)'

    Args:
        dialect: "sqlite" or "postgresql".
        since: the schema that is there; 0 for none.
        until: the schema to reach.
        portable: without deferred keys, for a distributed database in PostgreSQL's protocol.

    Raises:
        UnknownNameError: no such dialect.
        ValueInvalidError: no such way from *since* to *until*.
    """
    if dialect not in DIALECTS:
        raise UnknownNameError(dialect, DIALECTS, "dialect")
    if not 0 <= since <= until <= LATEST:
        raise ValueInvalidError("schema", f"{since} to {until}", f"a way up within 0 to {LATEST}")
    return tuple(
        statement
        for migration in MIGRATIONS[since:until]
        for statement in migration.statements(dialect, portable=portable)
    )


@typed
def grants(role: str, *, portable: bool = False) -> tuple[str, ...]:
    """Return the rights of the application: it reads the tables and calls what writes to them.

    Run them as the owner, on PostgreSQL, after every migration; what the role had of an earlier
    schema is taken back. *role* must exist, own no table and make nothing in their schema.

    >>> grants("portal")[1]
    'grant select on cf_record to portal'

    Args:
        role: who gets them.
        portable: for a distributed database, which has no such functions: the role writes to the
            tables itself, and their triggers alone hold it to adding.

    Raises:
        ValueInvalidError: *role* is not a plain name in lower case.
    """
    if not _ROLE.fullmatch(role):
        raise ValueInvalidError("role", role, "a name of lower-case letters, digits and _")
    if portable:
        given = tuple(
            f"grant select, {rights} on {table} to {role}"
            for table, rights in postgresql.TABLES.items()
        )
        return (*given, f"grant select on cf_schema to {role}")
    tables = (*postgresql.TABLES, "cf_schema")
    return (
        *(f"grant select on {table} to {role}" for table in tables),
        *(f"revoke insert, update, delete, truncate on {table} from {role}" for table in tables),
        *(f"grant execute on function {name} to {role}" for name in listing_functions.CALLED),
    )
