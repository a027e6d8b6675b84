"""The two axes over columns against `OfficeCalendar`, one row at a time."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulk.columns import (
    DAY,
    MICROSECOND,
    NAT,
    Value,
    array,
    day,
    days_near_ends,
    ends_of_day,
    instant,
    instants_near_ends,
    micros,
    number,
    worked,
)
from caseflow import bulk
from caseflow import vietnam as vn
from caseflow.bulk import _working as working
from caseflow.bulk._tables import CalendarTables
from caseflow.calendars import OfficeCalendar
from caseflow.errors import (
    CalendarHorizonError,
    CaseflowError,
    FloatRefusedError,
    PauseError,
    ValueInvalidError,
)
from caseflow.limits import Pause
from caseflow.limits._counting import instant_pauses
from oracle.draws import calendars

blocks = st.sampled_from([3, 1 << 15])


def answer(plain: Callable[..., int], *given: object) -> int | None:
    """Return the plain answer as a number, None where it is refused."""
    try:
        return plain(*given)
    except CaseflowError:
        return None


def moved(calendar: OfficeCalendar, on: int, by: int) -> int:
    """Return the day so many working days on, as a number."""
    return number(calendar.add_working_days(day(on), by))


def later(calendar: OfficeCalendar, at: int, work: int) -> int:
    """Return the instant so much work on, as a number."""
    return micros(calendar.add_working_time(instant(at), work * MICROSECOND))


def numbers(column: np.ndarray) -> list[Value]:
    """Return a column as numbers, None for no value."""
    return [None if value == NAT else int(value) for value in column.view("i8")]


@given(st.data(), calendars(), st.one_of(st.integers(-30, 30), st.just(10**30)), blocks)
def test_a_number_of_working_days_is_added(
    data: st.DataObject, calendar: OfficeCalendar, by: int, block: int
):
    """One number for all days, there and back, by look-up or by rank."""
    days = data.draw(st.lists(st.none() | days_near_ends(calendar), min_size=1, max_size=12))
    expected = [None if on is None else answer(moved, calendar, on, by) for on in days]
    for rows_a_day in (0, 10**9):
        with worked(in_blocks_of=block), pytest.MonkeyPatch.context() as patch:
            patch.setattr(working, "_ROWS_A_DAY", rows_a_day)
            found = bulk.add_working_days(array(days, is_days=True), by, calendar, errors="coerce")
        assert numbers(found) == expected


@given(st.data(), calendars(), blocks)
def test_a_column_of_working_days_is_added_and_counted(
    data: st.DataObject, calendar: OfficeCalendar, block: int
):
    """A number for each day, there and back; counting is the way back."""
    rows = data.draw(
        st.lists(st.tuples(days_near_ends(calendar), st.integers(-40, 40)), min_size=1, max_size=12)
    )
    days = array([on for on, _ in rows], is_days=True)
    by = np.array([amount for _, amount in rows])
    with worked(in_blocks_of=block):
        found = bulk.add_working_days(days, by, calendar, errors="coerce")

    assert numbers(found) == [answer(moved, calendar, on, amount) for on, amount in rows]
    is_known = ~np.isnat(found)
    if is_known.any():
        counted = bulk.count_working_days(days[is_known], found[is_known], calendar)
        assert counted.tolist() == [
            calendar.count_working_days(*pair)
            for pair in zip(days[is_known].tolist(), found[is_known].tolist(), strict=True)
        ]


@given(st.data(), calendars(), blocks)
def test_working_time_is_added_and_measured(
    data: st.DataObject, calendar: OfficeCalendar, block: int
):
    """One length for all or one for each, there and back, at every end ± 1 µs."""
    moments = st.none() | instants_near_ends(calendar)
    rows = data.draw(st.lists(st.tuples(moments, moments), min_size=1, max_size=12))
    length = data.draw(st.one_of(st.integers(-40 * DAY, 40 * DAY), st.just(0), st.just(4 * DAY)))
    first = array([at for at, _ in rows], is_days=False)
    last = array([at for _, at in rows], is_days=False)

    with worked(in_blocks_of=block):
        added = bulk.add_working_time(
            first, length * MICROSECOND, calendar, zone="UTC", errors="coerce"
        )
        measured = bulk.working_time(first, last, calendar, zone="UTC", errors="coerce")
        # What was measured, added again: the earliest instant with so much work done.
        again = bulk.add_working_time(first, measured, calendar, zone="UTC", errors="coerce")

    assert numbers(added) == [
        None if at is None else answer(later, calendar, at, length) for at, _ in rows
    ]
    worked_between = [None if None in pair else answer(between, calendar, *pair) for pair in rows]
    assert numbers(measured) == worked_between
    assert numbers(again) == [
        None if at is None or work is None else answer(later, calendar, at, work)
        for (at, _), work in zip(rows, worked_between, strict=True)
    ]


def between(calendar: OfficeCalendar, first: int, last: int) -> int:
    """Return the working time between two instants as a number."""
    return calendar.working_time(instant(first), instant(last)) // MICROSECOND


@given(st.data(), calendars(), blocks)
def test_net_working_time_leaves_pauses_out(
    data: st.DataObject, calendar: OfficeCalendar, block: int
):
    """United pauses are taken off, as far as they lie between; an open one lasts to the end."""
    moments = instants_near_ends(calendar)
    ends = st.tuples(moments, moments)
    rows = data.draw(st.lists(st.tuples(ends, ends, ends), min_size=1, max_size=8))
    start, end, stop, resume, stop_2, resume_2 = (
        [ends[n // 2][n % 2] for ends in rows] for n in range(6)
    )
    opened = [None if at % 5 == 0 else at for at in resume]
    columns = [
        array(values, is_days=False) for values in (start, end, stop, opened, stop_2, resume_2)
    ]
    with worked(in_blocks_of=block):
        found = bulk.working_time(
            columns[0],
            columns[1],
            calendar,
            pauses=[(columns[2], columns[3]), (columns[4], columns[5])],
            zone="UTC",
            errors="coerce",
        )

    ended = [
        max(first, last) if at is None else at
        for first, last, at in zip(stop, end, opened, strict=True)
    ]
    assert numbers(found) == [
        answer(net, calendar, *row)
        for row in zip(start, end, stop, ended, stop_2, resume_2, strict=True)
    ]


def net(calendar: OfficeCalendar, first: int, last: int, *ends: int) -> int:
    """Return the working time between two instants without two pauses, the plain way."""
    found = between(calendar, first, last)
    pauses = [Pause(instant(ends[n]), instant(ends[n + 1])) for n in (0, 2)]
    for stop, resume in instant_pauses(pauses, calendar, rule="hours"):
        low, high = max(micros(stop), first), min(micros(resume), last)
        if low < high:
            found -= between(calendar, low, high)
    return found


def test_every_end_of_the_vietnamese_calendar_agrees():
    """Twenty hours on from each session and midnight of 2018 to 2035, ± 1 µs."""
    calendar = vn.calendar()
    days = [calendar.first_on + timedelta(days=n) for n in range(0, 6500, 3)]
    starts = sorted(
        {at + by for on in days for at in ends_of_day(calendar, on) for by in (-1, 0, 1)}
    )
    found = bulk.add_working_time(
        array(starts[2:], is_days=False), timedelta(hours=20), calendar, zone="UTC"
    )

    assert numbers(found) == [
        micros(calendar.add_working_time(instant(at), timedelta(hours=20))) for at in starts[2:]
    ]


# ── what is refused ─────────────────────────────────────────────────────────────────────────


def test_a_day_beyond_the_calendar_is_named_with_its_row():
    """The error is the plain one, with the row."""
    days = array([20_000, 99_999], is_days=True)

    with pytest.raises(CalendarHorizonError, match="row 1"):
        bulk.add_working_days(days, 1, vn.calendar())
    with pytest.raises(CalendarHorizonError, match="row 1"):
        bulk.count_working_days(days[[0, 0]], days, vn.calendar())


def test_a_count_refuses_missing_days():
    """No whole number stands for a count that cannot be made."""
    days = array([20_000, None], is_days=True)

    with pytest.raises(ValueInvalidError, match=r"through\[1\]: 'NaT'"):
        bulk.count_working_days(days[[0, 0]], days, vn.calendar())


def test_days_and_instants_are_not_mixed_up():
    """Working days are added to days, working time to instants."""
    days, instants = array([20_000], is_days=True), array([20_000 * DAY], is_days=False)

    with pytest.raises(ValueInvalidError, match="a column of days"):
        bulk.add_working_time(days, timedelta(hours=1), vn.calendar())
    with pytest.raises(ValueInvalidError, match="without a zone"):
        bulk.add_working_days(instants, 1, vn.calendar())
    with pytest.raises(ValueInvalidError, match="a column of days"):
        bulk.working_time(instants, days, vn.calendar(), zone="UTC")


@pytest.mark.parametrize("days", [1.0, np.array([1.0])])
def test_floats_of_days_are_refused(days: object):
    """A number of days is exact."""
    with pytest.raises(FloatRefusedError):
        bulk.add_working_days(array([20_000], is_days=True), days, vn.calendar())


@pytest.mark.parametrize("days", [True, "1", None, np.array(["1"]), [1]])
def test_what_is_no_number_of_days_is_refused(days: object):
    """Neither truth values nor texts nor lists are whole numbers of days."""
    with pytest.raises(ValueInvalidError, match="days"):
        bulk.add_working_days(array([20_000], is_days=True), days, vn.calendar())


def test_a_pause_that_ends_before_it_begins_is_refused():
    """Net working time refuses it as a due date does."""
    at = array([20_000 * DAY], is_days=False)

    with pytest.raises(PauseError, match="row 0"):
        bulk.working_time(at, at + DAY, vn.calendar(), pauses=[(at + 2, at + 1)], zone="UTC")


def test_the_plain_path_stands_in_for_any_row(monkeypatch: pytest.MonkeyPatch):
    """A row the arrays give no answer for is measured by the calendar itself."""
    calendar = vn.calendar()
    at = array([20_000 * DAY, 20_003 * DAY], is_days=False)
    end = at + 9 * DAY
    pauses = [(at + DAY, at + 3 * DAY), (at - 5 * DAY, at + 2 * DAY)]
    expected = bulk.working_time(at, end, calendar, pauses=pauses, zone="UTC")
    later = bulk.add_working_time(at, expected, calendar, zone="UTC")

    monkeypatch.setattr(CalendarTables, "is_within", lambda _, values: values < 0)

    found = bulk.working_time(at, end, calendar, pauses=pauses, zone="UTC")
    assert found.tolist() == expected.tolist()
    assert bulk.add_working_time(at, found, calendar, zone="UTC").tolist() == later.tolist()
