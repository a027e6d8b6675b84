"""Several units and agencies at one filing, and the slip that shows how each kept its time."""

import json
from datetime import date
from fractions import Fraction

import pytest

from caseflow import vietnam as vn
from caseflow.codec import canonical_json
from caseflow.engine import Engine
from caseflow.errors import ValueInvalidError
from caseflow.limits import Supplement, working_days, working_hours
from caseflow.procedures import Step
from caseflow.shares import TimelinessCount
from caseflow.targets import Standing, Timeliness
from caseflow.values import Actor, Channel
from caseflow.vietnam.stored import case_codec
from oracle.product import at

OFFICER = Actor("officer", {"officer"})
EARLY, ON_TIME, LATE = Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE

STEPS = (
    Step("thẩm định", "Phòng A", working_days(3)),
    Step("đo đạc", "Chi nhánh B", working_days(4), after=("thẩm định",)),
    Step("thuế", "Thuế C", working_hours(8), after=("thẩm định",)),
    Step("ký", "Lãnh đạo", working_days(1), after=("đo đạc", "thuế")),
)

SURVEY = vn.StepHandOver("đo đạc")
TAX = vn.StepHandOver("thuế", officer="Bà T")
READ = vn.StepHandOver("thẩm định")


@pytest.fixture
def land(driver):
    """A filing of Mon 2 March 2026, 09:00, under a procedure with steps in parallel."""
    return driver(steps=STEPS)


def rows(slip, kind=vn.RowKind.STEP):
    return [row for row in slip.rows if row.kind is kind]


def consult(agency="Sở Xây dựng", by=date(2026, 3, 6)):
    return vn.Consultation(agency, "có vướng quy hoạch không?", by)


# ── the slip ────────────────────────────────────────────────────────────────────────────────


def test_each_hand_over_is_shown_with_its_verdict(land):
    """Who gave, who received, when, by when, and whether early, on time or late."""
    land.received("2026-03-02 09:00").do("2026-03-02 10:00", vn.HAND_OVER, READ)
    land.do("2026-03-05 16:00", vn.FINISH_STEP, vn.StepFinish("thẩm định", "đủ"))
    land.do("2026-03-05 16:30", vn.HAND_OVER, SURVEY).do("2026-03-05 16:30", vn.HAND_OVER, TAX)
    land.do("2026-03-06 16:31", vn.FINISH_STEP, vn.StepFinish("thuế"))
    land.do("2026-03-09 09:00", vn.FINISH_STEP, vn.StepFinish("đo đạc"))
    land.do("2026-03-09 10:00", vn.HAND_OVER, vn.StepHandOver("ký"))
    land.do("2026-03-10 08:00", vn.DECIDE, vn.Decision("1"))
    slip = land.slip()
    assert [(row.name, row.gave, row.received, row.verdict) for row in rows(slip)] == [
        ("thẩm định", "Phòng", "Phòng A", ON_TIME),
        ("đo đạc", "Phòng A", "Chi nhánh B", EARLY),
        ("thuế", "Phòng A", "Thuế C", LATE),
        ("ký", "Chi nhánh B; Thuế C", "Lãnh đạo", ON_TIME),
    ]
    assert [str(row.due_on) for row in rows(slip)] == [
        "2026-03-05",
        "2026-03-11",
        "2026-03-06",
        "2026-03-10",
    ]
    assert rows(slip)[0].note == "đủ"
    assert rows(slip)[2].officer == "Bà T"
    assert slip.late == (rows(slip)[2],)
    assert slip.partners == ("Phòng A", "Chi nhánh B", "Thuế C", "Lãnh đạo")


def test_a_late_step_does_not_make_the_case_late(land):
    """The whole is late only by the whole's limit: ten working days, not the step's three."""
    land.received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
    land.do("2026-03-12 09:00", vn.DECIDE, vn.Decision("1"))
    slip = land.slip()
    assert rows(slip)[0].verdict is LATE
    assert rows(slip)[0].days_late == 7
    assert (slip.verdict, land.timeliness) == (EARLY, "early")


