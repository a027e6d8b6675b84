"""From a case to its row in a register: what its records and its clocks say, in local days.

Names of acts and states are those of the office, which every pack shares. Nothing in a row depends
on when it is asked for, so a row stays true until its case gets another record. Reading stores and
logs is for `_projections` and `_logs`.
"""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from math import lcm

from attrs import frozen

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case, Record
from caseflow.engine import Deadline, Deadlines, Engine
from caseflow.interchange import LogDates
from caseflow.ledgers import ClockLedger, ClockState, MarkKind
from caseflow.limits import Due, Unit
from caseflow.office import actions, states
from caseflow.reports.register._columns import COLUMNS
from caseflow.values import utc

__all__ = ["Value", "row_of", "time_between"]

Value = str | int | bool | date | datetime | None

#: How the states of an office end a filing without a decision.
_ENDINGS = {
    states.REJECTED.name: "rejected",
    states.WITHDRAWN.name: "withdrawn",
    states.STOPPED.name: "stopped",
}
_RETURNS = frozenset(
    each.name for each in (actions.RETURN_ONLINE, actions.RETURN_AT_COUNTER, actions.RETURN_BY_POST)
)
_OWING = frozenset((actions.REQUEST_PAYMENT.name, actions.ISSUE_BILL.name))
_RESULTS = frozenset((actions.RECORD_RESULT.name, actions.RETURN_ONLINE.name))
_SUPPLEMENT = "supplement"
_PAYMENT = "payment"
_GROUNDS = ("days_for_supplement", "days_for_payment", "days_for_others")
_MICROSECOND_PARTS = 3_600_000_000


@frozen
class _Dated:
    """The legal limit of a case as it counts for the row: at the decision, else as it stands."""

    dates: Deadlines
    legal: Deadline
    promised: Due | None
    appointed: Due | None
    decided_at: datetime | None

    @property
    def calendar(self) -> OfficeCalendar:
        return self.dates.calendar


@typed
def row_of(
    engine: Engine,
    case: Case,
    *,
    unit: str = "",
    record_hash: str | None = None,
    said: LogDates | None = None,
) -> Mapping[str, Value]:
    """Return the row of *case*: a value for every column of the schema.

    A decided case is dated as of its decision. Days are those of the zone of its calendar.

    Args:
        engine: dates the case.
        case: is made a row of.
        unit: the unit that answers for it.
        record_hash: of its last record, if it comes from a store.
        said: the dates that a log gives; they then stand in place of those of the engine.

    Cost: O(records).

    Raises:
        CalendarVersionError: the case is pinned to a calendar the engine does not hold.
    """
    dated = _dated(engine, case)
    row: dict[str, Value] = dict.fromkeys(each.name for each in COLUMNS)
    row |= _terms(case, dated, unit)
    row |= _days(case, dated)
    row |= _time(dated)
    row |= _acts(case, dated)
    row["record"] = case.last.seq
    row["record_hash"] = record_hash
    if said is not None:
        row |= _of_log(said, dated.calendar)
    return row


def _dated(engine: Engine, case: Case) -> _Dated:
    decision, acts = case.decision, case.acts
    if decision is None:
        dates = engine.deadlines(case, at=case.last_at)
        return _made(dates, None)
    place = next(place for place, act in enumerate(acts) if act is decision)
    then = case.with_records(acts[: place + 1])
    return _made(engine.deadlines(then, at=decision.at), decision.at)


def _made(dates: Deadlines, decided_at: datetime | None) -> _Dated:
    legal = dates.legal
    first = dates.first_promise.due if legal.ledger is not None else None
    appointed = dates.promised.due if legal.ledger is not None else None
    is_sooner = first is not None and legal.due is not None and utc(first.at) < utc(legal.due.at)
    return _Dated(dates, legal, first if is_sooner else None, appointed, decided_at)


# ── what stands on it ───────────────────────────────────────────────────────────────────────


def _terms(case: Case, dated: _Dated, unit: str) -> dict[str, Value]:
    level = dated.dates.procedure.service_level
    return {
        "number": case.id,
        "unit": unit or None,
        "procedure": case.procedure,
        "version": case.procedure_version,
        "channel": case.channel.value,
        "result_by": case.result_by.value,
        "level": None if level is None else level.value,
        "branch": case.branch,
        "calendar": dated.calendar.version,
    }


def _days(case: Case, dated: _Dated) -> dict[str, Value]:
    calendar, legal = dated.calendar, dated.legal
    row: dict[str, Value] = {"lodged_on": calendar.local_date(case.opened_at)}
    ledger = legal.ledger
    if ledger is not None:
        accepted_at = ledger.marks[0].at
        receipt = ledger.limit.receipt(accepted_at, calendar)
        row["accepted_on"] = calendar.local_date(accepted_at)
        row["received_on"] = receipt.on
        if ledger.limit.counts_hours:
            row["received_at"] = receipt.at or accepted_at
        if ledger.state is ClockState.PAUSED and dated.decided_at is None:
            row["paused_on"] = calendar.local_date(ledger.marks[-1].at)
            row["paused_for"] = ledger.marks[-1].reason or None
    dues = {"legal_due": legal.due, "promised": dated.promised, "appointed": dated.appointed}
    for name, due in dues.items():
        if due is not None:
            row[f"{name}_on"] = due.on
            row[f"{name}_at"] = due.at if due.is_instant else None
    ending = _ENDINGS.get(case.state)
    if dated.decided_at is not None:
        row["decided_on"] = calendar.local_date(dated.decided_at)
        if any(due is not None and due.is_instant for due in dues.values()):
            row["decided_at"] = dated.decided_at
        row["outcome"] = "refused" if _is_refused(case) else "granted"
    elif ending is not None:
        row["ended_on"] = calendar.local_date(case.acts[-1].at)
        row["outcome"] = ending
    returned = [record.at for record in case.acts if record.action in _RETURNS]
    if returned and dated.decided_at is not None:
        row["returned_on"] = calendar.local_date(returned[0])
    return row


