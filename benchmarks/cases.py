"""Events, what can be done now, and replaying: one life cycle, worked by all."""

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks import filings
from benchmarks.life_cycle import PATH
from benchmarks.machines import Machine, machines, shared_transitions
from benchmarks.outcomes import Finding, Outcome, Sizes
from benchmarks.peers import Peers
from benchmarks.racing import Contender, Timed, race
from caseflow.cases import Case

__all__ = ["actions", "fire", "opening", "replay"]


def fire(sizes: Sizes) -> Outcome:
    """Race seven events a case; caseflow with roles, a clock and a key for each event besides."""
    peers = Peers()
    ids = [f"HS-{number:06}" for number in range(sizes.cases)]

    def ours() -> Timed:
        cases = filings.opened(ids)
        return lambda: filings.live(cases)

    contenders = [Contender("caseflow", sizes.cases * len(PATH), ours)]
    for machine in machines(peers):
        number = sizes.slow_cases if machine.is_slow else sizes.cases
        contenders.append(Contender(machine.name, number * len(PATH), _working(machine, number)))
    outcome = Outcome()
    outcome.compare(
        race(contenders, sizes.rounds, peers.absent),
        "one event, with its record",
        "caseflow",
        keys={"transitions": ("fire_vs_transitions", "≥ 5")},
        unit=("µs", 1e6),
    )
    return outcome


def _working(machine: Machine, number: int) -> Callable[[], Timed]:
    def prepare() -> Timed:
        cases = machine.make(number)

        def timed() -> None:
            machine.work(cases)
            assert [entry[0] for entry in machine.history(cases[-1])] == list(PATH)

        return timed

    return prepare


def opening(sizes: Sizes) -> Outcome:
    """Race the making of a case; that of caseflow is recorded, and checked against a catalogue."""
    peers = Peers()
    ids = [f"HS-{number:06}" for number in range(sizes.cases)]
    contenders = [Contender("caseflow", sizes.cases, lambda: lambda: filings.opened(ids))]
    for machine in machines(peers):
        number = sizes.slow_cases if machine.is_slow else sizes.cases
        contenders.append(Contender(machine.name, number, _making(machine, number)))
    outcome = Outcome()
    outcome.compare(
        race(contenders, sizes.rounds, peers.absent),
        "a new case",
        "caseflow",
        keys={},
        unit=("µs", 1e6),
    )
    return outcome


def _making(machine: Machine, number: int) -> Callable[[], Timed]:
    return lambda: lambda: machine.make(number)


def actions(sizes: Sizes) -> Outcome:
    """Race the question what can be done, of cases in every state of the way.

    caseflow answers with every reason for what cannot be done; `transitions` with yes or no.
    """
    peers = Peers()
    ours = _stages(filings.opened(["HS-1"])[0])
    engine, repeats = filings.engine(), max(1, sizes.calls // len(ours))

    def ask(cases: Sequence[Case]) -> None:
        for _ in range(repeats):
            for case in cases:
                engine.actions(case, by=filings.CLERK, at=case.last_at)

    contenders = [Contender("caseflow", repeats * len(ours), lambda: lambda: ask(ours))]
    found = shared_transitions(peers)
    few = max(1, repeats // 20)
    if found is not None:
        machine, make = found
        theirs = make(len(ours))
        for case, mine in zip(theirs, ours, strict=True):
            case.state = mine.state
            opened = {
                one.action.name
                for one in engine.actions(mine, by=filings.CLERK, at=mine.last_at)
                if one.allowed
            }
            assert {name for name in machine.events if machine._can_trigger(case, name)} == opened

        def try_all(cases: Sequence[Any]) -> None:
            for _ in range(few):
                for case in cases:
                    for name in machine.events:
                        machine._can_trigger(case, name)

        name = "transitions, shared machine"
        contenders.append(Contender(name, few * len(theirs), lambda: lambda: try_all(theirs)))
    outcome = Outcome()
    outcome.compare(
        race(contenders, sizes.rounds, peers.absent),
        "what can be done now, 12 actions",
        "caseflow",
        keys={"transitions, shared machine": ("actions_vs_transitions", "≥ 100")},
        unit=("µs", 1e6),
    )
    return outcome


def _stages(case: Case) -> list[Case]:
    """Return the case as it is after each event."""
    stages = [case]
    for action, at, key in filings.STEPS:
        stages.append(filings.engine().fire(stages[-1], action, by=filings.CLERK, at=at, key=key))
    return stages


def replay(sizes: Sizes) -> Outcome:
    """Say how many records a second become cases again."""
    cases = filings.live(filings.opened([f"HS-{number:06}" for number in range(sizes.cases)]))
    histories = [case.records for case in cases]
    engine = filings.engine()
    assert engine.replay(histories[0]) == cases[0]

    def replay_all() -> None:
        for records in histories:
            engine.replay(records)

    records = sum(len(history) for history in histories)
    run = race([Contender("caseflow", records, lambda: replay_all)], sizes.rounds)
    took = run.took("caseflow")
    outcome = Outcome()
    outcome.report(
        Finding("replay_events_per_s", took.inverse()),
        "replaying one record",
        took.times(1e6),
        "µs",
    )
    return outcome
