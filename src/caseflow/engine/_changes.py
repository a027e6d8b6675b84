"""Every date that a clock was ever due on, as it was known and printed then.

Dates are worked out from the records that there were, so nothing of it is stored.
"""

from datetime import datetime

from caseflow._typed import frozen
from caseflow.cases import Case, apply
from caseflow.engine._deadlines import Deadlines
from caseflow.engine._plans import PlanOf
from caseflow.engine._rebasing import end_of
from caseflow.values import Moment

__all__ = ["DateChange", "due_changes"]


@frozen
class DateChange:
    """Hold one change of the date of a clock, and the record that made it.

    *at* is when the act happened and *entered_at* when it was entered, from which on *after* was
    known. The dates are days, or instants for clocks that run in hours; None while the clock has
    not started or is paused.
    """

    seq: int
    action: str
    at: datetime
    entered_at: datetime
    before: Moment | None
    after: Moment | None


def due_changes(case: Case, clock: str, plan_of: PlanOf) -> tuple[DateChange, ...]:
    """Return the changes of the date of *clock*, in the order in which they were entered.

    Cost: O(records), and a date for each record that does something to clocks or facts.
    """
    changes: list[DateChange] = []
    now: Case | None = None
    before: Moment | None = None
    for record in case.records:
        now = apply(now, record)
        if not (record.move.clocks or record.facts or record.entered):
            continue
        dates = Deadlines(now, plan_of(now.terms), record.entered_at)
        after = end_of(dates[clock].due) if clock in dates else None
        if after != before:
            entered_at = record.entered_at
            change = DateChange(record.seq, record.action, record.at, entered_at, before, after)
            changes.append(change)
        before = after
    return tuple(changes)
