"""Codes of languages, and which language is used where the one asked for is missing."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import cast

from caseflow._typed import typed
from caseflow.errors import ValueInvalidError

__all__ = ["KEPT_PAIR", "is_language_code", "language_code", "nearest"]

#: The languages of a pair of texts that was kept when there were just these two.
KEPT_PAIR = ("vi", "en")

_FORM = 'a language code, as "en" or "zh-Hant"'

#: A language, and what may follow it: a script, a region, variants. Both cases are written out, as
#: a pattern that ignores case takes as long to make as to read a catalogue.
_CODE = re.compile(
    r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"((?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*)"
)


@typed(late=True)
def language_code(code: str) -> str:
    """Return *code* as BCP 47 writes it: language, script, region, variants.

    >>> language_code("zh-hant-tw")
    'zh-Hant-TW'

    Raises:
        ValueInvalidError: it is no such code.
    """
    if not isinstance(cast("object", code), str):
        raise ValueInvalidError("language", code, _FORM)
    return _canonical(code)


@typed(late=True)
def is_language_code(text: str) -> bool:
    """Return whether *text* is written as a language code is, as BCP 47 writes it.

    >>> is_language_code("nl"), is_language_code("on_days"), is_language_code("NL")
    (True, False, False)
    """
    try:
        return language_code(text) == text
    except ValueInvalidError:
        return False


@lru_cache(maxsize=256)
def _canonical(code: str) -> str:
    found = _CODE.fullmatch(code)
    if found is None:
        raise ValueInvalidError("language", code, _FORM)
    language, script, region, variants = found.groups(default="")
    return f"{language.lower()}{script.title()}{region.upper()}{variants.lower()}"


@typed(late=True)
def nearest(asked: str, known: Collection[str]) -> str | None:
    """Return the code among *known* that is used for the language *asked*.

    First what is left of the code without its last parts, as in RFC 4647 section 3.4, then the
    first of *known*, which is why languages are given in the order in which they stand in for one
    another. None if nothing is known.

    >>> nearest("nl-BE", ("en", "nl")), nearest("fr", ("en", "nl"))
    ('nl', 'en')

    Raises:
        ValueInvalidError: *asked* is no language code.
    """
    parts = language_code(asked).split("-")
    for end in range(len(parts), 0, -1):
        code = "-".join(parts[:end])
        if code in known:
            return code
    return next(iter(known), None)
