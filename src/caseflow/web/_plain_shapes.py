"""The shapes of single values: codes, instants, days, numbers, amounts, states, limits, dates.

What they make up is in `_shapes`.
"""

from typing import TypedDict

__all__ = [
    "SHAPES",
    "AmountShape",
    "CodeShape",
    "DayShape",
    "DueShape",
    "InstantShape",
    "Json",
    "LimitShape",
    "NumberShape",
    "StateShape",
]

#: The version of the shapes. It changes when a field goes or means something else; new fields may
#: come without.
SHAPES = 1

#: What JSON can hold.
Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class CodeShape(TypedDict):
    """A code for programs, and its name for people."""

    code: str
    text: str


class InstantShape(TypedDict):
    """An instant in ISO 8601 with the offset of the office, and as people write it."""

    at: str
    text: str


class DayShape(TypedDict):
    """A civil day of the office as year-month-day, and as people write it."""

    on: str
    text: str


class NumberShape(TypedDict):
    """An exact number as "35/2" or "15", and in words."""

    value: str
    text: str


class AmountShape(TypedDict):
    """An amount in whole smallest units of a currency of ISO 4217, and as people write it."""

    amount: int
    currency: str
    text: str


class StateShape(TypedDict):
    """A state of a case; *status* is its number in an outside register, if it has one."""

    code: str
    text: str
    status: int | None
    is_final: bool
    waits_for: str


class LimitShape(TypedDict):
    """A time limit: how many of which unit, and by what law."""

    value: str
    unit: str
    text: str
    basis: str


class DueShape(TypedDict):
    """The date on which a limit ends.

    *on* is its last civil day, *at* its exact end. *is_instant* tells that the time of day counts,
    *is_projected* that not all days off up to it are decided yet.
    """

    on: DayShape
    at: InstantShape
    is_instant: bool
    is_projected: bool