def _is_refused(case: Case) -> bool:
    decision = case.decision
    return decision is not None and decision.action == actions.REFUSE.name


# ── time ────────────────────────────────────────────────────────────────────────────────────


def _time(dated: _Dated) -> dict[str, Value]:
    ledger, calendar = dated.legal.ledger, dated.calendar
    if ledger is None:
        return dict.fromkeys((*_GROUNDS, "extensions", "restarts"), 0)
    allowed = ledger.allowed(calendar)
    used = None
    if dated.decided_at is not None:
        used = ledger.used(calendar, dated.decided_at)
    return {
        **_parts(ledger.counted_in.value, allowed, used),
        **_stood_still(ledger, calendar),
        "extensions": ledger.count(MarkKind.EXTEND),
        "restarts": ledger.count(MarkKind.RESTART),
    }


def _parts(unit: str, allowed: Fraction, used: Fraction | None) -> dict[str, Value]:
    """Return both as whole numbers of the same part of the unit."""
    parts = lcm(allowed.denominator, 1 if used is None else used.denominator)
    return {
        "time_unit": unit,
        "allowed": int(allowed * parts),
        "used": None if used is None else int(used * parts),
        "parts": parts,
    }


def _stood_still(ledger: ClockLedger, calendar: OfficeCalendar) -> dict[str, Value]:
    """Return the days that were not counted, by ground: those after a pause until it was over.

    Working days for limits in working time, else civil days; pauses before a restart too.
    """
    days = {_SUPPLEMENT: 0, _PAYMENT: 0, "": 0}
    paused = None
    for mark in ledger.marks:
        if mark.kind is MarkKind.PAUSE:
            paused = mark
        elif paused is not None and mark.kind is not MarkKind.EXTEND:
            first, last = calendar.local_date(paused.at), calendar.local_date(mark.at)
            ground = paused.reason if paused.reason in days else ""
            working = ledger.limit.unit.is_working or ledger.limit.unit is Unit.SAME_DAY
            days[ground] += (
                calendar.count_working_days(first, last) if working else (last - first).days
            )
            paused = None
    return dict(zip(_GROUNDS, days.values(), strict=True))


# ── what was done ───────────────────────────────────────────────────────────────────────────


def _acts(case: Case, dated: _Dated) -> dict[str, Value]:
    done: dict[str, list[Record]] = {}
    for record in case.acts:
        done.setdefault(record.action, []).append(record)
    asked = done.get(actions.REQUEST_SUPPLEMENT.name, [])
    days = [dated.calendar.local_date(record.at) for record in asked]
    return {
        "supplements": len(asked),
        "supplement_on": days[0] if days else None,
        "second_supplement_on": days[1] if len(days) > 1 else None,
        "corrections": len(done.get(actions.REQUEST_CORRECTION.name, [])),
        "reappointments": len(done.get(actions.REAPPOINT.name, [])),
        "is_fee_due": not _OWING.isdisjoint(done) and actions.WAIVE_FEE.name not in done,
        "is_paid_online": actions.RECORD_PAYMENT.name in done,
        "is_assisted": actions.ASSIST.name in done,
        "is_digitised": None if dated.decided_at is None else not _RESULTS.isdisjoint(done),
    }


# ── what a log says ─────────────────────────────────────────────────────────────────────────


def _of_log(said: LogDates, calendar: OfficeCalendar) -> dict[str, Value]:
    """Return the dates that a log itself gives, and the time between them."""
    row: dict[str, Value] = dict.fromkeys(
        (
            *("decided_on", "decided_at", "legal_due_on", "legal_due_at"),
            *("promised_on", "promised_at", "appointed_on", "appointed_at"),
            *("received_at", "time_unit", "allowed", "used", "parts"),
        )
    )
    named = {"received": said.start, "legal_due": said.deadline, "decided": said.decided}
    for name, moment in named.items():
        if moment is None:
            continue
        if isinstance(moment, datetime):
            row[f"{name}_on"], row[f"{name}_at"] = calendar.local_date(moment), moment
        else:
            row[f"{name}_on"] = moment
    row["appointed_on"], row["appointed_at"] = row["legal_due_on"], row["legal_due_at"]
    if said.decided is not None:
        row |= {"ended_on": None, "outcome": "granted", "paused_on": None, "paused_for": None}
    if said.start is not None and said.deadline is not None:
        row |= time_between(said.start, said.deadline, said.decided)
    return row


def time_between(start: date, deadline: date, decided: date | None) -> dict[str, Value]:
    """Return what was allowed and used: civil days between days, hours between instants."""
    is_hours = isinstance(start, datetime)
    return {
        "time_unit": (Unit.CLOCK_HOUR if is_hours else Unit.CALENDAR_DAY).value,
        "allowed": _length(start, deadline),
        "used": None if decided is None else _length(start, decided),
        "parts": _MICROSECOND_PARTS if is_hours else 1,
    }


def _length(start: date, end: date) -> int:
    """Return the days between days, the microseconds between instants."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        passed = utc(end) - utc(start)
        return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
    return end.toordinal() - start.toordinal()
