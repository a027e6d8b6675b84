"""TOML files read strictly, table by table: every fault names its key and what is allowed.

All faults of a file are one error. What the keys mean is for the reader of each file. No library
that builds values of classes is used here: `cattrs` takes longer to import than a whole command.
"""

import enum
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeVar, cast

from caseflow._toml_texts import parse_toml
from caseflow._typed import typed
from caseflow.errors import CaseflowError, FormatError, ValueInvalidError
from caseflow.texts import Text

__all__ = ["Table", "reading_toml"]

E = TypeVar("E", bound=enum.Enum)


@typed(late=True)
@contextmanager
def reading_toml(
    text: str, name: str, languages: Sequence[str] = ()
) -> Generator["Table", None, None]:
    """Give the table that *text*, the file *name*, writes, and refuse it at the end if it is wrong.

    *languages* are the codes of those that its labels are written in. What is read of a wrong
    table stands in for what should be there, so reading goes on; what fails because of that is not
    reported.

    >>> with reading_toml('a = "5"', "f.toml") as table:
    ...     size, place = table.whole("a"), table.text("b")
    Traceback (most recent call last):
    caseflow.errors._inputs.FormatError: f.toml: a: '5' is not a whole number; b: is needed, as text

    Raises:
        FormatError: it is not TOML, or has faults: all of them are named.
    """
    faults: list[str] = []
    try:
        values = parse_toml(text)
    except FormatError as error:
        raise FormatError(name, f"is not TOML: {error.problem}") from None
    try:
        yield Table(values, "", faults, languages)
    except CaseflowError as error:
        if not faults:
            raise
        raise FormatError(name, "; ".join(faults)) from error
    if faults:
        raise FormatError(name, "; ".join(faults))


