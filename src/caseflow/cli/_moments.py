"""Days and instants as they are typed on the command line, and what had to be assumed of them.

A day may be written as an office prints it, 21/8/2026, day first; a time without an offset is one
of the office's zone. What was assumed is said. Moments in files belong to `interchange`.
"""

import re
import sys
from datetime import UTC, date, datetime, tzinfo

from attrs import frozen

from caseflow.cli._wording import language
from caseflow.errors import ValueInvalidError
from caseflow.texts import Message
from caseflow.values import Moment, aware, iso_day, iso_instant, utc

__all__ = ["Assumption", "assumption", "day_at", "instant_at", "placed", "read_moment"]

_FORMS = "a date as 2026-03-02 or 02/3/2026, or an instant as 2026-03-02T08:00+07:00"
_DAY_FORM = "a day, as 2025-12-31 or 31/12/2025"

_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?![0-9])")
_ASSUMED = Message("commands/run.read-as")
_IN_ZONE = Message("commands/run.time-office")


def _iso(text: str) -> str:
    """Return *text* with a day written day first turned round; raises `ValueError` for no day."""
    found = _DAY_FIRST.match(text)
    if found is None:
        return text
    day, month, year = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}{text[found.end() :]}"


def _read_day(text: str, name: str) -> date:
    """Return the day that *text* writes, as 2026-08-21 or 21/8/2026.

    Raises:
        ValueInvalidError: it is no day.
    """
    try:
        return iso_day(_iso(text.strip()))
    except ValueError:
        raise ValueInvalidError(name, text, _DAY_FORM) from None


def read_moment(text: str, name: str) -> Moment:
    """Return the day or the instant that *text* writes; an instant may be without a zone yet.

    Raises:
        ValueInvalidError: it is neither.
    """
    plain = _iso(text.strip())
    try:
        if len(plain) <= 10:
            return iso_day(plain)
        iso_day(plain[:10])  # an instant may not write its day otherwise
        return iso_instant(plain)
    except ValueError as error:
        allowed = _FORMS
        if isinstance(error, ValueInvalidError) and "microsecond" in error.allowed:
            allowed = error.allowed
        raise ValueInvalidError(name, text, allowed) from None


def placed(moment: Moment, zone: tzinfo, name: str) -> Moment:
    """Return *moment* as an instant of *zone* if it is a time without an offset, else as it is.

    Of two equal times, when the clocks go back, the earlier.

    Raises:
        ValueInvalidError: the clocks of *zone* went forward over it.
    """
    if not isinstance(moment, datetime) or moment.utcoffset() is not None:
        return moment
    found = moment.replace(tzinfo=zone)
    if found.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment:
        allowed = f"a time that the clocks of {zone} show, or one with its offset"
        raise ValueInvalidError(name, moment.isoformat(), allowed)
    return found


@frozen
class Assumption:
    """Say that *text*, given for *name*, was read as *read* although it does not say so whole.

    It was written day first, or *is_zoneless*: read in the zone of the office.
    """

    name: str
    text: str
    read: Moment
    is_zoneless: bool

    def to_json(self) -> dict[str, object]:
        """Return it as plain values; "zone" only where one was assumed."""
        data: dict[str, object] = {"field": self.name, "text": self.text}
        data["read"] = self.read.isoformat()
        if self.is_zoneless and isinstance(self.read, datetime):
            data["zone"] = str(self.read.tzinfo)
        return data

    def say(self, language: str = "en") -> None:
        """Write it to standard error, in *language*."""
        said = _ASSUMED.in_(language).format(
            name=self.name, text=self.text, read=self.read.isoformat()
        )
        if self.is_zoneless and isinstance(self.read, datetime):
            said += _IN_ZONE.in_(language).format(zone=self.read.tzinfo)
        print(f"caseflow: {said}", file=sys.stderr)


def assumption(text: str, moment: Moment, name: str) -> Assumption | None:
    """Return what had to be assumed to read *text* as *moment*; None if it was written out."""
    plain = text.strip()
    read = read_moment(plain, name)
    is_zoneless = isinstance(read, datetime) and read.utcoffset() is None
    if not is_zoneless and _DAY_FIRST.match(plain) is None:
        return None
    return Assumption(name, plain, moment, is_zoneless)


def instant_at(text: str, zone: tzinfo, name: str) -> datetime:
    """Return the instant that *text* writes, and say on standard error what was assumed of it.

    Raises:
        ValueInvalidError: it is no instant, such as a day alone, or UTC has no year for it.
    """
    moment = placed(read_moment(text, name), zone, name)
    if not isinstance(moment, datetime):
        raise ValueInvalidError(name, text, "an instant as 2026-03-02T08:00+07:00")
    try:
        utc(moment)
    except ValueInvalidError as error:
        raise ValueInvalidError(name, text, error.allowed) from None
    _say(assumption(text, moment, name))
    return aware(moment, name=name)


def day_at(text: str, name: str) -> date:
    """Return the day that *text* writes, and say on standard error what was assumed of it.

    Raises:
        ValueInvalidError: it is no day.
    """
    day = _read_day(text, name)
    _say(assumption(text, day, name))
    return day


def _say(found: Assumption | None) -> None:
    if found is not None:
        found.say(language.get())
