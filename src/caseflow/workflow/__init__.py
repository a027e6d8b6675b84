"""What may be done, when and by whom: workflows as frozen values, and the reasons for a refusal.

A workflow is data: it compares, serialises and draws. Nothing here runs anything: `machine`
compiles a workflow, `checks` finds its faults, `engine` works cases by it. Words of one country
belong in a pack.
"""

from caseflow.workflow._declared import (
    CASE_FACTS,
    CHANNEL,
    DECIDED_ON,
    GUARD_KINDS,
    AssignedTo,
    AtMost,
    ClockNotOver,
    ClockOver,
    Declared,
    FactIs,
    GuardReason,
    Once,
    OtherPersonThan,
    Paid,
    ProcedureCount,
)
from caseflow.workflow._definitions import Transition, Workflow
from caseflow.workflow._guards import Audit, Guard, declared_guard, guard, payload_guard
from caseflow.workflow._refusals import Fault, Param, Refusal
from caseflow.workflow._simple import Way, simple_workflow
from caseflow.workflow._situations import CaseView, Recall, RecordView, Situation
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
    "CASE_FACTS",
    "CHANNEL",
    "DECIDED_ON",
    "GUARD_KINDS",
    "LEGAL",
    "PROMISED_ON",
    "RESULT_BY",
    "SUPPLEMENT",
    "Action",
    "AssignedTo",
    "AtMost",
    "Audit",
    "CaseView",
    "ClockNotOver",
    "ClockOp",
    "ClockOver",
    "ClockRule",
    "ClockVerb",
    "Declared",
    "Effect",
    "FactIs",
    "FactValue",
    "Fault",
    "Guard",
    "GuardReason",
    "Once",
    "OtherPersonThan",
    "Paid",
    "Param",
    "ProcedureCount",
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
    "declared_guard",
    "guard",
    "payload_guard",
    "simple_workflow",
]
