"""Scenarios written as TOML: read strictly, and all faults told at once.

Docs: docs/reference/scenario-toml.md. Nothing is evaluated, and nothing is simulated here.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TypeVar, cast

from caseflow._toml_tables import Table, reading_toml
from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar, parse_sessions
from caseflow.engine import Jurisdiction, Samples
from caseflow.errors import CaseflowError, FormatError
from caseflow.simulation._demands import Course, Demand, Numbers, Season, StageTime, Topic
from caseflow.simulation._distributions import Distribution
from caseflow.simulation._offices import (
    AtClosing,
    Clerk,
    Discipline,
    Leave,
    Office,
    Pool,
    Roster,
    numbered,
)
from caseflow.simulation._scenarios import Scenario

__all__ = ["read_scenario"]

T = TypeVar("T")

_FORMAT = "caseflow-scenario/1"


@typed
def read_scenario(
    text: str, name: str, jurisdiction: Jurisdiction, samples: Samples | None = None
) -> Scenario:
    """Read a scenario from the *text* of the TOML file *name*.

    *jurisdiction* gives the calendar, the procedures and the workflow, and *samples* what is handed
    in with each action, as the payload types of a pack do.

    Raises:
        FormatError: it is not TOML, or has faults: all of them are named.
    """
    found: Scenario | None = None
    with reading_toml(text, name) as table:
        if table.text("format") != _FORMAT:
            table.fault("format", f"give {_FORMAT!r}")
        title = table.name("name")
        first_on, last_on = _day(table, "first_on"), _day(table, "last_on")
        warm_up = table.whole("warm_up") if "warm_up" in table else 0
        office = _office(table.table("office"), jurisdiction.calendar)
        demand = _demand(table.table("demand"))
        table.close()
        if office is not None and demand is not None:
            parts = (title, jurisdiction, office, demand, first_on, last_on, warm_up)
            found = _made(table, "last_on", lambda: Scenario(*parts, samples=samples))
    if found is None:
        raise FormatError(name, "is no scenario")
    return found


def _made(table: Table, key: str, make: Callable[[], T]) -> T | None:
    """Return what is made, or note under *key* why it cannot be."""
    try:
        return make()
    except CaseflowError as error:
        table.fault(key, str(error))
        return None


def _day(table: Table, key: str) -> date:
    found = table.day(key)
    if found is None:
        table.fault(key, "is needed, as a day such as 2026-03-02")
        return date(2000, 1, 1)
    return found


def _number(table: Table, key: str, default: str | None = None) -> str:
    """Return an exact number: whole, or a text as "2/3"."""
    value = table.value(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return table.text(key, default)


# ── the office ──────────────────────────────────────────────────────────────────────────────


def _office(table: Table, calendar: OfficeCalendar) -> Office | None:
    usual = table.member("discipline", Discipline, Discipline.ARRIVAL)
    pools = [_pool(each, calendar, usual) for each in table.tables("pools")]
    unit = table.text("unit", "")
    table.close()
    found = tuple(pool for pool in pools if pool is not None)
    return _made(table, "pools", lambda: Office(calendar, found, unit))


def _pool(table: Table, calendar: OfficeCalendar, usual: Discipline) -> Pool | None:
    name = table.name("name")
    number = table.whole("clerks") if "clerks" in table else 0
    named = [_clerk(each, calendar) for each in table.tables("clerk")]
    roles, states = table.texts("roles"), table.texts("states")
    discipline = table.member("discipline", Discipline, usual)
    table.close()

    def made() -> Pool:
        others = numbered(name, number) if number or not named else ()
        clerks = (*others, *(each for each in named if each is not None))
        return Pool(name, clerks, frozenset(roles), states, discipline)

    return _made(table, "clerks", made)


def _clerk(table: Table, calendar: OfficeCalendar) -> Clerk | None:
    name = table.name("name")
    closing = table.member("at_closing", AtClosing, AtClosing.PAUSE)
    hours, leave = table.texts("hours"), _leave(table)
    table.close()

    def made() -> Clerk:
        own = calendar
        if hours:
            sessions = parse_sessions(list(hours), name="hours")
            week = tuple(sessions if each else () for each in calendar.spec.week)
            own = calendar.override(f"{calendar.id}-{name}", week=week)
        return Clerk(name, Roster(own, leave, at_closing=closing))

    return _made(table, "name", made)


def _leave(table: Table) -> tuple[Leave, ...]:
    value = table.value("leave")
    if value is None:
        return ()
    found: list[Leave] = []
    listed = cast("list[object]", value) if isinstance(value, list) else [value]
    for each in listed:
        days = cast("list[object]", each) if isinstance(each, list) else []
        match days:
            case [date() as first_on, date() as last_on]:
                leave = _made(table, "leave", partial(Leave, first_on, last_on))
            case _:
                table.wrong("leave", "pairs of days, as [[2026-07-01, 2026-07-10]]")
                return ()
        if leave is not None:
            found.append(leave)
    return tuple(found)


# ── the demand ──────────────────────────────────────────────────────────────────────────────


def _demand(table: Table) -> Demand | None:
    per_day = _number(table, "per_working_day")
    topics = _each(table, "topics", _topic)
    times = _each(table, "times", _time)
    courses = _each(table, "courses", _course)
    seasons = _each(table, "seasons", _season)
    shares = {key: _number(table, key, default) for key, default in _SHARES.items()}
    weights = {key: table.wholes(key) for key in ("hours", "weekdays") if key in table}
    numbers = table.member("numbers", Numbers, Numbers.POISSON)
    table.close()

    def made() -> Demand:
        return Demand(
            per_day,
            topics,
            times=times,
            courses=courses,
            online=shares["online"],
            result_online=shares["result_online"],
            growth=shares["growth"],
            seasons=seasons,
            numbers=numbers,
            **weights,
        )

    return _made(table, "per_working_day", made)


_SHARES: Mapping[str, str] = {"online": "0", "result_online": "1", "growth": "0"}


def _each(table: Table, key: str, read: Callable[[Table], T | None]) -> tuple[T, ...]:
    found = [read(each) for each in table.tables(key)]
    return tuple(each for each in found if each is not None)


def _optional(table: Table, key: str) -> str | None:
    return table.text(key) if key in table else None


def _topic(table: Table) -> Topic | None:
    code, weight, branch = table.name("procedure"), _number(table, "weight", "1"), None
    branch = _optional(table, "branch")
    table.close()
    return _made(table, "weight", lambda: Topic(code, weight, branch))


def _time(table: Table) -> StageTime | None:
    state, text, procedure = table.name("state"), table.text("time"), _optional(table, "procedure")
    table.close()
    return _made(table, "time", lambda: StageTime(state, Distribution.parse(text), procedure))


def _course(table: Table) -> Course | None:
    state, actions = table.name("state"), table.texts("actions")
    share, procedure = _number(table, "share", "1"), _optional(table, "procedure")
    table.close()
    return _made(table, "share", lambda: Course(state, actions, share, procedure))


def _season(table: Table) -> Season | None:
    first_on, last_on = _day(table, "first_on"), _day(table, "last_on")
    factor = _number(table, "factor")
    table.close()
    return _made(table, "factor", lambda: Season(first_on, last_on, factor))