@pytest.mark.parametrize(
    ("accepted", "assigned", "verdict", "due"),
    [
        ("2026-03-02 15:00", "2026-03-02 17:00", ON_TIME, "2026-03-02"),
        ("2026-03-02 15:00", "2026-03-03 08:00", LATE, "2026-03-02"),
        ("2026-03-02 15:01", "2026-03-02 17:00", EARLY, "2026-03-03"),
        ("2026-03-02 15:01", "2026-03-03 07:30", ON_TIME, "2026-03-03"),
        ("2026-03-02 15:01", "2026-03-03 07:31", LATE, "2026-03-03"),
        ("2026-03-06 15:01", "2026-03-09 07:30", ON_TIME, "2026-03-09"),
        ("2026-03-06 15:01", "2026-03-09 08:00", LATE, "2026-03-09"),
        ("2026-03-06 15:01", "2026-03-10 08:00", LATE, "2026-03-09"),
        ("2026-03-07 16:00", "2026-03-09 17:00", ON_TIME, "2026-03-09"),
        ("2025-06-30 15:01", "2025-07-01 07:31", LATE, "2025-07-01"),
        ("2018-06-21 15:01", "2018-06-22 07:31", LATE, "2018-06-22"),
        ("2018-06-20 09:00", "2018-06-25 09:00", None, "None"),
    ],
)
def test_the_transfer_is_due_the_same_day_or_after_15_00_as_the_next_opens(
    driver, accepted, assigned, verdict, due
):
    """The same working day, and at the start of the next one if received after 15:00.

    Decree 61/2018 Art. 18.2 and Decree 118/2025 Art. 18.2; no rule before 21 June 2018.
    """
    filing = driver().lodge(accepted).do(accepted, vn.RECEIVE, vn.Receipt())
    assert rows(filing.slip(), vn.RowKind.TRANSFER)[0].is_open
    filing.do(assigned, vn.ASSIGN, vn.Assignment("Phòng A"))
    (row,) = rows(filing.slip(), vn.RowKind.TRANSFER)
    assert (row.verdict, str(row.due_on)) == (verdict, due)
    assert (row.unit, row.received) == ("Bộ phận Một cửa", "Phòng A")


@pytest.mark.parametrize(
    ("accepted", "assigned", "verdict"),
    [
        ("2026-03-02 16:00", "2026-03-02 16:00", ON_TIME),
        ("2026-03-02 16:00", "2026-03-03 07:30", LATE),
        ("2025-07-01 16:00", "2025-07-02 07:30", LATE),
        ("2025-06-30 16:00", "2025-07-01 07:30", ON_TIME),
    ],
)
def test_an_electronic_filing_is_sent_on_at_once(driver, accepted, assigned, verdict):
    """Since 1 July 2025 it has no time until the next morning (Decree 118/2025 Art. 18.1)."""
    filing = driver().lodge(accepted, channel=Channel.ONLINE)
    filing.do(accepted, vn.RECEIVE, vn.Receipt())
    filing.do(assigned, vn.ASSIGN, vn.Assignment("Phòng A"))
    (row,) = rows(filing.slip(), vn.RowKind.TRANSFER)
    assert row.verdict is verdict


def test_a_transfer_that_waits_is_overdue_as_the_day_opens(driver):
    """Received on Monday after 15:00: due on Tuesday at 07:30, overdue a minute later."""
    filing = driver().lodge("2026-03-02 15:01").do("2026-03-02 15:01", vn.RECEIVE, vn.Receipt())
    (row,) = rows(filing.slip("2026-03-03 07:30"), vn.RowKind.TRANSFER)
    assert (row.standing, row.due.at.hour, row.due.at.minute) == (Standing.DUE_TODAY, 7, 30)
    assert "07:30" in str(row.due.explain("en"))
    (row,) = rows(filing.slip("2026-03-03 07:31"), vn.RowKind.TRANSFER)
    assert (row.standing, row.is_late) == (Standing.OVERDUE, True)


def test_an_untransferred_filing_and_a_second_transfer_are_shown(driver):
    """Nothing handed over yet is an open row that goes overdue; a later one is told, not judged."""
    filing = driver().lodge("2026-03-02 09:00").do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
    (waiting,) = filing.slip("2026-03-04 09:00").rows
    assert (waiting.standing, waiting.days_late, waiting.is_late) == (Standing.OVERDUE, 2, True)
    filing.do("2026-03-02 10:00", vn.ASSIGN, vn.Assignment("A"))
    filing.do("2026-03-04 10:00", vn.ASSIGN, vn.Assignment("B", "Ông B"))
    first, second = filing.slip().rows
    assert (first.verdict, second.verdict, second.gave, second.received) == (
        ON_TIME,
        None,
        "A",
        "B",
    )
    assert filing.slip().unit == "B"


