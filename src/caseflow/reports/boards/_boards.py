"""Score boards: units in the order of a figure, each with what chance alone could make of it.

What is ranked is in `_entries`, what chance does in `_statistics`, what suggests gaming in
`_signals`, and how a board is written for people in `_tables`.
"""

import enum
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from statistics import NormalDist

from attrs import field

from caseflow._fields import whole as whole_number
from caseflow._number_texts import decimal_text, digits_text, whole_text
from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office.plans import Direction, PlanPeriod
from caseflow.reports.boards._entries import BoardEntry, BoardKind
from caseflow.reports.boards._signals import SignalTable, UnitSignals
from caseflow.reports.boards._statistics import (
    FunnelLimits,
    Interval,
    change_in,
    funnel_limits,
    wilson,
)
from caseflow.reports.indices import rounded
from caseflow.reports.indices._indices import refuse_decimals
from caseflow.shares import Share
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["LEAST", "Board", "BoardRow", "FunnelPlace", "Trend", "board", "percent_of"]

#: With fewer filings a unit has no rank: its share says more of chance than of the unit.
LEAST = 30

#: A change so rare by chance, one in a hundred, is called more than chance.
_RARE = 0.01

_UNKNOWN = Message("reports.board-unit-unknown")
_NOTHING = Message("reports.index-nothing")
_FEW = Message("reports.board-few")


class FunnelPlace(enum.Enum):
    """Say where a share lies by the funnel limits of its number of filings."""

    BELOW_998 = "below-998"
    BELOW_95 = "below-95"
    WITHIN = "within"
    ABOVE_95 = "above-95"
    ABOVE_998 = "above-998"

    @property
    def is_outside(self) -> bool:
        """Return whether it lies outside the limits of 95 %."""
        return self is not FunnelPlace.WITHIN

    @property
    def label(self) -> Text:
        """Return what people read."""
        return _PLACES[self]


_PLACES: dict[FunnelPlace, Text] = {
    FunnelPlace.BELOW_998: Message("reports.board-below-998"),
    FunnelPlace.BELOW_95: Message("reports.board-below-95"),
    FunnelPlace.WITHIN: Message("reports.board-within"),
    FunnelPlace.ABOVE_95: Message("reports.board-above-95"),
    FunnelPlace.ABOVE_998: Message("reports.board-above-998"),
}


@frozen
class Trend:
    """Compare what a unit has with what it had.

    Attributes:
        before: the period before.
        difference: what it has now, less what it had then; exact.
        periods: how many periods the test looks at, this one too.
        deviations: by how many standard deviations the share rises over them, see `change_in`;
            None where nothing can be said, as of numbers without a whole.
    """

    before: PlanPeriod
    difference: Fraction
    periods: int
    deviations: float | None = None

    @property
    def chance(self) -> float | None:
        """Return how often chance alone changes as much, or more; an estimate."""
        if self.deviations is None:
            return None
        return 2 * NormalDist().cdf(-abs(self.deviations))

    @property
    def is_more_than_chance(self) -> bool | None:
        """Return whether chance alone does that less than once in a hundred; None if not known."""
        return None if self.chance is None else self.chance < _RARE


@typed(late=True)
@frozen
class BoardRow:
    """Hold the place of one unit on a board.

    Attributes:
        entry: what it is ranked by.
        rank: 1 for the best; units with the same value share a rank, and as many ranks after it
            are left out. None without a rank.
        reason: why it has no rank; None if it has one.
        interval: 95 % interval of its share; None for what is no share, or a share of nothing.
        limits: what chance makes of the share of all units at its number of filings.
        place: where its share lies by these limits.
        trend: how it compares with earlier periods; None where one side has no value.
        signals: what suggests gaming; None where nobody looked.
    """

    entry: BoardEntry
    rank: int | None = None
    reason: Text | None = None
    interval: Interval | None = None
    limits: FunnelLimits | None = None
    place: FunnelPlace | None = None
    trend: Trend | None = None
    signals: UnitSignals | None = None

    @property
    def unit(self) -> str:
        """Return the name of the unit in the register."""
        return self.entry.unit

    @property
    def value(self) -> Fraction | None:
        """Return the exact share or number; None for a share of nothing."""
        return self.entry.value

    def label(self, language: str) -> str:
        """Return the name of the unit for people."""
        name = self.entry.labels.in_(language) or self.unit
        return name or _UNKNOWN.in_(language)

    def text(self, language: str, decimals: int = 1) -> str:
        """Write what it is ranked by for people: counts with per cent, a number, or a percentage.

        Raises:
            ValueInvalidError: *language* is no language code, or *decimals* is not from 0 to 6.
        """
        entry, value = self.entry, self.value
        if entry.percent is not None:
            return f"{digits_text(entry.percent, language)} %"
        if entry.whole is None:
            return whole_text(entry.part or 0, language)
        if value is None:
            return f"{entry.part} / {entry.whole}"
        return f"{entry.part} / {entry.whole} = {percent_of(value, decimals, language)} %"


