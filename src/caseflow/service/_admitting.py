"""Cases that come in as texts, from an export: the same checks as a live act, before any is kept.

What such a file says of a case is believed where nothing else can say it, and then only within
bounds; what follows from the records is worked out from them.
"""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple, cast
from unicodedata import is_normalized

from caseflow._typed import short
from caseflow.cases import Case, Record
from caseflow.codec import canonical_json
from caseflow.codec._canonical import parse_json
from caseflow.errors import HistoryError, TextInvalidError, ValueInvalidError
from caseflow.keys import RESERVED_KEYS, ReservedKey, clean_key
from caseflow.service._definitions import worked_by
from caseflow.service._sealing import aside_of
from caseflow.service._summaries import UNDATED, Dates
from caseflow.service._validation import checked_unit, refuse_unkeepable, refuse_unseen
from caseflow.service._verification import Verification
from caseflow.service._work import Work
from caseflow.stores import (
    GENESIS,
    CaseSummary,
    Ops,
    Raised,
    StoredCase,
    StoredRecord,
    link,
    micros,
)
from caseflow.values import aware, clean_number, clean_text, iso_instant

__all__ = ["Admissions", "Exported"]

_LARGEST = 2**63 - 1
_MOST_TRIES = 2**31 - 1
_LONGEST_ERROR = 20_000
#: What `canonical_json` writes, of values whose texts need no look.
_write = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode

#: What may be a character that cannot be kept, in a text or escaped.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]|\\\\u")

#: Expiries of one case: each is raised once for a date, and dates of a case are few.
_MOST_RAISED = 10_000


@short(hides=("records",))
class Exported(NamedTuple):
    """A case as an export writes it: what its summary said, and its records as text and hash."""

    case_id: object
    procedure: object
    unit: object
    state: object
    wake_at: object
    tries: object
    dead_lettered: object
    raised: Sequence[tuple[object, object]]
    records: Sequence[tuple[str, str]]


class Admissions:
    """Check cases of one export; what is loaded is looked up once."""

    def __init__(self, work: Work, verification: Verification) -> None:
        """Take the logic that reads records, and what says whether a sweep will come."""
        self._work = work
        self._verification = verification
        self._loaded: frozenset[tuple[str, str]] = frozenset()

    def admitted(self, given: Exported, now: int) -> Ops[tuple[StoredCase, tuple[Raised, ...]]]:
        """Return the case as it is to be kept, and what was raised on it; nothing is kept here.

        Raises:
            CaseflowError: a live service would not have kept it, and why; or what it is worked by
                is not loaded.
        """
        case_id = clean_number(given.case_id, name="case_id")
        if not case_id:
            raise ValueInvalidError("case_id", case_id, "the number of a case")
        stored_records = _stored_records(case_id, given.records)
        tries = _whole(given.tries, "tries", 0, _MOST_TRIES)
        dead_lettered = given.dead_lettered
        if dead_lettered is not None:
            dead_lettered = clean_text(dead_lettered, name="parked", limit=_LONGEST_ERROR)
        if aside_of(stored_records) is not None:
            return StoredCase(_aside(case_id, given, stored_records[-1]), stored_records), ()
        records: list[Record] = []
        for stored in stored_records:
            record = yield from self._work.sealer.record(case_id, stored.text)
            records.append(record)
        case = self._work.engine.replay(records)
        if case.id != case_id:
            raise HistoryError(case_id, 0, "its records are those of another case")
        yield from self._refuse_unloaded(case)
        derived, listing = self._work.summaries.derived(case, stored_records[-1].hash)
        if given.state != derived.state:
            problem = "it does not stand where its last record leads"
            raise HistoryError(case_id, derived.seq, problem)
        raised = _raised(given.raised) if derived.is_open else ()
        unit = checked_unit(clean_text(given.unit, name="unit"))
        summary = derived._replace(
            unit=unit, tries=tries, dead_lettered=dead_lettered, wake_at=self._wake(given)
        )
        if (
            derived.is_open
            and dead_lettered is None
            and not _is_first(summary.wake_at, derived.wake_at)
        ):
            missed = self._verification.missed(summary, case, frozenset(raised), now)
            if missed is not None:
                summary = summary._replace(
                    wake_at=missed[0] if derived.wake_at is None else derived.wake_at
                )
        elif not derived.is_open and derived[7:9] == UNDATED:
            summary = summary._replace(wake_at=None)
        if listing is not None:
            listing = listing._replace(unit=unit)
        return StoredCase(summary, stored_records, listing), raised

    def _wake(self, given: Exported) -> int | None:
        """Return when to look at the case, as the file says: sweeps move it."""
        if given.wake_at is None:
            return None
        return _whole(given.wake_at, "wake_at", -_LARGEST, _LARGEST)

    def _refuse_unloaded(self, case: Case) -> Ops[None]:
        names = frozenset(worked_by(case))
        if names <= self._loaded:
            return
        missing = yield from self._work.keeper.missing(names)
        if missing:
            kind, name = missing[0]
            problem = f"{kind} {name} is neither in the file nor kept; it cannot be worked"
            raise HistoryError(case.id, 0, problem)
        self._loaded |= names


