"""From a record to what is kept of it, and back."""

from collections.abc import Sequence
from dataclasses import is_dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol, cast
from unicodedata import is_normalized

from attrs import fields, has

from caseflow._typed import ENCRYPTED, short, typed
from caseflow.cases import SET_ASIDE, Case, Move, Record, SetAside, apply
from caseflow.codec import Codec, canonical_json
from caseflow.codec._canonical import parse_json
from caseflow.errors import CaseflowError, CaseSetAsideError, HistoryError, TextInvalidError
from caseflow.service._summaries import Place
from caseflow.service._validation import refuse_unkeepable, refuse_unseen
from caseflow.stores import GENESIS, Listing, Message, Operations, Ops, StoredRecord, link, micros
from caseflow.texts import Text
from caseflow.values import Actor, is_plain_time

__all__ = ["FieldEncryption", "Held", "Json", "Sealer", "aside_of"]

#: A record as JSON values, as `Codec.record_to_data` gives it.
Json = dict[str, object]

#: In the canonical text of a record, a text that begins as a hidden one does.
_LIKE_HIDDEN = f'"{ENCRYPTED}'

_NOWHEN = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING_DONE = Move("", "", "")


@short
class Held(NamedTuple):
    """A case as it is kept, with the hash of its last record, and its place if that is known.

    The place is the one kept, which need not be the one that follows from the records by now: what
    says whose a case is changes with an office. *listing* is what it is kept to be listed by, if
    that is known.
    """

    case: Case
    hash: str
    place: Place | None = None
    listing: Listing | None = None


@typed
class FieldEncryption(Protocol):
    """Hide personal data in what is kept, and show it to those who may read it.

    Both take and return a record of *case_id* as `Codec.record_to_data` gives it; keys of subjects
    are asked of the store by its operations.
    """

    def hide(self, ops: Operations, case_id: str, record: Record, data: Json) -> Ops[Json]:
        """Return *data* with the personal parts hidden."""
        ...

    def show(self, ops: Operations, case_id: str, data: Json) -> Ops[Json]:
        """Return *data* with the personal parts shown, or marked as erased."""
        ...


class Sealer:
    """Write records as stored records, and read them back."""

    def __init__(
        self, ops: Operations, codec: Codec, encryption: FieldEncryption | None = None
    ) -> None:
        """Take the codec that knows the payloads of the workflows."""
        self._ops = ops
        self._codec = codec
        self._encryption = encryption

    def stored(self, case_id: str, record: Record, previous: str) -> Ops[StoredRecord]:
        """Return *record* of a case as it is kept after the one with hash *previous*.

        Raises:
            ValueInvalidError: its payload or a number in it is too large.
            FormatError: its payload is of a type without a stable name.
            TextInvalidError: its actor or its key holds what cannot be seen, or a text begins as
                one does that is encrypted.
        """
        refuse_unseen(record.actor.id, record.key)
        if self._encryption is None:
            text, data, is_narrow = self._codec.record_text(record)
            if _LIKE_HIDDEN in text:
                raise TextInvalidError("payload", "a text is written like a hidden one", "another")
        else:
            data = self._codec.record_to_data(record)
            data = yield from self._encryption.hide(self._ops, case_id, record, data)
            text, is_narrow = canonical_json(data), False
        refuse_unkeepable(data, text, is_narrow=is_narrow)
        seq, move, actor, at, _, key, _, _ = record
        return StoredRecord(seq, micros(at), move.action, actor.id, key, text, link(previous, text))

    def messages(self, case_id: str, record: Record) -> tuple[Message, ...]:
        """Return what *record* asks of the outside."""
        return tuple(
            Message(
                case_id,
                f"{record.seq}.{place}",
                record.seq,
                effect.name,
                canonical_json(
                    {
                        "case": case_id,
                        "seq": record.seq,
                        "action": record.action,
                        "at": record.at.isoformat(),
                        "effect": effect.name,
                        "params": dict(effect.params),
                    }
                ),
            )
            for place, effect in enumerate(record.effects)
        )

    def record(self, case_id: str, text: str) -> Ops[Record]:
        """Return the record of a case written as *text*."""
        if self._encryption is None:
            return self._codec.loads_record(text)
        data = parse_json(text, "record")
        if isinstance(data, dict):
            data = yield from self._encryption.show(self._ops, case_id, cast("Json", data))
        return self._codec.record_from_data(data)

    def extended(
        self, case_id: str, held: Held | None, stored_records: Sequence[StoredRecord]
    ) -> Ops[Held]:
        """Return the case after *stored_records*; each is checked to follow the one before.

        Raises:
            CaseSetAsideError: the case was set aside by its last record.
            HistoryError: a stored record is missing or altered.
        """
        aside = aside_of(stored_records)
        if aside is not None:
            raise CaseSetAsideError(case_id, stored_records[-1].seq, aside.reason)
        case, previous = (None, GENESIS) if held is None else (held.case, held.hash)
        for stored in stored_records:
            expected = 0 if case is None else case.version
            if stored.seq != expected:
                raise HistoryError(case_id, expected, f"record {stored.seq} stands in its place")
            if link(previous, stored.text) != stored.hash:
                raise HistoryError(case_id, stored.seq, "its hash does not follow from its text")
            case = apply(case, (yield from self.record(case_id, stored.text)))
            previous = stored.hash
        if case is None:
            raise HistoryError(case_id, 0, "there are no records")
        return Held(case, previous)

    def payload_data(self, payload: object) -> dict[str, object]:
        """Return the fields of *payload* as JSON values, nothing of them hidden.

        Raises:
            FormatError: it is of a type without a stable name.
        """
        self._codec.payloads.name(type(payload))
        return self._codec.payload_to_data(payload)

    def clean(self, payload: object) -> object:
        """Return *payload* as it would be read back: its texts are NFC."""
        if payload is None or _is_clean(payload):
            return payload
        record = Record(0, _NOTHING_DONE, Actor(""), _NOWHEN, payload, None, ())
        return self._codec.record_from_data(self._codec.record_to_data(record)).payload


def aside_of(stored_records: Sequence[StoredRecord]) -> SetAside | None:
    """Return what the last of *stored_records* says if it sets the case aside, else None."""
    if not stored_records or stored_records[-1].action != SET_ASIDE:
        return None
    try:
        # Nothing but the built-in payloads is needed, whatever a portal registers.
        said = Codec().loads_record(stored_records[-1].text).payload
    except CaseflowError:
        return None
    return said if isinstance(said, SetAside) else None


def _is_clean(value: object) -> bool:
    if isinstance(value, str):
        return value.isascii() or is_normalized("NFC", value)
    if isinstance(value, (tuple, list, frozenset)):
        return all(_is_clean(each) for each in cast("Sequence[object]", value))
    names = _fields_of(cast("type[Any]", type(value)))
    if names is not None:
        return all(_is_clean(getattr(value, name)) for name in names)
    if isinstance(value, datetime):
        # In an hour that its zone repeats it never equals what is read back, in another zone.
        return is_plain_time(value)
    return not isinstance(value, (dict, Text)) and not is_dataclass(value)


_names_of: dict[type[Any], tuple[str, ...] | None] = {}


def _fields_of(kind: type[Any]) -> tuple[str, ...] | None:
    """Return the names of the fields of a class made by attrs; None for another. Remembered."""
    try:
        return _names_of[kind]
    except KeyError:
        names = tuple(field.name for field in fields(kind)) if has(kind) else None
        _names_of[kind] = names
        return names
