"""How much of its limit each filing left unused, exactly: `caseflow.targets.early_share`."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from fractions import Fraction
from typing import Generic, cast, overload

import numpy as np

from caseflow._typed import frozen, typed
from caseflow.bulk._arrays import HOUR, MISSING, Ints, Truths, blocks
from caseflow.bulk._calls import Call
from caseflow.bulk._columns import Home, Moments, same_length
from caseflow.bulk._counting import Counted, count, receive
from caseflow.bulk._hours import beginnings, hour_spans
from caseflow.bulk._kinds import Column, Dates, Errors, F, Limits, N, Numbers, Pairs, T, Truth
from caseflow.bulk._plans import Amounts
from caseflow.bulk._reading import read_errors, read_moments
from caseflow.bulk._rows import in_row, plain, plain_pauses
from caseflow.bulk._spans import NO_SPANS, Pauses, Spans
from caseflow.bulk._tables import CalendarTables
from caseflow.calendars import OfficeCalendar
from caseflow.errors import CaseflowError, LimitError, ValueInvalidError
from caseflow.ledgers import ClockLedger
from caseflow.limits import Supplement, TimeLimit, Unit
from caseflow.targets import early_share as plain_share
from caseflow.values import Moment, exact

__all__ = ["Shares", "early_share"]

#: An exact share: numerator and denominator of each row; a denominator of 0 where there is none.
Parts = tuple[Ints, Ints]

#: So many parts of a microsecond times all the years of a calendar still fit into 64 bits.
_FINEST = 900


@frozen(eq=False)
class Shares(Generic[N, T]):
    """Hold the early share of each filing as an exact fraction, not reduced.

    The share of row n is `numerator[n] / denominator[n]`; a filing that has none, since it has not
    begun or is not decided, has the denominator 0.
    """

    _home: Home
    _parts: Parts
    bad_rows: tuple[int, ...]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._parts[0])

    def __getitem__(self, row: int) -> Fraction | None:
        """Return the share of one row, None if it has none."""
        numerator, denominator = (int(part[row]) for part in self._parts)
        return Fraction(numerator, denominator) if denominator else None

    @property
    def numerator(self) -> N:
        """Return what was left, in the parts `denominator` counts in."""
        return cast("N", self._home.numbers(self._parts[0], "early_numerator"))

    @property
    def denominator(self) -> N:
        """Return what was allowed; 0 for a filing without a share."""
        return cast("N", self._home.numbers(self._parts[1], "early_denominator"))

    def at_least(self, share: Fraction | int | str) -> T:
        """Return, exactly, which filings were early by *share* or more; those without are not.

        >>> import numpy as np
        >>> from caseflow.limits import working_days
        >>> received = np.array(["2026-03-02", "2026-03-02"], dtype="datetime64[D]")
        >>> decided = np.array(["2026-03-13", "2026-03-14"], dtype="datetime64[D]")
        >>> calendar = OfficeCalendar.weekends()
        >>> early_share(received, working_days(10), calendar, decided).at_least("1/10")
        array([ True,  True])
        """
        wanted = exact(share, name="early share")
        numerator, denominator = self._parts
        most = int(np.abs(numerator).max(initial=0)), int(denominator.max(initial=0))
        top, bottom = wanted.numerator, wanted.denominator
        if max(most[0] * bottom, most[1] * abs(top)) < 1 << 63:
            reached = numerator * bottom >= denominator * top
        else:
            # Too fine for 64 bits: the whole numbers of Python know no bound.
            products = numerator.astype(object) * bottom - denominator.astype(object) * top
            reached = np.asarray(products >= 0, dtype=np.bool_)
        return cast("T", self._home.truths(reached & (denominator > 0), "is_early_enough"))


@overload
def early_share(
    start: Dates,
    limit: Limits,
    calendar: OfficeCalendar,
    decided: Column,
    *,
    amounts: Column | None = None,
    pauses: Pairs = (),
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> Shares[Numbers, Truth]: ...
@overload
def early_share(
    start: F,
    limit: Limits,
    calendar: OfficeCalendar,
    decided: Column,
    *,
    amounts: Column | None = None,
    pauses: Pairs = (),
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> Shares[F, F]: ...
@typed(late=True)
def early_share(
    start: Column,
    limit: Limits,
    calendar: OfficeCalendar,
    decided: Column,
    *,
    amounts: Column | None = None,
    pauses: Pairs = (),
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> object:
    """Return (allowed - used) / allowed of each decided filing, as `targets.early_share` does.

    Takes what `due` takes. A pause without an end was cut short by the decision. *start* is the
    last restart where a limit began again.

    Pauses outside the time from receipt to decision do not count.

    Raises:
        CaseflowError: what is wrong with the first bad row, which it names.
        LimitError: a limit in hours is so fine a fraction that its shares need more than 64 bits.

    Cost: about three times that of `due`.
    """
    call = Call.read(start, limit, amounts, calendar, pauses, decided, Supplement.PAUSE, zone)
    given, _ = read_moments(decided, "decided", zone, calendar)
    same_length(len(call.start), len(given), "decided")
    sharing = _Sharing(call, given)
    numerators = np.zeros(len(given), dtype=np.int64)
    denominators = np.zeros(len(given), dtype=np.int64)
    bad: list[int] = []
    raises = read_errors(errors)
    for rows in blocks(len(given)):
        numerators[rows], denominators[rows] = sharing.block(rows)
        is_decided = (call.start.values[rows] != MISSING) & (given.values[rows] != MISSING)
        for place in np.flatnonzero((denominators[rows] == 0) & is_decided):
            row = rows.start + int(place)
            try:
                found = sharing.plainly(row)
            except CaseflowError as error:
                if raises:
                    raise in_row(error, row) from None
                bad.append(row)
            else:
                numerators[row], denominators[row] = found.numerator, found.denominator
    return Shares[object, object](call.home, (numerators, denominators), tuple(bad))


class _Sharing:
    """Compute shares block by block."""

    def __init__(self, call: Call, decided: Moments) -> None:
        """Prepare the parts that each limit is measured in."""
        self._call, self._decided = call, decided
        self._counts = call.counts(call.plan)
        if decided.is_days and any(limit.counts_hours for limit in call.plan.limits):
            raise ValueInvalidError(
                "decided", "days", "instants, since some of the limits are in hours"
            )
        allowed = [_allowed(limit) for limit in call.plan.limits]
        self._numerators = np.array([a.numerator for a in allowed], dtype=np.int64)
        self._denominators = np.array([a.denominator for a in allowed], dtype=np.int64)

    def block(self, rows: slice) -> Parts:
        """Return the shares of *rows*; the denominator 0 where there is none."""
        call = self._call
        start, decided = call.start.part(rows), self._decided.part(rows)
        pauses, codes = call.pauses.of(rows, call.tables), call.plan.codes_of(rows)
        due, _ = self._counts.block(rows)
        numerators, denominators = np.zeros((2, len(start)), dtype=np.int64)
        for places, rules, amounts in call.plan.groups(rows):
            mine = np.arange(len(start)) if places is None else places
            clock = _Clock(
                call.tables, rules, amounts, start.take(mine), decided.take(mine), pauses.take(mine)
            )
            end = due.take(mine)
            used, bad = clock.used(end.on)
            allowed, fine = self._numerators[codes[mine]], self._denominators[codes[mine]]
            if rules.unit in _BY_CALENDAR:
                allowed, unknown = clock.days_of_period()
                bad |= unknown
            share = allowed - used * fine
            # A decision in time on a day the limit rolled to used all that it was allowed.
            share = np.where(clock.is_in_time(end) & (share < 0), 0, share)
            bad |= (end.on == MISSING) | clock.is_decided_before()
            numerators[mine], denominators[mine] = (
                np.where(bad, 0, share),
                np.where(bad, 0, allowed),
            )
        return numerators, denominators

    def plainly(self, row: int) -> Fraction:
        """Return the share of one row the plain way, or raise what is wrong with it."""
        call = self._call
        limit = call.plan.limit_of(row)
        call.due_of(row)
        started = self._instant(call.start, row, "start", is_end=limit.counts_hours)
        decided = self._instant(self._decided, row, "decided", is_end=False)
        if decided < started:
            raise ValueInvalidError("decided", decided.isoformat(), "an instant after the receipt")
        ledger = ClockLedger("limit", limit).start(started)
        for pause in plain_pauses(call.pauses.of(slice(row, row + 1), call.tables), 0):
            ledger = ledger.pause(self._at(pause.start)).resume(self._at(pause.end))
        return plain_share(ledger.stop(decided), call.calendar, decided)

    def _instant(self, column: Moments, row: int, name: str, *, is_end: bool) -> datetime:
        moment = plain(int(column.values[row]), name, is_days=column.is_days)
        return self._at(moment, is_end=is_end)

    def _at(self, moment: Moment, *, is_end: bool = False) -> datetime:
        """Return *moment*, or one within the day; a limit in hours begins with the day's end."""
        if isinstance(moment, datetime):
            return moment
        calendar = self._call.calendar
        return calendar.end_of(moment) if is_end else calendar.start_of(moment)


