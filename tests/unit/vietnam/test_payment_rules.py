"""Each row of docs/explanation/payment.md: what is due, and which door stays shut for it."""

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve
from tests.unit.vietnam.conftest import (
    CASHIER,
    CITIZEN,
    CLERK,
    HANOI,
    HEAD,
    SYSTEM,
    TEN_DAYS,
    CaseDriver,
)

from caseflow import vietnam as vn
from caseflow.fees import Fee, FeeRule, FeeSchedule, Fixed, Governs, Validity
from caseflow.payments import (
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.procedures import PaymentPoint, Silence, SilentOutcome
from caseflow.values import Actor, Channel, Text

AT = datetime(2026, 3, 2, 9, tzinfo=HANOI)
BILL = Bill("H1/1", [("Lệ phí", 100_000)], "VND")
RULE = "Luật A, Điều 1"
POINTS = [PaymentPoint.RECEPTION, PaymentPoint.MIDWAY, PaymentPoint.RETURN, None]
HASH = "a" * 64

each_point = pytest.mark.parametrize("point", POINTS, ids=str)


def bill(d, when, number="H1/1", amount=100_000):
    d.do(when, vn.ISSUE_BILL, Bill(number, [("Lệ phí", amount)], "VND"), CLERK)


def pay(d, when, amount=100_000, number="H1/1", transaction="T1"):
    notice = PaymentNotice(number, transaction, amount, AT, "bank", "VND")
    d.do(when, vn.RECORD_PAYMENT, notice, SYSTEM)


def back(d, when, amount=100_000, transaction="R1"):
    d.do(when, vn.REFUND, Refund("H1/1", transaction, amount, AT, "bank", "hoàn", "VND"), SYSTEM)


def cancel(d, when):
    d.do(when, vn.CANCEL_BILL, BillCancelled("H1/1", "lập nhầm"), CASHIER)


def paid_and_decided(driver, point, *, action=vn.DECIDE, **changes: Any):
    """A filing that paid at its point and is decided, on 16 March."""
    d = driver(payment=point, **changes).lodge("2026-03-02 09:00")
    bill(d, "2026-03-02 09:00")
    pay(d, "2026-03-02 09:00")
    d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
    d.do("2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng"))
    payload = vn.Decision() if action is vn.DECIDE else vn.RefusalResult("không đủ")
    return d.do("2026-03-16 09:00", action, payload)


def due(d):
    return vn.account_of(d.case.records).balance.due


def ways_out():
    """Each act that delivers a result, with the channel it goes by."""
    online = vn.OnlineResult("gcn.pdf", code="H17.15-260302-0001-KQ(1)", sha256=HASH)
    return [
        (Channel.ONLINE, vn.RETURN_ONLINE, online),
        (Channel.COUNTER, vn.RETURN_AT_COUNTER, vn.Handover("A")),
        (Channel.POST, vn.RETURN_BY_POST, vn.Parcel("VN1")),
        (Channel.ONLINE, vn.RECORD_RESULT, online),
    ]


# ── the rule ────────────────────────────────────────────────────────────────────────────────


@each_point
@pytest.mark.parametrize(("channel", "action", "payload"), ways_out(), ids=range(4))
def test_no_result_goes_out_while_money_is_due(driver, point, channel, action, payload):
    """Settled, decided, all refunded, announced early: every way out is shut until it is paid."""
    d = paid_and_decided(driver, point)
    d.do("2026-03-16 09:10", vn.REFUND, _all(), SYSTEM)
    if d.case.result_by is not channel:
        d.do("2026-03-16 09:20", vn.CHANGE_RESULT_CHANNEL, vn.ResultChannel(channel), CLERK)
    assert due(d) == 100_000
    option = d.option("2026-03-16 10:00", action)
    assert "payment-short" in {each.code for each in option.refusals}
    assert d.refused("2026-03-16 10:00", action, payload) == {"payment-short"}
    d.do("2026-03-16 11:00", vn.PAY, vn.Payment(100_000))
    d.do("2026-03-16 11:30", action, payload)
    assert due(d) == 0


def _all():
    return Refund("H1/1", "R1", 100_000, AT, "bank", "hoàn", "VND")


