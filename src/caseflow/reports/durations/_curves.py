"""How long filings take: Kaplan-Meier and Aalen-Johansen over whole days.

Open filings are censored. With other ends than a decision competing, the curve says by when which
share of *all* filings is decided. Shares are exact; the bounds of an interval are estimates, and
computed as such. Counting days of filings is for `_days`.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from math import exp, log, sqrt
from types import MappingProxyType

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.values import exact

__all__ = ["DayCounts", "Point", "Quantile"]

#: Half of the two-sided 95 % of the normal distribution.
_Z = 1.959963984540054


def _frozen(given: Mapping[int, int]) -> Mapping[int, int]:
    for days, number in given.items():
        if days < 0 or number < 0:
            raise ValueInvalidError("days", f"{number} in {days}", "whole numbers from 0 on")
    return MappingProxyType({days: given[days] for days in sorted(given) if given[days]})


@frozen
class Point:
    """Hold what is known at the end of one day.

    Attributes:
        days: whole days since receipt.
        at_risk: filings that were neither over nor left out of sight before.
        decided: the share of all filings that is decided within so many days.
        unended: the share that is not ended in any way.
        variance: of `decided`, an estimate.
    """

    days: int
    at_risk: int
    decided: Fraction
    unended: Fraction
    variance: float

    def bounds(self) -> tuple[float, float]:
        """Return the 95 % interval of `decided`, by the log-log transformation."""
        rest = float(1 - self.decided)
        if not 0 < rest < 1 or self.variance <= 0:
            return float(self.decided), float(self.decided)
        width = exp(_Z * sqrt(self.variance) / -(rest * log(rest)))
        return 1 - rest ** (1 / width), 1 - rest**width


@frozen
class Quantile:
    """Say within how many days a share of filings is decided; None if that is not reached.

    *low* and *high* bound the 95 % interval; None is beyond what was seen.
    """

    share: Fraction
    days: int | None
    low: int | None
    high: int | None


@typed(late=True)
@frozen
class DayCounts:
    """Count filings by the days they took: those decided, those ended otherwise, those still open.

    Counts of parts add up. With *otherwise* the curve is that of Aalen and Johansen, without it
    that of Kaplan and Meier.

    >>> counted = DayCounts({3: 2, 5: 1}, open={4: 1})
    >>> [(point.days, str(point.decided)) for point in counted.curve]
    [(3, '1/2'), (5, '1')]
    >>> counted.quantile("0.9").days, DayCounts({3: 1}, open={4: 9}).quantile("0.9").days
    (5, None)
    """

    decided: Mapping[int, int] = field(factory=dict[int, int], converter=_frozen)
    otherwise: Mapping[int, int] = field(factory=dict[int, int], converter=_frozen)
    open: Mapping[int, int] = field(factory=dict[int, int], converter=_frozen)

    def __add__(self, other: "DayCounts") -> "DayCounts":
        """Return both together."""
        pairs = zip(self._parts, other._parts, strict=True)
        return DayCounts(*(Counter(mine) + Counter(theirs) for mine, theirs in pairs))

    def __hash__(self) -> int:
        """Return a hash: of how many filings there are, for speed."""
        return hash(self.filings)

    @property
    def _parts(self) -> tuple[Mapping[int, int], ...]:
        return self.decided, self.otherwise, self.open

    @property
    def filings(self) -> int:
        """Return how many filings were counted."""
        return sum(sum(part.values()) for part in self._parts)

    @property
    def censored(self) -> "DayCounts":
        """Return the counts with other ends as if those filings were open: Kaplan-Meier's way."""
        return DayCounts(self.decided, open=Counter(self.open) + Counter(self.otherwise))

    @cached_property
    def curve(self) -> tuple[Point, ...]:
        """Return a point for each day on which a filing was decided or ended otherwise.

        A filing that is open after so many days counts among those at risk on that day.
        Cost: O(days).
        """
        points: list[Point] = []
        at_risk, unended, decided = self.filings, Fraction(1), Fraction(0)
        sums = _Sums()
        for days in sorted({*self.decided, *self.otherwise, *self.open}):
            mine, others = self.decided.get(days, 0), self.otherwise.get(days, 0)
            if mine or others:
                before = unended
                decided += before * Fraction(mine, at_risk)
                unended -= before * Fraction(mine + others, at_risk)
                sums.add(at_risk, mine, mine + others, float(before), float(decided))
                variance = sums.variance(float(decided))
                points.append(Point(days, at_risk, decided, unended, variance))
            at_risk -= mine + others + self.open.get(days, 0)
        return tuple(points)

    def decided_within(self, days: int) -> Fraction:
        """Return the share of filings that is decided within *days*."""
        found = Fraction(0)
        for point in self.curve:
            if point.days > days:
                break
            found = point.decided
        return found

    def quantile(self, share: Fraction | str) -> Quantile:
        """Return within how many days *share* of all filings is decided, with its interval.

        None where the curve does not come so far: too many are open, or ended otherwise.

        Raises:
            ValueInvalidError: *share* is not between 0 and 1.
        """
        part = exact(share, name="share")
        if not 0 < part < 1:
            raise ValueInvalidError("share", str(part), "a share between 0 and 1, as 9/10")
        days = low = high = None
        for point in self.curve:
            least, most = point.bounds()
            if days is None and point.decided >= part:
                days = point.days
            if low is None and (most >= part or days is not None):
                low = point.days
            if high is None and least >= part:
                high = point.days
        return Quantile(part, days, low, high)


class _Sums:
    """Add up what the variance of Aalen and Johansen's share is made of, a day at a time.

    The sum over days s of (F(t) - F(s))^2 a(s) - 2 (F(t) - F(s)) b(s) + c(s), in powers of F(t).
    Source: Marubini and Valsecchi, Analysing Survival Data, 1995, 10.2; without competing ends it
    is Greenwood's.
    """

    def __init__(self) -> None:
        self._square = self._linear = self._rest = 0.0

    def add(self, at_risk: int, mine: int, ended: int, before: float, decided: float) -> None:
        """Add the day that ended with *decided*; *before* was not ended until then."""
        left = at_risk - ended
        a = ended / (at_risk * left) if left else 0.0  # nothing changes any more after the last
        b = before * mine / at_risk**2
        c = before**2 * (at_risk - mine) / at_risk * mine / at_risk**2
        self._square += a
        self._linear += decided * a + b
        self._rest += decided**2 * a + 2 * decided * b + c

    def variance(self, decided: float) -> float:
        """Return the variance of the share *decided*."""
        found = decided**2 * self._square - 2 * decided * self._linear + self._rest
        return max(found, 0.0)
