"""Deciding what happens to a case: open it, ask what can be done, do it, read its dates, replay it.

Pure decisions: no I/O and no clock.
"""

from caseflow.engine._annulling import Annulments
from caseflow.engine._assigning import Assignments
from caseflow.engine._changes import DateChange
from caseflow.engine._compiled import Option
from caseflow.engine._core import Engine
from caseflow.engine._deadlines import Deadline, Deadlines
from caseflow.engine._jurisdictions import Jurisdiction
from caseflow.engine._many import FiredCase, Request, fire_many, replay_many
from caseflow.engine._migrating import Migration, refuse_misnamed
from caseflow.engine._outcomes import Outcome
from caseflow.engine._plans import PROMISED
from caseflow.engine._sampling import Samples, fire_sample
from caseflow.engine._since import ChangeSince
from caseflow.engine._step_table import StepTable, WorkflowStep, step_table
from caseflow.engine._trials import MigrationReport, MigrationTally, Stayed, try_migration

__all__ = [
    "PROMISED",
    "Annulments",
    "Assignments",
    "ChangeSince",
    "DateChange",
    "Deadline",
    "Deadlines",
    "Engine",
    "FiredCase",
    "Jurisdiction",
    "Migration",
    "MigrationReport",
    "MigrationTally",
    "Option",
    "Outcome",
    "Request",
    "Samples",
    "Stayed",
    "StepTable",
    "WorkflowStep",
    "fire_many",
    "fire_sample",
    "refuse_misnamed",
    "replay_many",
    "step_table",
    "try_migration",
]
