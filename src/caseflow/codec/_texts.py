"""Texts, and texts by language, as they are kept in JSON.

JSON is kept with its keys sorted, so the order of the languages of a text is that which its
definition, or its country, declares.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import cast

from cattrs import Converter

from caseflow.codec._canonical import kept_text, shown
from caseflow.codec._faults import WrongError
from caseflow.errors import ValueInvalidError
from caseflow.texts import Text

__all__ = ["declaring", "read_text", "register_texts"]

#: The languages of the definition that is being read, in the order in which they stand in.
_DECLARED: ContextVar[tuple[str, ...]] = ContextVar("declared", default=())


@contextmanager
def declaring(languages: Iterable[str]) -> Generator[None, None, None]:
    """Read texts with those of *languages* first, in this order."""
    token = _DECLARED.set(tuple(languages))
    try:
        yield
    finally:
        _DECLARED.reset(token)


def register_texts(converter: Converter) -> None:
    """Let *converter* read and write texts by language."""
    converter.register_structure_hook(Text, _texts)
    converter.register_unstructure_hook(Text, _texts_data)


def read_text(value: object, _: object) -> str:
    """Return the text that *value* is; raises `WrongError`."""
    if not isinstance(value, str):
        raise WrongError(f"{shown(value)} is not text")
    text = kept_text(value)
    # A text of a subclass of str, such as `Erased`, keeps its class.
    return text if type(value) is str or text != value else value


def _texts(value: object, _: object) -> Text:
    if not isinstance(value, dict):
        raise WrongError(f"{shown(value)} is not an object of texts by language")
    given = cast("dict[str, object]", value)
    declared = (code for code in _DECLARED.get() if code in given)
    try:
        return Text(
            {code: read_text(given[code], None) for code in dict.fromkeys((*declared, *given))}
        )
    except ValueInvalidError as error:
        raise WrongError(str(error)) from None


def _texts_data(value: Text) -> dict[str, str]:
    return {code: kept_text(text) for code, text in value.items()}
