"""How many clerks a goal takes: the fewest that reach it, or why no number does.

More clerks of a pool are taken to do no worse, which holds for a queue in order of arrival; what
was tried is in every answer.
"""

from math import ceil

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.errors import CalendarHorizonError, ValueInvalidError
from caseflow.money import Money
from caseflow.simulation._compiling import compiled
from caseflow.simulation._loads import loads
from caseflow.simulation._replications import Mapper, Replication
from caseflow.simulation._results import Interval, Result, simulate
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._studies import Goal, interval_of

__all__ = ["Infeasible", "Staffing", "Undecided", "solve"]

#: With these nobody waits in any office that there is.
_UNLIMITED = 400
_MOST = 10_000


#: How many clerks were tried, and the share; None where the calendar ends before their work does.
Tried = tuple[int, Interval | None]


@short
@frozen
class Staffing:
    """Hold the fewest clerks of a pool that reach a goal.

    Attributes:
        pool: the pool.
        goal: the goal; it is reached where the lower end of the 95 per cent interval reaches it.
        clerks: how many it takes.
        share: what they reach.
        tried: what was tried, from the fewest clerks on.
        cost: what that many clerks cost, where a price was given.
    """

    pool: str
    goal: Goal
    clerks: int
    share: Interval
    tried: tuple[Tried, ...]
    cost: Money | None = None

    def __str__(self) -> str:
        """Return the answer as a sentence."""
        return f"{self.goal} takes {self.clerks} clerks in {self.pool}: {self.share}"


@short
@frozen
class Infeasible:
    """Say that no number of clerks in a pool reaches a goal, and what stands in the way.

    Attributes:
        pool: the pool.
        goal: the goal.
        ceiling: the share with so many clerks in the pool that nobody waits for one of them.
        bottleneck: the pool whose clerks are waited for, or the state that takes longest where
            unlimited clerks in every pool do not reach the goal either.
        is_time: whether it is the time in a state that stands in the way, not the clerks.
        tried: what was tried.
    """

    pool: str
    goal: Goal
    ceiling: Interval
    bottleneck: str
    is_time: bool
    tried: tuple[Tried, ...] = ()

    def __str__(self) -> str:
        """Return the answer as a sentence."""
        because = "the time in state" if self.is_time else "the clerks of pool"
        return (
            f"no number of clerks in {self.pool} reaches {self.goal}: {self.ceiling} at most, for "
            f"{because} {self.bottleneck}"
        )


@short
@frozen
class Undecided:
    """Say that so few replications leave it open whether any number of clerks reaches a goal.

    *ceiling* is the share with unlimited clerks, whose interval holds the goal.
    """

    pool: str
    goal: Goal
    ceiling: Interval
    tried: tuple[Tried, ...] = ()

    def __str__(self) -> str:
        """Return the answer as a sentence."""
        return (
            f"{self.ceiling.number} replications leave it open whether {self.goal} can be reached: "
            f"unlimited clerks in {self.pool} come to {self.ceiling}; run more"
        )


@typed
def solve(
    scenario: Scenario,
    pool: str,
    goal: Goal,
    *,
    reps: int = 10,
    seed: int = 1,
    most: int = _UNLIMITED,
    price: Money | None = None,
    mapper: Mapper | None = None,
) -> Staffing | Infeasible | Undecided:
    """Return the fewest clerks of *pool* with which *scenario* reaches *goal*.

    Every number is tried with the same draws. The goal is reached where the lower end of the 95 per
    cent confidence interval reaches it.

    Args:
        scenario: what is simulated; the other pools stay as they are.
        pool: whose clerks are counted.
        goal: which share is to reach how much.
        reps: how many replications each number gets; two at least.
        seed: gives every draw.
        most: so many clerks count as unlimited; nobody should wait for one of them.
        price: what a clerk costs, for comparing answers.
        mapper: where replications run, see `simulate`.

    Raises:
        ScenarioError: the scenario cannot be simulated.
        UnknownNameError: there is no such pool.
        ValueInvalidError: *reps* or *most* is out of range.

    Cost: some five to fifteen runs.
    """
    if reps < 2:
        raise ValueInvalidError("reps", reps, "at least 2, for an interval")
    if not 0 < most <= _MOST:
        raise ValueInvalidError("most", most, f"a number from 1 to {_MOST:,}")
    search = _Search(scenario, scenario.office.pool(pool).name, goal, reps, seed, mapper)
    refusal = search.refusal(most)
    if refusal is not None:
        return refusal
    clerks = search.fewest(most)
    share = search.tried[clerks] or search.ceiling
    cost = None if price is None else price * clerks
    return Staffing(pool, goal, clerks, share, search.trials(), cost)