def test_step_clocks_stand_still_while_the_legal_clock_does(land):
    """A step stops for payment and for excluded time, and has no date meanwhile."""
    land.received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
    land.do("2026-03-03 10:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(1000))
    paused = rows(land.slip("2026-03-09 10:00"))[0]
    assert (paused.standing, paused.due, paused.left) == (Standing.PAUSED, None, 2)
    land.do("2026-03-10 10:00", vn.PAY, vn.Payment(1000))
    going = rows(land.slip("2026-03-11 10:00"))[0]
    assert (str(going.due_on), going.left) == ("2026-03-12", Fraction(1))
    ledger = going.ledger
    calendar = land.dates().calendar
    used = ledger.used(calendar, land.when)
    assert used + ledger.left(calendar, land.when) == ledger.allowed(calendar)


def test_a_late_step_stays_late_while_the_case_waits(land):
    """Due on 5 March, asked to wait on the 9th: four days late, however long the wait is."""
    land.received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
    land.do("2026-03-09 10:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(1000))
    (row,) = land.slip("2026-03-20 10:00").late
    assert (row.standing, row.days_late, str(row.due_on)) == (Standing.OVERDUE, 4, "2026-03-05")


def test_a_step_may_have_the_name_of_a_clock(driver):
    """A step called "legal" keeps its own clock."""
    filing = driver(steps=(Step("legal", "A", working_days(3)),), supplement_within=None).received()
    filing.do("2026-03-02 10:00", vn.HAND_OVER, vn.StepHandOver("legal"))
    filing.do("2026-03-03 10:00", vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["đơn"], "thiếu"))
    (row,) = rows(filing.slip())
    assert (row.left, filing.dates().legal.left) == (3, 10)


def test_a_recomputed_calendar_moves_the_steps_too(driver):
    """A day off decreed after the hand-over moves a step as it moves the case, on the record."""
    filing = driver(steps=STEPS).received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
    later = vn.calendar().override("later", sessions_on={date(2026, 3, 4): ()})
    engine = Engine(filing.engine.jurisdiction, calendars=(later,))
    case = engine.rebase(
        filing.case, later, policy="latest", at=at("2026-03-03 08:00"), by=OFFICER, reason="lễ"
    )
    (row,) = rows(vn.control_slip(engine, case, at=at("2026-03-03 08:00")))
    assert str(row.due_on) == "2026-03-06"


def test_a_slip_is_the_same_once_written_and_read(driver):
    """The records alone give the slip, so a case that comes back from JSON has the same one."""
    filing = driver(steps=STEPS).received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
    filing.do("2026-03-02 10:00", vn.CONSULT, consult())
    codec = case_codec()
    written = canonical_json(codec.case_to_data(filing.case))
    read = codec.case_from_data(json.loads(written))
    assert read == filing.case
    assert vn.control_slip(filing.engine, read, at=filing.when) == filing.slip()


@pytest.mark.parametrize(
    ("policy", "due"), [(Supplement.RESTART, "2026-03-17"), (Supplement.PAUSE, "2026-03-13")]
)
def test_a_supplement_starts_an_open_step_anew_where_it_does_the_case(driver, policy, due):
    """RESTART counts the step's three days from the answer, PAUSE what was left of them."""
    filing = driver(steps=STEPS, supplement=policy, supplement_within=None)
    filing.received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
    filing.do("2026-03-04 10:00", vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["đơn"], "thiếu"))
    filing.do("2026-03-12 10:00", vn.SUPPLEMENT, vn.Answer())
    assert str(rows(filing.slip())[0].due_on) == due


def test_a_finished_step_may_be_done_again_only_where_the_limit_began_again(driver):
    """After RESTART the new papers are read anew; after PAUSE the step stays finished."""
    for policy, codes in ((Supplement.RESTART, None), (Supplement.PAUSE, {"step-finished"})):
        filing = driver(steps=STEPS, supplement=policy, supplement_within=None)
        filing.received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
        filing.do("2026-03-03 10:00", vn.FINISH_STEP, vn.StepFinish("thẩm định"))
        filing.do("2026-03-04 10:00", vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["đơn"], "thiếu"))
        filing.do("2026-03-12 10:00", vn.SUPPLEMENT, vn.Answer())
        if codes:
            assert filing.refused("2026-03-12 11:00", vn.HAND_OVER, READ) == codes
        else:
            filing.do("2026-03-12 11:00", vn.HAND_OVER, READ)
            again = filing.refused("2026-03-12 12:00", vn.HAND_OVER, SURVEY)
            assert again == {"step-before-unfinished", "no-step-left"}
            assert len(rows(filing.slip())) == 2


def test_a_unit_may_finish_while_the_case_waits(land):
    """A finish during a pause stops the step's clock there, and it is judged by that day."""
    land.received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
    land.do("2026-03-03 10:00", vn.SUSPEND, vn.ExcludedTime("thuế", "Luật Đất đai"))
    land.do("2026-03-20 10:00", vn.FINISH_STEP, vn.StepFinish("thẩm định"))
    (row,) = rows(land.slip())
    assert (row.verdict, row.standing) == (EARLY, Standing.STOPPED)


