"""The fold from the records of a case to its control slip."""

from collections.abc import Iterator
from datetime import date, datetime

from attrs import evolve, frozen

from caseflow._typed import short, typed
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case, Record
from caseflow.engine import Deadlines, Engine
from caseflow.errors import TimeReversedError
from caseflow.ledgers import ClockLedger, ClockState, Mark, MarkKind
from caseflow.limits import Due, TimeLimit
from caseflow.limits._counting import day_of
from caseflow.office.actions import ASSIGN, DEEM_DECIDED, FORWARD, TAKE_OVER
from caseflow.office.control_slips._rows import ControlSlip, RowKind, SlipRow
from caseflow.office.payloads import Assignment
from caseflow.office.processing import unit_in_charge
from caseflow.office.rules import COMPETENT, FORWARDING, OfficeRules
from caseflow.office.steps import Asked, StepRun, consultations, step_runs
from caseflow.targets import Standing, Timeliness, judge
from caseflow.values import aware, utc
from caseflow.workflow import LEGAL

__all__ = ["control_slip"]

_FORWARDS = (FORWARD.name, TAKE_OVER.name)
_FOLLOWED = (MarkKind.PAUSE, MarkKind.RESUME, MarkKind.RESTART, MarkKind.STOP)


@typed
def control_slip(engine: Engine, case: Case, *, at: datetime, rules: OfficeRules) -> ControlSlip:
    """Return the control slip of *case* as it stands at *at*.

    With a service: `control_slip(service.engine, service.get(case_id), at=now)`. The rules of
    the country say by when an accepted filing is handed on; without such a rule that is not judged.
    Cost: O(records x rows).

    Raises:
        CalendarVersionError: the case is pinned to a calendar the engine does not hold.
        TimeReversedError: *at* is before the last record; a slip shows all of them.
    """
    if utc(aware(at, name="at")) < utc(case.last_at):
        raise TimeReversedError(case.id, at, case.last_at)
    dates = engine.deadlines(case, at=at)
    fold = _Fold(case, dates, at, rules)
    places = {act.seq: place for place, act in enumerate(case.acts)}
    rows = [row for _, row in sorted(fold.rows(), key=lambda row: places[row[0]])]
    unit = unit_in_charge(case.acts, rules.desk)
    outcome = engine.timeliness(case)
    legal = dates.legal
    code = case.fact("dossier_code")
    return ControlSlip(
        case_id=case.id,
        code=code if isinstance(code, str) else "",
        procedure=case.procedure,
        procedure_name=dates.procedure.name,
        agency=dates.procedure.agency,
        unit=unit,
        partners=tuple(
            dict.fromkeys(
                row.received
                for row in rows
                if row.kind is not RowKind.TRANSFER and row.received not in (unit, rules.desk)
            )
        ),
        received_at=None if legal.ledger is None else legal.ledger.marks[0].at,
        due=legal.due,
        promised=dates.promised.due,
        decided_at=case.decided_at,
        verdict=None if outcome is None else outcome.timeliness,
        standing=legal.standing,
        at=at,
        rows=tuple(rows),
        corrections=dates.corrections,
        posts=rules.posts,
    )


