"""Put the steps of an explanation into Vietnamese and English sentences.

May import: date_texts, law, values, calendars, and `steps` and `words` beside it. Nothing is
computed here.
"""

from datetime import date, datetime, timedelta
from fractions import Fraction

from caseflow.calendars import OfficeCalendar
from caseflow.date_texts import day_text, instant_text, time_text
from caseflow.law import cited
from caseflow.limits.steps import Step
from caseflow.limits.words import amount_text
from caseflow.values import Text

__all__ = ["reason_text", "step_text", "weekday_text", "when_text"]

_WEEKDAYS_VI = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def weekday_text(on: date, language: str) -> str:
    """Write a day with its weekday.

    >>> weekday_text(date(2025, 4, 24), "vi"), weekday_text(date(2025, 4, 24), "en")
    ('Thứ Năm 24/4/2025', 'Thu 2025-04-24')
    """
    return f"{_weekday(on, language)} {day_text(on, language)}"


def _weekday(on: date, language: str) -> str:
    return (_WEEKDAYS_VI if language == "vi" else _WEEKDAYS_EN)[on.weekday()]


def when_text(at: datetime | None, language: str, calendar: OfficeCalendar) -> str:
    """Write an instant with its weekday, in the zone of the calendar."""
    if at is None:
        return "?"
    local = at.astimezone(calendar.zone)
    if language == "vi":
        return f"{instant_text(local, language)} ({_weekday(local, language)})"
    return f"{time_text(local, language)} {weekday_text(local, language)}"


_REASONS = {
    "supplement": Text(vi="chờ bổ sung hồ sơ", en="waiting for a supplement"),
    "payment": Text(vi="chờ nộp phí, lệ phí", en="waiting for payment"),
    "tax": Text(vi="xác định nghĩa vụ tài chính", en="tax assessment"),
    "appraisal": Text(vi="kiểm tra thực địa", en="field appraisal"),
    "agency": Text(vi="chờ cơ quan khác", en="waiting for another agency"),
    "outage": Text(vi="hệ thống gián đoạn", en="system outage"),
    "excluded": Text(vi="thời gian không tính theo luật", en="time the law leaves out"),
}


def reason_text(reason: str) -> Text | None:
    """Return what a pause was for, in words; a reason that is not known speaks for itself."""
    return _REASONS.get(reason, Text(vi=reason, en=reason)) if reason else None


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
        return f"{'ngày thứ' if language == 'vi' else 'day'} {step.number_to}"
    word = "ngày thứ" if language == "vi" else "days"
    return f"{word} {step.number_from}–{step.number_to}"


