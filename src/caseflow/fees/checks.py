"""Validators that the fees share: days, shares, sets of names.

Amounts of money are checked by `caseflow.money`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import cast

from attrs import Attribute

from caseflow.errors import ValueInvalidError
from caseflow.values import exact

__all__ = [
    "is_day",
    "is_given_day",
    "is_share",
    "names",
    "share",
]


def is_day(_: object, attribute: "Attribute[date | None]", value: object) -> None:
    """Refuse what is neither a bare day nor left out."""
    if value is not None:
        is_given_day(_, cast("Attribute[date]", attribute), value)


def is_given_day(_: object, attribute: "Attribute[date]", value: object) -> None:
    """Refuse what is no bare day."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueInvalidError(attribute.name, value, "a day, as date(2025, 12, 31)")


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
