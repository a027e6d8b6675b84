"""From the acts of a case to stretches of time, each with those who had the filing in it.

The stretches follow one another without a gap, from the lodging of the filing until it was over.
What of them the legal clock counted is for `_filings`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from caseflow.cases import MIGRATE, Case, Migrated, Record
from caseflow.engine import Jurisdiction
from caseflow.office import actions, states
from caseflow.office.payloads import Assignment, ConsultationAnswer, ResultChannel
from caseflow.office.rules import COMPETENT, OfficeRules
from caseflow.office.steps import Asked, StepRun
from caseflow.reports.attribution._parts import Holder, Part, Stage
from caseflow.values import Channel, utc
from caseflow.workflow import LEGAL, State

__all__ = ["Key", "Stretch", "stretches_of"]

_BEFORE_ACCEPTANCE = frozenset(each.name for each in states.BEFORE_ACCEPTANCE)


class Key(NamedTuple):
    """Say by which internal limit a part is measured: that of its stage, or of run *place*."""

    stage: Stage
    place: int = 0


class Stretch(NamedTuple):
    """Hold a stretch of time and who had the filing in it, each with its internal limit if any."""

    begun_at: datetime
    ended_at: datetime
    had: tuple[tuple[Part, Key | None], ...]


def stretches_of(
    case: Case,
    jurisdiction: Jurisdiction,
    work: tuple[Sequence[StepRun], Sequence[Asked]],
    rules: OfficeRules,
    at: datetime,
) -> tuple[tuple[Stretch, ...], datetime | None]:
    """Return the stretches of *case* until it was over, else until *at*; and when it was over."""
    walk = _Walk(case, jurisdiction, work, rules)
    found: list[tuple[datetime, tuple[tuple[Part, Key | None], ...]]] = []
    over_at: datetime | None = None
    for record in case.acts:
        walk.see(record)
        if not walk.is_final:
            over_at = None
        elif over_at is None:
            over_at = record.at
        found.append((record.at, walk.had()))
    end = at if over_at is None else over_at
    ends = [*(begun_at for begun_at, _ in found[1:]), end]
    stretches = (
        Stretch(begun_at, min(ended_at, end, key=utc), had)
        for (begun_at, had), ended_at in zip(found, ends, strict=True)
    )
    return tuple(each for each in stretches if utc(each.begun_at) < utc(each.ended_at)), over_at


class _Walk:
    """Follow the acts of a case, and say after each who has the filing."""

    def __init__(
        self,
        case: Case,
        jurisdiction: Jurisdiction,
        work: tuple[Sequence[StepRun], Sequence[Asked]],
        rules: OfficeRules,
    ) -> None:
        self._jurisdiction = jurisdiction
        terms = case.opened.terms
        self._fingerprint, self._channel = terms.fingerprint, terms.result_by
        self._competent = str(case.fact(COMPETENT) or "")
        self._unit, self._is_assigned = rules.desk, False
        self._is_decided = False
        self._state = ""
        self._ground = ""
        self._begins: dict[int, tuple[Part, Key]] = {}
        self._finishes: dict[int, Key] = {}
        self._open: dict[Key, Part] = {}
        self._plan_work(case, *work)

    def _plan_work(self, case: Case, runs: Sequence[StepRun], asked: Sequence[Asked]) -> None:
        """Note by the numbers of their acts which steps and questions begin and end."""
        for place, run in enumerate(runs):
            key = Key(Stage.STEP, place)
            self._begins[run.given] = Part(Holder.UNIT, Stage.STEP, run.unit, run.name), key
            if run.finish is not None:
                self._finishes[run.finish] = key
        owed: dict[str, list[Key]] = {}
        for place, each in enumerate(asked):
            key = Key(Stage.CONSULTATION, place)
            part = Part(Holder.AGENCY, Stage.CONSULTATION, each.agency)
            self._begins[each.asked] = part, key
            owed.setdefault(each.agency, []).append(key)
        for record in case.acts:
            given = record.payload
            if isinstance(given, ConsultationAnswer) and owed.get(given.agency):
                # One agency answers its questions in their order.
                self._finishes[record.seq] = owed[given.agency].pop(0)

    def see(self, record: Record) -> None:
        """Take note of one act."""
        given = record.payload
        if record.action == MIGRATE and isinstance(given, Migrated):
            self._fingerprint = given.workflow_after
        elif record.action == actions.ASSIGN.name and isinstance(given, Assignment):
            self._unit, self._is_assigned = given.unit, True
        elif isinstance(given, ResultChannel):
            self._channel = given.channel
        elif record.action == actions.SUSPEND.name:
            self._ground = next((each.reason for each in record.clocks if each.clock == LEGAL), "")
        self._state = record.target
        if record.move.starts_legal:
            self._is_decided = False
        if record.move.decides:
            self._is_decided = True
        if record.seq in self._begins:
            part, key = self._begins[record.seq]
            self._open[key] = part
        if record.seq in self._finishes:
            self._open.pop(self._finishes[record.seq], None)

    @property
    def _now(self) -> State | None:
        workflow = self._jurisdiction.workflow(self._fingerprint)
        known = () if workflow is None else workflow.states
        return next((each for each in known if each.name == self._state), None)

    @property
    def is_final(self) -> bool:
        """Return whether nothing is to come."""
        return self._now is not None and self._now.is_final

    def had(self) -> tuple[tuple[Part, Key | None], ...]:
        """Return who has the filing now; side by side if they are several."""
        state = self._now
        waits_for = "" if state is None else state.waits_for
        if waits_for == "applicant":
            is_before = self._state in _BEFORE_ACCEPTANCE
            stage = Stage.CORRECTION if is_before else Stage.SUPPLEMENT
            return ((Part(Holder.APPLICANT, stage), None),)
        if waits_for == "payment":
            return ((Part(Holder.PAYMENT, Stage.PAYMENT), None),)
        if waits_for == "agency":
            return (self._elsewhere(),)
        if self._is_decided:
            if self._channel is Channel.COUNTER:
                return ((Part(Holder.APPLICANT, Stage.COLLECTION), None),)
            return ((Part(Holder.UNIT, Stage.RETURN, self._unit), None),)
        if self._open:
            return tuple((part, key) for key, part in self._open.items())
        return (self._in_charge(),)

    def _elsewhere(self) -> tuple[Part, Key | None]:
        if self._state == states.IN_TRANSIT.name:
            part = Part(Holder.AGENCY, Stage.FORWARDING, self._competent)
            return part, Key(Stage.FORWARDING)
        return Part(Holder.AGENCY, Stage.SUSPENSION, "", self._ground), None

    def _in_charge(self) -> tuple[Part, Key | None]:
        if self._is_assigned:
            return Part(Holder.UNIT, Stage.PROCESSING, self._unit), None
        is_before = self._state in _BEFORE_ACCEPTANCE
        stage = Stage.RECEPTION if is_before else Stage.TRANSFER
        return Part(Holder.UNIT, stage, self._unit), Key(stage)