def _hours(total: timedelta | None, language: str) -> str:
    micros = (total or timedelta()) // timedelta(microseconds=1)
    hours = Fraction(micros, 3_600_000_000)
    if (hours * 100).denominator != 1:
        minutes, seconds = divmod(micros // 1_000_000, 60)
        parts = [(minutes // 60, "giờ", "h"), (minutes % 60, "phút", "min"), (seconds, "giây", "s")]
        return " ".join(f"{n} {vi if language == 'vi' else en}" for n, vi, en in parts if n)
    return f"{amount_text(hours, language)} {'giờ' if language == 'vi' else 'h'}"


def _restart(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    first, last = weekday_text(step.first_on, language), weekday_text(step.last_on, language)
    return Text(
        vi=f"{last}: nhận đủ hồ sơ bổ sung, thời hạn tính lại từ đầu (trước đó tính từ {first})",
        en=f"{last}: supplement complete, the limit starts again (counted from {first} before)",
    ).in_(language)


def _cut_off(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    first, last = weekday_text(step.first_on, language), weekday_text(step.last_on, language)
    rule = step.name.in_(language) if step.name else ""
    return Text(
        vi=f"{first}: nhận {rule} hoặc vào ngày nghỉ, coi như nhận ngày {last}",
        en=f"{first}: received {rule} or on a day off, so received on {last}",
    ).in_(language)


def _event(step: Step, language: str, calendar: OfficeCalendar) -> str:
    if step.start_at is not None:
        shown = when_text(step.start_at, language, calendar)
        return Text(vi=f"Tính từ {shown}", en=f"Counted from {shown}").in_(language)
    shown = _days(step, language)
    return Text(vi=f"{shown}: ngày nhận, không tính", en=f"{shown}: event day, not counted").in_(
        language
    )


def _receipt_day(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    shown = _days(step, language)
    return Text(vi=f"{shown}: ngày nhận", en=f"{shown}: day of receipt").in_(language)


def _counted(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    return f"{_days(step, language)}: {_numbers(step, language)}"


def _make_up(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    name = step.name.in_(language) if step.name else ""
    return f"{_days(step, language)}: {_numbers(step, language)} ({name})"


def _rest(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Text(vi="nghỉ hằng tuần, không tính", en="weekly rest, skipped").in_(language)
    return f"{_days(step, language)}: {what}{_named(step, language)}"


def _holiday(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Text(vi="nghỉ, không tính", en="day off, skipped").in_(language)
    return f"{_days(step, language)}: {what}{_named(step, language)}"


def _paused(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Text(vi="tạm dừng, không tính", en="clock paused, not counted").in_(language)
    return f"{_days(step, language)}: {what}{_named(step, language)}"


def _added(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Text(
        vi="cộng thêm để thời hạn có đủ số ngày làm việc tối thiểu",
        en="added, so that the limit holds the least number of working days",
    ).in_(language)
    return f"{_days(step, language)}: {what}"


def _stays(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    what = Text(
        vi="ngày cuối là ngày nghỉ, nhưng thời hạn dài như vậy không lùi sang ngày làm việc",
        en="the last day is a day off, and a limit this long does not move for that",
    ).in_(language)
    return f"{_days(step, language)}: {what}"


def _rolled(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    why = _named(step, language).replace(": ", "", 1)
    why = f" ({why})" if why else ""
    what = Text(
        vi=f"ngày cuối rơi vào ngày nghỉ{why}, chuyển sang ngày làm việc tiếp theo",
        en=f"the last day was a day off{why}, so it moves to the next working day",
    ).in_(language)
    return f"{_days(step, language)}: {what}"


def _rolled_back(step: Step, language: str, _calendar: OfficeCalendar) -> str:
    last = weekday_text(step.last_on, language)
    first = weekday_text(step.first_on, language)
    return Text(
        vi=f"{last} là ngày nghỉ, lùi về ngày làm việc trước: {first}",
        en=f"{last} is a day off, so it moves back to the working day before: {first}",
    ).in_(language)


def _worked(step: Step, language: str, calendar: OfficeCalendar) -> str:
    ends = [at.astimezone(calendar.zone) for at in (step.start_at, step.end_at) if at]
    span = "–".join(time_text(at, language) for at in ends)
    total = _hours(step.total, language)
    so_far = Text(vi=f"cộng dồn {total}", en=f"{total} so far").in_(language)
    return f"{_days(step, language)} {span}: {so_far}{_named(step, language)}"


def _elapsed(step: Step, language: str, calendar: OfficeCalendar) -> str:
    start = when_text(step.start_at, language, calendar)
    end = when_text(step.end_at, language, calendar)
    total = _hours(step.total, language)
    so_far = Text(vi=f"cộng dồn {total}", en=f"{total} so far").in_(language)
    return f"{start} – {end}: {so_far}"


def _part_day(step: Step, language: str, calendar: OfficeCalendar) -> str:
    end = when_text(step.end_at, language, calendar)
    what = Text(vi="phần lẻ của ngày, đến", en="part of a day, until").in_(language)
    return f"{_days(step, language)}: {what} {end}"


def _due(step: Step, language: str, calendar: OfficeCalendar) -> str:
    if step.end_at is not None and calendar.local_date(step.end_at) == step.first_on:
        shown = when_text(step.end_at, language, calendar)
    elif language == "vi":
        on = step.first_on
        shown = f"24 giờ 00 ngày {day_text(on, language)} ({_weekday(on, language)})"
    else:
        shown = f"24:00 {weekday_text(step.first_on, language)}"
    return Text(vi=f"HẠN: {shown}", en=f"DUE: {shown}").in_(language)


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
