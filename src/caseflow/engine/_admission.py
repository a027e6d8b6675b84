"""What may come in: filings, facts, branches, policies and repeated requests."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import cast

from attrs import evolve

from caseflow._showing import word
from caseflow.cases import (
    ASSIGNED_TO,
    CALENDAR,
    FOLLOW_UP_AT,
    PROMISE,
    TIMED_BY,
    VERSION,
    WORKFLOW,
    Case,
    ClockChange,
    FactChange,
    Move,
    RebasePolicy,
    Record,
    present,
)
from caseflow.engine._compiled import Way
from caseflow.engine._safeguards import extra_of, has_limit
from caseflow.errors import (
    FloatRefusedError,
    KeyReusedError,
    PayloadError,
    ProcedureClosedError,
    UnknownChannelError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.keys import clean_key
from caseflow.ledgers import MarkKind
from caseflow.procedures import Procedure
from caseflow.values import Actor, Channel, aware, clean_text
from caseflow.workflow import BRANCH, RESULT_BY, Action, FactValue

__all__ = [
    "changes_terms",
    "checked_opening",
    "clean_reason",
    "fact_changes",
    "first_facts",
    "payload_error",
    "policy_of",
    "refuse_closed",
    "refuse_strangers",
    "repeated",
    "with_reasons",
]

_ENGINE_FACTS = (
    RESULT_BY,
    BRANCH,
    CALENDAR,
    PROMISE,
    WORKFLOW,
    VERSION,
    TIMED_BY,
    ASSIGNED_TO,
    FOLLOW_UP_AT,
)
_NO_FILINGS = frozenset(_ENGINE_FACTS)


def checked_opening(procedure: str, by: Actor | None, at: datetime, key: str | None) -> str | None:
    """Return the *key* of a filing as it is kept, once the rest is of the type it should be."""
    if procedure.__class__ is not str and not isinstance(cast("object", procedure), str):
        raise ValueInvalidError("procedure", procedure, "the code of a procedure, as text")
    if by.__class__ is not Actor and by is not None and not isinstance(cast("object", by), Actor):
        raise ValueInvalidError("by", by, "an Actor")
    aware(at, name="at")
    return None if key is None else clean_key(key)


def clean_reason(reason: str) -> str:
    """Return why somebody acts outside the workflow, as it is kept; raises `ValueInvalidError`."""
    reason = clean_text(reason, name="reason")
    if not reason.strip():
        raise ValueInvalidError("reason", reason, "the reason in words, for the record")
    return reason


def refuse_strangers(case: object, by: object = ..., action: object = ...) -> None:
    """Refuse what is no case, no actor or no action, where one is given.

    Raises:
        ValueInvalidError: a value is of another type; an action given by its name is told so.
    """
    if not isinstance(case, Case):
        raise ValueInvalidError("case", case, "a Case, as `Engine.open` and `Engine.fire` return")
    if by is not ... and not isinstance(by, Actor):
        raise ValueInvalidError("by", by, "an Actor")
    if action is not ... and not isinstance(action, Action):
        allowed = (
            "an Action, as `workflow.action(NAME)` or `RECEIVE` of your pack; a name is no action"
        )
        raise ValueInvalidError("action", action, allowed)


def refuse_closed(
    procedure: Procedure, on: date, channel: Channel, result_by: Channel, branch: str | None
) -> None:
    """Refuse a filing that *procedure* does not take in that way, or not on that day."""
    problem = procedure.refuses_new_on(on)
    if problem:
        raise ProcedureClosedError(procedure.code, on, problem)
    if not isinstance(cast("object", channel), Channel) or not procedure.is_offered(channel):
        offered = [each.value for each in Channel if procedure.is_offered(each)]
        raise UnknownChannelError(_word(channel), offered)
    if not isinstance(cast("object", result_by), Channel):
        raise UnknownChannelError(_word(result_by), sorted(each.value for each in Channel))
    _refuse_branch(procedure, channel, branch, on)


def _word(channel: object) -> str:
    return channel.value if isinstance(channel, Channel) else f"{word(channel)} (not a Channel)"


def _refuse_branch(procedure: Procedure, channel: Channel, branch: str | None, on: date) -> None:
    """Refuse a branch that has no limit for filings opened *on* that day; None is no branch."""
    if branch is None:
        return
    known = [each for each in procedure.branches_on(on) if has_limit(procedure, channel, each)]
    if branch.__class__ is not str or branch not in known:
        raise UnknownNameError(branch, known, "branch")


def policy_of(policy: RebasePolicy | str) -> RebasePolicy:
    """Return the policy meant; raises `UnknownNameError`."""
    try:
        return RebasePolicy(policy)
    except ValueError:
        known = [each.value for each in RebasePolicy]
        raise UnknownNameError(str(policy), known, "policy") from None


def repeated(case: Case, record: Record, action: str, payload: object) -> Case:
    """Return the case as it is if *record*, of the same key, is of just this request."""
    if record.action != action or record.payload != payload:
        raise KeyReusedError(case.id, str(record.key), record.action, record.seq)
    return case


def payload_error(action: str, given: object, expected: type[object]) -> PayloadError:
    """Return the error for a payload of another type than the action takes."""
    words = ["nothing" if kind is type(None) else kind.__name__ for kind in (type(given), expected)]
    return PayloadError(action, words[0], words[1])


def first_facts(facts: Mapping[str, FactValue]) -> tuple[FactChange, ...]:
    """Return the facts given at opening as changes; those that the engine writes are refused."""
    if facts.__class__ is not dict and not isinstance(cast("object", facts), Mapping):
        raise ValueInvalidError("facts", facts, "a mapping of names to values")
    cleaned = {clean_text(name, name="fact", limit=200): value for name, value in facts.items()}
    if not _NO_FILINGS.isdisjoint(cleaned):
        name = next(each for each in cleaned if each in _NO_FILINGS)
        raise ValueInvalidError("fact", name, f"a name other than {', '.join(_ENGINE_FACTS)}")
    return tuple([FactChange(name, None, _fact(name, cleaned[name])) for name in sorted(cleaned)])


def _fact(name: str, value: object) -> FactValue:
    """Return *value* if a fact may hold it."""
    if type(value) is int:
        return value
    if isinstance(value, float):
        raise FloatRefusedError(name, value)
    if isinstance(value, str):
        return clean_text(value, name=name)
    if isinstance(value, datetime):
        return aware(value, name=name)
    if isinstance(value, (int, date, Fraction)):
        return value
    raise ValueInvalidError(name, value, "text, a whole number, a fraction, a day or an instant")


def fact_changes(way: Way, case: Case, payload: object) -> tuple[FactChange, ...]:
    """Return what *way* does to the facts of *case*, taken from *payload* where it says so."""
    changes: list[FactChange] = []
    for op in way.transition.facts:
        value: object = getattr(payload, op.of_payload) if op.of_payload else op.value
        if isinstance(value, Enum):
            value = value.value
        after = None if value is None else _fact(op.name, value)
        changes.append(FactChange(op.name, present(case, op.name), after))
    return tuple(changes)


def with_reasons(move: Move, way: Way, payload: object) -> Move:
    """Return *move* with what the payload says of the clocks that take it from there."""
    clocks = way.reasoned
    if not clocks:
        return move
    described = (
        _said(change, payload) if change.clock in clocks else change for change in move.clocks
    )
    return evolve(move, clocks=tuple(described))


def _said(change: ClockChange, payload: object) -> ClockChange:
    """Return *change* with the reason and basis of *payload*, or the length of its extension."""
    if change.mark is MarkKind.EXTEND:
        extra = extra_of(payload)
        return change if extra is None else evolve(change, extra=extra)
    reason, basis = (str(getattr(payload, name)) for name in ("reason", "basis"))
    return evolve(change, reason=reason, basis=basis)


def changes_terms(changes: tuple[FactChange, ...]) -> bool:
    """Return whether *changes* put the case on other terms: another branch or result channel."""
    return any(
        change.name in (RESULT_BY, BRANCH) and change.before != change.after for change in changes
    )
