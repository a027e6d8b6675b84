"""Counts: groups, periods and whole numbers, which add up.

Counts of the same keys and measures form a commutative monoid, so months, units and machines can be
counted apart and merged. What is counted is in `_measures`, how in `_counting`.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl
from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.reports.register._reading import collected
from caseflow.shares import Share
from caseflow.values import exact

__all__ = ["AGE", "PERIOD", "Counts", "Period", "added_up", "period_of", "tidy"]

#: The column of the first day of each period, and that of the age in days.
PERIOD = "period"
AGE = "age"

Value = str | int | date | None


@typed(late=True)
class Period(enum.Enum):
    """Say how long the periods are; each is named by its first civil day. Weeks begin on Monday."""

    DAY = "1d"
    WEEK = "1w"
    MONTH = "1mo"
    QUARTER = "1q"
    YEAR = "1y"

    def begin(self, on: date) -> date:
        """Return the first day of the period that *on* lies in.

        >>> Period.QUARTER.begin(date(2026, 11, 30)).isoformat()
        '2026-10-01'
        """
        if self is Period.DAY:
            return on
        if self is Period.WEEK:
            return date.fromordinal(on.toordinal() - on.weekday())
        month = {Period.MONTH: on.month, Period.QUARTER: on.month - (on.month - 1) % 3}.get(self, 1)
        return date(on.year, month, 1)

    def holds(self, other: "Period") -> bool:
        """Return whether every period of *other* lies within one of these."""
        if other is self or other is Period.DAY:
            return True
        return Period.WEEK not in (self, other) and _LENGTHS.index(self) > _LENGTHS.index(other)


_LENGTHS = (Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER, Period.YEAR)


def period_of(period: Period, on: nw.Expr) -> nw.Expr:
    """Return the first day of the period of a column of days, but days for weeks.

    No engine but Polars cuts weeks off, so weeks are made of days that are counted.
    """
    is_day = period in (Period.DAY, Period.WEEK)
    return on if is_day else on.dt.truncate(period.value).cast(nw.Date)


def added_up(frame: pl.DataFrame, keys: Sequence[str], period: Period) -> pl.DataFrame:
    """Return sums of shorter periods, added up to longer ones."""
    begun = frame.with_columns(pl.col(PERIOD).dt.truncate(period.value))
    return begun.group_by([*keys, PERIOD]).agg(pl.all().exclude(*keys, PERIOD).sum())


def tidy(frame: "nw.LazyFrame[Any]") -> pl.DataFrame:
    """Return what a lazy frame of any engine holds; texts are plain ones."""
    return collected(frame).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))


@typed
@frozen(eq=False)
class Counts:
    """Hold whole numbers by group and period.

    Attributes:
        by: the keys besides the period.
        period: how long the periods are.
        measures: the names of the counts.
        frame: a frame of Polars with these columns, its rows in no order; no row has nothing but
            zeros.
    """

    by: tuple[str, ...]
    period: Period
    measures: tuple[str, ...]
    frame: pl.DataFrame = field(repr=False)

    @classmethod
    def made(
        cls,
        by: Sequence[str],
        period: Period,
        measures: Sequence[str],
        parts: Iterable[pl.DataFrame] = (),
    ) -> "Counts":
        """Return counts of the sums of *parts*, which may lack measures; without parts, nothing."""
        keys = (*by, PERIOD)
        frames = [part for part in parts if part.height]
        if not frames:
            schema: dict[str, pl.DataType] = dict.fromkeys(by, pl.String())
            schema |= {PERIOD: pl.Date(), **dict.fromkeys(measures, pl.Int64())}
            return cls(tuple(by), period, tuple(measures), pl.DataFrame(schema=schema))
        found = pl.concat(frames, how="diagonal") if len(frames) > 1 else frames[0]
        if len(frames) > 1:
            found = found.group_by(keys).agg(pl.all().sum())
        lacking = [pl.lit(0).alias(name) for name in measures if name not in found.columns]
        sums = [pl.col(name).fill_null(0).cast(pl.Int64) for name in measures]
        found = found.with_columns(*lacking).select(*keys, *sums)
        counts = found.select(pl.any_horizontal(pl.col(*measures) != 0)).to_series()
        found = found if counts.all() else found.filter(counts)
        return cls(tuple(by), period, tuple(measures), found)

    @classmethod
    def merged(cls, parts: Iterable["Counts"]) -> "Counts":
        """Return the counts of all parts together, in whatever order they come.

        Raises:
            ValueInvalidError: there are none, or they are not counted by the same.
        """
        every = tuple(parts)
        if not every:
            raise ValueInvalidError("parts", "nothing", "counts to be merged")
        first = every[0]
        for each in every:
            if each.shape != first.shape:
                raise ValueInvalidError("parts", each.shape, f"counts such as {first.shape}")
        frames = (each.frame for each in every)
        return cls.made(first.by, first.period, first.measures, frames)

    @property
    def shape(self) -> str:
        """Say what is counted and by what; counts of the same shape can be merged."""
        return f"{', '.join(self.measures)} by {', '.join((*self.by, self.period.name.lower()))}"

    def __add__(self, other: "Counts") -> "Counts":
        """Return both together; see `merged`."""
        return Counts.merged((self, other))

    def __eq__(self, other: object) -> bool:
        """Return whether *other* counts the same and found the same."""
        if not isinstance(other, Counts) or self.shape != other.shape:
            return False
        if self.frame.height != other.frame.height:
            return False
        return not self.frame.height or self._sorted().equals(other._sorted())

    def __hash__(self) -> int:
        """Return a hash: of what is counted, for speed."""
        return hash(self.shape)

    def rows(self) -> Iterator[Mapping[str, Value]]:
        """Yield the rows, in the order of their keys."""
        yield from self._sorted().iter_rows(named=True)

    def _sorted(self) -> pl.DataFrame:
        return self.frame.sort(*self.by, PERIOD)

    def rolled(self, by: Sequence[str] = (), period: Period | None = None) -> "Counts":
        """Return the counts by fewer keys, or in longer periods.

        Raises:
            UnknownNameError: it is not counted by one of *by*.
            ValueInvalidError: the periods of *period* do not hold these.
        """
        wider = period or self.period
        for name in by:
            if name not in self.by:
                raise UnknownNameError(name, self.by, "key of these counts")
        if not wider.holds(self.period):
            allowed = [each.name for each in Period if each.holds(self.period)]
            raise ValueInvalidError("period", wider.name, " or ".join(allowed))
        sums = added_up(self.frame.select(*by, PERIOD, *self.measures), by, wider)
        return Counts.made(by, wider, self.measures, [sums])

    def where(self, **values: Value) -> "Counts":
        """Return the counts of the rows whose keys have those values.

        Raises:
            UnknownNameError: it is not counted by a name.
        """
        found = self.frame
        for name, value in values.items():
            if name not in (*self.by, PERIOD):
                raise UnknownNameError(name, (*self.by, PERIOD), "key of these counts")
            found = found.filter(pl.col(name).eq_missing(pl.lit(value)))
        return Counts(self.by, self.period, self.measures, found)

    def total(self, measure: str) -> int:
        """Return the sum of a measure over all rows.

        Raises:
            UnknownNameError: the counts have no such measure.
        """
        if measure not in self.measures:
            raise UnknownNameError(measure, self.measures, "measure of these counts")
        return int(self.frame[measure].sum())

    def share(self, part: str | Sequence[str], whole: str | Sequence[str]) -> Share:
        """Return the sum of the measures *part* of that of *whole*; there is no share of nothing.

        The clearance rate is `share(["decided", "withdrawn", "stopped"], "received")`.
        """
        return Share(*(sum(map(self.total, _names(each))) for each in (part, whole)))

    def quantile(self, share: Fraction | str, measure: str, of: str = AGE) -> int | None:
        """Return the least value of key *of* up to which *share* of *measure* lies; None of none.

        >>> from fractions import Fraction
        >>> frame = pl.DataFrame({"age": [3, 9], PERIOD: [date(2026, 1, 1)] * 2, "open": [3, 1]})
        >>> counts = Counts.made(["age"], Period.DAY, ["open"], [frame])
        >>> counts.quantile("0.5", "open"), counts.quantile("0.9", "open")
        (3, 9)

        Raises:
            ValueInvalidError: *share* is not above 0 and at most 1.
            UnknownNameError: the counts have no such measure, or no such key.
        """
        part = exact(share, name="share")
        if not 0 < part <= 1:
            raise ValueInvalidError("share", str(part), "a share above 0 and at most 1")
        if of not in self.by:
            raise UnknownNameError(of, self.by, "key of these counts")
        whole, so_far = self.total(measure), 0
        sums = self.frame.group_by(of).agg(pl.col(measure).sum()).sort(of)
        for value, number in sums.iter_rows():
            so_far += number
            if whole and so_far >= whole * part:
                return int(value)
        return None


def _names(given: str | Sequence[str]) -> Sequence[str]:
    return [given] if isinstance(given, str) else given
