"""The parser of the command: says what was probably meant, and reads older ways to name a store.

What an option means belongs to the file of its command.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn, cast

from caseflow import _showing as showing
from caseflow.cli._screen import USAGE, print_json
from caseflow.cli._wording import language, usage_of
from caseflow.texts import Message

__all__ = ["Parser", "WrongWordsError", "with_store_named"]

#: A word that is not repeated whole.
_LONG = re.compile(r"\S{101,}")
_UNKNOWN = re.compile(r"unrecognized arguments: (.+)")
_CHOICE = re.compile(r"argument (.+): invalid choice: '([^']*)'")
_URL = re.compile(r"(sqlite|postgresql|postgres)[^:/]*://.*")
#: Options that take no value, so that a store named behind one of them is no value of it.
_FLAGS = frozenset(
    {"--csv", "--deep", "--dry-run", "--json", "--once", "--own-policies", "--portable", "--seal"}
)
#: Commands that were given their store without a word before it.
_NAMED_BARE = frozenset({"store", "serve-due", "budget", "migrate"})


_USAGE = Message("commands/run.usage")
_ERROR = Message("commands/run.error")


class WrongWordsError(Exception):
    """The words of a command line cannot be read."""

    def __init__(self, parser: argparse.ArgumentParser, message: str) -> None:
        super().__init__(message)
        self._parser = parser

    def report(self, *, as_json: bool) -> int:
        """Print what is wrong, as JSON where JSON was asked for, and return the exit code."""
        if as_json:
            print_json({"error": {"code": "usage", "message": usage_of(str(self))}})
        else:
            usage = self._parser.format_usage().removeprefix("usage:").strip()
            print(f"{_USAGE.in_(language.get())}: {usage}", file=sys.stderr)
            error = _ERROR.in_(language.get())
            print(f"{self._parser.prog}: {error}: {usage_of(str(self))} [usage]", file=sys.stderr)
        return USAGE


class Parser(argparse.ArgumentParser):
    """Parse words as argparse does; what was probably meant is named beside a wrong word.

    Every command, and every duty of one, takes `--pack`.
    """

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - as argparse takes them
        super().__init__(*args, **options)
        # Suppressed, so that what stands before a duty is not forgotten by the parser of the duty.
        self.add_argument(
            "--pack", metavar="NAME", default=argparse.SUPPRESS, help="the country to work by"
        )

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Return the options; a word too many is reported by the command that was named.

        Raises:
            WrongWordsError: the words cannot be read.
        """
        try:
            found, over = self.parse_known_args(words)
        except WrongWordsError as error:
            named = self._named(words)
            meant = [] if "did you mean" in str(error) else named._meant(words)  # noqa: SLF001
            if meant:
                raise WrongWordsError(named, f"{error}; did you mean {' '.join(meant)}?") from None
            raise
        if over:
            self._named(words).error(f"unrecognized arguments: {' '.join(over)}")
        return found

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the words, and what was probably meant."""
        short = _LONG.sub(
            lambda found: showing.word(found[0]), showing.printable(self._with_hint(message))
        )
        raise WrongWordsError(self, short)

    def _with_hint(self, message: str) -> str:
        hints: list[str] = []
        unknown = _UNKNOWN.fullmatch(message)
        if unknown is not None:
            for word in unknown.group(1).split():
                hints += get_close_matches(word.partition("=")[0], [*self._options()], n=1)
        chosen = _CHOICE.match(message)
        if chosen is not None:
            hints = get_close_matches(chosen.group(2), [*self._choices()], n=1, cutoff=0.5)
        return f"{message}; did you mean {' '.join(hints)}?" if hints else message

    def _meant(self, words: Sequence[str]) -> list[str]:
        """Return the options that were probably meant by those of *words* that are none."""
        known = [*self._options()]
        given = [each.partition("=")[0] for each in words if each.startswith("--") and each != "--"]
        unknown = [each for each in given if not any(name.startswith(each) for name in known)]
        return [near for each in unknown for near in get_close_matches(each, known, n=1)]

    def _options(self) -> Iterator[str]:
        for action in self._actions:
            yield from (each for each in action.option_strings if each.startswith("--"))

    def _choices(self) -> Iterator[str]:
        for action in self._actions:
            yield from (str(each) for each in action.choices or ())

    def _named(self, words: Sequence[str]) -> "Parser":
        """Return the parser of the command, and of its duty, that *words* name."""
        for action in self._actions:
            choices: object = action.choices
            if not isinstance(choices, dict):
                continue
            below = cast("dict[str, object]", choices)
            for place, word in enumerate(words):
                found = below.get(word)
                if isinstance(found, Parser):
                    return found._named(words[place + 1 :])  # noqa: SLF001 - of its own class
        return self


def with_store_named(words: Sequence[str]) -> list[str]:
    """Return *words* with "--store" before a store that was named without it, as it once was.

    >>> with_store_named(["store", "verify", "sqlite:///cases.db", "--deep"])
    ['store', 'verify', '--store', 'sqlite:///cases.db', '--deep']
    """
    words = list(words)
    if not words or words[0] not in _NAMED_BARE or _has_store(words):
        return words
    for place, word in enumerate(words[1:], 1):
        before = words[place - 1]
        if _URL.fullmatch(word) and (not before.startswith("-") or before in _FLAGS):
            return [*words[:place], "--store", *words[place:]]
    return words


def _has_store(words: Sequence[str]) -> bool:
    return any(word == "--store" or word.startswith("--store=") for word in words)
