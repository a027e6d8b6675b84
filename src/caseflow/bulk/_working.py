"""The two axes of a calendar over columns: working days and working time, there and back.

Limits and due dates are in `_dues`.
"""

from collections.abc import Callable
from datetime import timedelta, tzinfo
from typing import overload

import numpy as np

from caseflow._typed import typed
from caseflow.bulk._arrays import MISSING, Ints, blocks
from caseflow.bulk._columns import Moments, same_length
from caseflow.bulk._kinds import Column, Dates, Errors, F, Lengths, Numbers, Pairs
from caseflow.bulk._reading import read_amounts, read_errors, read_lengths, read_moments
from caseflow.bulk._rows import (
    day_number,
    in_row,
    micros,
    plain_day,
    plain_instant,
    plain_pauses,
)
from caseflow.bulk._spans import read_pauses
from caseflow.bulk._tables import CalendarTables, DayTable, tables_of
from caseflow.calendars import OfficeCalendar
from caseflow.errors import CaseflowError, ValueInvalidError
from caseflow.limits._counting import instant_pauses

__all__ = ["add_working_days", "add_working_time", "count_working_days", "working_time"]

#: From so many rows for each day of the calendar on, every day is moved once and looked up.
_ROWS_A_DAY = 2
#: More days than any calendar has, and no sum with them overflows.
_FAR = 1_000_000
_MICROSECOND = timedelta(microseconds=1)


@overload
def add_working_days(
    on: Dates, days: int | Column, calendar: OfficeCalendar, *, errors: Errors = "raise"
) -> Dates: ...
@overload
def add_working_days(
    on: F, days: int | Column, calendar: OfficeCalendar, *, errors: Errors = "raise"
) -> F: ...
@typed(late=True)
def add_working_days(
    on: Column, days: int | Column, calendar: OfficeCalendar, *, errors: Errors = "raise"
) -> object:
    """Return the working day that is *days* working days after each day, or before it.

    A day itself is not counted and need not be worked; zero days give it back. *days* is one
    number or a column of numbers. Missing days stay missing.

    Raises:
        CalendarHorizonError: an answer lies outside the calendar; it names the first such row.
        ValueInvalidError: a column is not one of days, or not as long as the other.

    Cost: O(1) a row, a few nanoseconds.

    >>> import numpy as np
    >>> on = np.array(["2026-03-06", "2026-03-07"], dtype="datetime64[D]")
    >>> add_working_days(on, 1, OfficeCalendar.weekends())
    array(['2026-03-09', '2026-03-09'], dtype='datetime64[D]')
    """
    moments, home = read_moments(on, "on", None, calendar)
    values = _days(moments, "on")
    tables = tables_of(calendar)
    numbers = read_amounts(days, "days", len(values))

    def plainly(row: int) -> int:
        number = numbers if isinstance(numbers, int) else int(numbers[row])
        return day_number(calendar.add_working_days(plain_day(values[row], "on"), number))

    return home.days(_answered(values, _mover(tables, values, numbers), plainly, errors), "on")


def _mover(tables: CalendarTables, values: Ints, numbers: int | Ints) -> Callable[[slice], Ints]:
    """Return what moves the days of some rows, in the cheapest way for so many rows."""
    if not isinstance(numbers, int):
        each = np.clip(numbers, -_FAR, _FAR)
        return lambda rows: tables.add_any_working_days(values[rows], each[rows])
    number = np.array([max(-_FAR, min(numbers, _FAR))], dtype=np.int64)
    if len(values) < _ROWS_A_DAY * (tables.last - tables.first + 1):
        return lambda rows: tables.add_any_working_days(values[rows], number)
    every = np.arange(tables.first, tables.last + 1, dtype=np.int64)
    reached = DayTable(tables.add_any_working_days(every, number), tables.first)
    return lambda rows: reached.at(values[rows])


