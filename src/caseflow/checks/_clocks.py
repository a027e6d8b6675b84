"""Faults of clocks and facts: what could happen to them on any way through the workflow.

Every combination of a state and of what the clocks are doing that a case can come to is visited
once: at most states x 4 to the power of clocks.
"""

from collections.abc import Iterator

from attrs import fields, has

from caseflow._typed import typed
from caseflow.cases import (
    CALENDAR,
    NO_CLOCKS,
    PROMISE,
    TIMED_BY,
    VERSION,
    WORKFLOW,
    ClockChange,
    ClockStates,
    advance,
    fits,
)
from caseflow.ledgers import STARTED, ClockState, MarkKind
from caseflow.texts import Message
from caseflow.workflow import LEGAL, ClockOp, ClockVerb, Fault, Transition, Workflow

__all__ = ["clock_faults", "positions"]

_Position = tuple[str, ClockStates]

_RESERVED = (CALENDAR, PROMISE, TIMED_BY, VERSION, WORKFLOW)


def clock_faults(workflow: Workflow) -> Iterator[Fault]:
    """Find clocks that never stop, never go on, or cannot take what is done to them."""
    visited, links, misfits = _visit(workflow)
    yield from misfits
    yield from _never_stopped(workflow, visited)
    yield from _never_resumed(visited, links)
    yield from _never_started(workflow)
    yield from _fact_faults(workflow)


@typed
def positions(workflow: Workflow) -> frozenset[tuple[str, ClockStates]]:
    """Return every state with what the clocks may be doing there; guards are taken as open."""
    return frozenset(_visit(workflow)[0])


def _visit(
    workflow: Workflow,
) -> tuple[set[_Position], dict[_Position, set[_Position]], list[Fault]]:
    misfits: dict[Fault, None] = {}
    effects = _Effects(workflow)
    begun, wrong = effects.of(workflow.opening, NO_CLOCKS)
    misfits.update((_misfit(*each, f"{workflow.name}: opening"), None) for each in wrong)
    edge = [(workflow.initial, clocks) for clocks in begun]
    visited = set(edge)
    links: dict[_Position, set[_Position]] = {}
    leaving: dict[str, list[Transition]] = {}
    for each in workflow.transitions:
        leaving.setdefault(each.source, []).append(each)
    while edge:
        position = edge.pop()
        state, clocks = position
        reached = links.setdefault(position, set()) if state in leaving else set[_Position]()
        for each in leaving.get(state, ()):
            afters, wrong = effects.of(each.clocks, clocks)
            for misfit in wrong:
                where = f"{each.action}: {each.source} -> {each.target}"
                misfits[_misfit(*misfit, where)] = None
            for after in afters:
                target = (each.target, after)
                if target in reached:
                    continue
                reached.add(target)
                if target not in visited:
                    visited.add(target)
                    edge.append(target)
    return visited, links, list(misfits)


#: How the clocks may stand afterwards, and the operations that a clock in some state cannot take.
_Effect = tuple[tuple[ClockStates, ...], tuple[tuple[ClockOp, ClockState], ...]]


class _Effects:
    """Work out what operations do to clocks, once for operations and clocks that are alike.

    A clock whose limit depends on the day may also not be started, and once it is stopped it is as
    one that never was: it fits the same.
    """

    def __init__(self, workflow: Workflow) -> None:
        self._dated = frozenset(rule.name for rule in workflow.clocks if rule.limits)
        self._numbers: dict[tuple[ClockOp, ...], int] = {}
        self._by_identity: dict[int, int] = {}
        self._known: dict[tuple[int, ClockStates], _Effect] = {}
        for ops in (workflow.opening, *(each.clocks for each in workflow.transitions)):
            number = self._numbers.setdefault(ops, len(self._numbers))
            self._by_identity[id(ops)] = number

    def of(self, ops: tuple[ClockOp, ...], clocks: ClockStates) -> _Effect:
        """Return what *ops*, those of the workflow itself, do to *clocks*."""
        if not ops:
            return (clocks,), ()
        key = (self._by_identity[id(ops)], clocks)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._worked_out(ops, clocks)
        return known

    def _worked_out(self, ops: tuple[ClockOp, ...], clocks: ClockStates) -> _Effect:
        found: dict[ClockStates, None] = {clocks: None}
        wrong: dict[tuple[ClockOp, ClockState], None] = {}
        for op in ops:
            # A supply resumes or restarts as the procedure says, so it must fit a resumption.
            mark = MarkKind.RESUME if op.verb is ClockVerb.SUPPLY else MarkKind(op.verb.value)
            after: dict[ClockStates, None] = {}
            for states in found:
                state = dict(states).get(op.clock, ClockState.NOT_STARTED)
                if fits(mark, state):
                    after.update(dict.fromkeys(self._after(op.clock, mark, states)))
                else:
                    after[states] = None
                    if not op.if_fitting:
                        wrong[op, state] = None
            found = after
        return tuple(found), tuple(wrong)

    def _after(self, clock: str, mark: MarkKind, states: ClockStates) -> Iterator[ClockStates]:
        after = advance(states, (ClockChange(clock, mark),))
        if clock not in self._dated:
            yield after
            return
        if mark is MarkKind.START:
            yield states
        yield after - {(clock, ClockState.STOPPED)}


