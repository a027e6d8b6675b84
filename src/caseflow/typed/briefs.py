"""How a value is shown in a log or a debugger: its class and fields, on a line, nothing personal.

May import: nothing of caseflow. For people who look for a fault; what is kept or exchanged is
written by `codec`.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from attrs import fields, has

__all__ = ["LONGEST_BRIEF", "PERSONAL", "brief", "short"]

T = TypeVar("T", bound=type[Any])

#: What the metadata of a personal field is kept under; see `caseflow.pii.personal`.
PERSONAL = "caseflow.personal"

#: No value is shown in more characters.
LONGEST_BRIEF = 200

_LONGEST_PART = 40


def short(kind: T) -> T:
    """Let the values of *kind* be shown by `brief`."""
    type.__setattr__(kind, "__repr__", brief)
    return kind


def brief(value: object) -> str:
    """Return *value*, of attrs or a named tuple, in at most `LONGEST_BRIEF` characters.

    Personal fields are hidden. Long parts are cut first, then the whole.
    """
    name = type(value).__name__
    whole = f"{name}({', '.join(_parts(value, repr))})"
    if len(whole) <= LONGEST_BRIEF:
        return whole
    cut = f"{name}({', '.join(_parts(value, _part))})"
    return cut if len(cut) <= LONGEST_BRIEF else f"{cut[: LONGEST_BRIEF - 2]}…)"


def _parts(value: object, written: Callable[[object], str]) -> list[str]:
    kind = type(value)
    if not has(kind):
        names = cast("tuple[str, ...]", getattr(kind, "_fields", ()))
        return [f"{name}={_safe(getattr(value, name), written)}" for name in names]
    found: list[str] = []
    for each in fields(kind):
        if PERSONAL in each.metadata:
            is_said = bool(getattr(value, each.name))
            found.append(f"{each.name}={'<personal>' if is_said else repr('')}")
        elif each.repr:
            found.append(f"{each.name}={_safe(getattr(value, each.name), written)}")
    return found


def _safe(value: object, written: Callable[[object], str]) -> str:
    try:
        return written(value)
    except ValueError:  # a whole number with more digits than Python writes
        return f"<{type(value).__name__}>"


def _part(value: object) -> str:
    text = repr(value)
    if len(text) <= _LONGEST_PART:
        return text
    if isinstance(value, (str, bytes)):
        return f"{text[: _LONGEST_PART - 2]}…{text[-1]}"
    name = type(value).__name__
    if isinstance(value, (tuple, list, frozenset, set, Mapping)):
        return f"<{len(value)} in {name}>"  # pyright: ignore[reportUnknownArgumentType]
    return f"<{name}>"
