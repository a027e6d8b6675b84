"""What is handed in with the acts of an escalation: figures, letters, obstacles and answers."""

from datetime import date

from attrs import Attribute, field

from caseflow._fields import is_count, is_day, plain_text, says_something, whole
from caseflow._typed import frozen
from caseflow.errors import ValueInvalidError
from caseflow.office.plans import plan_period

__all__ = [
    "EscalationStep",
    "HeadEvaluation",
    "Obstacle",
    "ObstacleAnswer",
    "Recovery",
]


def _is_whole_or_none(_: object, attribute: "Attribute[int | None]", value: object) -> None:
    if value is not None:
        whole(value, name=attribute.name)


def _is_period(_: object, attribute: "Attribute[str]", value: str) -> None:
    del attribute
    if value:
        plan_period(value)


def _refuse_too_many(numerator: int, denominator: int | None) -> None:
    if denominator is not None and numerator > denominator:
        allowed = f"a numerator of at most the denominator, {denominator}"
        raise ValueInvalidError("numerator", numerator, allowed)


@frozen
class EscalationStep:
    """Send a letter to *to* under *number*, for the figure that is still short.

    Attributes:
        to: who gets it.
        number: of the letter in the books of the office.
        numerator: what was counted; out of *denominator* where the metric is a share.
        through: the last civil day that was counted.
        denominator: None for a count.
        period: what was counted, if not the period of the target; as "2026-11".
        text: what it says, in short.
    """

    to: str = field(converter=plain_text, validator=says_something)
    number: str = field(converter=plain_text, validator=says_something)
    numerator: int = field(validator=is_count)
    through: date = field(validator=is_day)
    denominator: int | None = field(default=None, validator=_is_whole_or_none)
    period: str = field(default="", converter=plain_text, validator=_is_period)
    text: str = field(default="", converter=plain_text)

    def __attrs_post_init__(self) -> None:
        """Refuse a part that is more than the whole."""
        _refuse_too_many(self.numerator, self.denominator)


@frozen
class HeadEvaluation:
    """Record how the responsibility of the head of the unit was evaluated; see `EscalationStep`.

    *finding* is the outcome in words.
    """

    to: str = field(converter=plain_text, validator=says_something)
    number: str = field(converter=plain_text, validator=says_something)
    finding: str = field(converter=plain_text, validator=says_something)
    numerator: int = field(validator=is_count)
    through: date = field(validator=is_day)
    denominator: int | None = field(default=None, validator=_is_whole_or_none)
    period: str = field(default="", converter=plain_text, validator=_is_period)

    def __attrs_post_init__(self) -> None:
        """Refuse a part that is more than the whole."""
        _refuse_too_many(self.numerator, self.denominator)


@frozen
class Recovery:
    """Say that the target is reached; see `EscalationStep` for the figure.

    *source* is where the figure is from.
    """

    numerator: int = field(validator=is_count)
    through: date = field(validator=is_day)
    denominator: int | None = field(default=None, validator=_is_whole_or_none)
    period: str = field(default="", converter=plain_text, validator=_is_period)
    source: str = field(default="", converter=plain_text)

    def __attrs_post_init__(self) -> None:
        """Refuse a part that is more than the whole."""
        _refuse_too_many(self.numerator, self.denominator)


@frozen
class Obstacle:
    """Report what keeps the unit from its target, and what it asks for."""

    text: str = field(converter=plain_text, validator=says_something)
    asks: str = field(default="", converter=plain_text)


@frozen
class ObstacleAnswer:
    """Answer the obstacle that was reported last."""

    text: str = field(converter=plain_text, validator=says_something)
