"""The migrations in order, and the rights of the role that a portal connects as.

May import: errors, and the tables beside it. A migration that was released is never changed:
what changes is a new one at the end.
"""

import re

from attrs import frozen

from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.stores.schema import postgresql, sqlite
from caseflow.typed import short, typed

__all__ = ["DIALECTS", "LATEST", "MIGRATIONS", "Migration", "grants", "migrations"]

DIALECTS = ("postgresql", "sqlite")


@short
@frozen
class Migration:
    """Hold the statements that lead from schema *number* - 1 to *number*.

    *keys* are the deferred keys of PostgreSQL, left out where the database has none.
    """

    number: int
    name: str
    sqlite: tuple[str, ...]
    postgresql: tuple[str, ...]
    keys: tuple[str, ...] = ()

    def statements(self, dialect: str, *, portable: bool = False) -> tuple[str, ...]:
        """Return what to execute; the last statement says that it was done."""
        done = f"insert into cf_schema (version) values ({self.number})"
        if dialect == "sqlite":
            return (*map(str.strip, self.sqlite), done)
        keys = () if portable else self.keys
        return (*map(str.strip, (*self.postgresql, *keys)), done)


_VERSIONS = "create table cf_schema (version integer not null primary key)"

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
)

#: The schema that this release works with.
LATEST = MIGRATIONS[-1].number

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
def grants(role: str) -> tuple[str, ...]:
    """Return the rights of the application: it adds records and never changes or deletes one.

    Run them as the owner, on PostgreSQL, after a migration. *role* must exist and own no table.

    >>> grants("portal")[1]
    'grant select, insert on cf_record to portal'

    Raises:
        ValueInvalidError: *role* is not a plain name in lower case.
    """
    if not _ROLE.fullmatch(role):
        raise ValueInvalidError("role", role, "a name of lower-case letters, digits and _")
    given = tuple(
        f"grant select, {rights} on {table} to {role}"
        for table, rights in postgresql.TABLES.items()
    )
    return (*given, f"grant select on cf_schema to {role}")
