"""Tools for testing your own workflows and procedures.

Nothing in the library itself imports this.
"""

from caseflow.testing._histories import random_history
from caseflow.testing._scenario import Scenario

__all__ = ["Scenario", "random_history"]
