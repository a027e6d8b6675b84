"""Names that a workflow uses and does not define, or defines twice or badly."""

from collections.abc import Iterable

from caseflow._typed import typed
from caseflow.texts import Message, Text
from caseflow.workflow import (
    ANYONE,
    CASE_FACTS,
    AssignedTo,
    ClockNotOver,
    ClockOver,
    Declared,
    FactIs,
    Fault,
    Workflow,
)

__all__ = ["unknown_names"]

_PLACEHOLDER = Message("machine.unknown-placeholder")

_KINDS = {
    "state": Message("machine.kinds-state"),
    "action": Message("machine.kinds-action"),
    "role": Message("machine.kinds-role"),
    "guard": Message("machine.kinds-guard"),
    "clock": Message("machine.kinds-clock"),
    "effect": Message("machine.kinds-effect"),
    "fact": Message("machine.kinds-fact"),
}

#: Actions of every case that are no part of a workflow, and what the stock machine calls its own.
#: `cases` has the actions of assignment; it stands beside this package.
_RESERVED = (
    "migrate",
    "open",
    "rebase",
    "trigger",
    "claim-case",
    "release-case",
    "reassign-case",
    "set-follow-up",
)

#: How the facts of every case begin that no transition sets, such as who works on it.
_OWN_FACTS = "caseflow:"


@typed
def unknown_names(workflow: Workflow) -> tuple[Fault, ...]:
    """Return a fault for every name that is used and not defined, defined twice, or malformed."""
    defined: dict[str, list[str]] = {
        "state": [state.name for state in workflow.states],
        "action": [action.name for action in workflow.actions],
        "role": [role.name for role in workflow.roles],
        "guard": [guard.name for guard in workflow.guards],
        "clock": [clock.name for clock in workflow.clocks],
        "effect": list(workflow.effects),
    }
    faults: list[Fault] = []
    for kind, names in defined.items():
        faults += _misnamed(workflow, kind, names)
    # Facts are listed nowhere: they are what transitions set, and what every case has.
    set_by = (op.name for each in workflow.transitions for op in each.facts)
    defined["fact"] = [*set_by, *CASE_FACTS]
    for each in workflow.transitions:
        for op in each.facts:
            if op.name.startswith(_OWN_FACTS):
                where, what = f"{each.action}: {each.source} -> {each.target}", "machine.reserved"
                faults.append(_fault("bad-name", where, "fact", op.name, Message(what)))
    for where, kind, name in _used(workflow):
        if name not in defined[kind] and (kind, name) != ("role", ANYONE):
            faults.append(
                _fault(f"unknown-{kind}", where, kind, name, Message("machine.undefined"))
            )
    faults += _misworded(workflow)
    return tuple(dict.fromkeys(faults))


def _misnamed(workflow: Workflow, kind: str, names: list[str]) -> Iterable[Fault]:
    for name in dict.fromkeys(names):
        where = f"{workflow.name}: {kind} {name!r}"
        if names.count(name) > 1:
            yield _fault("duplicate-name", where, kind, name, Message("machine.defined-twice"))
        # The stock machine reads "*" as every state and "=" as the same one.
        if not name or name != name.strip() or name in ("*", "="):
            yield _fault("bad-name", where, kind, name, Message("machine.not-usable"))
        if kind == "role" and name == ANYONE:
            yield _fault("bad-name", where, kind, name, Message("machine.reserved"))
        if kind == "action" and name in _RESERVED:
            yield _fault("bad-name", where, kind, name, Message("machine.reserved"))


def _used(workflow: Workflow) -> Iterable[tuple[str, str, str]]:
    """Go through every use of a name: where, of what kind, which."""
    yield f"{workflow.name}: initial", "state", workflow.initial
    for op in workflow.opening:
        yield f"{workflow.name}: opening", "clock", op.clock
    for rule in workflow.clocks:
        if rule.chosen_with:
            yield f"clock {rule.name!r}", "clock", rule.chosen_with
    for each in workflow.transitions:
        where = f"{each.action}: {each.source} -> {each.target}"
        yield where, "action", each.action
        yield where, "state", each.source
        yield where, "state", each.target
        for role in sorted(each.roles):
            yield where, "role", role
        for guard in each.guards:
            if isinstance(guard, str):
                yield where, "guard", guard
            elif isinstance(guard, Declared):
                yield from ((where, kind, name) for kind, name in _used_by(guard))
        for op in each.clocks:
            yield where, "clock", op.clock
        for effect in each.effects:
            yield where, "effect", effect.name


def _used_by(guard: Declared) -> Iterable[tuple[str, str]]:
    """Go through every name that a declared guard uses: of what kind, which."""
    for action in guard.actions:
        yield "action", action
    if isinstance(guard, ClockOver | ClockNotOver):
        yield "clock", guard.clock
    if isinstance(guard, FactIs) and not guard.at_opening:
        yield "fact", guard.fact
    if isinstance(guard, AssignedTo):
        for role in sorted(guard.unless):
            yield "role", role


def _misworded(workflow: Workflow) -> Iterable[Fault]:
    """Go through what the texts of declared guards name and nobody fills."""
    for each in workflow.transitions:
        where = f"{each.action}: {each.source} -> {each.target}"
        for guard in each.guards:
            if isinstance(guard, Declared):
                for name in guard.unknown_placeholders:
                    params = {"name": name, "guard": guard.name}
                    params["known"] = ", ".join(f"{{{known}}}" for known in sorted(guard.names))
                    yield Fault("unknown-placeholder", where, _PLACEHOLDER, params)


def _fault(code: str, where: str, kind: str, name: str, what: Text) -> Fault:
    return Fault(
        code,
        where,
        Message("machine.is"),
        {"kind": _KINDS[kind], "name": repr(name), "what": what},
    )
