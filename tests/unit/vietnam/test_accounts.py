"""The account of a case, folded in one pass, against building it anew at each record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow.office.paying import _accounts as accounts
from caseflow.payments import (
    COUNTER,
    Account,
    Bill,
    BillCancelled,
    BillExpired,
    PaymentNotice,
    Refund,
    SubsidyGrant,
)
from noted import AT, Noted


def plainly(records):
    """The account, with the open bills asked of a whole account each time."""
    facts = []
    for record in records:
        still = [each.number for each in Account(facts).bills if each.balance.due]
        match record.action, record.payload:
            case vn.REQUEST_PAYMENT.name, asked:
                if not still:
                    facts.append(
                        Bill(f"request-{record.seq}", [("Phí, lệ phí", asked.amount)], "VND")
                    )
            case vn.PAY.name, paid:
                if not still:
                    still = [f"counter-{record.seq}"]
                    facts.append(Bill(still[0], [("Phí, lệ phí", paid.amount)], "VND"))
                left = paid.amount
                for place, number in enumerate(still):
                    due = Account(facts).bill(number).balance.due
                    part = left if number == still[-1] else min(left, due)
                    if part:
                        transaction = f"record-{record.seq}/{place}"
                        facts.append(
                            PaymentNotice(number, transaction, part, record.at, COUNTER, "VND")
                        )
                    left -= part
            case vn.CLOSE_UNPAID.name, _:
                facts += map(BillExpired, still)
            case _, fact:
                facts.append(fact)
    return Account(facts)


def one_of(number):
    """Something that may happen to money, under the number of its record or under a shared one."""
    amount, bill = st.integers(1, 5), st.sampled_from(("B1", "B2", "B3"))
    return st.one_of(
        st.builds(lambda n: (vn.ISSUE_BILL, Bill(f"B{n}", [("x", 3)], "VND")), st.integers(1, 3)),
        st.builds(lambda a: (vn.REQUEST_PAYMENT, vn.PaymentRequest(a)), amount),
        st.builds(lambda a: (vn.PAY, vn.Payment(a)), amount),
        st.builds(
            lambda b, a: (vn.RECORD_PAYMENT, PaymentNotice(b, f"T{number}", a, AT, "bank", "VND")),
            bill,
            amount,
        ),
        st.builds(
            lambda b, a: (vn.REFUND, Refund(b, f"R{number}", a, AT, "bank", "thừa", "VND")),
            bill,
            amount,
        ),
        st.builds(
            lambda b, a: (vn.GRANT_SUBSIDY, SubsidyGrant(b, f"S{number}", "N1", a, "miễn")),
            bill,
            amount,
        ),
        st.builds(lambda b: (vn.CANCEL_BILL, BillCancelled(b, "nhầm")), bill),
        st.just((vn.CLOSE_UNPAID, vn.Reason("quá hạn"))),
    )


@given(st.integers(1, 12).flatmap(lambda n: st.tuples(*map(one_of, range(n)))))
def test_one_pass_comes_to_the_same_account(happened):
    """Whatever happened, in whatever order: the same facts, and so the same sums."""
    records = [Noted(seq, act.name, payload) for seq, (act, payload) in enumerate(happened)]

    assert vn.account_of(records) == plainly(records)


@pytest.mark.parametrize("bills", [1, 400])
def test_an_account_is_built_once_however_many_bills(monkeypatch, bills):
    """A record costs the same on a long case: no account is built on the way."""
    built = []

    def counted(facts):
        built.append(1)
        return Account(facts)

    monkeypatch.setattr(accounts, "Account", counted)
    happened = [
        step
        for number in range(bills)
        for step in (
            (vn.ISSUE_BILL, Bill(f"B{number}", [("x", 3)], "VND")),
            (vn.PAY, vn.Payment(3)),
        )
    ]
    records = [Noted(seq, act.name, payload) for seq, (act, payload) in enumerate(happened)]

    assert vn.account_of(records).balance.paid == 3 * bills
    assert built == [1]
