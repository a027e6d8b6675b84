"""Reading Parquet files: what is wrong with a file is a `FormatError` that names it.

A file is looked into when it is opened, and read when it is counted; damage shows at either.
"""

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import narwhals as nw
import polars as pl

from caseflow.errors import FormatError

__all__ = ["collected", "opening", "reading"]

#: What readers raise for a file that is damaged, or is none.
_DAMAGE = (
    OSError,
    pl.exceptions.ComputeError,
    pl.exceptions.SchemaError,
    nw.exceptions.ComputeError,
)


@contextmanager
def opening(files: Sequence[Path]) -> Generator[None, None, None]:
    """Open *files*; raises `FormatError` where one is not there, or no Parquet as the others."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, nw.exceptions.NarwhalsError) as error:
        # `exists` of a path raises for one that is too long
        missing = [file for file in files if not os.path.exists(file)]  # noqa: PTH110 - see above
        if missing:
            problem = "cannot be read: No such file or directory"
            raise FormatError(str(missing[0]), problem) from None
        name = str(files[0]) if len(files) == 1 else f"{len(files)} files"
        raise _damaged(name, error) from None


@contextmanager
def reading(name: str = "register") -> Generator[None, None, None]:
    """Read what is called *name*; raises `FormatError` where it is damaged."""
    try:
        yield
    except _DAMAGE as error:
        raise _damaged(name, error) from None


def collected(frame: "nw.LazyFrame[Any]") -> pl.DataFrame:
    """Return what a lazy frame of any engine holds, as a frame of Polars."""
    native = nw.to_native(frame)
    with reading():
        if isinstance(native, pl.LazyFrame):
            return native.collect(engine="streaming")
        return cast("pl.DataFrame", frame.collect("polars").to_native())


def _damaged(name: str, error: Exception) -> FormatError:
    if isinstance(error, (pl.exceptions.ComputeError, nw.exceptions.ComputeError)):
        return FormatError(name, "cannot be read as Parquet: it is damaged, or none")
    return FormatError(name, f"cannot be read as Parquet: {str(error).partition(chr(10))[0]}")
