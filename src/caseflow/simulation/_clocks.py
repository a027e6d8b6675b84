"""The clocks of filings, counted on tables of days: the same dates as `ClockLedger`, and faster.

A limit in whole working days and one in working hours are kept as what is left and since when, so
that a pause costs two look-ups. Any other limit is kept as the ledger of the core itself. Which
action does what to a clock is for the model.
"""

from bisect import bisect_right
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from math import lcm
from typing import NamedTuple, Protocol

from caseflow.errors import ClockError
from caseflow.ledgers import FITS, ClockLedger, ClockState, Mark, MarkKind
from caseflow.limits import Convention, EndOfDay, PauseDays, TimeLimit, Unit
from caseflow.simulation._tables import NEVER, DayTable, SessionTable, instant, micros
from caseflow.targets import Timeliness, judge

__all__ = ["Clock", "ClockTables", "Judged", "clock_maker", "fitting"]

_MICROSECOND = timedelta(microseconds=1)
_HOUR = 3_600_000_000


class Judged(NamedTuple):
    """Say how a decision stands to a limit: the verdict, and the time in parts of its unit."""

    verdict: Timeliness
    allowed: int
    used: int
    parts: int
    due_on: int
    due_at: int

    @property
    def early_share(self) -> Fraction:
        """Return which share of the time was left, as `targets.early_share` does."""
        share = Fraction(self.allowed - self.used, self.allowed)
        return share if self.verdict is Timeliness.LATE else max(Fraction(0), share)


class Clock(Protocol):
    """What the engines ask of a clock; instants are microseconds since 1970 UTC.

    Whether a clock takes a mark is asked before, with `fitting`.
    """

    state: ClockState
    #: When it ends; NEVER while it does not run.
    due_at: int

    def mark(self, kind: MarkKind, at: int, extra: TimeLimit | None = None, /) -> None:
        """Do what the mark does."""
        ...

    def judged(self, at: int) -> Judged | None:
        """Say how a decision at *at* stands to the limit; None while it is paused."""
        ...

    def is_over_at(self, at: int) -> bool:
        """Return whether *at* lies after the date; asked only while there is one."""
        ...


class ClockTables:
    """Hold what the clocks of one office are counted on."""

    def __init__(self, days: DayTable, sessions: SessionTable) -> None:
        """Take the days and the sessions of the calendar by which limits are counted."""
        self.days, self.sessions = days, sessions
        self._receipts: dict[tuple[object, int], int] = {}

    def receipt_day(self, limit: TimeLimit, at: int) -> int:
        """Return the day of receipt: the civil day, or a later one after a cut-off."""
        day = self.days.day(at)
        if limit.cutoff is None:
            return day
        # The last instant of the day that is in time, or before all of them on a day off.
        key = (limit.cutoff, day)
        last = self._receipts.get(key)
        if last is None:
            last = self._receipts[key] = self._last_receipt(limit, day)
        return day if at <= last else self.days.working_day(self.days.rank[day] + 1)

    def _last_receipt(self, limit: TimeLimit, day: int) -> int:
        calendar, cutoff = self.days.calendar, limit.cutoff
        on = self.days.on(day)
        if cutoff is None or not calendar.is_working_day(on):
            return -NEVER
        first, last = self.days.starts[day], self.days.starts[day + 1] - 1
        if limit.receipt(instant(last, calendar), calendar).on == on:
            return last
        while first < last:
            middle = (first + last) // 2
            if limit.receipt(instant(middle, calendar), calendar).on == on:
                first = middle + 1
            else:
                last = middle
        return first - 1

    def end_of(self, limit: TimeLimit, day: int) -> int:
        """Return the instant at which the last day of a limit ends."""
        if limit.end_of_day is EndOfDay.CLOSING:
            closing = self.days.calendar.closing(self.days.on(day))
            if closing is not None:
                return micros(closing)
        return self.days.starts[day + 1]


def fitting(kind: MarkKind) -> tuple[ClockState, ...]:
    """Return the states in which a clock takes a mark."""
    return FITS[kind][0]


def _refused(kind: MarkKind, state: ClockState) -> ClockError:
    """Return the error of a clock that is no ledger; those that are lengthened are."""
    return ClockError("clock", kind.value, state.value, "a clock that is kept as a ledger")


