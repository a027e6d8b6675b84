"""What stays of a secret that was destroyed, and secrets under another master key.

May import: `ops` and `kept`, and `dialects` beside it. Secrets themselves are in `evidence`.
"""

from caseflow.stores.ops import Ops, Statement
from caseflow.stores.statements.dialects import Spoken

__all__ = ["SecretStatements"]


class SecretStatements(Spoken):
    """Make the statements about what is left of secrets."""

    def scrub(self) -> Ops[bool]:
        """Take what was deleted out of the files; False if some of it stays there for a while."""
        if self.is_postgres or self.is_hosted:
            # Only VACUUM does it, which no transaction may hold; or the host's next checkpoint.
            return False
        rows = yield Statement("pragma wal_checkpoint(truncate)")
        return bool(rows) and rows[0][0] == 0
