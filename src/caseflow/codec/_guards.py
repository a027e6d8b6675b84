"""How a declared guard is written and read: a table with its kind, among the names of the others.

Its text is written by language, or as the key of a message of the catalogues.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

from attrs import fields_dict
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from caseflow.codec._canonical import shown
from caseflow.codec._faults import WrongError
from caseflow.codec._objects import object_reader
from caseflow.errors import UnknownNameError
from caseflow.messages import catalogue_of
from caseflow.texts import Message, Text
from caseflow.workflow import GUARD_KINDS, Declared, Guard, GuardReason, ProcedureCount

__all__ = ["register_guards"]

#: Stands for a message where a text has its languages, as text = { message = "workflow.paid" }.
_MESSAGE = "message"

_Read = Callable[[object, Any], Any]


def register_guards(converter: Converter) -> None:
    """Let *converter* write guards by name and declared guards as tables, and read them back."""
    read_text = converter.get_structure_hook(Text)

    def text(value: object, kind: object) -> Text:
        if isinstance(value, dict) and set(cast("dict[str, object]", value)) == {_MESSAGE}:
            return _message(cast("dict[str, object]", value)[_MESSAGE])
        return cast("Text", read_text(value, kind))

    def text_data(value: Text | None) -> object:
        if isinstance(value, Message):
            return {_MESSAGE: value.key}
        return None if value is None else converter.unstructure(value, Text)

    hooks: Mapping[str, tuple[_Read, Callable[[Any], object]]] = {
        "text": (text, text_data),
        "most": (_most, _most_data),
        "values": (_values, list),
    }

    def register(kind: type[Any]) -> Callable[[Any], dict[str, object]]:
        names = hooks.keys() & fields_dict(kind).keys()
        reading = {name: override(struct_hook=hooks[name][0]) for name in names}
        writing = {
            name: override(unstruct_hook=hooks[name][1], omit_if_default=name == "text")
            for name in names
        }
        make = cast("Callable[..., _Read]", make_dict_structure_fn)
        read = make(kind, converter, _cattrs_forbid_extra_keys=True, **reading)
        converter.register_structure_hook(kind, object_reader(kind, read))
        write = cast("Callable[..., Callable[[Any], dict[str, object]]]", make_dict_unstructure_fn)
        return write(kind, converter, **writing)

    converter.register_unstructure_hook(GuardReason, register(GuardReason))
    for name, kind in GUARD_KINDS.items():
        converter.register_unstructure_hook(kind, _with_kind(name, register(kind)))

    def guard(value: object, _: object) -> str | Declared:
        return value if isinstance(value, str) else _declared(converter, value)

    converter.register_structure_hook(str | Guard | Declared, guard)
    converter.register_unstructure_hook(Guard, _name_of)


def _name_of(guard: Guard) -> str:
    return guard.name


def _with_kind(
    name: str, write: Callable[[Any], dict[str, object]]
) -> Callable[[Declared], dict[str, object]]:
    def written(value: Declared) -> dict[str, object]:
        return {"kind": name, **write(value)}

    return written


def _declared(converter: Converter, value: object) -> Declared:
    if not isinstance(value, dict):
        raise WrongError(f"guard {shown(value)} is not a name, and no table with its kind")
    fields = dict(cast("dict[str, object]", value))
    kind = fields.pop("kind", None)
    if not isinstance(kind, str) or kind not in GUARD_KINDS:
        raise WrongError(f"a guard of kind {shown(kind)} is none of {', '.join(GUARD_KINDS)}")
    return converter.structure(fields, GUARD_KINDS[kind])


def _message(key: object) -> Message:
    try:
        catalogue_of("en").text(str(key))
    except UnknownNameError as error:
        raise WrongError(str(error)) from None
    return Message(str(key))


def _most(value: object, _: object) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        known = ", ".join(each.value for each in ProcedureCount)
        raise WrongError(f"{shown(value)} is neither a whole number nor one of {known}")
    return value


def _most_data(value: int | ProcedureCount) -> int | str:
    return value if isinstance(value, int) else value.value


def _values(value: object, _: object) -> tuple[str | int, ...]:
    listed = cast("list[object]", value) if isinstance(value, list) else [value]
    for each in listed:
        if isinstance(each, bool) or not isinstance(each, int | str):
            raise WrongError(f"{shown(each)} is neither text nor a whole number")
    return cast("tuple[str | int, ...]", tuple(listed))
