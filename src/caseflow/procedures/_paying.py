"""When the applicant pays, how long there is for it, and what follows if nobody does.

How money is counted is in `payments`.
"""

import enum

from caseflow._typed import frozen
from caseflow.limits import TimeLimit

__all__ = ["PaymentPeriod", "PaymentPoint", "Unpaid"]


class PaymentPoint(enum.Enum):
    """Name the point at which the applicant pays."""

    RECEPTION = "reception"
    MIDWAY = "midway"
    RETURN = "return"


class Unpaid(enum.Enum):
    """Say what follows when the applicant does not pay.

    WAIT: the case waits for as long as it takes. CLOSE: it may be closed once the payment period
    is over. CLOCK_NOT_STARTED: the filing is not accepted before it is paid, so that no legal clock
    runs.
    """

    WAIT = "wait"
    CLOSE = "close"
    CLOCK_NOT_STARTED = "clock-not-started"


@frozen
class PaymentPeriod:
    """Give the applicant *limit* to pay, counted from when payment was asked for."""

    limit: TimeLimit
    on_expiry: Unpaid = Unpaid.WAIT
