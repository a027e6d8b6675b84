"""How a decision stands to the legal date, and to what was promised."""

from datetime import datetime
from fractions import Fraction

from attrs import frozen

from caseflow._typed import short
from caseflow.cases import Case
from caseflow.engine._deadlines import Deadlines
from caseflow.engine._plans import PROMISED, Plan
from caseflow.limits import Due
from caseflow.targets import Timeliness, earlier, early_share, judge, share_by
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
    place = case.decision_place
    if place is None:
        return None
    acts, after, calendars = case.acts, place + 1, plan.calendars
    decided_at = acts[place].at
    if calendars.rebased or clock == PROMISED or clock not in plan.dates:
        return _moved_outcome(case.with_records(acts[:after]), plan, clock, decided_at)
    # Under one calendar a date is counted once, and is the one that the share is judged by.
    calendar, ledger = calendars.received_under, case.clock(clock, after)
    due = None if ledger is None else ledger.due(calendar)
    if ledger is None or due is None:
        return None
    judged = judge(decided_at, due)
    share = share_by(ledger, due, decided_at, judged)
    promised = case.promised_with(ledger, after) if clock == LEGAL else None
    promise = None if promised is None else promised.due(calendar)
    if promise is not None:
        promise = earlier(due, promise)
    return Outcome(judged, share, decided_at, due, promise, _is_kept(decided_at, promise))


def _is_kept(decided_at: datetime, promise: Due | None) -> bool | None:
    return None if promise is None else judge(decided_at, promise) is not Timeliness.LATE


def _moved_outcome(then: Case, plan: Plan, clock: str, decided_at: datetime) -> Outcome | None:
    """Judge a decision by dates that a later calendar or a re-appointment may have moved."""
    dates = Deadlines(then, plan, decided_at)
    ledger, due = dates[clock].ledger, dates[clock].due
    if ledger is None or due is None:
        return None
    is_promised = clock == LEGAL and then.promise(LEGAL) is not None
    promise = dates.first_promise.due if is_promised else None
    return Outcome(
        judge(decided_at, due),
        early_share(ledger, due.calendar, decided_at),
        decided_at,
        due,
        promise,
        _is_kept(decided_at, promise),
    )
