"""A simulated replication as rows of a register, for everything that reports count.

Nothing is counted here.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from caseflow._typed import typed
from caseflow.engine import Engine
from caseflow.errors import ValueInvalidError
from caseflow.simulation._compiling import compiled
from caseflow.simulation._replaying import replay_sample
from caseflow.simulation._replications import finished
from caseflow.simulation._scenarios import Scenario

__all__ = ["register_rows"]


@typed
def register_rows(
    scenario: Scenario, *, seed: int = 1, replication: int = 0
) -> Iterator[Mapping[str, str | int | bool | date | datetime | None]]:
    """Yield a row of a register for each filing of one replication, the warm-up included.

    Every filing is worked again by the real engine, and its row is that of `reports`: hand the rows
    to `Register.of_rows`. Needs the extra `reports` too.

    Raises:
        PackageMissingError: what reports need is not installed.
        ScenarioError: the scenario cannot be simulated.
        SimulationMismatchError: the real engine came to something else.
        ValueInvalidError: *seed* or *replication* is below zero.

    Cost: some 0.5 ms a filing; the filings of the replication are held in memory.
    """
    for name, value in (("seed", seed), ("replication", replication)):
        if not 0 <= value < 1 << 64:
            raise ValueInvalidError(name, value, "a whole number from 0, below 2**64")
    # A lazy import: most simulations are summed up without reports and what they need.
    from caseflow.reports.register import row_of  # noqa: PLC0415

    run = finished(compiled(scenario), seed, replication)
    engine = Engine(scenario.jurisdiction)
    unit = scenario.office.unit
    cases = replay_sample(run, max(len(run.arrivals), 1))
    return (row_of(engine, case, unit=unit) for case in cases)
