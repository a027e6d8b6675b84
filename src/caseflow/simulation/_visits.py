"""What an engine leaves behind: every visit of a filing to a state, and every decision."""

from typing import NamedTuple

from caseflow.simulation._clocks import Judged

__all__ = ["Decision", "Visit"]


class Visit(NamedTuple):
    """Hold one visit of a filing to a state; *clerk* is -1 for the delay of somebody else."""

    case: int
    state: int
    joined_at: int
    started_at: int
    ended_at: int
    clerk: int
    path: int


class Decision(NamedTuple):
    """Hold when a filing was decided, how that stands to the law, and whether a promise was kept.

    *promised* is None where nothing sooner than the law was promised.
    """

    at: int
    legal: Judged | None
    promised: Judged | None