class DayClock:
    """Count whole working days: a day is used when the clock was running as it began."""

    __slots__ = (
        *("_allowed", "_anchor", "_dues", "_due", "_left", "_limit", "_tables"),
        *("due_at", "state"),
    )

    def __init__(
        self, limit: TimeLimit, whole: int, tables: ClockTables, dues: dict[int, tuple[int, int]]
    ) -> None:
        """Begin with nothing used of the *whole* days of *limit*; *dues* remembers dates by day."""
        self._limit, self._tables, self._dues = limit, tables, dues
        self._allowed = self._left = whole
        self._anchor = self._due = 0
        self.state, self.due_at = ClockState.NOT_STARTED, NEVER

    def mark(self, kind: MarkKind, at: int, _: TimeLimit | None = None) -> None:
        """Do what the mark does; see `ClockLedger.marked`."""
        state, days = self.state, self._tables.days
        if kind is MarkKind.START or kind is MarkKind.RESTART:
            self._left = self._allowed
            has_cutoff = self._limit.cutoff is not None
            self._anchor = self._tables.receipt_day(self._limit, at) if has_cutoff else days.day(at)
            self.state = ClockState.RUNNING
            known = self._dues.get(self._anchor)
            if known is None:
                self._date()
                self._dues[self._anchor] = (self._due, self.due_at)
            else:
                self._due, self.due_at = known
        elif kind is MarkKind.PAUSE:
            today = days.day(at)
            used = days.rank[today] - days.rank[self._anchor] if today > self._anchor else 0
            # Over before the pause begins: the date stays, and days are used up to the pause.
            self._left -= used
            self._anchor = max(today, self._anchor)
            self.state, self.due_at = ClockState.PAUSED, NEVER
        elif kind is MarkKind.RESUME:
            self._resume(at)
            self.state = ClockState.RUNNING
        elif kind is MarkKind.STOP:
            if state is ClockState.PAUSED:
                self._resume(at)
            self.state = ClockState.STOPPED
        else:
            raise _refused(kind, state)

    def _resume(self, at: int) -> None:
        self._anchor = max(self._tables.days.day(at), self._anchor)
        if self._left > 0:
            self._date()
        else:
            self.due_at = self._tables.end_of(self._limit, self._due)

    def _date(self) -> None:
        days = self._tables.days
        self._due = days.working_day(days.rank[self._anchor] + self._left)
        if self._limit.end_of_day is EndOfDay.MIDNIGHT:
            self.due_at = days.starts[self._due + 1]
        else:
            self.due_at = self._tables.end_of(self._limit, self._due)

    def is_over_at(self, at: int) -> bool:
        """Return whether the last day is over."""
        return self._tables.days.day(at) > self._due

    def judged(self, at: int) -> Judged | None:
        """Compare by day, as `targets.judge` does for limits in days."""
        if self.state is ClockState.PAUSED:
            return None
        days = self._tables.days
        today = days.day(at)
        used = self._allowed - self._left
        if today > self._anchor:
            used += days.rank[today] - days.rank[self._anchor]
        due = self._due
        verdict = Timeliness.EARLY if today < due else Timeliness.ON_TIME
        if today > due:
            verdict = Timeliness.LATE
        return Judged(verdict, self._allowed, used, 1, due, self.due_at)


class LedgerClock:
    """Count any other limit by the ledger of the core, exactly and in a tenth of a millisecond."""

    __slots__ = ("_dues", "_ledger", "_tables", "due_at", "state")

    def __init__(self, limit: TimeLimit, tables: ClockTables, dues: dict[int, int]) -> None:
        """Begin with nothing used; *dues* remembers the dates of limits in days by day."""
        self._ledger, self._tables, self._dues = ClockLedger("clock", limit), tables, dues
        self.state, self.due_at = ClockState.NOT_STARTED, NEVER

    def mark(self, kind: MarkKind, at: int, extra: TimeLimit | None = None) -> None:
        """Do what the mark does; see `ClockLedger.marked`."""
        calendar = self._tables.days.calendar
        mark = Mark(kind, instant(at, calendar), extra=extra)
        self._ledger = ledger = self._ledger.marked(mark)
        self.state = ledger.state
        limit = ledger.limit
        day = None
        if kind is MarkKind.START and not limit.counts_hours:
            day = self._tables.receipt_day(limit, at)
            known = self._dues.get(day)
            if known is not None:
                self.due_at = known
                return
        due = ledger.due(calendar)
        self.due_at = NEVER if due is None else micros(due.at)
        if day is not None:
            self._dues[day] = self.due_at

    def is_over_at(self, at: int) -> bool:
        """Return whether *at* lies after the date of the ledger."""
        calendar = self._tables.days.calendar
        due = self._ledger.due(calendar)
        return due is not None and due.is_over_at(instant(at, calendar))

    def judged(self, at: int) -> Judged | None:
        """Compare as `targets.judge` does."""
        calendar, ledger = self._tables.days.calendar, self._ledger
        due = ledger.due(calendar)
        if due is None:
            return None
        decided_at = instant(at, calendar)
        allowed, used = ledger.allowed(calendar), ledger.used(calendar, decided_at)
        parts = lcm(allowed.denominator, used.denominator)
        return Judged(
            judge(decided_at, due),
            int(allowed * parts),
            int(used * parts),
            parts,
            self._tables.days.number(due.on),
            micros(due.at),
        )


