"""How a date came about, short enough for a slip: what is not counted and why, and where it ends.

The whole count, day by day and with the version of the calendar, is what `Deadline.explain` gives;
a paper for the applicant names no version.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from caseflow._date_texts import day_text
from caseflow.calendars import OfficeCalendar
from caseflow.engine import Deadline
from caseflow.law import cited
from caseflow.limits import Due, Step, weekday_text, when_text
from caseflow.limits._wording import step_text
from caseflow.messages import languages
from caseflow.office.papers.values import Reckoning
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["reckoning"]

_LIKE = Message("papers.like")

#: Steps that are said in full; the days between them are summed up.
_WHOLE = frozenset(
    {"restart", "cut-off", "event-day", "receipt-day", "paused", "rolled", "rolled-back"}
)

_ROLLS = frozenset({"rolled", "rolled-back"})


def reckoning(
    title: Text, ends: Text, deadline: Deadline, *, above: Deadline | None = None
) -> Reckoning:
    """Return how the date of *deadline* came about, under *title*; *ends* says what ends then.

    What was said for *above*, a longer limit from the same instant, is not said again.
    A limit in days ends with its day and no hour is named: the paper itself says by which hour the
    office gives the result out. Cost: O(days covered).
    """
    codes = languages()
    lines = zip(*(tuple(_lines(ends, deadline, each, above)) for each in codes), strict=True)
    return Reckoning(title, tuple(Text(dict(zip(codes, line, strict=True))) for line in lines))


def _lines(ends: Text, deadline: Deadline, language: str, above: Deadline | None) -> Iterator[str]:
    counted, due = deadline.counted, deadline.due
    if counted is None or due is None:
        yield deadline.explain(language)
        return
    explanation = counted.explain(language)
    yield explanation.limit
    steps = explanation.steps
    if above is not None and above.counted is not None:
        said = above.counted.explain(language).steps
        yield _LIKE.in_(language)
        steps = tuple(step for step in steps if step.code in _ROLLS and step not in said)
    yield from _sum_of_steps(steps, language, counted.calendar)
    if deadline.note is not None:
        yield deadline.note.in_(language)
    yield f"{ends.in_(language)}: {_end(due, language)}"


def _end(due: Due, language: str) -> str:
    is_within_day = due.calendar.local_date(due.at) == due.on
    if due.is_instant or is_within_day:
        return when_text(due.at, language, due.calendar)
    return weekday_text(due.on, language)


def _sum_of_steps(steps: Sequence[Step], language: str, calendar: OfficeCalendar) -> Iterator[str]:
    """Say the steps in the order of their days, the days off of one kind together."""
    already: set[str] = set()
    for step in steps:
        if step.code in _WHOLE:
            yield step_text(step, language, calendar)
        elif step.code in _SUMMED and step.code not in already:
            already.add(step.code)
            yield _SUMMED[step.code]([each for each in steps if each.code == step.code], language)


def _rest(steps: Sequence[Step], language: str) -> str:
    days = sum((step.last_on - step.first_on).days + 1 for step in steps)
    one, several = Message("papers.rest-day", days=days), Message("papers.rest-days", days=days)
    said = (one if days == 1 else several).in_(language)
    return said + _bases(steps, language)


def _holidays(steps: Sequence[Step], language: str) -> str:
    said = Message("papers.days-off-not-counted").in_(language)
    return f"{said}: {', '.join(_named_days(steps, language))}"


def _make_ups(steps: Sequence[Step], language: str) -> str:
    said = Message("papers.make-up-working-days-counted").in_(language)
    return f"{said}: {', '.join(_named_days(steps, language, with_name=False))}"


def _named_days(steps: Sequence[Step], language: str, *, with_name: bool = True) -> Iterator[str]:
    """Write days, those that follow one another as a span with its first and last name."""
    for span in _spans(steps):
        shown = _span(span[0].first_on, span[-1].last_on, language)
        names = dict.fromkeys(
            step.name.in_(language) for step in (span[0], span[-1]) if step.name is not None
        )
        yield f"{shown} ({' – '.join(names)})" if names and with_name else shown


def _spans(steps: Sequence[Step]) -> Iterator[list[Step]]:
    held: list[Step] = []
    for step in steps:
        if held and step.first_on.toordinal() > held[-1].last_on.toordinal() + 1:
            yield held
            held = []
        held.append(step)
    if held:
        yield held


def _span(first: date, last: date, language: str) -> str:
    shown = day_text(first, language)
    return shown if first == last else f"{shown} – {day_text(last, language)}"


def _bases(steps: Sequence[Step], language: str) -> str:
    """Return each legal basis of *steps*, once, in brackets."""
    found = dict.fromkeys(cited(step.citation, step.first_on, language) for step in steps)
    bases = [each for each in found if each]
    return f" [{'; '.join(bases)}]" if bases else ""


_SUMMED = {"rest": _rest, "holiday": _holidays, "make-up": _make_ups}
