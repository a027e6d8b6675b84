"""The results of a case on record, with the codes they have in Viet Nam."""

from collections.abc import Sequence
from typing import Protocol

from caseflow._typed import typed
from caseflow.office.results import Result, issued_results, next_number
from caseflow.vietnam._codes import CODES, ResultCode
from caseflow.workflow import RecordView

__all__ = ["next_result_number", "results"]


class _HasRecords(Protocol):
    @property
    def records(self) -> Sequence[RecordView]: ...


@typed
def results(case: _HasRecords) -> tuple[Result[ResultCode], ...]:
    """Return the electronic results of *case* in the order of issue, cancelled ones included.

    Results that were recorded before they had codes are not among them. Cost: O(records).

    Source: Decree 45/2020/NĐ-CP Arts. 14.3.d and 15.
    """
    return tuple(
        Result(
            ResultCode.parse(each.code),
            each.sha256,
            each.document,
            each.issued_at,
            each.cancelled_at,
            each.why,
        )
        for each in issued_results(case)
    )


@typed
def next_result_number(case: _HasRecords) -> int:
    """Return the number that the next result of *case* carries, from 1."""
    return next_number(case, CODES.result_number)
