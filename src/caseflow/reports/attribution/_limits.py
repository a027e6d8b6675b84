"""The internal limits of parts of the work, and how much of them was used.

They are those of the control slip: of the first transfer, of steps and of questions to agencies;
besides them that of reception. What the whole filing is judged by is for `_filings`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from caseflow._typed import frozen
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case, Record
from caseflow.engine import Deadline, Deadlines
from caseflow.ledgers import MarkKind
from caseflow.limits import Due, Unit
from caseflow.office.control_slips import ControlSlip, RowKind, SlipRow
from caseflow.office.rules import COMPETENT, FORWARDING
from caseflow.office.steps import Asked, StepRun
from caseflow.reports.attribution._parts import Holder, Part, Stage
from caseflow.reports.attribution._stretches import Key
from caseflow.workflow import ACKNOWLEDGEMENT, LEGAL

__all__ = ["InternalLimit", "LimitUse", "internal_limits"]


@frozen
class LimitUse:
    """Say how much of its internal limit a part of the work used, once.

    Attributes:
        part: whose limit it is.
        begun_at: when it began to run.
        finished_at: when the part was finished; None while it is open, and where the end of the
            case cut it short.
        time_unit: the unit of both numbers.
        allowed: what the limit allowed.
        used: what was used of it, pauses left out.
        is_late: whether it was finished late, or is late by now.
    """

    part: Part
    begun_at: datetime
    finished_at: datetime | None
    time_unit: Unit
    allowed: Fraction
    used: Fraction
    is_late: bool

    @property
    def share(self) -> Fraction | None:
        """Return which share of the limit was used, above 1 if late; None of no time at all."""
        return self.used / self.allowed if self.allowed else None


@frozen
class InternalLimit:
    """Hold on which day a limit ends, and at which instant if it is no day; and its use.

    *on* is None where it has not ended, as while the clock stands still.
    """

    on: date | None
    at: datetime | None = None
    use: LimitUse | None = None

    @classmethod
    def of(cls, due: Due | None, use: LimitUse | None = None) -> "InternalLimit":
        """Return the limit that ends at *due*."""
        if due is None:
            return cls(None, None, use)
        return cls(due.on, due.at if due.is_instant else None, use)


def internal_limits(
    case: Case,
    slip: ControlSlip,
    dates: Deadlines,
    work: tuple[Sequence[StepRun], Sequence[Asked]],
    desk: str,
) -> Mapping[Key, InternalLimit]:
    """Return the internal limits of the parts of *case*, by the key of the part."""
    return dict(_internal_limits(case, slip, dates, *work, desk))


def _internal_limits(
    case: Case,
    slip: ControlSlip,
    dates: Deadlines,
    runs: Sequence[StepRun],
    asked: Sequence[Asked],
    desk: str,
) -> Iterator[tuple[Key, InternalLimit]]:
    calendar, at = dates.calendar, slip.at
    acknowledged = dates.get(ACKNOWLEDGEMENT)
    if acknowledged is not None and acknowledged.ledger is not None:
        yield Key(Stage.RECEPTION), _reception(acknowledged, desk, calendar, at)
    rows = {kind: [row for row in slip.rows if row.kind is kind] for kind in RowKind}
    for row in rows[RowKind.TRANSFER]:
        if row.ledger is None:
            continue
        if _is_forwarding(case, row):
            part = Part(Holder.AGENCY, Stage.FORWARDING, row.received)
        else:
            part = Part(Holder.UNIT, Stage.TRANSFER, row.gave)
        yield Key(part.stage), _of_row(row, part, calendar, at)
    # Rows of a slip stand in the order of the acts that began them, and so do runs and questions.
    for place, (run, row) in enumerate(zip(runs, rows[RowKind.STEP], strict=True)):
        if row.ledger is not None:
            part = Part(Holder.UNIT, Stage.STEP, run.unit, run.name)
            yield Key(Stage.STEP, place), _of_row(row, part, calendar, at)
    for place, (each, row) in enumerate(zip(asked, rows[RowKind.CONSULTATION], strict=True)):
        yield Key(Stage.CONSULTATION, place), _of_question(case, each, row, calendar, at)


def _is_forwarding(case: Case, row: SlipRow) -> bool:
    """Return whether the row is about the way to the competent agency, and not to a unit."""
    return row.received == str(case.fact(COMPETENT) or "") and any(
        change.clock == FORWARDING and change.mark is MarkKind.START and record.at == row.given_at
        for record in case.acts
        for change in record.clocks
    )


def _reception(
    deadline: Deadline, desk: str, calendar: OfficeCalendar, at: datetime
) -> InternalLimit:
    ledger = deadline.ledger
    if ledger is None or ledger.started_at is None:
        return InternalLimit.of(deadline.due)
    part = Part(Holder.UNIT, Stage.RECEPTION, desk)
    seen_at = ledger.stopped_at or at
    is_late = deadline.due is not None and deadline.due.is_over_at(seen_at)
    use = LimitUse(
        part,
        ledger.started_at,
        ledger.stopped_at,
        ledger.counted_in,
        ledger.allowed(calendar),
        ledger.used(calendar, seen_at),
        is_late,
    )
    return InternalLimit.of(deadline.due, use)


def _of_row(row: SlipRow, part: Part, calendar: OfficeCalendar, at: datetime) -> InternalLimit:
    ledger = row.ledger
    if ledger is None or ledger.started_at is None:
        return InternalLimit.of(row.due)
    use = LimitUse(
        part,
        ledger.marks[0].at,
        row.finished_at,
        ledger.counted_in,
        ledger.allowed(calendar),
        ledger.used(calendar, at),
        row.is_late,
    )
    return InternalLimit.of(row.due, use)


def _of_question(
    case: Case, asked: Asked, row: SlipRow, calendar: OfficeCalendar, at: datetime
) -> InternalLimit:
    """Count the working days from the question until the day by which it was to be answered."""
    ends = (record.at for record in case.acts if record.seq > asked.asked and _ends(record))
    seen_at = asked.answered_at or (next(ends, at) if row.is_cut_short else at)
    asked_on, seen_on = calendar.local_date(asked.asked_at), calendar.local_date(seen_at)
    use = LimitUse(
        Part(Holder.AGENCY, Stage.CONSULTATION, asked.agency),
        asked.asked_at,
        asked.answered_at,
        Unit.WORKING_DAY,
        Fraction(calendar.count_working_days(asked_on, asked.answer_by)),
        Fraction(calendar.count_working_days(asked_on, seen_on)),
        row.is_late,
    )
    return InternalLimit(asked.answer_by, None, use)


def _ends(record: Record) -> bool:
    return any(change.clock == LEGAL and change.mark is MarkKind.STOP for change in record.clocks)
