"""Putting a case under another calendar: the record of it, with the dates that moved.

May import: cases, limits, values, and `deadlines` beside it. Whether it may be done is decided in
`core`.
"""

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
    present,
)
from caseflow.engine.deadlines import Deadlines
from caseflow.limits import Due
from caseflow.values import Actor, Moment, clean_text

__all__ = ["moved_dates", "rebase_change", "rebase_record"]


def rebase_change(case: Case, policy: RebasePolicy, calendar: OfficeCalendar) -> FactChange:
    """Return the change that puts *case* under *calendar*."""
    return FactChange(CALENDAR, present(case, CALENDAR), f"{policy.value} {calendar.version}")


def rebase_record(
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
    payload = Rebased(
        policy, str(change.before), calendar.version, clean_text(reason, name="reason"), dates
    )
    move = Move(REBASE, case.state, case.state)
    return Record(case.version, move, by, at, payload, None, (change,))


def moved_dates(before: Deadlines, after: Deadlines) -> tuple[DateMove, ...]:
    """Return the old and the new date of every clock that has either."""
    moves = (DateMove(name, _end(before[name].due), _end(after[name].due)) for name in before)
    return tuple(move for move in moves if move.before is not None or move.after is not None)


def _end(due: Due | None) -> Moment | None:
    if due is None:
        return None
    return due.at if due.is_instant else due.on
