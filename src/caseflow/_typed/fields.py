"""`frozen`: attrs' own, and the types of the fields are checked as a value is made.

Type checkers are shown `fields.pyi`, which says that this is `attrs.frozen`. Classes of which
millions are made take that of attrs itself.
"""

import inspect
from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps
from typing import Any, NamedTuple, cast, get_origin, get_type_hints

import attrs

from caseflow._typed.briefs import PERSONAL, short
from caseflow._typed.calls import FAILURES
from caseflow._typed.hints import refuse_other, test_of, words
from caseflow.errors import CaseflowError, ValueInvalidError

__all__ = ["frozen"]


#: Their values may still be unfit: half a surrogate pair, no zone, members of any type.
_LOOKED_INTO = (str, datetime, tuple, list, dict, set, frozenset)


class _Field(NamedTuple):
    name: str
    alias: str
    hint: object
    kind: type[Any] | None
    test: Callable[[object], bool]
    converter: Callable[[object], object] | None
    is_personal: bool


def frozen(kind: type[Any] | None = None, **options: Any) -> Any:  # noqa: ANN401 - see fields.pyi
    """Make *kind* as `attrs.frozen` does; its values check their fields and are shown short.

    A list given where the field holds a tuple is kept as a tuple, so that the value has a hash.

    Raises:
        ValueInvalidError: as a value is made, a field is of another type; see `refuse_other`.
    """
    if kind is None:
        return partial(frozen, **options)
    own_repr = "__repr__" in vars(kind)
    # One that would be replaced need not be written: each method costs time when it is imported.
    if not own_repr:
        options["repr"] = False
    made = attrs.frozen(kind, **options)
    made.__init__ = _checking(made, made.__init__)
    if not own_repr:
        short(made)
    return made


def _checking(kind: type[Any], init: Callable[..., None]) -> Callable[..., None]:
    known: list[tuple[_Field, ...]] = []

    @wraps(init)
    def __init__(self: object, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, N807
        if not known:
            known.append(_fields(kind))
        try:
            init(self, *args, **kwargs)
        except CaseflowError:
            raise
        except FAILURES as error:
            _refuse_failed(init, known[0], error, args, kwargs)
            raise
        for field in known[0]:
            value: object = getattr(self, field.name)
            if type(value) is not field.kind and not field.test(value):
                _keep_row(self, field, value)

    return __init__


def _keep_row(owner: object, field: _Field, value: object) -> None:
    """Keep the list *value* as the tuple that *field* of *owner* holds; refuse what is no list."""
    row = value
    if isinstance(value, list):
        row = tuple(cast("list[object]", value))
    if not field.test(row):
        refuse_other(field.name, cast("object", value), field.hint, is_personal=field.is_personal)
    object.__setattr__(owner, field.name, row)


def _fields(kind: type[Any]) -> tuple[_Field, ...]:
    hints = get_type_hints(kind)
    return tuple(
        _Field(
            each.name,
            each.alias or each.name,
            hints.get(each.name, object),
            _plain_kind(hints.get(each.name, object)),
            test_of(hints.get(each.name, object)) or _is_any,
            each.converter,
            PERSONAL in each.metadata,
        )
        for each in attrs.fields(kind)
        if each.init
    )


def _plain_kind(hint: object) -> type[Any] | None:
    """Return the class whose very values need no further look; None if there is none such."""
    is_plain = isinstance(hint, type) and get_origin(hint) is None and hint not in _LOOKED_INTO
    return cast("type[Any]", hint) if is_plain else None


def _is_any(_: object) -> bool:
    return True


def _refuse_failed(
    init: Callable[..., None],
    known: tuple[_Field, ...],
    error: Exception,
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> None:
    """Refuse the field that a value could not be made of; returns if there is none such."""
    try:
        given = inspect.signature(init).bind(None, *args, **kwargs).arguments
    except TypeError:
        return  # too many arguments or too few: Python has said so
    for name, alias, hint, _, test, converter, is_personal in known:
        if alias not in given:
            continue
        value = given[alias]
        if converter is not None:
            try:
                value = converter(value)
            except CaseflowError:
                continue
            except FAILURES:
                shown = f"a value of type {type(value).__name__}" if is_personal else value
                raise ValueInvalidError(name, shown, words(hint)) from error
        if not test(value):
            refuse_other(name, value, hint, is_personal=is_personal)
