"""Deciding what happens to a case: open it, ask what can be done, do it, read its dates, replay it.

May import: everything below it. Pure decisions: no I/O and no clock of its own.
"""

from caseflow.engine.compiled import Option
from caseflow.engine.core import Engine
from caseflow.engine.deadlines import Deadline, Deadlines
from caseflow.engine.jurisdictions import Jurisdiction
from caseflow.engine.many import Life, Request, fire_many, replay_many
from caseflow.engine.outcomes import Outcome

__all__ = [
    "Deadline",
    "Deadlines",
    "Engine",
    "Jurisdiction",
    "Life",
    "Option",
    "Outcome",
    "Request",
    "fire_many",
    "replay_many",
]
