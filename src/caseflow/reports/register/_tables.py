"""Somebody's own table of filings, CSV, JSON lines or Parquet, read row by row into a register.

A row that cannot be used is reported with its line and left out; the others go on. What the columns
mean is said by a mapping.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl
from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import FormatError
from caseflow.interchange import Finding, FindingGroup
from caseflow.interchange._event_logs import Row, read_log
from caseflow.interchange._findings import Findings, shown
from caseflow.interchange._moments import Moment, MomentReader
from caseflow.reports.register import _faults as faults
from caseflow.reports.register._columns import COLUMNS, FORMAT, Kind, column
from caseflow.reports.register._left_out import rows_of, write_left_out
from caseflow.reports.register._mappings import ALLOWED, Mapped, RegisterMapping
from caseflow.reports.register._parts import Writer
from caseflow.reports.register._reading import opening, reading
from caseflow.reports.register._rows import Value, time_between
from caseflow.texts import Message

__all__ = ["TableRead", "register_table"]

_PAGE = 100_000


@frozen
class TableRead:
    """Say what came of a table.

    Attributes:
        rows: the filings in the register.
        left_out: the rows that are not.
        findings: why, by code: all counted, the first thousand of each with their lines.
        idle_units: the units of the mapping that have no filing.
    """

    rows: int
    left_out: int
    findings: tuple[FindingGroup, ...] = field(repr=False)
    idle_units: tuple[str, ...] = ()


@typed
def register_table(path: str | Path, mapping: RegisterMapping, directory: str | Path) -> TableRead:
    """Write the filings of the table at *path* as a register into *directory*.

    A file is Parquet when its name ends in .parquet, else read as a log is. Where the table says
    no `allowed` and `used`, they are the civil days from receipt to the legal date and to the
    decision.

    Cost: one pass; in memory are the numbers of all filings and the rows of one file.

    Raises:
        LogFileError, FormatError: the file as a whole cannot be read, or lacks a column.
    """
    path, reader = Path(path), _Reader(mapping)
    writer = Writer(Path(directory), f"table {FORMAT}")
    writer.empty()
    sources = tuple(dict.fromkeys(each.source for each in mapping.columns if each.source))
    is_parquet = path.suffix.lower() == ".parquet"
    raw = _parquet_rows(path, sources) if is_parquet else _text_rows(path, sources, mapping)
    for each in raw:
        made = each if isinstance(each, Finding) else reader.row(each.line, sources, each.fields)
        if isinstance(made, Finding):
            reader.findings.add(made)
            writer.left_out[made.code] += 1
        else:
            writer.add(made)
    done = writer.close()
    write_left_out(Path(directory), rows_of(reader.findings.groups()))
    idle = tuple(unit for unit in mapping.units if unit not in reader.seen_units)
    return TableRead(done.rows, sum(done.left_out.values()), reader.findings.groups(), idle)


def _text_rows(
    path: Path, sources: Sequence[str], mapping: RegisterMapping
) -> Iterator[Row | Finding]:
    return read_log(
        path,
        sources,
        needed=0,
        named=sources,
        delimiter=mapping.delimiter,
        encoding=mapping.encoding,
    )


def _parquet_rows(path: Path, sources: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a Parquet file as texts; the line is the number of the row."""
    with opening([path]):
        table = pl.scan_parquet(path)
        lacking = [name for name in sources if name not in table.collect_schema()]
    if lacking:
        raise FormatError(str(path), f"lacks the column {', '.join(map(repr, lacking))}")
    start = 0
    while True:
        with reading(str(path)):
            page = table.select(sources).slice(start, _PAGE).collect()
        if not page.height:
            return
        for number, values in enumerate(page.iter_rows(), start=start + 1):
            yield Row(number, tuple(map(_text_of, values)))
        start += page.height


def _text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value).strip()


