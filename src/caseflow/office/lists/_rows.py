"""Tables of procedures as offices keep them: CSV of any spreadsheet, or TOML, read cell by cell.

What a row says is for the pack; here it is only found, with its place, so that whoever keeps the
table can be told the line and the column.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from typing import cast

from caseflow._showing import word
from caseflow._toml_texts import parse_toml
from caseflow._typed import frozen, typed
from caseflow.errors import CaseflowError, DefinitionError, FormatError, UnknownNameError
from caseflow.values import clean_text

__all__ = ["COLUMNS", "NEEDED", "Row", "read_rows"]

#: The columns of a table of procedures, in the order in which they are written.
COLUMNS = (
    "code",
    "version",
    "name",
    "field",
    "agency",
    "decided_by",
    "limits",
    "limit_by_law",
    "shortened",
    "shortened_by",
    "cutoff",
    "supplement",
    "supplement_within",
    "supplement_answer",
    "fee",
    "service",
    "partial_reason",
    "anywhere",
    "decision",
    "decided_on",
    "valid_from",
    "valid_from_is",
    "valid_until",
    "follows",
    "steps",
    "stated",
    "shortened_stated",
    "note",
    "source",
)
#: Those without which a row says nothing.
NEEDED = ("code", "name", "limits")

#: Columns of earlier releases, by the name they have now.
_RENAMED = {"place": "decided_by"}

_TABLE = re.compile(r"\s*\[\[\s*(procedures?)\s*\]\]")


@frozen
class Row:
    """Hold the cells of one procedure, and where they stand."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell of *column*, "" if the table has no such column."""
        return self.cells.get(column, "")

    @typed
    def fault(self, column: str, problem: str) -> FormatError:
        """Return what is wrong with the cell of *column*."""
        return FormatError(f"{self.file}, line {self.line}, column {column}", problem)


@typed
def read_rows(text: str, *, name: str) -> tuple[Row, ...]:
    """Return the rows of the table *text* of the file *name*, without the empty ones.

    A name that ends in ".toml" is read as TOML with one `[[procedure]]` for each row; anything else
    as CSV, parted by commas, semicolons or tabs, with the columns of `COLUMNS` in any order. A byte
    order mark and the line ends of any system are taken.

    Raises:
        FormatError: the table cannot be read, or its columns are others; nothing was read.
        DefinitionError: cells that cannot be kept, all of them, each with its line.
    """
    text = text.removeprefix("\ufeff")
    faults: list[FormatError] = []
    reader = _toml_rows if name.lower().endswith(".toml") else _csv_rows
    rows = [row for row in reader(text, name, faults) if any(row.cells.values())]
    if faults:
        raise DefinitionError(name, faults)
    return tuple(rows)


def _tidy(row: Row, faults: list[FormatError]) -> Row:
    cells: dict[str, str] = {}
    for column, cell in row.cells.items():
        try:
            cells[column] = clean_text(cell.replace("\r\n", "\n"), name=column).strip()
        except CaseflowError as error:
            faults.append(row.fault(column, str(error)))
    return Row(row.file, row.line, cells)


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────


def _csv_rows(text: str, name: str, faults: list[FormatError]) -> Iterator[Row]:
    lines = StringIO(text, newline="")
    skipped = 0
    if text[:4].casefold() == "sep=":  # some spreadsheets say in a first line how cells are parted
        lines.readline()
        skipped = 1
    place = lines.tell()
    first = lines.readline()
    lines.seek(place)
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = _header(tuple(next(reader, ())), name, 1 + skipped)
        for cells in reader:
            line = reader.line_num + skipped
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                problem = f"{len(cells)} cells instead of {len(header)}; give every column a cell"
                faults.append(FormatError(f"{name}, line {line}", problem))
                continue
            yield _tidy(Row(name, line, dict(zip(header, cells, strict=True))), faults)
    except csv.Error as error:
        problem = f"is no CSV ({error}); close every quotation mark that is opened"
        raise FormatError(f"{name}, line {reader.line_num + skipped}", problem) from None


def _header(cells: Sequence[str], name: str, line: int) -> tuple[str, ...]:
    """Return the columns, or refuse the table."""
    header = tuple(_RENAMED.get(cell, cell) for cell in (each.strip().casefold() for each in cells))
    unknown = [column for column in header if column not in COLUMNS]
    missing = [column for column in NEEDED if column not in header]
    twice = sorted({column for column in header if header.count(column) > 1})
    if not (unknown or missing or twice):
        return header
    found = word(", ".join(header))
    parts = [f"the columns are {found or 'none'} and must be out of {', '.join(COLUMNS)}"]
    parts += [str(UnknownNameError(column, COLUMNS, "column")) for column in unknown[:5] if column]
    parts += [f"column {column} is missing" for column in missing]
    parts += [f"column {column} is there twice" for column in twice]
    raise FormatError(f"{name}, line {line}", f"{'; '.join(parts)}; nothing was read")


# ── TOML ────────────────────────────────────────────────────────────────────────────────────


def _toml_rows(text: str, name: str, faults: list[FormatError]) -> Iterator[Row]:
    try:
        data = parse_toml(text.replace("\r\n", "\n"))
    except FormatError as error:
        raise FormatError(name, f"is not TOML: {error.problem}; nothing was read") from None
    tables = data.pop("procedure", [])
    if data or not isinstance(tables, list) or not tables:
        problem = "give one [[procedure]] for each procedure and nothing else"
        raise FormatError(name, f"the keys are {', '.join(data) or 'none'}; {problem}")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _TABLE.match(line)]
    for index, table in enumerate(cast("list[object]", tables)):
        line = lines[index] if index < len(lines) else 1
        row = Row(name, line, {})
        if not isinstance(table, dict):
            faults.append(row.fault("procedure", f"{table!r} is no table"))
            continue
        cells: dict[str, str] = {}
        for key, value in cast("dict[str, object]", table).items():
            column = _RENAMED.get(key, key)
            if column not in COLUMNS:
                faults.append(row.fault(key, str(UnknownNameError(key, COLUMNS, "column"))))
                continue
            cell = _cell(value)
            if cell is None:
                faults.append(row.fault(key, f"{value!r} is no text; write it in quotation marks"))
                continue
            cells[column] = cell
        for column in NEEDED:
            cells.setdefault(column, "")
        yield _tidy(Row(name, line, cells), faults)


def _cell(value: object) -> str | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, str) else None
