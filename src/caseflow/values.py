"""Small frozen values that every package shares, and the validation of what comes from outside.

Nothing here knows of calendars, limits or cases.
"""

import enum
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import cast

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import (
    FloatRefusedError,
    NaiveDatetimeError,
    TextInvalidError,
    ValueInvalidError,
)
from caseflow.texts import Message, Text

__all__ = [
    "CROSSED_D",
    "Actor",
    "Channel",
    "Moment",
    "Text",
    "aware",
    "clean_number",
    "clean_text",
    "clock_time",
    "exact",
    "grouped",
    "is_plain_time",
    "iso_day",
    "iso_instant",
    "utc",
]

#: Python writes no longer numbers in digits.
_LONGEST = 10**4000
_MOST_DIGITS = 4000
_MOST_ALLOWED = "a number of at most 4,000 digits"

#: A text in which a number is written; one that is longer is refused before it is read.
_LONGEST_NUMBER = 2 * _MOST_DIGITS + 10
_POWER = re.compile(r"[eE]([+-]?\d[\d_]*)")

_GROUPED = re.compile(r"([+-]?)([1-9][0-9]{0,2})[.,]([0-9]{3})")
#: The letter đ, and those that are typed for it and look the same as capitals: ð and ɖ.
CROSSED_D = str.maketrans({0x0111: "d", 0x00F0: "d", 0x0256: "d"})

