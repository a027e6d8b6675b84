"""What is handed in with reception: the receipt, the kind of case, corrections and answers.

May import: values, pii, and `borders` beside it.
"""

from attrs import field

from caseflow.office.payloads.borders import (
    is_count,
    missing_items,
    optional_text,
    plain_text,
    says_something,
)
from caseflow.typed import frozen

__all__ = [
    "Answer",
    "Classification",
    "CorrectionRequest",
    "Receipt",
]


@frozen
class Receipt:
    """Say what was received, and under which dossier code; None if it is numbered elsewhere.

    Source: Decree 61/2018/NĐ-CP Art. 17; form 01 of Circular 01/2018/TT-VPCP.

    >>> Receipt(papers=4, code="2026-0007").code
    '2026-0007'
    """

    papers: int = field(default=0, validator=is_count)
    code: str | None = field(default=None, converter=optional_text)
    note: str = field(default="", converter=plain_text)


@frozen
class Classification:
    """Name the kind of case, where the limit depends on it: a branch of the procedure."""

    branch: str = field(converter=plain_text, validator=says_something)


@frozen
class CorrectionRequest:
    """List what the applicant must correct before the filing can be accepted, all at once.

    Source: Decree 45/2020/NĐ-CP Art. 11.3.
    """

    items: tuple[str, ...] = field(converter=missing_items)
    reason: str = field(default="", converter=plain_text)


@frozen
class Answer:
    """Say what the applicant handed in after a request."""

    papers: int = field(default=0, validator=is_count)
    note: str = field(default="", converter=plain_text)
