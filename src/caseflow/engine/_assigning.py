"""Who may take, give back and pass on a case, and set its follow-up date, and every reason against.

The actions are those of `cases.ASSIGNMENT_ACTIONS`, which every workflow has. What is refused is
decided once, when it is entered: a correction of other acts never undoes an assignment.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from attrs import field

from caseflow._typed import frozen
from caseflow.cases import (
    ASSIGNED_TO,
    ASSIGNMENT_ACTIONS,
    CLAIM,
    FOLLOW_UP,
    FOLLOW_UP_AT,
    REASSIGN,
    RELEASE,
    Case,
    FactChange,
    FollowUp,
    Move,
    Record,
)
from caseflow.cases._assignments import assignment_change
from caseflow.engine._admission import payload_error
from caseflow.engine._compiled import ROLE_MISSING, CompiledWorkflow, Option
from caseflow.engine._plans import Plan
from caseflow.errors import ActionRefusedError
from caseflow.texts import Message, Text
from caseflow.values import Actor, utc
from caseflow.workflow import ANYONE, Action, Refusal

__all__ = ["Assignments", "assigned", "assigned_again", "assignment_options", "ended", "is_stated"]

_CLOSED = Refusal("case-closed", Message("engine.case-closed"))
_UNNAMED = Refusal("actor-unnamed", Message("engine.actor-unnamed"))
_CLAIMED = Refusal("claimed-already", Message("engine.claimed-already"))
_UNCLAIMED = Refusal("not-claimed", Message("engine.not-claimed"))
_ANOTHERS = Refusal("claimed-by-another", Message("engine.claimed-by-another"))
_PAST = Message("engine.follow-up-past")


def _roles(value: Iterable[str]) -> frozenset[str]:
    return frozenset(value)


def _some_roles(value: Iterable[str] | None) -> frozenset[str] | None:
    return None if value is None else frozenset(value)


@frozen
class Assignments:
    """Say who may give cases to officers, and which roles work on no case.

    Who has a role for some action of the present state may claim the case and set its follow-up
    date; a role that everybody holds does not count.

    Attributes:
        roles: the names of the roles that may re-assign; None for those that may decide a case by
            its workflow.
        outsiders: the names of the roles that are none of an officer, as that of the applicant.
    """

    roles: frozenset[str] | None = field(converter=_some_roles, default=None)
    outsiders: frozenset[str] = field(converter=_roles, default=frozenset[str]())


def assignment_options(
    plan: Plan, case: Case, by: Actor, policy: Assignments
) -> tuple[Option, ...]:
    """Return each action of assignment: allowed, or refused with every reason."""
    options: list[Option] = []
    for action in ASSIGNMENT_ACTIONS.values():
        refusals = tuple(_refusals(plan, case, action, by, policy))
        targets = () if refusals else (case.state,)
        options.append(Option(action, not refusals, refusals, targets))
    return tuple(options)


def assigned(
    plan: Plan,
    case: Case,
    act: tuple[Action[Any], object, Actor, str | None],
    at: datetime,
    policy: Assignments,
) -> Record | None:
    """Return the record of an action of assignment; None if it changes nothing.

    Raises:
        PayloadError: the payload is of another type than the action takes.
        ActionRefusedError: the action is not open; it holds every reason.
    """
    action, payload, by, key = act
    if not isinstance(payload, action.payload):
        raise payload_error(action.name, payload, action.payload)
    refusals = (*_refusals(plan, case, action, by, policy), *_past(plan, payload, at))
    if refusals:
        raise ActionRefusedError(case.id, action.name, refusals)
    move, facts = assigned_again(plan, case, action.name, payload, by)
    return Record(case.version, move, by, at, payload, key, facts) if facts else None


def assigned_again(
    plan: Plan, case: Case, action: str, payload: object, by: Actor
) -> tuple[Move, tuple[FactChange, ...]]:
    """Return what an action of assignment does to *case*; to one that has ended, nothing."""
    name, after = assignment_change(action, payload, by)
    before = case.fact(name)
    is_same = before == after or _is_final(plan, case)
    facts = () if is_same else (FactChange(name, before, after),)
    return Move(action, case.state, case.state), facts


def ended(case: Case) -> tuple[FactChange, ...]:
    """Return what the end of *case* does to its assignment and its follow-up date."""
    values = ((name, case.fact(name)) for name in (ASSIGNED_TO, FOLLOW_UP_AT))
    return tuple(FactChange(name, value, None) for name, value in values if value is not None)


def is_stated(compiled: CompiledWorkflow, record: Record) -> bool:
    """Return whether *record*, of an action of assignment, does what such an action does."""
    name, after = assignment_change(record.action, record.payload, record.actor)
    changes = {(each.name, each.after) for each in record.facts}
    is_typed = isinstance(record.payload, ASSIGNMENT_ACTIONS[record.action].payload)
    is_staying = record.source == record.target and record.source in compiled.rows
    return is_typed and is_staying and not record.move.clocks and changes <= {(name, after)}


def _refusals(
    plan: Plan, case: Case, action: Action[Any], by: Actor, policy: Assignments
) -> Iterator[Refusal]:
    if _is_final(plan, case):
        yield _CLOSED
        return
    if not by.id:
        yield _UNNAMED
    holder = case.assigned_to
    is_own = bool(holder) and holder == by.id
    if action.name == CLAIM.name and not is_own:
        yield from _missing(plan, action, by, _officers(plan, case, policy))
        if holder:
            yield _CLAIMED
    elif action.name == RELEASE.name and not is_own:
        yield _ANOTHERS if holder else _UNCLAIMED
    elif action.name == REASSIGN.name:
        yield from _missing(plan, action, by, _assigners(plan, policy))
    elif action.name == FOLLOW_UP.name and not is_own:
        yield from _missing(plan, action, by, _officers(plan, case, policy))


def _past(plan: Plan, payload: object, at: datetime) -> Iterator[Refusal]:
    if isinstance(payload, FollowUp) and payload.at is not None and utc(payload.at) <= utc(at):
        shown = payload.at.astimezone(plan.calendar.zone)
        yield Refusal("follow-up-past", _PAST, {"at": shown})


def _is_final(plan: Plan, case: Case) -> bool:
    return plan.compiled.workflow.state(case.state).is_final


def _officers(plan: Plan, case: Case, policy: Assignments) -> frozenset[str]:
    """Return the roles for some action of the state of *case*, but for those of outsiders."""
    return plan.compiled.roles_in(case.state) - policy.outsiders


def _assigners(plan: Plan, policy: Assignments) -> frozenset[str]:
    """Return the roles that may re-assign."""
    if policy.roles is not None:
        return policy.roles
    deciding = (each for each in plan.compiled.workflow.transitions if each.decides)
    return frozenset(role for each in deciding for role in each.roles) - {ANYONE, *policy.outsiders}


def _missing(
    plan: Plan, action: Action[Any], by: Actor, roles: frozenset[str]
) -> Iterator[Refusal]:
    """Yield the refusal of *by* if none of *roles* is theirs."""
    if not roles.isdisjoint(by.roles):
        return
    known = {role.name: role.labels for role in plan.compiled.workflow.roles}
    labels = tuple(known.get(name, Text(und=name)) for name in sorted(roles))
    yield Refusal("role-missing", ROLE_MISSING, {"action": action.labels, "roles": labels})
