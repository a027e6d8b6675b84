"""Traps 1 to 15: swapped days, make-up Saturdays, late decrees, Tết, and holidays that begin."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from caseflow.calendars import Certainty, OfficeCalendar, Roll
from caseflow.cases import Case, Rebased, RebasePolicy
from caseflow.engine import Engine
from caseflow.limits import TimeLimit, Unit, clock_hours, working_days
from caseflow.procedures import LimitRule
from oracle.product import ANYONE, at, on, received, shop, viet_nam


def due(days: int, start: str) -> date:
    return working_days(days).due(on(start), viet_nam()).on


def test_trap_01_fifteen_days_over_the_swap_of_2025() -> None:
    """2 May 2025 was off and Saturday 26 April was worked: 15 days from 24 April end on 19 May."""
    assert due(15, "2025-04-24") == on("2025-05-19")
    weekends = OfficeCalendar.weekends()
    assert working_days(15).due(on("2025-04-24"), weekends).on == on("2025-05-15")


def test_trap_02_a_make_up_saturday_is_counted() -> None:
    """3 working days from Thu 24 April 2025 are 25, Sat 26 and Mon 28 April."""
    assert due(3, "2025-04-24") == on("2025-04-28")


def test_trap_03_a_swapped_friday_is_skipped() -> None:
    """2 working days from Mon 28 April 2025 end on Mon 5 May, not on Fri 2 May."""
    assert due(2, "2025-04-28") == on("2025-05-05")


def test_trap_04_a_due_date_may_be_a_saturday() -> None:
    """1 working day from Fri 25 April 2025 ends on the make-up Saturday."""
    assert due(1, "2025-04-25") == on("2025-04-26")


def test_trap_05_a_make_up_saturday_is_a_day_of_reception() -> None:
    """5 working days from Sat 26 April 2025 end on Wed 7 May."""
    assert viet_nam().is_working_day(on("2025-04-26"))
    assert due(5, "2025-04-26") == on("2025-05-07")


def test_trap_06_national_day_2026() -> None:
    """Sat 22 August 2026 is worked for Mon 31 August."""
    assert due(1, "2026-08-21") == on("2026-08-22")
    assert due(2, "2026-08-27") == on("2026-09-03")


def test_trap_07_new_year_swap_of_2026() -> None:
    """Fri 2 January 2026 was off and Sat 10 January was worked."""
    assert due(2, "2025-12-30") == on("2026-01-05")
    assert due(7, "2025-12-30") == on("2026-01-10")


def test_trap_08_a_late_decree_is_known_only_from_its_day_of_issue() -> None:
    """The swap of 2 January 2026 was issued on 25 December 2025 and moved a printed date."""
    before = viet_nam().as_of(at("2025-12-24T12:00"))
    after = viet_nam().as_of(at("2025-12-26T12:00"))
    limit = working_days(2)
    assert limit.due(on("2025-12-30"), before).on == on("2026-01-02")
    assert limit.due(on("2025-12-30"), after).on == on("2026-01-05")
    assert before.version != after.version
    assert limit.due(on("2025-12-30"), before).calendar_version == before.version


def legal_on(engine: Engine, case: Case, instant: str) -> date:
    due = engine.deadlines(case, at=at(instant)).legal.due
    assert due is not None
    return due.on


def test_trap_08_a_case_keeps_the_calendar_it_was_received_under() -> None:
    """The date moves only by a recorded recomputation, which keeps the old date."""
    before = viet_nam().as_of(at("2025-12-24T12:00"))
    engine = shop(calendar=before, limits=[LimitRule(working_days(2))])
    case = received(engine, at("2025-12-30T09:00"))
    assert legal_on(engine, case, "2025-12-31T09:00") == on("2026-01-02")
    moved = engine.rebase(
        case,
        viet_nam(),
        policy=RebasePolicy.LATEST,
        at=at("2025-12-31T10:00"),
        by=ANYONE,
        reason="CV 12729/VPCP-KGVX",
    )
    assert legal_on(engine, case, "2025-12-31T11:00") == on("2026-01-02")
    assert legal_on(engine, moved, "2025-12-31T11:00") == on("2026-01-05")
    assert len(moved.records) == len(case.records) + 1
    payload = moved.records[-1].payload
    assert isinstance(payload, Rebased)
    assert (on("2026-01-02"), on("2026-01-05")) in [(m.before, m.after) for m in payload.dates]


def test_trap_08_a_pinned_date_that_became_a_day_off_rolls() -> None:
    """Fri 2 January 2026 became a day off, so even a pinned date goes to Monday."""
    before = viet_nam().as_of(at("2025-12-24T12:00"))
    engine = shop(calendar=before, limits=[LimitRule(working_days(2))])
    case = received(engine, at("2025-12-30T09:00"))
    pinned = engine.rebase(
        case,
        viet_nam(),
        policy=RebasePolicy.PINNED,
        at=at("2025-12-31T10:00"),
        by=ANYONE,
        reason="CV 12729/VPCP-KGVX",
    )
    assert legal_on(engine, pinned, "2025-12-31T11:00") == on("2026-01-05")


@pytest.mark.parametrize(
    "limit",
    [clock_hours(48), TimeLimit(Fraction(4), Unit.CALENDAR_DAY, roll=Roll.NONE)],
    ids=["clock hours", "no roll"],
)
def test_trap_08_a_pinned_date_that_was_a_day_off_all_along_stays(limit: TimeLimit) -> None:
    """Only a day that *became* a day off rolls; hours and unrolled periods may end on a Sunday."""
    before = viet_nam().as_of(at("2025-12-24T12:00"))
    engine = shop(calendar=before, limits=[LimitRule(limit)])
    start = at("2025-12-26T09:00") if limit.unit.is_hours else at("2025-12-24T09:00")
    case = received(engine, start)
    assert legal_on(engine, case, "2025-12-26T10:00") == on("2025-12-28")
    pinned = engine.rebase(
        case,
        viet_nam(),
        policy=RebasePolicy.PINNED,
        at=at("2025-12-26T10:00"),
        by=ANYONE,
        reason="CV 12729/VPCP-KGVX",
    )
    assert legal_on(engine, pinned, "2025-12-26T11:00") == on("2025-12-28")


def test_trap_09_24_november_is_off_from_2026_only() -> None:
    """Culture Day begins in 2026; 24 November 2025 was worked."""
    assert due(2, "2026-11-20") == on("2026-11-25")
    assert due(3, "2025-11-20") == on("2025-11-25")
    assert viet_nam().is_working_day(on("2025-11-24"))


def test_trap_10_tet() -> None:
    """Tết takes five working days in 2026 and in 2025."""
    assert due(3, "2026-02-13") == on("2026-02-25")
    assert due(5, "2025-01-22") == on("2025-02-05")


def test_trap_11_a_compensatory_day() -> None:
    """Mon 27 April 2026 is off for Hùng Kings' Day on the Sunday."""
    assert due(3, "2026-04-23") == on("2026-04-29")
    assert due(5, "2026-04-24") == on("2026-05-06")


