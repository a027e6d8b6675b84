"""Looking at every row of a register that somebody else wrote: what cannot be used is left out.

A register that is made here was looked at row by row as it was written; Parquet files and frames of
others come as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import reduce

import narwhals as nw
import polars as pl
from attrs import field

from caseflow._typed import frozen, typed
from caseflow.interchange._findings import shown
from caseflow.reports.register import _faults as faults
from caseflow.reports.register._columns import COLUMNS, Kind
from caseflow.reports.register._left_out import LeftOutRow
from caseflow.reports.register._mappings import ALLOWED
from caseflow.reports.register._reading import collected, reading
from caseflow.reports.register._registers import Register
from caseflow.texts import Text

__all__ = ["Sifted", "sift"]

_ROW = "row of the register"
_FAULT = "fault of the row"
_KEPT = 1_000


@frozen(eq=False)
class Sifted:
    """Hold what is left of a register, and what is not.

    Attributes:
        register: the rows that can be used; its `left_out` counts the others by code.
        rows: why others cannot, the first thousand of each code; the line is that of the row.
        idle_units: the units that were named and have no filing.
    """

    register: Register
    rows: tuple[LeftOutRow, ...] = field(repr=False)
    idle_units: tuple[str, ...] = ()


@typed
def sift(register: Register, *, units: Sequence[str] = ()) -> Sifted:
    """Look at every row of *register* and leave out those that cannot be used.

    Left out are rows without a number, a procedure or a channel, with a word that means nothing in
    a column of a few, a count below 0, a number of an earlier row, a unit that is none of *units*
    if some are named, and days in an order in which they cannot come.

    Args:
        register: of files or frames that nobody looked at yet.
        units: those there are; none for any.

    Raises:
        FormatError: a file of it is damaged.

    Cost: two passes, with all numbers in memory; a frame of another engine than Polars is read
    into memory.
    """
    frame = _of_polars(register).with_row_index(_ROW).with_columns(pl.col("number").cast(pl.String))
    checks = [*_checks(units)]
    first = reduce(
        lambda rest, place: pl.when(checks[place][1]).then(pl.lit(place)).otherwise(rest),
        reversed(range(len(checks))),
        pl.lit(None, dtype=pl.Int32),
    )
    own = pl.when(first.is_null()).then(pl.col("number"))
    repeated = first.is_null() & ~own.is_first_distinct()
    fault = pl.when(repeated).then(len(checks)).otherwise(first).alias(_FAULT)
    marked = frame.with_columns(fault)
    with reading():
        bad = marked.filter(pl.col(_FAULT).is_not_null()).collect()
    seen = _units(frame) if units else frozenset[str]()
    idle = tuple(each for each in units if each not in seen)
    if not bad.height:
        return Sifted(register, (), idle)
    codes = [code for code, _, _ in checks] + ["number-repeated"]
    counts: list[tuple[int, int]] = bad[_FAULT].value_counts().rows()
    left_out = dict(register.left_out)
    for place, number in sorted(counts):
        left_out[codes[place]] = left_out.get(codes[place], 0) + number
    sound = frame.filter(~pl.col(_ROW).is_in(bad[_ROW].implode())).drop(_ROW)
    kept = bad.filter(pl.col(_ROW).cum_count().over(_FAULT) <= _KEPT)
    firsts = _first_rows(frame, kept.filter(pl.col(_FAULT) == len(checks))["number"])
    columns = [*(name for _, _, name in checks), "number"]
    named: list[dict[str, object]] = kept.to_dicts()
    places: list[int] = kept[_FAULT].to_list()
    rows = tuple(
        _left_out(row, codes[place], columns[place], firsts)
        for row, place in zip(named, places, strict=True)
    )
    # The columns were looked at when it was opened; instants that no file had are without a zone.
    return Sifted(Register(nw.from_native(sound), left_out), rows, idle)


def _of_polars(register: Register) -> pl.LazyFrame:
    native = nw.to_native(register.frame)
    return native if isinstance(native, pl.LazyFrame) else collected(register.frame).lazy()


def _checks(units: Sequence[str]) -> Iterator[tuple[str, pl.Expr, str]]:
    """Yield what can be wrong with a row by itself: the code, whether it is so, the column."""
    for each in COLUMNS:
        column = pl.col(each.name)
        if each.is_needed:
            empty = column.cast(pl.String).str.strip_chars() == ""
            yield "field-empty", column.is_null() | empty.fill_null(value=False), each.name
        if each.name in ALLOWED:
            known = column.cast(pl.String).is_in([*ALLOWED[each.name]])
            yield "unknown-value", ~known.fill_null(value=True), each.name
        if each.kind is Kind.COUNT and each.name != "used":
            yield "count-invalid", (column < 0).fill_null(value=False), each.name
    yield "count-invalid", (pl.col("parts") == 0).fill_null(value=False), "parts"
    if units:
        known = pl.col("unit").cast(pl.String).is_in([*units]).fill_null(value=False)
        yield "unknown-unit", ~known, "unit"
    for before, after in faults.ORDER:
        reversed_ = (pl.col(after) < pl.col(before)).fill_null(value=False)
        yield "days-reversed", reversed_, f"{before} {after}"


def _units(frame: pl.LazyFrame) -> frozenset[str]:
    with reading():
        found = frame.select(pl.col("unit").cast(pl.String).unique()).collect()["unit"]
    return frozenset(each for each in found.to_list() if each is not None)


def _first_rows(frame: pl.LazyFrame, numbers: pl.Series) -> dict[str, int]:
    """Return the row in which each of *numbers* stands first, from 1."""
    if not numbers.len():
        return {}
    asked = frame.filter(pl.col("number").is_in(numbers.unique().implode()))
    with reading():
        found = asked.group_by("number").agg(pl.col(_ROW).min()).collect()
    return {str(number): int(row) + 1 for number, row in found.iter_rows()}


def _left_out(
    row: Mapping[str, object], code: str, column: str, firsts: Mapping[str, int]
) -> LeftOutRow:
    number = str(row["number"] or "")
    return LeftOutRow(code, int(str(row[_ROW])) + 1, number, _text(row, code, column, firsts))


def _text(row: Mapping[str, object], code: str, column: str, firsts: Mapping[str, int]) -> Text:
    if code == "days-reversed":
        before, after = column.split()
        first, then = row[before], row[after]
        return faults.DAYS.filled(
            after=after,
            then=then.isoformat() if isinstance(then, date) else "",
            before=before,
            first=first.isoformat() if isinstance(first, date) else "",
        )
    value = shown(str("" if row[column] is None else row[column]))
    if code == "field-empty":
        return faults.EMPTY.filled(column=column)
    if code == "unknown-value":
        return faults.WORD.filled(column=column, value=value, allowed=", ".join(ALLOWED[column]))
    if code == "count-invalid":
        return faults.COUNT.filled(column=column, value=value)
    if code == "unknown-unit":
        return faults.UNIT.filled(value=value)
    return faults.REPEATED.filled(value=value, first=firsts.get(str(row["number"]), 0))
