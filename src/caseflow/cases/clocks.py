"""Which mark fits a clock in which state, and what a ledger is after it.

May import: errors, ledgers, and `changes` beside it.
"""

from collections.abc import Sequence
from datetime import datetime

from attrs import evolve

from caseflow.cases.changes import ClockChange, ClockStates
from caseflow.errors import ClockError
from caseflow.ledgers import ClockLedger, ClockState, Mark, MarkKind
from caseflow.typed import typed

__all__ = ["advance", "begun", "fits", "mark_of"]

_RUNNING = (ClockState.RUNNING,)
_STARTED = (ClockState.RUNNING, ClockState.PAUSED)

#: For each mark the states in which a clock takes it, and the state it is in afterwards. A clock
#: that was stopped may start again: it is then a new run with a limit of its own.
_FITTING: dict[MarkKind, tuple[tuple[ClockState, ...], ClockState]] = {
    MarkKind.START: ((ClockState.NOT_STARTED, ClockState.STOPPED), ClockState.RUNNING),
    MarkKind.PAUSE: (_RUNNING, ClockState.PAUSED),
    MarkKind.RESUME: ((ClockState.PAUSED,), ClockState.RUNNING),
    MarkKind.RESTART: (_STARTED, ClockState.RUNNING),
    MarkKind.STOP: (_STARTED, ClockState.STOPPED),
}


@typed(late=True)
def fits(mark: MarkKind | None, state: ClockState) -> bool:
    """Tell whether a clock in *state* takes *mark*."""
    if mark is None:
        return state in _STARTED
    if mark is MarkKind.EXTEND:
        return state in _STARTED
    return state in _FITTING[mark][0]


@typed(late=True)
def advance(states: ClockStates, changes: Sequence[ClockChange]) -> ClockStates:
    """Return the states of the clocks after *changes*; raises `ClockError` on one that misfits."""
    now = dict(states)
    for change in changes:
        if change.takes:
            now[change.clock] = now.pop(change.takes, ClockState.NOT_STARTED)
            continue
        state = now.get(change.clock, ClockState.NOT_STARTED)
        if not fits(change.mark, state):
            verb = "take another limit" if change.mark is None else change.mark.value
            raise ClockError(
                change.clock, verb, state.value, "mend the workflow, or add if_fitting"
            )
        if change.mark is not None and change.mark is not MarkKind.EXTEND:
            now[change.clock] = _FITTING[change.mark][1]
    return frozenset(now.items())


def begun(run: ClockLedger | None, change: ClockChange, at: datetime) -> ClockLedger | None:
    """Return the ledger of a clock after *change*, but for the mark; a start begins a new one."""
    if change.mark is MarkKind.START and change.limit is not None:
        return ClockLedger(change.clock, change.limit)
    if run is None or change.mark is not None or change.limit is None:
        return run
    replaced = (*run.replaced, (at, run.limit))
    return evolve(run, limit=change.limit, replaced=replaced)


def mark_of(change: ClockChange, at: datetime) -> Mark | None:
    """Return the mark that *change* sets; None if it only replaces the limit."""
    if change.mark is None:
        return None
    return Mark(change.mark, at, change.reason, change.basis, change.extra)
