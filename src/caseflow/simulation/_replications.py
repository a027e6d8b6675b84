"""One replication of a scenario, run and summed up as a small value; and how many are mapped.

What several of them say together is in `_results`.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from hashlib import sha256

from attrs import frozen

from caseflow._typed import short
from caseflow.shares import Share, TimelinessCount
from caseflow.simulation._arrivals import arrivals_of
from caseflow.simulation._compiling import compiled
from caseflow.simulation._models import Model
from caseflow.simulation._plain import PlainEngine
from caseflow.simulation._replaying import replay_sample
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._tables import micros
from caseflow.targets import Timeliness

__all__ = ["EARLY_SHARES", "Mapper", "PoolUse", "Replication", "StageWait", "finished", "replicate"]

#: By which shares of the time allowed decisions are counted as early.
EARLY_SHARES = (Fraction(1, 10), Fraction(1, 5))

#: Calls a function for each number, in whatever process, and gives the answers in order.
Mapper = Callable[[Callable[[int], "Replication"], Iterable[int]], Iterable["Replication"]]

_ONE_DAY = timedelta(days=1)


@short
@frozen
class StageWait:
    """Say how long filings waited in a state before they were worked on, on average.

    *visits* are those counted, *waited* their waiting and *worked* their stay after it, in clock
    time.
    """

    state: str
    visits: int
    waited: timedelta
    worked: timedelta

    @property
    def mean_wait(self) -> timedelta:
        """Return the wait of one visit; nothing where there was none."""
        return self.waited / self.visits if self.visits else timedelta()


@short
@frozen
class PoolUse:
    """Say how busy a pool was: the time its clerks worked, of the time they were on duty."""

    pool: str
    worked: timedelta
    on_duty: timedelta

    @property
    def utilisation(self) -> Fraction:
        """Return the share of the time on duty that was worked; over 1 where clerks stayed on."""
        if not self.on_duty:
            return Fraction(0)
        return Fraction(self.worked // _MICROSECOND, self.on_duty // _MICROSECOND)


_MICROSECOND = timedelta(microseconds=1)


@short
@frozen
class Replication:
    """Hold what one replication came to, exactly.

    Filings of the warm-up are left out of all but *backlog* and *uses*.

    Attributes:
        number: its number; with the seed of the run it gives all draws.
        filed: the filings that came in.
        online: those of them that came in online.
        timeliness: how their decisions stood to the law, and how early they were.
        promises: the promises kept, of those made.
        sojourn: the time from lodging to the end, of all of them together.
        waits: how long they waited, state by state.
        uses: how busy each pool was from the first to the last day.
        backlog: the filings that had come in and not ended, at the end of each day.
        replayed: how many were worked again by the real engine, without a difference.
        digest: a hash of every event, for telling whether two runs are the same.
    """

    number: int
    filed: int
    online: int
    timeliness: TimelinessCount
    promises: Share
    sojourn: timedelta
    waits: tuple[StageWait, ...]
    uses: tuple[PoolUse, ...]
    backlog: tuple[int, ...]
    replayed: int
    digest: str

    @property
    def on_time(self) -> Share:
        """Return the decisions that were not late, of all."""
        return self.timeliness.in_time

    @property
    def mean_sojourn(self) -> timedelta:
        """Return the time from lodging to the end, on average."""
        return self.sojourn / self.filed if self.filed else timedelta()


def finished(model: Model, seed: int, number: int) -> PlainEngine:
    """Run one replication to its end."""
    scenario = model.scenario
    span = (scenario.first_on, scenario.last_on)
    arrivals = arrivals_of(scenario.demand, scenario.jurisdiction.calendar, span, seed, number)
    run = PlainEngine(model, arrivals, seed, number)
    run.run()
    return run


def _one(scenario: Scenario, seed: int, sample: int, number: int) -> Replication:
    run = finished(compiled(scenario), seed, number)
    replayed = len(replay_sample(run, sample)) if sample else 0
    return summed(run, number, replayed)


def replicate(
    scenario: Scenario, numbers: Sequence[int], seed: int, sample: int, mapper: Mapper
) -> Iterator[Replication]:
    """Run the replications of *numbers* through *mapper* and yield them in order."""
    yield from mapper(partial(_one, scenario, seed, sample), numbers)


def summed(run: PlainEngine, number: int, replayed: int) -> Replication:
    """Sum up a finished run."""
    model, arrivals = run.model, run.arrivals
    scenario = model.scenario
    calendar = scenario.jurisdiction.calendar
    counted_from = micros(calendar.start_of(scenario.first_on + _ONE_DAY * scenario.warm_up))
    first = next(
        (place for place, each in enumerate(arrivals) if each.at >= counted_from), len(arrivals)
    )
    counted = range(first, len(arrivals))
    sojourn = sum(run.ended_at[case] - arrivals[case].at for case in counted)
    kept, made = _promises(run, first)
    return Replication(
        number,
        len(counted),
        sum(arrivals[case].is_online for case in counted),
        _timeliness(run, first),
        Share(kept, made),
        _MICROSECOND * sojourn,
        _waits(run, first),
        _uses(run),
        _backlog(run),
        replayed,
        digest_of(run),
    )


def _timeliness(run: PlainEngine, first: int) -> TimelinessCount:
    """Count the verdicts, and the early ones by exact comparison of whole numbers."""
    verdicts = dict.fromkeys(Timeliness, 0)
    enough = [0] * len(EARLY_SHARES)
    for case, decision in run.decisions.items():
        legal = decision.legal
        if case < first or legal is None:
            continue
        verdicts[legal.verdict] += 1
        left = legal.allowed - legal.used
        for place, share in enumerate(EARLY_SHARES):
            if left * share.denominator >= legal.allowed * share.numerator:
                enough[place] += 1
    return TimelinessCount(
        verdicts[Timeliness.EARLY],
        verdicts[Timeliness.ON_TIME],
        verdicts[Timeliness.LATE],
        tuple(zip(EARLY_SHARES, enough, strict=True)),
    )


def _promises(run: PlainEngine, first: int) -> tuple[int, int]:
    promised = [
        decision.promised.verdict is not Timeliness.LATE
        for case, decision in run.decisions.items()
        if case >= first and decision.promised is not None
    ]
    return sum(promised), len(promised)


def _waits(run: PlainEngine, first: int) -> tuple[StageWait, ...]:
    counts = [[0, 0, 0] for _ in run.model.states]
    for visit in run.visits:
        if visit.case >= first:
            found = counts[visit.state]
            found[0] += 1
            found[1] += visit.started_at - visit.joined_at
            found[2] += visit.ended_at - visit.started_at
    return tuple(
        StageWait(state, visits, _MICROSECOND * waited, _MICROSECOND * worked)
        for state, (visits, waited, worked) in zip(run.model.states, counts, strict=True)
        if visits
    )


def _uses(run: PlainEngine) -> tuple[PoolUse, ...]:
    """Return the work of each pool within the span; work in hand at its end counts up to there."""
    scenario = run.model.scenario
    last = micros(scenario.jurisdiction.calendar.end_of(scenario.last_on))
    clerks, worked = run.clerks, [0] * len(run.model.pools)
    for visit in run.visits:
        if visit.clerk >= 0 and visit.started_at < last:
            roster = clerks.roster_of[visit.clerk]
            table = clerks.rosters[roster]
            until = min(visit.ended_at, last)
            stayed = until - visit.started_at
            if not clerks.finishes[roster]:
                stayed = table.worked(until) - table.worked(visit.started_at)
            worked[clerks.pool_of[visit.clerk]] += stayed
    on_duty = [0] * len(run.model.pools)
    for clerk, pool in enumerate(clerks.pool_of):
        on_duty[pool] += clerks.rosters[clerks.roster_of[clerk]].worked(last)
    return tuple(
        PoolUse(pool.name, _MICROSECOND * work, _MICROSECOND * duty)
        for pool, work, duty in zip(run.model.pools, worked, on_duty, strict=True)
    )


def _backlog(run: PlainEngine) -> tuple[int, ...]:
    """Return how many filings are open at the end of each day of the span."""
    scenario, days = run.model.scenario, run.model.tables.days
    length = (scenario.last_on - scenario.first_on).days + 1
    changes = [0] * (length + 1)
    for place, arrival in enumerate(run.arrivals):
        changes[min(days.day(arrival.at), length)] += 1
        ended = run.ended_at[place]
        changes[min(days.day(ended), length)] -= 1
    open_now, found = 0, list[int]()
    for change in changes[:length]:
        open_now += change
        found.append(open_now)
    return tuple(found)


def digest_of(run: PlainEngine) -> str:
    """Return a hash of every visit and decision, in the order of filings and instants."""
    numbers = array("q")
    for visit in sorted(run.visits):
        numbers.extend(visit)
    for case in sorted(run.decisions):
        decision = run.decisions[case]
        legal = decision.legal
        numbers.extend((case, decision.at))
        if legal is not None:
            numbers.extend((legal.due_at, legal.due_on))
            numbers.extend((legal.allowed // legal.parts, legal.used // legal.parts))
    made = sha256(numbers.tobytes())
    return made.hexdigest()[:16]


def days_of(scenario: Scenario) -> tuple[date, ...]:
    """Return the days of the span, which the backlog goes by."""
    length = (scenario.last_on - scenario.first_on).days + 1
    return tuple(scenario.first_on + _ONE_DAY * number for number in range(length))
