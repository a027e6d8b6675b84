"""The root of the tree, and how errors word what is allowed."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import wraps
from typing import Any, ClassVar

from caseflow._showing import LONGEST_SHOWN, printable, shown, word

__all__ = ["CaseflowError", "listed", "near"]


class CaseflowError(Exception):
    """Base class; catch it to catch all of caseflow.

    Its text can always be made, also where a name is no text: it then shows the code and the data.
    """

    code: ClassVar[str] = "caseflow"

    def __init_subclass__(cls, **options: object) -> None:
        """Let the text of the class never fail."""
        super().__init_subclass__(**options)
        if "__str__" in vars(cls):
            text: Callable[[Any], str] = vars(cls)["__str__"]
            type.__setattr__(cls, "__str__", _unfailing(text))

    def __str__(self) -> str:
        return ", ".join(map(word, self.args)) or self.code

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(shown, self.args))})"


def _unfailing(text: Callable[[Any], str]) -> Callable[[CaseflowError], str]:
    @wraps(text)
    def made(self: CaseflowError) -> str:
        try:
            return printable(text(self))
        except Exception:  # noqa: BLE001 - whoever catches the error needs its text, not another one
            return f"{self.code}: {', '.join(map(shown, self.args))}"

    return made


def listed(allowed: Iterable[str]) -> str:
    """Return the names in a row, or "nothing"."""
    return ", ".join(map(word, allowed)) or "nothing"


def near(value: object, allowed: Iterable[str]) -> str:
    """Say which of *allowed* the writer probably meant, or list them when they are few."""
    names = sorted({word(name) for name in allowed})
    is_name = isinstance(value, str) and len(value) <= LONGEST_SHOWN
    close = get_close_matches(str(value), names, n=3, cutoff=0.6) if is_name else []
    if close:
        return f"did you mean {' or '.join(shown(name) for name in close)}?"
    if len(names) <= 12:
        return f"known: {listed(names)}"
    return f"{len(names)} are known, e.g. {listed(names[:3])}"
