"""Filings that a support team (tổ hỗ trợ) helped with: whose, and how many of the online ones.

May import: cases, values, workflow, and this pack's payloads. An assisted filing is an online
filing in every count; here is only the share of it, with the cases it was counted from.

Source: report of the Department of Science and Technology of Da Nang, 31 October 2022, which
names support teams; no rule on counting them is known.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Protocol

from caseflow.cases import acts_of
from caseflow.office.payloads import Assistance
from caseflow.typed import frozen, typed
from caseflow.values import Channel
from caseflow.workflow import RecordView

__all__ = ["AssistedFilings", "assisted_by", "count_assisted"]


class _Recorded(Protocol):
    @property
    def records(self) -> Sequence[RecordView]: ...


class _Filed(_Recorded, Protocol):
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
    def share(self) -> Fraction | None:
        """Return assisted / online; None where no filing came in online."""
        return Fraction(self.assisted, len(self.online)) if self.online else None

    def share_of(self, unit: str) -> Fraction | None:
        """Return the part of all online filings that *unit* helped with; None without any."""
        numbers = dict(self.by_unit).get(unit, ())
        return Fraction(len(numbers), len(self.online)) if self.online else None


@typed
def assisted_by(case: _Recorded) -> str | None:
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
