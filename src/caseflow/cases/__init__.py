"""Cases and records: what happened, and what the case is because of it.

May import: errors, values, calendars, limits, ledgers, workflow. The records are the case: `apply`
is the one fold, used when an action is fired and when a history is replayed. What may happen is
decided in `engine`; nothing here asks a guard or reads a calendar.
"""

from caseflow.cases.case import Case
from caseflow.cases.changes import (
    CALENDAR,
    DROPPED,
    KEPT,
    MIGRATE,
    NO_CLOCKS,
    OPEN,
    PROMISE,
    REBASE,
    TIMED_BY,
    VERSION,
    WORKFLOW,
    ClockChange,
    ClockStates,
    DateMove,
    FactChange,
    LimitPolicy,
    Migrated,
    Opened,
    Rebased,
    RebasePolicy,
    Terms,
)
from caseflow.cases.clocks import advance, fits
from caseflow.cases.folding import apply, changed, fold, present
from caseflow.cases.records import Move, Record, new_record

__all__ = [
    "CALENDAR",
    "DROPPED",
    "KEPT",
    "MIGRATE",
    "NO_CLOCKS",
    "OPEN",
    "PROMISE",
    "REBASE",
    "TIMED_BY",
    "VERSION",
    "WORKFLOW",
    "Case",
    "ClockChange",
    "ClockStates",
    "DateMove",
    "FactChange",
    "LimitPolicy",
    "Migrated",
    "Move",
    "Opened",
    "RebasePolicy",
    "Rebased",
    "Record",
    "Terms",
    "advance",
    "apply",
    "changed",
    "fits",
    "fold",
    "new_record",
    "present",
]
