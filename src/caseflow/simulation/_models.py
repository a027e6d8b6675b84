"""A scenario as the engines run it: states, pools, courses and clock verbs as tables of numbers.

How they are looked up is in `_compiling`; what happens when is for the engines.
"""

from collections.abc import Callable

from attrs import frozen

from caseflow._typed import short
from caseflow.engine import WorkflowStep
from caseflow.ledgers import ClockState, MarkKind
from caseflow.limits import TimeLimit
from caseflow.procedures import Procedure
from caseflow.simulation._clocks import Clock, ClockTables
from caseflow.simulation._demands import Course, Topic
from caseflow.simulation._distributions import Sampler
from caseflow.simulation._offices import Pool
from caseflow.simulation._scenarios import Scenario
from caseflow.values import Channel
from caseflow.workflow import Guard, Workflow

__all__ = ["DELAY", "FINAL", "Act", "Maker", "Model", "Path", "Stage", "Step", "Terms"]

#: What stands in place of a pool: nobody's work, or nothing more to do.
DELAY, FINAL = -1, -2


@short
@frozen(eq=False)
class Step:
    """Hold what one clock operation does: the number of the clock, the mark, and what it adds.

    *fits* are the states in which the clock takes it.
    """

    clock: int
    kind: MarkKind
    fits: tuple[ClockState, ...]
    if_fitting: bool
    extra: TimeLimit | None = None


@short
@frozen(eq=False)
class Act:
    """Hold one transition: what it does to clocks, and the guards that are asked before."""

    transition: WorkflowStep
    steps: tuple[Step, ...]
    guards: tuple[Guard, ...]
    decides: bool


@short
@frozen(eq=False)
class Path:
    """Hold one course: its acts and the state that it leads to.

    A course has several paths where an action has several transitions; they are tried in order.
    *is_opaque* says that some guard is known only as a function.
    """

    course: Course
    acts: tuple[Act, ...]
    target: int
    is_opaque: bool


@short
@frozen(eq=False)
class Stage:
    """Hold what becomes of filings on some terms in one state.

    *ends* are the sums of the shares of the courses, and *firsts* the first path of each.
    *is_plain* says that there is one path and that no guard is asked in the whole model.
    """

    sampler: Sampler | None
    ends: tuple[float, ...]
    firsts: tuple[int, ...]
    paths: tuple[Path, ...]
    is_plain: bool


#: Makes a clock that starts at an instant, and the one of the promise beside it.
Maker = tuple[Callable[[], Clock], Callable[[], Clock] | None]


@short
@frozen(eq=False)
class Terms:
    """Hold what is the same for all filings of one topic that come and go by the same channels."""

    topic: Topic
    procedure: Procedure
    channel: Channel
    result_by: Channel
    stages: tuple[Stage, ...]
    opening: tuple[Step, ...]
    limit_on: Callable[[int, int], Maker | None]


@short
@frozen(eq=False)
class Model:
    """Hold a scenario as the engines run it."""

    scenario: Scenario
    workflow: Workflow
    tables: ClockTables
    states: tuple[str, ...]
    initial: int
    pool_of: tuple[int, ...]
    pools: tuple[Pool, ...]
    clocks: tuple[str, ...]
    legal: int
    terms: tuple[Terms, ...]
    is_guarded: bool

    def terms_of(self, topic: int, *, is_online: bool, goes_online: bool) -> int:
        """Return the number of the terms of a filing."""
        return topic * 3 + (2 if goes_online else int(is_online))
