"""What may be done, when and by whom: workflows as frozen values, and the reasons for a refusal.

A workflow is data: it compares, serialises and draws. Nothing here runs anything: `machine`
compiles a workflow, `checks` finds its faults, `engine` works cases by it. Words of one country
belong in a pack.
"""

from caseflow.workflow._definitions import Transition, Workflow
from caseflow.workflow._guards import (
    Audit,
    CaseView,
    Guard,
    Recall,
    RecordView,
    Situation,
    guard,
    payload_guard,
)
from caseflow.workflow._refusals import Fault, Param, Refusal
from caseflow.workflow._simple import Way, simple_workflow
from caseflow.workflow._vocabulary import (
    ACKNOWLEDGEMENT,
    ANYONE,
    BRANCH,
    LEGAL,
    PROMISED_ON,
    RESULT_BY,
    SUPPLEMENT,
    Action,
    ClockOp,
    ClockRule,
    ClockVerb,
    Effect,
    FactValue,
    Role,
    SetFact,
    State,
)

__all__ = [
    "ACKNOWLEDGEMENT",
    "ANYONE",
    "BRANCH",
    "LEGAL",
    "PROMISED_ON",
    "RESULT_BY",
    "SUPPLEMENT",
    "Action",
    "Audit",
    "CaseView",
    "ClockOp",
    "ClockRule",
    "ClockVerb",
    "Effect",
    "FactValue",
    "Fault",
    "Guard",
    "Param",
    "Recall",
    "RecordView",
    "Refusal",
    "Role",
    "SetFact",
    "Situation",
    "State",
    "Transition",
    "Way",
    "Workflow",
    "guard",
    "payload_guard",
    "simple_workflow",
]
