"""Time limits: from a statutory period to a due date that explains itself.

`TimeLimit` says how long and by which rules; `TimeLimit.due` counts it on an office calendar.
Clocks that stop and go on are in `ledgers`.
"""

from caseflow.limits._counting import Pause, Receipt
from caseflow.limits._explanations import Explanation, replay_steps
from caseflow.limits._limit import Due, TimeLimit
from caseflow.limits._shorthand import (
    calendar_days,
    clock_hours,
    months,
    same_day,
    weeks,
    working_days,
    working_hours,
    years,
)
from caseflow.limits._steps import Step
from caseflow.limits._units import (
    Convention,
    CutOff,
    EndOfDay,
    MonthOnPause,
    PauseDays,
    Supplement,
    Unit,
)
from caseflow.limits._wording import weekday_text, when_text
from caseflow.limits._words import amount_text, duration_text

__all__ = [
    "Convention",
    "CutOff",
    "Due",
    "EndOfDay",
    "Explanation",
    "MonthOnPause",
    "Pause",
    "PauseDays",
    "Receipt",
    "Step",
    "Supplement",
    "TimeLimit",
    "Unit",
    "amount_text",
    "calendar_days",
    "clock_hours",
    "duration_text",
    "months",
    "replay_steps",
    "same_day",
    "weekday_text",
    "weeks",
    "when_text",
    "working_days",
    "working_hours",
    "years",
]
