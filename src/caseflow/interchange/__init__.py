"""Filings that come from elsewhere: event logs read, mapped, replayed through the engine, reported.

Nothing here decides a case, and nothing here writes.
"""

from caseflow.interchange._definitions import load_procedure, load_workflow
from caseflow.interchange._findings import Finding, FindingGroup
from caseflow.interchange._profiles import Profile, find_profile, load_profile
from caseflow.interchange._replay_reports import Comparison, ReplayReport
from caseflow.interchange._replays import Progress, jurisdiction_of, replay_log
from caseflow.interchange._scores import Punctuality
from caseflow.interchange._standings import LogDates
from caseflow.interchange._work_items import WorkColumns, WorkItem, WorkLog, read_work
from caseflow.interchange._work_writing import WRITTEN_COLUMNS, write_work
from caseflow.shares import Share

__all__ = [
    "WRITTEN_COLUMNS",
    "Comparison",
    "Finding",
    "FindingGroup",
    "LogDates",
    "Profile",
    "Progress",
    "Punctuality",
    "ReplayReport",
    "Share",
    "WorkColumns",
    "WorkItem",
    "WorkLog",
    "find_profile",
    "jurisdiction_of",
    "load_procedure",
    "load_profile",
    "load_workflow",
    "read_work",
    "replay_log",
    "write_work",
]
