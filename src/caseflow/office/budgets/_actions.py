"""What may be done to a budget."""

from caseflow.office._reasons import Reason
from caseflow.office.budgets._payloads import Allotment, BudgetGrant, GiveBack, GroundCap
from caseflow.office.rules import UNNAMED
from caseflow.payments import SubsidyReturned
from caseflow.workflow import Action

__all__ = ["ALLOT", "BUDGET_ACTIONS", "CAP", "CLOSE", "GIVE_BACK", "GRANT", "TAKE_BACK"]

ALLOT = Action("allot", Allotment, UNNAMED)
CAP = Action("cap-ground", GroundCap, UNNAMED)
GRANT = Action("grant", BudgetGrant, UNNAMED)
GIVE_BACK = Action("give-back", GiveBack, UNNAMED)
TAKE_BACK = Action("take-back", SubsidyReturned, UNNAMED)
CLOSE = Action("close", Reason, UNNAMED)

#: Every action of a budget, in the order in which they are shown.
BUDGET_ACTIONS = (ALLOT, CAP, GRANT, GIVE_BACK, TAKE_BACK, CLOSE)
