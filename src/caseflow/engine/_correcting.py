"""Acts entered late and acts taken back: whether the other acts replay, and what they do since.

Every later act is decided again at its own instant, with every guard and role, on the acts as they
are now; the record of the correction keeps what came out otherwise, so that a fold needs no guard.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from attrs import evolve

from caseflow.cases import (
    ANNUL,
    ASSIGNMENT_ACTIONS,
    CALENDAR,
    MIGRATE,
    REBASE,
    Annulled,
    Case,
    DateMove,
    Entered,
    FactChange,
    Migrated,
    Move,
    Rebased,
    Record,
    Remade,
    apply,
    case_of,
    present,
)
from caseflow.engine._assigning import assigned_again
from caseflow.engine._deadlines import Deadlines
from caseflow.engine._migrating import Migration, moved
from caseflow.engine._plans import PlanOf
from caseflow.engine._rebasing import end_of, refuse_decided
from caseflow.engine._resolving import Done, decided
from caseflow.errors import ActionRefusedError, CaseflowError
from caseflow.texts import Message, Text, Written
from caseflow.values import Actor, utc
from caseflow.workflow import Refusal

__all__ = ["annulled", "doing", "entered_when"]

#: When an act happened, and when it was entered if that is another instant.
Instants = tuple[datetime, datetime | None]

_FAILS = Message("engine.fails")
_TOO_EARLY = Refusal(
    "before-opening",
    Message("engine.before-opening"),
)


def entered_when(
    case: Case,
    instants: Instants,
    action: str,
    record: Callable[[Case, datetime], Record | None],
    plan_of: PlanOf,
) -> Case:
    """Return *case* with an act in its place among the others, by the instant at which it happened.

    *record* makes its record from the case as it was then; None does nothing. A later act that a
    date did, and nobody, falls out where it does not replay.

    Raises:
        ActionRefusedError: it was not open then, or a later act does not replay; every reason.
    """
    at, entered_at = instants
    acts = case.acts
    place = len(acts)
    while place and utc(acts[place - 1].at) > utc(at):
        place -= 1
    if place == 0:
        raise ActionRefusedError(case.id, action, (_TOO_EARLY,))
    before = case.effective if place == len(acts) else case_of(acts[:place])
    made = record(before, at)
    if made is None:
        return case
    made = made._replace(seq=case.version)
    if place < len(acts):
        again = _Again(plan_of, apply(before, made))
        again.go_on(acts[place:])
        again.refuse(case, action)
        return _entered(case, made, again, plan_of, entered_at or at, ())
    entered = None if entered_at is None else Entered(entered_at, made.target)
    return apply(case, made._replace(entered=entered))


def annulled(
    case: Case,
    act: Record,
    payload: Annulled,
    plan_of: PlanOf,
    instants: Instants,
    *,
    by: Actor,
    key: str | None,
) -> Case:
    """Return *case* without *act*, one of its acts but the first, taken back by a record.

    Raises:
        ActionRefusedError: a later act does not replay without it; every reason.
    """
    at, entered_at = instants
    acts = case.acts
    place = acts.index(act)
    again = _Again(plan_of, case_of(acts[:place]))
    again.go_on(acts[place + 1 :])
    again.refuse(case, ANNUL)
    move = Move(ANNUL, case.state, again.now.state)
    made = Record(case.version, move, by, at, payload, key, ())
    return _entered(case, made, again, plan_of, entered_at or at, (act.seq,))


def doing(
    act: tuple[str, object, Actor, str | None], plan_of: PlanOf
) -> tuple[str, Callable[[Case, datetime], Record], PlanOf]:
    """Return what `entered_when` needs for an action with its payload, actor and key."""
    action, payload, by, key = act

    def made(then: Case, at: datetime) -> Record:
        move, facts = decided(plan_of, then, action, payload, by, at)
        return Record(then.version, move, by, at, payload, key, facts)

    return action, made, plan_of


def _entered(
    case: Case,
    record: Record,
    again: "_Again",
    plan_of: PlanOf,
    entered_at: datetime,
    annuls: tuple[int, ...],
) -> Case:
    """Return *case* after *record*, which keeps what acts do since and which dates moved."""
    fallen = (*annuls, *again.fallen)
    entered = Entered(entered_at, again.now.state, fallen, tuple(again.remade))
    after = apply(case, record._replace(entered=entered))
    seen_at = after.last_at
    dates = _moved_dates(
        Deadlines(case, plan_of(case.terms), seen_at),
        Deadlines(after, plan_of(after.terms), seen_at),
    )
    return apply(case, record._replace(entered=evolve(entered, dates=dates)))


def _moved_dates(before: Deadlines, after: Deadlines) -> tuple[DateMove, ...]:
    """Return the old and the new date of every clock whose date moved."""
    moves: list[DateMove] = []
    for name in dict.fromkeys((*before, *after)):
        old = end_of(before[name].due) if name in before else None
        new = end_of(after[name].due) if name in after else None
        if old != new:
            moves.append(DateMove(name, old, new))
    return tuple(moves)


class _Again:
    """Decide acts again, one after the other, and gather what came out otherwise."""

    def __init__(self, plan_of: PlanOf, now: Case) -> None:
        self.now = now
        self.remade: list[Remade] = []
        self.fallen: list[int] = []
        self._refusals: list[Refusal] = []
        self._plan_of = plan_of

    def go_on(self, acts: Sequence[Record]) -> None:
        """Decide *acts* again; one that is not open any more is left out and reported."""
        for act in acts:
            try:
                move, facts = _decided_again(self._plan_of, self.now, act)
            except CaseflowError as error:
                if act.is_automatic and not act.move.decides:
                    self.fallen.append(act.seq)
                else:
                    self._refusals += self._reasons(act, error)
                continue
            if (move, facts) != (act.move, act.facts):
                self.remade.append(Remade(act.seq, move, facts))
                act = act._replace(move=move, facts=facts)  # noqa: PLW2901 - the act as it is now
            self.now = apply(self.now, act._replace(entered=None))

    def _reasons(self, act: Record, error: CaseflowError) -> list[Refusal]:
        workflow = self._plan_of(self.now.terms).compiled.workflow
        labels = {each.name: each.labels for each in workflow.actions}
        action = labels.get(act.action, Text(und=act.action))
        reasons = [Text(en=str(error))]
        if isinstance(error, ActionRefusedError):
            reasons = [
                Written(Refusal.text, each) for each in error.refusals if isinstance(each, Refusal)
            ]
        return [
            Refusal(
                "does-not-replay",
                _FAILS,
                {"seq": act.seq, "action": action, "at": act.at, "why": why},
            )
            for why in reasons
        ]

    def refuse(self, case: Case, action: str) -> None:
        """Refuse *action* if an act does not replay."""
        if self._refusals:
            raise ActionRefusedError(case.id, action, self._refusals)


def _decided_again(plan_of: PlanOf, case: Case, act: Record) -> Done:
    """Return what *act* does to *case*, in which it is about to happen.

    Raises:
        CaseflowError: it is not open; an `ActionRefusedError` holds every reason.
    """
    if isinstance(act.payload, Rebased):
        refuse_decided(case, plan_of(case.terms))
        word = f"{act.payload.policy.value} {act.payload.calendar_after}"
        change = FactChange(CALENDAR, present(case, CALENDAR), word)
        return Move(REBASE, case.state, case.state), (change,)
    if act.action in ASSIGNMENT_ACTIONS:
        return assigned_again(plan_of(case.terms), case, act.action, act.payload, act.actor)
    if isinstance(act.payload, Migrated):
        return _migrated_again(plan_of, case, act, act.payload)
    return decided(plan_of, case, act.action, act.payload, act.actor, act.at)


def _migrated_again(plan_of: PlanOf, case: Case, act: Record, was: Migrated) -> Done:
    """Return what a migration does to *case*, by as much of its mapping as its record shows."""
    migration = Migration(
        was.workflow_after,
        states={act.source: act.target},
        clocks={change.takes: change.clock for change in act.clocks if change.takes},
        versions={case.procedure: was.version_after},
        limits=was.policy,
    )
    record = moved(case, migration, plan_of, at=act.at, by=act.actor, reason=was.reason)
    if record is None:
        there = Message("engine.the-case-is-at-that")
        raise ActionRefusedError(case.id, MIGRATE, (Refusal("there-already", there),))
    return record.move, record.facts
