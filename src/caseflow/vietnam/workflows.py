"""The one-stop shop of Viet Nam as a workflow: states on the ten national status codes.

May import: limits, values, workflow, and this pack's law, actions, states and guards. What may be
done when and by whom is here; how long it may take is the procedure's to say.

Timeliness is settled where the result comes to exist (status 9), never where it is collected
(status 10). Source: Circular 01/2018/TT-VPCP Art. 13.1.
"""

from functools import cache

from attrs import evolve

from caseflow.limits import working_days, working_hours
from caseflow.values import Text
from caseflow.vietnam import actions as do
from caseflow.vietnam import law
from caseflow.vietnam.guards import GUARDS, paying, receiving, returning, timing
from caseflow.vietnam.states import (
    APPLICANT,
    APPROVER,
    AT_WORK,
    AWAITING_CORRECTION,
    AWAITING_PAYMENT,
    AWAITING_SUPPLEMENT,
    BEFORE_ACCEPTANCE,
    BEFORE_RESULT,
    CASHIER,
    DECIDED,
    INTAKE,
    OFFICER,
    PROCESSING,
    RECEIVED,
    REGISTERED,
    REJECTED,
    RETURNED,
    ROLES,
    STATES,
    STOPPED,
    SUSPENDED,
    WITHDRAWN,
)
from caseflow.workflow import (
    ACKNOWLEDGEMENT,
    BRANCH,
    LEGAL,
    PROMISED_ON,
    RESULT_BY,
    SUPPLEMENT,
    ClockOp,
    ClockRule,
    Effect,
    Guard,
    SetFact,
    Transition,
    Workflow,
)

__all__ = ["one_stop_shop"]


_STOP_LEGAL = ClockOp.stop(LEGAL, if_fitting=True)
_STOP_ACKNOWLEDGEMENT = ClockOp.stop(ACKNOWLEDGEMENT, if_fitting=True)
_STOP_SUPPLEMENT = ClockOp.stop(SUPPLEMENT, if_fitting=True)
_STOP_ALL = (_STOP_LEGAL, _STOP_ACKNOWLEDGEMENT, _STOP_SUPPLEMENT)

_ACKNOWLEDGEMENT_CLOCK = ClockRule(
    ACKNOWLEDGEMENT,
    Text("Thời hạn trả lời tiếp nhận", "Time to acknowledge"),
    working_hours(8, citation=law.ACKNOWLEDGE),
)
_LEGAL_CLOCK = ClockRule(LEGAL, Text("Thời hạn giải quyết", "Legal limit"))
#: 15 working days were seen in one decree on interconnected procedures.
_SUPPLEMENT_CLOCK = ClockRule(
    SUPPLEMENT,
    Text("Thời hạn người nộp bổ sung", "Applicant's time for the supplement"),
    working_days(15, citation=law.CLOSE_UNANSWERED),
)


def _receiving() -> tuple[Transition, ...]:
    return (
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
            guards=(receiving.branch_exists,),
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
            do.REJECT,
            BEFORE_ACCEPTANCE,
            REJECTED,
            [INTAKE],
            clocks=(_STOP_ACKNOWLEDGEMENT,),
            effects=(Effect("print-refusal"),),
        ),
    )


def _processing(may_close: Guard) -> tuple[Transition, ...]:
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
                receiving.supplement_in_time,
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
            clocks=(ClockOp.supply(LEGAL, basis=law.SUPPLEMENT), _STOP_SUPPLEMENT),
            effects=(Effect("send-new-date"),),
        ),
        Transition(
            do.CLOSE_UNANSWERED,
            AWAITING_SUPPLEMENT,
            STOPPED,
            [INTAKE, OFFICER],
            guards=(may_close,),
            clocks=_STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
        Transition(
            do.SUSPEND,
            PROCESSING,
            SUSPENDED,
            [OFFICER],
            clocks=(ClockOp.pause(LEGAL, reason="excluded"),),
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
                timing.reappointment_in_time,
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
            clocks=(ClockOp.stop(LEGAL, basis=law.PROCESS),),
            decides=True,
        ),
        Transition(
            do.REFUSE,
            PROCESSING,
            DECIDED,
            [APPROVER],
            guards=(returning.has_no_refusal_limit,),
            clocks=(ClockOp.stop(LEGAL, basis=law.REFUSE_AS_RESULT),),
            decides=True,
        ),
        # Taken when the procedure has a limit of its own for a refusal.
        Transition(
            do.REFUSE,
            PROCESSING,
            DECIDED,
            [APPROVER],
            clocks=(ClockOp.stop(LEGAL, basis=law.REFUSE_AS_RESULT),),
            facts=(SetFact(BRANCH, returning.REFUSED),),
            decides=True,
        ),
    )


