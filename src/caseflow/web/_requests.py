"""Parts of requests that every backend reads alike: bodies, versions, keys, places in lists.

A framework hands in texts and bytes, and gets values or an error that `problem` answers.
"""

import base64
import binascii
import re
from collections.abc import AsyncIterable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import cast

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.codec import canonical_json, digest
from caseflow.codec._canonical import parse_json
from caseflow.errors import (
    CursorError,
    FormatError,
    KeyInFlightError,
    KeyMissingError,
    MediaTypeError,
    RequestMalformedError,
    VersionMissingError,
)
from caseflow.keys import LONGEST_KEY
from caseflow.web._shapes import SHAPES, Json

__all__ = [
    "LARGEST_BODY",
    "InFlight",
    "body_data",
    "bounded_body",
    "checked_media",
    "client_key",
    "cursor_place",
    "cursor_text",
    "etag",
    "expected_version",
    "last_event",
]

#: Bytes of a body; what is larger belongs in a document store.
LARGEST_BODY = 1_000_000

_KEY_PREFIX = "http:"
_LONGEST_CURSOR = 2_000
_LONGEST_SHOWN = 100
_VERSION = re.compile(r'"([1-9][0-9]{0,9})"')
_KEY = re.compile(r"[\x21-\x7e]+")
_QUOTED_KEY = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"')
_JSON = re.compile(
    r"application/(?:[a-z0-9!#$&^_.-]+\+)?json\s*(?:;\s*charset=(?:utf-8|\"utf-8\")\s*)?",
    re.IGNORECASE,
)
_EVENT = re.compile(r"0|[1-9][0-9]{0,9}")


@typed
def body_data(body: bytes, *, limit: int = LARGEST_BODY) -> object:
    """Return the JSON value in *body*, None if it is empty; nothing in it is guessed.

    >>> body_data(b'{"papers": 4}')
    {'papers': 4}

    Args:
        body: the bytes as they came.
        limit: how many there may be.

    Raises:
        RequestMalformedError: too long, no UTF-8, no JSON, a key twice, nested too deeply.
        FloatRefusedError: a number has a decimal point.
    """
    if len(body) > limit:
        raise RequestMalformedError("body", f"it has more than {limit} bytes")
    if not body.strip():
        return None
    try:
        return parse_json(body.decode(), "body")
    except UnicodeDecodeError as error:
        raise RequestMalformedError("body", f"it is not UTF-8: byte {error.start}") from None
    except FormatError as error:
        raise RequestMalformedError("body", error.problem) from None


async def bounded_body(chunks: AsyncIterable[bytes], *, limit: int = LARGEST_BODY) -> bytes:
    """Return the body that comes in *chunks*; of one longer than *limit* no more than shows that.

    `body_data` refuses what is too long, so nobody can fill the memory of a portal.

    >>> import asyncio
    >>> async def endless():
    ...     while True:
    ...         yield b"x" * 1000
    >>> len(asyncio.run(bounded_body(endless(), limit=1500)))
    2000
    """
    parts, length = list[bytes](), 0
    async for chunk in chunks:
        parts.append(chunk)
        length += len(chunk)
        if length > limit:
            break
    return b"".join(parts)


def checked_media(header: str | None) -> None:
    """Refuse a body that is not sent as JSON, as the forms of other sites are.

    Without a header it is read as JSON.

    Raises:
        MediaTypeError: *header* names another type or charset; answer 415.
    """
    given = "" if header is None else header.strip()
    if given and not _JSON.fullmatch(given):
        raise MediaTypeError(given[:_LONGEST_SHOWN])


# ── versions ────────────────────────────────────────────────────────────────────────────────


@typed
def etag(case: Case) -> str:
    """Return the entity tag of *case*: its version in quotation marks.

    Source: RFC 9110, section 8.8.3.
    """
    return f'"{case.version}"'


@typed
def expected_version(header: str | None) -> int | None:
    """Return the version that the header `If-Match` asks for; None for "*", which asks for any.

    Hand it to `CaseService.fire` as *expected_version*: another version is answered with 412.

    >>> expected_version('"7"')
    7

    Source: RFC 9110, section 13.1.1; RFC 6585, section 3.

    Raises:
        VersionMissingError: there is no such header; answer 428.
        RequestMalformedError: it holds no entity tag that `etag` gives.
    """
    if header is None or not header.strip():
        raise VersionMissingError("If-Match")
    if header.strip() == "*":
        return None
    found = _VERSION.fullmatch(header.strip())
    if found is None:
        raise RequestMalformedError("If-Match", 'it is no entity tag of a case; send one, as "7"')
    return int(found[1])


