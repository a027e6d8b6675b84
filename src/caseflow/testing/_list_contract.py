"""What every store does with work lists, as tests; part of `StoreContract`."""

from collections.abc import Callable, Iterator, Sequence

from caseflow.stores import (
    Change,
    ListedCase,
    Listing,
    ListPlace,
    Query,
    StandingCount,
    StoredCase,
    instant,
)
from caseflow.testing._evidence_contract import Runs
from caseflow.testing._store_changes import moved, opened

__all__ = ["ListContract"]

_NUMBERS = "abcdefghij"
_DATED = ("opened", "due", "promised", "next", "follow-up")


def _row(place: int) -> Listing:
    """Return what the case at *place* is listed by: dates that differ, equal ones, and none."""

    def date(factor: int) -> int | None:
        found = place * factor % 7
        return None if found == 0 else 100 + found

    return Listing(
        unit="xy"[place % 2],
        opened_at=50 + place * 3 % 4,
        due_at=date(3),
        promised_at=date(5),
        next_at=date(4),
        assigned_to=("", "an", "bình")[place % 3],
        follow_up_at=date(2),
    )


def _opened(number: str, row: Listing) -> Change:
    state = opened(number, procedure="1.1", unit=row.unit, due_at=row.due_at)
    return state._replace(listing=row)


def _listed(change: Change, row: Listing) -> Change:
    """Return *change* with a row, whose unit is that of the case."""
    return change._replace(summary=change.summary._replace(unit=row.unit), listing=row)


class ListContract:
    """Say how every store lists open cases."""

    def test_lists_are_in_order_and_narrowed(self, store: Runs) -> None:
        """By each date and its number, those without a date last; every filter narrows it."""
        rows = {number: _row(place) for place, number in enumerate(_NUMBERS, 1)}
        for number, row in rows.items():
            assert store.run(store.ops.append(_opened(number, row)))
            if number in "dg":
                store.run(store.ops.fold(3))  # some rows are in the lists, others are fresh
        for order in _DATED:
            for narrowed, fits in _FILTERS:
                query = narrowed._replace(order=order, limit=3)
                found = [each.summary.case_id for each in _pages(store, query)]
                assert found == _sorted(rows, order, fits), query
        for narrowed, fits in _FILTERS:
            found = [each.summary.case_id for each in _pages(store, narrowed._replace(limit=2))]
            assert found == [number for number, row in rows.items() if fits(row)], narrowed

    def test_rows_are_as_they_were_kept(self, store: Runs) -> None:
        """A listed case has the summary of the case and all of its row."""
        row = Listing("đội 1", 1, 2, 3, 4, 5, 6, 7, True, "Ân", 8)
        change = _opened("A", row)
        store.run(store.ops.append(change))
        page = store.run(store.ops.listed(Query(order="due"), None, 100))
        assert page.cases == (ListedCase(change.summary, row),)
        assert page.following is None
        assert store.run(store.ops.listing("A")) == row

    def test_a_row_follows_its_case(self, store: Runs) -> None:
        """A record may leave the row, change some of it or all, and the last takes it away."""
        first = _opened("A", Listing("x", 1, due_at=9))
        store.run(store.ops.append(first))
        kept = moved(first, keeps_dates=True, keeps_place=True)
        assert store.run(store.ops.append(kept))
        assert store.run(store.ops.listing("A")) == first.listing

        store.run(store.ops.fold(9))
        assert store.run(store.ops.fresh()) == 0
        changed = Listing("y", 1, due_at=9, next_at=4, assigned_to="an")
        second = _listed(moved(kept, due_at=9), changed)
        assert store.run(store.ops.append(second))
        assert store.run(store.ops.listing("A")) == changed

        (shown,) = store.run(store.ops.listed(Query(order="due"), None, 100)).cases
        assert shown.listing == changed
        whole = Listing("z", 2, promised_at=5)
        third = _listed(moved(second), whole)
        assert store.run(store.ops.append(third))
        assert store.run(store.ops.listing("A")) == whole

        store.run(store.ops.fold(9))
        store.run(store.ops.append(moved(third, "returned")))
        for _ in range(2):
            assert store.run(store.ops.listing("A")) is None
            assert store.run(store.ops.listed(Query(order="due"), None, 100)).cases == ()
            assert store.run(store.ops.standings(9, None, None)) == ()
            store.run(store.ops.fold(9))

    def test_who_comes_second_changes_no_row(self, store: Runs) -> None:
        """A change that is refused leaves the row of the case as it is."""
        first = _opened("A", Listing("x", 1))
        winner = _listed(moved(first), Listing("y", 1))
        loser = _listed(moved(first, "rejected"), Listing("z", 1))
        assert store.run(store.ops.append(first))
        assert store.run(store.ops.append(winner))
        assert not store.run(store.ops.append(loser))
        assert store.run(store.ops.listing("A")) == winner.listing

    def test_whole_cases_are_listed(self, store: Runs) -> None:
        """An import lists the cases that come with a row."""
        changes = [_opened(number, _row(place)) for place, number in enumerate("abc")]
        store.run(
            store.ops.insert_many(
                [StoredCase(each.summary, (each.record,), each.listing) for each in changes]
            )
        )
        found = [store.run(store.ops.listing(each.summary.case_id)) for each in changes]
        assert found == [each.listing for each in changes]

    def test_a_row_may_be_kept_anew(self, store: Runs) -> None:
        """What a case is listed by is kept again, if the case still stands at that record."""
        first = _opened("A", Listing("x", 1))
        store.run(store.ops.append(first))
        anew = Listing("x", 1, due_at=7)
        assert not store.run(store.ops.enlist("A", 1, anew))
        assert not store.run(store.ops.enlist("B", 0, anew))
        assert store.run(store.ops.enlist("A", 0, anew))
        assert store.run(store.ops.listing("A")) == anew
        store.run(store.ops.append(last := moved(first, "returned")))
        assert not store.run(store.ops.enlist("A", last.summary.seq, anew))
        assert store.run(store.ops.listing("A")) is None
        assert store.run(store.ops.unlisted()) == ()

    def test_cases_are_counted_by_standing(self, store: Runs) -> None:
        """The latest of what has begun counts; without dates a case is paused or undated."""
        dated = {"a": (10, 20, 30), "b": (20, 10, 30), "c": (None, 20, 30), "d": (10, None, 30)}
        for number, (risk, today, over) in dated.items():
            row = Listing("x", 1, risk_at=risk, today_at=today, over_at=over, assigned_to="an")
            store.run(store.ops.append(_opened(number, row)))
        store.run(store.ops.fold(3))
        store.run(store.ops.append(_opened("e", Listing("y", 1, is_paused=True))))
        store.run(store.ops.append(_opened("f", Listing("y", 1))))

        def counted(at: int, unit: str | None = "x", person: str | None = None) -> dict[str, int]:
            found: Sequence[StandingCount] = store.run(store.ops.standings(at, unit, person))
            return {each.standing: each.cases for each in found}

        assert counted(9) == {"on-track": 4}
        assert counted(10) == {"at-risk": 2, "due-today": 1, "on-track": 1}
        assert counted(20) == {"at-risk": 2, "due-today": 2}
        assert counted(30, person="an") == {"overdue": 4}
        assert counted(30, "y") == {"paused": 1, "undated": 1}
        assert sum(counted(15, None).values()) == 6
        assert counted(15, None, "bình") == {}


