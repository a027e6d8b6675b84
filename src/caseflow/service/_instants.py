"""At which instant a case is looked at."""

from datetime import datetime

from caseflow.cases import Case
from caseflow.values import aware, utc

__all__ = ["not_before"]


def not_before(at: datetime, case: Case) -> datetime:
    """Return the instant at which *case* is looked at: *at*, or its last act if that was later."""
    return max(aware(at, name="at"), case.last_at, key=utc)
