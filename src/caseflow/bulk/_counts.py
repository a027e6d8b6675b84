"""Count a block of rows: each group of rules at once, then the pauses, then what was refused.

What comes in and goes out as a column is the business of `_dues`.
"""

import numpy as np

from caseflow.bulk._arrays import MISSING, Ints, Truths
from caseflow.bulk._columns import Moments
from caseflow.bulk._counting import Counted, count, count_days, receive
from caseflow.bulk._plans import Amounts, Plan
from caseflow.bulk._spans import NO_SPANS, PauseColumns, Pauses
from caseflow.bulk._tables import CalendarTables
from caseflow.limits import Supplement, TimeLimit

__all__ = ["Counts", "nothing"]

#: From so many rows for each day of the calendar on, every day is counted once and looked up.
_ROWS_A_DAY = 2


def nothing(length: int) -> Counted:
    """Return *length* rows without an answer."""
    first, second, third = (np.full(length, MISSING, dtype=np.int64) for _ in range(3))
    return Counted(first, second, third)


def put(into: Counted, rows: Ints | slice, found: Counted) -> None:
    """Write what was *found* for *rows* *into* the answers of all."""
    into.on[rows], into.last_on[rows], into.at[rows] = found.on, found.last_on, found.at


class Counts:
    """Count the limits of *plan* from *start*, block by block."""

    def __init__(
        self,
        tables: CalendarTables,
        plan: Plan,
        start: Moments,
        pauses: PauseColumns,
        supplement: Supplement,
    ) -> None:
        """Prepare the answers of all days where there are more rows than days."""
        self._tables, self._plan, self._start = tables, plan, start
        self._pauses, self._supplement = pauses, supplement
        days = tables.last - tables.first + 1
        on_days = not any(limit.counts_hours for limit in plan.limits)
        is_worth_it = len(start) >= _ROWS_A_DAY * days * len(plan.limits)
        is_wanted = plan.limits and on_days and is_worth_it
        self._answers = _Answers(tables, plan) if is_wanted else None

    def block(self, rows: slice, begun: Ints | None = None) -> tuple[Counted, Truths]:
        """Return where the limits of *rows* end, and which have no answer for want of an end.

        A limit that has not begun, and one that stands still, has no end; what has none although
        it should is MISSING too, and is not among those. Where the limits that began again did so
        the last time is written into *begun*.
        """
        start = self._start.part(rows)
        begun = _never(len(start)) if begun is None else begun
        pauses = self._pauses.of(rows, self._tables)
        found = nothing(len(start))
        codes = self._plan.codes_of(rows)
        for places, rules, amounts in self._plan.groups(rows):
            mine = start if places is None else start.take(places)
            own = pauses if places is None else pauses.take(places)
            own_codes = codes if places is None else codes[places]
            some = slice(None) if places is None else places
            again = _never(len(mine))
            put(found, some, self._group(rules, amounts, mine, own, own_codes, again))
            begun[some] = again
        endless = start.values == MISSING
        if pauses:
            endless |= pauses.is_open()
        if endless.any():
            put(found, np.flatnonzero(endless), nothing(int(endless.sum())))
        return found, endless

    def following(self, rows: slice, begun: Ints) -> Counted:
        """Return where limits end that began again when others did, see *begun* of `block`.

        They have no separate pauses, and begin again even where they were over.
        """
        start = self._start.part(rows)
        is_days = self._pauses.of(rows, self._tables).is_days
        found = nothing(len(start))
        codes = self._plan.codes_of(rows)
        for places, rules, amounts in self._plan.groups(rows):
            some = slice(None) if places is None else places
            mine = start if places is None else start.take(places)
            answers = self._without_pauses(rules, amounts, mine, codes[some])
            again = np.flatnonzero(begun[some] != MISSING)
            if len(again):
                answers, anchors = answers.copy(), Moments(begun[some][again], is_days)
                put(answers, again, count(self._tables, rules, amounts.take(again), anchors, None))
            put(found, some, answers)
        return found

    def _group(
        self,
        rules: TimeLimit,
        amounts: Amounts,
        start: Moments,
        pauses: Pauses,
        codes: Ints,
        begun: Ints,
    ) -> Counted:
        """Count all rows as if they had no pauses, then those that have some."""
        found = self._without_pauses(rules, amounts, start, codes)
        if not pauses:
            return found
        rows = np.flatnonzero(pauses.is_present())
        if len(rows):
            found, own = found.copy(), start.take(rows)
            some, taken = pauses.take(rows), amounts.take(rows)
            if self._supplement is Supplement.RESTART:
                counted, begun[rows] = count_restarting(self._tables, rules, taken, own, some)
            else:
                counted = count(self._tables, rules, taken, own, some)
            put(found, rows, counted)
        return found

    def _without_pauses(
        self, rules: TimeLimit, amounts: Amounts, start: Moments, codes: Ints
    ) -> Counted:
        if self._answers is None:
            return count(self._tables, rules, amounts, start, None)
        return self._answers.of(receive(self._tables, start, rules.cutoff).on, codes)


