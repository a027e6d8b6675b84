"""Counting of a register how many days filings took, by group: of those received in a window.

What the counts say of how long it takes is in `_curves`.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import chain
from types import MappingProxyType

import narwhals as nw
from attrs import field

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.errors import ValueInvalidError
from caseflow.reports._grouping import added_groups, by_fewer
from caseflow.reports.counts._counting import keys_of, summed
from caseflow.reports.durations._curves import DayCounts, Quantile
from caseflow.reports.register import Register

__all__ = ["Durations", "days_taken"]

Group = tuple[str | None, ...]

#: The shares of which people ask.
_SHARES = (Fraction(1, 2), Fraction(4, 5), Fraction(9, 10))
_KINDS = ("decided", "otherwise", "open")


def _frozen(groups: Mapping[Group, DayCounts]) -> Mapping[Group, DayCounts]:
    return MappingProxyType(dict(groups))


@typed
@frozen(eq=False)
class Durations:
    """Hold how many days filings took, by group; the past, which promises nothing.

    Attributes:
        by: the keys of the groups.
        first: the first day of receipt of the filings that were counted.
        last: the last one.
        on: the day at whose end they were looked at.
        in_working_days: whether days of the office were counted, or civil days.
        groups: the counts of each group.
    """

    by: tuple[str, ...]
    first: date
    last: date
    on: date
    in_working_days: bool
    groups: Mapping[Group, DayCounts] = field(repr=False, converter=_frozen)

    def __add__(self, other: "Durations") -> "Durations":
        """Return both together, of other filings counted in the same way.

        Raises:
            ValueInvalidError: they were counted otherwise.
        """
        if self.shape != other.shape:
            raise ValueInvalidError("durations", other.shape, f"those {self.shape}")
        groups = added_groups(chain(self.groups.items(), other.groups.items()))
        return Durations(*self._how, groups)

    def __eq__(self, other: object) -> bool:
        """Return whether *other* was counted in the same way and found the same."""
        if not isinstance(other, Durations) or self.shape != other.shape:
            return False
        return dict(self.groups) == dict(other.groups)

    def __hash__(self) -> int:
        """Return a hash: of what was counted, for speed."""
        return hash(self.shape)

    @property
    def _how(self) -> tuple[tuple[str, ...], date, date, date, bool]:
        return self.by, self.first, self.last, self.on, self.in_working_days

    @property
    def shape(self) -> str:
        """Say what was counted; durations of the same shape can be added."""
        unit = "working days" if self.in_working_days else "days"
        return f"{unit} of {self.first}..{self.last} until {self.on} by {', '.join(self.by)}"

    def rolled(self, by: Sequence[str] = ()) -> "Durations":
        """Return the durations by fewer keys.

        Raises:
            UnknownNameError: the durations have no such key.
        """
        groups = by_fewer(self.groups, self.by, by, "durations")
        return Durations(tuple(by), self.first, self.last, self.on, self.in_working_days, groups)

    def quantiles(
        self, shares: Sequence[Fraction] = _SHARES
    ) -> Iterator[tuple[Group, DayCounts, tuple[Quantile, ...]]]:
        """Yield each group with its counts and the days within which the shares are decided."""
        for key in sorted(self.groups, key=lambda key: [(each is not None, each) for each in key]):
            counts = self.groups[key]
            yield key, counts, tuple(counts.quantile(share) for share in shares)


@typed
def days_taken(
    register: Register,
    *,
    first: date,
    last: date,
    on: date,
    by: Sequence[str] = ("procedure", "channel"),
    calendar: OfficeCalendar | None = None,
) -> Durations:
    """Count how many days the filings took that were received from *first* to *last*, both in.

    Of all of them: those that were not decided by the end of *on* are open, and so are those of
    which the register knows a later decision. Choose the window so long ago that most are over,
    and no longer than the office stays as it is.

    Args:
        register: what is counted.
        first: the first day of receipt.
        last: the last day of receipt.
        on: the day at whose end the filings are looked at.
        by: columns of the register.
        calendar: counts working days; None counts civil days.

    Cost: one pass over the columns asked for; then one step for each pair of days.

    Raises:
        ValueInvalidError: the days are not in this order.
        CalendarHorizonError: the calendar does not know a day.
    """
    if not first <= last <= on:
        raise ValueInvalidError("on", f"{first}, {last}, {on}", "first <= last <= on")
    keys, received = keys_of(by), nw.col("received_on")
    frame = register.frame.filter((received >= first) & (received <= last))
    decided = (nw.col("decided_on") <= on).fill_null(value=False)
    ended = ~decided & (nw.col("ended_on") <= on).fill_null(value=False)
    over = (
        nw.when(decided)
        .then(nw.col("decided_on"))
        .otherwise(nw.when(ended).then(nw.col("ended_on")).otherwise(nw.lit(on)))
    )
    made = {"decided": decided, "otherwise": ended, "open": ~decided & ~ended}
    found = summed(frame.with_columns(over.alias("_over")), (*keys, "received_on", "_over"), made)
    measure = _measure(calendar)
    groups: dict[Group, list[Counter[int]]] = {}
    for row in found.iter_rows():
        key, (begun, end), numbers = row[: len(keys)], row[len(keys) : -3], row[-3:]
        counted = groups.setdefault(key, [Counter[int]() for _ in _KINDS])
        days = measure(begun, end)
        for counter, number in zip(counted, numbers, strict=True):
            counter[days] += number
    made_of = {key: DayCounts(*counted) for key, counted in groups.items()}
    return Durations(keys, first, last, on, calendar is not None, made_of)


def _measure(calendar: OfficeCalendar | None) -> Callable[[date, date], int]:
    """Return what counts the days from one to another; never fewer than none."""
    if calendar is None:
        return lambda begun, end: max((end - begun).days, 0)
    known: dict[tuple[date, date], int] = {}

    def working(begun: date, end: date) -> int:
        if (begun, end) not in known:
            known[begun, end] = calendar.count_working_days(begun, end) if end > begun else 0
        return known[begun, end]

    return working
