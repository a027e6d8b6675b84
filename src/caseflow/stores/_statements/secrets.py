"""What stays of a secret that was destroyed, and secrets under another master key.

Secrets themselves are in `evidence`.
"""

from collections.abc import Sequence

from caseflow.stores._kept import Definition
from caseflow.stores._ops import Ops, Statement, atomic
from caseflow.stores._statements.dialects import SqlDialect

__all__ = ["SecretStatements"]


class SecretStatements(SqlDialect):
    """Make the statements about what is left of secrets."""

    def rewrap_secrets(self, secrets: Sequence[tuple[str, str, str]], act: Definition) -> Ops[int]:
        """Keep secrets as they are wrapped anew, and the act of it; return how many."""
        return (yield from atomic(self._rewrap_secrets(secrets, act)))

    def _rewrap_secrets(self, secrets: Sequence[tuple[str, str, str]], act: Definition) -> Ops[int]:
        count = 0
        for subject, before, after in secrets:
            rows = yield Statement(
                "update cf_secret set secret = ? "
                "where agency = ? and subject = ? and secret = ? returning subject",
                (after, self.agency, subject, before),
            )
            count += len(rows)
        yield Statement(
            "insert into cf_definition (agency, kind, name, text, hash) values (?, ?, ?, ?, ?)",
            (self.agency, act.kind, act.name, act.text, act.hash),
        )
        return count

    def scrub(self) -> Ops[bool]:
        """Take what was deleted out of the files; False if some of it stays there for a while."""
        if self.is_postgres or self.is_hosted:
            # Only VACUUM does it, which no transaction may hold; or the host's next checkpoint.
            return False
        rows = yield Statement("pragma wal_checkpoint(truncate)")
        return bool(rows) and rows[0][0] == 0
