"""Counting of a register how early filings were, by group: of those received in a window.

What is counted is in `_counts`, what can be promised after it in `_promises`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from itertools import chain
from types import MappingProxyType
from typing import Any

import narwhals as nw
from attrs import field
from attrs import frozen as frozen_value

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.errors import CalendarHorizonError, ValueInvalidError
from caseflow.limits import TimeLimit, Unit
from caseflow.reports._grouping import added_groups, by_fewer
from caseflow.reports.counts import late
from caseflow.reports.counts._counting import keys_of
from caseflow.reports.counts._counts import tidy
from caseflow.reports.promises._counts import LATE, EarlyCounts
from caseflow.reports.register import Register
from caseflow.targets import EarlyReturn
from caseflow.values import utc

__all__ = ["EarlyShares", "early_shares"]

Group = tuple[str | bool | None, ...]
_NOTHING = Fraction(0)
_HOURS = (Unit.WORKING_HOUR.value, Unit.CLOCK_HOUR.value)
_UNITS = frozenset(each.value for each in Unit)
#: Any promise: whether one is in hours depends on its limit alone.
_SOONER = EarlyReturn(Fraction(1, 10))
_MICROSECONDS = 3_600_000_000
_WAITED = ("days_for_supplement", "days_for_payment", "days_for_others")
_TERMS = ("time_unit", "allowed", "used", "parts")
_DATES = ("received_on", "decided_on", "decided_at", "legal_due_on", "legal_due_at", "paused_on")


def _groups(given: Mapping[Group, EarlyCounts]) -> Mapping[Group, EarlyCounts]:
    return MappingProxyType(dict(given))


@typed
@frozen(eq=False)
class EarlyShares:
    """Hold how early the filings of a window were, by group.

    Attributes:
        by: the keys of the groups.
        first: the first day of receipt of the filings that were counted.
        last: the last one.
        on: the day at whose end they were looked at.
        groups: the counts of each group.
    """

    by: tuple[str, ...]
    first: date
    last: date
    on: date
    groups: Mapping[Group, EarlyCounts] = field(repr=False, converter=_groups)

    @property
    def shape(self) -> str:
        """Say what was counted; those of the same shape can be added."""
        return f"received {self.first}..{self.last} until {self.on} by {', '.join(self.by)}"

    def __add__(self, other: "EarlyShares") -> "EarlyShares":
        """Return both together, of other filings counted in the same way.

        Raises:
            ValueInvalidError: they were counted otherwise.
        """
        if self.shape != other.shape:
            raise ValueInvalidError("early shares", other.shape, f"those {self.shape}")
        groups = added_groups(chain(self.groups.items(), other.groups.items()))
        return EarlyShares(self.by, self.first, self.last, self.on, groups)

    def __eq__(self, other: object) -> bool:
        """Return whether *other* was counted in the same way and found the same."""
        if not isinstance(other, EarlyShares) or self.shape != other.shape:
            return False
        return dict(self.groups) == dict(other.groups)

    def __hash__(self) -> int:
        """Return a hash: of what was counted, for speed."""
        return hash(self.shape)

    def rolled(self, by: Sequence[str] = ()) -> "EarlyShares":
        """Return the counts by fewer keys.

        Raises:
            UnknownNameError: they were not counted by one of *by*.
        """
        groups = by_fewer(self.groups, self.by, by, "early shares")
        return EarlyShares(tuple(by), self.first, self.last, self.on, groups)


@typed
def early_shares(
    register: Register,
    *,
    first: date,
    last: date,
    on: date,
    calendar: OfficeCalendar,
    by: Sequence[str] = ("procedure", "unit"),
) -> EarlyShares:
    """Count how early the filings were that were received from *first* to *last*, both in.

    Of all of them: one that was not decided by the end of *on* is open, and one of which the
    register knows a later decision too. An open one is counted by what it had used by then, and
    never by more: what the register does not know of it is left out.

    What a filing kept respects how promises are rounded, see `caseflow.targets.EarlyReturn`. Up to
    four working days a promise is in working hours, and a register knows the day of such a
    decision and not its hour; there a filing kept what it kept for certain, wherever in the day it
    was received, if it was decided in office hours. Limits in weeks, months and years are those of
    so many calendar days. A filing without a limit, or with days that cannot be, is not judged.

    Args:
        register: what is counted.
        first: the first day of receipt.
        last: the last day of receipt.
        on: the day at whose end the filings are looked at.
        calendar: counts the days and hours of open filings.
        by: columns of the register, with channel as a third.

    Cost: one pass over the columns asked for; then one step for each open filing, and for each
    pair of used and allowed time.

    Raises:
        ValueInvalidError: the days are not in this order, or a key comes twice.
        UnknownNameError: the register has no such column.
        CalendarHorizonError: the calendar does not know the first day, or *on*.
    """
    if not first <= last <= on:
        raise ValueInvalidError("on", f"{first}, {last}, {on}", "first <= last <= on")
    keys, received = keys_of(by), nw.col("received_on")
    frame = register.frame.filter((received >= first) & (received <= last))
    is_decided = (nw.col("decided_on") <= on).fill_null(value=False)
    for day in (first, on):
        calendar.day(day)
    counted = _Counted()
    for *group, unit, allowed, used, parts, is_late, number in _decided(frame, keys, is_decided):
        limit, share = _limit(unit, allowed, parts), None
        if limit is not None and used is not None and used >= 0:
            share = limit.kept(Fraction(used, parts), is_late=is_late)
        counted.add(tuple(group), share, number, is_open=False)
    columns = (*keys, *_TERMS, *_DATES, *_WAITED, "restarts", "ended_on")
    rest = tidy(frame.filter(~is_decided).select(*dict.fromkeys(columns)))
    for row in rest.iter_rows(named=True):
        share = _open_share(row, on, calendar)
        counted.add(tuple(row[name] for name in keys), share, 1, is_open=True)
    return EarlyShares(keys, first, last, on, counted.groups())


def _decided(
    frame: "nw.LazyFrame[Any]", keys: tuple[str, ...], is_decided: nw.Expr
) -> Iterator[tuple[Any, ...]]:
    """Yield how many filings were decided alike: the same time used of the same limit."""
    is_late = late().alias("_late")
    found = frame.filter(is_decided).with_columns(is_late)
    counted = found.group_by(*keys, *_TERMS, "_late").agg(
        nw.col("number").count().cast(nw.Int64).alias("_number")
    )
    yield from tidy(counted).select(*keys, *_TERMS, "_late", "_number").iter_rows()


class _Counted:
    """Add up filings by group and by what they kept."""

    def __init__(self) -> None:
        self._found: dict[Group, tuple[Counter[Fraction], Counter[Fraction]]] = {}
        self._unjudged: Counter[Group] = Counter()

    def add(self, group: Group, share: Fraction | None, number: int, *, is_open: bool) -> None:
        """Count *number* filings; None is a filing that cannot be judged."""
        counters = self._found.setdefault(group, (Counter(), Counter()))
        if share is None:
            self._unjudged[group] += number
        else:
            counters[is_open][share] += number

    def groups(self) -> dict[Group, EarlyCounts]:
        """Return the counts of each group."""
        return {
            group: EarlyCounts(*counters, self._unjudged[group])
            for group, counters in self._found.items()
        }


@frozen_value
class _Limit:
    """Say what part of a limit was kept by who used so much of it."""

    unit: str
    allowed: Fraction

    @property
    def is_promised_in_hours(self) -> bool:
        """Return whether a limit in working days is so short that its promises are in hours."""
        if self.unit != Unit.WORKING_DAY.value:
            return False
        return _SOONER.promise(TimeLimit(self.allowed, Unit.WORKING_DAY)).note == "hours"

    def kept(self, used: Fraction, *, is_late: bool | None) -> Fraction:
        """Return the largest early share that is kept with *used*; 0 is the limit itself."""
        if used > self.allowed if is_late is None else is_late:
            return LATE
        if self.unit == Unit.SAME_DAY.value or self.allowed <= 0:
            return _NOTHING
        least = used
        if self.unit not in _HOURS:
            # No promise of less than a day is made in days.
            least = max(used, Fraction(1))
            if self.is_promised_in_hours:
                least = used + 1
        return max(_NOTHING, 1 - least / self.allowed)


def _limit(unit: str | None, allowed: int | None, parts: int | None) -> _Limit | None:
    """Return the limit of a filing; None if it has none, or none that can be."""
    if unit not in _UNITS or allowed is None or allowed <= 0 or parts is None or parts <= 0:
        return None
    return _Limit(unit, Fraction(allowed, parts))


def _open_share(row: Mapping[str, Any], on: date, calendar: OfficeCalendar) -> Fraction | None:
    """Return what a filing that was not decided could still keep; None if that is not known."""
    limit = _limit(row["time_unit"], row["allowed"], row["parts"])
    if limit is None:
        return None
    seen_on = on if row["ended_on"] is None else min(on, row["ended_on"])
    try:
        used = _used_by(row, limit, seen_on, calendar)
    except CalendarHorizonError:
        return None  # one of its days is far off, and may be no day at all
    return limit.kept(used, is_late=_is_over(row, seen_on))


def _is_over(row: Mapping[str, Any], on: date) -> bool:
    """Return whether an open filing was overdue at the end of *on*, as far as is known."""
    due = row["legal_due_on"]
    if due is None or (row["paused_on"] is not None and row["paused_on"] <= on):
        return False
    return bool(due < on or (row["legal_due_at"] is not None and due <= on))


def _used_by(row: Mapping[str, Any], limit: _Limit, on: date, calendar: OfficeCalendar) -> Fraction:
    """Return what an open filing had used by the end of *on*, or less where that is not known."""
    if row["used"] is not None and row["decided_on"] is not None:
        since = _between(limit.unit, on, row["decided_on"], row["decided_at"], calendar)
        return max(_NOTHING, Fraction(row["used"], row["parts"]) - since)
    stood = row["paused_on"] is not None and row["paused_on"] <= on
    if row["legal_due_on"] is not None and not stood:
        left = _between(limit.unit, on, row["legal_due_on"], row["legal_due_at"], calendar)
        return max(_NOTHING, limit.allowed - left)
    if row["restarts"] != 0 or limit.unit in _HOURS:
        return _NOTHING
    waited = sum(row[name] or 0 for name in _WAITED)
    end = min(row["paused_on"] or on, on)
    since = _between(limit.unit, row["received_on"], end, None, calendar)
    return max(_NOTHING, since - waited)


def _between(
    unit: str, first: date, last: date, at: datetime | None, calendar: OfficeCalendar
) -> Fraction:
    """Return the time from the end of *first* until *last*, or until *at*, in *unit*."""
    if last <= first:
        return _NOTHING
    if unit in _HOURS:
        begin, end = calendar.end_of(first), at or calendar.end_of(last)
        is_working = unit == Unit.WORKING_HOUR.value
        passed = calendar.working_time(begin, end) if is_working else utc(end) - utc(begin)
        whole = (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
        return Fraction(whole, _MICROSECONDS)
    if unit in (Unit.WORKING_DAY.value, Unit.SAME_DAY.value):
        return Fraction(calendar.count_working_days(first, last))
    return Fraction((last - first).days)
