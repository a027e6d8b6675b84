"""Read any column: arrays of numpy here, all others through `_frames`, which is imported lazily.

Nothing is counted here.
"""

from collections.abc import Sequence
from datetime import UTC, timedelta, tzinfo
from typing import cast
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from caseflow.bulk._arrays import Ints, Truths
from caseflow.bulk._columns import (
    COLUMNS,
    Home,
    Moments,
    numpy_lengths,
    numpy_moments,
    read_zone,
    same_length,
)
from caseflow.calendars import OfficeCalendar
from caseflow.errors import FloatRefusedError, ValueInvalidError
from caseflow.limits import Supplement

__all__ = [
    "read_amounts",
    "read_errors",
    "read_lengths",
    "read_list",
    "read_moments",
    "read_supplement",
    "read_truths",
    "read_whole_numbers",
]


def _is_column(value: object) -> bool:
    """Return whether this may be a column of a frame."""
    return hasattr(value, "__len__") and not isinstance(value, (str, bytes, list, tuple, dict))


def read_moments(
    column: object, name: str, zone: tzinfo | str | None, calendar: OfficeCalendar
) -> tuple[Moments, Home]:
    """Return a column of days or instants, and the home its answers go to."""
    given = read_zone(zone)
    if isinstance(column, np.ndarray):
        return numpy_moments(cast("NDArray[np.generic]", column), name, given)
    if not _is_column(column):
        raise ValueInvalidError(name, type(column).__name__, COLUMNS)
    from caseflow.bulk import _frames as frames  # noqa: PLC0415 - lazy: arrays of numpy need no narwhals

    # Not every frame knows a zone that is no name, such as UTC+07:00.
    otherwise = calendar.zone if isinstance(calendar.zone, ZoneInfo) else UTC
    return frames.frame_moments(column, name, given, otherwise)


def read_list(column: object, name: str) -> list[object]:
    """Return the values of a column or sequence, None where there is none."""
    if isinstance(column, np.ndarray):
        return cast("list[object]", cast("NDArray[np.generic]", column).tolist())
    if isinstance(column, (list, tuple)):
        return list(cast("Sequence[object]", column))
    if not _is_column(column):
        raise ValueInvalidError(name, column, f"{COLUMNS}, or a sequence")
    from caseflow.bulk import _frames as frames  # noqa: PLC0415 - lazy: see above

    return frames.frame_list(column, name)


def read_whole_numbers(column: object, name: str) -> Ints | None:
    """Return a column of whole numbers; None if it holds something else that may be exact.

    Raises:
        FloatRefusedError: the column is one of floats.
    """
    if not isinstance(column, np.ndarray):
        if not _is_column(column):
            return None
        from caseflow.bulk import _frames as frames  # noqa: PLC0415 - lazy: see above

        found = frames.frame_numbers(column, name)
        if found is None:
            return None
        column = found
    numbers = cast("NDArray[np.generic]", column)
    if numbers.dtype.kind == "f":
        raise FloatRefusedError(name, numbers.dtype)
    if numbers.dtype.kind not in "iu" or numbers.ndim != 1:
        return None
    return np.ascontiguousarray(numbers.astype(np.int64))


def read_amounts(amounts: object, name: str, length: int) -> int | Ints:
    """Return one whole number for all rows, or a column of them."""
    if isinstance(amounts, int) and not isinstance(amounts, bool):
        return amounts
    if isinstance(amounts, float):
        raise FloatRefusedError(name, amounts)
    numbers = read_whole_numbers(amounts, name)
    if numbers is None:
        raise ValueInvalidError(name, type(amounts).__name__, "a whole number or a column of them")
    same_length(length, len(numbers), name)
    return numbers


def read_lengths(lengths: object, name: str, length: int) -> int | Ints:
    """Return one length of time for all rows in microseconds, or a column of them.

    What is finer than a microsecond is cut off, as timedelta holds no more.
    """
    if isinstance(lengths, timedelta):
        return lengths // timedelta(microseconds=1)
    if isinstance(lengths, np.timedelta64):
        one = cast("NDArray[np.generic]", np.asarray([cast("object", lengths)]))
        return int(numpy_lengths(one, name)[0])
    if isinstance(lengths, np.ndarray):
        found = numpy_lengths(cast("NDArray[np.generic]", lengths), name)
    elif _is_column(lengths):
        from caseflow.bulk import _frames as frames  # noqa: PLC0415 - lazy: see above

        found = numpy_lengths(frames.frame_lengths(lengths, name), name)
    else:
        raise ValueInvalidError(name, lengths, f"a timedelta, or {COLUMNS} of lengths of time")
    same_length(length, len(found), name)
    return found


def read_supplement(supplement: object) -> Supplement:
    """Return what a pause does.

    Raises:
        ValueInvalidError: not one of the two ways of counting.
    """
    if supplement is Supplement.PAUSE or supplement is Supplement.RESTART:
        return supplement
    raise ValueInvalidError("supplement", supplement, "Supplement.PAUSE or Supplement.RESTART")


def read_truths(column: object, name: str, length: int) -> Truths:
    """Return a column of truth values, all true for None; a gap in it is not true."""
    if column is None:
        return np.ones(length, dtype=np.bool_)
    given = column
    if isinstance(column, np.ndarray):
        array = cast("NDArray[np.generic]", column)
        if array.dtype.kind == "b" and array.ndim == 1:
            same_length(length, len(array), name)
            return cast("Truths", array)
    values = read_list(given, name)
    same_length(length, len(values), name)
    for row, value in enumerate(values):
        if not isinstance(value, bool | None):
            raise ValueInvalidError(f"{name}[{row}]", value, "true or false")
    return np.array([value is True for value in values], dtype=np.bool_)


def read_errors(errors: object) -> bool:
    """Return whether a bad row raises.

    Raises:
        ValueInvalidError: neither "raise" nor "coerce".
    """
    if errors not in ("raise", "coerce"):
        raise ValueInvalidError("errors", errors, '"raise" or "coerce"')
    return errors == "raise"
