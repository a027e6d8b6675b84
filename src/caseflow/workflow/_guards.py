"""Guards: the conditions of a transition, each of which says why it does not hold.

What an actor may do, and what an action does to clocks, is not decided here.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from attrs import evolve

from caseflow._typed import frozen, short, typed
from caseflow.calendars import OfficeCalendar
from caseflow.law import Basis
from caseflow.ledgers import ClockLedger
from caseflow.limits import Due
from caseflow.money import Currency
from caseflow.procedures import Procedure
from caseflow.values import Actor, Channel
from caseflow.workflow._refusals import Refusal
from caseflow.workflow._vocabulary import Action, FactValue

__all__ = [
    "Audit",
    "CaseView",
    "Guard",
    "Recall",
    "RecordView",
    "Situation",
    "guard",
    "payload_guard",
]

P = TypeVar("P")
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


#: Finds the first of the acts of a case that cannot have been let through, and says why.
Audit = Callable[[Sequence[RecordView]], tuple[int, Refusal] | None]


@frozen
class Guard:
    """Name a condition of a transition and the function that returns why it does not hold.

    *check* is pure: it reads the situation and nothing else. A guard that needs the payload is
    asked when the action is fired, not when somebody asks what could be done. An exception it
    raises goes to the caller as it is, and the case is unchanged.

    *bars* tells, given a procedure and the channel a filing came in by, that the guard holds for
    none of those cases, ever: no hint of what to do first then leads through its transition. It
    changes nothing else.

    *audits* is asked when a whole history is checked, and not when an action is fired: from the
    acts of a case it returns the number of the first that cannot have been let through, and why.
    It is for sums that hold whatever the rules of the day are, in one walk over the acts.

    *law* says which law of one country stands behind what the refusals name as their basis, so that
    a guard of all countries names the point of law and no article; None takes it as it is named.
    """

    name: str
    check: Callable[[Situation], Refusal | None]
    needs_payload: bool = False
    bars: Callable[[Procedure, Channel], bool] | None = None
    audits: Audit | None = None
    law: Callable[[Basis], Basis] | None = None

    def under(self, law: Callable[[Basis], Basis]) -> "Guard":
        """Return this guard with the law of one country behind its refusals."""
        return evolve(self, law=law)


@typed(late=True)
def guard(
    name: str, *, bars: Callable[[Procedure, Channel], bool] | None = None
) -> Callable[[Callable[[Situation], Refusal | None]], Guard]:
    """Make a guard of the function below.

    >>> @guard("daytime")
    ... def daytime(situation: Situation) -> Refusal | None:
    ...     return None
    >>> daytime.name
    'daytime'
    """

    def named(check: Callable[[Situation], Refusal | None]) -> Guard:
        return Guard(name, check, bars=bars)

    return named


@typed(late=True)
def payload_guard(
    name: str, payload: type[P], *, audits: Audit | None = None
) -> Callable[[Callable[[Situation, P], Refusal | None]], Guard]:
    """Make a guard of the function below, which is handed the payload, typed.

    The guard holds of an action whose payload is of another type. For *audits* see `Guard`.
    """

    def named(check: Callable[[Situation, P], Refusal | None]) -> Guard:
        def checked(situation: Situation) -> Refusal | None:
            given = situation.payload
            return check(situation, given) if isinstance(given, payload) else None

        return Guard(name, checked, needs_payload=True, audits=audits)

    return named
