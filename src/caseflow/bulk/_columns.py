"""Columns of the caller in, and answers out as columns of the same kind.

A column is an array of numpy, or what `_frames` beside it reads. Nothing is counted here.
"""

from datetime import tzinfo
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from caseflow._typed import short
from caseflow.bulk._arrays import DAY, MISSING, Ints, Truths
from caseflow.bulk._zones import WallClock
from caseflow.errors import FloatRefusedError, ValueInvalidError

__all__ = [
    "COLUMNS",
    "Home",
    "Moments",
    "NumpyHome",
    "clock_of",
    "naive",
    "numpy_lengths",
    "numpy_moments",
    "read_zone",
    "same_length",
]

COLUMNS = "a numpy array, an Arrow array or a column of a frame"

#: Microseconds in a unit of datetime64.
_UNITS = {
    "D": 86_400_000_000,
    "h": 3_600_000_000,
    "m": 60_000_000,
    "s": 1_000_000,
    "ms": 1_000,
    "us": 1,
}
#: Nanoseconds and what is below them, in a microsecond.
_FINER = {"ns": 1_000, "ps": 1_000_000, "fs": 10**9, "as": 10**12}


@short
@frozen(eq=False)
class Moments:
    """Hold a column of days, or of instants, as `_arrays` counts them."""

    values: Ints
    is_days: bool

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.values)

    def part(self, rows: slice) -> "Moments":
        """Return the moments of *rows*."""
        return Moments(self.values[rows], self.is_days)

    def take(self, rows: Ints) -> "Moments":
        """Return the moments of *rows*."""
        return Moments(self.values[rows], self.is_days)


class Home(Protocol):
    """Give answers back in the kind the first column came in."""

    def days(self, values: Ints, name: str) -> object:
        """Return days as a column."""
        ...

    def instants(self, values: Ints, name: str) -> object:
        """Return instants as a column, in the zone of the first column."""
        ...

    def numbers(self, values: Ints, name: str) -> object:
        """Return whole numbers as a column."""
        ...

    def truths(self, values: Truths, name: str) -> object:
        """Return truth values as a column."""
        ...

    def lengths(self, values: Ints, name: str) -> object:
        """Return lengths of time as a column."""
        ...


@short
@frozen(eq=False)
class NumpyHome:
    """Give answers back as arrays of numpy: datetime64[D], datetime64[us], timedelta64[us].

    Instants are those of UTC, unless the first column was on a wall clock; then they are too.
    """

    clock: WallClock | None = None

    def days(self, values: Ints, name: str) -> NDArray[np.datetime64]:  # noqa: ARG002 - see Home
        """Return datetime64[D]."""
        return values.view("M8[D]")

    def instants(self, values: Ints, name: str) -> NDArray[np.datetime64]:  # noqa: ARG002 - see Home
        """Return datetime64[us]."""
        return on_wall(values, self.clock).view("M8[us]")

    def numbers(self, values: Ints, name: str) -> Ints:  # noqa: ARG002 - see Home
        """Return int64."""
        return values

    def truths(self, values: Truths, name: str) -> Truths:  # noqa: ARG002 - see Home
        """Return bool."""
        return values

    def lengths(self, values: Ints, name: str) -> NDArray[np.timedelta64]:  # noqa: ARG002 - see Home
        """Return timedelta64[us]."""
        return values.view("m8[us]")


def on_wall(instants: Ints, clock: WallClock | None) -> Ints:
    """Return the wall-clock times of *instants*; missing stays missing."""
    if clock is None:
        return instants
    wall = clock.wall(instants)
    wall[instants == MISSING] = MISSING
    return wall


def off_wall(wall: Ints, clock: WallClock | None) -> Ints:
    """Return the instants of wall-clock times; missing stays missing."""
    if clock is None:
        return wall
    instants = clock.instant(wall)
    instants[wall == MISSING] = MISSING
    return instants


# ── zones ───────────────────────────────────────────────────────────────────────────────────


