"""What stands in a record in place of a personal text: the hidden text, or word that it is gone.

Both are texts, so that a record can be read, shown and checked by a program that has no key. A
hidden text is known by its form, for it is kept; that a text was erased is never kept, only said
when it is read, so it is known by its class and by nothing that it says: whoever is called "[erased
2026-01-01T00:00+07:00: x]" is called so.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Self

from caseflow._typed import ENCRYPTED, typed

__all__ = ["Encrypted", "Erased", "hidden"]

_ENCRYPTED = re.compile(rf"{ENCRYPTED}([A-Za-z0-9_-]{{38,}}={{0,2}}) ([^\n]{{1,200}})")


class Encrypted(str):
    """A personal text as it is kept: hidden, with the subject whose key shows it.

    >>> Encrypted.of(b"x" * 28, "case:H1")
    'caseflow-veiled/1 eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eA== case:H1'
    """

    __slots__ = ()

    @classmethod
    @typed
    def of(cls, sealed: bytes, subject: str) -> Self:
        """Return *sealed* as text: a nonce, then the text under the key of *subject*."""
        return cls(f"{ENCRYPTED}{urlsafe_b64encode(sealed).decode()} {subject}")

    @property
    def sealed(self) -> bytes:
        """Return the nonce and the hidden text."""
        return urlsafe_b64decode(self.split(" ", 2)[1])

    @property
    def subject(self) -> str:
        """Return whose key shows it."""
        return self.split(" ", 2)[2]


class Erased(str):
    """What a personal text reads as once the key of its subject was destroyed.

    >>> from datetime import UTC
    >>> gone = Erased.of(datetime(2026, 3, 2, 9, tzinfo=UTC), "request of the person")
    >>> str(gone), gone.ground
    ('[erased 2026-03-02T09:00:00+00:00: request of the person]', 'request of the person')
    >>> hidden(str(gone)) is None
    True
    """

    __slots__ = ()

    @classmethod
    @typed
    def of(cls, at: datetime, ground: str) -> Self:
        """Return the word that a text was erased at *at* on a legal *ground*."""
        return cls(f"[erased {at.isoformat()}: {ground}]")

    @property
    def at(self) -> datetime:
        """Return the instant of the erasure."""
        return datetime.fromisoformat(self._parts[0])

    @property
    def ground(self) -> str:
        """Return the legal ground of the erasure."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        when, _, ground = self.removeprefix("[erased ").removesuffix("]").partition(": ")
        return when, ground


@typed(late=True)
def hidden(text: str) -> Encrypted | Erased | None:
    """Return *text* as what it is if it stands for a personal text; None for any other text."""
    if isinstance(text, (Encrypted, Erased)):
        return text
    return Encrypted(text) if _ENCRYPTED.fullmatch(text) else None
