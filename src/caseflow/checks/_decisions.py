"""Faults of decisions: ways on which a case is decided more than once.

That a workflow decides at all is checked with its clocks.
"""

from collections.abc import Iterator

from caseflow.texts import Message
from caseflow.workflow import LEGAL, ClockVerb, Fault, Transition, Workflow

__all__ = ["decision_faults"]

#: Transitions of a way that are named; a longer way is shortened in the middle.
_MOST_NAMED = 6


def decision_faults(workflow: Workflow) -> Iterator[Fault]:
    """Find the ways that decide twice; only the first decision is judged.

    A way on which the legal clock starts anew in between is right: that cancels the decision.
    Guards are taken as open. One way is named for each pair of a first and a second decision.
    """
    onward: dict[str, list[Transition]] = {}
    for each in workflow.transitions:
        onward.setdefault(each.source, []).append(each)
    found: set[tuple[str, str]] = set()
    for first in workflow.transitions:
        if not first.decides:
            continue
        for way in _ways(first, onward):
            pair = (first.action, way[-1].action)
            if pair not in found:
                found.add(pair)
                yield _fault(way)


def _ways(
    first: Transition, onward: dict[str, list[Transition]]
) -> Iterator[tuple[Transition, ...]]:
    """Yield a shortest way from *first* to each transition that decides after it."""
    seen = {first.target}
    edge: list[tuple[Transition, ...]] = [(first,)]
    while edge:
        further: list[tuple[Transition, ...]] = []
        for way in edge:
            for each in onward.get(way[-1].target, ()):
                if _starts_legal(each):
                    continue
                if each.decides:
                    yield (*way, each)
                elif each.target not in seen:
                    seen.add(each.target)
                    further.append((*way, each))
        edge = further


def _starts_legal(each: Transition) -> bool:
    return any(
        op.clock == LEGAL and op.verb in (ClockVerb.START, ClockVerb.RESTART) for op in each.clocks
    )


def _fault(way: tuple[Transition, ...]) -> Fault:
    named = [f"{each.action}: {each.source} -> {each.target}" for each in way]
    if len(named) > _MOST_NAMED:
        named = [*named[: _MOST_NAMED // 2], "...", *named[-_MOST_NAMED // 2 :]]
    return Fault(
        "decides-twice",
        named[0],
        Message("checks.decides-twice"),
        {"way": "; ".join(named)},
        is_warning=True,
    )
