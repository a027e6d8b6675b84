"""What is handed in when a support team helps an applicant to file.

May import: values, and `borders` beside it.
"""

from attrs import field

from caseflow.office.payloads.borders import plain_text, says_something
from caseflow.typed import frozen

__all__ = ["Assistance"]


@frozen
class Assistance:
    """Name the unit whose support team helped to file, and who helped.

    Source: report of the Department of Science and Technology of Da Nang, 31 October 2022.
    """

    unit: str = field(converter=plain_text, validator=says_something)
    helper: str = field(default="", converter=plain_text)