class _Reader:
    """Make rows of the register of rows of texts."""

    def __init__(self, mapping: RegisterMapping) -> None:
        self._mapping = mapping
        self._moments = MomentReader(mapping.zone, mapping.pattern, mapping.naive)
        self._iso = MomentReader(mapping.zone, "", mapping.naive)
        self._lines: dict[str, int] = {}
        self._units = frozenset(mapping.units)
        self.seen_units: set[str] = set()
        self.findings = Findings()

    def row(
        self, line: int, sources: Sequence[str], fields: Sequence[str]
    ) -> Mapping[str, Value] | Finding:
        """Return the row, or the first thing that is wrong with it."""
        said = dict(zip(sources, fields, strict=True))
        row: dict[str, Value] = dict.fromkeys(each.name for each in COLUMNS)
        number = ""
        for each in self._mapping.columns:
            text = said[each.source] if each.source else each.value
            found = self._value(each, each.values.get(text, text), line, number)
            if isinstance(found, Finding):
                return found
            row[each.name] = found
            number = number or str(found)
        return self._problem(row, line, number) or self._completed(row)

    def _value(self, mapped: Mapped, text: str, line: int, number: str) -> Value | Finding:
        name, source = mapped.name, mapped.source or mapped.name
        wanted = column(name)

        def fault(code: str, message: Message, **params: str) -> Finding:
            filled = message.filled(column=source, **params)
            return Finding(code, line, number, source, False, filled)

        if not text:
            return fault("field-empty", faults.EMPTY) if wanted.is_needed else None
        if wanted.kind in (Kind.DAY, Kind.INSTANT):
            return self._moment(wanted.kind, text, source, line, number)
        if wanted.kind is Kind.COUNT:
            is_whole = text.isascii() and text.isdigit() and len(text) < 19
            return (
                int(text) if is_whole else fault("count-invalid", faults.COUNT, value=shown(text))
            )
        allowed = ("true", "false") if wanted.kind is Kind.FLAG else ALLOWED.get(name)
        if allowed is not None and text not in allowed:
            listed = ", ".join(allowed)
            return fault("unknown-value", faults.WORD, value=shown(text), allowed=listed)
        return text == "true" if wanted.kind is Kind.FLAG else text

    def _moment(
        self, kind: Kind, text: str, source: str, line: int, number: str
    ) -> Value | Finding:
        is_day = kind is Kind.DAY
        found: Moment | Finding = self._moments.read(
            text, source, line, case=number, day_will_do=is_day
        )
        if isinstance(found, Finding) and self._mapping.pattern:
            iso = self._iso.read(text, source, line, case=number, day_will_do=is_day)
            if not isinstance(iso, Finding) or iso.code != "instant-invalid":
                found = iso
        if isinstance(found, Finding) or not is_day:
            return found
        return self._moments.day_of(found)

    def _problem(self, row: Mapping[str, Value], line: int, number: str) -> Finding | None:
        first = self._lines.setdefault(number, line)
        if first != line:
            text = faults.REPEATED.filled(value=shown(number), first=first)
            return Finding("number-repeated", line, number, "number", False, text)
        unit = row["unit"]
        if self._units and unit not in self._units:
            text = faults.UNIT.filled(value=shown(str(unit or "")))
            return Finding("unknown-unit", line, number, "unit", False, text)
        for before, after in faults.ORDER:
            first_on, then_on = row[before], row[after]
            if isinstance(first_on, date) and isinstance(then_on, date) and then_on < first_on:
                text = faults.DAYS.filled(
                    after=after, then=then_on.isoformat(), before=before, first=first_on.isoformat()
                )
                return Finding("days-reversed", line, number, after, False, text)
        if isinstance(unit, str):
            self.seen_units.add(unit)
        return None

    def _completed(self, row: dict[str, Value]) -> Mapping[str, Value]:
        """Add what follows from the days that the table says."""
        if row["lodged_on"] is None:
            row["lodged_on"] = row["received_on"]
        if row["outcome"] is None and row["decided_on"] is not None:
            row["outcome"] = "granted"
        start, due, end = row["received_on"], row["legal_due_on"], row["decided_on"]
        is_said = any(row[name] is not None for name in ("allowed", "used", "parts"))
        if not is_said and isinstance(start, date) and isinstance(due, date):
            decided = end if isinstance(end, date) else None
            row |= time_between(start, due, decided)
        elif row["allowed"] is not None and row["parts"] is None:
            row["parts"] = 1
        return row
