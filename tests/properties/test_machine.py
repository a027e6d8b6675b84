"""The engine's table does just what the stock machine of `transitions` does.

Random definitions, random guards and roles, random sequences of actions; both are run.
"""

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from transitions import MachineError

from caseflow.cases import Case
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import ActionRefusedError
from caseflow.machine import build_machine, compile_table
from caseflow.procedures import Catalogue
from caseflow.values import Actor, Channel
from caseflow.workflow import (
    ANYONE,
    Action,
    Guard,
    Refusal,
    Role,
    Situation,
    State,
    Transition,
    Workflow,
)
from permits import TEN_DAYS, at, both, calendar

STATES = [f"s{number}" for number in range(5)]
ACTIONS = [f"a{number}" for number in range(4)]
ROLES = ["clerk", "head"]


def bit_guard(number: int) -> Guard:
    """Return a guard that holds if bit *number* of the actor's number is set."""
    refusal = Refusal(f"bit-{number}", both("bit"))

    def check(situation: Situation) -> Refusal | None:
        return None if int(situation.actor.id) >> number & 1 else refusal

    return Guard(f"g{number}", check)


GUARDS = tuple(bit_guard(number) for number in range(3))

transitions = st.builds(
    Transition,
    st.sampled_from(ACTIONS),
    st.sampled_from(STATES),
    st.sampled_from(STATES),
    st.sets(st.sampled_from([*ROLES, ANYONE])),
    st.lists(st.sampled_from(GUARDS), unique=True).map(tuple)
    | st.lists(st.sampled_from([guard.name for guard in GUARDS]), unique=True).map(tuple),
)

workflows = st.builds(
    Workflow,
    st.just("random"),
    st.just("1"),
    st.sampled_from(STATES),
    st.just(tuple(State(name, both(name)) for name in STATES)),
    st.just(tuple(Action(name, type(None), both(name)) for name in ACTIONS)),
    st.lists(transitions, max_size=25).map(tuple),
    st.just(tuple(Role(name, both(name)) for name in ROLES)),
    guards=st.just(GUARDS),
)

actors = st.builds(
    Actor, st.integers(0, 7).map(str), st.sets(st.sampled_from([*ROLES, "stranger"]))
)

sequences = st.lists(st.tuples(st.sampled_from(ACTIONS), actors), max_size=12)


class Model:
    """The least a stock machine works with."""

    def __init__(self, state: str) -> None:
        self.state = state


def triggered(machine, model: Model, action: str, situation) -> bool:
    """Trigger an event of the stock machine and return whether it took a transition."""
    event = machine.events.get(action)
    if event is None:
        return False
    try:
        return event.trigger(model, situation=situation)
    except MachineError:
        return False


@given(workflows, sequences)
def test_the_table_is_the_stock_machine(workflow, sequence):
    """Walking the table and triggering the machine lead to the same states."""
    machine = build_machine(workflow)
    table = compile_table(machine, workflow)
    model, state = Model(workflow.initial), workflow.initial
    for action, actor in sequence:
        situation = Situation(None, TEN_DAYS, calendar(), actor, at(2))
        taken = triggered(machine, model, action, situation)
        opened = [
            each
            for each in table.candidates(state, action)
            if each.admits(actor.roles) and not each.refusals(situation)
        ]
        if opened:
            state = opened[0].transition.target

        assert taken == bool(opened)
        assert model.state == state


def unchecked_engine(workflow: Workflow) -> Engine:
    """Return an engine for a definition that may have any fault but unknown names."""
    procedure = TEN_DAYS
    catalogue = Catalogue(
        (procedure.__class__("P.1", "1", procedure.name, workflow.name, procedure.limits),)
    )
    with patch("caseflow.engine._holdings.checked", lambda each: each):
        return Engine(Jurisdiction("random", calendar(), catalogue, (workflow,)))


def fired(made: Engine, case: Case, action: Action[None], actor: Actor):
    """Return the case after *action*, and the refusals if it was refused."""
    try:
        return made.fire(case, action, by=actor, at=at(2)), ()
    except ActionRefusedError as error:
        return case, error.refusals


@given(workflows, sequences)
def test_the_engine_is_the_stock_machine(workflow, sequence):
    """Firing on the engine and triggering the machine lead to the same states, step by step."""
    made = unchecked_engine(workflow)
    machine, model = build_machine(workflow), Model(workflow.initial)
    case = made.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))
    for action, actor in sequence:
        situation = Situation(case, TEN_DAYS, calendar(), actor, at(2))
        before = case
        case, refused = fired(made, case, workflow.action(action), actor)
        taken = triggered(machine, model, action, situation)

        assert taken == (case is not before) == (not refused)
        assert case.state == model.state
    assert made.replay(case.records) == case


@given(workflows, actors)
def test_allowed_is_what_fires(workflow, actor):
    """In every state an action is listed as allowed if and only if firing it succeeds."""
    made = unchecked_engine(workflow)
    case = made.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))
    for state in STATES:
        there = case._replace(state=state)
        for option in made.actions(there, by=actor, at=at(2)):
            after, refused = fired(made, there, option.action, actor)
            assert option.allowed == (not refused)
            assert option.refusals == refused
            assert option.targets == (() if refused else (after.state,))


@given(workflows)
def test_every_refusal_reads_in_both_languages(workflow):
    """Whatever the definition, each refusal has a code and a text in both languages."""
    made = unchecked_engine(workflow)
    case = made.open("P.1", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at(2))
    for option in made.actions(case, by=Actor("0"), at=at(2)):
        for refusal in option.refusals:
            assert refusal.code
            assert refusal.text("vi")
            assert refusal.text("en")
