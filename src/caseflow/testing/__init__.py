"""Tools for those who test workflows and procedures of their own.

Nothing in the library itself imports this.
"""

from caseflow.testing.scenario import Scenario

__all__ = ["Scenario"]
