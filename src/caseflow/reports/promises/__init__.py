"""What can be promised: how early filings were, and the early share that is kept for certain.

Answered of a register, for filings received in a stated window; the past, which holds as long as
the office goes on as it did.
"""

from caseflow.reports.promises._cohorts import EarlyShares, early_shares
from caseflow.reports.promises._counts import LATE, EarlyCounts
from caseflow.reports.promises._promises import (
    MARKS,
    NoPromise,
    PromiseMark,
    SafePromise,
    promises_of,
    safe_promises,
)

__all__ = [
    "LATE",
    "MARKS",
    "EarlyCounts",
    "EarlyShares",
    "NoPromise",
    "PromiseMark",
    "SafePromise",
    "early_shares",
    "promises_of",
    "safe_promises",
]