def test_the_filing_of_the_report_does_not_go_out(driver):
    """Settle, decide, refund all, tell early, return online: 100,000 đồng are due."""
    d = driver(payment=PaymentPoint.MIDWAY).received("2026-03-02 09:00", channel=Channel.ONLINE)
    d.do("2026-03-03 09:00", vn.ISSUE_BILL, BILL, CLERK)
    d.do("2026-03-03 09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(100_000))
    pay(d, "2026-03-04 09:00")
    d.do("2026-03-05 09:00", vn.DECIDE, vn.Decision("1"))
    back(d, "2026-03-05 10:00")
    d.do("2026-03-05 11:00", vn.NOTIFY_EARLY, vn.EarlyNotice("SMS"))
    _, action, payload = ways_out()[0]
    assert d.refused("2026-03-05 12:00", action, payload) == {"payment-short"}


# ── the points, row by row ──────────────────────────────────────────────────────────────────

#: The doors of each point, as the table has them: reception, decision, return.
DOORS = {
    PaymentPoint.RECEPTION: ("payment-missing", None, "payment-missing"),
    PaymentPoint.MIDWAY: (None, "payment-missing", "payment-missing"),
    PaymentPoint.RETURN: (None, None, "payment-missing"),
    None: (None, None, None),
}


@each_point
def test_each_point_asks_at_its_door_and_again_at_return(driver, point):
    """Nothing was billed: the door of the point is shut, and no other before the return."""
    reception, decision, at_return = DOORS[point]
    d = driver(payment=point).lodge("2026-03-02 09:00")
    if reception:
        assert d.refused("2026-03-02 09:00", vn.RECEIVE, vn.Receipt()) == {reception}
        return
    d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
    d.do("2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng"))
    if decision:
        assert d.refused("2026-03-16 09:00", vn.DECIDE, vn.Decision()) == {decision}
        return
    d.do("2026-03-16 09:00", vn.DECIDE, vn.Decision())
    if at_return:
        assert d.refused("2026-03-16 10:00", vn.RETURN_AT_COUNTER, vn.Handover("A")) == {at_return}
        d.do("2026-03-16 11:00", vn.PAY, vn.Payment(1_000))
    d.do("2026-03-16 12:00", vn.RETURN_AT_COUNTER, vn.Handover("A"))


def test_what_falls_due_after_reception_does_not_hold_up_the_decision(driver):
    """A bill after reception, and a refund: the decision is in time, and the return waits."""
    d = driver(payment=PaymentPoint.RECEPTION).lodge("2026-03-02 09:00")
    bill(d, "2026-03-02 09:00")
    pay(d, "2026-03-02 09:00")
    d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
    d.do("2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng"))
    bill(d, "2026-03-03 09:00", "H1/2", 30_000)
    back(d, "2026-03-03 09:00", 20_000)
    d.do("2026-03-16 09:00", vn.DECIDE, vn.Decision())
    assert due(d) == 50_000
    assert d.refused("2026-03-16 10:00", vn.RETURN_AT_COUNTER, vn.Handover("A")) == {
        "payment-short"
    }


@each_point
def test_of_a_refusal_only_what_was_billed_is_asked_for(driver, point):
    """The letter goes out where nothing was billed or the bill is cancelled."""
    if point is not PaymentPoint.RECEPTION:
        d = driver(payment=point).received("2026-03-02 09:00")
        d.do("2026-03-16 09:00", vn.REFUSE, vn.RefusalResult("không đủ"))
        d.do("2026-03-16 10:00", vn.RETURN_AT_COUNTER, vn.Handover("A"))
    d = paid_and_decided(driver, point, action=vn.REFUSE)
    back(d, "2026-03-16 09:10")
    assert d.refused("2026-03-16 10:00", vn.RETURN_AT_COUNTER, vn.Handover("A")) == {
        "payment-short"
    }
    cancel(d, "2026-03-16 11:00")
    d.do("2026-03-16 12:00", vn.RETURN_AT_COUNTER, vn.Handover("A"))


def test_silence_decides_unpaid_and_the_result_waits_for_the_fee(driver):
    """The limit is over and the fee was never billed: approved by law, and not given out."""
    silence = Silence(SilentOutcome.APPROVAL, RULE)
    d = driver(payment=PaymentPoint.MIDWAY, silence=silence).received("2026-03-02 09:00")
    d.do("2026-03-20 09:00", vn.DEEM_DECIDED, vn.DeemedDecision(SilentOutcome.APPROVAL, RULE))
    assert d.refused("2026-03-20 10:00", vn.RETURN_AT_COUNTER, vn.Handover("A")) == {
        "payment-missing"
    }
    d.do("2026-03-20 11:00", vn.PAY, vn.Payment(100_000))
    d.do("2026-03-20 12:00", vn.RETURN_AT_COUNTER, vn.Handover("A"))


# ── what happens to a bill ──────────────────────────────────────────────────────────────────


def returned(d, when="2026-03-16 15:00"):
    return d.do(when, vn.RETURN_AT_COUNTER, vn.Handover("A"))


def stays(d, code, when="2026-03-16 15:00"):
    assert d.refused(when, vn.RETURN_AT_COUNTER, vn.Handover("A")) == {code}


