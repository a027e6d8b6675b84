"""A register of filings, one row each: opened from files or frames, and checked for its columns.

How rows are made is beside it, and how they are written in `_parts`; counting is for `counts`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self, cast

import narwhals as nw
import polars as pl
from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import FormatError, ValueInvalidError
from caseflow.reports.register._columns import COLUMNS, Column, Kind
from caseflow.reports.register._manifests import read_manifest
from caseflow.reports.register._parts import frame_of
from caseflow.reports.register._reading import collected, opening
from caseflow.reports.register._rows import Value

__all__ = ["Register", "register_files"]

_FITS: dict[Kind, tuple[type[nw.dtypes.DType], ...]] = {
    Kind.TEXT: (nw.String, nw.Categorical, nw.Enum),
    Kind.NAME: (nw.String, nw.Categorical, nw.Enum),
    Kind.DAY: (nw.Date,),
    Kind.INSTANT: (nw.Datetime,),
    Kind.FLAG: (nw.Boolean,),
}

_ALLOWED = {
    Kind.TEXT: "text",
    Kind.NAME: "text",
    Kind.DAY: "days (date32)",
    Kind.INSTANT: "instants with a zone",
    Kind.COUNT: "whole numbers",
    Kind.FLAG: "true or false",
}


def _is_directory(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # too long for a name, or no name at all
        return False


@typed
def register_files(path: str | Path) -> tuple[Path, ...]:
    """Return the Parquet files of the register at *path*: itself, or those of its directory.

    Each holds whole rows, so they can be counted apart, on as many machines, and merged.

    Raises:
        FormatError: there is no register at *path*.
    """
    found = Path(path)
    if not _is_directory(found):
        return (found,)
    return tuple(found / name for name in read_manifest(found).parts)


def _frozen(counts: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType(dict(counts))


@typed
@frozen(eq=False)
class Register:
    """Hold filings, one row each, which are read when they are counted.

    Attributes:
        frame: a lazy frame of narwhals with every column of the schema.
        left_out: how many rows of the source were left out, by the code of the reason.
    """

    frame: nw.LazyFrame[Any] = field(repr=False)
    left_out: Mapping[str, int] = field(factory=dict[str, int], converter=_frozen)

    @classmethod
    def open(cls, *paths: str | Path) -> Self:
        """Open Parquet files, or directories that a register was written to, as one register.

        Without any it is the register of no filing.

        Raises:
            FormatError: there is none, it is of another version, or a column has another type.
        """
        files = [file for path in paths for file in register_files(path)]
        left_out: dict[str, int] = {}
        for path in paths:
            if _is_directory(Path(path)):
                for code, number in read_manifest(Path(path)).left_out.items():
                    left_out[code] = left_out.get(code, 0) + number
        if not files:
            return cls.of(pl.DataFrame(schema={each.name: each.kind.dtype for each in COLUMNS}))
        with opening(files):
            return cls.of(pl.scan_parquet(files, missing_columns="insert"), left_out)

    @classmethod
    def of(cls, frame: object, left_out: Mapping[str, int] | None = None) -> Self:
        """Take a frame that narwhals reads: of Polars, DuckDB, PyArrow, pandas and others.

        Columns that the schema lets be null may be missing; others than those of the schema are
        kept and not looked at.

        Raises:
            FormatError: a needed column is missing, or one has another type.
            ValueInvalidError: *frame* is no frame that narwhals reads.
        """
        try:
            lazy: nw.LazyFrame[Any] = nw.from_native(cast("Any", frame)).lazy()
        except TypeError:
            raise ValueInvalidError("frame", type(frame), "a frame that narwhals reads") from None
        schema = lazy.collect_schema()
        faults = [*_faults(schema)]
        if faults:
            raise FormatError("register", "; ".join(faults))
        lacking = [_nothing(each, schema) for each in COLUMNS if each.name not in schema]
        return cls(lazy.with_columns(*lacking) if lacking else lazy, left_out or {})

    def size(self) -> int:
        """Return how many filings there are. Cost: reads no column of a Parquet file."""
        return int(collected(self.frame.select(nw.len()))["len"][0])

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, Value]]) -> Self:
        """Take rows as `row_of` makes them, all held in memory.

        Raises:
            FormatError: a row has not all columns of the schema, or a value of another type.
        """
        listed = list(rows)
        try:
            return cls.of(frame_of(listed))
        except (KeyError, TypeError, pl.exceptions.PolarsError) as error:
            raise FormatError("rows", f"are not those of a register: {error!r}") from None

    def filter(self, condition: nw.Expr) -> "Register":
        """Return the register of the filings for which *condition* holds."""
        return Register(self.frame.filter(condition), self.left_out)

    def numbers(self, condition: nw.Expr, limit: int = 1_000) -> Sequence[str]:
        """Return the first *limit* numbers of the filings for which *condition* holds.

        Raises:
            ValueInvalidError: *limit* is not from 1 to 1,000,000.
        """
        if not 0 < limit <= 1_000_000:
            raise ValueInvalidError("limit", limit, "a whole number from 1 to 1,000,000")
        found = self.frame.filter(condition).select("number").sort("number").head(limit)
        return [str(each) for each in collected(found)["number"].to_list()]


def _nothing(missing: Column, schema: Mapping[str, Any]) -> nw.Expr:
    """Return a column of nothing but nulls, comparable with the others of its kind."""
    if missing.kind is Kind.INSTANT:
        # Of the type of one that is there: DuckDB makes none of a zone but its own.
        names = [each.name for each in COLUMNS if each.kind is Kind.INSTANT]
        like = next((name for name in names if name in schema), None)
        if like is not None:
            return nw.when(nw.lit(value=False)).then(nw.col(like)).alias(missing.name)
    return nw.lit(None, dtype=_TYPES[missing.kind]).alias(missing.name)


_TYPES: dict[Kind, Any] = {
    Kind.TEXT: nw.String,
    Kind.NAME: nw.String,
    Kind.DAY: nw.Date,
    Kind.INSTANT: nw.Datetime("us"),
    Kind.COUNT: nw.Int64,
    Kind.FLAG: nw.Boolean,
}


def _faults(schema: Mapping[str, Any]) -> Iterator[str]:
    for each in COLUMNS:
        dtype = schema.get(each.name)
        if dtype is None:
            if each.is_needed:
                yield f"column {each.name} is missing"
        elif not _fits(each, dtype):
            yield f"column {each.name} holds {dtype} and should hold {_ALLOWED[each.kind]}"


def _fits(each: Column, dtype: Any) -> bool:  # noqa: ANN401 - a type of narwhals
    if dtype == nw.Unknown:
        return True  # a column of nothing
    if each.kind is Kind.COUNT:
        return bool(dtype.is_integer())
    if each.kind is Kind.INSTANT:
        return isinstance(dtype, nw.Datetime) and dtype.time_zone is not None
    return isinstance(dtype, _FITS[each.kind])
