"""Work lists: what open cases are listed by, and pages of them in an order that an index holds.

A page is read along one index from the place where the last one ended. What no index holds is
looked at case by case, of a bounded number of cases: such a page may be short, and says where to go
on. Rows that are not folded in yet are few, and read beside the index in the same statement.
"""

from collections.abc import Sequence

from caseflow.stores._kept import CaseSummary, Change, ListedCase, ListPage, Query, micros
from caseflow.stores._listing import ORDERS, Listing, ListPlace, StandingCount
from caseflow.stores._ops import Ops, Row, Statement, Value, atomic
from caseflow.stores._statements.dialects import SqlDialect, array, cast_as
from caseflow.stores._statements.finding import text_range
from caseflow.stores._statements.rows import (
    HEAD,
    LIST_COLUMNS,
    LISTED,
    list_values,
    listing,
    never,
    summaries,
)
from caseflow.stores.schema._lists import NEVER

__all__ = ["MOST_FRESH", "ListStatements", "handed_over", "listed_after", "listed_at_once"]

_WIDTH = len(HEAD.split(","))

_COLUMNS = ("case_id", "agency", *LIST_COLUMNS)
_FLAGS = ("is_known", "is_listed")
_SET = ", ".join(f"{name} = excluded.{name}" for name in (*LIST_COLUMNS, *_FLAGS))
_ALL = ", ".join((*_COLUMNS, *_FLAGS))
_ON_CONFLICT = f"on conflict (case_id) do update set {_SET}"
_FRESH = f"insert into cf_fresh ({_ALL})"
_PLACES = ", ".join("?" for _ in _COLUMNS)
_LISTED = f"{_FRESH} values ({_PLACES}, 1, 1) {_ON_CONFLICT}"
_CLOSED = (
    f"{_FRESH} values ({_PLACES}, 1, 0) on conflict (case_id) do update set is_known = 1, "
    "is_listed = 0"
)
_NOT_FRESH = "not exists (select 1 from cf_fresh f where f.case_id = w.case_id)"

#: Rows folded at once when a list is asked for and more have come together, and by a sweep.
MOST_FRESH = 500

_STANDING = (
    f"case when w.over_at = {NEVER} then case w.is_paused when 1 then 'paused' else 'undated' end "
    "when w.over_at <= ? then 'overdue' "
    "when w.today_at <= ? and (w.risk_at > ? or w.risk_at <= w.today_at) then 'due-today' "
    "when w.risk_at <= ? then 'at-risk' else 'on-track' end"
)
_CALLED = "select cf_list({})".format(
    cast_as("text", "text", "integer", "text", "bigint[]", "text")
)

_FOLDED = f"select cf_fold({cast_as('text', 'integer')})"

#: The dates that the functions on PostgreSQL are handed, in their order.
_HANDED = (1, 2, 3, 4, 5, 6, 7, 10)


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def handed_over(found: Listing | None) -> tuple[Value, Value]:
    """Return the dates and the person of a row, as the functions on PostgreSQL take them."""
    if found is None:
        return None, None
    values = list_values(found)
    return array([*(values[place] for place in _HANDED), int(found.is_paused)]), found.assigned_to


def listed_after(change: Change, agency: str) -> tuple[Statement, ...]:
    """Return the statement that keeps the row of a case anew, none if it stays as it is."""
    row = _row(change)
    if row is None:
        return ()
    sql = _CLOSED if change.listing is None else _LISTED
    return (Statement(sql, (change.summary.case_id, agency, *row)),)


def listed_at_once(change: Change, agency: str) -> tuple[str, tuple[Value, ...]]:
    """Return the same as a part of one statement, after the part "moved", and its values."""
    row = _row(change)
    if row is None:
        return "", ()
    casts = cast_as("text", *LIST_COLUMNS.values())
    is_listed = int(change.listing is not None)
    kept = f"{_FRESH} select moved.case_id, {casts}, 1, {is_listed} from moved {_ON_CONFLICT}"
    return f", listed as ({kept})", (agency, *row)


def _row(change: Change) -> tuple[Value, ...] | None:
    """Return the values to keep; None if the row stays as it is."""
    if change.listing is not None:
        return list_values(change.listing)
    closes = not change.keeps_place and not change.summary.is_open
    return list_values(Listing(change.summary.unit, change.record.at)) if closes else None


# ── reading ─────────────────────────────────────────────────────────────────────────────────

#: Texts of conditions, each with its values.
_Asked = list[tuple[str, tuple[Value, ...]]]


def _along(query: Query, after: ListPlace | None, column: str) -> _Asked:
    """Return what an index is asked for, besides whose cases."""
    if query.order == "number":
        asked: _Asked = [(text, (value,)) for text, value in text_range("w.case_id", query.text)]
        if after is not None:
            asked.append(("w.case_id > ?", (after.case_id,)))
        return asked
    asked = []
    if query.order == "due" and query.due_before is not None:
        asked.append(("w.due_at < ?", (micros(query.due_before),)))
    if query.order == "follow-up":
        asked.append((f"w.follow_up_at < {NEVER}", ()))
        if query.follow_up_before is not None:
            asked.append(("w.follow_up_at < ?", (micros(query.follow_up_before),)))
    if after is not None:
        key = _key(query, column)
        asked.append((f"({key}) > (?, ?)", (never(after.key), after.case_id)))
    return asked