def read_zone(zone: tzinfo | str | None) -> tzinfo | None:
    """Return the zone of columns that know none."""
    if zone is None or isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueInvalidError("zone", zone, 'an IANA zone such as "UTC"') from None


@lru_cache(maxsize=8)
def clock_of(zone: tzinfo) -> WallClock | None:
    """Return the wall clock of *zone* over the years a calendar may have; None for UTC."""
    if str(zone) == "UTC":
        return None
    # 1900 to 2201, the years of CalendarSpec.
    return WallClock(zone, -25_567 * DAY, 84_370 * DAY)


def naive(name: str, kind: str) -> ValueInvalidError:
    """Return the error for instants whose zone nobody said."""
    return ValueInvalidError(
        name,
        f"{kind} without a zone",
        'instants whose zone is known: say zone="UTC", or the zone of their wall clock as '
        'zone="Asia/Ho_Chi_Minh"; or bare days, in numpy as datetime64[D]',
    )


# ── numpy ───────────────────────────────────────────────────────────────────────────────────


def numpy_moments(
    values: NDArray[np.generic], name: str, zone: tzinfo | None
) -> tuple[Moments, NumpyHome]:
    """Read an array of datetime64: days as they are, finer units as instants of *zone*.

    What is finer than a microsecond is cut off, as datetime holds no more.
    """
    if values.ndim != 1:
        raise ValueInvalidError(name, f"an array of shape {values.shape}", "a column: one row each")
    if values.dtype.kind == "f":
        raise FloatRefusedError(name, values.dtype)
    if values.dtype.kind != "M":
        raise ValueInvalidError(name, f"an array of {values.dtype}", "datetime64")
    if isinstance(values, np.ma.MaskedArray):
        values = values.filled(np.datetime64("NaT"))
    unit, count = np.datetime_data(str(values.dtype))
    plain = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("="), copy=False))
    numbers = plain.view(np.int64)
    if (unit, count) == ("D", 1):
        return Moments(numbers, is_days=True), NumpyHome()
    micros = None if unit == "D" else _micros(numbers, unit, count)
    if micros is None:
        raise ValueInvalidError(
            name, f"{values.dtype}", "days as datetime64[D] or instants as datetime64[us]"
        )
    if zone is None:
        raise naive(name, str(values.dtype))
    clock = clock_of(zone)
    return Moments(off_wall(micros, clock), is_days=False), NumpyHome(clock)


def numpy_lengths(values: NDArray[np.generic], name: str) -> Ints:
    """Read an array of timedelta64 as microseconds."""
    if values.dtype.kind == "f":
        raise FloatRefusedError(name, values.dtype)
    if values.dtype.kind != "m" or values.ndim != 1:
        raise ValueInvalidError(name, f"an array of {values.dtype}", "a column of timedelta64")
    unit, count = np.datetime_data(str(values.dtype))
    numbers = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("="), copy=False))
    found = _micros(numbers.view(np.int64), unit, count)
    if found is None:
        raise ValueInvalidError(name, f"{values.dtype}", "lengths in days or a finer unit")
    return found


def _micros(numbers: Ints, unit: str, count: int) -> Ints | None:
    """Return counts of a unit as microseconds; what is finer is cut off. None: no such unit."""
    if unit in _UNITS:
        return _scaled(numbers, _UNITS[unit] * count)
    if unit in _FINER and count == 1:
        return np.where(numbers == MISSING, MISSING, numbers // _FINER[unit])
    return None


def _scaled(numbers: Ints, factor: int) -> Ints:
    """Multiply, holding what would overflow at the ends of the scale; missing stays missing."""
    if factor == 1:
        return numbers
    most = (1 << 62) // factor
    return np.where(numbers == MISSING, MISSING, np.clip(numbers, -most, most) * factor)


def same_length(first: int, other: int, name: str) -> None:
    """Refuse a column that has not as many rows as the first one."""
    if first != other:
        raise ValueInvalidError(name, f"a column of {other} rows", f"as many as the first: {first}")
