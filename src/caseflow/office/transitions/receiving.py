"""Transitions of reception: describe, accept, classify, assist, correct, refuse to accept.

May import: workflow, and this pack's law, rules, actions, states and guards.
"""

from caseflow.office import actions as do
from caseflow.office import law
from caseflow.office.guards import assisting, forwarding, offers, paying, receiving
from caseflow.office.rules import ALERT, FORWARDING, OfficeRules
from caseflow.office.states import (
    APPLICANT,
    AT_WORK,
    AWAITING_CORRECTION,
    BEFORE_ACCEPTANCE,
    BEFORE_RESULT,
    DECIDED,
    IN_TRANSIT,
    INTAKE,
    OFFICER,
    RECEIVED,
    REGISTERED,
    REJECTED,
    SUPPORT,
    SYSTEM,
)
from caseflow.office.transitions.clocks import START_LODGED, STOP_FORWARDING, STOP_LODGED
from caseflow.typed import typed
from caseflow.workflow import (
    BRANCH,
    LEGAL,
    ClockOp,
    Effect,
    SetFact,
    Transition,
)

__all__ = ["receiving_transitions"]


_START_FORWARDING = ClockOp.start(FORWARDING, basis=law.FORWARD_PAPER)


@typed
def receiving_transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return the transitions of this phase under the *rules* of a country."""
    for_another = (
        forwarding.filed_for_another(rules),
        receiving.branch_is_known,
        paying.fee_paid_at_reception,
        receiving.code_carries_reception_day(rules),
    )
    return (
        # Until the result is returned, for an address may change; no fact and no clock moves.
        *Transition.each(do.DESCRIBE, (*BEFORE_RESULT, DECIDED), None, [APPLICANT, INTAKE]),
        Transition(
            do.RECEIVE,
            REGISTERED,
            RECEIVED,
            [INTAKE],
            guards=(
                forwarding.filed_here(rules),
                receiving.branch_is_known,
                paying.fee_paid_at_reception,
                receiving.code_carries_reception_day(rules),
            ),
            clocks=(*STOP_LODGED, ClockOp.start(LEGAL, basis=law.RECEIVE)),
            facts=(SetFact("dossier_code", of_payload="code"),),
            effects=(Effect("print-receipt"),),
        ),
        # Where the time runs from the competent agency's own receipt, that is still to come.
        Transition(
            do.RECEIVE_ELSEWHERE,
            REGISTERED,
            IN_TRANSIT,
            [INTAKE],
            guards=(forwarding.runs_from_competent_agency(rules), *for_another),
            clocks=(*STOP_LODGED, _START_FORWARDING),
            facts=(SetFact("dossier_code", of_payload="code"),),
            effects=(Effect("print-receipt"),),
        ),
        Transition(
            do.RECEIVE_ELSEWHERE,
            REGISTERED,
            RECEIVED,
            [INTAKE],
            guards=for_another,
            clocks=(*STOP_LODGED, ClockOp.start(LEGAL, basis=law.RECEIVE), _START_FORWARDING),
            facts=(SetFact("dossier_code", of_payload="code"),),
            effects=(Effect("print-receipt"),),
        ),
        *Transition.each(
            do.FORWARD,
            (IN_TRANSIT, *AT_WORK),
            None,
            [INTAKE],
            guards=(forwarding.forwarding_is_awaited,),
            clocks=(ClockOp.stop(FORWARDING, basis=law.FORWARD_PAPER, if_fitting=True),),
        ),
        Transition(
            do.TAKE_OVER,
            IN_TRANSIT,
            RECEIVED,
            [INTAKE],
            clocks=(STOP_FORWARDING, ClockOp.start(LEGAL, basis=law.START_BOUNDARY_FREE)),
            effects=(Effect("send-new-date"),),
        ),
        *Transition.each(
            do.CLASSIFY,
            (*BEFORE_ACCEPTANCE, IN_TRANSIT, *AT_WORK),
            None,
            [INTAKE, OFFICER],
            guards=(offers.kind_can_be_said, receiving.branch_is_a_kind),
            facts=(SetFact(BRANCH, of_payload="branch"),),
        ),
        Transition(
            do.REQUEST_CORRECTION,
            REGISTERED,
            AWAITING_CORRECTION,
            [INTAKE],
            guards=(receiving.correction_once,),
            clocks=STOP_LODGED,
            effects=(Effect("send-correction-request"),),
        ),
        Transition(
            do.CORRECT,
            AWAITING_CORRECTION,
            REGISTERED,
            [APPLICANT, INTAKE],
            clocks=START_LODGED,
        ),
        Transition(
            do.ALERT_OFFICER,
            REGISTERED,
            REGISTERED,
            [SYSTEM, INTAKE],
            guards=(receiving.alert_is_awaited,),
            clocks=(ClockOp.stop(ALERT, basis=law.ALERT_OFFICER, if_fitting=True),),
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
            clocks=STOP_LODGED,
            effects=(Effect("print-refusal"),),
        ),
    )
