"""The control slip: who had the filing when, and whether each was early, on time or late.

May import: cases, engine, ledgers, limits, targets, values, and this pack's law, actions and
handovers. A pure fold over the records of a case, dated by the calendars of the case: nothing of
it is stored. How it is printed does not belong here.

Source: Circular 01/2018/TT-VPCP Art. 9, form 05; Circular 03/2025/TT-VPCP, form 06.
"""

from caseflow.office.control_slips.folding import control_slip
from caseflow.office.control_slips.rows import ControlSlip, RowKind, SlipRow, UnitCount, unit_counts

__all__ = ["ControlSlip", "RowKind", "SlipRow", "UnitCount", "control_slip", "unit_counts"]
