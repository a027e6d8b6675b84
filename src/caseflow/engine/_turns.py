"""From when a running clock stands at risk, due today and overdue: `Deadline.standing` as instants.

For lists and counts of cases that nobody decodes. The rule is that of `standing`; that both say the
same at every instant is a property that the tests try.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import NamedTuple

from caseflow.engine._deadlines import Deadline
from caseflow.ledgers import ClockLedger, ClockState
from caseflow.limits import Due, Unit
from caseflow.targets import RISK_SHARE, Standing, ends_within_day, risk_begins
from caseflow.values import utc

__all__ = ["NO_TURNS", "Turns", "standing_turns"]

_MICROSECOND = timedelta(microseconds=1)
_USED = 1 - RISK_SHARE


class Turns(NamedTuple):
    """Hold from when a clock stands so, as long as no record is added; the latest begun counts.

    None for what it never comes to. Before the first of them it is on track.
    """

    risk_at: datetime | None = None
    today_at: datetime | None = None
    over_at: datetime | None = None

    def standing(self, at: datetime) -> Standing:
        """Return how the running clock stands at *at*."""
        begun = [
            (utc(since), place)
            for place, since in enumerate(self)
            if since is not None and utc(since) <= utc(at)
        ]
        return _STANDINGS[max(begun)[1]] if begun else Standing.ON_TRACK


_STANDINGS: Mapping[int, Standing] = {
    0: Standing.AT_RISK,
    1: Standing.DUE_TODAY,
    2: Standing.OVERDUE,
}

NO_TURNS = Turns()


def standing_turns(deadline: Deadline) -> Turns:
    """Return from when *deadline* stands at risk, due today and overdue; none if it has no date."""
    ledger, due, counted = deadline.ledger, deadline.due, deadline.counted
    if ledger is None or due is None or counted is None or ledger.state is not ClockState.RUNNING:
        return NO_TURNS
    calendar = due.calendar
    over_at = (
        utc(due.at) + _MICROSECOND
        if due.is_instant
        else calendar.start_of(due.on + timedelta(days=1))
    )
    today_at = counted.calendar.start_of(due.on)
    if ends_within_day(due):
        risk_at = risk_begins(counted)
        # What is at risk stays so on its last day.
        return Turns(risk_at, None if utc(risk_at) <= utc(today_at) else today_at, over_at)
    risk_at = _risk_at(ledger, counted)
    return Turns(risk_at if utc(risk_at) < utc(today_at) else None, today_at, over_at)


def _risk_at(ledger: ClockLedger, counted: Due) -> datetime:
    """Return from when at most the share that stands for risk is left of a limit in days.

    While a clock runs, every day of its kind takes one from what was left. A limit in working days
    is counted back from its last day; any other is counted on from the last mark of the clock.
    """
    calendar, limit = counted.calendar, counted.limit
    if ledger.allowance.counts_hours:
        return risk_begins(counted)
    if limit.unit is Unit.WORKING_DAY:
        days = ceil(limit.amount) - ceil(limit.amount * _USED)
        on = counted.last_on
        return calendar.start_of(calendar.add_working_days(on, -days) if days else on)
    at = ledger.marks[-1].at
    left = ledger.left(calendar, at) - ledger.allowed(calendar) * RISK_SHARE
    today = calendar.local_date(at)
    return calendar.start_of(today + timedelta(days=max(ceil(left), 0)))
