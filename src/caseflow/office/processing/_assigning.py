"""Handing an accepted filing to the unit that works on it."""

from collections.abc import Sequence

from attrs import field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen, typed
from caseflow.cases import acts_of
from caseflow.office import _law as law
from caseflow.office._phases import Phase
from caseflow.office.rules import FRONT_DESK, UNNAMED, OfficeRules
from caseflow.office.states import APPROVER, AT_WORK, INTAKE, PROCESSING
from caseflow.workflow import Action, RecordView, Transition

__all__ = ["ASSIGN", "ASSIGNING", "Assignment", "unit_in_charge"]


@frozen
class Assignment:
    """Name the unit that works on the filing, and the person if known."""

    unit: str = field(converter=plain_text, validator=says_something)
    officer: str = field(default="", converter=plain_text)


ASSIGN = Action(
    "assign",
    Assignment,
    UNNAMED,
    law.TRANSFER,
)


@typed
def unit_in_charge(records: Sequence[RecordView], before: str = FRONT_DESK) -> str:
    """Return the unit the filing was last transferred to; *before* that the one-stop shop."""
    for record in reversed(acts_of(records)):
        if record.action == ASSIGN.name and isinstance(record.payload, Assignment):
            return record.payload.unit
    return before


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (*Transition.each(ASSIGN, AT_WORK, PROCESSING, [INTAKE, APPROVER]),)


ASSIGNING = Phase("assigning", (ASSIGN,), _transitions)
