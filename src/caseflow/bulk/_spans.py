"""Pauses over columns: one pair of columns a pause, sorted and united row by row.

What a pause does to a limit does not belong here.
"""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

import numpy as np
from attrs import frozen

from caseflow._typed import short
from caseflow.bulk._arrays import ABSENT, MISSING, Ints, Truths
from caseflow.bulk._columns import Moments, same_length
from caseflow.bulk._reading import read_moments
from caseflow.bulk._tables import CalendarTables
from caseflow.calendars import OfficeCalendar
from caseflow.errors import ValueInvalidError
from caseflow.limits import PauseDays

__all__ = ["NO_SPANS", "PauseColumns", "Pauses", "Spans", "read_pauses"]


@short
@frozen(eq=False)
class Spans:
    """Hold spans of days (P, Q] or of instants [p, r): for each pause one column of each end.

    Sorted by start and disjoint in every row. Where a row has no such span, its start is ABSENT
    and its end MISSING: it lies after everything and reaches nowhere.
    """

    starts: tuple[Ints, ...]
    ends: tuple[Ints, ...]

    def first(self, number: int) -> "Spans":
        """Return the first *number* spans of each row."""
        return Spans(self.starts[:number], self.ends[:number])


NO_SPANS = Spans((), ())


@short
@frozen(eq=False)
class Pauses:
    """Hold the pauses of some rows as they came, MISSING at both ends where there is none."""

    stops: tuple[Ints, ...]
    resumes: tuple[Ints, ...]
    is_days: bool

    def __len__(self) -> int:
        """Return the largest number of pauses a row has."""
        return len(self.stops)

    def take(self, rows: Ints) -> "Pauses":
        """Return the pauses of *rows*."""
        return Pauses(
            tuple(column[rows] for column in self.stops),
            tuple(column[rows] for column in self.resumes),
            self.is_days,
        )

    def is_present(self) -> Truths:
        """Return which rows have any pause."""
        return _any([column != MISSING for column in (*self.stops, *self.resumes)])

    def is_open(self) -> Truths:
        """Return which rows have a pause that has begun and not ended."""
        pairs = zip(self.stops, self.resumes, strict=True)
        return _any([(stop != MISSING) & (resume == MISSING) for stop, resume in pairs])

    def is_impossible(self) -> Truths:
        """Return which rows have a pause that ends before it begins, or ends and never began."""
        pairs = zip(self.stops, self.resumes, strict=True)
        return _any([(r != MISSING) & ((s == MISSING) | (r < s)) for s, r in pairs])

    def is_unknown(self, tables: CalendarTables) -> Truths:
        """Return which rows have a pause on a bare day outside the calendar."""
        if not self.is_days:
            return np.zeros(len(self.stops[0]), dtype=np.bool_)
        days = (*self.stops, *self.resumes)
        return _any([(column != MISSING) & ~tables.is_known(column) for column in days])

    def day_spans(self, tables: CalendarTables, days: PauseDays) -> tuple[Spans, Truths]:
        """Return the pauses as united spans of days, and the rows where that is not possible.

        Those that leave out no day vanish.
        """
        stops, resumes, bad = self.stops, self.resumes, self.is_impossible()
        if not self.is_days:
            stops = tuple(tables.day(column) for column in stops)
            resumes = tuple(tables.day(column) for column in resumes)
            # Where clocks go back over midnight, a later instant can lie on the day before.
            bad = _any([bad, *((r != MISSING) & (r < s) for s, r in _pairs(stops, resumes))])
        if days is PauseDays.BOTH:
            resumes = tuple(_day_before(column) for column in resumes)
        elif days is PauseDays.NEITHER:
            stops = tuple(_day_before(column) for column in stops)
        return _united(stops, resumes), bad

    def instant_spans(self, tables: CalendarTables) -> tuple[Spans, Truths]:
        """Return the pauses as united spans of instants, and the rows where that is not possible.

        A day stands for its end.
        """
        stops, resumes, bad = self.stops, self.resumes, self.is_impossible()
        if self.is_days:
            bad = bad | self.is_unknown(tables)
            stops = tuple(tables.end_of(column) for column in stops)
            resumes = tuple(tables.end_of(column) for column in resumes)
        return _united(stops, resumes), bad

    def in_order(self) -> "Pauses":
        """Return the pauses of each row sorted by their stop, absent ones last."""
        if len(self) < 2:
            return self
        keys = np.array([np.where(column == MISSING, ABSENT, column) for column in self.stops])
        order = np.argsort(keys, axis=0, kind="stable")
        stops = np.take_along_axis(np.array(self.stops), order, axis=0)
        resumes = np.take_along_axis(np.array(self.resumes), order, axis=0)
        return Pauses(tuple(stops), tuple(resumes), self.is_days)


