"""The transitions of the one-stop shop, phase by phase: what may be done when, and by whom.

May import: workflow, and this pack's law, actions, states and guards. They are put together in
`workflows`; how long things may take is the procedure's to say.
"""

from caseflow.office.transitions.billing import billing_transitions
from caseflow.office.transitions.ending import ending_transitions
from caseflow.office.transitions.handovers import handover_transitions
from caseflow.office.transitions.paying import paying_transitions
from caseflow.office.transitions.processing import processing_transitions
from caseflow.office.transitions.receiving import receiving_transitions
from caseflow.office.transitions.results import result_transitions
from caseflow.office.transitions.returning import returning_transitions

__all__ = [
    "billing_transitions",
    "ending_transitions",
    "handover_transitions",
    "paying_transitions",
    "processing_transitions",
    "receiving_transitions",
    "result_transitions",
    "returning_transitions",
]