def test_trap_12_victory_day_2022_and_2023() -> None:
    """Holidays on a weekend give compensatory days after it."""
    assert due(1, "2022-04-29") == on("2022-05-04")
    assert due(3, "2023-04-27") == on("2023-05-05")


def test_trap_13_national_day_has_two_days_from_2021() -> None:
    """The Labour Code of 2019 made National Day two days."""
    assert due(3, "2020-08-31") == on("2020-09-04")
    assert due(3, "2021-08-31") == on("2021-09-07")


def test_trap_14_a_swap_across_the_year() -> None:
    """Mon 31 December 2018 was off for Sat 5 January 2019."""
    assert due(5, "2018-12-28") == on("2019-01-07")


@pytest.mark.parametrize("build", [viet_nam, lambda: OfficeCalendar.country("VN")])
def test_trap_15_no_working_saturday_leaks_from_another_year(build) -> None:  # type: ignore[no-untyped-def]
    """Asking for 2026 must not bring in the make-up days of other years."""
    calendar = build()
    worked: list[date] = []
    day = on("2026-01-01")
    while day < on("2027-01-01"):
        if day.weekday() >= 5 and calendar.is_working_day(day):
            worked.append(day)
        day += timedelta(days=1)
    assert set(worked) <= {on("2026-01-10"), on("2026-08-22")}


def test_trap_15_the_working_saturdays_are_these_and_no_others() -> None:
    """Six Saturdays were made up from 2018 through the official end of the calendar."""
    calendar = viet_nam()
    worked = [
        day
        for number in range((calendar.official_through - on("2018-01-01")).days + 1)
        if (day := on("2018-01-01") + timedelta(days=number)).weekday() >= 5
        and calendar.is_working_day(day)
    ]
    assert worked == [
        on("2019-01-05"),
        on("2019-05-04"),
        on("2024-05-04"),
        on("2025-04-26"),
        on("2026-01-10"),
        on("2026-08-22"),
    ]


def test_trap_10_tet_2028_is_labelled_as_projected() -> None:
    """No decision for 2028 is known, so its dates are projected and say so."""
    assert viet_nam().certainty(on("2028-01-27")) is Certainty.PROJECTED
    assert viet_nam().certainty(on("2027-02-08")) is Certainty.OFFICIAL
    assert viet_nam().certainty(on("2026-11-24")) is Certainty.OFFICIAL
    assert working_days(5).due(on("2028-01-21"), viet_nam()).certainty is Certainty.PROJECTED
