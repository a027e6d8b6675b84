"""What is handed in with an action, read strictly: nothing is guessed, every fault is listed.

Which form a value has is the matter of the codec, which reads payloads from stores by the same
rules; here is only how large data may be, and how its faults are told to people.
"""

from collections.abc import Iterator
from types import NoneType
from typing import Any, TypeVar, cast

from attrs import fields

from caseflow._typed import frozen, typed
from caseflow.codec import Codec
from caseflow.codec._canonical import LARGEST_INT, LONGEST_TEXT, MOST_LISTED
from caseflow.codec._faults import ReadFault, read_faults
from caseflow.errors import CaseflowError, FormatError, PayloadInvalidError
from caseflow.texts import Message, Text, Written
from caseflow.web._lodgings import Lodging
from caseflow.web._schemas import Schema, allowed_text, schema_of
from caseflow.web._shapes import FaultShape, Json
from caseflow.web._titles import field_title
from caseflow.workflow import Action

__all__ = [
    "FieldFault",
    "lodging_from_data",
    "payload_from_data",
    "payload_to_data",
    "read_strictly",
]

P = TypeVar("P")

#: How deep data may be nested, and how many values it may hold in all.
MOST_DEEP = 16
MOST_VALUES = 10_000

_LONGEST_PATH = 200

#: What is shown of a name of a field that nobody knows.
_LONGEST_NAME = 60


@frozen
class FieldFault:
    """Say what is wrong with one field of what was handed in, and what is allowed there.

    *path* is a JSON Pointer (RFC 6901), "" for the whole. *code* is "missing", "unknown", "type"
    (another form), "value" (a rule is broken) or "too-large". What was given is never shown.
    """

    path: str
    code: str
    what: Text
    allowed: Text

    def text(self, language: str) -> str:
        """Return what is wrong and what is allowed, in *language*."""
        return f"{self.what.in_(language)}: {self.allowed.in_(language)}"

    def to_data(self, language: str) -> FaultShape:
        """Return the fault as plain data."""
        return {
            "path": self.path,
            "code": self.code,
            "text": self.what.in_(language),
            "allowed": self.allowed.in_(language),
        }

    def __str__(self) -> str:
        return f"{self.path or '/'}: {self.text('en')}"


@typed
def payload_from_data(action: Action[P], data: object, codec: Codec) -> P:
    """Return what is handed in with *action*, read from plain data as a reader of JSON gives it.

    Nothing is read leniently: 1.5 is no whole number, a text is no list, and a field that is not
    known is a fault.

    >>> from caseflow import vietnam as vn
    >>> from caseflow.vietnam.pack import PACK
    >>> payload_from_data(vn.ASSIGN, {"unit": "Phòng A"}, PACK.codec())
    Assignment(unit='Phòng A', officer='')

    Args:
        action: says of which type it is.
        data: null or nothing in it for an action that takes nothing.
        codec: that of the pack, which knows the forms of its values.

    Raises:
        PayloadInvalidError: it is not of that type; each fault is a `FieldFault`.
    """
    kind: object = action.payload
    if kind is NoneType:
        if data is not None and data != {}:
            whole = ReadFault((), "type")
            raise PayloadInvalidError(action.name, (_fault(whole, {"type": "null"}),))
        return cast("P", None)
    return read_strictly(action.payload, data, codec, action.name)


@typed
def payload_to_data(payload: object, codec: Codec) -> dict[str, Json]:
    """Return *payload* as plain data, from which `payload_from_data` makes the very same.

    It holds what is personal; `history_data` leaves that out.

    Raises:
        FormatError: it is of a type that has no form in JSON.
    """
    return {} if payload is None else cast("dict[str, Json]", codec.payload_to_data(payload))


@typed
def lodging_from_data(data: object, codec: Codec) -> Lodging:
    """Return which filing comes in, read as strictly as a payload.

    Raises:
        PayloadInvalidError: it is no `Lodging`; each fault is a `FieldFault`.
    """
    return read_strictly(Lodging, data, codec, "lodging")


