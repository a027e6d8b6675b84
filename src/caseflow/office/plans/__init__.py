"""Plans that units answer for: targets by month, figures, and how the two compare.

Nothing here opens a case or knows a country: who hears of a target that is missed is the matter of
`caseflow.office.escalations`.
"""

from caseflow.office.plans._figures import FIGURE_COLUMNS, Figures, LeftOut, read_figures
from caseflow.office.plans._needs import Need, needed
from caseflow.office.plans._periods import PlanPeriod, plan_period
from caseflow.office.plans._plan_rows import PLAN_COLUMNS, read_plan_csv
from caseflow.office.plans._plan_tables import read_plan
from caseflow.office.plans._plans import Plan
from caseflow.office.plans._progress import (
    Progress,
    TargetStanding,
    progress_of,
    progress_on,
    wanted_by,
)
from caseflow.office.plans._projections import DailyCount, Projection, projected
from caseflow.office.plans._targets import (
    Direction,
    Figure,
    Metric,
    MetricKind,
    Target,
    is_reached,
)

__all__ = [
    "FIGURE_COLUMNS",
    "PLAN_COLUMNS",
    "DailyCount",
    "Direction",
    "Figure",
    "Figures",
    "LeftOut",
    "Metric",
    "MetricKind",
    "Need",
    "Plan",
    "PlanPeriod",
    "Progress",
    "Projection",
    "Target",
    "TargetStanding",
    "is_reached",
    "needed",
    "plan_period",
    "progress_of",
    "progress_on",
    "projected",
    "read_figures",
    "read_plan",
    "read_plan_csv",
    "wanted_by",
]
