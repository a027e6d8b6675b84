"""Figures of a plan, counted from a register: what units have of each metric, day by day.

What figures are and how they compare with targets is in `caseflow.office.plans`; what an index is,
in `indices`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

import narwhals as nw
import polars as pl
from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import UnknownNameError
from caseflow.office.plans import Figure, Figures, Metric, Plan, PlanPeriod, Target
from caseflow.reports.counts import MEASURES, PERIOD, Measure
from caseflow.reports.counts._counting import summed
from caseflow.reports.indices import CountOf, Index, IndexSet, Spread, compute
from caseflow.reports.indices._results import parts_of
from caseflow.reports.register import Register
from caseflow.reports.register._reading import collected
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["RegisterFigures", "figures_of"]

#: So many civil days before the day that is asked for say what days are like.
_LOOK_BACK = timedelta(days=120)

_UNIT = "unit"
_NOT_COMPUTED = Message("reports.index-not-computed")

#: Filings of these spreads belong to a period by one day, so that days add up to any period.
_BY_DAY = {Spread.RECEIVED: "received_on", Spread.DECIDED: "decided_on"}


def _unchanging(given: Mapping[str, Text]) -> Mapping[str, Text]:
    return MappingProxyType(dict(given))


@frozen
class RegisterFigures:
    """Hold the figures of a plan, and what a register does not say.

    Attributes:
        figures: those of each unit and metric that has a target on the day.
        not_computed: why a metric has no figures, as where its index is disputed; by its name.
        idle_units: the units of the plan without any filing in the register.
    """

    figures: Figures
    not_computed: Mapping[str, Text] = field(factory=dict[str, Text], converter=_unchanging)
    idle_units: tuple[str, ...] = ()


class _Counted(NamedTuple):
    """A metric that is counted day by day: by which column, and what of each filing."""

    metric: str
    dated: str
    part: nw.Expr
    whole: nw.Expr | None


class _ByPeriod(NamedTuple):
    """A metric that is counted for a period as a whole."""

    metric: Metric
    definition: Index


@typed
def figures_of(
    plan: Plan, register: Register, on: date, *, indices: IndexSet | None = None
) -> RegisterFigures:
    """Count the figures of the targets of *plan* whose period has the civil day *on*.

    A share is that of the index that its metric names; a count is a measure, as `returned`, or the
    numerator of an index. Filings are counted by the day of receipt or of decision, as the index
    says, and by what the register knows as of *on*; the figures of days add up to what `compute`
    gives for the period so far. Of an index that no days add up to, as one of pending filings,
    there is the figure of the period. A unit without filings has 0 of a count.

    Args:
        plan: its units are those of the register, by name.
        register: what is counted.
        on: figures through that day.
        indices: those that metrics may name.

    Raises:
        UnknownNameError: a metric is neither an index nor, as a count, a measure.

    Cost: one pass for the metrics of each date, over the last 120 days and the periods of the plan;
    one for each period of an index that no days add up to.
    """
    targets = plan.on(on)
    begin = min([on - _LOOK_BACK, *(each.period.first for each in targets)])
    by_day: list[_Counted] = []
    by_period: list[_ByPeriod] = []
    not_computed: dict[str, Text] = {}
    for metric in dict.fromkeys(each.metric for each in targets):
        found = _found(metric, () if indices is None else indices.indices, begin, on)
        if isinstance(found, _Counted):
            by_day.append(found)
        elif isinstance(found, _ByPeriod):
            by_period.append(found)
        else:
            not_computed[metric.name] = found
    wanted: dict[str, list[str]] = {}
    for each in targets:
        wanted.setdefault(each.metric.name, []).append(each.unit)
    figures = [
        figure
        for dated in dict.fromkeys(each.dated for each in by_day)
        for figure in _of_days(
            register, [each for each in by_day if each.dated == dated], wanted, begin, on
        )
    ]
    of_periods = {
        (each.unit, each.metric, each.period.text): each
        for one in by_period
        for each in _of_periods(register, one, targets, on)
    }
    known = _units(register)
    idle = tuple(unit for unit in plan.units if unit not in known)
    return RegisterFigures(Figures(figures, of_periods=of_periods), not_computed, idle)


def _found(
    metric: Metric, indices: Sequence[Index], first: date, last: date
) -> "_Counted | _ByPeriod | Text":
    """Return how *metric* is counted, or why it is not."""
    name = metric.index or metric.name
    measure = None if metric.is_share else MEASURES.get(name.replace("-", "_"))
    if measure is not None:
        return _Counted(metric.name, measure.dated, *_of_measure(measure))
    index = next((each for each in indices if each.name == name), None)
    if index is None:
        known = [each.name for each in indices] + ([] if metric.is_share else [*MEASURES])
        raise UnknownNameError(name, tuple(known), "index for a metric of the plan")
    if not index.is_computed:
        return _NOT_COMPUTED.filled(why=index.why)
    dated = _BY_DAY.get(index.period)
    if dated is None or index.of is CountOf.PROCEDURES:
        return _ByPeriod(metric, index)
    parts = parts_of(index, first, last)
    return _Counted(
        metric.name, dated, parts.counted, parts.population if metric.is_share else None
    )


def _of_measure(measure: Measure) -> tuple[nw.Expr, None]:
    return measure.expression(), None


def _of_days(
    register: Register,
    metrics: Sequence[_Counted],
    units: Mapping[str, Sequence[str]],
    begin: date,
    on: date,
) -> Iterable[Figure]:
    """Yield the figures of each day from *begin* through *on* that has a filing, by one pass."""
    day = nw.col(metrics[0].dated)
    sums: dict[str, nw.Expr] = {}
    for place, each in enumerate(metrics):
        sums[f"part{place}"] = each.part
        if each.whole is not None:
            sums[f"whole{place}"] = each.whole
    frame = register.frame.filter((day >= begin) & (day <= on)).with_columns(day.alias(PERIOD))
    found = summed(frame, (_UNIT, PERIOD), sums)
    if not found.height:
        return
    first = _day(found[PERIOD].min())
    by_unit = {_text(key[0]): rows for key, rows in found.group_by(_UNIT)}
    for place, each in enumerate(metrics):
        for unit in dict.fromkeys(units[each.metric]):
            rows = by_unit.get(unit)
            days = _days(rows, place, is_share=each.whole is not None)
            # From its first day on a register knows that a unit had nothing.
            for known_on in (first, on):
                days.setdefault(known_on, (0, None if each.whole is None else 0))
            for counted_on, (part, whole) in days.items():
                period = PlanPeriod(counted_on.isoformat(), counted_on, counted_on)
                yield Figure(unit, each.metric, period, part, whole)


def _days(
    rows: pl.DataFrame | None, place: int, *, is_share: bool
) -> dict[date, tuple[int, int | None]]:
    if rows is None:
        return {}
    names = [PERIOD, f"part{place}", *([f"whole{place}"] if is_share else [])]
    counted = rows.select(names).rows()
    return {row[0]: (int(row[1] or 0), int(row[2] or 0) if is_share else None) for row in counted}


def _of_periods(
    register: Register, one: _ByPeriod, targets: Sequence[Target], on: date
) -> Iterable[Figure]:
    """Yield the figure of each period so far, of every unit that has a target of it."""
    metric, index = one
    ours = [each for each in targets if each.metric == metric]
    for text in dict.fromkeys(each.period.text for each in ours):
        period = next(each.period for each in ours if each.period.text == text)
        so_far = PlanPeriod(text, period.first, min(on, period.last))
        found = {
            _text(each.group[_UNIT]): (each.part, each.whole)
            for each in compute([index], register, so_far, by=(_UNIT,))
        }
        for unit in (each.unit for each in ours if each.period.text == text):
            part, whole = found.get(unit, (0, 0))
            yield Figure(unit, metric.name, so_far, part, whole if metric.is_share else None)


def _units(register: Register) -> frozenset[str]:
    found = collected(register.frame.select(_UNIT).unique())[_UNIT]
    return frozenset(str(each) for each in found.to_list() if each is not None)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _day(value: object) -> date:
    if not isinstance(value, date):  # pragma: no cover - the column holds days
        raise TypeError(value)
    return value
