"""The command: `python -m benchmarks.load [--store URL] [--workers N] [--think SECONDS] ...`."""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.durable.databases import Server, sqlite_folder
from benchmarks.environment import ROOT
from benchmarks.load.filings import number_of, seeded, verified
from benchmarks.load.http import Browser
from benchmarks.load.people import MIX, Figures, Person

__all__ = ["main"]


@dataclass(frozen=True)
class Found:
    """Hold what one measurement found; times in milliseconds."""

    store: str
    workers: int
    clients: int
    filings: int
    think_s: float
    requests: int
    requests_per_s: float
    read_p50_ms: float
    read_p99_ms: float
    read_max_ms: float
    write_p50_ms: float
    write_p99_ms: float
    write_max_ms: float
    server_cpu_ms_per_request: float
    errors: int
    accepted: int
    sent_twice: int
    lost: int
    doubled: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print what was found, and return 1 if anything failed, was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    add = parser.add_argument
    add("--store", choices=("sqlite", "postgresql"), default="sqlite", help="where (sqlite)")
    add("--workers", type=int, default=1, help="processes of the server (1)")
    add("--clients", type=int, default=200, help="people at once (200)")
    add("--filings", type=int, default=10_000, help="that are there before (10,000)")
    add("--seconds", type=float, default=60, help="how long people work (60)")
    add("--think", type=float, default=1, help="seconds, on average, between two requests (1)")
    add("--json", type=Path, metavar="FILE", help="write the figures there")
    options = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    with _store(options.store) as url:
        print(f"… {options.filings} filings on {options.store}", file=sys.stderr)
        steps = seeded(url, options.filings)
        figures, worked = _loaded(url, steps, options)
        lost, doubled = verified(url, steps, figures.accepted)
    reads, writes = (sorted(figures.of(writes=each)) for each in (False, True))
    requests = len(reads) + len(writes)
    found = Found(
        store=options.store,
        workers=options.workers,
        clients=options.clients,
        filings=options.filings,
        think_s=options.think,
        requests=requests,
        requests_per_s=round(requests / options.seconds, 1),
        read_p50_ms=_ms(reads, 0.5),
        read_p99_ms=_ms(reads, 0.99),
        read_max_ms=_ms(reads, 1),
        write_p50_ms=_ms(writes, 0.5),
        write_p99_ms=_ms(writes, 0.99),
        write_max_ms=_ms(writes, 1),
        server_cpu_ms_per_request=round(worked / max(requests, 1) * 1000, 2),
        errors=figures.errors.total(),
        accepted=len(figures.accepted),
        sent_twice=figures.repeated,
        lost=lost,
        doubled=doubled,
    )
    for name, value in asdict(found).items():
        print(f"{name:26} {value}")
    for name in MIX:
        listed = sorted(figures.seconds[name])
        print(f"  {name:10} {len(listed):7} p50 {_ms(listed, 0.5)} p99 {_ms(listed, 0.99)} ms")
    for what, count in figures.errors.most_common(10):
        print(f"  {count} × {what}")
    if options.json:
        options.json.write_text(json.dumps(asdict(found), indent=2) + "\n", encoding="utf-8")
    return 1 if found.errors or lost or doubled else 0


def _ms(listed: Sequence[float], share: float) -> float:
    """Return the value below which that share of *listed*, in order, lies, in milliseconds."""
    return round(listed[min(int(share * len(listed)), len(listed) - 1)] * 1000, 1) if listed else 0


@contextmanager
def _store(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        with sqlite_folder() as folder:
            yield f"sqlite:///{folder / 'filings.db'}"
        return
    with Server.started() as server:
        if server is None:
            raise SystemExit("PostgreSQL is not installed")
        yield server.database("load")


def _loaded(url: str, steps: Sequence[int], options: argparse.Namespace) -> tuple[Figures, float]:
    """Let people work; return what they saw, and the seconds of processor time of the server."""
    with _serving(url, options.workers) as (process, port):
        asyncio.run(_ready(port))
        print(f"… {options.clients} people for {options.seconds:g} s", file=sys.stderr)
        figures, before = Figures(), _worked(process)
        asyncio.run(_people(port, steps, options, figures))
        return figures, _worked(process) - before


def _worked(process: int) -> float:
    """Return the seconds of processor time of *process* and its children, as Linux counts them."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except FileNotFoundError:
        return 0
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(_worked(int(each)) for each in children)


@contextmanager
def _serving(url: str, workers: int) -> Iterator[tuple[int, int]]:
    """Serve the backend; give the number of its process and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "uvicorn", "benchmarks.load.served:app", "--port", str(port),
        "--workers", str(workers), "--no-access-log", "--log-level", "warning",
    ]  # fmt: skip
    environment = {
        **os.environ,
        "LOAD_STORE": url,
        "LOAD_BEGUN": str(time.time()),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield process.pid, port
        finally:
            process.terminate()


async def _ready(port: int) -> None:
    """Wait until the server says that it is ready."""
    until = time.perf_counter() + 60
    while True:
        browser = Browser(port)
        try:
            if (await browser.ask("GET", "/ready", {})).status == 200:
                return
        except (OSError, EOFError):
            if time.perf_counter() > until:
                raise
        finally:
            browser.close()
        await asyncio.sleep(0.1)


async def _people(
    port: int, steps: Sequence[int], options: argparse.Namespace, figures: Figures
) -> None:
    until = time.perf_counter() + options.seconds

    def goes_on() -> bool:
        return time.perf_counter() < until

    people = [
        Person(
            place,
            (Browser(port), Browser(port)),
            options.filings,
            {number_of(n): steps[n] for n in range(place, options.filings, options.clients)},
            options.think,
        )
        for place in range(options.clients)
    ]
    await asyncio.gather(*(each.work(goes_on, figures) for each in people))


if __name__ == "__main__":
    sys.exit(main())
