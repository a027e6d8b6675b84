"""Write a day or an instant by a date pattern of CLDR, without Babel where that can be done.

Figures need nothing else. Names of days and months stand in `_cldr_names`, for the languages that
have a catalogue; whatever else a pattern asks for is for `_cldr`.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from caseflow._cldr_names import names_of

__all__ = ["written_by"]

#: A quoted text, a field, or anything between.
_TOKENS = re.compile(r"'([^']+)'(?!')|([A-Za-z])\2*|[^A-Za-z']+")

_Part = Callable[[date], str]


def written_by(pattern: str, value: date, language: str) -> str | None:
    """Return *value* by *pattern*; None if that asks for what only Babel knows.

    >>> written_by("EEE d MMMM y, HH:mm", datetime(2026, 9, 7, 9, 30), "en")
    'Mon 7 September 2026, 09:30'
    """
    parts = _parts(pattern, language, isinstance(value, datetime))
    return None if parts is None else "".join([part(value) for part in parts])


@lru_cache(maxsize=256)
def _parts(pattern: str, language: str, is_instant: bool) -> tuple[_Part, ...] | None:  # noqa: FBT001 - of a cache
    found: list[_Part] = []
    end = 0
    for token in _TOKENS.finditer(pattern):
        end, start = token.end(), end
        part = _part(token, language, is_instant=is_instant) if start == token.start() else None
        if part is None:
            return None
        found.append(part)
    return tuple(found) if end == len(pattern) else None


def _part(token: re.Match[str], language: str, *, is_instant: bool) -> _Part | None:
    letter, text = token[2], token[0]
    if letter is None:
        text = token[1] or text
        return lambda _: text
    kept = names_of(language) if text in _NAMED else None
    if kept is not None:
        names = kept.fields[text]
        at = date.weekday if letter == "E" else _month
        return lambda value: names[at(value)]
    width = len(text)
    attribute = _FIGURES.get(letter)
    if attribute is None or width > 2 or (letter == "y" and width > 1):
        return None
    if letter in _OF_THE_CLOCK and not is_instant:
        return None
    return lambda value: f"{getattr(value, attribute):0{width}}"


def _month(on: date) -> int:
    return on.month - 1


_FIGURES = {
    "d": "day",
    "M": "month",
    "y": "year",
    "H": "hour",
    "m": "minute",
    "s": "second",
}
_OF_THE_CLOCK = "Hms"
_NAMED = ("EEE", "EEEE", "MMM", "MMMM")
