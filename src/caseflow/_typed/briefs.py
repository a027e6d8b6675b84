"""How a value is shown in a log or a debugger: its class and fields, on a line, nothing personal.

For people who look for a fault; what is kept or exchanged is written by `codec`.
"""

from collections.abc import Callable, Collection, Iterator, Sized
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar, cast, overload

from attrs import fields, has

__all__ = ["ENCRYPTED", "LONGEST_BRIEF", "PERSONAL", "brief", "short"]

T = TypeVar("T", bound=type[Any])

#: What the metadata of a personal field is kept under; see `caseflow.pii.personal`.
PERSONAL = "caseflow.personal"

#: How a text begins that is kept hidden; no text of a new record begins so. See `caseflow.pii`.
ENCRYPTED = "caseflow-veiled/1 "

#: No value is shown in more characters.
LONGEST_BRIEF = 120

_LONGEST_PART = 40

#: Entries of a collection whose values are shown.
_LONGEST_LIST = 20


@overload
def short(kind: T) -> T: ...
@overload
def short(*, hides: Collection[str]) -> Callable[[T], T]: ...
def short(kind: T | None = None, *, hides: Collection[str] = ()) -> T | Callable[[T], T]:
    """Let the values of *kind* be shown by `brief`, without the fields that *hides* names."""

    def made(given: T) -> T:
        def shown(value: object) -> str:
            return brief(value, hides=hides)

        type.__setattr__(given, "__repr__", shown)
        return given

    return made if kind is None else made(kind)


def brief(value: object, *, hides: Collection[str] = ()) -> str:
    """Return *value*, of attrs or a named tuple, in at most `LONGEST_BRIEF` characters.

    Personal fields are hidden. Long parts are cut first, then the whole. Cost: that of the parts
    up to the limit; what is in a long collection is not looked at.
    """
    name = type(value).__name__
    whole = _joined(name, value, _whole, hides)
    if len(whole) <= LONGEST_BRIEF:
        return whole
    cut = _joined(name, value, _part, hides)
    return cut if len(cut) <= LONGEST_BRIEF else f"{cut[: LONGEST_BRIEF - 2]}…)"


def _joined(
    name: str, value: object, written: Callable[[object], str], hides: Collection[str]
) -> str:
    parts: list[str] = []
    length = len(name) + 2
    for part in _parts(value, written, hides):
        parts.append(part)
        length += len(part) + 2
        if length > LONGEST_BRIEF + 2:
            break
    return f"{name}({', '.join(parts)})"


def _parts(
    value: object, written: Callable[[object], str], hides: Collection[str]
) -> Iterator[str]:
    kind = type(value)
    if not has(kind):
        for name in cast("tuple[str, ...]", getattr(kind, "_fields", ())):
            yield f"{name}={'<hidden>' if name in hides else _safe(getattr(value, name), written)}"
        return
    for each in fields(kind):
        if PERSONAL in each.metadata:
            is_said = bool(getattr(value, each.name))
            yield f"{each.name}={'<personal>' if is_said else repr('')}"
        elif each.repr:
            yield f"{each.name}={_safe(getattr(value, each.name), written)}"


def _safe(value: object, written: Callable[[object], str]) -> str:
    try:
        return written(value)
    except ValueError:  # a whole number with more digits than Python writes
        return f"<{type(value).__name__}>"


def _whole(value: object) -> str:
    is_long = isinstance(value, Sized) and len(value) > _LONGEST_LIST
    return _part(value) if is_long else _leaf(value)


def _leaf(value: object) -> str:
    """Return a member, an instant, a day or a share as people write them; all else by `repr`."""
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, (date, Fraction)):
        return str(value)
    return repr(value)


def _part(value: object) -> str:
    name = type(value).__name__
    if isinstance(value, (str, bytes)):
        text = repr(value[:_LONGEST_PART])
        if len(value) <= _LONGEST_PART - 2:
            return text
        return f"{text[: _LONGEST_PART - 2]}…{text[-1]}"
    if isinstance(value, Sized):
        return f"<{len(value)} in {name}>"
    text = _leaf(value)
    return text if len(text) <= _LONGEST_PART else f"<{name}>"
