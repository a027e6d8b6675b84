"""How much the durable part does; it follows from the sizes of the others."""

from dataclasses import dataclass
from typing import Self

from benchmarks.outcomes import Sizes

__all__ = ["Durable"]


@dataclass(frozen=True)
class Durable:
    """Say how much is kept."""

    #: Cases that each process takes to their end in a turn, seven events each.
    cases: int
    #: Cases of DBOS, which is far slower.
    slow_cases: int
    #: Processes that share a database.
    crowd: int
    #: Cases that are open while the due ones are looked for.
    open_cases: int
    #: Cases imported in a round.
    imported: int
    #: Cases in one transaction of an import.
    batch: int = 5_000
    #: Due cases that are claimed at once.
    due: int = 1_000

    @classmethod
    def of(cls, sizes: Sizes) -> Self:
        """Return the sizes that go with *sizes*: 1,000,000 open cases, or next to nothing."""
        return cls(
            cases=max(1, sizes.cases // 150),
            slow_cases=max(1, sizes.cases // 1_000),
            crowd=4 if sizes.rounds > 1 else 2,
            open_cases=max(sizes.growth),
            imported=max(2, sizes.held // 5),
        )
