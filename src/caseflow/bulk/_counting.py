"""Count limits on the arrays of a calendar: `caseflow.limits._counting` over columns.

One function here stands for one there, and a property proves them equal. MISSING comes back where
the plain one would raise; the caller asks it why.
"""

import numpy as np
from attrs import frozen

from caseflow._typed import short
from caseflow.bulk._arrays import DAY, MISSING, Ints, Truths
from caseflow.bulk._columns import Moments
from caseflow.bulk._hours import beginnings, count_hours
from caseflow.bulk._plans import Amounts
from caseflow.bulk._spans import NO_SPANS, Pauses, Spans
from caseflow.bulk._tables import CalendarTables
from caseflow.calendars import Roll
from caseflow.limits import CutOff, EndOfDay, MonthOnPause, TimeLimit, Unit
from caseflow.limits._ends import MONTH_DAYS, YEAR_DAYS

__all__ = ["Counted", "Received", "count", "count_days", "receive"]


@short
@frozen(eq=False)
class Received:
    """Say from which day, and from which instant, the limit of each row is counted.

    `at` is None when only days are known.
    """

    on: Ints
    at: Ints | None


@short
@frozen(eq=False)
class Counted:
    """Hold where the limit of each row ends; see `Due` for the fields."""

    on: Ints
    last_on: Ints
    at: Ints

    def copy(self) -> "Counted":
        """Return its own arrays, since `on` and `last_on` may be one and the same here."""
        return Counted(self.on.copy(), self.last_on.copy(), self.at.copy())

    def take(self, rows: Ints) -> "Counted":
        """Return the ends of *rows*."""
        return Counted(self.on[rows], self.last_on[rows], self.at[rows])


def receive(tables: CalendarTables, start: Moments, cutoff: CutOff | None) -> Received:
    """Apply the cut-off to the moments of receipt."""
    values = start.values
    on = values if start.is_days else tables.day(values)
    is_known = tables.is_known(on)
    if cutoff is None:
        return Received(np.where(is_known, on, MISSING), None if start.is_days else values)
    moved = tables.add_working_days(on, 1)
    is_working = tables.is_working_day(on)
    if start.is_days:
        # On a working day the cut-off needs the time.
        moved[is_working] = MISSING
        return Received(moved, tables.openings.at(moved))
    stays = is_working & ~_is_after(tables, values, on, cutoff)
    event = np.where(is_known & stays, on, moved)
    return Received(event, np.where(stays, values, tables.openings.at(moved)))


def _is_after(tables: CalendarTables, at: Ints, on: Ints, cutoff: CutOff) -> Truths:
    if cutoff.at is None:
        return at > tables.last_receipts(cutoff.before_close or 0).at(on)
    clock = cutoff.at
    minutes = clock.hour * 60 + clock.minute
    micros = (minutes * 60 + clock.second) * 1_000_000 + clock.microsecond
    return tables.clock.wall(at) % DAY > micros


def count(
    tables: CalendarTables,
    rules: TimeLimit,
    amounts: Amounts,
    start: Moments,
    pauses: Pauses | None,
) -> Counted:
    """Count limits that differ in their amounts only."""
    received = receive(tables, start, rules.cutoff)
    if rules.counts_hours:
        begin = beginnings(tables, rules, start, received.on, received.at)
        at, on = count_hours(tables, rules, amounts, begin, pauses)
        return Counted(on, on, at)
    spans, bad = pauses.day_spans(tables, rules.pause_days) if pauses else (NO_SPANS, None)
    return count_days(tables, rules, amounts, received.on, spans, bad)


# ── days ────────────────────────────────────────────────────────────────────────────────────


