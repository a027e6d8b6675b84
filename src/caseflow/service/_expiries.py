"""What is to happen when a date comes near or has passed, declared per workflow as data.

An expiry belongs to a clock and is raised once for each date that clock comes to have. Working out
the dates is the engine's work; here is only when to look and whether it is time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.cases import BY_DATE, Case
from caseflow.codec import canonical_json
from caseflow.engine import PROMISED, Deadline, Deadlines
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.keys import ReservedKey
from caseflow.law import Basis, written_on
from caseflow.ledgers import ClockState
from caseflow.limits import Due, Unit
from caseflow.stores import Message, Raised, micros
from caseflow.targets import ends_within_day, risk_begins
from caseflow.values import clean_text, utc
from caseflow.workflow import ACKNOWLEDGEMENT, LEGAL, SUPPLEMENT, Action, Workflow

__all__ = ["STANDARD_EXPIRIES", "Expiries", "Expiry", "Waiting"]

_RUNNING = ClockState.RUNNING
#: So many dates are remembered with the instants to look at them.
_MOST_LOOKS = 4_096

_QUARTER_HOUR = timedelta(minutes=15)

#: With a date after it, a name is still the key of a record and the reference of a message.
_LONGEST_NAME = 150

_MOST_DAYS = {Unit.WEEK: 7, Unit.MONTH: 31, Unit.YEAR: 366}


def _whole(value: int) -> int:
    return _from_zero("working_days_before", value)


def _days_of_grace(value: int) -> int:
    return _from_zero("grace", value)


def _from_zero(name: str, value: int) -> int:
    if isinstance(value, bool) or value < 0:
        raise ValueInvalidError(name, value, "a whole number from 0")
    return value


def _name(name: str) -> str:
    return clean_text(name, name="expiry", limit=_LONGEST_NAME)


def _roles(roles: Iterable[str]) -> frozenset[str]:
    return frozenset(roles)


@typed
@frozen
class Expiry:
    """Say what happens when a date comes near or has passed.

    It fires *action* with *payload* under *roles*, by the actor "caseflow"; without an action it
    posts a message. A refused action posts a message that says why.

    >>> Expiry("apology-due", "legal", working_days_before=1).name
    'apology-due'

    It is not waited for where it comes too early: an apology that had to be written before the
    filing came in, as with a procedure of hours, can no longer be.

    Attributes:
        name: what it is called; the kind of its message.
        clock: the clock whose date counts, or "promised".
        working_days_before: raised as that working day before the due day begins; 0 raises it as
            soon as the date is over.
        grace: by so many working days it is raised later than the date was over, so that what was
            done in time may be entered until then.
        at_risk: raised when the clock stands at risk instead.
        action: what to fire, if anything.
        payload: what the action takes.
        roles: the roles it is fired under.
        unless: an action after which there is nothing to raise any more.
        citation: the law behind it, told with its message.
    """

    name: str = field(converter=_name)
    clock: str
    working_days_before: int = field(default=0, converter=_whole)
    at_risk: bool = False
    action: Action[Any] | None = None
    payload: object = None
    roles: frozenset[str] = field(default=frozenset[str](), converter=_roles)
    unless: Action[Any] | None = None
    citation: Basis = ""
    grace: int = field(default=0, converter=_days_of_grace, kw_only=True)

    def wakes_at(self, due: Due) -> datetime:
        """Return the instant to look at the case: never after the expiry is to be raised."""
        return _look_at(self, due)

    def is_waited_for(self, case: Case, due: Due) -> bool:
        """Return whether *case* can still come to it."""
        return _is_waited_for(self, case, due)

    def raised_by(self, due: Due) -> datetime:
        """Return the instant at which it is to be raised at the latest."""
        # A limit in days stands at risk on its last day, if not before.
        return _risk_looks(due)[-1] if self.at_risk else self.wakes_at(due)

    def is_reached(self, deadline: Deadline, due: Due) -> bool:
        """Return whether it is time, at the instant of *deadline*."""
        if self.at_risk:
            return deadline.is_near
        return utc(deadline.at) >= utc(self.wakes_at(due))

    def next_look(self, due: Due, at: datetime) -> datetime:
        """Return when to look at the case after *at*, at which it was too early."""
        first = self.wakes_at(due)
        if utc(first) > utc(at):
            return first
        if self.at_risk and ends_within_day(due):
            last = _risk_looks(due)[-1]
            if utc(last) > utc(at):
                return last
        if due.is_instant:
            return utc(at) + _QUARTER_HOUR
        return due.calendar.start_of(due.calendar.local_date(at) + timedelta(days=1))

    def raised_for(self, due: Due) -> Raised:
        """Return what is kept of it: it is raised once for each date."""
        return Raised(self.name, micros(due.at))

    def key(self, due: Due) -> ReservedKey:
        """Return the idempotency key under which its action is fired."""
        return ReservedKey(f"{BY_DATE}{self.name}@{micros(due.at)}")

    def message(self, case: Case, due: Due, why: Sequence[str] = ()) -> Message:
        """Return its message; *why* are the codes of the reasons that refused its action."""
        reached = self.raised_for(due)
        body: dict[str, object] = {
            "case": case.id,
            "seq": case.last.seq,
            "expiry": self.name,
            "clock": self.clock,
            "due_on": due.on.isoformat(),
            "due_at": due.at.isoformat(),
            "basis": written_on(self.citation, due.on),
            "refused": list(why),
        }
        ref = f"{reached.name}@{reached.at}"
        return Message(case.id, ref, case.last.seq, self.name, canonical_json(body))


def _look_at(expiry: Expiry, due: Due) -> datetime:
    """Return when to look at a case for *expiry*; see `Expiry.wakes_at`."""
    calendar = due.calendar
    if expiry.at_risk:
        return _risk_looks(due)[0]
    if expiry.working_days_before:
        return calendar.start_of(_day_before(expiry, due))
    if expiry.grace:
        until = calendar.add_working_days(due.on, expiry.grace)
        return calendar.start_of(until + timedelta(days=1))
    if due.is_instant:
        return utc(due.at) + timedelta(microseconds=1)
    return calendar.start_of(due.on + timedelta(days=1))


def _is_waited_for(expiry: Expiry, case: Case, due: Due) -> bool:
    return not (expiry.unless and case.times(expiry.unless)) and _comes_in_time(expiry, due)


def _first_look(expiry: Expiry, due: Due) -> int | None:
    """Return when to look first, in microseconds; None if it would have been before the receipt."""
    return micros(_look_at(expiry, due)) if _comes_in_time(expiry, due) else None


def _comes_in_time(expiry: Expiry, due: Due) -> bool:
    return not expiry.working_days_before or _day_before(expiry, due) >= due.receipt.on


def _day_before(expiry: Expiry, due: Due) -> date:
    return due.calendar.add_working_days(due.on, -expiry.working_days_before)


def _risk_looks(due: Due) -> tuple[datetime, ...]:
    """Return when to look whether a date is near: the first not after it is, the last not before.

    The last day counts for limits in days, and for every date that was re-appointed.
    """
    calendar, limit = due.calendar, due.limit
    last_day = calendar.start_of(due.on)
    if ends_within_day(due):
        return tuple(sorted((risk_begins(due), last_day), key=utc))
    if limit.unit is Unit.WORKING_DAY:
        days = _fifth(limit.amount, 1) + 1
        return calendar.start_of(calendar.add_working_days(due.on, -days)), last_day
    before = timedelta(days=_fifth(limit.amount, _MOST_DAYS.get(limit.unit, 1)) + 1)
    return calendar.start_of(min(due.on, due.last_on) - before), last_day


def _fifth(amount: Fraction, days: int) -> int:
    """Return the whole part of a fifth of *amount* times *days*."""
    return amount.numerator * days // (amount.denominator * 5)


#: What an office that gives dates wants to be reported. The apology: Decree 61/2018/NĐ-CP
#: Art. 19.9 asks for it one day before the date; that is a working day here, because nobody
#: writes it on a day off.
STANDARD_EXPIRIES = (
    Expiry("acknowledgement-overdue", ACKNOWLEDGEMENT),
    Expiry("promise-at-risk", PROMISED, at_risk=True),
    Expiry("apology-due", LEGAL, working_days_before=1),
    Expiry("legal-overdue", LEGAL),
    Expiry("supplement-over", SUPPLEMENT),
)


class Waiting(NamedTuple):
    """An expiry that a case has, for the date that its clock has now."""

    expiry: Expiry
    deadline: Deadline
    due: Due


class Expiries:
    """Hold the expiries of each workflow.

    Args:
        declared: the same for all workflows, or by the name of the workflow.
    """

    def __init__(self, declared: Sequence[Expiry] | Mapping[str, Sequence[Expiry]]) -> None:
        """Take what was declared."""
        self._by_workflow = dict(declared) if isinstance(declared, Mapping) else {}
        self._for_all = () if isinstance(declared, Mapping) else tuple(declared)
        self._looks: dict[tuple[date, date, date, int, int, int], tuple[Due, int | None]] = {}

    def refuse_unknown(self, workflows: Iterable[Workflow]) -> None:
        """Refuse an expiry of a clock that none of *workflows* has: nobody would ever be told.

        What was declared for a workflow by a name that none of them has is for the cases of another
        office in the same store, whose clocks are not known here.

        Raises:
            UnknownNameError: no case has a clock of that name.
        """
        workflows = tuple(workflows)
        known = {PROMISED, LEGAL, ACKNOWLEDGEMENT, SUPPLEMENT}
        known.update(clock.name for workflow in workflows for clock in workflow.clocks)
        names = {workflow.name for workflow in workflows}
        ours = (each for name, each in self._by_workflow.items() if name in names)
        for declared in (self._for_all, *ours):
            for expiry in declared:
                if expiry.clock not in known:
                    raise UnknownNameError(expiry.clock, sorted(known), "clock")

    def waiting(self, workflow: str, case: Case, deadlines: Deadlines) -> Iterator[Waiting]:
        """Yield the expiries of *case* whose clocks run; a promise runs by the legal clock."""
        running = {name for name, state in case.clock_states if state is _RUNNING}
        for expiry in self._by_workflow.get(workflow, self._for_all):
            if (LEGAL if expiry.clock == PROMISED else expiry.clock) not in running:
                continue
            deadline = deadlines[expiry.clock]
            if deadline.due is not None and expiry.is_waited_for(case, deadline.due):
                yield Waiting(expiry, deadline, deadline.due)

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all that are declared."""
        declared = (self._for_all, *self._by_workflow.values())
        return frozenset(expiry.name for each in declared for expiry in each)

    def dated(self, workflow: str, deadlines: Deadlines) -> Iterator[Waiting]:
        """Yield the expiries of a case whose clocks have a date, waited for or not."""
        for expiry in self._by_workflow.get(workflow, self._for_all):
            if expiry.clock not in deadlines:
                continue
            deadline = deadlines[expiry.clock]
            if deadline.due is not None:
                yield Waiting(expiry, deadline, deadline.due)

    def wakes_at(self, workflow: str, case: Case, deadlines: Deadlines) -> int | None:
        """Return when to look at the case first, in microseconds; None if nothing is waited for."""
        first: int | None = None
        for expiry in self._by_workflow.get(workflow, self._for_all):
            clock = expiry.clock
            if ((LEGAL if clock == PROMISED else clock), _RUNNING) not in case.clock_states:
                continue
            due = deadlines[clock].due
            if due is None or (expiry.unless is not None and case.times(expiry.unless)):
                continue
            at = self._looked_at(expiry, due)
            if at is not None and (first is None or at < first):
                first = at
        return first

    def _looked_at(self, expiry: Expiry, due: Due) -> int | None:
        """Return when *expiry* has to be looked at, in microseconds; None if it is never raised.

        Remembered: all filings that came in on one day under one limit in days are due alike.
        """
        if ends_within_day(due):
            return _first_look(expiry, due)
        # What is remembered holds the date, so that its parts keep their ids.
        days = (due.on, due.last_on, due.receipt.on)
        key = (*days, id(expiry), id(due.limit), id(due.calendar))
        known = self._looks.get(key)
        if known is None:
            if len(self._looks) >= _MOST_LOOKS:
                self._looks.clear()
            known = self._looks[key] = (due, _first_look(expiry, due))
        return known[1]
