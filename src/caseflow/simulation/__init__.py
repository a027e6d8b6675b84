"""Simulation: many filings on a virtual clock, by the same workflows, limits and calendars.

A `Scenario` puts an `Office` and its `Demand` on a stretch of days, and `simulate` runs it: which
share is decided in time, and how much sooner, with how many clerks. Every run works a sample again
through the real engine. Needs the extra `sim`, so it is imported by its path; no store is read, and
no case of a portal is changed.
"""

# Before the others, so that what is not installed is named.
from caseflow.simulation._installed import INSTALL  # isort: split

from caseflow.simulation._backlogs import (
    Backlog,
    OpenFiling,
    PastAct,
    backlog_of,
    simulated_backlog,
)
from caseflow.simulation._comparing import Comparison, Difference, compare, enough
from caseflow.simulation._demands import Course, Demand, Numbers, Season, StageTime, Topic
from caseflow.simulation._distributions import Distribution, Shape
from caseflow.simulation._events import Event, events_of
from caseflow.simulation._files import read_scenario
from caseflow.simulation._fit_logs import BatchClick, FitReport, Outlier
from caseflow.simulation._fits import DemandFit, OfficeFit, fit_demand, fit_office
from caseflow.simulation._loads import Load, loads
from caseflow.simulation._made_logs import simulated_work
from caseflow.simulation._mapping import (
    DaskClient,
    ProgressBar,
    in_processes,
    on_dask,
    on_ray,
    with_joblib,
)
from caseflow.simulation._offices import (
    AtClosing,
    Clerk,
    Discipline,
    Leave,
    Office,
    Pool,
    Roster,
    Waiting,
)
from caseflow.simulation._registers import register_rows
from caseflow.simulation._remaining import DecisionForecast, when_decided
from caseflow.simulation._replications import PoolUse, Replication, StageWait
from caseflow.simulation._results import Interval, Result, simulate
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._solving import Infeasible, Staffing, Undecided, solve
from caseflow.simulation._studies import Goal, Quantity
from caseflow.simulation._theory import DoesNotApply, Queue, erlang_c, theory
from caseflow.simulation._time_bounds import TimeBounds, service_bounds
from caseflow.simulation._warm_up import mser5, warm_up_of

__all__ = [
    "INSTALL",
    "AtClosing",
    "Backlog",
    "BatchClick",
    "Clerk",
    "Comparison",
    "Course",
    "DaskClient",
    "DecisionForecast",
    "Demand",
    "DemandFit",
    "Difference",
    "Discipline",
    "Distribution",
    "DoesNotApply",
    "Event",
    "FitReport",
    "Goal",
    "Infeasible",
    "Interval",
    "Leave",
    "Load",
    "Numbers",
    "Office",
    "OfficeFit",
    "OpenFiling",
    "Outlier",
    "PastAct",
    "Pool",
    "PoolUse",
    "ProgressBar",
    "Quantity",
    "Queue",
    "Replication",
    "Result",
    "Roster",
    "Scenario",
    "Season",
    "Shape",
    "Staffing",
    "StageTime",
    "StageWait",
    "TimeBounds",
    "Topic",
    "Undecided",
    "Waiting",
    "backlog_of",
    "compare",
    "enough",
    "erlang_c",
    "events_of",
    "fit_demand",
    "fit_office",
    "in_processes",
    "loads",
    "mser5",
    "on_dask",
    "on_ray",
    "read_scenario",
    "register_rows",
    "service_bounds",
    "simulate",
    "simulated_backlog",
    "simulated_work",
    "solve",
    "theory",
    "warm_up_of",
    "when_decided",
    "with_joblib",
]
