"""The language in which a command answers: what `--lang` takes, and texts in each language as data.

How errors are put into a language is in `wording`.
"""

import argparse
from collections.abc import Callable, Sequence
from contextlib import suppress

from caseflow._languages import KEPT_PAIR, language_code
from caseflow.errors import CaseflowError, UnknownNameError, ValueInvalidError
from caseflow.messages import REFERENCE, languages

__all__ = ["add_language", "asked_language", "by_language", "language_of", "offered"]


def add_language(
    parser: argparse.ArgumentParser, what: str, default: str | None = REFERENCE
) -> None:
    """Add `--lang`, whose value is looked at when the words are read: see `language_of`."""
    parser.add_argument("--lang", metavar="CODE", default=default, help=f"language of the {what}")


def offered(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the languages that a command has: those of the pack, then those of caseflow.

    Raises:
        UnknownPackError: the pack that was asked for is not installed.
        PackDoubledError, PackError: it cannot be loaded.
    """
    # lazy: only a language that caseflow does not bring is worth the loading of a pack
    from caseflow.cli._packs import unchecked_pack_of  # noqa: PLC0415 - lazy, see above

    return tuple(dict.fromkeys((*unchecked_pack_of(options).languages, *languages())))


def language_of(options: argparse.Namespace) -> str | None:
    """Return the language that was asked for, by its code as it is written; None for none.

    Raises:
        UnknownNameError: neither caseflow nor the pack has it; those that they have are named.
    """
    given: str | None = getattr(options, "lang", None)
    if given is None or given in languages():
        return given
    known = offered(options)
    with suppress(ValueInvalidError):
        code = language_code(given)
        # A region of a language, as nl-BE, is answered in the language.
        if code in known or code.partition("-")[0] in known:
            return code
    raise UnknownNameError(given, known, "language")


def asked_language(words: Sequence[str]) -> str:
    """Return the language that *words* ask for, English if none, before they are understood.

    >>> asked_language(["due", "5 ngày", "--lang", "vi"]), asked_language(["due", "--lang=vi"])
    ('vi', 'vi')
    >>> asked_language(["demo"])
    'en'
    """
    asked = argparse.Namespace(lang=_value_of("--lang", words), pack=_value_of("--pack", words))
    with suppress(CaseflowError):
        return language_of(asked) or REFERENCE
    return REFERENCE


def _value_of(name: str, words: Sequence[str]) -> str | None:
    """Return what the option called *name* was given last; None if nothing."""
    found: str | None = None
    for place, each in enumerate(words):
        option, equals, value = each.partition("=")
        if option == name:
            found = value if equals else next(iter(words[place + 1 :]), None)
    return found


def by_language(write: Callable[[str], str]) -> dict[str, str]:
    """Return what *write* says in each language, as JSON has it; of old in two, these first."""
    return {code: write(code) for code in dict.fromkeys((*KEPT_PAIR, *languages()))}
