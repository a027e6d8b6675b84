"""What may be done to a budget.

May import: payments, values, workflow, and this pack's payloads.
"""

from caseflow.office.budgets.payloads import Allotment, BudgetGrant, GiveBack, GroundCap
from caseflow.office.reasons import Reason
from caseflow.payments import SubsidyReturned
from caseflow.values import Text
from caseflow.workflow import Action

__all__ = ["ALLOT", "BUDGET_ACTIONS", "CAP", "CLOSE", "GIVE_BACK", "GRANT", "TAKE_BACK"]

ALLOT = Action("allot", Allotment, Text(vi="Giao dự toán", en="Allot money"))
CAP = Action("cap-ground", GroundCap, Text(vi="Đặt mức chi tối đa", en="Cap a ground"))
GRANT = Action("grant", BudgetGrant, Text(vi="Chi hỗ trợ", en="Grant a subsidy"))
GIVE_BACK = Action("give-back", GiveBack, Text(vi="Hoàn lại khoản chi", en="Give a grant back"))
TAKE_BACK = Action(
    "take-back", SubsidyReturned, Text(vi="Nhận lại khoản hỗ trợ", en="Take a subsidy back")
)
CLOSE = Action("close", Reason, Text(vi="Khóa sổ", en="Close the books"))

BUDGET_ACTIONS = (ALLOT, CAP, GRANT, GIVE_BACK, TAKE_BACK, CLOSE)
