"""Texts in several languages: those of definitions, and those of the catalogues of messages.

How a language is chosen stands in `languages`; how a date or a number is written, in
`_date_texts` and `_number_texts`.
"""

from collections.abc import Callable, ItemsView, Mapping
from datetime import date
from typing import cast

from attrs.exceptions import FrozenInstanceError

from caseflow._date_texts import message_text
from caseflow._languages import language_code, nearest
from caseflow._showing import word
from caseflow._typed import typed
from caseflow.errors import ValueInvalidError
from caseflow.messages import catalogue_of, languages

__all__ = ["Message", "Text", "Written", "filled", "language_code", "shown_in"]

_FORM = 'texts by language code, as Text(nl="Ontvangen", en="Receive")'


class Text:
    """Hold one text in the languages in which it exists, by BCP 47 code.

    Languages are keywords; a code with a hyphen stands in a mapping, and "und" is the code of a
    text that is the same in every language, as a name. The order counts: see `in_`. Two texts are
    equal if they say the same in the same languages.

    >>> Text(nl="Ontvangen", en="Receive").in_("en")
    'Receive'
    >>> Text({"zh-Hant": "受理"}, en="Receive").languages
    ('zh-Hant', 'en')
    """

    __slots__ = ("_texts",)
    _texts: Mapping[str, str]

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

        Nearest is first what is left of the code without its last parts ("nl" for "nl-BE"), and
        then the language that was given first. A pack gives its texts in the order of its
        languages, so its first language is what people read who ask for one it lacks. A text in
        no language at all is "".

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
        code = nearest(language, self._texts)
        return "" if code is None else self._texts[code]

    def _parts(self) -> object:
        """Return what makes this text equal to another of its kind."""
        return frozenset(pair for pair in self._texts.items() if pair[1])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text) or other.__class__ is not self.__class__:
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError

    def __reduce__(self) -> tuple[object, ...]:
        return (Text, (dict(self._texts),))

    def __repr__(self) -> str:
        if all(code.isidentifier() for code in self._texts):
            shown = ", ".join(f"{code}={text!r}" for code, text in self._texts.items())
        else:
            shown = repr(dict(self._texts))
        return f"Text({shown})"


#: Codes that were seen to be codes, so that the many texts of a definition are made fast.
_KNOWN: set[str] = set()


class Message(Text):
    """Name a message of the catalogues, and what fills its placeholders.

    It is looked up and put together when somebody reads it, in the language that is asked for. A
    message without params is shown as the catalogue has it, for a `Refusal` to fill.

    >>> Message("channels.online").in_("en")
    'online'

    A language without a catalogue is answered by the nearest that has one, in the end by English.
    """

    __slots__ = ("key", "params")
    key: str
    params: tuple[tuple[str, object], ...]

    def __init__(self, key: str, /, **params: object) -> None:
        """Take the *key* of the message and the *params* by the names of its placeholders."""
        # Made for each refusal, so it is done without a look at the catalogue.
        put = object.__setattr__
        put(self, "key", key)
        put(self, "params", tuple(params.items()))

    def filled(self, **params: object) -> "Message":
        """Return this message with *params*."""
        return Message(self.key, **params)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the codes of the languages that have a catalogue."""
        return languages()

    def items(self) -> ItemsView[str, str]:
        """Return the pairs of language code and text."""
        return {language: self.in_(language) for language in languages()}.items()

    def in_(self, language: str) -> str:
        """Return the message in *language*, filled; see `messages.catalogue_of`."""
        template = catalogue_of(language).text(self.key)
        return filled(template, self.params, language) if self.params else template

    def _parts(self) -> object:
        return self.key, self.params

    def __reduce__(self) -> tuple[object, ...]:
        return (_message, (self.key, dict(self.params)))

    def __repr__(self) -> str:
        return f"Message({self.key!r})"


def _message(key: str, params: dict[str, object]) -> Message:
    return Message(key, **params)


class Written(Text):
    """Hold what a function writes, which is called when somebody reads it.

    The function takes *args* and the language as its last argument.

    >>> from caseflow._date_texts import day_text
    >>> Written(day_text, date(2026, 3, 2)).in_("en")
    '2026-03-02'
    """

    __slots__ = ("_args", "_write")
    _write: Callable[..., str]
    _args: tuple[object, ...]

    def __init__(self, write: Callable[..., str], /, *args: object) -> None:
        """Take the function and the arguments before the language."""
        put = object.__setattr__
        put(self, "_write", write)
        put(self, "_args", args)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the codes of the languages that have a catalogue."""
        return languages()

    def items(self) -> ItemsView[str, str]:
        """Return the pairs of language code and text."""
        return {language: self.in_(language) for language in languages()}.items()

    def in_(self, language: str) -> str:
        """Return what the function writes in *language*."""
        return self._write(*self._args, language)

    def _parts(self) -> object:
        return self._write, self._args

    def __reduce__(self) -> tuple[object, ...]:
        return (Written, (self._write, *self._args))

    def __repr__(self) -> str:
        return f"Written({self._write.__qualname__})"


@typed(late=True)
def filled(template: str, params: tuple[tuple[str, object], ...], language: str) -> str:
    """Return *template* with each of *params* in *language* in place of its name in braces."""
    return template.format_map({name: shown_in(language, value) for name, value in params})


@typed(late=True)
def shown_in(language: str, value: object) -> str:
    """Write *value* for people: a text in *language*, a tuple as a list, a day as one."""
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, tuple):
        return ", ".join(shown_in(language, each) for each in cast("tuple[object, ...]", value))
    if isinstance(value, date):
        return message_text(value, language)
    # Python writes no number of thousands of digits; `word` says that it is too long.
    return word(value) if isinstance(value, int) else str(value)
