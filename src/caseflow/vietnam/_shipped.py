"""The files that ship with Viet Nam's pack, and the languages in which it is written."""

from contextlib import AbstractContextManager
from importlib.resources import files
from typing import Final

from caseflow._toml_tables import Table, reading_toml

__all__ = ["LANGUAGES", "shipped_table", "shipped_text"]

#: The first is what people read by default.
LANGUAGES: Final = ("vi", "en")


def shipped_text(name: str) -> str:
    """Return the text of the file *name* under data, as "workflows/one.json"."""
    return files("caseflow.vietnam").joinpath("data", *name.split("/")).read_text(encoding="utf-8")


def shipped_table(name: str) -> AbstractContextManager[Table]:
    """Give the table of the TOML file *name* under data; its faults are one `FormatError`."""
    return reading_toml(shipped_text(name), f"data/{name}", LANGUAGES)
