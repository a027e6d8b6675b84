"""Whether a value is of the type that a signature names, and what to say if it is not.

Nothing is converted here. A truth value is no whole number, an instant is no day, a float is no
exact number, and a text is no list of texts.
"""

import types
from collections import deque
from collections.abc import (
    Callable,
    Collection,
    ItemsView,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
    Sized,
    ValuesView,
)
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import (
    Annotated,
    Any,
    ForwardRef,
    Literal,
    NewType,
    NoReturn,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    is_typeddict,
)

from caseflow._showing import shown
from caseflow.errors import (
    FloatRefusedError,
    NaiveDatetimeError,
    TextInvalidError,
    ValueInvalidError,
)

__all__ = ["Test", "fits", "kinds_of", "refuse_other", "test_of", "words"]

#: Says whether a value is of a type; None where every value is.
Test = Callable[[object], bool] | None

_EXACT = (int, Fraction, Decimal)

_COLLECTIONS = frozenset(
    {
        tuple,
        list,
        frozenset,
        set,
        dict,
        Collection,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
        AbstractSet,
    }
)

#: Values of these have members of a name that a protocol asks for only by chance.
_BUILT_IN = frozenset(
    {
        type,
        type(None),
        bool,
        int,
        float,
        str,
        bytes,
        tuple,
        list,
        dict,
        set,
        frozenset,
        deque,
        range,
        date,
        datetime,
    }
)

_VIEWS = (KeysView, ValuesView, ItemsView)

#: What reading it once would not use up, so that its members can be looked at.
_READABLE = (tuple, list, frozenset, set, dict, deque, types.MappingProxyType, *_VIEWS)

#: Python writes no longer numbers in digits.
_MOST = 10**4000


