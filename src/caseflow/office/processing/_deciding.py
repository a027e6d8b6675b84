"""Deciding: the result exists from here on, and timeliness is judged."""

from attrs import field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen
from caseflow.office import _law as law
from caseflow.office._clocks import STOP_FORWARDING
from caseflow.office._phases import Phase
from caseflow.office.paying._collecting import fee_paid_midway
from caseflow.office.rules import UNNAMED, OfficeRules
from caseflow.office.states import APPROVER, DECIDED, PROCESSING, REFUSE_ACT, REFUSED
from caseflow.texts import Message
from caseflow.workflow import (
    BRANCH,
    LEGAL,
    Action,
    ClockOp,
    Refusal,
    SetFact,
    Situation,
    Transition,
    guard,
)

__all__ = ["DECIDE", "DECIDING", "REFUSE", "Decision", "RefusalResult", "has_no_refusal_limit"]


@frozen
class Decision:
    """Identify the result document."""

    number: str = field(default="", converter=plain_text)
    note: str = field(default="", converter=plain_text)


@frozen
class RefusalResult:
    """Refuse in writing, with the reasons, as the result of the filing."""

    reason: str = field(converter=plain_text, validator=says_something)
    number: str = field(default="", converter=plain_text)


DECIDE = Action(
    "decide",
    Decision,
    UNNAMED,
    law.PROCESS,
)


REFUSE = Action(
    REFUSE_ACT,
    RefusalResult,
    UNNAMED,
    law.REFUSE_AS_RESULT,
)


@guard("has-no-refusal-limit")
def has_no_refusal_limit(situation: Situation) -> Refusal | None:
    """Ask that the procedure has no limit stated for a refusal."""
    opened_on = situation.calendar.local_date(situation.case.opened_at)
    if REFUSED not in situation.procedure.branches_on(opened_on):
        return None
    return Refusal(
        "refusal-limit",
        Message("office.refusal-limit"),
    )


def _transitions(_: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    return (
        Transition(
            DECIDE,
            PROCESSING,
            DECIDED,
            [APPROVER],
            guards=(fee_paid_midway,),
            clocks=(ClockOp.stop(LEGAL, basis=law.PROCESS), STOP_FORWARDING),
            decides=True,
        ),
        Transition(
            REFUSE,
            PROCESSING,
            DECIDED,
            [APPROVER],
            guards=(has_no_refusal_limit,),
            clocks=(ClockOp.stop(LEGAL, basis=law.REFUSE_AS_RESULT), STOP_FORWARDING),
            decides=True,
        ),
        # Taken when the procedure has its own limit for a refusal.
        Transition(
            REFUSE,
            PROCESSING,
            DECIDED,
            [APPROVER],
            clocks=(ClockOp.stop(LEGAL, basis=law.REFUSE_AS_RESULT), STOP_FORWARDING),
            facts=(SetFact(BRANCH, REFUSED),),
            decides=True,
        ),
    )


DECIDING = Phase(
    "deciding",
    (
        DECIDE,
        REFUSE,
    ),
    _transitions,
)
