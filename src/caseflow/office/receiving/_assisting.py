"""Filings that a support team helped with: whose, and how many of the online ones.

An assisted filing is an online filing in every count; here is only the share of it, with the cases
it was counted from.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from attrs import field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen, typed
from caseflow.cases import acts_of
from caseflow.office._phases import Phase
from caseflow.office.receiving._accepting import is_not_online
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import BEFORE_ACCEPTANCE, SUPPORT
from caseflow.shares import Share
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import (
    CHANNEL,
    Action,
    FactIs,
    RecordView,
    Refusal,
    Situation,
    Transition,
    declared_guard,
    guard,
)

__all__ = [
    "ASSIST",
    "ASSISTING",
    "Assistance",
    "AssistedFilings",
    "assisted_by",
    "count_assisted",
    "filed_online",
    "not_assisted_yet",
]


@frozen
class Assistance:
    """Name the unit whose support team helped to file, and who helped."""

    unit: str = field(converter=plain_text, validator=says_something)
    helper: str = field(default="", converter=plain_text)


ASSIST = Action(
    "assist",
    Assistance,
    UNNAMED,
)


class _HasRecords(Protocol):
    @property
    def records(self) -> Sequence[RecordView]: ...


class _Filed(_HasRecords, Protocol):
    @property
    def id(self) -> str: ...

    @property
    def channel(self) -> Channel: ...


@typed(late=True)
@frozen
class AssistedFilings:
    """Count online filings, and those among them that were assisted, by unit; numbers are kept.

    *online* are the numbers of all online filings; *by_unit* those that each unit helped with, the
    units in the order of their names.
    """

    online: tuple[str, ...]
    by_unit: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def assisted(self) -> int:
        """Count the assisted filings."""
        return sum(len(numbers) for _, numbers in self.by_unit)

    @property
    def share(self) -> Share:
        """Return the assisted filings of all online filings."""
        return Share(self.assisted, len(self.online))

    def share_of(self, unit: str) -> Share:
        """Return those that *unit* helped with, of all online filings."""
        return Share(len(dict(self.by_unit).get(unit, ())), len(self.online))


@typed
def assisted_by(case: _HasRecords) -> str | None:
    """Return the unit whose support team helped with *case*; None if none did."""
    for record in acts_of(case.records):
        if isinstance(record.payload, Assistance):
            return record.payload.unit
    return None


@typed
def count_assisted(cases: Iterable[_Filed]) -> AssistedFilings:
    """Count the online filings among *cases*, and those that were assisted, per unit.

    *cases* are read one by one, so they may come from a store page by page. Cost: O(records), the
    memory of the numbers.
    """
    online: list[str] = []
    by_unit: dict[str, list[str]] = {}
    for case in cases:
        if case.channel is not Channel.ONLINE:
            continue
        online.append(case.id)
        unit = assisted_by(case)
        if unit is not None:
            by_unit.setdefault(unit, []).append(case.id)
    counted = tuple((unit, tuple(numbers)) for unit, numbers in sorted(by_unit.items()))
    return AssistedFilings(tuple(online), counted)


#: Records help with a filing that came in online; any other is no online filing.
filed_online = declared_guard(
    "filed-online",
    FactIs(
        CHANNEL,
        Channel.ONLINE,
        shown_as="channel",
        code="not-filed-online",
        text=Message("office.not-filed-online"),
    ),
    bars=is_not_online,
)


@guard("not-assisted-yet")
def not_assisted_yet(situation: Situation) -> Refusal | None:
    """Count a filing for one unit: the one that is on record first."""
    unit = assisted_by(situation.case)
    if unit is None:
        return None
    return Refusal(
        "assisted-already",
        Message("office.assisted-already"),
        {"unit": unit},
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *Transition.each(
            ASSIST,
            BEFORE_ACCEPTANCE,
            None,
            [SUPPORT],
            guards=(filed_online, not_assisted_yet),
        ),
    )


ASSISTING = Phase("assisting", (ASSIST,), _transitions)