def _allowed(limit: TimeLimit) -> Fraction:
    """Return what *limit* allows, in microseconds for hours and else in its unit."""
    if not limit.counts_hours:
        return limit.amount
    allowed = limit.amount * (limit.day_hours if limit.counts_day_hours else 1) * HOUR
    if allowed.denominator > _FINEST:
        raise LimitError(
            str(limit.amount),
            limit.unit.label("en"),
            "a coarser fraction, or ask caseflow.targets.early_share for each filing",
        )
    return allowed


@frozen(eq=False)
class _Clock:
    """Hold the clocks of some decided filings, all under the same rules."""

    tables: CalendarTables
    rules: TimeLimit
    amounts: Amounts
    start: Moments
    decided: Moments
    pauses: Pauses

    def is_decided_before(self) -> Truths:
        """Return which were decided before they were received."""
        if self.start.is_days or self.decided.is_days:
            return self._decided_on() < self._days(self.start)
        return self.decided.values < self.start.values

    def is_in_time(self, due: Counted) -> Truths:
        """Return which were decided in time."""
        if self.rules.unit.is_hours:
            return self.decided.values <= due.at
        return self._decided_on() <= due.on

    def days_of_period(self) -> tuple[Ints, Truths]:
        """Return the calendar days of each period without its pauses, and which have none."""
        event = receive(self.tables, self.start, self.rules.cutoff).on
        plain_end = count(self.tables, self.rules, self.amounts, self.start, None).last_on
        return plain_end - event, plain_end == MISSING

    def used(self, due_on: Ints) -> tuple[Ints, Truths]:
        """Return the days or microseconds used by the decision, and which cannot be told."""
        tables, rules = self.tables, self.rules
        received = receive(tables, self.start, rules.cutoff)
        pauses = self.pauses or None
        if rules.counts_hours:
            begin = beginnings(tables, rules, self.start, received.on, received.at)
            spans, bad = hour_spans(tables, rules, pauses)
            axis = _ELAPSED if rules.unit is Unit.CLOCK_HOUR else (tables.work_by, tables.is_within)
            used, unknown = _spent(begin, self.decided.values, spans, *axis)
        elif rules.unit is Unit.SAME_DAY:
            return (self._decided_on() >= due_on).astype(np.int64), received.on == MISSING
        else:
            spans, bad = pauses.day_spans(tables, rules.pause_days) if pauses else (NO_SPANS, None)
            is_working = rules.unit is Unit.WORKING_DAY
            axis = (tables.rank, tables.is_known) if is_working else _ELAPSED
            used, unknown = _spent(received.on, self._decided_on(), spans, *axis)
        return used, unknown if bad is None else unknown | bad

    def _decided_on(self) -> Ints:
        return self._days(self.decided)

    def _days(self, column: Moments) -> Ints:
        return column.values if column.is_days else self.tables.day(column.values)


