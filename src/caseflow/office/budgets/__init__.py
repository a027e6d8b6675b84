"""Budgets that pay subsidies, kept as cases of their own: what they are, and how they are read.

The desk that pays from them needs a store and is imported by path: `caseflow.office.budgets.desks`.
"""

from caseflow.office.budgets.actions import (
    ALLOT,
    BUDGET_ACTIONS,
    CAP,
    CLOSE,
    GIVE_BACK,
    GRANT,
    TAKE_BACK,
)
from caseflow.office.budgets.books import BudgetStanding, budget_of, standing_of
from caseflow.office.budgets.offices import ACCOUNTANT, BUDGET, budget_office, budget_workflow
from caseflow.office.budgets.reports import Payout, SpendingReport, spending_report

__all__ = [
    "ACCOUNTANT",
    "ALLOT",
    "BUDGET",
    "BUDGET_ACTIONS",
    "CAP",
    "CLOSE",
    "GIVE_BACK",
    "GRANT",
    "TAKE_BACK",
    "BudgetStanding",
    "Payout",
    "SpendingReport",
    "budget_of",
    "budget_office",
    "budget_workflow",
    "spending_report",
    "standing_of",
]
