"""Case summaries: the place and the dates of a case, by which a store finds and lists it.

All of it follows from the records of the case; nothing is asked of a store here.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from caseflow.cases import Case
from caseflow.engine import PROMISED, Deadline, Deadlines, Engine
from caseflow.engine._turns import NO_TURNS, Turns, standing_turns
from caseflow.errors import UnknownNameError
from caseflow.ledgers import ClockState
from caseflow.limits import Convention, Due, Unit
from caseflow.service._expiries import Expiries
from caseflow.service._validation import checked_unit
from caseflow.stores import CaseSummary, Listing, micros
from caseflow.values import utc
from caseflow.workflow import LEGAL, Workflow

__all__ = ["UNDATED", "Dates", "Place", "Summaries", "is_running"]

_RUNNING = ClockState.RUNNING
_PAUSED = (LEGAL, ClockState.PAUSED)

#: So many dates are remembered with the instants from which cases stand otherwise.
_MOST_TURNS = 4_096


_TurnsKey = tuple[date, date, date, int, int, int]


class Place(NamedTuple):
    """Say whose a case is, and whether anything is left to do."""

    unit: str
    is_open: bool


class Dates(NamedTuple):
    """Say when a case is due and when it wakes, in microseconds."""

    due_at: int | None = None
    wake_at: int | None = None


UNDATED = Dates()


class Summaries:
    """Make the summaries of cases."""

    def __init__(self, engine: Engine, expiries: Expiries, unit_of: Callable[[Case], str]) -> None:
        """Take what dates, wakes and places a case."""
        self._engine = engine
        self._expiries = expiries
        self._unit_of = unit_of
        workflows = engine.jurisdiction.workflows
        self._workflows = {each.fingerprint: each for each in workflows}
        self._is_open: dict[tuple[str, str], bool] = {}
        self._known_turns: dict[_TurnsKey, tuple[Due, Due, Turns]] = {}

    def workflow(self, case: Case) -> Workflow:
        """Return the workflow that *case* is pinned to."""
        found = self._workflows.get(case.fingerprint)
        if found is not None:
            return found
        jurisdiction = self._engine.jurisdiction
        earlier = jurisdiction.workflow(case.fingerprint)
        if earlier is None:
            raise UnknownNameError(case.fingerprint, jurisdiction.fingerprints, "workflow")
        self._workflows[case.fingerprint] = earlier
        return earlier

    def place(self, case: Case) -> Place:
        """Return the place of *case*; raises as `checked_unit` does."""
        where = (case.terms.fingerprint, case.state)
        is_open = self._is_open.get(where)
        if is_open is None:
            is_open = self._is_open[where] = not self.workflow(case).state(case.state).is_final
        unit = self._unit_of(case)
        return Place("" if unit == "" else checked_unit(unit), is_open)

    def dated(self, case: Case, place: Place) -> tuple[Dates, Listing | None]:
        """Return the dates of *case*, and what it is listed by if it is open.

        It has no dates while no clock of it runs. A closed one has some while a clock runs that its
        workflow starts after the end.
        """
        if not is_running(case):
            return UNDATED, self._listing(case, place, None, None) if place.is_open else None
        deadlines = self._engine.deadlines(case, at=case.last_at)
        wake_at = self._expiries.wakes_at(self.workflow(case).name, case, deadlines)
        due_at = _due_at(deadlines)
        listing = self._listing(case, place, deadlines, due_at) if place.is_open else None
        return Dates(due_at, wake_at), listing

    def _listing(
        self, case: Case, place: Place, deadlines: Deadlines | None, due_at: int | None
    ) -> Listing:
        """Return what an open case is listed by; without *deadlines* no clock of it runs."""
        promised_at = next_at = None
        turns = NO_TURNS
        if deadlines is not None:
            if due_at is not None:
                legal, promised = deadlines[LEGAL], deadlines[PROMISED].due
                promised_at = _micros(None if promised is None else promised.at)
                turns = self._turns(legal)
            next_at = _next_at(case, deadlines)
        who, follow_up_at = case.assigned_to, case.follow_up_at
        risk_at, today_at, over_at = map(_micros, turns)
        dates = (micros(case.opened_at), due_at, promised_at, next_at, risk_at, today_at, over_at)
        is_paused = _PAUSED in case.clock_states
        return Listing(place.unit, *dates, is_paused, who, _micros(follow_up_at))

    def _turns(self, legal: Deadline) -> Turns:
        """Return from when the legal clock stands otherwise.

        Remembered: filings whose limit in working days ends on one day stand alike.
        """
        due, counted, ledger = legal.due, legal.counted, legal.ledger
        if due is None or counted is None or ledger is None:
            return NO_TURNS
        limit = counted.limit
        if limit.unit is not Unit.WORKING_DAY or limit.convention is not Convention.CIVIL:
            return standing_turns(legal)
        # What is remembered holds the dates, so that their parts keep their ids.
        days = (due.on, counted.on, counted.last_on)
        key = (*days, id(limit), id(due.calendar), id(counted.calendar))
        known = self._known_turns.get(key)
        if known is None:
            if len(self._known_turns) >= _MOST_TURNS:
                self._known_turns.clear()
            known = self._known_turns[key] = (due, counted, standing_turns(legal))
        return known[2]

    def derived(self, case: Case, digest: str) -> tuple[CaseSummary, Listing | None]:
        """Return what follows from the records of *case*; *digest* is of the last."""
        place = self.place(case)
        dates, listing = self.dated(case, place)
        return self.made(case, digest, place, dates), listing

    def made(self, case: Case, digest: str, place: Place, dates: Dates) -> CaseSummary:
        """Return the summary of *case* whose place and dates are known."""
        opened, terms, state, *_, size, _ = case
        fields = (place.unit, state, place.is_open, size - 1, digest)
        return CaseSummary(opened.case_id, terms.procedure, *fields, *dates)


def is_running(case: Case) -> bool:
    """Return whether a clock of *case* runs."""
    for _, state in case.clock_states:  # noqa: SIM110 - half the time of `any`
        if state is _RUNNING:
            return True
    return False


def _due_at(deadlines: Deadlines) -> int | None:
    """Return the last instant of the legal date while that clock runs."""
    legal = deadlines[LEGAL]
    if legal.due is None or legal.ledger is None or legal.ledger.state is not _RUNNING:
        return None
    return micros(legal.due.at)


def _next_at(case: Case, deadlines: Deadlines) -> int | None:
    """Return the last instant of the first date among all clocks that run."""
    first: datetime | None = None
    for name, state in case.clock_states:
        if state is _RUNNING and name in deadlines:
            due = deadlines[name].due
            if due is not None and (first is None or utc(due.at) < utc(first)):
                first = due.at
    return _micros(first)


def _micros(at: datetime | None) -> int | None:
    return None if at is None else micros(at)
