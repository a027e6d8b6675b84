"""Tools for those who test workflows and procedures of their own.

Nothing in the library itself imports this.
"""

from caseflow.testing._scenario import Scenario

__all__ = ["Scenario"]