#: What stands behind six digits of a fraction.
_CLOCK = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?")
_FINE = re.compile(r"[.,][0-9]{6}([0-9]+)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

#: Categories of characters that show nothing: controls, formats, spaces but the plain one, lines.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})

#: Characters of other categories that show nothing: spaces, fillers, joiners, variation selectors.
_BLANK = frozenset(
    "\u00a0\u1680\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\u034f\u17b4\u17b5\u2800"
) | frozenset(
    chr(code)
    for first, last in ((0x2000, 0x200A), (0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
)

#: An aware instant, or a bare date that means "some moment during that day".
Moment = datetime | date


@typed(late=True)
class Channel(enum.Enum):
    """Name the way a filing comes in or its result goes out.

    Source: Decree 61/2018/NĐ-CP Art. 16 (in person, public post, online).
    """

    # Every filing is looked up by its channels; the hash of `Enum` is a Python function.
    __hash__ = object.__hash__

    COUNTER = "counter"
    ONLINE = "online"
    POST = "post"

    def label(self, language: str) -> str:
        """Return the name of the channel for people."""
        return self.labels.in_(language)

    @property
    def labels(self) -> Text:
        """Return the names of the channel for people."""
        return _CHANNEL_LABELS[self]


_CHANNEL_LABELS = {
    Channel.COUNTER: Message("channels.counter"),
    Channel.ONLINE: Message("channels.online"),
    Channel.POST: Message("channels.post"),
}


_ROLES_FORM = 'a set of names such as {"intake"}'


def _roles(value: Iterable[str]) -> frozenset[str]:
    if not isinstance(cast("object", value), Iterable) or isinstance(value, str):
        raise ValueInvalidError("roles", value, _ROLES_FORM)
    roles = frozenset(value)
    if not all(isinstance(cast("object", role), str) for role in roles):
        raise ValueInvalidError("roles", value, _ROLES_FORM)
    return frozenset(clean_text(role, name="role") for role in roles)


def clean_text(value: object, *, name: str, limit: int = 10_000) -> str:
    """Return *value* as NFC text that every store and form can keep.

    Refuses what is not text, NUL and other control characters (tab and line feed are kept), lone
    surrogates, and more than *limit* characters after normalisation.

    >>> clean_text("Đà Nẵng", name="city") == "Đà Nẵng"
    True

    Raises:
        TextInvalidError: the text cannot be kept; it is never cut or mended silently.
        ValueInvalidError: *limit* is no number.
    """
    if not isinstance(value, str):
        raise TextInvalidError(name, f"{type(value).__name__} is not text", "text")
    # Most text is a code or a name of plain letters, which needs no look at each of them.
    try:
        if value.isascii() and value.isprintable() and len(value) <= limit:
            return value
    except (TypeError, ArithmeticError):
        raise ValueInvalidError("limit", limit, "a whole number") from None
    text = unicodedata.normalize("NFC", value)
    if len(text) > limit:
        raise TextInvalidError(
            name, f"{len(text)} characters are too many", f"at most {limit} characters"
        )
    for position, char in enumerate(text):
        if unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n":
            raise TextInvalidError(
                name,
                f"character U+{ord(char):04X} at position {position} cannot be kept",
                "text without control characters",
            )
    return text


@typed(late=True)
def clean_number(value: object, *, name: str, limit: int = 200) -> str:
    """Return *value* as the number of a new case: a text of one line that shows all it holds.

    Beside what `clean_text` refuses, line breaks, tabs, spaces at an end or other than the plain
    one, and characters that take no place or turn the order of others round.

    >>> clean_number("H17.02-260302-0001", name="case_id")
    'H17.02-260302-0001'

    Raises:
        TextInvalidError: the text cannot be kept, or not all of it can be seen.
    """
    # Nearly every number is of plain letters and signs, and needs no look at each of them.
    if isinstance(value, str) and value.isascii() and value.isprintable():  # noqa: SIM102
        if len(value) <= limit and value == value.strip():
            return value
    text = clean_text(value, name=name, limit=limit)
    for position, char in enumerate(text):
        is_unseen = unicodedata.category(char) in _UNSEEN or char in _BLANK
        if is_unseen or (char == " " and position in (0, len(text) - 1)):
            raise TextInvalidError(
                name,
                f"character U+{ord(char):04X} at position {position} cannot be seen",
                "one line of letters, digits and signs, spaces only between them",
            )
    return text


def iso_day(text: str) -> date:
    """Return the day written in *text* as YYYY-MM-DD, and in no other form of ISO 8601.

    >>> iso_day("2025-11-20")
    datetime.date(2025, 11, 20)

    Raises:
        ValueInvalidError: it is not written so, as "20251120" and "2025-W47-4", or there is no
            such day.
    """
    if not isinstance(cast("object", text), str) or not _DAY.fullmatch(text):
        raise ValueInvalidError("day", text, "a day written as 2025-12-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueInvalidError("day", text, "a day of the calendar") from None


_INSTANT_FORM = "an instant as 2026-03-02T09:00:00+07:00"


def clock_time(text: str) -> time:
    """Return the time of day written in *text* as 15:00 or 15:00:00, without a zone.

    >>> clock_time("15:30")
    datetime.time(15, 30)

    Raises:
        ValueInvalidError: it is not written so; 15.30 would be read as 0.3 seconds after three.
    """
    if not isinstance(cast("object", text), str) or not _CLOCK.fullmatch(text):
        raise ValueInvalidError("time of day", text, "a time of day as 15:00")
    return time.fromisoformat(text if text[2] == ":" else f"0{text}")


def iso_instant(text: str) -> datetime:
    """Return the date and time written in *text* in ISO 8601, with its offset if it has one.

    >>> iso_instant("2026-03-02T08:00:00.123456000+07:00").microsecond
    123456

    Raises:
        ValueInvalidError: it is not written so, or finer than a microsecond: nothing is cut off.
    """
    if not isinstance(cast("object", text), str):
        raise ValueInvalidError("instant", text, _INSTANT_FORM)
    found = _FINE.search(text)
    if found is not None and found.group(1).strip("0"):
        raise ValueInvalidError("instant", text, "at most six digits of a second, a microsecond")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ValueInvalidError("instant", text, _INSTANT_FORM) from None


def _actor_id(value: str) -> str:
    return clean_text(value, name="actor", limit=200)


@frozen
class Actor:
    """Name who acts, and the roles under which they may act.

    >>> Actor("u17", roles={"intake"}).roles
    frozenset({'intake'})
    """

    id: str = field(converter=_actor_id)
    roles: frozenset[str] = field(converter=_roles, default=frozenset[str]())


@typed(late=True)
def grouped(text: str) -> str:
    """Return both readings of a number that may be written in groups of digits, "" if it is not.

    One to three digits, a point or a comma, and just three more: "1.000" is a thousand where
    points group digits, as in Viet Nam, and one where they begin a fraction. A number that begins
    with 0 has no groups, and three digits after the separator can be told by a fourth, a zero.

    >>> grouped("1.000"), grouped("12,125"), grouped("0.125"), grouped("17.5")
    ('1000 or 1', '12125 or 12.1250', '', '')
    """
    found = _GROUPED.fullmatch(text.strip())
    if found is None:
        return ""
    sign, whole, digits = found.groups()
    part = digits.rstrip("0")
    fraction = f".{digits}0" if len(part) == 3 else f".{part}" if part else ""
    return f"{sign}{whole}{digits} or {sign}{whole}{fraction}"


def exact(value: object, *, name: str) -> Fraction:
    """Return *value* as an exact number.

    Takes int, Fraction, Decimal and text as "17.5" or "35/2"; refuses floats and bools, and text
    that may be grouped, as "1.000": see `grouped`. A number has at most 4,000 digits, however it
    is written: those of "1e999999999" would fill the memory.

    >>> exact("17.5", name="amount")
    Fraction(35, 2)

    Raises:
        FloatRefusedError: it is a float.
        ValueInvalidError: it is no number, or too long a one.
    """
    if isinstance(value, bool):
        raise ValueInvalidError(name, value, "a number")
    if isinstance(value, float):
        raise FloatRefusedError(name, value)
    if isinstance(value, str) and (readings := grouped(value)):
        raise ValueInvalidError(name, value, f"{readings}: write which is meant, without groups")
    if _is_too_long(value):
        raise ValueInvalidError(name, value, _MOST_ALLOWED)
    if isinstance(value, (int, Fraction, Decimal, str)):
        try:
            number = Fraction(value)
        except (ValueError, ZeroDivisionError, OverflowError):
            pass
        else:
            if abs(number.numerator) < _LONGEST and number.denominator <= _LONGEST:
                return number
            raise ValueInvalidError(name, value, _MOST_ALLOWED)
    raise ValueInvalidError(name, value, 'a number such as 15, "17.5" or "35/2"')


def _is_too_long(value: object) -> bool:
    """Return whether *value* has too many digits, without working them out."""
    if isinstance(value, int):
        return not -_LONGEST < value < _LONGEST
    if isinstance(value, Decimal):
        # The exponent is no number for what is infinite or no number.
        _, digits, exponent = value.as_tuple()
        return isinstance(exponent, int) and _has_too_many(len(digits), exponent)
    if isinstance(value, str):
        power = _POWER.search(value)
        if len(value) > _LONGEST_NUMBER or (power is not None and len(power[1]) > 6):
            return True
        return power is not None and _has_too_many(power.start(), int(power[1]))
    return False


def _has_too_many(digits: int, exponent: int) -> bool:
    return exponent < -_MOST_DIGITS or digits + exponent > _MOST_DIGITS


def utc(value: datetime) -> datetime:
    """Return the instant *value* in UTC.

    Two datetimes of one zone compare and subtract on the wall clock, which is wrong on the night
    the clocks change; in UTC they do so in time.

    Raises:
        ValueInvalidError: in UTC it lies before the year 1 or after the year 9999.
    """
    try:
        return value.astimezone(UTC)
    except AttributeError:
        raise ValueInvalidError("instant", value, "a datetime with a zone") from None
    except OverflowError:
        allowed = "an instant of the years 1 to 9999 in UTC"
        raise ValueInvalidError("instant", value.isoformat(), allowed) from None


@typed(late=True)
def is_plain_time(at: datetime) -> bool:
    """Return whether the zone of *at* shows that time once: it neither repeats nor skips the hour.

    >>> from zoneinfo import ZoneInfo
    >>> zone = ZoneInfo("Europe/Amsterdam")
    >>> is_plain_time(datetime(2026, 3, 29, 2, 45, tzinfo=zone))
    False
    >>> is_plain_time(datetime(2026, 3, 29, 4, tzinfo=zone))
    True
    """
    return at.utcoffset() == at.replace(fold=1 - at.fold).utcoffset()


def aware(value: object, *, name: str) -> datetime:
    """Return *value* if it is an instant: a datetime that knows its offset.

    Raises:
        NaiveDatetimeError: a datetime without a zone.
        ValueInvalidError: not a datetime at all.
    """
    if not isinstance(value, datetime):
        raise ValueInvalidError(name, value, "a datetime with a zone")
    if value.utcoffset() is None:
        raise NaiveDatetimeError(name, value)
    return value
