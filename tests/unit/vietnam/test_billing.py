"""Bills and the money on them, at a desk of the one-stop shop."""

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.checks import check_catalogue
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError, KeyReusedError
from caseflow.limits import working_days
from caseflow.money import Currency, Money
from caseflow.office.paying import _accounts as accounts
from caseflow.office.paying import books_of
from caseflow.office.states import STATES
from caseflow.payments import (
    COUNTER,
    Account,
    Bill,
    BillCancelled,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.procedures import Catalogue, PaymentPeriod, PaymentPoint, Unpaid
from caseflow.values import Actor
from caseflow.vietnam.stored import definition_codec
from unit.vietnam.conftest import CASHIER, CITIZEN, CLERK, HANOI, HEAD, OFFICER, TEN_DAYS

GATEWAY = Actor("gateway", {"system"})
BILL = Bill("H1/1", [("Lệ phí", 100_000)], "VND")
AT = datetime(2026, 3, 2, 9, tzinfo=HANOI)


def paid(amount=100_000, transaction="T1", **more: Any) -> PaymentNotice:
    filled = {"bill": "H1/1", "currency": "VND", **more}
    return PaymentNotice(
        transaction=transaction, amount=amount, paid_at=AT, gateway="bank", **filled
    )


def given_back(amount, transaction="R1", **more: Any) -> Refund:
    filled = {"bill": "H1/1", "currency": "VND", "reason": "nộp thừa", **more}
    return Refund(transaction=transaction, amount=amount, refunded_at=AT, gateway="bank", **filled)


def granted(amount, number="G1") -> SubsidyGrant:
    return SubsidyGrant("H1/1", number, "city-2026", amount, "nghị quyết", "Nguyễn Văn A")


def balance(d):
    return vn.account_of(d.case.records).balance


@pytest.fixture
def billed(driver):
    """A filing in process, with a bill of 100,000 dong that was asked for."""

    def make(**changes: Any):
        d = driver(payment=PaymentPoint.MIDWAY, **changes).received("2026-03-02 09:00")
        d.do("2026-03-03 09:00", vn.ISSUE_BILL, BILL, CLERK)
        return d.do("2026-03-03 09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(100_000))

    return make


# ── partial payments ────────────────────────────────────────────────────────────────────────


def test_a_part_does_not_open_the_gate(billed):
    """The case waits, with its clock stopped, until the last dong is there; then it goes on."""
    d = billed()
    d.do("2026-03-04 09:00", vn.RECORD_PAYMENT, paid(40_000), GATEWAY)
    assert d.case.state == "awaiting-payment"
    assert not d.dates().legal.due
    d.do("2026-03-05 09:00", vn.RECORD_PAYMENT, paid(59_999, "T2"), GATEWAY)
    assert d.case.state == "awaiting-payment"
    d.do("2026-03-06 09:00", vn.RECORD_PAYMENT, paid(1, "T3"), GATEWAY)
    assert d.case.state == "processing"
    assert d.due
    d.do("2026-03-06 10:00", vn.DECIDE, vn.Decision("1"))


@pytest.mark.parametrize(
    ("point", "moves"),
    [
        (PaymentPoint.RECEPTION, [(vn.RECEIVE, vn.Receipt())]),
        (PaymentPoint.MIDWAY, [(vn.DECIDE, vn.Decision())]),
        (PaymentPoint.RETURN, [(vn.RETURN_AT_COUNTER, vn.Handover("A"))]),
    ],
)
def test_each_gate_opens_with_the_last_dong(driver, point, moves):
    """At reception, midway and at return: no payment, a part, the whole."""
    d = driver(payment=point)
    if point is PaymentPoint.RECEPTION:
        d.lodge("2026-03-02 09:00")
    else:
        d.received("2026-03-02 09:00")
    if point is PaymentPoint.RETURN:
        d.do("2026-03-16 09:00", vn.DECIDE, vn.Decision())
    (action, payload), when = moves[0], "2026-03-16 10:00"
    assert d.refused(when, action, payload) == {"payment-missing"}
    d.do(when, vn.ISSUE_BILL, BILL, CLERK)
    assert d.refused(when, action, payload) == {"payment-short"}
    d.do(when, vn.RECORD_PAYMENT, paid(99_999), GATEWAY)
    assert d.refused(when, action, payload) == {"payment-short"}
    d.do(when, vn.RECORD_PAYMENT, paid(1, "T2"), CASHIER)
    d.do(when, action, payload)


def test_what_is_billed_without_a_known_point_is_due_midway(driver):
    """No point of payment is known: nothing is asked, but what was billed must be paid."""
    d = driver().received()
    d.do("2026-03-03 09:00", vn.ISSUE_BILL, BILL, CLERK)
    assert d.refused("2026-03-03 10:00", vn.DECIDE, vn.Decision()) == {"payment-short"}
    d.do("2026-03-03 11:00", vn.RECORD_PAYMENT, paid(), GATEWAY)
    d.do("2026-03-03 12:00", vn.DECIDE, vn.Decision())


# ── one account over both ways to pay ───────────────────────────────────────────────────────


def test_a_payment_at_the_counter_pays_the_bills(billed):
    """PAY takes what is left due, no less; it is on the same account as the gateway's part."""
    d = billed()
    d.do("2026-03-04 09:00", vn.RECORD_PAYMENT, paid(40_000), GATEWAY)
    assert d.refused("2026-03-04 10:00", vn.PAY, vn.Payment(59_999)) == {"fee-short"}
    d.do("2026-03-04 10:00", vn.PAY, vn.Payment(60_000, "tiền mặt"))

    assert d.case.state == "processing"
    assert (balance(d).billed, balance(d).paid, balance(d).due) == (100_000, 100_000, 0)


def test_a_payment_at_the_counter_covers_several_bills(billed):
    """The bills are paid in the order of their numbers, and what is over is on the last one."""
    d = billed()
    d.do("2026-03-03 10:00", vn.ISSUE_BILL, Bill("H1/2", [("Phí", 50_000)], "VND"), CLERK)
    d.do("2026-03-04 10:00", vn.PAY, vn.Payment(160_000))

    account = vn.account_of(d.case.records)
    assert [each.state.value for each in account.bills] == ["settled", "over-paid"]
    assert account.balance.overpaid == 10_000


def test_the_plain_way_is_an_account_too(driver):
    """A request and a payment without bills: what was asked for is billed, and it is paid."""
    d = driver(payment=PaymentPoint.MIDWAY).received()
    d.do("2026-03-03 09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(5_000, "phí thẩm định"))
    assert (balance(d).billed, balance(d).due) == (5_000, 5_000)
    d.do("2026-03-04 09:00", vn.PAY, vn.Payment(6_000))
    assert (balance(d).paid, balance(d).due, balance(d).overpaid) == (6_000, 0, 1_000)


def test_a_request_asks_for_what_is_due(driver):
    """With open bills a request is for just what they leave due; it is no second bill."""
    d = driver(payment=PaymentPoint.MIDWAY).received()
    d.do("2026-03-03 09:00", vn.ISSUE_BILL, BILL, CLERK)
    wrong = vn.PaymentRequest(99_000)
    assert d.refused("2026-03-03 10:00", vn.REQUEST_PAYMENT, wrong) == {"request-differs"}
    d.do("2026-03-03 10:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(100_000))
    assert balance(d).billed == 100_000


def test_numbers_of_the_counter_are_kept_for_it(driver):
    """Nobody may take a number that a payment without one will be given."""
    d = driver().received()
    bill = Bill("request-9", [("phí", 1)], "VND")
    assert d.refused("2026-03-03 09:00", vn.ISSUE_BILL, bill, CLERK) == {"number-reserved"}
    d.do("2026-03-03 09:00", vn.ISSUE_BILL, BILL, CLERK)
    fake = evolve(paid(transaction="record-9/0"), gateway=COUNTER)
    assert d.refused("2026-03-03 09:00", vn.RECORD_PAYMENT, fake, CASHIER) == {"number-reserved"}


# ── what is refused ─────────────────────────────────────────────────────────────────────────

WRONG = [
    (vn.RECORD_PAYMENT, paid(bill="H2/1"), "bill-unknown"),
    (vn.ISSUE_BILL, Bill("H1/2", [("x", 1)], "USD"), "currency-differs"),
    (vn.RECORD_PAYMENT, paid(currency="USD"), "currency-differs"),
    (vn.RECORD_PAYMENT, paid(40_000, "T0"), "fact-recorded"),
    (vn.RECORD_PAYMENT, paid(41_000, "T0"), "fact-differs"),
    (vn.REFUND, given_back(40_001), "refund-above-paid"),
    (vn.REFUND, given_back(1, bill="H2/1"), "bill-unknown"),
    (vn.REFUND, given_back(1, currency="USD"), "currency-differs"),
    (vn.REFUND, given_back(40_000, "T0"), "fact-differs"),
    (vn.GRANT_SUBSIDY, granted(60_001), "subsidy-above-due"),
    (vn.CANCEL_BILL, BillCancelled("H2/1", "nhầm"), "bill-unknown"),
    (vn.ISSUE_BILL, BILL, "fact-recorded"),
    (vn.ISSUE_BILL, Bill("H1/1", [("Lệ phí", 1)], "VND"), "fact-differs"),
]


@pytest.mark.parametrize(("action", "payload", "code"), WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("is_awaited", [False, True])
def test_wrong_money_is_refused_with_its_reason(driver, action, payload, code, is_awaited):
    """Each mistake has its own reason, and that one is among those given, wherever the case is."""
    d = driver(payment=PaymentPoint.MIDWAY).received()
    d.do("2026-03-03 09:00", vn.ISSUE_BILL, BILL, CLERK)
    d.do("2026-03-03 09:00", vn.RECORD_PAYMENT, paid(40_000, "T0"), GATEWAY)
    if is_awaited:
        d.do("2026-03-03 09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(60_000))
    given = d.refused("2026-03-04 09:00", action, payload, Actor("x", {"cashier", "intake"}))
    assert code in given
    assert "still-due" not in given


def test_a_cancelled_bill_takes_nothing_and_gives_back(driver):
    """No payment, subsidy or second cancellation on it; what was paid goes back."""
    d = driver().received()
    d.do("2026-03-03 09:00", vn.ISSUE_BILL, BILL, CLERK)
    d.do("2026-03-03 09:00", vn.RECORD_PAYMENT, paid(30_000), GATEWAY)
    d.do("2026-03-03 10:00", vn.CANCEL_BILL, BillCancelled("H1/1", "lập nhầm"), CASHIER)
    for action, payload in (
        (vn.RECORD_PAYMENT, paid(1, "T2")),
        (vn.GRANT_SUBSIDY, granted(1)),
        (vn.CANCEL_BILL, BillCancelled("H1/1", "lập nhầm lần nữa")),
    ):
        assert "bill-cancelled" in d.refused("2026-03-03 11:00", action, payload, CASHIER)
    d.do("2026-03-03 12:00", vn.REFUND, given_back(30_000), CASHIER)
    assert balance(d).overpaid == balance(d).due == balance(d).billed == 0
    d.do("2026-03-03 13:00", vn.DECIDE, vn.Decision())


def test_a_notice_that_comes_again_returns_the_case(billed):
    """Under its key the same notice does nothing twice, and another one is an error."""
    d = billed()

    def fire(notice):
        return d.engine.fire(
            d.case, vn.RECORD_PAYMENT, notice, by=GATEWAY, at=AT.replace(day=4), key=notice.key
        )

    d.case = fire(paid())
    assert fire(paid()) is d.case
    with pytest.raises(KeyReusedError):
        fire(paid(99_000))
    assert balance(d).paid == 100_000


# ── closed cases ────────────────────────────────────────────────────────────────────────────


def _withdrawn(d):
    d.do("2026-03-04 09:00", vn.WITHDRAW, vn.Reason("thôi"))


def _stopped(d):
    d.do("2026-03-04 09:00", vn.STOP, vn.Reason("thôi"))


def _returned(d):
    d.do("2026-03-16 09:00", vn.DECIDE, vn.Decision())
    d.do("2026-03-16 09:00", vn.RETURN_AT_COUNTER, vn.Handover("A"))


def _rejected(d):
    d.do("2026-03-04 09:00", vn.REJECT, vn.Reason("sai nơi nộp"))


@pytest.mark.parametrize("close", [_withdrawn, _stopped, _returned, _rejected])
def test_no_payment_is_lost_on_a_closed_case(driver, close):
    """Late word of a payment is recorded on it, and what is over goes back; it stays closed."""
    d = driver(payment=PaymentPoint.RECEPTION).lodge("2026-03-02 09:00")
    d.do("2026-03-02 09:00", vn.ISSUE_BILL, BILL, CLERK)
    if close is not _rejected:
        d.do("2026-03-02 09:00", vn.RECORD_PAYMENT, paid(100_000), GATEWAY)
        d.do("2026-03-02 09:00", vn.RECEIVE, vn.Receipt())
        d.do("2026-03-02 09:00", vn.ASSIGN, vn.Assignment("Phòng"))
    close(d)
    state, before = d.case.state, balance(d).paid
    d.do("2026-03-20 09:00", vn.RECORD_PAYMENT, paid(70_000, "T8"), GATEWAY)
    d.do("2026-03-20 09:00", vn.REFUND, given_back(70_000), CASHIER)
    d.do("2026-03-20 09:00", vn.CANCEL_BILL, BillCancelled("H1/1", "đã đóng"), CASHIER)

    assert d.case.state == state
    assert balance(d).paid == before + 70_000
    assert d.engine.replay(d.case.records) == d.case


def test_every_state_takes_a_payment():
    """There is no state from which word of a payment leads nowhere."""
    taken = {
        each.source for each in vn.one_stop_shop().transitions if each.action == "record-payment"
    }
    assert taken == {state.name for state in STATES}


# ── refusal, refunds ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("keeps", [False, True])
def test_refusal_and_the_fee(billed, keeps):
    """The fee of a refused filing goes back, unless its procedure keeps it; over-payments do."""
    d = billed(keeps_fee_when_refused=keeps)
    d.do("2026-03-04 09:00", vn.RECORD_PAYMENT, paid(120_000), GATEWAY)
    d.do("2026-03-05 09:00", vn.REFUSE, vn.RefusalResult("không đủ điều kiện"))
    gone = BillCancelled("H1/1", "từ chối")
    if keeps:
        when, reason = "2026-03-05 10:00", {"fee-kept-when-refused"}
        assert d.refused(when, vn.REFUND, given_back(20_001), CASHIER) == reason
        assert d.refused(when, vn.CANCEL_BILL, gone, CASHIER) == reason
        d.do(when, vn.REFUND, given_back(20_000), CASHIER)
        assert d.refused(when, vn.REFUND, given_back(1, "R2"), CASHIER) == reason
    else:
        d.do("2026-03-05 10:00", vn.CANCEL_BILL, gone, CASHIER)
        d.do("2026-03-05 10:00", vn.REFUND, given_back(120_000), CASHIER)
        assert balance(d).net_paid == 0


def test_a_fee_that_is_kept_goes_back_before_a_refusal(billed):
    """The policy is of refused filings only: a withdrawn one gets its money back."""
    d = billed(keeps_fee_when_refused=True)
    d.do("2026-03-04 09:00", vn.RECORD_PAYMENT, paid(), GATEWAY)
    d.do("2026-03-05 09:00", vn.WITHDRAW, vn.Reason("thôi"))
    d.do("2026-03-05 10:00", vn.REFUND, given_back(100_000), CASHIER)


def test_a_subsidy_settles_what_is_left(billed):
    """A budget pays the rest, the case goes on, and nobody claims that the applicant paid it."""
    d = billed()
    d.do("2026-03-04 09:00", vn.RECORD_PAYMENT, paid(30_000), GATEWAY)
    d.do("2026-03-04 10:00", vn.GRANT_SUBSIDY, granted(70_000), HEAD)

    assert d.case.state == "processing"
    assert (balance(d).paid, balance(d).subsidised, balance(d).due) == (30_000, 70_000, 0)
    assert vn.account_of(d.case.records).is_settled


def returned(amount, number="1", **more: Any) -> SubsidyReturned:
    bill, grant, budget = (
        more.get(name, usual)
        for name, usual in (("bill", "H1/1"), ("grant", "G1"), ("budget", "city-2026"))
    )
    return SubsidyReturned(bill, grant, number, budget, amount, "hủy thông báo nộp")


def test_a_subsidy_of_a_cancelled_bill_goes_back_to_its_budget(billed):
    """On a closed case too, in parts; at its end nothing is over-paid and nothing subsidised."""
    d = billed()
    d.do("2026-03-04 09:00", vn.GRANT_SUBSIDY, granted(40_000), HEAD)
    d.do("2026-03-04 10:00", vn.WITHDRAW, vn.Reason("thôi"), CITIZEN)
    d.do("2026-03-05 09:00", vn.CANCEL_BILL, BillCancelled("H1/1", "nhầm"), HEAD)
    d.do("2026-03-05 10:00", vn.GIVE_BACK_SUBSIDY, returned(30_000), CASHIER)
    assert vn.account_of(d.case.records).bill("H1/1").state.value == "over-paid"
    d.do("2026-03-05 11:00", vn.GIVE_BACK_SUBSIDY, returned(10_000, "2"), GATEWAY)

    account = vn.account_of(d.case.records)
    assert d.case.state == "withdrawn"
    assert account.bill("H1/1").state.value == "cancelled"
    assert (account.balance.subsidised, account.balance.overpaid) == (0, 0)


def test_a_subsidy_goes_back_when_the_applicant_pays_all_the_same(billed):
    """What is over after the applicant's own payment may go back to the budget or to them."""
    d = billed()
    d.do("2026-03-04 09:00", vn.GRANT_SUBSIDY, granted(40_000), HEAD)
    d.do("2026-03-05 09:00", vn.RECORD_PAYMENT, paid(90_000), GATEWAY)
    d.do("2026-03-05 10:00", vn.GIVE_BACK_SUBSIDY, returned(20_000), CASHIER)
    d.do("2026-03-05 11:00", vn.REFUND, given_back(10_000), CASHIER)

    sums = balance(d)
    assert (sums.net_paid, sums.subsidised, sums.overpaid, sums.due) == (80_000, 20_000, 0, 0)


@pytest.mark.parametrize(
    ("back", "codes"),
    [
        (returned(50_001, "9"), {"return-above-grant"}),
        (returned(1, "9", bill="H1/2", grant="G2"), {"return-above-overpaid"}),
        (returned(1, "9", grant="G9"), {"grant-unknown"}),
        (returned(1, "9", grant="G2"), {"grant-unknown"}),
        (returned(1, "9", budget="hue"), {"grant-unknown"}),
        (returned(10_000), {"fact-recorded"}),
        (returned(2), {"fact-differs"}),
        (returned(1, "9", bill="H1/7"), {"bill-unknown", "grant-unknown", "return-above-overpaid"}),
    ],
    ids=range(8),
)
def test_what_cannot_go_back_is_refused_with_its_reason(driver, back, codes):
    """More than a grant holds or than is over, an unknown grant, a return that is on record."""
    d = driver().received()
    for number in ("1", "2"):
        bill = Bill(f"H1/{number}", [("Lệ phí", 100_000)], "VND")
        grant = evolve(granted(60_000, f"G{number}"), bill=bill.number)
        d.do("2026-03-03 09:00", vn.ISSUE_BILL, bill, CLERK)
        d.do("2026-03-03 09:00", vn.GRANT_SUBSIDY, grant, HEAD)
    d.do("2026-03-05 09:00", vn.RECORD_PAYMENT, paid(200_000), GATEWAY)
    d.do("2026-03-05 10:00", vn.GIVE_BACK_SUBSIDY, returned(10_000), CASHIER)

    before = d.case
    assert d.refused("2026-03-06 09:00", vn.GIVE_BACK_SUBSIDY, back, CASHIER) == codes
    assert d.case == before


def test_only_a_cashier_or_the_system_gives_back(billed):
    """Who granted it may not take it back alone."""
    d = billed()
    d.do("2026-03-04 09:00", vn.GRANT_SUBSIDY, granted(40_000), HEAD)
    d.do("2026-03-05 09:00", vn.CANCEL_BILL, BillCancelled("H1/1", "nhầm"), HEAD)
    refused = d.refused("2026-03-05 10:00", vn.GIVE_BACK_SUBSIDY, returned(1), HEAD)
    assert refused == {"role-missing"}


def test_cancelling_the_last_open_bill_ends_the_waiting(billed):
    """Nothing is due any more, so there is nothing to wait for; the fee is still missing."""
    d = billed()
    d.do("2026-03-04 09:00", vn.CANCEL_BILL, BillCancelled("H1/1", "nhầm"), CASHIER)
    assert d.case.state == "processing"
    assert d.refused("2026-03-04 10:00", vn.DECIDE, vn.Decision()) == {"payment-missing"}


# ── the payment period ──────────────────────────────────────────────────────────────────────


def close(d, when, by=OFFICER):
    return d.do(when, vn.CLOSE_UNPAID, vn.Reason("quá hạn nộp"), by)


def test_an_unpaid_filing_is_closed_after_its_period(billed):
    """Five working days from Tuesday 3 March end on Tuesday the 10th; on the 11th it may close."""
    d = billed(payment_period=PaymentPeriod(working_days(5), Unpaid.CLOSE))
    d.do("2026-03-04 09:00", vn.RECORD_PAYMENT, paid(40_000), GATEWAY)
    reason = vn.Reason("quá hạn nộp")
    assert d.refused("2026-03-10 17:00", vn.CLOSE_UNPAID, reason, OFFICER) == {
        "payment-time-not-over"
    }
    close(d, "2026-03-11 00:00", GATEWAY)
    account = vn.account_of(d.case.records)
    assert d.case.state == "stopped"
    assert account.bill("H1/1").state.value == "expired"
    d.do("2026-03-12 09:00", vn.RECORD_PAYMENT, paid(60_000, "T2"), GATEWAY)
    assert vn.account_of(d.case.records).bill("H1/1").state.value == "settled"


def test_the_period_starts_with_the_latest_bill_that_is_due(billed):
    """A bill of the 9th is due until the 16th, whatever was asked for before."""
    d = billed(payment_period=PaymentPeriod(working_days(5), Unpaid.CLOSE))
    d.do("2026-03-09 09:00", vn.ISSUE_BILL, Bill("H1/2", [("Phí", 1)], "VND"), CLERK)
    reason = vn.Reason("quá hạn nộp")
    refused = d.refused("2026-03-16 09:00", vn.CLOSE_UNPAID, reason, OFFICER)
    assert refused == {"payment-time-not-over"}
    d.do("2026-03-16 09:00", vn.RECORD_PAYMENT, paid(1, "T2", bill="H1/2"), GATEWAY)
    close(d, "2026-03-16 10:00")


def test_a_filing_left_unpaid_before_acceptance_is_closed(driver):
    """The rule holds for a fee at reception too."""
    period = PaymentPeriod(working_days(5), Unpaid.CLOSE)
    d = driver(payment=PaymentPoint.RECEPTION, payment_period=period).lodge("2026-03-02 09:00")
    reason = vn.Reason("quá hạn nộp")
    assert d.refused("2026-03-30 09:00", vn.CLOSE_UNPAID, reason, CLERK) == {"nothing-due"}
    d.do("2026-03-30 09:00", vn.ISSUE_BILL, BILL, CLERK)
    assert d.refused("2026-03-30 10:00", vn.CLOSE_UNPAID, reason, CLERK) == {
        "payment-time-not-over"
    }
    close(d, "2026-04-07 00:00")
    assert d.case.state == "stopped"


@pytest.mark.parametrize(
    "period",
    [
        None,
        PaymentPeriod(working_days(5)),
        PaymentPeriod(working_days(5), Unpaid.CLOCK_NOT_STARTED),
    ],
)
def test_without_the_rule_nothing_is_closed(billed, driver, period):
    """No period, or one after which the case waits: it waits for as long as it takes."""
    if period is not None and period.on_expiry is Unpaid.CLOCK_NOT_STARTED:
        d = driver(payment=PaymentPoint.RECEPTION, payment_period=period).lodge("2026-03-02 09:00")
        d.do("2026-03-02 09:00", vn.ISSUE_BILL, BILL, CLERK)
    else:
        d = billed(payment_period=period)
    reason = vn.Reason("quá hạn nộp")
    assert d.refused("2026-12-01 09:00", vn.CLOSE_UNPAID, reason, OFFICER) == {"no-unpaid-rule"}
    d.do("2026-12-01 09:00", vn.RECORD_PAYMENT, paid(), GATEWAY)


@pytest.mark.parametrize("point", [None, PaymentPoint.RECEPTION])
def test_the_clock_does_not_start_before_payment(driver, point):
    """Acceptance waits for the whole, however it is paid, and only then the legal clock runs."""
    period = PaymentPeriod(working_days(5), Unpaid.CLOCK_NOT_STARTED)
    d = driver(payment=point, payment_period=period).lodge("2026-03-02 09:00")
    assert d.refused("2026-03-02 10:00", vn.RECEIVE, vn.Receipt()) == {"payment-missing"}
    d.do("2026-03-02 10:00", vn.ISSUE_BILL, BILL, CLERK)
    d.do("2026-03-20 10:00", vn.RECORD_PAYMENT, paid(50_000), GATEWAY)
    assert d.refused("2026-03-20 10:00", vn.RECEIVE, vn.Receipt()) == {"payment-short"}
    assert d.dates().legal.ledger is None
    d.do("2026-03-23 10:00", vn.PAY, vn.Payment(50_000), CITIZEN)
    d.do("2026-03-23 10:00", vn.RECEIVE, vn.Receipt())
    assert d.due == "2026-04-06"


def test_a_period_is_written_and_read_back():
    """The policy is kept with the procedure."""
    codec = definition_codec()
    procedure = evolve(
        TEN_DAYS,
        payment=PaymentPoint.MIDWAY,
        payment_period=PaymentPeriod(working_days(5), Unpaid.CLOSE),
        keeps_fee_when_refused=True,
    )
    assert codec.procedure_from_data(codec.procedure_to_data(procedure)) == procedure


@pytest.mark.parametrize("point", PaymentPoint)
def test_a_period_that_contradicts_the_point_is_a_fault(point):
    """What holds up acceptance cannot be collected after it."""
    period = PaymentPeriod(working_days(5), Unpaid.CLOCK_NOT_STARTED)
    procedure = evolve(TEN_DAYS, payment=point, payment_period=period)
    codes = {each.code for each in check_catalogue(Catalogue((procedure,)))}

    assert ("payment-after-acceptance" in codes) == (point is not PaymentPoint.RECEPTION)


# ── the account that guards ask for ─────────────────────────────────────────────────────────


def test_guards_build_the_account_once(billed, monkeypatch):
    """Whoever asks, and however many guards: the records are folded once for each case."""
    d, built = billed(), []

    def counted(facts):
        built.append(1)
        return Account(facts)

    monkeypatch.setattr(accounts, "Account", counted)
    for by in (CASHIER, OFFICER, HEAD, GATEWAY):
        d.engine.actions(d.case, by=by, at=d.when)
    d.do("2026-03-03 10:00", vn.RECORD_PAYMENT, paid(40_000), CASHIER)
    assert built == [1]

    d.do("2026-03-03 11:00", vn.RECORD_PAYMENT, paid(60_000, "T2"), CASHIER)
    assert built == [1, 1]
    assert d.case.state == "processing"


def test_an_office_in_euro_bills_and_takes_euro(driver):
    """Another currency is an attribute of the jurisdiction: cents are asked for, paid and said."""
    d = driver(payment=PaymentPoint.MIDWAY)
    d.engine = Engine(evolve(d.engine.jurisdiction, currency="EUR"))
    d.received()
    d.do("2026-03-03 09:00", vn.REQUEST_PAYMENT, vn.PaymentRequest(12_050))
    books = books_of(d.case.records, Currency("EUR"))
    (known,) = books.account.bills
    assert str(known.bill.money) == "EUR 120.50"

    with pytest.raises(ActionRefusedError) as caught:
        d.do("2026-03-03 09:30", vn.PAY, vn.Payment(12_000), CITIZEN)
    (reason,) = caught.value.refusals
    assert dict(reason.params)["short"] == Money(50, "EUR")
    assert reason.text("en") == "120.00 euro paid, 0.50 euro short"

    wrong = paid(12_050, bill=known.number, currency="VND")
    assert "currency-differs" in d.refused("2026-03-03 10:00", vn.RECORD_PAYMENT, wrong, GATEWAY)
    right = evolve(wrong, currency="EUR")
    d.do("2026-03-03 10:00", vn.RECORD_PAYMENT, right, GATEWAY)
    assert books_of(d.case.records, Currency("EUR")).account.is_settled