def test_the_end_of_a_case_closes_what_was_open(land):
    """A withdrawal judges no step, unless its time was over already."""
    land.received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
    before = land.case
    land.do("2026-03-03 10:00", vn.WITHDRAW, vn.Reason("thôi"))
    (row,) = rows(land.slip("2026-04-03 10:00"))
    assert (row.verdict, row.is_cut_short, row.is_open) == (None, True, False)
    land.case = before
    land.do("2026-03-09 10:00", vn.WITHDRAW, vn.Reason("thôi"))
    (row,) = rows(land.slip("2026-04-03 10:00"))
    assert (row.verdict, row.days_late, row.finished_at) == (LATE, 4, None)


def test_without_steps_a_filing_goes_to_any_unit_by_name(driver):
    """A procedure without steps has free hand-overs, which have no limit and no verdict."""
    filing = driver().received()
    filing.do("2026-03-02 10:00", vn.HAND_OVER, vn.StepHandOver(unit="Phòng X"))
    filing.do("2026-03-02 10:00", vn.HAND_OVER, vn.StepHandOver("đo", "Phòng Y"))
    assert filing.refused("2026-03-02 11:00", vn.HAND_OVER, vn.StepHandOver(unit="Phòng X")) == {
        "step-begun"
    }
    filing.do("2026-03-03 10:00", vn.FINISH_STEP, vn.StepFinish("Phòng X"))
    filing.do("2026-03-03 11:00", vn.HAND_OVER, vn.StepHandOver(unit="Phòng X"))
    first, second, third = rows(filing.slip())
    assert (first.received, first.verdict, first.due, first.is_open) == (
        "Phòng X",
        None,
        None,
        False,
    )
    assert (second.name, second.received, third.is_open) == ("đo", "Phòng Y", True)
    filing.do("2026-03-04 10:00", vn.DECIDE, vn.Decision())
    assert [row.is_open for row in rows(filing.slip())] == [False] * 3


def test_a_slip_before_acceptance_is_empty(land):
    """Nothing was handed over before the filing was accepted."""
    slip = land.lodge("2026-03-02 09:00").slip()
    assert (slip.rows, slip.received_at, slip.due, slip.standing) == (
        (),
        None,
        None,
        Standing.NOT_STARTED,
    )


def test_the_slip_shows_what_the_form_asks_for(land):
    """Code, procedure, agency, reception, and both dates."""
    code = "H17.15-260302-0001"
    land.lodge("2026-03-02 09:00", case_id="c1")
    land.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt(code=code))
    slip = land.slip()
    assert (slip.case_id, slip.code, slip.procedure_name.in_("en")) == (
        "c1",
        code,
        "A procedure of ten days",
    )
    assert (str(slip.received_at), str(slip.promised.on), str(slip.due.on)) == (
        "2026-03-02 09:00:00+07:00",
        "2026-03-16",
        "2026-03-16",
    )


# ── refusals ────────────────────────────────────────────────────────────────────────────────


def test_steps_follow_the_plan(land):
    """Unknown, too early, begun, finished and not begun: each is refused with its reason."""
    land.received()
    unknown = vn.StepHandOver("không có")
    assert land.refused("2026-03-02 10:00", vn.HAND_OVER, unknown) == {"no-such-step"}
    by_unit = vn.StepHandOver(unit="Phòng A")
    assert land.refused("2026-03-02 10:00", vn.HAND_OVER, by_unit) == {"no-such-step"}
    assert land.refused("2026-03-02 10:00", vn.HAND_OVER, SURVEY) == {"step-before-unfinished"}
    done = vn.StepFinish("thẩm định")
    assert land.refused("2026-03-02 10:00", vn.FINISH_STEP, done) >= {"no-open-step"}
    land.do("2026-03-02 10:00", vn.HAND_OVER, READ)
    assert "step-begun" in land.refused("2026-03-02 11:00", vn.HAND_OVER, READ)
    other = vn.StepFinish("ký")
    assert land.refused("2026-03-02 11:00", vn.FINISH_STEP, other) == {"step-not-begun"}
    land.do("2026-03-03 10:00", vn.FINISH_STEP, done).do("2026-03-03 10:00", vn.HAND_OVER, TAX)
    assert land.refused("2026-03-03 11:00", vn.FINISH_STEP, done) == {"step-finished"}
    assert "step-finished" in land.refused("2026-03-03 11:00", vn.HAND_OVER, READ)


