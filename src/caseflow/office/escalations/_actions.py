"""What may be done to an escalation, and who does it."""

from caseflow.office._reasons import Reason
from caseflow.office.escalations._payloads import (
    EscalationStep,
    HeadEvaluation,
    Obstacle,
    ObstacleAnswer,
    Recovery,
)
from caseflow.office.rules import UNNAMED
from caseflow.workflow import Action, Role

__all__ = [
    "ANSWER_OBSTACLE",
    "CLOSE_RECOVERED",
    "CLOSE_WITH_REASON",
    "CRITICISE",
    "ESCALATION_ACTIONS",
    "ESCALATION_ROLES",
    "EVALUATE_HEAD",
    "EVALUATOR",
    "MONITOR",
    "REMIND",
    "REPORT_OBSTACLE",
    "REPORT_UP",
    "SUPERIOR",
    "UNIT_HEAD",
]

#: Watches the plan, reminds, and reports to the superior unit.
MONITOR = Role("monitor", UNNAMED)
#: The superior unit: criticises in writing, answers obstacles, may close with a reason.
SUPERIOR = Role("superior", UNNAMED)
#: Evaluates the responsibility of the head of the unit.
EVALUATOR = Role("evaluator", UNNAMED)
#: Answers for the unit.
UNIT_HEAD = Role("unit-head", UNNAMED)

ESCALATION_ROLES = (MONITOR, SUPERIOR, EVALUATOR, UNIT_HEAD)

REMIND = Action("remind", EscalationStep, UNNAMED)
REPORT_UP = Action("report-up", EscalationStep, UNNAMED)
CRITICISE = Action("criticise", EscalationStep, UNNAMED)
EVALUATE_HEAD = Action("evaluate-head", HeadEvaluation, UNNAMED)
REPORT_OBSTACLE = Action("report-obstacle", Obstacle, UNNAMED)
ANSWER_OBSTACLE = Action("answer-obstacle", ObstacleAnswer, UNNAMED)
CLOSE_RECOVERED = Action("close-recovered", Recovery, UNNAMED)
CLOSE_WITH_REASON = Action("close-with-reason", Reason, UNNAMED)

ESCALATION_ACTIONS = (
    REMIND,
    REPORT_UP,
    CRITICISE,
    EVALUATE_HEAD,
    REPORT_OBSTACLE,
    ANSWER_OBSTACLE,
    CLOSE_RECOVERED,
    CLOSE_WITH_REASON,
)
