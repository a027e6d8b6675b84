"""Transitions of return: early notice, online, at the counter, by post.

May import: workflow, and this pack's law, actions, states and guards.
"""

from caseflow.office import actions as do
from caseflow.office.guards import paying, results, returning
from caseflow.office.rules import OfficeRules
from caseflow.office.states import (
    APPLICANT,
    BEFORE_RESULT,
    DECIDED,
    INTAKE,
    RETURNED,
)
from caseflow.typed import typed
from caseflow.workflow import (
    RESULT_BY,
    Effect,
    SetFact,
    Transition,
)

__all__ = ["returning_transitions"]


@typed
def returning_transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return the transitions of this phase under the *rules* of a country."""
    ready = (paying.fee_paid_at_return, returning.early_return_is_announced)
    ways = (
        (
            do.RETURN_ONLINE,
            (returning.is_returned_online, results.result_is_identified(rules)),
            "deliver-online",
        ),
        (do.RETURN_AT_COUNTER, (returning.is_returned_at_counter,), "hand-over"),
        (do.RETURN_BY_POST, (returning.is_returned_by_post,), "post"),
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
                guards=(*wanted, *ready),
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
