"""Processes that a test starts, talks to by lines, and kills.

What they run is in `programs`. Each line that one prints was written after the commit it tells
of, so a line that arrived is an acknowledgement. They are forks of one process that has imported
everything already, because starting Python anew for each would take most of the time.
"""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

PROGRAMS = Path(__file__).with_name("programs.py")
TESTS = PROGRAMS.parent.parent

#: What a program prints when it has come to its end.
WELL = "."


class Worker:
    """One program in its own process."""

    def __init__(self, pid: int, to: int, out: int) -> None:
        # By number alone, a stranger who got the number since could be killed.
        self._process = os.pidfd_open(pid)
        self._to = os.fdopen(to, "wb", buffering=0)
        self._from = os.fdopen(out, "rb")

    def tell(self, line: object) -> None:
        self._to.write(f"{line}\n".encode())

    def hear(self) -> str:
        """Return the next line; "" when there are no more."""
        return self._from.readline().decode().rstrip("\n")

    def hear_all(self) -> list[str]:
        """Return the lines until the program ends, which it must do well."""
        lines = self._from.read().decode().splitlines()
        assert lines[-1:] == [WELL], lines[-3:]
        return lines[:-1]

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._process, signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        os.close(self._process)
        self._to.close()
        self._from.close()


class Nursery:
    """The process whose forks the workers are."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, PROGRAMS, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": str(TESTS)},
        )
        theirs.close()

    def start(self, name: str, *args: object) -> Worker:
        """Start a program."""
        stdin, to = os.pipe()
        out, stdout = os.pipe()
        command = json.dumps([name, *map(str, args)]).encode()
        socket.send_fds(self._control, [command], [stdin, stdout])
        os.close(stdin)
        os.close(stdout)
        return Worker(int(self._control.recv(64)), to, out)

    @contextmanager
    def working(self, *commands: tuple[object, ...]) -> Iterator[list[Worker]]:
        """Start a program for each of *commands* and see that none is left behind."""
        with ExitStack() as stack:
            workers = []
            for name, *args in commands:
                worker = self.start(str(name), *args)
                stack.callback(worker.close)
                workers.append(worker)
            yield workers

    def close(self) -> None:
        self._control.close()
        self._process.wait()
