"""Traps 29 to 34: supplements, pauses and the dates that hang on them."""

import pytest

from caseflow import vietnam
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError
from caseflow.ledgers import ClockLedger, MarkKind
from caseflow.limits import Supplement, calendar_days, working_days
from caseflow.procedures import LimitRule
from caseflow.workflow import Refusal
from oracle.product import ANYONE, at, on, received, shop, viet_nam

ASKED, COMPLETE = on("2026-03-05"), on("2026-03-12")


def test_trap_29_restart_and_pause_give_different_dates() -> None:
    """10 days from 2 March 2026, asked on 5 March, complete on 12 March: 26 or 23 March."""
    limit = working_days(10)
    start = on("2026-03-02")
    asked = [(ASKED, COMPLETE)]
    assert limit.due(start, viet_nam()).on == on("2026-03-16")
    restarted = limit.due(start, viet_nam(), pauses=asked, supplement=Supplement.RESTART)
    assert restarted.on == on("2026-03-26")
    paused = limit.due(start, viet_nam(), pauses=asked, supplement=Supplement.PAUSE)
    assert paused.on == on("2026-03-23")


def test_trap_29_the_old_date_is_kept() -> None:
    """Every change of the due date keeps the date before it (NgayHenTraTruoc, NgayHenTraMoi)."""
    clock = (
        ClockLedger("legal", working_days(10))
        .start(at("2026-03-02T09:00"))
        .pause(at("2026-03-05T10:00"), reason="supplement", basis="61/2018/NĐ-CP Điều 19.4")
        .restart(at("2026-03-12T09:00"))
    )
    dates = [
        (change.before.on if change.before else None, change.after.on if change.after else None)
        for change in clock.due_changes(viet_nam())
    ]
    assert dates[0] == (None, on("2026-03-16"))
    assert dates[-1][1] == on("2026-03-26")
    assert on("2026-03-16") in [before for before, _ in dates]


def test_trap_29_three_days_were_used_and_seven_are_left() -> None:
    """The day of the request was used, the day of the answer is not."""
    clock = (
        ClockLedger("legal", working_days(10))
        .start(at("2026-03-02T09:00"))
        .pause(at("2026-03-05T10:00"), reason="supplement", basis="")
    )
    assert clock.used(viet_nam(), at("2026-03-10T09:00")) == 3
    assert clock.left(viet_nam(), at("2026-03-10T09:00")) == 7
    assert clock.due(viet_nam()) is None
    projected = clock.projected(viet_nam(), at("2026-03-12T09:00"))
    assert projected.on == on("2026-03-23")


def test_trap_30_asked_and_answered_on_one_day_gives_no_free_day() -> None:
    """A pause answered the same day costs nothing and gives nothing."""
    limit = working_days(10)
    pause = [(at("2026-03-05T09:00"), at("2026-03-05T16:00"))]
    assert limit.due(at("2026-03-02T09:00"), viet_nam(), pauses=pause).on == on("2026-03-16")


def test_trap_30_a_pause_over_tet_consumes_no_working_day() -> None:
    """From the last working day before Tết to the last day off, nothing is lost or won."""
    limit = working_days(10)
    start = at("2026-02-09T09:00")
    plain = limit.due(start, viet_nam())
    paused = limit.due(start, viet_nam(), pauses=[(at("2026-02-13T15:00"), at("2026-02-22T20:00"))])
    assert plain.on == paused.on == on("2026-03-02")


def test_trap_31_closing_fifteen_days_after_the_notice() -> None:
    """A notice of 5 March 2026 without answer: the last day is Fri 20 March, in calendar days."""
    assert calendar_days(15).due(ASKED, viet_nam()).on == on("2026-03-20")
    assert working_days(15).due(ASKED, viet_nam()).on == on("2026-03-26")


def test_trap_32_the_supplement_notice_has_its_own_limit() -> None:
    """3 working days from Wed 29 April 2026 end on Wed 6 May (118/2025 Art. 19.5)."""
    assert working_days(3).due(on("2026-04-29"), viet_nam()).on == on("2026-05-06")


