"""What is still needed to make a target, exact: in all, for each working day left, or no longer.

How many filings will still come in is an argument; `_projections` says what is likely.
"""

from fractions import Fraction
from math import ceil, floor

from caseflow._fields import whole
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.office.plans._targets import Direction, Target

__all__ = ["Need", "needed"]


@frozen
class Need:
    """Say what is needed on the working days that are left.

    Attributes:
        total: of a target "at least", how many are needed at least; of one "at most", how many may
            still come. None where not even that number makes it.
        per_day: the same for each working day left, exact; None without one.
        expected: how many filings are taken to come in on these days; None for a count.
        days: the working days left.
        is_possible: whether anything that can still come in would make it. A target that cannot be
            made with the *expected* filings may still be possible with more of them.
    """

    total: int | None
    per_day: Fraction | None
    expected: int | None
    days: int
    is_possible: bool


@typed(late=True)
def needed(
    target: Target, numerator: int, denominator: int | None, *, days: int, expected: int = 0
) -> Need:
    """Return what is needed to make *target* after *numerator* of *denominator* so far.

    >>> from caseflow.office.plans import Metric, plan_period
    >>> from caseflow.values import Text
    >>> share = Metric("online-share", Text(en="online share"))
    >>> target = Target("Unit A", share, plan_period("2026-10"), "0.8")
    >>> need = needed(target, 60, 100, days=5, expected=100)
    >>> need.total, need.per_day
    (100, Fraction(20, 1))

    Args:
        target: what is to be made.
        numerator: what was counted so far.
        denominator: out of how many; None for a count.
        days: the working days that are left.
        expected: for a share, how many filings are still to come in on these days.

    Raises:
        FloatRefusedError, ValueInvalidError: a number is not whole, or below 0.
    """
    numerator, days = whole(numerator, name="numerator"), whole(days, name="days")
    expected = whole(expected, name="expected") if days else 0
    is_least = target.metric.direction is Direction.AT_LEAST
    if not target.metric.is_share:
        limit, most = target.threshold, None
    else:
        if denominator is None:
            raise ValueInvalidError("denominator", None, "a whole number: the metric is a share")
        whole(denominator, name="denominator")
        limit, most = target.threshold * (denominator + expected), expected
    open_ = limit - numerator
    total = max(0, ceil(open_)) if is_least else floor(open_)
    if not is_least and (most is not None or not days):
        total = min(total, most or 0)
    is_made = (
        total >= 0 and (most is None or total <= most) and (days > 0 or not is_least or not total)
    )
    possible = _is_possible(target, numerator, denominator, days)
    per_day = Fraction(total, days) if is_made and days else None
    shown = expected if target.metric.is_share else None
    return Need(total if is_made else None, per_day, shown, days, possible)


def _is_possible(target: Target, numerator: int, denominator: int | None, days: int) -> bool:
    """Return whether some number of filings on *days* working days would make *target*."""
    threshold, is_least = target.threshold, target.metric.direction is Direction.AT_LEAST
    if denominator is None:
        return (numerator >= threshold or days > 0) if is_least else numerator <= threshold
    short = threshold * denominator - numerator
    if days == 0:
        return short <= 0 if is_least else short >= 0
    # More and more filings, all of them one way, come as near to 1, or to 0, as is wanted.
    return (threshold < 1 or short <= 0) if is_least else (threshold > 0 or short >= 0)
