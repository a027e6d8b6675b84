"""Simulating an office of three stages: filings a CPU second, beside simpy.

simpy once does the same work: clerks who leave over lunch and overnight and pause what they have in
hand, legal and promised dates by tables, the earliest date first, a log of every visit and the
judgement of every decision. Once it does the least: queues alone, around the clock.
"""

import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Generator
from datetime import date, timedelta
from fractions import Fraction
from math import log, sqrt
from typing import Any

from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.racing import Contender, race
from caseflow import vietnam as vn
from caseflow.engine import Jurisdiction
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, Procedure
from caseflow.simulation import (
    Demand,
    Discipline,
    Distribution,
    Office,
    Scenario,
    StageTime,
    Topic,
)
from caseflow.simulation._arrivals import arrivals_of
from caseflow.simulation._compiling import compiled
from caseflow.simulation._plain import PlainEngine
from caseflow.simulation._tables import DayTable, SessionTable
from caseflow.targets import EarlyReturn
from caseflow.texts import Text
from caseflow.workflow import simple_workflow

__all__ = ["simulations"]

MINUTE = 60_000_000
#: Clerks, and the mean minutes of work, stage by stage.
STAGES = (("intake", 2, 2.0), ("officer", 12, 12.0), ("returner", 3, 2.5))
A_DAY = 460
FIRST_ON = date(2026, 1, 5)

Events = Generator[Any, Any, None]