@typed(late=True)
class Table:
    """Read one table key by key, writing what is wrong into a shared list of faults."""

    def __init__(
        self,
        values: Mapping[str, object],
        where: str,
        faults: list[str],
        languages: Sequence[str] = (),
    ) -> None:
        self._values = values
        self._where = where
        self._known: list[str] = []
        self.faults = faults
        self.languages = tuple(languages)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    @property
    def names(self) -> tuple[str, ...]:
        """Return the keys, in the order of the file."""
        return tuple(self._values)

    def value(self, key: str) -> object:
        """Return what stands under *key* as it was read; None if absent."""
        self._known.append(key)
        return self._values.get(key)

    # ── what is wrong ───────────────────────────────────────────────────────────────────────

    def fault(self, key: str, problem: str) -> None:
        """Write down what is wrong with *key*."""
        self.faults.append(f"{self._where}{key}: {problem}")

    def wrong(self, key: str, expected: str) -> None:
        """Write down that *key* holds something else than *expected*, or is not there."""
        value = self.value(key)
        self.fault(
            key, f"is needed, as {expected}" if value is None else f"{value!r} is not {expected}"
        )

    def refused(self, key: str, expected: str) -> FormatError:
        """Return what to raise where reading cannot go on: *key* is not *expected*."""
        self.wrong(key, expected)
        return FormatError("table", self.faults[-1])

    def allow(self, *keys: str) -> None:
        """Write down every key that is none of *keys*."""
        for key in self._values:
            if key not in keys:
                near = get_close_matches(key, keys, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(keys)}"
                self.fault(key, f"is not known; {hint}")

    def close(self) -> None:
        """Write down every key that nobody asked for."""
        self.allow(*dict.fromkeys(self._known))

    # ── texts ───────────────────────────────────────────────────────────────────────────────

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a *default* the key must be there."""
        value = self.value(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str):
            return value
        self.wrong(key, "text")
        return ""

    def name(self, key: str) -> str:
        """Return a text that must be there and not be empty."""
        value = self.value(key)
        if value == "":
            self.fault(key, "is needed, as text")
        return self.text(key)

    def choice(self, key: str, allowed: Sequence[str], default: str) -> str:
        """Return a text that is one of *allowed*."""
        value = self.text(key, default)
        if value in allowed:
            return value
        self.fault(key, f"{value!r} is not known; give {' or '.join(map(repr, allowed))}")
        return default

    def optional(self, key: str, kind: type[E]) -> E | None:
        """Return the member of *kind* whose value stands under *key*; None if absent."""
        if key not in self:
            return None
        value = self.text(key)
        found = next((each for each in kind if each.value == value), None)
        if found is None:
            self.wrong(key, f"one of {', '.join(str(each.value) for each in kind)}")
        return found

    def member(self, key: str, kind: type[E], default: E) -> E:
        """Return the member of *kind* whose value stands under *key*; *default* if absent."""
        return self.optional(key, kind) or default

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; () if absent."""
        return tuple(cast("list[str]", self._listed(key, str, "a list of texts")))

    def mapping(self, key: str) -> dict[str, str]:
        """Return a table of texts; {} if absent."""
        table = self.table(key)
        wrong = [name for name in table.names if not isinstance(table.value(name), str)]
        if wrong:
            self.fault(key, f"{wrong[0]!r} is {table.value(wrong[0])!r}; give text")
            return {}
        return {name: str(table.value(name)) for name in table.names}

    def label(self) -> Text:
        """Return the text of the table, which has each of its languages as a key."""
        return Text({code: self.text(code) for code in self.languages})

    def labels(self, key: str) -> Text:
        """Return a text from its languages, as {nl = ..., en = ...}."""
        entries = self.mapping(key)
        if not entries and not any(fault.startswith(self._where + key) for fault in self.faults):
            self.fault(key, "is needed, as {nl = ..., en = ...}")
        try:
            return Text(entries)
        except ValueInvalidError as error:
            self.fault(key, str(error))
            return Text()

    # ── numbers and days ────────────────────────────────────────────────────────────────────

    def whole(self, key: str) -> int:
        """Return a whole number that must be there."""
        value = self.value(key)
        if _is_whole(value):
            return cast("int", value)
        self.wrong(key, "a whole number")
        return 0

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers; () if absent."""
        return tuple(cast("list[int]", self._listed(key, int, "a list of whole numbers")))

    def lists(self, key: str) -> list[list[int]]:
        """Return a list of lists of whole numbers; [] if absent."""
        found = cast("list[list[object]]", self._listed(key, list, "lists of whole numbers"))
        if all(_is_whole(number) for each in found for number in each):
            return cast("list[list[int]]", found)
        self.wrong(key, "lists of whole numbers")
        return []

    def day(self, key: str) -> date | None:
        """Return a day; None if absent."""
        value = self.value(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.wrong(key, "a day, as 2025-12-31")
        return None

    # ── tables ──────────────────────────────────────────────────────────────────────────────

    def table(self, key: str) -> "Table":
        """Return a table within this one; an empty one if absent."""
        value = self.value(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, "a table")
            value = None
        entries = cast("dict[str, object]", value or {})
        return Table(entries, f"{self._where}{key}.", self.faults, self.languages)

    def tables(self, key: str) -> "list[Table]":
        """Return a list of tables; [] if absent."""
        found = cast("list[dict[str, object]]", self._listed(key, dict, "a list of tables"))
        return [
            Table(each, f"{self._where}{key}[{number}].", self.faults, self.languages)
            for number, each in enumerate(found, 1)
        ]

    def _listed(self, key: str, kind: type[object], expected: str) -> list[object]:
        """Return a list whose items are all of *kind*; [] if absent."""
        value = self.value(key)
        if value is None:
            return []
        items = cast("list[object]", value) if isinstance(value, list) else list[object]()
        if isinstance(value, list) and all(
            isinstance(each, kind) and not isinstance(each, bool) for each in items
        ):
            return items
        self.wrong(key, expected)
        return []


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
