"""Replay: every case of somebody else's log worked through the engine, and what came of it.

The engine judges, not this module: each event of the log is fired as the action its profile names,
and a refusal is reported with the engine's own reasons. How the report reads belongs to
`_replay_reports`.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import ActionRefusedError, CaseflowError
from caseflow.interchange._filings import LONGEST_NAME, Event, Filing, Log, gather
from caseflow.interchange._findings import Finding, finding, shown
from caseflow.interchange._moments import Moment, MomentReader
from caseflow.interchange._profiles import Profile
from caseflow.interchange._replay_reports import ActivityCount, ReplayReport
from caseflow.interchange._spans import Spans
from caseflow.interchange._standings import LogDates, Standings, failed
from caseflow.keys import ReservedKey
from caseflow.limits import TimeLimit
from caseflow.procedures import Catalogue
from caseflow.stores import SchemaError, StoreUnavailableError
from caseflow.texts import Written
from caseflow.values import Actor, utc
from caseflow.workflow import Refusal

__all__ = ["Progress", "jurisdiction_of", "replay_log"]

#: Told the stage ("read" in bytes, "work" in cases), how much is done, and of how much.
Progress = Callable[[str, int, int], object]


@typed
def jurisdiction_of(profile: Profile) -> Jurisdiction:
    """Return what the cases of a log are worked by."""
    return Jurisdiction(
        name=profile.name,
        calendar=profile.calendar,
        catalogue=Catalogue((profile.procedure,)),
        workflows=(profile.workflow,),
    )


@typed
def replay_log(
    path: str | Path,
    profile: Profile,
    *,
    compare: str | None = None,
    keep: Callable[[Case], object] | None = None,
    dated: Callable[[Case, LogDates | None], object] | None = None,
    progress: Progress | None = None,
) -> ReplayReport:
    """Replay the log at *path* as *profile* reads it, and report.

    A row or a case that cannot be used is reported with its line and a stable code, and never
    stops the others. Events of a case are worked in the order of their instants.
    Costs one pass over the file; memory is one small tuple per event.

    Args:
        path: a CSV or JSON-lines file.
        profile: what the log's columns and activities mean.
        compare: the column whose civil date is compared with each due date; None takes the
            profile's deadline column, if it has one.
        keep: handed each case when it is worked; the keys of its records follow from the log. A
            case that it refuses is reported.
        dated: handed each case when it is worked, with the dates that the log judges it by; None
            where the engine judges it.
        progress: told how far the work has come.

    Raises:
        LogFileError: the file as a whole cannot be read, or lacks a column.
    """
    path = Path(path)
    column = compare if compare is not None else profile.columns.deadline
    size = path.stat().st_size if progress and path.is_file() else 0

    def read_so_far(done: int) -> None:
        if progress:
            progress("read", min(done, size), size)

    log = gather(path, profile, [column] if column else [], read_so_far)
    worker = _Worker(log, profile, column, keep, dated)
    for number, filing in enumerate(log.filings.values(), start=1):
        worker.work(filing)
        if progress and (number % 100 == 0 or number == len(log.filings)):
            progress("work", number, len(log.filings))
    return worker.report(path.name)


class _Worker:
    """Works one filing after the other and counts."""

    def __init__(
        self,
        log: Log,
        profile: Profile,
        column: str,
        keep: Callable[[Case], object] | None,
        dated: Callable[[Case, LogDates | None], object] | None,
    ) -> None:
        self._log = log
        self._keep = keep
        self._dated = dated
        self._profile = profile
        self._spans = Spans(profile, log.columns, self._note)
        self._moments = MomentReader(profile.zone, profile.pattern, profile.naive)
        self._engine = Engine(jurisdiction_of(profile))
        self._actors: dict[str, Actor] = {}
        self._opened = 0
        self._fitting = 0
        self._worked: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._standings = Standings(profile, self._engine, self._spans, column, self._note)

    def work(self, filing: Filing) -> None:
        """Open the case, work its events, close it, compare its date and judge it.

        Whatever is wrong with one case is noted, and the next one is worked.
        """
        filing.events.sort()
        case = self._opened_case(filing)
        if case is None:
            self._left_out.update(event.activity for event in filing.events)
        else:
            self._opened += 1
            self._worked_case(filing, case)
            self._fitting += filing.is_whole
        filing.events.clear()

    def _worked_case(self, filing: Filing, case: Case) -> None:
        opened_at = case.opened_at
        end = self._spans.end(filing, opened_at)
        for event in self._in_time(filing, opened_at, end):
            case = self._worked_event(filing, case, event)
        ended_at = None if end is None else self._ended_at(filing, end, case)
        if ended_at is not None and self._profile.closing:
            case, _ = self._fired(
                filing, case, self._profile.closing, ended_at, key=ReservedKey("log:end")
            )
        self._standings.count(filing, case, end, ended_at)
        self._kept(filing, case, end)

    def _kept(self, filing: Filing, case: Case, end: Moment | None) -> None:
        """Hand the worked case over; what is wrong with it alone is noted."""
        try:
            if self._keep:
                self._keep(case)
            if self._dated:
                self._dated(case, self._standings.said(filing, case, end))
        except (SchemaError, StoreUnavailableError):
            raise
        except CaseflowError as error:
            self._note_error(filing, filing.line, "keep", error)

    # ── its events ──────────────────────────────────────────────────────────────────────────

    def _opened_case(self, filing: Filing) -> Case | None:
        """Open the case at its start, through its channel; None, and why, if it cannot be."""
        profile = self._profile
        said = self._spans.said(filing, profile.columns.channel)
        channel = profile.channels.get(said) if said else profile.channel
        if channel is None:
            found = finding(
                "unknown-channel",
                filing.line,
                case=filing.id,
                about=said[:LONGEST_NAME],
                value=shown(said),
                allowed=", ".join(profile.channels) or "none",
            )
            self._note(filing, found)
            reason = found.code
        else:
            try:
                start = self._spans.start(filing)
                if start is None:
                    self._note_unopened(filing, "no-start")
                    return None
                case = self._engine.open(
                    profile.procedure.code,
                    channel=channel,
                    result_by=channel,
                    at=start,
                    case_id=filing.id,
                    by=self._actor(""),
                    key=ReservedKey("log:open"),
                )
            except CaseflowError as error:
                self._note_error(filing, filing.line, "open", error)
                reason = error.code
            else:
                if profile.opening:
                    case, _ = self._fired(
                        filing, case, profile.opening, start, key=ReservedKey("log:start")
                    )
                return case
        self._note_unopened(filing, reason)
        return None

    def _note_unopened(self, filing: Filing, reason: str) -> None:
        found = finding(
            "case-not-opened",
            filing.line,
            case=filing.id,
            about=reason,
            reason=reason,
            events=len(filing.events),
        )
        self._note(filing, found)

    def _in_time(self, filing: Filing, opened_at: datetime, end: Moment | None) -> Iterator[Event]:
        """Yield the events between start and end; note the others, the doubled and the tied."""
        lines: dict[str, int] = {}
        last: Event | None = None
        for event in filing.events:
            found = self._spans.outside(filing, event, opened_at, end)
            first = lines.setdefault(event.key, event.line) if event.key else event.line
            if found is None and first != event.line:
                found = finding(
                    "event-repeated",
                    event.line,
                    case=filing.id,
                    about=event.activity,
                    value=shown(event.key),
                    first=first,
                )
            if found is not None:
                self._left_out[event.activity] += 1
                self._note(filing, found)
                continue
            if last is not None and last.at == event.at:
                tie = finding(
                    "instants-equal",
                    event.line,
                    case=filing.id,
                    about=event.activity,
                    first=last.line,
                )
                self._note(filing, tie)
            last = event
            yield event

    def _worked_event(self, filing: Filing, case: Case, event: Event) -> Case:
        action = self._profile.activities[event.activity]
        key = event.key or ReservedKey(f"log:line:{event.line}")
        case, is_worked = self._fired(filing, case, action, event.at, event, key=key)
        (self._worked if is_worked else self._refused)[event.activity] += 1
        return case

    def _fired(
        self,
        filing: Filing,
        case: Case,
        action: str,
        at: datetime,
        event: Event | None = None,
        *,
        key: str,
    ) -> tuple[Case, bool]:
        """Fire *action*; on a refusal note every reason and give the case back unchanged."""
        line = event.line if event else filing.line
        try:
            actor = self._actor(event.resource if event else "")
            named = self._profile.workflow.action(action)
            payload = self._payload(filing, action, event)
            return self._engine.fire(case, named, payload, by=actor, at=at, key=key), True
        except ActionRefusedError as error:
            for refusal in error.refusals:
                if isinstance(refusal, Refusal):
                    text = Written(Refusal.text, refusal)
                    self._note(filing, Finding(refusal.code, line, filing.id, action, False, text))
        except CaseflowError as error:
            self._note_error(filing, line, action, error)
        return case, False

    def _payload(self, filing: Filing, action: str, event: Event | None) -> object:
        """Return what *action* takes, as the profile puts it together; None if it says nothing."""
        payload = self._profile.payloads.get(action)
        if payload is None:
            return None
        columns = self._profile.payload_columns
        said = dict(zip(columns, event.said, strict=True)) if event else {}
        line = event.line if event else filing.line
        return payload.make(self._profile.codec, said, self._moments, line, filing.id)

    def _ended_at(self, filing: Filing, end: Moment, case: Case) -> datetime | None:
        """Return the instant that closes the case; an end that is only a day comes last on it.

        None, with a note, for a day that the calendar does not know.
        """
        if isinstance(end, datetime):
            return end
        try:
            return max(self._profile.calendar.start_of(end), case.last_at, key=utc)
        except CaseflowError as error:
            self._note_error(filing, filing.line, self._profile.columns.end, error)
            return None

    def _actor(self, resource: str) -> Actor:
        actor = self._actors.get(resource)
        if actor is None:
            actor = Actor(resource or self._profile.name, roles=self._profile.roles)
            self._actors[resource] = actor
        return actor

    # ── what came of it all ─────────────────────────────────────────────────────────────────

    def _note(self, filing: Filing, found: Finding) -> None:
        filing.is_whole = filing.is_whole and found.is_used
        self._log.findings.add(found)

    def _note_error(self, filing: Filing, line: int, about: str, error: CaseflowError) -> None:
        self._note(filing, failed(filing, line, about, error))

    def report(self, name: str) -> ReplayReport:
        """Put together what was counted; *name* is what the report calls the log."""
        profile, log, found = self._profile, self._log, self._standings
        procedure = profile.procedure
        limits = tuple(dict.fromkeys(rule.limit for rule in procedure.limits))
        return ReplayReport(
            log=name,
            profile=profile.name,
            procedure=f"{procedure.code}@{procedure.version}",
            title=profile.title,
            limit=Written(_limits_text, limits),
            calendar=profile.calendar.version,
            zone=profile.zone.key,
            rows=log.rows,
            unreadable=log.unreadable,
            cases=len(log.filings),
            opened=self._opened,
            fitting=self._fitting,
            finished=found.finished,
            open=found.open,
            paused=found.paused,
            undecided=found.undecided_by_state(),
            events=log.events,
            worked=self._worked.total(),
            refused=self._refused.total(),
            left_out=self._left_out.total() + log.unknown,
            activities=tuple(
                ActivityCount(
                    activity,
                    action,
                    self._worked[activity],
                    self._refused[activity],
                    self._left_out[activity],
                )
                for activity, action in profile.activities.items()
            ),
            findings=log.findings.groups(),
            comparison=found.comparison(),
            judgement=profile.judgement,
            overall=found.scores.overall(),
            by_channel=found.scores.by_channel(),
        )


def _limits_text(limits: tuple[TimeLimit, ...], language: str) -> str:
    return "; ".join(limit.text(language) for limit in limits)
