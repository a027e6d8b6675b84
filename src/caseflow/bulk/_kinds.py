"""The types of columns, for whoever checks the types of a program that uses bulk.

Nothing is read or counted here.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from caseflow.limits import TimeLimit

__all__ = [
    "Column",
    "D",
    "Dates",
    "Errors",
    "F",
    "FrameColumn",
    "Lengths",
    "Limits",
    "N",
    "Numbers",
    "Pairs",
    "T",
    "Truth",
]

Dates = NDArray[np.datetime64]
Lengths = NDArray[np.timedelta64]
Numbers = NDArray[np.int64]
Truth = NDArray[np.bool_]


class FrameColumn(Protocol):
    """A column of an Arrow table or of a frame, known by what all of them can do.

    An array of numpy is none: its answers have other types.
    """

    @property
    def filter(self) -> Callable[..., Any]:
        """Return the rows for which something holds."""
        ...

    @property
    def unique(self) -> Callable[..., Any]:
        """Return the distinct values."""
        ...

    def __len__(self) -> int:
        """Return the number of rows."""
        ...


#: Any column.
Column = NDArray[np.generic] | FrameColumn

#: One limit for all rows, or one a row, as limits or as texts.
Limits = TimeLimit | Column | Sequence[TimeLimit | str]

#: One pair of (stop, resumption) columns for each pause.
Pairs = Sequence[tuple[Column, Column]]

#: What to do about a row that has no answer although it should: raise, or leave it out.
Errors = Literal["raise", "coerce"]

#: The kinds of column that dates, whole numbers and truth values are given back as.
D = TypeVar("D")
N = TypeVar("N")
T = TypeVar("T")
F = TypeVar("F", bound=FrameColumn)
