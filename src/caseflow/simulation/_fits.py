"""An office and its demand fitted to a log of work, with what was assumed.

What a log of work is, is for `caseflow.interchange`; what is odd in it for `_fit_logs`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from caseflow._typed import short, typed
from caseflow.calendars import OfficeCalendar
from caseflow.errors import LogFileError, ValueInvalidError
from caseflow.interchange import WorkItem, WorkLog
from caseflow.simulation._demands import Course, Demand, StageTime, Topic
from caseflow.simulation._distributions import Distribution
from caseflow.simulation._fit_logs import (
    FitReport,
    Span,
    batch_clicks,
    outliers,
    overlapping,
    spans_of,
    worked_times,
)
from caseflow.simulation._offices import Clerk, Office, Pool, Roster
from caseflow.texts import Message, Text
from caseflow.values import Channel
from caseflow.workflow import Workflow

__all__ = ["DemandFit", "OfficeFit", "fit_demand", "fit_office"]

_SLOTS, _SLOT = 48, 30
_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
#: A state counts as one that a clerk works in from this part of the clerk's work on.
_LEAST_PART = Fraction(1, 10)
#: A half hour is on duty if the clerk began or ended work in it in this part of the days seen.
_LEAST_SHARE = Fraction(1, 10)
#: So many times of a state are kept; more are averaged in groups, which keeps the mean.
_MOST_TIMES = 500
_CHANNELS = {channel.value: channel for channel in Channel}


@short
@frozen
class OfficeFit:
    """Hold an office as a log shows it, and what that rests on."""

    office: Office
    report: FitReport


@short
@frozen
class DemandFit:
    """Hold the demand on an office as a log shows it, and what that rests on."""

    demand: Demand
    report: FitReport


@typed
def fit_office(
    log: WorkLog,
    workflow: Workflow,
    calendar: OfficeCalendar,
    *,
    stages: Mapping[str, str] | None = None,
) -> OfficeFit:
    """Return who works on what and when, as *log* shows it.

    A clerk is on duty in each half hour of the week in which the clerk began or ended work in at
    least a tenth of the weeks seen, and in a single one between two such. Clerks who work in the
    same states stand in one pool; a pool holds the roles that these states need.

    Args:
        log: start and end of each piece of work.
        workflow: names the states and roles.
        calendar: the days that are worked, and the zone.
        stages: the state that each activity stands for; an activity that is not named stands for
            the state of its name.

    Raises:
        LogFileError: work has one instant only, or no clerk, or no activity stands for a state.
        UnknownNameError: a state is not known.
        ValueInvalidError: the log reaches beyond the calendar.

    Cost: some 20 microseconds a piece of work.
    """
    spans, unknown = spans_of(log, workflow, stages or {}, calendar)
    work = [span for span in spans if span.item.clerk]
    if not work:
        problem = "says nowhere who worked; name the column of the clerk"
        raise LogFileError(log.source or "log", problem)
    clicks, _ = batch_clicks(work)
    by_clerk: dict[str, list[Span]] = defaultdict(list)
    for span in work:
        by_clerk[span.item.clerk].append(span)
    clerks = {
        name: Clerk(name, _roster(f"{calendar.id}-{name}", found, calendar))
        for name, found in sorted(by_clerk.items())
    }
    pools = _pools(by_clerk, clerks, workflow)
    report = FitReport(
        len(log.items),
        len(work),
        tuple(unknown.most_common()),
        _unseen(workflow, work),
        batch_clicks=clicks,
        overlapping=overlapping(work),
        assumptions=(
            Message("fits.duty").filled(share=str(_LEAST_SHARE)),
            Message("fits.pools").filled(part=str(_LEAST_PART)),
            Message("fits.order").filled(),
        ),
    )
    return OfficeFit(Office(calendar, pools), report)


def _unseen(workflow: Workflow, spans: Iterable[Span]) -> tuple[str, ...]:
    seen = {span.state for span in spans}
    return tuple(
        state.name
        for state in workflow.states
        if not state.is_final and not state.waits_for and state.name not in seen
    )


def _roster(name: str, spans: Iterable[Span], calendar: OfficeCalendar) -> Roster:
    """Return the half hours of a week in which somebody is on duty, as a roster."""
    found: dict[tuple[int, int], set[date]] = defaultdict(set)
    seen: dict[int, set[date]] = defaultdict(set)
    for span in spans:
        # An end on the stroke belongs to the half hour before.
        for at in (span.started_at, span.ended_at - _MICROSECOND):
            local = at.astimezone(calendar.zone)
            slot = (local.hour * 60 + local.minute) // _SLOT
            found[local.weekday(), slot].add(local.date())
            seen[local.weekday()].add(local.date())
    week = tuple(
        _sessions(
            {
                slot
                for slot in range(_SLOTS)
                if found[day, slot] and len(found[day, slot]) >= len(seen[day]) * _LEAST_SHARE
            }
        )
        for day in range(7)
    )
    if not any(week):  # cannot be: each piece of work has a half hour, and a day is seen with it
        raise ValueInvalidError("roster", name, "work on some day")
    return Roster(calendar.override(name, week=week))


def _sessions(slots: set[int]) -> tuple[tuple[int, int], ...]:
    """Return half hours as sessions in minutes; one that lies alone between two is filled."""
    full = slots | {slot for slot in range(1, _SLOTS - 1) if {slot - 1, slot + 1} <= slots}
    sessions: list[tuple[int, int]] = []
    for slot in sorted(full):
        start = slot * _SLOT
        if sessions and sessions[-1][1] == start:
            sessions[-1] = (sessions[-1][0], start + _SLOT)
        else:
            sessions.append((start, start + _SLOT))
    return tuple(sessions)


def _pools(
    by_clerk: Mapping[str, Sequence[Span]], clerks: Mapping[str, Clerk], workflow: Workflow
) -> tuple[Pool, ...]:
    """Return pools of clerks who share states; a state is served by one pool."""
    main: dict[str, str] = {}
    group = {state.name: state.name for state in workflow.states}
    for name, spans in sorted(by_clerk.items()):
        counts = Counter(span.state for span in spans)
        shared = [
            state
            for state, n in counts.items()
            if n * _LEAST_PART.denominator >= len(spans) * _LEAST_PART.numerator
        ]
        main[name] = counts.most_common(1)[0][0]
        joined = {group[state] for state in shared}
        first = min(joined)
        group = {state: first if of in joined else of for state, of in group.items()}
    seen = {span.state for spans in by_clerk.values() for span in spans}
    pools: list[Pool] = []
    for of in dict.fromkeys(group[state.name] for state in workflow.states):
        members = tuple(clerks[name] for name, state in main.items() if group[state] == of)
        if not members:
            continue
        states = tuple(s.name for s in workflow.states if group[s.name] == of and s.name in seen)
        roles = {
            role for way in workflow.transitions if way.source in states for role in way.roles or ()
        }
        pools.append(Pool(" + ".join(states), members, frozenset(roles), states))
    return tuple(pools)


@typed
def fit_demand(
    log: WorkLog,
    workflow: Workflow,
    office: Office,
    *,
    stages: Mapping[str, str] | None = None,
    procedure: str = "",
    channels: Mapping[str, Channel] | None = None,
) -> DemandFit:
    """Return what came in and how long it took, as *log* shows it.

    Time off duty is taken out of work that began and ended on duty, by the rosters of *office*.
    Work whose end was clicked together with others says nothing of its length and is left out.

    Args:
        log: start and end of each piece of work.
        workflow: names the states and actions.
        office: who works when, as from `fit_office`.
        stages: the state that each activity stands for; an activity that is not named stands for
            the state of its name.
        procedure: what filings are for that the log says nothing of.
        channels: the channel that each name of the log stands for, besides the names themselves.

    Raises:
        LogFileError: work has one instant only, the log does not say what was filed for, or by
            which action filings leave a state.
        UnknownNameError: a state is not known.
        ValueInvalidError: the log reaches beyond the calendar, or no day of it is worked.
    """
    calendar = office.calendar
    spans, unknown = spans_of(log, workflow, stages or {}, calendar)
    clicks, clicked = batch_clicks(spans)
    timed = [span for place, span in enumerate(spans) if place not in clicked]
    first_on = min(span.started_at for span in spans).astimezone(calendar.zone).date()
    times = worked_times(timed, workflow, office, first_on)
    source = log.source or "log"
    arrivals = _arrivals(spans)
    assumptions: list[Text] = [Message("fits.times").filled(), Message("fits.poisson").filled()]
    if any(span.item.filed_at is None for span in spans):
        assumptions.append(Message("fits.filed").filled())
    profile = _profile(arrivals, calendar, {**_CHANNELS, **(channels or {})}, assumptions)
    demand = Demand(
        _rate(arrivals, calendar),
        _topics(arrivals, procedure, source),
        times=_stage_times(timed, times),
        courses=_courses(spans, workflow, source),
        online=profile.online,
        result_online=profile.result_online,
        hours=profile.hours,
        weekdays=profile.weekdays,
    )
    report = FitReport(
        len(log.items),
        len(timed),
        tuple(unknown.most_common()),
        _unseen(workflow, spans),
        outliers(timed, times),
        clicks,
        overlapping(timed),
        tuple(assumptions),
    )
    return DemandFit(demand, report)


@short
@frozen
class _Profile:
    online: Fraction
    result_online: Fraction
    hours: tuple[int, ...]
    weekdays: tuple[int, ...]


def _arrivals(spans: Sequence[Span]) -> list[tuple[datetime, WorkItem]]:
    """Return when each filing came in, with its first work."""
    first: dict[str, tuple[datetime, WorkItem]] = {}
    for span in spans:
        at = span.item.filed_at or span.started_at
        if span.item.case not in first or at < first[span.item.case][0]:
            first[span.item.case] = (at, span.item)
    return [*first.values()]


def _rate(arrivals: Sequence[tuple[datetime, WorkItem]], calendar: OfficeCalendar) -> Fraction:
    """Return the filings for each working day from the first one's day to the last one's."""
    days = sorted(at.astimezone(calendar.zone).date() for at, _ in arrivals)
    length = (days[-1] - days[0]).days + 1
    worked = sum(calendar.is_working_day(days[0] + _DAY * n) for n in range(length))
    if not worked:
        raise ValueInvalidError("log", f"{days[0]} to {days[-1]}", "a log with a working day")
    return Fraction(len(arrivals), worked)


def _topics(
    arrivals: Sequence[tuple[datetime, WorkItem]], procedure: str, source: str
) -> tuple[Topic, ...]:
    counts = Counter(item.procedure or procedure for _, item in arrivals)
    if "" in counts:
        raise LogFileError(
            source, f"{counts['']} filings name no procedure; give its column, or the procedure"
        )
    return tuple(Topic(code, number) for code, number in sorted(counts.items()))


def _profile(
    arrivals: Sequence[tuple[datetime, WorkItem]],
    calendar: OfficeCalendar,
    channels: Mapping[str, Channel],
    assumptions: list[Text],
) -> _Profile:
    """Return how filings come in; where no channel is known, the hours tell."""
    known = [
        (at, channels[item.channel], item) for at, item in arrivals if item.channel in channels
    ]
    if len(known) < len(arrivals):
        assumptions.append(Message("fits.channel").filled(number=len(arrivals) - len(known)))
        known = [(at, _guessed(at, calendar), item) for at, item in arrivals]
    online = [
        (at.astimezone(calendar.zone), item) for at, by, item in known if by is Channel.ONLINE
    ]
    if not online:
        return _Profile(Fraction(0), Fraction(1), (1,) * 24, (1,) * 7)
    hours = Counter(at.hour for at, _ in online)
    weekdays = Counter(at.weekday() for at, _ in online)
    results = [channels[item.result_by] for _, item in online if item.result_by in channels]
    gone = Fraction(results.count(Channel.ONLINE), len(results)) if results else Fraction(1)
    return _Profile(
        Fraction(len(online), len(known)),
        gone,
        tuple(hours[hour] for hour in range(24)),
        tuple(weekdays[day] for day in range(7)),
    )


def _guessed(at: datetime, calendar: OfficeCalendar) -> Channel:
    local = at.astimezone(calendar.zone)
    minute = local.hour * 60 + local.minute
    sessions = calendar.sessions_on(local.date())
    is_open = any(start <= minute < end for start, end in sessions)
    return Channel.COUNTER if is_open else Channel.ONLINE


def _stage_times(spans: Sequence[Span], times: Sequence[timedelta]) -> tuple[StageTime, ...]:
    found: dict[str, list[timedelta]] = defaultdict(list)
    for span, time in zip(spans, times, strict=True):
        found[span.state].append(time)
    return tuple(
        StageTime(state, Distribution.empirical(_thinned(each))) for state, each in found.items()
    )


def _thinned(times: list[timedelta]) -> list[timedelta]:
    """Return at most 500 times of the same mean: those of equal groups, from short to long."""
    times.sort()
    number = len(times)
    if number <= _MOST_TIMES:
        return times
    cuts = [place * number // _MOST_TIMES for place in range(_MOST_TIMES + 1)]
    return [sum(times[first:last], timedelta()) / (last - first) for first, last in pairwise(cuts)]


def _courses(spans: Sequence[Span], workflow: Workflow, source: str) -> tuple[Course, ...]:
    """Return by which actions filings leave each state that several lead out of."""
    by_case: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_case[span.item.case].append(span)
    final = {state.name for state in workflow.states if state.is_final}
    ways: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for way in workflow.transitions:
        if way.target != way.source:
            ways[way.source][way.action].add(way.target)
    counts: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for each in by_case.values():
        for place, span in enumerate(each):
            out = ways[span.state]
            if span.item.action:
                counts[span.state][tuple(span.item.action.split())] += 1
            elif len(out) > 1:
                ahead = {each[place + 1].state} if place + 1 < len(each) else final
                actions = [action for action, targets in out.items() if targets & ahead]
                if len(actions) != 1:
                    raise LogFileError(
                        source,
                        f"does not say by which of {', '.join(out)} filing {span.item.case} left "
                        f"{span.state}; name the column of the action",
                    )
                counts[span.state][actions[0],] += 1
    return tuple(
        Course(state, actions, Fraction(number, sum(found.values())))
        for state, found in counts.items()
        for actions, number in sorted(found.items())
    )