def _is_first(wake_at: int | None, first: int | None) -> bool:
    """Return whether a case wakes no later than for the first of its expiries."""
    return wake_at is not None and first is not None and wake_at <= first


def _stored_records(case_id: str, records: Sequence[tuple[str, str]]) -> tuple[StoredRecord, ...]:
    """Return the records with the columns that follow from their texts; the chain is checked."""
    stored_records: list[StoredRecord] = []
    previous = GENESIS
    for seq, (text, said) in enumerate(records):
        if link(previous, text) != said:
            problem = "its hash does not follow from what is before"
            raise HistoryError(case_id, seq, problem)
        stored_records.append(_stored(case_id, seq, text, said))
        previous = said
    if not stored_records:
        raise HistoryError(case_id, 0, "there are no records")
    return tuple(stored_records)


def _stored(case_id: str, seq: int, text: str, said: str) -> StoredRecord:
    data = parse_json(text, f"record {seq}")
    if not isinstance(data, dict):
        raise HistoryError(case_id, seq, "it is no record")
    record = cast("dict[str, object]", data)
    # What is not as canonical text has it was never written by a service: NFD, floats, spaces.
    if not _is_canonical(text, record):
        raise HistoryError(case_id, seq, "it is not written as records are; export it again")
    refuse_unkeepable(record, text)
    actor = record.get("actor")
    name = cast("dict[str, object]", actor).get("id") if isinstance(actor, dict) else None
    key, action = record.get("key"), record.get("action")
    if not isinstance(name, str) or not isinstance(action, str):
        raise HistoryError(case_id, seq, "it does not say who did what")
    if key is not None:
        key = _key(key)
    refuse_unseen(name, key)
    if record.get("seq") != seq:
        problem = f"its text is that of record {str(record.get('seq'))[:20]}"
        raise HistoryError(case_id, seq, problem)
    at = micros(aware(iso_instant(cast("str", record.get("at"))), name="at"))
    return StoredRecord(seq, at, action, name, key, text, said)


def _is_canonical(text: str, record: dict[str, object]) -> bool:
    """Return whether *text* is that of *record* as `canonical_json` writes it."""
    if _write(record) != text:
        return False
    if is_normalized("NFC", text) and _ODD.search(text) is None:
        return True
    # Each text in it is looked at, which takes twenty times as long.
    return canonical_json(record) == text


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TextInvalidError("key", f"{type(key).__name__} is not text", "text")
    # Whether a key that caseflow makes stands for what it should is looked at where it counts.
    cleaned = clean_key(ReservedKey(key) if key.startswith(RESERVED_KEYS) else key)
    if not cleaned.strip():
        raise ValueInvalidError("key", key, "a key that says something")
    return cleaned


def _aside(case_id: str, given: Exported, last: StoredRecord) -> CaseSummary:
    """Return the summary of a case set aside: as the file says, for nobody can read the records."""
    procedure, unit, state = (
        clean_text(value, name=name, limit=200)
        for name, value in (
            ("procedure", given.procedure),
            ("unit", given.unit),
            ("state", given.state),
        )
    )
    fields = (procedure, unit, state, False, last.seq, last.hash)
    return CaseSummary(case_id, *fields, *Dates())


def _raised(given: Sequence[tuple[object, object]]) -> tuple[Raised, ...]:
    if len(given) > _MOST_RAISED:
        raise ValueInvalidError("raised", len(given), f"at most {_MOST_RAISED}")
    return tuple(
        dict.fromkeys(
            Raised(
                clean_text(name, name="expiry", limit=200), _whole(at, "at", -_LARGEST, _LARGEST)
            )
            for name, at in given
        )
    )


def _whole(value: object, what: str, least: int, most: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise ValueInvalidError(what, value, f"a whole number from {least} to {most}")
