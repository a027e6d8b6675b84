"""Counts by group, added up: those of two together, and those by fewer keys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, Self, TypeVar

from caseflow.errors import UnknownNameError

__all__ = ["added_groups", "by_fewer"]


class _Counted(Protocol):
    def __add__(self, other: Self, /) -> Self: ...


_Key = TypeVar("_Key")
_Group = TypeVar("_Group")
_Counts = TypeVar("_Counts", bound=_Counted)


def added_groups(pairs: Iterable[tuple[_Group, _Counts]]) -> dict[_Group, _Counts]:
    """Return the sum of the counts of each group, in the order in which the groups come."""
    groups: dict[_Group, _Counts] = {}
    for group, counts in pairs:
        groups[group] = groups[group] + counts if group in groups else counts
    return groups


def by_fewer(
    groups: Mapping[tuple[_Key, ...], _Counts], keys: Sequence[str], by: Sequence[str], what: str
) -> dict[tuple[_Key, ...], _Counts]:
    """Return the counts of *groups*, which are by *keys*, by some of these.

    Raises:
        UnknownNameError: they are not by one of *by*; *what* is what they are called.
    """
    for name in by:
        if name not in keys:
            raise UnknownNameError(name, keys, f"key of these {what}")
    places = [keys.index(name) for name in by]
    return added_groups(
        (tuple(group[place] for place in places), counts) for group, counts in groups.items()
    )
