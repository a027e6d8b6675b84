"""Run contenders in turn, round by round, and compare them within each round.

The machine is never quiet: the same code can take twice as long a minute later. So contenders
take turns in an order that is shuffled each round, the time is that of the thread and not of the
wall, and a ratio is taken within a round. The median of the rounds is reported with its spread.
"""

import gc
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

__all__ = ["Contender", "Race", "Spread", "race"]

Timed = Callable[[], object]


@dataclass(frozen=True)
class Contender:
    """Name who runs, and what.

    *prepare* is called before every round, outside the time, and returns what is timed; that does
    *operations* operations.
    """

    name: str
    operations: int
    prepare: Callable[[], Timed]


@dataclass(frozen=True)
class Spread:
    """Hold a median with the least and the greatest of its rounds."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Return the spread of *values*."""
        return cls(median(values), min(values), max(values))

    def times(self, factor: float) -> "Spread":
        """Return the spread in another unit."""
        return Spread(self.median * factor, self.least * factor, self.greatest * factor)

    def inverse(self) -> "Spread":
        """Return how many there are of it in one."""
        return Spread(1 / self.median, 1 / self.greatest, 1 / self.least)


@dataclass(frozen=True)
class Race:
    """Hold the seconds an operation took, by contender and round."""

    seconds: dict[str, list[float]]
    absent: dict[str, str] = field(default_factory=dict)

    def took(self, name: str) -> Spread:
        """Return how long one operation took, in seconds."""
        return Spread.of(self.seconds[name])

    def ratio(self, ours: str, other: str) -> Spread | None:
        """Return how many times as long the other took, round by round; None if it is absent."""
        if other not in self.seconds:
            return None
        pairs = zip(self.seconds[ours], self.seconds[other], strict=True)
        return Spread.of([theirs / mine for mine, theirs in pairs])


def race(
    contenders: Sequence[Contender], rounds: int, absent: dict[str, str] | None = None
) -> Race:
    """Run all *contenders* in each of so many *rounds*, after one round that does not count."""
    order = random.Random(20_261_122)
    seconds: dict[str, list[float]] = {one.name: [] for one in contenders}
    turns = list(contenders)
    for number in range(rounds + 1):
        order.shuffle(turns)
        for one in turns:
            timed = one.prepare()
            gc.collect()
            begun = time.thread_time()
            timed()
            took = (time.thread_time() - begun) / one.operations
            if number:
                seconds[one.name].append(took)
    return Race(seconds, absent or {})
