"""Logs of work written as CSV, Parquet or XES, with the names that exports of event logs use."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from caseflow._typed import typed
from caseflow.errors import LogFileError, ValueInvalidError
from caseflow.interchange._parquet import write_parquet
from caseflow.interchange._work_items import WorkColumns, WorkItem, WorkLog
from caseflow.interchange._xes import xes_text

__all__ = ["WRITTEN_COLUMNS", "write_work"]

#: The columns that are written, for reading them again.
WRITTEN_COLUMNS = WorkColumns(
    action="action",
    filed_at="case:filed_at",
    procedure="case:procedure",
    channel="case:channel",
    result_by="case:result_by",
)
_INSTANTS = ("ended_at", "started_at", "filed_at")


@typed
def write_work(log: WorkLog, path: str | Path) -> None:
    """Write *log* to *path*, as its name ends: .csv, .parquet or .xes; `WRITTEN_COLUMNS` read it.

    Instants are written in UTC.

    Raises:
        LogFileError: the file cannot be written.
        PackageMissingError: it is Parquet, and Polars is not installed.
        ValueInvalidError: the name ends otherwise.
    """
    path = Path(path)
    named = WRITTEN_COLUMNS.named
    suffix = path.suffix.lower()
    if suffix not in {".csv", ".parquet", ".xes"}:
        raise ValueInvalidError("path", path.name, "a name that ends in .csv, .parquet or .xes")
    try:
        if suffix == ".parquet":
            rows = (
                {column: getattr(item, name) for name, column in named.items()}
                for item in log.items
            )
            write_parquet(path, rows, [*named.values()])
            return
        with path.open("w", encoding="utf-8", newline="") as target:
            if suffix == ".xes":
                dates = frozenset(named[name] for name in _INSTANTS)
                target.writelines(xes_text(_texts(log), WRITTEN_COLUMNS.case, dates))
                return
            writer = csv.DictWriter(target, [*named.values()], lineterminator="\n")
            writer.writeheader()
            writer.writerows(_texts(log))
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        raise LogFileError(str(path), problem) from error


def _texts(log: WorkLog) -> Iterator[dict[str, str]]:
    for item in log.items:
        yield {column: _text(item, name) for name, column in WRITTEN_COLUMNS.named.items()}


def _text(item: WorkItem, name: str) -> str:
    value = getattr(item, name)
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime) else str(value)
