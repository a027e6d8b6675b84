"""The results of a case on record: which there are, when they were issued, which were cancelled.

May import: cases, values, workflow, and this pack's codes and payloads. A fold over the records:
nothing of it is stored.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from attrs import evolve

from caseflow.cases import acts_of
from caseflow.office.payloads import OnlineResult, ResultCancellation
from caseflow.typed import frozen, typed
from caseflow.workflow import RecordView

__all__ = ["Result", "issued_results", "next_number"]

C = TypeVar("C")


class _Recorded(Protocol):
    @property
    def records(self) -> Sequence[RecordView]: ...


@frozen
class Result(Generic[C]):
    """Hold one electronic result of a case, as it is on record.

    *code* is as the payload keeps it, or as a pack reads it. *sha256* is the hash of the document.
    *cancelled_at* and *why* are those of its cancellation.
    """

    code: C
    sha256: str
    document: str
    issued_at: datetime
    cancelled_at: datetime | None = None
    why: str = ""

    @property
    def is_valid(self) -> bool:
        """Tell whether it was not cancelled."""
        return self.cancelled_at is None


@typed
def issued_results(case: _Recorded) -> tuple[Result[str], ...]:
    """Return the electronic results of *case* in the order of issue, cancelled ones included.

    Results that were recorded before they had codes are not among them. Cost: O(records).
    """
    found: dict[str, Result[str]] = {}
    for record in acts_of(case.records):
        given = record.payload
        if isinstance(given, OnlineResult) and given.code is not None and given.sha256 is not None:
            # One that is returned after it was put on record is the same result.
            found.setdefault(
                given.code, Result(given.code, given.sha256, given.document, record.at)
            )
        elif isinstance(given, ResultCancellation):
            found[given.code] = evolve(found[given.code], cancelled_at=record.at, why=given.reason)
    return tuple(found.values())


@typed
def next_number(case: _Recorded, number_of: Callable[[str], int]) -> int:
    """Return the number that the next result of *case* carries, from 1.

    *number_of* reads the number that the code of a result carries.
    """
    return max((number_of(each.code) for each in issued_results(case)), default=0) + 1
