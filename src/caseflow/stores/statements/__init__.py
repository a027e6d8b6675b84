"""The statements of every operation, written once for SQLite and PostgreSQL.

No driver is imported here and no statement holds a value: a value is always a `?`.
"""

from caseflow.stores.statements.cases import CaseStatements
from caseflow.stores.statements.evidence import EvidenceStatements
from caseflow.stores.statements.expiries import ExpiryStatements
from caseflow.stores.statements.messages import MessageStatements
from caseflow.stores.statements.secrets import SecretStatements
from caseflow.stores.statements.tables import TableStatements

__all__ = ["SqlOperations"]


class SqlOperations(
    CaseStatements,
    ExpiryStatements,
    MessageStatements,
    EvidenceStatements,
    SecretStatements,
    TableStatements,
):
    """Hold the operations of one agency on one dialect."""
