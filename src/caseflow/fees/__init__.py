"""Fees and who pays them: dated schedules, the charge of one filing, and budgets for subsidies.

Amounts are whole numbers of the smallest unit of one currency, shares are exact. Payments and
refunds are not here: a charge says what is due, not what came in. No country's tariff is here
either: packs fill schedules in.
"""

from caseflow.fees._budgets import (
    Budget,
    BudgetReport,
    BudgetRow,
    Entry,
    allotment,
    give_back,
    grant,
)
from caseflow.fees._charges import (
    Charge,
    ChargeLine,
    FeeRequest,
    Support,
    charge_for,
    counted_for,
)
from caseflow.fees._rates import Countable, Fixed, Percent, Rate, Stated, Tier, Tiered
from caseflow.fees._rounding import ROUND_DOWN, RoundingRule
from caseflow.fees._schedules import (
    SERVICE,
    Exemption,
    Fee,
    FeeKind,
    FeeRule,
    FeeSchedule,
    Governs,
    Subsidy,
    Validity,
    Waiver,
)
from caseflow.fees._steps import ChargeExplanation, ChargeStep

__all__ = [
    "ROUND_DOWN",
    "SERVICE",
    "Budget",
    "BudgetReport",
    "BudgetRow",
    "Charge",
    "ChargeExplanation",
    "ChargeLine",
    "ChargeStep",
    "Countable",
    "Entry",
    "Exemption",
    "Fee",
    "FeeKind",
    "FeeRequest",
    "FeeRule",
    "FeeSchedule",
    "Fixed",
    "Governs",
    "Percent",
    "Rate",
    "RoundingRule",
    "Stated",
    "Subsidy",
    "Support",
    "Tier",
    "Tiered",
    "Validity",
    "Waiver",
    "allotment",
    "charge_for",
    "counted_for",
    "give_back",
    "grant",
]
