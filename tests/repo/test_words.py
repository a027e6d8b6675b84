"""The word list: standard terms of the field stand in place of words that only this project knew.

Each word names the term to use instead; the glossary explains the terms. What may still use a word,
such as a stored column or a frame in CSS, is stated beside it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from repo.tree import ROOT, project_files


class Word(NamedTuple):
    """A word that is not used, the term to use, and the lines that may hold it all the same."""

    pattern: str
    use: str
    unless: str = ""


#: Columns, keys and texts that stores and exports hold: they keep their names.
STORED = r"cf_|\"parked\"|parked (?:=|is|text|\?)|\bparked (?:from|null|else)|c\.parked|veiled/1"

WORDS = (
    Word(r"faces?", "client, or sync and async service"),
    Word(r"borders?", "validation, or input", r"border[-=:]|[Bb]order(?:-| )(?:papers|post)"),
    Word(r"(?:un)?veil(?:s|ed)?", "field encryption", STORED + r"|\bveiled\b"),
    Word(r"spoken", "dialect"),
    Word(r"amiss", "invalid, or wrong"),
    Word(r"rooms?", "package, or module", r"(?:make|makes|no|is) room"),
    Word(r"park(?:s|ed|ing)?", "dead letter, or give up", STORED + r"|tries"),
    Word(r"heads of (?:the |all )?cases", "case summaries"),
    Word(r"lives", "histories", r"lives (?:on|tries)|(?:it|that|process) lives"),
    Word(r"(?:un|re)told|told (?:of|apart)|tells? of|amounts? to (?:say|tell)", "report"),
    Word(r"tell whether", "return whether"),
    Word(r"half[- ]done", "partial, or interrupted"),
    Word(r"at hand", "available"),
    Word(r"kept? back", "withhold, or delay"),
    Word(r"desk\.(?:fire|open|get|search|due|deliver|verify|migrate)", "service"),
    Word(
        r"of (?:its|their|our|his) own"
        r"(?=\W*$|[.,;:)|\"'`]| (?:and|or|for|in|by|if|at|with|that|as|which|beside|on|to) )",
        "its own …, or a separate …",
    ),
)

#: What the words are looked for in; texts in other languages, data and generated files are not.
SUFFIXES = {".py", ".pyi", ".md"}
NAMES = {"Makefile", "pyproject.toml", "en.toml"}

#: The glossary, its fragment of the changelog and this list name the words that are not used.
LISTS = {
    Path("docs/reference/glossary.md"),
    Path("changelog.d/+field-terms.changed.md"),
    Path("tests/repo/test_words.py"),
}


def _lines() -> Iterator[tuple[str, int, str]]:
    for path in project_files():
        name = path.relative_to(ROOT)
        if name not in LISTS and (path.suffix in SUFFIXES or path.name in NAMES):
            text = path.read_text(encoding="utf-8")
            yield from (
                (str(name), number, line) for number, line in enumerate(text.split("\n"), 1)
            )


def _pattern(word: Word) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?:{word.pattern})(?![A-Za-z])", re.IGNORECASE)


#: Lines with any of the words: few, so that each word is looked for in these alone.
_ANY = re.compile("|".join(word.pattern for word in WORDS), re.IGNORECASE)
LINES = tuple(line for line in _lines() if _ANY.search(line[2]))


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.pattern)
def test_words_of_the_field_are_used(word: Word):
    """No name, comment, text or page uses a word of the list."""
    pattern = _pattern(word)
    unless = re.compile(word.unless) if word.unless else None
    found = [
        f"{name}:{number}: {match.group()!r}: use {word.use}"
        for name, number, line in LINES
        for match in [pattern.search(line)]
        if match and not (unless and unless.search(line))
    ]

    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("the heads of cases", "heads of cases"),
        ("a connection of its own.", "of its own"),
        ("whatever is amiss", "amiss"),
        ("def sealed_amiss(self)", "amiss"),
    ],
)
def test_the_list_finds_its_words(line: str, place: str):
    """A word is found in a sentence and as a part of a name."""
    found = (_pattern(word).search(line) for word in WORDS)

    assert [each.group() for each in found if each] == [place]
