"""Pages of work lists among a million open cases: the first one, and one deep in."""

import gc
import time
from contextlib import ExitStack
from datetime import timedelta

from benchmarks import filings
from benchmarks.durable.databases import SERVER, Server, sqlite_folder
from benchmarks.durable.loads import cases, settle, tabled
from benchmarks.durable.sizes import Durable
from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.racing import Spread
from caseflow.service import CaseService
from caseflow.stores import Listing, Ops, Query, Statement, Store, StoredCase

__all__ = ["list_pages"]

_PAGE = 50
_UNITS, _PEOPLE = 20, 1_000
#: Which lists are paged through; of what one person has the whole is sorted.
_LISTS = (
    Query(order="due"),
    Query(order="next"),
    Query(order="opened"),
    Query(order="promised", unit="U7"),
    Query(order="next", unit="U7"),
    Query(order="due", assigned_to="u7"),
)


def _listed(kept: StoredCase, number: int) -> StoredCase:
    """Return a case with the row that a service makes; the dates of each list in another order."""
    due_at, at = kept.summary.due_at, kept.records[0].at
    row = Listing(
        unit=f"U{number % _UNITS}",
        opened_at=at + number * 7_907 % 1_000_003,
        due_at=due_at,
        promised_at=None if due_at is None else due_at - 86_400_000_000,
        next_at=at + number * 7_901 % 1_000_003,
        over_at=None if due_at is None else due_at + 1,
        assigned_to=f"u{number * 31 % _PEOPLE}",
    )
    return StoredCase(kept.summary._replace(unit=row.unit), kept.records, row)


def list_pages(sizes: Sizes) -> Outcome:
    """Keep a million open cases by `insert_many`, and read pages of their lists."""
    durable = Durable.of(sizes)
    outcome = Outcome()
    with ExitStack() as stack:
        folder = stack.enter_context(sqlite_folder())
        server = stack.enter_context(Server.started())
        stores = {"SQLite": stack.enter_context(tabled(f"sqlite:///{folder / 'lists.db'}"))}
        if server is None:
            outcome.absent[SERVER] = f"{SERVER} is not installed here: no initdb"
            outcome.findings += [Finding("list_page_ms", None), Finding("list_deep_ms", None)]
        else:
            stores[SERVER] = stack.enter_context(tabled(server.database("lists")))
        # Only the load is spared the disk; what is read later has the memory of every store.
        for setting in ("synchronous = off", "cache_size = -1000000"):
            stores["SQLite"].run(_set(setting))
        for begin in range(0, durable.open_cases, durable.batch):
            end = min(begin + durable.batch, durable.open_cases)
            kept = [_listed(case, begin + place) for place, case in enumerate(cases(begin, end))]
            for store in stores.values():
                store.run(store.ops.insert_many(kept))
        if server is not None:
            settle(server.url("lists"))
        for store in stores.values():
            # Lists are asked for by others than those who import: the next use connects anew.
            store.close()
        for name, store in stores.items():
            _tell_pages(outcome, name, store, durable, 3 * sizes.rounds)
    return outcome


def _set(setting: str) -> Ops[None]:
    yield Statement(f"pragma {setting}")


def _tell_pages(outcome: Outcome, name: str, store: Store, durable: Durable, rounds: int) -> None:
    """Add what a first page takes, and one after a tenth of its list: the median of each list."""
    service = CaseService(filings.engine(), store)
    suffix = "" if name == SERVER else "_sqlite"
    first, deep = list[float](), list[float]()
    for query in _LISTS:
        cursor = _deep(service, query, durable)
        first.append(_median(service, query, rounds))
        deep.append(_median(service, query._replace(cursor=cursor), rounds))
    for key, what, took, goal in (
        ("list_page_ms", "the first page", first, "≤ 5 ms"),
        ("list_deep_ms", "a page deep in", deep, "≤ 10 ms"),
    ):
        found = Spread.of(took)
        work = f"{what}, {_PAGE} of {durable.open_cases:,} open cases, {name}"
        outcome.report(Finding(f"{key}{suffix}", found), work, found, "ms", goal=goal)


def _deep(service: CaseService, query: Query, durable: Durable) -> str:
    """Return the cursor of a page deep in the list."""
    share = durable.open_cases // 10
    if query.unit is not None:
        share //= _UNITS
    if query.assigned_to is not None:
        share //= _PEOPLE
    limit = max(1, min(share, 10_000))
    cursor = ""
    for _ in range(max(1, share // limit)):
        page = service.work_list(query._replace(limit=limit, cursor=cursor), at=filings.AT)
        cursor = page.cursor or cursor
    return cursor


def _median(service: CaseService, query: Query, rounds: int) -> float:
    query = query._replace(limit=_PAGE)
    took = list[float]()
    for number in range(rounds + 1):
        gc.collect()
        before = time.perf_counter()
        service.work_list(query, at=filings.AT + timedelta(days=1))
        if number:
            took.append((time.perf_counter() - before) * 1e3)
    return sorted(took)[len(took) // 2]
