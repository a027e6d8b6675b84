"""The stock machine, the table read from it, names and drawings."""

from functools import partial
from types import MappingProxyType

import pytest
from attrs import evolve
from transitions import Machine
from transitions.extensions import GraphMachine

from caseflow.errors import DefinitionError, UnknownNameError
from caseflow.machine import build_machine, compile_table, diagram, unknown_names
from caseflow.workflow import (
    ANYONE,
    Action,
    ClockOp,
    Effect,
    Guard,
    Refusal,
    Role,
    Situation,
    State,
    Transition,
)
from permits import CITIZEN, CLERK, PERMIT, RECEIVE, TEN_DAYS, Receipt, at, both, calendar, scenario


class Model:
    """The least a stock machine works with."""

    def __init__(self, state: str) -> None:
        self.state = state


def situation(actor, payload=None):
    """Return a situation of a draft."""
    case = scenario(facts={"papers": 2}).given(at=at(2)).case
    return Situation(case, TEN_DAYS, calendar(), actor, at(2), payload)


def test_the_machine_is_a_stock_one():
    """What is handed out is a Machine of transitions with its usual vocabulary."""
    machine = build_machine(PERMIT)

    assert type(machine) is Machine
    assert list(machine.states) == [state.name for state in PERMIT.states]
    assert set(machine.events) == {action.name for action in PERMIT.actions}
    assert machine.initial == "draft"
    assert machine.states["returned"].final


@pytest.mark.parametrize(
    ("actor", "papers", "state"),
    [(CLERK, 2, "received"), (CLERK, 1, "draft"), (CITIZEN, 2, "draft")],
)
def test_the_stock_machine_asks_roles_and_guards(actor, papers, state):
    """Triggering the stock machine with a situation takes the transition only if it is open."""
    model = Model("draft")

    build_machine(PERMIT).events["receive"].trigger(
        model, situation=situation(actor, Receipt(papers))
    )

    assert model.state == state


def test_the_graph_machine_of_transitions_draws_it():
    """The drawing tools of transitions work on the machine."""
    machine = build_machine(PERMIT, partial(GraphMachine, graph_engine="mermaid"))
    model = Model("draft")
    machine.add_model(model, initial="draft")

    drawn = machine.get_combined_graph().draw(None)

    assert "draft --> received: receive" in drawn


def test_the_table_is_read_only():
    """Rows of the table cannot be changed."""
    table = compile_table(build_machine(PERMIT), PERMIT)

    assert isinstance(table.rows, MappingProxyType)
    assert isinstance(table.rows["draft"], MappingProxyType)
    assert table.candidates("draft", "nonsense") == ()


def test_the_table_has_every_action_in_every_state():
    """An action that leads nowhere has an empty row entry."""
    table = compile_table(build_machine(PERMIT), PERMIT)
    actions = {action.name for action in PERMIT.actions}

    assert all(set(row) == actions for row in table.rows.values())
    assert table.candidates("returned", "receive") == ()
    (candidate,) = table.candidates("draft", "receive")
    assert candidate.transition is PERMIT.transitions[0]
    assert [each.name for each in candidate.guards] == ["papers-complete"]


def test_the_order_of_the_workflow_is_kept():
    """Candidates stand in the order in which the workflow names them."""
    ways = tuple(
        Transition(RECEIVE, "draft", target, ANYONE, guards=("g",))
        for target in ("rejected", "received", "withdrawn")
    )
    workflow = evolve(PERMIT, transitions=ways, guards=(Guard("g", lambda _: None),))

    found = compile_table(build_machine(workflow), workflow).candidates("draft", "receive")

    assert [each.transition.target for each in found] == ["rejected", "received", "withdrawn"]


def test_a_candidate_answers_with_reasons():
    """A candidate asks all its guards and returns the reasons of those that fail."""
    no = Refusal("no", both("no"))
    guards = (Guard("a", lambda _: no), Guard("b", lambda _: None), Guard("c", lambda _: no))
    workflow = evolve(
        PERMIT, transitions=(Transition(RECEIVE, "draft", "received", ANYONE, guards=guards),)
    )
    (candidate,) = compile_table(build_machine(workflow), workflow).candidates("draft", "receive")

    assert candidate.refusals(situation(CLERK)) == (no, no)
    assert candidate.admits(frozenset())


# ── names ───────────────────────────────────────────────────────────────────────────────────


