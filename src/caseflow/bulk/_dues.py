"""Due dates and promised dates over columns: `TimeLimit.due` for a million filings at once.

Judging a decision against a due date belongs in `_judging`.
"""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Generic, cast, overload

import numpy as np
from attrs import field

from caseflow._typed import frozen, typed
from caseflow.bulk._arrays import MISSING, Ints, Truths, blocks
from caseflow.bulk._calls import Call
from caseflow.bulk._columns import Home
from caseflow.bulk._counting import Counted
from caseflow.bulk._counts import nothing
from caseflow.bulk._kinds import Column, D, Dates, Errors, F, Limits, Pairs, T, Truth
from caseflow.bulk._reading import read_errors, read_truths
from caseflow.bulk._rows import day_number, in_row
from caseflow.calendars import OfficeCalendar
from caseflow.errors import CaseflowError
from caseflow.limits import Due, Supplement
from caseflow.targets import EarlyReturn, earlier, promised_with

__all__ = ["Dues", "due", "promised"]


@frozen(eq=False)
class Dues(Generic[D, T]):
    """Hold the due dates of many filings as columns, of the kind the receipts came in.

    Where a limit has not begun (no receipt) or stands still (a pause without an end), there is no
    due date, and the columns hold NaT or null.
    """

    calendar: OfficeCalendar
    home: Home
    _counted: Counted
    _is_instant: Truths
    #: The rows that have no answer although they should, when they were not to raise.
    bad_rows: tuple[int, ...]
    _settle: Callable[[int], Due] = field(repr=False)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._counted.on)

    @property
    def on(self) -> D:
        """Return the last civil day of each limit, inclusive."""
        return cast("D", self.home.days(self._counted.on, "due_on"))

    @property
    def last_on(self) -> D:
        """Return that day before it rolled."""
        return cast("D", self.home.days(self._counted.last_on, "due_last_on"))

    @property
    def at(self) -> D:
        """Return the exact end: the instant itself for hours and fractions, else 24:00."""
        return cast("D", self.home.instants(self._counted.at, "due_at"))

    @property
    def is_official(self) -> T:
        """Return which dates rest on decided days; those without a date do not."""
        through = self.calendar.official_through
        last = MISSING if through is None else day_number(through)
        found = (self._counted.on <= last) & (self._counted.on != MISSING)
        return cast("T", self.home.truths(found, "is_official"))

    def why(self, row: int) -> CaseflowError | None:
        """Return what is wrong with *row*, or None."""
        if row not in self.bad_rows:
            return None
        try:
            self._settle(row)
        except CaseflowError as error:
            return in_row(error, row)
        return None

    def ends(self) -> tuple[Ints, Ints, Truths]:
        """Return the days, the instants, and which of them count, as plain arrays."""
        return self._counted.on, self._counted.at, self._is_instant