class _Search:
    """Try numbers of clerks, each once."""

    def __init__(
        self,
        scenario: Scenario,
        pool: str,
        goal: Goal,
        reps: int,
        seed: int,
        mapper: Mapper | None,
    ) -> None:
        self.scenario, self.pool, self.goal = scenario, pool, goal
        self.reps, self.seed, self.mapper = reps, seed, mapper
        self.tried: dict[int, Interval | None] = {}
        self.ceiling = Interval(0.0, None, 0)

    def trials(self) -> tuple[Tried, ...]:
        return tuple(sorted(self.tried.items(), key=lambda each: each[0]))

    def _ran(self, clerks: dict[str, int]) -> Result:
        office = self.scenario.office.vary(clerks=clerks)
        varied = self.scenario.vary(self.scenario.name, office=office)
        return simulate(varied, reps=self.reps, seed=self.seed, mapper=self.mapper, with_twin=False)

    def _reaches(self, clerks: int) -> bool:
        if clerks not in self.tried:
            try:
                ran = self._ran({self.pool: clerks})
            except CalendarHorizonError:
                # So few clerks are not done within all the years of their calendar.
                self.tried[clerks] = None
            else:
                self.tried[clerks] = interval_of(ran, self.goal.quantity)
        share = self.tried[clerks]
        return share is not None and share.low >= self.goal.at_least

    def refusal(self, most: int) -> Infeasible | Undecided | None:
        """Return why no number of clerks reaches the goal; None if one does."""
        found = self._ran({self.pool: most})
        self.ceiling = interval_of(found, self.goal.quantity)
        self.tried[most] = self.ceiling
        if self.ceiling.low >= self.goal.at_least:
            return None
        if self.ceiling.high >= self.goal.at_least:
            return Undecided(self.pool, self.goal, self.ceiling, self.trials())
        others = {pool.name: most for pool in self.scenario.office.pools}
        free = found if len(others) == 1 else self._ran(others)
        is_time = interval_of(free, self.goal.quantity).high < self.goal.at_least
        name = _longest_state(free) if is_time else self._longest_wait(found)
        return Infeasible(self.pool, self.goal, self.ceiling, name, is_time, self.trials())

    def _longest_wait(self, result: Result) -> str:
        """Return the pool whose clerks were waited for longest, of all but the one that varies."""
        served = _pools_of(result.scenario)
        waits = dict.fromkeys(served.values(), 0.0)
        for state, waited, _ in _times(result.replications):
            if state in served:
                waits[served[state]] += waited
        waits.pop(self.pool, None)
        return max(waits, key=lambda name: waits[name])

    def fewest(self, most: int) -> int:
        """Return the fewest clerks that reach the goal, from what the load says on."""
        now = len(self.scenario.office.pool(self.pool).clerks)
        (load,) = (each for each in loads(self.scenario) if each.pool == self.pool)
        begun = min(max(ceil(load.ratio * now), 1), most)
        step = 1
        if self._reaches(begun):
            low, high = 0, begun
            while high > 1 and not low:
                tried = max(high - step, 1)
                low, high = (0, tried) if self._reaches(tried) else (tried, high)
                step *= 2
        else:
            low, high = begun, 0
            while not high:
                tried = min(low + step, most)
                low, high = (low, tried) if self._reaches(tried) else (tried, 0)
                step *= 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._reaches(middle) else (middle, high)
        return high


def _pools_of(scenario: Scenario) -> dict[str, str]:
    """Return which pool serves each state."""
    model = compiled(scenario)
    places = zip(model.states, model.pool_of, strict=True)
    return {state: model.pools[place].name for state, place in places if place >= 0}


def _times(replications: tuple[Replication, ...]) -> list[tuple[str, float, float]]:
    """Return how long filings waited and were worked on, state by state, over all of them."""
    return [
        (each.state, each.waited.total_seconds(), each.worked.total_seconds())
        for replication in replications
        for each in replication.waits
    ]


def _longest_state(result: Result) -> str:
    """Return the state in which filings stayed longest, waits for the office to open included."""
    stays: dict[str, float] = {}
    for state, waited, worked in _times(result.replications):
        stays[state] = stays.get(state, 0.0) + waited + worked
    return max(stays, key=lambda name: stays[name])
