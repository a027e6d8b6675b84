"""The office that escalates targets that are missed: one internal procedure and its workflow.

Its legal clock is the time for the next step: work lists sort by that clock, and each step sets it
anew. What a country calls things, by when steps are due and who gets them are parameters.
"""

from collections.abc import Mapping
from typing import Any

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.engine import Annulments, Jurisdiction
from caseflow.office.escalations import _guards as guards
from caseflow.office.escalations._actions import (
    ANSWER_OBSTACLE,
    CLOSE_RECOVERED,
    CLOSE_WITH_REASON,
    CRITICISE,
    ESCALATION_ACTIONS,
    ESCALATION_ROLES,
    EVALUATE_HEAD,
    EVALUATOR,
    MONITOR,
    REMIND,
    REPORT_OBSTACLE,
    REPORT_UP,
    SUPERIOR,
    UNIT_HEAD,
)
from caseflow.office.escalations._rules import CLOSE_BRANCH, STEPS, EscalationRules
from caseflow.office.rules import UNNAMED, labelled
from caseflow.procedures import Catalogue, LimitRule, Procedure, ServiceLevel
from caseflow.service import Expiry
from caseflow.values import Channel, Text
from caseflow.workflow import (
    BRANCH,
    LEGAL,
    Action,
    ClockOp,
    ClockRule,
    Effect,
    Guard,
    Role,
    SetFact,
    State,
    Transition,
    Workflow,
)

__all__ = [
    "ANSWER_CLOCK",
    "ESCALATION",
    "escalation_expiries",
    "escalation_office",
    "escalation_workflow",
]

_BEHIND = State("behind", UNNAMED)
_REMINDED = State("reminded", UNNAMED)
_REPORTED = State("reported", UNNAMED)
_CRITICISED = State("criticised", UNNAMED)
_EVALUATED = State("evaluated", UNNAMED)
_CLOSED = State("closed", UNNAMED, is_final=True)

_OPEN = (_BEHIND, _REMINDED, _REPORTED, _CRITICISED, _EVALUATED)
_STATES = (*_OPEN, _CLOSED)

#: The clock that runs until an obstacle is answered.
ANSWER_CLOCK = "answer"

#: The code of the internal procedure, which is published nowhere.
ESCALATION = "escalation"

#: What a letter that is to go out asks of the office.
_SEND = "send-letter"


@typed
def escalation_workflow(rules: EscalationRules, names: Mapping[str, Text]) -> Workflow:
    """Return the workflow of an escalation: step by step up, until the target is reached.

    *names* are those that the country gives its states, actions, roles and clocks.
    """
    following: dict[str, str] = dict(zip(STEPS, (*STEPS[1:], CLOSE_BRANCH), strict=True))

    def step(
        action: Action[Any],
        source: State,
        target: State,
        role: Role,
        *conditions: Guard,
    ) -> Transition:
        return Transition(
            action,
            source,
            target,
            [role],
            guards=(guards.target_is_known, *conditions),
            clocks=(ClockOp.restart(LEGAL),),
            facts=(SetFact(BRANCH, following[action.name]),),
            effects=(_letter(rules, action.name),),
        )

    stop = (ClockOp.stop(LEGAL), ClockOp.stop(ANSWER_CLOCK, if_fitting=True))
    return Workflow(
        name=ESCALATION,
        version="1",
        initial=_BEHIND,
        states=labelled(_STATES, names),
        actions=labelled(ESCALATION_ACTIONS, names),
        transitions=(
            step(REMIND, _BEHIND, _REMINDED, MONITOR, guards.step_is_due),
            step(REPORT_UP, _REMINDED, _REPORTED, MONITOR, guards.step_is_due),
            step(
                CRITICISE,
                _REPORTED,
                _CRITICISED,
                SUPERIOR,
                guards.obstacle_is_answered,
                guards.step_is_due,
            ),
            step(
                EVALUATE_HEAD,
                _CRITICISED,
                _EVALUATED,
                EVALUATOR,
                guards.obstacle_is_answered,
                guards.evaluation_is_due,
            ),
            *Transition.each(
                REPORT_OBSTACLE,
                _OPEN,
                None,
                [UNIT_HEAD],
                guards=(guards.obstacle_is_answered,),
                clocks=(ClockOp.start(ANSWER_CLOCK, if_fitting=True),),
                effects=(_letter(rules, ANSWER_OBSTACLE.name),),
            ),
            *Transition.each(
                ANSWER_OBSTACLE,
                _OPEN,
                None,
                [SUPERIOR],
                guards=(guards.obstacle_waits,),
                clocks=(ClockOp.stop(ANSWER_CLOCK, if_fitting=True),),
            ),
            *Transition.each(
                CLOSE_RECOVERED,
                _OPEN,
                _CLOSED,
                [MONITOR, SUPERIOR],
                guards=(guards.target_is_known, guards.figure_has_recovered),
                clocks=stop,
                decides=True,
            ),
            *Transition.each(
                CLOSE_WITH_REASON, _OPEN, _CLOSED, [SUPERIOR], clocks=stop, decides=True
            ),
        ),
        roles=labelled(ESCALATION_ROLES, names),
        clocks=(
            ClockRule(LEGAL, names.get("next-step", UNNAMED)),
            ClockRule(ANSWER_CLOCK, names.get(ANSWER_CLOCK, UNNAMED), limit=rules.answer.within),
        ),
        opening=(ClockOp.start(LEGAL),),
        guards=guards.ESCALATION_GUARDS,
        effects=(_SEND,),
    )


def _letter(rules: EscalationRules, name: str) -> Effect:
    """Ask for a letter to whom the rules name, in the first language of the office."""
    to = rules.step(name).to
    return Effect(_SEND, (("step", name), ("to", to.in_(to.languages[0]))))


@typed(late=True)
def escalation_office(
    name: Text, calendar: OfficeCalendar, rules: EscalationRules, names: Mapping[str, Text]
) -> Jurisdiction:
    """Return what escalations are worked by: a calendar, one procedure, its workflow.

    Args:
        name: what an escalation is called.
        calendar: that of the office.
        rules: by when each step is due, and who gets it.
        names: those that the country gives the states, actions, roles and clocks.
    """
    procedure = Procedure(
        code=ESCALATION,
        version="1",
        name=name,
        workflow=ESCALATION,
        limits=(
            LimitRule(rules.step(STEPS[0]).within),
            *(LimitRule(rules.step(each).within, branch=each) for each in (*STEPS, CLOSE_BRANCH)),
        ),
        channels=frozenset({Channel.COUNTER}),
        service_level=ServiceLevel.COUNTER,
    )
    return Jurisdiction(
        name.in_(name.languages[0]),
        calendar,
        Catalogue((procedure,), name="escalations"),
        (escalation_workflow(rules, names),),
        annulments=Annulments({SUPERIOR.name}),
    )


@typed
def escalation_expiries() -> tuple[Expiry, ...]:
    """Return what is posted when a step, or the answer to an obstacle, is overdue.

    Nothing is done by itself: a letter of criticism is for people to write.
    """
    return (Expiry("step-overdue", LEGAL), Expiry("answer-overdue", ANSWER_CLOCK))
