"""Facts of money are validated on input."""

from datetime import UTC, datetime

import pytest

from caseflow.errors import FloatRefusedError, InputError, NaiveDatetimeError
from caseflow.payments import (
    Bill,
    BillCancelled,
    BillLine,
    PaymentNotice,
    Refund,
    SubsidyGrant,
    SubsidyReturned,
)
from caseflow.pii._marks import spots

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)

WRONG = [
    lambda: Bill("B1", [], "VND"),
    lambda: Bill("", [("fee", 1)], "VND"),
    lambda: Bill("B 1", [("fee", 1)], "VND"),
    lambda: Bill("=B1", [("fee", 1)], "VND"),
    lambda: Bill("B\ud8001", [("fee", 1)], "VND"),
    lambda: Bill("B" * 101, [("fee", 1)], "VND"),
    lambda: Bill("B1", [("fee", 0)], "VND"),
    lambda: Bill("B1", [("fee", -1)], "VND"),
    lambda: Bill("B1", [("fee", True)], "VND"),
    lambda: Bill("B1", [("fee", "1000")], "VND"),
    lambda: Bill("B1", [("fee", 10**16)], "VND"),
    lambda: Bill("B1", [(" ", 1)], "VND"),
    lambda: Bill("B1", [("fee", 1)], currency="DONG"),
    lambda: BillLine("a\x00b", 1),
    lambda: PaymentNotice("B1", "T1", 1, AT, "Bank", "VND"),
    lambda: PaymentNotice("B1", "T1", 1, AT, "ba/nk", "VND"),
    lambda: PaymentNotice("B1", "T1", 1, AT, "bank", currency="vnd"),
    lambda: PaymentNotice("B1", 7, 1, AT, "bank", "VND"),
    lambda: PaymentNotice("B1", "T1", 0, AT, "bank", "VND"),
    lambda: Refund("B1", "T1", 1, AT, "bank", "", "VND"),
    lambda: BillCancelled("B1", "  "),
    lambda: SubsidyGrant("B1", "G1", "city", 1, ""),
    lambda: SubsidyReturned("B1", "G1", "1", "city", 1, ""),
    lambda: SubsidyReturned("B1", "G1", "1", "city", 0, "why"),
    lambda: SubsidyReturned("B1", "G#1", "1", "city", 1, "why"),
    lambda: SubsidyReturned("B1", "G1", "1#", "city", 1, "why"),
]


@pytest.mark.parametrize("build", WRONG, ids=range(len(WRONG)))
def test_a_wrong_fact_is_one_clear_error(build):
    """Nothing wrong gets as far as an account, and the message can be printed anywhere."""
    with pytest.raises(InputError) as caught:
        build()
    assert str(caught.value).encode()


@pytest.mark.parametrize("amount", [1.0, 1000.5, float("nan"), float("inf")])
def test_floats_are_refused(amount):
    """Money is whole dong; a float is refused whatever its value."""
    for build in (
        lambda: Bill("B1", [("fee", amount)], "VND"),
        lambda: PaymentNotice("B1", "T1", amount, AT, "bank", "VND"),
        lambda: Refund("B1", "T1", amount, AT, "bank", "why", "VND"),
        lambda: SubsidyGrant("B1", "G1", "city", amount, "ground"),
        lambda: SubsidyReturned("B1", "G1", "1", "city", amount, "why"),
    ):
        with pytest.raises(FloatRefusedError):
            build()


def test_an_instant_needs_its_zone():
    """A payment without an offset belongs to no day."""
    with pytest.raises(NaiveDatetimeError):
        PaymentNotice("B1", "T1", 1, AT.replace(tzinfo=None), "bank", "VND")


def test_two_gateways_may_use_one_number():
    """A payment is known by its gateway and its number, so one gateway cannot hide another's."""
    one, other = (PaymentNotice("B1", "T1", 1, AT, name, "VND") for name in ("bank", "wallet"))

    assert one.key != other.key


def test_each_return_of_a_grant_is_known_by_both_numbers():
    """Two grants may number their returns alike, and however they are written no keys meet."""
    pairs = [("G1", "1"), ("G1", "2"), ("G2", "1"), ("G/1", "1"), ("G", "1/1"), ("G1:1", "1")]
    keys = {SubsidyReturned("B1", *pair, "city", 1, "why").key for pair in pairs}

    assert len(keys) == len(pairs)


def test_who_a_subsidy_was_paid_to_is_personal():
    """The recipient is marked, so that a store may hide it and erase it; nothing else is."""
    grant = SubsidyGrant("B1", "G1", "city", 1, "nghị quyết", "Nguyễn Văn A")

    assert [(spot.path, spot.text) for spot in spots(grant)] == [(("recipient",), "Nguyễn Văn A")]
