"""Transitions of results on record: put there, cancelled; also when the case is closed.

May import: workflow, and this pack's actions, states and guards.
"""

from caseflow.typed import typed
from caseflow.vietnam import actions as do
from caseflow.vietnam.guards import results
from caseflow.vietnam.states import APPROVER, DECIDED, INTAKE, RETURNED
from caseflow.workflow import Effect, Transition

__all__ = ["result_transitions"]


@typed
def result_transitions() -> tuple[Transition, ...]:
    """Return the loops by which results come on record and are cancelled."""
    return (
        *Transition.each(
            do.RECORD_RESULT,
            (DECIDED, RETURNED),
            None,
            [APPROVER, INTAKE],
            guards=(results.result_is_new,),
            effects=(Effect("deliver-online"),),
        ),
        *Transition.each(
            do.CANCEL_RESULT,
            (DECIDED, RETURNED),
            None,
            [APPROVER],
            guards=(results.result_can_be_cancelled,),
            effects=(Effect("notify-applicant"),),
        ),
    )
