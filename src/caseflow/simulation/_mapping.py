"""Where replications run: in this process, in others of this computer, or on a cluster.

Each mapper calls a function for numbers as `map` does and gives the answers in order, so the same
replications come of all of them. What a replication is, is in `_replications`.
"""

import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from typing import Any, Protocol, TextIO

from caseflow._typed import typed
from caseflow.errors import PackageMissingError, ValueInvalidError
from caseflow.simulation._replications import Mapper, Replication

__all__ = [
    "DaskClient",
    "Mapper",
    "ProgressBar",
    "ProgressNote",
    "gathered",
    "in_processes",
    "on_dask",
    "on_ray",
    "with_joblib",
]

#: Is given how many replications are done, and how many there will be.
ProgressNote = Callable[[int, int], None]

_MOST_PROCESSES = 1_024
_BAR = 30


class DaskClient(Protocol):
    """What is asked of a `dask.distributed.Client`."""

    @property
    def map(self) -> Callable[..., list[Any]]:
        """Send a call for each value and return its futures."""
        ...

    @property
    def cancel(self) -> Callable[..., Any]:
        """Take back what has not run yet."""
        ...


def _refuse_number(processes: int) -> None:
    if not 0 < processes <= _MOST_PROCESSES:
        allowed = f"a number from 1 to {_MOST_PROCESSES:,}"
        raise ValueInvalidError("processes", processes, allowed)


def _leave_interrupts() -> None:
    """Let the process that asked decide what an interruption from the keyboard means."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@typed
def in_processes(processes: int) -> Mapper:
    """Return a mapper that runs replications in so many processes of this computer.

    They begin afresh ("spawn"), so a script that uses them starts its work under
    `if __name__ == "__main__":`, and the key of a pool is a function of a module.

    Raises:
        ValueInvalidError: the number is below 1; while it runs: the scenario cannot be sent to
            another process.

    Cost: about half a second to start each process.
    """
    _refuse_number(processes)

    def mapped(call: Callable[[int], Replication], numbers: Iterable[int]) -> Iterator[Replication]:
        _refuse_unsendable(call)
        pool = ProcessPoolExecutor(processes, get_context("spawn"), _leave_interrupts)
        try:
            for each in [pool.submit(call, number) for number in numbers]:
                yield each.result()
        finally:
            pool.shutdown(cancel_futures=True)

    return mapped


def _refuse_unsendable(call: Callable[[int], Replication]) -> None:
    try:
        pickle.dumps(call)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        allowed = "one that can be sent to another process: keys and guards of modules"
        raise ValueInvalidError("scenario", str(error), allowed) from error


def _installed(name: str) -> Any:  # noqa: ANN401 - a package without types
    try:
        return import_module(name)
    except ImportError:
        raise PackageMissingError(name, f"pip install {name}") from None


@typed
def with_joblib(processes: int) -> Mapper:
    """Return a mapper that runs replications in so many processes by joblib.

    They are kept from one call to the next, and what is sent need not be of a module.

    Raises:
        PackageMissingError: joblib is not installed.
        ValueInvalidError: the number is below 1.
    """
    _refuse_number(processes)
    joblib = _installed("joblib")

    def mapped(call: Callable[[int], Replication], numbers: Iterable[int]) -> Iterator[Replication]:
        parallel = joblib.Parallel(n_jobs=processes, return_as="generator")
        yield from parallel(joblib.delayed(call)(number) for number in numbers)

    return mapped


@typed
def on_dask(client: DaskClient) -> Mapper:
    """Return a mapper that runs replications on the cluster of a `dask.distributed.Client`.

    Its workers need the same version of caseflow.
    """

    def mapped(call: Callable[[int], Replication], numbers: Iterable[int]) -> Iterator[Replication]:
        # Two runs of one scenario are one key to Dask, and the same replications.
        futures = client.map(call, [*numbers])
        try:
            for each in futures:
                yield each.result()
        finally:
            client.cancel(futures)

    return mapped


@typed
def on_ray() -> Mapper:
    """Return a mapper that runs replications on the cluster that Ray is connected to.

    Without one, Ray starts on this computer.

    Raises:
        PackageMissingError: Ray is not installed.
    """
    ray = _installed("ray")

    def mapped(call: Callable[[int], Replication], numbers: Iterable[int]) -> Iterator[Replication]:
        def one(number: int) -> Replication:
            # Ray takes a function and no partial.
            return call(number)

        remote = ray.remote(one)
        waiting = [remote.remote(number) for number in numbers]
        try:
            for each in waiting:
                yield ray.get(each)
        finally:
            for each in waiting:
                ray.cancel(each)

    return mapped


class ProgressBar:
    """Show how many replications are done, on one line of a terminal or a notebook.

    >>> from io import StringIO
    >>> shown = StringIO()
    >>> ProgressBar(shown)(1, 2)
    >>> shown.getvalue().strip()
    '[###############...............] 1/2'
    """

    def __init__(self, stream: TextIO) -> None:
        """Write to *stream*, as `sys.stderr`."""
        self._stream = stream

    def __call__(self, done: int, total: int) -> None:
        """Show that *done* of *total* are done."""
        filled = _BAR * done // total if total else _BAR
        end = "\n" if done >= total else ""
        self._stream.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total}{end}")
        self._stream.flush()


def gathered(
    replications: Iterator[Replication], note: Callable[[int], None]
) -> tuple[tuple[Replication, ...], bool]:
    """Return the replications that finish, and whether the keyboard ended it before the last."""
    found: list[Replication] = []
    try:
        for each in replications:
            found.append(each)
            note(len(found))
    except KeyboardInterrupt:
        return tuple(found), True
    return tuple(found), False
