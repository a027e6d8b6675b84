"""The tables as such: which schema is there, bring it up, count."""

from caseflow.errors import SchemaError
from caseflow.stores._ops import Ops, Statement, atomic
from caseflow.stores._statements.dialects import SqlDialect
from caseflow.stores.schema import LATEST, migrations

__all__ = ["TableStatements"]

#: Those who migrate at the same time wait for each other; the number has no other meaning.
_MIGRATION_LOCK = 7_226_115_330

_COUNTED = {
    "open": "select count(*) from cf_case where agency = ? and is_open = 1",
    "closed": "select count(*) from cf_case where agency = ? and is_open = 0",
    "records": "select count(*) from cf_record where agency = ?",
    "messages": "select count(*) from cf_outbox where agency = ?",
    "dead_letter_cases": "select count(*) from cf_case where agency = ? and parked is not null",
    "dead_letter_messages": "select count(*) from cf_outbox where agency = ? and next_at is null",
    "definitions": "select count(*) from cf_definition where agency = ?",
    "seals": "select count(*) from cf_seal where agency = ?",
}


class TableStatements(SqlDialect):
    """Make the statements about the schema."""

    def stats(self) -> Ops[dict[str, int]]:
        """Count what is kept."""
        found: dict[str, int] = {}
        for name, sql in _COUNTED.items():
            rows = yield Statement(sql, (self.agency,))
            found[name] = rows[0][0]
        # Each of the two has its own index, which is less to read than the cases are.
        return {"cases": found["open"] + found.pop("closed"), **found}

    def schema_version(self) -> Ops[int]:
        """Return the number of the schema that is there; 0 for none."""
        there = yield Statement(
            "select max(cast(relname as text)) from pg_class "
            "where relname = 'cf_schema' and pg_table_is_visible(oid)"
            if self.is_postgres
            else "select max(name) from sqlite_master where name = 'cf_schema'"
        )
        if there[0][0] is None:
            return 0
        rows = yield Statement("select coalesce(max(version), 0) from cf_schema")
        return int(rows[0][0])

    def migrate(self) -> Ops[int]:
        """Bring the schema up to the latest; return from which. Safe to run more than once.

        Raises:
            SchemaError: the schema is newer than this release knows.
        """
        found = yield from self.schema_version()
        if found < LATEST:
            found = yield from atomic(self._migrate())
        if found > LATEST:
            raise SchemaError(found, LATEST)
        return found

    def _migrate(self) -> Ops[int]:
        if self.is_postgres and not self.is_portable:
            yield Statement("select pg_advisory_xact_lock(?)", (_MIGRATION_LOCK,))
        found = yield from self.schema_version()
        for sql in migrations(self.dialect, min(found, LATEST), portable=self.is_portable):
            yield Statement(sql)
        return found
