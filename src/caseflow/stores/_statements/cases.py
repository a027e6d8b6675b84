"""Cases and their records: load, append, import.

A record is appended by one statement on PostgreSQL: a lost race is then no row, not an aborted
transaction.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from caseflow.stores._kept import (
    CaseSummary,
    Change,
    Message,
    Raised,
    StoredCase,
    StoredRecord,
)
from caseflow.stores._ops import Ops, Statement, Value, atomic
from caseflow.stores._statements.dialects import SqlDialect, array, cast_as
from caseflow.stores._statements.lists import handed_over, listed_after, listed_at_once
from caseflow.stores._statements.rows import HEAD, LIST_COLUMNS, list_values, summaries

__all__ = ["CaseStatements"]

_ENTRY = "r.seq, r.at, r.action, r.actor, r.key, r.text, r.hash"
_SUMMARY_WIDTH = 11

_LOAD = (
    f"select {HEAD}, {_ENTRY} from cf_case c "
    "left join cf_record r on r.case_id = c.case_id and r.agency = c.agency and r.seq > ? "
    "where c.case_id = ? and c.agency = ? order by r.seq"
)
_ENTRIES = (
    f"select {_ENTRY} from cf_record r where r.case_id = ? and r.agency = ? and r.seq > ? "
    "order by r.seq limit ?"
)
_SCAN = (
    f"select r.case_id, {_ENTRY} from cf_record r "
    "where r.agency = ? and (r.case_id, r.seq) > (?, ?) order by r.case_id, r.seq limit ?"
)
#: Columns with their types, in the order of a `CaseSummary`, and behind a case of a
#: `StoredRecord`, a `Raised`.
_CASE_COLUMNS = {
    "case_id": "text", "procedure": "text", "unit": "text", "state": "text",
    "is_open": "smallint", "last_seq": "integer", "head": "text", "due_at": "bigint",
    "wake_at": "bigint", "tries": "integer", "parked": "text",
}  # fmt: skip
_RECORD_COLUMNS = {
    "case_id": "text", "seq": "integer", "at": "bigint", "action": "text", "actor": "text",
    "key": "text", "text": "text", "hash": "text",
}  # fmt: skip
_POSTED_COLUMNS = {
    "case_id": "text",
    "ref": "text",
    "seq": "integer",
    "kind": "text",
    "body": "text",
    "next_at": "bigint",
}
_WORK_COLUMNS = {"case_id": "text", **LIST_COLUMNS}
_RAISED_COLUMNS = {"case_id": "text", "name": "text", "at": "bigint"}
_RECORDED = f"insert into cf_record (agency, {', '.join(_RECORD_COLUMNS)})"
_KEPT = f"{_RECORDED} values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_MESSAGE_COLUMNS = "case_id, ref, agency, seq, kind, body, next_at"

_OPENED = (
    "insert into cf_case (case_id, agency, procedure, unit, state, is_open, last_seq, head, "
    "due_at, wake_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_OPENED_ONCE = f"{_OPENED} on conflict do nothing returning case_id"
_MOVED = "update cf_case set state = ?, last_seq = ?, head = ?"
_PLACED = ", unit = ?, is_open = ?"
_DATED = ", due_at = ?, wake_at = ?, tries = 0, parked = null"
_WHERE_BEFORE = " where case_id = ? and agency = ? and last_seq = ? and head = ?"
_RETURNING = " returning case_id"

#: On PostgreSQL the owner's function appends a record, for the role of a portal may not.
_APPENDED = "select cf_append({})".format(
    cast_as(
        *("text", "text", "text", "text", "text", "smallint", "bigint", "bigint", "text"),
        *tuple(_RECORD_COLUMNS.values())[1:],
        *("smallint", "smallint", "text[]", "text[]", "text[]"),
    )
)
#: The same, and what the case is listed by.
_APPENDED_LISTED = _APPENDED.replace("cf_append(", "cf_append_listed(")[:-1] + (
    ", cast(? as bigint[]), cast(? as text))"
)
_WENT_ON = "select cf_go_on({})".format(
    cast_as("text", "text", "text", "text", *tuple(_RECORD_COLUMNS.values())[1:])
)
#: Where a message has its ref, kind and body.
_POSTED_PLACES = (1, 3, 4)

_MESSAGE_TYPES = "text", "text", "integer", "text", "text", "bigint"


@cache
def _moving(keeps_place: bool, keeps_dates: bool, returns: bool) -> str:  # noqa: FBT001
    """Return the text that moves a case on; an index is written to if a column is named."""
    placed, dated = "" if keeps_place else _PLACED, "" if keeps_dates else _DATED
    return f"{_MOVED}{placed}{dated}{_WHERE_BEFORE}{_RETURNING if returns else ''}"


@cache
def _one_statement(moved: str, messages: int, listed: str = "") -> str:
    """Return the statement by which PostgreSQL appends a record with so many messages."""
    posted = ""
    if messages:
        rows = ", ".join(f"({cast_as(*_MESSAGE_TYPES)})" for _ in range(messages))
        posted = (
            f", posted as (insert into cf_outbox ({_MESSAGE_COLUMNS}) "
            f"select moved.case_id, m.* from moved, (values {rows}) as m)"
        )
    return (
        f"with moved as ({moved}), kept as ({_RECORDED} select cast(? as text), case_id, "
        f"{cast_as(*tuple(_RECORD_COLUMNS.values())[1:])} from moved){posted}{listed} "
        "select count(*) from moved"
    )


class CaseStatements(SqlDialect):
    """Make the statements about cases and records."""

    def load(self, case_id: str, after: int = -1) -> Ops[StoredCase | None]:
        """Return a case with its records after *after*, as they stood at one instant."""
        rows = yield Statement(_LOAD, (after, case_id, self.agency))
        if not rows:
            return None
        found = (row[_SUMMARY_WIDTH:] for row in rows if row[_SUMMARY_WIDTH] is not None)
        (summary,) = summaries([rows[0][:_SUMMARY_WIDTH]])
        return StoredCase(summary, tuple(StoredRecord(*stored) for stored in found))

    def append(self, change: Change) -> Ops[bool]:
        """Keep one more record and its messages; False if the case is not at the one before."""
        touches = change.listing is not None or not (change.keeps_place and change.keeps_dates)
        if self.takes_whole and not touches and change.record.seq:
            return bool((yield self._move(change, self._following(change))))
        ways = [self._way(change, listed=True)] if touches else []
        if self.calls:
            ways.append(lambda: self.alone(self._call_to_append(change)))
        return (yield from self.first_of(*ways, self._way(change, listed=False)))

    def _way(self, change: Change, *, listed: bool) -> Callable[[], Ops[bool]]:
        """Return the way to append on this database, with what the case is listed by or without."""
        if self.calls and listed:
            return lambda: self.alone(self._call_to_append(change, listed=True))
        if self.is_postgres:
            return lambda: self.alone(self._append_at_once(change, listed=listed))
        if self.takes_whole and change.record.seq:
            return lambda: self._append_whole(change, listed=listed)
        return lambda: atomic(self._append(change, listed=listed))

    def _append_whole(self, change: Change, *, listed: bool) -> Ops[bool]:
        return bool((yield self._move(change, self._following(change, listed=listed))))

    def _call_to_append(self, change: Change, *, listed: bool = False) -> Ops[bool]:
        summary = change.summary
        if listed:
            values = (*self._called(change), *handed_over(change.listing))
            rows = yield Statement(_APPENDED_LISTED, values, is_call=True)
        elif _goes_on(change):
            values = (self.agency, summary.case_id, summary.state, change.previous, *change.record)
            rows = yield Statement(_WENT_ON, values, is_call=True)
        else:
            rows = yield Statement(_APPENDED, self._called(change), is_call=True)
        return bool(rows[0][0])

    def _append_at_once(self, change: Change, *, listed: bool) -> Ops[bool]:
        if change.record.seq == 0:
            moved, values = _OPENED_ONCE, self._opened(change.summary)
        else:
            moved, values = self._move(change)[:2]
        text, row = listed_at_once(change, self.agency) if listed else ("", ())
        rows = yield Statement(
            _one_statement(moved, len(change.messages), text),
            (*values, self.agency, *change.record, *self._messages(change), *row),
        )
        return bool(rows[0][0])

    def _called(self, change: Change) -> tuple[Value, ...]:
        """Return what the function that appends is handed."""
        summary = change.summary
        posted: tuple[Value, ...] = (None, None, None)
        if change.messages:
            posted = tuple(
                array([each[place] for each in change.messages]) for place in _POSTED_PLACES
            )
        return (
            self.agency,
            summary.case_id,
            summary.procedure,
            summary.unit,
            summary.state,
            int(summary.is_open),
            summary.due_at,
            summary.wake_at,
            change.previous,
            *change.record,
            int(not change.keeps_place),
            int(not change.keeps_dates),
            *posted,
        )

    def _append(self, change: Change, *, listed: bool) -> Ops[bool]:
        summary = change.summary
        if change.record.seq == 0:
            known = yield Statement("select 1 from cf_case where case_id = ?", (summary.case_id,))
            if known:
                return False
            yield Statement(_OPENED, self._opened(summary))
        else:
            moved = yield self._move(change)
            if not moved:
                return False
        for statement in self._following(change, listed=listed):  # noqa: UP028 - a tuple cannot be sent rows
            yield statement
        return True

    def _move(self, change: Change, then: tuple[Statement, ...] = ()) -> Statement:
        """Return the statement that moves the case on; it gives a row if the case was there."""
        sql = _moving(change.keeps_place, change.keeps_dates, not then)
        return Statement(sql, self._moved(change), then)

    def _following(self, change: Change, *, listed: bool = False) -> tuple[Statement, ...]:
        """Return the statements that keep the record and its messages, once the case is moved."""
        case_id = change.summary.case_id
        row = listed_after(change, self.agency) if listed else ()
        kept = Statement(_KEPT, (self.agency, case_id, *change.record))
        if not change.messages:
            return kept, *row
        rows = ", ".join("(?, ?, ?, ?, ?, ?, ?)" for _ in change.messages)
        values: list[Value] = []
        for place in range(len(change.messages)):
            values += (case_id, *self._message(change, place))
        posted = f"insert into cf_outbox ({_MESSAGE_COLUMNS}) values {rows}"
        return kept, Statement(posted, tuple(values)), *row

    def _opened(self, summary: CaseSummary) -> tuple[Value, ...]:
        return (
            summary.case_id,
            self.agency,
            summary.procedure,
            summary.unit,
            summary.state,
            int(summary.is_open),
            summary.seq,
            summary.hash,
            summary.due_at,
            summary.wake_at,
        )

    def _moved(self, change: Change) -> tuple[Value, ...]:
        summary = change.summary
        place = () if change.keeps_place else (summary.unit, int(summary.is_open))
        dates = () if change.keeps_dates else (summary.due_at, summary.wake_at)
        return (
            summary.state,
            summary.seq,
            summary.hash,
            *place,
            *dates,
            summary.case_id,
            self.agency,
            change.record.seq - 1,
            change.previous,
        )

    def _message(self, change: Change, place: int) -> tuple[Value, ...]:
        message = change.messages[place]
        return (
            message.ref,
            self.agency,
            message.seq,
            message.kind,
            message.body,
            change.record.at,
        )

    def _messages(self, change: Change) -> tuple[Value, ...]:
        places = range(len(change.messages))
        return tuple(value for place in places for value in self._message(change, place))

    def insert_many(
        self,
        cases: Sequence[StoredCase],
        raised: Sequence[tuple[str, Raised]] = (),
        messages: Sequence[Message] = (),
    ) -> Ops[None]:
        """Keep whole cases that are not kept yet, and what was raised on which; all or none.

        For imports, a few thousand at a time. *messages* are those of the records that are still
        to be delivered.
        """
        if cases:
            rows = [each for each in cases if each.listing is not None]
            yield from self.first_of(
                lambda: atomic(self._insert_many(cases, raised, messages, rows)),
                lambda: atomic(self._insert_many(cases, raised, messages, ())),
            )

    def _insert_many(
        self,
        cases: Sequence[StoredCase],
        raised: Sequence[tuple[str, Raised]],
        messages: Sequence[Message],
        listed: Sequence[StoredCase],
    ) -> Ops[None]:
        yield self._bulk("cf_case", _CASE_COLUMNS, [kept.summary for kept in cases])
        if listed:
            yield self._bulk("cf_work", _WORK_COLUMNS, [_work_row(kept) for kept in listed])
        stored_records = [
            (kept.summary.case_id, *stored) for kept in cases for stored in kept.records
        ]
        yield self._bulk("cf_record", _RECORD_COLUMNS, stored_records)
        if raised:
            rows = [(case_id, *each) for case_id, each in raised]
            yield self._bulk("cf_raised", _RAISED_COLUMNS, rows)
        if messages:
            at = {
                (kept.summary.case_id, stored.seq): stored.at
                for kept in cases
                for stored in kept.records
            }
            posted = [
                (each.case_id, each.ref, each.seq, each.kind, each.body, at[each.case_id, each.seq])
                for each in messages
            ]
            yield self._bulk("cf_outbox", _POSTED_COLUMNS, posted)

    def _bulk(
        self, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Value]]
    ) -> Statement:
        """Return the statement that keeps *rows*, at the speed of a bulk load.

        However many they are, they are a few texts: PostgreSQL takes an array for each column,
        SQLite all of them as JSON. `copy` would be as fast, but knows no row-level security.
        """
        into = f"insert into {table} (agency, {', '.join(columns)}) select cast(? as text)"
        if self.is_postgres:
            arrays = ", ".join(f"cast(? as {kind}[])" for kind in columns.values())
            texts = [array(column) for column in zip(*rows, strict=True)]
            return Statement(f"{into}, x.* from unnest({arrays}) as x", (self.agency, *texts))
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        picked = ", ".join(f"value ->> {place}" for place in range(len(columns)))
        return Statement(f"{into}, {picked} from json_each(?)", (self.agency, text))

    def records(
        self, case_id: str, after: int = -1, limit: int = 500
    ) -> Ops[tuple[StoredRecord, ...]]:
        """Return at most *limit* records of a case after *after*, in order."""
        rows = yield Statement(_ENTRIES, (case_id, self.agency, after, limit))
        return tuple(StoredRecord(*row) for row in rows)

    def scan(
        self, after: str = "", seq: int = -1, limit: int = 500
    ) -> Ops[tuple[tuple[str, StoredRecord], ...]]:
        """Return the records of all cases after record *seq* of case *after*, in order."""
        rows = yield Statement(_SCAN, (self.agency, after, seq, limit))
        return tuple((row[0], StoredRecord(*row[1:])) for row in rows)


def _goes_on(change: Change) -> bool:
    """Return whether a record moves no clock, stays with its unit and asks for nothing."""
    keeps = change.keeps_dates and change.keeps_place and not change.messages
    return bool(keeps and change.record.seq)


def _work_row(kept: StoredCase) -> tuple[Value, ...]:
    found = kept.listing
    return (kept.summary.case_id, *(() if found is None else list_values(found)))
