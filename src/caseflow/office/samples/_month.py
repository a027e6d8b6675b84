"""A month of made-up filings over real procedures, drawn from a seed and worked by the engine.

Nothing here is a record of anybody: who files, when, and how long the office takes are drawn. The
only file of the office that draws random numbers. What is national in it is in `Sample`.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case
from caseflow.engine import Engine, Outcome
from caseflow.errors import ValueInvalidError
from caseflow.fees import FeeSchedule, counted_for
from caseflow.office.actions import (
    ASSIGN,
    DECIDE,
    DESCRIBE,
    NOTIFY_EARLY,
    RECEIVE,
    REFUSE,
    REJECT,
    REQUEST_PAYMENT,
    REQUEST_SUPPLEMENT,
    RETURN_AT_COUNTER,
    RETURN_BY_POST,
    RETURN_ONLINE,
    SUPPLEMENT,
    WITHDRAW,
)
from caseflow.office.paying import books_of
from caseflow.office.payloads import (
    Answer,
    Assignment,
    Decision,
    Description,
    EarlyNotice,
    Handover,
    Parcel,
    PaymentRequest,
    Reason,
    RefusalResult,
    SupplementRequest,
)
from caseflow.office.samples._acting import Hand
from caseflow.office.samples._tills import Till
from caseflow.office.samples._values import Sample
from caseflow.procedures import PaymentPoint, Procedure
from caseflow.values import Channel

__all__ = ["Filing", "work_month"]

#: As many filings as a month may have.
MOST = 100_000


@frozen
class Filing:
    """Hold one worked filing: its procedure, its case, and how it turned out.

    `tale` names what happened besides: "not accepted", "withdrawn", "supplemented", "paid at
    reception", "paid mid-way", "paid at return", "refused as a result", "told in advance".
    """

    number: int
    procedure: Procedure
    case: Case
    outcome: Outcome | None
    tale: tuple[str, ...]

    @property
    def is_promised(self) -> bool:
        """Return whether the filing was lodged and is returned online under early return."""
        terms = self.case.terms
        both_online = terms.channel is Channel.ONLINE and terms.result_by is Channel.ONLINE
        return both_online and self.procedure.early is not None


@typed
def work_month(
    engine: Engine,
    till: Till,
    *,
    count: int,
    seed: int,
    keep: Callable[[Case], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Filing]:
    """Draw *count* filings of the month from *seed* and work each of them to its end.

    Bills are made out and paid at *till*, whose sample says by what the month is drawn.
    *keep* is handed each case when it is worked; numbers and keys follow from *seed* and *count*.

    Raises:
        ValueInvalidError: *count* is below zero or above a hundred thousand.
    """
    if not 0 <= count <= MOST:
        raise ValueInvalidError("count", count, f"a number from 0 to {MOST:,}")
    draw = random.Random(seed)
    calendar = engine.jurisdiction.calendar
    procedures = _procedures(engine)
    lodged = sorted(_lodging_instants(draw, calendar, till.sample, count))
    filings: list[Filing] = []
    for number, at in enumerate(lodged, 1):
        run = _FilingRun(engine, till, draw, number, f"{seed}-{count}")
        filings.append(run.live(draw.choice(procedures), at))
        if keep:
            keep(filings[-1].case)
        if progress:
            progress(number, count)
    return filings


def _procedures(engine: Engine) -> Sequence[Procedure]:
    """Real procedures of the department, and some in which a fee is paid."""
    chosen = [
        procedure
        for procedure in engine.jurisdiction.catalogue
        if procedure.early is not None or procedure.payment is not None
    ]
    return [each for each in chosen if None in {rule.branch for rule in each.limits}]


def _lodging_instants(
    draw: random.Random, calendar: OfficeCalendar, sample: Sample, count: int
) -> Iterator[datetime]:
    days = (sample.last - sample.first).days
    for _ in range(count):
        on = sample.first + timedelta(days=draw.randint(0, days))
        yield calendar.start_of(on) + timedelta(minutes=draw.randint(6 * 60, 22 * 60))


class _FilingRun:
    """Works one filing from its lodging to its end."""

    def __init__(
        self, engine: Engine, till: Till, draw: random.Random, number: int, name: str
    ) -> None:
        self._engine = engine
        self._hand = Hand(engine)
        self._till = till
        self._sample = till.sample
        self._notes = till.sample.notes.of(number)
        people = till.sample.people
        self._desk, self._office, self._applicant = people.desk, people.office, people.applicant
        self._calendar = engine.jurisdiction.calendar
        self._draw = draw
        self._number = number
        self._name = f"made-up-{name}-{number:03}"
        self._tale: list[str] = []

    def live(self, procedure: Procedure, lodged_at: datetime) -> Filing:
        is_online = self._draw.randrange(1000) < self._sample.online and procedure.is_offered(
            Channel.ONLINE
        )
        channel = Channel.ONLINE if is_online else Channel.COUNTER
        if not is_online:
            lodged_at = self._later(lodged_at, minutes=1)
        result_by = (
            self._draw.choice([Channel.ONLINE] * 4 + [Channel.POST]) if is_online else channel
        )
        case = self._engine.open(
            procedure.code,
            channel=channel,
            result_by=result_by,
            at=lodged_at,
            case_id=self._name,
            key=f"{self._name}:0",
        )
        applicant = self._sample.applicant(self._notes.applicant)
        description = Description(applicant, self._notes.request, self._notes.papers)
        case = self._hand.do(
            self._applicant if is_online else self._desk,
            case,
            DESCRIBE,
            description,
            lodged_at,
        )
        received_at = self._later(lodged_at, minutes=self._draw.randint(5, 400))
        chance = self._draw.random()
        if chance < 0.03 and self._hand.knows(case, REJECT):
            case = self._hand.do(
                self._desk, case, REJECT, Reason(self._notes.not_competent), received_at
            )
            self._tale.append("not accepted")
            return self._filing(procedure, case)
        if procedure.payment is PaymentPoint.RECEPTION:
            case = self._billed(procedure, case, received_at)
            case = self._till.pay(self._hand, case, received_at)
            received_at = self._later(received_at, minutes=5)
            self._tale.append("paid at reception")
        received_on = self._calendar.local_date(received_at)
        receipt = self._sample.receipt(len(self._notes.papers), received_on, self._number)
        case = self._hand.do(self._desk, case, RECEIVE, receipt, received_at)
        at = self._later(received_at, minutes=self._draw.randint(10, 120))
        case = self._hand.do(self._desk, case, ASSIGN, Assignment(self._notes.unit), at)
        if chance < 0.06:
            case = self._hand.do(
                self._applicant,
                case,
                WITHDRAW,
                Reason(self._notes.withdrawn),
                self._later(at, minutes=200),
            )
            self._tale.append("withdrawn")
            return self._filing(procedure, case)
        return self._processed(procedure, case, at, has_gap=chance > 0.82)

    def _processed(
        self, procedure: Procedure, case: Case, at: datetime, *, has_gap: bool
    ) -> Filing:
        if has_gap:
            at = self._later(at, minutes=self._draw.randint(30, 700))
            request = SupplementRequest((self._notes.lacking,), self._notes.lacking_why)
            if self._hand.may(self._office, case, REQUEST_SUPPLEMENT, at):
                case = self._hand.do(self._office, case, REQUEST_SUPPLEMENT, request, at)
                at = self._later(at, minutes=self._draw.randint(500, 3000))
                case = self._hand.do(self._applicant, case, SUPPLEMENT, Answer(papers=1), at)
                self._tale.append("supplemented")
        if procedure.payment is PaymentPoint.MIDWAY:
            at = self._later(at, minutes=self._draw.randint(200, 900))
            case = self._billed(procedure, case, at)
            due = books_of(case.records, self._till.currency).account.balance.due
            case = self._hand.do(self._office, case, REQUEST_PAYMENT, PaymentRequest(due), at)
            at = self._later(at, minutes=self._draw.randint(100, 1500))
            case = self._till.pay(self._hand, case, at)
            self._tale.append("paid mid-way")
        return self._decided(procedure, case, self._decision_instant(case, at))

    def _decision_instant(self, case: Case, at: datetime) -> datetime:
        """Draw when the office decides: mostly well before the date it has promised."""
        dates = self._engine.deadlines(case, at=at)
        goal = dates.promised.due or dates.legal.due
        left = self._calendar.working_time(at, goal.at) if goal else timedelta(days=1)
        available = max(60, left // timedelta(minutes=1))
        percent = self._draw.choice([45, 60, 70, 75, 80, 85, 90, 92, 95, 97, 99, 99, 104, 130])
        return self._later(at, minutes=max(5, available * percent // 100))

    def _decided(self, procedure: Procedure, case: Case, at: datetime) -> Filing:
        if self._draw.random() < 0.06:
            case = self._hand.do(self._office, case, REFUSE, RefusalResult(self._notes.refused), at)
            self._tale.append("refused as a result")
        else:
            case = self._hand.do(
                self._office,
                case,
                DECIDE,
                Decision(self._notes.decision),
                at,
            )
        if procedure.payment is PaymentPoint.RETURN:
            at = self._later(at, minutes=20)
            case = self._billed(procedure, case, at)
            case = self._till.pay(self._hand, case, at)
            at = self._later(at, minutes=1)
            self._tale.append("paid at return")
        at = self._later(at, minutes=self._draw.randint(5, 300))
        if self._hand.may(self._desk, case, NOTIFY_EARLY, at):
            case = self._hand.do(self._desk, case, NOTIFY_EARLY, EarlyNotice(self._notes.means), at)
            self._tale.append("told in advance")
        at = self._later(at, minutes=self._draw.randint(5, 600))
        if case.result_by is Channel.ONLINE:
            case = self._hand.do(
                self._desk,
                case,
                RETURN_ONLINE,
                self._sample.result(case, self._notes.document),
                at,
            )
        elif case.result_by is Channel.POST:
            case = self._hand.do(
                self._desk,
                case,
                RETURN_BY_POST,
                Parcel(self._notes.parcel),
                at,
            )
        else:
            case = self._hand.do(
                self._desk, case, RETURN_AT_COUNTER, Handover(self._notes.handed_to), at
            )
        return self._filing(procedure, case)

    def _filing(self, procedure: Procedure, case: Case) -> Filing:
        outcome = self._engine.timeliness(case)
        return Filing(self._number, procedure, case, outcome, tuple(self._tale))

    # ── acting ──────────────────────────────────────────────────────────────────────────────

    def _later(self, at: datetime, *, minutes: int) -> datetime:
        return self._calendar.add_working_time(at, timedelta(minutes=minutes))

    def _billed(self, procedure: Procedure, case: Case, at: datetime) -> Case:
        """Charge what the procedure costs, and the transfer if it is paid online."""
        schedule = procedure.fees or FeeSchedule(currency=self._till.currency)
        transfer = self._sample.prices.transfer
        services = [transfer] if transfer and case.terms.channel is Channel.ONLINE else []
        counts = {name: self._draw.randint(1, 4) for name in counted_for(schedule)}
        charge = self._till.charge(schedule, case, at, services=services, counts=counts)
        return self._till.bill(self._hand, case, charge, at)
