"""When a case is due: the legal date, the promised date, and how both came about.

Nothing is stored: every date follows from the records and the calendars of the case, and nothing is
worked out before it is asked for.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property, partial
from operator import attrgetter, itemgetter

from attrs import evolve, field, frozen

from caseflow._typed import LONGEST_BRIEF, short, typed
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case, ClockChange
from caseflow.engine._dates import rolled
from caseflow.engine._left_texts import left_text
from caseflow.engine._plans import PROMISED, Plan
from caseflow.engine._projecting import gone_on
from caseflow.engine._telling import corrections_of
from caseflow.errors import UnknownNameError
from caseflow.ledgers import ClockLedger, ClockState, Mark, MarkKind
from caseflow.limits import Due, TimeLimit, Unit, duration_text
from caseflow.procedures import Procedure
from caseflow.targets import Standing, earlier, ends_within_day, standing
from caseflow.texts import Message, Text
from caseflow.values import utc
from caseflow.workflow import ACKNOWLEDGEMENT, LEGAL, SUPPLEMENT

__all__ = ["Deadline", "Deadlines"]

_PROMISED = attrgetter("promised")
_REAPPOINTED = Message("engine.reappointed")
_UNSTARTED = Message("engine.unstarted")
_PAUSED = Message("engine.paused")
_ANEW = Message("engine.anew")
_STANDS = Message("engine.stands")


@short
@frozen
class Deadline:
    """Say when one clock is due and how it stands at *at*; a promise runs by the legal clock.

    *counted* is the date as the limit gives it; *due* is the one that counts, which differs when
    it rolled after a recomputation or was re-appointed, as *note* says. Both are None while the
    clock has not started or is paused.
    """

    clock: str
    at: datetime
    ledger: ClockLedger | None
    counted: Due | None
    due: Due | None
    note: Text | None
    _calendar: OfficeCalendar = field(repr=False)
    _plan: Plan = field(repr=False, eq=False)
    _case: Case = field(repr=False, eq=False)
    _look: "Callable[[Deadlines], Deadline]" = field(repr=False, eq=False)
    _is_appointed: bool = field(repr=False, default=False)
    _moved: tuple[Text, ...] = field(repr=False, default=())

    def as_promised(self) -> "Deadline":
        """Return it as the promised date of the case; as `evolve` does, in a tenth of the time."""
        found = (self.ledger, self.counted, self.due, self.note, self._calendar, self._plan)
        fields = (self._case, _PROMISED, self._is_appointed, self._moved)
        return Deadline(self.clock, self.at, *found, *fields)

    @property
    def is_paused(self) -> bool:
        """Return whether the clock is paused."""
        return self.ledger is not None and self.ledger.state is ClockState.PAUSED

    @cached_property
    def _gone_on(self) -> "Deadline | None":
        """Return this deadline as it would be if the paused clock went on at `at`."""
        if self.ledger is None or not self.is_paused:
            return None
        dates = Deadlines(self._case, self._plan, self.at)
        later = dates.gone_on(self.clock if self.clock in dates else LEGAL)
        if later is not None:
            return self._look(later)
        last_at = self.ledger.marks[-1].at
        return dates.of(self.ledger.resume(max(self.at, last_at, key=utc)))

    @property
    def starts_anew(self) -> bool:
        """Return whether the clock is paused and will start from zero when it goes on."""
        later = self._gone_on
        if self.ledger is None or later is None or later.ledger is None:
            return False
        new = {mark.kind for mark in later.ledger.marks[len(self.ledger.marks) :]}
        return MarkKind.RESTART in new or MarkKind.RESUME not in new

    @property
    def projected(self) -> Due | None:
        """Return the date if the paused clock went on at *at*; None if it is not paused.

        It goes on as the shortest way out of the state lets it: from where it stood, or from zero
        where that way restarts it or the procedure's supplement policy does.
        """
        later = self._gone_on
        return None if later is None else later.due

    @cached_property
    def limit(self) -> TimeLimit | None:
        """Return the limit of the clock, or the one it will have when it starts, if any."""
        if self.ledger is not None:
            return self.ledger.limit
        try:
            return self._plan.limit(self.clock, self._case, self.at)
        except UnknownNameError:
            return None  # its branch is not known yet, and decides which limit it is

    @cached_property
    def left(self) -> Fraction:
        """Return what is left, in the unit of the limit (days, or hours); below zero when overdue.

        Zero on the days by which a date rolled, and on the day of which a fraction takes a part:
        the limit is used up and not over. The whole limit while it has not started, or will start
        from zero. For a re-appointed date the working days until then, also while it is paused.
        """
        if self.ledger is None:
            return Fraction(0) if self.limit is None else self.limit.amount
        if self._is_appointed and self.due is not None:
            today = self._calendar.local_date(self.at)
            return Fraction(self._calendar.count_working_days(today, self.due.on))
        later = self._gone_on
        if later is not None and (self.starts_anew or later._is_appointed):  # noqa: SLF001
            return later.left
        found = self.ledger.left(self._calendar, self.at)
        is_over = self.due is None or self.due.is_over_at(self.at)
        return found if is_over else max(found, Fraction(0))

    @property
    def left_unit(self) -> Unit:
        """Return the unit of `left`: that of the limit, or the days or hours it is counted in."""
        later = self._gone_on or self
        if self._is_appointed or later._is_appointed:  # noqa: SLF001 - of its own class
            return Unit.WORKING_DAY
        if self.ledger is not None:
            return self.ledger.counted_in
        return Unit.CALENDAR_DAY if self.limit is None else self.limit.unit

    @property
    def _day_hours(self) -> int:
        return 8 if self.limit is None else self.limit.day_hours

    def left_text(self, language: str) -> str:
        """Say how much time is left, for people: in days, hours and minutes, never as a fraction.

        What is late is told from the date that counts, in the unit of `left_unit`; on the last day
        of a limit in days it says that the limit ends today.

        Cost: that of `standing` and `left`.

        Args:
            language: the code of the language, as "vi" or "en".
        """
        limit, due = self.limit, self.due
        return left_text(
            self.standing,
            None if limit is None else self.left,
            self.left_unit,
            language,
            day_hours=self._day_hours,
            is_anew=self.is_paused and self.starts_anew,
            due_on=None if due is None else due.on,
            today=self._calendar.local_date(self.at),
        )

    @cached_property
    def standing(self) -> Standing:
        """Say how the clock stands, judged by the date that counts."""
        if self.ledger is None:
            return Standing.NOT_STARTED
        found = standing(self.ledger, self._calendar, self.at)
        if self.due is None or found in (Standing.STOPPED, Standing.PAUSED):
            return found
        if self.due.is_over_at(self.at):
            return Standing.OVERDUE
        is_last_day = self._calendar.local_date(self.at) == self.due.on
        if self._is_appointed or not ends_within_day(self.due):
            is_at_risk = not (self._is_appointed or found is Standing.ON_TRACK or is_last_day)
        else:
            is_at_risk = found in (Standing.AT_RISK, Standing.OVERDUE)
        if is_at_risk:
            return Standing.AT_RISK
        return Standing.DUE_TODAY if is_last_day else Standing.ON_TRACK

    @property
    def is_near(self) -> bool:
        """Return whether the date is near or over: what a sweep raises as at risk.

        At risk or overdue, or the last day of a limit in days and of a re-appointed date.
        """
        found = self.standing
        if found is Standing.DUE_TODAY and self.due is not None:
            return self._is_appointed or not ends_within_day(self.due)
        return found in (Standing.AT_RISK, Standing.OVERDUE)

    def explain(self, language: str = "en") -> str:
        """Return how the date came about, step by step, in *language*, "vi" or "en".

        What was entered late or taken back and moved the date is told behind it.
        """
        moved = (f"\n  {line.in_(language)}" for line in self._moved)
        return "".join((self._counting(language), *moved))

    def _counting(self, language: str) -> str:
        if self.counted is not None:
            text = self.counted.explain(language).text
            return text if self.note is None else f"{text}\n  {self.note.in_(language)}"
        projected = self.projected
        if projected is None:
            return _UNSTARTED.in_(language)
        fields = _ANEW if self.starts_anew else _PAUSED
        unit = self.left_unit
        later = self._gone_on
        if later is not None and later._is_appointed:  # noqa: SLF001 - of its own class
            fields = _STANDS
        left = duration_text(self.left, unit, language, day_hours=self._day_hours)
        at = self.at.astimezone(self._calendar.zone)
        return fields.filled(left=left, at=at, after=projected.on).in_(language)


@typed(late=True)
class Deadlines(Mapping[str, Deadline]):
    """Give the deadline of every clock of the workflow, and the promised one.

    Each is worked out when it is first asked for. Cost: O(records) per clock.
    """

    def __init__(self, case: Case, plan: Plan, at: datetime) -> None:
        self._case, self._plan, self._at = case.effective, plan, at
        self._corrected = case
        self._names = plan.dates
        self._found: dict[str, Deadline] = {}

    def __getitem__(self, clock: str) -> Deadline:
        found = self._found.get(clock)
        if found is None:
            if clock not in self._names:
                raise UnknownNameError(clock, self._names, "clock")
            found = (
                self._promised()
                if clock == PROMISED
                else self._of(clock, self._case.clock(clock), itemgetter(clock))
            )
            if self._case is not self._corrected:
                found = evolve(found, moved=corrections_of(self._corrected, self._plan, clock))
            self._found[clock] = found
        return found

    def __repr__(self) -> str:
        return f"Deadlines({', '.join(self._names)})"[:LONGEST_BRIEF]

    def __contains__(self, clock: object) -> bool:
        return clock in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    @property
    def corrections(self) -> tuple[Text, ...]:
        """Return what was entered late or taken back, a line each: both instants, moved dates."""
        return corrections_of(self._corrected, self._plan)

    @property
    def legal(self) -> Deadline:
        """Return when the law wants the decision."""
        return self[LEGAL]

    @property
    def promised(self) -> Deadline:
        """Return when the applicant was told to expect it; never later than the law by itself."""
        return self[PROMISED]

    @property
    def acknowledgement(self) -> Deadline:
        """Return when the filing must be accepted or sent back."""
        return self[ACKNOWLEDGEMENT]

    @property
    def supplement(self) -> Deadline:
        """Return when the applicant must have supplied what was asked for."""
        return self[SUPPLEMENT]

    @property
    def first_promise(self) -> Deadline:
        """Return the promised date as if there had been no re-appointment."""
        legal, ledger = self.legal, self._case.promise(LEGAL)
        if ledger is None:
            return legal
        shortened = self._of(LEGAL, ledger, attrgetter("first_promise"))
        if legal.due is None or shortened.due is None:
            return shortened
        return shortened if earlier(legal.due, shortened.due) is shortened.due else legal

    @property
    def calendar(self) -> OfficeCalendar:
        """Return the calendar that days are counted by now."""
        return self._plan.calendar

    @property
    def procedure(self) -> Procedure:
        """Return the version of the procedure that the case is worked by."""
        return self._plan.procedure

    def of(self, ledger: ClockLedger) -> Deadline:
        """Return how a clock stands that the workflow does not name, such as that of a step.

        It is dated by the calendars that the case came under, as its own clocks are, and goes on
        after a pause when and as the legal clock does.
        """
        return self._of(ledger.name, ledger, partial(_followed, ledger, self._case.version))

    def gone_on(self, clock: str) -> "Deadlines | None":
        """Return the dates as they would be if the paused *clock* went on now.

        None if it is not paused, or if no way out of its state lets it go on.
        """
        if self._case.clock_state(clock) is not ClockState.PAUSED:
            return None
        after = gone_on(self._case, self._plan, clock, self._at)
        return None if after is None else Deadlines(after, self._plan, after.last_at)

    @typed
    def changes_since(self, version: int, clock: str) -> Iterator[tuple[datetime, ClockChange]]:
        """Yield what the records from number *version* on did to *clock*, and when."""
        for record in self._case.records[version:]:
            for change in record.clocks:
                if change.clock == clock:
                    yield record.at, change

    def _of(
        self, clock: str, ledger: ClockLedger | None, look: Callable[["Deadlines"], Deadline]
    ) -> Deadline:
        plan, case = self._plan, self._case
        if ledger is None:
            none = (None, None, None, None)
            return Deadline(clock, self._at, *none, plan.calendar, plan, case, look)
        dated = plan.calendars.dated(ledger)
        calendar = plan.calendar if dated.counted is None else dated.counted.calendar
        found = (dated.counted, dated.due, dated.note)
        return Deadline(clock, self._at, ledger, *found, calendar, plan, case, look)

    def _promised(self) -> Deadline:
        """Return the promised date: re-appointed, else the earlier of shortened and legal."""
        promised, on = self.first_promise.as_promised(), self._case.promised_on
        if on is None or promised.due is None:
            return promised
        return _reappointed(promised, promised.due, on, self._plan)


def _followed(ledger: ClockLedger, version: int, later: Deadlines) -> Deadline:
    """Return the deadline of a clock that does what the legal clock did from *version* on."""
    for at, change in later.changes_since(version, LEGAL):
        if change.mark in (MarkKind.PAUSE, MarkKind.RESUME, MarkKind.RESTART):
            ledger = ledger.marked(Mark(change.mark, at, change.reason, change.basis))
    return later.of(ledger)


def _reappointed(promised: Deadline, counted: Due, on: date, plan: Plan) -> Deadline:
    """Return the deadline moved to a re-appointed date, or instant."""
    calendar = plan.calendar
    if isinstance(on, datetime):
        due = evolve(counted, on=calendar.local_date(on), at=on, calendar=calendar)
    else:
        due = evolve(counted, on=on, at=calendar.end_of(on), calendar=calendar)
    note: Text = _REAPPOINTED.filled(after=on)
    before = plan.calendars.received_under
    for _, later in plan.calendars.rebased:
        due, why = rolled(due, later, before)
        before, note = later, why or note
    return evolve(promised, due=due, note=note, calendar=calendar, is_appointed=True)
