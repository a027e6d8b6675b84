"""`Log`: the records of a case, in one growing list that the versions of the case share.

A version of a case is a log and how many of its records are its own, so that a new version copies
none of them; where two versions go on from the same one, the second takes a copy. `Records` is what
users read.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import overload

from caseflow._typed import LONGEST_BRIEF
from caseflow.cases._records import Record

__all__ = ["Log", "Records", "appended", "opened_log"]


class Log(list[Record]):
    """Hold the records of a case and, behind them, those of its later versions; only grows.

    *places* gives the place of the record that an idempotency key stands for, None while there is
    no key.
    """

    __slots__ = ("places",)

    places: dict[str, int] | None

    def __init__(self, records: Iterable[Record] = ()) -> None:
        """Hold *records*."""
        super().__init__(records)
        self.places = _places(self)


def opened_log(record: Record) -> Log:
    """Return a log with *record* alone, in a third of the time that `Log` takes."""
    log = Log.__new__(Log)
    log.append(record)
    log.places = None if record.key is None else {record.key: 0}
    return log


def _places(records: Iterable[Record]) -> dict[str, int] | None:
    places: dict[str, int] | None = None
    for place, record in enumerate(records):
        if record.key is not None:
            if places is None:
                places = {}
            places.setdefault(record.key, place)
    return places


def appended(log: Log, size: int, record: Record) -> Log:
    """Return a log with *record* behind the first *size* of *log*: *log* itself if it ends there.

    Safe to call from several threads: of those that append at one place the first keeps *log*.
    Cost: constant, or O(records) for a copy.
    """
    if len(log) == size:
        log.append(record)
    if log[size] is not record:
        return Log((*log[:size], record))
    key = record.key
    if key is not None:
        if log.places is None:
            log.places = {key: size}
        else:
            log.places.setdefault(key, size)
    return log


class Records(Sequence[Record]):
    """Show the first *size* records of a log; equal to a tuple of the same records.

    A slice is a tuple. Cost: constant to make and to index.
    """

    __slots__ = ("log", "size")

    def __init__(self, log: Log, size: int) -> None:
        """Show the first *size* of *log*."""
        self.log = log
        self.size = size

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Record]:
        return islice(self.log, self.size)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, index: int | slice) -> Record | tuple[Record, ...]:
        places = range(self.size)[index]
        if isinstance(places, int):
            return self.log[places]
        if places.step == 1:
            return tuple(self.log[places.start : places.stop])
        return tuple(self.log[place] for place in places)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Records):
            if self.log is other.log:
                return self.size == other.size
            return tuple(self) == tuple(other)
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        shown = repr(tuple(self)) if self.size == 1 else ""
        return shown if 0 < len(shown) <= LONGEST_BRIEF else f"<{self.size} in Records>"
