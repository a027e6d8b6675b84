"""The account is a fold: order and repetition do not matter, and it balances to the dong."""

from datetime import UTC, datetime
from itertools import permutations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow.errors import CurrencyMismatchError, TransactionConflictError
from caseflow.payments import (
    Account,
    Bill,
    BillCancelled,
    BillExpired,
    BillState,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BILL = Bill("B1", [("Lệ phí", 80_000), ("Phí", 20_000)], "VND")


def paid(amount, transaction="T1", bill="B1"):
    return PaymentNotice(bill, transaction, amount, AT, "bank", "VND")


def given_back(amount, transaction="R1", bill="B1"):
    return Refund(bill, transaction, amount, AT, "bank", "nộp thừa", "VND")


def granted(amount, number="G1", bill="B1"):
    return SubsidyGrant(bill, number, "city", amount, "nghị quyết")


def returned(amount, number="1", grant="G1", bill="B1"):
    return SubsidyReturned(bill, grant, number, "city", amount, "hủy")


GONE, LATE = BillCancelled("B1", "lập nhầm"), BillExpired("B1")

STATES = [
    ((), "unknown", 0, 0),
    ((BILL,), "open", 100_000, 0),
    ((BILL, paid(40_000)), "partly-paid", 60_000, 0),
    ((BILL, granted(40_000)), "partly-paid", 60_000, 0),
    ((BILL, paid(40_000), paid(60_000, "T2")), "settled", 0, 0),
    ((BILL, granted(100_000)), "settled", 0, 0),
    ((BILL, granted(40_000), paid(60_000)), "settled", 0, 0),
    ((BILL, paid(130_000)), "over-paid", 0, 30_000),
    ((BILL, paid(130_000), given_back(30_000)), "settled", 0, 0),
    ((BILL, paid(100_000), given_back(100_000)), "open", 100_000, 0),
    ((BILL, LATE), "expired", 100_000, 0),
    ((BILL, paid(40_000), LATE), "expired", 60_000, 0),
    ((BILL, LATE, paid(100_000)), "settled", 0, 0),
    ((BILL, GONE), "cancelled", 0, 0),
    ((BILL, GONE, paid(100_000)), "over-paid", 0, 100_000),
    ((BILL, GONE, paid(100_000), given_back(100_000)), "cancelled", 0, 0),
    ((BILL, GONE, granted(40_000)), "over-paid", 0, 40_000),
    ((BILL, GONE, granted(40_000), returned(30_000)), "over-paid", 0, 10_000),
    ((BILL, GONE, granted(40_000), returned(30_000), returned(10_000, "2")), "cancelled", 0, 0),
    ((BILL, granted(40_000), paid(100_000), returned(40_000)), "settled", 0, 0),
    ((BILL, granted(40_000), returned(40_000)), "open", 100_000, 0),
    ((paid(100_000),), "unknown", 0, 100_000),
]


@pytest.mark.parametrize(("facts", "state", "due", "overpaid"), STATES, ids=range(len(STATES)))
def test_how_a_bill_stands(facts, state, due, overpaid):
    """Each state follows from the facts, in whatever order they came."""
    for order in permutations(facts):
        found = Account(order).bill("B1")
        balance = found.balance
        assert (found.state.value, balance.due, balance.overpaid) == (state, due, overpaid)
        assert found.state.label("vi")
        assert found.state.label("en")


def test_every_state_has_an_example_here():
    """No state is left out of the table above."""
    assert {state for _, state, *_ in STATES} == {each.value for each in BillState}


facts = st.lists(
    st.one_of(
        st.builds(
            lambda number, amount: Bill(f"B{number}", [("phí", amount)], "VND"),
            st.integers(0, 3),
            st.just(100_000),
        ),
        st.builds(
            lambda number, bill: paid(1_000 * (number + 1), f"T{number}", f"B{bill}"),
            st.integers(0, 99),
            st.just(1),
        ),
        st.builds(
            lambda number, bill: paid(7_777 * (number + 1), f"U{number}", f"B{bill}"),
            st.integers(0, 99),
            st.just(2),
        ),
        st.builds(
            lambda number: given_back(501 * (number + 1), f"R{number}", f"B{number % 4}"),
            st.integers(0, 99),
        ),
        st.builds(
            lambda number: granted(999 * (number + 1), f"G{number}", f"B{number % 4}"),
            st.integers(0, 99),
        ),
        st.builds(
            lambda number: returned(101 * (number + 1), f"{number}", bill=f"B{number % 4}"),
            st.integers(0, 99),
        ),
        st.builds(lambda number: BillCancelled(f"B{number}", "nhầm"), st.integers(0, 3)),
        st.builds(lambda number: BillExpired(f"B{number}"), st.integers(0, 3)),
    ),
    max_size=30,
)


@given(facts, st.randoms(use_true_random=False))
def test_arrival_does_not_matter(events, chance):
    """Any order, one by one or at once, with any repetition, comes to the same account."""
    shuffled = [*events, *chance.choices(events, k=len(events))] if events else []
    chance.shuffle(shuffled)
    grown = Account()
    for each in shuffled:
        grown = grown.adding(each)

    assert grown == Account(shuffled) == Account(events)
    assert grown.bills == Account(events).bills


@given(facts)
def test_the_account_balances_to_the_dong(events):
    """Billed + over-paid = paid − refunded + subsidised + due, by bill and in all.

    The sums are counted here from the facts, each once by its number, without the account.
    """
    account = Account(events)
    unique = {each.key: each for each in events}.values()
    gone = {each.bill for each in unique if isinstance(each, BillCancelled)}
    bills = [each for each in unique if isinstance(each, Bill) and each.number not in gone]
    balance = account.balance

    assert balance.billed == sum(each.amount for each in bills)
    assert balance.paid == sum(e.amount for e in unique if isinstance(e, PaymentNotice))
    assert balance.refunded == sum(e.amount for e in unique if isinstance(e, Refund))
    granted, back = (
        sum(e.amount for e in unique if isinstance(e, kind))
        for kind in (SubsidyGrant, SubsidyReturned)
    )
    assert balance.subsidised == granted - back
    for each in (balance, *(found.balance for found in account.bills)):
        income = each.paid - each.refunded + each.subsidised
        assert each.billed + each.overpaid == income + each.due
        assert each.net_paid == each.paid - each.refunded
    for found in account.bills:
        assert min(found.balance.due, found.balance.overpaid) == 0


def test_duplicates_count_once():
    """A notice that comes five times is one payment."""
    account = Account([BILL, *[paid(40_000)] * 5])

    assert account.balance.paid == 40_000
    assert account.adding(paid(40_000)) == account


@pytest.mark.parametrize(
    ("other", "differing"),
    [
        (paid(41_000), ("amount",)),
        (evolve(paid(40_000), bill="B2"), ("bill",)),
        (given_back(40_000, "T1"), ("PaymentNotice and Refund",)),
    ],
)
def test_a_number_with_other_content_is_an_error(other, differing):
    """Neither of two contradicting facts is swallowed, whichever came first."""
    for one, two in ((paid(40_000), other), (other, paid(40_000))):
        with pytest.raises(TransactionConflictError) as caught:
            Account([BILL, one, two])
        assert caught.value.key == "txn:bank/T1"
        assert set(caught.value.differing[0].split(" and ")) == set(differing[0].split(" and "))


def test_a_conflict_names_no_person():
    """The error says which field differs and not what stands in it."""
    grants = [evolve(granted(1), recipient=name) for name in ("Nguyễn Văn A", "Trần Thị B")]

    with pytest.raises(TransactionConflictError) as caught:
        Account(grants)
    assert "recipient" in str(caught.value)
    assert "Nguyễn" not in str(caught.value)


def test_other_money_is_not_added():
    """Five dollars are not five dong."""
    with pytest.raises(CurrencyMismatchError, match="VND and USD"):
        Account([BILL, evolve(paid(5), currency="USD")])


def test_overpaying_one_bill_does_not_pay_another():
    """Each bill has its own balance; the sums show both."""
    account = Account([BILL, Bill("B2", [("phí", 10_000)], "VND"), paid(150_000)])

    assert (account.balance.due, account.balance.overpaid) == (10_000, 50_000)
    assert not account.is_settled
