"""How a decision stands to the legal date, and to what was promised."""

from datetime import datetime
from fractions import Fraction

from attrs import frozen

from caseflow._typed import short
from caseflow.cases import Case
from caseflow.engine._deadlines import Deadlines
from caseflow.engine._plans import Plan
from caseflow.limits import Due
from caseflow.targets import Timeliness, early_share, judge
from caseflow.workflow import LEGAL

__all__ = ["Outcome", "outcome_of"]


@short
@frozen
class Outcome:
    """Say how the decision stands to the date of a clock, and to the promise made at reception.

    *early_share* is (allowed - used) / allowed of the limit of the clock, exact. *promise* is None
    where nothing sooner than the law was promised; a re-appointment does not rewrite it.
    """

    timeliness: Timeliness
    early_share: Fraction
    decided_at: datetime
    due: Due
    promise: Due | None
    is_promise_kept: bool | None


def outcome_of(case: Case, plan: Plan, clock: str) -> Outcome | None:
    """Judge the decision of *case* by *clock*; None while there is none or the clock never ran.

    The decision is that of `Case.decision`: the first one that was not cancelled.
    """
    decision, acts = case.decision, case.acts
    if decision is None:
        return None
    decided_at = decision.at
    place = next(place for place, act in enumerate(acts) if act is decision)
    then = case.with_records(acts[: place + 1])
    dates = Deadlines(then, plan, decided_at)
    ledger, due = dates[clock].ledger, dates[clock].due
    if ledger is None or due is None:
        return None
    is_promised = clock == LEGAL and then.promise(LEGAL) is not None
    promise = dates.first_promise.due if is_promised else None
    is_kept = None if promise is None else judge(decided_at, promise) is not Timeliness.LATE
    return Outcome(
        judge(decided_at, due),
        early_share(ledger, due.calendar, decided_at),
        decided_at,
        due,
        promise,
        is_kept,
    )
