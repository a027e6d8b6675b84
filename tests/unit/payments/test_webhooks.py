"""A notice is believed only if it is signed, in time, and of the right form."""

import hashlib
import hmac
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow.errors import (
    CaseflowError,
    FloatRefusedError,
    FormatError,
    InputError,
    NaiveDatetimeError,
    SignatureExpiredError,
    SignatureForgedError,
    SignatureMissingError,
    ValueInvalidError,
)
from caseflow.money import Money
from caseflow.payments import PaymentNotice
from caseflow.payments.webhooks import (
    MAX_BODY,
    SigningKey,
    notice_body,
    read_notice,
    receive_notice,
    sign,
    verify,
)

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
OLD, NEW = SigningKey("2025b", b"o" * 32), SigningKey("2026a", b"n" * 32)
NOTICE = PaymentNotice("B1", "T1", 120_000, AT, "bank", "VND")
BODY = notice_body(NOTICE)
FIELDS = json.loads(BODY)


def body(**changes):
    return json.dumps({**FIELDS, **changes}).encode()


def test_the_signature_is_a_plain_hmac():
    """Anybody can make it with a hash library: HMAC-SHA256 over SECONDS.BODY."""
    expected = hmac.new(NEW.secret, b"1772442000." + BODY, hashlib.sha256).hexdigest()

    assert sign(BODY, NEW, at=AT) == f"t=1772442000,k=2026a,v1={expected}"


def test_a_signed_notice_is_received():
    """What was sent comes in, to the dong and the instant."""
    assert receive_notice(BODY, sign(BODY, NEW, at=AT), [OLD, NEW], at=AT, currency="VND") == NOTICE


@pytest.mark.parametrize("seconds", ["999999999999", "١٧٧٢٤٤٢٠٠٠"])
def test_an_instant_of_signing_is_ten_digits_or_so(seconds):
    """One past the year 9999, or in the digits of another script, is no signature at all."""
    signature = sign(BODY, NEW, at=AT).replace("1772442000", seconds)
    with pytest.raises(SignatureMissingError):
        verify(BODY, signature, [NEW], at=AT)


def test_keys_are_rotated():
    """While both keys are in use both hold; once the old one is given up, only the new one does."""
    by_old, by_new = sign(BODY, OLD, at=AT), sign(BODY, NEW, at=AT)

    for signature in (by_old, by_new):
        assert verify(BODY, signature, [NEW, OLD], at=AT) == AT
    assert verify(BODY, by_new, [NEW], at=AT) == AT
    with pytest.raises(SignatureForgedError):
        verify(BODY, by_old, [NEW], at=AT)


@pytest.mark.parametrize(
    "signature",
    [
        None,
        "",
        "v1=abc",
        "t=1,k=2026a,v1=zz",
        "t=x,k=2026a,v1=" + "0" * 64,
        "t=1,k=a b,v1=" + "0" * 64,
    ],
)
def test_a_missing_signature_is_reported(signature):
    """No signature, or none that can be read, is said to be missing."""
    with pytest.raises(SignatureMissingError):
        verify(BODY, signature, [NEW], at=AT)


