"""Newer definitions of the permit office of `permits`, for the tests that move cases to them."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from attrs import evolve

from caseflow.engine import Engine, Jurisdiction, Migration
from caseflow.limits import Supplement, working_days
from caseflow.procedures import Catalogue, LimitRule
from caseflow.workflow import ClockOp, ClockRule, State, Transition, Workflow
from permits import CATALOGUE, PAUSING, PERMIT, TEN_DAYS, calendar


def renamed(
    workflow: Workflow, states: Mapping[str, str], clocks: Mapping[str, str], version: str = "2"
) -> Workflow:
    """Return *workflow* with other names for some of its states and clocks."""

    def op(each: ClockOp) -> ClockOp:
        return evolve(each, clock=clocks.get(each.clock, each.clock))

    def rule(each: ClockRule) -> ClockRule:
        return evolve(each, name=clocks.get(each.name, each.name))

    def state(each: State) -> State:
        return evolve(each, name=states.get(each.name, each.name))

    def transition(each: Transition) -> Transition:
        return evolve(
            each,
            source=states.get(each.source, each.source),
            target=states.get(each.target, each.target),
            clocks=tuple(map(op, each.clocks)),
        )

    return evolve(
        workflow,
        version=version,
        initial=states.get(workflow.initial, workflow.initial),
        states=tuple(map(state, workflow.states)),
        transitions=tuple(map(transition, workflow.transitions)),
        clocks=tuple(map(rule, workflow.clocks)),
        opening=tuple(map(op, workflow.opening)),
    )


def without_clock(workflow: Workflow, clock: str) -> Workflow:
    """Return *workflow* without one of its clocks."""
    return evolve(
        workflow,
        version="without",
        clocks=tuple(each for each in workflow.clocks if each.name != clock),
        transitions=tuple(
            evolve(each, clocks=tuple(op for op in each.clocks if op.clock != clock))
            for each in workflow.transitions
        ),
    )


#: The same office, which says "examining" for "processing" and calls the applicant's time "answer".
EXAMINING = renamed(PERMIT, {"processing": "examining"}, {"supplement": "answer"})
#: One whose applicants are not timed.
UNTIMED = without_clock(PERMIT, "supplement")

STATES = {"processing": "examining"}
CLOCKS = {"supplement": "answer"}

#: Six days instead of ten, no branch for a refusal, nothing by post, and a supplement only pauses.
SIX_DAYS = evolve(
    TEN_DAYS,
    version="2",
    limits=(LimitRule(working_days(6)),),
    channels=frozenset(each for each in TEN_DAYS.channels if each.value != "post"),
    supplement=Supplement.PAUSE,
    early=None,
    extension=None,
    valid_from=date(2026, 6, 1),
)


@cache
def engine() -> Engine:
    """Return an engine that holds the old and the new definitions; the new one takes new cases."""
    catalogue = Catalogue(
        (*CATALOGUE, SIX_DAYS, evolve(PAUSING, version="2", valid_from=date(2026, 6, 1)))
    )
    return Engine(Jurisdiction("office", calendar(), catalogue, (EXAMINING, UNTIMED, PERMIT)))


def to_examining(**more: object) -> Migration:
    """Return a migration to the office that says "examining"."""
    return Migration(EXAMINING.fingerprint, **{"states": STATES, "clocks": CLOCKS, **more})
