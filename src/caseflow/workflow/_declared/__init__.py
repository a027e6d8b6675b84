"""Guards as values: conditions that are written, compared, drawn and simulated, not only called.

A condition that none of these says is a function: see `guard`. What a guard sees is in
`_situations`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from caseflow.workflow._declared._acts import AtMost, Once, Paid, ProcedureCount
from caseflow.workflow._declared._clocks import ClockNotOver, ClockOver
from caseflow.workflow._declared._facts import CHANNEL, DECIDED_ON, READ, FactIs
from caseflow.workflow._declared._people import ASSIGNED_TO, AssignedTo, OtherPersonThan
from caseflow.workflow._declared._refusing import GuardReason

__all__ = [
    "ASSIGNED_TO",
    "CASE_FACTS",
    "CHANNEL",
    "DECIDED_ON",
    "GUARD_KINDS",
    "AssignedTo",
    "AtMost",
    "ClockNotOver",
    "ClockOver",
    "Declared",
    "FactIs",
    "GuardReason",
    "Once",
    "OtherPersonThan",
    "Paid",
    "ProcedureCount",
]

#: What a guard may ask of every case, whatever its workflow sets.
CASE_FACTS = (*READ, ASSIGNED_TO)

#: Every kind of declared guard.
Declared = Once | AtMost | ClockOver | ClockNotOver | FactIs | OtherPersonThan | AssignedTo | Paid

#: The kinds by the word that definition files use.
GUARD_KINDS: Mapping[str, type[Declared]] = MappingProxyType(
    {
        "once": Once,
        "at-most": AtMost,
        "clock-over": ClockOver,
        "clock-not-over": ClockNotOver,
        "fact": FactIs,
        "other-person-than": OtherPersonThan,
        "assigned-to": AssignedTo,
        "paid": Paid,
    }
)
