"""Processes that stay alive through a race and work when it is their turn.

A turn is a number of new cases, each taken through the seven events. Cases are made before the
turn begins, and nobody else works during it. The time is that of the wall, for waiting for the
disk is part of it. The processor time of the processes is told besides: it is what the software
takes, whatever the disk; that of a database server is not in it.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import quantiles
from typing import Any, Protocol

from benchmarks.life_cycle import PATH

__all__ = ["Team", "Turn", "Worker", "Workshop"]


class Worker(Protocol):
    """Work cases of one contender in this process."""

    def make(self, ids: Sequence[str]) -> list[Any]:
        """Make new cases, durably; not timed."""
        ...

    def fire(self, case: Any, step: int) -> None:  # noqa: ANN401 - any peer's case
        """Do event number *step* of the way, durably; timed."""
        ...

    def check(self, case: Any) -> None:  # noqa: ANN401 - any peer's case
        """See that the case is at its end with seven events kept; not timed."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


#: Makes a worker from the address of its database; picklable, so a plain function or class.
Workshop = Callable[[str], Worker]


@dataclass(frozen=True)
class Turn:
    """Hold what one turn of a team took."""

    #: Seconds of each event, of all processes.
    events: list[float]
    #: Events a second, of all processes.
    rate: float
    #: Seconds of processor time for an event, in the program and in the system.
    work: float

    @property
    def tail(self) -> float:
        """Return the 99th percentile over the median."""
        if len(self.events) < 2:
            return 1.0
        cuts = quantiles(self.events, n=100, method="inclusive")
        return cuts[98] / cuts[49]


class Team:
    """Some processes that work on the same database."""

    def __init__(self, name: str, pipes: Sequence[Connection]) -> None:
        """Take the ends to talk to."""
        self.name = name
        self._pipes = pipes
        self._turn = 0

    @classmethod
    @contextmanager
    def hired(cls, name: str, workshop: Workshop, url: str, size: int) -> Iterator["Team"]:
        """Start *size* processes and end them."""
        context = multiprocessing.get_context("spawn")
        pipes: list[Connection] = []
        processes = []
        try:
            for number in range(size):
                ours, theirs = context.Pipe()
                process = context.Process(
                    target=_work, args=(theirs, workshop, url, f"{size}-{number}"), daemon=True
                )
                process.start()
                theirs.close()
                pipes.append(ours)
                processes.append(process)
                # One after the other: some contenders make their tables anew without a lock.
                _answer(ours)
            yield cls(name, pipes)
        finally:
            for pipe in pipes:
                pipe.close()
            for process in processes:
                process.join(10)
                process.kill()

    def turn(self, cases: int) -> Turn:
        """Take so many new cases in each process to their end."""
        self._turn += 1
        for pipe in self._pipes:
            pipe.send((self._turn, cases))
        for pipe in self._pipes:
            _answer(pipe)
        for pipe in self._pipes:
            pipe.send(None)
        found = [_answer(pipe) for pipe in self._pipes]
        events = [second for _, _, seconds, _ in found for second in seconds]
        # From the first that began to the last that was done: who lets others starve gains nothing.
        span = max(ended for _, ended, *_ in found) - min(begun for begun, *_ in found)
        work = sum(worked for *_, worked in found)
        return Turn(events, len(events) / span, work / len(events))


def _answer(pipe: Connection) -> Any:  # noqa: ANN401 - what a worker says
    answer = pipe.recv()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _work(pipe: Connection, workshop: Workshop, url: str, name: str) -> None:
    try:
        worker = workshop(url)
        pipe.send("ready")
        try:
            while True:
                turn, number = pipe.recv()
                cases = worker.make([f"HS-{name}-{turn:04}-{each:05}" for each in range(number)])
                pipe.send("made")
                pipe.recv()
                events = list[float]()
                begun, worked = time.perf_counter(), time.process_time()
                for step in range(len(PATH)):
                    for case in cases:
                        before = time.perf_counter()
                        worker.fire(case, step)
                        events.append(time.perf_counter() - before)
                ended, worked = time.perf_counter(), time.process_time() - worked
                worker.check(cases[-1])
                pipe.send((begun, ended, events, worked))
        except EOFError:
            worker.close()
    except Exception as error:  # noqa: BLE001 - told where it can be read
        pipe.send(RuntimeError(f"{type(error).__name__}: {error}"))
