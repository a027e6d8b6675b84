"""How faults show values in each language."""

from caseflow.limits import TimeLimit
from caseflow.texts import Text, Written

__all__ = ["shown"]


def shown(limit: TimeLimit) -> Text:
    """Return *limit* as a fault shows it."""
    return Written(TimeLimit.text, limit)
