"""What is wrong with a value that was read, in words of the project and not of Python.

What form a value has is in `_converters`.
"""

from collections.abc import Sequence
from typing import Any

from attrs import fields_dict, has
from cattrs.errors import ForbiddenExtraKeysError

from caseflow.errors import CaseflowError
from caseflow.workflow import Workflow

__all__ = ["WrongError", "described", "field_names", "kind_name"]


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