def test_of(hint: object) -> Test:
    """Return the test for values of *hint*, an annotation that was resolved."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return test_of(parts[0])
    if hint is None:
        hint = type(None)
    if isinstance(hint, NewType):
        return test_of(hint.__supertype__)
    choices = _choices(hint)
    if choices:
        return _any_of([test_of(part) for part in choices])
    if hint is Any or hint is object or isinstance(hint, (TypeVar, ForwardRef, str)):
        return None
    if origin is Literal:
        return lambda value: any(value is part or value == part for part in parts)
    if origin is type or hint is type:
        return lambda value: isinstance(value, type)
    kind: object = origin or hint
    if not isinstance(kind, type):
        return callable if kind is Callable else None
    return _of_kind(cast("type[Any]", kind), parts)


def _choices(hint: object) -> tuple[object, ...]:
    """Return the types of a union, or those of which a type variable is one."""
    if get_origin(hint) in (Union, types.UnionType):
        return get_args(hint)
    return hint.__constraints__ if isinstance(hint, TypeVar) else ()


def kinds_of(hint: object) -> tuple[type[Any], ...]:
    """Return classes of which every value fits *hint*, so that its test need not be asked.

    >>> kinds_of(bytes | None), kinds_of(str)
    ((<class 'bytes'>, <class 'NoneType'>), ())
    """
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return tuple(kind for part in get_args(hint) for kind in kinds_of(part))
    if hint is None:
        return (type(None),)
    kind = origin or hint
    if not isinstance(kind, type) or kind in _PLAIN or kind in _COLLECTIONS or kind is object:
        return ()
    if is_typeddict(kind) or getattr(kind, "_is_protocol", False):
        return ()
    return (cast("type[Any]", kind),)


def _of_kind(kind: type[Any], parts: Sequence[object]) -> Test:
    if kind is cast("type", Callable):
        return callable
    plain = _PLAIN.get(kind)
    if plain is not None:
        return plain
    if is_typeddict(kind):
        return lambda value: isinstance(value, dict)
    if getattr(kind, "_is_protocol", False) and not _can_be_asked(kind):
        return _with(_members(kind))
    if kind in _COLLECTIONS:
        return _collection(kind, parts)
    return lambda value: isinstance(value, kind)


def _can_be_asked(protocol: type[Any]) -> bool:
    """Return whether `isinstance` answers for *protocol*, and by more than its public names."""
    return protocol._is_runtime_protocol and issubclass(protocol, (Iterable, Sized))  # noqa: SLF001


def _any_of(tests: Sequence[Test]) -> Test:
    known = [test for test in tests if test is not None]
    if len(known) < len(tests):
        return None
    if len(known) == 2:  # as of a text or None, which nearly every one is
        first, second = known
        return lambda value: first(value) or second(value)
    return lambda value: any(test(value) for test in known)


def _members(kind: type[Any]) -> frozenset[str]:
    found: set[str] = set()
    for each in kind.__mro__:
        if getattr(each, "_is_protocol", False) and each.__module__ != "typing":
            found |= {name for name in (*vars(each), *_notes(each)) if not name.startswith("_")}
            if "__call__" in vars(each):
                found.add("__call__")
    return frozenset(found)


def _notes(kind: type[Any]) -> Iterable[str]:
    return cast("Mapping[str, object]", vars(kind).get("__annotations__", {}))


def _with(names: frozenset[str]) -> Callable[[object], bool]:
    def test(value: object) -> bool:
        # One that has some of them and fails later is a stand-in of a test, or of a host.
        return type(value) not in _BUILT_IN and any(hasattr(value, name) for name in names)

    return test


# ── collections ─────────────────────────────────────────────────────────────────────────────


def _collection(kind: type[Any], parts: Sequence[object]) -> Callable[[object], bool]:
    if issubclass(kind, Mapping):
        return _mapping(cast("type[Any]", kind), [test_of(part) for part in parts] or [None, None])
    if kind is tuple and parts and parts[-1] is not ...:
        return _row([test_of(part) for part in parts])
    member = test_of(parts[0]) if parts else None

    def test(value: object) -> bool:
        if not isinstance(value, kind) or isinstance(value, (str, bytes, bytearray, type)):
            return False
        if isinstance(value, range):
            return member is None or not value or member(value[0])
        if member is None or not isinstance(value, _READABLE):
            return True
        return all(map(member, cast("Iterable[object]", value)))

    return test


def _mapping(kind: type[Any], tests: Sequence[Test]) -> Callable[[object], bool]:
    def test(value: object) -> bool:
        if not isinstance(value, kind):
            return False
        of_key, of_value = tests
        pairs = cast("Mapping[object, object]", value).items()
        return all(
            (of_key is None or of_key(key)) and (of_value is None or of_value(each))
            for key, each in pairs
        )

    return test


def _row(tests: Sequence[Test]) -> Callable[[object], bool]:
    def test(value: object) -> bool:
        if not isinstance(value, tuple):
            return False
        row = cast("tuple[object, ...]", value)
        return len(row) == len(tests) and all(
            of is None or of(each) for of, each in zip(tests, row, strict=True)
        )

    return test


# ── plain values ────────────────────────────────────────────────────────────────────────────


def _is_text(value: object) -> bool:
    return isinstance(value, str) and (value.isascii() or _is_writable(value))


def _is_writable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -_MOST < value < _MOST


def _is_long(value: int) -> bool:
    return not -_MOST < value < _MOST


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_instant(value: object) -> bool:
    return isinstance(value, datetime) and value.utcoffset() is not None


_PLAIN: dict[type[Any], Callable[[object], bool]] = {
    str: _is_text,
    int: _is_whole,
    float: _is_number,
    date: _is_day,
    datetime: _is_instant,
}


# ── what to say ─────────────────────────────────────────────────────────────────────────────

_WORDS: dict[object, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "True or False",
    bytes: "bytes",
    date: "a day (datetime.date)",
    datetime: "a datetime with a zone",
    Fraction: "a fraction",
    type(None): "None",
}


def words(hint: object) -> str:
    """Return what *hint* takes, in words.

    >>> words(int | None), words(tuple[str, ...])
    ('a whole number or None', 'a tuple of text')
    """
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return words(parts[0])
    if hint in _WORDS:
        return _WORDS[hint]
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(words(part) for part in parts))
    if origin is Literal:
        return " or ".join(repr(part) for part in parts)
    kind = origin or hint
    name = str(getattr(kind, "__name__", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " or ".join(f"{name}.{each.name}" for each in kind)
    if isinstance(kind, type) and issubclass(kind, (Iterable, AbstractSet)) and parts:
        of = [words(part) for part in parts if part is not ...]
        if issubclass(kind, Mapping):
            return f"a {name.lower()} of {' to '.join(of)}"
        return f"a {name.lower()} of {', '.join(of)}"
    return f"{'an' if name[:1] in 'AEIOU' else 'a'} {name}"


def fits(value: object, hint: object) -> bool:
    """Return whether *value* is of the type *hint*."""
    test = test_of(hint)
    return test is None or test(value)


def refuse_other(name: str, value: object, hint: object, *, is_personal: bool = False) -> NoReturn:
    """Refuse *value*, given for *name*, as it is not of the type *hint*.

    Raises:
        FloatRefusedError: it is a float and the number must be exact.
        NaiveDatetimeError: it is a datetime without a zone.
        TextInvalidError: it is a text that cannot be written as UTF-8.
        ValueInvalidError: it is of another type.
    """
    is_union = get_origin(hint) in (Union, types.UnionType)
    kinds: tuple[object, ...] = get_args(hint) if is_union else (hint,)
    if isinstance(value, float) and any(kind in kinds for kind in _EXACT):
        raise FloatRefusedError(name, value)
    if isinstance(value, datetime) and datetime in kinds and value.utcoffset() is None:
        raise NaiveDatetimeError(name, value)
    if isinstance(value, int) and _is_long(value) and int in kinds:
        raise ValueInvalidError(name, value, "a whole number of at most 4,000 digits")
    if isinstance(value, str) and str in kinds:
        problem = "half of a surrogate pair stands in it, which no file can keep"
        raise TextInvalidError(name, problem, "text that can be written as UTF-8")
    _refuse_member(name, value, hint)
    given = (
        f"a value of type {type(value).__name__}" if is_personal and value is not None else value
    )
    raise ValueInvalidError(name, given, words(hint))


def _refuse_member(name: str, value: object, hint: object) -> None:
    """Refuse the member of a collection that is of another type, by its name or its place."""
    for kind in get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,):
        parts = get_args(kind)
        if isinstance(value, Mapping) and len(parts) == 2:
            pairs = cast("Mapping[object, object]", value).items()
            for key, each in pairs:
                if not fits(key, parts[0]):
                    refuse_other(name, key, parts[0])
                if not fits(each, parts[1]):
                    refuse_other(f"{name}[{shown(key)}]", each, parts[1])
        elif isinstance(value, _READABLE) and len([part for part in parts if part is not ...]) == 1:
            for place, each in enumerate(cast("Iterable[object]", value)):
                if not fits(each, parts[0]):
                    refuse_other(f"{name}[{place}]", each, parts[0])
