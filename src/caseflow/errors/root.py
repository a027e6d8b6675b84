"""The root of the tree, and how errors word what is allowed.

May import: nothing of caseflow.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar

__all__ = ["CaseflowError", "listed", "near"]


class CaseflowError(Exception):
    """Base class; catch it to catch all of caseflow."""

    code: ClassVar[str] = "caseflow"


def listed(allowed: Iterable[str]) -> str:
    """Return the names in a row, or "nothing"."""
    return ", ".join(allowed) or "nothing"


def near(value: str, allowed: Iterable[str]) -> str:
    """Say which of *allowed* the writer probably meant, or list them when they are few."""
    names = sorted(set(allowed))
    close = get_close_matches(value, names, n=3, cutoff=0.6)
    if close:
        return f"did you mean {' or '.join(repr(name) for name in close)}?"
    if len(names) <= 12:
        return f"known: {listed(names)}"
    return f"{len(names)} are known, e.g. {listed(names[:3])}"
