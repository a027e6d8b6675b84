"""What transitions of several phases do to the clocks.

May import: workflow.
"""

from caseflow.workflow import ACKNOWLEDGEMENT, LEGAL, SUPPLEMENT, ClockOp

__all__ = ["STOP_ACKNOWLEDGEMENT", "STOP_ALL", "STOP_LEGAL", "STOP_SUPPLEMENT"]

STOP_LEGAL = ClockOp.stop(LEGAL, if_fitting=True)
STOP_ACKNOWLEDGEMENT = ClockOp.stop(ACKNOWLEDGEMENT, if_fitting=True)
STOP_SUPPLEMENT = ClockOp.stop(SUPPLEMENT, if_fitting=True)
STOP_ALL = (STOP_LEGAL, STOP_ACKNOWLEDGEMENT, STOP_SUPPLEMENT)
