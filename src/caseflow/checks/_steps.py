"""Faults of the steps of a procedure: names, order, and how long they take together."""

from collections import Counter
from collections.abc import Iterator

from caseflow.checks._wording import shown
from caseflow.procedures import Procedure
from caseflow.texts import Message
from caseflow.workflow import Fault

__all__ = ["step_faults"]


def step_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    """Find steps that cannot be distinguished, cannot begin, or do not fill the limit."""
    plan = procedure.plan
    twice = {name: count for name, count in Counter(plan.names).items() if count > 1}
    for name, count in twice.items():
        yield Fault(
            "duplicate-step",
            where,
            Message("checks.duplicate-step"),
            {"count": count, "name": repr(name)},
        )
    for name, before in plan.unknown:
        yield Fault(
            "unknown-step",
            where,
            Message("checks.unknown-step"),
            {"name": repr(name), "before": repr(before), "known": ", ".join(plan.names)},
        )
    if plan.cycle and not twice:
        yield Fault(
            "step-cycle",
            where,
            Message("checks.step-cycle"),
            {"names": ", ".join(plan.cycle)},
        )
    yield from _length_faults(procedure, where)


def _length_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    """Compare the longest way with the limits; only steps in one unit can be added."""
    plan = procedure.plan
    longest = plan.longest
    units = {step.limit.unit for step in plan.steps}
    limits = [rule.limit for rule in procedure.limits if rule.limit.unit in units]
    if longest is None or not limits or any(limit.amount == longest for limit in limits):
        return
    text = Message("checks.the-steps-add-up-to")
    if plan.is_parallel:
        text = Message("checks.the-longest-way-through-the")
    yield Fault(
        "steps-sum",
        where,
        text,
        {"total": str(longest), "limit": shown(limits[0])},
        is_warning=True,
    )
