"""Every benchmark by its name."""

from collections.abc import Callable

from benchmarks.cases import actions, fire, opening, replay
from benchmarks.columns import due_at_once
from benchmarks.days import days_at_once, days_one_by_one
from benchmarks.durable.firing import fire_on_postgresql, fire_on_sqlite
from benchmarks.durable.lists import list_pages
from benchmarks.durable.loads import due_and_import
from benchmarks.floors import floors
from benchmarks.growth import growth, memory
from benchmarks.hours import hours_at_once, hours_one_by_one
from benchmarks.imports import imports
from benchmarks.judging import judging
from benchmarks.outcomes import Outcome, Sizes
from benchmarks.registers import counts_of_registers
from benchmarks.simulations import simulations

__all__ = ["BENCHMARKS"]

BENCHMARKS: dict[str, Callable[[Sizes], Outcome]] = {
    "days-scalar": days_one_by_one,
    "days-bulk": days_at_once,
    "hours-scalar": hours_one_by_one,
    "hours-bulk": hours_at_once,
    "due-bulk": due_at_once,
    "fire": fire,
    "actions": actions,
    "open": opening,
    "replay": replay,
    "judge": judging,
    "memory": memory,
    "growth": growth,
    "import": imports,
    "floors": floors,
    "registers": counts_of_registers,
    "simulations": simulations,
    "durable-sqlite": fire_on_sqlite,
    "durable-postgresql": fire_on_postgresql,
    "durable-due": due_and_import,
    "durable-lists": list_pages,
}