@each_point
def test_a_part_and_a_late_bill(driver, point):
    """A bill of after the decision is due whole, then in part, then not at all."""
    d = paid_and_decided(driver, point)
    bill(d, "2026-03-16 10:00", "H1/2", 30_000)
    stays(d, "payment-short")
    pay(d, "2026-03-16 15:10", 29_999, "H1/2", "T2")
    stays(d, "payment-short", "2026-03-16 15:20")
    pay(d, "2026-03-16 15:30", 1, "H1/2", "T3")
    returned(d, "2026-03-16 16:00")


@each_point
def test_what_was_over_paid_goes_back_and_nothing_is_due(driver, point):
    """110,000 for 100,000: the 10,000 go back, and the result goes out."""
    d = paid_and_decided(driver, point)
    pay(d, "2026-03-16 10:00", 10_000, transaction="T2")
    back(d, "2026-03-16 11:00", 10_000)
    returned(d)


@each_point
def test_a_cancelled_bill_leaves_nothing_due_and_the_fee_missing(driver, point):
    """What is collected must be paid or waived; where no point is known nothing is missing."""
    d = paid_and_decided(driver, point)
    cancel(d, "2026-03-16 10:00")
    back(d, "2026-03-16 11:00")
    if point is not None:
        stays(d, "payment-missing")
        d.do("2026-03-16 15:10", vn.WAIVE_FEE, vn.FeeWaiver("hộ nghèo", RULE), CASHIER)
    returned(d, "2026-03-16 15:20")


@each_point
def test_a_subsidy_pays_and_what_is_over_goes_back(driver, point):
    """A budget pays the bill; a return of what is over makes nothing due."""
    d = driver(payment=point).lodge("2026-03-02 09:00")
    bill(d, "2026-03-02 09:00")
    grant = SubsidyGrant("H1/1", "G1", "city", 100_000, "nghị quyết")
    d.do("2026-03-02 09:00", vn.GRANT_SUBSIDY, grant, CASHIER)
    pay(d, "2026-03-02 09:00", 40_000)
    d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
    d.do("2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng"))
    d.do("2026-03-16 09:00", vn.DECIDE, vn.Decision())
    over = SubsidyReturned("H1/1", "G1", "1", "city", 40_000, "nộp thừa")
    d.do("2026-03-16 10:00", vn.GIVE_BACK_SUBSIDY, over, CASHIER)
    assert due(d) == 0
    returned(d)


@each_point
def test_a_waived_filing_passes_every_door(driver, point):
    """Nothing is billed and nothing missing; before the waiver the doors were shut."""
    d = driver(payment=point).lodge("2026-03-02 09:00")
    d.do("2026-03-02 09:00", vn.WAIVE_FEE, vn.FeeWaiver("trẻ em", RULE), CLERK)
    d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
    d.do("2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng"))
    for action, payload in (
        (vn.REQUEST_PAYMENT, vn.PaymentRequest(1_000)),
        (vn.WAIVE_FEE, vn.FeeWaiver("lần nữa", RULE)),
    ):
        assert d.refused("2026-03-03 09:00", action, payload, _STAFF) == {"fee-waived"}
    assert "fee-waived" in d.refused("2026-03-03 09:00", vn.ISSUE_BILL, BILL, CLERK)
    d.do("2026-03-16 09:00", vn.DECIDE, vn.Decision())
    returned(d)


_STAFF = Actor("staff", {"intake", "officer", "cashier"})


def test_a_waiver_leaves_an_open_bill_due(driver):
    """What was billed is cancelled first; then nothing is missing."""
    d = driver(payment=PaymentPoint.MIDWAY).received("2026-03-02 09:00")
    bill(d, "2026-03-03 09:00")
    d.do("2026-03-03 10:00", vn.WAIVE_FEE, vn.FeeWaiver("hộ nghèo", RULE), CASHIER)
    assert d.refused("2026-03-03 11:00", vn.DECIDE, vn.Decision()) == {"payment-short"}
    cancel(d, "2026-03-03 12:00")
    d.do("2026-03-03 13:00", vn.DECIDE, vn.Decision())


def test_an_authority_waives_only_what_it_has_set(driver):
    """A council waives its own fee and not the ministry's; an exemption by law names nobody."""
    always = Validity(Governs.FILING)
    rules = (FeeRule(Fixed(100_000), always, source="x"),)
    own = FeeSchedule(
        (Fee("fee", Text(vi="phí", en="fee"), None, "Bộ Tài chính", rules),), currency="VND"
    )
    d = driver(fees=own).received("2026-03-02 09:00")
    council = vn.FeeWaiver("không thu", "nghị quyết", "Hội đồng nhân dân thành phố")
    assert d.refused("2026-03-03 09:00", vn.WAIVE_FEE, council, HEAD) == {"waiver-power"}
    before = d.case
    d.do("2026-03-03 09:00", vn.WAIVE_FEE, evolve(council, by="Bộ Tài chính"), HEAD)
    d.case = before
    d.do("2026-03-03 09:00", vn.WAIVE_FEE, evolve(council, by=""), HEAD)


