"""Cases and records: what happened, and what the case is because of it.

The records are the case: `apply` is the one fold, used when an action is fired and when a history
is replayed. What may happen is decided in `engine`; nothing here asks a guard or reads a calendar.
"""

from caseflow.cases._case import Case
from caseflow.cases._changes import (
    ANNUL,
    AUTOMATON,
    BY_DATE,
    CALENDAR,
    DROPPED,
    KEPT,
    MIGRATE,
    NO_CLOCKS,
    OPEN,
    PROMISE,
    REBASE,
    SET_ASIDE,
    TIMED_BY,
    VERSION,
    WORKFLOW,
    Annulled,
    ClockChange,
    ClockStates,
    DateMove,
    FactChange,
    LimitPolicy,
    Migrated,
    Opened,
    Rebased,
    RebasePolicy,
    SetAside,
    Terms,
)
from caseflow.cases._clocks import advance, fits
from caseflow.cases._corrections import acts_of, is_correction, place_of
from caseflow.cases._folding import apply, case_of, changed, fold, present
from caseflow.cases._logs import Records
from caseflow.cases._records import Entered, Move, Record, Remade

__all__ = [
    "ANNUL",
    "AUTOMATON",
    "BY_DATE",
    "CALENDAR",
    "DROPPED",
    "KEPT",
    "MIGRATE",
    "NO_CLOCKS",
    "OPEN",
    "PROMISE",
    "REBASE",
    "SET_ASIDE",
    "TIMED_BY",
    "VERSION",
    "WORKFLOW",
    "Annulled",
    "Case",
    "ClockChange",
    "ClockStates",
    "DateMove",
    "Entered",
    "FactChange",
    "LimitPolicy",
    "Migrated",
    "Move",
    "Opened",
    "RebasePolicy",
    "Rebased",
    "Record",
    "Records",
    "Remade",
    "SetAside",
    "Terms",
    "acts_of",
    "advance",
    "apply",
    "case_of",
    "changed",
    "fits",
    "fold",
    "is_correction",
    "place_of",
    "present",
]
