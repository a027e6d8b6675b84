"""Traps 34 to 38 and 44: apologies, withdrawals, refusals, land, and results ahead of time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError, UnknownNameError
from caseflow.limits import TimeLimit, working_days
from caseflow.procedures import ExcludedGround, LimitRule
from caseflow.targets import Timeliness
from caseflow.values import Channel
from caseflow.workflow import Action, Refusal
from oracle.brute import working_days_used
from oracle.product import ANYONE, at, on, received, shop

TWENTY = working_days(20, citation="Luật Đất đai")
#: As a decision would list them: land law leaves payment and tax assessment out.
GROUNDS = (
    ExcludedGround("payment", "Nghị định A, Điều 1"),
    ExcludedGround("tax", "Nghị định A, Điều 2", valid_from=date(2026, 1, 1)),
)
MOUNTAIN = LimitRule(
    evolve(TWENTY.extended(working_days(10)), citation="Nghị định A, Điều 3"),
    branch="mountain-commune",
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
)


def worked(engine: Engine, case: Case, *things: tuple[str, Action[Any], object]) -> Case:
    for when, action, payload in things:
        case = engine.fire(case, action, payload, by=ANYONE, at=at(when))
    return case


def at_work(engine: Engine, when: str) -> Case:
    return worked(engine, received(engine, at(when)), (when, vn.ASSIGN, vn.Assignment("Phòng")))


def codes(engine: Engine, case: Case, when: str, action: Action[Any], payload: object) -> set[str]:
    with pytest.raises(ActionRefusedError) as caught:
        engine.fire(case, action, payload, by=ANYONE, at=at(when))
    reasons: Iterable[object] = caught.value.refusals
    return {each.code for each in reasons if isinstance(each, Refusal)}


def verdict(engine: Engine, case: Case) -> Timeliness | None:
    outcome = engine.timeliness(case)
    return None if outcome is None else outcome.timeliness


def test_trap_34_an_apology_is_in_time_until_the_day_before() -> None:
    """Due Thu 3 September 2026: in time through Wed 2 September, a holiday, too late on the 3rd."""
    engine = shop(limits=[LimitRule(working_days(2))])
    case = at_work(engine, "2026-08-27T09:00")
    sorry = vn.Reappointment(on("2026-09-08"), "chờ ý kiến")
    assert codes(engine, case, "2026-09-03T00:00", vn.REAPPOINT, sorry) == {"reappointment-late"}
    case = worked(engine, case, ("2026-09-02T23:59", vn.REAPPOINT, sorry))
    assert case.promised_on == on("2026-09-08")


def test_trap_35_a_second_re_appointment_fails_and_the_case_is_late_all_the_same() -> None:
    """Appointed for 20 March and decided that day: late, for the law said 16 March."""
    engine = shop(limits=[LimitRule(working_days(10))])
    sorry = vn.Reappointment(on("2026-03-20"), "chờ ý kiến")
    case = at_work(engine, "2026-03-02T09:00")
    case = worked(engine, case, ("2026-03-12T09:00", vn.REAPPOINT, sorry))
    again = vn.Reappointment(on("2026-03-27"), "vẫn chờ")
    assert codes(engine, case, "2026-03-13T09:00", vn.REAPPOINT, again) == {"reappointment-used"}
    case = worked(engine, case, ("2026-03-20T09:00", vn.DECIDE, vn.Decision()))
    assert verdict(engine, case) is Timeliness.LATE


def test_trap_36_a_withdrawal_comes_before_the_result_or_not_at_all() -> None:
    """After a result it is refused; before one it ends the case, neither early nor late."""
    engine = shop(limits=[LimitRule(working_days(10))])
    case, why = at_work(engine, "2026-03-02T09:00"), vn.Reason("không còn nhu cầu")
    decided = worked(engine, case, ("2026-03-05T09:00", vn.DECIDE, vn.Decision()))
    assert codes(engine, decided, "2026-03-05T10:00", vn.WITHDRAW, why) == {"result-exists"}
    withdrawn = worked(engine, case, ("2026-03-05T09:00", vn.WITHDRAW, why))
    assert vn.one_stop_shop().state(withdrawn.state).is_final
    assert verdict(engine, withdrawn) is None


def test_trap_37_a_refusal_is_a_result_and_a_refusal_to_receive_is_none() -> None:
    """Refused in writing on the 17th is late for the 16th; not accepted has no timeliness."""
    engine = shop(limits=[LimitRule(working_days(10))])
    no = vn.RefusalResult("không đủ điều kiện")
    case = at_work(engine, "2026-03-02T09:00")
    assert verdict(engine, worked(engine, case, ("2026-03-17T09:00", vn.REFUSE, no))) is (
        Timeliness.LATE
    )
    opened = engine.open(
        "1.000001", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at("2026-03-02T09:00")
    )
    away = vn.Reason("không thuộc thẩm quyền")
    rejected = worked(engine, opened, ("2026-03-20T09:00", vn.REJECT, away))
    assert verdict(engine, rejected) is None


def test_trap_38_payment_and_tax_time_are_not_in_the_limit_of_land() -> None:
    """From 2 March to 17 April 2026 are 34 working days, of which 20 are used: on time, not late.

    Tax is assessed from the 9th to the 24th (11 days) and paid for from the 25th to the 30th (3).
    """
    engine = shop(limits=[LimitRule(TWENTY)], excluded_grounds=GROUNDS)
    case = worked(
        engine,
        at_work(engine, "2026-03-02T09:00"),
        ("2026-03-09T09:00", vn.SUSPEND, vn.ExcludedTime("tax", "Nghị định A, Điều 2")),
        ("2026-03-24T09:00", vn.RESUME, None),
        ("2026-03-25T09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(5_000_000)),
        ("2026-03-30T09:00", vn.PAY, vn.Payment(5_000_000)),
        ("2026-04-17T09:00", vn.DECIDE, vn.Decision()),
    )
    start, end = on("2026-03-02"), on("2026-04-17")
    still = [
        (on("2026-03-09"), on("2026-03-24")),
        (on("2026-03-25"), on("2026-03-30")),
    ]
    assert working_days_used(start, end, []) == 34
    assert working_days_used(start, end, still) == 20
    assert verdict(engine, case) is Timeliness.ON_TIME
    outcome = engine.timeliness(case)
    assert outcome is not None
    assert outcome.early_share == 0
    assert "xác định nghĩa vụ tài chính" in outcome.due.explain("vi").text
    assert "[Nghị định A, Điều 2]" in outcome.due.explain("vi").text


@pytest.mark.parametrize(
    ("when", "reason", "basis"),
    [
        ("2026-03-09T09:00", "appraisal", "Nghị định A, Điều 2"),
        ("2026-03-09T09:00", "tax", "Nghị định B"),
        ("2025-12-30T09:00", "tax", "Nghị định A, Điều 2"),
    ],
    ids=["no such ground", "another law", "not in force yet"],
)
def test_trap_38_time_is_left_out_only_on_a_ground_the_procedure_lists(
    when: str, reason: str, basis: str
) -> None:
    """An unlisted reason, another article, or a rule outside its days stops no clock."""
    engine = shop(limits=[LimitRule(TWENTY)], excluded_grounds=GROUNDS)
    case = at_work(engine, "2025-12-29T09:00")
    away = vn.ExcludedTime(reason, basis)
    assert codes(engine, case, when, vn.SUSPEND, away) == {"ground-not-admitted"}
    free = shop(limits=[LimitRule(TWENTY)])
    case = worked(free, at_work(free, "2025-12-29T09:00"), (when, vn.SUSPEND, away))
    assert free.deadlines(case, at=at(when)).legal.is_paused


def test_trap_38_ten_days_more_in_a_mountain_commune() -> None:
    """20 working days from 2 March 2026 end on 30 March, 30 on 13 April, by the rule's article."""
    engine = shop(limits=[LimitRule(TWENTY), MOUNTAIN])
    plain = at_work(engine, "2026-03-02T09:00")
    far = worked(
        engine, plain, ("2026-03-03T09:00", vn.CLASSIFY, vn.Classification("mountain-commune"))
    )
    dues: list[tuple[date, TimeLimit]] = []
    for case in (plain, far):
        legal = engine.deadlines(case, at=at("2026-03-03T09:00")).legal
        assert legal.due is not None
        dues.append((legal.due.on, legal.due.limit))
    assert dues == [(on("2026-03-30"), TWENTY), (on("2026-04-13"), MOUNTAIN.limit)]
    legal = engine.deadlines(far, at=at("2026-03-03T09:00")).legal
    assert "Nghị định A, Điều 3" in legal.explain("vi")


