"""One text for one value: JSON with sorted keys, NFC text and no floats."""

import hashlib
import json
from collections.abc import Mapping
from typing import cast
from unicodedata import is_normalized

from caseflow._typed import typed
from caseflow.errors import FloatRefusedError, FormatError
from caseflow.values import clean_text

__all__ = [
    "LARGEST_INT",
    "LONGEST_NUMBER",
    "LONGEST_TEXT",
    "MOST_LISTED",
    "JsonValue",
    "canonical_json",
    "canonical_text",
    "digest",
    "is_too_long",
    "kept_text",
    "parse_json",
    "shown",
]

#: What JSON can hold, floats left out.
JsonValue = None | bool | int | str | list["JsonValue"] | dict[str, "JsonValue"]

#: Longer values are cut in an error.
_SHOWN = 100

#: Longer texts belong in a document store, not in a record.
LONGEST_TEXT = 100_000

#: What every store keeps: whole numbers of eight bytes.
LARGEST_INT = 2**63 - 1

#: Entries of one list in a payload: every paper that lists them is laid out line by line.
MOST_LISTED = 500

#: Said of a number that no record keeps: Python reads and writes no longer ones in digits.
LONGEST_NUMBER = "a number has at most 4,000 digits"
_LONGEST = 10**4000


class _FloatError(Exception):
    """A number was written with a decimal point."""


class _TwiceError(Exception):
    """An object has a key twice."""


def _refused(written: str) -> object:
    raise _FloatError(written)


def _paired(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError([key for key, _ in pairs])
    return found


_read = json.JSONDecoder(
    parse_float=_refused, parse_constant=_refused, object_pairs_hook=_paired
).decode
_write = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


@typed
def canonical_json(value: object) -> str:
    """Return *value* as JSON: equal values give equal text, byte for byte.

    >>> canonical_json({"b": [1, None], "a": "Đà Nẵng"})
    '{"a":"Đà Nẵng","b":[1,null]}'

    Raises:
        FloatRefusedError: there is a float in it.
        TextInvalidError: a text cannot be kept.
        FormatError: there is something in it that JSON has no form for.
    """
    return canonical_text(value)[0]


def canonical_text(value: object) -> tuple[str, bool]:
    """Return what `canonical_json` does, and whether *value* is known to be narrow.

    In what is narrow no number is above `LARGEST_INT` and no list longer than `MOST_LISTED`. Nearly
    every value is of plain types and clean text: one look at its types, and one at all of its text
    together, tell so; only where they do not is each part looked at.
    """
    if _is_narrow(value):
        text = _write(value)
        if _is_clean(text):
            return text, True
    return _write(_clean(value)), False


@typed
def digest(value: object) -> str:
    """Return the SHA-256 of the canonical text of *value*, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def parse_json(text: str, what: str) -> object:
    """Return the value written in *text*; floats and doubled keys are refused.

    Raises:
        FormatError: the text is not JSON, or has a key twice.
        FloatRefusedError: a number has a decimal point.
    """
    try:
        return _read(text)
    except _FloatError as error:
        raise FloatRefusedError(what, error.args[0]) from None
    except _TwiceError as error:
        raise FormatError(what, f"a key is there twice among {error.args[0]}") from None
    except json.JSONDecodeError as error:
        if text.startswith("\ufeff"):
            hint = "it begins with a byte order mark; save it as UTF-8 without one"
            raise FormatError(what, hint) from None
        raise FormatError(what, f"it is not JSON: {error}") from error
    except RecursionError:
        raise FormatError(what, "it is nested too deeply to be one of ours") from None
    except ValueError:
        raise FormatError(what, f"it has a number that is too long; {LONGEST_NUMBER}") from None


def is_too_long(value: int) -> bool:
    """Return whether a whole number has more digits than are kept."""
    return not -_LONGEST < value < _LONGEST


def shown(value: object) -> str:
    """Return what was given, as JSON names it and cut to a line, to be shown in an error.

    >>> shown(None), shown("x"), shown({"a": 1})
    ('null', "'x'", "{'a': 1}")
    """
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number too long; nested too deeply
        return "a number too long to be shown" if isinstance(value, int) else "what was given"
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def kept_text(value: object) -> str:
    """Return text as it is kept: NFC, at most 100,000 characters; see `values.clean_text`."""
    return clean_text(value, name="text", limit=LONGEST_TEXT)


def _is_narrow(value: object) -> bool:
    """Return whether *value* holds small numbers, short lists, texts, and objects of these only."""
    kind = value.__class__
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -LARGEST_INT <= cast("int", value) <= LARGEST_INT
    if kind is dict:
        fields = cast("dict[object, object]", value)
        return all(key.__class__ is str for key in fields) and all(map(_is_narrow, fields.values()))
    if kind is list or kind is tuple:
        entries = cast("list[object]", value)
        return len(entries) <= MOST_LISTED and all(map(_is_narrow, entries))
    return False


def _is_clean(text: str) -> bool:
    """Return whether all texts within *text*, which was written as JSON, can be kept as they are.

    Between two of them stands a sign of JSON, which no character joins with. What cannot be seen or
    had to be escaped is left to those who look at each text.
    """
    return (
        text.isprintable()
        and "\\" not in text
        and len(text) <= LONGEST_TEXT
        and (text.isascii() or is_normalized("NFC", text))
    )


def _clean(value: object) -> JsonValue:
    if value is None or isinstance(value, (bool, int)):
        if value is not None and is_too_long(value):
            raise FormatError("JSON", f"{shown(value)} has no form in it; {LONGEST_NUMBER}")
        return value
    if isinstance(value, str):
        return kept_text(value)
    if isinstance(value, float):
        raise FloatRefusedError("value", value)
    if isinstance(value, (list, tuple)):
        return [_clean(each) for each in cast("list[object]", value)]
    if isinstance(value, Mapping):
        pairs = cast("Mapping[object, object]", value).items()
        return {kept_text(key): _clean(each) for key, each in pairs}
    raise FormatError("JSON", f"{type(value).__name__} has no form in it")
