"""The draws of many filings at once, through numpy: bit by bit those of `_draws`, one by one.

Only sums, products, quotients and shifts are left to numpy, which rounds them as Python does; what
it rounds otherwise, as logarithms and powers of e, is asked of `math`.
"""

from collections.abc import Callable
from math import exp, floor, log

import numpy as np
from numpy.typing import NDArray

from caseflow.simulation._distributions import Sampler, Shape
from caseflow.simulation._draws import near_centre, normal

__all__ = ["Floats", "Numbers", "after", "times_at", "uniforms"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.uint64]

_CASE_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_PART = 2.0**-52


def uniforms(key: int, numbers: Numbers) -> Floats:
    """Return the first draw of each number in the stream of *key*, as `uniform` gives it."""
    bits = numbers * _CASE_STEP + np.uint64(key)
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    bits ^= bits >> np.uint64(31)
    shares: Floats = ((bits >> np.uint64(12)).astype(np.float64) + 0.5) * _PART
    return shares


def after(sums: Floats, wanted: Floats) -> NDArray[np.int64]:
    """Return how many of *sums* are not above each of *wanted*."""
    # The annotation that numpy gives this function names no type of numbers.
    find: Callable[..., NDArray[np.int64]] = np.searchsorted
    return find(sums, wanted, side="right")


def _normals(shares: Floats) -> Floats:
    """Return what `normal` does; the one of six draws that lies far out is asked of it."""
    from_centre = shares - 0.5
    found: Floats = near_centre(from_centre)
    for place in np.flatnonzero((from_centre < -0.425) | (from_centre > 0.425)).tolist():
        found[place] = normal(float(shares[place]))
    return found


def times_at(sampler: Sampler, shares: Floats) -> list[int]:
    """Return what `Sampler.at` does for each share."""
    shape, first, second, values = sampler
    if shape is Shape.LOGNORMAL:
        logs = (first + second * _normals(shares)).tolist()
        return [floor(exp(each) + 0.5) for each in logs]
    if shape is Shape.EXPONENTIAL:
        return [floor(-first * log(each) + 0.5) for each in (1.0 - shares).tolist()]
    if shape is Shape.EMPIRICAL:
        places = np.floor(shares * len(values)).astype(np.int64)
        return _listed(np.array(values, dtype=np.int64)[places])
    return _listed(np.floor(first + second * shares + 0.5).astype(np.int64))


def _listed(values: NDArray[np.int64]) -> list[int]:
    found: list[int] = values.tolist()
    return found
