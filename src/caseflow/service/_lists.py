"""Work lists: which are served, what they show, how many cases stand how, and filling them in.

Generators only: the services run them. The statements are in the stores.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, cast

from caseflow._typed import short
from caseflow.engine._turns import Turns
from caseflow.errors import (
    CaseflowError,
    QueryUnservedError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.service._cursors import cursor_of, place_of
from caseflow.service._defaults import ACCOUNT
from caseflow.service._validation import (
    checked_limit,
    checked_name,
    checked_unit,
    refuse_no_instant,
)
from caseflow.service._work import Work
from caseflow.stores import (
    ORDERS,
    ListedCase,
    Listing,
    Ops,
    Query,
    SchemaError,
    StoreBusyError,
    StoreRefusedError,
    StoreUnavailableError,
    instant,
    micros,
)
from caseflow.stores.schema import LATEST, LISTS
from caseflow.targets import Standing
from caseflow.values import aware

__all__ = ["Lists", "UnitStandings", "WorkItem", "WorkList"]

#: Cases that one page looks at where no index holds what is asked for.
_MOST = 1_000
#: Rows that wait to be folded in before a list does it, and how many it takes then.
_MOST_FRESH, _FOLDED = 500, 1_000
_PAGE = 500


@short
class WorkItem(NamedTuple):
    """An open case in a work list; instants are in UTC, None where it has no such date.

    *due_at*, *promised_at* and *next_at* are the last instants of the legal date, of the promised
    one, and of the first among all clocks that run. *standing* is that of the legal clock, as
    `Deadline.standing` says it; None before it starts and after the decision. *assigned_to* is ""
    where nobody has the case.
    """

    case_id: str
    version: int
    procedure: str
    unit: str
    state: str
    standing: Standing | None
    opened_at: datetime
    due_at: datetime | None
    promised_at: datetime | None
    next_at: datetime | None
    assigned_to: str
    follow_up_at: datetime | None


@short
class WorkList(NamedTuple):
    """A page of a work list; *cursor* asks for the next one, and is "" on the last.

    A page may have fewer cases than were asked for, or none, and still have a cursor: where no
    index holds what is asked for, each page looks at a bounded number of cases.
    """

    items: tuple[WorkItem, ...]
    cursor: str


@short
class UnitStandings(NamedTuple):
    """How many open cases of a unit stand how; *undated* are before the clock, or decided."""

    unit: str
    on_track: int = 0
    at_risk: int = 0
    due_today: int = 0
    overdue: int = 0
    paused: int = 0
    undated: int = 0

    @property
    def total(self) -> int:
        """Return how many open cases the unit has."""
        return sum(self[1:])


class Lists:
    """Answer what is asked of work lists."""

    def __init__(self, work: Work) -> None:
        """Take the logic that reads cases and says what they are listed by."""
        self._work = work

    def page(self, query: Query, at: datetime) -> Ops[WorkList]:
        """Return the page that *query* asks for, with how each case stands at *at*."""
        aware(at, name="at")
        query = self._served(query)
        after = place_of(query)
        yield from self._ready()
        page = yield from self._work.ops.listed(query, after, max(_MOST, query.limit))
        shown = (
            each for each in page.cases if query.procedure or each.summary.procedure != ACCOUNT
        )
        items = tuple(_item(each, at) for each in shown)
        return WorkList(items, cursor_of(query, page.following))

    def standings(
        self, at: datetime, unit: str | None, assigned_to: str | None
    ) -> Ops[tuple[UnitStandings, ...]]:
        """Count open cases by unit and by how they stand at *at*."""
        now = micros(aware(at, name="at"))
        unit = None if unit is None else checked_unit(unit)
        assigned_to = None if assigned_to is None else checked_name(assigned_to, "assigned_to")
        yield from self._ready()
        found: dict[str, dict[str, int]] = {}
        for each in (yield from self._work.ops.standings(now, unit, assigned_to)):
            found.setdefault(each.unit, {})[each.standing.replace("-", "_")] = each.cases
        if unit in (None, ""):
            undated = found.get("", {}).get("undated", 0)
            if undated:
                accounts = yield from self._accounts(assigned_to)
                found[""]["undated"] = max(0, undated - accounts)
        counted = (UnitStandings(name, **counts) for name, counts in sorted(found.items()))
        return tuple(each for each in counted if each.total)

    def _accounts(self, assigned_to: str | None) -> Ops[int]:
        """Count open accounts that stand in the lists, in no unit and with no clock."""
        found, after, size = 0, "", 100
        while True:
            query = Query(procedure=ACCOUNT, unit="", is_open=True, after=after, limit=size)
            page = yield from self._work.ops.find(query)
            if assigned_to is None:
                found += len(page)
            else:
                for each in page:
                    row = yield from self._work.ops.listing(each.case_id)
                    found += row is not None and row.assigned_to == assigned_to
            if len(page) < size:
                return found
            after = page[-1].case_id

    def fill(self, after: str) -> Ops[tuple[int, str | None]]:
        """Fill in what some cases after *after* are listed by; return how many, and the last.

        Those of a store that was made by an earlier release; see `CaseService.fill_lists`.
        """
        case_ids = yield from self._work.ops.unlisted(after, _PAGE)
        for case_id in case_ids:
            kept = yield from self._work.ops.load(case_id)
            if kept is None or not kept.summary.is_open:
                continue
            found: Listing | None = None
            try:
                held = yield from self._work.sealer.extended(case_id, None, kept.records)
                found = self._work.summaries.derived(held.case, held.hash)[1]
            except StoreUnavailableError:
                raise
            except Exception:  # noqa: BLE001 - what nobody can read may raise anything; `verify` tells
                found = None
            if found is None:
                opened_at = kept.records[0].at if kept.records else 0
                found = Listing(kept.summary.unit, opened_at, kept.summary.due_at)
            listing = found._replace(unit=kept.summary.unit)
            yield from self._work.ops.enlist(case_id, kept.summary.seq, listing)
        while (yield from self._work.ops.fold(_FOLDED)) == _FOLDED:
            pass
        return len(case_ids), case_ids[-1] if case_ids else None

    def _ready(self) -> Ops[None]:
        """See that the lists are there and whole, and fold in what has come together."""
        ops = self._work.ops
        try:
            unknown = yield from ops.unlisted("", 1)
        except CaseflowError as error:
            found = yield from ops.schema_version()
            if found < LISTS:
                raise SchemaError(found, LATEST) from error
            raise
        if unknown:
            raise StoreRefusedError(
                "what its open cases are listed by is not filled in yet; run "
                "`caseflow store migrate`, or `fill_lists` of the service"
            )
        if (yield from ops.fresh()) > _MOST_FRESH:
            # Somebody who writes for long is not waited for: the next sweep folds them in.
            with suppress(StoreBusyError):
                yield from ops.fold(_FOLDED)

    def _served(self, query: Query) -> Query:
        """Return *query* with its texts as they are kept; refused is what no index serves."""
        checked_limit(query.limit)
        if query.order not in ORDERS:
            raise UnknownNameError(query.order, tuple(ORDERS), "order")
        if query.is_open not in (None, True) or query.after:
            allowed = "open cases, from page to page by the cursor; closed ones are for `search`"
            raise ValueInvalidError("query", query, allowed)
        for name in ("due_before", "follow_up_before"):
            refuse_no_instant(getattr(query, name), name)
        query = query._replace(
            unit=None if query.unit is None else checked_unit(query.unit),
            procedure=_cleaned(query.procedure, "procedure"),
            assigned_to=_cleaned(query.assigned_to, "assigned_to"),
            text=checked_name(query.text, "text"),
            states=self._states(query),
            state=None,
        )
        self._refuse_unserved(query)
        return query

    def _states(self, query: Query) -> tuple[str, ...]:
        if isinstance(cast("object", query.states), str):
            raise ValueInvalidError("states", query.states, "several names, as ('accepted',)")
        asked = {*query.states}
        if query.state is not None:
            asked.add(query.state)
        workflows = self._work.engine.jurisdiction.all_workflows
        known = {state.name for workflow in workflows for state in workflow.states}
        for name in sorted(asked - known):
            raise UnknownNameError(name, sorted(known), "state")
        return tuple(sorted(asked))

    @staticmethod
    def _refuse_unserved(query: Query) -> None:
        if query.text and query.order != "number":
            raise QueryUnservedError("text", query.text, ('order="number"',))
        if query.assigned_to == "" and query.unit is None:
            raise QueryUnservedError("assigned_to", query.assigned_to, ("unit",))
        if query.unit is not None or query.assigned_to:
            return
        unserved: Iterable[tuple[str, object, bool]] = (
            ("states", query.states, bool(query.states)),
            ("procedure", query.procedure, query.procedure is not None),
            ("due_before", query.due_before, query.order != "due"),
            ("follow_up_before", query.follow_up_before, query.order != "follow-up"),
        )
        for name, value, is_unserved in unserved:
            if value and is_unserved:
                in_order = {"due_before": "due", "follow_up_before": "follow-up"}.get(name)
                other = () if in_order is None else (f'order="{in_order}"',)
                raise QueryUnservedError(name, value, ("unit", "assigned_to", *other))


def _cleaned(value: str | None, name: str) -> str | None:
    return None if value is None else checked_name(value, name)


def _item(each: ListedCase, at: datetime) -> WorkItem:
    summary, row = each
    standing: Standing | None = None
    if row.over_at is not None:
        turns = Turns(*(_instant(getattr(row, name)) for name in Turns._fields))
        standing = turns.standing(at)
    elif row.is_paused:
        standing = Standing.PAUSED
    return WorkItem(
        summary.case_id,
        summary.version,
        summary.procedure,
        row.unit,
        summary.state,
        standing,
        instant(row.opened_at),
        _instant(row.due_at),
        _instant(row.promised_at),
        _instant(row.next_at),
        row.assigned_to,
        _instant(row.follow_up_at),
    )


def _instant(at: int | None) -> datetime | None:
    return None if at is None else instant(at)
