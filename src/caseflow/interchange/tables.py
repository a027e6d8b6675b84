"""TOML tables read strictly: unknown keys and wrong types become faults, all told at once.

May import: errors, values. What the keys mean belongs to the module that reads them.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from caseflow.errors import FormatError, ProfileError, ValueInvalidError
from caseflow.texts import Text
from caseflow.toml_texts import parse_toml

__all__ = ["Table", "load_toml"]


def load_toml(path: Path) -> dict[str, object]:
    """Load a TOML file as plain values, every text NFC.

    Raises:
        ProfileError: the file cannot be read or is not TOML.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
        return parse_toml(unicodedata.normalize("NFC", content))
    except OSError as error:
        raise ProfileError(str(path), [f"cannot be read: {error.strerror or error}"]) from error
    except UnicodeDecodeError as error:
        raise ProfileError(str(path), ["is not UTF-8; save it as UTF-8"]) from error
    except FormatError as error:
        raise ProfileError(str(path), [f"is not TOML: {error.problem}"]) from error
    except ValueError as error:  # no file can have that name
        raise ProfileError(str(path), [f"cannot be read: {error}"]) from error


class Table:
    """Read one table key by key, writing what is wrong into a shared list of faults."""

    def __init__(self, values: Mapping[str, object], where: str, faults: list[str]) -> None:
        self._values = values
        self._where = where
        self._known: list[str] = []
        self.faults = faults

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def names(self) -> tuple[str, ...]:
        """Return the keys, in the order of the file."""
        return tuple(self._values)

    def value(self, key: str) -> object:
        """Return what stands under *key* as it was read; None if absent."""
        return self._get(key)

    def fault(self, key: str, problem: str) -> None:
        """Write down what is wrong with *key*."""
        self.faults.append(f"{self._where}{key}: {problem}")

    def text(self, key: str, default: str | None = "") -> str:
        """Return a text; without a *default* (None) the key must be there and not empty."""
        value = self._get(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and (value or default is not None):
            return value
        self.fault(key, "is needed, as text" if value is None else f"{value!r} is not text")
        return ""

    def choice(self, key: str, allowed: Sequence[str], default: str) -> str:
        """Return a text that is one of *allowed*."""
        value = self.text(key, default)
        if value in allowed:
            return value
        self.fault(key, f"{value!r} is not known; give {' or '.join(map(repr, allowed))}")
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; () if absent."""
        value = self._get(key)
        if value is None:
            return ()
        if isinstance(value, list):
            items = cast("list[object]", value)
            if all(isinstance(item, str) for item in items):
                return tuple(cast("list[str]", items))
        self.fault(key, f"{value!r} is not a list of texts")
        return ()

    def mapping(self, key: str) -> dict[str, str]:
        """Return a table of texts; {} if absent."""
        table = self._get(key)
        if table is None:
            return {}
        if isinstance(table, dict):
            entries = cast("dict[str, object]", table)
            wrong = [name for name, value in entries.items() if not isinstance(value, str)]
            if not wrong:
                return {name: str(value) for name, value in entries.items()}
            self.fault(key, f"{wrong[0]!r} is {entries[wrong[0]]!r}; give text")
            return {}
        self.fault(key, f"{table!r} is not a table")
        return {}

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

    def table(self, key: str) -> "Table":
        """Return a table within this one; an empty one if absent."""
        value = self._get(key)
        if value is not None and not isinstance(value, dict):
            self.fault(key, f"{value!r} is not a table")
            value = None
        entries = cast("dict[str, object]", value or {})
        return Table(entries, f"{self._where}{key}.", self.faults)

    def close(self) -> None:
        """Write down every key that nobody asked for."""
        for key in self._values:
            if key not in self._known:
                near = get_close_matches(key, self._known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(self._known)}"
                self.fault(key, f"is not known; {hint}")

    def _get(self, key: str) -> object:
        self._known.append(key)
        return self._values.get(key)
