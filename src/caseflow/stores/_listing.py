"""What a work list shows of an open case, and where one page of it ends.

A row follows from the records of its case, as the legal date in `CaseSummary` does; what follows is
worked out in `caseflow.service`. Instants are whole microseconds, as everywhere in a store.
"""

from typing import NamedTuple

from caseflow._typed import short

__all__ = ["ORDERS", "ListPlace", "Listing", "StandingCount"]

#: What work lists may be in order of, with the column of a row that holds it.
ORDERS = {
    "number": "case_id",
    "opened": "opened_at",
    "due": "due_at",
    "promised": "promised_at",
    "next": "next_at",
    "follow-up": "follow_up_at",
}


@short
class Listing(NamedTuple):
    """What an open case is listed by; None where it has no such date.

    *due_at*, *promised_at* and *next_at* are the last instants of the legal date, of the promised
    one and of the first date among all running clocks. The case stands at risk from *risk_at* on,
    due today from *today_at* and overdue from *over_at*, the latest that has begun; without
    *over_at* it is paused, or has no date. *assigned_to* is "" where nobody has it.
    """

    unit: str
    opened_at: int
    due_at: int | None = None
    promised_at: int | None = None
    next_at: int | None = None
    risk_at: int | None = None
    today_at: int | None = None
    over_at: int | None = None
    is_paused: bool = False
    assigned_to: str = ""
    follow_up_at: int | None = None


class ListPlace(NamedTuple):
    """Where a list goes on: after the case that stands there, by its date and then its number.

    *key* is None after a case without that date, which come last; in order of number it is 0.
    """

    key: int | None
    case_id: str


class StandingCount(NamedTuple):
    """How many open cases of a unit stand so: as `standing` of `caseflow.targets` names it.

    "undated" are those whose legal clock has not started, or was stopped by a decision.
    """

    unit: str
    standing: str
    cases: int
