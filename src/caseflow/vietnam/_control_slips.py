"""The control slip of Viet Nam, with the national time to hand filings on."""

from datetime import datetime

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.office import control_slips
from caseflow.office.control_slips import ControlSlip
from caseflow.vietnam.rules import OFFICE

__all__ = ["control_slip"]


@typed
def control_slip(engine: Engine, case: Case, *, at: datetime) -> ControlSlip:
    """Return the control slip of *case* as it stands at *at*.

    With a service: `control_slip(service.engine, service.get(case_id), at=now)`. Cost: O(records
    x rows).

    Raises:
        CalendarVersionError: the case is pinned to a calendar the engine does not hold.
        TimeReversedError: *at* is before the last record; a slip shows all of them.
    """
    return control_slips.control_slip(engine, case, at=at, rules=OFFICE)