Position = Callable[[Ints], Ints]
Known = Callable[[Ints], Truths]


def _same(values: Ints) -> Ints:
    return values


def _is_there(values: Ints) -> Truths:
    is_there: Truths = values != MISSING
    return is_there


#: The axis on which all time counts.
_ELAPSED: tuple[Position, Known] = (_same, _is_there)
_BY_CALENDAR = (Unit.WEEK, Unit.MONTH, Unit.YEAR)


def _spent(
    begin: Ints, until: Ints, spans: Spans, position: Position, is_known: Known
) -> tuple[Ints, Truths]:
    """Return what is spent of an axis from *begin* to *until*, standing still in the spans."""
    spent = np.zeros(len(begin), dtype=np.int64)
    cursor, at = begin, position(begin)
    bad = ~(is_known(begin) & is_known(until))
    for stop, resume in zip(spans.starts, spans.ends, strict=True):
        is_ahead = resume > cursor
        reached = np.minimum(np.maximum(stop, cursor), until)
        spent += np.where(is_ahead, np.maximum(position(reached) - at, 0), 0)
        bad |= is_ahead & ~is_known(resume)
        cursor = np.where(is_ahead, resume, cursor)
        at = np.where(is_ahead, position(resume), at)
    spent += np.maximum(position(until) - at, 0)
    return spent, bad
