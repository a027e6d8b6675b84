"""Signed notices of a gateway: believed only if they are signed, in time, and of the right form.

The signature is an HMAC-SHA256 over the instant
of signing and the very bytes of the body, compared in constant time. Keys have ids, so that a new
one is taken up before the old one is given up.

A notice that comes again is no new payment. Nothing of it is remembered here, because the case
remembers: fire it under `PaymentNotice.key`, and the same notice returns the case as it is, while
the same transaction with other content is an error. After the tolerance the old signature is
expired; with other content it is forged. So a gateway may send again as often as it likes, and
nobody else can.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

from attrs import Attribute, field

from caseflow._typed import frozen, typed
from caseflow.errors import (
    FloatRefusedError,
    FormatError,
    InputError,
    SignatureExpiredError,
    SignatureForgedError,
    SignatureMissingError,
    ValueInvalidError,
)
from caseflow.money import Currency, currency_of
from caseflow.payments._facts import PaymentNotice
from caseflow.values import aware, iso_instant

__all__ = [
    "MAX_BODY",
    "TOLERANCE",
    "SigningKey",
    "notice_body",
    "read_notice",
    "receive_notice",
    "sign",
    "verify",
]

#: A notice of more bytes is refused before it is read.
MAX_BODY = 16_384

#: How far the instant of signing may lie from the instant of arrival, either way.
TOLERANCE = timedelta(minutes=5)

_SIGNATURE = re.compile(r"t=([0-9]{1,11}),k=([A-Za-z0-9._-]{1,40}),v1=([0-9a-f]{64})")
_KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,40}")
_FIELDS = ("amount", "bill", "currency", "gateway", "paid_at", "transaction")
_WHAT = "payment notice"


def _is_key_id(_: object, attribute: "Attribute[str]", value: str) -> None:
    if not _KEY_ID.fullmatch(value):
        raise ValueInvalidError(attribute.name, value, "1 to 40 letters, digits or . _ -")


def _is_secret(_: object, attribute: "Attribute[bytes]", value: bytes) -> None:
    if not isinstance(cast("object", value), bytes) or len(value) < 32:
        raise ValueInvalidError(attribute.name, "(not shown)", "at least 32 random bytes")


@typed
@frozen
class SigningKey:
    """Hold a secret that both sides know, of at least 32 bytes, and the id it goes by."""

    id: str = field(validator=_is_key_id)
    secret: bytes = field(validator=_is_secret, repr=False)


# ── signing ─────────────────────────────────────────────────────────────────────────────────


def _mac(key: SigningKey, seconds: int, body: bytes) -> str:
    return hmac.new(key.secret, b"%d." % seconds + body, hashlib.sha256).hexdigest()


@typed
def sign(body: bytes, key: SigningKey, *, at: datetime) -> str:
    """Return the signature of *body* made at *at*, to the second, as it is sent beside it.

    >>> key = SigningKey("2026a", b"0" * 32)
    >>> sign(b"{}", key, at=datetime(2026, 3, 2, tzinfo=UTC))[:24]
    't=1772409600,k=2026a,v1='
    """
    seconds = int(aware(at, name="at").timestamp())
    return f"t={seconds},k={key.id},v1={_mac(key, seconds, body)}"


@typed
def verify(
    body: bytes,
    signature: str | None,
    keys: Iterable[SigningKey],
    *,
    at: datetime,
    tolerance: timedelta = TOLERANCE,
) -> datetime:
    """Return the instant at which *body* was signed, if its signature holds at *at*.

    Args:
        body: the very bytes that came in.
        signature: what came in beside them, if anything.
        keys: those in use; while a key is replaced, the new and the old one.
        at: the instant of arrival.
        tolerance: how far apart signing and arrival may lie; both ends are included.

    Raises:
        SignatureMissingError: there is none, or it cannot be read.
        SignatureForgedError: it is not that of *body* under the key it names, or that is no key
            in use.
        SignatureExpiredError: it holds, and is too old or too far ahead.
    """
    arrived_at = aware(at, name="at")
    if not signature:
        raise SignatureMissingError("it came without one")
    match = _SIGNATURE.fullmatch(signature)
    if match is None:
        raise SignatureMissingError("what came beside it is not of that form")
    seconds, key_id, given = int(match[1]), match[2], match[3]
    is_held = False
    for key in keys:
        if key.id == key_id:
            is_held |= hmac.compare_digest(_mac(key, seconds, body), given)
    if not is_held:
        raise SignatureForgedError(key_id)
    signed_at = datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)
    if abs(arrived_at - signed_at) > tolerance:
        raise SignatureExpiredError(signed_at, arrived_at, int(tolerance.total_seconds()))
    return signed_at


# ── reading ─────────────────────────────────────────────────────────────────────────────────


@typed
def notice_body(notice: PaymentNotice) -> bytes:
    """Return *notice* as the JSON that `read_notice` reads."""
    written = {
        "amount": notice.amount,
        "bill": notice.bill,
        "currency": notice.currency,
        "gateway": notice.gateway,
        "paid_at": notice.paid_at.isoformat(),
        "transaction": notice.transaction,
    }
    return json.dumps(written, separators=(",", ":")).encode()


@typed
def read_notice(body: bytes, *, currency: Currency | str) -> PaymentNotice:
    """Return the notice in *currency* in *body*, a JSON object in UTF-8 with just its six fields.

    The amount is a whole number of the smallest unit: 1250 is 12.50 euro.

    Raises:
        FormatError: it is too large, not UTF-8, not such an object, or not in *currency*.
        FloatRefusedError: an amount has a decimal point.
        ValueInvalidError: a field is outside what is allowed for it.
        NaiveDatetimeError: `paid_at` has no offset.
    """
    if len(body) > MAX_BODY:
        raise FormatError(_WHAT, f"{len(body)} bytes are too many; at most {MAX_BODY}")
    given = _parsed(body)
    missing = [name for name in _FIELDS if name not in given]
    unknown = sorted(ascii(name)[:60] for name in given if name not in _FIELDS)
    if missing or unknown:
        parts = [f"{what} {', '.join(names)}" for what, names in _problems(missing, unknown)]
        raise FormatError(_WHAT, f"{'; '.join(parts)}; it has just {', '.join(_FIELDS)}")
    known = currency_of(currency)
    if given["currency"] != known.code:
        shown = ascii(given["currency"])[:60]
        problem = f"currency {shown} is not {known}; send the amount in units of {known.smallest}"
        raise FormatError(_WHAT, problem)
    return PaymentNotice(
        bill=_text(given, "bill"),
        transaction=_text(given, "transaction"),
        amount=cast("int", given["amount"]),
        paid_at=_instant(_text(given, "paid_at")),
        gateway=_text(given, "gateway"),
        currency=known.code,
    )


def _problems(
    missing: Sequence[str], unknown: Sequence[str]
) -> Iterable[tuple[str, Sequence[str]]]:
    return [(what, names) for what, names in (("missing", missing), ("unknown", unknown)) if names]


def _parsed(body: bytes) -> dict[str, object]:
    def refuse(written: str) -> object:
        raise FloatRefusedError(_WHAT, written)

    def paired(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise FormatError(_WHAT, "a field is there twice")
        return found

    try:
        read: object = json.loads(
            body.decode("utf-8"),
            parse_float=refuse,
            parse_constant=refuse,
            object_pairs_hook=paired,
        )
    except InputError:
        raise
    except UnicodeDecodeError as error:
        raise FormatError(_WHAT, f"it is not UTF-8: byte {error.start}") from None
    except (ValueError, RecursionError):
        raise FormatError(_WHAT, "it is not JSON of that form") from None
    if not isinstance(read, dict):
        raise FormatError(_WHAT, "it is not one JSON object")
    return cast("dict[str, object]", read)


def _text(given: dict[str, object], name: str) -> str:
    value = given[name]
    if not isinstance(value, str):
        raise FormatError(_WHAT, f"{name} is not text")
    return value


def _instant(text: str) -> datetime:
    try:
        return aware(iso_instant(text), name="paid_at")
    except InputError:
        raise
    except ValueError:
        form = 'an instant as "2026-03-02T09:00:00+07:00"'
        raise ValueInvalidError("paid_at", text[:60], form) from None


@typed
def receive_notice(
    body: bytes,
    signature: str | None,
    keys: Iterable[SigningKey],
    *,
    currency: Currency | str,
    at: datetime,
    tolerance: timedelta = TOLERANCE,
) -> PaymentNotice:
    """Return the notice in *currency* in *body* after its signature was verified, in that order.

    Fire it with `key=notice.key`: a notice that comes again then changes nothing.

    Raises:
        SignatureError: see `verify`.
        InputError: see `read_notice`.
        ValueInvalidError: it was paid later than it arrived, by more than *tolerance*.
    """
    verify(body, signature, keys, at=at, tolerance=tolerance)
    notice = read_notice(body, currency=currency)
    if notice.paid_at - at > tolerance:
        raise ValueInvalidError(
            "paid_at", notice.paid_at.isoformat(), f"an instant not after {at.isoformat()}"
        )
    return notice
