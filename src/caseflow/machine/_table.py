"""The stock machine of a workflow, and the table read out of it.

The only importer of `transitions`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from attrs import frozen
from transitions import EventData, Machine
from transitions import State as StockState

from caseflow._typed import short, typed
from caseflow.errors import DefinitionError, UnknownNameError
from caseflow.machine._names import unknown_names
from caseflow.workflow import (
    ANYONE,
    Guard,
    Refusal,
    Situation,
    Transition,
    Workflow,
)

__all__ = ["Candidate", "Table", "build_machine", "compile_table"]


@typed(late=True)
@short
@frozen(eq=False)
class Candidate:
    """Hold one transition with its guards resolved; *roles* is None when anyone may take it.

    Each is itself only: what is looked up by a candidate is found without comparing its fields.
    """

    transition: Transition
    guards: tuple[Guard, ...]
    roles: frozenset[str] | None

    def admits(self, roles: frozenset[str]) -> bool:
        """Return whether one of *roles* may take the transition."""
        return self.roles is None or not self.roles.isdisjoint(roles)

    def refusals(self, situation: Situation) -> tuple[Refusal, ...]:
        """Ask every guard and return the reasons of those that do not hold."""
        found = (guard.check(situation) for guard in self.guards)
        return tuple(refusal for refusal in found if refusal is not None)

    def __call__(self, event: EventData) -> bool:
        """Answer as a condition of the stock machine, triggered with `situation=...`."""
        situation = event.kwargs["situation"]
        return self.admits(situation.actor.roles) and not self.refusals(situation)


@typed(late=True)
@short
@frozen
class Table:
    """Hold, per state and action, the candidates in the order they are tried; read-only."""

    rows: Mapping[str, Mapping[str, tuple[Candidate, ...]]]

    def candidates(self, state: str, action: str) -> tuple[Candidate, ...]:
        """Return what *action* may do in *state*; empty if nothing.

        Raises:
            UnknownNameError: the workflow has no such state.
        """
        if state not in self.rows:
            raise UnknownNameError(state, tuple(self.rows), "state")
        return self.rows[state].get(action, ())


@typed
def build_machine(
    workflow: Workflow, factory: Callable[..., Machine] = Machine, **options: object
) -> Machine:
    """Return the workflow as a machine of `transitions`, without a model.

    Trigger its events with `machine.events[action].trigger(model, situation=...)`; conditions
    answer for roles and guards. *factory* may be another class of that library, such as
    `GraphMachine`, and *options* go to it.

    Raises:
        DefinitionError: names that the workflow does not define, all of them.
    """
    faults = unknown_names(workflow)
    if faults:
        raise DefinitionError(workflow.name, faults)
    machine = factory(
        model=None,
        states=[StockState(state.name, final=state.is_final) for state in workflow.states],
        initial=workflow.initial,
        auto_transitions=False,
        send_event=True,
        **options,
    )
    for transition in workflow.transitions:
        machine.add_transition(
            transition.action,
            transition.source,
            transition.target,
            conditions=[_candidate(workflow, transition)],
        )
    return machine


def _candidate(workflow: Workflow, transition: Transition) -> Candidate:
    guards = tuple(workflow.guard(reference) for reference in transition.guards)
    return Candidate(transition, guards, None if ANYONE in transition.roles else transition.roles)


@typed
def compile_table(machine: Machine, workflow: Workflow) -> Table:
    """Read the table out of *machine*'s own events, as `build_machine` made it of *workflow*."""
    rows: dict[str, dict[str, tuple[Candidate, ...]]] = {name: {} for name in machine.states}
    for action, event in machine.events.items():
        for source, stock in event.transitions.items():
            conditions = (condition.func for each in stock for condition in each.conditions)
            candidates = tuple(each for each in conditions if isinstance(each, Candidate))
            if candidates:
                rows[source][action] = candidates
    known = {action.name for action in workflow.actions}
    for row in rows.values():
        row.update(dict.fromkeys(known - row.keys(), ()))
    return Table(MappingProxyType({name: MappingProxyType(row) for name, row in rows.items()}))
