"""What is handed in with an act that Dutch law knows in another form than the office."""

from attrs import field

from caseflow._typed import frozen
from caseflow.limits import TimeLimit
from caseflow.office.payloads import Reason

__all__ = ["LongerTime"]


@frozen
class LongerTime(Reason):
    """Say why more time is taken, and how much; None takes all that the law allows.

    >>> from caseflow.limits import weeks
    >>> LongerTime("advies van de brandweer", weeks(3)).extra.text("en")
    '3 weeks'
    """

    extra: TimeLimit | None = field(default=None)
