"""What follows the "?" where a work list is asked for, as a query of the service."""

from collections.abc import Mapping
from datetime import datetime

from caseflow.errors import RequestMalformedError
from caseflow.stores import Query
from caseflow.values import Actor, aware, iso_instant

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

#: Whose cases: names of officers are told to officers only, so nobody is asked for by name.
_MINE, _NOBODY = "me", "nobody"

_INSTANT = "it is no instant with an offset; send one, as 2026-03-02T09:00:00+07:00"


def list_query(asked: Mapping[str, str], by: Actor, limit: int) -> Query:
    """Return the query that *asked* writes, for pages of *limit* cases.

    Raises:
        RequestMalformedError: an instant cannot be read, or somebody asks for what others have.
    """
    given = {name: asked[name] for name in FILTERS if asked.get(name)}
    whose = given.get("assigned_to")
    if whose not in (None, _MINE, _NOBODY) or (whose == _MINE and not by.id):
        raise RequestMalformedError("assigned_to", 'it is neither "me" nor "nobody"')
    asks_to_follow = given.get("order") == "follow-up" or "follow_up_before" in given
    if asks_to_follow and whose != _MINE:
        problem = "follow-up dates are shown to who has the case; send assigned_to=me with it"
        raise RequestMalformedError("follow_up_before", problem)
    return Query(
        procedure=given.get("procedure"),
        unit=given.get("unit"),
        states=tuple(filter(None, given.get("state", "").split(","))),
        assigned_to=None if whose is None else by.id if whose == _MINE else "",
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
