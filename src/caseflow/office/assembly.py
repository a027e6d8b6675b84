"""A workflow made of the phases that a country takes, under its rules and by its names.

What a phase does stands in its own module. A country that has no bills leaves `BILLING` out.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from attrs import evolve

from caseflow._typed import typed
from caseflow.office._billing.bills import BILLS
from caseflow.office._billing.subsidies import SUBSIDIES
from caseflow.office._billing.unpaid import UNPAID
from caseflow.office._clocks import START_LODGED
from caseflow.office._phases import Phase
from caseflow.office._returning import RETURNING
from caseflow.office.paying._collecting import COLLECTING
from caseflow.office.paying._waiving import WAIVING
from caseflow.office.processing._assigning import ASSIGNING
from caseflow.office.processing._deciding import DECIDING
from caseflow.office.processing._ending import ENDING
from caseflow.office.processing._supplementing import SUPPLEMENTING
from caseflow.office.processing._timing import TIMING
from caseflow.office.receiving._accepting import ACCEPTING
from caseflow.office.receiving._assisting import ASSISTING
from caseflow.office.receiving._classifying import CLASSIFYING
from caseflow.office.receiving._describing import DESCRIBING
from caseflow.office.receiving._elsewhere import ELSEWHERE
from caseflow.office.results._correcting import CORRECTING
from caseflow.office.results._issuing import ISSUING
from caseflow.office.rules import OfficeRules
from caseflow.office.states import REGISTERED
from caseflow.office.steps._consulting import CONSULTING
from caseflow.office.steps._handing_over import HANDING_OVER
from caseflow.office.steps._silence import SILENCE
from caseflow.workflow import Action, ClockOp, ClockRule, Guard, Role, State, Transition, Workflow

__all__ = [
    "ACCEPTING",
    "ASSIGNING",
    "ASSISTING",
    "BILLING",
    "BILLS",
    "CLASSIFYING",
    "COLLECTING",
    "CONSULTING",
    "CORRECTING",
    "DECIDING",
    "DESCRIBING",
    "ELSEWHERE",
    "ENDING",
    "HANDING_OVER",
    "ISSUING",
    "PAYING",
    "PHASES",
    "PROCESSING",
    "RECEIVING",
    "RESULTS",
    "RETURNING",
    "SILENCE",
    "STEPS",
    "SUBSIDIES",
    "SUPPLEMENTING",
    "TIMING",
    "UNPAID",
    "WAIVING",
    "Phase",
    "assemble",
    "office_guards",
]

#: The phases of an office in groups, of which a country takes what it has.
RECEIVING = (DESCRIBING, ACCEPTING, ELSEWHERE, CLASSIFYING, ASSISTING)
PROCESSING = (ASSIGNING, SUPPLEMENTING, TIMING, DECIDING, ENDING)
STEPS = (HANDING_OVER, CONSULTING, SILENCE)
PAYING = (COLLECTING, WAIVING)
BILLING = (BILLS, SUBSIDIES, UNPAID)
RESULTS = (RETURNING, ISSUING, CORRECTING)

#: Every phase of the office.
PHASES: tuple[Phase, ...] = (*RECEIVING, *PROCESSING, *STEPS, *PAYING, *BILLING, *RESULTS)


@typed
@cache
def office_guards(rules: OfficeRules) -> tuple[Guard, ...]:
    """Return every guard of the office under *rules*, for definitions that name them."""
    found: dict[str, Guard] = {}
    for phase in PHASES:
        asked = (each for way in phase.transitions(rules) for each in way.guards)
        for each in (*asked, *phase.kept_guards):
            if isinstance(each, Guard):
                found.setdefault(each.name, each.under(rules.basis))
    return tuple(found.values())


@typed
def assemble(
    rules: OfficeRules,
    *,
    name: str,
    version: str,
    actions: Sequence[Action[Any]],
    states: Sequence[State],
    roles: Sequence[Role],
    clocks: Sequence[ClockRule],
    phases: Sequence[Phase] = PHASES,
    initial: State = REGISTERED,
    order: Sequence[str | tuple[str, ...]] = (),
    languages: Sequence[str] = (),
) -> Workflow:
    """Return the workflow of the *phases* that a country takes.

    Args:
        rules: what the law of the country says to the office.
        name: what the workflow is called.
        version: its version.
        actions: the actions of the office as the country names them (`OfficeRules.named`); those of
            phases that it does not take are left out, and so are the transitions of actions that
            it does not name.
        states: the states as the country names them; those that no filing can reach are left out,
            and so is what would lead from them.
        roles: the roles as the country names them.
        clocks: how long each clock runs; what the phases do to a clock that is not here is left
            out.
        phases: what may be done.
        initial: where a filing begins.
        order: names of actions in the order in which their transitions stand, which counts for the
            fingerprint of a workflow that is in use; those of a tuple stand as their phase has
            them. By default the order is that of the phases.
        languages: those in which every label must exist; by default those of the core.
    """
    named = {action.name for action in actions}
    ways = [
        rules.transition(way)
        for phase in phases
        for way in phase.transitions(rules)
        if way.action in named
    ]
    ways = _reached(ways, initial.name)
    if order:
        rank = {
            action: place
            for place, group in enumerate(order)
            for action in ((group,) if isinstance(group, str) else group)
        }
        ways.sort(key=lambda way: rank.get(way.action, len(rank)))
    kept = {clock.name for clock in clocks}
    ways = [evolve(way, clocks=_of_clocks(way.clocks, kept)) for way in ways]
    names = {action.name for phase in phases for action in phase.actions}
    places = {initial.name, *(way.source for way in ways), *(way.target for way in ways)}
    asked = {each.name for way in ways for each in way.guards if isinstance(each, Guard)}
    workflow = Workflow(
        name=name,
        version=version,
        initial=initial,
        states=tuple(state for state in states if state.name in places),
        actions=tuple(action for action in actions if action.name in names),
        transitions=tuple(ways),
        roles=tuple(roles),
        clocks=tuple(clocks),
        guards=tuple(each for each in office_guards(rules) if each.name in asked),
        opening=_of_clocks(rules.clocks((*START_LODGED, *rules.at_lodging)), kept),
        effects=tuple(dict.fromkeys(effect.name for way in ways for effect in way.effects)),
    )
    return evolve(workflow, languages=tuple(languages)) if languages else workflow


def _reached(ways: list[Transition], initial: str) -> list[Transition]:
    """Return those of *ways* that some filing can take."""
    reached, size = {initial}, 0
    while len(reached) != size:
        size = len(reached)
        reached.update(way.target for way in ways if way.source in reached)
    return [way for way in ways if way.source in reached]


def _of_clocks(ops: Iterable[ClockOp], names: set[str]) -> tuple[ClockOp, ...]:
    return tuple(each for each in ops if each.clock in names)
