"""Transitions of processing: assign, supplement, exclude time, extend, re-appoint, decide.

May import: workflow, and this pack's law, actions, states and guards.
"""

from caseflow.office import actions as do
from caseflow.office import law
from caseflow.office.guards import offers, paying, receiving, returning, timing
from caseflow.office.rules import OfficeRules
from caseflow.office.states import (
    APPLICANT,
    APPROVER,
    AT_WORK,
    AWAITING_SUPPLEMENT,
    DECIDED,
    INTAKE,
    OFFICER,
    PROCESSING,
    STOPPED,
    SUSPENDED,
)
from caseflow.office.transitions.clocks import STOP_ALL, STOP_FORWARDING, STOP_SUPPLEMENT
from caseflow.typed import typed
from caseflow.workflow import (
    BRANCH,
    LEGAL,
    PROMISED_ON,
    SUPPLEMENT,
    ClockOp,
    Effect,
    SetFact,
    Transition,
)

__all__ = ["processing_transitions"]


@typed
def processing_transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return the transitions of this phase under the *rules* of a country."""
    return (
        *Transition.each(do.ASSIGN, AT_WORK, PROCESSING, [INTAKE, APPROVER]),
        *Transition.each(
            do.REQUEST_SUPPLEMENT,
            AT_WORK,
            AWAITING_SUPPLEMENT,
            [INTAKE, OFFICER],
            guards=(
                receiving.supplement_after_acceptance,
                receiving.supplement_once,
                receiving.supplement_in_time(rules),
            ),
            clocks=(
                ClockOp.pause(LEGAL, reason="supplement", basis=law.SUPPLEMENT),
                ClockOp.start(SUPPLEMENT, basis=law.CLOSE_UNANSWERED),
            ),
            effects=(Effect("send-supplement-request"),),
        ),
        Transition(
            do.SUPPLEMENT,
            AWAITING_SUPPLEMENT,
            PROCESSING,
            [APPLICANT, INTAKE],
            clocks=(ClockOp.supply(LEGAL, basis=law.SUPPLEMENT), STOP_SUPPLEMENT),
            effects=(Effect("send-new-date"),),
        ),
        Transition(
            do.CLOSE_UNANSWERED,
            AWAITING_SUPPLEMENT,
            STOPPED,
            [INTAKE, OFFICER],
            guards=(receiving.supplement_time_is_over,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
        Transition(
            do.SUSPEND,
            PROCESSING,
            SUSPENDED,
            [OFFICER],
            guards=(offers.ground_can_be_named, timing.ground_is_admitted),
            clocks=(ClockOp.pause(LEGAL, of_payload=True),),
        ),
        Transition(do.RESUME, SUSPENDED, PROCESSING, [OFFICER], clocks=(ClockOp.resume(LEGAL),)),
        *Transition.each(
            do.EXTEND,
            AT_WORK,
            None,
            [OFFICER, APPROVER],
            guards=(timing.extension_in_time,),
            clocks=(ClockOp.extend(LEGAL, reason="extension"),),
            effects=(Effect("send-new-date"),),
        ),
        *Transition.each(
            do.REAPPOINT,
            AT_WORK,
            None,
            [OFFICER, APPROVER],
            guards=(
                timing.reappointment_once,
                timing.reappointment_in_time(rules),
                timing.appointment_fits,
            ),
            facts=(SetFact(PROMISED_ON, of_payload="on"),),
            effects=(Effect("print-apology"),),
        ),
        Transition(
            do.DECIDE,
            PROCESSING,
            DECIDED,
            [APPROVER],
            guards=(paying.fee_paid_midway,),
            clocks=(ClockOp.stop(LEGAL, basis=law.PROCESS), STOP_FORWARDING),
            decides=True,
        ),
        Transition(
            do.REFUSE,
            PROCESSING,
            DECIDED,
            [APPROVER],
            guards=(returning.has_no_refusal_limit,),
            clocks=(ClockOp.stop(LEGAL, basis=law.REFUSE_AS_RESULT), STOP_FORWARDING),
            decides=True,
        ),
        # Taken when the procedure has a limit of its own for a refusal.
        Transition(
            do.REFUSE,
            PROCESSING,
            DECIDED,
            [APPROVER],
            clocks=(ClockOp.stop(LEGAL, basis=law.REFUSE_AS_RESULT), STOP_FORWARDING),
            facts=(SetFact(BRANCH, returning.REFUSED),),
            decides=True,
        ),
    )
