"""Read calendars from TOML, and keep resolved calendars as plain JSON values.

May import: errors, values and its siblings. This is where calendar files meet the disk.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from attrs import evolve

from caseflow.calendars.days import refuse_unknown_country
from caseflow.calendars.decrees import DayOff, Decree, MakeUp
from caseflow.calendars.office import OfficeCalendar
from caseflow.calendars.sessions import Sessions, parse_sessions
from caseflow.calendars.spec import OFFICE_HOURS, CalendarSpec, zone_name, zone_of_country
from caseflow.calendars.yearly import YearlyDay
from caseflow.errors import CalendarFileError, FormatError, InputError
from caseflow.languages import is_language_code
from caseflow.law import NO_RULES, Basis, RuleBook
from caseflow.toml_texts import parse_toml
from caseflow.typed import typed
from caseflow.values import Text, iso_day

__all__ = [
    "CALENDAR_KEYS",
    "load_calendar",
    "read_calendar",
]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
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

#: Tables whose days have a name, under the code of each language.
_NAMED = (_OFF_KEYS, _YEARLY_KEYS, _WORK_KEYS)

Bases = Mapping[str, Callable[[], OfficeCalendar]]


@typed
def load_calendar(
    path: str | Path, *, bases: Bases | None = None, law: RuleBook = NO_RULES
) -> OfficeCalendar:
    """Load an office calendar from a TOML file; see `read_calendar` for its keys."""
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
        CalendarFileError: the text is not TOML, or a key or value is not known.
        DecreeError: a decree contradicts itself or the calendar.
    """
    try:
        table = parse_toml(text)
    except FormatError as error:
        raise CalendarFileError(name, f"is not TOML: {error.problem}") from None
    _refuse_unknown(name, table, CALENDAR_KEYS, "")
    reader = _Reader(name, law)
    try:
        return OfficeCalendar(reader.spec(table, bases or {}))
    except InputError as error:
        raise CalendarFileError(name, str(error)) from error