def test_a_forged_signature_is_reported():
    """Another body, another key, another instant or another digit: all are forged."""
    signature = sign(BODY, NEW, at=AT)
    last = "0" if signature[-1] != "0" else "1"
    forged = [
        (body(amount=1), signature),
        (BODY, sign(BODY, SigningKey("2026a", b"x" * 32), at=AT)),
        (BODY, sign(BODY, NEW, at=AT).replace("t=1772442000", "t=1772442001")),
        (BODY, signature.replace("k=2026a", "k=2027a")),
        (BODY, signature[:-1] + last),
    ]
    for given_body, given_signature in forged:
        with pytest.raises(SignatureForgedError):
            verify(given_body, given_signature, [OLD, NEW], at=AT)


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_an_old_signature_is_expired(seconds):
    """A notice recorded by an eavesdropper is worth nothing after the window, nor before it."""
    with pytest.raises(SignatureExpiredError):
        verify(BODY, sign(BODY, NEW, at=AT), [NEW], at=AT + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_the_window_includes_its_ends(seconds):
    """Five minutes either way still hold."""
    assert verify(BODY, sign(BODY, NEW, at=AT), [NEW], at=AT + timedelta(seconds=seconds)) == AT


def test_no_secret_is_shown():
    """A key can be logged, and neither its secret nor a wrong one is in any text."""
    assert "n" * 32 not in repr(NEW)
    for wrong in (b"short-secret", "text" * 20):
        with pytest.raises(ValueInvalidError) as caught:
            SigningKey("k", wrong)
        assert str(wrong) not in str(caught.value)
    with pytest.raises(ValueInvalidError):
        SigningKey("a key", b"n" * 32)


@pytest.mark.parametrize(
    ("given_body", "error"),
    [
        (body(amount=1.0), FloatRefusedError),
        (body(amount=float("nan")), FloatRefusedError),
        (body(amount=True), ValueInvalidError),
        (body(amount="120000"), ValueInvalidError),
        (body(amount=0), ValueInvalidError),
        (body(amount=10**30), ValueInvalidError),
        (body(amount=None), ValueInvalidError),
        (body(currency="USD"), FormatError),
        (body(currency=704), FormatError),
        (body(paid_at="2026-03-02T09:00"), NaiveDatetimeError),
        (body(paid_at="yesterday"), ValueInvalidError),
        (body(bill=7), FormatError),
        (body(bill="B\ud800"), InputError),
        (body(transaction="T 1"), ValueInvalidError),
        (body(gateway="../bank"), ValueInvalidError),
        (body(extra=1), FormatError),
        (json.dumps({k: v for k, v in FIELDS.items() if k != "bill"}).encode(), FormatError),
        (b'{"amount":1,"amount":2}', FormatError),
        (b"[]", FormatError),
        (b"null", FormatError),
        (b"", FormatError),
        (b"{", FormatError),
        (b"\xff\xfe", FormatError),
        (b"[" * 16_000, FormatError),
        (b'{"amount":' + b"9" * 5_000 + b"}", FormatError),
        (BODY + b" " * MAX_BODY, FormatError),
    ],
    ids=range(26),
)
def test_a_body_is_read_strictly(given_body, error):
    """What is not just that form is one clear error that can be printed."""
    with pytest.raises(error) as caught:
        read_notice(given_body, currency="VND")
    assert str(caught.value).encode()


def test_a_payment_of_tomorrow_is_refused():
    """A gateway cannot know of a payment before it is made."""
    late = notice_body(evolve(NOTICE, paid_at=AT + timedelta(hours=1)))

    with pytest.raises(ValueInvalidError, match="paid_at"):
        receive_notice(late, sign(late, NEW, at=AT), [NEW], at=AT, currency="VND")


def test_a_notice_in_cents_is_read_as_cents():
    """120.50 euro come as 12050 cents, and a notice of another currency is refused by name."""
    cents = evolve(NOTICE, amount=12_050, currency="EUR")
    sent = notice_body(cents)

    found = receive_notice(sent, sign(sent, NEW, at=AT), [NEW], at=AT, currency="EUR")
    assert found == cents
    assert str(Money(found.amount, found.currency)) == "EUR 120.50"
    with pytest.raises(
        FormatError, match=r"'VND' is not EUR; send the amount in units of 0\.01 EUR"
    ):
        read_notice(BODY, currency="EUR")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_whatever_comes_in_is_a_notice_or_an_error_of_ours(noise):
    """No byte string makes it raise anything else."""
    for attempt in (
        lambda: read_notice(noise, currency="VND"),
        lambda: verify(BODY, noise.decode("latin-1"), [NEW], at=AT),
    ):
        with suppress(CaseflowError):
            attempt()
