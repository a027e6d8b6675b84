"""The office that escalates targets in Da Nang: names, recipients, and times of the steps.

The recipients and times are in data/escalations.toml, each with its source and how sure it is.
"""

from functools import cache

from caseflow._typed import typed
from caseflow.engine import Jurisdiction
from caseflow.office import escalations
from caseflow.office.escalations import EscalationRules
from caseflow.values import Text
from caseflow.vietnam._shipped import LANGUAGES, shipped_text
from caseflow.vietnam.calendars import calendar
from caseflow.workflow import Workflow

__all__ = ["escalation_office", "escalation_rules", "escalation_workflow"]

_NAME = Text(vi="Xử lý đơn vị chưa đạt chỉ tiêu", en="Follow-up of a missed target")
_NAMES = {
    "behind": Text(vi="Chậm chỉ tiêu", en="Behind the target"),
    "reminded": Text(vi="Đã nhắc nhở", en="Reminded"),
    "reported": Text(vi="Đã báo cáo cấp trên", en="Reported to the superior unit"),
    "criticised": Text(vi="Đã phê bình bằng văn bản", en="Criticised in writing"),
    "evaluated": Text(
        vi="Đã đánh giá trách nhiệm người đứng đầu", en="Responsibility of the head evaluated"
    ),
    "closed": Text(vi="Đã kết thúc", en="Closed"),
    "remind": Text(vi="Nhắc nhở đơn vị", en="Remind the unit"),
    "report-up": Text(vi="Báo cáo cơ quan cấp trên", en="Report to the superior unit"),
    "criticise": Text(vi="Phê bình bằng văn bản", en="Criticise in writing"),
    "evaluate-head": Text(
        vi="Đánh giá trách nhiệm người đứng đầu", en="Evaluate the responsibility of the head"
    ),
    "report-obstacle": Text(vi="Báo cáo khó khăn, vướng mắc", en="Report an obstacle"),
    "answer-obstacle": Text(vi="Trả lời khó khăn, vướng mắc", en="Answer the obstacle"),
    "close-recovered": Text(vi="Kết thúc do đã đạt chỉ tiêu", en="Close, as the target is reached"),
    "close-with-reason": Text(vi="Kết thúc có nêu lý do", en="Close, and say why"),
    "monitor": Text(vi="cơ quan theo dõi kế hoạch", en="office that watches the plan"),
    "superior": Text(vi="cơ quan cấp trên", en="superior unit"),
    "evaluator": Text(vi="cơ quan đánh giá trách nhiệm", en="office that evaluates heads"),
    "unit-head": Text(vi="thủ trưởng đơn vị", en="head of the unit"),
    "next-step": Text(vi="thời hạn của bước tiếp theo", en="time for the next step"),
    "answer": Text(vi="thời hạn trả lời vướng mắc", en="time to answer the obstacle"),
}


@typed
@cache
def escalation_rules() -> EscalationRules:
    """Return by when each step is due in Da Nang, and who gets it; see data/escalations.toml.

    >>> escalation_rules().step("evaluate-head").to.in_("en")
    'Department of Home Affairs'
    """
    text = shipped_text("escalations.toml")
    return escalations.read_escalation_rules(
        text, name="data/escalations.toml", languages=LANGUAGES
    )


@typed
@cache
def escalation_workflow() -> Workflow:
    """Return the workflow of an escalation in Da Nang."""
    return escalations.escalation_workflow(escalation_rules(), _NAMES)


@typed
@cache
def escalation_office() -> Jurisdiction:
    """Return what escalations are worked by in Da Nang.

    >>> [procedure.code for procedure in escalation_office().catalogue]
    ['escalation']
    """
    return escalations.escalation_office(_NAME, calendar(), escalation_rules(), _NAMES)
