"""The one-stop shop of Viet Nam as a workflow: states on the ten national status codes.

May import: limits, values, workflow, and this pack's law, actions, states, guards and
transitions. How long things may take is the procedure's to say.

Timeliness is settled where the result comes to exist (status 9), never where it is collected
(status 10). Source: Circular 01/2018/TT-VPCP Art. 13.1.
"""

from functools import cache

from attrs import evolve

from caseflow.limits import working_days, working_hours
from caseflow.typed import typed
from caseflow.values import Text
from caseflow.vietnam import actions as do
from caseflow.vietnam import law
from caseflow.vietnam.guards import GUARDS, receiving
from caseflow.vietnam.states import REGISTERED, ROLES, STATES
from caseflow.vietnam.transitions import (
    billing_transitions,
    ending_transitions,
    handover_transitions,
    paying_transitions,
    processing_transitions,
    receiving_transitions,
    result_transitions,
    returning_transitions,
)
from caseflow.workflow import (
    ACKNOWLEDGEMENT,
    LEGAL,
    SUPPLEMENT,
    ClockOp,
    ClockRule,
    Transition,
    Workflow,
)

__all__ = ["one_stop_shop"]


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


@typed
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
        *receiving_transitions(),
        *processing_transitions(
            receiving.supplement_time_is_over if closes_unanswered else receiving.no_closing_rule
        ),
        *handover_transitions(),
        *paying_transitions(),
        *billing_transitions(),
        *returning_transitions(),
        *result_transitions(),
        *ending_transitions(),
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
