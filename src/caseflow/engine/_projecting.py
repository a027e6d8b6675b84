"""How a paused clock goes on: the case as it would stand had it left its state at an instant.

No guard is asked and nothing is decided here: an answer is a projection, and `_core` says whether
an action is open.
"""

from collections.abc import Iterator
from datetime import datetime

from caseflow.cases import KEPT, PROMISE, Case, ClockStates, Record, apply
from caseflow.engine._admission import changes_terms, fact_changes
from caseflow.engine._compiled import Way
from caseflow.engine._plans import Plan
from caseflow.errors import CaseflowError
from caseflow.ledgers import ClockState
from caseflow.values import Actor, utc
from caseflow.workflow import ClockVerb

__all__ = ["gone_on"]

_NOBODY = Actor("")

#: Of several ways out of a pause the one that the pause waits for is projected: what was asked
#: for is supplied; else the clock goes on; else it begins again.
_RANKS = {ClockVerb.SUPPLY: 0, ClockVerb.RESUME: 1}
_LAST = 2


def gone_on(case: Case, plan: Plan, clock: str, at: datetime) -> Case | None:
    """Return *case* as it would be had the paused *clock* gone on at *at*, or at the last record.

    The shortest way to a state in which the clock runs is taken, with all that it does to clocks
    and the facts it sets to constants. What a payload would say is not known. None if no way leads
    there. Cost: O(records); the way is searched for once per plan, state and states of the clocks.
    """
    at = max(at, case.last_at, key=utc)
    ways = _ways_out(plan, case.state, case.clock_states, clock)
    if ways is None:
        return None
    is_kept = case.fact(PROMISE) == KEPT
    for way in ways:
        chosen = plan.chosen(way.dated, case, at)
        move = plan.resolved(way.transition, case.clock_states, chosen, is_kept=is_kept)
        said = tuple(op.name for op in way.transition.facts if op.of_payload)
        facts = () if said else fact_changes(way, case, None)
        if changes_terms(facts):
            facts = ()
        case = apply(case, Record(case.version, move, _NOBODY, at, None, None, facts))
    return case


def _ways_out(plan: Plan, state: str, clocks: ClockStates, clock: str) -> tuple[Way, ...] | None:
    key = (state, clocks, clock)
    if key not in plan.ways_out:
        plan.ways_out[key] = _searched(plan, state, clocks, clock)
    return plan.ways_out[key]


def _searched(plan: Plan, state: str, clocks: ClockStates, clock: str) -> tuple[Way, ...] | None:
    """Search breadth first: what is fewest steps away is what the case waits for."""
    level: list[tuple[str, ClockStates, tuple[Way, ...]]] = [(state, clocks, ())]
    seen = {(state, clocks)}
    while level:
        found: list[tuple[int, tuple[Way, ...]]] = []
        further: list[tuple[str, ClockStates, tuple[Way, ...]]] = []
        for source, states, path in level:
            for way in _ways(plan, source):
                after = _after(plan, way, states)
                if after is None:
                    continue
                now = dict(after).get(clock)
                if now is ClockState.RUNNING:
                    found.append((_rank(way, clock), (*path, way)))
                elif now is ClockState.PAUSED and (way.target, after) not in seen:
                    seen.add((way.target, after))
                    further.append((way.target, after, (*path, way)))
        if found:
            return min(found, key=_first)[1]
        level = further
    return None


def _ways(plan: Plan, state: str) -> Iterator[Way]:
    for entry in plan.entries[state].values():
        yield from entry.ways


def _after(plan: Plan, way: Way, states: ClockStates) -> ClockStates | None:
    """Return the states of the clocks after *way*; None if it cannot be taken with *states*."""
    try:
        return plan.resolved(way.transition, states).after(states)
    except CaseflowError:
        return None


def _rank(way: Way, clock: str) -> int:
    verbs = [op.verb for op in way.transition.clocks if op.clock == clock]
    return min((_RANKS.get(verb, _LAST) for verb in verbs), default=_LAST)


def _first(pair: tuple[int, tuple[Way, ...]]) -> int:
    return pair[0]
