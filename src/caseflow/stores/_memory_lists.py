"""Finding and listing cases in memory: every case is looked at, and what fits is sorted."""

from collections import Counter
from collections.abc import Iterator

from caseflow.stores._kept import CaseSummary, Change, ListedCase, ListPage, Query, micros
from caseflow.stores._listing import ORDERS, Listing, ListPlace, StandingCount
from caseflow.stores._ops import Ops

__all__ = ["MemoryLists"]


class MemoryLists:
    """Hold summaries, and what open cases are listed by."""

    def __init__(self) -> None:
        super().__init__()
        self.summaries: dict[str, CaseSummary] = {}
        self.listings: dict[str, Listing] = {}

    def find(self, query: Query) -> Ops[tuple[CaseSummary, ...]]:
        """Return the summaries of cases that fit *query*, by number."""
        yield from ()
        return tuple(sorted(s for s in self.summaries.values() if _fits(s, query))[: query.limit])

    def next_due(self, before: int, limit: int) -> Ops[tuple[CaseSummary, ...]]:
        """Return the summaries of cases due before *before*, the earliest first."""
        yield from ()
        fitting = sorted(
            (summary.due_at, summary)
            for summary in self.summaries.values()
            if summary.due_at is not None and summary.due_at < before
        )
        return tuple(summary for _, summary in fitting[:limit])

    def listed(self, query: Query, after: ListPlace | None, most: int) -> Ops[ListPage]:
        """Return a page of open cases that fit *query*, after the place *after*."""
        yield from ()
        del most
        column = ORDERS[query.order]

        def place(each: ListedCase) -> tuple[bool, int, str]:
            if query.order == "number":
                return False, 0, each.summary.case_id
            key = getattr(each.listing, column)
            return key is None, key or 0, each.summary.case_id

        every = (ListedCase(self.summaries[each], row) for each, row in self.listings.items())
        fitting = sorted((each for each in every if _is_listed(each, query)), key=place)
        if after is not None:
            behind = (after.key is None, after.key or 0, after.case_id)
            fitting = [each for each in fitting if place(each) > behind]
        page = tuple(fitting[: query.limit])
        if len(fitting) <= query.limit:
            return ListPage(page, None)
        is_undated, key, case_id = place(page[-1])
        return ListPage(page, ListPlace(None if is_undated else key, case_id))

    def standings(
        self, at: int, unit: str | None, assigned_to: str | None
    ) -> Ops[tuple[StandingCount, ...]]:
        """Count open cases by unit and by how they stand at *at*."""
        yield from ()
        counted = Counter(
            (each.unit, _standing(each, at))
            for each in self.listings.values()
            if unit in (None, each.unit) and assigned_to in (None, each.assigned_to)
        )
        return tuple(StandingCount(*key, count) for key, count in sorted(counted.items()))

    def listing(self, case_id: str) -> Ops[Listing | None]:
        """Return what a case is listed by; None if it is in no list, or that is not known."""
        yield from ()
        return self.listings.get(case_id)

    def unlisted(self, after: str = "", limit: int = 500) -> Ops[tuple[str, ...]]:
        """Return nothing: there is no memory of an earlier release."""
        yield from ()
        del after
        return ()[:limit]

    def enlist(self, case_id: str, seq: int, found: Listing) -> Ops[bool]:
        """Keep what a case is listed by; False if it is closed, or its last record is not *seq*."""
        yield from ()
        summary = self.summaries.get(case_id)
        if summary is None or not summary.is_open or summary.seq != seq:
            return False
        self.listings[case_id] = found
        return True

    def fresh(self) -> Ops[int]:
        """Return 0: there is nothing to fold in."""
        yield from ()
        return 0

    def fold(self, limit: int) -> Ops[int]:
        """Return 0: there is nothing to fold in."""
        yield from ()
        return limit - limit

    def _list(self, change: Change) -> None:
        """Bring the row of a case up to date."""
        if change.listing is not None:
            self.listings[change.summary.case_id] = change.listing
        elif not change.keeps_place and not change.summary.is_open:
            self.listings.pop(change.summary.case_id, None)


def _fits(summary: CaseSummary, query: Query) -> bool:
    due_before = None if query.due_before is None else micros(query.due_before)
    asked: Iterator[bool] = iter(
        (
            summary.case_id > query.after,
            summary.case_id.startswith(query.text),
            query.procedure is None or summary.procedure == query.procedure,
            query.unit is None or summary.unit == query.unit,
            query.state is None or summary.state == query.state,
            query.is_open is None or summary.is_open == query.is_open,
            due_before is None or (summary.due_at is not None and summary.due_at < due_before),
        )
    )
    return all(asked)


def _is_listed(each: ListedCase, query: Query) -> bool:
    summary, row = each
    asked: Iterator[bool] = iter(
        (
            summary.case_id.startswith(query.text),
            query.procedure in (None, summary.procedure),
            query.unit in (None, row.unit),
            query.assigned_to in (None, row.assigned_to),
            not query.states or summary.state in query.states,
            query.due_before is None or _is_before(row.due_at, micros(query.due_before)),
            query.follow_up_before is None
            or _is_before(row.follow_up_at, micros(query.follow_up_before)),
            query.order != "follow-up" or row.follow_up_at is not None,
        )
    )
    return all(asked)


def _is_before(at: int | None, before: int) -> bool:
    return at is not None and at < before


def _standing(row: Listing, at: int) -> str:
    if row.over_at is None:
        return "paused" if row.is_paused else "undated"
    begun = [
        (since, name)
        for since, name in (
            (row.risk_at, "at-risk"),
            (row.today_at, "due-today"),
            (row.over_at, "overdue"),
        )
        if since is not None and since <= at
    ]
    return max(begun, key=lambda each: each[0])[1] if begun else "on-track"
