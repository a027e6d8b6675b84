"""Deciding what happens to a case: open it, ask what can be done, do it, read its dates, replay it.

Pure decisions: no I/O and no clock of its own.
"""

from caseflow.engine.annulling import Annulments
from caseflow.engine.changes import DateChange
from caseflow.engine.compiled import Option
from caseflow.engine.core import Engine
from caseflow.engine.deadlines import Deadline, Deadlines
from caseflow.engine.jurisdictions import Jurisdiction
from caseflow.engine.many import Life, Request, fire_many, replay_many
from caseflow.engine.migrating import Migration, refuse_misnamed
from caseflow.engine.outcomes import Outcome
from caseflow.engine.plans import PROMISED
from caseflow.engine.trials import MigrationReport, MigrationTally, Stayed, try_migration

__all__ = [
    "PROMISED",
    "Annulments",
    "DateChange",
    "Deadline",
    "Deadlines",
    "Engine",
    "Jurisdiction",
    "Life",
    "Migration",
    "MigrationReport",
    "MigrationTally",
    "Option",
    "Outcome",
    "Request",
    "Stayed",
    "fire_many",
    "refuse_misnamed",
    "replay_many",
    "try_migration",
]
