"""Fifteen working days on, one date at a time and a million at once."""

from collections.abc import Callable
from datetime import date, timedelta
from operator import add
from typing import Any

import numpy as np

from benchmarks.outcomes import Outcome, Sizes
from benchmarks.peers import Peers
from benchmarks.racing import Contender, race
from caseflow import bulk
from caseflow import vietnam as vn

__all__ = ["days_at_once", "days_off", "days_one_by_one", "drawn_days", "each"]

#: What adds to each of the given, and what it adds.
Way = tuple[Callable[[Any, Any], object], list[Any], object]

DAYS = 15
#: The years in which every contender has the same days off: `holidays` lacks a swap of 2026.
FIRST_ON, LAST_ON = date(2018, 2, 1), date(2024, 11, 30)


def days_off() -> list[date]:
    """Return every day off of the Vietnamese calendar, weekends included.

    Peers that know no make-up days are exact all the same with a week of seven working days and
    all days off as holidays.
    """
    calendar = vn.calendar()
    span = (calendar.last_on - calendar.first_on).days + 1
    days = (calendar.first_on + timedelta(days=n) for n in range(span))
    return [on for on in days if not calendar.is_working_day(on)]


def drawn_days(number: int) -> np.ndarray:
    """Return so many days between the two, from a seed."""
    drawn = np.random.default_rng(1).integers(0, (LAST_ON - FIRST_ON).days, number)
    return np.datetime64(FIRST_ON) + drawn.astype("m8[D]")


def days_one_by_one(sizes: Sizes) -> Outcome:
    """Race one date at a time, `date` to `date`."""
    peers = Peers()
    starts: list[date] = drawn_days(sizes.calls).tolist()
    calendar, off = vn.calendar(), days_off()
    ways: dict[str, Way] = {"caseflow": (calendar.add_working_days, starts, DAYS)}

    holidays = peers.get("holidays", "holidays")
    if holidays is not None:
        # Its own calendar, make-up days included.
        known = holidays.country_holidays("VN", years=range(2017, 2027), expand=False)
        ways["holidays"] = (known.get_nth_working_day, starts, DAYS)

    bizdays = peers.get("bizdays", "bizdays")
    if bizdays is not None:
        indexed = bizdays.Calendar(
            holidays=off, startdate=calendar.first_on, enddate=calendar.last_on
        )
        ways["bizdays"] = (indexed.offset, starts, DAYS)

    exact = np.busdaycalendar("1111111", np.array(off, dtype="M8[D]"))

    def numpys(on: date, days: int) -> date:
        found: date = np.busday_offset(on, days, roll="backward", busdaycal=exact).item()
        return found

    ways["numpy"] = (numpys, starts, DAYS)
    pandas = peers.get("pandas", "pandas")
    if pandas is not None:
        offset = pandas.offsets.CustomBusinessDay(DAYS, calendar=exact)
        ways["pandas"] = (add, [pandas.Timestamp(on) for on in starts], offset)

    _agree(
        {
            name: [_day(way(one, by)) for one in given[:50]]
            for name, (way, given, by) in ways.items()
        }
    )
    contenders = [each(name, way, given, by) for name, (way, given, by) in ways.items()]
    outcome = Outcome()
    outcome.compare(
        race(contenders, sizes.rounds, peers.absent),
        f"+{DAYS} working days, one date",
        "caseflow",
        keys={
            "holidays": ("days_scalar_vs_holidays", "≥ 50"),
            "bizdays": ("days_scalar_vs_bizdays", "≥ 6"),
        },
    )
    return outcome


def days_at_once(sizes: Sizes) -> Outcome:
    """Race columns of dates: numpy made exact, and pandas on fewer rows, per row."""
    peers = Peers()
    starts, few = drawn_days(sizes.rows), drawn_days(sizes.slow_rows)
    calendar = vn.calendar()
    exact = np.busdaycalendar("1111111", np.array(days_off(), dtype="M8[D]"))

    def ours() -> np.ndarray:
        return bulk.add_working_days(starts, DAYS, calendar)

    def numpys() -> np.ndarray:
        return np.busday_offset(starts, DAYS, roll="backward", busdaycal=exact)

    answers = {"caseflow": list(ours()[: len(few)]), "numpy": list(numpys()[: len(few)])}
    contenders = [
        Contender("caseflow", sizes.rows, lambda: ours),
        Contender("numpy", sizes.rows, lambda: numpys),
    ]
    pandas = peers.get("pandas", "pandas")
    if pandas is not None:
        column = pandas.Series(few.astype("M8[us]"))
        offset = pandas.offsets.CustomBusinessDay(DAYS, calendar=exact)

        def pandas_column() -> Any:  # noqa: ANN401 - a pandas column
            return column + offset

        answers["pandas"] = list(pandas_column().to_numpy().astype("M8[D]"))
        contenders.append(Contender("pandas", sizes.slow_rows, lambda: pandas_column))
    _agree(answers)
    outcome = Outcome()
    outcome.compare(
        race(contenders, sizes.rounds, peers.absent),
        f"+{DAYS} working days, {sizes.rows:,} dates",
        "caseflow",
        keys={"numpy": ("days_bulk_vs_numpy", "≥ 15")},
    )
    return outcome


def each(name: str, way: Callable[[Any, Any], object], given: list[Any], by: object) -> Contender:
    """Return a contender that calls *way* for each of what is *given*, and nothing in between."""

    def timed() -> None:
        for one in given:
            way(one, by)

    return Contender(name, len(given), lambda: timed)


def _day(found: object) -> date:
    return date(found.year, found.month, found.day)  # type: ignore[attr-defined]


def _agree(answers: dict[str, list[Any]]) -> None:
    """Refuse to compare contenders that do not give the same answers."""
    ours = answers["caseflow"]
    for name, found in answers.items():
        for first, second in zip(ours, found, strict=False):
            assert first == second, f"{name} answers {second} where caseflow answers {first}"
