"""Guards of steps handed to units, of questions to other agencies, and of silence.

May import: procedures, values, workflow, and this pack's law, actions, payloads and handovers.
"""

from caseflow.ledgers import MarkKind
from caseflow.office import law
from caseflow.office.actions import CONSULT, CONSULT_ANSWERED, FINISH_STEP, HAND_OVER
from caseflow.office.handovers import StepRun, consultations, step_runs
from caseflow.office.payloads import (
    Consultation,
    ConsultationAnswer,
    DeemedDecision,
    StepFinish,
    StepHandOver,
)
from caseflow.procedures import Procedure, Silence
from caseflow.values import Channel, Text, utc
from caseflow.workflow import LEGAL, Guard, Refusal, Situation, guard, payload_guard

__all__ = [
    "agency_is_asked",
    "agency_is_free",
    "answer_is_to_come",
    "can_begin",
    "limit_is_over",
    "limit_is_over_while_waiting",
    "question_is_open",
    "silence_is_as_ruled",
    "silence_means_something",
    "step_can_begin",
    "step_can_finish",
    "step_is_open",
]


def _runs(situation: Situation) -> tuple[StepRun, ...]:
    return step_runs(situation.case.records, situation.procedure.plan)


def _last(runs: tuple[StepRun, ...], name: str) -> StepRun | None:
    return next((run for run in reversed(runs) if run.name == name), None)


# ── steps ───────────────────────────────────────────────────────────────────────────────────


def can_begin(situation: Situation) -> bool:
    """Tell whether some step can be handed over; without steps any unit may have the filing."""
    plan, runs = situation.procedure.plan, _runs(situation)
    for name in plan.names:
        last = _last(runs, name)
        is_free = last is None or (not last.is_open and _starts_anew(situation, last))
        if is_free and all(_is_done(runs, each) for each in plan.before(name)):
            return True
    return not plan.steps


@payload_guard("step-can-begin", StepHandOver)
def step_can_begin(situation: Situation, given: StepHandOver) -> Refusal | None:
    """Begin a step of the procedure once, after the steps it waits for."""
    plan, runs = situation.procedure.plan, _runs(situation)
    if plan.steps and given.step not in plan.names:
        return Refusal(
            "no-such-step",
            Text(
                vi="thủ tục không có bước {step}; các bước: {known}",
                en="the procedure has no step {step}; it has: {known}",
            ),
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
        Text(
            vi="bước {step} phải chờ các bước chưa xong: {waiting}",
            en="step {step} waits for steps that are not finished: {waiting}",
        ),
        {"step": given.step, "waiting": ", ".join(waiting)},
        law.STEPS,
    )


def _is_done(runs: tuple[StepRun, ...], name: str) -> bool:
    last = _last(runs, name)
    return last is not None and not last.is_open


def _starts_anew(situation: Situation, run: StepRun) -> bool:
    """Tell whether the legal limit began again since *run* was finished."""
    legal, finished_at = situation.case.clock(LEGAL), run.finished_at
    return legal is not None and any(
        mark.kind is MarkKind.RESTART and finished_at and utc(mark.at) >= utc(finished_at)
        for mark in legal.marks
    )


def _begun(situation: Situation, run: StepRun) -> Refusal:
    return Refusal(
        "step-begun",
        Text(
            vi="bước {step} đã giao cho {unit} từ ngày {on} và chưa xong",
            en="step {step} is with {unit} since {on} and not finished",
        ),
        {"step": run.name, "unit": run.unit, "on": situation.calendar.local_date(run.given_at)},
    )


def _finished(situation: Situation, run: StepRun) -> Refusal:
    on = situation.calendar.local_date(run.finished_at or run.given_at)
    return Refusal(
        "step-finished",
        Text(
            vi="bước {step} đã xong ngày {on}, do {unit} thực hiện",
            en="step {step} was finished on {on} by {unit}",
        ),
        {"step": run.name, "unit": run.unit, "on": on},
    )


@guard("step-is-open")
def step_is_open(situation: Situation) -> Refusal | None:
    """Finish something only while a unit has a step; each finish ended one."""
    if situation.case.times(HAND_OVER) > situation.case.times(FINISH_STEP):
        return None
    return Refusal(
        "no-open-step",
        Text(vi="không có bước nào đang được thực hiện", en="no step is with any unit now"),
    )


@payload_guard("step-can-finish", StepFinish)
def step_can_finish(situation: Situation, given: StepFinish) -> Refusal | None:
    """Finish a step that was begun, once."""
    runs = _runs(situation)
    last = _last(runs, given.step)
    if last is not None:
        return None if last.is_open else _finished(situation, last)
    return Refusal(
        "step-not-begun",
        Text(
            vi="bước {step} chưa được giao; đang thực hiện: {known}",
            en="step {step} was not handed over; with a unit now: {known}",
        ),
        {
            "step": given.step,
            "known": ", ".join(run.name for run in runs if run.is_open) or "-",
        },
    )


