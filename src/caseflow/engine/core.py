"""`Engine`: decides what happens to a case; takes values and returns values.

May import: everything below it and its siblings. No clock, no I/O, no logging: instants are
arguments and effects are data. The way an action takes through `fire` is kept short on purpose;
whatever can be worked out beforehand is in `compiled` and `plans`, and what may come in is
checked in `admission`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, overload

from attrs import evolve

from caseflow.calendars import OfficeCalendar
from caseflow.cases import (
    DROPPED,
    KEPT,
    PROMISE,
    Case,
    FactChange,
    Move,
    Opened,
    RebasePolicy,
    Record,
    Terms,
    apply,
    changed,
    fold,
    new_record,
)
from caseflow.checks import checked
from caseflow.engine import admission
from caseflow.engine.compiled import CompiledWorkflow, Option, Way, compile_workflow
from caseflow.engine.dates import Calendars
from caseflow.engine.deadlines import Deadlines
from caseflow.engine.histories import refuse_altered
from caseflow.engine.jurisdictions import Jurisdiction
from caseflow.engine.migrating import Migration, moved, refuse_misnamed
from caseflow.engine.outcomes import Outcome, outcome_of
from caseflow.engine.plans import Plan, plan_for, procedure_of
from caseflow.engine.rebasing import rebased
from caseflow.errors import (
    ActionRefusedError,
    CalendarVersionError,
    TimeReversedError,
    UnknownActionError,
    UnknownNameError,
)
from caseflow.procedures import PromisePolicy
from caseflow.typed import typed
from caseflow.values import Actor, Channel, aware, clean_number, utc
from caseflow.workflow import LEGAL, Action, FactValue, Workflow

__all__ = ["Engine"]

P = TypeVar("P")

_NOBODY = Actor("")


@typed(besides=("open", "actions", "fire"))
class Engine:
    """Work cases by the calendar, the procedures and the workflows of one jurisdiction.

    Holds no case: `open` and `fire` return them. Safe to share between threads.

    Args:
        jurisdiction: what new cases are worked by.
        calendars: older versions of the calendar, for cases that are pinned to them.

    Raises:
        DefinitionError: a workflow has faults; all of them are named.
    """

    def __init__(
        self, jurisdiction: Jurisdiction, *, calendars: Sequence[OfficeCalendar] = ()
    ) -> None:
        """Check and compile every workflow of *jurisdiction*."""
        self.jurisdiction = jurisdiction
        held = (*calendars, jurisdiction.calendar)
        self._calendars = {calendar.version: calendar for calendar in held}
        self._workflows: dict[str, CompiledWorkflow] = {}
        self._by_name: dict[str, Workflow] = {}
        for workflow in jurisdiction.workflows:
            self._workflows[workflow.fingerprint] = compile_workflow(checked(workflow))
            self._by_name[workflow.name] = workflow
        self._plans: dict[Terms, Plan] = {}

    # ── opening ─────────────────────────────────────────────────────────────────────────────

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
    ) -> Case:
        """Open a case: a filing has come in.

        The version of the procedure in force on the civil day of *at*, its workflow and the
        present calendar are fixed for the life of the case.

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

        Raises:
            UnknownProcedureError: no such procedure.
            ProcedureClosedError: it takes no new filings on that day.
            UnknownChannelError: filings do not come in, or results go out, that way.
            UnknownNameError: no such branch.
        """
        key = admission.checked_opening(procedure, by, at, key)
        calendar = self.jurisdiction.calendar
        on = calendar.local_date(at)
        found = self.jurisdiction.catalogue.get(procedure, on=on)
        admission.refuse_closed(found, on, channel, result_by, branch)
        workflow = self._by_name.get(found.workflow)
        if workflow is None:
            raise UnknownNameError(found.workflow, sorted(self._by_name), "workflow")
        plan = self._plan(
            Terms(
                found.code,
                found.version,
                workflow.fingerprint,
                calendar.version,
                channel,
                result_by,
                branch,
            )
        )
        opened = Opened(clean_number(case_id, name="case_id"), plan.terms)
        changes = admission.first_facts(facts) if facts else ()
        return apply(None, Record(0, plan.opening(at, on), by or _NOBODY, at, opened, key, changes))

    # ── what can be done ────────────────────────────────────────────────────────────────────

    def actions(self, case: Case, *, by: Actor, at: datetime) -> tuple[Option, ...]:
        """Return every action of the workflow: allowed, or refused with every reason.

        Guards that need the payload are not asked; `fire` asks them. Nothing is changed. What is
        cited is the law of the civil day of *at*.
        """
        admission.refuse_strangers(case, by)
        plan = self._plans.get(case.terms) or self._plan(case.terms)
        row = plan.rows[case.state]
        known = row.settled.get(by.roles) or row.answers(by.roles, at, plan.calendar)
        options, questions = known
        if not questions:
            return options
        situation = plan.situation(case, by, aware(at, name="at"), None)
        answers = list(options)
        for place, question in questions:
            answers[place] = question.answer(situation)
        return tuple(answers)

    # ── doing it ────────────────────────────────────────────────────────────────────────────

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
    ) -> Case: ...
    def fire(
        self,
        case: Case,
        action: Action[Any],
        payload: object = None,
        *,
        by: Actor,
        at: datetime,
        key: str | None = None,
        expected_version: int | None = None,
    ) -> Case:
        """Do *action* and return the case after it; the case given is unchanged, whatever happens.

        An exception raised by a guard goes to the caller as it is.

        Args:
            case: the case as last read.
            action: what to do.
            payload: what the action takes; nothing for an `Action[None]`.
            by: who does it; one of their roles must be allowed to.
            at: when; not before the last record.
            key: an idempotency key. The same key with the same action and payload returns the
                present case and does nothing a second time.
            expected_version: the version the caller decided on; not asked of a repeated key.

        Raises:
            ConcurrentUpdateError: the case is at another version.
            KeyReusedError: the key stands for another action or payload.
            TimeReversedError: *at* is before the last record.
            UnknownActionError: the workflow has no such action.
            PayloadError: the payload is of another type than the action takes.
            ActionRefusedError: the action is not open; it holds every reason.
        """
        if not (case.__class__ is Case and action.__class__ is Action and by.__class__ is Actor):
            admission.refuse_strangers(case, by, action)
        plan = self._plans.get(case.terms) or self._plan(case.terms)
        records = case.records
        last_at = records[-1].at
        if key is not None and (key := admission.clean_key(key)) in case.keys:
            return admission.repeated(case, key, action, payload)
        if expected_version is not None:
            admission.refuse_version(case, expected_version)
        try:
            # In the hour that a zone repeats, the wall clock does not tell which instant is first.
            is_reversed = (at < last_at or last_at.fold) and utc(at) < utc(last_at)
        except TypeError:
            aware(at, name="at")
            raise
        if is_reversed:
            raise TimeReversedError(case.id, at, last_at)
        entries = plan.entries[case.state]
        entry = entries.get(action.name)
        if entry is None:
            raise UnknownActionError(action.name, tuple(entries))
        if not isinstance(payload, entry.payload):
            raise admission.payload_error(action.name, payload, entry.payload)
        situation = None
        if entry.is_guarded:
            situation = plan.situation(case, by, at, payload)
        way = entry.first(by.roles, situation)
        if way is None:
            refusals = entry.refusals(situation or plan.situation(case, by, at, payload))
            raise ActionRefusedError(case.id, action.name, refusals)
        facts: tuple[FactChange, ...] = ()
        move = way.move
        if move is None:
            move, facts = self._resolved(plan, way, case, payload, at)
            move = admission.told_why(move, way, payload)
        fields = (len(records), move, by, at, payload, key, facts)
        return apply(case, new_record(Record, fields))

    def _resolved(
        self, plan: Plan, way: Way, case: Case, payload: object, at: datetime
    ) -> tuple[Move, tuple[FactChange, ...]]:
        """Work out what *way* does to this very case: its clocks and facts, on its new terms."""
        is_kept = case.fact(PROMISE) == KEPT
        facts = admission.fact_changes(way, case, payload) if way.transition.facts else ()
        if not (facts and admission.changes_terms(facts)):
            if is_kept:
                chosen = plan.chosen(way.dated, case, at)
                move = plan.resolved(way.transition, case.clock_states, chosen, is_kept=True)
                return move, facts
            return plan.move(way, case, at), facts
        terms, _ = changed(case.terms, (), facts)
        after = self._plan(terms)
        takes_new_limit = terms.branch != case.terms.branch
        if plan.qualifies and not after.qualifies and plan.has_promise(case):
            is_kept = plan.procedure.promise_policy is PromisePolicy.KEEP
            takes_new_limit |= not is_kept
            word = KEPT if is_kept else DROPPED
            facts = (*facts, FactChange(PROMISE, case.fact(PROMISE), word))
        chosen = after.chosen(way.dated, case, at)
        move = after.resolved(way.transition, case.clock_states, chosen, is_kept=is_kept)
        if takes_new_limit:
            move = evolve(move, clocks=(*after.relimited(case, is_kept=is_kept), *move.clocks))
        return move, facts

    # ── dates ───────────────────────────────────────────────────────────────────────────────

    def deadlines(self, case: Case, *, at: datetime) -> Deadlines:
        """Return when the case is due and how it stands at *at*; every date explains itself.

        Raises:
            CalendarVersionError: the case is pinned to a calendar the engine does not hold.
            CalendarHorizonError: a date lies beyond what the calendar knows.
        """
        return Deadlines(case, self._plan(case.terms), aware(at, name="at"))

    def timeliness(self, case: Case, clock: str = LEGAL) -> Outcome | None:
        """Judge `Case.decision` against the date of *clock*; None without decision or date."""
        return outcome_of(case, self._plan(case.terms), clock)

    def rebase(
        self,
        case: Case,
        calendar: OfficeCalendar,
        *,
        policy: RebasePolicy | str,
        at: datetime,
        by: Actor,
        reason: str,
    ) -> Case:
        """Put the case under another version of the calendar: recorded, old and new dates kept.

        Who may do so is for the caller to say; the workflow has no part in it.

        Args:
            case: the case as last read.
            calendar: a version the engine holds.
            policy: which date counts from now on, see `RebasePolicy`.
            at: when, not before the last record.
            by: who does it.
            reason: why, for the record.

        Raises:
            CalendarVersionError: the engine does not hold *calendar*.
            ActionRefusedError: the case is decided or closed.
            TimeReversedError: *at* is before the last record.
        """
        chosen = admission.policy_of(policy)
        return rebased(case, calendar, chosen, self._plan, at=at, by=by, reason=reason)

    def migrate(
        self, case: Case, migration: Migration, *, at: datetime, by: Actor, reason: str
    ) -> Case:
        """Move the case to another definition: recorded, old and new dates kept.

        A case that is there already is returned as it is. Who may do so is for the caller to say.

        Raises:
            UnknownNameError: *migration* names what no workflow held has.
            ActionRefusedError: the case cannot move; it holds every reason.
            TimeReversedError: *at* is before the last record.
        """
        refuse_misnamed(migration, self.jurisdiction.all_workflows)
        return moved(case, migration, self._plan, at=at, by=by, reason=reason)

    # ── histories ───────────────────────────────────────────────────────────────────────────

    def replay(self, records: Sequence[Record]) -> Case:
        """Return the case that *records* tell of, equal to the live one; guards are not asked.

        Raises:
            HistoryError: a record is missing, doubled or altered, or the workflow the case is
                pinned to is not held.
            CalendarVersionError: the case is pinned to a calendar the engine does not hold.
        """
        case = fold(records)
        self._plan(case.terms)
        refuse_altered(case, self._compiled)
        return case

    # ── plans ───────────────────────────────────────────────────────────────────────────────

    def _plan(self, terms: Terms) -> Plan:
        plan = self._plans.get(terms)
        if plan is None:
            plan = self._plans[terms] = plan_for(
                terms,
                procedure_of(terms, self.jurisdiction.catalogue),
                self._compiled(terms.fingerprint),
                Calendars(
                    self._calendar(terms.calendar_version),
                    tuple((policy, self._calendar(version)) for policy, version in terms.rebased),
                ),
            )
        return plan

    def _compiled(self, fingerprint: str) -> CompiledWorkflow:
        compiled = self._workflows.get(fingerprint)
        if compiled is None:
            earlier = checked(self.jurisdiction.held(fingerprint))
            compiled = self._workflows[fingerprint] = compile_workflow(earlier)
        return compiled

    def _calendar(self, version: str) -> OfficeCalendar:
        calendar = self._calendars.get(version)
        if calendar is None:
            raise CalendarVersionError(version, sorted(self._calendars))
        return calendar
