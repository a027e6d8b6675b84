"""Resolve the layers of a calendar into single days: worked or not, and why.

This is the only file of caseflow that imports `holidays`, lazily and never on a hot path. No
arithmetic here.
"""

import enum
from collections.abc import Iterable, Mapping
from datetime import UTC, date
from itertools import cycle, islice

from attrs import evolve, frozen

from caseflow._typed import short
from caseflow.calendars._decrees import in_force
from caseflow.calendars._kept_holidays import Holiday, kept_holidays
from caseflow.calendars._sessions import Sessions
from caseflow.calendars._spec import CalendarSpec
from caseflow.errors import DecreeError, UnknownCalendarError
from caseflow.law import Cited, dated
from caseflow.texts import Message, Text, language_code

__all__ = ["Certainty", "Day", "DayKind", "Roll", "resolve_days"]


class DayKind(enum.Enum):
    """Say what makes a day worked or not."""

    WORKING = "working"
    MAKE_UP = "make-up"
    REST = "rest"
    HOLIDAY = "holiday"


class Roll(enum.Enum):
    """Say where a period goes that ends on a day off.

    PREVIOUS goes back as far as it must, even before the receipt of a very short period.
    """

    NEXT = "next"
    PREVIOUS = "previous"
    NONE = "none"


class Certainty(enum.Enum):
    """Say whether a date rests on decided days or on a projection."""

    OFFICIAL = "official"
    PROJECTED = "projected"


@short
@frozen
class Day:
    """Describe one day of an office.

    `name` and `citation` say why an exceptional day is off or worked; `decree` is the id of the
    decree behind it, empty when it rests on the weekly plan or on projected public holidays.
    """

    on: date
    kind: DayKind
    sessions: Sessions = ()
    name: Text | None = None
    citation: Cited = ""
    decree: str = ""

    @property
    def is_working(self) -> bool:
        """Return whether the office works on that day."""
        return bool(self.sessions)


def resolve_days(spec: CalendarSpec) -> dict[date, Day]:
    """Return every day of *spec* that is not just the weekly plan.

    A year settled by a decree takes its public holidays from decrees alone; any other year takes
    them from the `holidays` package and from the yearly days. Then all decrees apply, oldest first.

    Raises:
        DecreeError: a decree makes a day worked that is worked already, names a swapped day that
            is not off, or lies outside the years of the calendar.
    """
    decrees = in_force(spec.decrees)
    settled = {year for decree in decrees for year in decree.settles}
    years = [y for y in range(spec.first_year, spec.last_year + 1) if y not in settled]
    days = _yearly_days(spec, years)
    if spec.country and years:
        for subdivision in reversed((spec.subdivision, *spec.also)):
            days |= _public_holidays(evolve(spec, subdivision=subdivision), years)
    for decree in decrees:
        for off in decree.off:
            _within(spec, decree.id, off.on)
            days[off.on] = Day(
                off.on,
                DayKind.HOLIDAY,
                (),
                off.name,
                dated(off.basis, off.on) or dated(decree.citation, off.on),
                decree.id,
            )
        for work in decree.work:
            _within(spec, decree.id, work.on)
            before = days.get(work.on)
            worked = before.is_working if before else bool(spec.week[work.on.weekday()])
            if worked and decree.id not in spec.inherited:
                raise DecreeError(
                    decree.id,
                    work.on,
                    "is made a make-up day but is a working day already; "
                    "name a rest day, or leave it out",
                )
            days[work.on] = Day(
                work.on,
                DayKind.MAKE_UP,
                _make_up_sessions(spec, work.instead_of),
                work.name,
                dated(decree.citation, work.on),
                decree.id,
            )
    for decree in decrees:
        for work in decree.work:
            swapped = work.instead_of
            if swapped and (swapped not in days or days[swapped].is_working):
                raise DecreeError(
                    decree.id,
                    work.on,
                    f"is worked instead of {swapped}, which is not off; add it to the days off",
                )
    for on, sessions in spec.sessions_on:
        before = days.get(on)
        kind = DayKind.WORKING if sessions else DayKind.REST
        days[on] = Day(on, kind, sessions, before.name if before else None)
    return days


def sessions_by_day(spec: CalendarSpec, days: Mapping[date, Day]) -> list[Sessions]:
    """Return the sessions of every day of *spec*, in order; *days* are the exceptional ones."""
    first_on, last_on = date(spec.first_year, 1, 1), date(spec.last_year, 12, 31)
    length = (last_on - first_on).days + 1
    week = (*spec.week[first_on.weekday() :], *spec.week[: first_on.weekday()])
    found = list(islice(cycle(week), length))
    for on, day in days.items():
        at = (on - first_on).days
        if 0 <= at < length:
            found[at] = day.sessions
    return found


