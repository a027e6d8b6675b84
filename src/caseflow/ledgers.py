"""The clock of one limit, kept as a list of marks: started, paused, resumed, extended, stopped.

No due date is stored: it is derived from the allowance and the marks, so it can be explained and
computed again. Which action sets which mark is for the workflow; `targets` judges what is late.
"""

import enum
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import cast

from attrs import evolve, field, frozen

from caseflow._typed import short, typed
from caseflow.calendars import OfficeCalendar
from caseflow.errors import ClockError, ValueInvalidError
from caseflow.law import Basis
from caseflow.limits import Due, Pause, PauseDays, TimeLimit, Unit
from caseflow.limits._counting import DaySpan, day_pauses, instant_pauses
from caseflow.values import aware, utc

__all__ = ["ClockLedger", "ClockState", "DueChange", "Mark", "MarkKind"]


class ClockState(enum.Enum):
    """Say whether a clock runs."""

    __hash__ = object.__hash__  # each act looks states up; the hash of `Enum` is a Python function
    NOT_STARTED = "not-started"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class MarkKind(enum.Enum):
    """Name what happened to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"
    STOP = "stop"


@short
@frozen
class Mark:
    """Hold one thing that happened to a clock, when, why and on what legal basis.

    `extra` is the time an EXTEND mark adds.
    """

    kind: MarkKind
    at: datetime
    reason: str = ""
    basis: Basis = ""
    extra: TimeLimit | None = None


@short
@frozen
class DueChange:
    """Hold one change of a due date, the old one kept beside the new one.

    None stands for "no date": not started, or paused. *kind* is None where the clock took another
    limit.
    """

    at: datetime
    kind: MarkKind | None
    before: Due | None
    after: Due | None


#: The states of a clock that has begun and not ended.
STARTED = (ClockState.RUNNING, ClockState.PAUSED)

#: Which states of one run of a clock admit a mark, and the state it leads to; None keeps the state.
FITS: dict[MarkKind, tuple[tuple[ClockState, ...], ClockState | None]] = {
    MarkKind.START: ((ClockState.NOT_STARTED,), ClockState.RUNNING),
    MarkKind.PAUSE: ((ClockState.RUNNING,), ClockState.PAUSED),
    MarkKind.RESUME: ((ClockState.PAUSED,), ClockState.RUNNING),
    MarkKind.RESTART: (STARTED, ClockState.RUNNING),
    MarkKind.EXTEND: (STARTED, None),
    MarkKind.STOP: (STARTED, ClockState.STOPPED),
}

#: The marks of a clock that only ran: its date is the limit counted from the first.
_PLAIN = ([MarkKind.START], [MarkKind.START, MarkKind.STOP])


def _marks(value: Sequence[Mark]) -> tuple[Mark, ...]:
    if isinstance(cast("object", value), (tuple, list)):
        return tuple(value)
    raise ValueInvalidError("marks", value, "a list of Mark")


@typed(late=True, besides=("allowed", "count", "due", "left", "pauses", "used"))
@short
@frozen
class ClockLedger:
    """Hold the clock of one limit; every change returns a new ledger.

    >>> from zoneinfo import ZoneInfo
    >>> from caseflow.limits import working_days
    >>> def at(day):
    ...     return datetime(2026, 3, day, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    >>> calendar = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
    >>> clock = ClockLedger("legal", working_days(10)).start(at(2)).pause(at(5))
    >>> clock.due(calendar) is None, clock.left(calendar, at(11))
    (True, Fraction(7, 1))
    >>> str(clock.resume(at(12)).due(calendar).on)
    '2026-03-23'
    """

    name: str
    limit: TimeLimit
    marks: tuple[Mark, ...] = field(converter=_marks, default=())
    #: The limits of before, each with the instant at which another one took its place.
    replaced: tuple[tuple[datetime, TimeLimit], ...] = field(default=(), eq=False, repr=False)

    # ── what may be marked ──────────────────────────────────────────────────────────────────

    def marked(self, mark: Mark) -> "ClockLedger":
        """Return this ledger with one more mark.

        Raises:
            ClockError: the clock is not in a state that admits the mark, or the instant lies
                before the last mark.
        """
        aware(mark.at, name="mark")
        state, admitted = self.state, FITS[mark.kind][0]
        if state not in admitted:
            wanted = " or ".join(one.value for one in admitted)
            raise ClockError(
                self.name, mark.kind.value, state.value, f"that needs a clock that is {wanted}"
            )
        if self.marks and utc(mark.at) < utc(self.marks[-1].at):
            raise ClockError(
                self.name,
                mark.kind.value,
                f"marked at {self.marks[-1].at.isoformat()}",
                f"use an instant not earlier than that instead of {mark.at.isoformat()}",
            )
        if mark.kind is MarkKind.EXTEND:
            if mark.extra is None:
                raise ClockError(self.name, "extend", state.value, "say by how much, as extra=")
            self.allowance.extended(mark.extra)
        return evolve(self, marks=(*self.marks, mark))

    def start(self, at: datetime, *, reason: str = "", basis: Basis = "") -> "ClockLedger":
        """Start the clock at the instant of the event; that day is not counted."""
        return self.marked(Mark(MarkKind.START, at, reason, basis))

    def pause(self, at: datetime, *, reason: str = "", basis: Basis = "") -> "ClockLedger":
        """Stop counting from *at* on; the day of the pause is still used."""
        return self.marked(Mark(MarkKind.PAUSE, at, reason, basis))

    def resume(self, at: datetime, *, reason: str = "", basis: Basis = "") -> "ClockLedger":
        """Count again from *at* on; the day of the resumption is not used."""
        return self.marked(Mark(MarkKind.RESUME, at, reason, basis))

    def restart(self, at: datetime, *, reason: str = "", basis: Basis = "") -> "ClockLedger":
        """Count the whole limit again from *at*; what was used before no longer counts."""
        return self.marked(Mark(MarkKind.RESTART, at, reason, basis))

    def extend(
        self, extra: TimeLimit, at: datetime, *, reason: str = "", basis: Basis = ""
    ) -> "ClockLedger":
        """Lengthen the limit by *extra*, in the same unit, counted from the same anchor."""
        return self.marked(Mark(MarkKind.EXTEND, at, reason, basis, extra))

    def stop(self, at: datetime, *, reason: str = "", basis: Basis = "") -> "ClockLedger":
        """Stop for good: the decision is made."""
        return self.marked(Mark(MarkKind.STOP, at, reason, basis))

    # ── where it stands ─────────────────────────────────────────────────────────────────────

    @property
    def state(self) -> ClockState:
        """Return the state after the last mark."""
        for mark in reversed(self.marks):
            state = FITS[mark.kind][1]
            if state is not None:
                return state
        return ClockState.NOT_STARTED

    @property
    def started_at(self) -> datetime | None:
        """Return the instant the limit is counted from: the start or the last restart."""
        begun = self._begun()
        return begun[-1] if begun else None

    @property
    def stopped_at(self) -> datetime | None:
        """Return the instant of the decision, if the clock is stopped."""
        last = self.marks[-1] if self.marks else None
        return last.at if last and last.kind is MarkKind.STOP else None

    def count(self, kind: MarkKind, reason: str = "") -> int:
        """Count the marks of one kind, of one reason if given."""
        found = (mark.reason for mark in self.marks if mark.kind is kind)
        return sum(1 for each in found if not reason or each == reason)

    @property
    def allowance(self) -> TimeLimit:
        """Return the limit with all its extensions."""
        limit = self.limit
        for mark in self.marks:
            if mark.extra is not None:
                limit = limit.extended(mark.extra)
        return limit

    def pauses(self, until: datetime | None = None) -> tuple[Pause, ...]:
        """Return the stretches since the limit began in which the clock stood still.

        A pause that is still open, or that the stop cut short, ends at *until* or at the stop.
        """
        spans: list[Pause] = []
        opened: Mark | None = None
        for mark in self.marks:
            if mark.kind is MarkKind.RESTART:
                spans, opened = [], None
            elif mark.kind is MarkKind.PAUSE:
                opened = mark
            elif mark.kind in (MarkKind.RESUME, MarkKind.STOP) and opened is not None:
                spans.append(Pause(opened.at, mark.at, opened.reason, opened.basis))
                opened = None
        if opened is not None and until is not None:
            spans.append(
                Pause(opened.at, max(utc(opened.at), utc(until)), opened.reason, opened.basis)
            )
        return tuple(spans)

    # ── what follows ────────────────────────────────────────────────────────────────────────

    def due(self, calendar: OfficeCalendar) -> Due | None:
        """Return the due date; None while the clock has not started or is paused."""
        if [mark.kind for mark in self.marks] in _PLAIN:
            return self.limit.due(self.marks[0].at, calendar)
        if self.state in (ClockState.NOT_STARTED, ClockState.PAUSED):
            return None
        return self._due(calendar, self.pauses())

    def projected(self, calendar: OfficeCalendar, resumed_at: datetime) -> Due | None:
        """Return the due date if the clock were resumed at *resumed_at*; None if not started."""
        aware(resumed_at, name="resumed_at")
        if self.started_at is None:
            return None
        return self._due(calendar, self.pauses(until=resumed_at))

    def _due(self, calendar: OfficeCalendar, pauses: tuple[Pause, ...]) -> Due | None:
        begun = self._begun()
        if not begun:
            return None
        due = self.allowance.due(begun[-1], calendar, pauses=pauses)
        return due if len(begun) == 1 else evolve(due, begun=begun)

    def _begun(self) -> tuple[datetime, ...]:
        """Return the instant of the start and of every restart since."""
        begun: list[datetime] = []
        for mark in self.marks:
            if mark.kind is MarkKind.START:
                begun = [mark.at]
            elif mark.kind is MarkKind.RESTART:
                begun.append(mark.at)
        return tuple(begun)

    @property
    def counted_in(self) -> Unit:
        """Return the unit of `allowed`, `used` and `left`: days of one kind, or hours."""
        unit = self.limit.unit
        if self.limit.counts_day_hours:
            return Unit.WORKING_HOUR
        return Unit.CALENDAR_DAY if unit in (Unit.WEEK, Unit.MONTH, Unit.YEAR) else unit

    def allowed(self, calendar: OfficeCalendar) -> Fraction:
        """Return how much is allowed, in the unit `used` counts in.

        Working days, calendar days (for weeks, months and years too: the days of this very
        period) or hours.
        """
        limit = self.allowance
        unit = limit.unit
        if unit is Unit.SAME_DAY:
            return Fraction(1)
        if unit in (Unit.WEEK, Unit.MONTH, Unit.YEAR):
            started = self.started_at
            if started is None:
                return limit.amount
            plain = limit.due(started, calendar)
            return Fraction((plain.last_on - plain.receipt.on).days)
        return limit.amount * limit.day_hours if limit.counts_day_hours else limit.amount

    def used(self, calendar: OfficeCalendar, at: datetime) -> Fraction:
        """Return how much is used by *at*, pauses left out; never more than is passed.

        Days for day units (a day is used when the clock was running as it began), exact hours for
        hour units and the eight-hour convention. It goes on beyond the allowance when late.
        """
        aware(at, name="at")
        started = self.started_at
        if started is None:
            return Fraction(0)
        until = min(utc(at), utc(self.stopped_at)) if self.stopped_at else utc(at)
        if until < utc(started):
            return Fraction(0)
        limit = self.allowance
        receipt = limit.receipt(started, calendar)
        pauses = self.pauses(until=until)
        if limit.counts_hours:
            begin = utc(receipt.at or started)
            spans = instant_pauses(pauses, calendar, rule=None)
            if limit.unit is Unit.CLOCK_HOUR:
                return _hours_used(begin, until, spans, lambda a, b: b - a)
            return _hours_used(begin, until, spans, calendar.working_time)
        today = calendar.local_date(until)
        spans_on = self._left_out(pauses, calendar) if pauses else ()
        if limit.unit is Unit.SAME_DAY:
            due = limit.due(started, calendar, pauses=pauses)
            return Fraction(1 if today >= due.on else 0)
        if limit.unit is Unit.WORKING_DAY:
            return _days_used(receipt.on, today, spans_on, calendar.count_working_days)
        return _days_used(receipt.on, today, spans_on, lambda a, b: (b - a).days)

    def _left_out(self, pauses: tuple[Pause, ...], calendar: OfficeCalendar) -> list[DaySpan]:
        """Return the spans of days in which the clock stood still, today included if it does."""
        days = self.limit.pause_days
        # A day is the last one of a pause only once the clock runs again.
        is_open = self.state is ClockState.PAUSED and days is PauseDays.BOTH
        ended = len(pauses) - 1 if is_open else len(pauses)
        return [*day_pauses(pauses[:ended], calendar, days), *day_pauses(pauses[ended:], calendar)]

    def left(self, calendar: OfficeCalendar, at: datetime) -> Fraction:
        """Return what is left at *at*: allowed minus used; negative when overdue."""
        return self.allowed(calendar) - self.used(calendar, at)

    def due_changes(self, calendar: OfficeCalendar) -> tuple[DueChange, ...]:
        """Return every change of the due date under *calendar*, oldest first, the old date kept.

        Dates under an earlier limit of the clock are among them. What also moves dates is another
        calendar, or an act entered late or annulled: `Engine.due_changes` reports all.
        """
        changes: list[DueChange] = []
        before: Due | None = None
        for at, kind, known in self._history():
            after = known.due(calendar)
            if (after and after.at) != (before and before.at):
                changes.append(DueChange(at, kind, before, after))
            before = after
        return tuple(changes)

    def _history(self) -> Iterator[tuple[datetime, MarkKind | None, "ClockLedger"]]:
        """Give this ledger as it was after each mark and after each change of its limit."""
        limits = (*(limit for _, limit in self.replaced), self.limit)
        ends = [at for at, _ in self.replaced]
        number = 0
        for place, limit in enumerate(limits):
            if place:
                known = ClockLedger(self.name, limit, self.marks[:number])
                yield ends[place - 1], None, known
            while number < len(self.marks) and (
                place == len(ends) or utc(self.marks[number].at) <= utc(ends[place])
            ):
                number += 1
                mark = self.marks[number - 1]
                yield mark.at, mark.kind, ClockLedger(self.name, limit, self.marks[:number])


def _days_used(
    event_on: date,
    today: date,
    pauses: Sequence[tuple[date, date]],
    measure: Callable[[date, date], int],
) -> Fraction:
    used, cursor = 0, event_on
    for stopped, resumed in pauses:
        if resumed <= cursor:
            continue
        used += max(0, measure(cursor, min(max(stopped, cursor), today)))
        cursor = resumed
    return Fraction(used + max(0, measure(cursor, today)))


def _hours_used(
    begin: datetime,
    until: datetime,
    pauses: Sequence[tuple[datetime, datetime]],
    measure: Callable[[datetime, datetime], timedelta],
) -> Fraction:
    used, cursor = timedelta(), begin
    for stopped, resumed in pauses:
        if resumed <= cursor:
            continue
        used += max(timedelta(), measure(cursor, min(max(stopped, cursor), until)))
        cursor = resumed
    used += max(timedelta(), measure(cursor, until))
    return Fraction(used // timedelta(microseconds=1), 3_600_000_000)
