"""Moving an open case to another definition: a mapping, every reason against it, the record of it.

An open case never moves by itself. By law a case that was received keeps its limit; taking the
limit of the new version is a policy that somebody states, and both dates are kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.cases import (
    KEPT,
    MIGRATE,
    PROMISE,
    TIMED_BY,
    VERSION,
    WORKFLOW,
    Case,
    ClockChange,
    DateMove,
    FactChange,
    LimitPolicy,
    Migrated,
    Move,
    Record,
    Terms,
    apply,
    changed,
)
from caseflow.engine._admission import clean_reason
from caseflow.engine._compiled import started
from caseflow.engine._deadlines import Deadlines
from caseflow.engine._plans import Plan, PlanOf
from caseflow.engine._rebasing import DECIDED, end_of
from caseflow.engine._safeguards import has_limit
from caseflow.errors import (
    ActionRefusedError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.ledgers import ClockLedger, ClockState
from caseflow.limits import TimeLimit
from caseflow.texts import Message, Written
from caseflow.values import Actor
from caseflow.workflow import Param, Refusal, Workflow

__all__ = ["Migration", "moved", "refuse_misnamed"]

Pairs = tuple[tuple[str, str], ...]


def _pairs(value: Mapping[str, str] | Pairs) -> Pairs:
    return value if isinstance(value, tuple) else tuple(sorted(value.items()))


def _names(value: Iterable[str]) -> frozenset[str]:
    if isinstance(value, str):
        raise ValueInvalidError("sources", value, "a list of fingerprints")
    return frozenset(value)


def _policy(value: LimitPolicy | str) -> LimitPolicy:
    try:
        return LimitPolicy(value)
    except ValueError:
        known = [each.value for each in LimitPolicy]
        raise UnknownNameError(str(value), known, "policy") from None


@typed(late=True)
@frozen
class Migration:
    """Say how open cases move to another definition.

    A state or a clock that is not named goes on under its own name; a procedure that is not named
    keeps its version.

    >>> Migration("0123abcd", states={"processing": "examining"}).state_after("processing")
    'examining'

    Attributes:
        to: the fingerprint of the workflow they move to, which the engine holds.
        states: for a state of the old workflow the one of the new.
        clocks: for a clock of the old workflow the one of the new.
        versions: for the code of a procedure the version they move to.
        limits: which version's time limits count: those a case was received under, unless stated.
        sources: the fingerprints of the workflows they come from; any if there are none.
    """

    to: str
    states: Pairs = field(converter=_pairs, default=())
    clocks: Pairs = field(converter=_pairs, default=())
    versions: Pairs = field(converter=_pairs, default=())
    limits: LimitPolicy = field(converter=_policy, default=LimitPolicy.PINNED)
    sources: frozenset[str] = field(converter=_names, default=frozenset[str]())

    def state_after(self, name: str) -> str:
        """Return the state of the new workflow for the state *name* of the old."""
        return dict(self.states).get(name, name)

    def clock_after(self, name: str) -> str:
        """Return the clock of the new workflow for the clock *name* of the old."""
        return dict(self.clocks).get(name, name)

    def changes(self, terms: Terms) -> tuple[FactChange, ...]:
        """Return what changes for a case on *terms*; nothing if it is there already."""
        version = dict(self.versions).get(terms.procedure, terms.procedure_version)
        timed_by = None
        if self.limits is LimitPolicy.PINNED:
            received_under = terms.timed_by or terms.procedure_version
            timed_by = received_under if received_under != version else None
        changes = (
            FactChange(WORKFLOW, terms.fingerprint, self.to),
            FactChange(VERSION, terms.procedure_version, version),
            FactChange(TIMED_BY, terms.timed_by, timed_by),
        )
        return tuple(each for each in changes if each.before != each.after)


@typed
def refuse_misnamed(migration: Migration, held: Iterable[Workflow]) -> None:
    """Refuse a migration to or from what none of the workflows *held* has.

    Raises:
        UnknownNameError: a workflow, or a name on the left side of a mapping, is not known.
    """
    workflows = {each.fingerprint: each for each in held}
    for fingerprint in (migration.to, *sorted(migration.sources)):
        if fingerprint not in workflows:
            raise UnknownNameError(fingerprint, list(workflows), "workflow")
    olds = [workflows[each] for each in migration.sources] or list(workflows.values())
    states = {state.name for each in olds for state in each.states}
    clocks = {clock.name for each in olds for clock in each.clocks}
    for pairs, known, what in (
        (migration.states, states, "state"),
        (migration.clocks, clocks, "clock"),
    ):
        for name, _ in pairs:
            if name not in known:
                raise UnknownNameError(name, sorted(known), what)


def moved(
    case: Case, migration: Migration, plan_of: PlanOf, *, at: datetime, by: Actor, reason: str
) -> Record | None:
    """Return the record that moves *case* by *migration*; None if it is there already."""
    changes = migration.changes(case.terms)
    if not changes:
        return None
    why = clean_reason(reason)
    terms, _ = changed(case.terms, (), changes)
    before = plan_of(case.terms)
    try:
        after = plan_of(terms)
    except UnknownNameError:
        lacking = _refusal("version-unknown", version=terms.procedure_version, code=case.procedure)
        raise ActionRefusedError(case.id, MIGRATE, (lacking,)) from None
    refusals = tuple(_refusals(case, migration, before.compiled.workflow, after))
    if refusals:
        raise ActionRefusedError(case.id, MIGRATE, refusals)
    clocks = tuple(_clock_changes(case, migration, after))
    move = Move(MIGRATE, case.state, migration.state_after(case.state), clocks)
    payload = Migrated(
        migration.limits,
        case.fingerprint,
        terms.fingerprint,
        case.procedure_version,
        terms.procedure_version,
        why,
    )
    record = Record(case.version, move, by, at, payload, None, changes)
    dates = _dates(
        Deadlines(case, before, at), Deadlines(apply(case, record), after, at), migration
    )
    return record._replace(payload=evolve(payload, dates=dates))


def _dates(before: Deadlines, after: Deadlines, migration: Migration) -> tuple[DateMove, ...]:
    """Return the old and the new date of every clock that has either, by its new name."""
    earlier = {migration.clock_after(name): name for name in before}
    moves: list[DateMove] = []
    for name in after:
        old = before[earlier[name]].due if name in earlier else None
        move = DateMove(name, end_of(old), end_of(after[name].due))
        if move.before is not None or move.after is not None:
            moves.append(move)
    return tuple(moves)


def _clock_changes(case: Case, migration: Migration, after: Plan) -> Iterator[ClockChange]:
    """Return what the clocks that run or are paused go by from now on, where that differs."""
    is_kept = case.fact(PROMISE) == KEPT
    for name, ledger, promise in _running(case):
        new = migration.clock_after(name)
        change = same = ClockChange(new, None, ledger.limit, promise)
        if migration.limits is LimitPolicy.LATEST:
            change = after.relimited_clock(new, case, ledger, is_kept=is_kept)
        if new != name:
            change = evolve(change, takes=name)
        if change != same:
            yield change


def _running(case: Case) -> Iterator[tuple[str, ClockLedger, TimeLimit | None]]:
    """Go through the clocks that run or are paused, each with the limit promised with it."""
    for name, _ in sorted(started(case.clock_states), key=_first):
        ledger, promise = case.clock(name), case.promise(name)
        if ledger is not None:
            yield name, ledger, None if promise is None else promise.limit


def _first(pair: tuple[str, object]) -> str:
    return pair[0]


# ── every reason against it ─────────────────────────────────────────────────────────────────

_REASONS = {
    "version-unknown": Message("engine.reasons-version-unknown"),
    "other-workflow": Message("engine.reasons-other-workflow"),
    "closed": Message("engine.reasons-closed"),
    "state-unmapped": Message("engine.reasons-state-unmapped"),
    "state-unknown": Message("engine.reasons-state-unknown"),
    "state-final": Message("engine.reasons-state-final"),
    "clock-lost": Message("engine.reasons-clock-lost"),
    "clock-taken": Message("engine.reasons-clock-taken"),
    "clocks-misfit": Message("engine.reasons-clocks-misfit"),
    "procedure-elsewhere": Message("engine.reasons-procedure-elsewhere"),
    "channel-closed": Message("engine.reasons-channel-closed"),
    "limit-missing": Message("engine.reasons-limit-missing"),
    "extension-misfits": Message("engine.reasons-extension-misfits"),
}


_DOING = {
    ClockState.RUNNING: Message("engine.clock-running"),
    ClockState.PAUSED: Message("engine.clock-paused"),
}


def _refusal(code: str, /, **params: Param) -> Refusal:
    return Refusal(code, _REASONS[code], params)


def _refusals(case: Case, migration: Migration, before: Workflow, after: Plan) -> Iterator[Refusal]:
    """Give every reason why *case* cannot move."""
    workflow, procedure = after.compiled.workflow, after.procedure
    if migration.sources and case.fingerprint not in migration.sources:
        yield _refusal("other-workflow", workflow=f"{before.name} {before.fingerprint}")
    if before.state(case.state).is_final:
        yield _refusal("closed", state=before.state(case.state).labels)
    elif case.decided_at is not None:
        yield DECIDED
    if procedure.workflow != workflow.name:
        yield _refusal(
            "procedure-elsewhere",
            code=procedure.code,
            version=procedure.version,
            named=procedure.workflow,
            workflow=workflow.name,
        )
    state = tuple(_state_refusals(case, migration, before, workflow))
    clocks = tuple(_clock_refusals(case, migration, workflow))
    yield from state
    yield from clocks
    if not state and not clocks:
        yield from _position_refusals(case, migration, after)
        yield from _limit_refusals(case, migration, after)


def _state_refusals(
    case: Case, migration: Migration, before: Workflow, workflow: Workflow
) -> Iterator[Refusal]:
    target = migration.state_after(case.state)
    finals = {state.name: state.is_final for state in workflow.states}
    known = ", ".join(name for name, is_final in finals.items() if not is_final)
    if target not in finals:
        if target == case.state:
            yield _refusal("state-unmapped", state=target, known=known)
        else:
            yield _refusal("state-unknown", state=case.state, target=target, known=known)
    elif finals[target] and not before.state(case.state).is_final:
        yield _refusal("state-final", state=case.state, target=target)


def _clock_refusals(case: Case, migration: Migration, workflow: Workflow) -> Iterator[Refusal]:
    known = {clock.name for clock in workflow.clocks}
    running = dict(started(case.clock_states))
    targets = [migration.clock_after(name) for name in sorted(running)]
    for name, target in zip(sorted(running), targets, strict=True):
        if target not in known:
            yield _refusal("clock-lost", clock=name, doing=_DOING[running[name]], target=target)
        # Names are taken over one after the other, so two clocks cannot change places either.
        if targets.count(target) > 1 or (target != name and target in running):
            yield _refusal("clock-taken", clock=name, target=target)


def _position_refusals(case: Case, migration: Migration, after: Plan) -> Iterator[Refusal]:
    """Refuse clocks that no case of the new workflow has in that state: it could not go on."""
    target = migration.state_after(case.state)
    clocks = frozenset(
        (migration.clock_after(name), doing) for name, doing in started(case.clock_states)
    )
    if (target, clocks) not in after.compiled.positions:
        shown = ", ".join(f"{name} {doing.value}" for name, doing in sorted(clocks, key=_first))
        yield _refusal("clocks-misfit", target=target, clocks=shown or "-")


def _limit_refusals(case: Case, migration: Migration, after: Plan) -> Iterator[Refusal]:
    """Refuse a new version without a limit for the case; a limit that is kept is there."""
    procedure, about = after.procedure, after.terms
    if migration.limits is LimitPolicy.PINNED:
        return
    code, version = procedure.code, procedure.version
    if not procedure.is_offered(about.channel):
        channel = about.channel.labels
        yield _refusal("channel-closed", code=code, version=version, channel=channel)
        return
    is_needed = any(
        after.compiled.workflow.clock(migration.clock_after(name)).is_of_procedure
        for name, _, _ in _running(case)
    )
    known = procedure.branches
    is_branch = about.branch is None or about.branch in known
    if not is_branch or (is_needed and not has_limit(procedure, about.channel, about.branch)):
        yield _refusal(
            "limit-missing",
            code=code,
            version=version,
            branch=about.branch or "-",
            known=", ".join(known) or "-",
        )
        return
    for name, ledger, _ in _running(case):
        limit = after.limit(migration.clock_after(name), case, ledger.marks[0].at)
        extras = [mark.extra for mark in ledger.marks if mark.extra is not None]
        if limit is not None and any(extra.unit is not limit.unit for extra in extras):
            yield _refusal(
                "extension-misfits",
                clock=name,
                limit=Written(TimeLimit.text, limit),
            )
