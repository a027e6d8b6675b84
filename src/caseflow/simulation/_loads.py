"""What a scenario asks of each pool on average, and what the pool can do: before anything is run.

Guards are not asked here, so acts that they refuse are counted as if they were done.
"""

from datetime import timedelta
from math import exp

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.simulation._arrivals import expected_number
from caseflow.simulation._compiling import compiled
from caseflow.simulation._distributions import Sampler, Shape
from caseflow.simulation._models import Model, Terms
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._tables import SessionTable, micros

__all__ = ["Load", "loads"]

_HOUR = 3_600_000_000
_ONE_DAY = timedelta(days=1)
#: Filings come back to a state less and less often; beyond this nothing is left to count.
_ROUNDS = 1_000
_NOTHING = 1e-12


@short
@frozen
class Load:
    """Say what is asked of a pool on average, in hours, from the first to the last day.

    *grows_by* is by how many filings a week its queue grows on average, zero where it can do all.
    """

    pool: str
    work_hours: float
    duty_hours: float
    filings: float
    weeks: float

    @property
    def ratio(self) -> float:
        """Return the work as a share of what the clerks can do; above 1 the queue only grows."""
        return self.work_hours / self.duty_hours if self.duty_hours else float("inf")

    @property
    def is_above_capacity(self) -> bool:
        """Return whether more is asked than can be done."""
        return self.ratio > 1

    @property
    def grows_by(self) -> float:
        """Return by how many filings a week the queue grows."""
        if not self.is_above_capacity:
            return 0.0
        return self.filings / self.weeks * (1 - 1 / self.ratio)

    def __str__(self) -> str:
        """Return the load as a sentence."""
        said = f"pool {self.pool}: {self.ratio:.0%} of what its clerks can do"
        if self.is_above_capacity:
            said += f"; its queue grows by {self.grows_by:.0f} filings a week"
        return said


@typed
def loads(scenario: Scenario) -> tuple[Load, ...]:
    """Return what *scenario* asks of each pool; a pool above capacity says how its queue grows.

    Raises:
        ScenarioError: the scenario cannot be simulated.
    """
    return loads_of(compiled(scenario))


def loads_of(model: Model) -> tuple[Load, ...]:
    """Return what a compiled scenario asks of each pool."""
    scenario = model.scenario
    demand, calendar = scenario.demand, scenario.jurisdiction.calendar
    number = expected_number(demand, calendar, scenario.first_on, scenario.last_on)
    weights = sum(float(topic.weight) for topic in demand.topics)
    work = [0.0] * len(model.pools)
    filings = [0.0] * len(model.pools)
    for topic in range(len(demand.topics)):
        terms = model.terms[model.terms_of(topic, is_online=False, goes_online=False)]
        share = number * float(terms.topic.weight) / weights
        for state, visits in enumerate(_visits(model, terms)):
            pool, sampler = model.pool_of[state], terms.stages[state].sampler
            if pool >= 0 and sampler is not None:
                work[pool] += share * visits * _mean(sampler) / _HOUR
                filings[pool] += share * visits
    duty = _duty_hours(scenario)
    weeks = ((scenario.last_on - scenario.first_on).days + 1) / 7
    return tuple(
        Load(pool.name, work[place], duty[place], filings[place], weeks)
        for place, pool in enumerate(model.pools)
    )


def _duty_hours(scenario: Scenario) -> list[float]:
    office, calendar = scenario.office, scenario.jurisdiction.calendar
    last = micros(calendar.end_of(scenario.last_on))
    found: list[float] = []
    for pool in office.pools:
        rosters = [
            office.calendar if clerk.roster is None else clerk.roster.duty for clerk in pool.clerks
        ]
        tables = {each: SessionTable(each, scenario.first_on) for each in dict.fromkeys(rosters)}
        found.append(sum(tables[each].worked(last) for each in rosters) / _HOUR)
    return found


def _visits(model: Model, terms: Terms) -> list[float]:
    """Return how often a filing comes to each state on average."""
    found = [0.0] * len(model.states)
    coming = {model.initial: 1.0}
    for _ in range(_ROUNDS):
        after: dict[int, float] = {}
        for state, share in coming.items():
            found[state] += share
            begun, stage = 0.0, terms.stages[state]
            for end, first in zip(stage.ends, stage.firsts, strict=True):
                target = stage.paths[first].target
                after[target] = after.get(target, 0.0) + share * (end - begun)
                begun = end
        coming = {state: share for state, share in after.items() if share > _NOTHING}
        if not coming:
            break
    return found


def _mean(sampler: Sampler) -> float:
    if sampler.shape is Shape.LOGNORMAL:
        return exp(sampler.first + sampler.second * sampler.second / 2)
    if sampler.shape is Shape.EMPIRICAL:
        return sum(sampler.values) / len(sampler.values)
    return sampler.first + sampler.second / 2