def count_days(
    tables: CalendarTables,
    rules: TimeLimit,
    amounts: Amounts,
    event: Ints,
    spans: Spans,
    bad: Truths | None,
) -> Counted:
    """Count limits in days, weeks, months and years from the days of their events."""
    inside: Ints | None = None
    if rules.unit is Unit.SAME_DAY:
        on = last = _same_day(tables, event, spans)
    elif rules.unit is Unit.WORKING_DAY:
        on, inside = _working_days(tables, amounts, event, spans)
        last = on
    else:
        last, on = _rolled(tables, rules, amounts, event, spans)
        inside = _part_of_day(tables, amounts, last, on)
    wrong = (event == MISSING) | ~tables.is_known(on)
    if bad is not None:
        wrong |= bad
    if wrong.any():
        on, last = np.where(wrong, MISSING, on), np.where(wrong, MISSING, last)
    at = tables.end_of(on)
    if rules.end_of_day is EndOfDay.CLOSING:
        closing = tables.closings.at(on)
        at = np.where(closing == MISSING, at, closing)
    if inside is not None:
        at = np.where(inside == MISSING, at, inside)
        at[wrong] = MISSING
    return Counted(on, last, at)


def _same_day(tables: CalendarTables, event: Ints, spans: Spans) -> Ints:
    stays = tables.is_working_day(event)
    for stop, resume in zip(spans.starts, spans.ends, strict=True):
        stays &= ~((stop < event) & (event <= resume))
    if stays.all():
        return event
    return np.where(stays, event, _spend_working_days(tables, event, np.ones_like(event), spans))


def _working_days(
    tables: CalendarTables, amounts: Amounts, event: Ints, spans: Spans
) -> tuple[Ints, Ints | None]:
    """Return the last day, and the instant within it for a fraction."""
    if not amounts.has_part.any():
        return _spend_working_days(tables, event, amounts.whole, spans), None
    # What a short day cannot hold of the fraction is taken from the next used day.
    inside = np.full(len(event), MISSING, dtype=np.int64)
    whole, work = amounts.whole + amounts.has_part, amounts.micros.copy()
    on = _spend_working_days(tables, event, whole, spans)
    rows = np.flatnonzero(amounts.has_part & (on != MISSING))
    while len(rows):
        days = on[rows]
        opening = tables.start_of(days)
        done = tables.work_by(opening)
        holds = tables.work_by(tables.end_of(days)) - done
        fits = work[rows] <= holds
        ended = np.where(work[rows] == 0, opening, tables.earliest(done + work[rows]))
        inside[rows[fits]] = ended[fits]
        rows, holds = rows[~fits], holds[~fits]
        work[rows] -= holds
        whole[rows] += 1
        on[rows] = _spend_working_days(tables, event[rows], whole[rows], _rows_of(spans, rows))
        rows = rows[on[rows] != MISSING]
    is_inside = inside != MISSING
    on[is_inside] = tables.day(inside[is_inside])
    # A fraction that found no day has no answer.
    on[amounts.has_part & ~is_inside] = MISSING
    return on, inside


def _rows_of(spans: Spans, rows: Ints) -> Spans:
    return Spans(tuple(s[rows] for s in spans.starts), tuple(e[rows] for e in spans.ends))


def _part_of_day(tables: CalendarTables, amounts: Amounts, last: Ints, on: Ints) -> Ints | None:
    """Return the instant within the last calendar day for a fraction, unless the day rolled."""
    if not amounts.has_part.any():
        return None
    # As the plain path has it: the part is added on the wall clock.
    wall = tables.clock.wall(tables.start_of(last)) + amounts.micros
    is_inside = amounts.has_part & (on == last) & (on != MISSING)
    return np.where(is_inside, tables.clock.instant(wall), MISSING)


def _rolled(
    tables: CalendarTables, rules: TimeLimit, amounts: Amounts, event: Ints, spans: Spans
) -> tuple[Ints, Ints]:
    """Return the last calendar day, and the day it rolls to."""
    last = _last_day(tables, rules, amounts, event, spans)
    on = _roll(tables, last, rules, amounts)
    if rules.roll is not Roll.PREVIOUS:
        return last, on
    # Rolled back, the limit may end before a pause begins, which then changes nothing.
    # A day beyond the calendar stays wrong, whatever an earlier one rolls to.
    undecided = on != MISSING
    for number, stop in enumerate(spans.starts):
        if not undecided.any():
            break
        sooner = _last_day(tables, rules, amounts, event, spans.first(number))
        back = _roll(tables, sooner, rules, amounts)
        ends = undecided & (spans.ends[number] != MISSING) & (stop >= back)
        last, on = np.where(ends, sooner, last), np.where(ends, back, on)
        undecided &= ~ends
    return last, on


