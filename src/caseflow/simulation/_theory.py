"""Queueing formulas beside a simulation, for the pools to which they apply.

They know no limits and no rosters: where they apply, a simulation must agree with them.
"""

from datetime import timedelta
from fractions import Fraction
from math import exp

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.errors import ValueInvalidError
from caseflow.simulation._arrivals import expected_number
from caseflow.simulation._compiling import compiled
from caseflow.simulation._demands import Numbers
from caseflow.simulation._distributions import Distribution, Shape
from caseflow.simulation._loads import loads_of
from caseflow.simulation._models import Model
from caseflow.simulation._offices import AtClosing, Discipline, Pool
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._tables import SessionTable

__all__ = ["DoesNotApply", "Queue", "erlang_c", "theory"]

_HOUR = 3_600_000_000
_MOST_CLERKS = 100_000


@typed
def erlang_c(clerks: int, offered: Fraction) -> float:
    """Return the chance that a filing waits, of so much work offered in clerks' time.

    >>> round(erlang_c(10, Fraction(8)), 6)
    0.40918

    Source: A. K. Erlang, Solution of some problems in the theory of probabilities (1917).

    Raises:
        ValueInvalidError: there is no clerk, or more work than they can do.
    """
    if not 0 < clerks <= _MOST_CLERKS:
        raise ValueInvalidError("clerks", clerks, f"a number from 1 to {_MOST_CLERKS:,}")
    if not 0 < offered < clerks:
        raise ValueInvalidError("offered", str(offered), f"work above 0, less than {clerks} can do")
    load, blocked = float(offered), 1.0
    for each in range(1, clerks + 1):
        blocked = load * blocked / (each + load * blocked)
    return clerks * blocked / (clerks - load * (1 - blocked))


@short
@frozen
class Queue:
    """Hold what a formula says of a pool, in working time.

    Attributes:
        pool: the pool.
        model: "M/M/c" (Erlang C) or "M/G/1" (Pollaczek and Khinchine).
        clerks: how many there are.
        utilisation: how busy they are.
        mean_service: how long a filing is worked on.
        mean_wait: how long it waits.
        waits: the chance that it waits at all.
    """

    pool: str
    model: str
    clerks: int
    utilisation: float
    mean_service: timedelta
    mean_wait: timedelta
    waits: float

    @typed
    def within(self, time: timedelta) -> float:
        """Return the share of filings that are done by *time* after they came to the pool.

        Raises:
            ValueInvalidError: the model is M/G/1, for which there is no such formula.
        """
        if self.model != "M/M/c":
            raise ValueInvalidError("model", self.model, "M/M/c, for the share within a time")
        if time <= timedelta():
            return 0.0
        passed, spare = time / self.mean_service, self.clerks * (1 - self.utilisation)
        if abs(spare - 1) < 1e-9:
            return 1 - exp(-passed) * (1 + self.waits * passed)
        more = self.waits * (1 - exp(-passed * (spare - 1))) / (spare - 1)
        return 1 - exp(-passed) * (1 + more)


@short
@frozen
class DoesNotApply:
    """Say why no formula applies to a pool."""

    pool: str
    why: str


@typed
def theory(scenario: Scenario) -> tuple[Queue | DoesNotApply, ...]:
    """Return what queueing theory says of each pool of *scenario*, or why it says nothing.

    Filings must come in at an even rate while the clerks work, in order of arrival, to one state of
    the pool; and from pools before it only where their work is exponential (Burke).

    Source: Erlang (1917); Pollaczek (1930) and Khinchine (1932); P. J. Burke, The output of a
    queuing system, Operations Research 4 (1956).

    Raises:
        ScenarioError: the scenario cannot be simulated.
    """
    model = compiled(scenario)
    return tuple(_queue(model, place) for place in range(len(model.pools)))


def _queue(model: Model, place: int) -> Queue | DoesNotApply:
    pool, offered = model.pools[place], loads_of(model)[place]
    why = _uneven(model.scenario) or _unlike(model, place)
    if not why and offered.is_above_capacity:
        why = f"more comes in than its clerks can do: {offered}"
    if why:
        return DoesNotApply(pool.name, why)
    clerks, service = len(pool.clerks), _times(model, place)[0]
    mean = service.average
    # The rate in the working time of one clerk, all of whom share their hours.
    rate = _rate(model.scenario, pool)
    busy = rate * (mean / _ONE_HOUR) / clerks
    if service.shape is Shape.EXPONENTIAL:
        waits = erlang_c(clerks, Fraction(busy) * clerks)
        wait = mean * (waits / (clerks * (1 - busy)))
        return Queue(pool.name, "M/M/c", clerks, busy, mean, wait, waits)
    if clerks > 1:
        return DoesNotApply(pool.name, "several clerks whose work is not exponential")
    wait = mean * (busy * (1 + _squared_variation(service)) / (2 * (1 - busy)))
    return Queue(pool.name, "M/G/1", 1, busy, mean, wait, busy)


