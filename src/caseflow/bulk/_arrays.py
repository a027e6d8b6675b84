"""The arrays that every module of bulk works on, and how a long one is cut into short ones.

A day is an int64 count of days since 1970-01-01, an instant one of microseconds since then, UTC.
MISSING stands for "no value" in both, as NaT does in numpy.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

__all__ = ["ABSENT", "BLOCK", "DAY", "HOUR", "MISSING", "Ints", "Truths", "blocks", "frozen_array"]

Ints = NDArray[np.int64]
Truths = NDArray[np.bool_]

#: No value; the integer behind NaT, and the smallest there is.
MISSING = int(np.iinfo(np.int64).min)
#: Later than every day and instant.
ABSENT = int(np.iinfo(np.int64).max)

#: Microseconds.
HOUR = 3_600_000_000
DAY = 24 * HOUR

#: Rows worked at a time: a block and its by-products stay in a cache of the processor.
BLOCK = 1 << 15


def blocks(length: int) -> Iterator[slice]:
    """Yield the slices that cut *length* rows into blocks, so that memory stays bounded."""
    for start in range(0, length, BLOCK):
        yield slice(start, min(start + BLOCK, length))


def frozen_array(values: Ints) -> Ints:
    """Return *values*, never to be written again."""
    values.flags.writeable = False
    return values
