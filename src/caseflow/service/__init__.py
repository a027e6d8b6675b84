"""What a portal calls: load, decide, keep, tell; with a plain face and an awaited one.

`work` holds the one body of logic as generators; the two faces only run it. Instants are arguments
here too: nothing reads the clock.
"""

from caseflow.engine import PROMISED
from caseflow.service.backoffs import Backoff
from caseflow.service.definitions import kept_engine
from caseflow.service.expiries import STANDARD_EXPIRIES, Expiry
from caseflow.service.faces import CaseService
from caseflow.service.faces_async import AsyncCaseService
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
