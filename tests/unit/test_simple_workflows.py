"""Workflows from their ways alone, and definitions without labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow import Action, Procedure, Text
from caseflow.checks import check_workflow
from caseflow.codec import DefinitionCodec
from caseflow.errors import ValueInvalidError
from caseflow.limits import working_days
from caseflow.procedures import LimitRule
from caseflow.workflow import ANYONE, ClockRule, Role, State, simple_workflow

NAMES = st.sampled_from(["a", "b", "c", "d"])
WAYS = st.lists(
    st.tuples(NAMES, st.sampled_from(["x", "y"]), NAMES, st.sampled_from(["clerk", ANYONE])),
    min_size=1,
    max_size=6,
)


@given(ways=WAYS)
def test_what_the_ways_say_is_what_the_workflow_says(ways):
    """Its transitions are the ways; final is what no way leaves; the clock stops there alone."""
    workflow = simple_workflow("permit", ways)

    sources = {source for source, *_ in ways}
    assert workflow.initial == ways[0][0]
    assert [(each.source, each.action, each.target) for each in workflow.transitions] == [
        way[:3] for way in ways
    ]
    assert {state.name for state in workflow.states if state.is_final} == {
        target for _, _, target, _ in ways if target not in sources
    }
    for each, (_, _, target, role) in zip(workflow.transitions, ways, strict=True):
        assert each.roles == {role}
        assert each.decides == bool(each.clocks) == (target not in sources)


@given(ways=WAYS)
def test_it_is_a_workflow_like_any_other(ways):
    """It is written and read back as one, with the same fingerprint, and names all it uses."""
    workflow, codec = simple_workflow("permit", ways), DefinitionCodec()

    again = codec.workflow_from_data(codec.workflow_to_data(workflow))
    assert (again, again.fingerprint) == (workflow, workflow.fingerprint)
    codes = {fault.code for fault in check_workflow(workflow)}
    assert not {code for code in codes if code.startswith(("unknown-", "duplicate-", "missing-"))}


@pytest.mark.parametrize(
    "ways",
    [
        None,
        3,
        "abcd",
        [],
        [3],
        ["abcd"],
        [("a", "b", "c")],
        [("a", "b", "", "d")],
        [("a", "b", "c", "")],
        [("a", "b", "c", [])],
        [("a", "b", "c", ["clerk", 3])],
        [("a", 1, "c", "clerk")],
        {"a": "b"},
    ],
)
def test_what_is_no_way_is_refused(ways):
    """The error says what a way looks like."""
    with pytest.raises(ValueInvalidError, match=r'"lodged", "grant", "granted", "clerk"'):
        simple_workflow("permit", ways)


@pytest.mark.parametrize(
    "named", [State("lodged"), Action("lodged", type(None)), Role("lodged"), ClockRule("lodged")]
)
def test_without_labels_the_name_is_the_label(named):
    """In every language, so that nothing is shown empty."""
    assert [named.labels.in_(language) for language in ("vi", "en", "nl")] == ["lodged"] * 3


def test_a_label_that_is_left_out_beside_others_is_a_fault():
    """A workflow in Vietnamese and English lacks what has only a name."""
    workflow = DefinitionCodec().loads_workflow(
        """
        format = "workflow/1"
        name = "permit"
        version = "1"
        initial = "lodged"
        states = [{ name = "lodged", is_final = true, labels = { vi = "đã nộp", en = "lodged" } }]
        roles = [{ name = "clerk" }]
        actions = []
        transitions = []
        """
    )

    faults = [fault for fault in check_workflow(workflow) if fault.code == "missing-label"]
    assert [str(fault) for fault in faults] == [
        "role 'clerk': it has no label in 'vi' [missing-label]",
        "role 'clerk': it has no label in 'en' [missing-label]",
    ]


def test_one_limit_stands_for_a_rule_without_conditions():
    """Alone, or among rules."""
    limit, rule = working_days(7), LimitRule(working_days(3), branch="refused")

    def procedure(limits):
        return Procedure("permit", "1", Text(en="A permit"), "permit", limits)

    assert procedure(limit) == procedure((LimitRule(limit),))
    assert procedure([limit, rule]).limits == (LimitRule(limit), rule)
