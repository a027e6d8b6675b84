"""Questions to several simulations: how two scenarios differ, and how many clerks reach a goal.

One scenario is run in `_results`.
"""

import enum
from fractions import Fraction

from attrs import field

from caseflow._fields import is_share
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.shares import Share
from caseflow.simulation._loads import loads
from caseflow.simulation._replications import Mapper, Replication
from caseflow.simulation._results import Interval, Result, simulate
from caseflow.simulation._scenarios import Scenario
from caseflow.values import exact

__all__ = ["Goal", "Infeasible", "Quantity", "Staffing", "compare", "solve"]


@typed(late=True)
class Quantity(enum.Enum):
    """Name a share of all decisions, or of all promises, that scenarios are compared by."""

    ON_TIME = "on-time"
    EARLY_10 = "early-10"
    EARLY_20 = "early-20"
    PROMISES = "promises"

    def of(self, replication: Replication) -> Share:
        """Return the share in one replication; exact."""
        if self is Quantity.ON_TIME:
            return replication.on_time
        if self is Quantity.PROMISES:
            return replication.promises
        return replication.timeliness.early_enough[0 if self is Quantity.EARLY_10 else 1]


def _at_least(value: Fraction | int | str) -> Fraction:
    return exact(value, name="at_least")


@frozen
class Goal:
    """Ask that a share be at least so much.

    >>> Goal(Quantity.EARLY_20, "9/10").at_least
    Fraction(9, 10)

    Raises:
        FloatRefusedError: the share is a float.
        ValueInvalidError: it is not from 0 to 1.
    """

    quantity: Quantity
    at_least: Fraction = field(converter=_at_least, validator=is_share)


@frozen
class Staffing:
    """Answer with the smallest number of clerks, and what was found for each number tried.

    The lower end of the interval of *share* reaches the goal: with 97.5 per cent confidence the
    mean does.
    """

    pool: str
    clerks: int
    share: Interval
    tried: tuple[tuple[int, Interval], ...]


@frozen
class Infeasible:
    """Answer that no number of clerks up to the most reaches the goal.

    *ceiling* is what the most clerks reach, and *bottleneck* the state in which filings then spend
    most of their time.
    """

    pool: str
    ceiling: Interval
    bottleneck: str
    tried: tuple[tuple[int, Interval], ...]


@typed
def compare(before: Result, after: Result, quantity: Quantity) -> Interval:
    """Return by how much a share differs, after minus before, replication by replication.

    Both use the same draws for the same filings, so that most of the chance cancels out.

    Raises:
        ValueInvalidError: they have other seeds or other replications, or nothing was decided.
    """
    if before.seed != after.seed:
        raise ValueInvalidError("seed", after.seed, f"the seed of the other, {before.seed}")
    numbers = [[each.number for each in one.replications] for one in (before, after)]
    if numbers[0] != numbers[1]:
        raise ValueInvalidError("reps", len(numbers[1]), f"{len(numbers[0])}, as of the other")
    pairs = zip(before.replications, after.replications, strict=True)
    return Interval.of(_value(quantity, b) - _value(quantity, a) for a, b in pairs)


def _value(quantity: Quantity, replication: Replication) -> float:
    value = quantity.of(replication).value
    if value is None:
        raise ValueInvalidError(quantity.value, 0, "a scenario in which there is such a share")
    return float(value)


@typed
def solve(
    scenario: Scenario,
    pool: str,
    goal: Goal,
    *,
    most: int = 100,
    reps: int = 10,
    seed: int = 1,
    mapper: Mapper | None = None,
) -> Staffing | Infeasible:
    """Return the smallest number of clerks of a pool with which *goal* is reached.

    Found by halving, as more clerks never hurt but for chance; every number tried is returned. It
    begins at what the work takes on average, since with fewer clerks the queue only grows.

    Raises:
        UnknownNameError: there is no such pool.
        ValueInvalidError: *most* is no number of clerks, or nothing is decided.
        CaseflowError: see `simulate`.

    Cost: some ten calls of `simulate`.
    """
    name = scenario.office.pool(pool).name
    if not 0 < most <= 1_000_000:
        raise ValueInvalidError("most", most, "a number of clerks from 1 to 1,000,000")
    results: dict[int, Result] = {}
    found: dict[int, Interval] = {}

    def reaches(clerks: int) -> bool:
        office = scenario.office.vary(clerks={name: clerks})
        varied = scenario.vary(scenario.name, office=office)
        result = simulate(varied, reps=reps, seed=seed, mapper=mapper, with_twin=False)
        results[clerks] = result
        found[clerks] = Interval.of(_value(goal.quantity, each) for each in result.replications)
        return found[clerks].low >= goal.at_least

    load = next(each for each in loads(scenario) if each.pool == name)
    busy = load.ratio * len(scenario.office.pool(name).clerks)
    low, high = min(max(int(busy), 1), most), most
    if not reaches(high):
        tried = tuple(sorted(found.items()))
        return Infeasible(name, found[high], _bottleneck(results[high]), tried)
    while low < high:
        middle = (low + high) // 2
        if reaches(middle):
            high = middle
        else:
            low = middle + 1
    return Staffing(name, high, found[high], tuple(sorted(found.items())))


def _bottleneck(result: Result) -> str:
    """Return the state in which filings spend most of their time."""
    spent: dict[str, float] = {}
    for replication in result.replications:
        for wait in replication.waits:
            time = (wait.waited + wait.worked).total_seconds()
            spent[wait.state] = spent.get(wait.state, 0.0) + time
    return max(spent, key=spent.__getitem__)
