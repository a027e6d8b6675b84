"""What each action may do in each state, as plain values: for whoever runs cases without `Engine`.

Nothing is decided here. Whoever reads the table asks the same guards in the same order.
"""

from collections.abc import Mapping
from types import MappingProxyType

from caseflow._typed import frozen, typed
from caseflow.engine._compiled import compile_workflow
from caseflow.machine import Candidate
from caseflow.workflow import (
    ClockOp,
    ClockVerb,
    Declared,
    Effect,
    Guard,
    SetFact,
    State,
    Workflow,
)

__all__ = ["StepTable", "WorkflowStep", "step_table"]


@frozen
class WorkflowStep:
    """Say what one transition takes and does, with the guards that the engine adds to its own.

    Attributes:
        action: the name of the action.
        source: the name of the state it leaves.
        target: the name of the state it leads to.
        roles: the names of the roles that may take it; None for anybody.
        guards: the guards in the order in which they are asked; all must hold.
        clocks: what it does to clocks, in this order.
        facts: what it does to facts, in this order.
        effects: what it asks for outside.
        payload: the type of what is handed in with it; `NoneType` for nothing.
        decides: whether the result exists by it, so that timeliness is judged there.
        ends: whether its target is a final state.
    """

    action: str
    source: str
    target: str
    roles: frozenset[str] | None
    guards: tuple[Guard, ...]
    clocks: tuple[ClockOp, ...]
    facts: tuple[SetFact, ...]
    effects: tuple[Effect, ...]
    payload: type[object]
    decides: bool
    ends: bool

    @property
    def declared(self) -> tuple[Declared, ...]:
        """Return the guards that are values, in the order in which they are asked."""
        return tuple(each.declared for each in self.guards if each.declared is not None)

    @property
    def opaque(self) -> tuple[str, ...]:
        """Return the names of the guards that only a function knows."""
        return tuple(each.name for each in self.guards if each.declared is None)

    @property
    def clock_verbs(self) -> tuple[tuple[ClockVerb, str], ...]:
        """Return what it does to clocks as pairs of verb and name of the clock."""
        return tuple((op.verb, op.clock) for op in self.clocks)


@typed
@frozen
class StepTable:
    """Hold the steps of a workflow by state and action.

    Attributes:
        workflow: the definition that it was read from.
        steps: by the names of state and action the steps in the order in which they are tried: the
            first whose roles and guards let the actor through is taken. An action that leads
            nowhere from a state has no entry.
        states: the states by name.
        opening: what happens to the clocks of every new case.
    """

    workflow: Workflow
    steps: Mapping[tuple[str, str], tuple[WorkflowStep, ...]]
    states: Mapping[str, State]
    opening: tuple[ClockOp, ...]

    def of(self, state: str, action: str) -> tuple[WorkflowStep, ...]:
        """Return the steps of *action* in *state*; none if it is not open there.

        Raises:
            UnknownNameError: the workflow has no such state.
            UnknownActionError: it has no such action.
        """
        found = self.steps.get((state, action))
        if found is None:
            self.workflow.state(state)
            self.workflow.action(action)
        return found or ()

    def actions_in(self, state: str) -> tuple[str, ...]:
        """Return the actions that lead somewhere from *state*, in the order of the workflow.

        Raises:
            UnknownNameError: the workflow has no such state.
        """
        self.workflow.state(state)
        return tuple(action for source, action in self.steps if source == state)

    @property
    def opaque(self) -> tuple[str, ...]:
        """Return the names of all guards that only a function knows, each once, sorted."""
        rows = self.steps.values()
        return tuple(sorted({name for row in rows for step in row for name in step.opaque}))


@typed
def step_table(workflow: Workflow) -> StepTable:
    """Return what each action of *workflow* may do in each state.

    >>> from caseflow.workflow import simple_workflow
    >>> table = step_table(simple_workflow("permit", [("lodged", "grant", "granted", "clerk")]))
    >>> [(step.target, step.clock_verbs) for step in table.of("lodged", "grant")]
    [('granted', ((<ClockVerb.STOP: 'stop'>, 'legal'),))]

    Cost: that of compiling the workflow, some milliseconds.

    Raises:
        DefinitionError: names that the workflow does not define.
    """
    table = compile_workflow(workflow).table
    steps = {
        (state.name, action.name): tuple(_step(workflow, each) for each in candidates)
        for state in workflow.states
        for action in workflow.actions
        if (candidates := table.candidates(state.name, action.name))
    }
    states = {state.name: state for state in workflow.states}
    return StepTable(workflow, MappingProxyType(steps), MappingProxyType(states), workflow.opening)


def _step(workflow: Workflow, candidate: Candidate) -> WorkflowStep:
    transition = candidate.transition
    return WorkflowStep(
        transition.action,
        transition.source,
        transition.target,
        candidate.roles,
        candidate.guards,
        transition.clocks,
        transition.facts,
        transition.effects,
        workflow.action(transition.action).payload,
        transition.decides,
        workflow.state(transition.target).is_final,
    )