def refuse_unknown_country(country: str, *subdivisions: str) -> None:
    """Raise `UnknownCalendarError` unless the `holidays` package knows the country, and parts."""
    if not country:
        raise UnknownCalendarError(country, ["weekends", "a country as DE"])
    for subdivision in subdivisions or ("",):
        if kept_holidays(country, subdivision, []) is None:
            spec = CalendarSpec(id="?", zone=UTC, country=country, subdivision=subdivision)
            _public_holidays(spec, [2000])


def _yearly_days(spec: CalendarSpec, years: list[int]) -> dict[date, Day]:
    days: dict[date, Day] = {}
    for rule in spec.yearly:
        for year in years:
            on = rule.in_year(year)
            # Around Easter a day can lie in another year than its Easter; none does by law.
            if on is not None and on.year == year:
                days[on] = Day(on, DayKind.HOLIDAY, (), rule.name, dated(rule.basis, on))
    return days


def _within(spec: CalendarSpec, decree: str, on: date) -> None:
    if not spec.first_year <= on.year <= spec.last_year:
        raise DecreeError(
            decree, on, f"lies outside the calendar, {spec.first_year} to {spec.last_year}"
        )


def _make_up_sessions(spec: CalendarSpec, instead_of: date | None) -> Sessions:
    """Give a make-up day the hours of the day it stands for, else those of a usual day."""
    wanted = spec.week[instead_of.weekday()] if instead_of else ()
    return wanted or next(sessions for sessions in spec.week if sessions)


def _public_holidays(spec: CalendarSpec, years: list[int]) -> dict[date, Day]:
    """Take the public holidays of *years*, and of no other year, from the `holidays` package.

    One private object per call (`expand=False`, all years named): a shared, growing object gives
    wrong answers under threads and leaks make-up days of other years.
    """
    kept = kept_holidays(spec.country, spec.subdivision, years, with_swaps=spec.package_swaps)
    if kept is not None:
        return _days_off(kept)
    import holidays  # noqa: PLC0415 - lazy: costs 0.5 s, and most calendars do without

    # A year beside the asked ones, because a make-up day can belong to a neighbour's swap.
    span = sorted({year + shift for year in years for shift in (-1, 0, 1)})

    def ask(language: str | None) -> "holidays.HolidayBase":
        return holidays.country_holidays(
            spec.country,
            subdiv=spec.subdivision or None,
            years=span,
            expand=False,
            language=language,
        )

    try:
        # Without a language the package would answer in that of the process.
        found = ask(None)
        found = ask(found.default_language) if found.default_language else found
    except NotImplementedError:
        known = holidays.list_supported_countries()
        if spec.country not in known:
            raise UnknownCalendarError(spec.country, ["weekends", *known]) from None
        raise UnknownCalendarError(
            f"{spec.country}-{spec.subdivision}",
            [f"{spec.country}-{part}" for part in known[spec.country]],
        ) from None
    tongue = next((each for each in found.supported_languages if each.startswith("en")), None)
    english = dict(ask(tongue).items()) if tongue else {}
    template = getattr(found, "substituted_label", None) or ""
    swap_mark = str(template).split("%s", maxsplit=1)[0]
    native = language_code((found.default_language or "en").replace("_", "-"))
    wanted = set(years)
    days = _days_off(
        Holiday(on, _name(native, name, english.get(on, name)))
        for on, name in found.items()
        if on.year in wanted
        and (spec.package_swaps or not (swap_mark and name.startswith(swap_mark)))
    )
    if spec.package_swaps:
        for on in getattr(found, "weekend_workdays", set[date]()):
            if on.year in wanted and not spec.week[on.weekday()]:
                label = Message("calendars.make-up-day")
                days[on] = Day(on, DayKind.MAKE_UP, _make_up_sessions(spec, None), label)
    return days


def _name(native: str, name: str, english: str) -> Text:
    is_english = native.partition("-")[0] == "en"
    return Text(en=name) if is_english else Text({native: name, "en": english})


def _days_off(rows: Iterable[Holiday]) -> dict[date, Day]:
    return {row.on: Day(row.on, DayKind.HOLIDAY, (), row.name) for row in rows}
