"""What a portal calls: load, decide, keep, tell; sync and async.

`work` holds the one body of logic as generators; the two services only run it. Instants are
arguments here too: nothing reads the clock.
"""

from caseflow.engine import PROMISED
from caseflow.service.backoffs import Backoff
from caseflow.service.case_service import CaseService
from caseflow.service.case_service_async import AsyncCaseService
from caseflow.service.definitions import kept_engine
from caseflow.service.expiries import STANDARD_EXPIRIES, Expiry
from caseflow.service.results import Delivered, Fault, Report, Swept
from caseflow.service.sealing import FieldEncryption

__all__ = [
    "PROMISED",
    "STANDARD_EXPIRIES",
    "AsyncCaseService",
    "Backoff",
    "CaseService",
    "Delivered",
    "Expiry",
    "Fault",
    "FieldEncryption",
    "Report",
    "Swept",
    "kept_engine",
]
