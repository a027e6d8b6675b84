"""`Engine`: decides what happens to a case; takes values and returns values.

No clock, no I/O, no logging: instants are arguments and effects are data. The way an action takes
through `fire` is kept short on purpose; whatever can be worked out beforehand is in `_compiled` and
`_plans`, and what may come in is checked in `_admission`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, overload

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.cases import (
    ANNUL,
    ASSIGNMENT_ACTIONS,
    MIGRATE,
    REBASE,
    Case,
    Entered,
    FactChange,
    Opened,
    RebasePolicy,
    Record,
    fold,
)
from caseflow.cases._case import new_case
from caseflow.cases._folding import added, begun
from caseflow.cases._logs import Log
from caseflow.cases._records import new_record
from caseflow.engine import _admission as admission
from caseflow.engine._annulling import act_of, annulment_of, refuse_kept
from caseflow.engine._answers import Answers
from caseflow.engine._changes import DateChange, due_changes
from caseflow.engine._compiled import Option
from caseflow.engine._correcting import annulled, entered_when
from caseflow.engine._deadlines import Deadlines
from caseflow.engine._entering import confirmed_instants, instants_of
from caseflow.engine._histories import refuse_altered
from caseflow.engine._holdings import Holdings
from caseflow.engine._jurisdictions import Jurisdiction
from caseflow.engine._migrating import Migration, moved, refuse_misnamed
from caseflow.engine._outcomes import Outcome, outcome_of
from caseflow.engine._rebasing import rebased
from caseflow.engine._resolving import done, entry_of
from caseflow.engine._since import refuse_version
from caseflow.errors import ActionRefusedError
from caseflow.keys import LONGEST_KEY, clean_key
from caseflow.values import Actor, Channel, aware, clean_number
from caseflow.workflow import LEGAL, Action, FactValue

__all__ = ["Engine"]

P = TypeVar("P")

_NOBODY = Actor("")


@typed(besides=("open", "actions", "fire"))
class Engine(Answers):
    """Work cases by the calendar, the procedures and the workflows of one jurisdiction.

    Holds no case: `open` and `fire` return them. Safe to share between threads. *calendars* are
    older versions, for cases that are pinned to them.

    Raises:
        DefinitionError: a workflow has faults; all of them are named.
    """

    def __init__(
        self, jurisdiction: Jurisdiction, *, calendars: Sequence[OfficeCalendar] = ()
    ) -> None:
        """Check and compile every workflow of *jurisdiction*."""
        self.jurisdiction = jurisdiction
        self._holdings = Holdings(jurisdiction, calendars)
        self._plan = self._holdings.plan

    def open(
        self,
        procedure: str,
        *,
        channel: Channel,
        result_by: Channel,
        at: datetime,
        case_id: str = "",
        by: Actor | None = None,
        branch: str | None = None,
        facts: Mapping[str, FactValue] | None = None,
        key: str | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Open a case: a filing has come in.

        The version of the procedure in force on the civil day of *at*, its workflow and the
        present calendar are fixed for the case.

        Args:
            procedure: the code of the procedure.
            channel: how the filing came in.
            result_by: how the result goes out.
            at: the instant the filing came in.
            case_id: the number of the case, if it has one.
            by: who opens it.
            branch: the branch whose limit applies, if it is known at reception.
            facts: what the workflow needs to know of the filing.
            key: an idempotency key, kept in record 0; stores compare it.
            entered_at: when it is entered, if not then.
            confirmed: *at* is right, however far from *entered_at* it is.

        Raises:
            DateUnconfirmedError: see `fire`.
            UnknownProcedureError: no such procedure.
            ProcedureClosedError: it takes no new filings on that day.
            UnknownChannelError: filings do not come in, or results go out, that way.
            UnknownNameError: no such branch.
        """
        key = admission.checked_opening(procedure, by, at, key)
        if entered_at is not None:
            at, entered_at = confirmed_instants(case_id, at, entered_at, confirmed=confirmed)
        on = self.jurisdiction.calendar.local_date(at)
        plan, move = self._holdings.admitted((procedure, on, channel, result_by, branch), at)
        # Nearly every number is one short and plain word, and kept as it is.
        is_plain = case_id.__class__ is str and case_id.isascii() and case_id.isprintable()
        if not is_plain or " " in case_id or len(case_id) > 100:
            case_id = clean_number(case_id, name="case_id")
        opened = Opened(case_id, plan.terms)
        changes = admission.first_facts(facts) if facts else ()
        entered = None if entered_at is None else Entered(entered_at, move.target)
        fields = (0, move, by or _NOBODY, at, opened, key, changes, entered)
        return begun(new_record(Record, fields))

    def actions(self, case: Case, *, by: Actor, at: datetime) -> tuple[Option, ...]:
        """Return every action of the workflow: allowed, or refused with every reason.

        Guards that need the payload are not asked; `fire` asks them. Nothing is changed. What is
        cited is the law of the civil day of *at*.
        """
        if not (type(case) is Case and type(by) is Actor):
            admission.refuse_strangers(case, by)
        used_on, plan = self._holdings.used_last
        plan = plan if used_on is case.terms else self._holdings.used(case.terms)
        row = plan.rows[case.state]
        options, questions = row.settled.get(by.roles) or row.answers(by.roles, at, plan.calendar)
        if not questions:
            return options
        if getattr(at, "tzinfo", None) is not plan.calendar.zone:
            aware(at, name="at")
        situation = plan.situation(case, by, at, None)
        answers = list(options)
        for place, question in questions:
            answers[place] = question.answer(situation)
        return tuple(answers)

    @overload
    def fire(
        self,
        case: Case,
        action: Action[None],
        payload: None = None,
        *,
        by: Actor,
        at: datetime,
        key: str | None = None,
        expected_version: int | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case: ...
    @overload
    def fire(
        self,
        case: Case,
        action: Action[P],
        payload: P,
        *,
        by: Actor,
        at: datetime,
        key: str | None = None,
        expected_version: int | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case: ...
    def fire(  # noqa: C901, PLR0912 - one call a step would take a third longer
        self,
        case: Case,
        action: Action[Any],
        payload: object = None,
        *,
        by: Actor,
        at: datetime,
        key: str | None = None,
        expected_version: int | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Do *action* and return the case after it; the case given is unchanged, whatever happens.

        An act that happened before others takes its place among them, if they all replay with it.
        The actions of assignment, as `cases.CLAIM`, are done too. What a guard raises is raised.

        Args:
            case: the case as last read.
            action: what to do.
            payload: what the action takes; nothing for an `Action[None]`.
            by: who does it; one of their roles must be allowed to.
            at: when it happened.
            key: an idempotency key. The same key with the same action and payload returns the
                present case and does nothing a second time.
            expected_version: the version the caller decided on; not asked of a repeated key.
            entered_at: when it is entered, if not then; five minutes before the last are forgiven.
            confirmed: *at* is right, however far from *entered_at* it is.

        Raises:
            ConcurrentUpdateError: the case is at another version.
            KeyReusedError: the key stands for another action or payload.
            KeyReservedError: the key begins as those do that caseflow makes.
            TimeReversedError: it is entered before the last record was.
            DateUnconfirmedError: *at* is after *entered_at* or long before it, and not confirmed.
            UnknownActionError: the workflow has no such action.
            PayloadError: the payload is of another type than the action takes.
            ActionRefusedError: the action is not open; it holds every reason.
        """
        if not (type(case) is Case and type(action) is Action and type(by) is Actor):
            admission.refuse_strangers(case, by, action)
        opened, terms, state, states, known, log, size, corrected = case
        used_on, plan = self._holdings.used_last
        plan = plan if used_on is terms else self._holdings.used(terms)
        if key is not None:
            # Nearly every key is short and plain, and kept as it is.
            is_plain = key.__class__ is str and key.isascii() and key.isprintable()
            if not is_plain or ":" in key or len(key) > LONGEST_KEY:
                key = clean_key(key)
            places = log.places
            if places is not None and (place := places.get(key, size)) < size:
                return admission.repeated(case, log[place], action.name, payload)
        if expected_version is not None:
            refuse_version(case, expected_version, self._plan)
        _, _, _, last_at, _, _, _, last_entered = log[size - 1]
        try:
            # In the hour that a zone repeats, the wall clock does not tell which instant is first.
            # A last record without `entered` is the latest act, be the case corrected or not.
            if at < last_at or last_at.fold or entered_at or last_entered:
                instants = instants_of(case, at, entered_at, confirmed=confirmed)
                return entered_when(case, instants, *self._doing((action, payload, by, key)))
        except TypeError:
            aware(at, name="at")
            raise
        entry = plan.entries[state].get(action.name)
        if entry is None or not isinstance(payload, entry.payload):
            if action.name in ASSIGNMENT_ACTIONS:
                return entered_when(case, (at, None), *self._doing((action, payload, by, key)))
            entry = entry_of(plan, case, action.name, payload)
        way = entry.unguarded
        if way is None or (way.roles is not None and way.roles.isdisjoint(by.roles)):
            situation = plan.situation(case, by, at, payload)
            way = entry.first(by.roles, situation)
            if way is None:
                refusals = entry.refusals(situation)
                raise ActionRefusedError(case.id, action.name, refusals)
        facts: tuple[FactChange, ...] = ()
        move = way.move
        if move is None or (known and way.ends):
            move, facts = done(self._plan, plan, way, case, payload, at)
        record = new_record(Record, (size, move, by, at, payload, key, facts, None))
        if facts or corrected is not None or len(log) != size:
            return added(case, record)
        # As `added` does, step by step: of threads that append here at once, the first keeps *log*.
        log.append(record)
        if log[size] is not record:
            log = Log((*log[:size], record))
        elif key is not None:
            places = log.places
            if places is None:
                log.places = {key: size}
            else:
                places.setdefault(key, size)
        if move.clocks:
            states = move.known_after.get(states) or move.after(states)
        return new_case(Case, (opened, terms, move.target, states, known, log, size + 1, None))

    def deadlines(self, case: Case, *, at: datetime) -> Deadlines:
        """Return when the case is due and how it stands at *at*; every date explains itself.

        Raises:
            CalendarVersionError, CalendarHorizonError: a calendar does not know the date.
        """
        return Deadlines(case, self._plan(case.terms), aware(at, name="at"))

    def timeliness(self, case: Case, clock: str = LEGAL) -> Outcome | None:
        """Judge `Case.decision` against the date of *clock*; None without decision or date."""
        return outcome_of(case, self._plan(case.terms), clock)

    def due_changes(self, case: Case, clock: str = LEGAL) -> tuple[DateChange, ...]:
        """Return every date that *clock* was ever due on, in the order of entry; old and new."""
        return due_changes(case, clock, self._plan)

    def rebase(
        self,
        case: Case,
        calendar: OfficeCalendar,
        *,
        policy: RebasePolicy | str,
        at: datetime,
        by: Actor,
        reason: str,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Put the case under another version of the calendar: recorded, old and new dates kept.

        *policy* says which date counts from now on. Who may do so is for the caller to say.

        Raises:
            CalendarVersionError: the engine does not hold *calendar*.
            ActionRefusedError: the case is decided or closed.
            TimeReversedError, DateUnconfirmedError: see `fire`.
        """
        kind = admission.policy_of(policy)

        def made(then: Case, at: datetime) -> Record:
            return rebased(then, calendar, kind, self._plan, at=at, by=by, reason=reason)

        instants = instants_of(case, at, entered_at, confirmed=confirmed)
        return entered_when(case, instants, REBASE, made, self._plan)

    def migrate(
        self,
        case: Case,
        migration: Migration,
        *,
        at: datetime,
        by: Actor,
        reason: str,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Move the case to another definition: recorded, old and new dates kept.

        A case that is there already is returned as it is. Who may do so is for the caller to say.

        Raises:
            UnknownNameError: *migration* names what no workflow held has.
            ActionRefusedError: the case cannot move; it holds every reason.
            TimeReversedError, DateUnconfirmedError: see `fire`.
        """
        refuse_misnamed(migration, self.jurisdiction.all_workflows)

        def made(then: Case, at: datetime) -> Record | None:
            return moved(then, migration, self._plan, at=at, by=by, reason=reason)

        instants = instants_of(case, at, entered_at, confirmed=confirmed)
        return entered_when(case, instants, MIGRATE, made, self._plan)

    def annul(
        self,
        case: Case,
        seq: int,
        *,
        at: datetime,
        by: Actor,
        reason: str,
        key: str | None = None,
        expected_version: int | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Take back the act of record *seq*, which was recorded in error; the record stays.

        The acts after it are decided again without it, each at its own instant. Money is reversed
        and a result cancelled, not annulled. `Annulments` says who may; *at* is when they do so.

        Raises:
            ValueInvalidError: there is no record *seq*, or *reason* says nothing.
            ActionRefusedError: it may not be taken back, or a later act does not replay without
                it; it holds every reason.
            ConcurrentUpdateError, KeyReusedError, TimeReversedError: see `fire`.
        """
        taken_back = act_of(case, seq)
        payload = annulment_of(taken_back, reason)
        key = None if key is None else clean_key(key)
        if key is not None and (known := case.keyed(key)) is not None:
            return admission.repeated(case, known, ANNUL, payload)
        if expected_version is not None:
            refuse_version(case, expected_version, self._plan)
        instants = instants_of(case, at, entered_at, confirmed=confirmed)
        refuse_kept(case, taken_back, self.jurisdiction.annulments, self._plan, by)
        return annulled(case, taken_back, payload, self._plan, instants, by=by, key=key)

    def replay(self, records: Sequence[Record]) -> Case:
        """Return the case of *records*, equal to the live one; guards are not asked.

        Raises:
            HistoryError: a record is missing, doubled or altered, or the workflow the case is
                pinned to is not held.
            CalendarVersionError: the case is pinned to a calendar the engine does not hold.
        """
        case = fold(records)
        self._plan(case.terms)
        refuse_altered(case, self._plan, self._holdings.compiled)
        return case
