"""Public holidays as the `holidays` package gives them, kept so that it need not be loaded.

Loading that package costs half a second, as it imports every country. A pack ships the rows of its
country beside the version of the package that gave them; with another version they are not used.
What the rows mean for a calendar is in `_days`.
"""

import json
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from caseflow._typed import typed
from caseflow.errors import FormatError
from caseflow.texts import Text

__all__ = ["Holiday", "keep_holidays", "kept_holidays"]


class Holiday(NamedTuple):
    """Hold one public holiday, with its name in the language of the country and in English."""

    on: date
    name: Text


class _Kept(NamedTuple):
    """The rows of a country, or a part of it, and the years that they cover."""

    first_year: int
    last_year: int
    has_swaps: bool
    rows: list[Holiday]


#: By country and subdivision.
_KEPT: dict[tuple[str, str], _Kept] = {}


@typed
def keep_holidays(text: str) -> bool:
    """Keep the rows that *text* holds as JSON if the `holidays` package installed gave them.

    Keys: package (its version), country, subdivision, language (that of the names), first_year,
    last_year, has_swaps (whether the package swaps days there, true if left out) and days, each of
    them [day, name, English name]. Returns whether they are kept.

    Raises:
        FormatError: the text is no such JSON.
    """
    try:
        data = json.loads(text)
        if not _is_installed(data["package"] + ""):
            return False
        native = data["language"]
        rows = [
            Holiday(date.fromisoformat(on), Text({native: name, "en": english}))
            for on, name, english in data["days"]
        ]
        span = data["first_year"] + 0, data["last_year"] + 0
        has_swaps = data.get("has_swaps", True) is not False
        _KEPT[data["country"], data["subdivision"]] = _Kept(*span, has_swaps, rows)
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError("public holidays", f"cannot be read: {error}") from error
    return True


def kept_holidays(
    country: str, subdivision: str, years: list[int], *, with_swaps: bool = False
) -> list[Holiday] | None:
    """Return the public holidays of *years*; None if the country or one of them is not kept.

    The days that the package swaps are not kept: *with_swaps* they are known where there are none.
    """
    kept = _KEPT.get((country, subdivision))
    if kept is None or (with_swaps and kept.has_swaps):
        return None
    if not all(kept.first_year <= year <= kept.last_year for year in years):
        return None
    wanted = set(years)
    return [row for row in kept.rows if row.on.year in wanted]


@cache
def _is_installed(version: str) -> bool:
    """Return whether *version* of the package is installed, without loading it."""
    spec = find_spec("holidays")
    if spec is None or spec.origin is None:
        return False
    return (Path(spec.origin).parents[1] / f"holidays-{version}.dist-info").is_dir()