def percent_of(value: Fraction, decimals: int, language: str) -> str:
    """Write a share in per cent, rounded, without the sign."""
    return decimal_text(rounded(value * 100, decimals), language, least_places=decimals)


@typed(late=True)
@frozen
class Board:
    """Rank units by one figure in one period.

    Attributes:
        labels: what people read as its title.
        period: for which days.
        kind: what units are ranked by.
        rows: those with a rank in its order, then the others by name.
        direction: whether more is better, or less.
        least: with fewer filings a unit has no rank.
        decimals: to which printed percentages are rounded.
        source: where the figures were published, or the definition of the index.
        as_of: the day as of which they were published; None for what was counted here.
        signals: what suggests gaming, of all units; None where nobody looked.
    """

    labels: Text
    period: PlanPeriod
    kind: BoardKind
    rows: tuple[BoardRow, ...]
    direction: Direction = Direction.AT_LEAST
    least: int = LEAST
    decimals: int = 1
    source: str = ""
    as_of: date | None = None
    signals: SignalTable | None = field(default=None, repr=False)

    @property
    def share(self) -> Share | None:
        """Return the share of all units together; None if they are not ranked by counts."""
        shares = [row.entry.share for row in self.rows]
        known = [each for each in shares if each is not None]
        if len(known) < len(shares):
            return None
        return Share(sum(each.part for each in known), sum(each.whole for each in known))

    @property
    def outside(self) -> tuple[BoardRow, ...]:
        """Return the rows whose share lies outside the limits of 95 %."""
        return tuple(row for row in self.rows if row.place is not None and row.place.is_outside)

    def row(self, unit: str) -> BoardRow:
        """Return the row of *unit*.

        Raises:
            UnknownNameError: it is not on the board.
        """
        for row in self.rows:
            if row.unit == unit:
                return row
        raise UnknownNameError(unit, tuple(row.unit for row in self.rows), "unit of the board")


@typed(late=True)
def board(
    entries: Sequence[BoardEntry],
    labels: Text,
    *,
    direction: Direction = Direction.AT_LEAST,
    least: int = LEAST,
    earlier: Sequence[BoardEntry] = (),
    signals: SignalTable | None = None,
    decimals: int = 1,
    source: str = "",
    as_of: date | None = None,
) -> Board:
    """Rank the units of *entries*.

    A unit with fewer than *least* filings has no rank, and says so. The share of all units, around
    which the limits lie, is that of all entries. Numbers and published percentages are ranked as
    they are: there are no counts that chance could be judged by.

    >>> from caseflow.office.plans import plan_period
    >>> october = plan_period("2026-10")
    >>> counted = (("A", 40, 50), ("B", 45, 50), ("C", 8, 8), ("D", 36, 40))
    >>> found = board([BoardEntry(unit, october, *of) for unit, *of in counted], Text(en="online"))
    >>> [(row.unit, row.rank) for row in found.rows]
    [('B', 1), ('D', 1), ('A', 3), ('C', None)]

    Args:
        entries: of one kind and one period, each of another unit.
        labels: the title.
        direction: whether more is better, or less.
        least: with fewer filings there is no rank.
        earlier: entries of the same kind and of earlier periods of the same length, to compare
            with.
        signals: what suggests gaming, as `signals` finds it.
        decimals: from 0 to 6, to which printed percentages are rounded.
        source: where the figures come from.
        as_of: the day as of which they were published.

    Raises:
        ValueInvalidError: there are no entries, or none has filings; they are of two kinds, two
            periods, or twice of one unit; or the earlier ones are not of earlier periods.

    Cost: O(sqrt(filings)) for each unit.
    """
    whole_number(least, name="least", least=1)
    refuse_decimals(decimals)
    if not entries:
        raise ValueInvalidError("entries", "nothing", "at least one unit to rank")
    period, kind = entries[0].period, entries[0].kind
    _refuse_mixed(entries, period, kind)
    periods = _earlier_periods(earlier, period, kind)
    if not any(each.percent is not None or each.part or each.whole for each in entries):
        raise ValueInvalidError("period", period.text, "a period of which there are figures")
    before = {(each.period, each.unit): each for each in earlier}
    whole = _whole(entries)
    ranks = _ranks([each for each in entries if _reason(each, least) is None], direction)
    rows = [
        BoardRow(
            each,
            ranks.get(each.unit),
            _reason(each, least),
            None if each.share is None else wilson(each.share),
            *_funnel(each.share, whole),
            _trend(each, [before.get((past, each.unit)) for past in periods]),
            None if signals is None else signals.unit_or_none(each.unit),
        )
        for each in entries
    ]
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.unit))
    return Board(
        labels, period, kind, tuple(rows), direction, least, decimals, source, as_of, signals
    )


