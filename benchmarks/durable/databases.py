"""A private PostgreSQL and SQLite files, on the disk and with the settings of a real one.

The server has a private folder and a socket there, no port. Nothing that makes a commit durable is
turned off: fsync, full_page_writes and synchronous_commit are as they are delivered.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

__all__ = ["SERVER", "Server", "sqlite_folder"]

#: The name of the contender that is absent where there is no PostgreSQL.
SERVER = "PostgreSQL"


@cache
def _programs() -> Path | None:
    """Return where the programs of PostgreSQL are; the newest wins."""
    reported = os.environ.get("CASEFLOW_PG_BIN")
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
    )
    on_path = shutil.which("initdb")
    folders = [Path(reported)] if reported else [*reversed(found)]
    if on_path is not None and not reported:
        folders.append(Path(on_path).resolve().parent)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _owner() -> pwd.struct_passwd | None:
    """Return who is to run the server: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


class Server:
    """One PostgreSQL server in *folder*."""

    def __init__(self, folder: Path) -> None:
        """Say where it lives."""
        self.folder = folder

    @classmethod
    @contextmanager
    def started(cls) -> Iterator["Server | None"]:
        """Start a server and stop it in the end; None if PostgreSQL is not installed."""
        if _programs() is None:
            yield None
            return
        folder = Path(tempfile.mkdtemp(prefix="cf-bench-"))
        owner = _owner()
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        server = cls(folder)
        try:
            server._start()
            try:
                yield server
            finally:
                server._run("pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _start(self) -> None:
        data = self.folder / "data"
        self._run(
            "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-instructions",
        )  # fmt: skip
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "max_connections": "300",
            "shared_buffers": "256MB",
            "max_wal_size": "4GB",
        }
        with (data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self._run("pg_ctl", "-D", data, "-l", self.folder / "log", "-w", "-t", "60", "start")

    def _run(self, program: str, *arguments: object) -> None:
        programs, owner = _programs(), _owner()
        if programs is None:
            raise FileNotFoundError(program)
        subprocess.run(
            [programs / program, *map(str, arguments)],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            check=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            user=None if owner is None else owner.pw_uid,
            group=None if owner is None else owner.pw_gid,
            extra_groups=None if owner is None else [],
        )

    def database(self, name: str) -> str:
        """Make an empty database and return its address."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name}".encode())
        return self.url(name)

    def url(self, name: str) -> str:
        """Return the address of the database *name*."""
        return f"postgresql://postgres@/{name}?host={self.folder}"


@contextmanager
def sqlite_folder() -> Iterator[Path]:
    """Give a folder for files of SQLite, on the disk where temporary files are."""
    with tempfile.TemporaryDirectory(prefix="cf-bench-") as folder:
        yield Path(folder)
