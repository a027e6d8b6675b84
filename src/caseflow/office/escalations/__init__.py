"""Escalations: what happens, step by step, while a unit is short of its target.

A case for each unit, metric and period: reminder, report to the superior unit, criticism in
writing, evaluation of the head's responsibility. What opens cases in a store is imported by path:
`caseflow.office.escalations.opening`.
"""

from caseflow.office.escalations._actions import (
    ANSWER_OBSTACLE,
    CLOSE_RECOVERED,
    CLOSE_WITH_REASON,
    CRITICISE,
    EVALUATE_HEAD,
    EVALUATOR,
    MONITOR,
    REMIND,
    REPORT_OBSTACLE,
    REPORT_UP,
    SUPERIOR,
    UNIT_HEAD,
)
from caseflow.office.escalations._facts import (
    EscalationRequest,
    escalation_number,
    request_of,
)
from caseflow.office.escalations._offices import (
    ANSWER_CLOCK,
    ESCALATION,
    escalation_expiries,
    escalation_office,
    escalation_workflow,
)
from caseflow.office.escalations._payloads import (
    EscalationStep,
    HeadEvaluation,
    Obstacle,
    ObstacleAnswer,
    Recovery,
)
from caseflow.office.escalations._rules import EscalationRules, StepRule, read_escalation_rules

__all__ = [
    "ANSWER_CLOCK",
    "ANSWER_OBSTACLE",
    "CLOSE_RECOVERED",
    "CLOSE_WITH_REASON",
    "CRITICISE",
    "ESCALATION",
    "EVALUATE_HEAD",
    "EVALUATOR",
    "MONITOR",
    "REMIND",
    "REPORT_OBSTACLE",
    "REPORT_UP",
    "SUPERIOR",
    "UNIT_HEAD",
    "EscalationRequest",
    "EscalationRules",
    "EscalationStep",
    "HeadEvaluation",
    "Obstacle",
    "ObstacleAnswer",
    "Recovery",
    "StepRule",
    "escalation_expiries",
    "escalation_number",
    "escalation_office",
    "escalation_workflow",
    "read_escalation_rules",
    "request_of",
]
