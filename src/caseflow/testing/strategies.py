"""Strategies of Hypothesis for values of definitions, to hold what you write against many of them.

Imported by path, as it needs Hypothesis: `from caseflow.testing import strategies`.
"""

from hypothesis import strategies as st

from caseflow._typed import typed
from caseflow.procedures import PaymentPoint
from caseflow.texts import Text
from caseflow.values import Channel
from caseflow.workflow import (
    BRANCH,
    CHANNEL,
    DECIDED_ON,
    RESULT_BY,
    AssignedTo,
    AtMost,
    ClockNotOver,
    ClockOver,
    Declared,
    FactIs,
    Once,
    OtherPersonThan,
    Paid,
    ProcedureCount,
    Workflow,
)

__all__ = ["declared_guards"]

_TEXTS = st.none() | st.builds(
    Text, st.just({"vi": "chưa được: {procedure}", "en": "not yet: {procedure}"})
)
_BASES = st.sampled_from(["", "Act 1, Article 2"])


@typed
def declared_guards(workflow: Workflow) -> st.SearchStrategy[Declared]:
    """Return a strategy of declared guards of every kind that *workflow* may hold without a fault.

    They name its actions, clocks, facts and roles; a workflow without clocks, or without roles,
    gets none of the kinds that need one.

    >>> from caseflow.workflow import simple_workflow
    >>> workflow = simple_workflow("permit", [("lodged", "grant", "granted", "clerk")])
    >>> declared_guards(workflow).is_empty
    False
    """
    said = {"text": _TEXTS, "basis": _BASES}
    actions = st.sampled_from([each.name for each in workflow.actions])
    several = st.lists(actions, min_size=1, max_size=2, unique=True).map(tuple)
    clocks = st.sampled_from([each.name for each in workflow.clocks])
    roles = st.sets(st.sampled_from([each.name for each in workflow.roles]), max_size=2)
    facts = st.sampled_from([*_facts(workflow), RESULT_BY, BRANCH, CHANNEL, DECIDED_ON])
    values = st.lists(
        st.sampled_from([each.value for each in Channel]) | st.integers(0, 3), max_size=2
    )
    kinds: list[st.SearchStrategy[Declared]] = [
        st.builds(Once, actions, **said),
        st.builds(AtMost, actions, st.integers(1, 3) | st.sampled_from(ProcedureCount), **said),
        st.builds(FactIs, facts, values, is_not=st.booleans(), **said),
        st.builds(OtherPersonThan, actions, **said),
        st.builds(
            Paid,
            several,
            waived_by=st.just(()) | several,
            at=st.none() | st.sampled_from(PaymentPoint),
            **said,
        ),
    ]
    if workflow.clocks:
        kinds += [st.builds(ClockOver, clocks, **said), st.builds(ClockNotOver, clocks, **said)]
    if workflow.roles:
        kinds.append(st.builds(AssignedTo, roles, st.booleans(), **said))
    return st.one_of(kinds)


def _facts(workflow: Workflow) -> tuple[str, ...]:
    """Return the facts that some transition sets, each once."""
    names = (op.name for each in workflow.transitions for op in each.facts)
    return tuple(dict.fromkeys(names))