def test_money_that_goes_back_after_the_return_shuts_a_further_result(driver):
    """The result is out; another one waits until the debt is paid."""
    d = paid_and_decided(driver, PaymentPoint.MIDWAY)
    returned(d)
    back(d, "2026-03-17 09:00")
    assert due(d) == 100_000
    _, action, payload = ways_out()[3]
    assert d.refused("2026-03-17 10:00", action, payload) == {"payment-short"}
    pay(d, "2026-03-17 11:00", transaction="T2")
    d.do("2026-03-17 12:00", action, payload)


# ── free procedures ─────────────────────────────────────────────────────────────────────────

FREE = [each for each in vn.danang().catalogue if each.fees is not None and each.fees.is_free]


def test_the_free_procedures_are_those_whose_source_says_so():
    """1.014445 is one; a source that says nothing of fees makes none free."""
    texts = {each.fee_text for each in FREE}

    assert "1.014445" in {each.code for each in FREE}
    assert texts == {
        "Không",
        "Phí : 0 Đồng",
        "Phí : không Đồng",
        "Phí : Không Đồng",
        "Lệ phí : 0 Đồng",
    }


@each_point
def test_no_money_is_asked_for_a_free_procedure(point):
    """No bill, no request, no payment, at whatever point an office collects; its clock runs on."""
    procedure = evolve(TEN_DAYS, fees=FeeSchedule(currency="VND"), payment=point)
    d = CaseDriver(procedure).lodge("2026-03-02 09:00")
    assert "procedure-free" in d.refused("2026-03-02 09:00", vn.PAY, vn.Payment(1_000))
    assert "procedure-free" in d.refused("2026-03-02 09:00", vn.ISSUE_BILL, BILL, CLERK)
    d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
    d.do("2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng"))
    asked = d.refused("2026-03-03 09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(1_000))
    assert asked == {"procedure-free"}
    assert not d.option("2026-03-03 09:00", vn.REQUEST_PAYMENT).allowed
    waiver = vn.FeeWaiver("hộ nghèo", RULE)
    assert d.refused("2026-03-03 09:00", vn.WAIVE_FEE, waiver, HEAD) == {"nothing-to-waive"}
    assert d.due == "2026-03-16"
    d.do("2026-03-16 09:00", vn.DECIDE, vn.Decision())
    returned(d)


@pytest.mark.parametrize("kind", ["charged", "free", "waived", "withdrawn", "returned"])
def test_a_bill_is_named_as_the_next_step_only_where_one_can_be_issued(driver, kind):
    """Of a free or waived filing, and of one that is over, there is just no bill."""
    fees = FeeSchedule(currency="VND") if kind == "free" else None
    d = driver(fees=fees).lodge("2026-03-02 09:00")
    d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
    if kind == "waived":
        d.do("2026-03-02 09:30", vn.WAIVE_FEE, vn.FeeWaiver("hộ nghèo", RULE), CLERK)
    if kind == "withdrawn":
        d.do("2026-03-02 09:30", vn.WITHDRAW, vn.Reason("không cần nữa"), CITIZEN)
    if kind == "returned":
        d.do("2026-03-02 09:30", vn.ASSIGN, vn.Assignment("Phòng"))
        d.do("2026-03-16 09:00", vn.DECIDE, vn.Decision())
        d.do("2026-03-17 09:00", vn.RETURN_AT_COUNTER, vn.Handover("A"))
    can_issue = d.option("2026-03-18 09:00", vn.ISSUE_BILL, CLERK).allowed
    assert can_issue == (kind == "charged")
    for action, who in ((vn.RECORD_PAYMENT, SYSTEM), (vn.CANCEL_BILL, CASHIER)):
        refusals = d.option("2026-03-18 09:00", action, who).refusals
        (refusal,) = [each for each in refusals if each.code == "no-bill"]
        assert ("issue one" in refusal.text("en")) == can_issue
        assert ("lập thông báo nộp" in refusal.text("vi")) == can_issue


def test_the_table_of_the_documents_has_the_points_that_are_tested():
    """A row for each point, and one for free procedures."""
    from pathlib import Path

    page = Path(__file__).parents[3] / "docs" / "explanation" / "payment.md"
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]

    assert sum("asked" in row or "what was billed" in row for row in rows) == len(POINTS)
