"""The catalogues of messages: what caseflow shows people, in one file per language.

A catalogue is a TOML file of texts by key, read when its language is first asked for. Messages
that few programs show stand in a part with its own file, as those of the command line: their
keys begin with the name of the part, as "commands/demo.results". What a country or an office says
for itself stands in its definitions, as `Text`.
"""

import json
import re
from collections.abc import Callable, Mapping
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
    "part_of_catalogue",
    "placeholders",
]

#: The language in which caseflow is written: its catalogue has every key, and it stands in for a
#: language that has no catalogue.
REFERENCE = "en"

_LINE = re.compile(r'([a-z0-9-]+) = (".*")')
_TABLE = re.compile(r"\[([a-z0-9-]+)\]")

#: Texts that packs have added, or what reads them, by the part and the language.
_added: dict[tuple[str, str], Mapping[str, str] | Callable[[], str]] = {}


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
            part, _, name = key.rpartition("/")
            texts = part_of_catalogue(part, self.language) if part else self.texts
            found = texts.get(name)
            if found is None:
                raise UnknownNameError(key, tuple(texts), "message")
        return found


@typed(late=True)
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a catalogue, the reference language first."""
    return _languages_of("")


@cache
def _languages_of(part: str) -> tuple[str, ...]:
    added = {code for name, code in _added if name == part}
    return (REFERENCE, *sorted({*_shipped(part), *added} - {REFERENCE}))


@cache
def _shipped(part: str) -> tuple[str, ...]:
    names = (each.name for each in files("caseflow").joinpath("locale").iterdir())
    split = (name.removesuffix(".toml").rpartition(".") for name in names if ".toml" in name)
    return tuple(code for of, _, code in split if of == part)


@typed(late=True)
def catalogue_of(language: str) -> Catalogue:
    """Return the catalogue of *language*, or of the nearest that has one; see `nearest`.

    Raises:
        ValueInvalidError: *language* is no language code.
        DefinitionError, FormatError: a pack added it, and it is wrong; see `add_catalogue`.
    """
    try:
        found = _loaded.get(language)
    except TypeError:  # no text at all, as a list; what follows says so
        found = None
    if found is None:
        code = nearest(language, languages()) or REFERENCE
        found = _loaded[language] = Catalogue(code, _load("", code))
    return found


_loaded: dict[str, Catalogue] = {}


@typed(late=True)
def part_of_catalogue(part: str, language: str) -> Mapping[str, str]:
    """Return the messages of *part* in *language* by key, without the name of the part.

    A language that the part lacks is answered by the nearest that it has; see `nearest`.

    >>> part_of_catalogue("commands", "en")["demo.results"]
    'Results'

    Raises:
        UnknownNameError: there is no such part.
        ValueInvalidError: *language* is no language code.
    """
    known = _languages_of(part)
    if not part or REFERENCE not in _shipped(part):
        raise UnknownNameError(part, _PARTS, "part")
    return _load(part, nearest(language, known) or REFERENCE)


#: Parts with their own files, for messages that few programs show.
_PARTS = ("commands", "pages")


@cache
def _load(part: str, language: str) -> Mapping[str, str]:
    name = f"{part}.{language}.toml" if part else f"{language}.toml"
    added = _added.get((part, language))
    if added is None:
        text = files("caseflow").joinpath(f"locale/{name}").read_text(encoding="utf-8")
        return parse_catalogue(text, name=name)
    return _checked(part, language, added()) if callable(added) else added


@typed(late=True)
def add_catalogue(language: str, text: str | Callable[[], str], part: str = "") -> None:
    """Add the catalogue of a language that caseflow does not bring, from the *text* of its file.

    A pack does so as it is loaded. Adding the same again changes nothing. A function that returns
    the text is called, and the text looked into, when somebody first reads the language: so a
    program that never does pays nothing.

    Args:
        language: its code.
        text: what the file holds, or what reads it.
        part: which messages the file has; "" for all but those of the parts, "commands" for those
            of the command line and "pages" for those of the pages of reports, which a pack may
            leave in English.

    Raises:
        DefinitionError: it lacks keys, or has others, or has other placeholders than the reference
            language: every fault is named.
        FormatError: it is no such file, or the language has another catalogue already.
        UnknownNameError: there is no such part.
    """
    code = language_code(language)
    if part and part not in _PARTS:
        raise UnknownNameError(part, _PARTS, "part")
    if callable(text):
        given = _added.get((part, code), text)
        if given != text or code in _shipped(part):
            raise FormatError(f"catalogue {code}", _ANOTHER)
        texts: Mapping[str, str] | Callable[[], str] = text
    elif code in _languages_of(part):
        if dict(_load(part, code)) != parse_catalogue(text, name=f"catalogue {code}"):
            raise FormatError(f"catalogue {code}", _ANOTHER)
        return
    else:
        texts = _checked(part, code, text)
    _added[part, code] = texts
    _loaded.clear()
    _languages_of.cache_clear()


_ANOTHER = "the language has another catalogue already"


def _checked(part: str, code: str, text: str) -> Mapping[str, str]:
    name = f"catalogue {code}"
    texts = parse_catalogue(text, name=name)
    faults = list(faults_of(texts, part))
    if faults:
        raise DefinitionError(name, faults)
    return texts


def faults_of(texts: Mapping[str, str], part: str = "") -> list[str]:
    """Return what differs in *texts* from the catalogue of the reference language."""
    known = _load(part, REFERENCE)
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
