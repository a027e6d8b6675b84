"""Transitions that end a filing before its result: withdrawal and stop.

May import: workflow, and this pack's law, actions, states and guards.
"""

from caseflow.office import actions as do
from caseflow.office.guards import returning
from caseflow.office.states import (
    APPLICANT,
    APPROVER,
    BEFORE_RESULT,
    DECIDED,
    INTAKE,
    STOPPED,
    WITHDRAWN,
)
from caseflow.office.transitions.clocks import STOP_ALL
from caseflow.typed import typed
from caseflow.workflow import (
    Effect,
    Transition,
)

__all__ = ["ending_transitions"]


@typed
def ending_transitions() -> tuple[Transition, ...]:
    """Return the transitions of this phase."""
    # From a decided case both are always refused: the reason is what matters there.
    states = (*BEFORE_RESULT, DECIDED)
    return (
        *Transition.each(
            do.WITHDRAW,
            states,
            WITHDRAWN,
            [APPLICANT, INTAKE],
            guards=(returning.no_result_yet,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
        *Transition.each(
            do.STOP,
            states,
            STOPPED,
            [APPROVER],
            guards=(returning.no_result_to_stop,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
    )
