"""The wall clock of a zone over columns of instants, exactly as `zoneinfo` tells it.

Which days are worked does not belong here.
"""

from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np

from caseflow.bulk._arrays import DAY, MISSING, Ints
from caseflow.bulk._directories import Directory

__all__ = ["WallClock"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

#: How far apart offsets are looked at. No zone changes its clocks and back within a day.
_STEP = DAY
#: How far beyond the asked span the changes are known, so that a day at its edge is still right.
_MARGIN = 2 * DAY


class WallClock:
    """Turn instants into wall-clock time and back, between two instants.

    *first* and *last* are microseconds since 1970-01-01 UTC; outside them, and two days around,
    the offset at the edge is kept.
    """

    __slots__ = ("_at_wall", "_changes", "_offsets")

    def __init__(self, zone: tzinfo, first: int, last: int) -> None:
        """Find every change of the clocks of *zone* from *first* to *last*."""
        # The years 1 and 9999 have no two days more to look at.
        low = max(first - _MARGIN, -719_000 * DAY)
        high = min(last + _MARGIN, 2_932_000 * DAY)
        changes: list[int] = []
        offsets = [_offset(low, zone)]
        for before in range(low, high, _STEP):
            after = min(before + _STEP, high)
            reached = _offset(after, zone)
            found = before
            while offsets[-1] != reached:
                found = _change(found, after, zone)
                changes.append(found)
                offsets.append(_offset(found, zone))
        self._offsets: Ints = np.array(offsets, dtype=np.int64)
        self._changes: Directory | None = None
        self._at_wall: Directory | None = None
        if changes:
            # The first key stands for "since ever".
            keys = np.array([low - _MARGIN, *changes], dtype=np.int64)
            self._changes = Directory(keys)
            # A wall-clock time that occurs twice is its first occurrence, and one that a gap
            # leaves out keeps the offset before it: fold=0 of PEP 495.
            around = np.maximum(self._offsets[:-1], self._offsets[1:])
            self._at_wall = Directory(np.append(keys[:1], keys[1:] + around))

    def wall(self, instants: Ints) -> Ints:
        """Return the wall-clock time at each instant, as microseconds since 1970-01-01T00:00."""
        if self._changes is None:
            offsets = self._offsets
        else:
            offsets = self._offsets.take(self._changes.place(instants))
        wall: Ints = instants + offsets
        return wall

    def instant(self, wall: Ints) -> Ints:
        """Return the instant of each wall-clock time, read with fold=0."""
        if self._at_wall is None:
            offsets = self._offsets
        else:
            offsets = self._offsets.take(self._at_wall.place(wall))
        instants: Ints = wall - offsets
        return instants

    def day(self, instants: Ints) -> Ints:
        """Return the civil day of each instant; missing stays missing."""
        days = self.wall(instants) // DAY
        if (instants == MISSING).any():
            days[instants == MISSING] = MISSING
        return days


def _offset(micros: int, zone: tzinfo) -> int:
    at = (_EPOCH + timedelta(microseconds=micros)).astimezone(zone)
    return (at.utcoffset() or timedelta()) // _MICROSECOND


def _change(before: int, after: int, zone: tzinfo) -> int:
    """Return the first instant after *before* at which its offset is kept no more."""
    old = _offset(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after
