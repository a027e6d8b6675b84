"""What an office calendar is made from, before it is resolved into days.

Reading files is in `_files`.
"""

import hashlib
import json
import re
from datetime import date, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import evolve, field

from caseflow._showing import word
from caseflow._typed import frozen, typed
from caseflow.calendars._decrees import Decree
from caseflow.calendars._sessions import Sessions
from caseflow.calendars._yearly import YearlyDay
from caseflow.errors import CalendarFileError, UnknownCalendarError, ValueInvalidError
from caseflow.law import Basis

__all__ = [
    "OFFICE_HOURS",
    "CalendarSpec",
    "five_day_week",
    "version_digest",
    "zone_name",
    "zone_of_country",
]

#: Default office sessions, 07:30–11:30 and 13:30–17:30: eight hours.
#: Source: common opening hours; a calendar of an office or a country names its own.
OFFICE_HOURS: Sessions = ((450, 690), (810, 1050))


def five_day_week(sessions: Sessions = OFFICE_HOURS) -> tuple[Sessions, ...]:
    """Return a week from Monday with Saturday and Sunday off."""
    return (sessions,) * 5 + ((), ())


_FIXED = re.compile(r"^UTC([+-])(\d{2}):(\d{2})$")


def _zone(value: tzinfo | str) -> tzinfo:
    if isinstance(value, tzinfo):
        return value
    fixed = _FIXED.match(value)
    if fixed:
        sign, hours, minutes = fixed.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if offset < timedelta(hours=24):
            return timezone(-offset if sign == "-" else offset)
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueInvalidError("zone", value, 'an IANA zone such as "Asia/Ho_Chi_Minh"') from None


def zone_name(zone: tzinfo) -> str:
    """Return the name by which `CalendarSpec` finds *zone* again."""
    return zone.key if isinstance(zone, ZoneInfo) else str(zone)


@typed(late=True)
@frozen
class CalendarSpec:
    """Hold the layers of a calendar: week, public holidays, decrees, sessions, zone.

    `week` has seven entries from Monday; an empty entry is a weekly rest day. `country` and
    `subdivision` name public holidays in the `holidays` package; `also` names further subdivisions
    whose public holidays are days off here too, and `yearly` the days that a law names for every
    year. All of these count only in years that no decree settles. `package_swaps` says whether
    that package's own make-up days count too.
    `sessions_on` overrides single days. `official_through` declares how far the days are
    certain; None means through the last year in an unbroken run settled by decrees. `citations`
    name the law behind each counting rule, such as ("event-day", "Civil Code Art. 147").
    `inherited` are the ids of decrees laid over another week than this one: their make-up days may
    fall on days that this office works anyway.
    """

    id: str
    zone: tzinfo = field(converter=_zone)
    week: tuple[Sessions, ...] = field(factory=five_day_week)
    first_year: int = 1990
    last_year: int = 2060
    country: str = ""
    subdivision: str = ""
    package_swaps: bool = True
    decrees: tuple[Decree, ...] = ()
    sessions_on: tuple[tuple[date, Sessions], ...] = ()
    official_through: date | None = None
    citations: tuple[tuple[str, Basis], ...] = ()
    inherited: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    yearly: tuple[YearlyDay, ...] = ()

    def __attrs_post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueInvalidError("week", self.week, "seven entries, from Monday")
        if not any(self.week):
            raise ValueInvalidError("week", self.week, "at least one weekday with sessions")
        if not 1900 <= self.first_year <= self.last_year <= 2200:
            raise ValueInvalidError(
                "years",
                f"{word(self.first_year)}..{word(self.last_year)}",
                "years within 1900 to 2200",
            )

    def known_on(self, day: date) -> "CalendarSpec":
        """Return what was known at the end of *day*: later decrees are left out."""
        return evolve(self, decrees=tuple(d for d in self.decrees if d.issued_on <= day))

    def settled_through(self) -> date | None:
        """Return the last day of the unbroken run of years that decrees settle, if any."""
        settled = {year for decree in self.decrees for year in decree.settles}
        year = self.first_year - 1
        while year + 1 in settled:
            year += 1
        return date(year, 12, 31) if year >= self.first_year else None


@lru_cache(maxsize=1)
def _zones_by_country() -> dict[str, list[str]]:
    """Read which zones each country keeps from the time-zone database itself."""
    # zone.tab ships with every copy of the database: the system's or the tzdata package's.
    from importlib.resources import files  # noqa: PLC0415 - lazy: only for unnamed zones
    from pathlib import Path  # noqa: PLC0415 - lazy: only for unnamed zones
    from zoneinfo import TZPATH  # noqa: PLC0415 - lazy: only for unnamed zones

    text = ""
    for folder in TZPATH:
        path = Path(folder) / "zone.tab"
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            break
    else:
        try:
            text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
        except (ModuleNotFoundError, OSError):
            text = ""
    zones: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones.setdefault(country, []).append(zone)
    return zones


#: Countries with several zones: the zone of the seat of government.
#: Source: the IANA time-zone database, zone.tab.
_SEAT_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}


def zone_of_country(country: str) -> str:
    """Return the zone of *country*; where it keeps several, the one of its seat of government.

    Raises:
        CalendarFileError: the zone cannot be told, so a calendar file must name it.
        UnknownCalendarError: no country has that code, as UK, which is GB.
    """
    by_country = _zones_by_country()
    zones = by_country.get(country, [])
    if country in _SEAT_ZONES:
        return _SEAT_ZONES[country]
    if len(zones) == 1:
        return zones[0]
    if not zones:
        raise UnknownCalendarError(country, ["weekends", *by_country])
    raise CalendarFileError(
        country,
        f"{len(zones)} time zones are known for it, so none is assumed; write a calendar file "
        f'with country = "{country}" and a zone such as "{zones[0]}"',
    )


def version_digest(spec: CalendarSpec, plan: list[Sessions]) -> str:
    """Hash the resolved days, whose sessions *plan* has: what a date depends on, nothing else."""
    numbers: dict[Sessions, int] = {}
    marks = [numbers.setdefault(sessions, len(numbers)) for sessions in plan]
    content = json.dumps(
        [zone_name(spec.zone), spec.first_year, list(numbers), marks], separators=(",", ":")
    )
    return hashlib.sha256(content.encode()).hexdigest()[:12]
