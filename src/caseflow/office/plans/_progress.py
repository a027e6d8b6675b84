"""How a unit stands to its target on a day: what was reached, what is needed, what is likely.

One function decides who is behind, for the command, for the escalations and for reports.
"""

import enum
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.office.plans._figures import Figures
from caseflow.office.plans._needs import Need, needed
from caseflow.office.plans._periods import PlanPeriod
from caseflow.office.plans._plans import Plan
from caseflow.office.plans._projections import DailyCount, Projection, projected
from caseflow.office.plans._targets import Figure, Target, is_reached
from caseflow.texts import Message

__all__ = ["Progress", "TargetStanding", "progress_of", "progress_on", "wanted_by"]

#: So many past working days say what days are like.
_MOST_DAYS = 60

_DAY = timedelta(days=1)


class TargetStanding(enum.Enum):
    """Say how a unit stands to a target.

    NO_FIGURE: nothing was counted, or a share is one of nothing. ON_TRACK: it is where it should be
    by now. BEHIND: it is not, and may still make it. MADE: the period is over and it was made.
    MISSED: it cannot be made any more.
    """

    NO_FIGURE = "no-figure"
    ON_TRACK = "on-track"
    BEHIND = "behind"
    MADE = "made"
    MISSED = "missed"

    @property
    def is_short(self) -> bool:
        """Return whether somebody has to answer for it: behind, or missed."""
        return self in (TargetStanding.BEHIND, TargetStanding.MISSED)

    def label(self, language: str) -> str:
        """Return the standing for people.

        >>> TargetStanding.BEHIND.label("en")
        'behind'
        """
        return _LABELS[self].in_(language)


_LABELS = {
    TargetStanding.NO_FIGURE: Message("plans.no-figure"),
    TargetStanding.ON_TRACK: Message("plans.on-track"),
    TargetStanding.BEHIND: Message("plans.behind"),
    TargetStanding.MADE: Message("plans.made"),
    TargetStanding.MISSED: Message("plans.missed"),
}


@frozen
class Progress:
    """Say how one unit stands to one target as the civil day *on* ends.

    Attributes:
        target: what is to be reached.
        on: the day; figures through it are counted.
        figure: what was counted in the period so far; None if nothing was.
        need: what is needed on the working days left; None without a figure.
        projection: where the metric will stand at the end of the period; None if too few days were
            counted one by one, or none is left.
        standing: behind or not.
    """

    target: Target
    on: date
    figure: Figure | None
    need: Need | None
    projection: Projection | None
    standing: TargetStanding


@typed(late=True)
def progress_on(
    plan: Plan, figures: Figures, calendar: OfficeCalendar, on: date, *, seed: int = 1
) -> tuple[Progress, ...]:
    """Return how each target of *plan* stands whose period has the civil day *on*.

    Cost: some 400 draws of up to 60 past days and the days left, for each target.
    """
    return tuple(progress_of(each, figures, calendar, on, seed=seed) for each in plan.on(on))


@typed(late=True)
def progress_of(
    target: Target, figures: Figures, calendar: OfficeCalendar, on: date, *, seed: int = 1
) -> Progress:
    """Return how *target* stands as the civil day *on* ends, by *figures* through that day.

    A count is behind if it has less than its part of the target by the working days gone; a share
    is behind while it is not what it is to be at the end.

    Args:
        target: what is to be reached.
        figures: what was counted.
        calendar: says which days are worked.
        on: the day; if the period is over, how it ended.
        seed: of the projection.

    Raises:
        CalendarHorizonError: the calendar does not reach to the end of the period.
    """
    day = min(max(on, target.period.first - _DAY), target.period.last)
    figure = _figure(target, figures, day)
    days = calendar.count_working_days(day, target.period.last)
    value = None if figure is None else figure.value
    if figure is None or value is None:
        return Progress(target, on, figure, None, None, TargetStanding.NO_FIGURE)
    past = _past(target, figures, calendar, day)
    gone = calendar.count_working_days(target.period.first - _DAY, day)
    need = needed(
        target,
        figure.numerator,
        figure.denominator,
        days=days,
        expected=_expected(past, figure, gone, days) if target.metric.is_share else 0,
    )
    to_come = _weekdays(calendar, day, target.period.last)
    projection = projected(past, to_come, figure.numerator, figure.denominator, seed=seed)
    standing = _standing(target, value, need, wanted_by(target, calendar, day))
    return Progress(target, on, figure, need, projection if days else None, standing)


