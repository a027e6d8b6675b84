"""One calendar compiled to arrays: the same two axes as `OfficeCalendar`, over whole columns.

Days: `rank` and `working` are two gathers. Time: flat segments found through directories instead of
bisection. A value outside the calendar comes back as MISSING; the caller asks the calendar itself,
row by row, what is wrong with it. Time limits do not belong here.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np

from caseflow.bulk._arrays import ABSENT, MISSING, Ints, Truths, frozen_array
from caseflow.bulk._directories import Directory
from caseflow.bulk._zones import WallClock
from caseflow.calendars import OfficeCalendar, Sessions
from caseflow.calendars._segments import day_start, segments_of

__all__ = ["CalendarTables", "DayTable", "tables_of"]

_EPOCH_ON = date(1970, 1, 1)
_ONE_DAY = timedelta(days=1)

#: A rank from which no sum with a limit reaches a working day.
_NOWHERE = -(1 << 62)
#: More microseconds than any calendar has, and no sum with them overflows.
_FOREVER = 1 << 60


class DayTable:
    """Hold one number for each day of a calendar; days outside give *outside*.

    The table has one entry more at each end, so that one clipped gather also tests the bounds.
    """

    __slots__ = ("_shift", "_values")

    def __init__(self, values: Ints, first: int, outside: int = MISSING) -> None:
        """Hold *values* from day *first* on."""
        self._shift = first - 1
        self._values = np.empty(len(values) + 2, dtype=np.int64)
        self._values[1:-1] = values
        self._values[[0, -1]] = outside
        frozen_array(self._values)

    def at(self, days: Ints) -> Ints:
        """Return the number of each day."""
        return self._values.take(days - self._shift, mode="clip")


class CalendarTables:
    """Hold the arrays of one calendar version. Immutable, and safe to share between threads."""

    def __init__(self, calendar: OfficeCalendar) -> None:
        """Compile *calendar*: a few milliseconds a year."""
        self.zone = calendar.zone
        self.first = (calendar.first_on - _EPOCH_ON).days
        self.last = (calendar.last_on - _EPOCH_ON).days
        days = [calendar.first_on + n * _ONE_DAY for n in range(self.last - self.first + 1)]
        sessions = [calendar.sessions_on(on) for on in days]
        self._days = days
        self._sessions = sessions
        self._last_receipts: dict[int, DayTable] = {}
        self.begins = day_start(calendar.first_on, calendar.zone)
        self.over = day_start(calendar.last_on + _ONE_DAY, calendar.zone)
        self.clock = WallClock(calendar.zone, self.begins, self.over)
        # ── days
        worked = np.fromiter(map(bool, sessions), dtype=np.bool_, count=len(days))
        rank = np.cumsum(worked, dtype=np.int64)
        working = np.flatnonzero(worked).astype(np.int64)
        # By place: the working days as days, from the first on.
        self._working = DayTable(working + self.first, 0)
        self._rank_through = DayTable(rank, self.first, _NOWHERE)
        self._is_working = DayTable(worked.astype(np.int64), self.first, 0)
        # ── time
        self._set_segments(days, sessions)

    def _set_segments(self, days: Sequence[date], sessions: Sequence[Sessions]) -> None:
        worked = [(on, given) for on, given in zip(days, sessions, strict=True) if given]
        given_starts, given_ends, given_cum = segments_of(worked, self.zone)
        starts, ends = np.array(given_starts, dtype=np.int64), np.array(given_ends, dtype=np.int64)
        cum = np.array(given_cum, dtype=np.int64)
        self.work_in_all = int(cum[-1])
        # Work done by t is t - start + cum; `lead` is what has to be added to t.
        lead = cum[:-1] - starts
        self._work_directory = Directory(cum[:-1] if len(starts) else cum)
        self._lead_by_work = frozen_array(lead if len(starts) else np.array([-self.begins]))
        if not len(starts) or starts[0] > self.begins:
            # Before the first session nothing is done: a segment without length says so.
            starts = np.insert(starts, 0, self.begins)
            ends = np.insert(ends, 0, self.begins)
            lead = np.insert(lead, 0, -self.begins)
        self._start_directory = Directory(starts)
        self._ends, self._lead_by_start = frozen_array(ends), frozen_array(lead)

    # ── days ────────────────────────────────────────────────────────────────────────────────

    def is_working_day(self, days: Ints) -> Truths:
        """Return which days are worked; days outside are not."""
        is_working: Truths = self._is_working.at(days) == 1
        return is_working

    def is_known(self, days: Ints) -> Truths:
        """Return which days the calendar knows."""
        known: Truths = (days >= self.first) & (days <= self.last)
        return known

    def rank(self, days: Ints) -> Ints:
        """Count the working days up to and including each day; far below zero outside."""
        return self._rank_through.at(days)

    def add_working_days(self, days: Ints, number: Ints | int) -> Ints:
        """Return the working day *number* (above zero) working days after each day."""
        return self._working.at(self.rank(days) + (number - 1))

    def working_day(self, places: Ints) -> Ints:
        """Return the working day at each place, counted from 0 and the first of the calendar."""
        return self._working.at(places)

    def working_day_by(self, days: Ints) -> Ints:
        """Return the last working day up to and including each day."""
        return self._working.at(self.rank(days) - 1)

    def add_any_working_days(self, days: Ints, number: Ints) -> Ints:
        """Return the working day *number* days after each day, or before it if negative."""
        # Going back, the day itself is not counted either: the rank before it is needed.
        own = np.where(self.is_working_day(days) & (number < 0), 1, 0)
        places = self.rank(days) - own + np.where(number > 0, number - 1, number)
        moved = self._working.at(places)
        return np.where((number == 0) & self.is_known(days), days, moved)

    @cached_property
    def day_starts(self) -> DayTable:
        """Return the first instant of each civil day, and of the day after the last."""
        starts = [day_start(on, self.zone) for on in (*self._days, self._days[-1] + _ONE_DAY)]
        return DayTable(np.array(starts, dtype=np.int64), self.first)

    def start_of(self, days: Ints) -> Ints:
        """Return the instant at which each civil day begins."""
        return self.day_starts.at(days)

    def end_of(self, days: Ints) -> Ints:
        """Return the instant at which each civil day ends: 24:00."""
        return self.day_starts.at(days + 1)

    @cached_property
    def openings(self) -> DayTable:
        """Return when the office opens on each day; missing on a day off."""
        return DayTable(self._bounds[0], self.first)

    @cached_property
    def closings(self) -> DayTable:
        """Return when the office closes on each day; missing on a day off."""
        return DayTable(self._bounds[1], self.first)

    @cached_property
    def _bounds(self) -> tuple[Ints, Ints]:
        bounds = np.full((2, len(self._days)), MISSING, dtype=np.int64)
        for number, (on, sessions) in enumerate(zip(self._days, self._sessions, strict=True)):
            starts, ends, _ = segments_of([(on, sessions)], self.zone)
            if starts:
                bounds[:, number] = starts[0], ends[-1]
        return bounds[0], bounds[1]

    def last_receipts(self, before_close: int) -> DayTable:
        """Return the last instant of each day that is *before_close* minutes before closing.

        After every instant on a day off, where there is no closing to be late for.
        """
        found = self._last_receipts.get(before_close)
        if found is None:
            closing = self._bounds[1]
            last = np.where(closing == MISSING, ABSENT, closing - before_close * 60_000_000)
            found = self._last_receipts[before_close] = DayTable(last, self.first)
        return found

    # ── time ────────────────────────────────────────────────────────────────────────────────

    def is_within(self, instants: Ints) -> Truths:
        """Return which instants the calendar knows, both ends included."""
        within: Truths = (instants >= self.begins) & (instants <= self.over)
        return within

    def work_by(self, instants: Ints) -> Ints:
        """Return the work done before each instant, which must lie within the calendar."""
        places = self._start_directory.place(instants)
        done = np.minimum(instants, self._ends.take(places))
        done += self._lead_by_start.take(places)
        return done

    def earliest(self, work: Ints) -> Ints:
        """Return the earliest instant by which *work* is done; missing beyond the calendar."""
        found = work - self._lead_by_work.take(self._work_directory.place(work - 1))
        return self._known(found, work)

    def latest(self, work: Ints) -> Ints:
        """Return the last instant by which *work* is done and no more."""
        found = work - self._lead_by_work.take(self._work_directory.place(work))
        return self._known(found, work)

    def add_work(self, instants: Ints, work: Ints | int) -> Ints:
        """Return the earliest instant *work* later, or the latest one that much earlier."""
        if isinstance(work, int):
            if work == 0:
                return instants.copy()
            wanted = self.work_by(instants) + max(-_FOREVER, min(work, _FOREVER))
            return self.earliest(wanted) if work > 0 else self.latest(wanted)
        wanted = self.work_by(instants) + np.clip(work, -_FOREVER, _FOREVER)
        found = np.where(work > 0, self.earliest(wanted), self.latest(wanted))
        return np.where(work == 0, instants, found)

    def _known(self, found: Ints, work: Ints) -> Ints:
        beyond = (work < 0) | (work > self.work_in_all)
        if beyond.any():
            found[beyond] = MISSING
        return found

    def day(self, instants: Ints) -> Ints:
        """Return the civil day of each instant."""
        return self.clock.day(instants)

    def day_ended_by(self, instants: Ints) -> Ints:
        """Return the civil day that each instant ends: midnight belongs to the day before."""
        return self.clock.day(np.where(instants == MISSING, MISSING, instants - 1))


@lru_cache(maxsize=8)
def tables_of(calendar: OfficeCalendar) -> CalendarTables:
    """Return the arrays of *calendar*, compiled once; those of the last eight versions are kept.

    Equal calendars share them. Memory: some 60 bytes a day and 80 a session.
    """
    return CalendarTables(calendar)
