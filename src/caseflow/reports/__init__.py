"""Reports: a register of filings, what is counted of it, and how long filings take.

A register has one row a filing; all but attribution, which reads the records, is made of it. Needs
the extra `reports`, so it is imported by its path. No country is known here, and no case is
decided.
"""

# Before the others, so that what is not installed is named.
from caseflow.reports._installed import INSTALL
from caseflow.reports.attribution import Attribution, FilingTime, attribute, filing_times
from caseflow.reports.counts import Counts, Measure, Period, ages, count, measures_named, stock
from caseflow.reports.durations import DayCounts, Durations, days_taken
from caseflow.reports.promises import SafePromise, safe_promises
from caseflow.reports.register import (
    Register,
    load_mapping,
    project_store,
    register_cases,
    register_files,
    register_log,
    register_table,
)

__all__ = [
    "INSTALL",
    "Attribution",
    "Counts",
    "DayCounts",
    "Durations",
    "FilingTime",
    "Measure",
    "Period",
    "Register",
    "SafePromise",
    "ages",
    "attribute",
    "count",
    "days_taken",
    "filing_times",
    "load_mapping",
    "measures_named",
    "project_store",
    "register_cases",
    "register_files",
    "register_log",
    "register_table",
    "safe_promises",
    "stock",
]
