"""Transitions of bills and the money on them: taken wherever the filing stands, closed or not.

May import: workflow, and this pack's law, actions, states and guards. Word of a payment can come
at any time, so no state refuses it; where payment is awaited, the one that settles the account
lets the filing go on.
"""

from typing import Any

from caseflow.office import actions as do
from caseflow.office import law
from caseflow.office.guards import billing, offers, paying, subsidies
from caseflow.office.states import (
    APPROVER,
    AWAITING_PAYMENT,
    BEFORE_ACCEPTANCE,
    BEFORE_RESULT,
    CASHIER,
    DECIDED,
    INTAKE,
    OFFICER,
    PROCESSING,
    STATES,
    STOPPED,
    SYSTEM,
)
from caseflow.office.transitions.clocks import STOP_ALL
from caseflow.typed import typed
from caseflow.workflow import LEGAL, Action, ClockOp, Effect, Guard, Role, State, Transition

__all__ = ["billing_transitions"]

_OPEN = (*BEFORE_RESULT, DECIDED)
_ON_A_BILL = (billing.fact_is_new, billing.bill_is_known, billing.bill_is_not_cancelled)


@typed
def billing_transitions() -> tuple[Transition, ...]:
    """Return the transitions of this phase."""
    return (
        *Transition.each(
            do.ISSUE_BILL,
            _OPEN,
            None,
            [INTAKE, OFFICER, CASHIER],
            guards=(paying.fee_is_charged, billing.fact_is_new),
            effects=(Effect("send-bill"),),
        ),
        *Transition.each(
            do.WAIVE_FEE,
            _OPEN,
            None,
            [INTAKE, CASHIER, APPROVER],
            guards=(
                paying.fee_can_be_waived,
                paying.fee_not_waived_yet,
                paying.waiver_is_of_its_setter,
            ),
        ),
        *_settling(
            do.RECORD_PAYMENT,
            STATES,
            [SYSTEM, CASHIER],
            (offers.bill_takes_money, *_ON_A_BILL, billing.fact_is_in_currency),
            (Effect("print-fee-receipt"),),
        ),
        *_settling(
            do.GRANT_SUBSIDY,
            _OPEN,
            [APPROVER, CASHIER],
            (
                offers.bill_takes_subsidy,
                *_ON_A_BILL,
                subsidies.subsidy_is_not_declined,
                billing.subsidy_is_due,
            ),
            (Effect("pay-from-budget"),),
        ),
        *Transition.each(
            do.DECLINE_SUBSIDY,
            STATES,
            None,
            [APPROVER, CASHIER, INTAKE, SYSTEM],
            guards=(offers.grant_can_be_declined, subsidies.subsidy_is_not_granted),
        ),
        *Transition.each(
            do.GIVE_BACK_SUBSIDY,
            STATES,
            None,
            [CASHIER, SYSTEM],
            guards=(
                offers.grant_is_over,
                billing.fact_is_new,
                billing.bill_is_known,
                subsidies.subsidy_return_is_held,
                subsidies.subsidy_return_is_overpaid,
            ),
        ),
        *_settling(
            do.CANCEL_BILL,
            STATES,
            [APPROVER, CASHIER],
            (offers.bill_can_be_cancelled, *_ON_A_BILL, billing.fee_is_not_kept),
            (Effect("send-bill-cancelled"),),
        ),
        *Transition.each(
            do.REFUND,
            STATES,
            None,
            [SYSTEM, CASHIER],
            guards=(
                offers.paid_is_left,
                billing.fact_is_new,
                billing.bill_is_known,
                billing.fact_is_in_currency,
                billing.refund_is_covered,
                billing.fee_is_not_kept,
            ),
        ),
        *Transition.each(
            do.CLOSE_UNPAID,
            (*BEFORE_ACCEPTANCE, AWAITING_PAYMENT),
            STOPPED,
            [INTAKE, OFFICER, SYSTEM],
            guards=(billing.payment_time_is_over,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
    )


def _settling(
    action: Action[Any],
    states: tuple[State, ...],
    roles: list[Role],
    guards: tuple[Guard, ...],
    effects: tuple[Effect, ...],
) -> tuple[Transition, ...]:
    """Return what *action* does: it stays where it is, but goes on where it ends the waiting."""
    return (
        Transition(
            action,
            AWAITING_PAYMENT,
            PROCESSING,
            roles,
            guards=(*guards, billing.fact_settles),
            clocks=(ClockOp.resume(LEGAL, basis=law.PAY),),
            effects=effects,
        ),
        *Transition.each(action, states, None, roles, guards=guards, effects=effects),
    )