class _Reader:
    """Reads one file; keeps its name for the messages."""

    def __init__(self, name: str, law: RuleBook) -> None:
        self._name, self._law = name, law

    def spec(self, table: dict[str, object], bases: Bases) -> CalendarSpec:
        spec = self._base(table, bases)
        sessions = (
            parse_sessions(table["sessions"]) if "sessions" in table else self._usual(spec.week)
        )
        week = (
            tuple(sessions if day else () for day in spec.week)
            if "sessions" in table
            else spec.week
        )
        if "weekly_rest" in table:
            rest = {self._weekday(day) for day in self._texts(table, "weekly_rest")}
            week = tuple(() if n in rest else sessions for n in range(7))
        by_weekday = self._table(table.get("sessions_by_weekday", {}), "sessions_by_weekday")
        for day, texts in by_weekday.items():
            number = self._weekday(day)
            week = (*week[:number], parse_sessions(texts, name=day), *week[number + 1 :])
        on_days = self._table(table.get("sessions_on", {}), "sessions_on")
        single = tuple(
            (self._iso(day), parse_sessions(texts, name=day)) for day, texts in on_days.items()
        )
        decrees = [self._decree(item) for item in self._tables(table, "decree")]
        first = self._int(table, "first_year", spec.first_year)
        last = self._int(table, "last_year", spec.last_year)
        certain = self._date(table, "official_through") if "official_through" in table else None
        if certain is None and not spec.country and not decrees and "extends" not in table:
            certain = date(last, 12, 31)
        holidays = self._holidays(table)
        return evolve(
            spec,
            id=self._text(table, "id", spec.id),
            week=week,
            decrees=(*spec.decrees, *holidays, *decrees),
            inherited=frozenset(decree.id for decree in spec.decrees),
            package_swaps=spec.package_swaps and not decrees,
            sessions_on=(*spec.sessions_on, *single),
            first_year=first,
            last_year=last,
            official_through=certain or spec.official_through,
            citations=self._citations(table) or spec.citations,
            yearly=(*spec.yearly, *(self._yearly(item) for item in self._tables(table, "yearly"))),
        )

    def _citations(self, table: dict[str, object]) -> tuple[tuple[str, Basis], ...]:
        given = self._table(table.get("citations", {}), "citations")
        return tuple((rule, self._basis(given, rule)) for rule in given)

    def _base(self, table: dict[str, object], bases: Bases) -> CalendarSpec:
        if "extends" in table:
            wanted = self._text(table, "extends", "")
            if wanted not in bases:
                raise self._error(
                    f"extends {wanted!r}; give one of {', '.join(sorted(bases)) or 'none'}"
                )
            spec = bases[wanted]().spec
            return evolve(spec, zone=self._text(table, "zone", zone_name(spec.zone)))
        country = self._text(table, "country", "").upper()
        given = table.get("subdivision", "")
        several = isinstance(given, list)
        first, *also = (
            self._texts(table, "subdivision") if several else [self._text(table, "subdivision", "")]
        ) or [""]
        if country:
            refuse_unknown_country(country, first, *also)
        zone = self._text(table, "zone", "") or (zone_of_country(country) if country else "UTC")
        return CalendarSpec(
            id=Path(self._name).stem,
            zone=zone,
            country=country,
            subdivision=first,
            also=tuple(also),
        )

    def _decree(self, table: dict[str, object]) -> Decree:
        _refuse_unknown(self._name, table, _DECREE_KEYS, "decree.")
        settles = self._list(table, "settles") if "settles" in table else []
        if not all(isinstance(year, int) for year in settles):
            raise self._error("decree.settles must be a list of years, as [2026]")
        return Decree(
            id=self._text(table, "id"),
            issued_on=self._date(table, "issued_on"),
            citation=self._law.read(self._text(table, "citation", self._text(table, "id"))),
            off=self._days_off(self._tables(table, "off"), "decree.off."),
            work=tuple(self._make_up(item) for item in self._tables(table, "work")),
            settles=cast("list[int]", settles),
            replaces=self._text(table, "replaces", ""),
        )

    def _holidays(self, table: dict[str, object]) -> list[Decree]:
        """Days off listed without a decree, known from the beginning."""
        days = self._days_off(self._tables(table, "holidays"), "holidays.")
        if not days:
            return []
        return [Decree(f"holidays of {self._name}", date.min, Path(self._name).name, off=days)]

    def _days_off(self, items: list[dict[str, object]], where: str) -> tuple[DayOff, ...]:
        days: list[DayOff] = []
        for item in items:
            _refuse_unknown(self._name, item, _OFF_KEYS, where)
            days.append(
                DayOff(self._date(item, "on"), self._label(item), self._basis(item, "basis"))
            )
        return tuple(days)

    def _yearly(self, item: dict[str, object]) -> YearlyDay:
        _refuse_unknown(self._name, item, _YEARLY_KEYS, "yearly.")
        years = {key: self._int(item, key, 0) for key in ("first_year", "last_year") if key in item}
        return YearlyDay(
            self._label(item),
            on=self._text(item, "on") if "on" in item else None,
            easter=self._int(item, "easter", 0) if "easter" in item else None,
            basis=self._basis(item, "basis"),
            **years,
        )

    def _make_up(self, item: dict[str, object]) -> MakeUp:
        _refuse_unknown(self._name, item, _WORK_KEYS, "decree.work.")
        instead = self._date(item, "instead_of") if "instead_of" in item else None
        return MakeUp(self._date(item, "on"), self._label(item), instead)

    def _label(self, item: dict[str, object]) -> Text:
        names = {key: self._text(item, key) for key in item if _is_name(key)}
        names = {key: name for key, name in names.items() if name}
        return Text(names) if names else Text(und=str(item.get("on")))

    # ── single values ───────────────────────────────────────────────────────────────────────

    def _error(self, problem: str) -> CalendarFileError:
        return CalendarFileError(self._name, problem)

    def _text(self, table: dict[str, object], key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if not isinstance(value, str):
            raise self._error(f"{key} must be text and is {value!r}")
        return value

    def _basis(self, table: dict[str, object], key: str) -> Basis:
        text = self._text(table, key, "")
        if not self._law.knows(text):
            known = self._law.names
            close = get_close_matches(text, known, n=1)
            hint = (
                f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known) or 'none'}"
            )
            raise self._error(f"{key} names the rule {text!r}; {hint}")
        return self._law.read(text)

    def _int(self, table: dict[str, object], key: str, default: int) -> int:
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._error(f"{key} must be a whole number and is {value!r}")
        return value

    def _date(self, table: dict[str, object], key: str) -> date:
        value = table.get(key)
        if isinstance(value, str):
            return self._iso(value)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self._error(f"{key} must be a date as 2026-01-02 and is {value!r}")
        return value

    def _iso(self, text: str) -> date:
        try:
            return iso_day(text)
        except ValueError:
            raise self._error(f"{text!r} is not a date; write it as 2026-01-02") from None

    def _texts(self, table: dict[str, object], key: str) -> list[str]:
        value = self._list(table, key)
        if not all(isinstance(item, str) for item in value):
            raise self._error(f"{key} must be a list of texts and is {value!r}")
        return cast("list[str]", value)

    def _list(self, table: dict[str, object], key: str) -> list[object]:
        value = table.get(key)
        if not isinstance(value, list):
            raise self._error(f"{key} must be a list and is {value!r}")
        return cast("list[object]", value)

    def _table(self, value: object, key: str) -> dict[str, object]:
        if not isinstance(value, dict):
            raise self._error(f"{key} must be a table and is {value!r}")
        return cast("dict[str, object]", value)

    def _tables(self, table: dict[str, object], key: str) -> list[dict[str, object]]:
        value = self._list(table, key) if key in table else []
        return [self._table(item, key) for item in value]

    def _weekday(self, day: str) -> int:
        if day.lower() not in _WEEKDAYS:
            raise self._error(f"{day!r} is not a weekday; write one of {', '.join(_WEEKDAYS)}")
        return _WEEKDAYS.index(day.lower())

    @staticmethod
    def _usual(week: tuple[Sessions, ...]) -> Sessions:
        return next((sessions for sessions in week if sessions), OFFICE_HOURS)


def _is_name(key: str) -> bool:
    return key != "on" and is_language_code(key)


def _refuse_unknown(
    name: str, table: dict[str, object], known: tuple[str, ...], where: str
) -> None:
    for key in table:
        if key not in known and not (known in _NAMED and _is_name(key)):
            close = get_close_matches(key, known, n=1)
            hint = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"
            raise CalendarFileError(name, f"unknown key {where}{key}; {hint}")
