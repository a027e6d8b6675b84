"""Where a limit ends: its rules counted from a receipt, on a calendar, around its pauses."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Generic, TypeVar

from attrs import frozen

from caseflow._typed import short
from caseflow.calendars import Certainty, OfficeCalendar, Roll
from caseflow.errors import TimeOfDayError
from caseflow.limits import _counting as counting
from caseflow.limits._rules import CountingRules
from caseflow.limits._units import EndOfDay, MonthOnPause, Unit
from caseflow.values import Moment

__all__ = ["MONTH_DAYS", "YEAR_DAYS", "Ending", "count_days", "count_hours", "counted_on", "end_of"]

#: Source: Civil Code 91/2015/QH13 Art. 146.1.
MONTH_DAYS, YEAR_DAYS = 30, 365

L = TypeVar("L", bound=CountingRules)


@short
@frozen
class Ending(Generic[L]):
    """Hold where a limit ends and all that led there; `Due` explains the fields."""

    limit: L
    on: date
    last_on: date
    at: datetime
    certainty: Certainty
    receipt: counting.Receipt
    pauses: tuple[counting.Pause, ...]
    begun: tuple[Moment, ...]
    calendar: OfficeCalendar
    is_at_opening: bool = False


def count_hours(
    rules: CountingRules,
    start: Moment,
    receipt: counting.Receipt,
    calendar: OfficeCalendar,
    pauses: tuple[counting.Pause, ...],
) -> datetime:
    """Return the instant at which a limit ends that is counted in hours."""
    hours = rules.amount
    rule: str | None = rules.text("en")
    if rules.unit is Unit.WORKING_DAY:
        hours, rule = rules.amount * rules.day_hours, None
    elif receipt.at is None:
        raise TimeOfDayError("start", receipt.on, rules.text("en"))
    begin = receipt.at or counting.last_instant(start, calendar)
    spans = counting.instant_pauses(pauses, calendar, rule=rule)
    length = counting.exact_time(hours)
    if rules.unit is Unit.CLOCK_HOUR:
        return counting.add_clock_time(begin, length, spans, calendar)
    return counting.add_working_time(begin, length, spans, calendar)


def count_days(
    rules: CountingRules,
    receipt: counting.Receipt,
    calendar: OfficeCalendar,
    pauses: tuple[counting.Pause, ...],
) -> tuple[date, date, datetime | None]:
    """Return the last day, where it rolls to, and the instant within it for a fraction."""
    spans = counting.day_pauses(pauses, calendar, rules.pause_days)
    event_on = receipt.on
    if rules.unit is Unit.SAME_DAY:
        on = counting.same_day(event_on, spans, calendar)
        return on, on, None
    whole, part = rules.whole, rules.part
    if rules.unit is Unit.WORKING_DAY:
        if not part:
            on = counting.add_working_days(event_on, whole, spans, calendar)
            return on, on, None
        work = counting.exact_time(part * rules.day_hours)
        at = counting.add_partial_day(event_on, whole, work, spans, calendar)
        on = calendar.local_date(at)
        return on, on, at
    last = _last_day(rules, event_on, spans, calendar)
    if not rules.rolls:
        return last, last, _inside(rules, last, calendar)
    rolled = calendar.roll(last, rules.roll)
    if rules.roll is Roll.PREVIOUS:
        # Rolled back, the limit may end before a pause begins, which then changes nothing.
        for number, (stopped, _) in enumerate(spans):
            sooner = _last_day(rules, event_on, spans[:number], calendar)
            back = calendar.roll(sooner, rules.roll)
            if stopped >= back:
                last, rolled = sooner, back
                break
    return last, rolled, _inside(rules, last, calendar) if rolled == last else None


def _inside(rules: CountingRules, last: date, calendar: OfficeCalendar) -> datetime | None:
    """Return the instant within the last calendar day at which a fraction of it ends."""
    if not rules.part:
        return None
    return calendar.start_of(last) + counting.exact_time(rules.part * 24)


def _last_day(
    rules: CountingRules,
    event_on: date,
    spans: Sequence[counting.DaySpan],
    calendar: OfficeCalendar,
) -> date:
    """Return the last calendar day, before it rolls."""
    last = _plain_last_day(rules, event_on, spans, calendar)
    least = rules.least_working_days
    if not least:
        return last
    return max(last, counting.add_working_days(event_on, least, spans, calendar))


def _plain_last_day(
    rules: CountingRules,
    event_on: date,
    spans: Sequence[counting.DaySpan],
    calendar: OfficeCalendar,
) -> date:
    """Return the last calendar day before the period is lengthened and before it rolls."""
    days = _length_in_days(rules, event_on, spans, calendar) + (1 if rules.part else 0)
    return counting.add_calendar_days(event_on, days, spans, calendar)


def _length_in_days(
    rules: CountingRules,
    event_on: date,
    spans: Sequence[counting.DaySpan],
    calendar: OfficeCalendar,
) -> int:
    """Return the whole calendar days of the limit, counted from its anchor."""
    whole = rules.whole
    if rules.unit is Unit.CALENDAR_DAY:
        return whole
    if rules.unit is Unit.WEEK:
        return whole * 7
    is_year = rules.unit is Unit.YEAR
    last = counting.add_months(event_on, whole * (12 if is_year else 1), calendar)
    stood_still = any(stop < last and resumed > event_on for stop, resumed in spans)
    if stood_still and rules.month_on_pause is MonthOnPause.THIRTY_DAYS:
        return whole * (YEAR_DAYS if is_year else MONTH_DAYS)
    return (last - event_on).days


def counted_on(ending: Ending[L]) -> date:
    """Return the last day that the amount itself gives; days after it were added by a rule."""
    rules = ending.limit
    if not rules.least_working_days:
        return ending.last_on
    spans = counting.day_pauses(ending.pauses, ending.calendar, rules.pause_days)
    return min(ending.last_on, _plain_last_day(rules, ending.receipt.on, spans, ending.calendar))


def end_of(rules: CountingRules, on: date, calendar: OfficeCalendar) -> datetime:
    """Return the instant at which the last day of a limit ends."""
    closing = calendar.closing(on) if rules.end_of_day is EndOfDay.CLOSING else None
    return closing or calendar.end_of(on)