class HourClock:
    """Count working hours: time is used while the office is open and the clock runs."""

    __slots__ = (
        *("_allowed", "_anchor", "_exact", "_left", "_limit", "_over_at", "_tables"),
        *("due_at", "state"),
    )

    def __init__(self, limit: TimeLimit, tables: ClockTables) -> None:
        """Begin with nothing used."""
        self._limit, self._tables = limit, tables
        self._exact = limit.amount * (limit.day_hours if limit.counts_day_hours else 1)
        self._allowed = self._left = int(self._exact * _HOUR)
        self._anchor, self._over_at = 0, NEVER
        self.state, self.due_at = ClockState.NOT_STARTED, NEVER

    def mark(self, kind: MarkKind, at: int, _: TimeLimit | None = None) -> None:
        """Do what the mark does; see `ClockLedger.marked`."""
        state, sessions = self.state, self._tables.sessions
        if kind is MarkKind.START or kind is MarkKind.RESTART:
            self._left, self._anchor = self._allowed, self._received(at)
            self.state = ClockState.RUNNING
            self.due_at = sessions.earliest(sessions.worked(self._anchor) + self._left)
        elif kind is MarkKind.PAUSE:
            used = max(0, sessions.worked(at) - sessions.worked(self._anchor))
            # Over before the pause begins: the date stays.
            self._over_at, self.due_at = self.due_at, NEVER
            self._left -= used
            self._anchor = max(at, self._anchor)
            self.state = ClockState.PAUSED
        elif kind is MarkKind.RESUME or kind is MarkKind.STOP:
            if state is ClockState.PAUSED:
                self._anchor, self.due_at = max(at, self._anchor), self._over_at
                if self._left > 0:
                    done = sessions.worked(self._anchor)
                    self.due_at = sessions.earliest(done + self._left)
            self.state = ClockState.RUNNING if kind is MarkKind.RESUME else ClockState.STOPPED
        else:
            raise _refused(kind, state)

    def _received(self, at: int) -> int:
        limit, days = self._limit, self._tables.days
        if limit.cutoff is None:
            return at
        day = self._tables.receipt_day(limit, at)
        opening = None if day == days.day(at) else days.calendar.opening(days.on(day))
        return at if opening is None else micros(opening)

    def is_over_at(self, at: int) -> bool:
        """Return whether *at* lies after the date: by instant, or by day as `judged`."""
        if self._limit.unit.is_hours:
            return at > self.due_at
        days = self._tables.days
        return days.day(at) > bisect_right(days.starts, self.due_at - 1) - 1

    def judged(self, at: int) -> Judged | None:
        """Compare as `targets.judge` does: by instant, and by day for days of eight hours."""
        if self.state is ClockState.PAUSED:
            return None
        sessions, days = self._tables.sessions, self._tables.days
        passed = sessions.worked(at) - sessions.worked(self._anchor)
        used = self._allowed - self._left + max(0, passed)
        due_on = bisect_right(days.starts, self.due_at - 1) - 1
        reached, due = (at, self.due_at) if self._limit.unit.is_hours else (days.day(at), due_on)
        verdict = Timeliness.EARLY if reached < due else Timeliness.ON_TIME
        if reached > due:
            verdict = Timeliness.LATE
        parts = lcm(self._exact.denominator, _HOUR)
        allowed = int(self._exact * parts)
        return Judged(verdict, allowed, used * (parts // _HOUR), parts, due_on, self.due_at)


def _is_plain(limit: TimeLimit) -> bool:
    is_days = limit.unit is Unit.WORKING_DAY and limit.convention is Convention.CIVIL
    return is_days and not limit.part and limit.pause_days is PauseDays.FIRST


def clock_maker(limit: TimeLimit, tables: ClockTables, *, extends: bool) -> Callable[[], Clock]:
    """Return what makes the clocks of one limit; *extends* says that some act may lengthen it."""
    if _is_plain(limit) and not extends:
        whole, begun = limit.whole, dict[int, tuple[int, int]]()
        return lambda: DayClock(limit, whole, tables, begun)
    is_hours = limit.unit is Unit.WORKING_HOUR or limit.counts_day_hours
    if is_hours and not extends:
        return lambda: HourClock(limit, tables)
    dues: dict[int, int] = {}
    return lambda: LedgerClock(limit, tables, dues)
