"""Read and write time limits in words, in every language that has a catalogue."""

import re
import unicodedata
from fractions import Fraction
from functools import cache

from caseflow._number_texts import decimal_text
from caseflow._typed import typed
from caseflow.errors import LimitSyntaxError
from caseflow.limits._units import Unit
from caseflow.messages import catalogue_of, languages
from caseflow.texts import Message
from caseflow.values import CROSSED_D, clean_text, grouped

__all__ = ["amount_text", "duration_text", "limit_text", "parse_limit"]

_SEVERAL = "|"

_FORM = re.compile(r"^([+-]?[0-9][0-9.,/]*)\s*([^\d\s].*)$")
_AMOUNT = re.compile(r"^(\d+)(?:[.,](\d+)|/(\d+))?$")


def _plain(text: str) -> str:
    """Drop case, accents and doubled spaces, so that "05 Ngày  làm việc" and NFD text are read."""
    folded = unicodedata.normalize("NFD", text.casefold().translate(CROSSED_D))
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def parse_limit(text: object) -> tuple[Fraction, Unit]:
    """Return the amount and unit of a limit written in any language that has a catalogue.

    >>> parse_limit("17,5 ngày làm việc")
    (Fraction(35, 2), <Unit.WORKING_DAY: 'working-day'>)

    Raises:
        LimitSyntaxError: the text is not an amount and a unit; amounts are above zero.
    """
    original = clean_text(text, name="limit", limit=200)
    plain = _plain(original)
    units = _units(languages())
    if units.get(plain) is Unit.SAME_DAY:
        return Fraction(1), Unit.SAME_DAY
    match = _FORM.match(plain)
    if match is None:
        raise LimitSyntaxError(original, "it must start with a number")
    number, words = match.group(1).strip(), match.group(2)
    unit = units.get(words)
    if unit is None or unit is Unit.SAME_DAY:
        raise LimitSyntaxError(original, f"unknown unit {words!r}")
    if number.startswith("-"):
        raise LimitSyntaxError(original, "the amount must be above zero")
    if readings := grouped(number):
        raise LimitSyntaxError(original, f"{number!r} may be {readings}, write which is meant")
    found = _AMOUNT.match(number.removeprefix("+"))
    if found is None:
        raise LimitSyntaxError(
            original, f"{number!r} is not a number; write its digits without groups"
        )
    whole, decimals, divisor = found.groups()
    if divisor is not None and int(divisor) == 0:
        raise LimitSyntaxError(original, f"{number!r} divides by zero")
    if decimals is not None:
        amount = Fraction(f"{whole}.{decimals}")
    else:
        amount = Fraction(int(whole), int(divisor or 1))
    if amount <= 0:
        raise LimitSyntaxError(original, "the amount must be above zero")
    return amount, unit


@cache
def _units(known: tuple[str, ...]) -> dict[str, Unit]:
    """Return the unit that each word of *known* stands for, in plain letters; the first wins."""
    found: dict[str, Unit] = {}
    for language in known:
        texts = catalogue_of(language).texts
        for unit in Unit:
            written = [text.in_(language) for text in unit.texts]
            written += texts.get(f"words.{unit.value}", "").split(_SEVERAL)
            for words in written:
                found.setdefault(_plain(words), unit)
    found.pop("", None)
    return found


@typed
def amount_text(amount: Fraction, language: str) -> str:
    """Write an amount: whole, as a finite decimal, or as a fraction.

    Three digits after the separator could be read as thousands, so a fourth is written, a zero.

    >>> amount_text(Fraction(35, 2), "vi"), amount_text(Fraction(1, 3), "en")
    ('17,5', '1/3')
    >>> amount_text(Fraction(137, 8), "en")
    '17.1250'
    """
    text = decimal_text(amount, language)
    return decimal_text(amount, language, least_places=4) if grouped(text) else text


def limit_text(amount: Fraction, unit: Unit, language: str) -> str:
    """Write a limit for people; `parse_limit` reads it back."""
    if unit is Unit.SAME_DAY:
        return unit.label(language)
    return f"{amount_text(amount, language)} {unit.label(language, one=amount == 1)}"


#: How many minutes there are in one.
_HOUR = 60
_DAY = 24 * _HOUR


@typed
def duration_text(amount: Fraction, unit: Unit, language: str, *, day_hours: int = 8) -> str:
    """Write how long something takes or is left, its part in hours and minutes.

    What is less than a minute is left out. An amount below zero is written as its distance from
    zero.

    >>> duration_text(Fraction(13, 4), Unit.WORKING_DAY, "vi")
    '3 ngày làm việc 2 giờ'
    >>> duration_text(Fraction(4799984753, 600000000), Unit.WORKING_HOUR, "en")
    '7 working hours 59 minutes'

    Args:
        amount: how many of *unit*.
        unit: what is counted.
        language: the code of the language.
        day_hours: the hours of a working day.
    """
    whole, part = divmod(abs(amount), 1)
    if unit is Unit.SAME_DAY or not part:
        return limit_text(Fraction(whole), unit, language)
    in_unit = {Unit.WORKING_DAY: day_hours * _HOUR, Unit.CALENDAR_DAY: _DAY}.get(unit, _HOUR)
    hours, minutes = divmod(part * in_unit // 1, _HOUR)
    parts = [limit_text(Fraction(whole), unit, language)] if whole else []
    if hours:
        parts.append(limit_text(Fraction(hours), Unit.CLOCK_HOUR, language))
    if minutes:
        label = Message("units.minute") if minutes == 1 else Message("units.minutes")
        parts.append(f"{minutes} {label.in_(language)}")
    return " ".join(parts) or Message("units.less-than-a-minute").in_(language)
