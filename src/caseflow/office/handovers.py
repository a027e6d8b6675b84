"""Which unit had which step, and which agency was asked what: pure folds over the records.

May import: cases, steps, workflow, and this pack's actions and payloads. Guards and the control
slip read the same folds, so a refusal and a slip never disagree. Nothing here knows a calendar.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from attrs import evolve, frozen

from caseflow.cases import acts_of
from caseflow.office.actions import ASSIGN, CONSULT, CONSULT_ANSWERED, FINISH_STEP, HAND_OVER
from caseflow.office.payloads import (
    Assignment,
    Consultation,
    ConsultationAnswer,
    StepFinish,
    StepHandOver,
)
from caseflow.steps import Step, StepPlan
from caseflow.typed import short
from caseflow.workflow import RecordView

__all__ = ["ONE_STOP_SHOP", "Asked", "StepRun", "consultations", "step_runs", "unit_in_charge"]

#: Who holds a filing that has not been transferred yet.
ONE_STOP_SHOP = "Bộ phận Một cửa"


@short
@frozen
class StepRun:
    """Hold one step at one unit: who gave it, from which record to which.

    *finish* is the number of the record that finished it; None while nobody said so.
    """

    name: str
    gave: str
    unit: str
    officer: str
    given: int
    given_at: datetime
    planned: Step | None = None
    finish: int | None = None
    finished_at: datetime | None = None
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether it was begun and not finished."""
        return self.finish is None


@short
@frozen
class Asked:
    """Hold one question to another agency, and its answer if there is one."""

    agency: str
    question: str
    answer_by: date
    gave: str
    asked: int
    asked_at: datetime
    answered_at: datetime | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether the agency has not answered."""
        return self.answered_at is None


def unit_in_charge(records: Sequence[RecordView], before: str = ONE_STOP_SHOP) -> str:
    """Return the unit the filing was last transferred to; *before* that the one-stop shop."""
    for record in reversed(acts_of(records)):
        if record.action == ASSIGN.name and isinstance(record.payload, Assignment):
            return record.payload.unit
    return before


def step_runs(records: Iterable[RecordView], plan: StepPlan) -> tuple[StepRun, ...]:
    """Return every step that was handed over, oldest first.

    Cost: O(records), and O(runs) for each step that waits for others.
    """
    runs: list[StepRun] = []
    still: dict[str, list[int]] = {}
    holder = ONE_STOP_SHOP
    for record in acts_of(records):
        given = record.payload
        if record.action == ASSIGN.name and isinstance(given, Assignment):
            holder = given.unit
        elif record.action == HAND_OVER.name and isinstance(given, StepHandOver):
            still.setdefault(given.name, []).append(len(runs))
            runs.append(_begun(record, given, plan, runs, holder))
        elif (
            record.action == FINISH_STEP.name
            and isinstance(given, StepFinish)
            and still.get(given.step)
        ):
            place = still[given.step].pop()
            runs[place] = evolve(
                runs[place], finish=record.seq, finished_at=record.at, note=given.note
            )
    return tuple(runs)


def _begun(
    record: RecordView, given: StepHandOver, plan: StepPlan, runs: list[StepRun], holder: str
) -> StepRun:
    step = plan.step(given.step)
    unit = given.unit or (step.unit_in_charge if step else holder)
    before = plan.before(given.step)
    units = dict.fromkeys(run.unit for run in runs if run.name in before) if before else ()
    gave = "; ".join(units) or holder
    return StepRun(given.name, gave, unit, given.officer, record.seq, record.at, step)


def consultations(records: Iterable[RecordView]) -> tuple[Asked, ...]:
    """Return every question to another agency, oldest first. Cost: O(records)."""
    asked: list[Asked] = []
    still: dict[str, deque[int]] = {}
    holder = ONE_STOP_SHOP
    for record in acts_of(records):
        given = record.payload
        if record.action == ASSIGN.name and isinstance(given, Assignment):
            holder = given.unit
        elif record.action == CONSULT.name and isinstance(given, Consultation):
            still.setdefault(given.agency, deque()).append(len(asked))
            asked.append(
                Asked(given.agency, given.question, given.answer_by, holder, record.seq, record.at)
            )
        elif (
            record.action == CONSULT_ANSWERED.name
            and isinstance(given, ConsultationAnswer)
            and still.get(given.agency)
        ):
            place = still[given.agency].popleft()
            asked[place] = evolve(asked[place], answered_at=record.at, answer=given.answer)
    return tuple(asked)
