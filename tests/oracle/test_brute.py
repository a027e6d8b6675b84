"""The witness itself, held against dates that people worked out from the published notices."""

from datetime import date, datetime, time
from fractions import Fraction

import pytest

from oracle import brute


def on(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_working_days_per_year_match_the_published_counts() -> None:
    """Offices worked 250, 252, 252, 250, 249, 249, 251, 250, 249 and (provisionally) 249 days."""
    counts = dict.fromkeys(range(2018, 2028), 0)
    day = brute.FIRST_ON
    while day <= brute.LAST_ON:
        counts[day.year] += brute.is_working_day(day)
        day += brute.ONE_DAY
    assert list(counts.values()) == [250, 252, 252, 250, 249, 249, 251, 250, 249, 249]


def test_days_off_are_weekdays_and_make_up_days_are_saturdays() -> None:
    """A typing slip in the table would put a day off on a weekend."""
    for year, runs in brute.DAYS_OFF_TYPED.items():
        ends = [end for run in runs.split() for end in run.split("-")]
        written = [tuple(map(int, end.split("/"))) for end in ends]
        assert {date(year, month, day).weekday() for day, month in written} <= set(range(5))
    assert {day.weekday() for day in brute.MAKE_UP_DAYS} == {5}
    assert brute.DAYS_OFF.isdisjoint(brute.MAKE_UP_DAYS)


@pytest.mark.parametrize(
    ("event", "days", "due"),
    [
        ("2025-04-24", 15, "2025-05-19"),
        ("2025-04-24", 3, "2025-04-28"),
        ("2025-04-28", 2, "2025-05-05"),
        ("2025-04-25", 1, "2025-04-26"),
        ("2025-04-26", 5, "2025-05-07"),
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-27", 2, "2026-09-03"),
        ("2025-12-30", 2, "2026-01-05"),
        ("2025-12-30", 7, "2026-01-10"),
        ("2026-11-20", 2, "2026-11-25"),
        ("2025-11-20", 3, "2025-11-25"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2018-12-28", 5, "2019-01-07"),
    ],
)
def test_working_days(event: str, days: int, due: str) -> None:
    """Working days after the event day."""
    assert brute.due_on(on(event), days, "working_day") == on(due)


def test_pauses_and_restarts() -> None:
    """Ten working days, three used before the request for a supplement."""
    pause = [(on("2026-03-05"), on("2026-03-12"))]
    assert brute.due_on(on("2026-03-02"), 10, "working_day") == on("2026-03-16")
    assert brute.due_on(on("2026-03-02"), 10, "working_day", pause) == on("2026-03-23")
    restarted = brute.due_on(on("2026-03-02"), 10, "working_day", pause, policy="restart")
    assert restarted == on("2026-03-26")


def test_a_pause_on_the_due_day() -> None:
    """The due day was used; a restart still starts the limit again."""
    pause = [(on("2026-03-16"), on("2026-03-18"))]
    assert brute.due_on(on("2026-03-02"), 10, "working_day", pause) == on("2026-03-16")
    restarted = brute.due_on(on("2026-03-02"), 10, "working_day", pause, policy="restart")
    assert restarted == on("2026-04-01")


def test_months_and_rolls() -> None:
    """Months end on the same-numbered day or the last one, then roll."""
    assert brute.due_on(on("2026-01-31"), 1, "month") == on("2026-03-02")
    assert brute.due_on(on("2026-01-31"), 1, "month", roll="previous") == on("2026-02-27")
    assert brute.due_on(on("2026-01-31"), 1, "month", roll="none") == on("2026-02-28")
    assert brute.due_on(on("2024-02-29"), 1, "year") == on("2025-02-28")
    pause = [(on("2026-03-05"), on("2026-03-12"))]
    assert brute.due_on(on("2026-03-02"), 1, "month", pause) == on("2026-04-09")


def test_cutoffs() -> None:
    """After the cut-off, or on a day off, the next working day is the event day."""
    three = time(15, 0)
    assert brute.event_day(at("2026-11-20T15:00"), three) == on("2026-11-20")
    assert brute.event_day(at("2026-11-20T15:01"), three) == on("2026-11-23")
    assert brute.event_day(at("2026-11-21T09:00"), three) == on("2026-11-23")
    assert brute.event_day(at("2026-11-21T09:00"), None) == on("2026-11-21")
    assert brute.event_day(at("2026-11-20T16:31"), None, before_close=60) == on("2026-11-23")


def test_working_hours() -> None:
    """Eight working hours, minute by minute, ties to the earliest instant."""
    for start, due in [
        ("2026-11-20T16:00", "2026-11-23T16:00"),
        ("2026-11-20T22:15", "2026-11-23T17:30"),
        ("2026-11-23T16:00", "2026-11-25T16:00"),
        ("2026-02-13T15:00", "2026-02-23T15:00"),
        ("2025-04-25T16:30", "2025-04-26T16:30"),
        ("2026-11-18T12:10", "2026-11-19T11:30"),
        ("2026-11-20T07:30", "2026-11-20T17:30"),
    ]:
        assert brute.working_minutes_due(at(start), 480) == at(due)


def test_fractions_of_a_day() -> None:
    """17.5 working days end 4 working hours into day 18."""
    assert brute.fraction_at(on("2026-02-02"), Fraction(35, 2)) == at("2026-03-05T11:30")
    assert brute.hours8_due(at("2026-11-20T10:00"), Fraction(3, 2)) == at("2026-11-23T16:00")
