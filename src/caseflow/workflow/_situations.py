"""What a guard sees: the case, its records, who asks, when and with what.

What is made of it is in `_guards` and `_declared`.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from caseflow._typed import short
from caseflow.calendars import OfficeCalendar
from caseflow.ledgers import ClockLedger
from caseflow.limits import Due
from caseflow.money import Currency
from caseflow.procedures import Procedure
from caseflow.values import Actor, Channel
from caseflow.workflow._vocabulary import Action, FactValue

__all__ = ["CaseView", "Recall", "RecordView", "Situation"]

T = TypeVar("T")


class RecordView(Protocol):
    """What a guard may rely on in a record."""

    @property
    def seq(self) -> int:
        """Return its number; 0 is the opening."""
        ...

    @property
    def action(self) -> str:
        """Return the name of what was done."""
        ...

    @property
    def actor(self) -> Actor:
        """Return who did it."""
        ...

    @property
    def at(self) -> datetime:
        """Return when."""
        ...

    @property
    def payload(self) -> object:
        """Return what was handed in with it."""
        ...


class CaseView(Protocol):
    """What a guard may rely on in a case."""

    @property
    def id(self) -> str:
        """Return the number of the case."""
        ...

    @property
    def state(self) -> str:
        """Return the name of its state."""
        ...

    @property
    def version(self) -> int:
        """Count its records."""
        ...

    @property
    def channel(self) -> Channel:
        """Return the channel the filing came in by."""
        ...

    @property
    def result_by(self) -> Channel:
        """Return the channel the result goes out by."""
        ...

    @property
    def branch(self) -> str | None:
        """Return the branch that selects the limit, if known."""
        ...

    @property
    def opened_at(self) -> datetime:
        """Return the instant it was opened."""
        ...

    @property
    def last_at(self) -> datetime:
        """Return the instant of its latest record."""
        ...

    @property
    def decided_at(self) -> datetime | None:
        """Return the instant by which the result existed, if it does."""
        ...

    @property
    def promised_on(self) -> date | None:
        """Return the re-appointed date, if any."""
        ...

    @property
    def records(self) -> Sequence[RecordView]:
        """Return all that happened to it, oldest first."""
        ...

    def fact(self, name: str) -> FactValue | None:
        """Return a fact; None if it was never set."""
        ...

    def clock(self, name: str) -> ClockLedger | None:
        """Return the ledger of a clock; None if it never started."""
        ...

    def times(self, action: str | Action[Any]) -> int:
        """Count how often an action was done."""
        ...


class Recall(Protocol):
    """How the engine gives what a fold makes of the records of a case."""

    def __call__(self, case: CaseView, fold: Callable[[Sequence[RecordView]], T]) -> T:
        """Return *fold* of the records of *case*."""
        ...


@short(hides=("actor",))
class Situation(NamedTuple):
    """What a guard sees: the case, its procedure and calendar, who asks, when, and with what.

    *payload* is None while somebody only asks what could be done. *dated* is how the engine
    gives the date of a clock, for a case may have come under several calendars; without it `due`
    counts on *calendar*. *recalled* is how the engine gives a fold it may have made already;
    without it `folded` makes it. *currency* is that of the jurisdiction, None if it takes no money.
    """

    case: CaseView
    procedure: Procedure
    calendar: OfficeCalendar
    actor: Actor
    at: datetime
    payload: object = None
    dated: Callable[[CaseView, str], Due | None] | None = None
    recalled: Recall | None = None
    currency: Currency | None = None

    @property
    def on(self) -> date:
        """Return the civil day of *at* in the calendar's zone."""
        return self.calendar.local_date(self.at)

    def due(self, clock: str) -> Due | None:
        """Return when *clock* is due; None while it has not started or is paused."""
        if self.dated is not None:
            return self.dated(self.case, clock)
        ledger = self.case.clock(clock)
        return None if ledger is None else ledger.due(self.calendar)

    def folded(self, fold: Callable[[Sequence[RecordView]], T]) -> T:
        """Return *fold* of the records of the case; guards that share a fold share what it made.

        *fold* is pure, and a function of a module: one made for the asking is never asked for
        again. Its errors go to the caller. Cost: that of *fold*, once for the case asked last.
        """
        if self.recalled is not None:
            return self.recalled(self.case, fold)
        return fold(self.case.records)
