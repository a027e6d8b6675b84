"""Counting: one set of expressions over a register, by unit, period and whatever else is asked.

Polars counts in a stream; DuckDB, or another engine that narwhals knows, counts what is handed in
as its own. What the counts are, and how they add up, is in `_counts`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from caseflow._typed import typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.reports.counts import _verdicts as verdicts
from caseflow.reports.counts._counts import AGE, PERIOD, Counts, Period, added_up, period_of, tidy
from caseflow.reports.counts._measures import DATES, Measure, measures_named
from caseflow.reports.register import Kind, Register, column

__all__ = ["STOCK", "ages", "count", "keys_of", "stock", "summed"]

_KEYS = (Kind.NAME, Kind.FLAG)

#: What a stock counts.
STOCK = ("waiting", "open", "paused", "due_today", "overdue")


@typed
def count(
    register: Register,
    *,
    by: Sequence[str] = ("unit",),
    period: Period = Period.MONTH,
    measures: Sequence[Measure] = (),
    dated: str = "",
) -> Counts:
    """Count what came in and went out: per group and period, exactly.

    Each measure is counted in the period of the date that belongs to it, so a filing received in
    October and decided in November counts in both months. With *dated* every measure goes by that
    one date, as for a cohort. Filings without the date are in no period.

    Args:
        register: what is counted.
        by: columns of the register; a filing without a value has its own group, None.
        period: how long the periods are.
        measures: what is counted, see `measures_named`; all that come with caseflow if empty.
        dated: one of `DATES`, or "" for the date of each measure.

    Raises:
        UnknownNameError: *dated* is no such date, or there is no such column.
        ValueInvalidError: two measures have one name.

    Cost: one pass over the columns asked for, for each date.
    """
    wanted = tuple(measures) or measures_named()
    keys = keys_of(by)
    if dated and dated not in DATES:
        raise UnknownNameError(dated, DATES, "date of a measure")
    names = tuple(each.name for each in wanted)
    if len(set(names)) < len(names):
        raise ValueInvalidError("measures", ", ".join(names), "each measure once")
    parts = [_counted(register, keys, period, on, group) for on, group in _by_date(wanted, dated)]
    return Counts.made(keys, period, names, parts)


@typed
def stock(register: Register, on: date, *, by: Sequence[str] = ("unit",)) -> Counts:
    """Count what there is at the end of the civil day *on*: `STOCK`, per group.

    The period of the counts is that day. Cost: one pass over the columns asked for.
    """
    keys = keys_of(by)
    frame = register.frame.with_columns(nw.lit(on).alias(PERIOD))
    made = {
        "waiting": verdicts.is_waiting(on),
        "open": verdicts.is_open(on),
        "paused": verdicts.is_paused(on),
        "due_today": verdicts.is_due_today(on),
        "overdue": verdicts.is_overdue(on),
    }
    found = summed(frame, (*keys, PERIOD), made)
    return Counts.made(keys, Period.DAY, STOCK, [found])


@typed
def ages(register: Register, on: date, *, by: Sequence[str] = ("unit",)) -> Counts:
    """Count the open and the paused filings by their age in days at the end of *on*.

    The age of active pending cases, as courts count it: days since receipt, `age` among the keys.
    Its quantiles follow exactly, see `Counts.quantile`.
    """
    keys = keys_of(by)
    made = {"open": verdicts.is_open(on), "paused": verdicts.is_paused(on)}
    frame = register.frame.filter(verdicts.is_open(on))
    found = summed(frame, (*keys, "received_on"), made).select(
        *keys,
        (pl.lit(on) - pl.col("received_on")).dt.total_days().alias(AGE),
        pl.lit(on).alias(PERIOD),
        *made,
    )
    return Counts.made((*keys, AGE), Period.DAY, ("open", "paused"), [found])


def keys_of(by: Sequence[str]) -> tuple[str, ...]:
    """Return the columns to count by; raises where one cannot be counted by, or comes twice."""
    for name in by:
        if column(name).kind not in _KEYS:
            raise ValueInvalidError("by", name, "columns of names or flags, such as unit")
    if len(set(by)) < len(by):
        raise ValueInvalidError("by", ", ".join(by), "each column once")
    return tuple(by)


def _by_date(measures: Sequence[Measure], dated: str) -> Iterator[tuple[str, tuple[Measure, ...]]]:
    for on in (dated,) if dated else DATES:
        group = tuple(each for each in measures if dated or each.dated == on)
        if group:
            yield on, group


def _counted(
    register: Register, keys: tuple[str, ...], period: Period, on: str, group: Sequence[Measure]
) -> pl.DataFrame:
    frame = register.frame.with_columns(period_of(period, nw.col(on)).alias(PERIOD))
    found = summed(frame, (*keys, PERIOD), {each.name: each.expression() for each in group})
    if found[PERIOD].null_count():
        found = found.filter(pl.col(PERIOD).is_not_null())
    return added_up(found, keys, period) if period is Period.WEEK else found


def summed(
    frame: "nw.LazyFrame[Any]", keys: tuple[str, ...], made: dict[str, nw.Expr]
) -> pl.DataFrame:
    """Return the sums of what is *made* of each row, by *keys*; as a frame of Polars."""
    if frame.implementation.is_polars():
        # Polars adds up truth values as they are, in two thirds of the time.
        return tidy(frame.group_by(*keys).agg(*(made[name].sum().alias(name) for name in made)))
    sums = [each.cast(nw.Int64).sum().alias(name) for name, each in made.items()]
    return tidy(frame.group_by(*keys).agg(*sums).with_columns(nw.col(*made).cast(nw.Int64)))
