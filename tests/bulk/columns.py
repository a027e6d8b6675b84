"""Columns for the tests of bulk, and the plain answers to hold against those of whole columns.

Instants are whole microseconds since 1970 UTC and days whole days since then; None is no value.
The expected answers come from `TimeLimit.due` and its kin, one row at a time.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import strategies as st

from caseflow.bulk import _arrays as arrays
from caseflow.bulk import _counts as counts
from caseflow.calendars import OfficeCalendar, Roll
from caseflow.errors import CaseflowError
from caseflow.limits import (
    Convention,
    CutOff,
    Due,
    EndOfDay,
    MonthOnPause,
    PauseDays,
    Supplement,
    TimeLimit,
    Unit,
)

EPOCH, EPOCH_ON = datetime(1970, 1, 1, tzinfo=UTC), date(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)
HOUR = 3_600_000_000
DAY = 24 * HOUR
NAT = np.iinfo(np.int64).min

Value = int | None
PauseRow = tuple[Value, Value]


def micros(at: datetime) -> int:
    """Return an instant as a number."""
    return (at.astimezone(UTC) - EPOCH) // MICROSECOND


def instant(value: int) -> datetime:
    """Return the instant of a number."""
    return EPOCH + value * MICROSECOND


def day(value: int) -> date:
    """Return the day of a number."""
    return EPOCH_ON + timedelta(days=value)


def number(on: date) -> int:
    """Return a day as a number."""
    return (on - EPOCH_ON).days


def array(values: Sequence[Value], *, is_days: bool) -> np.ndarray:
    """Return values as a column of numpy."""
    plain = [NAT if value is None else value for value in values]
    return np.array(plain, dtype=np.int64).view("M8[D]" if is_days else "M8[us]")


@contextmanager
def worked(*, in_blocks_of: int = arrays.BLOCK, by_table: bool | None = None) -> Iterator[None]:
    """Cut columns into small blocks, and have all days answered beforehand or none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "BLOCK", in_blocks_of)
        if by_table is not None:
            patch.setattr(counts, "_ROWS_A_DAY", 0 if by_table else 10**9)
        yield


# ── the ends at which an answer may change ──────────────────────────────────────────────────


def changes_of_clocks(calendar: OfficeCalendar) -> list[int]:
    """Return the instants at which the clocks of the zone are changed."""
    found = []
    first, last = (
        micros(calendar.start_of(calendar.first_on)),
        micros(calendar.end_of(calendar.last_on)),
    )
    for low in range(first, last, DAY):
        before, after = low, low + DAY
        if _offset(before, calendar) == _offset(after, calendar):
            continue
        while after - before > 1:
            middle = (before + after) // 2
            if _offset(middle, calendar) == _offset(low, calendar):
                before = middle
            else:
                after = middle
        found.append(after)
    return found


def _offset(value: int, calendar: OfficeCalendar) -> timedelta | None:
    return instant(value).astimezone(calendar.zone).utcoffset()


def ends_of_day(calendar: OfficeCalendar, on: date) -> list[int]:
    """Return the midnights, the opening and the closing of one day, and each session between."""
    found = [calendar.start_of(on), calendar.end_of(on)]
    midnight = datetime(on.year, on.month, on.day, tzinfo=calendar.zone)
    for start, end in calendar.sessions_on(on):
        found += [midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)]
    found += [at for at in (calendar.opening(on), calendar.closing(on)) if at is not None]
    return [micros(at) for at in found]


@st.composite
def instants_near_ends(draw: st.DrawFn, calendar: OfficeCalendar) -> int:
    """Draw an instant at an end of something or a microsecond beside it, or anywhere."""
    first, last = number(calendar.first_on), number(calendar.last_on)
    if draw(st.integers(0, 3)) == 0:
        return draw(st.integers((first - 3) * DAY, (last + 3) * DAY))
    edges = changes_of_clocks_once(calendar)
    if edges and draw(st.integers(0, 3)) == 0:
        near = draw(st.sampled_from(edges))
    else:
        on = day(draw(st.one_of(st.integers(first, last), st.sampled_from([first, last]))))
        near = draw(st.sampled_from(ends_of_day(calendar, on)))
    return near + draw(st.integers(-1, 1))


_CHANGES: dict[str, list[int]] = {}


def changes_of_clocks_once(calendar: OfficeCalendar) -> list[int]:
    """Return the changes of the clocks of a zone, looked for once."""
    key = f"{calendar.zone} {calendar.first_on} {calendar.last_on}"
    if key not in _CHANGES:
        _CHANGES[key] = changes_of_clocks(calendar)
    return _CHANGES[key]


def days_near_ends(calendar: OfficeCalendar) -> st.SearchStrategy[int]:
    """Draw a day of the calendar, or one just outside."""
    return st.integers(number(calendar.first_on) - 1, number(calendar.last_on) + 1)


# ── limits ──────────────────────────────────────────────────────────────────────────────────

MOST = {
    Unit.WORKING_DAY: 40,
    Unit.CALENDAR_DAY: 60,
    Unit.WORKING_HOUR: 100,
    Unit.CLOCK_HOUR: 400,
    Unit.WEEK: 9,
    Unit.MONTH: 14,
    Unit.YEAR: 2,
    Unit.SAME_DAY: 1,
}
PARTS = [Fraction(1, 8), Fraction(1, 2), Fraction(7, 8), Fraction(1, 3), Fraction(1, 10**12)]
CUT_OFFS = [
    None,
    CutOff(at=time(15)),
    CutOff(at=time(0)),
    CutOff(at=time(11, 30, 0, 1)),
    CutOff(before_close=60),
    CutOff(before_close=700),
]


