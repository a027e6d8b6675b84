"""Counts of a register: what came in, went out and is there, by unit, period and what is asked.

Whole numbers that add up; rates are made of two of them, and a rate of nothing is none.
"""

from caseflow.reports.counts._counting import STOCK, ages, count, stock
from caseflow.reports.counts._counts import AGE, PERIOD, Counts, Period
from caseflow.reports.counts._measures import DATES, MEASURES, Measure, measures_named
from caseflow.reports.counts._verdicts import (
    Reference,
    early,
    early_by,
    has_decision_and_date,
    is_due_today,
    is_open,
    is_overdue,
    is_paused,
    is_waiting,
    late,
    on_time,
)

__all__ = [
    "AGE",
    "DATES",
    "MEASURES",
    "PERIOD",
    "STOCK",
    "Counts",
    "Measure",
    "Period",
    "Reference",
    "ages",
    "count",
    "early",
    "early_by",
    "has_decision_and_date",
    "is_due_today",
    "is_open",
    "is_overdue",
    "is_paused",
    "is_waiting",
    "late",
    "measures_named",
    "on_time",
    "stock",
]