def _key(query: Query, column: str) -> str:
    """Return what a list is in order of.

    What one person has is found by its own index and sorted: in a form that no other index has, or
    SQLite would walk through all cases in the order that is asked for.
    """
    if query.order == "number":
        return "w.case_id || ''" if query.assigned_to else "w.case_id"
    return f"+w.{column}, w.case_id" if query.assigned_to else f"w.{column}, w.case_id"


def _until(query: Query, last: ListPlace, column: str) -> tuple[str, tuple[Value, ...]]:
    key = _key(query, column)
    if query.order == "number":
        return f"{key} <= ?", (last.case_id,)
    return f"({key}) <= (?, ?)", (never(last.key), last.case_id)


def _one_by_one(query: Query) -> _Asked:
    """Return what is looked at case by case."""
    asked: _Asked = []
    if query.procedure is not None:
        asked.append(("c.procedure = ?", (query.procedure,)))
    if query.assigned_to and query.unit is not None:
        asked.append(("w.unit = ?", (query.unit,)))
    if query.assigned_to == "":
        asked.append(("w.assigned_to = ''", ()))
    if query.due_before is not None and query.order != "due":
        asked.append(("w.due_at < ?", (micros(query.due_before),)))
    if query.follow_up_before is not None and query.order != "follow-up":
        asked.append(("w.follow_up_at < ?", (micros(query.follow_up_before),)))
    if query.states:
        asked.append((f"c.state in ({', '.join('?' for _ in query.states)})", query.states))
    return asked


def _joined(asked: _Asked) -> str:
    return " and ".join(text for text, _ in asked)


def _values(asked: _Asked) -> tuple[Value, ...]:
    return tuple(value for _, values in asked for value in values)


