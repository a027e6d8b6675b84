"""What fields of values ask of what they are given: texts, whole numbers, days, shares, flags.

Converters return the value as it is kept, and validators of attrs are called `is_…`. What only one
kind of value asks stands with that kind.
"""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import cast

from attrs import Attribute

from caseflow.errors import FloatRefusedError, ValueInvalidError
from caseflow.values import clean_text, exact

__all__ = [
    "is_count",
    "is_day",
    "is_flag",
    "is_optional_day",
    "is_positive",
    "is_share",
    "names",
    "optional_text",
    "plain_text",
    "says_something",
    "share",
    "whole",
]


def plain_text(value: str) -> str:
    """Return *value* as text that every store can keep."""
    return clean_text(value, name="text")


def optional_text(value: str | None) -> str | None:
    """Return *value* as text that every store can keep; None as it is."""
    return None if value is None else plain_text(value)


def says_something(_: object, attribute: "Attribute[str]", value: str) -> None:
    """Refuse a text of white space only."""
    if not value.strip():
        raise ValueInvalidError(attribute.name, value, "a text that says something")


def whole(value: object, *, name: str, least: int = 0) -> int:
    """Return *value* if it is a whole number from *least*.

    Raises:
        FloatRefusedError: it is a float.
        ValueInvalidError: it is anything else.
    """
    if isinstance(value, float):
        raise FloatRefusedError(name, value)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueInvalidError(name, value, f"a whole number, {least} or more")
    return value


def is_count(_: object, attribute: "Attribute[int]", value: object) -> None:
    """Refuse what is no whole number from 0."""
    whole(value, name=attribute.name)


def is_positive(_: object, attribute: "Attribute[int]", value: object) -> None:
    """Refuse what is no whole number from 1."""
    whole(value, name=attribute.name, least=1)


def is_day(_: object, attribute: "Attribute[date]", value: object) -> None:
    """Refuse what is no bare day."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueInvalidError(attribute.name, value, "a day, as date(2025, 12, 31)")


def is_optional_day(_: object, attribute: "Attribute[date | None]", value: object) -> None:
    """Refuse what is neither a bare day nor left out."""
    if value is not None:
        is_day(_, cast("Attribute[date]", attribute), value)


def is_flag(_: object, attribute: "Attribute[bool]", value: object) -> None:
    """Refuse what is neither True nor False."""
    if not isinstance(value, bool):
        raise ValueInvalidError(attribute.name, value, "True or False")


def share(value: object) -> Fraction:
    """Return a share as an exact number: "1/2", "0.9" or a Fraction; floats are refused."""
    return exact(value, name="share")


def is_share(_: object, attribute: "Attribute[Fraction]", value: Fraction) -> None:
    """Refuse a share that is not from 0 to 1."""
    if not 0 <= value <= 1:
        raise ValueInvalidError(attribute.name, str(value), 'a share from 0 to 1, such as "9/10"')


def names(value: Iterable[str]) -> frozenset[str]:
    """Return a set of names; a text alone is refused, because it is a row of letters."""
    if isinstance(value, str):
        raise ValueInvalidError("names", value, "a set of names, as {'poor'}")
    return frozenset(value)
