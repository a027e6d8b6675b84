"""What chance alone does to shares: intervals, funnel limits, and a test of change.

Counts and shares are exact; what is said of chance is an estimate, and computed as such.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from math import fsum, sqrt
from statistics import NormalDist

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.shares import Share

__all__ = ["FunnelLimits", "Interval", "change_in", "funnel_limits", "wilson"]

#: Half of the two-sided 95 % of the normal distribution.
_Z = NormalDist().inv_cdf(0.975)

#: So much lies below the lower limits of 95 % and 99.8 %, and so much above the upper ones.
_TAIL_95 = 0.025
_TAIL_998 = 0.001

#: Probabilities that are smaller by this factor than the greatest add nothing to a sum.
_NOTHING = 1e-20

#: More filings than any country has; limits at so many are found in a second.
_MOST = 10_000_000_000

#: With fewer expected filings in a cell, what is said of chance by the normal curve is wrong.
_LEAST_EXPECTED = 5


@frozen
class Interval:
    """Bound a share: between *low* and *high*, in 95 of 100 cases. Both are estimates."""

    low: float
    high: float


@frozen
class FunnelLimits:
    """Bound what chance alone makes of a share at one number of filings.

    Attributes:
        low_998, high_998: 99.8 % lie within, by chance.
        low_95, high_95: 95 % do.
    """

    low_998: float
    low_95: float
    high_95: float
    high_998: float


@typed
def wilson(share: Share) -> Interval | None:
    """Return the 95 % interval of *share* by Wilson's score; None of nothing.

    It stays within 0 and 1 and holds for few filings and for shares near 0 or 1.

    Source: Wilson, JASA 22 (1927) 209-212.

    >>> found = wilson(Share(8, 10))
    >>> f"{found.low:.3f} {found.high:.3f}"
    '0.490 0.943'

    Raises:
        ValueInvalidError: *share* is no part of its whole.
    """
    _refuse(share)
    if not share.whole:
        return None
    part, whole, square = share.part, share.whole, _Z * _Z
    middle = (part + square / 2) / (whole + square)
    width = _Z / (whole + square) * sqrt(part * (whole - part) / whole + square / 4)
    low = 0.0 if not part else max(0.0, middle - width)
    high = 1.0 if part == whole else min(1.0, middle + width)
    return Interval(low, high)


@typed
def funnel_limits(whole: int, share: Fraction) -> FunnelLimits | None:
    """Return the control limits around *share* at *whole* filings; None of no filings.

    By the exact binomial distribution, interpolated between whole numbers. The upper limits mirror
    the lower ones, so a share lies outside exactly where as much, or more, has less than 2.5 % (or
    0.1 %) of probability on that side.

    Source: Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202, A.1.1.

    >>> found = funnel_limits(100, Fraction(1, 2))
    >>> f"{found.low_998:.3f} {found.low_95:.3f} {found.high_95:.3f} {found.high_998:.3f}"
    '0.341 0.397 0.603 0.659'

    Cost: O(sqrt(whole)).

    Raises:
        ValueInvalidError: *whole* is not from 0 to 10,000,000,000, or *share* not from 0 to 1.
    """
    if not 0 <= whole <= _MOST:
        raise ValueInvalidError("whole", whole, f"a whole number from 0 to {_MOST}")
    if not 0 <= share <= 1:
        raise ValueInvalidError("share", str(share), "a share from 0 to 1")
    if not whole:
        return None
    if share in (0, 1):
        return FunnelLimits(*[float(share)] * 4)
    low_998, low_95 = _lower(whole, share)
    high_998, high_95 = _lower(whole, 1 - share)
    return FunnelLimits(low_998, low_95, 1 - high_95, 1 - high_998)


def _lower(whole: int, share: Fraction) -> tuple[float, float]:
    """Return the lower limits of 99.8 % and 95 %."""
    first, weights = _binomial(whole, share)
    total = fsum(weights)
    sums = [each / total for each in accumulate(weights)]
    found: list[float] = []
    for tail in (_TAIL_998, _TAIL_95):
        place = next(place for place, each in enumerate(sums) if each >= tail)
        beyond = (sums[place] - tail) / (weights[place] / total)
        found.append(max(0.0, (first + place - beyond) / whole))
    return found[0], found[1]


def _binomial(whole: int, share: Fraction) -> tuple[int, list[float]]:
    """Return what is proportional to the probabilities of numbers of filings, from the first on."""
    odds = float(share / (1 - share))
    mode = min(whole, int((whole + 1) * share))
    down, up = [1.0], list[float]()
    number = mode
    while number > 0 and down[-1] > _NOTHING:
        down.append(down[-1] * number / ((whole - number + 1) * odds))
        number -= 1
    above, weight = mode, 1.0
    while above < whole and weight > _NOTHING:
        weight *= (whole - above) * odds / (above + 1)
        above += 1
        up.append(weight)
    return number, [*reversed(down), *up]


@typed(late=True)
def change_in(shares: Sequence[tuple[int, Share]]) -> float | None:
    """Return by how many standard deviations shares rise, each beside the place it has in time.

    Cochran's and Armitage's test for a trend; of two shares it is the test of two proportions. A
    negative number says that they fall. None where the normal curve says nothing of them: fewer
    than two, or fewer than five filings expected on either side in one of them.

    Source: Armitage, Biometrics 11 (1955) 375-386.

    >>> f"{change_in([(9, Share(60, 100)), (10, Share(75, 100))]):.2f}"
    '2.26'

    Raises:
        ValueInvalidError: a share is no part of its whole, or two have one place.
    """
    for _, each in shares:
        _refuse(each)
    places = [place for place, _ in shares]
    if len({*places}) < len(places):
        raise ValueInvalidError("shares", str(places), "one share for each place")
    part, whole = sum(each.part for _, each in shares), sum(each.whole for _, each in shares)
    least = min((each.whole for _, each in shares), default=0)
    if len(shares) < 2 or not least or least * min(part, whole - part) < _LEAST_EXPECTED * whole:
        return None
    middle = Fraction(sum(place * each.whole for place, each in shares), whole)
    rise = sum((place - middle) * each.part for place, each in shares)
    spread = sum((place - middle) ** 2 * each.whole for place, each in shares)
    return float(rise) / sqrt(Fraction(part * (whole - part), whole * whole) * spread)


def _refuse(share: Share) -> None:
    if not 0 <= share.part <= share.whole <= _MOST:
        raise ValueInvalidError("share", share, f"a part of a whole of at most {_MOST}")
