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


#: Rows by country and subdivision, with the first and the last year that they cover.
_KEPT: dict[tuple[str, str], tuple[int, int, list[Holiday]]] = {}


@typed
def keep_holidays(text: str) -> bool:
    """Keep the rows that *text* holds as JSON if the `holidays` package installed gave them.

    Keys: package (its version), country, subdivision, language (that of the names), first_year,
    last_year and days, each of them [day, name, English name]. Returns whether they are kept.

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
        _KEPT[data["country"], data["subdivision"]] = *span, rows
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError("public holidays", f"cannot be read: {error}") from error
    return True


def kept_holidays(country: str, subdivision: str, years: list[int]) -> list[Holiday] | None:
    """Return the public holidays of *years*; None if the country or one of them is not kept."""
    first, last, rows = _KEPT.get((country, subdivision), (0, -1, []))
    if last < first or not all(first <= year <= last for year in years):
        return None
    wanted = set(years)
    return [row for row in rows if row.on.year in wanted]


@cache
def _is_installed(version: str) -> bool:
    """Tell whether *version* of the package is installed, without loading it."""
    spec = find_spec("holidays")
    if spec is None or spec.origin is None:
        return False
    return (Path(spec.origin).parents[1] / f"holidays-{version}.dist-info").is_dir()
