"""Faults in the shape of a workflow: ways that lead nowhere, and actions nobody can do."""

from collections.abc import Iterable, Iterator, Mapping

from caseflow.texts import Message
from caseflow.workflow import ANYONE, Fault, Transition, Workflow

__all__ = ["graph_faults"]

_WAITS_FOR = ("", "applicant", "payment", "agency")


def graph_faults(workflow: Workflow) -> Iterator[Fault]:
    """Find states without a way in, out or to the end, and actions that cannot happen."""
    yield from _state_faults(workflow)
    yield from _payment_faults(workflow)
    yield from _action_faults(workflow)
    yield from _shadowed(workflow)


def _closure(begin: Iterable[str], links: Mapping[str, set[str]]) -> set[str]:
    found, edge = set[str](), set(begin)
    while edge:
        found |= edge
        edge = {target for state in edge for target in links.get(state, ())} - found
    return found


def _links(workflow: Workflow) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return, per state, the states it leads to and those that lead to it; itself left out."""
    onward: dict[str, set[str]] = {}
    backward: dict[str, set[str]] = {}
    for each in workflow.transitions:
        if each.source != each.target:
            onward.setdefault(each.source, set()).add(each.target)
            backward.setdefault(each.target, set()).add(each.source)
    return onward, backward


def _state_faults(workflow: Workflow) -> Iterator[Fault]:
    onward, backward = _links(workflow)
    finals = [state.name for state in workflow.states if state.is_final]
    if not finals:
        yield Fault(
            "no-final-state",
            workflow.name,
            Message("checks.no-final-state"),
        )
    reached = _closure([workflow.initial], onward)
    ending = _closure(finals, backward)
    for state in workflow.states:
        where = f"state {state.name!r}"
        if state.name not in reached:
            yield Fault(
                "unreachable-state",
                where,
                Message("checks.unreachable-state"),
            )
        if state.is_final and onward.get(state.name):
            yield Fault(
                "final-left",
                where,
                Message("checks.final-left"),
                is_warning=True,
            )
        if state.waits_for not in _WAITS_FOR:
            yield Fault(
                "unknown-wait",
                where,
                Message("checks.unknown-wait"),
                {"what": repr(state.waits_for)},
            )
        if state.is_final or not finals:
            continue
        if not onward.get(state.name):
            yield Fault(
                "trap-state",
                where,
                Message("checks.trap-state"),
            )
        elif state.name not in ending:
            yield Fault(
                "no-way-to-final",
                where,
                Message("checks.no-way-to-final"),
            )


def _payment_faults(workflow: Workflow) -> Iterator[Fault]:
    """Find states that wait for payment and that a payer can only leave by giving up."""
    finals = {state.name for state in workflow.states if state.is_final}
    undecided = _undecided(workflow)
    for state in workflow.states:
        if state.waits_for != "payment":
            continue
        ways = [
            each
            for each in workflow.transitions
            if each.source == state.name and each.target != state.name
        ]
        leads_on = any(
            each.target not in finals or each.decides or state.name not in undecided
            for each in ways
        )
        if not leads_on:
            yield Fault(
                "payment-without-way-on",
                f"state {state.name!r}",
                Message("checks.payment-without-way-on"),
            )


def _undecided(workflow: Workflow) -> set[str]:
    """Return the states that a case can be in before there is a result."""
    onward: dict[str, set[str]] = {}
    for each in workflow.transitions:
        if not each.decides:
            onward.setdefault(each.source, set()).add(each.target)
    return _closure([workflow.initial], onward)


def _action_faults(workflow: Workflow) -> Iterator[Fault]:
    used = {each.action for each in workflow.transitions}
    for action in workflow.actions:
        if action.name not in used:
            yield Fault(
                "unused-action",
                f"action {action.name!r}",
                Message("checks.unused-action"),
            )
    for each in workflow.transitions:
        if not each.roles:
            yield Fault(
                "nobody-may",
                _where(each),
                Message("checks.nobody-may"),
            )
    named = {role for each in workflow.transitions for role in each.roles}
    for role in workflow.roles:
        if role.name not in named:
            yield Fault(
                "unused-role",
                f"role {role.name!r}",
                Message("checks.unused-role"),
                is_warning=True,
            )


def _shadowed(workflow: Workflow) -> Iterator[Fault]:
    """Find transitions that an earlier one, without guards, always takes the case from."""
    earlier: dict[tuple[str, str], list[Transition]] = {}
    for each in workflow.transitions:
        before = earlier.setdefault((each.source, each.action), [])
        for one in before:
            admits_all = ANYONE in one.roles or (
                ANYONE not in each.roles and each.roles <= one.roles
            )
            if not one.guards and admits_all and each.roles:
                yield Fault(
                    "ambiguous",
                    _where(each),
                    Message("checks.ambiguous"),
                    {"target": one.target},
                )
                break
        before.append(each)


def _where(each: Transition) -> str:
    return f"{each.action}: {each.source} -> {each.target}"
