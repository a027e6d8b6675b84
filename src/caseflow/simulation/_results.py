"""What the replications of a scenario say together: means with confidence intervals.

Shares of one replication are exact; an interval over several is an estimate, in floats.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from math import sqrt

from attrs import field, frozen

from caseflow._typed import short, typed
from caseflow.errors import ValueInvalidError
from caseflow.shares import Share
from caseflow.simulation._compiling import compiled
from caseflow.simulation._loads import Load, loads_of
from caseflow.simulation._mapping import ProgressNote, gathered
from caseflow.simulation._offices import Discipline
from caseflow.simulation._replications import EARLY_SHARES, Mapper, Replication, replicate
from caseflow.simulation._scenarios import Scenario

__all__ = ["Interval", "Result", "simulate"]

#: So many filings are worked again by the real engine, or all if there are fewer.
REPLAYED = 1_000
_MOST_REPLICATIONS = 100_000

#: The 97.5 per cent points of Student's t, by degrees of freedom from 1.
_POINTS = (
    *(12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281),
    *(2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860),
    *(2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423),
)


@typed
@short
@frozen
class Interval:
    """Hold a mean over replications and the 95 per cent confidence interval around it.

    *half* is half the width of the interval, None where one replication says nothing of it.

    >>> str(Interval.of([0.90, 0.92, 0.94]))
    '0.9200 ± 0.0497'
    """

    mean: float
    half: float | None
    number: int

    @classmethod
    def of(cls, values: Iterable[float]) -> "Interval":
        """Return the interval of independent values.

        Raises:
            ValueInvalidError: there is no value, or one that is no number.
        """
        found = [*values]
        if not found:
            raise ValueInvalidError("values", found, "at least one number")
        mean = sum(found) / len(found)
        if len(found) == 1:
            return cls(mean, None, 1)
        squares = sum((each - mean) ** 2 for each in found)
        deviation = sqrt(squares / (len(found) - 1))
        return cls(mean, point(len(found) - 1) * deviation / sqrt(len(found)), len(found))

    @property
    def low(self) -> float:
        """Return the lower end; the mean itself where nothing is known of the width."""
        return self.mean - (self.half or 0.0)

    @property
    def high(self) -> float:
        """Return the upper end."""
        return self.mean + (self.half or 0.0)

    def __str__(self) -> str:
        """Return mean and half-width, to four decimals."""
        return f"{self.mean:.4f}" + ("" if self.half is None else f" ± {self.half:.4f}")


def point(freedom: int) -> float:
    """Return the 97.5 per cent point of Student's t.

    Source: beyond 30 degrees of freedom the expansion of Cornish and Fisher (1938), to 1e-4.
    """
    if freedom <= len(_POINTS):
        return _POINTS[freedom - 1]
    normal = 1.959964
    return normal + (normal**3 + normal) / (4 * freedom)


@typed
@short
@frozen
class Result:
    """Hold the replications of one scenario, and what they were made from.

    Attributes:
        scenario: what was simulated.
        seed: the seed; with the numbers of the replications it gives every draw.
        engine: which engine ran: "plain".
        replications: what each came to.
        loads: what is asked of each pool on average.
        twin_replications: those with every pool in order of arrival, see `twin`.
        version: the version of caseflow.
        is_interrupted: whether the keyboard ended it before all that were asked for had finished.
    """

    scenario: Scenario = field(repr=False)
    seed: int
    engine: str
    replications: tuple[Replication, ...] = field(repr=False)
    loads: tuple[Load, ...]
    twin_replications: tuple[Replication, ...] = field(default=(), repr=False)
    version: str = field(factory=partial(version, "caseflow-engine"))
    is_interrupted: bool = False

    @property
    def checksum(self) -> str:
        """Return a hash of every event of all replications: the same wherever they ran."""
        said = " ".join(each.digest for each in self.replications)
        return sha256(said.encode()).hexdigest()[:16]

    @property
    def definitions(self) -> tuple[str, ...]:
        """Return the fingerprints of the workflows and the version of the calendar."""
        jurisdiction = self.scenario.jurisdiction
        return (*jurisdiction.fingerprints, jurisdiction.calendar.version)

    @property
    def twin(self) -> "Result | None":
        """Return the same with every pool in order of arrival; None if all are, or it was not run.

        The loads do not depend on the order.
        """
        if not self.twin_replications:
            return None
        scenario = _in_order_of_arrival(self.scenario)
        return Result(
            scenario, self.seed, self.engine, self.twin_replications, self.loads, (), self.version
        )

    @property
    def on_time(self) -> Interval:
        """Return the share of decisions that were not late."""
        return self._interval([each.on_time for each in self.replications])

    @property
    def promises_kept(self) -> Interval | None:
        """Return the share of promises that were kept; None where none were made."""
        return self._optional([each.promises for each in self.replications])

    def early_by(self, share: Fraction) -> Interval:
        """Return the share of decisions early by at least *share* of the time allowed.

        Raises:
            ValueInvalidError: it is not counted; 1/10 and 1/5 are.
        """
        if share not in EARLY_SHARES:
            known = " or ".join(map(str, EARLY_SHARES))
            raise ValueInvalidError("share", str(share), known)
        place = EARLY_SHARES.index(share)
        return self._interval([each.timeliness.early_enough[place] for each in self.replications])

    @property
    def pooled(self) -> Share:
        """Return the decisions that were not late, of all of all replications; exact."""
        shares = [each.on_time for each in self.replications]
        return Share(sum(each.part for each in shares), sum(each.whole for each in shares))

    def utilisation(self, pool: str) -> Interval:
        """Return how busy a pool was, as a share of the time on duty.

        Raises:
            UnknownNameError: there is no such pool.
        """
        name = self.scenario.office.pool(pool).name
        return Interval.of(
            float(use.utilisation)
            for each in self.replications
            for use in each.uses
            if use.pool == name
        )

    def mean_wait_hours(self, state: str) -> Interval | None:
        """Return how many hours of clock time filings waited in a state; None if none came."""
        found = [
            wait.mean_wait.total_seconds() / 3600
            for each in self.replications
            for wait in each.waits
            if wait.state == state
        ]
        return Interval.of(found) if found else None

    def _interval(self, shares: Sequence[Share]) -> Interval:
        found = self._optional(shares)
        if found is None:
            raise ValueInvalidError("decisions", 0, "a scenario in which something is decided")
        return found

    @staticmethod
    def _optional(shares: Sequence[Share]) -> Interval | None:
        values = [float(each.value) for each in shares if each.value is not None]
        return Interval.of(values) if values else None


@typed
def simulate(
    scenario: Scenario,
    *,
    reps: int = 10,
    seed: int = 1,
    mapper: Mapper | None = None,
    with_twin: bool = True,
    progress: ProgressNote | None = None,
) -> Result:
    """Run *scenario* so many times and return what came of it.

    Each run works a sample again through the real engine, 1,000 filings of all replications
    together or all if there are fewer, and fails at the first difference. Where a pool is not in
    order of arrival the same is run in that order, for comparison.

    Args:
        scenario: what to simulate.
        reps: how many replications.
        seed: gives every draw, together with the number of the replication.
        mapper: calls a function for numbers as `map` does, in other processes if it likes; the
            answer is the same.
        with_twin: whether to run the twin.
        progress: is given how many replications are done, and of how many; see `ProgressBar`.

    A run that the keyboard interrupts keeps the replications that have finished.

    Raises:
        KeyboardInterrupt: it was interrupted before the first one had finished.
        ScenarioError: the scenario cannot be simulated; all faults are named.
        SimulationMismatchError: the real engine came to something else.
        CalendarHorizonError: a calendar ends before the work is done.
        ValueInvalidError: *reps* or *seed* is out of range.

    Cost: some 30 microseconds an event; memory of one replication at a time.
    """
    if not 0 < reps <= _MOST_REPLICATIONS:
        raise ValueInvalidError("reps", reps, f"a number from 1 to {_MOST_REPLICATIONS:,}")
    if not 0 <= seed < 1 << 64:
        raise ValueInvalidError("seed", seed, "a whole number from 0, below 2**64")
    model, chosen = compiled(scenario), mapper or map
    sample = -(-REPLAYED // reps)
    is_in_order = all(
        pool.discipline is Discipline.ARRIVAL and pool.key is None for pool in scenario.office.pools
    )
    is_twinned = with_twin and not is_in_order
    total = reps * 2 if is_twinned else reps

    def note(done: int, before: int = 0) -> None:
        if progress is not None:
            progress(before + done, total)

    replications = replicate(scenario, range(reps), seed, sample, chosen)
    found, is_interrupted = gathered(replications, note)
    if not found:
        raise KeyboardInterrupt
    twins: tuple[Replication, ...] = ()
    if is_twinned and not is_interrupted:
        replications = replicate(_in_order_of_arrival(scenario), range(reps), seed, sample, chosen)
        twins, is_interrupted = gathered(replications, partial(note, before=reps))
    loads = loads_of(model)
    return Result(scenario, seed, "plain", found, loads, twins, is_interrupted=is_interrupted)


def _in_order_of_arrival(scenario: Scenario) -> Scenario:
    office = scenario.office.vary(discipline=Discipline.ARRIVAL)
    return scenario.vary(scenario.name, office=office)