class ListStatements(SqlDialect):
    """Make the statements about work lists."""

    def listed(self, query: Query, after: ListPlace | None, most: int) -> Ops[ListPage]:
        """Return a page of open cases that fit *query*, after the place *after*.

        What no index holds is looked at in at most *most* cases.
        """
        column = ORDERS[query.order]
        left = _one_by_one(query)
        asked = self._asked(query, after, column)
        key = _key(query, column)
        last: ListPlace | None = None
        if not (query.assigned_to and left):
            last = yield from self._end(query, asked, key, most if left else 2 * query.limit + 50)
        if last is not None:
            asked.append(_until(query, last, column))
        where, values = _joined(asked), _values(asked)
        more = "".join(f" and {text}" for text, _ in left)
        limit = query.limit + 1
        both = " union all ".join(
            f"select * from (select {HEAD}, {LISTED}, w.{column} as place "
            f"from {table} w cross join cf_case c where {where} and {which} "
            f"and c.case_id = w.case_id{more} order by {key} limit {limit:d}) as {table}_rows"
            for table, which in (("cf_work", _NOT_FRESH), ("cf_fresh", "w.is_listed = 1"))
        )
        rows = yield Statement(
            f"{both} order by place, case_id limit {limit:d}", (*values, *_values(left)) * 2
        )
        found = rows[: query.limit]
        if len(rows) > query.limit:
            last = _place(query, found[-1][0], found[-1][-1])
        return ListPage(tuple(map(_listed_case, found)), last)

    def _asked(self, query: Query, after: ListPlace | None, column: str) -> _Asked:
        """Return what is asked of one index: whose cases, and which part of them."""
        asked: _Asked = [("w.agency = ?", (self.agency,))]
        if query.assigned_to:
            asked += [("w.assigned_to <> ''", ()), ("w.assigned_to = ?", (query.assigned_to,))]
        elif query.unit is not None:
            asked.append(("w.unit = ?", (query.unit,)))
        elif query.order == "number" and not self.is_postgres:
            # Every case has an agency: SQLite is to walk along the numbers.
            asked = [("+w.agency = ?", (self.agency,))]
        return asked + _along(query, after, column)

    def _end(self, query: Query, asked: _Asked, key: str, most: int) -> Ops[ListPlace | None]:
        """Return where *most* cases end; None if there are fewer."""
        place = "0" if query.order == "number" else f"w.{ORDERS[query.order]}"
        rows = yield Statement(
            f"select w.case_id, {place} from cf_work w where {_joined(asked)} order by {key} "
            f"limit 1 offset {most - 1:d}",
            _values(asked),
        )
        return _place(query, *rows[0]) if rows else None

    def fresh(self) -> Ops[int]:
        """Count rows that are not folded in yet, up to one more than are left to wait."""
        rows = yield Statement(
            "select count(*) from (select 1 from cf_fresh where agency = ? "
            f"limit {MOST_FRESH + 1:d}) as waiting",
            (self.agency,),
        )
        return int(rows[0][0])

    def fold(self, limit: int) -> Ops[int]:
        """Fold at most *limit* rows into the lists, and return how many it were."""
        if self.calls:
            called = Statement(_FOLDED, (self.agency, limit))
            return (yield from self.first_of(lambda: self.alone(_number(called)), _nothing))
        return (yield from self.first_of(lambda: atomic(self._fold(limit)), _nothing))

    def _fold(self, limit: int) -> Ops[int]:
        taken = yield Statement(
            "select case_id from cf_fresh where agency = ? order by case_id limit ?"
            f"{self.for_update}",
            (self.agency, limit),
        )
        if not taken:
            return 0
        where = "agency = ? and case_id >= ? and case_id <= ?"
        values = (self.agency, taken[0][0], taken[-1][0])
        yield Statement(
            f"insert into cf_work ({_ALL}) select {_ALL} from cf_fresh where {where} "
            f"and is_listed = 1 {_ON_CONFLICT}",
            values,
        )
        yield Statement(
            "delete from cf_work where case_id in "
            f"(select case_id from cf_fresh where {where} and is_listed = 0)",
            values,
        )
        yield Statement(f"delete from cf_fresh where {where}", values)
        return len(taken)

    def standings(
        self, at: int, unit: str | None, assigned_to: str | None
    ) -> Ops[tuple[StandingCount, ...]]:
        """Count open cases by unit and by how they stand at *at*."""
        asked: _Asked = [("w.agency = ?", (self.agency,))]
        if unit is not None:
            asked.append(("w.unit = ?", (unit,)))
        if assigned_to is not None:
            asked.append(("w.assigned_to = ?", (assigned_to,)))
        if assigned_to:
            asked.append(("w.assigned_to <> ''", ()))
        both = " union all ".join(
            f"select w.unit, {_STANDING} as standing from {table} w "
            f"where {_joined(asked)} and {which}"
            for table, which in (("cf_work", _NOT_FRESH), ("cf_fresh", "w.is_listed = 1"))
        )
        rows = yield Statement(
            f"select unit, standing, count(*) from ({both}) as each_case group by unit, standing",
            (at, at, at, at, *_values(asked)) * 2,
        )
        return tuple(StandingCount(*row) for row in sorted(rows))

    def listing(self, case_id: str) -> Ops[Listing | None]:
        """Return what a case is listed by; None if it is in no list, or that is not known."""
        for table in ("cf_fresh", "cf_work", "cf_fresh"):
            rows = yield Statement(
                f"select w.is_known, w.is_listed, {LISTED} from {table} w "
                "where w.case_id = ? and w.agency = ?",
                (case_id, self.agency),
            )
            if rows:
                is_known, is_listed, *row = rows[0]
                return listing(row) if is_known and is_listed else None
        return None

    def unlisted(self, after: str = "", limit: int = 500) -> Ops[tuple[str, ...]]:
        """Return open cases of which it is not known what they are listed by, by number."""
        both = " union all ".join(
            f"select * from (select w.case_id from {table} w where w.agency = ? "
            f"and w.is_known = 0 and w.case_id > ? and {which} order by w.case_id limit {limit:d}) "
            f"as {table}_rows"
            for table, which in (("cf_work", _NOT_FRESH), ("cf_fresh", "w.is_listed = 1"))
        )
        rows = yield Statement(f"{both} order by case_id limit {limit:d}", (self.agency, after) * 2)
        return tuple(row[0] for row in rows)

    def enlist(self, case_id: str, seq: int, found: Listing) -> Ops[bool]:
        """Keep what a case is listed by; False if it is closed, or its last record is not *seq*."""
        if self.calls:
            dates, assigned_to = handed_over(found)
            called = (self.agency, case_id, seq, found.unit, dates, assigned_to)
            rows = yield from self.alone(_only(Statement(_CALLED, called)))
            return bool(rows[0][0])
        values = (case_id, self.agency, *list_values(found))
        row = cast_as("text", "text", *LIST_COLUMNS.values())
        rows = yield from self.alone(
            _only(
                Statement(
                    f"{_FRESH} select {row}, 1, 1 from cf_case c where c.case_id = ? "
                    f"and c.agency = ? and c.last_seq = ? and c.is_open = 1 {_ON_CONFLICT} "
                    "returning case_id",
                    (*values, case_id, self.agency, seq),
                )
            )
        )
        return bool(rows)


def _number(statement: Statement) -> Ops[int]:
    rows = yield statement
    return int(rows[0][0])


def _nothing() -> Ops[int]:
    """Fold nothing: the tables are of an earlier schema."""
    yield from ()
    return 0


def _only(statement: Statement) -> Ops[Sequence[Row]]:
    return (yield statement)


def _place(query: Query, case_id: str, key: object) -> ListPlace:
    if query.order == "number":
        return ListPlace(0, case_id)
    return ListPlace(None if key == NEVER else int(str(key)), case_id)


def _listed_case(row: Row) -> ListedCase:
    summary: CaseSummary
    (summary,) = summaries([row[:_WIDTH]])
    return ListedCase(summary, listing(row[_WIDTH:-1]))