def _figure(target: Target, figures: Figures, day: date) -> Figure | None:
    """Return what was counted in the period of *target* through *day*, added up."""
    found = figures.within(target.unit, target.metric.name, target.period, day)
    if target.metric.is_share:
        found = tuple(each for each in found if each.denominator is not None)
    if not found:
        return None
    return Figure(
        target.unit,
        target.metric.name,
        PlanPeriod(target.period.text, target.period.first, day),
        sum(each.numerator for each in found),
        sum(each.denominator or 0 for each in found) if target.metric.is_share else None,
    )


def _standing(target: Target, value: Fraction, need: Need, wanted: Fraction) -> TargetStanding:
    if not need.is_possible:
        return TargetStanding.MISSED
    if not need.days:
        return TargetStanding.MADE
    reached = is_reached(value, wanted, target.metric.direction)
    return TargetStanding.ON_TRACK if reached else TargetStanding.BEHIND


@typed(late=True)
def wanted_by(target: Target, calendar: OfficeCalendar, on: date) -> Fraction:
    """Return what *target* asks for as the civil day *on* of its period ends.

    Of a count that is its part by the working days gone; a share is to be the same on every day.

    >>> from caseflow.calendars import OfficeCalendar
    >>> from caseflow.office.plans import Metric, MetricKind, plan_period
    >>> from caseflow.values import Text
    >>> returned = Metric("returned", Text(en="returned"), MetricKind.COUNT)
    >>> target = Target("Unit A", returned, plan_period("2026-10"), 110)
    >>> wanted_by(target, OfficeCalendar.weekends("UTC"), date(2026, 10, 15))
    Fraction(55, 1)
    """
    if target.metric.is_share:
        return target.threshold
    before, last = target.period.first - _DAY, target.period.last
    gone = calendar.count_working_days(before, min(max(on, before), last))
    days = calendar.count_working_days(before, last)
    return target.threshold * gone / days if days else target.threshold


def _past(
    target: Target, figures: Figures, calendar: OfficeCalendar, day: date
) -> tuple[DailyCount, ...]:
    """Return the latest working days through *day*, one by one; a day without a figure had none.

    What was counted on a day off belongs to the next working day, if that has come.
    """
    daily = figures.daily(target.unit, target.metric.name, day)
    if not daily:
        return ()
    days: dict[date, list[int]] = {}
    for on in _working_days(calendar, daily[0].period.first - _DAY, day):
        days[on] = [0, 0]
    for each in daily:
        on = each.period.first
        if not calendar.is_working_day(on):
            on = calendar.add_working_days(on, 1)
        if on in days:
            days[on][0] += each.numerator
            days[on][1] += each.denominator or 0
    found = [DailyCount(on.weekday(), *counts) for on, counts in days.items()]
    return tuple(found[-_MOST_DAYS:])


def _expected(past: Sequence[DailyCount], figure: Figure, gone: int, days: int) -> int:
    """Return how many filings are to come in on *days* working days at the pace so far."""
    if past:
        pace = Fraction(sum(each.denominator for each in past), len(past))
    else:
        pace = Fraction(figure.denominator or 0, max(1, gone))
    return int(pace * days + Fraction(1, 2))


def _weekdays(calendar: OfficeCalendar, after: date, through: date) -> tuple[int, ...]:
    return tuple(on.weekday() for on in _working_days(calendar, after, through))


def _working_days(calendar: OfficeCalendar, after: date, through: date) -> tuple[date, ...]:
    count = calendar.count_working_days(after, through)
    return tuple(calendar.add_working_days(after, number) for number in range(1, count + 1))
