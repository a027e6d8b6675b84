"""How an object is read: no field but its own, and nothing personal in what is said of faults.

What form a single value has is in `_converters`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields as dataclass_fields
from typing import Any, TypeVar, cast, get_type_hints

from attrs import fields, has
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from caseflow._typed import PERSONAL
from caseflow.codec._canonical import shown
from caseflow.codec._faults import WrongError, field_names
from caseflow.errors import TextInvalidError

__all__ = ["object_hook", "object_reader"]

T = TypeVar("T")


def object_hook(kind: type[T], converter: Converter) -> Callable[[object, Any], T]:
    """Return how to read an object of *kind*; errors show nothing of its personal fields."""
    private = [each.name for each in _fields_of(kind) if PERSONAL in each.metadata]
    hints = get_type_hints(kind) if private else {}
    hooks = {
        name: override(struct_hook=_personal(converter.get_structure_hook(hints[name])))
        for name in private
    }
    make = cast("Callable[..., Callable[[Mapping[str, Any], Any], T]]", make_dict_structure_fn)
    read = make(kind, converter, _cattrs_forbid_extra_keys=True, **hooks)
    return object_reader(kind, read, is_personal=bool(hooks))


def _fields_of(kind: type[Any]) -> Sequence[Any]:
    return fields(kind) if has(kind) else dataclass_fields(kind)


def _personal(read: Callable[[object, Any], object]) -> Callable[[object, Any], object]:
    """Return *read*, which reads a personal field, with what was given left out of its errors."""

    def read_personal(value: object, kind: Any) -> object:  # noqa: ANN401
        try:
            return read(value, kind)
        except TextInvalidError:
            raise  # which shows nothing of the text
        except Exception:  # noqa: BLE001 - whatever it says may hold what was given
            given = f"a value of type {type(value).__name__}"
            raise WrongError(f"{given} is not of the form of a personal field") from None

    return read_personal


def object_reader(
    kind: type[T], read: Callable[[Mapping[str, Any], Any], T], *, is_personal: bool = False
) -> Callable[[object, Any], T]:
    """Return *read*, which reads the fields of *kind*, with what is no object reported in words.

    What stands in place of an object with personal fields is not shown.
    """

    def read_object(value: object, given: Any) -> T:  # noqa: ANN401
        if not isinstance(value, dict):
            names = ", ".join(field_names(kind)) or "nothing"
            given = f"a value of type {type(value).__name__}" if is_personal else shown(value)
            raise WrongError(f"{given} is not an object with {names}")
        return read(cast("dict[str, Any]", value), given)

    return read_object
