"""Faults of the steps of a procedure: names, order, and how long they take together.

May import: values, procedures, workflow, and `wording` beside it.
"""

from collections import Counter
from collections.abc import Iterator

from caseflow.checks.wording import shown
from caseflow.procedures import Procedure
from caseflow.values import Text
from caseflow.workflow import Fault

__all__ = ["step_faults"]


def step_faults(procedure: Procedure, where: str) -> Iterator[Fault]:
    """Find steps that cannot be told apart, cannot begin, or do not fill the limit."""
    plan = procedure.plan
    twice = {name: count for name, count in Counter(plan.names).items() if count > 1}
    for name, count in twice.items():
        yield Fault(
            "duplicate-step",
            where,
            Text(vi="có {count} bước tên {name}", en="{count} steps are called {name}"),
            {"count": count, "name": repr(name)},
        )
    for name, before in plan.unknown:
        yield Fault(
            "unknown-step",
            where,
            Text(
                vi="bước {name} chờ bước {before} không có trong thủ tục",
                en="step {name} waits for {before}, which is no step; known: {known}",
            ),
            {"name": repr(name), "before": repr(before), "known": ", ".join(plan.names)},
        )
    if plan.cycle and not twice:
        yield Fault(
            "step-cycle",
            where,
            Text(
                vi="các bước chờ nhau nên không bước nào bắt đầu được: {names}",
                en="steps wait for one another, so none of them can begin: {names}",
            ),
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
    told = Text(
        vi="các bước cộng lại {total}, thời hạn là {limit}",
        en="the steps add up to {total} and the limit is {limit}",
    )
    if plan.is_parallel:
        told = Text(
            vi="đường dài nhất qua các bước là {total}, thời hạn là {limit}",
            en="the longest way through the steps takes {total} and the limit is {limit}",
        )
    yield Fault(
        "steps-sum",
        where,
        told,
        {"total": str(longest), "limit": shown(limits[0])},
        is_warning=True,
    )
