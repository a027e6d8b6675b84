"""What every payload asks of its fields: texts, whole numbers, days, channels."""

from collections.abc import Iterable
from datetime import date, datetime

from attrs import Attribute

from caseflow.errors import FloatRefusedError, ValueInvalidError
from caseflow.procedures import SilentOutcome
from caseflow.values import Channel, clean_text

__all__ = [
    "is_channel",
    "is_count",
    "is_day",
    "is_flag",
    "is_money",
    "is_outcome",
    "missing_items",
    "optional_text",
    "plain_text",
    "require_whole",
    "says_something",
]


def plain_text(value: str) -> str:
    """Return *value* as text that every store can keep."""
    return clean_text(value, name="text")


def says_something(_: object, attribute: "Attribute[str]", value: str) -> None:
    """Refuse a text of white space only."""
    if not value.strip():
        raise ValueInvalidError(attribute.name, value, "a text that says something")


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


def optional_text(value: str | None) -> str | None:
    """Return *value* as text that every store can keep; None as it is."""
    return None if value is None else plain_text(value)


def is_count(_: object, attribute: "Attribute[int]", value: object) -> None:
    """Refuse what is no whole number from 0."""
    require_whole(attribute.name, value, 0)


def is_money(_: object, attribute: "Attribute[int]", value: object) -> None:
    """Refuse what is no whole number of smallest units from 1."""
    require_whole(attribute.name, value, 1)


def require_whole(name: str, value: object, least: int) -> None:
    """Refuse what is no whole number from *least*; *name* says of what."""
    if isinstance(value, float):
        raise FloatRefusedError(name, value)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueInvalidError(name, value, f"a whole number, {least} or more")


def is_day(_: object, attribute: "Attribute[date]", value: object) -> None:
    """Refuse what is no bare day."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueInvalidError(attribute.name, value, "a day, as date(2026, 9, 8)")


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


def is_flag(_: object, attribute: "Attribute[bool]", value: object) -> None:
    """Refuse what is neither True nor False."""
    if not isinstance(value, bool):
        raise ValueInvalidError(attribute.name, value, "True or False")
