"""Ending a filing before its result: withdrawal by the applicant, stop by the office."""

from caseflow.law import Basis
from caseflow.office import _law as law
from caseflow.office._clocks import STOP_ALL
from caseflow.office._phases import Phase
from caseflow.office._reasons import Reason
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import (
    APPLICANT,
    APPROVER,
    BEFORE_RESULT,
    DECIDED,
    INTAKE,
    STOPPED,
    WITHDRAWN,
)
from caseflow.texts import Message
from caseflow.workflow import Action, Effect, Refusal, Situation, Transition, guard

__all__ = ["ENDING", "STOP", "WITHDRAW", "no_result_to_stop", "no_result_yet"]

WITHDRAW = Action(
    "withdraw",
    Reason,
    UNNAMED,
    law.WITHDRAW,
)


STOP = Action(
    "stop",
    Reason,
    UNNAMED,
)


@guard("no-result-yet")
def no_result_yet(situation: Situation) -> Refusal | None:
    """Withdraw a filing only while no result exists."""
    return _decided_already(situation, law.WITHDRAW)


@guard("no-result-to-stop")
def no_result_to_stop(situation: Situation) -> Refusal | None:
    """Stop a filing only while no result exists; no act was found that says so of the office."""
    return _decided_already(situation, "")


def _decided_already(situation: Situation, basis: Basis) -> Refusal | None:
    decided_at = situation.case.decided_at
    if decided_at is None:
        return None
    return Refusal(
        "result-exists",
        Message("office.result-exists"),
        {"decided": situation.calendar.local_date(decided_at)},
        basis,
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    # From a decided case both are always refused: the reason is what matters there.
    states = (*BEFORE_RESULT, DECIDED)
    return (
        *Transition.each(
            WITHDRAW,
            states,
            WITHDRAWN,
            [APPLICANT, INTAKE],
            guards=(no_result_yet,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
        *Transition.each(
            STOP,
            states,
            STOPPED,
            [APPROVER],
            guards=(no_result_to_stop,),
            clocks=STOP_ALL,
            effects=(Effect("print-stop-notice"),),
        ),
    )


ENDING = Phase(
    "ending",
    (
        WITHDRAW,
        STOP,
    ),
    _transitions,
)
