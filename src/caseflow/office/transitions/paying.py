"""Transitions of payment: at reception, while the filing is processed, at return.

May import: workflow, and this pack's law, actions, states and guards.
"""

from caseflow.office import actions as do
from caseflow.office import law
from caseflow.office.guards import paying
from caseflow.office.states import (
    APPLICANT,
    AWAITING_PAYMENT,
    BEFORE_ACCEPTANCE,
    CASHIER,
    DECIDED,
    INTAKE,
    OFFICER,
    PROCESSING,
)
from caseflow.typed import typed
from caseflow.workflow import (
    LEGAL,
    ClockOp,
    Effect,
    Transition,
)

__all__ = ["paying_transitions"]


@typed
def paying_transitions() -> tuple[Transition, ...]:
    """Return the transitions of this phase."""
    payers = [APPLICANT, INTAKE, CASHIER]
    receipt = (Effect("print-fee-receipt"),)
    return (
        *Transition.each(
            do.PAY,
            BEFORE_ACCEPTANCE,
            None,
            payers,
            guards=(paying.fee_is_due_at_reception, paying.fee_is_enough),
            effects=receipt,
        ),
        Transition(
            do.REQUEST_PAYMENT,
            PROCESSING,
            AWAITING_PAYMENT,
            [INTAKE, OFFICER],
            guards=(paying.fee_is_due_midway, paying.request_fits_bills),
            clocks=(ClockOp.pause(LEGAL, reason="payment"),),
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
            guards=(paying.fee_is_due_at_return, paying.fee_is_enough),
            effects=receipt,
        ),
    )
