"""What an action does to a case: the way it takes, what that does to clocks and facts.

The same steps stand in `Engine.fire`, for speed; here they are for acts that are decided again.
"""

from datetime import datetime

from attrs import evolve

from caseflow.cases import DROPPED, KEPT, PROMISE, Case, FactChange, Move, changed
from caseflow.engine._admission import changes_terms, fact_changes, payload_error, with_reasons
from caseflow.engine._assigning import ended
from caseflow.engine._compiled import Entry, Way
from caseflow.engine._plans import Plan, PlanOf
from caseflow.errors import ActionRefusedError, UnknownActionError
from caseflow.procedures import PromisePolicy
from caseflow.values import Actor

__all__ = ["Done", "decided", "done", "entry_of", "resolved"]

#: What an act does: its move, and what it does to facts.
Done = tuple[Move, tuple[FactChange, ...]]


def entry_of(plan: Plan, case: Case, action: str, payload: object) -> Entry:
    """Return what *action* may do in the state of *case*.

    Raises:
        UnknownActionError: the workflow has no such action.
        PayloadError: the payload is of another type than the action takes.
    """
    entries = plan.entries[case.state]
    entry = entries.get(action)
    if entry is None:
        raise UnknownActionError(action, tuple(entries))
    if not isinstance(payload, entry.payload):
        raise payload_error(action, payload, entry.payload)
    return entry


def decided(
    plan_of: PlanOf, case: Case, action: str, payload: object, by: Actor, at: datetime
) -> Done:
    """Return what *action* does to *case*; every guard and role is asked.

    Raises:
        UnknownActionError, PayloadError: see `entry_of`.
        ActionRefusedError: the action is not open; it holds every reason.
    """
    plan = plan_of(case.terms)
    entry = entry_of(plan, case, action, payload)
    situation = plan.situation(case, by, at, payload)
    way = entry.first(by.roles, situation)
    if way is None:
        raise ActionRefusedError(case.id, action, entry.refusals(situation))
    return done(plan_of, plan, way, case, payload, at)


def done(plan_of: PlanOf, plan: Plan, way: Way, case: Case, payload: object, at: datetime) -> Done:
    """Return what *way* does to *case* at *at*; the end of a case ends its assignment too."""
    move, facts = _done(plan_of, plan, way, case, payload, at)
    return move, (*facts, *ended(case)) if way.ends and case.facts else facts


def _done(plan_of: PlanOf, plan: Plan, way: Way, case: Case, payload: object, at: datetime) -> Done:
    if way.move is not None:
        return way.move, ()
    if way.is_shared:
        known = plan.moves.get((way, case.clock_states, ()))
        if known is not None and case.fact(PROMISE) is None:
            return known, ()
    move, facts = resolved(plan_of, plan, way, case, payload, at)
    return with_reasons(move, way, payload), facts


def resolved(
    plan_of: PlanOf, plan: Plan, way: Way, case: Case, payload: object, at: datetime
) -> Done:
    """Work out what *way* does to this very case: its clocks and facts, on its new terms."""
    is_kept = bool(case.facts) and case.fact(PROMISE) == KEPT
    facts = fact_changes(way, case, payload) if way.transition.facts else ()
    if not (facts and changes_terms(facts)):
        if is_kept:
            chosen = plan.chosen(way.dated, case, at)
            move = plan.resolved(way.transition, case.clock_states, chosen, is_kept=True)
            return move, facts
        return plan.move(way, case, at), facts
    terms, _ = changed(case.terms, (), facts)
    after = plan_of(terms)
    takes_new_limit = terms.branch != case.terms.branch
    if plan.qualifies and not after.qualifies and plan.has_promise(case):
        is_kept = plan.procedure.promise_policy is PromisePolicy.KEEP
        takes_new_limit |= not is_kept
        word = KEPT if is_kept else DROPPED
        facts = (*facts, FactChange(PROMISE, case.fact(PROMISE), word))
    chosen = after.chosen(way.dated, case, at)
    move = after.resolved(way.transition, case.clock_states, chosen, is_kept=is_kept)
    if takes_new_limit:
        move = evolve(move, clocks=(*after.relimited(case, is_kept=is_kept), *move.clocks))
    return move, facts
