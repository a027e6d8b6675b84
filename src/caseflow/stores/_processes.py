"""Per-process values that survive `fork` safely."""

import os
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["PerProcess"]

T = TypeVar("T")


class PerProcess(Generic[T]):
    """Hold one value for each process, made by *make* when it is first asked for.

    What a parent process made is neither used in a child nor let go there.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        """Say how one is made."""
        self._make = make
        self._made: dict[int, T] = {}

    def own(self) -> T:
        """Return that of this process; of threads that come here at the same time, one wins."""
        found = self._made.get(os.getpid())
        return self._made.setdefault(os.getpid(), self._make()) if found is None else found

    def drop(self) -> None:
        """Let go of that of this process; the next use makes another."""
        self._made.pop(os.getpid(), None)
