"""The floors: what Python and the memory of this machine ask for, whatever caseflow does.

Of one operation, what must be computed: a call, an instant made from a number. Of a column, what
must be read and written: a copy of it, and one gather.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from operator import add
from typing import NamedTuple

import numpy as np
from attrs import frozen

from benchmarks.days import each
from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.racing import Contender, race

__all__ = ["floors"]


class _Entry(NamedTuple):
    """Hold as many fields as the record of an event."""

    seq: int
    move: object
    actor: object
    at: datetime
    payload: object
    key: str | None
    changes: tuple[object, ...]


@frozen
class _Frozen:
    """Hold the same in a frozen class."""

    seq: int
    move: object
    actor: object
    at: datetime
    payload: object
    key: str | None
    changes: tuple[object, ...]


class _Office:
    """Be asked, and answer nothing."""

    def nothing(self, _on: object, _by: object) -> None:
        """Return at once."""


def floors(sizes: Sizes) -> Outcome:
    """Measure each floor by itself, in turn with the others."""
    column = np.arange(sizes.rows, dtype=np.int64)
    table = np.arange(8_192, dtype=np.int64)
    places = column % len(table)
    np.random.default_rng(3).shuffle(places)
    into = np.empty_like(column)
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    numbers = [*range(max(5, sizes.calls))]
    entry = (0, None, None, at, None, None, ())

    def copy() -> None:
        np.copyto(into, column)

    def gather() -> None:
        table.take(places, out=into, mode="clip")

    contenders = [
        each("calling a method that does nothing", _Office().nothing, numbers, 15),
        each("making a length of time", _length, numbers, 0),
        each("adding it to an instant", add, [at] * len(numbers), timedelta(hours=20)),
        each("making a record of seven fields", _record, numbers, entry),
        each("making it of a frozen class", _frozen, numbers, entry),
        Contender("copying a column", sizes.rows, _once(copy)),
        Contender("one gather over a column", sizes.rows, _once(gather)),
    ]
    run = race(contenders, sizes.rounds)
    outcome = Outcome()
    for one in contenders:
        took = run.took(one.name).times(1e9)
        key = f"floor_ns_{one.name.replace(' ', '_')}"
        outcome.report(Finding(key, took), f"floor: {one.name}", took, "ns")
    return outcome


def _length(seconds: int, _: object) -> timedelta:
    return timedelta(0, seconds)


def _record(_: int, fields: tuple[object, ...]) -> object:
    return tuple.__new__(_Entry, fields)


def _frozen(_: int, fields: tuple[object, ...]) -> object:
    seq, move, actor, at, payload, key, changes = fields
    return _Frozen(seq, move, actor, at, payload, key, changes)


def _once(work: Callable[[], None]) -> Callable[[], Callable[[], None]]:
    return lambda: work