@short
@frozen
class _Fold:
    """Turn what happened to one case into rows, each with the number of its first record."""

    case: Case
    dates: Deadlines
    at: datetime
    rules: OfficeRules

    def rows(self) -> Iterator[tuple[int, SlipRow]]:
        yield from self._forwarded()
        yield from self._transfers()
        for run in step_runs(self.case.acts, self.dates.procedure.plan, self.rules.desk):
            yield run.given, self._step(run)
        for asked in consultations(self.case.acts, self.rules.desk):
            yield asked.asked, self._consultation(asked)

    # ── forwarding ──────────────────────────────────────────────────────────────────────────

    def _forwarded(self) -> Iterator[tuple[int, SlipRow]]:
        """Give the way of papers from the agency they came in at to the competent one."""
        begun: Record | None = None
        limit: TimeLimit | None = None
        finish: Record | None = None
        for record in self.case.acts:
            for change in record.clocks:
                if change.clock != FORWARDING:
                    continue
                if change.mark is MarkKind.START:
                    begun, limit, finish = record, change.limit, None
                elif record.action in _FORWARDS:
                    finish = record
        if begun is None or limit is None:
            return
        agency = str(self.case.fact(COMPETENT) or "")
        row = SlipRow(RowKind.TRANSFER, "", self.rules.desk, agency, "", begun.at)
        if finish is not None:
            row = evolve(row, finished_at=finish.at)
        yield begun.seq, self._clocked(row, limit, begun, finish.seq if finish else None)

    # ── transfers ───────────────────────────────────────────────────────────────────────────

    def _transfers(self) -> Iterator[tuple[int, SlipRow]]:
        """Give the transfer that the law times, and every later one as it was."""
        accepted = next((record for record in self.case.acts if _starts_legal(record)), None)
        holder = self.rules.desk
        is_first = True
        for record in self.case.acts:
            given = record.payload
            if record.action != ASSIGN.name or not isinstance(given, Assignment):
                continue
            row = SlipRow(
                RowKind.TRANSFER,
                "",
                holder,
                given.unit,
                given.officer,
                record.at,
                finished_at=record.at,
            )
            if is_first and accepted is not None:
                row = self._transferred(row, accepted, record.seq)
            yield record.seq, row
            holder, is_first = given.unit, False
        if is_first and accepted is not None:
            row = SlipRow(RowKind.TRANSFER, "", holder, "", "", accepted.at)
            yield accepted.seq, self._transferred(row, accepted, None)

    def _transferred(self, row: SlipRow, accepted: Record, finish: int | None) -> SlipRow:
        """Judge the first transfer by the rule of the day of reception; without one, not at all."""
        on = self._calendar.local_date(accepted.at)
        rule = self.rules.transfer_within
        limit = None if rule is None else rule.on(on, self.case.channel)
        if limit is None:
            return self._unclocked(row, accepted)
        return self._clocked(row, limit, accepted, finish)

    # ── steps ───────────────────────────────────────────────────────────────────────────────

    def _step(self, run: StepRun) -> SlipRow:
        row = SlipRow(
            RowKind.STEP,
            run.name,
            run.gave,
            run.unit,
            run.officer,
            run.given_at,
            finished_at=run.finished_at,
            note=run.note,
        )
        begun = self.case.acts[self._place(run.given)]
        if run.planned is None:
            return self._unclocked(row, begun)
        return self._clocked(row, run.planned.limit, begun, run.finish)

    def _unclocked(self, row: SlipRow, begun: Record) -> SlipRow:
        """Close a row without a limit when the case ends."""
        ended = self._ended(begun.seq)
        if row.finished_at is not None or ended is None:
            return row
        if _is_office_decision(ended):
            return evolve(row, finished_at=ended.at)
        return evolve(row, is_cut_short=True)

    def _clocked(
        self, row: SlipRow, limit: TimeLimit, begun: Record, finish: int | None
    ) -> SlipRow:
        """Fill in what follows from the clock of the row, which obeys the legal clock's pauses."""
        ledger, ended = self._ledger(f"{row.kind.value} {row.name}", limit, begun, finish)
        deadline = self.dates.of(ledger)
        due, standing, seen_at = _ending(row, deadline.due), deadline.standing, self.at
        if due is not None and due.is_at_opening and standing is Standing.DUE_TODAY:
            standing = Standing.OVERDUE if due.is_over_at(self.at) else standing
        if standing is Standing.PAUSED:
            paused_at = ledger.marks[-1].at
            before = evolve(ledger, marks=ledger.marks[:-1])
            waiting = _ending(row, self.dates.of(before).due)
            if waiting is not None and waiting.is_over_at(paused_at):
                # Its time was over when the case began to wait, so it is late and not waiting.
                due, standing, seen_at = waiting, Standing.OVERDUE, paused_at
        row = evolve(
            row,
            given_at=begun.at,
            limit=limit,
            due=due,
            due_on=None if due is None else due.on,
            standing=standing,
            left=deadline.left,
            ledger=ledger,
        )
        if ended is not None and _is_office_decision(ended):
            row = evolve(row, finished_at=ended.at)
        closed_at = ledger.stopped_at
        if due is None or closed_at is None:
            return self._counted(row, seen_at)
        verdict: Timeliness | None = judge(closed_at, due)
        if row.finished_at is None:
            verdict = verdict if verdict is Timeliness.LATE else None
            row = evolve(row, is_cut_short=True)
        return self._counted(evolve(row, verdict=verdict), closed_at)

    def _ledger(
        self, name: str, limit: TimeLimit, begun: Record, finish: int | None
    ) -> tuple[ClockLedger, Record | None]:
        """Return the clock of a row, and the record that ended the case under it if one did."""
        ledger = ClockLedger(name, limit).start(begun.at)
        if self._legal_state(begun.seq) is ClockState.PAUSED:
            ledger = ledger.pause(begun.at)
        for record in self._after(begun.seq):
            if record.seq == finish:
                return ledger.stop(record.at), None
            for change in record.clocks:
                if change.clock != LEGAL or change.mark not in _FOLLOWED:
                    continue
                mark = Mark(change.mark, record.at, change.reason, change.basis)
                ledger = ledger.marked(mark)
                if change.mark is MarkKind.STOP:
                    return ledger, record
        return ledger, None

    def _legal_state(self, seq: int) -> ClockState | None:
        """Return what the legal clock was doing once act *seq* was done."""
        acts = self.case.acts[: self._place(seq) + 1]
        until = self.case.with_records(acts)
        legal = until.clock(LEGAL)
        return None if legal is None else legal.state

    def _place(self, seq: int) -> int:
        """Return the place of act *seq* among the acts."""
        acts = self.case.acts
        return next(place for place, act in enumerate(acts) if act.seq == seq)

    def _after(self, seq: int) -> tuple[Record, ...]:
        """Return the acts after act *seq*."""
        return self.case.acts[self._place(seq) + 1 :]

    def _ended(self, begun: int) -> Record | None:
        """Return the record after *begun* that stopped the legal clock, if one did."""
        for record in self._after(begun):
            for change in record.clocks:
                if change.clock == LEGAL and change.mark is MarkKind.STOP:
                    return record
        return None

    # ── consultations ───────────────────────────────────────────────────────────────────────

    def _consultation(self, asked: Asked) -> SlipRow:
        """Judge an answer by the day it was asked for; pauses of the case do not move that day."""
        ended = self._ended(asked.asked)
        row = SlipRow(
            RowKind.CONSULTATION,
            asked.question,
            asked.gave,
            asked.agency,
            "",
            asked.asked_at,
            due_on=asked.answer_by,
            finished_at=asked.answered_at,
            note=asked.answer,
            is_cut_short=asked.is_open and ended is not None,
        )
        seen_at = asked.answered_at or (self.at if ended is None else ended.at)
        on = self._calendar.local_date(seen_at)
        if row.is_open:
            return self._counted(evolve(row, standing=_day_standing(on, asked.answer_by)), seen_at)
        verdict: Timeliness | None = _day_verdict(on, asked.answer_by)
        if row.is_cut_short and verdict is not Timeliness.LATE:
            verdict = None
        return self._counted(evolve(row, verdict=verdict, standing=Standing.STOPPED), seen_at)

    # ── days ────────────────────────────────────────────────────────────────────────────────

    @property
    def _calendar(self) -> OfficeCalendar:
        return self.dates.calendar

    def _counted(self, row: SlipRow, seen_at: datetime) -> SlipRow:
        if not row.is_late or row.due_on is None:
            return row
        days = (self._calendar.local_date(seen_at) - row.due_on).days
        return evolve(row, days_late=max(0, days))


def _ending(row: SlipRow, due: Due | None) -> Due | None:
    """Return when the row is due; a transfer of what came in after the cut-off as the day opens."""
    if due is None or row.kind is not RowKind.TRANSFER or not due.receipt.moved:
        return due
    received_on = day_of(due.begun[-1], due.calendar)
    # What came in on a day off counts as received on the next working day, in time.
    is_late = due.calendar.is_working_day(received_on) and due.on == due.receipt.on
    return due.at_opening() if is_late else due


def _starts_legal(record: Record) -> bool:
    return any(change.clock == LEGAL and change.mark is MarkKind.START for change in record.clocks)


def _is_office_decision(record: Record) -> bool:
    """Return whether the office itself decided: the signature finishes what was still open."""
    return record.move.decides and record.action != DEEM_DECIDED.name


def _day_standing(on: date, answer_by: date) -> Standing:
    if on > answer_by:
        return Standing.OVERDUE
    return Standing.DUE_TODAY if on == answer_by else Standing.ON_TRACK


def _day_verdict(on: date, answer_by: date) -> Timeliness:
    if on > answer_by:
        return Timeliness.LATE
    return Timeliness.ON_TIME if on == answer_by else Timeliness.EARLY
