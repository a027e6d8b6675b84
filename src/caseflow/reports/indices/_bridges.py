"""Bridges: the filings that lead from one index to another, line by line, and nothing left over.

A filing that two definitions treat alike is on no line. Each other one is on exactly one: that of
the first cause, in the order of `CAUSES`, that holds of it.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import narwhals as nw
import polars as pl

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office.plans import PlanPeriod
from caseflow.reports.counts import PERIOD, Counts, Period
from caseflow.reports.counts._counts import tidy
from caseflow.reports.indices._indices import CountOf, Index, rule_of
from caseflow.reports.indices._results import (
    IndexResult,
    computed,
    in_group,
    index_counts,
    parts_of,
)
from caseflow.reports.indices._terms import (
    Condition,
    Rule,
    condition_of,
    dates_differ,
    in_period,
)
from caseflow.reports.register import Register
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["CAUSES", "Bridge", "BridgeLine", "bridge", "bridge_counts", "bridged", "bridges"]

_LINE = "bridge_line"

_TEXTS: dict[str, Text] = {
    "rejected": Message("reports.bridge-rejected"),
    "withdrawn": Message("reports.bridge-withdrawn"),
    "stopped": Message("reports.bridge-stopped"),
    "open-supplement": Message("reports.bridge-open-supplement"),
    "pending": Message("reports.bridge-pending"),
    "other-period": Message("reports.bridge-other-period"),
    "post": Message("reports.bridge-post"),
    "not-offered": Message("reports.bridge-not-offered"),
    "undated": Message("reports.bridge-undated"),
    "other-population": Message("reports.bridge-other-population"),
    "second-supplement": Message("reports.bridge-second-supplement"),
    "reappointed": Message("reports.bridge-reappointed"),
    "extended": Message("reports.bridge-extended"),
    "not-counted-time": Message("reports.bridge-not-counted-time"),
    "other-date": Message("reports.bridge-other-date"),
    "other-counted": Message("reports.bridge-other-counted"),
    "other": Message("reports.bridge-other"),
}

#: Why a filing can count under one definition and not under another; the first that holds is it.
CAUSES = tuple(_TEXTS)

#: The causes for which a filing belongs to one index and not to the other.
_OF_POPULATION = frozenset(CAUSES[: CAUSES.index("second-supplement")])
_ENDINGS = frozenset(("rejected", "withdrawn", "stopped", "open-supplement", "pending"))
_STATES = frozenset(("decided", "ended", "granted", "refused", "rejected", "withdrawn", "stopped"))
_CHANNELS = frozenset(("online", "counter", "post"))
_LEVELS = frozenset(("full", "partial", "offers-online"))
_TWICE = frozenset(("second-supplement",))
_WAITED = ("days_for_supplement", "days_for_payment", "days_for_others", "supplements")


@typed(late=True)
@frozen(eq=False)
class BridgeLine:
    """Hold the filings that one cause moves between two indices.

    Attributes:
        cause: one of `CAUSES`.
        part: what they add to the numerator of the first index to make that of the second.
        whole: what they add to the denominator.
        number: how many filings they are.
    """

    cause: str
    part: int
    whole: int
    number: int

    @property
    def label(self) -> Text:
        """Return what people read."""
        return _TEXTS[self.cause]


@typed(late=True)
@frozen(eq=False)
class Bridge:
    """Lead from the result of one index to that of another, of the same filings and period.

    Attributes:
        first: the result that it starts from.
        second: the result that it leads to.
        lines: in the order of `CAUSES`; those without filings are left out.
    """

    first: IndexResult
    second: IndexResult
    lines: tuple[BridgeLine, ...]

    @property
    def residual(self) -> tuple[int, int]:
        """Return what no line explains, of the numerator and of the denominator: 0 and 0."""
        found = [line for line in self.lines if line.cause != "other"]
        return (
            self.second.part - self.first.part - sum(line.part for line in found),
            self.second.whole - self.first.whole - sum(line.whole for line in found),
        )

    def filings(self, register: Register, cause: str, limit: int = 1_000) -> list[str]:
        """Return the first numbers of the filings on the line of *cause*.

        Raises:
            UnknownNameError: there is no such cause.
        """
        if cause not in CAUSES:
            raise UnknownNameError(cause, CAUSES, "cause of a line")
        one, other = self.first.index, self.second.index
        frame = _judged(one, other, register, self.first.period)
        is_it = nw.col(_LINE) == CAUSES.index(cause)
        return [*Register(frame).numbers(is_it & in_group(self.first.group), limit)]


class _Says(NamedTuple):
    """What an index says of a filing: 1 or 0 of the numerator and of the denominator."""

    part: nw.Expr
    whole: nw.Expr
    unjudged: nw.Expr
    rule: Rule
    of: Index


@typed
def bridge(
    first: Index,
    second: Index,
    register: Register,
    period: PlanPeriod,
    *,
    by: Sequence[str] = (),
) -> tuple[Bridge, ...]:
    """Return the bridge from one index to another, for each group.

    Args:
        first: an index of filings that is computed.
        second: another one.
        register: what both are computed of.
        period: for which days.
        by: columns of the register, as unit.

    Raises:
        ValueInvalidError: one is not computed, or counts something else than filings.

    Cost: two passes over the columns that both need.
    """
    moved = bridge_counts(first, second, register, period, by=by)
    counts = index_counts([first, second], register, period, by=by)
    return bridged(first, second, counts, moved, period, by=by)


@typed
def bridge_counts(
    first: Index,
    second: Index,
    register: Register,
    period: PlanPeriod,
    *,
    by: Sequence[str] = (),
) -> Counts:
    """Count the filings on each line of a bridge; counts of parts of a register can be merged.

    Args:
        first: an index of filings that is computed.
        second: another one.
        register: what is counted.
        period: for which days.
        by: columns of the register, as unit.

    Raises:
        ValueInvalidError: an index is not computed, or counts something else than filings.
    """
    for index in (first, second):
        if not index.is_computed or index.of is not CountOf.FILINGS:
            raise ValueInvalidError("index", index.name, "an index of filings that is computed")
    frame = _judged(first, second, register, period).filter(~nw.col(_LINE).is_null())
    sums = {
        name: (nw.col(f"second:{name}") - nw.col(f"first:{name}")).sum().cast(nw.Int64).alias(name)
        for name in ("part", "whole")
    }
    moved = nw.col("number").count().cast(nw.Int64).alias("moved")
    frame = frame.with_columns(nw.lit(period.first).alias(PERIOD))
    found = tidy(frame.group_by(*by, _LINE, PERIOD).agg(*sums.values(), moved))
    return Counts.made((*by, _LINE), Period.DAY, ("part", "whole", "moved"), [found])


@typed
def bridged(
    first: Index,
    second: Index,
    counts: Counts,
    moved: Counts,
    period: PlanPeriod,
    *,
    by: Sequence[str] = (),
) -> tuple[Bridge, ...]:
    """Return the bridges that follow from counts, merged or not: one for each group.

    Args:
        first: the index that they start from.
        second: the one that they lead to.
        counts: what `index_counts` counted of both.
        moved: what `bridge_counts` counted of both.
        period: the same period.
        by: the same columns.
    """
    results = computed([first, second], counts, period, by=by)
    pairs = zip(results[::2], results[1::2], strict=True)
    return tuple(Bridge(one, other, _lines(moved.frame, one.group)) for one, other in pairs)


@typed
def bridges(
    indices: Sequence[Index], register: Register, period: PlanPeriod, *, by: Sequence[str] = ()
) -> tuple[Bridge, ...]:
    """Return the bridges from each of *indices* to the next: all definitions side by side.

    Raises:
        ValueInvalidError: one is not computed, or counts something else than filings.
    """
    pairs = pairwise(indices)
    return tuple(
        each for one, other in pairs for each in bridge(one, other, register, period, by=by)
    )


def _lines(frame: pl.DataFrame, group: Mapping[str, object]) -> tuple[BridgeLine, ...]:
    found = frame
    for name, value in group.items():
        found = found.filter(pl.col(name).eq_missing(pl.lit(value)))
    rows = found.select(_LINE, "part", "whole", "moved").sort(_LINE).iter_rows()
    return tuple(
        BridgeLine(CAUSES[int(line)], int(part), int(whole), int(number))
        for line, part, whole, number in rows
    )


def _judged(
    first: Index, second: Index, register: Register, period: PlanPeriod
) -> "nw.LazyFrame[Any]":
    """Return the filings with what both indices say of each, and with its line."""
    made = list[nw.Expr]()
    for name, index in (("first", first), ("second", second)):
        parts = parts_of(index, period.first, period.last)
        says = {"part": parts.counted, "whole": parts.population, "unjudged": parts.unjudged}
        made += [each.cast(nw.Int64).alias(f"{name}:{key}") for key, each in says.items()]
    line = _line_of(first, second, period).alias(_LINE)
    return register.frame.with_columns(*made).with_columns(line)


def _says(index: Index, name: str, period: PlanPeriod) -> _Says:
    part, whole, unjudged = (nw.col(f"{name}:{key}") for key in ("part", "whole", "unjudged"))
    return _Says(part, whole, unjudged, rule_of(index, period.first, period.last), index)


def _line_of(first: Index, second: Index, period: PlanPeriod) -> nw.Expr:
    """Return the place in `CAUSES` of the cause that moves a filing; null if none does."""
    one, other = _says(first, "first", period), _says(second, "second", period)
    is_moved = (one.part != other.part) | (one.whole != other.whole)
    is_member = one.whole != other.whole
    found: nw.Expr = nw.lit(len(CAUSES) - 1)
    for place, cause in reversed([*enumerate(CAUSES[:-1])]):
        if not _can_be(cause, first, second):
            continue
        is_of_population = cause in _OF_POPULATION
        holds = _holds(cause, one, other) & (is_member if is_of_population else ~is_member)
        found = nw.when(holds).then(nw.lit(place)).otherwise(found)
    return nw.when(is_moved).then(found).otherwise(nw.lit(None, nw.Int32))


def _can_be(cause: str, one: Index, other: Index) -> bool:
    """Return whether two indices differ in what *cause* is about."""
    if cause in _ENDINGS:
        return one.period is not other.period or _differ(one.population, other.population, _STATES)
    if cause == "post":
        return _differ(one.population, other.population, _CHANNELS)
    if cause == "not-offered":
        return _differ(one.population, other.population, _LEVELS)
    if cause == "second-supplement":
        return _differ(one.counted, other.counted, _TWICE)
    if cause in ("reappointed", "extended", "not-counted-time", "other-date"):
        is_timed = one.is_timed and other.is_timed
        return is_timed and (one.reference, one.end) != (other.reference, other.end)
    return True


def _differ(one: Condition, other: Condition, about: frozenset[str]) -> bool:
    """Return whether one condition says something *about* those words that the other does not."""
    first, second = ({words for words in each if about & _bare(words)} for each in (one, other))
    return first != second


def _bare(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word.removeprefix("not ") for word in words)


def _holds(cause: str, one: _Says, other: _Says) -> nw.Expr:
    if cause == "undated":
        return (one.unjudged + other.unjudged) > 0
    if cause == "not-offered":
        return condition_of((("not offers-online",),), one.rule)
    if cause == "pending":
        return condition_of((("not ended",),), one.rule)
    if cause == "other-period":
        return in_period(one.of.period, one.rule) != in_period(other.of.period, other.rule)
    if cause in ("extended", "not-counted-time"):
        names = ("extensions",) if cause == "extended" else _WAITED
        some = nw.any_horizontal(*(nw.col(name) > 0 for name in names), ignore_nulls=True)
        return some.fill_null(value=False) & dates_differ(one.rule, other.rule)
    if cause == "other-date":
        return dates_differ(one.rule, other.rule) | ~_has_both(one.rule, other.rule)
    if cause in ("other-population", "other-counted"):
        conditions = [
            condition_of(
                each.of.population if cause == "other-population" else each.of.counted,
                each.rule,
            )
            for each in (one, other)
        ]
        return conditions[0] != conditions[1]
    return condition_of(((cause,),), one.rule)


def _has_both(one: Rule, other: Rule) -> nw.Expr:
    first, second = (nw.col(f"{each.reference.value}_on") for each in (one, other))
    return ~first.is_null() & ~second.is_null()
