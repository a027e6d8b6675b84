"""Transitions of work by several units and agencies, and of the decision that silence makes.

May import: workflow, and this pack's law, actions, states and guards.
"""

from caseflow.office import actions as do
from caseflow.office.guards import handovers, offers
from caseflow.office.states import (
    APPROVER,
    AT_WORK,
    DECIDED,
    INTAKE,
    OFFICER,
    RETURNED,
    STOPPED,
    SUSPENDED,
    SYSTEM,
    WAITING,
    WITHDRAWN,
)
from caseflow.office.transitions.clocks import STOP_ALL
from caseflow.typed import typed
from caseflow.workflow import Effect, Guard, State, Transition

__all__ = ["handover_transitions"]


@typed
def handover_transitions() -> tuple[Transition, ...]:
    """Return the transitions of this phase."""
    workers = [INTAKE, OFFICER, APPROVER]
    return (
        *Transition.each(
            do.HAND_OVER,
            AT_WORK,
            None,
            workers,
            guards=(offers.step_is_left, handovers.step_can_begin),
        ),
        # One unit may finish while another has made the whole wait.
        *Transition.each(
            do.FINISH_STEP,
            (*AT_WORK, *WAITING),
            None,
            workers,
            guards=(handovers.step_is_open, handovers.step_can_finish),
        ),
        *Transition.each(
            do.CONSULT,
            (*AT_WORK, SUSPENDED),
            None,
            [OFFICER, APPROVER],
            guards=(handovers.agency_is_free, handovers.answer_is_to_come),
            effects=(Effect("send-consultation"),),
        ),
        # An answer that comes after the end is late, and not lost.
        *Transition.each(
            do.CONSULT_ANSWERED,
            (*AT_WORK, *WAITING, DECIDED, RETURNED, WITHDRAWN, STOPPED),
            None,
            [INTAKE, OFFICER],
            guards=(handovers.question_is_open, handovers.agency_is_asked),
        ),
        *_deeming(AT_WORK, handovers.limit_is_over),
        # While the clock stands still this is always refused: the reason is what matters there.
        *_deeming(WAITING, handovers.limit_is_over_while_waiting),
    )


def _deeming(states: tuple[State, ...], is_over: Guard) -> tuple[Transition, ...]:
    return Transition.each(
        do.DEEM_DECIDED,
        states,
        DECIDED,
        [SYSTEM, APPROVER],
        guards=(handovers.silence_means_something, is_over, handovers.silence_is_as_ruled),
        clocks=STOP_ALL,
        effects=(Effect("send-deemed-decision"),),
        decides=True,
    )
