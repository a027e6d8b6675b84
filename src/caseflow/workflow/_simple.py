"""A workflow from its ways alone, for a first one and for tests.

What needs labels, payloads, guards or pauses is written as a `Workflow`.
"""

from collections.abc import Iterable
from typing import cast

from caseflow.errors import ValueInvalidError
from caseflow.workflow._definitions import Transition, Workflow
from caseflow.workflow._vocabulary import ANYONE, LEGAL, Action, ClockOp, ClockRule, Role, State

__all__ = ["Way", "simple_workflow"]

#: A way of a case: the state it leaves, the action, the state it leads to, and who may take it.
Way = tuple[str, str, str, str | Iterable[str]]

_FORM = 'four texts as ("lodged", "grant", "granted", "clerk"), the last one a role or several'


def simple_workflow(name: str, ways: Iterable[Way], *, version: str = "1") -> Workflow:
    """Return a workflow that is written as its ways alone: source, action, target and roles.

    Every case begins in the first source, and a state that no way leaves is final. The
    clock `LEGAL` starts as a case opens and stops on each way into a final state, which is where
    early, on time or late is judged. Actions take nothing, and every name is its own label.

    >>> workflow = simple_workflow("permit", [("lodged", "grant", "granted", "clerk")])
    >>> workflow.initial, [state.name for state in workflow.states if state.is_final]
    ('lodged', ['granted'])

    Raises:
        ValueInvalidError: there is no way, or one of them is no source, action, target and roles.
    """
    listed = isinstance(cast("object", ways), Iterable) and not isinstance(ways, str)
    read = [_read(number, way) for number, way in enumerate(ways)] if listed else []
    if not read:
        raise ValueInvalidError("ways", ways, f"a list of ways, each {_FORM}")
    left = {source for source, *_ in read}
    states = dict.fromkeys(each for source, _, target, _ in read for each in (source, target))
    roles = dict.fromkeys(role for *_, each in read for role in each if role != ANYONE)
    return Workflow(
        name,
        version,
        read[0][0],
        states=tuple(State(each, is_final=each not in left) for each in states),
        actions=tuple(Action(each, type(None)) for each in dict.fromkeys(way[1] for way in read)),
        transitions=tuple(_transition(way, is_last=way[2] not in left) for way in read),
        roles=tuple(map(Role, roles)),
        clocks=(ClockRule(LEGAL),),
        opening=(ClockOp.start(LEGAL),),
    )


def _parts(way: object) -> tuple[object, ...]:
    return tuple(cast("Iterable[object]", way)) if isinstance(way, tuple | list) else ()


def _read(number: int, way: object) -> tuple[str, str, str, tuple[str, ...]]:
    parts = _parts(way)
    if len(parts) == 4:
        roles: object = (parts[3],) if isinstance(parts[3], str) else parts[3]
        if isinstance(roles, Iterable):
            names = tuple(sorted(cast("Iterable[str]", roles), key=str))
            if all(isinstance(each, str) and each for each in (*parts[:3], *names)) and names:
                source, action, target = cast("tuple[str, str, str]", tuple(parts[:3]))
                return source, action, target, names
    raise ValueInvalidError(f"ways[{number}]", way, _FORM)


def _transition(way: tuple[str, str, str, tuple[str, ...]], *, is_last: bool) -> Transition:
    source, action, target, roles = way
    if not is_last:
        return Transition(action, source, target, roles)
    clocks = (ClockOp.stop(LEGAL),)
    return Transition(action, source, target, roles, clocks=clocks, decides=True)