@st.composite
def limits(draw: st.DrawFn) -> TimeLimit:
    """Draw a limit of any unit, with any rules."""
    unit = draw(st.sampled_from(list(Unit)))
    amount = Fraction(draw(st.integers(1, MOST[unit])))
    if unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WORKING_HOUR, Unit.CLOCK_HOUR):
        amount += draw(st.sampled_from([Fraction(0), Fraction(0), *PARTS]))
        if draw(st.integers(0, 9)) == 0:
            amount = draw(st.sampled_from(PARTS))
    is_lengthened = amount.denominator == 1 and unit in (
        Unit.CALENDAR_DAY,
        Unit.WEEK,
        Unit.MONTH,
        Unit.YEAR,
    )
    return TimeLimit(
        amount,
        unit,
        convention=draw(st.sampled_from(list(Convention))),
        cutoff=draw(st.sampled_from(CUT_OFFS)),
        roll=draw(st.sampled_from(list(Roll))),
        end_of_day=draw(st.sampled_from(list(EndOfDay))),
        month_on_pause=draw(st.sampled_from(list(MonthOnPause))),
        pause_days=draw(st.sampled_from(list(PauseDays))),
        roll_up_to=draw(st.sampled_from([None, None, 1, 7, 60])),
        least_working_days=draw(st.sampled_from([0, 0, 1, 2, 5])) if is_lengthened else 0,
        day_hours=draw(st.sampled_from([8, 8, 7])),
    )


# ── filings ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Filings:
    """Hold columns of filings: receipts, pauses and a limit for each row."""

    starts: tuple[Value, ...]
    is_days: bool
    pauses: tuple[tuple[PauseRow, ...], ...]
    pauses_are_days: bool
    limits: tuple[TimeLimit, ...]
    supplement: Supplement

    def start_column(self) -> np.ndarray:
        """Return the receipts as a column."""
        return array(self.starts, is_days=self.is_days)

    def pause_columns(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return the pauses as pairs of columns."""
        return [
            (
                array([stop for stop, _ in pair], is_days=self.pauses_are_days),
                array([resume for _, resume in pair], is_days=self.pauses_are_days),
            )
            for pair in self.pauses
        ]

    def limit_column(self) -> TimeLimit | list[TimeLimit]:
        """Return the one limit of all rows, or the column of them."""
        return self.limits[0] if len(set(self.limits)) == 1 else list(self.limits)

    def start(self, row: int) -> date | datetime | None:
        """Return the receipt of one row."""
        value = self.starts[row]
        if value is None:
            return None
        return day(value) if self.is_days else instant(value)

    def pauses_of(self, row: int) -> list[tuple[date | datetime, date | datetime]] | None:
        """Return the pauses of one row; None if one has no end."""
        found = []
        plain = day if self.pauses_are_days else instant
        for pair in self.pauses:
            stop, resume = pair[row]
            if stop is None:
                continue
            if resume is None:
                return None
            found.append((plain(stop), plain(resume)))
        return found

    def expected(self, row: int, calendar: OfficeCalendar) -> Due | CaseflowError | None:
        """Return the plain answer of one row, what is wrong with it, or None for no date."""
        start, pauses = self.start(row), self.pauses_of(row)
        if start is None or pauses is None:
            return None
        try:
            return self.limits[row].due(start, calendar, pauses=pauses, supplement=self.supplement)
        except CaseflowError as error:
            return error


@st.composite
def filings(
    draw: st.DrawFn, calendar: OfficeCalendar, *, rows: int = 8, most_pauses: int = 3
) -> Filings:
    """Draw filings whose moments lie near the ends at which an answer may change."""
    is_days, pauses_are_days = draw(st.booleans()), draw(st.booleans())
    instants = instants_near_ends(calendar)
    days = days_near_ends(calendar)
    starts = draw(st.lists(days if is_days else instants, min_size=rows, max_size=rows))
    elsewhere = days if pauses_are_days else instants
    pairs = tuple(
        tuple(
            draw(_pause(_near(start * DAY if is_days else start, elsewhere, pauses_are_days)))
            for start in starts
        )
        for _ in range(draw(st.integers(0, most_pauses)))
    )
    kinds = draw(st.lists(limits(), min_size=1, max_size=3))
    chosen = tuple(draw(st.sampled_from(kinds)) for _ in range(rows))
    gaps = draw(st.sets(st.integers(0, rows - 1), max_size=2))
    return Filings(
        tuple(None if row in gaps else start for row, start in enumerate(starts)),
        is_days,
        pairs,
        pauses_are_days,
        chosen,
        draw(st.sampled_from([Supplement.PAUSE, Supplement.RESTART])),
    )


def _near(at: int, elsewhere: st.SearchStrategy[int], are_days: bool) -> st.SearchStrategy[int]:
    """Draw a moment in the weeks around *at*, or anywhere."""
    if are_days:
        return st.one_of(st.integers(-2, 40).map(lambda days: at // DAY + days), elsewhere)
    return st.one_of(
        st.integers(-2 * DAY, 40 * DAY).map(lambda micros: at + micros),
        st.integers(-2, 2).map(lambda micros: at + micros),
        elsewhere,
    )


@st.composite
def _pause(draw: st.DrawFn, moments: st.SearchStrategy[int]) -> PauseRow:
    """Draw a pause, an absent one, an open one, or now and then one that ends too early."""
    kind = draw(st.integers(0, 19))
    if kind < 5:
        return None, None
    first, last = draw(moments), draw(moments)
    if kind == 5:
        return first, None
    return (first, last) if kind == 6 else (min(first, last), max(first, last))
