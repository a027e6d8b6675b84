"""The statements of every operation, written once for SQLite and PostgreSQL.

No driver is imported here and no statement holds a value: a value is always a `?`.
"""

from caseflow.stores._statements.cases import CaseStatements
from caseflow.stores._statements.evidence import EvidenceStatements
from caseflow.stores._statements.expiries import ExpiryStatements
from caseflow.stores._statements.finding import FindingStatements
from caseflow.stores._statements.lists import ListStatements
from caseflow.stores._statements.messages import MessageStatements
from caseflow.stores._statements.secrets import SecretStatements
from caseflow.stores._statements.tables import TableStatements

__all__ = ["SqlOperations"]


class SqlOperations(
    CaseStatements,
    FindingStatements,
    ListStatements,
    ExpiryStatements,
    MessageStatements,
    EvidenceStatements,
    SecretStatements,
    TableStatements,
):
    """Hold the operations of one agency on one dialect."""
