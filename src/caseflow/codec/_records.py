"""Cases and records as JSON values and as canonical text."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar, cast

from attrs import fields_dict, frozen

from caseflow._typed import refuse_misfits, typed
from caseflow.cases import (
    Case,
    ClockChange,
    DateMove,
    Entered,
    FactChange,
    Move,
    Opened,
    Record,
    Remade,
    Terms,
    fold,
)
from caseflow.codec._canonical import canonical_json, canonical_text, kept_text, parse_json, shown
from caseflow.codec._converters import leave_out_defaults, make_converter, structured
from caseflow.codec._parts import Parts, cut
from caseflow.codec._payloads import PayloadTypes
from caseflow.errors import CaseflowError, FormatError
from caseflow.values import Actor, aware
from caseflow.workflow import Effect

__all__ = ["Codec", "RecordText"]

K = TypeVar("K")
T = TypeVar("T")

_CASE = "case/1"
#: So many different moves are kept once and shared by the records read.
_MOST_SHARED = 10_000


@frozen
class _Payload:
    """A payload as it is written: its stable name and its fields.

    *veiled* is set by field encryption only, when it encrypted a text of the payload.
    """

    type: str
    data: dict[str, object]
    veiled: bool = False


@frozen
class _WrittenMove:
    """What a record did, as it is written."""

    action: str
    source: str
    target: str
    clocks: tuple[ClockChange, ...]
    effects: tuple[Effect, ...]
    decides: bool


@frozen
class _WrittenRemade:
    """What another act does since, as it is written."""

    seq: int
    move: _WrittenMove
    facts: tuple[FactChange, ...]


@frozen
class _WrittenEntered:
    """When a record was entered, and what that changed, as it is written."""

    at: datetime
    state: str
    annuls: tuple[int, ...]
    remade: tuple[_WrittenRemade, ...]
    dates: tuple[DateMove, ...]


@frozen
class _Written:
    """What is written of a record besides its move, whose fields stand among these.

    *entered* is written only where there is something to say, so that what was entered as it
    happened keeps the bytes that it had before there were two instants.
    """

    seq: int
    actor: Actor
    at: datetime
    payload: _Payload | None
    key: str | None
    facts: tuple[FactChange, ...]
    entered: _WrittenEntered | None = None


@frozen
class _Facts:
    """What is written of the facts that a record changed."""

    facts: tuple[FactChange, ...]


@frozen
class _History:
    """A case as it is written: its records, for these are the case."""

    format: str
    records: list[object]


class RecordText(NamedTuple):
    """A record as canonical text, and what varies in it; *is_narrow*: see `canonical_text`."""

    text: str
    data: dict[str, object]
    is_narrow: bool


class _MoveText(NamedTuple):
    """The fields of a move as canonical text; `at` and `facts` to `seq` stand between them."""

    action: str
    clocks_to_effects: str
    source_to_target: str


_MOVE_FIELDS = frozenset(fields_dict(_WrittenMove))


@typed(late=True)
class Codec:
    """Write cases and records, and read them back.

    What is read equals what was written, and is written again with the same bytes. Records that
    did the same share one move in memory, as those of live cases do.
    """

    def __init__(self, payloads: PayloadTypes | None = None) -> None:
        """Take the payload types that records may hold."""
        self.payloads = payloads or PayloadTypes()
        self._converter = make_converter(self.payloads.law)
        leave_out_defaults(self._converter, _Payload, "veiled")
        self._moves: dict[str, Move] = {}
        self._texts: dict[Move, _MoveText] = {}
        self._actors: dict[Actor, str] = {}
        self._terms: dict[Terms, Terms] = {}
        self._moves_read: dict[_MoveText, Move] = {}
        self._actors_read: dict[str, Actor] = {}

    # ── records ─────────────────────────────────────────────────────────────────────────────

    def record_to_data(self, record: Record) -> dict[str, object]:
        """Return *record* as JSON values.

        Raises:
            FormatError: its payload is of a type that has no stable name.
            TextInvalidError: a text in it cannot be kept.
        """
        data = {**self._data(self._written(record)), **self._data(_written_move(record.move))}
        if record.entered is None:
            del data["entered"]
        return data

    def record_from_data(self, data: object) -> Record:
        """Return the record written as *data*.

        Raises:
            FormatError: it is not a record, or of a version that cannot be read; every problem is
                named.
        """
        if not isinstance(data, dict):
            raise FormatError(
                "record", f"{shown(data)} is not an object with the fields of a record"
            )
        fields = cast("dict[str, object]", data)
        of_move = {name: each for name, each in fields.items() if name in _MOVE_FIELDS}
        rest = {name: each for name, each in fields.items() if name not in _MOVE_FIELDS}
        move = self._move_read(of_move)
        written = structured(self._converter, rest, _Written, "record")
        payload = self._payload_read(written.payload, f"record {written.seq}")
        entered = None if written.entered is None else self._entered_read(written.entered)
        return Record(
            written.seq,
            move,
            written.actor,
            written.at,
            payload,
            written.key,
            written.facts,
            entered,
        )

    def _data(self, value: object) -> dict[str, object]:
        return cast("dict[str, object]", self._converter.unstructure(value))

    def _written(self, record: Record) -> _Written:
        payload = self._payload_written(record.payload)
        entered = None if record.entered is None else _written_entered(record.entered)
        return _Written(
            record.seq, record.actor, record.at, payload, record.key, record.facts, entered
        )

    def _entered_read(self, written: _WrittenEntered) -> Entered:
        remade = tuple(
            Remade(each.seq, self._move_read(self._data(each.move)), each.facts)
            for each in written.remade
        )
        return Entered(written.at, written.state, written.annuls, remade, written.dates)

    def _move_read(self, fields: dict[str, object]) -> Move:
        """Return the move written as *fields*; what was read once is not read again."""
        try:
            text = json.dumps(fields, sort_keys=True)
        except (TypeError, ValueError) as error:
            given = f"what JSON has no form for among {', '.join(fields)}"
            hint = "give a record as `record_to_data` or a reader of JSON returns it"
            raise FormatError("record", f"it holds {given}; {hint}") from error
        move = self._moves.get(text)
        if move is None:
            read = structured(self._converter, fields, _WrittenMove, "record")
            move = Move(
                read.action, read.source, read.target, read.clocks, read.effects, read.decides
            )
            _remember(self._moves, text, move)
        return move

    def _move_text(self, move: Move) -> _MoveText:
        """Return the canonical text of *move*; written once, as moves are shared."""
        text = self._texts.get(move)
        if text is None:
            data = self._data(_written_move(move))
            parts = (("action",), ("clocks", "decides", "effects"), ("source", "target"))
            text = _MoveText(
                *(canonical_json({name: data[name] for name in names})[1:-1] for names in parts)
            )
            _remember(self._texts, move, text)
        return text

    def _actor_text(self, actor: Actor) -> str:
        """Return *actor* as canonical text; written once, as the same few act again and again."""
        text = self._actors.get(actor)
        if text is None:
            text = canonical_json(self._data(actor))
            _remember(self._actors, actor, text)
        return text

    def payload_from_data(self, kind: type[object], fields: Mapping[str, object]) -> object:
        """Return the payload of type *kind* with *fields* as JSON values.

        Raises:
            FormatError: they are not the fields of the type; every problem is named.
        """
        return structured(self._converter, dict(fields), kind, f"payload {kind.__name__}")

    def payload_to_data(self, payload: object) -> dict[str, object]:
        """Return the fields of *payload* as JSON values, which `payload_from_data` reads back."""
        return self._data(payload)

    def _payload_written(self, payload: object) -> _Payload | None:
        if payload is None:
            return None
        name = self.payloads.name(type(payload))
        fields = cast("dict[str, object]", self._converter.unstructure(payload))
        return _Payload(name, fields)

    def _payload_read(self, written: _Payload | None, what: str) -> object:
        if written is None:
            return None
        kind, fields = self.payloads.find(written.type, written.data)
        payload = structured(self._converter, dict(fields), kind, f"{what}, {written.type}")
        if isinstance(payload, Opened):
            terms = self._terms.get(payload.terms)
            if terms is None:
                terms = payload.terms
                _remember(self._terms, terms, terms)
            return Opened(payload.case_id, terms)
        return payload

    # ── cases ───────────────────────────────────────────────────────────────────────────────

    def case_to_data(self, case: Case) -> dict[str, object]:
        """Return *case* as JSON values: its records, for these are the case."""
        return {"format": _CASE, "records": [self.record_to_data(each) for each in case.records]}

    def case_from_data(self, data: object) -> Case:
        """Return the case written as *data*, folded from its records.

        Raises:
            FormatError: it is not a case, or of a version that cannot be read.
            HistoryError: a record is missing, doubled or altered.
        """
        written = structured(self._converter, data, _History, "case")
        if written.format != _CASE:
            raise FormatError("case", f"format {shown(written.format)} is not {_CASE!r}")
        return fold([self.record_from_data(each) for each in written.records])

    def dumps(self, value: Case | Record | Sequence[Record]) -> str:
        """Return a case, a record or a history as canonical JSON text."""
        if isinstance(value, Record):
            return self.record_text(value)[0]
        if isinstance(value, Case):
            return f'{{"format":"{_CASE}","records":{self.dumps(value.records)}}}'
        refuse_misfits(Codec.dumps, self, value)
        return "[" + ",".join(self.dumps(each) for each in value) + "]"

    def record_text(self, record: Record) -> RecordText:
        """Return *record* as canonical JSON text, and what varies in it as JSON values.

        The text is that of `record_to_data`, in a fraction of its time. Raises as that does.
        """
        seq, did, by, at, given, kept_under, changes, entry = record
        move, payload, facts = self._move_text(did), "null", "[]"
        own: dict[str, object] = {}
        is_narrow = True
        if given is not None:
            name = self.payloads.name(type(given))
            own["payload"] = {"data": self._converter.unstructure(given), "type": name}
            payload, is_narrow = canonical_text(own["payload"])
        if changes:
            own["facts"] = self._converter.unstructure(changes)
            facts, has_narrow = canonical_text(own["facts"])
            is_narrow &= has_narrow
        key = "null" if kept_under is None else canonical_text(kept_under)[0]
        entered = ""
        if entry is not None:
            own["entered"] = self._data(_written_entered(entry))
            entered = f'"entered":{canonical_json(own["entered"])},'
        text = (
            f'{{{move.action},"actor":{self._actor_text(by)},'
            f'"at":"{at.isoformat()}",{move.clocks_to_effects},{entered}"facts":{facts},'
            f'"key":{key},"payload":{payload},"seq":{seq},{move.source_to_target}}}'
        )
        return RecordText(text, own, is_narrow)

    def loads_case(self, text: str) -> Case:
        """Return the case written in *text*; raises as `case_from_data` does."""
        return self.case_from_data(parse_json(text, "case"))

    def loads_record(self, text: str) -> Record:
        """Return the record written in *text*; raises as `record_from_data` does.

        Moves and actors are the same again and again: of those that were read, only the text is
        looked at, which is the one that they are written with.
        """
        parts = cut(text)
        found = None if parts is None else self._recalled(parts)
        if found is None:
            found = self.record_from_data(parse_json(text, "record"))
            _remember(self._moves_read, self._move_text(found.move), found.move)
            _remember(self._actors_read, self._actor_text(found.actor), found.actor)
        return found

    def _recalled(self, parts: Parts) -> Record | None:
        """Return the record with *parts*; None if some were never read, or are wrong."""
        move = self._moves_read.get(_MoveText(parts.action, parts.clocks, parts.way))
        actor = self._actors_read.get(parts.actor)
        if move is None or actor is None:
            return None
        payload: object = None
        facts: tuple[FactChange, ...] = ()
        try:
            if parts.payload != "null":
                data = parse_json(parts.payload, "payload")
                written = structured(self._converter, data, _Payload, "payload")
                payload = self._payload_read(written, "payload")
            if parts.facts != "[]":
                listed = {"facts": parse_json(parts.facts, "facts")}
                facts = structured(self._converter, listed, _Facts, "facts").facts
            key = None if parts.key == "null" else kept_text(parts.key[1:-1])
            at = aware(datetime.fromisoformat(parts.at[1:-1]), name="at")
        except (CaseflowError, ValueError):
            return None  # whoever reads all of the text will report it
        return Record(int(parts.seq), move, actor, at, payload, key, facts)


def _written_move(move: Move) -> _WrittenMove:
    return _WrittenMove(
        move.action, move.source, move.target, move.clocks, move.effects, move.decides
    )


def _written_entered(entered: Entered) -> _WrittenEntered:
    remade = tuple(
        _WrittenRemade(each.seq, _written_move(each.move), each.facts) for each in entered.remade
    )
    return _WrittenEntered(entered.at, entered.state, entered.annuls, remade, entered.dates)


def _remember(kept: dict[K, T], key: K, value: T) -> None:
    """Keep *value*; memory stays bounded."""
    if len(kept) >= _MOST_SHARED:
        kept.clear()
    kept[key] = value
