"""How worked cases stand at the end of their log: finished or not, due when, in time or not.

Working the events belongs to `_replays`, and how the counts read to `_replay_reports`.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from attrs import evolve

from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.errors import CaseflowError, TextInvalidError
from caseflow.interchange._filings import Filing
from caseflow.interchange._findings import Finding, finding, text_problem
from caseflow.interchange._moments import Moment
from caseflow.interchange._profiles import Basis, Decision, Measure, Profile
from caseflow.interchange._replay_reports import Comparison
from caseflow.interchange._scores import Scores
from caseflow.interchange._spans import Spans, length
from caseflow.ledgers import ClockLedger, ClockState
from caseflow.limits import Due, TimeLimit
from caseflow.targets import Timeliness, early_share, judge
from caseflow.texts import Text
from caseflow.workflow import State

__all__ = ["LogDates", "Standings", "failed"]


class LogDates(NamedTuple):
    """Say when a filing started, was due and was decided, as its log has it; None is not said.

    All are instants or all are civil days, as the profile compares them.
    """

    start: Moment | None = None
    deadline: Moment | None = None
    decided: Moment | None = None


class Standings:
    """Count how cases stand, handing every fault to *note*.

    `finished`, `open` and `paused` are counts of cases; `scores` are those of the judged ones.
    """

    def __init__(
        self,
        profile: Profile,
        engine: Engine,
        spans: Spans,
        column: str,
        note: Callable[[Filing, Finding], object],
    ) -> None:
        self._profile = profile
        self._engine = engine
        self._spans = spans
        self._column = column
        self._note = note
        self.finished = self.open = self.paused = 0
        self.scores = Scores(profile.judgement.shares)
        self._undecided: Counter[str] = Counter()
        self._days: Counter[int] = Counter()
        self._missing = self._extended = 0

    def count(
        self, filing: Filing, case: Case, end: Moment | None, ended_at: datetime | None
    ) -> None:
        """Count one case: *end* is that of the log, *ended_at* the instant taken for it."""
        ledger = case.clock(self._profile.clock)
        self._stood(filing, case, end)
        self._judged(filing, case, end, ended_at)
        if self._column:
            self._compare(filing, ledger, self._due(filing, ledger))

    def said(self, filing: Filing, case: Case, end: Moment | None) -> LogDates | None:
        """Return the dates by which the log judges the case; None where the engine judges it.

        Ask after `count`, which notes what is wrong in them.
        """
        judgement, columns = self._profile.judgement, self._profile.columns
        if judgement.against is not Basis.LOG:
            return None
        decided = end if judgement.decision is Decision.END else case.decided_at
        times = None
        if decided is not None and self._spans.moment(filing, columns.deadline) is not None:
            times = self._spans.judged(filing, case.opened_at, decided, noted=True)
        if times is not None:
            return LogDates(*times)
        start = (self._spans.moment(filing, columns.start) if columns.start else None) or (
            case.opened_at
        )
        deadline = None
        if decided is None and columns.deadline:
            deadline = self._spans.moment(filing, columns.deadline)
        moments = (start, deadline, decided)
        if judgement.by is Measure.DAY:
            return LogDates(
                *(None if each is None else self._spans.day_of(each) for each in moments)
            )
        return LogDates(*(each if isinstance(each, datetime) else None for each in moments))

    def undecided_by_state(self) -> tuple[tuple[State, int], ...]:
        """Return the ended cases without a decision, counted by the state they are in."""
        state = self._profile.workflow.state
        return tuple((state(name), count) for name, count in self._undecided.most_common())

    def comparison(self) -> Comparison | None:
        """Return the due dates compared with a column of the log; None if none was."""
        if not self._column:
            return None
        equal = self._days[0]
        return Comparison(
            column=self._column,
            equal=equal,
            differ=self._days.total() - equal,
            missing=self._missing,
            extended=self._extended if self._profile.procedure.extension else None,
            days=tuple(sorted(self._days.items())),
        )

    def _stood(self, filing: Filing, case: Case, end: Moment | None) -> None:
        is_final = self._profile.workflow.state(case.state).is_final
        is_paused = case.clock_state(self._profile.clock) is ClockState.PAUSED
        by_log = self._profile.judgement.decision is Decision.END
        self.finished += end is not None if by_log else is_final
        self.open += not is_final
        self.paused += is_paused and not is_final
        if case.decision is not None:
            return
        is_unfinished = not is_final and end is not None and (is_paused or not by_log)
        if is_unfinished:
            self._note(filing, self._ended_undecided(filing, case, is_paused=is_paused))
        if is_final or is_unfinished:
            self._undecided[case.state] += 1

    def _ended_undecided(self, filing: Filing, case: Case, *, is_paused: bool) -> Finding:
        label = self._profile.workflow.state(case.state).labels
        return finding(
            "ended-paused" if is_paused else "ended-undecided",
            filing.line,
            case=filing.id,
            about=case.state,
            clock=self._profile.clock,
            state=label,
        )

    def _compare(self, filing: Filing, ledger: ClockLedger | None, due: Due | None) -> None:
        said = self._spans.moment(filing, self._column)
        if said is None or ledger is None or due is None:
            self._missing += 1
            return
        on = self._spans.day_of(said)
        self._days[(on - due.on).days] += 1
        extension = self._profile.procedure.extension
        if on != due.on and extension is not None:
            longer = self._extended_due(ledger, extension.limit)
            self._extended += longer is not None and longer.on == on

    def _extended_due(self, ledger: ClockLedger, extra: TimeLimit) -> Due | None:
        """Return the date of the limit extended once, also of a clock that stopped since."""
        try:
            running = _unstopped(ledger)
            return running.extend(extra, at=running.marks[-1].at).due(self._profile.calendar)
        except CaseflowError:
            return None  # no such date, so it is not the one in the log

    def _due(self, filing: Filing, ledger: ClockLedger | None) -> Due | None:
        """Return the due date; None while there is none, or, with a note, beyond the calendar."""
        if ledger is None:
            return None
        try:
            return ledger.due(self._profile.calendar)
        except CaseflowError as error:
            self._note(filing, failed(filing, filing.line, self._profile.clock, error))
            return None

    def _judged(
        self, filing: Filing, case: Case, end: Moment | None, ended_at: datetime | None
    ) -> None:
        """Count the case by how its decision stands to the date it is judged by."""
        profile = self._profile
        channel = self._spans.said(filing, profile.columns.channel) or profile.channel.value
        try:
            found = self._by_log(filing, case, end) or self._computed(case, ended_at)
        except CaseflowError as error:
            self._note(filing, failed(filing, filing.line, profile.clock, error))
            return
        if found is not None:
            self.scores.add(channel, *found)

    def _by_log(
        self, filing: Filing, case: Case, end: Moment | None
    ) -> tuple[Timeliness, Fraction] | None:
        """Judge against the log's own deadline; None if that is not asked for, or not said."""
        judgement = self._profile.judgement
        if judgement.against is not Basis.LOG:
            return None
        decided = end if judgement.decision is Decision.END else case.decided_at
        times = decided and self._spans.judged(filing, case.opened_at, decided)
        if not times:
            return None
        start, deadline, decided = times
        left, term = length(decided, deadline), length(start, deadline)
        return _verdict(left), Fraction(left, term)

    def _computed(
        self, case: Case, ended_at: datetime | None
    ) -> tuple[Timeliness, Fraction] | None:
        """Judge against the date of the clock; None if that is not asked for, or undecided."""
        profile = self._profile
        if profile.judgement.against is not Basis.COMPUTED:
            return None
        if profile.judgement.decision is Decision.WORKFLOW:
            outcome = self._engine.timeliness(case, profile.clock)
            if outcome is None:
                return None
            return outcome.timeliness, outcome.early_share
        ledger = case.clock(profile.clock)
        if ledger is None or ended_at is None:
            return None
        # The end of the log is the decision, so an earlier stop of the clock does not count.
        ledger = _unstopped(ledger)
        due = ledger.due(profile.calendar)
        if due is None:
            return None
        return judge(ended_at, due), early_share(ledger, profile.calendar, ended_at)


def _verdict(left: int) -> Timeliness:
    """Return how a decision stands that left so much of its term."""
    if left < 0:
        return Timeliness.LATE
    return Timeliness.EARLY if left else Timeliness.ON_TIME


def failed(filing: Filing, line: int, about: str, error: CaseflowError) -> Finding:
    """Return the finding that says which *error* of the engine a case met."""
    text = Text(en=str(error))
    if isinstance(error, TextInvalidError):
        text = text_problem(error)
    return Finding(error.code, line, filing.id, about, False, text)


def _unstopped(ledger: ClockLedger) -> ClockLedger:
    """Return *ledger* as it was before it stopped."""
    if ledger.state is not ClockState.STOPPED:
        return ledger
    return evolve(ledger, marks=ledger.marks[:-1])
