"""Columns of frames and Arrow arrays, through narwhals: pandas, polars, pyarrow and their kin.

Imported only when such a column comes in, so that arrays of numpy do not pay for narwhals. Nothing
is counted here.
"""

from datetime import UTC, date, datetime, tzinfo
from typing import Any, cast

import narwhals as nw
import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from caseflow._typed import short
from caseflow.bulk._arrays import MISSING, Ints, Truths
from caseflow.bulk._columns import COLUMNS, Moments, clock_of, naive, numpy_moments, on_wall
from caseflow.bulk._zones import WallClock
from caseflow.errors import ValueInvalidError

__all__ = ["FrameHome", "frame_lengths", "frame_list", "frame_moments", "frame_numbers"]


@short
@frozen(eq=False)
class FrameHome:
    """Give answers back as columns of the frame the first column came from.

    Instants have the zone of that column; a wall-clock column without a zone gets wall-clock times
    back. After a column of days they have *zone*, that of the calendar. A pandas column holds days
    as midnights, since pandas has no dates, and keeps its index.
    """

    like: "nw.Series[Any]"
    is_array: bool
    zone: tzinfo | str | None
    clock: WallClock | None = None

    def days(self, values: Ints, name: str) -> object:
        """Return days as a column."""
        return self._native(self._made(values.view("M8[D]"), name))

    def instants(self, values: Ints, name: str) -> object:
        """Return instants as a column."""
        made = self._made(on_wall(values, self.clock).view("M8[us]"), name)
        if self.zone is None:
            return self._native(made)
        utc = made.dt.replace_time_zone("UTC")
        if self.like.implementation.is_pandas_like():
            # Not through narwhals, which there does not read zones with "_" in their name.
            return utc.to_native().dt.tz_convert(self.zone)
        return self._native(utc.dt.convert_time_zone(str(self.zone)))

    def numbers(self, values: Ints, name: str) -> object:
        """Return whole numbers as a column."""
        return self._native(self._made(values, name))

    def truths(self, values: Truths, name: str) -> object:
        """Return truth values as a column."""
        return self._native(self._made(values, name))

    def lengths(self, values: Ints, name: str) -> object:
        """Return lengths of time as a column."""
        return self._native(self._made(values.view("m8[us]"), name))

    def _made(self, values: NDArray[Any], name: str) -> "nw.Series[Any]":
        made = nw.Series.from_numpy(name, values, backend=self.like.implementation)
        index = nw.maybe_get_index(self.like)
        return made if index is None else nw.maybe_set_index(made, index=index)

    def _native(self, made: "nw.Series[Any]") -> object:
        native: Any = made.to_native()
        return native.combine_chunks() if self.is_array else native


def frame_moments(
    column: object, name: str, zone: tzinfo | None, otherwise: tzinfo
) -> tuple[Moments, FrameHome]:
    """Read a column of days or instants; *otherwise* is the zone of answers to a column of days.

    A pandas column of timestamps without a zone is one of days when all of them are midnights.
    """
    series, is_array = _series(column, name)
    dtype: Any = series.dtype
    native: Any = series.to_native()
    if isinstance(dtype, nw.Object):
        days = _days_of_objects(series, name)
        return Moments(days, is_days=True), FrameHome(series, is_array, otherwise)
    if isinstance(dtype, nw.Date):
        days = _numpy(series.cast(nw.Datetime("us"))).astype("M8[D]").view(np.int64)
        return Moments(days, is_days=True), FrameHome(series, is_array, otherwise)
    pandas_zone = _pandas_zone(series)
    if pandas_zone is not None:
        return _instants(native.to_numpy(dtype="datetime64[us]"), name), FrameHome(
            series, is_array, pandas_zone
        )
    if not isinstance(dtype, nw.Datetime):
        raise ValueInvalidError(name, f"a column of {dtype}", "dates, or instants with a zone")
    own = dtype.time_zone
    if own is not None:
        plain = series.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
        return _instants(_numpy(plain), name), FrameHome(series, is_array, own)
    values = _numpy(series)
    if zone is not None:
        moments, _ = numpy_moments(values, name, zone)
        return moments, FrameHome(series, is_array, None, clock_of(zone))
    if series.implementation.is_pandas_like():
        on = values.astype("M8[D]")
        if bool(((on == values) | np.isnat(values)).all()):
            return Moments(on.view(np.int64), is_days=True), FrameHome(series, is_array, otherwise)
    raise naive(name, f"a column of {native.dtype}" if hasattr(native, "dtype") else str(dtype))


def frame_list(column: object, name: str) -> list[object]:
    """Return the values of a column, None where there is none."""
    series, _ = _series(column, name)
    if isinstance(series.dtype, nw.Categorical | nw.Enum):
        series = series.cast(nw.String)
    return cast("list[object]", series.to_list())


def frame_numbers(column: object, name: str) -> NDArray[Any] | None:
    """Return a column of numbers as an array; None if it holds gaps, or anything else."""
    series, _ = _series(column, name)
    if not series.dtype.is_numeric() or (series.dtype.is_integer() and series.null_count()):
        return None
    return None if series.dtype.is_decimal() else _numpy(series)


def frame_lengths(column: object, name: str) -> NDArray[Any]:
    """Return a column of lengths of time as an array."""
    series, _ = _series(column, name)
    if not isinstance(series.dtype, nw.Duration):
        raise ValueInvalidError(name, f"a column of {series.dtype}", "lengths of time")
    return _numpy(series)


def _series(column: object, name: str) -> tuple["nw.Series[Any]", bool]:
    pyarrow: Any = nw.dependencies.get_pyarrow()
    given: Any = column
    is_array = False
    if pyarrow is not None and isinstance(column, pyarrow.Array):
        given, is_array = pyarrow.chunked_array([column]), True
    try:
        return nw.from_native(given, series_only=True), is_array
    except TypeError:
        raise ValueInvalidError(name, type(column), COLUMNS) from None


def _numpy(series: "nw.Series[Any]") -> NDArray[Any]:
    return np.asarray(series.to_numpy())


def _instants(values: NDArray[Any], name: str) -> Moments:

    return numpy_moments(values, name, UTC)[0]


def _pandas_zone(series: "nw.Series[Any]") -> tzinfo | None:
    """Return the zone of a pandas column, which narwhals does not always tell."""
    if not series.implementation.is_pandas_like():
        return None
    native: Any = series.to_native()
    zone: tzinfo | None = getattr(native.dtype, "tz", None)
    return zone


def _days_of_objects(series: "nw.Series[Any]", name: str) -> Ints:
    """Read Python dates, as pandas holds what `.dt.date` gives."""
    days = np.full(len(series), MISSING, dtype=np.int64)
    absent = _numpy(series.is_null())
    for row, value in enumerate(series.to_list()):
        if absent[row]:
            continue
        if isinstance(value, datetime) or not isinstance(value, date):
            raise ValueInvalidError(
                f"{name}[{row}]", value, "dates, or a column of datetime64 with a zone"
            )
        days[row] = value.toordinal() - _EPOCH
    return days


_EPOCH = date(1970, 1, 1).toordinal()
