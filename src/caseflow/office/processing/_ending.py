"""Ending a filing before its result: withdrawal by the applicant, stop by the office."""

from caseflow.law import Basis
from caseflow.office import _law as law
from caseflow.office._clocks import STOP_ALL
from caseflow.office._phases import Phase
from caseflow.office._reasons import Reason
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import (
    APPLICANT,
    APPROVER,
    BEFORE_RESULT,
    DECIDED,
    INTAKE,
    STOPPED,
    WITHDRAWN,
)
from caseflow.texts import Message
from caseflow.workflow import (
    DECIDED_ON,
    Action,
    Effect,
    FactIs,
    Guard,
    Transition,
    declared_guard,
)

__all__ = ["ENDING", "STOP", "WITHDRAW", "no_result_to_stop", "no_result_yet"]

WITHDRAW = Action(
    "withdraw",
    Reason,
    UNNAMED,
    law.WITHDRAW,
)


STOP = Action(
    "stop",
    Reason,
    UNNAMED,
)


def _undecided(name: str, basis: Basis) -> Guard:
    undecided = FactIs(
        DECIDED_ON,
        is_not=True,
        shown_as="decided",
        code="result-exists",
        text=Message("office.result-exists"),
        basis=basis,
    )
    return declared_guard(name, undecided)


#: Withdraws a filing only while no result exists.
no_result_yet = _undecided("no-result-yet", law.WITHDRAW)

#: Stops a filing only while no result exists; no act was found that says so of the office.
no_result_to_stop = _undecided("no-result-to-stop", "")


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    # From a decided case both are always refused: the reason is what matters there.
    states = (*BEFORE_RESULT, DECIDED)
    return (
        *Transition.each(
            WITHDRAW,
            states,
            WITHDRAWN,
            [APPLICANT, INTAKE],
            guards=(no_result_yet,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
        *Transition.each(
            STOP,
            states,
            STOPPED,
            [APPROVER],
            guards=(no_result_to_stop,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
    )


ENDING = Phase(
    "ending",
    (
        WITHDRAW,
        STOP,
    ),
    _transitions,
)
