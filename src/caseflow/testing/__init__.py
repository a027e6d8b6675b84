"""Tools for those who test workflows and procedures of their own.

May import: everything below it. Nothing in the library itself imports this.
"""

from caseflow.testing.scenario import Scenario

__all__ = ["Scenario"]