def _paying() -> tuple[Transition, ...]:
    payers = [APPLICANT, INTAKE, CASHIER]
    receipt = (Effect("print-fee-receipt"),)
    return (
        *Transition.each(
            do.PAY,
            BEFORE_ACCEPTANCE,
            None,
            payers,
            guards=(paying.fee_is_due_at_reception,),
            effects=receipt,
        ),
        Transition(
            do.REQUEST_PAYMENT,
            PROCESSING,
            AWAITING_PAYMENT,
            [INTAKE, OFFICER],
            guards=(paying.fee_is_due_midway,),
            clocks=(ClockOp.pause(LEGAL, reason="payment"),),
            facts=(SetFact(paying.FEE_DUE, of_payload="amount"),),
            effects=(Effect("send-payment-request"),),
        ),
        Transition(
            do.PAY,
            AWAITING_PAYMENT,
            PROCESSING,
            payers,
            guards=(paying.fee_is_enough,),
            clocks=(ClockOp.resume(LEGAL, basis=law.PAY),),
            effects=receipt,
        ),
        Transition(
            do.PAY,
            DECIDED,
            DECIDED,
            payers,
            guards=(paying.fee_is_due_at_return,),
            effects=receipt,
        ),
    )


def _returning() -> tuple[Transition, ...]:
    ready = (paying.fee_paid_at_return, returning.early_return_is_announced)
    ways = (
        (do.RETURN_ONLINE, returning.is_returned_online, "deliver-online"),
        (do.RETURN_AT_COUNTER, returning.is_returned_at_counter, "hand-over"),
        (do.RETURN_BY_POST, returning.is_returned_by_post, "post"),
    )
    return (
        Transition(
            do.NOTIFY_EARLY,
            DECIDED,
            DECIDED,
            [INTAKE],
            guards=(returning.nothing_left_to_announce,),
            effects=(Effect("notify-applicant"),),
        ),
        *(
            Transition(
                action,
                DECIDED,
                RETURNED,
                [INTAKE],
                guards=(wanted, *ready),
                effects=(Effect(effect),),
            )
            for action, wanted, effect in ways
        ),
        *Transition.each(
            do.CHANGE_RESULT_CHANNEL,
            (*BEFORE_RESULT, DECIDED),
            None,
            [APPLICANT, INTAKE],
            guards=(returning.channel_changes,),
            facts=(SetFact(RESULT_BY, of_payload="channel"),),
        ),
    )


def _ending() -> tuple[Transition, ...]:
    # From a decided case both are always refused: the reason is what matters there.
    states = (*BEFORE_RESULT, DECIDED)
    return (
        *Transition.each(
            do.WITHDRAW,
            states,
            WITHDRAWN,
            [APPLICANT, INTAKE],
            guards=(returning.no_result_yet,),
            clocks=_STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
        *Transition.each(
            do.STOP,
            states,
            STOPPED,
            [APPROVER],
            guards=(returning.no_result_yet,),
            clocks=_STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
    )


@cache
def one_stop_shop(*, closes_unanswered: bool = False) -> Workflow:
    """Return the one-stop-shop workflow.

    With *closes_unanswered* a filing whose applicant does not hand in the supplement within 15
    working days of the request may be closed; without it no such rule is applied, because it was
    seen in one decree on interconnected procedures only. Both variants have the same actions.

    Source: Decrees 61/2018/NĐ-CP and 45/2020/NĐ-CP; Decree 118/2025/NĐ-CP.

    >>> one_stop_shop().state("decided").status
    9
    """
    name = "one-stop-shop-closing" if closes_unanswered else "one-stop-shop"
    clocks: tuple[ClockRule, ...] = (_ACKNOWLEDGEMENT_CLOCK, _LEGAL_CLOCK, _SUPPLEMENT_CLOCK)
    transitions = (
        *_receiving(),
        *_processing(
            receiving.supplement_time_is_over if closes_unanswered else receiving.no_closing_rule
        ),
        *_paying(),
        *_returning(),
        *_ending(),
    )
    if not closes_unanswered:
        clocks = clocks[:2]
        transitions = tuple(_without(SUPPLEMENT, each) for each in transitions)
    asked = {guard for each in transitions for guard in each.guards}
    return Workflow(
        name=name,
        version="1",
        initial=REGISTERED,
        states=STATES,
        actions=do.ACTIONS,
        transitions=transitions,
        roles=ROLES,
        clocks=clocks,
        guards=tuple(guard for guard in GUARDS if guard in asked),
        opening=(ClockOp.start(ACKNOWLEDGEMENT, basis=law.ACKNOWLEDGE),),
        effects=tuple(
            dict.fromkeys(effect.name for each in transitions for effect in each.effects)
        ),
    )


def _without(clock: str, transition: Transition) -> Transition:
    """Return *transition* leaving *clock* alone."""
    return evolve(transition, clocks=tuple(op for op in transition.clocks if op.clock != clock))
