"""Simulation: many filings on a virtual clock, by the same workflows, limits and calendars.

A `Scenario` puts an `Office` and its `Demand` on a stretch of days, and `simulate` runs it: which
share is decided in time, and how much sooner, with how many clerks. Every run works a sample again
through the real engine. Needs the extra `sim`, so it is imported by its path; no store is read, and
no case of a portal is changed.
"""

# Before the others, so that what is not installed is named.
from caseflow.simulation._installed import INSTALL  # isort: split

from caseflow.simulation._comparing import Comparison, Difference, compare, enough
from caseflow.simulation._demands import Course, Demand, Numbers, Season, StageTime, Topic
from caseflow.simulation._distributions import Distribution, Shape
from caseflow.simulation._files import read_scenario
from caseflow.simulation._loads import Load, loads
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
from caseflow.simulation._replications import PoolUse, Replication, StageWait
from caseflow.simulation._results import Interval, Result, simulate
from caseflow.simulation._scenarios import Scenario
from caseflow.simulation._solving import Infeasible, Staffing, Undecided, solve
from caseflow.simulation._studies import Goal, Quantity
from caseflow.simulation._theory import DoesNotApply, Queue, erlang_c, theory
from caseflow.simulation._warm_up import mser5, warm_up_of

__all__ = [
    "INSTALL",
    "AtClosing",
    "Clerk",
    "Comparison",
    "Course",
    "DaskClient",
    "Demand",
    "Difference",
    "Discipline",
    "Distribution",
    "DoesNotApply",
    "Goal",
    "Infeasible",
    "Interval",
    "Leave",
    "Load",
    "Numbers",
    "Office",
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
    "Topic",
    "Undecided",
    "Waiting",
    "compare",
    "enough",
    "erlang_c",
    "in_processes",
    "loads",
    "mser5",
    "on_dask",
    "on_ray",
    "read_scenario",
    "register_rows",
    "simulate",
    "solve",
    "theory",
    "warm_up_of",
    "with_joblib",
]
