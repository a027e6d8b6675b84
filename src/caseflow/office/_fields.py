"""What the payloads of an office ask of their fields, besides what every value asks."""

from collections.abc import Iterable

from attrs import Attribute

from caseflow._fields import plain_text
from caseflow.errors import ValueInvalidError
from caseflow.procedures import SilentOutcome
from caseflow.values import Channel

__all__ = [
    "is_channel",
    "is_outcome",
    "missing_items",
]


def missing_items(value: Iterable[str]) -> tuple[str, ...]:
    """Return a list of what is missing, at least one thing."""
    if isinstance(value, str):
        raise ValueInvalidError(
            "items", value, 'a list of what is missing, as ("copy of the passport",)'
        )
    items = tuple(plain_text(item) for item in value)
    if not items or not all(item.strip() for item in items):
        raise ValueInvalidError("items", items, "at least one thing that is missing, each in words")
    return items


def is_channel(_: object, attribute: "Attribute[Channel]", value: object) -> None:
    """Refuse what is no channel."""
    if not isinstance(value, Channel):
        raise ValueInvalidError(
            attribute.name, value, "Channel.COUNTER, Channel.ONLINE or Channel.POST"
        )


def is_outcome(_: object, attribute: "Attribute[SilentOutcome]", value: object) -> None:
    """Refuse what is no outcome that silence can have."""
    if not isinstance(value, SilentOutcome):
        raise ValueInvalidError(
            attribute.name, value, "SilentOutcome.APPROVAL or SilentOutcome.REFUSAL"
        )
