"""Putting a case under another calendar: whether it may be, its record, the dates that moved."""

from datetime import datetime

from caseflow.calendars import OfficeCalendar
from caseflow.cases import (
    CALENDAR,
    REBASE,
    Case,
    DateMove,
    FactChange,
    Move,
    Rebased,
    RebasePolicy,
    Record,
    changed,
    present,
)
from caseflow.engine._admission import clean_reason
from caseflow.engine._deadlines import Deadlines
from caseflow.engine._plans import Plan, PlanOf
from caseflow.errors import ActionRefusedError
from caseflow.limits import Due
from caseflow.texts import Message
from caseflow.values import Actor, Moment
from caseflow.workflow import Refusal

__all__ = ["DECIDED", "end_of", "rebased", "refuse_decided"]

DECIDED = Refusal(
    "decided",
    Message("engine.decided"),
)


def rebased(
    case: Case,
    calendar: OfficeCalendar,
    policy: RebasePolicy,
    plan_of: PlanOf,
    *,
    at: datetime,
    by: Actor,
    reason: str,
) -> Record:
    """Return the record that puts *case* under *calendar*; see `Engine.rebase`."""
    plan = plan_of(case.terms)
    refuse_decided(case, plan)
    change = _change(case, policy, calendar)
    terms, _ = changed(case.terms, (), (change,))
    dates = _moved_dates(Deadlines(case, plan, at), Deadlines(case, plan_of(terms), at))
    return _record(case, change, policy, calendar, dates, at=at, by=by, reason=reason)


def refuse_decided(case: Case, plan: Plan) -> None:
    """Refuse to recompute the dates of a case that is decided or closed."""
    if plan.compiled.workflow.state(case.state).is_final or case.decided_at is not None:
        raise ActionRefusedError(case.id, REBASE, (DECIDED,))


def _change(case: Case, policy: RebasePolicy, calendar: OfficeCalendar) -> FactChange:
    """Return the change that puts *case* under *calendar*."""
    return FactChange(CALENDAR, present(case, CALENDAR), f"{policy.value} {calendar.version}")


def _record(
    case: Case,
    change: FactChange,
    policy: RebasePolicy,
    calendar: OfficeCalendar,
    dates: tuple[DateMove, ...],
    *,
    at: datetime,
    by: Actor,
    reason: str,
) -> Record:
    """Return the record of a recomputation, which moves *dates*."""
    payload = Rebased(policy, str(change.before), calendar.version, clean_reason(reason), dates)
    move = Move(REBASE, case.state, case.state)
    return Record(case.version, move, by, at, payload, None, (change,))


def _moved_dates(before: Deadlines, after: Deadlines) -> tuple[DateMove, ...]:
    """Return the old and the new date of every clock that has either."""
    moves = (DateMove(name, end_of(before[name].due), end_of(after[name].due)) for name in before)
    return tuple(move for move in moves if move.before is not None or move.after is not None)


def end_of(due: Due | None) -> Moment | None:
    """Return the day of *due*, or the instant where that counts."""
    if due is None:
        return None
    return due.at if due.is_instant else due.on
