"""The results of a case on record: which there are, when they were issued, which were cancelled.

May import: cases, values, workflow, and this pack's codes and payloads. A fold over the records:
nothing of it is stored.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from attrs import evolve

from caseflow.cases import acts_of
from caseflow.typed import frozen, typed
from caseflow.vietnam.codes import ResultCode
from caseflow.vietnam.payloads import OnlineResult, ResultCancellation
from caseflow.workflow import RecordView

__all__ = ["Result", "next_result_number", "results"]


class _Recorded(Protocol):
    @property
    def records(self) -> Sequence[RecordView]: ...


@frozen
class Result:
    """Hold one electronic result of a case, as it is on record.

    *sha256* is the hash of the document. *cancelled_at* and *why* are those of its cancellation.
    """

    code: ResultCode
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
def results(case: _Recorded) -> tuple[Result, ...]:
    """Return the electronic results of *case* in the order of issue, cancelled ones included.

    Results that were recorded before they had codes are not among them. Cost: O(records).

    Source: Decree 45/2020/NĐ-CP Arts. 14.3.d and 15.
    """
    found: dict[str, Result] = {}
    for record in acts_of(case.records):
        given = record.payload
        if isinstance(given, OnlineResult) and given.code is not None and given.sha256 is not None:
            # One that is returned after it was put on record is the same result.
            code = ResultCode.parse(given.code)
            found.setdefault(given.code, Result(code, given.sha256, given.document, record.at))
        elif isinstance(given, ResultCancellation):
            found[given.code] = evolve(found[given.code], cancelled_at=record.at, why=given.reason)
    return tuple(found.values())


@typed
def next_result_number(case: _Recorded) -> int:
    """Return the number that the next result of *case* carries, from 1."""
    return max((each.code.number for each in results(case)), default=0) + 1
