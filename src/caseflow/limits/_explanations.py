"""Explain a due date step by step, as data that replays and as text in Vietnamese and English.

Built on demand by walking the days once more, so that counting itself pays nothing for it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from attrs import evolve, frozen

from caseflow._date_texts import day_text
from caseflow._typed import short, typed
from caseflow.calendars import Certainty, Day, DayKind, OfficeCalendar, Roll
from caseflow.errors import FormatError
from caseflow.law import Cited, cited, dated
from caseflow.limits import _counting as counting
from caseflow.limits._ends import Ending, counted_on
from caseflow.limits._rules import CountingRules
from caseflow.limits._steps import Step
from caseflow.limits._units import CutOff, Unit
from caseflow.limits._wording import reason_text, step_text
from caseflow.texts import Message, Written
from caseflow.values import utc

__all__ = ["Explanation", "explain", "replay_steps"]

_ONE_DAY = timedelta(days=1)

L = TypeVar("L", bound=CountingRules)


@short
@frozen
class Explanation:
    """Hold the steps of one due date and their text in one language.

    *limit* is the limit in words with its legal basis, without the calendar it was counted on.
    """

    language: str
    steps: tuple[Step, ...]
    text: str
    limit: str = ""

    def __str__(self) -> str:
        """Return the text."""
        return self.text


def explain(facts: Ending[L], language: str) -> Explanation:
    """Build the explanation of a counted limit in *language*, "vi" or "en"."""
    steps = tuple(_merged(_steps(facts)))
    calendar = facts.calendar
    heading = Message("limits.on-calendar").in_(language)
    law = cited(facts.limit.citation, counting.day_of(facts.begun[-1], calendar), language)
    basis = f" [{law}]" if law else ""
    words = facts.limit.text(language)
    lines = [f"{words} ({heading} {calendar.version}){basis}"]
    lines.extend(f"  {step_text(step, language, calendar)}" for step in steps)
    if facts.certainty is Certainty.PROJECTED:
        through = calendar.official_through
        introduction = (
            Message("limits.projected-beyond", through=Written(day_text, through))
            if through
            else Message("limits.projected")
        )
        lines.append(f"  {introduction.in_(language)}")
    return Explanation(language, steps, "\n".join(lines), f"{words}{basis}")


@typed(late=True)
def replay_steps(steps: Sequence[Step]) -> date | datetime:
    """Walk *steps* and return where they end: a date, or an instant for hours.

    Raises:
        FormatError: the steps do not follow one another, or do not end at their own due step.
    """
    day: date | None = None
    at: datetime | None = None
    number = 0
    for step in steps:
        if step.code == "due":
            ends = step.end_at if at is not None else step.first_on
            if ends is None or ends != (at or day):
                raise FormatError("steps", f"end at {at or day}, not at their due step {ends}")
            return ends
        if step.code in ("event-day", "receipt-day", "rolled-back"):
            day, number = step.first_on, number if step.code == "rolled-back" else 0
            continue
        if step.code in ("worked", "elapsed", "part-day"):
            at = step.end_at
        if step.code in ("restart", "cut-off", "elapsed", "stays"):
            continue
        follows = day is not None and (
            step.first_on == day + _ONE_DAY or (step.code == "worked" and step.first_on == day)
        )
        if step.code != "part-day" and not follows:
            raise FormatError("steps", f"{step.first_on} does not follow {day}")
        if step.number_to:
            if step.number_from != number + 1:
                raise FormatError("steps", f"day {step.number_from} does not follow day {number}")
            number = step.number_to
        day = step.last_on
    raise FormatError("steps", "have no due step")


def _steps(facts: Ending[L]) -> Iterator[Step]:
    calendar, receipt = facts.calendar, facts.receipt
    begun = [counting.day_of(moment, calendar) for moment in facts.begun]
    for before, after in pairwise(begun):
        yield Step("restart", before, after, citation=calendar.citation("restart", after))
    if receipt.moved and facts.limit.cutoff is not None:
        name = Written(CutOff.text, facts.limit.cutoff)
        citation = dated(facts.limit.cutoff.citation, begun[-1])
        yield Step("cut-off", begun[-1], receipt.on, name=name, citation=citation)
    in_hours = facts.limit.counts_hours
    if facts.limit.unit is Unit.SAME_DAY:
        yield Step("receipt-day", receipt.on, receipt.on)
    else:
        rule = calendar.citation("hours" if in_hours else "event-day", receipt.on)
        start_at = (receipt.at or calendar.end_of(receipt.on)) if in_hours else None
        yield Step("event-day", receipt.on, receipt.on, citation=rule, start_at=start_at)
    if facts.limit.unit is Unit.CLOCK_HOUR:
        yield from _elapsed_steps(facts)
    elif in_hours:
        yield from _worked_steps(facts)
    else:
        yield from _day_steps(facts)
    yield Step(
        "due", facts.on, facts.on, citation=_ending(facts, in_hours=in_hours), end_at=facts.at
    )


def _ending(facts: Ending[L], *, in_hours: bool) -> Cited:
    """Return the rule by which the limit ends at that instant; none is cited for part of a day."""
    calendar = facts.calendar
    if in_hours:
        return calendar.citation("hours", facts.on)
    is_whole = facts.at == calendar.end_of(facts.on)
    return calendar.citation("end-of-day", facts.on) if is_whole else ""


def _day_steps(facts: Ending[L]) -> Iterator[Step]:
    """Walk the days after the event day, one by one."""
    calendar = facts.calendar
    spans = counting.day_pauses(facts.pauses, calendar, facts.limit.pause_days)
    counts_all = not facts.limit.unit.is_working and facts.limit.unit is not Unit.SAME_DAY
    number = 0
    on, counted = facts.receipt.on, counted_on(facts)
    has_part = facts.limit.unit is Unit.WORKING_DAY and facts.limit.part > 0
    while on < max(facts.on, facts.last_on):
        on += _ONE_DAY
        day = calendar.day(on)
        if any(stopped < on <= resumed for stopped, resumed in spans):
            yield _paused(on, facts)
        elif on > facts.last_on:
            yield _rolled(facts) if on == facts.on else _skipped(day, calendar)
        elif on > counted:
            yield Step("added", on, on, citation=calendar.citation("least-working-days", on))
        elif counts_all:
            number += 1
            yield Step("counted", on, on, number, number)
        elif not day.is_working:
            yield _skipped(day, calendar)
        elif has_part and number >= facts.limit.whole:
            end_at = facts.at if on == facts.on else calendar.closing(on)
            yield Step("part-day", on, on, start_at=calendar.opening(on), end_at=end_at)
        else:
            number += 1
            code = "make-up" if day.kind is DayKind.MAKE_UP else "counted"
            name = day.name if code == "make-up" else None
            yield Step(code, on, on, number, number, name, day.citation if name else "")
    if (
        facts.limit.roll is not Roll.NONE
        and not facts.limit.rolls
        and counts_all
        and not calendar.day(facts.on).is_working
    ):
        yield Step("stays", facts.on, facts.on, citation=calendar.citation("roll-up-to", facts.on))
    if facts.on < facts.last_on:
        name = calendar.day(facts.last_on).name
        yield Step("rolled-back", facts.on, facts.last_on, name=name)


def _paused(on: date, facts: Ending[L]) -> Step:
    """State that the clock stood still on *on*, and why, where that is known."""
    for pause in facts.pauses:
        spans = counting.day_pauses((pause,), facts.calendar, facts.limit.pause_days)
        if any(stopped < on <= resumed for stopped, resumed in spans):
            law = dated(pause.basis, counting.day_of(pause.start, facts.calendar))
            return Step("paused", on, on, name=reason_text(pause.reason), citation=law)
    return Step("paused", on, on)


def _rolled(facts: Ending[L]) -> Step:
    """Name why the last counted day could not stand."""
    calendar = facts.calendar
    last = calendar.day(facts.last_on)
    rest = Message("limits.weekly-rest") if last.kind is DayKind.REST else None
    name = last.name or rest
    return Step(
        "rolled", facts.on, facts.on, name=name, citation=calendar.citation("roll", facts.on)
    )


def _skipped(day: Day, calendar: OfficeCalendar) -> Step:
    if day.kind is DayKind.HOLIDAY:
        citation = day.citation or calendar.citation("holiday", day.on)
        return Step("holiday", day.on, day.on, name=day.name, citation=citation)
    citation = calendar.citation("weekly-rest", day.on)
    return Step("rest", day.on, day.on, name=day.name, citation=citation)


def _worked_steps(facts: Ending[L]) -> Iterator[Step]:
    """Walk the office time from the receipt to the end, a step a day."""
    calendar = facts.calendar
    start = utc(facts.receipt.at or calendar.end_of(facts.receipt.on))
    end = utc(facts.at)
    spans = counting.instant_pauses(facts.pauses, calendar, rule=None)
    total = timedelta()
    on = facts.receipt.on
    while on <= facts.on:
        first = max(start, utc(calendar.start_of(on)))
        last = min(end, utc(calendar.end_of(on)))
        used, begins, ends = _used(first, last, spans, calendar)
        day = calendar.day(on)
        if used:
            total += used
            name = day.name if day.kind is DayKind.MAKE_UP else None
            yield Step(
                "worked",
                on,
                on,
                name=name,
                citation=day.citation if name else "",
                start_at=begins.astimezone(calendar.zone),
                end_at=ends.astimezone(calendar.zone),
                total=total,
            )
        elif on > facts.receipt.on:
            yield _skipped(day, calendar) if not day.is_working else _paused(on, facts)
        on += _ONE_DAY


def _used(
    first: datetime,
    last: datetime,
    spans: Sequence[counting.InstantSpan],
    calendar: OfficeCalendar,
) -> tuple[timedelta, datetime, datetime]:
    """Return the office time used within one day outside the pauses, and its first and last end."""
    used = timedelta()
    begins, ends = last, first
    cursor = first
    for stopped, resumed in [*spans, (last, last)]:
        if resumed <= cursor and stopped < last:
            continue
        piece_end = min(max(stopped, cursor), last)
        work = calendar.working_time(cursor, piece_end) if piece_end > cursor else timedelta()
        if work:
            opens = utc(calendar.add_working_time(cursor, timedelta(microseconds=1)))
            begins = min(begins, opens - timedelta(microseconds=1))
            ends = max(ends, utc(calendar.add_working_time(cursor, work)))
            used += work
        cursor = max(cursor, resumed)
        if cursor >= last:
            break
    return used, begins, ends


def _elapsed_steps(facts: Ending[L]) -> Iterator[Step]:
    calendar = facts.calendar
    cursor = utc(facts.receipt.at or calendar.end_of(facts.receipt.on))
    end = utc(facts.at)
    total = timedelta()
    for stopped, resumed in counting.instant_pauses(facts.pauses, calendar, rule=None):
        if stopped >= end or resumed <= cursor:
            continue
        until = max(stopped, cursor)
        total += until - cursor
        yield _elapsed(cursor, until, total, calendar)
        cursor = resumed
    total += end - cursor
    yield _elapsed(cursor, end, total, calendar)


def _elapsed(start: datetime, end: datetime, total: timedelta, calendar: OfficeCalendar) -> Step:
    first, last = calendar.local_date(start), calendar.local_date(end)
    zone = calendar.zone
    start, end = start.astimezone(zone), end.astimezone(zone)
    return Step("elapsed", first, last, start_at=start, end_at=end, total=total)


def _merged(steps: Iterator[Step]) -> Iterator[Step]:
    """Join neighbouring days with the same explanation."""
    held: Step | None = None
    for step in steps:
        if held is not None and _JOIN.get(step.code, _never)(held, step):
            held = evolve(held, last_on=step.last_on, number_to=step.number_to)
            continue
        if held is not None:
            yield held
        held = step
    if held is not None:
        yield held


def _never(_held: Step, _step: Step) -> bool:
    return False


def _alike(held: Step, step: Step) -> bool:
    return (held.code, held.name, held.citation) == (step.code, step.name, step.citation)


_JOIN: dict[str, Callable[[Step, Step], bool]] = {
    "counted": _alike,
    "rest": _alike,
    "holiday": _alike,
    "paused": _alike,
    "added": _alike,
}
