"""JSON Schema of what is handed in and of what is given out, from the types themselves.

The schema of a payload says what its fields say: types, what may be left out, and the rules that
JSON Schema has words for. What has none, as the check digit of a code, is found when it is read.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

from attrs import NOTHING, fields, has

from caseflow._fields import (
    is_count,
    is_positive,
    optional_text,
    plain_text,
    says_something,
)
from caseflow._typed import PERSONAL, typed
from caseflow.codec._canonical import LARGEST_INT, LONGEST_TEXT, MOST_LISTED
from caseflow.limits import TimeLimit
from caseflow.money import MOST, is_currency_code
from caseflow.office._fields import missing_items
from caseflow.payments._facts import is_money, is_number
from caseflow.pii import personal_text
from caseflow.texts import Message, Text, language_code
from caseflow.web._lodgings import CASE_NUMBER, is_case_number
from caseflow.web._shapes import Json
from caseflow.web._titles import field_title
from caseflow.workflow import Action

__all__ = ["Schema", "allowed_text", "payload_schema", "schema_of", "shape_schema"]

#: A JSON Schema.
Schema = dict[str, Json]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_FRACTION = "^-?[0-9]{1,30}(/[1-9][0-9]{0,29})?$"
_SAYS = r"\S"

#: What a text may have that is kept in a record for people to read.
_LONGEST_LINE = 10_000

_INT: Schema = {"type": "integer", "minimum": -LARGEST_INT, "maximum": LARGEST_INT}
_PLAIN: dict[object, Schema] = {
    str: {"type": "string", "maxLength": LONGEST_TEXT},
    int: _INT,
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date", "pattern": _DAY},
    datetime: {"type": "string", "format": "date-time", "maxLength": 64},
    Fraction: {"anyOf": [_INT, {"type": "string", "pattern": _FRACTION}]},
    Text: {"type": "object", "additionalProperties": {"type": "string"}},
    TimeLimit: {"anyOf": [{"type": "string", "maxLength": 200}, {"type": "object"}]},
}

#: What validators and converters of fields ask for, where JSON Schema has words for it.
_RULES: dict[object, Schema] = {
    is_count: {"minimum": 0},
    is_positive: {"minimum": 1},
    is_money: {"minimum": 1, "maximum": MOST},
    is_number: {"pattern": "^[A-Za-z0-9][A-Za-z0-9._/:-]{0,99}$", "maxLength": 100},
    is_case_number: {"pattern": f"^{CASE_NUMBER}$", "maxLength": 100},
    is_currency_code: {"pattern": "^[A-Z]{3}$", "maxLength": 3},
    says_something: {"minLength": 1, "pattern": _SAYS},
    plain_text: {"maxLength": _LONGEST_LINE},
    optional_text: {"maxLength": _LONGEST_LINE},
    personal_text: {"maxLength": _LONGEST_LINE},
    missing_items: {
        "minItems": 1,
        "items": {"type": "string", "minLength": 1, "maxLength": _LONGEST_LINE, "pattern": _SAYS},
    },
}


@typed
def payload_schema(action: Action[Any], *, language: str = "en") -> Schema:
    """Return the JSON Schema of what is handed in with *action*, with titles in *language*.

    A personal field is marked `x-personal`. An action that takes nothing takes null.

    >>> from caseflow import vietnam as vn
    >>> payload_schema(vn.ASSIGN, language="vi")["properties"]["unit"]["title"]
    'Đơn vị'

    Source: JSON Schema, draft 2020-12.

    Raises:
        ValueInvalidError: *language* is no language code.
    """
    code = language_code(language)
    schema = {"type": "null"} if action.payload is NoneType else schema_of(action.payload, code)
    return {"$schema": _DIALECT, **schema, "title": action.label(code)}


def schema_of(kind: object, language: str) -> Schema:
    """Return the schema of values of *kind* as they are read."""
    return _of_hint(kind, lambda each: _of_class(each, language), language)


def shape_schema(kind: type[Any], reference: str) -> Schema:
    """Return the schema of the shape *kind*; others within it are named after *reference*."""
    described = (kind.__doc__ or "").split("\n\n", maxsplit=1)[0]
    properties: dict[str, Json] = {
        name: _of_hint(hint, lambda each: {"$ref": f"{reference}{each.__name__}"}, "en")
        for name, hint in get_type_hints(kind).items()
    }
    return {
        "type": "object",
        "description": " ".join(described.split()),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _of_hint(hint: object, of_class: Callable[[type[Any]], Schema], language: str) -> Schema:
    plain = _PLAIN.get(hint)
    if plain is not None:
        return dict(plain)
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        parts = [_of_hint(each, of_class, language) for each in inner if each is not NoneType]
        return _any_of(parts, is_nullable=NoneType in inner)
    if origin in (tuple, list, frozenset):
        items = _of_hint(inner[0], of_class, language)
        return {"type": "array", "items": items, "maxItems": MOST_LISTED}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _of_hint(inner[1], of_class, language)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _of_enum(hint, language)
    if isinstance(hint, type) and (has(hint) or is_typeddict(hint)):
        return of_class(cast("type[Any]", hint))
    return {}


def _any_of(parts: list[Schema], *, is_nullable: bool) -> Schema:
    if len(parts) == 1 and is_nullable and isinstance(parts[0].get("type"), str):
        return {**parts[0], "type": [parts[0]["type"], "null"]}
    listed: list[Json] = [*parts, {"type": "null"}] if is_nullable else [*parts]
    return {"anyOf": listed}


def _of_enum(kind: type[Enum], language: str) -> Schema:
    values: list[Json] = [str(member.value) for member in kind]
    label = getattr(kind, "label", None)
    if label is None:
        return {"enum": values}
    options: list[Json] = [
        {"const": str(member.value), "title": str(label(member, language))} for member in kind
    ]
    return {"oneOf": options}


def _of_class(kind: type[Any], language: str) -> Schema:
    hints, properties, required = get_type_hints(kind), dict[str, Json](), list[Json]()
    for each in fields(kind):
        schema = schema_of(hints[each.name], language)
        for rule in (*_validators(each.validator), each.converter):
            schema |= _RULES.get(rule, {})
        schema["title"] = field_title(each.name, each.metadata).in_(language)
        schema["description"] = allowed_text(schema, language)
        if PERSONAL in each.metadata:
            schema["x-personal"] = True
        if each.default is NOTHING:
            required.append(each.name)
        elif each.default is None or isinstance(each.default, (str, int)):
            schema["default"] = each.default
        properties[each.name] = schema
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _validators(validator: object) -> tuple[object, ...]:
    """Return the validators of a field, each for itself."""
    return getattr(validator, "_validators", (validator,))


# ── words ───────────────────────────────────────────────────────────────────────────────────


def allowed_text(schema: Schema, language: str) -> str:
    """Say in words what a schema takes."""
    kind = schema.get("type")
    if isinstance(kind, list):
        plain = allowed_text({**schema, "type": kind[0]}, language)
        return _or_nothing(plain, language)
    if "oneOf" in schema or "enum" in schema:
        return _say(Message("web.allowed-one-of", values=", ".join(_values(schema))), language)
    if schema.get("format") in _FORMATS:
        return _FORMATS[cast("str", schema["format"])].in_(language)
    words = _KINDS.get(cast("str", kind))
    if words is not None:
        return _say(words(schema), language)
    options = schema.get("anyOf")
    if isinstance(options, list):
        parts = [allowed_text(cast("Schema", each), language) for each in options]
        is_nullable = {"type": "null"} in options
        return _or_nothing(parts[0], language) if is_nullable else parts[0]
    return Message("web.allowed-value").in_(language)


def _say(message: Message, language: str) -> str:
    return message.in_(language)


def _or_nothing(allowed: str, language: str) -> str:
    return Message("web.allowed-or-nothing", allowed=allowed).in_(language)


def _values(schema: Schema) -> list[str]:
    listed = cast("list[Json]", schema.get("enum") or schema.get("oneOf"))
    return [str(each["const"] if isinstance(each, dict) else each) for each in listed]


def _text(schema: Schema) -> Message:
    pattern, most = schema.get("pattern"), schema.get("maxLength")
    if pattern == _SAYS:
        return Message("web.allowed-words", most=most)
    return Message("web.allowed-form") if pattern else Message("web.allowed-text", most=most)


def _whole(schema: Schema) -> Message:
    least, most = schema["minimum"], schema["maximum"]
    if most != LARGEST_INT:
        return Message("web.allowed-whole-between", least=least, most=most)
    if least == -LARGEST_INT:
        return Message("web.allowed-whole")
    return Message("web.allowed-whole-from", least=least)


def _list(schema: Schema) -> Message:
    least, most = schema.get("minItems"), schema["maxItems"]
    if least is None:
        return Message("web.allowed-list", most=most)
    return Message("web.allowed-list-from", least=least, most=most)


def _object(schema: Schema) -> Message:
    names = ", ".join(cast("dict[str, Json]", schema.get("properties", {})))
    return Message("web.allowed-object", names=names) if names else Message("web.allowed-value")


_FORMATS = {"date": Message("web.allowed-day"), "date-time": Message("web.allowed-instant")}

_KINDS: dict[str, Callable[[Schema], Message]] = {
    "string": _text,
    "integer": _whole,
    "boolean": lambda _: Message("web.allowed-truth"),
    "array": _list,
    "object": _object,
    "null": lambda _: Message("web.allowed-nothing"),
}
