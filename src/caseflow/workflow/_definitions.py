"""A workflow whole: its transitions, what they lead to, and its fingerprint.

Nothing here is checked or run: see `checks`, `machine` and `engine`.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import cached_property, partial
from typing import Any, cast

from attrs import Factory, field, fields_dict, has

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownActionError, UnknownNameError, UnknownRoleError
from caseflow.law import Rule
from caseflow.limits import PauseDays, TimeLimit
from caseflow.texts import Message, Text
from caseflow.workflow._declared import Declared, GuardReason
from caseflow.workflow._guards import Guard
from caseflow.workflow._vocabulary import (
    ANYONE,
    Action,
    ClockOp,
    ClockRule,
    Effect,
    Role,
    SetFact,
    State,
)

__all__ = ["Transition", "Workflow"]


def _role_names(value: Iterable[str | Role] | str) -> frozenset[str]:
    values = (value,) if isinstance(value, str) else value
    return frozenset(each if isinstance(each, str) else each.name for each in values)


def _name(value: "str | State | Action[Any]") -> str:
    return value if isinstance(value, str) else value.name


@typed
@frozen
class Transition:
    """Lead from *source* to *target* by *action*, for who holds one of *roles*, if *guards* hold.

    Of several transitions for one source and action the first that lets the actor through is
    taken, in the order of the workflow. No role at all means nobody; `ANYONE` means everybody.
    *decides* marks the transition by which the result exists: timeliness is judged there.
    """

    action: str = field(converter=_name)
    source: str = field(converter=_name)
    target: str = field(converter=_name)
    roles: frozenset[str] = field(converter=_role_names)
    guards: tuple[str | Guard | Declared, ...] = ()
    clocks: tuple[ClockOp, ...] = ()
    facts: tuple[SetFact, ...] = ()
    effects: tuple[Effect, ...] = ()
    decides: bool = False

    @classmethod
    def each(
        cls,
        action: str | Action[Any],
        sources: Iterable[str | State],
        target: str | State | None,
        roles: Iterable[str | Role] | str,
        *,
        guards: tuple[str | Guard | Declared, ...] = (),
        clocks: tuple[ClockOp, ...] = (),
        facts: tuple[SetFact, ...] = (),
        effects: tuple[Effect, ...] = (),
        decides: bool = False,
    ) -> "tuple[Transition, ...]":
        """Make one transition per source, all alike; target None stays in the source."""
        return tuple(
            cls(
                action,
                source,
                source if target is None else target,
                roles,
                guards,
                clocks,
                facts,
                effects,
                decides,
            )
            for source in sources
        )


def _labelled(workflow: "Workflow") -> tuple[str, ...]:
    """Return the languages of the labels of the states, in the order they are given."""
    return tuple(dict.fromkeys(code for each in workflow.states for code in each.labels.languages))


@typed(late=True)
@frozen
class Workflow:
    """Define what may be done to a case: states, actions, roles, clocks, and the transitions.

    *opening* happens to the clocks of every new case. *guards* are those that transitions refer
    to by name; a transition may also hold a `Guard` itself, or a declared guard such as `Once`.
    *effects* are the names that transitions may ask for. *languages* are those in which every
    label must exist, the first of them for those who ask for another; without them they are those
    of the labels of the states.

    Nothing is checked here: `checks.check_workflow` returns all faults, and an `Engine` takes no
    workflow that has any.
    """

    name: str
    version: str
    initial: str = field(converter=_name)
    states: tuple[State, ...]
    actions: tuple[Action[Any], ...]
    transitions: tuple[Transition, ...]
    roles: tuple[Role, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    opening: tuple[ClockOp, ...] = ()
    guards: tuple[Guard, ...] = ()
    effects: tuple[str, ...] = ()
    languages: tuple[str, ...] = field(default=Factory(_labelled, takes_self=True))

    def state(self, name: str) -> State:
        """Return the state called *name*; raises `UnknownNameError`."""
        for state in self.states:
            if state.name == name:
                return state
        raise UnknownNameError(name, [state.name for state in self.states], "state")

    def action(self, name: str) -> Action[Any]:
        """Return the action called *name*; raises `UnknownActionError`."""
        for action in self.actions:
            if action.name == name:
                return action
        raise UnknownActionError(name, [action.name for action in self.actions])

    def role(self, name: str) -> Role:
        """Return the role called *name*; raises `UnknownRoleError`."""
        for role in (*self.roles, _ANYONE):
            if role.name == name:
                return role
        raise UnknownRoleError(name, [role.name for role in self.roles])

    def clock(self, name: str) -> ClockRule:
        """Return the clock called *name*; raises `UnknownNameError`."""
        for clock in self.clocks:
            if clock.name == name:
                return clock
        raise UnknownNameError(name, [clock.name for clock in self.clocks], "clock")

    def guard(self, reference: str | Guard | Declared) -> Guard:
        """Return the guard that a transition refers to; raises `UnknownNameError`.

        One that is declared in the transition itself names actions by their labels here.
        """
        if isinstance(reference, Guard):
            return reference
        if isinstance(reference, Declared):
            labels = {each.name: each.labels for each in self.actions}
            check = partial(reference.asked, labels=labels)
            return Guard(reference.name, check, bars=reference.bars, declared=reference)
        for each in self.guards:
            if each.name == reference:
                return each
        raise UnknownNameError(reference, [each.name for each in self.guards], "guard")

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash of everything a case depends on, labels included.

        Of a guard or a rule of law the name counts and of a payload whether there is one: code may
        be moved, mended or grown without giving every open case another definition. A guard that is
        declared in its transition counts whole.
        """
        plain = json.dumps(_plain(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        text = unicodedata.normalize("NFC", plain)
        return f"{self.name}@{hashlib.sha256(text.encode()).hexdigest()[:16]}"


_ANYONE = Role(ANYONE, Message("workflow.anyone"))

#: What definitions lacked once, and stands for: such a field changes no fingerprint unless it says
#: something, so every workflow ever kept has the fingerprint it had.
_LATER: dict[type, dict[str, object]] = {
    ClockRule: {"limits": (), "chosen_with": ""},
    TimeLimit: {
        "pause_days": PauseDays.FIRST,
        "roll_up_to": None,
        "least_working_days": 0,
        "day_hours": 8,
    },
}


def _plain(value: object) -> object:
    """Return *value* as JSON values, for the fingerprint only; `codec` writes what is kept."""
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("tuple[object, ...]", value)]
    if isinstance(value, frozenset):
        return sorted(str(each) for each in cast("frozenset[object]", value))
    if isinstance(value, (Guard, Rule)):
        return value.name if isinstance(value, Guard) else value.written
    if isinstance(value, Text):
        return dict(value.items())
    if isinstance(value, type):
        return value is not type(None)
    if isinstance(value, Enum):
        return value.value
    return _plain_fields(value)


def _plain_fields(value: object) -> object:
    """Return the fields of *value* by name, or the value itself if it has none."""
    kind = type(value)
    if not has(kind):
        return value if value is None or isinstance(value, int) else str(value)
    if isinstance(value, Declared):
        return {"kind": value.kind, **_plain_declared(value)}
    left_out = {"guards"} if kind is Workflow else set[str]()
    later = _LATER.get(kind, {})
    return {
        name: _plain(getattr(value, name))
        for name, each in fields_dict(kind).items()
        if each.init
        and name not in left_out
        and not (name in later and getattr(value, name) == later[name])
    }


def _plain_declared(value: Declared | GuardReason) -> dict[str, object]:
    """Return the fields of a declared guard; a message counts by its key, in any language."""
    fields: dict[str, object] = {}
    for name in fields_dict(type(value)):
        each: object = getattr(value, name)
        if isinstance(each, Message):
            fields[name] = each.key
        else:
            fields[name] = _plain_declared(each) if isinstance(each, GuardReason) else _plain(each)
    return fields
