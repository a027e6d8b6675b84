"""Event logs as Parquet, by Polars, which is installed with `caseflow-engine[reports]`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import cast

from caseflow.errors import LogFileError, PackageMissingError

__all__ = ["read_parquet", "write_parquet"]


def read_parquet(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and the fields of each row, from 1; instants as ISO 8601.

    Raises:
        LogFileError: the file cannot be read, or lacks a column.
        PackageMissingError: Polars is not installed.
    """
    polars = _polars()
    try:
        frame = polars.read_parquet(path)
    except (OSError, polars.exceptions.PolarsError) as error:
        problem = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        raise LogFileError(str(path), f"cannot be read as Parquet: {problem}") from error
    absent = [name for name in columns if name not in frame.columns]
    if absent:
        raise LogFileError(str(path), f"has no column {', '.join(absent)}")
    rows = cast("Iterator[tuple[object, ...]]", frame.select(columns).iter_rows())
    for number, row in enumerate(rows, 1):
        yield number, {name: _text(value) for name, value in zip(columns, row, strict=True)}


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def write_parquet(path: Path, rows: Iterable[Mapping[str, object]], names: Sequence[str]) -> None:
    """Write *rows* with the columns *names*.

    Raises:
        PackageMissingError: Polars is not installed.
    """
    found = [*rows]
    _polars().DataFrame({name: [row[name] for row in found] for name in names}).write_parquet(path)


def _polars() -> ModuleType:
    try:
        return import_module("polars")  # an optional package of 180 MB, read where it is needed
    except ImportError as error:
        raise PackageMissingError("Polars", "pip install 'caseflow-engine[reports]'") from error
