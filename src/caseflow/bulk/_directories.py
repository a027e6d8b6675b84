"""Bisection without a search: a directory says at once where a value stands among sorted keys.

What the keys mean is the business of `_tables` and `_zones`.
"""

import numpy as np

from caseflow.bulk._arrays import ABSENT, Ints

__all__ = ["Directory"]

#: A directory may have so many buckets for each key, and a few thousand for nothing.
_BUCKETS_PER_KEY = 64
_BUCKETS_AT_ALL = 1 << 16


class Directory:
    """Answer which of the sorted *keys* is the last one not above a value.

    The span of the keys is cut into equal buckets no wider than the smallest gap between two keys,
    so that each bucket meets at most one key inside: one look-up gives the place at its start, one
    comparison the rest. The width is a power of two, which makes the division a shift. Where one
    tiny gap would ask for too many buckets, it searches by halves instead. O(1), else O(log n).
    """

    __slots__ = ("_base", "_keys", "_next", "_places", "_shift")

    def __init__(self, keys: Ints) -> None:
        """Lay out the buckets of *keys*, which are strictly increasing and at least one."""
        self._keys = keys
        self._base = int(keys[0])
        span = int(keys[-1]) - self._base
        gap = int(np.diff(keys).min()) if len(keys) > 1 else 1
        self._shift = max(gap, 1).bit_length() - 1
        buckets = (span >> self._shift) + 1
        self._places: Ints | None = None
        self._next: Ints = np.append(keys[1:], ABSENT)
        if buckets <= _BUCKETS_AT_ALL + _BUCKETS_PER_KEY * len(keys):
            starts = self._base + (np.arange(buckets, dtype=np.int64) << self._shift)
            self._places = np.searchsorted(keys, starts, side="right").astype(np.int64) - 1

    @property
    def is_searching(self) -> bool:
        """Return whether the gaps are too uneven for buckets."""
        return self._places is None

    def place(self, values: Ints) -> Ints:
        """Return the place of the last key not above each value; 0 for values below all keys."""
        if self._places is None:
            found = np.searchsorted(self._keys, values, side="right").astype(np.int64)
            return np.maximum(found - 1, 0)
        buckets = values - self._base
        buckets >>= self._shift
        # Values outside are clipped to the first or last bucket, where the answer is the same.
        places = self._places.take(buckets, mode="clip")
        places += self._next.take(places) <= values
        return places
