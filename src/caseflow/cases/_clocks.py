"""What the clocks of a case are after a change, and which change fits them.

Which mark fits one run of a clock is said in `ledgers`.
"""

from collections.abc import Sequence
from datetime import datetime

from attrs import evolve

from caseflow._typed import typed
from caseflow.cases._changes import ClockChange, ClockStates
from caseflow.errors import ClockError
from caseflow.ledgers import FITS, STARTED, ClockLedger, ClockState, Mark, MarkKind

__all__ = ["advance", "begun", "fits", "mark_of"]


@typed(late=True)
def fits(mark: MarkKind | None, state: ClockState) -> bool:
    """Return whether a clock in *state* takes *mark*, or another limit if that is None.

    A stopped clock starts again, as a new run.
    """
    if mark is None:
        return state in STARTED
    if mark is MarkKind.START and state is ClockState.STOPPED:
        return True
    return state in FITS[mark][0]


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
        after = None if change.mark is None else FITS[change.mark][1]
        if after is not None:
            now[change.clock] = after
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
