"""Importing many cases, and finding the next that are due among a million that are open."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from benchmarks import filings
from benchmarks.durable.databases import SERVER, Server, sqlite_folder
from benchmarks.durable.sizes import Durable
from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.racing import Spread
from caseflow.service import CaseService
from caseflow.stores import (
    GENESIS,
    CaseSummary,
    MemoryStore,
    Store,
    StoredCase,
    StoredRecord,
    link,
    micros,
    open_store,
)
from caseflow.values import Channel

__all__ = ["cases", "due_and_import", "settle", "tabled"]

_SAMPLE = "HS-0000000"
_DAY = 86_400_000_000
#: One case in so many is due, one in five has no date: its clock is paused.
_DUE, _PAUSED = 20, 5
_NOW = micros(filings.AT)


def _sample() -> StoredCase:
    """Return an accepted case as it is kept."""
    with MemoryStore() as store:
        service = CaseService(filings.engine(), store)
        service.open(
            "P1",
            case_id=_SAMPLE,
            channel=Channel.ONLINE,
            result_by=Channel.ONLINE,
            at=filings.AT,
            by=filings.CLERK,
            facts=filings.FACTS,
        )
        kept = store.run(store.ops.load(_SAMPLE))
    assert kept is not None
    return kept


def cases(begin: int, end: int) -> list[StoredCase]:
    """Return cases with their first record each; a twentieth is due before now."""
    sample = _sample()
    (stored,) = sample.records
    return [_case(sample.summary, stored, number) for number in range(begin, end)]


def _case(summary: CaseSummary, stored: StoredRecord, number: int) -> StoredCase:
    case_id = f"HS-{number:07}"
    text = stored.text.replace(_SAMPLE, case_id)
    found = link(GENESIS, text)
    # Spread over the dates without an order: neighbours by number are not due together.
    place = number * 7_919 % 1_000_003
    due_at: int | None = _NOW + (place % 400 + 1) * _DAY + place
    if number % _PAUSED == 0:
        due_at = None
    elif number % _DUE == 1:
        due_at = _NOW - place
    return StoredCase(
        summary._replace(case_id=case_id, hash=found, due_at=due_at, wake_at=due_at),
        (stored._replace(text=text, hash=found),),
    )


def due_and_import(sizes: Sizes) -> Outcome:
    """Import on PostgreSQL round by round, until a million are open; then claim what is due."""
    durable = Durable.of(sizes)
    outcome = Outcome()
    with ExitStack() as stack:
        folder = stack.enter_context(sqlite_folder())
        server = stack.enter_context(Server.started())
        stores = {"SQLite": stack.enter_context(tabled(f"sqlite:///{folder / 'due'}.db"))}
        if server is None:
            outcome.absent[SERVER] = f"{SERVER} is not installed here: no initdb"
        else:
            stores[SERVER] = stack.enter_context(tabled(server.database("due")))
        rates = _loaded(stores, durable)
        if server is not None:
            settle(server.url("due"))
        for store in stores.values():
            # Lists are asked for by others than those who import: the next use connects anew.
            store.close()
        for name in ("SQLite", SERVER):
            rate = Spread.of(rates[name]) if name in rates else None
            key = "import_cases_per_s" if name == SERVER else "import_cases_per_s_sqlite"
            outcome.findings.append(Finding(key, rate))
            if rate is not None:
                goal = "≥ 30,000/s" if name == SERVER else ""
                outcome.report(
                    outcome.findings.pop(), f"cases imported, {name}", rate, "/s", goal=goal
                )
        rounds = 3 * sizes.rounds
        for name, store in stores.items():
            _tell_due(outcome, name, store, durable, rounds)
        if server is None:
            keys = ("due_1000_of_1m_ms", "due_1000_of_1m_claim_ms")
            outcome.findings += [Finding(key, None) for key in keys]
    return outcome


@contextmanager
def tabled(url: str) -> Iterator[Store]:
    """Open a store and make its tables."""
    store = open_store(url)
    try:
        store.run(store.ops.migrate())
        yield store
    finally:
        store.close()


def _loaded(stores: dict[str, Store], durable: Durable) -> dict[str, list[float]]:
    """Import all cases into each store, in turn; return cases a second, for each part."""
    rates: dict[str, list[float]] = {name: [] for name in stores}
    for begin in range(0, durable.open_cases, durable.imported):
        end = min(begin + durable.imported, durable.open_cases)
        kept = cases(begin, end)
        for name, store in stores.items():
            gc.collect()
            before = time.perf_counter()
            for place in range(0, len(kept), durable.batch):
                store.run(store.ops.insert_many(kept[place : place + durable.batch]))
            rates[name].append(len(kept) / (time.perf_counter() - before))
    return rates


def settle(url: str) -> None:
    """Do what autovacuum does within a minute of such an import."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _tell_due(outcome: Outcome, name: str, store: Store, durable: Durable, rounds: int) -> None:
    """Add what it takes to find the next due cases, and to claim them.

    A list on a screen finds them: summaries in the order of their dates. A sweep claims them
    besides, which writes a lease to each row; it claims a hundred at a time unless told otherwise.
    """
    ops = store.ops
    found = store.run(ops.wake(_NOW, _NOW, durable.due))
    expected = min(durable.due, sum(number % _DUE == 1 for number in range(durable.open_cases)))
    assert len(found) == expected
    looked = _taken(lambda: store.run(ops.next_due(_NOW, durable.due)), rounds, expected)
    # The lease ends at once, so that each round claims as many from as many.
    claimed = _taken(lambda: store.run(ops.wake(_NOW, _NOW, durable.due)), rounds, expected)
    many = f"{durable.due:,} due of {durable.open_cases:,}"
    suffix = "" if name == SERVER else "_sqlite"
    outcome.report(
        Finding(f"due_1000_of_1m_ms{suffix}", looked), f"find the next {many}, {name}", looked,
        "ms", goal="≤ 5 ms",
    )  # fmt: skip
    outcome.report(
        Finding(f"due_1000_of_1m_claim_ms{suffix}", claimed), f"claim the next {many}, {name}",
        claimed, "ms",
    )  # fmt: skip


def _taken(work: Callable[[], Any], rounds: int, expected: int) -> Spread:
    took = []
    for number in range(rounds + 1):
        gc.collect()
        before = time.perf_counter()
        found = work()
        if number:
            took.append((time.perf_counter() - before) * 1e3)
        assert len(found) == expected
    return Spread.of(took)
