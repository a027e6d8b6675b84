"""Processing a filing: assigning, supplements, time, decision, end without one."""

from caseflow.office.processing._assigning import unit_in_charge

__all__ = [
    "unit_in_charge",
]