def _refuse_mixed(entries: Sequence[BoardEntry], period: PlanPeriod, kind: BoardKind) -> None:
    units: set[str] = set()
    for each in entries:
        if each.period != period:
            raise ValueInvalidError("period", each.period.text, f"entries of {period.text} alone")
        if each.kind is not kind:
            raise ValueInvalidError("entries", each.kind.value, f"entries of kind {kind.value}")
        if each.unit in units:
            raise ValueInvalidError("unit", each.unit, "each unit once")
        units.add(each.unit)


def _earlier_periods(
    earlier: Sequence[BoardEntry], period: PlanPeriod, kind: BoardKind
) -> list[PlanPeriod]:
    """Return the earlier periods, oldest first."""
    found = sorted({each.period for each in earlier}, key=lambda each: each.first)
    for past in found:
        entries = [each for each in earlier if each.period == past]
        _refuse_mixed(entries, past, kind)
    for past, following in pairwise([*found, period]):
        if past.last >= following.first or _length(past) != _length(period):
            allowed = f"periods of the same length before {following.text}"
            raise ValueInvalidError("earlier", past.text, allowed)
    return found


def _length(period: PlanPeriod) -> str | int:
    """Return what is equal for two days, two weeks, two months and two years."""
    if period.is_year or period.is_month:
        return len(period.text)
    return str((period.last - period.first).days)


def _whole(entries: Sequence[BoardEntry]) -> Fraction | None:
    shares = [each.share for each in entries]
    part = sum(each.part for each in shares if each is not None)
    return Share(part, sum(each.whole for each in shares if each is not None)).value


def _reason(entry: BoardEntry, least: int) -> Text | None:
    """Return why a unit has no rank; None if it has one."""
    if not entry.unit:
        return _UNKNOWN
    if entry.whole is None or (entry.whole >= least and entry.whole):
        return None
    return _FEW.filled(number=entry.whole, least=least) if entry.whole else _NOTHING


def _ranks(entries: Sequence[BoardEntry], direction: Direction) -> dict[str, int]:
    """Return the standard competition ranks, 1 2 2 4, of units."""
    values = [(each.value or Fraction(0), each.unit) for each in entries]
    values.sort(reverse=direction is Direction.AT_LEAST)
    found: dict[str, int] = {}
    rank, before = 0, None
    for place, (value, unit) in enumerate(values, start=1):
        if value != before:
            rank, before = place, value
        found[unit] = rank
    return found


def _funnel(
    share: Share | None, whole: Fraction | None
) -> tuple[FunnelLimits | None, FunnelPlace | None]:
    if share is None or whole is None or share.value is None:
        return None, None
    limits = funnel_limits(share.whole, whole)
    return limits, None if limits is None else _place(share.value, limits)


def _place(value: Fraction, limits: FunnelLimits) -> FunnelPlace:
    if value < limits.low_998:
        return FunnelPlace.BELOW_998
    if value < limits.low_95:
        return FunnelPlace.BELOW_95
    if value > limits.high_998:
        return FunnelPlace.ABOVE_998
    return FunnelPlace.ABOVE_95 if value > limits.high_95 else FunnelPlace.WITHIN


def _trend(entry: BoardEntry, past: Sequence[BoardEntry | None]) -> Trend | None:
    """Compare with the period before, and test over all periods of which there are shares."""
    last = past[-1] if past else None
    if last is None or last.value is None or entry.value is None:
        return None
    known = [each for each in (*past, entry) if each is not None]
    shares = [(each.period.first.toordinal(), each.share) for each in known if each.share]
    tested = change_in(shares) if len(shares) == len(known) else None
    return Trend(last.period, entry.value - last.value, len(known), tested)
