"""What an escalation is about, as facts of its case: the target, and the figure that opened it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from hashlib import sha256

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.keys import ReservedKey
from caseflow.office.plans import Direction, Metric, MetricKind, Progress, Target, plan_period
from caseflow.values import Text
from caseflow.workflow import CaseView, FactValue

__all__ = ["COUNTED_THROUGH", "EscalationRequest", "escalation_number", "request_of", "target_of"]

_UNIT = "unit"
_METRIC = "metric"
_KIND = "metric_kind"
_DIRECTION = "direction"
_PERIOD = "period"
_THRESHOLD = "threshold"
_NUMERATOR = "numerator"
_DENOMINATOR = "denominator"

#: The fact that says through which civil day the figure was counted that opened the case.
COUNTED_THROUGH = "counted_through"


@frozen
class EscalationRequest:
    """Say under which number and key an escalation is opened, and with which facts."""

    case_id: str
    key: ReservedKey
    facts: Mapping[str, FactValue]


@typed
def escalation_number(target: Target) -> str:
    """Return the number of the case of *target*: the same unit, metric and period, the same case.

    >>> from caseflow.office.plans import plan_period
    >>> share = Metric("online-share", Text(en="online share"))
    >>> escalation_number(Target("Unit A", share, plan_period("2026-10"), "0.8"))
    'escalation-2026-10-9a02c74b49a8f8c2'
    """
    named = "\0".join(target.key)
    digest = sha256(named.encode()).hexdigest()[:16]
    return f"escalation-{target.period.text}-{digest}"


@typed
def request_of(progress: Progress) -> EscalationRequest:
    """Return what to open a case with, for a unit that is short of its target.

    Raises:
        ValueInvalidError: it is not short of it, so that nobody has to answer for anything.
    """
    target, figure = progress.target, progress.figure
    if figure is None or not progress.standing.is_short:
        allowed = "the progress of a unit that is behind or has missed its target"
        raise ValueInvalidError("progress", progress.standing.value, allowed)
    facts: dict[str, FactValue] = {
        _UNIT: target.unit,
        _METRIC: target.metric.name,
        _KIND: target.metric.kind.value,
        _DIRECTION: target.metric.direction.value,
        _PERIOD: target.period.text,
        _THRESHOLD: target.threshold,
        _NUMERATOR: figure.numerator,
        COUNTED_THROUGH: figure.period.last,
    }
    if figure.denominator is not None:
        facts[_DENOMINATOR] = figure.denominator
    number = escalation_number(target)
    return EscalationRequest(number, ReservedKey(f"open:{number}"), facts)


@typed
def target_of(case: CaseView) -> Target | None:
    """Return the target that *case* is about; None if its facts do not say one."""
    unit, metric = case.fact(_UNIT), case.fact(_METRIC)
    period, threshold = case.fact(_PERIOD), case.fact(_THRESHOLD)
    if not (isinstance(unit, str) and isinstance(metric, str) and isinstance(period, str)):
        return None
    if not (isinstance(threshold, Fraction) and isinstance(case.fact(COUNTED_THROUGH), date)):
        return None
    try:
        named = Metric(
            metric,
            Text(),
            MetricKind(case.fact(_KIND)),
            Direction(case.fact(_DIRECTION)),
        )
        return Target(unit, named, plan_period(period), threshold)
    except ValueError:
        return None
