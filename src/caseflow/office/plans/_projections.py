"""Where a metric will stand at the end of its period, from what past days were like.

Days to come are drawn from the past days of the same kind, so no shape of the numbers is assumed.
The same seed gives the same projection on every machine and in every version of Python.
"""

import hashlib
from array import array
from collections.abc import Sequence
from fractions import Fraction

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError

__all__ = ["LEAST_DAYS", "DailyCount", "Projection", "projected"]

#: With fewer past days nothing is projected: they say too little of what days are like.
LEAST_DAYS = 10

#: How often the days to come are drawn, and which of them from each end bounds the interval. The
#: 40th would leave 10 % on each side; days drawn from a few vary a little less than days do, and
#: the 37th makes up for that.
_DRAWS = 399
_TAIL = 37

_COVERAGE = Fraction(4, 5)


@frozen
class DailyCount:
    """Hold what was counted on one working day; *weekday* is 0 for Monday."""

    weekday: int
    numerator: int
    denominator: int = 0


@frozen
class Projection:
    """Say where a metric will stand: with *coverage* between *low* and *high*, both included.

    A prediction from the past, and no promise: it knows nothing of what will be done differently.

    Attributes:
        low, middle, high: numbers of filings, or shares; exact.
        coverage: how often such an interval holds what comes, where days stay as they were.
        days: the past working days it was made from.
        seed: with which it was drawn.
    """

    low: Fraction
    middle: Fraction
    high: Fraction
    coverage: Fraction
    days: int
    seed: int


@typed(late=True)
def projected(
    past: Sequence[DailyCount],
    to_come: Sequence[int],
    numerator: int,
    denominator: int | None,
    *,
    seed: int,
) -> Projection | None:
    """Return where a metric will stand when the days *to_come* are over; None if that is unknown.

    Each of many draws first draws what the past might have been, which makes up for how few days
    there were, and then each day to come from it.

    >>> past = [DailyCount(day % 5, 10 + day % 3) for day in range(20)]
    >>> found = projected(past, [0, 1, 2], 100, None, seed=1)
    >>> int(found.low), int(found.high)
    (131, 135)

    Args:
        past: past working days, the newest last.
        to_come: the weekdays of the working days left, 0 for Monday.
        numerator: what was counted in the period so far.
        denominator: out of how many; None for a count.
        seed: whole number; the same seed draws the same.

    Raises:
        ValueInvalidError: *seed* is True or False, or a value is of a wrong type.

    Cost: some 400 draws of every past day and every day to come.
    """
    if isinstance(seed, bool):
        raise ValueInvalidError("seed", seed, "a whole number")
    if len(past) < LEAST_DAYS:
        return None
    ends: list[Fraction] = []
    kinds = _kinds(past, to_come)
    dice = _Dice(seed, _DRAWS * (len(past) + len(to_come)))
    for _ in range(_DRAWS):
        more, whole = 0, 0
        for days, wanted in kinds:
            # One fewer than there are, so that the mean varies as that of the past days does.
            drawn = [days[dice.below(len(days))] for _ in range(max(1, len(days) - 1))]
            for _ in range(wanted):
                day = drawn[dice.below(len(drawn))]
                more += day.numerator
                whole += day.denominator
        if denominator is None:
            ends.append(Fraction(numerator + more))
        elif denominator + whole:
            ends.append(Fraction(numerator + more, denominator + whole))
    if len(ends) < _DRAWS:
        return None
    ends.sort()
    low, middle, high = ends[_TAIL - 1], ends[_DRAWS // 2], ends[-_TAIL]
    return Projection(low, middle, high, _COVERAGE, len(past), seed)


#: Days of one weekday are drawn among themselves only where there are so many of each.
_LEAST_OF_WEEKDAY = 10


def _kinds(
    past: Sequence[DailyCount], to_come: Sequence[int]
) -> list[tuple[list[DailyCount], int]]:
    """Return the days to draw from and how many to draw, by weekday if each has enough days."""
    by_weekday = {
        weekday: [each for each in past if each.weekday == weekday] for weekday in to_come
    }
    if any(len(days) < _LEAST_OF_WEEKDAY for days in by_weekday.values()):
        return [([*past], len(to_come))]
    wanted = [*to_come]
    return [(days, wanted.count(weekday)) for weekday, days in sorted(by_weekday.items())]


class _Dice:
    """Draw whole numbers from a seed, the same everywhere."""

    def __init__(self, seed: int, most: int) -> None:
        stream = hashlib.shake_256(str(seed).encode()).digest(4 * most)
        self._words = array("I", stream)
        self._next = 0

    def below(self, limit: int) -> int:
        """Return a number from 0 to below *limit*."""
        word = self._words[self._next]
        self._next += 1
        return word * limit >> 32
