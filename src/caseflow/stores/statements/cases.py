"""Cases and their records: load, append, find.

May import: `ops` and `kept`, and `dialects` beside it. A record is appended by one statement on
PostgreSQL: a lost race is then no row, not an aborted transaction.
"""

import json
from collections.abc import Sequence
from functools import cache

from caseflow.stores.kept import Change, Entry, Head, Kept, Query
from caseflow.stores.ops import Ops, Row, Statement, Value, atomic
from caseflow.stores.statements.dialects import Spoken

__all__ = ["CaseStatements"]

_HEAD = (
    "c.case_id, c.procedure, c.unit, c.state, c.is_open, c.last_seq, c.head, c.due_at, c.wake_at, "
    "c.tries, c.parked"
)
_ENTRY = "r.seq, r.at, r.action, r.actor, r.key, r.text, r.hash"
_HEAD_WIDTH = 11

_LOAD = (
    f"select {_HEAD}, {_ENTRY} from cf_case c "
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

_CASE_COLUMNS = (
    "case_id, agency, procedure, unit, state, is_open, last_seq, head, due_at, wake_at, tries, "
    "parked"
)
_RECORD_COLUMNS = "case_id, seq, agency, at, action, actor, key, text, hash"
_MESSAGE_COLUMNS = "case_id, ref, agency, seq, kind, body, next_at"

_OPENED = (
    "insert into cf_case (case_id, agency, procedure, unit, state, is_open, last_seq, head, "
    "due_at, wake_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_MOVED = "update cf_case set unit = ?, state = ?, is_open = ?, last_seq = ?, head = ?"
_DATED = ", due_at = ?, wake_at = ?, tries = 0, parked = null"
_WHERE_BEFORE = " where case_id = ? and agency = ? and last_seq = ? and head = ? returning case_id"

_RECORD_TYPES = "integer", "text", "bigint", "text", "text", "text", "text", "text"
_MESSAGE_TYPES = "text", "text", "integer", "text", "text", "bigint"

#: Whole cases as one JSON text, which is read by either database at the speed of a bulk load.
_CASE_TYPES = (
    "text", "text", "text", "text", "text", "integer", "integer", "text", "bigint", "bigint",
    "integer", "text",
)  # fmt: skip
_WHOLE_RECORD_TYPES = "text", *_RECORD_TYPES


def _cast(types: Sequence[str]) -> str:
    return ", ".join(f"cast(? as {each})" for each in types)


@cache
def _one_statement(is_new: bool, keeps_dates: bool, messages: int) -> str:  # noqa: FBT001
    """Return the statement by which PostgreSQL appends a record with so many messages."""
    if is_new:
        moved = f"{_OPENED} on conflict do nothing returning case_id"
    else:
        moved = _MOVED + ("" if keeps_dates else _DATED) + _WHERE_BEFORE
    posted = ""
    if messages:
        rows = ", ".join(f"({_cast(_MESSAGE_TYPES)})" for _ in range(messages))
        posted = (
            f", posted as (insert into cf_outbox ({_MESSAGE_COLUMNS}) "
            f"select moved.case_id, m.* from moved, (values {rows}) as m)"
        )
    return (
        f"with moved as ({moved}), kept as (insert into cf_record ({_RECORD_COLUMNS}) "
        f"select case_id, {_cast(_RECORD_TYPES)} from moved){posted} select count(*) from moved"
    )


class CaseStatements(Spoken):
    """Make the statements about cases and records."""

    def load(self, case_id: str, after: int = -1) -> Ops[Kept | None]:
        """Return a case with its entries after *after*, as they stood at one instant."""
        rows = yield Statement(_LOAD, (after, case_id, self.agency))
        if not rows:
            return None
        found = (row[_HEAD_WIDTH:] for row in rows if row[_HEAD_WIDTH] is not None)
        return Kept(_head(rows[0][:_HEAD_WIDTH]), tuple(Entry(*entry) for entry in found))

    def append(self, change: Change) -> Ops[bool]:
        """Keep one more record and its messages; False if the case is not at the one before."""
        if not self.is_postgres:
            return (yield from atomic(self._append(change)))
        return (yield from self.alone(self._append_at_once(change)))

    def _append_at_once(self, change: Change) -> Ops[bool]:
        is_new = change.entry.seq == 0
        keeps_dates = change.keeps_dates and not is_new
        sql = _one_statement(is_new, keeps_dates, len(change.messages))
        moved = self._opened(change.head) if is_new else self._moved(change, keeps_dates)
        values = (*moved, *self._record(change.entry), *self._messages(change))
        rows = yield Statement(sql, values)
        return bool(rows[0][0])

    def _append(self, change: Change) -> Ops[bool]:
        head, entry = change.head, change.entry
        if entry.seq == 0:
            known = yield Statement("select 1 from cf_case where case_id = ?", (head.case_id,))
            if known:
                return False
            yield Statement(_OPENED, self._opened(head))
        else:
            sql = _MOVED + ("" if change.keeps_dates else _DATED) + _WHERE_BEFORE
            moved = yield Statement(sql, self._moved(change, change.keeps_dates))
            if not moved:
                return False
        record = (head.case_id, *self._record(entry))
        yield Statement(
            f"insert into cf_record ({_RECORD_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)", record
        )
        if change.messages:
            rows = ", ".join("(?, ?, ?, ?, ?, ?, ?)" for _ in change.messages)
            values: list[Value] = []
            for place in range(len(change.messages)):
                values += (head.case_id, *self._message(change, place))
            yield Statement(
                f"insert into cf_outbox ({_MESSAGE_COLUMNS}) values {rows}", tuple(values)
            )
        return True

    def _opened(self, head: Head) -> tuple[Value, ...]:
        return (
            head.case_id,
            self.agency,
            head.procedure,
            head.unit,
            head.state,
            int(head.is_open),
            head.seq,
            head.hash,
            head.due_at,
            head.wake_at,
        )

    def _moved(self, change: Change, keeps_dates: bool) -> tuple[Value, ...]:  # noqa: FBT001
        head = change.head
        dates = () if keeps_dates else (head.due_at, head.wake_at)
        return (
            head.unit,
            head.state,
            int(head.is_open),
            head.seq,
            head.hash,
            *dates,
            head.case_id,
            self.agency,
            change.entry.seq - 1,
            change.previous,
        )

    def _record(self, entry: Entry) -> tuple[Value, ...]:
        return (
            entry.seq,
            self.agency,
            entry.at,
            entry.action,
            entry.actor,
            entry.key,
            entry.text,
            entry.hash,
        )

    def _message(self, change: Change, place: int) -> tuple[Value, ...]:
        message = change.messages[place]
        return (
            message.ref,
            self.agency,
            message.seq,
            message.kind,
            message.body,
            change.entry.at,
        )

    def _messages(self, change: Change) -> tuple[Value, ...]:
        places = range(len(change.messages))
        return tuple(value for place in places for value in self._message(change, place))

    def insert_many(self, cases: Sequence[Kept]) -> Ops[None]:
        """Keep whole cases that are not kept yet; for imports, a few thousand at a time."""
        if cases:
            yield from atomic(self._insert_many(cases))

    def _insert_many(self, cases: Sequence[Kept]) -> Ops[None]:
        heads = [(*self._opened(kept.head), kept.head.tries, kept.head.parked) for kept in cases]
        yield self._bulk("cf_case", _CASE_COLUMNS, _CASE_TYPES, heads)
        entries = [
            (kept.head.case_id, *self._record(entry)) for kept in cases for entry in kept.entries
        ]
        yield self._bulk("cf_record", _RECORD_COLUMNS, _WHOLE_RECORD_TYPES, entries)

    def _bulk(
        self, table: str, columns: str, types: Sequence[str], rows: Sequence[Sequence[Value]]
    ) -> Statement:
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
        if self.is_postgres:
            picked = ", ".join(f"cast(j ->> {place} as {kind})" for place, kind in enumerate(types))
            source = "json_array_elements(cast(? as json)) as j"
        else:
            picked = ", ".join(f"value ->> {place}" for place in range(len(types)))
            source = "json_each(?)"
        return Statement(f"insert into {table} ({columns}) select {picked} from {source}", (text,))

    def entries(self, case_id: str, after: int = -1, limit: int = 500) -> Ops[tuple[Entry, ...]]:
        """Return at most *limit* entries of a case after *after*, in order."""
        rows = yield Statement(_ENTRIES, (case_id, self.agency, after, limit))
        return tuple(Entry(*row) for row in rows)

    def scan(
        self, after: str = "", seq: int = -1, limit: int = 500
    ) -> Ops[tuple[tuple[str, Entry], ...]]:
        """Return the entries of all cases after entry *seq* of case *after*, in order."""
        rows = yield Statement(_SCAN, (self.agency, after, seq, limit))
        return tuple((row[0], Entry(*row[1:])) for row in rows)

    def find(self, query: Query) -> Ops[tuple[Head, ...]]:
        """Return the heads of cases that fit *query*, by number."""
        asked: list[tuple[str, Value]] = [("c.agency = ?", self.agency)]
        if query.after:
            asked.append(("c.case_id > ?", query.after))
        if query.procedure is not None:
            asked.append(("c.procedure = ?", query.procedure))
        if query.unit is not None:
            asked.append(("c.unit = ?", query.unit))
        if query.state is not None:
            asked.append(("c.state = ?", query.state))
        if query.is_open is not None:
            asked.append(("c.is_open = ?", int(query.is_open)))
        if query.due_before is not None:
            asked.append(("c.due_at < ?", query.due_before))
        where = " and ".join(text for text, _ in asked)
        rows = yield Statement(
            f"select {_HEAD} from cf_case c where {where} order by c.case_id limit ?",
            (*(value for _, value in asked), query.limit),
        )
        return tuple(_head(row) for row in rows)


def _head(row: Row) -> Head:
    return Head._make(row)._replace(is_open=bool(row[4]))
