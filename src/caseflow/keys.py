"""Idempotency keys: those that clients send, and those that caseflow makes, which no client takes.

What a key stands for is for those who look at records.
"""

from typing import Self, cast

from caseflow.errors import KeyReservedError, ValueInvalidError
from caseflow.values import clean_text

__all__ = ["LONGEST_KEY", "RESERVED_KEYS", "ReservedKey", "clean_key"]

#: How the idempotency keys begin that caseflow makes. No key from outside begins like one of them.
RESERVED_KEYS = (
    "allotment:",
    "bill:",
    "cancel:",
    "close:",
    "expire:",
    "expiry:",
    "give-back:",
    "log:",
    "open:",
    "subsidy-return:",
    "subsidy:",
    "txn:",
)

#: Characters of an idempotency key.
LONGEST_KEY = 200


class ReservedKey(str):
    """Hold an idempotency key that caseflow made, as `PaymentNotice.key` is one.

    It is text like any other, but its type tells it from the keys that clients send: those are
    plain texts, and one that begins like a reserved key is refused. So no client takes the key of
    an expiry, a payment or a grant. Make none from what a client sent.

    >>> ReservedKey("txn:bank/T1") == "txn:bank/T1"
    True

    Raises:
        ValueInvalidError: it does not begin with one of `RESERVED_KEYS`.
    """

    __slots__ = ()

    def __new__(cls, key: str) -> Self:
        """Return *key* as one that caseflow made."""
        if not isinstance(cast("object", key), str) or not key.startswith(RESERVED_KEYS):
            known = ", ".join(RESERVED_KEYS)
            raise ValueInvalidError("key", key, f"a key that begins with one of {known}")
        return super().__new__(cls, key)


def clean_key(key: str) -> str:
    """Return an idempotency key as it is kept: plain text, whoever made it.

    >>> clean_key("r-9f2")
    'r-9f2'

    Raises:
        TextInvalidError: the text cannot be kept.
        KeyReservedError: it is no `ReservedKey` and begins like one.
    """
    # Nearly every key is short, plain and begins like none of those, and is kept as it is.
    is_plain = type(key) is str and ":" not in key and key.isascii() and key.isprintable()
    if is_plain and len(key) <= LONGEST_KEY:
        return key
    cleaned = clean_text(key, name="key", limit=LONGEST_KEY)
    if isinstance(key, ReservedKey):
        return str(cleaned)
    if ":" in cleaned and cleaned.startswith(RESERVED_KEYS):
        prefix = f"{cleaned.partition(':')[0]}:"
        raise KeyReservedError(cleaned, prefix)
    return cleaned
