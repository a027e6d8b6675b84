"""What units are ranked by: shares with their counts, numbers, or shares that others published.

Ranking is for `_boards`.
"""

import enum
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl
from attrs import field

from caseflow._fields import plain_text
from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office.plans import PlanPeriod
from caseflow.reports.counts import PERIOD, Counts, Period
from caseflow.reports.indices import Index, IndexResult, compute
from caseflow.reports.register import Register
from caseflow.shares import Share
from caseflow.values import Text

__all__ = [
    "BoardEntry",
    "BoardKind",
    "entries_of_counts",
    "entries_of_index",
    "entries_of_results",
]

_DAY = timedelta(days=1)


class BoardKind(enum.Enum):
    """Say what units are ranked by.

    `SHARE` is a part of a whole, `NUMBER` a number without a whole, as of visits, and `PUBLISHED`
    a share of which only the percentage is known.
    """

    SHARE = "share"
    NUMBER = "number"
    PUBLISHED = "published"


@typed(late=True)
@frozen
class BoardEntry:
    """Hold what one unit is ranked by in one period.

    Attributes:
        unit: the name it has in the register; "" for filings of which no unit is known.
        period: for which days.
        part: how many are counted; None for a published percentage.
        whole: of how many; None for a number, or a published percentage.
        percent: the percentage as it was published, with all its digits; None for counts.
        labels: its name for people; what it is called in the register without.

    >>> from caseflow.office.plans import plan_period
    >>> BoardEntry("Unit A", plan_period("2026-10"), 3, 4).value
    Fraction(3, 4)
    """

    unit: str = field(converter=plain_text)
    period: PlanPeriod
    part: int | None = None
    whole: int | None = None
    percent: Decimal | None = None
    labels: Text = field(factory=Text)

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be ranked."""
        if self.percent is not None:
            if self.part is not None or self.whole is not None:
                raise ValueInvalidError("percent", str(self.percent), "counts or a percentage")
            if not self.percent.is_finite() or not 0 <= self.percent <= 100:
                raise ValueInvalidError("percent", str(self.percent), "a percentage from 0 to 100")
            return
        _refuse_count("part", self.part)
        if self.whole is not None:
            _refuse_count("whole", self.whole)
            if self.part is not None and self.part > self.whole:
                allowed = f"a part of at most the whole, {self.whole}"
                raise ValueInvalidError("part", self.part, allowed)

    @property
    def kind(self) -> BoardKind:
        """Return what it is ranked by."""
        if self.percent is not None:
            return BoardKind.PUBLISHED
        return BoardKind.NUMBER if self.whole is None else BoardKind.SHARE

    @property
    def share(self) -> Share | None:
        """Return the counts of a share; None for any other kind."""
        if self.part is None or self.whole is None:
            return None
        return Share(self.part, self.whole)

    @property
    def value(self) -> Fraction | None:
        """Return the exact share or number; None for a share of nothing."""
        if self.percent is not None:
            return Fraction(self.percent) / 100
        if self.share is not None:
            return self.share.value
        return Fraction(self.part or 0)


def _refuse_count(name: str, value: int | None) -> None:
    if value is None or value < 0:
        raise ValueInvalidError(name, value, "a whole number, 0 or more")


@typed
def entries_of_results(
    results: Sequence[IndexResult], *, units: Sequence[str] = ()
) -> tuple[BoardEntry, ...]:
    """Return the entries of results of one index that was computed by unit.

    Args:
        results: of one index, each of another unit or another period.
        units: the units there are; those without a filing get an entry of nothing. All that come
            in *results* if empty.

    Raises:
        ValueInvalidError: they are of several indices, not by unit, or not computed.
        UnknownNameError: there is a filing of a unit that is none of *units*.
    """
    for each in results:
        if each.index.name != results[0].index.name:
            raise ValueInvalidError("results", each.index.name, "results of one index")
        if not each.is_computed:
            raise ValueInvalidError("index", each.index.name, "an index that is computed")
        if set(each.group) != {"unit"}:
            raise ValueInvalidError("results", ", ".join(each.group), "an index computed by unit")
    found = [
        BoardEntry(str(each.group["unit"] or ""), each.period, each.part, each.whole)
        for each in results
    ]
    periods = {each.period: None for each in results}
    return _with_units(found, units, tuple(periods), 0)


@typed
def entries_of_index(
    index: Index,
    register: Register,
    periods: Sequence[PlanPeriod],
    *,
    units: Sequence[str] = (),
) -> tuple[BoardEntry, ...]:
    """Return what units have of *index* in each of *periods*; see `entries_of_results`.

    Raises:
        ValueInvalidError: *index* is not computed of a register.
        UnknownNameError: there is a filing of a unit that is none of *units*.

    Cost: one pass for each period over the columns that the index needs.
    """
    if not index.is_computed:
        raise ValueInvalidError("index", index.name, "an index that is computed of a register")
    found: list[BoardEntry] = []
    for period in periods:
        results = compute([index], register, period, by=("unit",))
        computed = entries_of_results(results)
        found += _with_units(computed, units, (period,), 0)
    return tuple(found)


@typed
def entries_of_counts(
    counts: Counts,
    part: str | Sequence[str],
    whole: str | Sequence[str] | None,
    periods: Sequence[PlanPeriod],
    *,
    units: Sequence[str] = (),
) -> tuple[BoardEntry, ...]:
    """Return what units have of a share of counts, or of a number, in each of *periods*.

    Args:
        counts: by unit, and by whatever else.
        part: the measures that are counted, added up.
        whole: those they are a part of, as in `Counts.share`; None for a number.
        periods: made of whole periods of the counts.
        units: the units there are, see `entries_of_results`.

    Raises:
        UnknownNameError: the counts are not by unit, lack a measure, or have another unit.
        ValueInvalidError: a period is not made of whole ones of the counts, or a part is more than
            its whole.
    """
    parts, wholes = _names(part), None if whole is None else _names(whole)
    by_unit = counts.rolled(("unit",))
    for each in (*parts, *(wholes or ())):
        by_unit.total(each)
    found: list[BoardEntry] = []
    for period in periods:
        _refuse_period(counts.period, period)
        sums = by_unit.frame.filter(pl.col(PERIOD).is_between(period.first, period.last))
        rows = sums.group_by("unit").agg(
            pl.sum_horizontal(*parts).sum().alias("part"),
            pl.sum_horizontal(*(wholes or parts)).sum().alias("whole"),
        )
        of_period = [
            BoardEntry(unit or "", period, number, None if wholes is None else of)
            for unit, number, of in rows.select("unit", "part", "whole").iter_rows()
        ]
        found += _with_units(of_period, units, (period,), None if wholes is None else 0)
    return tuple(found)


def _refuse_period(lengths: Period, period: PlanPeriod) -> None:
    after = period.last + _DAY
    if lengths.begin(period.first) != period.first or lengths.begin(after) != after:
        allowed = f"a period of whole ones of the counts, which are by {lengths.name.lower()}"
        raise ValueInvalidError("period", period.text, allowed)


def _with_units(
    entries: Sequence[BoardEntry],
    units: Sequence[str],
    periods: Sequence[PlanPeriod],
    whole: int | None,
) -> tuple[BoardEntry, ...]:
    """Return the entries, with one of nothing for each unit that has none."""
    if not units:
        return tuple(entries)
    for each in entries:
        if each.unit and each.unit not in units:
            raise UnknownNameError(each.unit, tuple(units), "unit")
    there = {(each.unit, each.period) for each in entries}
    lacking = (
        BoardEntry(unit, period, 0, whole)
        for period in periods
        for unit in units
        if (unit, period) not in there
    )
    return (*entries, *lacking)


def _names(given: str | Sequence[str]) -> Sequence[str]:
    return (given,) if isinstance(given, str) else tuple(given)
