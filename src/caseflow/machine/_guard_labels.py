"""What stands on the arrow of a transition about the guards that are declared in it."""

from collections.abc import Iterable

from caseflow.texts import Message, Text
from caseflow.workflow import (
    AssignedTo,
    AtMost,
    ClockNotOver,
    ClockOver,
    Declared,
    FactIs,
    Once,
    OtherPersonThan,
    Transition,
    Workflow,
)

__all__ = ["guard_labels"]


def guard_labels(workflow: Workflow, transition: Transition, language: str) -> tuple[str, ...]:
    """Return what the guards declared in *transition* ask, in *language*."""
    declared = (each for each in transition.guards if isinstance(each, Declared))
    return tuple(_label(workflow, each).in_(language) for each in declared)


def _label(workflow: Workflow, guard: Declared) -> Text:
    if isinstance(guard, Once):
        return Message("workflow.guard-once", action=_action(workflow, guard.action))
    if isinstance(guard, AtMost):
        most = guard.most if isinstance(guard.most, int) else guard.most.value
        action = _action(workflow, guard.action)
        return Message("workflow.guard-at-most", most=most, action=action)
    if isinstance(guard, OtherPersonThan):
        action = _action(workflow, guard.action)
        return Message("workflow.guard-other-person-than", action=action)
    if isinstance(guard, ClockOver):
        return Message("workflow.guard-clock-over", clock=_clock(workflow, guard.clock))
    if isinstance(guard, ClockNotOver):
        return Message("workflow.guard-clock-not-over", clock=_clock(workflow, guard.clock))
    if isinstance(guard, FactIs):
        return _fact(guard)
    if isinstance(guard, AssignedTo):
        return Message("workflow.guard-assigned-to")
    return Message("workflow.guard-paid")


def _fact(guard: FactIs) -> Text:
    values: Text | str = Message("workflow.guard-fact-set")
    if guard.values:
        values = " / ".join(map(str, guard.values))
    if guard.is_not:
        return Message("workflow.guard-fact-not", fact=guard.fact, values=values)
    return Message("workflow.guard-fact", fact=guard.fact, values=values)


def _action(workflow: Workflow, name: str) -> Text:
    return _labels(name, ((each.name, each.labels) for each in workflow.actions))


def _clock(workflow: Workflow, name: str) -> Text:
    return _labels(name, ((each.name, each.labels) for each in workflow.clocks))


def _labels(name: str, known: Iterable[tuple[str, Text]]) -> Text:
    """Return the labels of what is called *name*; its name if nothing is, or it has none."""
    return dict(known).get(name) or Text(und=name)