class _Answers:
    """Hold where each limit ends that begins on each day of the calendar, pauses left out.

    A fifth of the work where rows are many and days are few: one gather answers a row.
    """

    __slots__ = ("_at", "_last_on", "_limits", "_most", "_on", "_shift")

    def __init__(self, tables: CalendarTables, plan: Plan) -> None:
        """Count every limit from every day."""
        # One day without an answer at each end, for all that lies outside.
        days = np.arange(tables.first - 1, tables.last + 2, dtype=np.int64)
        event = np.where(tables.is_known(days), days, MISSING)
        self._shift, self._most, self._limits = tables.first - 1, len(days) - 1, len(plan.limits)
        found: list[Counted] = []
        for limit in plan.limits:
            amounts = Amounts.of([limit]).take(np.zeros(len(days), dtype=np.int64))
            found.append(count_days(tables, limit, amounts, event, NO_SPANS, None))
        self._on = np.concatenate([one.on for one in found])
        self._at = np.concatenate([one.at for one in found])
        is_rolling = any(one.last_on is not one.on for one in found)
        self._last_on = np.concatenate([one.last_on for one in found]) if is_rolling else self._on

    def of(self, event: Ints, codes: Ints) -> Counted:
        """Return where the limits of *codes* end that begin on the days of *event*."""
        places = event - self._shift
        np.clip(places, 0, self._most, out=places)
        if self._limits > 1:
            places += codes * (self._most + 1)
        on = self._on.take(places)
        is_rolling = self._last_on is not self._on
        return Counted(on, self._last_on.take(places) if is_rolling else on, self._at.take(places))


def count_restarting(
    tables: CalendarTables, rules: TimeLimit, amounts: Amounts, start: Moments, pauses: Pauses
) -> tuple[Counted, Ints]:
    """Count limits that begin again at the end of every pause that finds them running.

    With them comes where each began again the last time, MISSING where it did not.
    """
    ordered = pauses.in_order()
    found = count(tables, rules, amounts, start, None).copy()
    # Every day of a pause is asked for, even of one that comes too late to count.
    wrong = pauses.is_impossible() | pauses.is_unknown(tables) | (found.on == MISSING)
    anchor = _never(len(start))
    is_over = np.zeros(len(start), dtype=np.bool_)
    for stop, resume in zip(ordered.stops, ordered.resumes, strict=True):
        # One that was over before the limit began does not count, nor one that is absent.
        is_days = pauses.is_days
        counts = (stop != MISSING) & ~_is_over_by(tables, start, resume, is_days=is_days)
        # One that overlaps the pause before is one with it.
        overlaps = (anchor != MISSING) & (anchor >= stop)
        ends = _is_over_at(tables, rules, found, stop, is_days=is_days)
        is_over |= counts & ~overlaps & ends
        again = counts & ~is_over & (resume > anchor)
        rows = np.flatnonzero(again)
        if len(rows):
            begun = Moments(resume[rows], pauses.is_days)
            put(found, rows, count(tables, rules, amounts.take(rows), begun, None))
            anchor[rows] = resume[rows]
            wrong[rows] |= found.on[rows] == MISSING
    if wrong.any():
        put(found, np.flatnonzero(wrong), nothing(int(wrong.sum())))
    return found, anchor


def _never(length: int) -> Ints:
    return np.full(length, MISSING, dtype=np.int64)


def _is_over_by(tables: CalendarTables, start: Moments, resume: Ints, *, is_days: bool) -> Truths:
    """Return which pauses ended before the limit began; a day stands for its end."""
    began = start.values
    if start.is_days and not is_days:
        began = tables.end_of(began)
    if is_days and not start.is_days:
        resume = tables.end_of(resume)
    is_over: Truths = resume <= began
    return is_over


def _is_over_at(
    tables: CalendarTables, rules: TimeLimit, found: Counted, stop: Ints, *, is_days: bool
) -> Truths:
    """Return where *stop* lies after the end; all of the last day is still in time."""
    if rules.unit.is_hours and not is_days:
        return stop > found.at
    return (stop if is_days else tables.day(stop)) > found.on