def read_strictly(kind: type[P], data: object, codec: Codec, what: str) -> P:
    """Return the value of *kind* with the fields of *data*; every fault is named."""
    schema = schema_of(kind, "en")
    found = next(_beyond(data), None)
    if found is not None:
        raise PayloadInvalidError(what, (found,))
    if not isinstance(data, dict):
        raise PayloadInvalidError(what, (_fault(ReadFault((), "type"), schema),))
    try:
        read = codec.payload_from_data(kind, cast("dict[str, object]", data))
    except FormatError as error:
        given = cast("dict[str, object]", data)
        found_by_type = (_narrowed(each, kind, given) for each in read_faults(error))
        faults = tuple(_fault(each, schema) for each in found_by_type)
        raise PayloadInvalidError(what, faults) from error
    return cast("P", read)


def _narrowed(fault: ReadFault, kind: type[Any], given: dict[str, object]) -> ReadFault:
    """Return *fault* at the field whose value its converter refuses, where only the whole is known.

    What refuses a code, for one, does not know in which field it stands.
    """
    if fault.path or fault.kind != "value":
        return fault
    for each in fields(kind):
        if each.converter is not None and each.name in given:
            try:
                each.converter(given[each.name])
            except CaseflowError:
                return fault._replace(path=(each.name,))
    return fault


def _beyond(data: object) -> Iterator[FieldFault]:
    """Yield what makes *data* larger than a request may be; at most that many are looked at."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), data)]
    count = 0
    while waiting:
        path, value = waiting.pop()
        count += 1
        if len(path) > MOST_DEEP:
            yield _large(path, Message("web.fault-too-deep"))
        elif count > MOST_VALUES or _is_large(value):
            yield _large(path, Message("web.fault-too-large"))
        elif isinstance(value, dict):
            pairs = cast("dict[object, object]", value).items()
            waiting.extend(((*path, str(key)), each) for key, each in pairs)
        elif isinstance(value, (list, tuple)):
            entries = cast("list[object]", value)
            waiting.extend(((*path, place), each) for place, each in enumerate(entries))


def _is_large(value: object) -> bool:
    if isinstance(value, int):
        return not -LARGEST_INT <= value <= LARGEST_INT
    if isinstance(value, str):
        return len(value) > LONGEST_TEXT
    is_list = isinstance(value, (list, tuple, dict))
    return is_list and len(cast("list[object]", value)) > MOST_LISTED


def _large(path: tuple[str | int, ...], what: Text) -> FieldFault:
    return FieldFault(_pointer(path), "too-large", what, Message("web.allowed-value"))


_WHAT = {
    "missing": Message("web.fault-missing"),
    "type": Message("web.fault-type"),
    "value": Message("web.fault-value"),
}


def _fault(fault: ReadFault, schema: Schema) -> FieldFault:
    if fault.kind == "unknown":
        *within, name = fault.path
        path = (*within, str(name)[:_LONGEST_NAME])
        parent = _node(tuple(within), schema)
        return FieldFault(
            _pointer(path), fault.kind, Message("web.fault-unknown"), _allowed(parent)
        )
    node = _node(fault.path, schema)
    title = _title(fault.path)
    return FieldFault(
        _pointer(fault.path), fault.kind, _WHAT[fault.kind].filled(title=title), _allowed(node)
    )


def _allowed(node: Schema) -> Text:
    return Written(allowed_text, node)


def _node(path: tuple[str | int, ...], schema: Schema) -> Schema:
    """Return the schema of what stands at *path*; {} where there is none."""
    node = schema
    for part in path:
        node = _part(_object_of(node), part)
    return node


def _object_of(node: Schema) -> Schema:
    """Return that of the options of *node* which has fields; *node* itself if it has no options."""
    options = node.get("anyOf")
    for each in options if isinstance(options, list) else ():
        if isinstance(each, dict) and "properties" in each:
            return each
    return node


def _part(node: Schema, part: str | int) -> Schema:
    found = node.get("items")
    if isinstance(part, str):
        named = node.get("properties")
        found = named.get(part) if isinstance(named, dict) else None
    return found if isinstance(found, dict) else {}


def _pointer(path: tuple[str | int, ...]) -> str:
    parts = (str(each).replace("~", "~0").replace("/", "~1") for each in path)
    return "".join(f"/{each}" for each in parts)[:_LONGEST_PATH]


def _title(path: tuple[str | int, ...]) -> Text:
    """Return the name of the field at *path*, for people; of an entry that of its list."""
    names = [each for each in path if isinstance(each, str)]
    return field_title(names[-1], {}) if names else Message("web.the-request")