def ask(engine: Engine, case: Case, instant: str) -> Case:
    request = vietnam.SupplementRequest(["bản sao hộ chiếu"], "thiếu giấy tờ")
    return engine.fire(case, vietnam.REQUEST_SUPPLEMENT, request, by=ANYONE, at=at(instant))


def answer(engine: Engine, case: Case, instant: str) -> Case:
    return engine.fire(case, vietnam.SUPPLEMENT, vietnam.Answer(1), by=ANYONE, at=at(instant))


def refused_with(caught: pytest.ExceptionInfo[ActionRefusedError]) -> list[str]:
    return [refusal.code for refusal in caught.value.refusals if isinstance(refusal, Refusal)]


@pytest.mark.parametrize(
    ("policy", "left", "due"),
    [(Supplement.RESTART, 10, "2026-03-26"), (Supplement.PAUSE, 7, "2026-03-23")],
    ids=["restart", "pause"],
)
def test_trap_29_the_policy_is_the_procedures(policy: Supplement, left: int, due: str) -> None:
    """Asked on 5 March and complete on 12 March 2026: no date meanwhile, but what it would be."""
    engine = shop(limits=[LimitRule(working_days(10))], supplement=policy)
    case = ask(engine, received(engine, at("2026-03-02T09:00")), "2026-03-05T10:00")
    waiting = engine.deadlines(case, at=at("2026-03-12T09:00")).legal
    assert waiting.due is None
    assert waiting.left == left
    assert waiting.projected is not None
    assert waiting.projected.on == on(due)
    case = answer(engine, case, "2026-03-12T09:00")
    legal = engine.deadlines(case, at=at("2026-03-12T10:00")).legal
    assert legal.due is not None
    assert legal.due.on == on(due)


def test_trap_32_a_late_request_is_refused() -> None:
    """Received Wed 29 April 2026: on Wed 6 May it may be asked for, on Thu 7 May no more."""
    engine = shop(limits=[LimitRule(working_days(15))])
    case = received(engine, at("2026-04-29T09:00"))
    assert ask(engine, case, "2026-05-06T17:00").version == case.version + 1
    with pytest.raises(ActionRefusedError, match="request-supplement"):
        ask(engine, case, "2026-05-07T08:00")


def test_trap_33_a_second_request_is_refused_by_default() -> None:
    """Once, and again only where the procedure says so."""
    start = at("2026-03-02T09:00")
    once = shop(limits=[LimitRule(working_days(10))])
    case = ask(once, received(once, start), "2026-03-05T10:00")
    case = answer(once, case, "2026-03-12T09:00")
    with pytest.raises(ActionRefusedError) as caught:
        ask(once, case, "2026-03-13T10:00")
    assert len(refused_with(caught)) == 1
    twice = shop(limits=[LimitRule(working_days(10))], supplement_max=2)
    case = ask(twice, received(twice, start), "2026-03-05T10:00")
    case = answer(twice, case, "2026-03-12T09:00")
    assert ask(twice, case, "2026-03-13T10:00").version == case.version + 1


def test_trap_33_a_clock_counts_its_pauses() -> None:
    """A second request can be refused because the first is on the ledger, and stays there."""
    clock = (
        ClockLedger("legal", working_days(10))
        .start(at("2026-03-02T09:00"))
        .pause(at("2026-03-05T10:00"), reason="supplement", basis="")
        .restart(at("2026-03-12T09:00"))
    )
    assert clock.count(MarkKind.PAUSE) == 1
    again = clock.pause(at("2026-03-16T10:00"), reason="supplement", basis="")
    assert (clock.count(MarkKind.PAUSE), again.count(MarkKind.PAUSE)) == (1, 2)


def test_trap_34_one_day_before_means_a_working_day() -> None:
    """The apology for a filing due on Thu 3 September 2026 goes out by Fri 28 August."""
    assert viet_nam().add_working_days(on("2026-09-03"), -1) == on("2026-08-28")
