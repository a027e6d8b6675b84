"""Payloads that several phases take: a reason, and what was handed in after a request."""

from attrs import field

from caseflow._fields import is_count, plain_text, says_something
from caseflow._typed import frozen

__all__ = ["Answer", "Reason"]


@frozen
class Reason:
    """Give the reason for an act that must state one."""

    text: str = field(converter=plain_text, validator=says_something)


@frozen
class Answer:
    """Say what the applicant handed in after a request."""

    papers: int = field(default=0, validator=is_count)
    note: str = field(default="", converter=plain_text)
