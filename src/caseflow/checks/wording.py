"""How faults show values in both languages.

May import: limits, values.
"""

from caseflow.limits import TimeLimit
from caseflow.values import Text

__all__ = ["shown"]


def shown(limit: TimeLimit) -> Text:
    """Return *limit* as a fault shows it."""
    return Text(vi=limit.text("vi"), en=limit.text("en"))
