"""Random numbers by counting: each is a hash of the seed, the stream, the case and the visit.

A number does not depend on what was drawn before it, so scenarios that differ in one thing share
all other numbers, and the number of processes changes nothing. Only integers, `math.log`,
`math.sqrt` and `math.exp` are used, which a compiled engine repeats bit by bit.
"""

from math import log, sqrt
from typing import Any

__all__ = [
    "ARRIVAL",
    "CHANNEL",
    "COURSE",
    "KIND",
    "NUMBER",
    "RESULT",
    "TIME",
    "key_of",
    "near_centre",
    "normal",
    "uniform",
    "word",
]

#: What is drawn, each in a separate stream; each state has one COURSE and one TIME.
NUMBER, ARRIVAL, CHANNEL, RESULT, KIND, COURSE, TIME = range(1, 8)

_MASK = (1 << 64) - 1
#: The odd steps of SplitMix64, and one more for visits.
_CASE_STEP, _VISIT_STEP = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_PART = 2.0**-52


def _mixed(word: int) -> int:
    """Return *word* with all bits mixed, as SplitMix64 ends.

    Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
    """
    word = ((word ^ (word >> 30)) * _FIRST) & _MASK
    word = ((word ^ (word >> 27)) * _SECOND) & _MASK
    return word ^ (word >> 31)


def key_of(seed: int, replication: int, stream: int, state: int = 0) -> int:
    """Return the key of one stream of one replication, which `word` takes."""
    key = _mixed((seed + _CASE_STEP) & _MASK)
    for part in (replication, stream, state):
        key = _mixed((key + (part + 1) * _CASE_STEP) & _MASK)
    return key


def word(key: int, case: int, visit: int = 0) -> int:
    """Return the 64 bits of one draw."""
    return _mixed((key + case * _CASE_STEP + visit * _VISIT_STEP) & _MASK)


def uniform(key: int, case: int, visit: int = 0) -> float:
    """Return a number above 0 and below 1 for one draw; all 52 bits are exact."""
    # `word`, written out: this is the innermost call of a simulation.
    bits = (key + case * 0x9E3779B97F4A7C15 + visit * 0xD1B54A32D192ED03) & 0xFFFFFFFFFFFFFFFF
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return (((bits ^ (bits >> 31)) >> 12) + 0.5) * _PART


def _ratio(above: tuple[float, ...], below: tuple[float, ...], at: float) -> float:
    numerator = denominator = 0.0
    for upper, lower in zip(above, below, strict=True):
        numerator, denominator = numerator * at + upper, denominator * at + lower
    return numerator / denominator


_NEAR = (
    (
        *(7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177),
        *(1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055),
        *(4.6303378461565452959, 1.42343711074968357734),
    ),
    (
        *(1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966),
        *(0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494),
        *(2.05319162663775882187, 1.0),
    ),
)
_FAR = (
    (
        *(2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386),
        *(0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358),
        *(5.4637849111641143699, 6.6579046435011037772),
    ),
    (
        *(2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5),
        *(7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531),
        *(0.59983220655588793769, 1.0),
    ),
)


def near_centre(from_centre: Any) -> Any:  # noqa: ANN401 - a float, or an array of them
    """Return what `normal` does at most 0.425 from the centre, where five of six draws come.

    The two polynomials are written out, for speed. Source: as of `normal`.
    """
    r = 0.180625 - from_centre * from_centre
    above = 2509.0809287301226727 * r + 33430.575583588128105
    above = ((above * r + 67265.770927008700853) * r + 45921.953931549871457) * r
    above = ((above + 13731.693765509461125) * r + 1971.5909503065514427) * r
    above = (above + 133.14166789178437745) * r + 3.387132872796366608
    below = 5226.495278852854561 * r + 28729.085735721942674
    below = ((below * r + 39307.89580009271061) * r + 21213.794301586595867) * r
    below = ((below + 5394.1960214247511077) * r + 687.1870074920579083) * r
    below = (below + 42.313330701600911252) * r + 1.0
    return from_centre * above / below


def normal(share: float) -> float:
    """Return the value below which *share* of a standard normal lies, to 16 digits.

    Source: Wichura, algorithm AS 241, Applied Statistics 37 (1988), 477-484.
    """
    from_centre = share - 0.5
    if -0.425 <= from_centre <= 0.425:
        return float(near_centre(from_centre))
    tail = sqrt(-log(share if from_centre < 0 else 1.0 - share))
    found = _ratio(*_NEAR, tail - 1.6) if tail <= 5.0 else _ratio(*_FAR, tail - 5.0)
    return -found if from_centre < 0 else found