def scenario(filings: int) -> Scenario:
    """Return the office for so many filings, about."""
    workflow = simple_workflow(
        "three",
        [
            ("lodged", "accept", "processing", "intake"),
            ("processing", "process", "ready", "officer"),
            ("ready", "hand-out", "returned", "returner"),
        ],
    )
    procedures = tuple(
        Procedure(code, "1", Text(en=code), "three", working_days(days), early=EarlyReturn(early))
        for code, days, early in (("A", 5, "1/5"), ("B", 10, "1/10"))
    )
    calendar = vn.calendar()
    law = Jurisdiction("three", calendar, Catalogue(procedures), (workflow,))
    states = ("lodged", "processing", "ready")
    times = tuple(
        StageTime(state, Distribution.lognormal(timedelta(minutes=minutes)))
        for state, (_, _, minutes) in zip(states, STAGES, strict=True)
    )
    demand = Demand(A_DAY, (Topic("A"), Topic("B", 3)), times=times, online=Fraction(67, 100))
    office = Office.of(
        {pool: clerks for pool, clerks, _ in STAGES}, calendar, discipline=Discipline.CLOCK
    )
    last_on = calendar.add_working_days(FIRST_ON, max(filings // A_DAY, 1))
    return Scenario("three stages", law, office, demand, FIRST_ON, last_on)


def ours(given: Scenario) -> Callable[[], int]:
    """Return what simulates the scenario, arrivals and all draws included."""
    model = compiled(given)
    calendar = given.jurisdiction.calendar

    def run() -> int:
        arrivals = arrivals_of(given.demand, calendar, (given.first_on, given.last_on), 1, 0)
        engine = PlainEngine(model, arrivals, 1, 0)
        engine.run()
        return len(engine.decisions)

    return run


# ── simpy ───────────────────────────────────────────────────────────────────────────────────


class Same:
    """The same office as one writes it with simpy: a process for each clerk."""

    def __init__(self, given: Scenario, arrivals: list[tuple[int, int, bool]]) -> None:
        import simpy

        calendar = given.jurisdiction.calendar
        self.arrivals, self.random = arrivals, random.Random(1)
        self.env = simpy.Environment(initial_time=arrivals[0][0])
        self.table = SessionTable(calendar, given.first_on)
        self.days = DayTable(calendar, given.first_on)
        self.store = [simpy.PriorityStore(self.env) for _ in STAGES]
        self.dues: list[tuple[int, int]] = []
        self.log: list[tuple[int, int, int, int, int]] = []
        self.verdicts: Counter[str] = Counter()

    def run(self) -> int:
        """Simulate, and return how many filings were decided."""
        for stage, (_, clerks, minutes) in enumerate(STAGES):
            for _ in range(clerks):
                self.env.process(self.clerk(stage, minutes * MINUTE))
        self.done = self.env.event()
        self.env.process(self.source())
        self.env.run(until=self.done)
        return self.verdicts.total()

    def source(self) -> Events:
        """Let filings come in, each with its dates."""
        days = self.days
        for case, (at, allowed, early) in enumerate(self.arrivals):
            if at > self.env.now:
                yield self.env.timeout(at - self.env.now)
            rank = days.rank[bisect_right(days.starts, at) - 1]
            legal = days.working[rank + allowed - 1]
            promised = days.working[rank + (allowed * 4 // 5 if early else allowed) - 1]
            self.dues.append((legal, promised))
            self.store[0].put((days.starts[legal + 1], case, at))

    def clerk(self, stage: int, mean: float) -> Events:
        """Work through a queue while on duty, and leave work between sessions."""
        env, store, table = self.env, self.store[stage], self.table
        spread, middle = sqrt(log(2)), log(mean) - log(2) / 2
        while True:
            place = bisect_right(table.starts, env.now) - 1
            if place < 0 or env.now >= table.ends[place]:
                yield env.timeout(table.starts[place + 1] - env.now)
                continue
            turn = store.get()
            yield turn | env.timeout(table.ends[place] - env.now)
            if not turn.triggered:
                turn.cancel()
                continue
            key, case, joined = turn.value
            started = env.now
            place = bisect_right(table.starts, started) - 1
            if started >= table.ends[place]:
                store.put(turn.value)
                continue
            work = int(self.random.lognormvariate(middle, spread))
            wanted = table.work[place] + started - table.starts[place] + work
            place = bisect_left(table.work, wanted) - 1
            yield env.timeout(table.starts[place] + wanted - table.work[place] - started)
            self.log.append((case, stage, joined, started, env.now))
            if stage + 1 < len(STAGES):
                self.store[stage + 1].put((key, case, env.now))
            else:
                self.decide(case)

    def decide(self, case: int) -> None:
        """Judge a decision by both dates."""
        days = self.days
        today = bisect_right(days.starts, self.env.now) - 1
        legal, promised = self.dues[case]
        self.verdicts["early" if today < legal else "late" if today > legal else "on time"] += 1
        self.kept = today <= promised
        if self.verdicts.total() == len(self.arrivals):
            self.done.succeed()


def bare(filings: int) -> int:
    """Simulate three queues around the clock with simpy, and nothing else."""
    import simpy

    env, chance = simpy.Environment(), random.Random(1)
    pools = [simpy.Resource(env, clerks) for _, clerks, _ in STAGES]
    spread = sqrt(log(2))
    middles = [log(minutes) - log(2) / 2 for _, _, minutes in STAGES]
    ended = [0]

    def filing() -> Events:
        for pool, middle in zip(pools, middles, strict=True):
            with pool.request() as turn:
                yield turn
                yield env.timeout(chance.lognormvariate(middle, spread))
        ended[0] += 1

    def source() -> Events:
        for _ in range(filings):
            yield env.timeout(chance.expovariate(A_DAY / 480))
            env.process(filing())

    env.process(source())
    env.run()
    return ended[0]


def simulations(sizes: Sizes) -> Outcome:
    """Race the plain engine beside simpy."""
    given = scenario(sizes.cases * 10)
    calendar = given.jurisdiction.calendar
    arrivals = arrivals_of(given.demand, calendar, (given.first_on, given.last_on), 1, 0)
    filings = len(arrivals)
    plain = [(each.at, (5, 10)[each.topic], each.goes_online) for each in arrivals]
    assert ours(given)() == Same(given, plain).run() == bare(filings) == filings
    run = ours(given)
    found = race(
        [
            Contender("caseflow", filings, lambda: run),
            Contender("simpy, the same", filings, lambda: Same(given, plain).run),
            Contender("simpy, queues alone", filings, lambda: lambda: bare(filings)),
        ],
        sizes.rounds,
    )
    outcome = Outcome()
    outcome.compare(
        found,
        f"simulate {filings:,} filings in three stages",
        "caseflow",
        keys={
            "simpy, the same": ("sim_plain_vs_simpy", "≥ 3"),
            "simpy, queues alone": ("sim_plain_vs_bare_simpy", "≥ 1.2"),
        },
        unit=("µs a filing", 1e6),
    )
    speed = found.took("caseflow").inverse()
    outcome.report(
        Finding("sim_plain_cases_per_s", speed), "filings simulated", speed, "a CPU second"
    )
    return outcome
