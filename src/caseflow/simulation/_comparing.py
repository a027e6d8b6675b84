"""Runs beside each other: what differs, how surely, and how many replications that needs.

With one seed the same filings come in and take as long in all of them, so that what differs is what
was changed.
"""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from math import floor, sqrt

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.errors import ValueInvalidError
from caseflow.simulation._replications import Replication
from caseflow.simulation._results import Interval, Result, point
from caseflow.simulation._studies import Quantity, interval_of
from caseflow.values import exact

__all__ = ["Comparison", "Difference", "compare", "enough"]

_MOST_REPLICATIONS = 100_000_000
_HOUR = timedelta(hours=1)


@short
@frozen
class Difference:
    """Say by how much a figure of one run is above that of another.

    Attributes:
        figure: its name: "on-time", "early-10", "early-20", "promises", "sojourn-hours",
            "backlog-end", or "utilisation" and "wait-hours" with a pool and a state.
        base: its mean in the run compared with.
        other: its mean in the other run.
        by: how much the other is above, with its 95 per cent confidence interval.
    """

    figure: str
    base: float
    other: float
    by: Interval

    @property
    def is_sure(self) -> bool:
        """Return whether the interval leaves out that there is no difference."""
        return self.by.half is not None and not self.by.low <= 0.0 <= self.by.high


@short
@frozen
class Comparison:
    """Hold what differs between two runs, figure by figure.

    *is_paired* says that each replication was compared with the one of the same draws.
    """

    base: str
    other: str
    is_paired: bool
    differences: tuple[Difference, ...]

    def of(self, figure: Quantity | str) -> Difference:
        """Return the difference of one figure.

        Raises:
            ValueInvalidError: it is not in both runs.
        """
        name = figure.value if isinstance(figure, Quantity) else figure
        for each in self.differences:
            if each.figure == name:
                return each
        known = ", ".join(each.figure for each in self.differences)
        raise ValueInvalidError("figure", name, f"one of {known}")


@typed
def compare(
    base: Result, *others: Result, paired: bool = True, may_differ: bool = False
) -> tuple[Comparison, ...]:
    """Return what differs between *base* and each of the other runs.

    Args:
        base: the run compared with.
        others: the runs compared.
        paired: whether replications of the same draws are compared with each other, which takes
            the same seed and gives narrower intervals.
        may_differ: whether number, mix and times of what comes in may differ too.

    Raises:
        ValueInvalidError: there is no other run; the seeds differ although pairs are asked for;
            the numbers of replications do; what comes in differs; or the days do.
    """
    if not others:
        raise ValueInvalidError("others", 0, "at least one run beside the first")
    for other in others:
        _refuse_unlike(base, other, paired=paired, may_differ=may_differ)
    return tuple(_compared(base, other, paired=paired) for other in others)


def _figures_of(replication: Replication) -> dict[str, float]:
    """Return what one replication came to, by name; what there was none of is left out."""
    shares = {each.value: each.of(replication).value for each in Quantity}
    found = {name: float(share) for name, share in shares.items() if share is not None}
    found["sojourn-hours"] = replication.mean_sojourn / _HOUR
    found["backlog-end"] = float(replication.backlog[-1])
    for use in replication.uses:
        found[f"utilisation {use.pool}"] = float(use.utilisation)
    for wait in replication.waits:
        found[f"wait-hours {wait.state}"] = wait.mean_wait / _HOUR
    return found


