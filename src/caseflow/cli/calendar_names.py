"""Find the calendar a user names: one of the pack, weekends, a country, or a file of their own.

May import: everything below the command line. Only the command line resolves names.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from caseflow.calendars import NamedCalendars, OfficeCalendar, load_calendar
from caseflow.errors import UnknownCalendarError
from caseflow.values import Moment, utc

__all__ = ["CalendarShelf"]

_COUNTRY = re.compile(r"^([A-Za-z]{2})(?:-([A-Za-z0-9]{1,4}))?$")


class CalendarShelf:
    """Load each calendar once and hand it out again."""

    def __init__(self, named: NamedCalendars) -> None:
        """Know the calendars that a pack names."""
        self._named = named
        self._known_on = lru_cache(maxsize=256)(self._as_of)
        self._load = lru_cache(maxsize=64)(self._read)

    def find(self, asked: str, start: Moment, as_of: Moment | None = None) -> OfficeCalendar:
        """Return the calendar called *asked*, as it was known at *as_of*; "" is the usual one.

        `weekends` keeps the offset in which *start* is written, for it has no place of its own.

        Raises:
            UnknownCalendarError: nothing goes by that name.
            CalendarFileError: the file cannot be read as a calendar.
        """
        name = asked or self._named.usual
        zone = _offset_of(start) if name.lower() == "weekends" else ""
        return self._known_on(name, zone, as_of)

    def _as_of(self, name: str, zone: str, as_of: Moment | None) -> OfficeCalendar:
        calendar = self._load(name, zone)
        if as_of is None:
            return calendar
        if isinstance(as_of, datetime):
            return calendar.as_of(as_of)
        # A bare date means all that was issued by the end of that day.
        return calendar.as_of(utc(calendar.end_of(as_of)) - timedelta(microseconds=1))

    def _read(self, name: str, zone: str) -> OfficeCalendar:
        lowered, named = name.lower(), self._named
        if lowered in named.calendars:
            return named.calendar(lowered)
        if lowered == "weekends":
            return OfficeCalendar.weekends(zone)
        if lowered.endswith(".toml") or Path(name).is_file():
            return load_calendar(name, bases=named.calendars, law=named.law)
        match = _COUNTRY.match(name)
        if match is None:
            others = ["weekends", "a country as DE or US-CA", "the path of a .toml file"]
            raise UnknownCalendarError(name, [*named.calendars, *others])
        return OfficeCalendar.country(match.group(1), (match.group(2) or "").upper())


def _offset_of(start: Moment) -> str:
    offset = (start.utcoffset() if isinstance(start, datetime) else None) or timedelta()
    if not offset:
        return "UTC"
    minutes, seconds = divmod(abs(offset) // timedelta(seconds=1), 60)
    if seconds:
        return _offset_of(start.astimezone(UTC)) if isinstance(start, datetime) else "UTC"
    sign = "-" if offset < timedelta() else "+"
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"
