"""What may come in to be kept: checked before anything is written, the same for every store.

Text is NFC, whole numbers fit eight bytes, records are small: a document is kept elsewhere, and the
record holds where and its hash.
"""

from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from typing import cast
from unicodedata import normalize

from caseflow.codec import canonical_json
from caseflow.codec._canonical import LARGEST_INT, MOST_LISTED
from caseflow.errors import ValueInvalidError
from caseflow.keys import ReservedKey, clean_key
from caseflow.stores import Query
from caseflow.values import Actor, aware, clean_number, clean_text, is_plain_time, utc
from caseflow.workflow import FactValue

__all__ = [
    "LARGEST_PAYLOAD",
    "LARGEST_RECORD",
    "LONGEST_LEASE",
    "MOST_LISTED",
    "MOST_ROWS",
    "checked_after",
    "checked_instants",
    "checked_key",
    "checked_lease",
    "checked_limit",
    "checked_name",
    "checked_number",
    "checked_query",
    "checked_ref",
    "checked_tries",
    "checked_unit",
    "clean_facts",
    "refuse_no_instant",
    "refuse_unkeepable",
    "refuse_unseen",
]

#: Bytes of a payload as canonical JSON in UTF-8.
LARGEST_PAYLOAD = 64 * 1024

#: Bytes of a whole record likewise: beside its payload its facts, roles, clocks and effects.
LARGEST_RECORD = 2 * LARGEST_PAYLOAD

#: What one call may ask for: more is read in pages, each after the last of the one before.
MOST_ROWS = 10_000

#: A claim holds no longer: a worker that died is relieved within it.
LONGEST_LEASE = timedelta(days=1)

_LARGEST_SEQ = 2**31 - 1
_LONGEST_NAME = 200

#: What a query asks of work lists only, with what it is where it does not.
_ONLY_LISTED = {
    name: Query._field_defaults[name]
    for name in ("states", "assigned_to", "follow_up_before", "order", "cursor")
}


def checked_number(case_id: str) -> str:
    """Return the number of a case as it is kept.

    >>> checked_number("H17.02-260302-0001")
    'H17.02-260302-0001'

    Raises:
        TextInvalidError: it cannot be kept.
        ValueInvalidError: it is empty.
    """
    return case_id if _is_plain(case_id) else _name(case_id, "case_id")


def checked_instants(at: datetime, entered_at: datetime | None) -> tuple[datetime, datetime | None]:
    """Return when an act happened and when it was entered, as a wall clock shows those instants.

    >>> from zoneinfo import ZoneInfo
    >>> skipped = datetime(2026, 3, 29, 2, 45, tzinfo=ZoneInfo("Europe/Amsterdam"))
    >>> checked_instants(skipped, None)[0].isoformat()
    '2026-03-29T03:45:00+02:00'

    Two instants of one zone compare on the wall clock where speed counts. That is right for every
    time a clock shows, and wrong for one in the hour it skips, which somebody may have typed.

    Raises:
        NaiveDatetimeError, ValueInvalidError: see `caseflow.values.aware` and `utc`.
    """
    return _shown(at, "at"), None if entered_at is None else _shown(entered_at, "entered_at")


def _shown(at: datetime, name: str) -> datetime:
    # Nearly every time is one that its zone shows once, and is kept as it is.
    if is_plain_time(aware(at, name=name)) and MINYEAR < at.year < MAXYEAR:
        return at
    shown = utc(at).astimezone(at.tzinfo)
    return at if shown.replace(tzinfo=None) == at.replace(tzinfo=None) else shown


def checked_key(key: str | None) -> str | None:
    """Return an idempotency key as it is kept; one that caseflow made stays a `ReservedKey`.

    Raises:
        TextInvalidError, ValueInvalidError: see `checked_number`.
        KeyReservedError: it came from outside and begins as one of caseflow's own does.
    """
    if key is None:
        return None
    if ":" not in key and _is_plain(key):
        return key
    cleaned = _name(key, "key")
    return ReservedKey(cleaned) if isinstance(key, ReservedKey) else clean_key(cleaned)


def checked_ref(ref: str | None) -> str | None:
    """Return the reference of a message as it is kept; raises as `checked_number` does."""
    return None if ref is None else _name(ref, "ref")


def checked_unit(unit: str) -> str:
    """Return the unit of a case as it is kept; it may be empty.

    Raises:
        TextInvalidError: it cannot be kept.
    """
    return clean_text(unit, name="unit", limit=_LONGEST_NAME)


def checked_query(query: Query) -> Query:
    r"""Return *query* with its texts as they are kept, so that it finds them.

    >>> checked_query(Query(unit="Ho\u0300a Vang")).unit == "H\u00f2a Vang"
    True

    Raises:
        TextInvalidError: one of its texts cannot be kept, so no case has it.
        ValueInvalidError: it asks for less than one case or more than `MOST_ROWS`, its instant is
            no datetime, whether cases are open is no truth value, or it asks for what only
            `CaseService.work_list` answers.
        NaiveDatetimeError: its instant has no zone.
    """
    checked_limit(query.limit)
    if query.is_open is not None and type(query.is_open) is not bool:
        raise ValueInvalidError("is_open", query.is_open, "True, False, or None for both")
    refuse_no_instant(query.due_before, "due_before")
    for name, value in _ONLY_LISTED.items():
        if getattr(query, name) != value:
            allowed = "only what finds cases by number; ask `work_list`"
            raise ValueInvalidError(name, getattr(query, name), allowed)
    return query._replace(
        procedure=_asked(query.procedure, "procedure"),
        unit=_asked(query.unit, "unit"),
        state=_asked(query.state, "state"),
        text=_asked(query.text, "text") or "",
        after=clean_text(query.after, name="after", limit=_LONGEST_NAME),
    )


