"""What is handed in while a filing is processed, and the reason of an act that must state one.

May import: values, pii, and `borders` beside it.
"""

from datetime import date

from attrs import field

from caseflow.office.payloads.borders import is_day, missing_items, plain_text, says_something
from caseflow.typed import frozen

__all__ = [
    "Assignment",
    "Decision",
    "ExcludedTime",
    "Reappointment",
    "Reason",
    "RefusalResult",
    "SupplementRequest",
]


@frozen
class Assignment:
    """Name the unit that works on the filing, and the person if known."""

    unit: str = field(converter=plain_text, validator=says_something)
    officer: str = field(default="", converter=plain_text)


@frozen
class SupplementRequest:
    """List what the applicant must add to an accepted filing, all at once, and why.

    Source: Decree 61/2018/NĐ-CP Art. 19.4; form 02 of Circular 01/2018/TT-VPCP.
    """

    items: tuple[str, ...] = field(converter=missing_items)
    reason: str = field(converter=plain_text, validator=says_something)


@frozen
class ExcludedTime:
    """Name time that the law does not count, and the article that says so.

    Source: sector law; for example Land Law practice leaves out payment and tax assessment.
    """

    reason: str = field(converter=plain_text, validator=says_something)
    basis: str = field(converter=plain_text, validator=says_something)


@frozen
class Reappointment:
    """Apologise and name the new day on which the result will be returned.

    Source: Decree 61/2018/NĐ-CP Art. 19.9; form 04 of Circular 01/2018/TT-VPCP.
    """

    on: date = field(validator=is_day)
    reason: str = field(converter=plain_text, validator=says_something)


@frozen
class Decision:
    """Identify the result document."""

    number: str = field(default="", converter=plain_text)
    note: str = field(default="", converter=plain_text)


@frozen
class RefusalResult:
    """Refuse in writing, with the reasons, as the result of the filing.

    Source: Decree 61/2018/NĐ-CP Art. 19.8.
    """

    reason: str = field(converter=plain_text, validator=says_something)
    number: str = field(default="", converter=plain_text)


@frozen
class Reason:
    """Give the reason for an act that must state one."""

    text: str = field(converter=plain_text, validator=says_something)
