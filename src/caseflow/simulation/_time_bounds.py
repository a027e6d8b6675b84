"""Bounds of how long work takes, from a log that has its ends only."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.interchange import WorkLog
from caseflow.workflow import Workflow

__all__ = ["TimeBounds", "service_bounds"]


@short
@frozen
class TimeBounds:
    """Hold bounds of how long work in a state takes on average, where a log has its end only.

    The truth lies between *least* and *most*; neither is an estimate.
    """

    state: str
    items: int
    least: timedelta
    most: timedelta


@typed
def service_bounds(
    log: WorkLog, workflow: Workflow, *, stages: Mapping[str, str] | None = None
) -> tuple[TimeBounds, ...]:
    """Return bounds, no estimates, of mean work by state from a log with the ends of work only.

    Work cannot have begun before the last work on the same filing ended, nor before the filing
    came in, nor before its clerk ended the last work; so much it took at most, in clock time, and
    nothing at least. Work of which nothing came before is left out. This holds where a clerk has
    one filing in hand, and a filing is in one pair of hands.
    """
    known = {state.name for state in workflow.states}
    mapping = stages or {}
    last_of: dict[str, datetime] = {}
    found: dict[str, list[timedelta]] = defaultdict(list)
    for item in sorted(log.items, key=lambda each: (each.ended_at, each.case)):
        state = mapping.get(item.activity, item.activity)
        keys = [f"case {item.case}"] + ([f"clerk {item.clerk}"] if item.clerk else [])
        before = [last_of[key] for key in keys if key in last_of]
        before += [item.filed_at] if item.filed_at is not None else []
        if state in known and before:
            found[state].append(max(item.ended_at - max(before), timedelta()))
        last_of.update(dict.fromkeys(keys, item.ended_at))
    return tuple(
        TimeBounds(state, len(each), timedelta(), sum(each, timedelta()) / len(each))
        for state, each in sorted(found.items())
    )
