"""Signals of gaming: what a unit does more often than others that makes its figures look better.

A signal is a question to a unit and never a verdict: there may be good reasons for what it counts.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import NormalDist

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office.plans import PlanPeriod
from caseflow.reports.boards._comparisons import compared
from caseflow.reports.indices import Certainty, Index, IndexResult, Spread, compute
from caseflow.reports.register import Register
from caseflow.shares import Share
from caseflow.texts import Message
from caseflow.values import Text

__all__ = [
    "LEAST_FILINGS",
    "LEAST_UNITS",
    "RATE",
    "SIGNALS",
    "Signal",
    "SignalTable",
    "UnitSignals",
    "signals",
    "signals_of",
]

#: With fewer filings a share is not compared.
LEAST_FILINGS = 30

#: With fewer units nothing is compared: one of them could not stand out from so few.
LEAST_UNITS = 20

#: On so many boards of honest units is any unit called unusual, by the normal curve.
RATE = Fraction(1, 100)

_QUESTION = Message("reports.signals-question")
_FEW_FILINGS = Message("reports.signals-few-filings")
_FEW_UNITS = Message("reports.signals-few-units")
_NOWHERE = Message("reports.signals-nowhere")
_NOTHING = Message("reports.index-nothing")
_UNKNOWN = Message("reports.board-unit-unknown")


def _signal(
    name: str, labels: Text, counted: str, population: Sequence[tuple[str, ...]], period: Spread
) -> Index:
    return Index(
        name,
        labels,
        tuple(population),
        ((counted,),),
        period,
        certainty=Certainty.RECONSTRUCTED,
        source="caseflow",
    )


_ACCEPTED = (("accepted",),)

#: What is looked at: each an index, so its numerator and denominator are lists of filings.
SIGNALS: tuple[Index, ...] = (
    _signal(
        "last-moment",
        Message("reports.signal-last-moment"),
        "last-moment",
        (("decided",), ("in-time", "late")),
        Spread.DECIDED,
    ),
    _signal(
        "second-supplement",
        Message("reports.signal-second-supplement"),
        "second-supplement",
        _ACCEPTED,
        Spread.PROCESSED,
    ),
    _signal(
        "extended",
        Message("reports.signal-extended"),
        "extended",
        _ACCEPTED,
        Spread.PROCESSED,
    ),
    _signal(
        "reappointed",
        Message("reports.signal-reappointed"),
        "reappointed",
        _ACCEPTED,
        Spread.PROCESSED,
    ),
    _signal(
        "assisted",
        Message("reports.signal-assisted"),
        "assisted",
        (("accepted",), ("online",)),
        Spread.RECEIVED,
    ),
)


@typed(late=True)
@frozen(eq=False)
class Signal:
    """Say how often a unit did one thing, and how far that is from the other units.

    Attributes:
        result: numerator and denominator of the unit; its filings are `IndexResult.filings`.
        others: those of all other units together.
        deviations: by how many standard deviations it exceeds the others, see `signals_of`; None
            where it is not compared.
        reason: why it is not compared; None if it is.
        is_unusual: whether it exceeds them by more than `SignalTable.bound`.
    """

    result: IndexResult
    others: Share
    deviations: float | None = None
    reason: Text | None = None
    is_unusual: bool = False

    @property
    def index(self) -> Index:
        """Return what is counted."""
        return self.result.index

    @property
    def share(self) -> Share:
        """Return numerator and denominator of the unit."""
        return Share(self.result.part, self.result.whole)


@typed(late=True)
@frozen(eq=False)
class UnitSignals:
    """Hold the signals of one unit, in the order in which they were asked for.

    Attributes:
        unit: the name of the unit; "" for filings of which no unit is known.
        signals: one for each index.
        place: 1 for the unit whose strongest signal is the strongest; None if none is compared.
    """

    unit: str
    signals: tuple[Signal, ...]
    place: int | None = None

    @property
    def unusual(self) -> tuple[Signal, ...]:
        """Return those that are unusual, the strongest first."""
        found = [each for each in self.signals if each.is_unusual]
        return tuple(sorted(found, key=lambda each: -(each.deviations or 0)))

    def signal(self, name: str) -> Signal:
        """Return the signal of the index called *name*.

        Raises:
            UnknownNameError: there is none.
        """
        for each in self.signals:
            if each.index.name == name:
                return each
        raise UnknownNameError(name, tuple(each.index.name for each in self.signals), "signal")


@typed(late=True)
@frozen(eq=False)
class SignalTable:
    """Hold the signals of all units, the unit with the strongest first.

    Attributes:
        units: in the order of their strongest signal, then of the second strongest, and so on;
            those that are not compared come last, by name.
        comparisons: how many shares were compared.
        bound: from so many standard deviations on, a signal is unusual; None without comparisons.
    """

    units: tuple[UnitSignals, ...]
    comparisons: int
    bound: float | None = None

    @property
    def note(self) -> Text:
        """Return what people read beside the signals: that they are questions, and no verdicts."""
        return _QUESTION

    def unit(self, name: str) -> UnitSignals:
        """Return the signals of the unit called *name*.

        Raises:
            UnknownNameError: there are none.
        """
        found = self.unit_or_none(name)
        if found is None:
            raise UnknownNameError(name, tuple(each.unit for each in self.units), "unit")
        return found

    def unit_or_none(self, name: str) -> UnitSignals | None:
        """Return the signals of the unit called *name*; None if there are none."""
        return next((each for each in self.units if each.unit == name), None)


@typed
def signals(
    register: Register, period: PlanPeriod, *, indices: Sequence[Index] = SIGNALS
) -> SignalTable:
    """Find what units do more often than others that makes their figures look better.

    Args:
        register: what is counted.
        period: for which days.
        indices: what is looked at; yours, or those of caseflow.

    Raises:
        ValueInvalidError: *indices* is empty, or one is not computed of a register.

    Cost: one pass over the columns that the indices need.
    """
    for each in indices:
        if not each.is_computed:
            raise ValueInvalidError("index", each.name, "an index that is computed of a register")
    return signals_of(compute(indices, register, period, by=("unit",)))


@typed
def signals_of(results: Sequence[IndexResult]) -> SignalTable:
    """Compare the results of indices by unit: each with those of the other units.

    A share of at least `LEAST_FILINGS` filings is compared where at least `LEAST_UNITS` units have
    as many. It is unusual where an honest unit would exceed the others so far so seldom that, of
    boards with as many comparisons, a share of `RATE` would call any unit unusual (Bonferroni).
    That holds where honest units differ about as the normal curve does.

    Raises:
        ValueInvalidError: they are not by unit, or there is one twice.
    """
    by_index: dict[str, dict[str, IndexResult]] = {}
    for each in results:
        if set(each.group) != {"unit"}:
            raise ValueInvalidError("results", ", ".join(each.group), "indices computed by unit")
        of_index = by_index.setdefault(each.index.name, {})
        unit = str(each.group["unit"] or "")
        if unit in of_index:
            raise ValueInvalidError("unit", unit, "each unit once for an index")
        of_index[unit] = each
    found = {name: _Compared(each) for name, each in by_index.items()}
    number = sum(len(each.deviations) for each in found.values())
    bound = NormalDist().inv_cdf(1 - float(RATE) / number) if number else None
    units = dict.fromkeys(unit for each in by_index.values() for unit in each)
    made = [
        UnitSignals(
            unit,
            tuple(each.signal(unit, bound) for each in found.values() if unit in each.results),
        )
        for unit in units
    ]
    made.sort(key=_order)
    placed = tuple(
        UnitSignals(each.unit, each.signals, place if _strengths(each) else None)
        for place, each in enumerate(made, start=1)
    )
    return SignalTable(placed, number, bound)


class _Compared:
    """Compare the results of one index by unit."""

    def __init__(self, results: Mapping[str, IndexResult]) -> None:
        self.results = results
        shares = {
            unit: Share(each.part, each.whole)
            for unit, each in results.items()
            if unit and each.whole >= LEAST_FILINGS
        }
        self._units = len(shares)
        self._part = sum(each.part for each in results.values())
        self._whole = sum(each.whole for each in results.values())
        self.deviations = compared(shares) if len(shares) >= LEAST_UNITS else {}

    def signal(self, unit: str, bound: float | None) -> Signal:
        """Return the signal of *unit*, which is unusual beyond *bound*."""
        result = self.results[unit]
        others = Share(self._part - result.part, self._whole - result.whole)
        found = self.deviations.get(unit)
        if found is None:
            return Signal(result, others, None, self._reason(unit, result))
        return Signal(result, others, found, None, bound is not None and found > bound)

    def _reason(self, unit: str, result: IndexResult) -> Text:
        """Return why the share of *unit* is not compared."""
        if not result.whole:
            return _NOTHING
        if not unit:
            return _UNKNOWN
        if result.whole < LEAST_FILINGS:
            return _FEW_FILINGS.filled(number=result.whole, least=LEAST_FILINGS)
        if self._units < LEAST_UNITS:
            return _FEW_UNITS.filled(number=self._units, least=LEAST_UNITS)
        return _NOWHERE


def _strengths(unit: UnitSignals) -> list[float]:
    known = (each.deviations for each in unit.signals)
    return sorted((each for each in known if each is not None), reverse=True)


def _order(unit: UnitSignals) -> tuple[bool, list[float], str]:
    strengths = _strengths(unit)
    return not strengths, [-each for each in strengths], unit.unit