@overload
def count_working_days(after: Dates, through: Dates, calendar: OfficeCalendar) -> Numbers: ...
@overload
def count_working_days(after: F, through: Column, calendar: OfficeCalendar) -> F: ...
@typed(late=True)
def count_working_days(after: Column, through: Column, calendar: OfficeCalendar) -> object:
    """Count the working days after each day up to and including another; negative if earlier.

    Raises:
        CalendarHorizonError: a day lies outside the calendar.
        ValueInvalidError: a day is missing, as no whole number stands for that.

    Cost: O(1) a row.

    >>> import numpy as np
    >>> first = np.array(["2026-03-06"], dtype="datetime64[D]")
    >>> count_working_days(first, first + 7, OfficeCalendar.weekends())
    array([5])
    """
    moments, home = read_moments(after, "after", None, calendar)
    starts = _days(moments, "after")
    ends = _days(read_moments(through, "through", None, calendar)[0], "through")
    same_length(len(starts), len(ends), "through")
    tables = tables_of(calendar)

    def count(rows: slice) -> Ints:
        found = tables.rank(ends[rows]) - tables.rank(starts[rows])
        is_known = tables.is_known(starts[rows]) & tables.is_known(ends[rows])
        return np.where(is_known, found, MISSING)

    def plainly(row: int) -> int:
        for name, values in (("after", starts), ("through", ends)):
            if values[row] == MISSING:
                raise ValueInvalidError(name, "NaT", "a day, or leave the row out")
        first, last = plain_day(starts[row], "after"), plain_day(ends[row], "through")
        return calendar.count_working_days(first, last)

    never = np.zeros(len(starts), dtype=np.int64)
    return home.numbers(_answered(never, count, plainly, "raise"), "working_days")