# ── other agencies ──────────────────────────────────────────────────────────────────────────


@payload_guard("agency-is-free", Consultation)
def agency_is_free(situation: Situation, given: Consultation) -> Refusal | None:
    """Ask an agency only when it owes no answer; one answer could not be told from another."""
    for each in consultations(situation.case.records):
        if each.is_open and each.agency == given.agency:
            return Refusal(
                "already-consulted",
                Text(
                    vi="{agency} đã được hỏi và còn phải trả lời đến ngày {last}",
                    en="{agency} was asked already and has until {last} to answer",
                ),
                {"agency": each.agency, "last": each.answer_by},
                law.CONSULT,
            )
    return None


@payload_guard("answer-is-to-come", Consultation)
def answer_is_to_come(situation: Situation, given: Consultation) -> Refusal | None:
    """Ask for an answer by a day that is not past."""
    if given.answer_by >= situation.on:
        return None
    return Refusal(
        "answer-day-past",
        Text(
            vi="ngày phải trả lời {last} đã qua; hôm nay là {today}",
            en="the day of the answer, {last}, is past; today is {today}",
        ),
        {"last": given.answer_by, "today": situation.on},
        law.CONSULT,
    )


@guard("question-is-open")
def question_is_open(situation: Situation) -> Refusal | None:
    """Record an answer only while some agency owes one; each answer settled one question."""
    if situation.case.times(CONSULT) > situation.case.times(CONSULT_ANSWERED):
        return None
    return Refusal(
        "nobody-asked",
        Text(vi="không có cơ quan nào đang được hỏi ý kiến", en="no agency owes an answer"),
        basis=law.CONSULT,
    )


@payload_guard("agency-is-asked", ConsultationAnswer)
def agency_is_asked(situation: Situation, given: ConsultationAnswer) -> Refusal | None:
    """Record an answer of an agency that owes one."""
    open_ = [each.agency for each in consultations(situation.case.records) if each.is_open]
    if not open_ or given.agency in open_:
        return None
    return Refusal(
        "agency-not-asked",
        Text(
            vi="{agency} không được hỏi ý kiến hoặc đã trả lời; đang chờ: {known}",
            en="{agency} was not asked, or has answered; still to answer: {known}",
        ),
        {"agency": given.agency, "known": ", ".join(open_)},
        law.CONSULT,
    )


# ── silence ─────────────────────────────────────────────────────────────────────────────────


def _says_nothing(procedure: Procedure, _: Channel) -> bool:
    return procedure.silence is None


def _never(_: Procedure, _channel: Channel) -> bool:
    return True


@guard("silence-means-something", bars=_says_nothing)
def silence_means_something(situation: Situation) -> Refusal | None:
    """Deem nothing decided where no law does."""
    if situation.procedure.silence is not None:
        return None
    return Refusal(
        "no-silence-rule",
        Text(
            vi="không có quy định coi thủ tục {procedure} là đã giải quyết khi hết thời hạn",
            en="no rule takes procedure {procedure} as decided when its limit is over",
        ),
        {"procedure": situation.procedure.code},
    )


@guard("limit-is-over")
def limit_is_over(situation: Situation) -> Refusal | None:
    """Deem something decided only when the legal limit is over, which it cannot be while paused."""
    silence = situation.procedure.silence
    if silence is None:
        return None
    due = situation.due(LEGAL)
    if due is None:
        return Refusal(
            "limit-stands-still",
            Text(
                vi="thời hạn giải quyết đang tạm dừng nên chưa hết",
                en="the legal limit stands still, so it is not over",
            ),
            basis=silence.citation,
        )
    if due.is_over_at(situation.at):
        return None
    return Refusal(
        "limit-not-over",
        Text(
            vi="thời hạn giải quyết đến hết ngày {last}",
            en="the legal limit runs until the end of {last}",
        ),
        {"last": due.on},
        silence.citation,
    )


#: Asked where the filing waits for others: its clock stands still, so that nobody is told to wait.
limit_is_over_while_waiting = Guard("limit-is-over-while-waiting", limit_is_over.check, bars=_never)


@payload_guard("silence-is-as-ruled", DeemedDecision)
def silence_is_as_ruled(situation: Situation, given: DeemedDecision) -> Refusal | None:
    """Deem decided what the rule of the procedure says, and name that rule."""
    silence = situation.procedure.silence
    if silence is None or silence == Silence(given.outcome, given.rule):
        return None
    outcome = silence.outcome
    return Refusal(
        "silence-ruled-otherwise",
        Text(
            vi="theo {rule}, hết thời hạn được coi là {outcome}",
            en="by {rule}, the end of the limit is taken as {outcome}",
        ),
        (
            ("outcome", Text(vi=outcome.label("vi"), en=outcome.label("en"))),
            ("rule", silence.citation),
        ),
        silence.citation,
    )
