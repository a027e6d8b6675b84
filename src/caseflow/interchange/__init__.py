"""Filings that come from elsewhere: event logs read, mapped, replayed through the engine, reported.

Nothing here decides a case, and nothing here writes.
"""

from caseflow.interchange.definitions import load_procedure, load_workflow
from caseflow.interchange.findings import Finding, FindingGroup
from caseflow.interchange.profiles import Profile, find_profile, load_profile
from caseflow.interchange.replay_reports import Comparison, ReplayReport
from caseflow.interchange.replays import Progress, jurisdiction_of, replay_log
from caseflow.interchange.scores import Punctuality
from caseflow.shares import Share

__all__ = [
    "Comparison",
    "Finding",
    "FindingGroup",
    "Profile",
    "Progress",
    "Punctuality",
    "ReplayReport",
    "Share",
    "find_profile",
    "jurisdiction_of",
    "load_procedure",
    "load_profile",
    "load_workflow",
    "replay_log",
]
