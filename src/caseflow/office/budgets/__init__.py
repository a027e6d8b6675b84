"""Budgets that pay subsidies, kept as separate cases: what they are, and how they are read.

The service that pays from them needs a store and is imported by path:
`caseflow.office.budgets.budget_service`.
"""

from caseflow.office.budgets._actions import (
    ALLOT,
    BUDGET_ACTIONS,
    CAP,
    CLOSE,
    GIVE_BACK,
    GRANT,
    TAKE_BACK,
)
from caseflow.office.budgets._books import BudgetStanding, budget_of, standing_of
from caseflow.office.budgets._offices import ACCOUNTANT, BUDGET, budget_office, budget_workflow
from caseflow.office.budgets._payloads import (
    SUBSIDY_KEY,
    Allotment,
    BudgetGrant,
    GiveBack,
    GroundCap,
)
from caseflow.office.budgets._reports import Payout, SpendingReport, spending_report

__all__ = [
    "ACCOUNTANT",
    "ALLOT",
    "BUDGET",
    "BUDGET_ACTIONS",
    "CAP",
    "CLOSE",
    "GIVE_BACK",
    "GRANT",
    "SUBSIDY_KEY",
    "TAKE_BACK",
    "Allotment",
    "BudgetGrant",
    "BudgetStanding",
    "GiveBack",
    "GroundCap",
    "Payout",
    "SpendingReport",
    "budget_of",
    "budget_office",
    "budget_workflow",
    "spending_report",
    "standing_of",
]
