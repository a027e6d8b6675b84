"""Where the time of filings goes: over units, steps, applicants, payment and other agencies.

`attribute` splits the time of one case exactly, of its records; `Attribution` adds up those of
many. `register_days` is what a register alone says.
"""

from caseflow.reports.attribution._filings import FilingTime, Span, attribute
from caseflow.reports.attribution._limits import LimitUse
from caseflow.reports.attribution._parts import Holder, Part, Stage
from caseflow.reports.attribution._registers import REGISTER_DAYS, register_days
from caseflow.reports.attribution._stores import filing_times
from caseflow.reports.attribution._totals import (
    BY_FILING,
    BY_PART,
    Attribution,
    PartTotal,
    WholeTotal,
)

__all__ = [
    "BY_FILING",
    "BY_PART",
    "REGISTER_DAYS",
    "Attribution",
    "FilingTime",
    "Holder",
    "LimitUse",
    "Part",
    "PartTotal",
    "Span",
    "Stage",
    "WholeTotal",
    "attribute",
    "filing_times",
    "register_days",
]
