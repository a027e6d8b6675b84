"""The catalogues of messages: what caseflow itself tells people, in one file per language.

A catalogue is a TOML file of texts by key, read when its language is first asked for. What a
country or an office says for itself stands in its definitions, as `Text`.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter

from attrs import frozen

from caseflow._languages import language_code, nearest
from caseflow._typed import typed
from caseflow.errors import DefinitionError, FormatError, UnknownNameError

__all__ = [
    "REFERENCE",
    "Catalogue",
    "add_catalogue",
    "catalogue_of",
    "is_optional",
    "languages",
    "parse_catalogue",
    "placeholders",
]

#: The language in which caseflow is written: its catalogue has every key, and it stands in for a
#: language that has no catalogue.
REFERENCE = "en"

_LINE = re.compile(r'([a-z0-9-]+) = (".*")')
_TABLE = re.compile(r"\[([a-z0-9-]+)\]")

_added: dict[str, Mapping[str, str]] = {}


@typed(late=True)
@frozen
class Catalogue:
    """Hold the messages of one language by key, and the forms of its dates and numbers."""

    language: str
    texts: Mapping[str, str]

    def text(self, key: str) -> str:
        """Return the message under *key*, its placeholders unfilled; raises `UnknownNameError`."""
        found = self.texts.get(key)
        if found is None:
            raise UnknownNameError(key, tuple(self.texts), "message")
        return found


@typed(late=True)
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a catalogue, the reference language first."""
    return (REFERENCE, *sorted({*_shipped(), *_added} - {REFERENCE}))


@cache
def _shipped() -> tuple[str, ...]:
    names = (each.name for each in files("caseflow").joinpath("locale").iterdir())
    return tuple(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


@typed(late=True)
def catalogue_of(language: str) -> Catalogue:
    """Return the catalogue of *language*, or of the nearest that has one; see `nearest`.

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    try:
        found = _loaded.get(language)
    except TypeError:  # no text at all, as a list; what follows says so
        found = None
    if found is None:
        found = _loaded[language] = _load(nearest(language, languages()) or REFERENCE)
    return found


_loaded: dict[str, Catalogue] = {}


@cache
def _load(language: str) -> Catalogue:
    if language in _added:
        return Catalogue(language, _added[language])
    text = files("caseflow").joinpath(f"locale/{language}.toml").read_text(encoding="utf-8")
    return Catalogue(language, parse_catalogue(text, name=f"{language}.toml"))


@typed(late=True)
def add_catalogue(language: str, text: str) -> None:
    """Add the catalogue of a language that caseflow does not bring, from the *text* of its file.

    A pack does so as it is loaded. Adding the same again changes nothing.

    Raises:
        DefinitionError: it lacks keys, or has others, or has other placeholders than the reference
            language: every fault is named.
        FormatError: it is no such file, or the language has another catalogue already.
    """
    code = language_code(language)
    name = f"catalogue {code}"
    texts = parse_catalogue(text, name=name)
    if code in languages():
        if dict(_load(code).texts) == dict(texts):
            return
        raise FormatError(name, "the language has another catalogue already")
    faults = list(faults_of(texts))
    if faults:
        raise DefinitionError(name, faults)
    _added[code] = texts
    _loaded.clear()


def faults_of(texts: Mapping[str, str]) -> list[str]:
    """Return what differs in *texts* from the catalogue of the reference language."""
    known = _load(REFERENCE).texts
    faults = [f"{key} is missing" for key in known if key not in texts and not is_optional(key)]
    for key, text in texts.items():
        if key not in known and not is_optional(key):
            faults.append(f"{key} is the key of no message")
        elif not is_optional(key) and placeholders(text) != placeholders(known[key]):
            wanted = ", ".join(sorted(placeholders(known[key]))) or "none"
            faults.append(f"{key} must have the placeholders {wanted}")
    return faults


@typed(late=True)
def is_optional(key: str) -> bool:
    """Return whether a catalogue may lack *key*: a form, more words, a complaint of the command.

    What the command line complains of stays in English where it is not translated.
    """
    return key.startswith(_OPTIONAL)


_OPTIONAL = ("complaints.", "formats.", "forms.", "kinds.", "phrases.", "words.")


@typed(late=True)
def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces in *text*."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@typed(late=True)
def parse_catalogue(text: str, *, name: str) -> dict[str, str]:
    r"""Return the messages in *text* by key, which is the table, a dot and the name.

    The file is TOML of one form only: tables, and a name and a text in double quotes on each line.
    That is read in a tenth of the time that any TOML takes, as every command starts with it.

    >>> parse_catalogue('[units]\nweek = "weeks"', name="en.toml")
    {'units.week': 'weeks'}

    Raises:
        FormatError: a line has another form, or a key stands there twice.
    """
    found: dict[str, str] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        head = _TABLE.fullmatch(line)
        if head is not None:
            table = head[1]
            continue
        pair = _LINE.fullmatch(line)
        key = f"{table}.{pair[1]}" if pair else ""
        if pair is None or not table or key in found:
            raise FormatError(name, f'line {number}: each line is [table] or name = "text", once')
        found[key] = _unquoted(pair[2], name, number)
    return found


def _unquoted(quoted: str, name: str, number: int) -> str:
    text = quoted[1:-1]
    if "\\" not in text and '"' not in text:
        return text
    try:
        return str(json.loads(quoted))
    except ValueError:
        raise FormatError(name, f"line {number}: its text has a wrong escape") from None
