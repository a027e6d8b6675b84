"""What must hold before an escalation goes a step up, and before it ends."""

from datetime import date
from fractions import Fraction

from caseflow._number_texts import decimal_text, percent_text
from caseflow.office.escalations._facts import COUNTED_THROUGH, target_of
from caseflow.office.escalations._payloads import (
    EscalationStep,
    HeadEvaluation,
    Obstacle,
    ObstacleAnswer,
    Recovery,
)
from caseflow.office.plans import (
    MetricKind,
    PlanPeriod,
    Target,
    is_reached,
    plan_period,
    wanted_by,
)
from caseflow.texts import Message, Text, Written
from caseflow.workflow import CaseView, Param, Refusal, Situation, guard, payload_guard

__all__ = [
    "ESCALATION_GUARDS",
    "evaluation_is_due",
    "figure_has_recovered",
    "obstacle_is_answered",
    "obstacle_waits",
    "step_is_due",
    "target_is_known",
]

_Counted = EscalationStep | HeadEvaluation | Recovery


@guard("target-is-known")
def target_is_known(situation: Situation) -> Refusal | None:
    """Act only on a case that says what was to be reached."""
    if target_of(situation.case) is not None:
        return None
    return Refusal("target-unknown", Message("escalations.target-unknown"))


@payload_guard("step-is-due", EscalationStep)
def step_is_due(situation: Situation, step: EscalationStep) -> Refusal | None:
    """Go a step up only for a figure that is still short."""
    return _still_short(situation, step)


@payload_guard("evaluation-is-due", HeadEvaluation)
def evaluation_is_due(situation: Situation, evaluation: HeadEvaluation) -> Refusal | None:
    """Evaluate a head only for a figure that is still short."""
    return _still_short(situation, evaluation)


@payload_guard("figure-has-recovered", Recovery)
def figure_has_recovered(situation: Situation, recovery: Recovery) -> Refusal | None:
    """Close only once the figure, worked out again, reaches what the target asks for by then."""
    return _compared(situation, recovery, is_wanted=True)


@guard("obstacle-is-answered")
def obstacle_is_answered(situation: Situation) -> Refusal | None:
    """Blame nobody, and take no second obstacle, while one waits for its answer."""
    if not _waits(situation.case):
        return None
    return Refusal("obstacle-waits", Message("escalations.obstacle-waits"))


@guard("obstacle-waits")
def obstacle_waits(situation: Situation) -> Refusal | None:
    """Answer only what was reported."""
    if _waits(situation.case):
        return None
    return Refusal("no-obstacle", Message("escalations.no-obstacle"))


def _waits(case: CaseView) -> bool:
    """Return whether an obstacle was reported after the last answer."""
    kinds = (type(each.payload) for each in reversed(case.records))
    return next((kind is Obstacle for kind in kinds if kind in (Obstacle, ObstacleAnswer)), False)


def _still_short(situation: Situation, counted: EscalationStep | HeadEvaluation) -> Refusal | None:
    return _compared(situation, counted, is_wanted=False)


def _compared(situation: Situation, counted: _Counted, *, is_wanted: bool) -> Refusal | None:
    """Return why the figure does not allow the act: unfit, or reached where it should not be."""
    target = target_of(situation.case)
    if target is None:
        return None  # `target_is_known` says so
    period = plan_period(counted.period) if counted.period else target.period
    unfit = _unfit(situation, target, counted, period)
    if unfit is not None:
        return unfit
    value = Fraction(counted.numerator, 1 if counted.denominator is None else counted.denominator)
    asked = Target(target.unit, target.metric, period, target.threshold)
    wanted = wanted_by(asked, situation.calendar, counted.through)
    if is_reached(value, wanted, target.metric.direction) is is_wanted:
        return None
    params: dict[str, Param] = {
        "unit": target.unit,
        "metric": target.metric.name,
        "value": _counted_text(counted),
        "wanted": _number(wanted, is_share=target.metric.is_share),
    }
    if is_wanted:
        return Refusal("not-recovered", Message("escalations.not-recovered"), params)
    return Refusal("target-reached", Message("escalations.target-reached"), params)


def _counted_text(counted: _Counted) -> str:
    """Write a share as two numbers, so that no rounding hides that it falls short."""
    whole = counted.denominator
    return str(counted.numerator) if whole is None else f"{counted.numerator}/{whole}"


def _number(value: Fraction, *, is_share: bool) -> Text:
    return Written(percent_text if is_share else decimal_text, value)


def _unfit(
    situation: Situation, target: Target, counted: _Counted, period: PlanPeriod
) -> Refusal | None:
    """Return why the figure cannot be compared with the target at all."""
    since = situation.case.fact(COUNTED_THROUGH)
    is_share = target.metric.kind is MetricKind.SHARE
    if is_share and not counted.denominator:
        return Refusal("figure-of-nothing", Message("escalations.figure-of-nothing"))
    if not is_share and counted.denominator is not None:
        return Refusal("figure-is-count", Message("escalations.figure-is-count"))
    if counted.through > situation.on:
        params = {"through": counted.through, "on": situation.on}
        return Refusal("figure-to-come", Message("escalations.figure-to-come"), params)
    if isinstance(since, date) and counted.through < since:
        params = {"through": counted.through, "since": since}
        return Refusal("figure-outdated", Message("escalations.figure-outdated"), params)
    if period.first < target.period.first or counted.through < period.first:
        named: dict[str, Param] = {"period": period.text, "target": target.period.text}
        return Refusal("figure-of-other-days", Message("escalations.figure-of-other-days"), named)
    return None


#: Every guard of an escalation, for definitions that name them.
ESCALATION_GUARDS = (
    target_is_known,
    step_is_due,
    evaluation_is_due,
    figure_has_recovered,
    obstacle_is_answered,
    obstacle_waits,
)
