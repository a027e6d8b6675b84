"""`Paper`: what is to be printed, before it is, and what its file is called."""

import hashlib
import re

from attrs import Attribute, field

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError

__all__ = ["Paper", "file_name_of"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: So much of a number stands in the name of a file; file systems end at 255 bytes.
_LONGEST = 80


@typed(late=True)
def file_name_of(number: str) -> str:
    """Return the number of a case as a part of the names of files.

    Letters, digits, dots, hyphens and underscores stay; a number that has more, or is long, gets
    a part of its hash, so that two numbers never share a name.

    >>> file_name_of("H17.15-260302-0001")
    'H17.15-260302-0001'
    >>> file_name_of("../hồ sơ/1")
    'h-s-1-6639b2'
    """
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", number).strip("-._")[:_LONGEST]
    if plain and plain == number:
        return plain
    return f"{plain or 'case'}-{hashlib.sha256(number.encode()).hexdigest()[:6]}"


def _is_plain(_: object, attribute: "Attribute[str]", value: str) -> None:
    if not _NAME.fullmatch(value):
        raise ValueInvalidError(
            attribute.name, value, "letters, digits, dots, hyphens, underscores"
        )


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
