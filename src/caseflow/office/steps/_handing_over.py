"""Steps of the work, each handed to a unit and finished by it.

Guards and the control slip read the same fold, so a refusal and a slip never disagree.
"""

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, field

from caseflow._fields import plain_text, says_something
from caseflow._typed import frozen, short, typed
from caseflow.cases import acts_of
from caseflow.errors import ValueInvalidError
from caseflow.ledgers import MarkKind
from caseflow.office import _law as law
from caseflow.office._phases import Phase
from caseflow.office._ruled import ruled_payload_guard
from caseflow.office.processing._assigning import ASSIGN, Assignment
from caseflow.office.rules import FRONT_DESK, UNNAMED, OfficeRules
from caseflow.office.states import APPROVER, AT_WORK, INTAKE, OFFICER, WAITING
from caseflow.steps import Step, StepPlan
from caseflow.texts import Message
from caseflow.values import utc
from caseflow.workflow import (
    LEGAL,
    Action,
    RecordView,
    Refusal,
    Situation,
    Transition,
    guard,
)

__all__ = [
    "FINISH_STEP",
    "HANDING_OVER",
    "HAND_OVER",
    "StepFinish",
    "StepHandOver",
    "StepRun",
    "can_begin",
    "step_can_begin",
    "step_can_finish",
    "step_is_left",
    "step_is_open",
    "step_runs",
]


@frozen
class StepHandOver:
    """Hand *step* of the procedure to *unit*, by default the one in charge of it.

    Where the procedure has no steps, *unit* alone says who works on the filing.
    """

    step: str = field(default="", converter=plain_text)
    unit: str = field(default="", converter=plain_text)
    officer: str = field(default="", converter=plain_text)

    def __attrs_post_init__(self) -> None:
        if not self.name.strip():
            raise ValueInvalidError("step", self.step, "the name of a step, or of a unit as unit=")

    @property
    def name(self) -> str:
        """Return by what name the step is finished: its own, else its unit's."""
        return self.step or self.unit


@frozen
class StepFinish:
    """Say that a step is finished; *step* is its name, or the unit's where it has none."""

    step: str = field(converter=plain_text, validator=says_something)
    note: str = field(default="", converter=plain_text)


HAND_OVER = Action(
    "hand-over",
    StepHandOver,
    UNNAMED,
    law.STEPS,
)


FINISH_STEP = Action(
    "finish-step",
    StepFinish,
    UNNAMED,
    law.STEPS,
)


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
        """Return whether it was begun and not finished."""
        return self.finish is None


@typed
def step_runs(
    records: Iterable[RecordView], plan: StepPlan, desk: str = FRONT_DESK
) -> tuple[StepRun, ...]:
    """Return every step that was handed over, oldest first.

    *desk* is who holds a filing before its first transfer.
    Cost: O(records), and O(runs) for each step that waits for others.
    """
    runs: list[StepRun] = []
    still: dict[str, list[int]] = {}
    holder = desk
    for record in acts_of(records):
        given = record.payload
        if record.action == ASSIGN.name and isinstance(given, Assignment):
            holder = given.unit
        elif record.action == HAND_OVER.name and isinstance(given, StepHandOver):
            still.setdefault(given.name, []).append(len(runs))
            runs.append(_run_of(record, given, plan, runs, holder))
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


def _run_of(
    record: RecordView, given: StepHandOver, plan: StepPlan, runs: list[StepRun], holder: str
) -> StepRun:
    step = plan.step(given.step)
    unit = given.unit or (step.unit_in_charge if step else holder)
    before = plan.before(given.step)
    units = dict.fromkeys(run.unit for run in runs if run.name in before) if before else ()
    gave = "; ".join(units) or holder
    return StepRun(given.name, gave, unit, given.officer, record.seq, record.at, step)


def _runs(situation: Situation, desk: str = FRONT_DESK) -> tuple[StepRun, ...]:
    return step_runs(situation.case.records, situation.procedure.plan, desk)


def _last(runs: tuple[StepRun, ...], name: str) -> StepRun | None:
    return next((run for run in reversed(runs) if run.name == name), None)


