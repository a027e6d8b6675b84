"""What units are to reach, day by day, and what was done about those that are short."""

from datetime import timedelta
from fractions import Fraction

from caseflow._number_texts import decimal_text
from caseflow.office.plans import Direction, Figures, Progress, Target, progress_on, wanted_by
from caseflow.reports.pages._content import (
    Cell,
    Chart,
    ChartKind,
    Part,
    Section,
    Series,
    Table,
    number,
    written,
)
from caseflow.reports.pages._sources import ReportSource
from caseflow.texts import Message, Text, Written

__all__ = ["escalations_section", "targets_section"]

#: So many targets are drawn; the table has them all.
_MOST_CHARTS = 4
_MOST_TARGETS = 60

_UNIT = Message("pages/terms.unit")
_METRIC = Message("pages/targets.metric")
_WANTED = Message("pages/targets.target")
_ACTUAL = Message("pages/targets.actual")


def targets_section(source: ReportSource) -> Section:
    """Return how units stand to the targets of the plan, and the way there."""
    title = Message("pages/targets.title")
    if source.plan is None or source.figures is None:
        return Section("targets", title, (Message("pages/targets.none"),))
    found = [
        each
        for each in progress_on(source.plan, source.figures, source.calendar, source.on)
        if not source.units or each.target.unit in source.units
    ]
    if not found:
        return Section("targets", title, (Message("pages/targets.no-target", on=source.on),))
    found.sort(key=lambda each: not each.standing.is_short)
    kept = found[:_MOST_TARGETS]
    short = sum(each.standing.is_short for each in found)
    said = Message("pages/targets.said", targets=number(len(found)), short=number(short))
    head = (
        _UNIT,
        _METRIC,
        Message("pages/terms.period"),
        _WANTED,
        _ACTUAL,
        Message("pages/targets.projected"),
        Message("pages/targets.standing"),
    )
    table = Table(head, tuple(_row(each) for each in kept), len(found) - len(kept))
    drawn = [part for each in found[:_MOST_CHARTS] if (part := _drawn(source, each)) is not None]
    return Section("targets", title, (said,), (Part(table), *drawn))


def _row(progress: Progress) -> tuple[Cell, ...]:
    target, figure, found = progress.target, progress.figure, progress.projection
    sign = "≥" if target.metric.direction is Direction.AT_LEAST else "≤"
    projected: Cell = None
    if found is not None:
        projected = Message(
            "pages/targets.between", low=_value(target, found.low), high=_value(target, found.high)
        )
    actual = None if figure is None else figure.value
    return (
        target.unit,
        Text(_labels(target)),
        target.period.text,
        Message("pages/targets.wanted", sign=sign, value=_value(target, target.threshold)),
        None if actual is None else _value(target, actual),
        projected,
        Written(progress.standing.label),
    )


def _labels(target: Target) -> dict[str, str]:
    return dict(target.metric.labels.items()) or {"und": target.metric.name}


def _value(target: Target, value: Fraction) -> Text:
    return Written(written if target.metric.is_share else decimal_text, value)


def _drawn(source: ReportSource, progress: Progress) -> Part | None:
    """Return the way of one figure through its period beside what is to be reached."""
    target, figures = progress.target, source.figures
    if figures is None or progress.figure is None or progress.figure.value is None:
        return None
    days: list[Cell] = []
    actual: list[Fraction | None] = []
    wanted: list[Fraction | None] = []
    for on, value in _daily(target, figures, source):
        days.append(on)
        actual.append(value)
        wanted.append(wanted_by(target, source.calendar, target.period.first + timedelta(on - 1)))
    if len([each for each in actual if each is not None]) < 2:
        return None
    labels = Text(_labels(target))
    said = Message(
        "pages/targets.chart",
        unit=target.unit,
        metric=labels,
        actual=_value(target, progress.figure.value),
        on=source.on,
        target=_value(target, target.threshold),
    )
    chart = Chart(
        ChartKind.LINES,
        said,
        tuple(days),
        (Series(_ACTUAL, tuple(actual)), Series(_WANTED, tuple(wanted), is_line=True)),
        labels,
        Message("pages/targets.day"),
        is_share=target.metric.is_share,
    )
    head = (Message("pages/targets.day"), _ACTUAL, _WANTED)
    rows: list[tuple[Cell, ...]] = [
        (day, _value(target, value), _value(target, goal or Fraction(0)))
        for day, value, goal in zip(days, actual, wanted, strict=True)
        if value is not None
    ]
    title = Message("pages/targets.of", unit=target.unit, metric=labels)
    return Part(Table(head, tuple(rows)), chart, title)


def _daily(
    target: Target, figures: Figures, source: ReportSource
) -> list[tuple[int, Fraction | None]]:
    """Return for each day of the period what was counted through it; None for days to come."""
    first, last = target.period.first, target.period.last
    found: list[tuple[int, Fraction | None]] = []
    by_day = {
        each.period.last: each
        for each in figures.within(target.unit, target.metric.name, target.period, source.on)
    }
    part, whole = 0, 0
    for number_ in range((last - first).days + 1):
        on = first + timedelta(number_)
        figure = by_day.get(on)
        if figure is not None:
            part += figure.numerator
            whole += figure.denominator or 0
        value = Fraction(part)
        if target.metric.is_share:
            value = Fraction(part, whole) if whole else Fraction(0)
        is_known = on <= source.on and (whole > 0 or not target.metric.is_share)
        found.append((number_ + 1, value if is_known else None))
    return found


# ── escalations ─────────────────────────────────────────────────────────────────────────────


def escalations_section(source: ReportSource) -> Section:
    """Return how the escalations of units that are short stand."""
    title = Message("pages/escalations.title")
    rows = source.escalations
    if rows is None:
        return Section("escalations", title, (Message("pages/escalations.unknown"),))
    shown = [each for each in rows if not source.units or each.unit in source.units]
    if not shown:
        return Section("escalations", title, (Message("pages/escalations.nothing"),))
    head = (
        _UNIT,
        _METRIC,
        Message("pages/terms.period"),
        Message("pages/escalations.state"),
        Message("pages/escalations.since"),
        Message("pages/terms.due"),
    )
    table = Table(
        head,
        tuple(
            (each.unit, each.metric, each.period, each.state, each.since, each.due)
            for each in shown[:_MOST_TARGETS]
        ),
        max(0, len(shown) - _MOST_TARGETS),
    )
    said = Message("pages/escalations.said", open=number(len(shown)))
    return Section("escalations", title, (said,), (Part(table),))
