"""What transitions of several phases do to the clocks."""

from caseflow.office import _law as law
from caseflow.office.rules import ALERT, CORRECTION, FORWARDING
from caseflow.workflow import ACKNOWLEDGEMENT, LEGAL, SUPPLEMENT, ClockOp

__all__ = [
    "START_LODGED",
    "STOP_ALL",
    "STOP_CORRECTION",
    "STOP_FORWARDING",
    "STOP_LEGAL",
    "STOP_LODGED",
    "STOP_SUPPLEMENT",
]

#: What runs from lodging to the answer of the office, where a rule of the day says so.
START_LODGED = (
    ClockOp.start(ACKNOWLEDGEMENT, basis=law.ACKNOWLEDGE),
    ClockOp.start(ALERT, basis=law.ALERT_OFFICER),
)


STOP_LODGED = (
    ClockOp.stop(ACKNOWLEDGEMENT, basis=law.ACKNOWLEDGE, if_fitting=True),
    ClockOp.stop(ALERT, if_fitting=True),
)


STOP_LEGAL = ClockOp.stop(LEGAL, if_fitting=True)


STOP_SUPPLEMENT = ClockOp.stop(SUPPLEMENT, if_fitting=True)


STOP_FORWARDING = ClockOp.stop(FORWARDING, if_fitting=True)


STOP_CORRECTION = ClockOp.stop(CORRECTION, if_fitting=True)


STOP_ALL = (STOP_LEGAL, *STOP_LODGED, STOP_SUPPLEMENT, STOP_FORWARDING, STOP_CORRECTION)
