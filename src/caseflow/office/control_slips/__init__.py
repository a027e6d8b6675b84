"""The control slip: who had the filing when, and whether each was early, on time or late.

A pure fold over the records of a case, dated by the calendars of the case: nothing of it is stored.
How it is printed does not belong here.
"""

from caseflow.office.control_slips._folding import control_slip
from caseflow.office.control_slips._rows import (
    ControlSlip,
    RowKind,
    SlipRow,
    UnitCount,
    unit_counts,
)

__all__ = ["ControlSlip", "RowKind", "SlipRow", "UnitCount", "control_slip", "unit_counts"]