_ONE_HOUR = timedelta(hours=1)


def _rate(scenario: Scenario, pool: Pool) -> float:
    """Return how many filings come in each hour that the clerks of a pool work."""
    first, last = scenario.first_on, scenario.last_on
    calendar = scenario.jurisdiction.calendar
    number = expected_number(scenario.demand, calendar, first, last)
    roster = pool.clerks[0].roster
    table = SessionTable(scenario.office.calendar if roster is None else roster.duty, first)
    end = calendar.end_of(last)
    return number * _HOUR / table.worked(int(end.timestamp()) * 1_000_000)


def _uneven(scenario: Scenario) -> str:
    """Return why filings do not come in at an even rate while the clerks work; "" if they do."""
    demand, calendar = scenario.demand, scenario.jurisdiction.calendar
    if demand.numbers is not Numbers.POISSON:
        return "the number of filings does not vary as of a Poisson process"
    if demand.growth or demand.seasons:
        return "demand grows or has seasons"
    clerks = [clerk for pool in scenario.office.pools for clerk in pool.clerks]
    duties = [scenario.office.calendar if c.roster is None else c.roster.duty for c in clerks]
    if len(set(duties)) > 1:
        return "the clerks do not all work the same hours"
    if any(c.roster is not None and c.roster.at_closing is AtClosing.FINISH for c in clerks):
        return "clerks stay on to finish what they have in hand"
    hours, days = duties[0], range((scenario.last_on - scenario.first_on).days + 1)
    sessions = [hours.sessions_on(scenario.first_on + timedelta(days=n)) for n in days]
    if all(each == ((0, 1440),) for each in sessions):
        is_flat = len(set(demand.hours)) == len(set(demand.weekdays)) == 1
        return "" if is_flat or not demand.online else "filings made online have their hours"
    if demand.online:
        return "filings come in online while no clerk works"
    if hours != calendar:
        return "the clerks do not work the hours of the counter"
    lengths = {sum(end - start for start, end in each) for each in sessions if each}
    return "" if len(lengths) == 1 else "the office does not open as long every day"


def _unlike(model: Model, place: int) -> str:
    """Return why a pool is no single queue in order of arrival; "" if it is one."""
    if model.is_guarded:
        return "guards decide where filings go"
    for pool in model.pools:
        if pool.key is not None or pool.discipline is not Discipline.ARRIVAL:
            return f"pool {pool.name} does not work in order of arrival"
    if model.pool_of.count(place) != 1:
        return "it does not serve one state"
    before = _before(model, place)
    return before if isinstance(before, str) else _uncertain(model, before)


def _before(model: Model, place: int) -> list[int] | str:
    """Return the states up to the one of a pool, itself the last; or why it is not one way."""
    state, found = model.initial, list[int]()
    while True:
        found.append(state)
        if _branches(model, state):
            return "filings come or leave in several ways, and may come back"
        if model.pool_of[state] == place:
            return found
        targets = {terms.stages[state].paths[0].target for terms in model.terms}
        if len(targets) > 1 or not targets.isdisjoint(found):
            return "filings come to it in several ways"
        if model.pool_of[state] < 0:
            return "it comes after a delay of somebody else"
        (state,) = targets


def _uncertain(model: Model, states: list[int]) -> str:
    """Return why filings do not come at random or differ in their work; "" if neither."""
    for state in states:
        pool = model.pool_of[state]
        if model.pool_of.count(pool) != 1 or len(set(_times(model, pool))) != 1:
            return "filings do not all take as long"
        if state != states[-1] and _times(model, pool)[0].shape is not Shape.EXPONENTIAL:
            return "the work before it is not exponential, so filings do not come at random"
    return ""


def _branches(model: Model, state: int) -> bool:
    return any(len(terms.stages[state].paths) != 1 for terms in model.terms)


def _times(model: Model, place: int) -> list[Distribution]:
    """Return how long each topic takes in the one state of a pool."""
    demand, state = model.scenario.demand, model.states[model.pool_of.index(place)]
    found = [demand.time_in(state, topic.procedure) for topic in demand.topics]
    return [each for each in found if each is not None]


def _squared_variation(time: Distribution) -> float:
    """Return the variance as a ratio of the squared mean."""
    if time.shape is Shape.LOGNORMAL:
        return float(time.cv) ** 2
    if time.shape is Shape.UNIFORM:
        return ((time.most - time.least) / time.average) ** 2 / 12
    if time.shape is Shape.EMPIRICAL:
        ratios = [each / time.average for each in time.values]
        return sum((each - 1) ** 2 for each in ratios) / len(ratios)
    return 1.0 if time.shape is Shape.EXPONENTIAL else 0.0
