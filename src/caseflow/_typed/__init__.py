"""Types checked at the public entry points, and values that are shown short.

What a value means is for its own module to check: here is only whether it is of the type that the
signature names.
"""

from caseflow._typed.briefs import ENCRYPTED, LONGEST_BRIEF, PERSONAL, brief, short
from caseflow._typed.calls import refuse_misfits, typed
from caseflow._typed.fields import frozen
from caseflow._typed.hints import refuse_other

__all__ = [
    "ENCRYPTED",
    "LONGEST_BRIEF",
    "PERSONAL",
    "brief",
    "frozen",
    "refuse_misfits",
    "refuse_other",
    "short",
    "typed",
]
