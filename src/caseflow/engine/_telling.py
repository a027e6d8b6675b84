"""What was entered late or taken back on a case, in words: both instants, the dates old and new.

Instants are shown in the zone of the office.
"""

from collections.abc import Iterator
from datetime import datetime

from caseflow._date_texts import day_text, instant_text
from caseflow.cases import (
    ANNUL,
    ASSIGNMENT_ACTIONS,
    MIGRATE,
    OPEN,
    REBASE,
    SET_ASIDE,
    Annulled,
    Case,
    Record,
)
from caseflow.engine._plans import PROMISED, Plan
from caseflow.messages import languages
from caseflow.texts import Message, Text
from caseflow.values import Moment
from caseflow.workflow import ACKNOWLEDGEMENT, LEGAL, SUPPLEMENT, Workflow

__all__ = ["action_labels", "clock_labels", "corrections_of"]

_LATE = Message("engine.late")
_BACK = Message("engine.back")
_ENTERED = Message("engine.entered")
_FELL = Message("engine.fell")
_MOVED = Message("engine.moved")
_NONE = Message("engine.none-none")

#: Of actions that every workflow has, and of dates that no workflow labels.
_LABELS = {
    OPEN: Message("engine.labels-open"),
    REBASE: Message("engine.labels-rebase"),
    MIGRATE: Message("engine.labels-migrate"),
    ANNUL: Message("engine.label"),
    SET_ASIDE: Message("engine.labels-set-aside"),
    **{name: action.labels for name, action in ASSIGNMENT_ACTIONS.items()},
    PROMISED: Message("engine.labels-promised"),
    LEGAL: Message("engine.labels-legal"),
    ACKNOWLEDGEMENT: Message("engine.labels-acknowledgement"),
    SUPPLEMENT: Message("engine.labels-supplement"),
}


def action_labels(workflow: Workflow) -> dict[str, Text]:
    """Return the name for people of each action of *workflow*, and of those that every case has."""
    return {**_LABELS, **{each.name: each.labels for each in workflow.actions}}


def clock_labels(workflow: Workflow) -> dict[str, Text]:
    """Return the name for people of each clock of *workflow*, and of the promised date."""
    return {**_LABELS, **{each.name: each.labels for each in workflow.clocks}}


def corrections_of(case: Case, plan: Plan, clock: str | None = None) -> tuple[Text, ...]:
    """Return a line for each record of *case* with two instants, and for each annulment.

    With *clock* only those that moved its date.
    """
    words = _Words(case, plan)
    return tuple(
        Text({language: words.line(record, language) for language in languages()})
        for record in case.records
        if record.entered is not None
        and (clock is None or any(move.clock == clock for move in record.entered.dates))
    )


class _Words:
    """Word the records of one case."""

    def __init__(self, case: Case, plan: Plan) -> None:
        workflow = plan.compiled.workflow
        self._case, self._zone = case, plan.calendar.zone
        self._actions, self._clocks = action_labels(workflow), clock_labels(workflow)

    def line(self, record: Record, language: str) -> str:
        """Return what the correction *record* says, in *language*."""
        return "; ".join(self._parts(record, language))

    def _parts(self, record: Record, language: str) -> Iterator[str]:
        entered = record.entered
        fallen: tuple[int, ...] = () if entered is None else entered.annuls
        at = self._instant(record.at, language)
        if record.action == ANNUL and isinstance(record.payload, Annulled):
            seq, reason = record.payload.seq, record.payload.reason
            if record.entered_at != record.at:
                entered_at = self._instant(record.entered_at, language)
                at += _ENTERED.in_(language).format(entered=entered_at)
            yield _BACK.in_(language).format(
                action=self._action(record.payload.action, language),
                then=self._instant(self._case.records[seq].at, language),
                seq=seq,
                who=record.actor.id,
                at=at,
                reason=reason,
            )
            fallen = tuple(each for each in fallen if each != seq)
        else:
            action = self._action(record.action, language)
            when = self._instant(record.entered_at, language)
            yield _LATE.in_(language).format(action=action, at=at, entered=when)
        for seq in fallen:
            action = self._action(self._case.records[seq].action, language)
            yield _FELL.in_(language).format(action=action, seq=seq)
        for move in () if entered is None else entered.dates:
            clock = self._clocks.get(move.clock, Text(und=move.clock)).in_(language)
            before, after = self._moment(move.before, language), self._moment(move.after, language)
            yield _MOVED.in_(language).format(clock=clock, before=before, after=after)

    def _action(self, name: str, language: str) -> str:
        return self._actions.get(name, Text(und=name)).in_(language)

    def _instant(self, at: datetime, language: str) -> str:
        return instant_text(at.astimezone(self._zone), language)

    def _moment(self, moment: Moment | None, language: str) -> str:
        if moment is None:
            return _NONE.in_(language)
        if isinstance(moment, datetime):
            return self._instant(moment, language)
        return day_text(moment, language)
