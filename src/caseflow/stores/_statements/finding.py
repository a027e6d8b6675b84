"""Finding cases, open and closed ones, by number or by the legal date."""

from collections.abc import Sequence

from caseflow.stores._kept import CaseSummary, Query, micros
from caseflow.stores._ops import Ops, Statement, Value
from caseflow.stores._statements.dialects import SqlDialect
from caseflow.stores._statements.rows import HEAD, summaries

__all__ = ["FindingStatements", "text_range"]

_NEXT_DUE = (
    f"select {HEAD} from cf_case c where c.agency = ? and c.due_at < ? "
    "order by c.due_at, c.case_id limit ?"
)

#: After every character that a number may hold.
_LAST = "\U0010ffff"


def text_range(column: str, text: str) -> Sequence[tuple[str, Value]]:
    """Return what a *column* in order of characters is asked for that begins with *text*."""
    if not text:
        return ()
    return [(f"{column} >= ?", text), (f"{column} < ?", f"{text}{_LAST}")]


def _found(where: str, *, is_open: bool | None) -> str:
    """Return the text that finds the first summaries by number.

    Whether they are open is no value in it, so that the index of such cases is seen to hold all.
    """
    which = "" if is_open is None else f" and c.is_open = {is_open:d}"
    return f"select {HEAD} from cf_case c where {where}{which} order by c.case_id limit ?"


class FindingStatements(SqlDialect):
    """Make the statements that find cases."""

    def find(self, query: Query) -> Ops[tuple[CaseSummary, ...]]:
        """Return the summaries of cases that fit *query*, by number."""
        asked: list[tuple[str, Value]] = [("c.agency = ?", self.agency)]
        if not self.is_postgres and query.unit is None and query.due_before is None:
            # Every case has an agency: SQLite is to walk along the numbers, not to sort all cases.
            asked = [("+c.agency = ?", self.agency)]
        if query.after:
            asked.append(("c.case_id > ?", query.after))
        asked += text_range("c.case_id", query.text)
        if query.procedure is not None:
            asked.append(("c.procedure = ?", query.procedure))
        if query.unit is not None:
            asked.append(("c.unit = ?", query.unit))
        if query.state is not None:
            asked.append(("c.state = ?", query.state))
        if query.due_before is not None:
            asked.append(("c.due_at < ?", micros(query.due_before)))
        where = " and ".join(text for text, _ in asked)
        values = (*(value for _, value in asked), query.limit)
        if query.is_open is None and query.unit is not None:
            halves = " union all ".join(
                f"select * from ({_found(where, is_open=each)}) as half{each:d}"
                for each in (True, False)
            )
            both = f"{halves} order by case_id limit ?"
            rows = yield Statement(both, (*values, *values, query.limit))
        else:
            rows = yield Statement(_found(where, is_open=query.is_open), values)
        return summaries(rows)

    def next_due(self, before: int, limit: int) -> Ops[tuple[CaseSummary, ...]]:
        """Return the summaries of cases due before *before*, the earliest first."""
        rows = yield Statement(_NEXT_DUE, (self.agency, before, limit))
        return summaries(rows)