def test_a_sound_workflow_has_no_unknown_names():
    """Every name of the permit office resolves."""
    assert unknown_names(PERMIT) == ()


def test_every_unknown_name_is_reported_at_once():
    """States, actions, roles, guards, clocks and effects: all faults in one error."""
    broken = evolve(
        PERMIT,
        initial="drfat",
        opening=(ClockOp.start("ackn"),),
        transitions=(
            *PERMIT.transitions,
            Transition(
                "recieve",
                "nowhere",
                "elsewhere",
                {"stranger"},
                guards=("ghost",),
                clocks=(ClockOp.stop("leagl"),),
                effects=(Effect("shout"),),
            ),
        ),
    )

    with pytest.raises(DefinitionError) as caught:
        build_machine(broken)

    codes = [fault.code for fault in caught.value.faults]
    assert codes == [
        "unknown-state",
        "unknown-clock",
        "unknown-action",
        "unknown-state",
        "unknown-state",
        "unknown-role",
        "unknown-guard",
        "unknown-clock",
        "unknown-effect",
    ]
    assert "role 'stranger' is undefined" in str(caught.value)


def test_a_name_defined_twice_is_a_fault():
    """Two states of one name are one fault."""
    (fault,) = unknown_names(evolve(PERMIT, states=(*PERMIT.states, PERMIT.states[0])))

    assert (fault.code, fault.where) == ("duplicate-name", "permit: state 'draft'")


@pytest.mark.parametrize(
    ("kind", "extra"),
    [
        ("states", State("*", both("x"))),
        ("states", State("=", both("x"))),
        ("states", State("", both("x"))),
        ("states", State(" x", both("x"))),
        ("roles", Role(ANYONE, both("x"))),
        ("actions", Action("open", type(None), both("x"))),
        ("actions", Action("rebase", type(None), both("x"))),
        ("actions", Action("trigger", type(None), both("x"))),
    ],
)
def test_names_with_a_meaning_of_their_own_are_refused(kind, extra):
    """Names that caseflow or the stock machine reads otherwise are faults."""
    (fault,) = unknown_names(evolve(PERMIT, **{kind: (*getattr(PERMIT, kind), extra)}))

    assert fault.code == "bad-name"


# ── drawings ────────────────────────────────────────────────────────────────────────────────


def test_mermaid_names_states_and_actions():
    """The Mermaid drawing has a box per state, an arrow per pair, and start and end."""
    drawn = diagram(PERMIT, "mermaid", language="vi")

    assert drawn.startswith("stateDiagram-v2\n")
    assert 'state "đang xử lý" as s2' in drawn
    assert "[*] --> s0" in drawn
    assert "s0 --> s1: tiếp nhận" in drawn
    assert "s6 --> [*]" in drawn
    assert "s2 --> s2: ghi chú, phân loại, đổi cách nhận, hẹn lại, gia hạn" in drawn


def test_dot_quotes_what_it_must():
    """Quotes and backslashes in labels do not break the DOT text."""
    odd = evolve(
        PERMIT, states=(State("draft", both('a "b" \\ c')), *PERMIT.states[1:]), name='per"mit'
    )

    drawn = diagram(odd, "dot")

    assert drawn.startswith('digraph "per\\"mit" {\n')
    assert '[label="a \\"b\\" \\\\ c"]' in drawn
    assert 's6 [label="returned", peripheries=2];' in drawn


def test_text_reports_who_may_and_what_happens():
    """The plain drawing says roles, guards and clocks of every transition."""
    coded = evolve(PERMIT, states=(State("draft", both("draft"), status=1), *PERMIT.states[1:]))

    lines = diagram(coded, "text").splitlines()

    assert lines[0] == "permit 1"
    assert lines[1] == "draft: draft [1] (start)"
    assert (
        "  receive -> received: receive; by intake; if papers-complete; "
        "stop acknowledgement; start legal"
    ) in lines
    assert "returned: returned (end)" in lines


def test_colons_do_not_break_mermaid():
    """A colon in a label is written so that Mermaid shows it."""
    odd = evolve(PERMIT, states=(State("draft", both("a: b")), *PERMIT.states[1:]))

    assert 'state "a#colon; b" as s0' in diagram(odd)


def test_an_unknown_format_is_reported():
    """A format that there is none of comes with those there are."""
    with pytest.raises(UnknownNameError, match="known: dot, mermaid, text"):
        diagram(PERMIT, "svg")
