"""Count limits in hours on the arrays of a calendar: the axis of time of `_counting`."""

import numpy as np

from caseflow.bulk._arrays import MISSING, Ints, Truths
from caseflow.bulk._columns import Moments
from caseflow.bulk._plans import Amounts
from caseflow.bulk._spans import NO_SPANS, Pauses, Spans
from caseflow.bulk._tables import CalendarTables
from caseflow.limits import TimeLimit, Unit

__all__ = ["beginnings", "count_hours", "hour_spans", "spend_clock_time", "spend_work"]


def count_hours(
    tables: CalendarTables,
    rules: TimeLimit,
    amounts: Amounts,
    begin: Ints,
    pauses: Pauses | None,
) -> tuple[Ints, Ints]:
    """Return the instants at which limits in hours end, and the days those are the end of."""
    spans, bad = hour_spans(tables, rules, pauses)
    spend = spend_clock_time if rules.unit is Unit.CLOCK_HOUR else spend_work
    at = spend(tables, begin, amounts.micros, spans)
    on = tables.day_ended_by(at)
    wrong = (begin == MISSING) | (at == MISSING) | ~tables.is_known(on)
    if bad is not None:
        wrong |= bad
    if wrong.any():
        at, on = np.where(wrong, MISSING, at), np.where(wrong, MISSING, on)
    return at, on


def beginnings(
    tables: CalendarTables, rules: TimeLimit, start: Moments, on: Ints, at: Ints | None
) -> Ints:
    """Return the instants that limits in hours are counted from.

    The eight-hour convention takes a bare day as its end; hours need the time.
    """
    if at is None and rules.counts_day_hours:
        at = tables.end_of(start.values)
    if at is None:
        return np.full(len(on), MISSING, dtype=np.int64)
    return np.where(on == MISSING, MISSING, at)


def hour_spans(
    tables: CalendarTables, rules: TimeLimit, pauses: Pauses | None
) -> tuple[Spans, Truths | None]:
    """Return the pauses as spans of instants, and the rows where that is not possible."""
    if pauses is None:
        return NO_SPANS, None
    spans, bad = pauses.instant_spans(tables)
    if pauses.is_days and not rules.counts_day_hours:
        # Hours need the time of a pause, too.
        bad = bad | pauses.is_present()
    return spans, bad


def spend_work(tables: CalendarTables, begin: Ints, work: Ints, spans: Spans) -> Ints:
    """Return the earliest instant at which *work* of office time is used."""
    bad = ~tables.is_within(begin)
    done, current, left = tables.work_by(begin), begin, work
    for stop, resume in zip(spans.starts, spans.ends, strict=True):
        reached = np.maximum(stop, current)
        is_ahead = resume > current
        used = tables.work_by(reached) - done
        # A pause that begins when everything is spent changes nothing.
        goes_on = is_ahead & (used < left)
        bad |= is_ahead & ~tables.is_within(reached)
        bad |= goes_on & ~tables.is_within(resume)
        left = np.where(goes_on, left - used, left)
        current = np.where(goes_on, resume, current)
        done = np.where(goes_on, tables.work_by(resume), done)
    found = tables.earliest(done + left)
    if not left.all():
        # No work at all leaves the instant where it is.
        found = np.where(left == 0, current, found)
    if bad.any():
        found[bad] = MISSING
    return found


def spend_clock_time(tables: CalendarTables, begin: Ints, length: Ints, spans: Spans) -> Ints:
    """Return the instant at which *length* of elapsed time is used."""
    current, left = begin, length
    for stop, resume in zip(spans.starts, spans.ends, strict=True):
        used = np.maximum(stop, current) - current
        goes_on = (resume > current) & (used < left)
        left = np.where(goes_on, left - used, left)
        current = np.where(goes_on, resume, current)
    found = current + left
    bad = ~tables.is_within(begin)
    if bad.any():
        found[bad] = MISSING
    return found
