"""Faults of clocks and facts: what could happen to them on any way through the workflow.

May import: values, ledgers, cases, workflow. Every combination of a state and of what the clocks
are doing that a case can come to is visited once: at most states x 4 to the power of clocks.
"""

from collections.abc import Iterator

from attrs import fields, has

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
from caseflow.ledgers import ClockState, MarkKind
from caseflow.typed import typed
from caseflow.values import Text
from caseflow.workflow import LEGAL, ClockOp, ClockVerb, Fault, Transition, Workflow

__all__ = ["clock_faults", "positions"]

_Position = tuple[str, ClockStates]

_STARTED = (ClockState.RUNNING, ClockState.PAUSED)

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
    dated = frozenset(rule.name for rule in workflow.clocks if rule.limits)
    where = f"{workflow.name}: opening"
    edge = [
        (workflow.initial, clocks)
        for clocks in _after(workflow.opening, NO_CLOCKS, where, misfits, dated)
    ]
    visited = set(edge)
    links: dict[_Position, set[_Position]] = {}
    leaving: dict[str, list[Transition]] = {}
    for each in workflow.transitions:
        leaving.setdefault(each.source, []).append(each)
    while edge:
        position = edge.pop()
        state, clocks = position
        for each in leaving.get(state, ()):
            where = f"{each.action}: {each.source} -> {each.target}"
            for after in _after(each.clocks, clocks, where, misfits, dated):
                target = (each.target, after)
                links.setdefault(position, set()).add(target)
                if target not in visited:
                    visited.add(target)
                    edge.append(target)
    return visited, links, list(misfits)


def _after(
    ops: tuple[ClockOp, ...],
    states: ClockStates,
    where: str,
    misfits: dict[Fault, None],
    dated: frozenset[str],
) -> list[ClockStates]:
    """Return how the clocks may stand after *ops*; what does not fit is noted and left out.

    A *dated* clock may also not be started, and once it is stopped it is as one that never was: it
    fits the same.
    """
    found = [states]
    for op in ops:
        found = [each for states in found for each in _after_one(op, states, where, misfits, dated)]
    return list(dict.fromkeys(found))


def _after_one(
    op: ClockOp,
    states: ClockStates,
    where: str,
    misfits: dict[Fault, None],
    dated: frozenset[str],
) -> Iterator[ClockStates]:
    # A supply resumes or restarts as the procedure says, so it must fit a resumption.
    mark = MarkKind.RESUME if op.verb is ClockVerb.SUPPLY else MarkKind(op.verb.value)
    state = dict(states).get(op.clock, ClockState.NOT_STARTED)
    if not fits(mark, state):
        if not op.if_fitting:
            misfits[_misfit(op, state, where)] = None
        yield states
        return
    after = advance(states, (ClockChange(op.clock, mark),))
    if op.clock not in dated:
        yield after
        return
    if mark is MarkKind.START:
        yield states
    yield after - {(op.clock, ClockState.STOPPED)}


def _misfit(op: ClockOp, state: ClockState, where: str) -> Fault:
    return Fault(
        "clock-misfit",
        where,
        Text(
            "{verb} thời hạn {clock} khi thời hạn đang {state}",
            "it would {verb} the clock {clock} while that may be {state}; "
            "say if_fitting=True if that is meant",
        ),
        {"verb": op.verb.value, "clock": repr(op.clock), "state": state.value},
    )


def _never_stopped(workflow: Workflow, visited: set[_Position]) -> Iterator[Fault]:
    finals = {state.name for state in workflow.states if state.is_final}
    left = {
        (state, clock)
        for state, clocks in visited
        if state in finals
        for clock, doing in clocks
        if doing in _STARTED
    }
    for state, clock in sorted(left):
        yield Fault(
            "clock-never-stops",
            f"clock {clock!r}",
            Text(
                "vẫn chạy khi hồ sơ kết thúc ở {state}",
                "it may still run when the case ends in {state}; stop it on the way there",
            ),
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
            Text(
                "dừng ở trạng thái {state} mà không có đường chạy tiếp",
                "once paused in {state} nothing lets it go on",
            ),
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
                Text("không bao giờ chạy", "nothing starts it"),
                is_warning=True,
            )
    if LEGAL in started and not any(each.decides for each in workflow.transitions):
        yield Fault(
            "no-decision",
            workflow.name,
            Text(
                "không bước chuyển nào ra kết quả nên không tính được đúng hạn",
                "no transition decides, so nothing can be judged early, on time or late",
            ),
            is_warning=True,
        )


def _fact_faults(workflow: Workflow) -> Iterator[Fault]:
    payloads = {action.name: action.payload for action in workflow.actions}
    for each in workflow.transitions:
        where = f"{each.action}: {each.source} -> {each.target}"
        payload = payloads.get(each.action)
        names = (
            [one.name for one in fields(payload)] if payload is not None and has(payload) else []
        )
        taken = {name for op in each.clocks if op.of_payload for name in ("reason", "basis")}
        for name in sorted(taken.difference(names)):
            yield Fault(
                "unknown-payload-field",
                where,
                Text(
                    "dữ liệu kèm theo không có {field}",
                    "the payload has no {field}, which a clock operation is told from",
                ),
                {"field": repr(name)},
            )
        for op in each.facts:
            if op.name in _RESERVED:
                yield Fault(
                    "reserved-fact",
                    where,
                    Text("{fact} do hệ thống tự ghi", "the fact {fact} is caseflow's own"),
                    {"fact": repr(op.name)},
                )
            if op.of_payload and op.of_payload not in names:
                yield Fault(
                    "unknown-payload-field",
                    where,
                    Text(
                        "dữ liệu kèm theo không có {field}",
                        "the payload has no {field}, which the fact {fact} is taken from",
                    ),
                    {"field": repr(op.of_payload), "fact": repr(op.name)},
                )
