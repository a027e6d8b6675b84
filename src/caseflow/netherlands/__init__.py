"""The Netherlands pack: a municipality that decides on permits, in Dutch and English.

Data and small policies on top of the office, which knows no country. What was read in a copy of
the law is cited by article; what is a policy of an office is configuration and cited by nothing.
"""

from caseflow.netherlands._actions import (
    ASSIGN,
    CLOSE_UNANSWERED,
    DECIDE,
    DEEM_DECIDED,
    DESCRIBE,
    EXTEND,
    ISSUE_BILL,
    PAY,
    RECEIVE,
    RECORD_PAYMENT,
    REFUSE,
    REQUEST_PAYMENT,
    REQUEST_SUPPLEMENT,
    RESUME,
    RETURN_BY_POST,
    RETURN_ONLINE,
    SUPPLEMENT,
    SUSPEND,
    WITHDRAW,
)
from caseflow.netherlands._jurisdictions import municipality
from caseflow.netherlands._payloads import LongerTime
from caseflow.netherlands._workflows import permit
from caseflow.netherlands.calendars import calendar
from caseflow.netherlands.pack import PACK

__all__ = [
    "ASSIGN",
    "CLOSE_UNANSWERED",
    "DECIDE",
    "DEEM_DECIDED",
    "DESCRIBE",
    "EXTEND",
    "ISSUE_BILL",
    "PACK",
    "PAY",
    "RECEIVE",
    "RECORD_PAYMENT",
    "REFUSE",
    "REQUEST_PAYMENT",
    "REQUEST_SUPPLEMENT",
    "RESUME",
    "RETURN_BY_POST",
    "RETURN_ONLINE",
    "SUPPLEMENT",
    "SUSPEND",
    "WITHDRAW",
    "LongerTime",
    "calendar",
    "municipality",
    "permit",
]
