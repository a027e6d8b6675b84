"""Put the steps of an explanation into sentences.

Nothing is computed here.
"""

from datetime import date, datetime, timedelta
from fractions import Fraction

from caseflow._date_texts import day_text, time_text, weekday_name
from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.law import cited
from caseflow.limits._steps import Step
from caseflow.limits._words import amount_text
from caseflow.texts import Message, Text

__all__ = ["reason_text", "step_text", "weekday_text", "when_text"]


@typed
def weekday_text(on: date, language: str) -> str:
    """Write a day with its weekday.

    >>> weekday_text(date(2025, 4, 24), "vi"), weekday_text(date(2025, 4, 24), "en")
    ('Thứ Năm 24/4/2025', 'Thu 2025-04-24')
    """
    return f"{weekday_name(on, language)} {day_text(on, language)}"


@typed
def when_text(at: datetime | None, language: str, calendar: OfficeCalendar) -> str:
    """Write an instant with its weekday, in the zone of the calendar."""
    if at is None:
        return "?"
    local = at.astimezone(calendar.zone)
    return Message(
        "limits.instant-and-weekday",
        time=time_text(local, language),
        weekday=weekday_name(local, language),
        day=day_text(local, language),
    ).in_(language)


_REASONS = {
    "supplement": Message("limits.reasons-supplement"),
    "payment": Message("limits.reasons-payment"),
    "tax": Message("limits.reasons-tax"),
    "appraisal": Message("limits.reasons-appraisal"),
    "agency": Message("limits.reasons-agency"),
    "outage": Message("limits.reasons-outage"),
    "excluded": Message("limits.reasons-excluded"),
}


def reason_text(reason: str) -> Text | None:
    """Return what a pause was for, in words; a reason that is not known speaks for itself."""
    return _REASONS.get(reason, Text(und=reason)) if reason else None


def step_text(step: Step, language: str, calendar: OfficeCalendar) -> str:
    """Write one step as a line, its citation in brackets."""
    line = _LINES[step.code](step, language, calendar)
    law = cited(step.citation, step.first_on, language)
    return f"{line} [{law}]" if law else line


def _days(step: Step, language: str) -> str:
    first = weekday_text(step.first_on, language)
    if step.first_on == step.last_on:
        return first
    return f"{first} – {weekday_text(step.last_on, language)}"


def _named(step: Step, language: str) -> str:
    return f": {step.name.in_(language)}" if step.name else ""


def _numbers(step: Step, language: str) -> str:
    if step.number_from == step.number_to:
        return Message("limits.day-number", number=step.number_to).in_(language)
    numbers = f"{step.number_from}–{step.number_to}"
    return Message("limits.day-numbers", numbers=numbers).in_(language)


def _hours(total: timedelta | None, language: str) -> str:
    micros = (total or timedelta()) // timedelta(microseconds=1)
    hours = Fraction(micros, 3_600_000_000)
    if (hours * 100).denominator != 1:
        minutes, seconds = divmod(micros // 1_000_000, 60)
        parts = (
            (Message("limits.hours", number=minutes // 60), minutes // 60),
            (Message("limits.minutes", number=minutes % 60), minutes % 60),
            (Message("limits.seconds", number=seconds), seconds),
        )
        return " ".join(text.in_(language) for text, number in parts if number)
    return Message("limits.hours", number=amount_text(hours, language)).in_(language)


def _restart(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    first, last = weekday_text(step.first_on, language), weekday_text(step.last_on, language)
    return Message("limits.supplement-complete-the-limit-starts", last=last, first=first).in_(
        language
    )


def _cut_off(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    first, last = weekday_text(step.first_on, language), weekday_text(step.last_on, language)
    rule = step.name.in_(language) if step.name else ""
    return Message("limits.received-or-on-a-day", first=first, rule=rule, last=last).in_(language)


def _event(step: Step, language: str, calendar: OfficeCalendar) -> str:
    if step.start_at is not None:
        shown = when_text(step.start_at, language, calendar)
        return Message("limits.counted-from", shown=shown).in_(language)
    shown = _days(step, language)
    return Message("limits.event-day-not-counted", shown=shown).in_(language)


def _receipt_day(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    shown = _days(step, language)
    return Message("limits.day-of-receipt", shown=shown).in_(language)


def _counted(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    return f"{_days(step, language)}: {_numbers(step, language)}"


def _make_up(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    name = step.name.in_(language) if step.name else ""
    return f"{_days(step, language)}: {_numbers(step, language)} ({name})"


def _rest(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Message("limits.weekly-rest-skipped").in_(language)
    return f"{_days(step, language)}: {what}{_named(step, language)}"


def _holiday(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Message("limits.day-off-skipped").in_(language)
    return f"{_days(step, language)}: {what}{_named(step, language)}"


def _paused(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Message("limits.clock-paused-not-counted").in_(language)
    return f"{_days(step, language)}: {what}{_named(step, language)}"


def _added(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Message("limits.added-so-that-the-limit").in_(language)
    return f"{_days(step, language)}: {what}"


def _stays(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Message("limits.the-last-day-is-a").in_(language)
    return f"{_days(step, language)}: {what}"


def _rolled(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    why = _named(step, language).replace(": ", "", 1)
    why = f" ({why})" if why else ""
    what = Message("limits.the-last-day-was-a", why=why).in_(language)
    return f"{_days(step, language)}: {what}"


def _rolled_back(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    last = weekday_text(step.last_on, language)
    first = weekday_text(step.first_on, language)
    return Message("limits.is-a-day-off-so", last=last, first=first).in_(language)


def _worked(step: Step, language: str, calendar: OfficeCalendar) -> str:
    ends = [at.astimezone(calendar.zone) for at in (step.start_at, step.end_at) if at]
    span = "–".join(time_text(at, language) for at in ends)
    total = _hours(step.total, language)
    so_far = Message("limits.so-far", total=total).in_(language)
    return f"{_days(step, language)} {span}: {so_far}{_named(step, language)}"


def _elapsed(step: Step, language: str, calendar: OfficeCalendar) -> str:
    start = when_text(step.start_at, language, calendar)
    end = when_text(step.end_at, language, calendar)
    total = _hours(step.total, language)
    so_far = Message("limits.so-far", total=total).in_(language)
    return f"{start} – {end}: {so_far}"


def _part_day(step: Step, language: str, calendar: OfficeCalendar) -> str:
    end = when_text(step.end_at, language, calendar)
    what = Message("limits.part-of-a-day-until").in_(language)
    return f"{_days(step, language)}: {what} {end}"


def _due(step: Step, language: str, calendar: OfficeCalendar) -> str:
    if step.end_at is not None and calendar.local_date(step.end_at) == step.first_on:
        shown = when_text(step.end_at, language, calendar)
    else:
        on = step.first_on
        shown = Message(
            "limits.end-of-day", weekday=weekday_name(on, language), day=day_text(on, language)
        ).in_(language)
    return Message("limits.due", shown=shown).in_(language)


_LINES = {
    "restart": _restart,
    "cut-off": _cut_off,
    "event-day": _event,
    "receipt-day": _receipt_day,
    "counted": _counted,
    "make-up": _make_up,
    "rest": _rest,
    "holiday": _holiday,
    "paused": _paused,
    "added": _added,
    "stays": _stays,
    "rolled": _rolled,
    "rolled-back": _rolled_back,
    "worked": _worked,
    "elapsed": _elapsed,
    "part-day": _part_day,
    "due": _due,
}