@pytest.mark.parametrize("opened", ["2025-12-31T09:00", "2027-01-04T09:00"])
def test_trap_38_a_rule_outside_its_dates_does_not_apply(opened: str) -> None:
    """Neither the counter nor the opening takes a filing under a branch of another year."""
    engine = shop(limits=[LimitRule(TWENTY), MOUNTAIN])
    case = at_work(engine, opened)
    far = vn.Classification("mountain-commune")
    assert codes(engine, case, opened, vn.CLASSIFY, far) == {"no-such-branch"}
    with pytest.raises(UnknownNameError):
        engine.open(
            "1.000001",
            channel=Channel.ONLINE,
            result_by=Channel.ONLINE,
            at=at(opened),
            branch="mountain-commune",
        )


def test_trap_44_an_early_return_is_announced_first() -> None:
    """Decided six days ahead: it goes out only after the applicant was told."""
    engine = shop(limits=[LimitRule(working_days(10))])
    case = at_work(engine, "2026-03-02T09:00")
    case = worked(engine, case, ("2026-03-10T09:00", vn.DECIDE, vn.Decision()))
    result = vn.OnlineResult("kq.pdf", "H17.15-260302-0001-KQ(1)", "0" * 64)
    assert codes(engine, case, "2026-03-10T10:00", vn.RETURN_ONLINE, result) == {
        "early-notice-missing"
    }
    case = worked(
        engine,
        case,
        ("2026-03-10T10:00", vn.NOTIFY_EARLY, vn.EarlyNotice("SMS")),
        ("2026-03-10T11:00", vn.RETURN_ONLINE, result),
    )
    assert verdict(engine, case) is Timeliness.EARLY