def refuse_no_instant(at: object, name: str) -> None:
    """Refuse what is no aware instant; numbers are what a store keeps, and mean nothing here."""
    if at is None:
        return
    if not isinstance(at, datetime):
        allowed = "an aware datetime, as datetime(2026, 3, 2, 9, tzinfo=zone)"
        raise ValueInvalidError(name, at, allowed)
    aware(at, name=name)


def checked_limit(limit: int) -> int:
    """Return how many rows one call asks for.

    Raises:
        ValueInvalidError: it is not a whole number from 1 to `MOST_ROWS`.
    """
    return _whole(limit, "limit", 1, MOST_ROWS)


def checked_after(seq: int) -> int:
    """Return after which record to read.

    Raises:
        ValueInvalidError: it is not the number of a record, nor -1 for all of them.
    """
    return _whole(seq, "after", -1, _LARGEST_SEQ)


def checked_tries(tries: int) -> int:
    """Return how often to decide; less than once would do nothing, and call it overtaken.

    Raises:
        ValueInvalidError: it is not a whole number from 1.
    """
    return _whole(tries, "tries", 1, _LARGEST_SEQ)


def checked_lease(lease: timedelta) -> int:
    """Return for how many microseconds a claim is to hold.

    Raises:
        ValueInvalidError: that is none, or more than `LONGEST_LEASE`.
    """
    is_time = isinstance(cast("object", lease), timedelta)
    if not is_time or not timedelta(0) < lease <= LONGEST_LEASE:
        raise ValueInvalidError("lease", lease, f"a time up to {LONGEST_LEASE}")
    return lease // timedelta(microseconds=1)


def _whole(value: object, what: str, least: int, most: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    raise ValueInvalidError(what, value, f"a whole number from {least} to {most}")


def checked_name(value: str, what: str) -> str:
    """Return a short text as it is kept; raises `TextInvalidError`."""
    return clean_text(value, name=what, limit=_LONGEST_NAME)


def _asked(value: str | None, what: str) -> str | None:
    return None if value is None else checked_name(value, what)


def _is_plain(value: str) -> bool:
    """Return whether *value* is a short text of plain letters and signs, which is kept as it is."""
    return (
        value.__class__ is str
        and value.isascii()
        and value.isprintable()
        and 0 < len(value) <= _LONGEST_NAME
        and not value.isspace()
    )


def _name(value: str, what: str) -> str:
    cleaned = clean_text(value, name=what, limit=_LONGEST_NAME)
    if not cleaned.strip():
        raise ValueInvalidError(what, value, f"text of 1 to {_LONGEST_NAME} characters")
    return cleaned


def checked_reason(reason: str, by: Actor) -> str:
    """Return why *by* sets something aside, on one line; raises `ValueInvalidError` on nothing."""
    reason = " ".join(clean_text(reason, name="reason", limit=1_000).split())
    for name, text in (("reason", reason), ("by", by.id.strip())):
        if not text:
            raise ValueInvalidError(name, text, "a text for the record")
    return reason


def refuse_unseen(actor: str, key: str | None) -> None:
    """Refuse who acts, or a key, of a new record if not all of it can be seen.

    Two that look alike would be distinguished by nobody. What is read from a store is not asked:
    what was kept before this rule stays readable.

    Raises:
        TextInvalidError: a character takes no place or turns the order of others round.
    """
    if not (actor.isascii() and actor.isprintable()):
        clean_number(actor, name="actor")
    if key is not None and not (key.isascii() and key.isprintable()):
        clean_number(key, name="key")


def refuse_unkeepable(record: Mapping[str, object], text: str, *, is_narrow: bool = False) -> None:
    """Refuse a record, as JSON values and as canonical *text*, that some store could not keep.

    Of one that *is_narrow* the numbers and lists are known to be small.

    Raises:
        ValueInvalidError: its payload is too large, or all of it, or a number or a list in it.
    """
    payload = record.get("payload")
    if len(text) * 4 > LARGEST_PAYLOAD:
        size = len(canonical_json(payload).encode())
        if size > LARGEST_PAYLOAD:
            raise ValueInvalidError(
                "payload",
                f"{size} bytes",
                f"at most {LARGEST_PAYLOAD} bytes; keep documents elsewhere, and here where "
                "they are and their hash",
            )
    if len(text) * 4 > LARGEST_RECORD:
        size = len(text.encode())
        if size > LARGEST_RECORD:
            raise ValueInvalidError(
                "record",
                f"{size} bytes",
                f"at most {LARGEST_RECORD} bytes with its facts and the roles of its actor; keep "
                "documents elsewhere, and here where they are and their hash",
            )
    if is_narrow:
        return
    if payload is not None:
        _refuse_wide(payload)
    if "facts" in record:
        _refuse_wide(record["facts"])


def _refuse_wide(value: object) -> None:
    if isinstance(value, int):
        if not -LARGEST_INT <= value <= LARGEST_INT:
            raise ValueInvalidError("number", value, f"a whole number up to {LARGEST_INT}")
    elif isinstance(value, Mapping):
        for each in cast("Mapping[str, object]", value).values():
            _refuse_wide(each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        stored_records = cast("Sequence[object]", value)
        if len(stored_records) > MOST_LISTED:
            listed = f"{len(stored_records)} entries"
            raise ValueInvalidError("list", listed, f"at most {MOST_LISTED} in one list")
        for each in stored_records:
            _refuse_wide(each)


def clean_facts(facts: Mapping[str, FactValue] | None) -> dict[str, FactValue]:
    """Return facts as they are read back: their texts are NFC."""
    return {
        normalize("NFC", name): normalize("NFC", value) if isinstance(value, str) else value
        for name, value in (facts or {}).items()
    }
