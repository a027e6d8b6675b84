"""Traps 16 to 24: rolling, months, hours of two kinds, and "shortened" times that are longer."""

from datetime import date
from fractions import Fraction

import pytest

from caseflow.limits import (
    TimeLimit,
    calendar_days,
    clock_hours,
    months,
    working_days,
    working_hours,
    years,
)
from caseflow.procedures import LimitRule
from oracle.product import at, on, received, shop, viet_nam


def due(limit: TimeLimit, start: str) -> date:
    return limit.due(on(start), viet_nam()).on


def test_trap_16_calendar_days_roll() -> None:
    """A calendar period that ends on a day off ends on the next working day."""
    assert due(calendar_days(10), "2025-04-21") == on("2025-05-05")
    assert due(calendar_days(15), "2026-02-02") == on("2026-02-23")


def test_trap_17_a_calendar_period_may_end_on_a_make_up_saturday() -> None:
    """Sat 26 April 2025 is a working day of the office, so nothing rolls."""
    assert due(calendar_days(15), "2025-04-11") == on("2025-04-26")


@pytest.mark.parametrize(
    ("count", "start", "end"),
    [
        (1, "2025-01-31", "2025-02-28"),
        (1, "2026-01-31", "2026-03-02"),
        (1, "2024-01-31", "2024-02-29"),
        (1, "2026-03-31", "2026-05-04"),
        (12, "2024-02-29", "2025-02-28"),
    ],
)
def test_trap_18_months_end_on_the_same_number_or_the_last_day(
    count: int, start: str, end: str
) -> None:
    """Civil Code Art. 148.3, then the roll of 148.5."""
    assert due(months(count), start) == on(end)


def test_trap_18_a_year_from_29_february() -> None:
    """One year from 29 February ends on 28 February."""
    assert due(years(1), "2024-02-29") == on("2025-02-28")


def test_trap_19_months_are_computed_from_the_anchor() -> None:
    """31 January and two months is 31 March, not 28 March."""
    assert due(months(2), "2025-01-31") == on("2025-03-31")
    chained = due(months(1), due(months(1), "2025-01-31").isoformat())
    assert chained == on("2025-03-28")


def test_trap_20_a_clock_hour_is_not_a_working_hour() -> None:
    """One "Giờ" at a border post runs on Saturday night; 2 working hours wait for the morning."""
    at_post = clock_hours(1).due(at("2026-11-21T23:30"), viet_nam())
    assert at_post.at == at("2026-11-22T00:30")
    assert at_post.on == on("2026-11-22")
    assert at_post.is_instant
    service = working_hours(2).due(at("2026-11-18T16:45"), viet_nam())
    assert service.at == at("2026-11-19T08:45")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-20T16:00", "2026-11-23T16:00"),
        ("2026-11-20T22:15", "2026-11-23T17:30"),
        ("2026-11-23T16:00", "2026-11-25T16:00"),
        ("2026-02-13T15:00", "2026-02-23T15:00"),
        ("2025-04-25T16:30", "2025-04-26T16:30"),
        ("2026-11-18T12:10", "2026-11-19T11:30"),
    ],
)
def test_trap_21_eight_working_hours(start: str, end: str) -> None:
    """Eight working hours from receipt by the system (45/2020 Art. 11.4)."""
    assert working_hours(8).due(at(start), viet_nam()).at == at(end)


def test_trap_22_ties_resolve_to_the_earlier_instant() -> None:
    """Eight hours from opening end at closing, not at opening of the next day."""
    assert working_hours(8).due(at("2026-11-18T07:30"), viet_nam()).at == at("2026-11-18T17:30")
    assert working_hours(4).due(at("2026-11-18T07:30"), viet_nam()).at == at("2026-11-18T11:30")


@pytest.mark.parametrize(
    ("start", "legal", "shortened"),
    [
        ("2026-02-02", "2026-02-27", "2026-03-05"),
        ("2026-04-10", "2026-05-05", "2026-05-11"),
        ("2026-08-14", "2026-09-08", "2026-09-11"),
    ],
)
def test_trap_23_a_shortened_time_may_be_later(start: str, legal: str, shortened: str) -> None:
    """25 calendar days "shortened" to 17.5 working days end later; the promise is the earlier."""
    law = calendar_days(25).due(on(start), viet_nam())
    city = working_days(Fraction(35, 2)).due(on(start), viet_nam())
    assert (law.on, city.on) == (on(legal), on(shortened))
    assert min(law.at, city.at) == law.at


def test_trap_23_the_effective_promise_is_never_later_than_the_law() -> None:
    """The shortened time of 17.5 working days ends on 5 March 2026, the promise on 27 February."""
    engine = shop(limits=[LimitRule(calendar_days(25))], shortened=working_days(Fraction(35, 2)))
    case = received(engine, at("2026-02-02T09:00"))
    dates = engine.deadlines(case, at=at("2026-02-02T10:00"))
    assert dates.legal.due is not None
    assert dates.promised.due is not None
    assert dates.legal.due.on == dates.promised.due.on == on("2026-02-27")


def test_trap_24_mixed_units_may_shorten_nothing() -> None:
    """7 days and 5 working days from Mon 2 March 2026 both end on 9 March."""
    assert due(calendar_days(7), "2026-03-02") == on("2026-03-09")
    assert due(working_days(5), "2026-03-02") == on("2026-03-09")