@overload
def add_working_time(
    at: Dates,
    work: timedelta | Column,
    calendar: OfficeCalendar,
    *,
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> Dates: ...
@overload
def add_working_time(
    at: F,
    work: timedelta | Column,
    calendar: OfficeCalendar,
    *,
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> F: ...
@typed(late=True)
def add_working_time(
    at: Column,
    work: timedelta | Column,
    calendar: OfficeCalendar,
    *,
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> object:
    """Return the instant at which *work* of office time has passed since each instant.

    The earliest such instant, or the latest when *work* is negative; see
    `OfficeCalendar.add_working_time`. *work* is one length or a column of lengths. *zone* is the
    zone of instants that know none, as "UTC". Missing instants stay missing.

    Raises:
        CalendarHorizonError: an answer lies outside the calendar; it names the first such row.

    Cost: O(1) a row, some twenty nanoseconds.

    >>> import numpy as np
    >>> at = np.array(["2026-03-06T09:00"], dtype="datetime64[us]")
    >>> calendar = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
    >>> add_working_time(at, timedelta(hours=8), calendar, zone="Asia/Ho_Chi_Minh")
    array(['2026-03-09T09:00:00.000000'], dtype='datetime64[us]')
    """
    moments, home = read_moments(at, "at", zone, calendar)
    values = _instants(moments, "at")
    lengths = read_lengths(work, "work", len(values))
    tables = tables_of(calendar)

    def add(rows: slice) -> Ints:
        instants = values[rows]
        amount = lengths if isinstance(lengths, int) else lengths[rows]
        found = tables.add_work(instants, amount)
        is_within = tables.is_within(instants)
        if not is_within.all():
            found[~is_within] = MISSING
        return found

    def plainly(row: int) -> int:
        amount = lengths if isinstance(lengths, int) else int(lengths[row])
        at = plain_instant(values[row], "at")
        return micros(calendar.add_working_time(at, amount * _MICROSECOND))

    absent = values if isinstance(lengths, int) else _absent(values, lengths)
    return home.instants(_answered(absent, add, plainly, errors), "at")


@overload
def working_time(
    start: Dates,
    end: Dates,
    calendar: OfficeCalendar,
    *,
    pauses: Pairs = (),
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> Lengths: ...
@overload
def working_time(
    start: F,
    end: Column,
    calendar: OfficeCalendar,
    *,
    pauses: Pairs = (),
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> F: ...
@typed(late=True)
def working_time(
    start: Column,
    end: Column,
    calendar: OfficeCalendar,
    *,
    pauses: Pairs = (),
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> object:
    """Return the office time from each start to its end, pauses left out; negative if earlier.

    *pauses* are pairs of (stop, resumption) columns of instants; overlapping ones are united, and
    one without a resumption lasts to the end. Where start or end is missing, so is the answer.

    Raises:
        CalendarHorizonError: an instant lies outside the calendar.
        PauseError: a pause ends before it begins.

    Cost: O(1 + pauses) a row.

    >>> import numpy as np
    >>> start = np.array(["2026-03-06T09:00"], dtype="datetime64[us]")
    >>> end = np.array(["2026-03-09T09:00"], dtype="datetime64[us]")
    >>> calendar = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
    >>> working_time(start, end, calendar, zone="Asia/Ho_Chi_Minh").astype("timedelta64[h]")
    array([8], dtype='timedelta64[h]')
    """
    moments, home = read_moments(start, "start", zone, calendar)
    starts = _instants(moments, "start")
    until = read_moments(end, "end", zone, calendar)[0]
    ends = _instants(until, "end")
    same_length(len(starts), len(ends), "end")
    columns = read_pauses(pauses, end, len(starts), zone, calendar)
    tables = tables_of(calendar)

    def measure(rows: slice) -> Ints:
        first, last = starts[rows], ends[rows]
        found = tables.work_by(last) - tables.work_by(first)
        wrong = ~(tables.is_within(first) & tables.is_within(last))
        if columns.pairs:
            spans, bad = columns.of(rows, tables).instant_spans(tables)
            for stop, resume in zip(spans.starts, spans.ends, strict=True):
                stopped, resumed = np.maximum(stop, first), np.minimum(resume, last)
                paused = tables.work_by(resumed) - tables.work_by(stopped)
                found -= np.where(resumed > stopped, paused, 0)
            wrong |= bad
        found[wrong] = MISSING
        return found

    def plainly(row: int) -> int:
        first, last = plain_instant(starts[row], "start"), plain_instant(ends[row], "end")
        found = calendar.working_time(first, last)
        own = plain_pauses(columns.of(slice(row, row + 1), tables), 0)
        for stop, resume in instant_pauses(own, calendar, rule="working time"):
            stopped, resumed = max(stop, first), min(resume, last)
            if stopped < resumed:
                found -= calendar.working_time(stopped, resumed)
        return found // _MICROSECOND

    found = _answered(_absent(starts, ends), measure, plainly, errors)
    return home.lengths(found, "working_time")


def _days(moments: Moments, name: str) -> Ints:
    if not moments.is_days:
        raise ValueInvalidError(name, "a column of instants", "a column of days")
    return moments.values


def _instants(moments: Moments, name: str) -> Ints:
    if moments.is_days:
        raise ValueInvalidError(name, "a column of days", "a column of instants")
    return moments.values


def _absent(values: Ints, others: Ints) -> Ints:
    """Return *values*, missing also where the others are."""
    return np.where(others == MISSING, MISSING, values)


def _answered(
    values: Ints, compute: Callable[[slice], Ints], plainly: Callable[[int], int], errors: Errors
) -> Ints:
    """Compute block by block; ask the plain way for each row that has a value and no answer."""
    raises = read_errors(errors)
    found = np.empty(len(values), dtype=np.int64)
    for rows in blocks(len(values)):
        found[rows] = answers = compute(rows)
        if (answers == MISSING).any():
            found[rows][values[rows] == MISSING] = MISSING
            for place in np.flatnonzero((answers == MISSING) & (values[rows] != MISSING)):
                row = rows.start + int(place)
                try:
                    found[row] = plainly(row)
                except CaseflowError as error:
                    if raises:
                        raise in_row(error, row) from None
    return found
