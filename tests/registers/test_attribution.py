"""Where the time of a filing goes: random ones add up exactly, hand-made ones are as stated."""

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import duckdb
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.errors import (
    HistoryError,
    TimeReversedError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.limits import PauseDays, Supplement, Unit, working_days, working_hours
from caseflow.office.rules import FRONT_DESK
from caseflow.office.services import open_service
from caseflow.procedures import ExcludedGround, LimitRule, PaymentPoint, Step
from caseflow.reports.attribution import (
    REGISTER_DAYS,
    Attribution,
    Holder,
    Stage,
    attribute,
    filing_times,
    register_days,
)
from caseflow.reports.counts import Counts, Period
from caseflow.reports.register import Register, row_of
from caseflow.stores import MemoryStore
from caseflow.targets import Timeliness
from caseflow.values import Channel
from caseflow.vietnam.rules import OFFICE
from caseflow.workflow import LEGAL
from histories import office
from histories.walks import _kind, _marks
from histories.witness import used
from oracle.product import ANYONE, HANOI, at, shop
from registers.drawn import filings
from registers.test_rows import BEGIN, CHANNELS, SCHEMA, histories, worked

HOUR = 3_600_000_000


@settings(max_examples=max(40, settings().max_examples // 4))
@given(histories, st.integers(0, 30 * 24 * 60))
def test_the_parts_of_any_filing_are_its_whole(history, minutes):
    """Elapsed and counted time and lateness are split exactly, and nothing is split off twice."""
    case, engine = worked(history), office.engine()
    found = attribute(engine, case, at=case.last_at + timedelta(minutes=minutes), rules=OFFICE)
    row, outcome = row_of(engine, case), engine.timeliness(case)

    assert sum(each.elapsed for each in found.spans) == found.elapsed
    assert sum(each.counted for each in found.spans) == found.counted
    assert sum(each.delay for each in found.spans) == found.lateness
    for each in found.spans:
        assert each.elapsed >= 0
        assert 0 <= (each.beyond or 0) <= each.counted
        assert each.delay >= 0
        assert each.delay <= each.counted or each.part.holder is Holder.REST
    stretches = {}
    for each in found.spans:
        if each.part.holder is not Holder.REST:
            stretches.setdefault((each.begun_at, each.ended_at), []).append(each)
    assert all(one[1] <= other[0] for one, other in pairwise(stretches))
    if row["used"] is not None:
        assert found.counted == Fraction(row["used"], row["parts"])
        assert found.allowed == Fraction(row["allowed"], row["parts"])
    if outcome is not None and outcome.timeliness is not Timeliness.LATE:
        assert not found.is_late
    by_part = found.by_part().values()
    assert sum(each.elapsed for each in by_part) == found.elapsed
    for begun_at, ended_at in stretches:
        had = [
            each for each in found.spans if (each.begun_at, each.ended_at) == (begun_at, ended_at)
        ]
        state = [act.target for act in case.acts if act.at <= begun_at][-1]
        assert {each.part.stage for each in had} <= STAGES[state], state
        assert max(each.elapsed for each in had) - min(each.elapsed for each in had) <= 1
        if found.time_unit is not None and not case.terms.rebased:
            assert sum(each.counted for each in had) == by_hand(case, begun_at, ended_at)


#: What a filing can be there for in each state.
OUT = {Stage.RETURN, Stage.COLLECTION}
IN = {Stage.PROCESSING, Stage.STEP, Stage.CONSULTATION, Stage.TRANSFER}
STAGES = {
    "registered": {Stage.RECEPTION},
    "awaiting-correction": {Stage.CORRECTION},
    "in-transit": {Stage.FORWARDING},
    "received": IN,
    "processing": IN,
    "suspended": {Stage.SUSPENSION},
    "awaiting-supplement": {Stage.SUPPLEMENT},
    "awaiting-payment": {Stage.PAYMENT},
    "decided": OUT,
}


def by_hand(case, begun_at, ended_at):
    """What the legal clock counted from one instant to another: days one by one, or minutes."""
    ledger = case.clock(LEGAL)
    kind, marks = _kind(ledger.limit), _marks(ledger)
    moments = (each.astimezone(HANOI).replace(tzinfo=None) for each in (begun_at, ended_at))
    first, last = (used(kind, marks, each) for each in moments)
    return last - first


# ── hand-made ───────────────────────────────────────────────────────────────────────────────

STEPS = (
    Step("read", "Phòng A", working_days(2)),
    Step("survey", "Phòng B", working_days(3)),
    Step("sign", "Phòng A", working_days(1)),
)


class Desk:
    """One filing, worked by hand: each act with its instant of March and April 2026."""

    def __init__(self, *, result_by=Channel.COUNTER, limit=None, steps=STEPS, **terms):
        self.engine = shop(limits=(LimitRule(limit or working_days(10)),), steps=steps, **terms)
        # Monday the 2nd, 8:00, accepted an hour later.
        self.case = self.engine.open(
            "1.000001", channel=Channel.ONLINE, result_by=result_by, at=at("2026-03-02T08:00")
        )
        self.does(vn.RECEIVE, "2026-03-02T09:00", vn.Receipt(papers=1))

    def does(self, action, moment, payload=None):
        self.case = self.engine.fire(self.case, action, payload, by=ANYONE, at=at(moment))

    def time(self, moment):
        found = attribute(self.engine, self.case, at=at(moment))
        assert sum(each.elapsed for each in found.spans) == found.elapsed
        assert sum(each.counted for each in found.spans) == found.counted
        assert sum(each.delay for each in found.spans) == found.lateness
        return found


def told(found):
    """What each part had: hours of clock time, what was counted, and the delay."""
    return {
        (each.part.stage, each.part.name, each.part.detail): (
            Fraction(each.elapsed, HOUR),
            each.counted,
            each.delay,
        )
        for each in found.by_part().values()
    }


def test_a_plain_filing_goes_from_hand_to_hand():
    """Each unit has the days that began while it had the filing; the applicant collects it."""
    desk = Desk(steps=())
    desk.does(vn.ASSIGN, "2026-03-03T09:00", vn.Assignment("Phòng A"))
    desk.does(vn.DECIDE, "2026-03-06T15:00", vn.Decision("1"))
    desk.does(vn.NOTIFY_EARLY, "2026-03-06T15:00", vn.EarlyNotice("SMS"))
    desk.does(vn.RETURN_AT_COUNTER, "2026-03-09T15:00", vn.Handover("A"))
    found = desk.time("2026-03-20T09:00")

    # Tuesday began at the one-stop shop; Wednesday, Thursday and Friday began in the unit.
    assert told(found) == {
        (Stage.RECEPTION, FRONT_DESK, ""): (1, 0, 0),
        (Stage.TRANSFER, FRONT_DESK, ""): (24, 1, 0),
        (Stage.PROCESSING, "Phòng A", ""): (78, 3, 0),
        (Stage.COLLECTION, "", ""): (72, 0, 0),
    }
    assert (found.time_unit, found.allowed, found.counted) == (Unit.WORKING_DAY, 10, 4)
    assert found.elapsed == 175 * HOUR
    assert [str(each) for each in (found.decided_on, found.ended_on)] == [
        "2026-03-06",
        "2026-03-09",
    ]


def test_the_applicant_has_the_time_of_a_supplement_and_the_clock_none_of_it():
    """What a pause leaves out is elapsed, and counted for nobody."""
    desk = Desk(steps=(), supplement=Supplement.PAUSE)
    desk.does(vn.ASSIGN, "2026-03-02T10:00", vn.Assignment("Phòng A"))
    desk.does(vn.REQUEST_SUPPLEMENT, "2026-03-04T10:00", vn.SupplementRequest(("bản vẽ",), "thiếu"))
    desk.does(vn.SUPPLEMENT, "2026-03-11T10:00", vn.Answer(1))
    desk.does(vn.DECIDE, "2026-03-13T10:00", vn.Decision("1"))
    found = desk.time("2026-03-13T12:00")

    # The 3rd and 4th, then the 12th and 13th: the day of the pause counts, that of the answer not.
    assert told(found)[Stage.PROCESSING, "Phòng A", ""] == (96, 4, 0)
    assert told(found)[Stage.SUPPLEMENT, "", ""] == (168, 0, 0)
    assert found.by_part().keys() >= {each.part for each in found.spans}
    assert found.ended_on is None


def test_a_restart_leaves_what_was_before_uncounted():
    """The limit begins again from zero, so only the days since are counted."""
    desk = Desk(steps=(), supplement=Supplement.RESTART)
    desk.does(vn.ASSIGN, "2026-03-02T10:00", vn.Assignment("Phòng A"))
    desk.does(vn.REQUEST_SUPPLEMENT, "2026-03-04T10:00", vn.SupplementRequest(("bản vẽ",), "thiếu"))
    desk.does(vn.SUPPLEMENT, "2026-03-11T10:00", vn.Answer(1))
    found = desk.time("2026-03-13T10:00")

    assert told(found)[Stage.PROCESSING, "Phòng A", ""] == (96, 2, 0)
    assert found.counted == 2


def test_steps_side_by_side_share_alike():
    """Two steps open at once have half of each hour and of each day; odd microseconds go first."""
    steps = (STEPS[0], evolve(STEPS[1], after=()))
    desk = Desk(steps=steps)
    desk.does(vn.ASSIGN, "2026-03-02T10:00", vn.Assignment("Phòng A"))
    desk.does(vn.HAND_OVER, "2026-03-02T10:00", vn.StepHandOver("read"))
    desk.does(vn.HAND_OVER, "2026-03-02T10:00", vn.StepHandOver("survey"))
    desk.does(vn.FINISH_STEP, "2026-03-03T10:00:00.000001", vn.StepFinish("read"))
    found = desk.time("2026-03-04T10:00")
    half = 12 * HOUR

    assert [
        (each.part.detail, each.elapsed, each.counted)
        for each in found.spans
        if each.part.stage is Stage.STEP
    ] == [
        ("read", half + 1, Fraction(1, 2)),
        ("survey", half, Fraction(1, 2)),
        ("survey", 24 * HOUR - 1, 1),
    ]
    shares = {
        each.part.detail: (each.share, each.is_late) for each in found.uses if each.part.detail
    }
    assert shares == {"read": (Fraction(1, 2), False), "survey": (Fraction(2, 3), False)}


def late_desk(limit):
    """Read for 4 days of 2, survey for 3 of 3, sign for 2 of 1; a day to hand it on."""
    desk = Desk(limit=limit)
    desk.does(vn.ASSIGN, "2026-03-03T10:00", vn.Assignment("Phòng A"))
    desk.does(vn.HAND_OVER, "2026-03-03T10:00", vn.StepHandOver("read"))
    desk.does(vn.FINISH_STEP, "2026-03-09T10:00", vn.StepFinish("read"))
    desk.does(vn.HAND_OVER, "2026-03-09T10:00", vn.StepHandOver("survey"))
    desk.does(vn.FINISH_STEP, "2026-03-12T10:00", vn.StepFinish("survey"))
    desk.does(vn.HAND_OVER, "2026-03-12T10:00", vn.StepHandOver("sign"))
    desk.does(vn.DECIDE, "2026-03-16T10:00", vn.Decision("1"))
    return desk.time("2026-03-16T11:00")


@pytest.mark.parametrize(
    ("days", "lateness", "read", "survey", "sign", "transfer", "rest"),
    [
        (10, 0, 0, 0, 0, 0, 0),
        # Two days over its own limit and one: three days beyond, of which these are late.
        (9, 1, Fraction(2, 3), 0, Fraction(1, 3), 0, 0),
        (7, 3, 2, 0, 1, 0, 0),
        # The fourth is that of the transfer, which nobody limited.
        (6, 4, 2, 0, 1, 1, 0),
        # The fifth has no cause but a plan of six days for a limit of five.
        (5, 5, 2, 0, 1, 1, 1),
    ],
)
def test_delay_falls_on_what_went_beyond_its_own_limit_first(
    days, lateness, read, survey, sign, transfer, rest
):
    """Beyond own limits first, then who had no limit, then the plan; each sum is the lateness."""
    found = late_desk(working_days(days))
    delays = {key: delay for key, (_, _, delay) in told(found).items()}

    assert (found.counted, found.lateness) == (10, lateness)
    assert delays[Stage.STEP, "Phòng A", "read"] == read
    assert delays[Stage.STEP, "Phòng B", "survey"] == survey
    assert delays[Stage.STEP, "Phòng A", "sign"] == sign
    assert delays[Stage.TRANSFER, FRONT_DESK, ""] == transfer
    assert delays.get((Stage.REST, "", ""), 0) == rest
    # What was used of a limit does not depend on that of the whole.
    shares = {each.part.detail: each.share for each in found.uses if each.part.detail}
    assert shares == {"read": 2, "survey": 1, "sign": 2}


def test_hours_are_split_to_the_microsecond():
    """A limit in working hours is counted from instant to instant."""
    desk = Desk(limit=working_hours(16), steps=())
    desk.does(vn.ASSIGN, "2026-03-02T10:30", vn.Assignment("Phòng A"))
    desk.does(vn.DECIDE, "2026-03-04T09:30", vn.Decision("1"))
    found = desk.time("2026-03-04T09:30")

    # 1.5 hours until it was handed on; then 1 and 4, 8, 2: 16.5 of 16 hours.
    assert told(found)[Stage.TRANSFER, FRONT_DESK, ""][1] == Fraction(3, 2)
    assert told(found)[Stage.PROCESSING, "Phòng A", ""][1] == 15
    assert found.lateness == Fraction(1, 2)
    assert sum(each.delay for each in found.spans) == Fraction(1, 2)


def test_a_step_in_days_has_all_of_its_last_day_on_a_clock_in_hours():
    """A step of one day, due on the 3rd: what was counted on the 4th is beyond it."""
    desk = Desk(limit=working_hours(8), steps=(Step("read", "Phòng A", working_days(1)),))
    desk.does(vn.ASSIGN, "2026-03-02T09:00", vn.Assignment("Phòng A"))
    desk.does(vn.HAND_OVER, "2026-03-02T09:00", vn.StepHandOver("read"))
    desk.does(vn.DECIDE, "2026-03-04T09:30", vn.Decision("1"))
    found = desk.time("2026-03-04T09:30")
    [span] = [each for each in found.spans if each.part.stage is Stage.STEP]

    # 2.5 and 4 hours, 8, and 2 on the 4th.
    assert (span.counted, span.beyond) == (Fraction(33, 2), 2)
    assert (found.lateness, span.delay) == (Fraction(17, 2), 2)


def test_an_agency_that_is_asked_twice_has_the_time_of_both_questions():
    """Each answer ends the question it belongs to."""
    desk = Desk(steps=())
    desk.does(vn.ASSIGN, "2026-03-02T09:00", vn.Assignment("Phòng A"))
    for asked, answered in (("02T10:00", "04T10:00"), ("05T10:00", "06T10:00")):
        question = vn.Consultation("Sở B", "?", date(2026, 3, 9))
        desk.does(vn.CONSULT, f"2026-03-{asked}", question)
        desk.does(vn.CONSULT_ANSWERED, f"2026-03-{answered}", vn.ConsultationAnswer("Sở B", "có"))
    found = told(desk.time("2026-03-07T09:00"))

    assert found[Stage.CONSULTATION, "Sở B", ""] == (72, 3, 0)
    assert found[Stage.PROCESSING, "Phòng A", ""] == (48, 1, 0)


def test_a_filing_cannot_be_looked_at_before_its_last_act():
    """What is not over yet cannot be split."""
    desk = Desk()
    with pytest.raises(TimeReversedError):
        desk.time("2026-03-02T08:30")


# ── totals ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def times():
    """The time of some random filings of an office, and of the late one by hand."""
    found = [late_desk(working_days(7)), late_desk(working_hours(40))]
    for seed in range(28):
        walk = random.Random(seed)
        most = (10_000, 2**32, 4_000)
        steps = [tuple(walk.randrange(each) for each in most) for _ in range(25)]
        begun = BEGIN + timedelta(minutes=walk.randrange(200 * 1440))
        case = worked((office.CODES[seed % 7], *walk.choices(CHANNELS, k=2), begun, steps))
        found.append(attribute(office.engine(), case, at=case.last_at, rules=OFFICE))
    return found


ALL = ("holder", "stage", "name", "detail", "procedure", "channel", "unit")


def test_totals_are_the_sums_of_the_filings_in_whatever_order(times):
    """Totals of parts add up to those of the whole; every share of a whole sums to one."""
    whole = Attribution.of(times, by=ALL, dated="lodged_on")
    halves = [Attribution.of(times[n::2], by=ALL, dated="lodged_on") for n in (0, 1)]

    assert halves[0] + halves[1] == halves[1] + halves[0] == whole
    assert sum(each.elapsed for each in whole.parts.values()) == sum(t.elapsed for t in times)
    assert sum(each.filings for each in whole.wholes.values()) == len(times)
    for by in ((), ("unit",), ("procedure", "holder"), ("holder", "name")):
        rolled = whole.rolled(by, Period.YEAR)
        assert rolled == Attribution.of(times, by=by, period=Period.YEAR, dated="lodged_on")
        sums = {}
        for row in rolled.rows():
            key = (row["time_unit"], row.get("unit"), row.get("procedure"), row["period"])
            sums.setdefault(key, []).append(row)
        for rows in sums.values():
            assert sum(row["elapsed_share"] or 0 for row in rows) == 1
            assert sum(row["counted_share"] or 0 for row in rows) in (0, 1)
            assert sum(row["delay_share"] or 0 for row in rows) in (0, 1)


def test_a_unit_answers_for_its_limits_and_its_delay(times):
    """By unit and step: how often a limit ran, which share of it was used, and the delay."""
    found = Attribution.of(times[:1], by=("name", "detail"))
    rows = {(row["name"], row["detail"]): row for row in found.rows()}
    read = rows["Phòng A", "read"]

    assert (read["limits"], read["late"], read["share_used"]) == (1, 1, 2)
    assert (read["delay"], read["delay_share"], read["late_filings"]) == (2, Fraction(2, 3), 1)
    [unit] = [row for row in found.rolled(("name",)).rows() if row["name"] == "Phòng A"]
    assert (unit["limits"], unit["share_used"], unit["delay"]) == (2, 2, 3)
    assert unit["time_unit"] == "working-day"


def test_totals_of_another_shape_are_refused(times):
    """Unknown keys and days are named, and so is what fits not together."""
    found = Attribution.of(times, by=("name",))
    with pytest.raises(UnknownNameError, match="officer"):
        Attribution.of(times, by=("officer",))
    with pytest.raises(UnknownNameError, match="paid_on"):
        Attribution.of(times, dated="paid_on")
    with pytest.raises(UnknownNameError, match="unit"):
        found.rolled(("unit",))
    with pytest.raises(ValueInvalidError, match="each key once"):
        Attribution.of(times, by=("name", "name"))
    with pytest.raises(ValueInvalidError, match="QUARTER"):
        found.rolled((), Period.WEEK)
    with pytest.raises(ValueInvalidError, match="holder"):
        found + Attribution.of(times, by=("holder",))


def test_a_store_gives_the_time_of_each_of_its_filings(monkeypatch):
    """A case that cannot be read is named and left out, or raised."""
    service = open_service(MemoryStore(), "vietnam")
    begun, look = at("2026-03-02T09:00"), at("2026-03-04T09:00")
    for number in ("H1", "H2"):
        service.open(
            "1.014445", case_id=number, channel=Channel.ONLINE, result_by=Channel.ONLINE, at=begun
        )
        service.fire(number, vn.RECEIVE, vn.Receipt(papers=1), by=ANYONE, at=begun)
    found = list(filing_times(service, at=look, rules=OFFICE))
    assert [(each.number, each.elapsed) for each in found] == [(n, 48 * HOUR) for n in ("H1", "H2")]
    assert found[0] == attribute(service.engine, service.get("H1"), at=look, rules=OFFICE)
    # What was done after the instant is still seen: no part of a case is left out.
    assert next(filing_times(service, at=at("2026-03-01T09:00"), rules=OFFICE)).elapsed == 0

    sealer = type(service.work.sealer)
    whole = sealer.extended

    def broken(self, case_id, held, stored):
        if case_id == "H1":
            raise HistoryError(case_id, 1, "its hash does not follow from its text")
        return (yield from whole(self, case_id, held, stored))

    monkeypatch.setattr(sealer, "extended", broken)
    problems = []
    rest = filing_times(service, at=look, on_problem=lambda *each: problems.append(each))
    assert [each.number for each in rest] == ["H2"]
    assert [(number, error.code) for number, error in problems] == [("H1", "history-broken")]
    with pytest.raises(HistoryError):
        next(filing_times(service, at=look))


# ── other hands ─────────────────────────────────────────────────────────────────────────────


def test_agencies_payment_and_correction_have_their_time():
    """Corrected before acceptance, asked of an agency, suspended on a ground, paid, sent online."""
    engine = shop(
        limits=(LimitRule(working_days(10)),),
        payment=PaymentPoint.MIDWAY,
        excluded_grounds=(ExcludedGround("thuế", "Luật B"),),
    )
    case = engine.open(
        "1.000001", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at("2026-03-02T08:00")
    )
    for moment, action, payload in (
        ("2026-03-02T10:00", vn.REQUEST_CORRECTION, vn.CorrectionRequest(("đơn",), "thiếu")),
        ("2026-03-03T10:00", vn.CORRECT, vn.Answer(1)),
        ("2026-03-03T11:00", vn.RECEIVE, vn.Receipt(papers=1, code="H17.15-260303-0001")),
        ("2026-03-03T11:00", vn.ASSIGN, vn.Assignment("Phòng A")),
        ("2026-03-04T11:00", vn.CONSULT, vn.Consultation("Sở B", "?", date(2026, 3, 5))),
        ("2026-03-09T11:00", vn.CONSULT_ANSWERED, vn.ConsultationAnswer("Sở B", "có")),
        ("2026-03-09T11:00", vn.SUSPEND, vn.ExcludedTime("thuế", "Luật B")),
        ("2026-03-11T11:00", vn.RESUME, None),
        ("2026-03-11T12:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(50_000)),
        ("2026-03-12T12:00", vn.PAY, vn.Payment(50_000, "R1")),
        ("2026-03-13T12:00", vn.DECIDE, vn.Decision("1")),
        ("2026-03-13T12:00", vn.NOTIFY_EARLY, vn.EarlyNotice("SMS")),
        (
            "2026-03-13T15:00",
            vn.RETURN_ONLINE,
            vn.OnlineResult("gcn.pdf", code="H17.15-260303-0001-KQ(1)", sha256="a" * 64),
        ),
    ):
        case = engine.fire(case, action, payload, by=ANYONE, at=at(moment))
    found = attribute(engine, case, at=case.last_at)

    had = {(key[0].value, key[1] or key[2]): rest for key, rest in told(found).items()}
    assert had == {
        ("reception", FRONT_DESK): (3, 0, 0),
        ("correction", ""): (24, 0, 0),
        # The 4th; then the 13th, as the day on which the clock goes on is not counted.
        ("processing", "Phòng A"): (49, 2, 0),
        # Asked on the 4th: Thursday, Friday and Monday began while the answer was to come.
        ("consultation", "Sở B"): (120, 3, 0),
        ("suspension", "thuế"): (48, 0, 0),
        ("payment", ""): (24, 0, 0),
        ("return", "Phòng A"): (3, 0, 0),
    }
    [asked] = [each for each in found.uses if each.part.holder is Holder.AGENCY]
    assert (asked.allowed, asked.used, asked.is_late) == (1, 3, True)


def test_a_day_that_counts_although_the_clock_goes_on_with_it_is_that_of_who_then_has_it():
    """Where the law counts the first and the last day of a pause, the applicant has neither."""
    limit = evolve(working_days(10), pause_days=PauseDays.BOTH)
    desk = Desk(limit=limit, steps=(), supplement=Supplement.PAUSE)
    desk.does(vn.ASSIGN, "2026-03-02T10:00", vn.Assignment("Phòng A"))
    desk.does(vn.REQUEST_SUPPLEMENT, "2026-03-04T10:00", vn.SupplementRequest(("đơn",), "thiếu"))
    desk.does(vn.SUPPLEMENT, "2026-03-11T10:00", vn.Answer(1))
    found = desk.time("2026-03-13T10:00")

    # The 3rd, 4th, 11th, 12th and 13th.
    assert told(found)[Stage.PROCESSING, "Phòng A", ""] == (96, 5, 0)
    assert told(found)[Stage.SUPPLEMENT, "", ""] == (168, 0, 0)


# ── of a register alone ─────────────────────────────────────────────────────────────────────


def test_a_register_says_the_days_of_stages_and_grounds():
    """What one row a filing knows, recounted by hand; both engines find it, and parts add up."""
    chance = random.Random(5)
    rows = [row for seed in range(40) for row in filings(seed)]
    for row in rows:
        row["accepted_on"], row["time_unit"] = row["received_on"], None
        if row["allowed"] is not None:
            row["time_unit"] = chance.choice(("working-day", "working-hour"))
        for name in ("supplement", "payment", "others"):
            row[f"days_for_{name}"] = chance.choice((0, 0, 2, 5, None))
    names = [name for name in SCHEMA if name in rows[0]]
    schema = {name: SCHEMA[name] for name in names}
    plain = pl.DataFrame({name: [row[name] for row in rows] for name in names}, schema)
    found = register_days(Register.of(plain), by=("unit",), period=Period.MONTH)

    expected = {}
    for row in rows:
        if row["decided_on"] is None:
            continue
        key = row["unit"], row["time_unit"], row["decided_on"].replace(day=1)
        sums = expected.setdefault(key, dict.fromkeys(REGISTER_DAYS, 0))
        sums["filings"] += 1
        for name, first, last in (
            ("before_acceptance", "lodged_on", "accepted_on"),
            ("until_decision", "accepted_on", "decided_on"),
            ("until_return", "decided_on", "returned_on"),
        ):
            if row[first] is not None and row[last] is not None:
                sums[name] += (row[last] - row[first]).days
        if row["used"] is not None and row["time_unit"] is not None:
            used = Fraction(row["used"], row["parts"])
            is_hours = row["time_unit"] == "working-hour"
            sums["counted_minutes" if is_hours else "counted_days"] += int(
                (used * 60 if is_hours else used) // 1
            )
        for name in ("supplement", "payment", "others"):
            sums[f"for_{name}"] += row[f"days_for_{name}"] or 0
    assert {
        (row["unit"], row["time_unit"], row["period"]): {n: row[n] for n in REGISTER_DAYS}
        for row in found.rows()
    } == expected
    texts = plain.with_columns(pl.col(pl.Categorical).cast(pl.String))
    other = Register.of(duckdb.from_arrow(texts.to_arrow()))
    assert register_days(other, by=("unit",)) == found
    assert register_days(Register.of(plain)).rolled(("unit",)) == found.rolled(("unit",))
    halves = (register_days(Register.of(plain[n::2])) for n in (0, 1))
    assert Counts.merged(halves) == found
    with pytest.raises(UnknownNameError, match="step"):
        register_days(Register.of(plain), by=("step",))
