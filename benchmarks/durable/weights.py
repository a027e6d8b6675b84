"""What is on the disk after all that: bytes for each event, with its share of the case.

Both databases are packed first (`vacuum`, `vacuum full`), so that only what is needed is weighed.
Each contender has the same number of events for each case.
"""

import sqlite3
from urllib.parse import urlsplit

from benchmarks.durable.contenders import EVENTS, OURS
from benchmarks.outcomes import Finding, Outcome
from benchmarks.racing import Spread

__all__ = ["weigh"]

#: The tables that grow with the cases; the first has a row an event.
_OURS = ("cf_record", "cf_case", "cf_outbox", "cf_raised")
_THEIRS = {"SQLite": "stored_events", "PostgreSQL": "application_events"}
_KEYS = {"SQLite": "bytes_per_event", "PostgreSQL": "bytes_per_event_postgresql"}


def weigh(outcome: Outcome, database: str, urls: dict[str, str]) -> None:
    """Add what an event weighs on *database* to *outcome*."""
    found: dict[str, float] = {}
    for name, url in urls.items():
        tables = _OURS if name == OURS else (_THEIRS[database],)
        found[name] = _sqlite(url, tables[0]) if database == "SQLite" else _postgresql(url, tables)
    ours = Spread.of([found[OURS]])
    work = f"bytes an event, {database}"
    outcome.report(Finding(_KEYS[database], ours), work, ours, "B")
    if EVENTS in found:
        outcome.lines.pop()
        outcome.weigh(work, EVENTS, found[OURS], found[EVENTS])


def _sqlite(url: str, events: str) -> float:
    connection = sqlite3.connect(urlsplit(url).path[1:], isolation_level=None)
    try:
        connection.execute("vacuum")
        (pages,) = connection.execute("pragma page_count").fetchone()
        (size,) = connection.execute("pragma page_size").fetchone()
        (rows,) = connection.execute(f"select count(*) from {events}").fetchone()  # noqa: S608 - ours
    finally:
        connection.close()
    return float(pages * size / rows)


def _postgresql(url: str, tables: tuple[str, ...]) -> float:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        size = 0
        for table in tables:
            connection.execute(f"vacuum full {table}".encode())
            row = connection.execute("select pg_total_relation_size(%s)", (table,)).fetchone()
            size += row[0] if row else 0
        counted = connection.execute(f"select count(*) from {tables[0]}".encode()).fetchone()  # noqa: S608 - ours
    return size / (counted[0] if counted else 1)