def can_begin(situation: Situation) -> bool:
    """Return whether some step can be handed over; without steps any unit may have the filing."""
    plan, runs = situation.procedure.plan, _runs(situation)
    for name in plan.names:
        last = _last(runs, name)
        is_free = last is None or (not last.is_open and _starts_anew(situation, last))
        if is_free and all(_is_done(runs, each) for each in plan.before(name)):
            return True
    return not plan.steps


@ruled_payload_guard("step-can-begin", StepHandOver)
def step_can_begin(situation: Situation, given: StepHandOver, rules: OfficeRules) -> Refusal | None:
    """Begin a step of the procedure once, after the steps it waits for."""
    plan, runs = situation.procedure.plan, _runs(situation, rules.desk)
    if plan.steps and given.step not in plan.names:
        return Refusal(
            "no-such-step",
            Message("office.no-such-step"),
            {"step": given.name, "known": ", ".join(plan.names)},
            law.STEPS,
        )
    last = _last(runs, given.name)
    if last is not None and last.is_open:
        return _begun(situation, last)
    if last is not None and plan.steps and not _starts_anew(situation, last):
        return _finished(situation, last)
    waiting = [name for name in plan.before(given.step) if not _is_done(runs, name)]
    if not waiting:
        return None
    return Refusal(
        "step-before-unfinished",
        Message("office.step-before-unfinished"),
        {"step": given.step, "waiting": ", ".join(waiting)},
        law.STEPS,
    )


def _is_done(runs: tuple[StepRun, ...], name: str) -> bool:
    last = _last(runs, name)
    return last is not None and not last.is_open


def _starts_anew(situation: Situation, run: StepRun) -> bool:
    """Return whether the legal limit began again since *run* was finished."""
    legal, finished_at = situation.case.clock(LEGAL), run.finished_at
    return legal is not None and any(
        mark.kind is MarkKind.RESTART and finished_at and utc(mark.at) >= utc(finished_at)
        for mark in legal.marks
    )


def _begun(situation: Situation, run: StepRun) -> Refusal:
    return Refusal(
        "step-begun",
        Message("office.step-begun"),
        {"step": run.name, "unit": run.unit, "on": situation.calendar.local_date(run.given_at)},
    )


def _finished(situation: Situation, run: StepRun) -> Refusal:
    on = situation.calendar.local_date(run.finished_at or run.given_at)
    return Refusal(
        "step-finished",
        Message("office.step-finished"),
        {"step": run.name, "unit": run.unit, "on": on},
    )


@guard("step-is-open")
def step_is_open(situation: Situation) -> Refusal | None:
    """Finish something only while a unit has a step; each finish ended one."""
    if situation.case.times(HAND_OVER) > situation.case.times(FINISH_STEP):
        return None
    return Refusal(
        "no-open-step",
        Message("office.no-open-step"),
    )


@ruled_payload_guard("step-can-finish", StepFinish)
def step_can_finish(situation: Situation, given: StepFinish, rules: OfficeRules) -> Refusal | None:
    """Finish a step that was begun, once."""
    runs = _runs(situation, rules.desk)
    last = _last(runs, given.step)
    if last is not None:
        return None if last.is_open else _finished(situation, last)
    return Refusal(
        "step-not-begun",
        Message("office.step-not-begun"),
        {
            "step": given.step,
            "known": ", ".join(run.name for run in runs if run.is_open) or "-",
        },
    )


@guard("step-is-left")
def step_is_left(situation: Situation) -> Refusal | None:
    """Hand over a step only while one can begin."""
    if can_begin(situation):
        return None
    return Refusal(
        "no-step-left",
        Message("office.no-step-left"),
        basis=law.STEPS,
    )


def _transitions(rules: OfficeRules) -> tuple[Transition, ...]:
    """Return what the actions of this phase lead to."""
    workers = [INTAKE, OFFICER, APPROVER]
    return (
        *Transition.each(
            HAND_OVER,
            AT_WORK,
            None,
            workers,
            guards=(step_is_left, step_can_begin(rules)),
        ),
        # One unit may finish while another has made the whole wait.
        *Transition.each(
            FINISH_STEP,
            (*AT_WORK, *WAITING),
            None,
            workers,
            guards=(step_is_open, step_can_finish(rules)),
        ),
    )


HANDING_OVER = Phase(
    "handing-over",
    (
        HAND_OVER,
        FINISH_STEP,
    ),
    _transitions,
)
