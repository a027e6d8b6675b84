"""`typed`: a public function or class whose arguments are checked against its signature.

For what is called a few times a second; a way that is called for each of millions of filings looks
at its arguments only when it failed, with `refuse_misfits`.
"""

import inspect
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, wraps
from typing import Any, NamedTuple, TypeVar, cast, get_type_hints, overload

from attrs import has

from caseflow._typed.hints import Test, kinds_of, refuse_other, test_of
from caseflow.errors import CaseflowError

__all__ = ["FAILURES", "refuse_misfits", "typed"]

T = TypeVar("T", bound=Callable[..., Any])

_Wrapper = Callable[[Callable[..., Any]], Callable[..., Any]]

#: What a function that was given a value of a wrong type ends with.
FAILURES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

_VARIABLE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


class _Parameter(NamedTuple):
    """What one parameter takes; *kinds* are classes of which every value fits, asked first."""

    name: str
    hint: object
    test: Test
    kinds: tuple[type[Any], ...]


class _Signature(NamedTuple):
    """What the parameters take, in order and by name; and what the others do."""

    in_order: tuple[_Parameter, ...]
    by_name: Mapping[str, _Parameter]
    more: _Parameter | None


@overload
def typed(subject: T) -> T: ...
@overload
def typed(*, besides: Collection[str] = (), late: bool = False) -> Callable[[T], T]: ...
def typed(
    subject: T | None = None, *, besides: Collection[str] = (), late: bool = False
) -> T | Callable[[T], T]:
    """Check the arguments of a function, or of the public methods of a class but *besides*.

    A parameter without an annotation takes everything. That there are too many arguments or too
    few is a `TypeError`, as it is for any function of Python.

    Args:
        subject: the function or class.
        besides: methods that look at their arguments themselves.
        late: look at the arguments only once the function failed; for functions that change
            nothing and are called often.

    Raises:
        ValueInvalidError: at a call, an argument is of another type; see `refuse_other`.
    """
    wrapped = _late if late else _early

    def made(given: T) -> T:
        if isinstance(given, type):
            return cast("T", _of_class(given, besides, wrapped))
        return cast("T", wrapped(given))

    return made if subject is None else made(subject)


def _of_class(subject: type[Any], besides: Collection[str], wrapped: _Wrapper) -> type[Any]:
    # What attrs makes is checked by `frozen`, after the converters.
    made_by = () if has(subject) else ("__init__",)
    for name, member in list(vars(subject).items()):
        if name in besides or (name.startswith("_") and name not in made_by):
            continue
        made: object = None
        if isinstance(member, (classmethod, staticmethod)):
            inner = cast("Callable[..., object]", cast("Any", member).__func__)
            made = type(cast("Any", member))(wrapped(inner))
        elif inspect.isfunction(member):
            made = wrapped(member)
        if made is not None:
            setattr(subject, name, made)
    return subject


def _late(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        try:
            return function(*args, **kwargs)
        except CaseflowError:
            raise
        except FAILURES:
            refuse_misfits(function, *args, **kwargs)
            raise

    return call


def _early(function: Callable[..., Any]) -> Callable[..., Any]:
    known: list[_Signature] = []

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        if not known:
            known.append(_signature(function))
        in_order, by_name, _ = signature = known[0]
        for (name, hint, test, kinds), value in zip(in_order, args, strict=False):
            if test is not None and value.__class__ not in kinds and not test(value):
                refuse_other(name, value, hint)
        if len(args) > len(in_order):
            _refuse_more(signature, args)
        for name, value in kwargs.items():
            found = by_name.get(name)
            if found is not None:
                _, hint, test, kinds = found
                if test is not None and value.__class__ not in kinds and not test(value):
                    refuse_other(name, value, hint)
        return function(*args, **kwargs)

    return call


def _refuse_more(signature: _Signature, args: Sequence[object]) -> None:
    more = signature.more
    if more is None or more.test is None:
        return
    for value in args[len(signature.in_order) :]:
        if not more.test(value):
            refuse_other(more.name, value, more.hint)


@cache
def _signature(function: Callable[..., Any]) -> _Signature:
    hints = get_type_hints(function)
    found: list[_Parameter] = []
    named: dict[str, _Parameter] = {}
    more: _Parameter | None = None
    for name, parameter in inspect.signature(function).parameters.items():
        hint = hints.get(name, object)
        made = _Parameter(name, hint, test_of(hint), kinds_of(hint))
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            more = made
        if parameter.kind in _VARIABLE:
            continue
        named[name] = made
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            found.append(made)
    return _Signature(tuple(found), named, more)


def refuse_misfits(function: Callable[..., Any], *args: object, **kwargs: object) -> None:
    """Refuse what is of another type among the arguments that *function* failed on.

    Raises:
        ValueInvalidError: an argument is of another type than *function* names; see `refuse_other`.
    """
    in_order, by_name, _ = _signature(function)
    for parameter, value in zip(in_order, args, strict=False):
        if parameter.test is not None and not parameter.test(value):
            refuse_other(parameter.name, value, parameter.hint)
    for name, value in kwargs.items():
        found = by_name.get(name)
        if found is not None and found.test is not None and not found.test(value):
            refuse_other(name, value, found.hint)
