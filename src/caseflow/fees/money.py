"""Whole đồng: what is refused at the border, and how an amount is written for people.

May import: errors, values.
"""

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import cast

from attrs import Attribute

from caseflow.errors import FloatRefusedError, ValueInvalidError
from caseflow.typed import typed
from caseflow.values import exact

__all__ = [
    "Dong",
    "is_day",
    "is_dong",
    "is_given_day",
    "is_share",
    "money_text",
    "names",
    "percent_text",
    "share",
    "whole",
]


def whole(value: object, *, name: str, least: int = 0) -> int:
    """Return *value* if it is a whole number from *least*; raises for floats and bools too."""
    if isinstance(value, float):
        raise FloatRefusedError(name, value)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueInvalidError(name, value, f"a whole number, {least} or more")
    return value


def is_dong(_: object, attribute: "Attribute[int]", value: object) -> None:
    """Refuse what is no whole number of đồng from 0."""
    whole(value, name=attribute.name)


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


class Dong(int):
    """An amount of đồng among the params of a refusal: a number for programs, money for people."""


@typed
def money_text(amount: int, language: str) -> str:
    """Write an amount of đồng for people.

    >>> money_text(200_000, "vi"), money_text(200_000, "en")
    ('200.000 đồng', '200,000 đồng')
    """
    shown = f"{amount:,}"
    return f"{shown.replace(',', '.') if language == 'vi' else shown} đồng"


def percent_text(value: Fraction, language: str) -> str:
    """Write a share as a percentage, or as a fraction where that is not finite."""
    hundredfold = value * 100
    if hundredfold.denominator == 1:
        return f"{hundredfold.numerator} %"
    tenfold = hundredfold * 10
    if tenfold.denominator == 1:
        whole_part, digit = divmod(tenfold.numerator, 10)
        return f"{whole_part}{',' if language == 'vi' else '.'}{digit} %"
    return str(value)
