"""How far the share of each unit lies above that of the others, beyond what units differ by.

Only how rare a share is; which shares are looked at is in `_signals`.
"""

from collections.abc import Mapping
from math import asin, fsum, sqrt

from caseflow.shares import Share

__all__ = ["compared"]


def compared(shares: Mapping[str, Share]) -> dict[str, float]:
    """Return by how many standard deviations the share of each unit exceeds that of the others.

    The shares are put on the scale of Anscombe's arcsine, on which chance varies as 1 / (4n + 2).
    How much units differ besides is estimated from all of them, without an assumption of what is
    usual (the additive model), and added: where units differ much by themselves, it takes more to
    stand out. Nothing without two units, or where nobody has any.

    Source: Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202, 3.4; DerSimonian and Laird,
    Controlled Clinical Trials 7 (1986) 177-188.
    """
    part, whole = (sum(getattr(each, at) for each in shares.values()) for at in ("part", "whole"))
    if len(shares) < 2 or not 0 < part < whole:
        return {}
    above = {
        unit: _scaled(each.part, each.whole) - _scaled(part - each.part, whole - each.whole)
        for unit, each in shares.items()
    }
    weights = {unit: 4 * each.whole + 2 for unit, each in shares.items()}
    excess = fsum(weights[unit] * above[unit] ** 2 for unit in shares) - (len(shares) - 1)
    total = sum(weights.values())
    rest = total - fsum(each * each for each in weights.values()) / total
    between = max(0.0, excess / rest)
    return {unit: above[unit] / sqrt(1 / weights[unit] + between) for unit in shares}


def _scaled(part: int, whole: int) -> float:
    return asin(sqrt((part + 0.375) / (whole + 0.75)))
