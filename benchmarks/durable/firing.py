"""One event, durably: SQLite and PostgreSQL, with one process and with four."""

from collections.abc import Callable
from contextlib import ExitStack
from itertools import product
from random import Random

from benchmarks.durable.contenders import COLD, DBOS, DJANGO, EVENTS, HELD, OURS, workshops
from benchmarks.durable.databases import SERVER, Server, sqlite_folder
from benchmarks.durable.sizes import Durable
from benchmarks.durable.weights import weigh
from benchmarks.durable.workers import Team, Turn
from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.racing import Race, Spread

__all__ = ["fire_on_postgresql", "fire_on_sqlite"]

#: How long the unlucky wait, by contender.
_TAILS = {
    OURS: "sqlite_p99_vs_median",
    EVENTS: "sqlite_p99_vs_median_eventsourcing",
    DJANGO: "sqlite_p99_vs_median_django_fsm",
}


def fire_on_sqlite(sizes: Sizes) -> Outcome:
    """Race an event on SQLite; every file has WAL and synchronous=FULL."""
    with sqlite_folder() as folder:
        outcome, turns = _raced(
            sizes,
            "SQLite",
            (OURS, COLD, EVENTS, HELD, DJANGO),
            lambda name: f"sqlite:///{folder / name}.db",
            {
                EVENTS: ("store_sqlite_vs_eventsourcing", "≥ 1.5"),
                DJANGO: ("store_sqlite_vs_django_fsm", "≥ 2"),
            },
        )
    _tell_work(outcome, turns)
    for (name, size), found in turns.items():
        if size == 1 or name not in _TAILS:
            continue
        tails = Spread.of([turn.tail for turn in found])
        work = f"99th percentile over the median, SQLite, {size} processes, {name}"
        goal = "≤ 5" if name == OURS else ""
        outcome.report(Finding(_TAILS[name], tails), work, tails, "×", goal=goal)
    return outcome


def _tell_work(outcome: Outcome, turns: dict[tuple[str, int], list[Turn]]) -> None:
    """Compare what an event takes of the processor: all of SQLite works in the process itself."""
    seconds = {
        name: [turn.work for turn in found] for (name, size), found in turns.items() if size == 1
    }
    keys = {EVENTS: "store_sqlite_work_vs_eventsourcing", DJANGO: "store_sqlite_work_vs_django_fsm"}
    outcome.compare(
        Race(seconds, outcome.absent),
        "processor time of one event kept, SQLite",
        OURS,
        keys={name: (key, "") for name, key in keys.items()},
        unit=("µs", 1e6),
    )


def fire_on_postgresql(sizes: Sizes) -> Outcome:
    """Race an event on PostgreSQL, with the durability it is delivered with."""
    with Server.started() as server:
        if server is None:
            return _without_server("store_pg_vs_eventsourcing", "store_pg_vs_dbos")
        outcome, _ = _raced(
            sizes,
            "PostgreSQL",
            (OURS, COLD, EVENTS, HELD, DBOS),
            server.database,
            {
                EVENTS: ("store_pg_vs_eventsourcing", "≥ 1.5"),
                DBOS: ("store_pg_vs_dbos", "≥ 10"),
            },
        )
        return outcome


def _without_server(*keys: str) -> Outcome:
    outcome = Outcome(absent={SERVER: f"{SERVER} is not installed here: no initdb"})
    outcome.findings += [Finding(key, None) for key in keys]
    return outcome


def _raced(
    sizes: Sizes,
    database: str,
    names: tuple[str, ...],
    place: Callable[[str], str],
    keys: dict[str, tuple[str, str]],
) -> tuple[Outcome, dict[tuple[str, int], list[Turn]]]:
    durable = Durable.of(sizes)
    makers, absent = workshops(*names)
    order = Random(20_261_122)
    turns: dict[tuple[str, int], list[Turn]] = {}
    outcome = Outcome(absent=absent)
    with ExitStack() as stack:
        teams: dict[tuple[str, int], Team] = {}
        urls: dict[str, str] = {}
        for number, (name, size) in enumerate(product(makers, (1, durable.crowd))):
            if name not in urls:
                urls[name] = place(f"store{number}")
            hired = Team.hired(name, makers[name], urls[name], size)
            teams[name, size] = stack.enter_context(hired)
            turns[name, size] = []
        for number in range(sizes.rounds + 1):
            players = list(teams)
            order.shuffle(players)
            for player in players:
                cases = durable.slow_cases if player[0] == DBOS else durable.cases
                turn = teams[player].turn(cases)
                if number:
                    turns[player].append(turn)
        weigh(outcome, database, {name: urls[name] for name in (OURS, EVENTS) if name in urls})
    for size in (1, durable.crowd):
        seconds = {name: [1 / turn.rate for turn in turns[name, size]] for name in makers}
        keyed = {
            name: (key if size == 1 else f"{key}_4_processes", goal)
            for name, (key, goal) in keys.items()
        }
        outcome.compare(
            Race(seconds, absent),
            f"one event kept, {database}" + ("" if size == 1 else f", {size} processes"),
            OURS,
            keys=keyed,
            unit=("µs", 1e6),
        )
    return outcome, turns
