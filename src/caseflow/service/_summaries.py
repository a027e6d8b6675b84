"""Case summaries: the place and the dates of a case, by which a store finds it.

All of it follows from the records of the case; nothing is asked of a store here.
"""

from collections.abc import Callable
from typing import NamedTuple

from caseflow.cases import Case
from caseflow.engine import Deadlines, Engine
from caseflow.errors import UnknownNameError
from caseflow.ledgers import ClockState
from caseflow.service._expiries import Expiries
from caseflow.service._validation import checked_unit
from caseflow.stores import CaseSummary, micros
from caseflow.workflow import LEGAL, Workflow

__all__ = ["UNDATED", "Dates", "Place", "Summaries", "is_running"]

_RUNNING = ClockState.RUNNING


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

    def dates(self, case: Case) -> Dates:
        """Return the dates of a case; none while no clock of it runs.

        A closed one has some while a clock runs that its workflow starts after the end.
        """
        if not is_running(case):
            return UNDATED
        deadlines = self._engine.deadlines(case, at=case.last_at)
        wake_at = self._expiries.wakes_at(self.workflow(case).name, case, deadlines)
        return Dates(_due_at(deadlines), wake_at)

    def summary(self, case: Case, digest: str) -> CaseSummary:
        """Return the summary that follows from the records of *case*; *digest* is of the last."""
        return self.made(case, digest, self.place(case), self.dates(case))

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
