"""Which filing comes in to a portal; how it is read is in `_payloads`."""

import re

from attrs import Attribute, field

from caseflow._typed import frozen
from caseflow.errors import ValueInvalidError
from caseflow.values import Channel

__all__ = ["CASE_NUMBER", "Lodging", "is_case_number"]

#: Numbers that stand in an address as they are.
CASE_NUMBER = "[A-Za-z0-9][A-Za-z0-9._:-]{0,99}"


def is_case_number(_: object, attribute: "Attribute[str]", value: str) -> None:
    """Refuse a number that could not stand in the address of its case."""
    if not re.fullmatch(CASE_NUMBER, value):
        allowed = "1 to 100 letters, digits or . _ : - after the first"
        raise ValueInvalidError(attribute.name, value[:120], allowed)


@frozen
class Lodging:
    """Say which filing comes in: under which number, for which procedure, by which channels."""

    number: str = field(validator=is_case_number)
    procedure: str
    channel: Channel
    result_by: Channel
    branch: str | None = None
