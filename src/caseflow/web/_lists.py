"""What follows the "?" where a work list is asked for, as a query of the service."""

from collections.abc import Mapping
from datetime import datetime

from caseflow.errors import RequestMalformedError
from caseflow.stores import Query
from caseflow.values import aware, iso_instant

__all__ = ["FILTERS", "list_query"]

#: What a list may be asked for; *state* may hold several, with commas between them.
FILTERS = (
    "order",
    "procedure",
    "unit",
    "state",
    "assigned_to",
    "due_before",
    "follow_up_before",
    "text",
    "cursor",
)

_INSTANT = "it is no instant with an offset; send one, as 2026-03-02T09:00:00+07:00"


def list_query(asked: Mapping[str, str], limit: int) -> Query:
    """Return the query that *asked* writes, for pages of *limit* cases.

    Raises:
        RequestMalformedError: an instant cannot be read; a number is none.
    """
    given = {name: asked[name] for name in FILTERS if asked.get(name)}
    return Query(
        procedure=given.get("procedure"),
        unit=given.get("unit"),
        states=tuple(filter(None, given.get("state", "").split(","))),
        assigned_to=given.get("assigned_to"),
        due_before=_instant(given, "due_before"),
        follow_up_before=_instant(given, "follow_up_before"),
        text=given.get("text", ""),
        order=given.get("order", "number"),
        cursor=given.get("cursor", ""),
        limit=limit,
    )


def _instant(given: Mapping[str, str], name: str) -> datetime | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        # A "+" that was not escaped comes as a space.
        return aware(iso_instant(text.replace(" ", "+")), name=name)
    except ValueError:
        raise RequestMalformedError(name, _INSTANT) from None
