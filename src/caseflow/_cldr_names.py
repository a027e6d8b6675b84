"""Names of days and months and signs of numbers, of the languages that have a catalogue.

They stand in locale/names.json, which `make generate` makes of what Babel has. What Babel alone
knows is for `_cldr`.
"""

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Names", "names_of"]


class Names(NamedTuple):
    """Hold what is kept of one language.

    *fields* are the names by the field of a date pattern, as "EEEE", days from Monday on. *signs*
    stand between thousands, before the part after the whole and before what is below zero.
    """

    fields: dict[str, list[str]]
    signs: tuple[str, str, str]


def names_of(language: str) -> Names | None:
    """Return what is kept of *language*; None if it has no catalogue here.

    >>> names_of("en").signs, names_of("fr")
    ((',', '.', '-'), None)
    """
    return _kept().get(language)


@cache
def _kept() -> dict[str, Names]:
    text = files("caseflow").joinpath("locale/names.json").read_text(encoding="utf-8")
    return {
        language: Names(kept["fields"], tuple(kept["signs"]))
        for language, kept in json.loads(text).items()
    }
