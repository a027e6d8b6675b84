"""What may be filed for: procedures in dated versions, and the catalogue that holds them.

What may be done when is the workflow's to say, and a procedure only names its workflow. No
country's law belongs here: packs fill these values in.
"""

from caseflow.procedures._catalogues import Catalogue, Totals
from caseflow.procedures._covering import FirstDay
from caseflow.procedures._definitions import (
    ClockLimit,
    ExcludedGround,
    Extension,
    LimitRule,
    Procedure,
    PromisePolicy,
    ServiceLevel,
    Silence,
    SilentOutcome,
)
from caseflow.procedures._paying import PaymentPeriod, PaymentPoint, Unpaid
from caseflow.steps import Step

__all__ = [
    "Catalogue",
    "ClockLimit",
    "ExcludedGround",
    "Extension",
    "FirstDay",
    "LimitRule",
    "PaymentPeriod",
    "PaymentPoint",
    "Procedure",
    "PromisePolicy",
    "ServiceLevel",
    "Silence",
    "SilentOutcome",
    "Step",
    "Totals",
    "Unpaid",
]
