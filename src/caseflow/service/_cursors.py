"""Cursors: where the next page of a work list begins, as one opaque text.

It holds the order, a mark of the filters and the place of the last case, and a check sum, so that a
damaged one is known. Nobody is kept from writing one: it names a place and grants nothing.
"""

import base64
import binascii
import hashlib
from typing import cast

from caseflow.codec import canonical_json, digest
from caseflow.codec._canonical import parse_json
from caseflow.errors import CursorError, FormatError
from caseflow.stores import ListPlace, Query, micros

__all__ = ["cursor_of", "place_of"]

_VERSION = 1
_LONGEST = 2_000
_CHECK = 8


def cursor_of(query: Query, place: ListPlace | None) -> str:
    """Return the cursor of the page of *query* after *place*; "" without one, after the last."""
    if place is None:
        return ""
    held = canonical_json([_VERSION, _asked(query), place.key, place.case_id])
    return base64.urlsafe_b64encode(f"{_checked(held)}{held}".encode()).decode().rstrip("=")


def place_of(query: Query) -> ListPlace | None:
    """Return the place that the cursor of *query* holds; None for the first page.

    Raises:
        CursorError: it is damaged, or of another query or version.
    """
    cursor = query.cursor
    if not cursor:
        return None
    shown = cursor[:40]
    try:
        if len(cursor) > _LONGEST:
            raise ValueError  # noqa: TRY301 - one answer to all that is no cursor
        text = base64.b64decode(f"{cursor}{'=' * (-len(cursor) % 4)}", b"-_", validate=True)
        check, held = text.decode()[:_CHECK], text.decode()[_CHECK:]
        if check != _checked(held):
            raise ValueError  # noqa: TRY301 - see above
        version, asked, key, case_id = cast("list[object]", parse_json(held, "cursor"))
    except (binascii.Error, FormatError, TypeError, ValueError):
        raise CursorError(shown, "it is damaged, or no cursor of a work list") from None
    if version != _VERSION:
        raise CursorError(shown, "it is of another version of this program")
    if asked != _asked(query):
        raise CursorError(shown, "it belongs to another order or to other filters")
    return ListPlace(cast("int | None", key), cast("str", case_id))


def _checked(held: str) -> str:
    return hashlib.sha256(held.encode()).hexdigest()[:_CHECK]


def _asked(query: Query) -> str:
    """Return a mark of what *query* asks for, whatever the size of its pages."""
    due, follow_up = query.due_before, query.follow_up_before
    return digest(
        {
            "order": query.order,
            "procedure": query.procedure,
            "unit": query.unit,
            "states": sorted(query.states),
            "assigned_to": query.assigned_to,
            "text": query.text,
            "due_before": None if due is None else micros(due),
            "follow_up_before": None if follow_up is None else micros(follow_up),
        }
    )[:16]