def _roll(tables: CalendarTables, days: Ints, rules: TimeLimit, amounts: Amounts) -> Ints:
    roll, most = rules.roll, rules.roll_up_to
    if roll is Roll.NONE:
        return days
    stays = tables.is_working_day(days)
    if most is not None:
        stays |= (amounts.whole + amounts.has_part) > most
    if stays.all():
        return days
    if roll is Roll.NEXT:
        return np.where(stays, days, tables.add_working_days(days, 1))
    return np.where(stays, days, tables.working_day_by(days))


def _last_day(
    tables: CalendarTables, rules: TimeLimit, amounts: Amounts, event: Ints, spans: Spans
) -> Ints:
    """Return the last calendar day, before it rolls."""
    days = _length_in_days(rules, amounts.whole, event, spans) + amounts.has_part
    last = _spend_days(event, days, spans)
    if not rules.least_working_days:
        return last
    least = np.full(len(event), rules.least_working_days, dtype=np.int64)
    reached = _spend_working_days(tables, event, least, spans)
    return np.where(reached == MISSING, MISSING, np.maximum(last, reached))


def _length_in_days(rules: TimeLimit, whole: Ints, event: Ints, spans: Spans) -> Ints:
    """Return the whole calendar days of each limit, counted from its anchor."""
    if rules.unit is Unit.CALENDAR_DAY:
        return whole
    if rules.unit is Unit.WEEK:
        return whole * 7
    is_year = rules.unit is Unit.YEAR
    last = _add_months(event, whole * 12 if is_year else whole)
    length = last - event
    if rules.month_on_pause is MonthOnPause.THIRTY_DAYS:
        for stop, resume in zip(spans.starts, spans.ends, strict=True):
            stood_still = (stop < last) & (resume > event)
            length[stood_still] = (whole * (YEAR_DAYS if is_year else MONTH_DAYS))[stood_still]
    return length


def _add_months(event: Ints, months: Ints) -> Ints:
    """Return the same-numbered day *months* later, or the last day of that month.

    Source: Civil Code 91/2015/QH13 Art. 148.3.
    """
    days = event.view("M8[D]")
    in_month = days.astype("M8[M]")
    reached = in_month + months.view("m8[M]")
    day = reached.astype("M8[D]") + (days - in_month.astype("M8[D]"))
    last = (reached + np.timedelta64(1, "M")).astype("M8[D]") - np.timedelta64(1, "D")
    found: Ints = np.minimum(day, last).view(np.int64)
    return found


def _spend_working_days(tables: CalendarTables, event: Ints, number: Ints, spans: Spans) -> Ints:
    """Return the day on which the *number*-th working day is used."""
    rank, current, left = tables.rank(event), event, number
    bad: Truths | None = None
    for stop, resume in zip(spans.starts, spans.ends, strict=True):
        is_ahead = resume > current
        used = tables.rank(np.maximum(stop, current)) - rank
        # A pause that begins when everything is spent changes nothing.
        goes_on = is_ahead & (used < left)
        beyond = is_ahead & (used < 0)
        bad = beyond if bad is None else bad | beyond
        left = np.where(goes_on, left - used, left)
        current = np.where(goes_on, resume, current)
        rank = np.where(goes_on, tables.rank(resume), rank)
    found = tables.working_day(rank + left - 1)
    if bad is not None:
        found[bad] = MISSING
    return found


def _spend_days(event: Ints, number: Ints, spans: Spans) -> Ints:
    """Return the day on which the *number*-th calendar day is used."""
    current, left = event, number
    for stop, resume in zip(spans.starts, spans.ends, strict=True):
        used = np.maximum(stop, current) - current
        goes_on = (resume > current) & (used < left)
        left = np.where(goes_on, left - used, left)
        current = np.where(goes_on, resume, current)
    return current + left
