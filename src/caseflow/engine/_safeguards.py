"""What the engine guards itself, however a workflow was written: no limit may come apart.

An extension stays within what the procedure allows and in the unit of the limit; a branch is one
that has a limit for the case.
"""

from collections.abc import Iterator
from enum import Enum

from caseflow.errors import LimitError, UnknownNameError, ValueInvalidError
from caseflow.ledgers import ClockLedger, ClockState, MarkKind
from caseflow.limits import TimeLimit
from caseflow.procedures import Procedure
from caseflow.texts import Message, Text, Written
from caseflow.values import Channel
from caseflow.workflow import (
    BRANCH,
    ClockOp,
    ClockVerb,
    Guard,
    Refusal,
    SetFact,
    Situation,
    Transition,
    Workflow,
)

__all__ = ["extra_of", "has_limit", "safeguards"]

#: The field of a payload that says by how much it extends a limit.
_EXTRA = "extra"


_NONE = Message("engine.none")
_SPENT = Message("engine.spent")
_MISFITS = Message("engine.misfits")
_TOO_LONG = Message("engine.extension-too-long")
_NOT_JUST = Message("engine.extension-not-just")
_NO_BRANCH = Message("engine.no-branch")
_NO_LIMIT = Message("engine.no-limit")


def safeguards(transition: Transition, workflow: Workflow) -> tuple[Guard, ...]:
    """Return the guards that *transition* has besides its own."""
    extending = [op for op in transition.clocks if op.verb is ClockVerb.EXTEND]
    branching = (op for op in transition.facts if op.name == BRANCH)
    own = tuple(rule.name for rule in workflow.clocks if rule.is_of_procedure)
    return (
        *map(_extension_guard, extending),
        *(_length_guard(op) for op in extending if op.of_payload),
        *(_branch_guard(op, own) for op in branching),
    )


def has_limit(procedure: Procedure, channel: Channel, branch: str | None) -> bool:
    """Return whether *procedure* has a limit for filings of that channel and branch."""
    try:
        procedure.limit_for(channel, branch)
    except UnknownNameError:
        return False
    return True


# ── extensions ──────────────────────────────────────────────────────────────────────────────


def _extension_guard(op: ClockOp) -> Guard:
    def check(situation: Situation) -> Refusal | None:
        ledger = situation.case.clock(op.clock)
        extra = op.extra
        if extra is None:
            extension = situation.procedure.extension
            most = 0 if extension is None else extension.max
            used = 0 if ledger is None else ledger.count(MarkKind.EXTEND)
            if extension is None or used >= most:
                return Refusal("extension-spent", _SPENT if most else _NONE, {"most": most})
            extra = extension.limit
        return None if ledger is None else _misfit(ledger.allowance, extra)

    def bars(procedure: Procedure, _: Channel) -> bool:
        extra, extension = op.extra, procedure.extension
        if extra is None and extension is not None and extension.max > 0:
            extra = extension.limit
        return extra is None or all(_misfit(rule.limit, extra) for rule in procedure.limits)

    return Guard(f"extension of {op.clock}", check, bars=bars)


def extra_of(payload: object) -> TimeLimit | None:
    """Return by how much *payload* extends a limit; None for as much as there may be.

    Raises:
        ValueInvalidError: its `extra` is no time limit.
    """
    extra: object = getattr(payload, _EXTRA)
    if extra is not None and not isinstance(extra, TimeLimit):
        raise ValueInvalidError(_EXTRA, extra, "a TimeLimit, or None for all there may be")
    return extra


def _length_guard(op: ClockOp) -> Guard:
    """Guard the length that a payload gives an extension: no more than there may be."""

    def check(situation: Situation) -> Refusal | None:
        extra, extension = extra_of(situation.payload), situation.procedure.extension
        if extra is None or extension is None:
            return None
        most = extension.limit
        params = {"most": _shown(most), "extra": _shown(extra)}
        if extra.unit is not most.unit or extra.amount > most.amount:
            return Refusal("extension-too-long", _TOO_LONG, params)
        if extra.amount < most.amount and not extension.at_most:
            return Refusal("extension-not-whole", _NOT_JUST, params)
        return None

    return Guard(f"length of the extension of {op.clock}", check, needs_payload=True)


def _misfit(limit: TimeLimit, extra: TimeLimit) -> Refusal | None:
    try:
        limit.extended(extra)
    except LimitError:
        params = {"extra": _shown(extra), "limit": _shown(limit)}
        return Refusal("extension-misfits", _MISFITS, params)
    return None


def _shown(limit: TimeLimit) -> Text:
    return Written(TimeLimit.text, limit)


# ── branches ────────────────────────────────────────────────────────────────────────────────


def _branch_guard(op: SetFact, clocks: tuple[str, ...]) -> Guard:
    """Guard a change of branch; *clocks* are those that run on the limit of the procedure."""

    def check(situation: Situation) -> Refusal | None:
        value: object = op.value
        if op.of_payload:
            value = getattr(situation.payload, op.of_payload)
        branch = value.value if isinstance(value, Enum) else value
        if branch == situation.case.branch:
            return None
        return _branch_refusal(situation, None if branch is None else str(branch), clocks)

    return Guard("branch has a limit", check, needs_payload=bool(op.of_payload))


def _branch_refusal(
    situation: Situation, branch: str | None, clocks: tuple[str, ...]
) -> Refusal | None:
    case, procedure = situation.case, situation.procedure
    known = procedure.branches_on(situation.calendar.local_date(case.opened_at))
    if branch is not None and branch not in known:
        return Refusal(
            "no-such-branch", _NO_BRANCH, {"branch": branch, "known": ", ".join(known) or "-"}
        )
    if not has_limit(procedure, case.channel, branch):
        channel = case.channel.labels
        return Refusal("limit-missing", _NO_LIMIT, {"branch": branch or "-", "channel": channel})
    limit = procedure.limit_for(case.channel, branch)
    found = (_misfit(limit, extra) for name in clocks for extra in _extras(case.clock(name)))
    return next((each for each in found if each is not None), None)


def _extras(ledger: ClockLedger | None) -> Iterator[TimeLimit]:
    """Go through the extensions of a clock that runs or is paused."""
    if ledger is not None and ledger.state in (ClockState.RUNNING, ClockState.PAUSED):
        yield from (mark.extra for mark in ledger.marks if mark.extra is not None)
