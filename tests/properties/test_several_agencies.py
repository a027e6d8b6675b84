"""Random histories with steps, questions, pauses and extensions, against a brute count.

A witness notes what was done, in plain days and minutes, and counts by `oracle.brute` alone; the
slip and the clocks of the case must say the same.
"""

from datetime import date, datetime, timedelta

from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError
from caseflow.limits import Supplement, working_days, working_hours
from caseflow.procedures import Extension, LimitRule, Step
from oracle import brute
from oracle.product import ANYONE, HANOI, received, shop

BEGIN = datetime(2026, 3, 2, 9)
NAMES = "abcde"
LEGAL_DAYS, EXTRA_DAYS = 15, 5

limits = st.one_of(
    st.integers(1, 4).map(lambda days: ("days", days)),
    st.integers(1, 20).map(lambda hours: ("hours", hours)),
)


@st.composite
def plans(draw):
    """Two to five steps, each after none, the one before, or any of those before it."""
    steps = []
    for name in NAMES[: draw(st.integers(2, 5))]:
        unit, amount = draw(limits)
        before = [step.name for step in steps]
        after = draw(st.none() | st.lists(st.sampled_from(before or ["-"]), unique=True))
        steps.append(
            Step(
                name,
                f"unit {draw(st.integers(1, 3))}",
                working_days(amount) if unit == "days" else working_hours(amount),
                after=None if after is None else tuple(each for each in after if each != "-"),
            )
        )
    return tuple(steps)


@define
class Run:
    """A step as the witness saw it."""

    name: str
    unit: str
    amount: int
    begun: datetime
    pauses: list[tuple[datetime, datetime]] = field(factory=list)
    finished: datetime | None = None

    def due(self):
        """The day, or the minute, by which it had to be finished."""
        if self.unit == "days":
            days = [(stop.date(), resume.date()) for stop, resume in self.pauses]
            return brute.last_day(self.begun.date(), self.amount, "working_day", days)
        return brute.working_minutes_due(self.begun, self.amount * 60, self.pauses)

    def is_over_at(self, moment):
        due = self.due()
        return moment.date() > due if self.unit == "days" else moment > due

    def used_days(self, now):
        days = [(stop.date(), resume.date()) for stop, resume in self.pauses]
        return brute.working_days_used(self.begun.date(), now.date(), days)

    def verdict(self):
        due = self.due()
        ended = self.finished.date() if self.unit == "days" else self.finished
        return "early" if ended < due else "late" if ended > due else "on-time"


@define
class Witness:
    """What was done to the case, told in days and minutes."""

    policy: Supplement
    legal: Run
    runs: list[Run] = field(factory=list)
    asked: list[tuple[date, datetime | None]] = field(factory=list)
    stopped: datetime | None = None

    def open(self):
        return [run for run in (self.legal, *self.runs) if run.finished is None]

    def see(self, action, payload, now, plan):
        if action in (vn.SUSPEND, vn.REQUEST_PAYMENT, vn.REQUEST_SUPPLEMENT):
            self.stopped = now
        elif action in (vn.RESUME, vn.PAY, vn.SUPPLEMENT):
            for run in self.open():
                run.pauses.append((self.stopped, now))
                if action is vn.SUPPLEMENT and self.policy is Supplement.RESTART:
                    run.begun, run.pauses = now, []
            self.stopped = None
        elif action is vn.EXTEND:
            self.legal.amount += EXTRA_DAYS
        elif action is vn.HAND_OVER:
            limit = plan[payload.step].limit
            unit = "days" if limit.unit is working_days(1).unit else "hours"
            self.runs.append(Run(payload.step, unit, int(limit.amount), now))
        elif action is vn.FINISH_STEP:
            self.finish([run for run in self.open() if run.name == payload.step], now)
        elif action is vn.DECIDE:
            self.finish(self.open(), now)
        elif action is vn.CONSULT:
            self.asked.append((payload.answer_by, None))
        elif action is vn.CONSULT_ANSWERED:
            self.asked[-1] = (self.asked[-1][0], now)

    def finish(self, runs, now):
        for run in runs:
            if self.stopped is not None:
                run.pauses.append((self.stopped, now))
            run.finished = now


def requests(now):
    """What somebody may try to do; most of it is refused at most times."""
    hand_overs = [(vn.HAND_OVER, vn.StepHandOver(name)) for name in NAMES]
    finishes = [(vn.FINISH_STEP, vn.StepFinish(name)) for name in NAMES]
    answer_by = now.date() + timedelta(days=now.minute % 9)
    return [
        *hand_overs * 3,
        *finishes * 2,
        (vn.CONSULT, vn.Consultation("Sở", "có vướng không?", answer_by)),
        (vn.CONSULT_ANSWERED, vn.ConsultationAnswer("Sở", "không")),
        (vn.SUSPEND, vn.ExcludedTime("agency", "luật")),
        (vn.RESUME, None),
        (vn.RESUME, None),
        (vn.REQUEST_PAYMENT, vn.PaymentRequest(1000)),
        (vn.PAY, vn.Payment(1000)),
        (vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["đơn"], "thiếu")),
        (vn.SUPPLEMENT, vn.Answer()),
        (vn.EXTEND, vn.Reason("phức tạp")),
    ]


