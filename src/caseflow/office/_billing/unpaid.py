"""Closing a filing that is left unpaid, by a rule of its procedure."""

from caseflow.limits import Due
from caseflow.office._clocks import STOP_ALL
from caseflow.office._phases import Phase
from caseflow.office._reasons import Reason
from caseflow.office.paying._accounts import books
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import (
    AWAITING_PAYMENT,
    BEFORE_ACCEPTANCE,
    CLOSE_UNPAID_ACT,
    INTAKE,
    OFFICER,
    STOPPED,
    SYSTEM,
)
from caseflow.procedures import Procedure, Unpaid
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import Action, Effect, Refusal, Situation, Transition, guard

__all__ = ["CLOSE_UNPAID", "UNPAID", "payment_time_is_over"]

CLOSE_UNPAID = Action(
    CLOSE_UNPAID_ACT,
    Reason,
    UNNAMED,
)


def _closes_nothing(procedure: Procedure, _: Channel) -> bool:
    period = procedure.payment_period
    return period is None or period.on_expiry is not Unpaid.CLOSE


@guard("payment-time-is-over", bars=_closes_nothing)
def payment_time_is_over(situation: Situation) -> Refusal | None:
    """Close an unpaid filing only by a rule of the procedure, and after the payment period."""
    period = situation.procedure.payment_period
    if period is None or period.on_expiry is not Unpaid.CLOSE:
        return Refusal(
            "no-unpaid-rule",
            Message("office.no-unpaid-rule"),
            {"procedure": situation.procedure.code},
        )
    since = books(situation).due_since
    if since is None:
        return Refusal(
            "nothing-due",
            Message("office.nothing-due-nothing-that-was-asked-for"),
        )
    due: Due = period.limit.due(since, situation.calendar)
    if due.is_over_at(situation.at):
        return None
    return Refusal(
        "payment-time-not-over",
        Message("office.payment-time-not-over"),
        {"last": due.on},
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        *Transition.each(
            CLOSE_UNPAID,
            (*BEFORE_ACCEPTANCE, AWAITING_PAYMENT),
            STOPPED,
            [INTAKE, OFFICER, SYSTEM],
            guards=(payment_time_is_over,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
    )


UNPAID = Phase("unpaid", (CLOSE_UNPAID,), _transitions)
