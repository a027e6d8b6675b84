"""Memory of open cases, and whether many cases cost more each than few."""

import gc
import time
import tracemalloc
from collections.abc import Callable

from benchmarks import filings
from benchmarks.life_cycle import PATH
from benchmarks.machines import machines
from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.peers import Peers
from benchmarks.racing import Spread

__all__ = ["growth", "memory"]


def memory(sizes: Sizes) -> Outcome:
    """Weigh open cases, fresh, without the strings and instants their caller holds anyway."""
    peers = Peers()
    ids = [f"HS-{number:06}" for number in range(sizes.held)]
    filings.opened(ids[:2])
    ours = _bytes_each(lambda: filings.opened(ids, None), sizes.held)
    with_facts = _bytes_each(lambda: filings.opened(ids), sizes.held)
    outcome = Outcome()
    for key, weight, kind, goal in (
        ("bytes_per_case", ours, "an open case", "≤ 500 B"),
        ("bytes_per_case_with_two_facts", with_facts, "an open case with fee and paid", ""),
    ):
        spread = Spread.of([weight])
        outcome.report(Finding(key, spread), f"{kind}, {sizes.held:,} held", spread, "B", goal=goal)
    for machine in machines(peers):
        number = sizes.slow_cases if machine.is_slow else sizes.cases
        machine.make(1)
        weight = _bytes_each(lambda make=machine.make, number=number: make(number), number)
        # Those of the peers hold a fee and what is paid of it, too.
        outcome.weigh("an open case with fee and paid", machine.name, with_facts, weight)
    outcome.absent |= peers.absent
    return outcome


def _bytes_each(make: Callable[[], list[object]], number: int) -> float:
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    held = make()
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    # The list that holds them is the caller's.
    return (after - before) / number - 8 * len(held) / number


def growth(sizes: Sizes) -> Outcome:
    """Work ever more cases; the cost of one should stay the same.

    Kept in a list, with Python's collector of cycles as it is, and paused: it looks through all
    that is kept again and again, which no library can help. Then one by one, none kept.
    """
    outcome = Outcome()
    _grow(outcome, sizes, "kept", "case_us_at", _kept)
    _grow(outcome, sizes, "kept, collector paused", "case_us_paused_at", _kept_paused)
    _grow(outcome, sizes, "none kept", "case_us_streamed_at", _streamed)
    _long_cases(outcome, sizes)
    return outcome


def _long_cases(outcome: Outcome, sizes: Sizes) -> None:
    """Work a case of few records and one of many, and read both back from their records.

    A record should cost the same in both: the median of several runs of each, against each other.
    """
    few, many = sizes.long_cases
    for key, how, work in (
        ("long_case_growth", "fired", _lengthened),
        ("long_case_load_growth", "read back", _read_back),
    ):
        each = {
            number: Spread.of([work(number) / number for _ in range(5)]) for number in (few, many)
        }
        growth = Spread.of([each[many].median / each[few].median])
        outcome.report(
            Finding(key, growth),
            f"a record of {many:,} {how}, beside one of {few:,}",
            each[many].times(1e6),
            "µs",
            goal="≤ 1.3",
            ratio=growth,
        )


def _lengthened(number: int) -> float:
    gc.collect()
    begun = time.thread_time()
    filings.lengthened(number)
    return time.thread_time() - begun


def _read_back(number: int) -> float:
    records = tuple(filings.lengthened(number).records)
    gc.collect()
    begun = time.thread_time()
    filings.engine().replay(records)
    return time.thread_time() - begun


def _grow(
    outcome: Outcome, sizes: Sizes, how: str, key: str, work: Callable[[list[str]], float]
) -> None:
    first: float | None = None
    for number in sizes.growth:
        ids = [f"HS-{one:07}" for one in range(number)]
        # Few cases are worked several times over, so that every figure rests on as many events.
        repeats = max(1, min(sizes.growth[-1], 50_000) // number)
        each = Spread.of([work(ids) / number for _ in range(repeats)])
        first = first or each.median
        outcome.report(
            Finding(f"{key}_{number}", each.times(1e6)),
            f"a whole case of {number:,}, {how}",
            each.times(1e6),
            "µs",
            goal="within 20 % of the first",
            ratio=Spread.of([each.median / first]),
        )


def _kept(ids: list[str]) -> float:
    gc.collect()
    begun = time.thread_time()
    held = [filings.worked(case) for case in filings.opened(ids)]
    took = time.thread_time() - begun
    assert len(held[-1].records) == len(PATH) + 1
    return took


def _kept_paused(ids: list[str]) -> float:
    gc.disable()
    try:
        return _kept(ids)
    finally:
        gc.enable()


def _streamed(ids: list[str]) -> float:
    gc.collect()
    begun = time.thread_time()
    for one in ids:
        filings.worked(filings.opened([one])[0])
    return time.thread_time() - begun