@overload
def due(
    start: Dates,
    limit: Limits,
    calendar: OfficeCalendar,
    *,
    amounts: Column | Sequence[object] | None = None,
    pauses: Pairs = (),
    supplement: Supplement = Supplement.PAUSE,
    until: Column | None = None,
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> Dues[Dates, Truth]: ...
@overload
def due(
    start: F,
    limit: Limits,
    calendar: OfficeCalendar,
    *,
    amounts: Column | Sequence[object] | None = None,
    pauses: Pairs = (),
    supplement: Supplement = Supplement.PAUSE,
    until: Column | None = None,
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> Dues[F, F]: ...
@typed(late=True)
def due(
    start: Column,
    limit: Limits,
    calendar: OfficeCalendar,
    *,
    amounts: Column | Sequence[object] | None = None,
    pauses: Pairs = (),
    supplement: Supplement = Supplement.PAUSE,
    until: Column | None = None,
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> object:
    """Return the date or instant by which each limit ends; `TimeLimit.due` row by row.

    Args:
        start: the receipts, as instants or as bare days. No receipt, no due date.
        limit: one limit for all, or a column of limits or of texts as "15 working days".
        calendar: the office that counts.
        amounts: how much each row may take, in the unit and by the rules of the one *limit*.
        pauses: pairs of (stop, resumption) columns, all of days or all of instants. A row with
            neither has no such pause; one with a stop only stands still and has no due date.
        supplement: PAUSE to go on after each pause, RESTART to begin again from its end.
        until: when pauses that are still open end, for a projected date.
        zone: the zone of columns that know none: "UTC", or that of their wall clock,
            on which a time that occurs twice is the first.
        errors: "raise" for the first bad row, or "coerce" to leave bad rows without a date.

    Raises:
        CaseflowError: what `TimeLimit.due` raises for the first bad row, which it names.
        ValueInvalidError: a column is not what it should be, or has another length.

    Cost: O(rows times pauses). Besides the answers, memory is bounded by the block, and by a copy
    of each column that is not yet in microseconds.

    >>> import numpy as np
    >>> from caseflow.limits import working_days
    >>> received = np.array(["2026-03-02", "2026-03-06", "NaT"], dtype="datetime64[D]")
    >>> calendar = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
    >>> due(received, working_days(10), calendar).on
    array(['2026-03-16', '2026-03-20',        'NaT'], dtype='datetime64[D]')
    """
    call = Call.read(start, limit, amounts, calendar, pauses, until, supplement, zone)
    length = len(call.start)
    counts = call.counts(call.plan)
    found = nothing(length)
    is_instant = call.plan.is_instant(slice(0, length))
    bad: list[int] = []
    raises = read_errors(errors)
    for rows in blocks(length):
        counted, endless = counts.block(rows)
        _keep(found, rows, counted)
        call.settle(found, is_instant, rows, endless, call.due_of, bad, raises=raises)
    return Dues[object, object](calendar, call.home, found, is_instant, tuple(bad), call.due_of)


@overload
def promised(
    start: Dates,
    limit: Limits,
    calendar: OfficeCalendar,
    early: EarlyReturn,
    *,
    takes_part: Column | None = None,
    amounts: Column | Sequence[object] | None = None,
    pauses: Pairs = (),
    supplement: Supplement = Supplement.PAUSE,
    until: Column | None = None,
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> Dues[Dates, Truth]: ...
@overload
def promised(
    start: F,
    limit: Limits,
    calendar: OfficeCalendar,
    early: EarlyReturn,
    *,
    takes_part: Column | None = None,
    amounts: Column | Sequence[object] | None = None,
    pauses: Pairs = (),
    supplement: Supplement = Supplement.PAUSE,
    until: Column | None = None,
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> Dues[F, F]: ...
@typed(late=True)
def promised(
    start: Column,
    limit: Limits,
    calendar: OfficeCalendar,
    early: EarlyReturn,
    *,
    takes_part: Column | None = None,
    amounts: Column | Sequence[object] | None = None,
    pauses: Pairs = (),
    supplement: Supplement = Supplement.PAUSE,
    until: Column | None = None,
    zone: tzinfo | str | None = None,
    errors: Errors = "raise",
) -> object:
    """Return the promised date of each filing: the earlier of the shortened and the legal one.

    Takes what `due` takes, and *early*, by what share results are returned sooner, rounded as
    `EarlyReturn.promise` does. *takes_part* is a column of truth values, None for all filings; one
    that does not take part, or whose limit cannot be shortened, has its legal date. A promise
    begins again when the legal limit does, even where it was over by then.

    >>> import numpy as np
    >>> from caseflow.limits import working_days
    >>> received = np.array(["2026-03-02"], dtype="datetime64[D]")
    >>> calendar = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
    >>> promised(received, working_days(15), calendar, EarlyReturn("1/5")).on
    array(['2026-03-18'], dtype='datetime64[D]')
    """
    call = Call.read(start, limit, amounts, calendar, pauses, until, supplement, zone)
    plan, length = call.plan, len(call.start)
    entitled = read_truths(takes_part, "takes_part", length)
    short_plan = plan.mapped([early.shortened(one) for one in plan.limits])
    legal, short = call.counts(plan), call.counts(short_plan)
    restarts = call.supplement is Supplement.RESTART

    def settled(row: int) -> Due:
        found = call.due_of(row)
        shortened = early.shortened(plan.limit_of(row)) if entitled[row] else None
        return earlier(found, promised_with(found, shortened)) if shortened else found

    found = nothing(length)
    is_instant = np.empty(length, dtype=np.bool_)
    bad: list[int] = []
    raises = read_errors(errors)
    for rows in blocks(length):
        begun = np.empty(rows.stop - rows.start, dtype=np.int64)
        counted, endless = legal.block(rows, begun)
        sooner = short.following(rows, begun) if restarts else short.block(rows)[0]
        has_promise = entitled[rows] & (short_plan.codes_of(rows) >= 0)
        counts = has_promise & (sooner.at < counted.at)
        is_wrong = (counted.on == MISSING) | (has_promise & (sooner.on == MISSING))
        effective = _chosen(counts, sooner, counted)
        _keep(found, rows, _chosen(is_wrong, nothing(len(counts)), effective))
        is_instant[rows] = np.where(counts, short_plan.is_instant(rows), plan.is_instant(rows))
        call.settle(found, is_instant, rows, endless, settled, bad, raises=raises)
    return Dues[object, object](calendar, call.home, found, is_instant, tuple(bad), settled)


def _keep(found: Counted, rows: slice, counted: Counted) -> None:
    found.on[rows], found.last_on[rows], found.at[rows] = counted.on, counted.last_on, counted.at


def _chosen(which: Truths, first: Counted, second: Counted) -> Counted:
    return Counted(
        np.where(which, first.on, second.on),
        np.where(which, first.last_on, second.last_on),
        np.where(which, first.at, second.at),
    )