def tried(engine: Engine, case: Case, request, now) -> Case | None:
    action, payload = request
    try:
        return engine.fire(case, action, payload, by=ANYONE, at=now.replace(tzinfo=HANOI))
    except ActionRefusedError:
        return None


walks = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 3 * 24 * 60)), min_size=15, max_size=40
)


# Each example is a whole history of up to 40 acts, so three tenths of the usual number.
@settings(max_examples=max(settings().max_examples * 3 // 10, 20))
@given(plans(), st.sampled_from([Supplement.RESTART, Supplement.PAUSE]), walks, st.booleans())
def test_clocks_and_verdicts_are_what_a_brute_count_gives(steps, policy, walk, decides):
    """used + left = allowed on every clock, each date and verdict is the counted one, all replays.

    What is refused changes nothing.
    """
    engine = shop(
        limits=[LimitRule(working_days(LEGAL_DAYS))],
        steps=steps,
        supplement=policy,
        supplement_max=9,
        extension=Extension(working_days(EXTRA_DAYS), max=2),
    )
    now = BEGIN
    case = received(engine, now.replace(tzinfo=HANOI))
    witness = Witness(policy, Run("legal", "days", LEGAL_DAYS, now))
    plan = {step.name: step for step in steps}
    case = tried(engine, case, (vn.ASSIGN, vn.Assignment("Phòng")), now) or case
    for choice, minutes in walk:
        now += timedelta(minutes=minutes)
        possible = [
            (request, after)
            for request in requests(now)
            if not (request[0] is vn.HAND_OVER and request[1].step not in plan)
            for after in [tried(engine, case, request, now)]
            if after is not None
        ]
        if possible:
            request, case = possible[choice % len(possible)]
            witness.see(*request, now, plan)
        agree(engine, case, witness, now)
    if decides and witness.stopped is None:
        decided = tried(engine, case, (vn.DECIDE, vn.Decision()), now)
        if decided is not None:
            case = decided
            witness.see(vn.DECIDE, None, now, plan)
            agree(engine, case, witness, now)
            assert vn.control_slip(engine, case, at=case.last_at).verdict.value == (
                witness.legal.verdict()
            )


def agree(engine, case, witness, now):
    """Compare the case, its clocks and its slip with the witness."""
    at = now.replace(tzinfo=HANOI)
    assert engine.replay(case.records) == case
    slip = vn.control_slip(engine, case, at=at)
    dates = engine.deadlines(case, at=at)
    reported = [row for row in slip.rows if row.kind is vn.RowKind.STEP]
    assert [row.name for row in reported] == [run.name for run in witness.runs]
    clocks = [(dates.legal.ledger, dates.legal.due, witness.legal)]
    clocks += [(row.ledger, row.due, run) for row, run in zip(reported, witness.runs, strict=True)]
    for ledger, due, run in clocks:
        for moment in (at, at - timedelta(days=2), at + timedelta(days=5, hours=7)):
            used, left = (each(dates.calendar, moment) for each in (ledger.used, ledger.left))
            assert used + left == ledger.allowed(dates.calendar)
        counted(ledger, due, run, witness, now, dates.calendar)
    for row, run in zip(reported, witness.runs, strict=True):
        assert (None if row.verdict is None else row.verdict.value) == (
            None if run.finished is None else run.verdict()
        )
    asked = [row for row in slip.rows if row.kind is vn.RowKind.CONSULTATION]
    for row, run in zip(reported, witness.runs, strict=True):
        if run.finished is None:
            assert row.is_late == run.is_over_at(witness.stopped or now)
    for row, (answer_by, answered) in zip(asked, witness.asked, strict=True):
        seen = answered or (witness.legal.finished or now)
        assert row.is_late == (seen.date() > answer_by)


def counted(ledger, due, run, witness, now, calendar):
    """Compare one clock with the count of its days, or of its minutes."""
    is_paused = witness.stopped is not None and run.finished is None
    if is_paused:
        if ledger.name.startswith("step") and run.is_over_at(witness.stopped):
            assert due is not None
        else:
            assert due is None
            return
    at = due.at.astimezone(HANOI).replace(tzinfo=None)
    assert (due.on if run.unit == "days" else at) == run.due()
    if run.unit == "days":
        until = run.finished or witness.stopped or now
        assert ledger.used(calendar, until.replace(tzinfo=HANOI)) == run.used_days(until)
