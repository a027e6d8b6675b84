"""How long an office that began empty takes to fill: which first days to leave out of the count."""

from collections.abc import Sequence
from fractions import Fraction

from caseflow._typed import typed
from caseflow.errors import ValueInvalidError
from caseflow.simulation._results import Result

__all__ = ["mser5", "warm_up_of"]

_BATCH = 5


@typed
def mser5(values: Sequence[float]) -> int:
    """Return how many of the first *values* to leave out, by the rule MSER-5.

    Means of five values each are taken, and so many are left out that the standard error of those
    that stay is least.

    >>> mser5([0, 0, 0, 0, 0] + [5, 6, 5, 6, 5] * 6)
    5

    Source: K. P. White, M. J. Cobb and S. C. Spratt, A comparison of five steady-state truncation
    heuristics for simulation, Proceedings of the Winter Simulation Conference (2000).

    Raises:
        ValueInvalidError: there are fewer than 20 values, or the rule leaves out half of them: they
            have not settled.
    """
    starts = range(0, len(values) - _BATCH + 1, _BATCH)
    batches = [sum(map(Fraction, values[at : at + _BATCH]), Fraction()) for at in starts]
    if len(batches) < 4:
        raise ValueInvalidError("values", len(values), "at least 20 values")
    best, least = 0, None
    # From the last one back, so that of equals the earliest stays; exact, so that equals are.
    total, squares = batches[-1], batches[-1] ** 2
    for left_out in range(len(batches) - 2, -1, -1):
        total, squares = total + batches[left_out], squares + batches[left_out] ** 2
        kept = len(batches) - left_out
        error = (squares - total * total / kept) / kept**2
        if least is None or error <= least:
            best, least = left_out, error
    if best * 2 >= len(batches):
        said = f"{best * _BATCH} of {len(values)} to be left out"
        raise ValueInvalidError("values", said, "values that settle: a longer run, or less load")
    return best * _BATCH


@typed
def warm_up_of(result: Result) -> int:
    """Return how many first days of a run to leave out, by MSER-5 of its backlog.

    The backlog of each day is taken on average over all replications.

    Raises:
        ValueInvalidError: the run has fewer than 20 days, or its backlog does not settle.
    """
    days = zip(*(each.backlog for each in result.replications), strict=True)
    return mser5([sum(each) / len(each) for each in days])
