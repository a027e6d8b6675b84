"""Computing indices: numerator and denominator of each, exactly, by one pass over a register.

The sums add up, so registers can be counted apart, on as many machines, and merged. How points of
indices are added up is in `_groups`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

import narwhals as nw
import polars as pl
from attrs import field

from caseflow._number_texts import decimal_text
from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office.plans import PlanPeriod
from caseflow.reports.counts import PERIOD, Counts, Period
from caseflow.reports.counts._counts import tidy
from caseflow.reports.indices._indices import (
    Certainty,
    CountOf,
    Index,
    OfNothing,
    refuse_decimals,
    rule_of,
)
from caseflow.reports.indices._terms import condition_of, has_standing, in_period
from caseflow.reports.register import Kind, Register, column
from caseflow.shares import Share
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["IndexResult", "Parts", "compute", "computed", "index_counts", "parts_of", "rounded"]

_NOTHING = Message("reports.index-nothing")
_NOT_COMPUTED = Message("reports.index-not-computed")
_PROCEDURE = "procedure"


class Parts(NamedTuple):
    """What an index says of each filing of a register, as expressions that are never null.

    Of the filings that belong to the index in the period, *population* has a date to be compared
    with, if the index compares, and *unjudged* has none.
    """

    population: nw.Expr
    counted: nw.Expr
    unjudged: nw.Expr
    spoiling: nw.Expr


def parts_of(index: Index, first: date, last: date) -> Parts:
    """Return what *index* says of each filing in the period from *first* through *last*."""
    rule = rule_of(index, first, last)
    belongs = in_period(index.period, rule) & condition_of(index.population, rule)
    is_judged = has_standing(rule) if index.is_timed else nw.lit(value=True)
    population = belongs & is_judged
    spoils = condition_of(index.none_if, rule) if index.none_if else nw.lit(value=False)
    return Parts(
        population,
        population & condition_of(index.counted, rule),
        belongs & ~is_judged,
        population & spoils,
    )


@typed
def rounded(value: Fraction, decimals: int) -> Fraction:
    """Return *value* rounded to so many decimals, from 0 to 6, halves up.

    >>> rounded(Fraction(5, 4), 1), rounded(Fraction(-1, 8), 1)
    (Fraction(13, 10), Fraction(-1, 10))

    Raises:
        ValueInvalidError: *decimals* is another number.
    """
    refuse_decimals(decimals)
    unit = 10**decimals
    return Fraction((2 * value * unit + 1) // 2, unit)


def _frozen(values: Mapping[str, object]) -> Mapping[str, object]:
    return MappingProxyType(dict(values))


@typed(late=True)
@frozen(eq=False)
class IndexResult:
    """Hold an index of one group in one period.

    Attributes:
        index: what was computed.
        period: for which days.
        group: the values of the columns it was computed by.
        part: how many are counted, the numerator.
        whole: how many there are to count, the denominator.
        unjudged: how many filings are in neither, as they have no date to compare with.
        spoiling: how many filings take all points, see `Index.none_if`.
        is_given: whether somebody handed the numbers in.
    """

    index: Index
    period: PlanPeriod
    group: Mapping[str, object] = field(factory=dict[str, object], converter=_frozen)
    part: int = 0
    whole: int = 0
    unjudged: int = 0
    spoiling: int = 0
    is_given: bool = False

    @property
    def is_computed(self) -> bool:
        """Return whether the numbers are known; a share of nothing is known to be one."""
        return self.is_given or self.index.is_computed

    @property
    def value(self) -> Fraction | None:
        """Return the exact share; None if it is not computed, or there is nothing to divide by."""
        if not self.is_computed:
            return None
        if not self.whole:
            return _OF_NOTHING[self.index.of_nothing]
        return Fraction(self.part, self.whole)

    @property
    def score(self) -> Fraction | None:
        """Return the exact points; None without a value."""
        if self.value is None:
            return None
        return self.index.score(self.value, is_spoiled=self.spoiling > 0)

    @property
    def is_reached(self) -> bool | None:
        """Return whether the value reaches the threshold; None without one or the other."""
        if self.value is None or self.index.threshold is None:
            return None
        return self.value >= self.index.threshold

    @property
    def is_in_force(self) -> bool:
        """Return whether the definition is in force on every day of the period, if that is known.

        An index is computed for other days too, as to compare definitions.
        """
        begins, ends = self.index.valid_from, self.index.valid_until
        return (begins is None or begins <= self.period.first) and (
            ends is None or self.period.last <= ends
        )

    @property
    def reason(self) -> Text | None:
        """Return why there is no value; None if there is one."""
        if not self.is_computed:
            return _NOT_COMPUTED.filled(why=self.index.why)
        return _NOTHING if self.value is None else None

    def text(self, language: str) -> str:
        """Write the result for people: numerator, denominator and per cent, or why there is none.

        Raises:
            ValueInvalidError: *language* is no language code.
        """
        if self.value is None:
            return (self.reason or _NOTHING).in_(language)
        places = self.index.decimals
        shown = decimal_text(rounded(self.value * 100, places), language, least_places=places)
        return f"{self.part} / {self.whole} = {shown} %"

    def filings(self, register: Register, what: str = "counted", limit: int = 1_000) -> list[str]:
        """Return the first numbers of the filings in a part of the result.

        Args:
            register: what it was computed of.
            what: "counted", "population", "not-counted", "unjudged" or "spoiling".
            limit: so many at most.

        Raises:
            UnknownNameError: a result has no such part.
            ValueInvalidError: the index is not computed of filings.
        """
        if not self.index.is_computed:
            raise ValueInvalidError("index", self.index.name, "one computed of a register")
        parts = parts_of(self.index, self.period.first, self.period.last)
        lists = {
            "counted": parts.counted,
            "population": parts.population,
            "not-counted": parts.population & ~parts.counted,
            "unjudged": parts.unjudged,
            "spoiling": parts.spoiling,
        }
        if what not in lists:
            raise UnknownNameError(what, tuple(lists), "part of a result")
        return [*register.numbers(lists[what] & in_group(self.group), limit)]


_OF_NOTHING = {
    OfNothing.NONE: None,
    OfNothing.ZERO: Fraction(0),
    OfNothing.FULL: Fraction(1),
}
_SUMS = ("part", "whole", "unjudged", "spoiling")


def in_group(group: Mapping[str, object]) -> nw.Expr:
    """Return whether a filing has the values of *group*."""
    found = nw.lit(value=True)
    for name, value in group.items():
        is_it = nw.col(name).is_null() if value is None else nw.col(name) == value
        found = found & is_it.fill_null(value=False)
    return found


@typed
def index_counts(
    indices: Sequence[Index], register: Register, period: PlanPeriod, *, by: Sequence[str] = ()
) -> Counts:
    """Count what the indices are computed of; counts of parts of a register can be merged.

    Args:
        indices: those that are not computed of a register add nothing.
        register: what is counted.
        period: for which days.
        by: columns of the register, as unit.

    Raises:
        ValueInvalidError: a column holds neither names nor flags, or an index is there twice.

    Cost: one pass over the columns that the indices need.
    """
    for name in by:
        if column(name).kind not in (Kind.NAME, Kind.FLAG):
            raise ValueInvalidError("by", name, "columns of names or flags, such as unit")
    wanted = [each for each in indices if each.is_computed]
    if len({each.name for each in wanted}) < len(wanted):
        raise ValueInvalidError("indices", ", ".join(_names(wanted)), "each index once")
    keys = [*by]
    if any(each.of is CountOf.PROCEDURES for each in wanted) and _PROCEDURE not in keys:
        keys.append(_PROCEDURE)
    columns = [f"{each.name}:{name}" for each in wanted for name in _SUMS]
    if not wanted:
        return Counts.made(keys, Period.DAY, columns)
    frame = register.frame.with_columns(nw.lit(period.first).alias(PERIOD))
    sums = [
        made.cast(nw.Int64).sum().alias(f"{each.name}:{name}")
        for each in wanted
        for name, made in _expressions(each, period).items()
    ]
    found = tidy(frame.group_by(*keys, PERIOD).agg(*sums).with_columns(nw.col(*columns)))
    return Counts.made(keys, Period.DAY, columns, [found])


def _expressions(index: Index, period: PlanPeriod) -> dict[str, nw.Expr]:
    parts = parts_of(index, period.first, period.last)
    made = (parts.counted, parts.population, parts.unjudged, parts.spoiling)
    return dict(zip(_SUMS, made, strict=True))


@typed
def computed(
    indices: Sequence[Index],
    counts: Counts,
    period: PlanPeriod,
    *,
    by: Sequence[str] = (),
    given: Mapping[str, Share] | None = None,
) -> tuple[IndexResult, ...]:
    """Return the results that follow from counts: each index for each group.

    Args:
        indices: those that `index_counts` counted.
        counts: what it counted, merged or not.
        period: the same period.
        by: the same columns.
        given: by name, numbers of indices that no register has; none of a disputed one.

    Raises:
        UnknownNameError: a number is given for an index that is not among *indices*.
        ValueInvalidError: it is given for one that is computed, or disputed.
    """
    shares = given or {}
    named = {each.name: each for each in indices}
    for name in shares:
        if name not in named:
            raise UnknownNameError(name, tuple(named), "index")
        if named[name].is_computed or named[name].certainty is Certainty.DISPUTED:
            raise ValueInvalidError("given", name, "indices that no register has and none disputes")
    groups = [dict(zip(by, row, strict=True)) for row in _groups(counts.frame, by)]
    return tuple(
        _result(each, counts.frame, period, group, shares.get(each.name))
        for group in groups
        for each in indices
    )


@typed
def compute(
    indices: Sequence[Index],
    register: Register,
    period: PlanPeriod,
    *,
    by: Sequence[str] = (),
    given: Mapping[str, Share] | None = None,
) -> tuple[IndexResult, ...]:
    """Compute indices of a register: each index for each group, see `index_counts` and `computed`.

    Cost: one pass over the columns that the indices need.
    """
    counts = index_counts(indices, register, period, by=by)
    return computed(indices, counts, period, by=by, given=given)


def _groups(frame: pl.DataFrame, by: Sequence[str]) -> list[tuple[object, ...]]:
    return [*frame.select(by).unique().sort(by).iter_rows()] if by else [()]


def _result(
    index: Index,
    frame: pl.DataFrame,
    period: PlanPeriod,
    group: Mapping[str, object],
    share: Share | None,
) -> IndexResult:
    if share is not None:
        return IndexResult(index, period, group, share.part, share.whole, is_given=True)
    if not index.is_computed:
        return IndexResult(index, period, group)
    found = frame
    for name, value in group.items():
        found = found.filter(pl.col(name).eq_missing(pl.lit(value)))
    sums = {name: found[f"{index.name}:{name}"] for name in _SUMS}
    numbers = {name: int(each.sum()) for name, each in sums.items()}
    if index.of is CountOf.PROCEDURES:
        for name in ("part", "whole"):
            numbers[name] = found[_PROCEDURE].filter(sums[name] > 0).n_unique()
    part, whole, unjudged, spoiling = (numbers[name] for name in _SUMS)
    return IndexResult(index, period, group, part, whole, unjudged, spoiling)


def _names(indices: Sequence[Index]) -> Sequence[str]:
    return [each.name for each in indices]
