"""Office sessions: the stretches of a day in which an office works, in minutes after midnight.

Zones and dates do not belong here: a session is wall-clock time.
"""

import re
from typing import cast

from caseflow._typed import typed
from caseflow.errors import ValueInvalidError

__all__ = ["FULL_DAY", "Sessions", "parse_sessions", "sessions_text"]

#: Ordered, disjoint (start, end) pairs in minutes after midnight, end exclusive.
Sessions = tuple[tuple[int, int], ...]

FULL_DAY: Sessions = ((0, 24 * 60),)

_SESSION = re.compile(r"^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$")
_FORM = 'sessions such as "07:30-11:30", in order and not overlapping; "00:00-24:00" for all day'


@typed
def parse_sessions(texts: object, *, name: str = "sessions") -> Sessions:
    """Read office sessions from texts as "07:30-11:30".

    >>> parse_sessions(["07:30-11:30", "13:30-17:30"])
    ((450, 690), (810, 1050))

    Raises:
        ValueInvalidError: a text is not a session, or sessions overlap or are out of order.
    """
    if not isinstance(texts, (list, tuple)):
        raise ValueInvalidError(name, texts, _FORM)
    sessions: list[tuple[int, int]] = []
    for text in cast("list[object]", texts):
        match = _SESSION.match(text.strip()) if isinstance(text, str) else None
        if match is None:
            raise ValueInvalidError(name, text, _FORM)
        hours, minutes, end_hours, end_minutes = (int(part) for part in match.groups())
        start, end = hours * 60 + minutes, end_hours * 60 + end_minutes
        fits = minutes < 60 and end_minutes < 60 and start < end <= 24 * 60
        if not fits or (sessions and start < sessions[-1][1]):
            raise ValueInvalidError(name, text, _FORM)
        sessions.append((start, end))
    return tuple(sessions)


def sessions_text(sessions: Sessions) -> list[str]:
    """Write *sessions* the way `parse_sessions` reads them."""
    return [
        f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}" for start, end in sessions
    ]
