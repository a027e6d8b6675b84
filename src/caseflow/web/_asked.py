"""One request and its answer, as every framework can give and send them."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from attrs import field

from caseflow._languages import nearest
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.messages import languages
from caseflow.texts import language_code
from caseflow.values import Actor

__all__ = ["Answer", "Asked", "json_answer", "language_asked"]

#: Languages of one header that are looked at.
_MOST = 20
_RANGE = re.compile(r"\s*([A-Za-z0-9-]{2,35})\s*(?:;\s*q=([01](?:\.[0-9]{1,3})?)\s*)?")


@typed
@frozen
class Asked:
    """Hold what a request asks: who asks and when, its headers, its body and what follows the "?".

    *headers* may be written in small or capital letters. *at* is the instant by the clock of the
    portal, never one that the client gives. What it holds of persons and tokens is not in its repr.
    """

    by: Actor = field(repr=False)
    at: datetime
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)
    query: Mapping[str, str] = field(default={}, repr=False)

    def header(self, name: str) -> str | None:
        """Return the header *name*, None if there is none."""
        found = self.headers.get(name)
        if found is not None:
            return found
        wanted = name.lower()
        return next((text for each, text in self.headers.items() if each.lower() == wanted), None)

    @property
    def language(self) -> str:
        """Return the language that is asked for, see `language_asked`."""
        return language_asked(self.header("Accept-Language"))


@frozen
class Answer:
    """Hold what is sent back: a status of HTTP, headers and a body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def json_answer(
    data: object,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    kind: str = "application/json",
) -> Answer:
    """Return *data* as an answer in JSON."""
    written = json.dumps(data, ensure_ascii=False).encode()
    return Answer(status, {"Content-Type": kind, **(headers or {})}, written)


@typed
def language_asked(header: str | None, default: str = "en") -> str:
    """Return which language that has a catalogue the header `Accept-Language` likes best.

    What cannot be read is passed over: a language is a wish, and no reason to refuse a request.

    >>> language_asked("fr, vi;q=0.8, en;q=0.5"), language_asked(None, "vi")
    ('vi', 'vi')

    Source: RFC 9110, section 12.5.4.
    """
    wished: list[tuple[float, str]] = []
    for each in (header or "").split(",")[:_MOST]:
        found = _RANGE.fullmatch(each)
        if found is not None:
            wished.append((-float(found[2] or 1), found[1]))
    for weight, code in sorted(wished, key=lambda pair: pair[0]):
        if weight and (known := _known(code)):
            return known
    return default


def _known(code: str) -> str | None:
    """Return the language of *code* that has a catalogue; None if only another one would answer."""
    try:
        wanted = language_code(code)
    except ValueInvalidError:
        return None
    found = nearest(wanted, languages())
    is_of_it = found is not None and wanted.split("-")[0] == found.split("-")[0]
    return found if is_of_it else None
