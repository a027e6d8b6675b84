"""How a decision stands to the legal date, and to what was promised.

May import: values, limits, targets, cases, workflow, and its siblings.
"""

from datetime import datetime
from fractions import Fraction

from attrs import frozen

from caseflow.cases import Case
from caseflow.engine.deadlines import Deadlines
from caseflow.engine.plans import Plan
from caseflow.limits import Due
from caseflow.targets import Timeliness, early_share, judge
from caseflow.workflow import LEGAL

__all__ = ["Outcome", "outcome_of"]


@frozen
class Outcome:
    """Say how the decision stands to the legal date, and to the promise made at reception.

    *early_share* is (allowed - used) / allowed of the legal limit, exact. *promise* is None where
    nothing sooner than the law was promised; a re-appointment does not rewrite it.
    """

    timeliness: Timeliness
    early_share: Fraction
    decided_at: datetime
    due: Due
    promise: Due | None
    is_promise_kept: bool | None


def outcome_of(case: Case, plan: Plan) -> Outcome | None:
    """Judge the decision of *case*; None while there is none or no legal clock ran."""
    seq = next((each.seq for each in reversed(case.records) if each.move.decides), None)
    if seq is None:
        return None
    decided_at = case.records[seq].at
    then = case._replace(records=case.records[: seq + 1])
    dates = Deadlines(then, plan, decided_at)
    legal, due = dates.legal.ledger, dates.legal.due
    if legal is None or due is None:
        return None
    promise = None if then.promise(LEGAL) is None else dates.first_promise.due
    is_kept = None if promise is None else judge(decided_at, promise) is not Timeliness.LATE
    return Outcome(
        judge(decided_at, due),
        early_share(legal, due.calendar, decided_at),
        decided_at,
        due,
        promise,
        is_kept,
    )
