"""How the author of a payload marks its personal fields.

A personal field is a text: write a date or a number as one, so that the field can still be read
when it was erased.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from typing import Any, NamedTuple, cast

from attrs import fields, has

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.pii._hidden import hidden
from caseflow.values import clean_text

__all__ = ["Path", "Spot", "personal", "personal_text", "spots"]

_MARK = "caseflow.personal"

#: How to get to a text within a payload: names of fields, places in lists.
Path = tuple[str | int, ...]


@frozen
class _Mark:
    """Say that a field is personal, and which field beside it names the person."""

    subject: str


class Spot(NamedTuple):
    """A personal text in a payload: where it is, and whose it is; "" if the payload is silent."""

    path: Path
    subject: str
    text: str


@typed
def personal(*, subject: str = "") -> Mapping[str, object]:
    """Return the metadata of a field that holds personal data.

    >>> from attrs import field, frozen
    >>> @frozen
    ... class Complaint:
    ...     author_id: str
    ...     author: str = field(converter=personal_text, metadata=personal(subject="author_id"))

    Args:
        subject: the field beside it that holds the number of the person in your own books, which
            itself says nothing of the person; without it, the person is the one the case is of.
    """
    return {_MARK: _Mark(subject)}


def personal_text(value: str) -> str:
    """Return *value* as NFC text; what stands for an erased text stays an `Erased`.

    The converter of a personal field; raises `TextInvalidError` as `clean_text` does.
    """
    if not isinstance(cast("object", value), str):
        return clean_text(value, name="text")
    return hidden(value) or clean_text(value, name="text")


def spots(payload: object, path: Path = ()) -> Iterator[Spot]:
    """Yield the personal texts of *payload*, also of what is within it: values, lists, objects.

    A dataclass is looked through as a value of attrs is: the metadata of its fields is the same.

    Raises:
        ValueInvalidError: a marked field holds no text, or the field for its subject is empty.
    """
    if isinstance(payload, (tuple, list)):
        for place, each in enumerate(cast("tuple[object, ...]", payload)):
            yield from spots(each, (*path, place))
    elif isinstance(payload, Mapping):
        for name, each in cast("Mapping[str, object]", payload).items():
            yield from spots(each, (*path, name))
    else:
        for name, metadata in _fields(type(payload)):
            value = getattr(payload, name)
            mark = metadata.get(_MARK)
            if isinstance(mark, _Mark):
                subject = _subject(payload, mark)
                yield from _texts(value, (*path, name), subject, type(payload).__name__)
            else:
                yield from spots(value, (*path, name))


def _fields(kind: type[Any]) -> tuple[tuple[str, Mapping[Any, Any]], ...]:
    """Return the fields of a value with their metadata; none of what is no value."""
    if has(kind):
        return tuple((each.name, each.metadata) for each in fields(kind))
    if is_dataclass(kind):
        return tuple((each.name, each.metadata) for each in dataclass_fields(kind))
    return ()


def _subject(payload: object, mark: _Mark) -> str:
    if not mark.subject:
        return ""
    found = getattr(payload, mark.subject, None)
    if not isinstance(found, str) or not found:
        what = f"{type(payload).__name__}.{mark.subject}"
        raise ValueInvalidError(what, found, "text that says whose the personal fields are")
    return found


def _texts(value: object, path: Path, subject: str, owner: str) -> Iterator[Spot]:
    if isinstance(value, str):
        yield Spot(path, subject, value)
    elif isinstance(value, (tuple, list)):
        for place, each in enumerate(cast("tuple[object, ...]", value)):
            yield from _texts(each, (*path, place), subject, owner)
    elif value is not None:
        where = ".".join(map(str, (owner, *path)))
        raise ValueInvalidError(where, type(value).__name__, "text, as in every personal field")
