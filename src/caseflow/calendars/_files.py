"""Read calendars from TOML, and keep resolved calendars as plain JSON values.

This is where calendar files meet the disk.
"""

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from attrs import evolve

from caseflow._languages import is_language_code
from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import typed
from caseflow.calendars._days import refuse_unknown_country
from caseflow.calendars._decrees import DayOff, Decree, MakeUp
from caseflow.calendars._office import OfficeCalendar
from caseflow.calendars._sessions import Sessions, parse_sessions
from caseflow.calendars._spec import OFFICE_HOURS, CalendarSpec, zone_name, zone_of_country
from caseflow.calendars._yearly import YearlyDay
from caseflow.errors import CalendarFileError, FormatError, InputError
from caseflow.law import NO_RULES, Basis, RuleBook
from caseflow.values import Text, iso_day

__all__ = [
    "CALENDAR_KEYS",
    "load_calendar",
    "read_calendar",
]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: The keys that a calendar file may hold, see docs/reference/calendars-toml.md.
CALENDAR_KEYS = (
    "id",
    "zone",
    "country",
    "subdivision",
    "extends",
    "weekly_rest",
    "sessions",
    "sessions_by_weekday",
    "sessions_on",
    "holidays",
    "yearly",
    "first_year",
    "last_year",
    "official_through",
    "citations",
    "decree",
)
_DECREE_KEYS = (
    "id",
    "issued_on",
    "issued_note",
    "citation",
    "source",
    "settles",
    "off",
    "work",
    "replaces",
)
_OFF_KEYS = ("on", "basis")
_YEARLY_KEYS = ("on", "easter", "basis", "first_year", "last_year")
_WORK_KEYS = ("on", "instead_of")

Bases = Mapping[str, Callable[[], OfficeCalendar]]


