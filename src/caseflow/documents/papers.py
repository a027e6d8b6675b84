"""`Paper`: what is to be printed, before it is.

May import: errors, values.
"""

import re

from attrs import Attribute, field

from caseflow.errors import ValueInvalidError
from caseflow.typed import frozen

__all__ = ["Paper"]


def _is_plain(_: object, attribute: "Attribute[str]", value: str) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value):
        raise ValueInvalidError(attribute.name, value, "small letters, digits and hyphens")


@frozen
class Paper:
    """Pair a frozen value with the template that lays it out.

    Attributes:
        name: what a file of it is called, without an ending.
        template: the name of the template, as "receipt.html".
        data: what the template sees as `paper`; the same for every language.
    """

    name: str = field(validator=_is_plain)
    template: str
    data: object
