"""The tables of a store, as numbered migrations for SQLite and for PostgreSQL.

Plain statements without `%`, `:` or `?`, so that they pass unchanged through Alembic's
`op.execute`, Django's `RunSQL` and a driver. What is asked of the tables is in `_statements` beside
this package.
"""

from caseflow.stores.schema._migrations import (
    LATEST,
    LISTS,
    MIGRATIONS,
    USABLE,
    Migration,
    grants,
    migrations,
)

__all__ = ["LATEST", "LISTS", "MIGRATIONS", "USABLE", "Migration", "grants", "migrations"]