@typed
def load_calendar(
    path: str | Path, *, bases: Bases | None = None, law: RuleBook = NO_RULES
) -> OfficeCalendar:
    """Load an office calendar from a TOML file; see `read_calendar` for its keys.

    Raises:
        CalendarFileError: the file cannot be read, or what is in it is no calendar.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CalendarFileError(
            str(path), f"cannot be read ({why}); give the path of a UTF-8 TOML file"
        ) from None
    return read_calendar(text, name=str(path), bases=bases, law=law)


@typed
def read_calendar(
    text: str, *, name: str, bases: Bases | None = None, law: RuleBook = NO_RULES
) -> OfficeCalendar:
    """Read an office calendar from TOML text; *name* is what errors call it.

    Keys: id, zone, country, subdivision (one or a list), extends (a name in *bases*), weekly_rest,
    sessions, sessions_by_weekday, sessions_on, holidays (on, vi, en, basis), yearly (on or easter,
    vi, en, basis, first_year, last_year), first_year, last_year, official_through, and [[decree]]
    tables (id, issued_on, citation, settles, off, work, replaces). Nothing is required; without
    country, holidays or yearly no public holidays are known.

    >>> calendar = read_calendar('weekly_rest = ["sunday"]', name="six days")
    >>> calendar.add_working_days(date(2026, 3, 6), 1)
    datetime.date(2026, 3, 7)

    Raises:
        CalendarFileError: the text is not TOML, or keys or values are not known: all are named.
        DecreeError: a decree contradicts itself or the calendar.
    """
    try:
        with reading_toml(text, name) as table:
            return OfficeCalendar(_Reader(name, law).spec(table, bases or {}))
    except FormatError as error:
        raise CalendarFileError(name, error.problem) from error
    except InputError as error:
        raise CalendarFileError(name, str(error)) from error


class _Reader:
    """Reads one file; keeps its name, and the rules of law that it may name."""

    def __init__(self, name: str, law: RuleBook) -> None:
        self._name, self._law = name, law

    def spec(self, table: Table, bases: Bases) -> CalendarSpec:
        table.allow(*CALENDAR_KEYS)
        spec = self._base(table, bases)
        sessions, week = self._usual(spec.week), spec.week
        if "sessions" in table:
            sessions = parse_sessions(table.value("sessions"))
            week = tuple(sessions if day else () for day in spec.week)
        if "weekly_rest" in table:
            rest = {_weekday(table, day, "weekly_rest") for day in table.texts("weekly_rest")}
            week = tuple(() if n in rest else sessions for n in range(7))
        by_weekday = table.table("sessions_by_weekday")
        for day in by_weekday.names:
            number = _weekday(by_weekday, day, day)
            own = parse_sessions(by_weekday.value(day), name=day)
            week = (*week[:number], own, *week[number + 1 :])
        on_days = table.table("sessions_on")
        single = tuple(
            (_iso(on_days, day, day), parse_sessions(on_days.value(day), name=day))
            for day in on_days.names
        )
        decrees = [self._decree(item) for item in table.tables("decree")]
        first = _int(table, "first_year", spec.first_year)
        last = _int(table, "last_year", spec.last_year)
        certain = _date(table, "official_through") if "official_through" in table else None
        if certain is None and not spec.country and not decrees and "extends" not in table:
            certain = date(last, 12, 31)
        return evolve(
            spec,
            id=table.text("id", spec.id),
            week=week,
            decrees=(*spec.decrees, *self._holidays(table), *decrees),
            inherited=frozenset(decree.id for decree in spec.decrees),
            package_swaps=spec.package_swaps and not decrees,
            sessions_on=(*spec.sessions_on, *single),
            first_year=first,
            last_year=last,
            official_through=certain or spec.official_through,
            citations=self._citations(table.table("citations")) or spec.citations,
            yearly=(*spec.yearly, *map(self._yearly, table.tables("yearly"))),
        )

    def _citations(self, given: Table) -> tuple[tuple[str, Basis], ...]:
        return tuple((rule, self._basis(given, rule)) for rule in given.names)

    def _base(self, table: Table, bases: Bases) -> CalendarSpec:
        if "extends" in table:
            wanted = table.text("extends")
            if wanted not in bases:
                raise table.refused(
                    "extends",
                    f"one of {', '.join(sorted(bases)) or 'those known here, which are none'}",
                )
            spec = bases[wanted]().spec
            return evolve(spec, zone=table.text("zone", zone_name(spec.zone)))
        country = table.text("country", "").upper()
        several = isinstance(table.value("subdivision"), list)
        found = table.texts("subdivision") if several else (table.text("subdivision", ""),)
        first, *also = found or ("",)
        if country:
            refuse_unknown_country(country, first, *also)
        zone = table.text("zone", "") or (zone_of_country(country) if country else "UTC")
        return CalendarSpec(
            id=Path(self._name).stem,
            zone=zone,
            country=country,
            subdivision=first,
            also=tuple(also),
        )

    def _decree(self, table: Table) -> Decree:
        table.allow(*_DECREE_KEYS)
        name = table.text("id")
        return Decree(
            id=name,
            issued_on=_date(table, "issued_on"),
            citation=self._law.read(table.text("citation", name)),
            off=self._days_off(table.tables("off")),
            work=tuple(map(self._make_up, table.tables("work"))),
            settles=list(table.wholes("settles")),
            replaces=table.text("replaces", ""),
        )

    def _holidays(self, table: Table) -> list[Decree]:
        """Days off listed without a decree, known from the beginning."""
        days = self._days_off(table.tables("holidays"))
        if not days:
            return []
        return [Decree(f"holidays of {self._name}", date.min, Path(self._name).name, off=days)]

    def _days_off(self, items: list[Table]) -> tuple[DayOff, ...]:
        return tuple(
            DayOff(_date(item, "on"), _label(item, _OFF_KEYS), self._basis(item, "basis"))
            for item in items
        )

    def _yearly(self, item: Table) -> YearlyDay:
        years = {key: item.whole(key) for key in ("first_year", "last_year") if key in item}
        return YearlyDay(
            _label(item, _YEARLY_KEYS),
            on=item.text("on") if "on" in item else None,
            easter=item.whole("easter") if "easter" in item else None,
            basis=self._basis(item, "basis"),
            **years,
        )

    @staticmethod
    def _make_up(item: Table) -> MakeUp:
        instead = _date(item, "instead_of") if "instead_of" in item else None
        return MakeUp(_date(item, "on"), _label(item, _WORK_KEYS), instead)

    def _basis(self, table: Table, key: str) -> Basis:
        text = table.text(key, "")
        if self._law.knows(text):
            return self._law.read(text)
        close = get_close_matches(text, self._law.names, n=1)
        known = ", ".join(self._law.names) or "none"
        hint = f"did you mean {close[0]!r}?" if close else f"known: {known}"
        table.fault(key, f"names the rule {text!r}; {hint}")
        return ""

    @staticmethod
    def _usual(week: tuple[Sessions, ...]) -> Sessions:
        return next((sessions for sessions in week if sessions), OFFICE_HOURS)


def _label(item: Table, keys: tuple[str, ...]) -> Text:
    """Return the name of a day, under the code of each language; its other keys are *keys*."""
    codes = [key for key in item.names if _is_name(key)]
    item.allow(*keys, *codes)
    names = {code: item.text(code) for code in codes}
    names = {code: name for code, name in names.items() if name}
    return Text(names) if names else Text(und=str(item.value("on")))


def _int(table: Table, key: str, default: int) -> int:
    return table.whole(key) if key in table else default


def _date(table: Table, key: str) -> date:
    """Return a day that must be there, as TOML or as text writes it."""
    value = table.value(key)
    if isinstance(value, str):
        return _iso(table, value, key)
    if value is None:
        table.wrong(key, "a day, as 2025-12-31")
    return table.day(key) or date.min


def _iso(table: Table, text: str, key: str) -> date:
    try:
        return iso_day(text)
    except ValueError:
        table.fault(key, f"{text!r} is not a date; write it as 2026-01-02")
        return date.min


def _weekday(table: Table, day: str, key: str) -> int:
    if day.lower() in _WEEKDAYS:
        return _WEEKDAYS.index(day.lower())
    table.fault(key, f"{day!r} is not a weekday; write one of {', '.join(_WEEKDAYS)}")
    return 0


def _is_name(key: str) -> bool:
    return key != "on" and is_language_code(key)