def test_a_hand_over_names_something():
    """A step or a unit: neither is no hand-over."""
    with pytest.raises(ValueInvalidError):
        vn.StepHandOver()


# ── other agencies ──────────────────────────────────────────────────────────────────────────


def test_an_agency_that_does_not_answer_is_seen_with_its_days(driver):
    """On the day it is due today, after it overdue by calendar days, and late once it answers."""
    filing = driver().received().do("2026-03-02 10:00", vn.CONSULT, consult())
    kind = vn.RowKind.CONSULTATION
    seen = [rows(filing.slip(f"2026-03-{day:02} 09:00"), kind)[0] for day in (5, 6, 9)]
    assert [(row.standing, row.days_late) for row in seen] == [
        (Standing.ON_TRACK, 0),
        (Standing.DUE_TODAY, 0),
        (Standing.OVERDUE, 3),
    ]
    assert filing.slip("2026-03-09 09:00").late == (seen[2],)
    filing.do("2026-03-10 09:00", vn.CONSULT_ANSWERED, vn.ConsultationAnswer("Sở Xây dựng", "ổn"))
    (row,) = rows(filing.slip(), kind)
    assert (row.verdict, row.days_late, row.note) == (LATE, 4, "ổn")
    assert filing.slip().verdict is None
    assert filing.slip().partners == ("Sở Xây dựng",)


def test_an_answer_after_the_result_is_recorded_and_late(driver):
    """The decision does not wait for the agency, and its answer is not lost."""
    filing = driver().received().do("2026-03-02 10:00", vn.CONSULT, consult())
    filing.do("2026-03-09 09:00", vn.DECIDE, vn.Decision())
    (row,) = rows(filing.slip("2026-04-09 09:00"), vn.RowKind.CONSULTATION)
    assert (row.verdict, row.is_cut_short, row.days_late) == (LATE, True, 3)
    filing.do("2026-03-11 09:00", vn.CONSULT_ANSWERED, vn.ConsultationAnswer("Sở Xây dựng", "ổn"))
    (row,) = rows(filing.slip(), vn.RowKind.CONSULTATION)
    assert (row.verdict, row.days_late) == (LATE, 5)
    assert filing.timeliness == "early"


def test_questions_and_answers_fit_each_other(driver):
    """No answer without a question, no second question before the answer, no day in the past."""
    filing = driver().received()
    answer = vn.ConsultationAnswer("Sở Xây dựng", "ổn")
    assert filing.refused("2026-03-02 10:00", vn.CONSULT_ANSWERED, answer) == {"nobody-asked"}
    past = consult(by=date(2026, 3, 1))
    assert filing.refused("2026-03-02 10:00", vn.CONSULT, past) == {"answer-day-past"}
    filing.do("2026-03-02 10:00", vn.CONSULT, consult(by=date(2026, 3, 2)))
    assert filing.refused("2026-03-02 11:00", vn.CONSULT, consult()) == {"already-consulted"}
    stranger = vn.ConsultationAnswer("Sở Y tế", "ổn")
    assert filing.refused("2026-03-02 11:00", vn.CONSULT_ANSWERED, stranger) == {"agency-not-asked"}
    filing.do("2026-03-02 11:00", vn.CONSULT, consult("Sở Y tế"))
    filing.do("2026-03-02 12:00", vn.CONSULT_ANSWERED, answer)
    filing.do("2026-03-02 13:00", vn.CONSULT, consult())
    verdicts = [row.verdict for row in rows(filing.slip(), vn.RowKind.CONSULTATION)]
    assert verdicts == [ON_TIME, None, None]


# ── counts ──────────────────────────────────────────────────────────────────────────────────


def test_units_are_counted_over_several_cases(driver):
    """Early, on time and late per unit; what is open is apart, and late ones of it named."""
    slips = []
    for finished in ("2026-03-04 09:00", "2026-03-05 09:00", "2026-03-06 09:00", ""):
        filing = driver(steps=STEPS).received().do("2026-03-02 10:00", vn.HAND_OVER, READ)
        filing.do("2026-03-02 10:00", vn.CONSULT, consult("Sở Y tế"))
        if finished:
            filing.do(finished, vn.FINISH_STEP, vn.StepFinish("thẩm định"))
        slips.append(filing.slip("2026-03-06 10:00"))
    assert vn.unit_counts(slips) == (
        vn.UnitCount("Bộ phận Một cửa", TimelinessCount(on_time=4)),
        vn.UnitCount("Phòng A", TimelinessCount(1, 1, 1), open=1, overdue=1),
        vn.UnitCount("Sở Y tế", open=4),
    )
    assert vn.unit_counts(()) == ()
