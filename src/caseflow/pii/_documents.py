"""`DocumentRef`: a document as a record may hold it, by where it is and what it hashes to.

The document itself never comes near a record: a scan of an identity card in a payload could not be
taken out again.
"""

import hashlib
import re
from typing import Self

from attrs import Attribute, field

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.values import clean_text

__all__ = ["DocumentRef"]

_DIGEST = re.compile(r"[0-9a-f]{64}")


def _place(value: str) -> str:
    return clean_text(value, name="place", limit=1_000)


def _kind(value: str) -> str:
    return clean_text(value, name="kind", limit=200)


def _is_somewhere(_: object, attribute: "Attribute[str]", value: str) -> None:
    if not value.strip():
        raise ValueInvalidError(attribute.name, value, "where the document is kept")


def _is_digest(_: object, attribute: "Attribute[str]", value: str) -> None:
    if not _DIGEST.fullmatch(value):
        raise ValueInvalidError(
            attribute.name, value, "the SHA-256 of the document as 64 digits of 0-9 and a-f"
        )


@typed
@frozen
class DocumentRef:
    """Say where a document is kept, and the SHA-256 of its bytes.

    >>> scan = DocumentRef.of(b"front and back", place="vault:2026/03/7f3a", kind="cccd")
    >>> scan.is_of(b"front and back"), scan.is_of(b"another scan")
    (True, False)

    Attributes:
        place: where it is kept, in the words of whatever keeps it; no name and no number of a
            person, for it stays when the document is gone.
        sha256: the hash of its bytes, 64 hexadecimal digits in lower case.
        kind: what it is, as "cccd" for the citizen identity card.
    """

    place: str = field(converter=_place, validator=_is_somewhere)
    sha256: str = field(validator=_is_digest)
    kind: str = field(default="", converter=_kind)

    @classmethod
    def of(cls, content: bytes, *, place: str, kind: str = "") -> Self:
        """Return the reference to *content*, kept at *place*."""
        return cls(place, hashlib.sha256(content).hexdigest(), kind)

    def is_of(self, content: bytes) -> bool:
        """Return whether *content* is the document that was meant."""
        return hashlib.sha256(content).hexdigest() == self.sha256
