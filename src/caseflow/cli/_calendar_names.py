"""Find the pack and the calendar that a user names; of the pack only its calendars are loaded.

A calendar is one of the pack, weekends, a country, or a file. Counting a date needs nothing else of
a country; the whole pack is found in `_packs`.
"""

import argparse
import os
import re
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path

from caseflow.calendars import NamedCalendars, OfficeCalendar, load_calendar
from caseflow.errors import PackError, UnknownCalendarError, UnknownPackError
from caseflow.values import Moment, utc

__all__ = ["USUAL", "CalendarShelf", "asked_pack", "calendars_of"]

_COUNTRY = re.compile(r"^([A-Za-z]{2})(?:-([A-Za-z0-9]{1,4}))?$")


#: Worked by if nobody names another, and it is installed.
USUAL = "vietnam"

_VARIABLE = "CASEFLOW_PACK"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


def asked_pack(options: argparse.Namespace) -> str:
    """Return the name that `--pack` gives, else that of the environment, "" if neither does."""
    given: str | None = getattr(options, "pack", None)
    return os.environ.get(_VARIABLE, "") if given is None else given


@cache
def calendars_of(name: str) -> NamedCalendars:
    """Return the calendars of the pack called *name*, "" for the usual one; none if it has none.

    A pack that ships with caseflow is looked for first, because reading what other packages bring
    costs more than counting a date.

    Raises:
        UnknownPackError: no installed package brings a pack of that name.
        PackError: what it brings are no calendars.
    """
    found = _shipped(name or USUAL)
    if found is None:
        found = _installed(name)
    if isinstance(found, NamedCalendars):
        return found
    problem = f"its calendars are a {type(found).__name__} and no NamedCalendars"
    raise PackError(name or USUAL, (problem,))


def _shipped(name: str) -> object | None:
    if _NAME.fullmatch(name) is None:
        return None
    module = f"caseflow.{name.replace('-', '_')}"
    try:
        return getattr(import_module(f"{module}.calendars"), "CALENDARS", None)
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.startswith(module):
            return None
        raise


def _installed(name: str) -> object:
    # lazy: reading what is installed takes some 40 ms, which a date of a shipped pack need not pay
    from importlib.metadata import entry_points  # noqa: PLC0415 - lazy, see above

    packs = sorted({each.name for each in entry_points(group="caseflow.packs")})
    wanted = name or (packs[0] if len(packs) == 1 else "")
    if wanted not in packs:
        raise UnknownPackError(wanted, packs)
    for each in entry_points(group="caseflow.calendars", name=wanted):
        loaded: object = each.load()
        return loaded
    return NamedCalendars()


class CalendarShelf:
    """Load each calendar once and hand it out again."""

    def __init__(self, named: NamedCalendars) -> None:
        """Know the calendars that a pack names."""
        self._named = named
        self._known_on = lru_cache(maxsize=256)(self._as_of)
        self._load = lru_cache(maxsize=64)(self._read)

    def find(self, asked: str, start: Moment, as_of: Moment | None = None) -> OfficeCalendar:
        """Return the calendar called *asked*, as it was known at *as_of*; "" is the usual one.

        `weekends` keeps the offset in which *start* is written, for it has no separate place.

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
