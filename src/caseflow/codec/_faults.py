"""What is wrong with a value that was read, in words of the project and not of Python.

What form a value has is in `_converters`.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from attrs import fields_dict, has
from cattrs.errors import (
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
)

from caseflow.errors import CaseflowError, FormatError
from caseflow.workflow import Workflow

__all__ = ["ReadFault", "WrongError", "described", "field_names", "kind_name", "read_faults"]


class WrongError(ValueError):
    """A value is not of the form it should have; cattrs gathers these."""


def described(error: BaseException, kind: type | None) -> str:
    """Say in words what one field suffers from."""
    if isinstance(error, (CaseflowError, WrongError)):
        return str(error)
    if isinstance(error, KeyError):
        return f"field {error} is missing"
    if isinstance(error, ForbiddenExtraKeysError):
        extra = ", ".join(sorted(f"{each}"[:60] for each in error.extra_fields))
        return f"unknown field(s) {extra}; known: {', '.join(field_names(error.cl))}"
    if type(error) is ValueError:  # a validator of a portal says it in its own words
        return f"not a {kind_name(kind)}: {error}"
    return f"not a {kind_name(kind)} as it is written; see what its fields take"


def kind_name(kind: object) -> str:
    """Return the name of a type as it is shown in an error."""
    return str(getattr(kind, "__name__", kind or "value"))


def field_names(kind: type[Any]) -> Sequence[str]:
    """Return the fields of an object as they are written."""
    names = fields_dict(kind) if has(kind) else getattr(kind, "__dataclass_fields__", {})
    return [name for name in names if (kind, name) not in _NOT_WRITTEN]


#: The code of guards is never written: a workflow read takes them from those registered.
_NOT_WRITTEN = {(Workflow, "guards")}


class ReadFault(NamedTuple):
    """Say what one value suffers from: where it stands, and whether its form or a rule is broken.

    *kind* is "missing", "unknown" (there is no such field), "type" (another form) or "value".
    """

    path: tuple[str | int, ...]
    kind: str


def read_faults(error: FormatError) -> tuple[ReadFault, ...]:
    """Return each fault that `structured` found, by what it raised."""
    return tuple(_faults(error.__cause__ or error, ()))


def _faults(error: BaseException, path: tuple[str | int, ...]) -> Iterator[ReadFault]:
    if isinstance(error, ClassValidationError):
        named, others = error.group_exceptions()
        for each, field in named:
            yield from _faults(each, (*path, field.name))
        for each in others:
            yield from _class_faults(each, path, error.cl)
    elif isinstance(error, IterableValidationError):
        listed, others = error.group_exceptions()
        for each, entry in listed:
            yield from _faults(each, (*path, entry.index))
        for each in others:
            yield from _faults(each, path)
    elif isinstance(error, KeyError):
        yield ReadFault(path, "missing")
    else:
        yield ReadFault(path, "type" if isinstance(error, WrongError) else "value")


def _class_faults(
    error: BaseException, path: tuple[str | int, ...], kind: type[Any]
) -> Iterator[ReadFault]:
    """Return the faults of an object whole: fields it has not, or what it said of one as made."""
    if isinstance(error, ForbiddenExtraKeysError):
        for extra in sorted(map(str, error.extra_fields)):
            yield ReadFault((*path, extra), "unknown")
        return
    name: object = getattr(error, "name", None)
    is_field = isinstance(name, str) and name in field_names(kind)
    yield ReadFault((*path, str(name)) if is_field else path, "value")