def _pairs(first: Sequence[Ints], second: Sequence[Ints]) -> Iterable[tuple[Ints, Ints]]:
    return zip(first, second, strict=True)


def _day_before(days: Ints) -> Ints:
    return np.where(days == MISSING, MISSING, days - 1)


def _any(masks: Sequence[Truths]) -> Truths:
    found: Truths = np.logical_or.reduce(masks)
    return found


def _united(stops: Sequence[Ints], resumes: Sequence[Ints]) -> Spans:
    """Sort the spans of each row, and unite those that overlap or touch."""
    found = list[tuple[Ints, Ints]]()
    for stop, resume in _pairs(stops, resumes):
        lasts = (stop != MISSING) & (stop < resume)
        found.append((np.where(lasts, stop, ABSENT), np.where(lasts, resume, MISSING)))
    if len(found) < 2:
        return Spans(tuple(s for s, _ in found), tuple(e for _, e in found))
    starts, ends = np.array([s for s, _ in found]), np.array([e for _, e in found])
    order = np.lexsort((ends, starts), axis=0)
    starts = np.take_along_axis(starts, order, axis=0)
    ends = np.take_along_axis(ends, order, axis=0)
    rows = np.arange(starts.shape[1], dtype=np.int64)
    heads = np.zeros(len(rows), dtype=np.int64)
    for number in range(1, len(starts)):
        touches = np.flatnonzero(starts[number] <= ends[heads, rows])
        into = heads[touches]
        ends[into, touches] = np.maximum(ends[into, touches], ends[number, touches])
        starts[number, touches], ends[number, touches] = ABSENT, MISSING
        heads = np.where(starts[number] == ABSENT, heads, number)
    return Spans(tuple(starts), tuple(ends))


@short
@frozen(eq=False)
class PauseColumns:
    """Hold all pause columns of a call."""

    pairs: tuple[tuple[Moments, Moments], ...]
    until: Moments | None

    def of(self, rows: slice, tables: CalendarTables) -> Pauses:
        """Return the pauses of *rows*; an open one ends at `until`, but not before it began."""
        is_days = bool(self.pairs) and self.pairs[0][0].is_days
        stops = tuple(stop.values[rows] for stop, _ in self.pairs)
        resumes = tuple(resume.values[rows] for _, resume in self.pairs)
        if self.until is not None:
            until = self.until.values[rows]
            if is_days and not self.until.is_days:
                until = tables.day(until)
            resumes = tuple(_ended(s, r, until) for s, r in _pairs(stops, resumes))
        return Pauses(stops, resumes, is_days)


def _ended(stops: Ints, resumes: Ints, until: Ints) -> Ints:
    is_open = (stops != MISSING) & (resumes == MISSING) & (until != MISSING)
    return np.where(is_open, np.maximum(stops, until), resumes)


def read_pauses(
    pauses: Sequence[tuple[object, object]],
    until: object,
    length: int,
    zone: tzinfo | str | None,
    calendar: OfficeCalendar,
) -> PauseColumns:
    """Read pairs of (stop, resumption) columns, all of days or all of instants."""
    pairs: list[tuple[Moments, Moments]] = []
    for number, (stop, resume) in enumerate(pauses):
        read = list[Moments]()
        for column, end in ((stop, "stop"), (resume, "resumption")):
            name = f"{end} of pause {number + 1}"
            moments, _ = read_moments(column, name, zone, calendar)
            same_length(length, len(moments), name)
            read.append(moments)
            if moments.is_days is not (pairs[0][0] if pairs else read[0]).is_days:
                raise ValueInvalidError(
                    name, "days" if moments.is_days else "instants", "all pauses as the first one"
                )
        pairs.append((read[0], read[1]))
    if until is None:
        return PauseColumns(tuple(pairs), None)
    moments, _ = read_moments(until, "until", zone, calendar)
    same_length(length, len(moments), "until")
    if pairs and moments.is_days and not pairs[0][0].is_days:
        raise ValueInvalidError("until", "days", "instants, as the pauses are")
    return PauseColumns(tuple(pairs), moments)
