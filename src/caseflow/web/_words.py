"""Write values for people and for programs side by side, in the zone of one office.

Which values stand in which shape is in the modules beside it.
"""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, Protocol, cast

from caseflow._date_texts import day_text, instant_text
from caseflow.calendars import Certainty
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.engine._telling import action_labels, clock_labels
from caseflow.errors import ValueInvalidError
from caseflow.law import Basis, Citation, cited
from caseflow.limits import Due, TimeLimit, duration_text
from caseflow.money import Money
from caseflow.texts import Text, language_code
from caseflow.web._shapes import (
    CodeShape,
    DayShape,
    DueShape,
    InstantShape,
    Json,
    LimitShape,
    RefusalShape,
    StateShape,
)
from caseflow.workflow import Param, Refusal, State, Workflow

__all__ = ["Words", "refusal_shape"]


class _Labelled(Protocol):
    def label(self, language: str) -> str: ...


class Words(NamedTuple):
    """Write values in one language, in the zone of one office, with the names of one workflow."""

    language: str
    zone: tzinfo
    states: Mapping[str, State]
    actions: Mapping[str, Text]
    clocks: Mapping[str, Text]

    @classmethod
    def of(cls, case: Case, engine: Engine, language: str) -> "Words":
        """Return the words for *case*.

        Raises:
            ValueInvalidError: *language* is no language code.
            HistoryError: the engine does not hold the workflow of the case.
        """
        workflow = engine.jurisdiction.held(case.fingerprint)
        return cls.by(workflow, engine.jurisdiction.calendar.zone, language)

    @classmethod
    def by(cls, workflow: Workflow, zone: tzinfo, language: str) -> "Words":
        """Return the words of *workflow*."""
        code = language_code(language)
        states = {each.name: each for each in workflow.states}
        return cls(code, zone, states, action_labels(workflow), clock_labels(workflow))

    def instant(self, at: datetime) -> InstantShape:
        """Return an instant."""
        local = at.astimezone(self.zone)
        return {"at": local.isoformat(), "text": instant_text(local, self.language)}

    def maybe(self, at: datetime | None) -> InstantShape | None:
        """Return an instant, None for none."""
        return None if at is None else self.instant(at)

    def day(self, on: date) -> DayShape:
        """Return a day."""
        return {"on": on.isoformat(), "text": day_text(on, self.language)}

    def code(self, member: Enum) -> CodeShape:
        """Return a member of an enum that has labels."""
        text = cast("_Labelled", member).label(self.language)
        return {"code": str(member.value), "text": text}

    def action(self, name: str) -> CodeShape:
        """Return an action by its name."""
        return {"code": name, "text": self.actions.get(name, Text(und=name)).in_(self.language)}

    def clock(self, name: str) -> CodeShape:
        """Return a clock by its name."""
        return {"code": name, "text": self.clocks.get(name, Text(und=name)).in_(self.language)}

    def state(self, name: str) -> StateShape:
        """Return a state by its name; one that another workflow had is its name."""
        state = self.states.get(name) or State(name, Text(und=name))
        return {
            "code": state.name,
            "text": state.label(self.language),
            "status": state.status,
            "is_final": state.is_final,
            "waits_for": state.waits_for,
        }

    def due(self, due: Due | None) -> DueShape | None:
        """Return the date on which a limit ends."""
        if due is None:
            return None
        return {
            "on": self.day(due.on),
            "at": self.instant(due.at),
            "is_instant": due.is_instant,
            "is_projected": due.certainty is Certainty.PROJECTED,
        }

    def limit(self, limit: TimeLimit | None, on: date) -> LimitShape | None:
        """Return a limit, with the law of the civil day *on*."""
        if limit is None:
            return None
        text = duration_text(limit.amount, limit.unit, self.language, day_hours=limit.day_hours)
        return {
            "value": str(limit.amount),
            "unit": limit.unit.value,
            "text": text,
            "basis": self.law(limit.citation, on),
        }

    def law(self, basis: Basis | Citation, on: date) -> str:
        """Return what is cited on the civil day *on*, "" for nothing."""
        return cited(basis, on, self.language)

    def refusal(self, refusal: Refusal) -> RefusalShape:
        """Return a refusal, its instants in the zone of the office."""
        return refusal_shape(refusal, self.language, self.zone)


def refusal_shape(refusal: Refusal, language: str, zone: tzinfo | None) -> RefusalShape:
    """Return *refusal*, its instants in *zone*, else in the zone that each has."""
    params, shown = refusal.params, refusal
    if zone is not None and any(isinstance(value, datetime) for _, value in params):
        params = tuple((name, _local(value, zone)) for name, value in params)
        shown = Refusal(refusal.code, refusal.template, params, refusal.basis)
    return {
        "code": refusal.code,
        "text": shown.text(language),
        "basis": shown.cited(language),
        "params": {name: _plain(value, language) for name, value in params},
    }


def _local(value: Param, zone: tzinfo | None) -> Param:
    if zone is None or not isinstance(value, datetime) or value.tzinfo is None:
        return value
    return value.astimezone(zone)


def _plain(value: object, language: str) -> Json:
    if isinstance(value, Money):
        return {"amount": value.amount, "currency": value.currency.code}
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(each, language) for each in cast("tuple[object, ...]", value)]
    if isinstance(value, (bool, int, str)) or value is None:
        return value
    raise ValueInvalidError("param of a refusal", value, "a text, a number, a day or an amount")
