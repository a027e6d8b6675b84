"""The shares that simulations are compared by, and goals that they are to reach.

What differs is found in `_comparing`, and how many clerks a goal takes in `_solving`.
"""

import enum
import re
from fractions import Fraction
from typing import Self

from attrs import field

from caseflow._fields import is_share
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.shares import Share
from caseflow.simulation._replications import Replication
from caseflow.simulation._results import Interval, Result
from caseflow.values import exact

__all__ = ["Goal", "Quantity", "interval_of"]

_GOAL = re.compile(r"(?P<quantity>[a-z]+-?[0-9a-z]*) *>= *(?P<share>\d+(?:\.\d+|/\d+)?)")


@typed(late=True)
class Quantity(enum.Enum):
    """Name a share of all decisions, or of all promises, that scenarios are compared by."""

    ON_TIME = "on-time"
    EARLY_10 = "early-10"
    EARLY_20 = "early-20"
    PROMISES = "promises"

    def of(self, replication: Replication) -> Share:
        """Return the share in one replication; exact."""
        if self is Quantity.ON_TIME:
            return replication.on_time
        if self is Quantity.PROMISES:
            return replication.promises
        return replication.timeliness.early_enough[0 if self is Quantity.EARLY_10 else 1]


def _at_least(value: Fraction | int | str) -> Fraction:
    return exact(value, name="at_least")


@typed(late=True)
@frozen
class Goal:
    """Ask that a share be at least so much.

    >>> Goal(Quantity.EARLY_20, "9/10").at_least, str(Goal.parse("early20 >= 0.90"))
    (Fraction(9, 10), 'early-20 >= 9/10')

    Raises:
        FloatRefusedError: the share is a float.
        ValueInvalidError: it is not from 0 to 1.
    """

    quantity: Quantity
    at_least: Fraction = field(converter=_at_least, validator=is_share)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a goal as "early-20 >= 0.90" or "on-time >= 19/20"; nothing is evaluated.

        Raises:
            ValueInvalidError: it cannot be read, or the share is not from 0 to 1.
        """
        match = _GOAL.fullmatch(text.strip()) if len(text) <= 100 else None
        known = {each.value.replace("-", ""): each for each in Quantity}
        quantity = known.get(match["quantity"].replace("-", "")) if match else None
        if match is None or quantity is None:
            names = ", ".join(each.value for each in Quantity)
            raise ValueInvalidError("goal", text, f'{names} and a share, as "early-20 >= 0.90"')
        return cls(quantity, match["share"])

    def __str__(self) -> str:
        """Return the goal as it is read."""
        return f"{self.quantity.value} >= {self.at_least}"


def interval_of(result: Result, quantity: Quantity) -> Interval:
    """Return a share over the replications of a run.

    Raises:
        ValueInvalidError: there was nothing to be a share of.
    """
    found = [quantity.of(each).value for each in result.replications]
    values = [float(each) for each in found if each is not None]
    if not values:
        raise ValueInvalidError(quantity.value, 0, "a scenario in which there is such a share")
    return Interval.of(values)
