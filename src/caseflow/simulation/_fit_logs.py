"""A log of work as fits take it: activities as states, spans as working time, and what is odd.

What an office or its demand is made of is in `_fits`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from attrs import frozen

from caseflow._typed import short
from caseflow.calendars import OfficeCalendar
from caseflow.errors import LogFileError, UnknownNameError, ValueInvalidError
from caseflow.interchange import WorkItem, WorkLog
from caseflow.simulation._offices import Office
from caseflow.simulation._tables import SessionTable, micros
from caseflow.texts import Text
from caseflow.workflow import Workflow

__all__ = [
    "BatchClick",
    "FitReport",
    "Outlier",
    "Span",
    "batch_clicks",
    "outliers",
    "overlapping",
    "spans_of",
    "worked_times",
]

_SECOND = timedelta(seconds=1)
_MICROSECOND = timedelta(microseconds=1)
#: So many ends of one clerk, each within a second of the one before, are one click on a list.
_BATCH = 3
#: Work that took so many times as long as the upper quartile is an outlier.
_FAR = 20


@short
@frozen
class Outlier:
    """Hold work that took far longer than the others in its state; *usual* is their median."""

    state: str
    case: str
    time: timedelta
    usual: timedelta


@short
@frozen
class BatchClick:
    """Say that a clerk ended so many pieces of work within a second of each other."""

    clerk: str
    at: datetime
    number: int


@short
@frozen
class FitReport:
    """Say what a fit rests on.

    Attributes:
        items: the pieces of work in the log.
        used: those that the fit used.
        unknown_activities: activities of the log that no state stands for, with their number.
        unseen_states: states in which somebody works and of which the log has no work.
        outliers: work that took far longer than the others; it is used all the same.
        batch_clicks: ends that were clicked together; they say nothing of how long work takes.
        overlapping: pieces of work that began while the same clerk had another in hand.
        assumptions: what was taken for granted.
    """

    items: int
    used: int
    unknown_activities: tuple[tuple[str, int], ...] = ()
    unseen_states: tuple[str, ...] = ()
    outliers: tuple[Outlier, ...] = ()
    batch_clicks: tuple[BatchClick, ...] = ()
    overlapping: int = 0
    assumptions: tuple[Text, ...] = ()


@short
@frozen
class Span:
    """Hold a piece of work with its state."""

    state: str
    item: WorkItem
    started_at: datetime

    @property
    def ended_at(self) -> datetime:
        """Return when it ended."""
        return self.item.ended_at


def spans_of(
    log: WorkLog, workflow: Workflow, stages: Mapping[str, str], calendar: OfficeCalendar
) -> tuple[list[Span], Counter[str]]:
    """Return the work whose activity stands for a state, and the number of each other activity.

    Raises:
        LogFileError: work has one instant only, or no activity stands for a state.
        UnknownNameError: *stages* names a state that there is not.
        ValueInvalidError: the log reaches beyond the calendar.
    """
    states = [state.name for state in workflow.states]
    for state in stages.values():
        if state not in states:
            raise UnknownNameError(state, states, "state")
    source = log.source or "log"
    spans: list[Span] = []
    unknown: Counter[str] = Counter()
    lacking = 0
    for item in log.items:
        state = stages.get(item.activity, item.activity)
        if state not in states:
            unknown[item.activity] += 1
        elif item.started_at is None:
            lacking += 1
        else:
            spans.append(Span(state, item, item.started_at))
    if lacking:
        raise LogFileError(
            source,
            f"{lacking} pieces of work have one instant, which says nothing of how long they took; "
            "name the column of the start, or ask service_bounds for bounds",
        )
    if not spans:
        shown = ", ".join(name for name, _ in unknown.most_common(5)) or "none"
        raise LogFileError(source, f"no activity stands for a state; activities are {shown}")
    first = min(span.started_at for span in spans).astimezone(calendar.zone).date()
    last = max(span.ended_at for span in spans).astimezone(calendar.zone).date()
    if first < calendar.first_on or last > calendar.last_on:
        allowed = f"a calendar that knows the days from {first} to {last}"
        raise ValueInvalidError("calendar", f"{calendar.first_on} to {calendar.last_on}", allowed)
    return spans, unknown


def batch_clicks(spans: Sequence[Span]) -> tuple[tuple[BatchClick, ...], set[int]]:
    """Return the clicks that ended several pieces of work, and the places of that work."""
    by_clerk: dict[str, list[int]] = defaultdict(list)
    for place, span in enumerate(spans):
        if span.item.clerk:
            by_clerk[span.item.clerk].append(place)
    clicks: list[BatchClick] = []
    taken: set[int] = set()
    for clerk, places in sorted(by_clerk.items()):
        places.sort(key=lambda place: spans[place].ended_at)
        for group in _together(spans, places):
            if len(group) >= _BATCH:
                clicks.append(BatchClick(clerk, spans[group[0]].ended_at, len(group)))
                taken.update(group)
    return tuple(clicks), taken


def _together(spans: Sequence[Span], places: Sequence[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for place in places:
        if group and spans[place].ended_at - spans[group[-1]].ended_at > _SECOND:
            yield group
            group = []
        group.append(place)
    yield group


def overlapping(spans: Sequence[Span]) -> int:
    """Return how many pieces of work began while the same clerk had another in hand."""
    busy: dict[str, datetime] = {}
    found = 0
    for span in sorted(spans, key=lambda each: each.started_at):
        clerk = span.item.clerk
        if clerk:
            found += clerk in busy and span.started_at < busy[clerk]
            busy[clerk] = max(span.ended_at, busy.get(clerk, span.ended_at))
    return found


def worked_times(
    spans: Sequence[Span], workflow: Workflow, office: Office, first_on: date
) -> list[timedelta]:
    """Return how long each piece of work took.

    Without what lies off duty, if it began and ended on duty; in clock time where somebody else is
    waited for.
    """
    rosters = {
        clerk.name: office.calendar if clerk.roster is None else clerk.roster.duty
        for pool in office.pools
        for clerk in pool.clerks
    }
    waiting = {state.name for state in workflow.states if state.waits_for}
    tables = {each: SessionTable(each, first_on) for each in {*rosters.values(), office.calendar}}
    found: list[timedelta] = []
    for span in spans:
        time = span.ended_at - span.started_at
        if not (span.state in waiting and not span.item.clerk):
            table = tables[rosters.get(span.item.clerk, office.calendar)]
            time = _MICROSECOND * _on_duty(table, micros(span.started_at), micros(span.ended_at))
        found.append(time)
    return found


def _on_duty(table: SessionTable, start: int, end: int) -> int:
    first, last = table.place(start), table.place(end - 1)
    if min(first, last) < 0 or start >= table.ends[first] or end > table.ends[last]:
        return end - start
    return table.worked(end) - table.worked(start)


def outliers(spans: Sequence[Span], times: Sequence[timedelta]) -> tuple[Outlier, ...]:
    """Return the work that took 20 times as long as three quarters of the work in its state."""
    by_state: dict[str, list[timedelta]] = defaultdict(list)
    for span, time in zip(spans, times, strict=True):
        by_state[span.state].append(time)
    usual: dict[str, tuple[timedelta, timedelta]] = {}
    for state, found in by_state.items():
        found.sort()
        usual[state] = found[len(found) // 2], found[len(found) * 3 // 4]
    return tuple(
        Outlier(span.state, span.item.case, time, usual[span.state][0])
        for span, time in zip(spans, times, strict=True)
        if time > usual[span.state][1] * _FAR > timedelta()
    )
