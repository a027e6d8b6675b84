"""A private PostgreSQL: a private data directory, a socket nobody else sees, no port.

`Cluster` is one server; fault tests make more of them. The shared one of a run is started by the
first worker that needs it and stopped by the last that leaves.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

#: Never for filings; a test server may lose what it likes when the machine fails.
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

HOW = "PostgreSQL is needed for these tests: apt-get install postgresql, or set CASEFLOW_PG_BIN"


def binaries() -> Path:
    """Return where the programs of PostgreSQL are; the newest wins."""
    reported = os.environ.get("CASEFLOW_PG_BIN")
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
    )
    for folder in [Path(reported)] if reported else [*reversed(found)]:
        if (folder / "initdb").exists():
            return folder
    on_path = shutil.which("initdb")
    if on_path is None:
        pytest.fail(HOW, pytrace=False)
    return Path(on_path).resolve().parent


def unprivileged() -> dict[str, object]:
    """Return how to start a program of PostgreSQL, which refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    pytest.fail(HOW, pytrace=False)


class Cluster:
    """One PostgreSQL server in *folder*, reached through a socket there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"

    @classmethod
    def temporary(cls) -> "Cluster":
        """Make a directory for a server; its path is short, because sockets need that."""
        folder = Path(tempfile.mkdtemp(prefix="cf-"))
        as_user = unprivileged()
        if as_user:
            os.chown(folder, int(str(as_user["user"])), int(str(as_user["group"])))
        return cls(folder)

    def run(self, program: str, *args: object) -> str:
        """Run a program of PostgreSQL and return what it says."""
        done = subprocess.run(
            [binaries() / program, *map(str, args)],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8", "PGHOST": str(self.folder)},
            **unprivileged(),
        )
        if done.returncode:
            said = self.log.read_text() if self.log.exists() else ""
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}{said[-2000:]}")
        return done.stdout

    def init(self, **settings: str) -> None:
        """Make an empty server with *settings*."""
        self.run(
            "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync", "--no-instructions",
        )  # fmt: skip
        self.configure(
            listen_addresses="", unix_socket_directories=str(self.folder), max_connections="60",
            shared_buffers="32MB", **settings,
        )  # fmt: skip

    def configure(self, **settings: str) -> None:
        """Add settings, for the next start."""
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.run("pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "60", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop it: smart, fast or immediate."""
        self.run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def kill(self) -> None:
        """Kill the server as a failing machine would, all of its processes at once."""
        leader = int((self.data / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(leader)], capture_output=True, text=True, check=False
        )
        for process in (leader, *map(int, children.stdout.split())):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue

    @property
    def is_running(self) -> bool:
        return (self.data / "postmaster.pid").exists()

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Execute statements as the superuser, each by itself."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def shared_cluster(meeting_place: Path) -> Iterator[Cluster]:
    """Give every worker of a run the same server.

    *meeting_place* is a folder that the workers have in common. The file there says where the
    server is and how many use it.
    """
    note = meeting_place / "postgresql"
    with _locked(note):
        text = note.read_text().split("\n") if note.exists() else []
        folder, users = (text[0], int(text[1])) if len(text) > 1 else ("", 0)
        if users == 0:
            cluster = Cluster.temporary()
            cluster.init(**FAST)
            cluster.start()
            folder = str(cluster.folder)
        note.write_text(f"{folder}\n{users + 1}")
    cluster = Cluster(Path(folder))
    try:
        yield cluster
    finally:
        with _locked(note):
            users = int(note.read_text().split("\n")[1]) - 1
            note.write_text(f"{folder}\n{users}")
            if users == 0:
                cluster.stop("immediate")
                cluster.remove()


@contextmanager
def _locked(note: Path) -> Iterator[None]:
    with note.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
