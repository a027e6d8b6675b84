"""A text in several languages, and the rule for a language in which it does not exist.

Dates, numbers and money are not written here, and no language is named here.
"""

import re
from collections.abc import ItemsView, Mapping
from functools import lru_cache
from typing import cast

import attrs

from caseflow.errors import ValueInvalidError

__all__ = ["Text", "language_code"]

_FORM = 'texts by language code, as Text(nl="Ontvangen", en="Receive")'
_CODE_FORM = 'a language code, as "en" or "zh-Hant"'

#: A language, and what may follow it: a script, a region, variants.
_CODE = re.compile(
    r"([a-z]{2,3})(-[a-z]{4})?(-(?:[a-z]{2}|[0-9]{3}))?((?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)",
    re.IGNORECASE,
)


def language_code(code: str) -> str:
    """Return *code* as BCP 47 writes it: language, script, region, variants.

    >>> language_code("zh-hant-tw")
    'zh-Hant-TW'

    Raises:
        ValueInvalidError: it is no such code.
    """
    if not isinstance(cast("object", code), str):
        raise ValueInvalidError("language", code, _CODE_FORM)
    return _canonical(code)


@lru_cache(maxsize=256)
def _canonical(code: str) -> str:
    found = _CODE.fullmatch(code)
    if found is None:
        raise ValueInvalidError("language", code, _CODE_FORM)
    language, script, region, variants = found.groups(default="")
    return f"{language.lower()}{script.title()}{region.upper()}{variants.lower()}"


@attrs.frozen(init=False, repr=False, eq=False)
class Text:
    """Hold one text in the languages in which it exists, by BCP 47 code.

    Languages are keywords; a code with a hyphen stands in a mapping. The order counts: see `in_`.
    Two texts are equal if they say the same in the same languages.

    >>> Text(nl="Ontvangen", en="Receive").in_("en")
    'Receive'
    >>> Text({"zh-Hant": "受理"}, en="Receive").languages
    ('zh-Hant', 'en')
    """

    _texts: dict[str, str]

    def __init__(self, texts: Mapping[str, str] | None = None, /, **by_code: str) -> None:
        """Take the texts of *texts* and *by_code*, in this order.

        Raises:
            ValueInvalidError: a code is none, or what stands under it is not text.
        """
        kept = by_code
        if texts is not None:
            if not isinstance(cast("object", texts), Mapping):
                raise ValueInvalidError("texts", texts, _FORM)
            kept = {**texts, **by_code}
        for code, text in kept.items():
            if text.__class__ is not str and not isinstance(cast("object", text), str):
                raise ValueInvalidError(str(code), text, "text")
            if code not in _KNOWN:
                if not isinstance(cast("object", code), str):
                    raise ValueInvalidError("texts", texts, _FORM)
                kept = {language_code(each): kept[each] for each in kept}
                _KNOWN.update(kept)
                break
        object.__setattr__(self, "_texts", kept)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the codes of the languages in which it exists, in the order they were given."""
        return tuple(self._texts)

    def items(self) -> ItemsView[str, str]:
        """Return the pairs of language code and text, in the order they were given."""
        return self._texts.items()

    def in_(self, language: str) -> str:
        """Return the text in *language*, or in the nearest language in which it exists.

        Nearest is first what is left of the code without its last parts ("nl" for "nl-BE"), as in
        RFC 4647 section 3.4, and then the language that was given first. A pack gives its texts
        in the order of its languages, so its first language is what people read who ask for one
        it lacks. A text in no language at all is "".

        >>> text = Text(nl="Ontvangen", en="Receive")
        >>> text.in_("nl-BE"), text.in_("fr")
        ('Ontvangen', 'Ontvangen')

        Raises:
            ValueInvalidError: *language* is no language code.
        """
        try:
            found = self._texts.get(language)
        except TypeError:
            found = None
        return self._nearest(language) if found is None else found

    def _nearest(self, language: str) -> str:
        for code in ranges(language):
            if code in self._texts:
                return self._texts[code]
        return next(iter(self._texts.values()), "")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text) or other.__class__ is not self.__class__:
            return NotImplemented
        return self._texts == other._texts

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"{self.__class__.__name__}({_shown(self._texts)})"


#: Codes that were seen to be codes, so that the many texts of a definition are made fast.
_KNOWN: set[str] = set()


def ranges(language: str) -> tuple[str, ...]:
    """Return *language* and what is left of it without its last parts, the longest first.

    Raises:
        ValueInvalidError: it is no language code.
    """
    parts = language_code(language).split("-")
    return tuple("-".join(parts[:end]) for end in range(len(parts), 0, -1))


def _shown(texts: Mapping[str, str]) -> str:
    if all(code.isidentifier() for code in texts):
        return ", ".join(f"{code}={text!r}" for code, text in texts.items())
    return repr(dict(texts))
