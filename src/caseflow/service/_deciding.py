"""Deciding on a case as it is held: at which instant, and without believing a refusal."""

from collections.abc import Callable
from datetime import datetime

from caseflow.cases import Case
from caseflow.values import aware, utc

__all__ = ["moved", "not_before"]


def not_before(at: datetime, case: Case) -> datetime:
    """Return the instant at which *case* is looked at: *at*, or its last act if that was later."""
    return max(aware(at, name="at"), case.last_at, key=utc)


def moved(case: Case, decide: Callable[[Case], Case]) -> Case | None:
    """Return what *decide* makes of *case*; None if it does nothing, or refuses to."""
    try:
        after = decide(case)
    except Exception:  # noqa: BLE001 - whatever it is, it is raised again by the case as it stands
        return None
    return None if after is case else after