def _misfit(op: ClockOp, state: ClockState, where: str) -> Fault:
    return Fault(
        "clock-misfit",
        where,
        Message("checks.clock-misfit"),
        {"verb": op.verb.value, "clock": repr(op.clock), "state": state.value},
    )


def _never_stopped(workflow: Workflow, visited: set[_Position]) -> Iterator[Fault]:
    finals = {state.name for state in workflow.states if state.is_final}
    # What is done after the end may have its own time, as a correction of the result has.
    stopped_there = {
        (each.source, op.clock)
        for each in workflow.transitions
        for op in each.clocks
        if op.verb is ClockVerb.STOP and op.clock != LEGAL
    }
    left = {
        (state, clock)
        for state, clocks in visited
        if state in finals
        for clock, doing in clocks
        if doing in STARTED and (state, clock) not in stopped_there
    }
    for state, clock in sorted(left):
        yield Fault(
            "clock-never-stops",
            f"clock {clock!r}",
            Message("checks.clock-never-stops"),
            {"state": repr(state)},
        )


def _never_resumed(
    visited: set[_Position], links: dict[_Position, set[_Position]]
) -> Iterator[Fault]:
    sources: dict[_Position, set[_Position]] = {}
    for position, targets in links.items():
        for target in targets:
            sources.setdefault(target, set()).add(position)
    paused: set[tuple[str, str]] = set()
    for clock in sorted({name for _, clocks in visited for name, _ in clocks}):
        runs = {each for each in visited if (clock, ClockState.RUNNING) in each[1]}
        goes_on, edge = set(runs), runs
        while edge:
            edge = {
                source
                for position in edge
                for source in sources.get(position, ())
                if (clock, ClockState.PAUSED) in source[1]
            } - goes_on
            goes_on |= edge
        stuck = {each for each in visited if (clock, ClockState.PAUSED) in each[1]} - goes_on
        paused |= {(clock, state) for state, _ in stuck}
    for clock, state in sorted(paused):
        yield Fault(
            "pause-without-resume",
            f"clock {clock!r}",
            Message("checks.pause-without-resume"),
            {"state": repr(state)},
        )


def _never_started(workflow: Workflow) -> Iterator[Fault]:
    ops = [*workflow.opening, *(op for each in workflow.transitions for op in each.clocks)]
    started = {op.clock for op in ops if op.verb is ClockVerb.START}
    for clock in workflow.clocks:
        if clock.name not in started:
            yield Fault(
                "clock-never-starts",
                f"clock {clock.name!r}",
                Message("checks.clock-never-starts"),
                is_warning=True,
            )
    if LEGAL in started and not any(each.decides for each in workflow.transitions):
        yield Fault(
            "no-decision",
            workflow.name,
            Message("checks.no-decision"),
            is_warning=True,
        )


#: What each operation takes from a payload that says more about it.
_OF_PAYLOAD = {
    verb: ("extra",) if verb is ClockVerb.EXTEND else ("reason", "basis") for verb in ClockVerb
}


def _fact_faults(workflow: Workflow) -> Iterator[Fault]:
    payloads = {action.name: action.payload for action in workflow.actions}
    for each in workflow.transitions:
        where = f"{each.action}: {each.source} -> {each.target}"
        payload = payloads.get(each.action)
        names = (
            [one.name for one in fields(payload)] if payload is not None and has(payload) else []
        )
        taken = {name for op in each.clocks if op.of_payload for name in _OF_PAYLOAD[op.verb]}
        for name in sorted(taken.difference(names)):
            yield Fault(
                "unknown-payload-field",
                where,
                Message("checks.unknown-payload-field"),
                {"field": repr(name)},
            )
        for op in each.facts:
            if op.name in _RESERVED:
                yield Fault(
                    "reserved-fact",
                    where,
                    Message("checks.reserved-fact"),
                    {"fact": repr(op.name)},
                )
            if op.of_payload and op.of_payload not in names:
                yield Fault(
                    "unknown-payload-field",
                    where,
                    Message("checks.unknown-payload-field-the-payload-has"),
                    {"field": repr(op.of_payload), "fact": repr(op.name)},
                )
