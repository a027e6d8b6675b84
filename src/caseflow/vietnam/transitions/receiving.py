"""Transitions of reception: describe, accept, classify, assist, correct, refuse to accept.

May import: workflow, and this pack's law, actions, states and guards.
"""

from caseflow.typed import typed
from caseflow.vietnam import actions as do
from caseflow.vietnam import law
from caseflow.vietnam.guards import assisting, paying, receiving
from caseflow.vietnam.states import (
    APPLICANT,
    AT_WORK,
    AWAITING_CORRECTION,
    BEFORE_ACCEPTANCE,
    BEFORE_RESULT,
    DECIDED,
    INTAKE,
    OFFICER,
    RECEIVED,
    REGISTERED,
    REJECTED,
    SUPPORT,
)
from caseflow.vietnam.transitions.clocks import STOP_ACKNOWLEDGEMENT
from caseflow.workflow import (
    ACKNOWLEDGEMENT,
    BRANCH,
    LEGAL,
    ClockOp,
    Effect,
    SetFact,
    Transition,
)

__all__ = ["receiving_transitions"]


@typed
def receiving_transitions() -> tuple[Transition, ...]:
    """Return the transitions of this phase."""
    return (
        # Until the result is returned, for an address may change; no fact and no clock moves.
        *Transition.each(do.DESCRIBE, (*BEFORE_RESULT, DECIDED), None, [APPLICANT, INTAKE]),
        Transition(
            do.RECEIVE,
            REGISTERED,
            RECEIVED,
            [INTAKE],
            guards=(
                receiving.branch_is_known,
                paying.fee_paid_at_reception,
                receiving.code_carries_reception_day,
            ),
            clocks=(
                ClockOp.stop(ACKNOWLEDGEMENT, basis=law.ACKNOWLEDGE),
                ClockOp.start(LEGAL, basis=law.RECEIVE),
            ),
            facts=(SetFact("dossier_code", of_payload="code"),),
            effects=(Effect("print-receipt"),),
        ),
        *Transition.each(
            do.CLASSIFY,
            (*BEFORE_ACCEPTANCE, *AT_WORK),
            None,
            [INTAKE, OFFICER],
            guards=(receiving.branch_is_a_kind,),
            facts=(SetFact(BRANCH, of_payload="branch"),),
        ),
        Transition(
            do.REQUEST_CORRECTION,
            REGISTERED,
            AWAITING_CORRECTION,
            [INTAKE],
            guards=(receiving.correction_once,),
            clocks=(ClockOp.stop(ACKNOWLEDGEMENT, basis=law.ACKNOWLEDGE),),
            effects=(Effect("send-correction-request"),),
        ),
        Transition(
            do.CORRECT,
            AWAITING_CORRECTION,
            REGISTERED,
            [APPLICANT, INTAKE],
            clocks=(ClockOp.start(ACKNOWLEDGEMENT, basis=law.ACKNOWLEDGE),),
        ),
        *Transition.each(
            do.ASSIST,
            BEFORE_ACCEPTANCE,
            None,
            [SUPPORT],
            guards=(assisting.filed_online, assisting.not_assisted_yet),
        ),
        *Transition.each(
            do.REJECT,
            BEFORE_ACCEPTANCE,
            REJECTED,
            [INTAKE],
            clocks=(STOP_ACKNOWLEDGEMENT,),
            effects=(Effect("print-refusal"),),
        ),
    )