# ── keys ────────────────────────────────────────────────────────────────────────────────────


@typed
def client_key(header: str | None) -> str:
    """Return the key in the header `Idempotency-Key`, apart from every key that caseflow makes.

    A quoted text, as the draft has it, or a bare one. The same key on another case is another key.

    >>> client_key('"8e03978e"'), client_key("expiry:1")
    ('http:8e03978e', 'http:expiry:1')

    Source: draft-ietf-httpapi-idempotency-key-header-07.

    Raises:
        KeyMissingError: there is no such header; answer 400.
        RequestMalformedError: it is no such text, or longer than 195 characters.
    """
    given = "" if header is None else header.strip()
    if not given:
        raise KeyMissingError("Idempotency-Key")
    quoted = _QUOTED_KEY.fullmatch(given)
    key = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else given
    if quoted is None and (given.startswith('"') or not _KEY.fullmatch(given)):
        raise RequestMalformedError("Idempotency-Key", "it is no text of letters, digits and signs")
    if len(key) > LONGEST_KEY - len(_KEY_PREFIX):
        most = LONGEST_KEY - len(_KEY_PREFIX)
        raise RequestMalformedError("Idempotency-Key", f"it is longer than {most} characters")
    return f"{_KEY_PREFIX}{key}"


class InFlight:
    """Remember which requests this process is working on, so that none is begun twice.

    One that comes while the first is worked on is answered with 409. Among several processes the
    store decides: the second is decided on again, and answered as the first was. Safe to share
    between threads and within an event loop.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._held: dict[tuple[str, str], object] = {}

    @contextmanager
    def hold(self, case_id: str, key: str) -> Generator[None]:
        """Work on the request with *key* on *case_id*; raises `KeyInFlightError`."""
        held, mine = (case_id, key), object()
        # One step, so that of two threads one finds what the other put.
        if self._held.setdefault(held, mine) is not mine:
            raise KeyInFlightError(case_id, key)
        try:
            yield
        finally:
            del self._held[held]


# ── places in lists ─────────────────────────────────────────────────────────────────────────


@typed
def cursor_text(query: Mapping[str, Json], place: Sequence[str | int]) -> str:
    """Return a cursor: where the next page of the list begins that *query* asks for.

    *place* is what the last entry of the page is sorted by. Clients hand the text back as it is.

    >>> cursor_place(cursor_text({"unit": "A"}, ["hs-9"]), {"unit": "A"})
    ('hs-9',)
    """
    held = canonical_json([SHAPES, _named(query), list(place)])
    return base64.urlsafe_b64encode(held.encode()).decode().rstrip("=")


@typed
def cursor_place(cursor: str, query: Mapping[str, Json]) -> tuple[str | int, ...]:
    """Return the place that *cursor* holds, () for "", the first page.

    Raises:
        CursorError: it is no cursor, or one of another query or version.
    """
    if not cursor:
        return ()
    shown = cursor[:40]
    if len(cursor) > _LONGEST_CURSOR:
        raise CursorError(shown, "it is too long")
    try:
        held = base64.b64decode(f"{cursor}{'=' * (-len(cursor) % 4)}", b"-_", validate=True)
        version, query_name, place = cast("list[object]", parse_json(held.decode(), "cursor"))
    except (binascii.Error, FormatError, TypeError, ValueError):
        raise CursorError(shown, "it is no cursor of this portal") from None
    if version != SHAPES:
        raise CursorError(shown, "it is of another version of this portal")
    if query_name != _named(query):
        raise CursorError(shown, "it belongs to another query")
    if not isinstance(place, list) or not all(
        isinstance(each, (str, int)) for each in cast("list[object]", place)
    ):
        raise CursorError(shown, "it is no cursor of this portal")
    return tuple(cast("list[str | int]", place))


def _named(query: Mapping[str, Json]) -> str:
    return digest({name: query[name] for name in sorted(query)})[:16]


@typed
def last_event(header: str | None) -> int:
    """Return the record that a client saw last, by the header `Last-Event-ID`; -1 for none.

    Hand it to `CaseService.history` as *after*.

    Raises:
        RequestMalformedError: it is no number of a record.
    """
    if header is None or not header.strip():
        return -1
    if not _EVENT.fullmatch(header.strip()):
        raise RequestMalformedError("Last-Event-ID", "it is no number of a record")
    return int(header.strip())