def _pages(store: Runs, query: Query) -> Iterator[ListedCase]:
    """Yield all cases that fit *query*, page by page, looking at two cases at a time."""
    after: ListPlace | None = None
    while True:
        page = store.run(store.ops.listed(query, after, 2))
        assert len(page.cases) <= query.limit
        yield from page.cases
        if page.following is None:
            return
        assert page.following != after
        after = page.following


def _sorted(rows: dict[str, Listing], order: str, fits: Callable[[Listing], bool]) -> list[str]:
    column = order.replace("-", "_") + "_at"
    dates = {number: getattr(row, column) for number, row in rows.items() if fits(row)}
    if order == "follow-up":
        dates = {number: date for number, date in dates.items() if date is not None}
    return sorted(dates, key=lambda number: (dates[number] is None, dates[number] or 0, number))


def _is_before(at: int | None, before: int) -> bool:
    return at is not None and at < before


_FILTERS: tuple[tuple[Query, Callable[[Listing], bool]], ...] = (
    (Query(), lambda _: True),
    (Query(unit="x"), lambda row: row.unit == "x"),
    (Query(assigned_to="an"), lambda row: row.assigned_to == "an"),
    (Query(assigned_to="an", unit="y"), lambda row: row[0] == "y" and row.assigned_to == "an"),
    (Query(assigned_to="", unit="y"), lambda row: row[0] == "y" and row.assigned_to == ""),
    (Query(unit="x", states=("registered", "other")), lambda row: row.unit == "x"),
    (Query(unit="x", states=("other",)), lambda _: False),
    (Query(unit="y", procedure="1.1"), lambda row: row.unit == "y"),
    (Query(due_before=instant(103)), lambda row: _is_before(row.due_at, 103)),
    (
        Query(unit="x", due_before=instant(104), follow_up_before=instant(105)),
        lambda row: (
            row.unit == "x" and _is_before(row.due_at, 104) and _is_before(row.follow_up_at, 105)
        ),
    ),
)
