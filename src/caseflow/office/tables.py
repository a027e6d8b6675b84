"""Tables of the TOML files of a pack, read strictly: every error names the file and the key.

What the keys mean is for the reader of each file.
"""

import enum
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar, cast

from attrs import frozen

from caseflow.errors import FormatError
from caseflow.toml_texts import parse_toml
from caseflow.typed import typed
from caseflow.values import Text

__all__ = ["Table", "parse_table"]

E = TypeVar("E", bound=enum.Enum)


@typed
def parse_table(text: str, name: str, languages: Sequence[str] = ()) -> "Table":
    """Return the TOML *text* of the file *name*, whose labels are in *languages*.

    Raises:
        FormatError: it is not TOML.
    """
    try:
        return Table(name, "", parse_toml(text), tuple(languages))
    except FormatError as error:
        raise FormatError(name, f"is not TOML: {error.problem}") from None


@frozen
class Table:
    """A table of a file, and its place there."""

    file: str
    place: str
    cells: Mapping[str, object]
    languages: tuple[str, ...] = ()

    def wrong(self, key: str, expected: str) -> FormatError:
        """Return the error for a key that holds something else than *expected*."""
        shown = self.cells.get(key)
        return FormatError(self.file, f"{self.place}{key} is {shown!r}; give {expected}")

    def allow(self, *keys: str) -> None:
        """Refuse every key that is none of *keys*."""
        for key in self.cells:
            if key not in keys:
                raise FormatError(
                    self.file, f"unknown key {self.place}{key}; known: {', '.join(keys)}"
                )

    def text(self, key: str, default: str | None = None) -> str:
        """Return the text under *key*."""
        value = self.cells.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "a text")
        return value

    def label(self) -> Text:
        """Return the text of the table in every language, under the codes of the languages."""
        return Text({code: self.text(code) for code in self.languages})

    def texts(self, key: str) -> list[str]:
        """Return the texts under *key*, none if it is not there."""
        value = self.cells.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "a list of texts")
        return [str(item) for item in cast("list[object]", value)]

    def whole(self, key: str) -> int:
        """Return the whole number under *key*."""
        value = self.cells.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, "a whole number")
        return value

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return the whole numbers listed under *key*, none if it is not there."""
        found = self.cells.get(key, [])
        if not isinstance(found, list):
            raise self.wrong(key, "a list of whole numbers")
        numbers = cast("list[object]", found)
        whole = [each for each in numbers if isinstance(each, int) and not isinstance(each, bool)]
        if len(whole) != len(numbers):
            raise self.wrong(key, "a list of whole numbers")
        return tuple(whole)

    def day(self, key: str) -> date | None:
        """Return the day under *key*, None if it is not there."""
        value = self.cells.get(key)
        if value is not None and (isinstance(value, datetime) or not isinstance(value, date)):
            raise self.wrong(key, "a day, as 2025-12-31")
        return value

    def table(self, key: str) -> "Table":
        """Return the table under *key*, an empty one if it is not there."""
        value = self.cells.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, "a table")
        place = f"{self.place}{key}."
        return Table(self.file, place, cast("dict[str, object]", value), self.languages)

    def tables(self, key: str) -> list["Table"]:
        """Return the tables listed under *key*, none if it is not there."""
        value = self.cells.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "a list of tables")
        found: list[Table] = []
        for number, each in enumerate(cast("list[object]", value), 1):
            if not isinstance(each, dict):
                raise self.wrong(key, "a list of tables")
            place = f"{self.place}{key}[{number}]."
            cells = cast("dict[str, object]", each)
            found.append(Table(self.file, place, cells, self.languages))
        return found

    def lists(self, key: str) -> list[list[int]]:
        """Return the lists of whole numbers under *key*."""
        value = self.cells.get(key, [])
        if not isinstance(value, list):
            raise self.wrong(key, "a list of lists")
        found: list[list[int]] = []
        for each in cast("list[object]", value):
            if not isinstance(each, list):
                raise self.wrong(key, "a list of lists")
            numbers = cast("list[object]", each)
            found.append([number for number in numbers if isinstance(number, int)])
            if len(found[-1]) != len(numbers):
                raise self.wrong(key, "lists of whole numbers")
        return found

    def member(self, key: str, kind: type[E], default: E) -> E:
        """Return the member of *kind* whose value stands under *key*."""
        if key not in self.cells:
            return default
        try:
            return kind(self.text(key))
        except ValueError:
            known = ", ".join(str(each.value) for each in kind)
            raise self.wrong(key, f"one of {known}") from None

    def optional(self, key: str, kind: type[E]) -> E | None:
        """Return the member of *kind* whose value stands under *key*, None if it is not there."""
        if key not in self.cells:
            return None
        return self.member(key, kind, next(iter(kind)))