def _refuse_unlike(base: Result, other: Result, *, paired: bool, may_differ: bool) -> None:
    one, two = base.scenario, other.scenario
    if paired and base.seed != other.seed:
        allowed = f"the seed of the first run, {base.seed}, or paired=False"
        raise ValueInvalidError("seed", other.seed, allowed)
    days = [(each.first_on, each.last_on, each.warm_up) for each in (one, two)]
    if days[0] != days[1]:
        said = f"{two.first_on} to {two.last_on}, {two.warm_up} of warm-up"
        allowed = f"the days of the first run, {one.first_on} to {one.last_on}, {one.warm_up}"
        raise ValueInvalidError("days", said, allowed)
    numbers = [len(each.replications) for each in (base, other)]
    is_whole = not (base.is_interrupted or other.is_interrupted)
    if paired and is_whole and numbers[0] != numbers[1]:
        raise ValueInvalidError("reps", numbers[1], f"{numbers[0]}, as of the first run")
    mine, theirs = one.demand, two.demand
    parts = {
        "number": (mine.per_working_day, mine.growth, mine.seasons, mine.numbers)
        != (theirs.per_working_day, theirs.growth, theirs.seasons, theirs.numbers),
        "mix": mine.topics != theirs.topics,
        "times": mine.times != theirs.times,
        "calendar": one.jurisdiction.calendar.version != two.jurisdiction.calendar.version,
    }
    unlike = [name for name, differs in parts.items() if differs]
    if unlike and not may_differ:
        said = f"{one.name} and {two.name} differ in {', '.join(unlike)}"
        allowed = "runs in which the same comes in, or may_differ=True"
        raise ValueInvalidError("demand", said, allowed)


def _compared(base: Result, other: Result, *, paired: bool) -> Comparison:
    mine = [_figures_of(each) for each in base.replications]
    theirs = [_figures_of(each) for each in other.replications]
    names = [name for name in mine[0] if all(name in each for each in (*mine, *theirs))]
    return Comparison(
        base.scenario.name,
        other.scenario.name,
        paired,
        tuple(
            _difference(
                name, [each[name] for each in mine], [each[name] for each in theirs], paired=paired
            )
            for name in names
        ),
    )


def _difference(
    name: str, mine: Sequence[float], theirs: Sequence[float], *, paired: bool
) -> Difference:
    one, two = Interval.of(mine), Interval.of(theirs)
    if paired:
        # An interrupted run is compared as far as it came.
        pairs = zip(mine, theirs, strict=False)
        by = Interval.of(after - before for before, after in pairs)
    else:
        by = _unpaired(one, two)
    return Difference(name, one.mean, two.mean, by)


def _unpaired(one: Interval, two: Interval) -> Interval:
    """Return the difference of means of independent runs.

    Source: Welch, The generalization of "Student's" problem, Biometrika 34 (1947).
    """
    mean, number = two.mean - one.mean, min(one.number, two.number)
    if one.half is None or two.half is None:
        return Interval(mean, None, number)
    parts = [(each.half or 0.0) / point(each.number - 1) for each in (one, two)]
    squares = [part * part for part in parts]
    total = sum(squares)
    if not total:
        return Interval(mean, 0.0, number)
    freedom = total**2 / sum(
        square**2 / (each.number - 1) for square, each in zip(squares, (one, two), strict=True)
    )
    return Interval(mean, point(max(floor(freedom), 1)) * sqrt(total), number)


@typed
def enough(
    result: Result, precision: Fraction | int | str, of: Quantity = Quantity.EARLY_20
) -> int:
    """Return how many more replications are needed for an interval of mean ± *precision*.

    It is an estimate from those that there are; 0 says that they are enough.

    Raises:
        FloatRefusedError: *precision* is a float.
        ValueInvalidError: *precision* is not above zero, there are fewer than two replications, or
            more than a hundred million would be needed.
    """
    wanted = exact(precision, name="precision")
    if wanted <= 0:
        raise ValueInvalidError("precision", str(precision), "a number above zero")
    found = interval_of(result, of)
    if found.half is None:
        raise ValueInvalidError("replications", found.number, "at least 2")
    spread = found.half / point(found.number - 1) * sqrt(found.number)

    def reaches(number: int) -> bool:
        return point(number - 1) * spread / sqrt(number) <= float(wanted)

    if reaches(found.number):
        return 0
    low, high = found.number, found.number * 2
    while not reaches(high):
        low, high = high, high * 2
        if high > _MOST_REPLICATIONS:
            allowed = f"a precision that {_MOST_REPLICATIONS:,} replications reach"
            raise ValueInvalidError("precision", str(precision), allowed)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return high - found.number
