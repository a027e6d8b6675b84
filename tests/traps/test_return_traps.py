"""Traps 36, 43, 44, 45, 48 and 51: what return, withdrawal and new versions may not change."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve

from caseflow import vietnam
from caseflow.engine import Engine, Jurisdiction, Migration
from caseflow.errors import ActionRefusedError
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, LimitRule, PromisePolicy
from caseflow.targets import EarlyReturn, Timeliness
from caseflow.values import Channel
from oracle.product import ANYONE, at, on, received, shop

CODE = "H17.15-250424-0001"
SOURCE = "Sở KH&CN Đà Nẵng, 31/10/2022"
RESULT = vietnam.OnlineResult("gcn.pdf", f"{CODE}-KQ(1)", "0" * 64)
UNIT = vietnam.Assignment("Phòng Khoa học và Công nghệ")


def do(engine, case, action, payload, when):
    return engine.fire(case, action, payload, by=ANYONE, at=at(when))


def fifteen_days(**more):
    """A shop whose procedure takes 15 working days: 24 April to 19 May 2025."""
    return shop(limits=[LimitRule(working_days(15))], **more)


def decided(engine, when="2025-05-14T16:00"):
    case = received(engine, at("2025-04-24T09:00"))
    case = do(engine, case, vietnam.ASSIGN, UNIT, "2025-04-24T10:00")
    return do(engine, case, vietnam.DECIDE, vietnam.Decision("1/GCN"), when)


def refusals(engine, case, action, payload, when):
    with pytest.raises(ActionRefusedError) as caught:
        do(engine, case, action, payload, when)
    return {each.code for each in caught.value.refusals}


def test_trap_36_no_withdrawal_once_a_result_was_announced():
    """A withdrawal after the result is refused; before it the case is neither early nor late."""
    engine = fifteen_days()
    case = decided(engine)
    why = vietnam.Reason("đổi ý")
    announced = do(
        engine, case, vietnam.NOTIFY_EARLY, vietnam.EarlyNotice("SMS"), "2025-05-14T17:00"
    )
    assert refusals(engine, announced, vietnam.WITHDRAW, why, "2025-05-15T08:00") == {
        "result-exists"
    }
    early = received(engine, at("2025-04-24T09:00"))
    withdrawn = do(engine, early, vietnam.WITHDRAW, why, "2025-05-23T08:00")
    assert withdrawn.state == "withdrawn"
    assert engine.timeliness(withdrawn) is None


@pytest.mark.parametrize("policy", PromisePolicy)
def test_trap_43_asking_for_paper_leaves_the_legal_date(policy):
    """Filed online, then the result is wanted at the counter: the promise follows its policy."""
    engine = fifteen_days(early=EarlyReturn(Fraction(1, 5), SOURCE), promise_policy=policy)
    case = received(engine, at("2025-04-24T09:00"))
    counter = vietnam.ResultChannel(Channel.COUNTER)
    case = do(engine, case, vietnam.CHANGE_RESULT_CHANNEL, counter, "2025-04-25T09:00")

    dates = engine.deadlines(case, at=at("2025-04-25T09:00"))
    assert dates.legal.due.on == on("2025-05-19")
    kept = policy is PromisePolicy.KEEP
    assert dates.promised.due.on == on("2025-05-14" if kept else "2025-05-19")
    assert case.fact("promise") == ("kept" if kept else "dropped")


def test_trap_44_an_early_result_goes_out_online_only_when_announced():
    """The prior notice is a precondition of each way of returning, the online one too."""
    engine = fifteen_days()
    case = decided(engine)
    assert refusals(engine, case, vietnam.RETURN_ONLINE, RESULT, "2025-05-14T16:10") == {
        "early-notice-missing"
    }
    notice = vietnam.EarlyNotice("SMS")
    case = do(engine, case, vietnam.NOTIFY_EARLY, notice, "2025-05-14T16:10")
    assert do(engine, case, vietnam.RETURN_ONLINE, RESULT, "2025-05-14T16:20").state == "returned"


@pytest.mark.parametrize("collected", ["2025-05-19T16:00", "2025-06-09T09:00", "2025-12-31T09:00"])
def test_trap_45_collection_never_changes_timeliness(collected):
    """Decided early and collected weeks after the legal date is early."""
    engine = fifteen_days()
    case = decided(engine)
    before = engine.timeliness(case)
    case = do(engine, case, vietnam.RETURN_ONLINE, RESULT, collected)
    assert engine.timeliness(case) == before
    assert before.timeliness is Timeliness.EARLY

    cancelled = vietnam.ResultCancellation(RESULT.code, "sai số hiệu")
    case = do(engine, case, vietnam.CANCEL_RESULT, cancelled, collected)
    corrected = vietnam.OnlineResult("gcn-2.pdf", f"{CODE}-KQ(2)", "1" * 64)
    case = do(engine, case, vietnam.RECORD_RESULT, corrected, collected)
    assert engine.timeliness(case) == before


def test_trap_48_nothing_after_reception_changes_the_dossier_code():
    """A supplement, a cancelled result and a new definition leave the code as it was printed."""
    engine = fifteen_days()
    case = engine.open(
        "1.000001", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at("2025-04-24T09:00")
    )
    receipt = vietnam.Receipt(papers=1, code=CODE)
    case = do(engine, case, vietnam.RECEIVE, receipt, "2025-04-24T09:00")
    case = do(engine, case, vietnam.ASSIGN, UNIT, "2025-04-24T10:00")
    ask = vietnam.SupplementRequest(["bản vẽ"], "thiếu")
    case = do(engine, case, vietnam.REQUEST_SUPPLEMENT, ask, "2025-04-25T10:00")
    case = do(engine, case, vietnam.SUPPLEMENT, vietnam.Answer(papers=1), "2025-04-28T10:00")
    case = do(engine, case, vietnam.DECIDE, vietnam.Decision("1"), "2025-05-21T10:00")
    case = do(engine, case, vietnam.RECORD_RESULT, RESULT, "2025-05-21T10:00")
    cancelled = vietnam.ResultCancellation(RESULT.code, "sai số hiệu")
    case = do(engine, case, vietnam.CANCEL_RESULT, cancelled, "2025-05-21T11:00")
    assert case.fact("dossier_code") == CODE
    assert vietnam.results(case)[0].code.dossier.text == CODE


def test_trap_51_a_new_version_moves_no_date_of_an_open_case():
    """Not when it is published, not when the old one is retired, not when the case moves to it."""
    engine = fifteen_days()
    case = received(engine, at("2025-04-24T09:00"))
    (old,) = engine.jurisdiction.catalogue
    new = evolve(
        old, version="2", limits=(LimitRule(working_days(5)),), valid_from=date(2025, 5, 1)
    )
    retired = evolve(old, retired_from=date(2025, 5, 1))
    office = Jurisdiction(
        "a shop",
        engine.jurisdiction.calendar,
        Catalogue((retired, new)),
        engine.jurisdiction.workflows,
        currency="VND",
    )
    later = Engine(office)
    move = Migration(case.fingerprint, versions={"1.000001": "2"})
    moved = later.migrate(case, move, at=at("2025-05-05T09:00"), by=ANYONE, reason="QĐ 712/QĐ-UBND")
    for each in (case, moved):
        assert later.deadlines(each, at=at("2025-05-05T09:00")).legal.due.on == on("2025-05-19")
    assert moved.procedure_version == "2"
    done = do(later, moved, vietnam.ASSIGN, UNIT, "2025-05-05T10:00")
    done = do(later, done, vietnam.DECIDE, vietnam.Decision("1"), "2025-05-19T10:00")
    assert later.timeliness(done).timeliness is Timeliness.ON_TIME
