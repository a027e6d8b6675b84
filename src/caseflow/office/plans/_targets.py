"""What a unit is to reach: metrics, targets and figures, in exact numbers.

A share is kept as two whole numbers, so that months and units add up; a share of nothing is none.
"""

import enum
from fractions import Fraction

from attrs import Attribute, field

from caseflow._fields import is_count, plain_text, says_something, whole
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.office.plans._periods import PlanPeriod
from caseflow.values import Text, exact

__all__ = ["Direction", "Figure", "Metric", "MetricKind", "Target", "is_reached"]


class MetricKind(enum.Enum):
    """Say whether a metric is a number of filings or a share of them."""

    COUNT = "count"
    SHARE = "share"


class Direction(enum.Enum):
    """Say on which side of its threshold a metric is to be; the threshold itself is enough."""

    AT_LEAST = "at-least"
    AT_MOST = "at-most"


@typed
@frozen
class Metric:
    """Name what is measured.

    Attributes:
        name: by which figures and targets name it, as "online-share".
        labels: its name for people.
        kind: a number of filings, or a share of them.
        direction: whether more or less is better.
        index: the index by which a register has its figures, or for a count a measure; "" for the
            one of its name.
    """

    name: str = field(converter=plain_text, validator=says_something)
    labels: Text
    kind: MetricKind = MetricKind.SHARE
    direction: Direction = Direction.AT_LEAST
    index: str = field(default="", converter=plain_text)

    @property
    def is_share(self) -> bool:
        """Return whether it is a share."""
        return self.kind is MetricKind.SHARE

    def label(self, language: str) -> str:
        """Return its name for people; without labels the name it is known by."""
        return self.labels.in_(language) or self.name


def _threshold(value: object) -> Fraction:
    return exact(value, name="threshold")


@frozen
class Target:
    """Hold what *unit* is to reach of *metric* in *period*.

    The threshold of a share is from 0 to 1, that of a count a whole number from 0.

    >>> from caseflow.office.plans import plan_period
    >>> share = Metric("online-share", Text(en="online share"))
    >>> Target("Unit A", share, plan_period("2026-10"), "0.8").threshold
    Fraction(4, 5)
    """

    unit: str = field(converter=plain_text, validator=says_something)
    metric: Metric
    period: PlanPeriod
    threshold: Fraction = field(converter=_threshold)

    def __attrs_post_init__(self) -> None:
        """Refuse a threshold that the metric cannot have."""
        if self.metric.is_share:
            if not 0 <= self.threshold <= 1:
                allowed = 'a share from 0 to 1, such as "0.8"'
                raise ValueInvalidError("threshold", str(self.threshold), allowed)
        elif self.threshold < 0 or self.threshold.denominator != 1:
            raise ValueInvalidError("threshold", str(self.threshold), "a whole number, 0 or more")

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what names it: the unit, the metric, the period."""
        return self.unit, self.metric.name, self.period.text


def _is_denominator(_: object, attribute: "Attribute[int | None]", value: object) -> None:
    if value is not None:
        whole(value, name=attribute.name)


@frozen
class Figure:
    """Hold what was counted for *unit* in *period*; *denominator* is None where it is a count.

    Days are those on which filings were officially received: what is lodged online on a day off
    counts on the next working day.
    """

    unit: str = field(converter=plain_text, validator=says_something)
    metric: str = field(converter=plain_text, validator=says_something)
    period: PlanPeriod
    numerator: int = field(validator=is_count)
    denominator: int | None = field(default=None, validator=_is_denominator)

    def __attrs_post_init__(self) -> None:
        """Refuse a part that is more than the whole."""
        if self.denominator is not None and self.numerator > self.denominator:
            allowed = f"a numerator of at most the denominator, {self.denominator}"
            raise ValueInvalidError("numerator", self.numerator, allowed)

    @property
    def value(self) -> Fraction | None:
        """Return the number, or the share; None for a share of nothing."""
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator, self.denominator) if self.denominator else None


@typed
def is_reached(value: Fraction, threshold: Fraction, direction: Direction) -> bool:
    """Return whether *value* is on the right side of *threshold*, which is itself enough.

    >>> is_reached(Fraction(4, 5), Fraction(4, 5), Direction.AT_MOST)
    True
    """
    return value >= threshold if direction is Direction.AT_LEAST else value <= threshold
