"""A workflow made ready to run: every name resolved, every constant reason built beforehand.

Of a procedure only the hints depend, and of a calendar only the civil day is asked: see `_plans`.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from attrs import evolve, field, frozen

from caseflow.cases import ClockChange, ClockStates, Move
from caseflow.checks import positions
from caseflow.engine._entries import Entry, Option, Row, Way
from caseflow.engine._refusing import Exits, exits, routes, wrong_state
from caseflow.engine._safeguards import safeguards
from caseflow.law import Rule
from caseflow.ledgers import STARTED, MarkKind
from caseflow.machine import Candidate, Table, build_machine, compile_table
from caseflow.procedures import Procedure
from caseflow.texts import Message
from caseflow.values import Channel
from caseflow.workflow import (
    ANYONE,
    Action,
    Audit,
    ClockOp,
    ClockRule,
    ClockVerb,
    Guard,
    Refusal,
    Transition,
    Workflow,
)

__all__ = ["CompiledWorkflow", "Entry", "Option", "Row", "Way", "compile_workflow", "started"]

ROLE_MISSING = Message("engine.role-missing")


_NOT_BARRED = frozenset[Guard]()


def _no_rows() -> dict[frozenset[Guard], Mapping[str, "Row"]]:
    return {}


@frozen(eq=False)
class CompiledWorkflow:
    """Hold a workflow and its rows, one per state.

    *barring* are its guards that never hold of some procedures.
    """

    workflow: Workflow
    table: Table
    rows: Mapping[str, Row]
    barring: tuple[Guard, ...]
    _rows_of: dict[frozenset[Guard], Mapping[str, Row]] = field(init=False, factory=_no_rows)

    def rows_for(self, procedure: Procedure, channel: Channel) -> Mapping[str, Row]:
        """Return the rows with hints that such filings of *procedure* can follow; remembered."""
        barred = frozenset(
            each for each in self.barring if each.bars and each.bars(procedure, channel)
        )
        if not barred:
            return self.rows
        rows = self._rows_of.get(barred)
        if rows is None:
            rows = self._rows_of[barred] = _hinted(self, barred)
        return rows

    @cached_property
    def dated_opening(self) -> tuple[ClockRule, ...]:
        """Return the clocks that opening starts and whose limit depends on the day."""
        return _dated(self.workflow.opening, self.workflow)

    @cached_property
    def steps(self) -> Mapping[tuple[str, str, str], frozenset[str] | None]:
        """Return who may take each step, from a state by an action to a state; None is anybody."""
        known: dict[tuple[str, str, str], frozenset[str]] = {}
        for each in self.workflow.transitions:
            step = (each.source, each.action, each.target)
            known[step] = known.get(step, frozenset()) | each.roles
        return {step: None if ANYONE in roles else roles for step, roles in known.items()}

    def roles_in(self, state: str) -> frozenset[str]:
        """Return the roles for some action of *state*, without the one that everybody holds."""
        ways = (way for entry in self.rows[state].entries.values() for way in entry.ways)
        return frozenset(role for way in ways for role in way.roles or ())

    @cached_property
    def audits(self) -> tuple[Audit, ...]:
        """Return what its guards find in a whole history, each once."""
        ways = (each for row in self.table.rows.values() for ways in row.values() for each in ways)
        found = (each.audits for way in ways for each in way.guards)
        return tuple(dict.fromkeys(each for each in found if each is not None))

    @cached_property
    def positions(self) -> frozenset[tuple[str, ClockStates]]:
        """Return every state with the clocks that may be running or paused there."""
        return frozenset((state, started(clocks)) for state, clocks in positions(self.workflow))


def started(clocks: ClockStates) -> ClockStates:
    """Return those of *clocks* that run or are paused."""
    return frozenset(each for each in clocks if each[1] in STARTED)


def compile_workflow(workflow: Workflow) -> CompiledWorkflow:
    """Make *workflow* ready to run.

    Raises:
        DefinitionError: names that the workflow does not define.
    """
    table = _safeguarded(compile_table(build_machine(workflow), workflow), workflow)
    distances = routes(workflow, table, _NOT_BARRED)
    leaving = exits(workflow, table, _NOT_BARRED)
    actions = {action.name: action for action in workflow.actions}
    rows: dict[str, Row] = {}
    bases = [action.citation for action in workflow.actions]
    days = {day for each in bases if isinstance(each, Rule) for day in each.changes}
    changes = tuple(sorted(days))
    for state in workflow.states:
        entries = {
            name: _entry(workflow, table, leaving, state.name, action, distances[name])
            for name, action in actions.items()
        }
        rows[state.name] = Row(entries, changes)
    guards = (each for row in table.rows.values() for ways in row.values() for each in ways)
    barring = dict.fromkeys(each for way in guards for each in way.guards if each.bars)
    return CompiledWorkflow(workflow, table, rows, tuple(barring))


def _safeguarded(table: Table, workflow: Workflow) -> Table:
    """Return *table* with the guards of the engine after those of each transition."""
    return Table(
        {
            state: {
                action: tuple(
                    evolve(each, guards=(*each.guards, *safeguards(each.transition, workflow)))
                    for each in candidates
                )
                for action, candidates in row.items()
            }
            for state, row in table.rows.items()
        }
    )


def _hinted(compiled: CompiledWorkflow, barred: frozenset[Guard]) -> Mapping[str, Row]:
    """Return the rows of *compiled* with hints that lead through none of *barred*."""
    workflow, table = compiled.workflow, compiled.table
    distances = routes(workflow, table, barred)
    leaving = exits(workflow, table, barred)
    rows: dict[str, Row] = {}
    for state, row in compiled.rows.items():
        entries = dict(row.entries)
        for name, entry in entries.items():
            if entry.shut is not None:
                away = distances[name]
                refusal = wrong_state(workflow, leaving, state, entry.action, away)
                shut = Option(entry.action, False, (refusal,), ())
                entries[name] = evolve(entry, shut=shut)
        rows[state] = Row(entries, row.changes)
    return rows


def _entry(
    workflow: Workflow,
    table: Table,
    leaving: Mapping[str, Exits],
    state: str,
    action: Action[Any],
    away: Mapping[str, int],
) -> Entry:
    ways = tuple(_way(each, workflow) for each in table.candidates(state, action.name))
    shut = None
    if not ways:
        refusal = wrong_state(workflow, leaving, state, action, away)
        shut = Option(action, False, (refusal,), ())
    roles = sorted({role for way in ways for role in way.roles or ()})
    role_missing = Refusal(
        "role-missing",
        ROLE_MISSING,
        {"action": action.labels, "roles": tuple(workflow.role(name).labels for name in roles)},
        action.citation,
    )
    unguarded = ways[0] if ways and not ways[0].guards else None
    return Entry(action, action.payload, ways, shut, role_missing, unguarded)


# ── what a transition does ──────────────────────────────────────────────────────────────────

_MARKS = {
    ClockVerb.PAUSE: MarkKind.PAUSE,
    ClockVerb.RESUME: MarkKind.RESUME,
    ClockVerb.RESTART: MarkKind.RESTART,
    ClockVerb.STOP: MarkKind.STOP,
}


def _way(candidate: Candidate, workflow: Workflow) -> Way:
    transition, guards = candidate.transition, candidate.guards
    free = tuple(guard for guard in guards if not guard.needs_payload)
    return Way(
        transition,
        guards,
        candidate.roles,
        transition.target,
        free,
        free == guards,
        _constant_move(transition),
        _dated(transition.clocks, workflow),
        frozenset(op.clock for op in transition.clocks if op.of_payload),
        workflow.state(transition.target).is_final,
    )


def _dated(ops: tuple[ClockOp, ...], workflow: Workflow) -> tuple[ClockRule, ...]:
    """Return the clocks that *ops* start and whose limit depends on the day."""
    started = {op.clock for op in ops if op.verb is ClockVerb.START}
    return tuple(rule for rule in workflow.clocks if rule.limits and rule.name in started)


def _constant_move(transition: Transition) -> Move | None:
    """Return what *transition* does if that is the same for every case, else None."""
    is_constant = not transition.facts and all(
        op.verb in _MARKS and not op.if_fitting and not op.of_payload for op in transition.clocks
    )
    if not is_constant:
        return None
    return Move(
        transition.action,
        transition.source,
        transition.target,
        tuple(
            ClockChange(op.clock, _MARKS[op.verb], reason=op.reason, basis=op.basis)
            for op in transition.clocks
        ),
        transition.effects,
        transition.decides,
    )
