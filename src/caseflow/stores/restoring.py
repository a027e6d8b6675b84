"""Putting a backup of a SQLite store back, also where an older log lies beside the file.

A log that belongs to another file makes one that was merely copied over it unreadable. Here the
file that is there is locked against everybody, its log is worked off or taken away, and all of the
backup comes in as one transaction.
"""

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from caseflow._showing import place
from caseflow._typed import short, typed
from caseflow.errors import (
    SchemaError,
    StoreBusyError,
    StoreRefusedError,
    StoreUnavailableError,
    ValueInvalidError,
)
from caseflow.stores._waiting import WAIT, seconds_of
from caseflow.stores.schema import LATEST

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows refuses to replace a file that is open
    fcntl = None  # type: ignore[assignment]

__all__ = ["Restored", "agencies_that_erased", "restore"]

#: What SQLite writes beside a file, and reads when the file is opened.
_BESIDE = ("-wal", "-shm", "-journal")

#: The bytes of a file that SQLite locks: whoever has it open holds some of them.
_FIRST_LOCKED, _LOCKED = 0x40000000, 512

_HEADER = b"SQLite format 3\x00"


@short
class Restored(NamedTuple):
    """What was put back, and what it took the place of; None where nothing could be read.

    *removed* are the names of files beside the old one that did not belong to it any more.
    """

    cases: int
    records: int
    cases_before: int | None
    records_before: int | None
    removed: tuple[str, ...]


@typed
def restore(backup: str | Path, path: str | Path, *, timeout: timedelta = WAIT) -> Restored:
    """Put the SQLite store in the file *backup* in the place of the one in the file *path*.

    All of it or nothing, whenever the power fails. What *path* held before is gone.

    Args:
        backup: a file as `vacuum into` writes it; it is only read. One that was copied with the
            log beside it is read with that log.
        path: the store; it need not be there, and need not be readable any more.
        timeout: how long to wait for programs that are just letting go of *path*.

    Raises:
        StoreBusyError: a program has *path* open.
        StoreRefusedError: *backup* is not sound, or no store.
        SchemaError: *backup* is of a release that this one does not know.
        StoreUnavailableError: a file cannot be read or written.
        ValueInvalidError: both are one file.
    """
    source, target = Path(backup), Path(path)
    seconds = seconds_of("timeout", timeout)
    with _reporting(source):
        is_one = source.exists() and target.exists() and source.samefile(target)
    if is_one:
        raise ValueInvalidError("backup", str(backup), "another file than the store")
    with _reporting(source), _opened(source) as kept:
        cases, records = _sound(kept, source)
        with _reporting(target):
            before = _taken_over(kept, target, seconds)
            removed: tuple[str, ...] = ()
            if before is None:
                removed = _replaced(kept, target)
            with closing(sqlite3.connect(target, timeout=seconds)) as found:
                if _problem(found) is not None or _counts(found) != (cases, records):
                    raise StoreRefusedError(f"{target} is not what was put back; do it again")
    if before is None or before[0] < 0:
        return Restored(cases, records, None, None, removed)
    return Restored(cases, records, before[0], before[1], removed)


@typed
def agencies_that_erased(path: str | Path) -> tuple[str, ...] | None:
    """Return the agencies that have acts of erasure in a SQLite store; None if it is not readable.

    What they erased since a backup was made is in the backup again.
    """
    target = Path(path)
    try:
        if not target.exists():
            return None
        with closing(sqlite3.connect(target)) as connection:
            rows = connection.execute(
                "select distinct agency from cf_definition where kind = 'erasure' order by agency"
            ).fetchall()
    except (OSError, ValueError, sqlite3.DatabaseError):
        return None
    return tuple(agency for (agency,) in rows)


# ── the backup ──────────────────────────────────────────────────────────────────────────────


@contextmanager
def _reporting(path: Path) -> Generator[None, None, None]:
    """Report a file that cannot be read or written."""
    try:
        yield
    except (OSError, ValueError, sqlite3.Error) as error:
        problem = f"{place(str(path))}: {getattr(error, 'strerror', None) or error}"
        raise StoreUnavailableError(problem) from error


@contextmanager
def _opened(source: Path) -> Generator[sqlite3.Connection, None, None]:
    with source.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            raise StoreRefusedError(f"{source} is no SQLite file")
    log = Path(f"{source}-wal")
    # Without a log nothing changes while it is read, and nothing is made beside it.
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    uri = f"{source.resolve().as_uri()}?{mode}"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        yield connection


def _sound(kept: sqlite3.Connection, source: Path) -> tuple[int, int]:
    """Return how many cases and records there are in a backup that is sound."""
    problem = _problem(kept)
    if problem is not None:
        raise StoreRefusedError(f"{source} is not sound: {problem}; take another backup")
    try:
        ((schema,),) = kept.execute("select coalesce(max(version), 0) from cf_schema").fetchall()
    except sqlite3.OperationalError:
        raise StoreRefusedError(f"{source} is no store of caseflow") from None
    if not 0 < schema <= LATEST:
        raise SchemaError(schema, LATEST)
    return _counts(kept)


def _problem(connection: sqlite3.Connection) -> str | None:
    """Return what SQLite finds wrong with a file; None if it is sound."""
    try:
        ((found, *_), *_) = connection.execute("pragma integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == "ok" else str(found)


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    ((cases, records),) = connection.execute(
        "select (select count(*) from cf_case), (select count(*) from cf_record)"
    ).fetchall()
    return cases, records


# ── a file that can be read ─────────────────────────────────────────────────────────────────


def _taken_over(kept: sqlite3.Connection, target: Path, seconds: float) -> tuple[int, int] | None:
    """Let the backup come into *target* as one transaction; return the counts of before.

    They are -1 if it was no store. None if the file cannot be read, so that it has to be replaced.
    """
    if not target.exists() or target.stat().st_size == 0:
        return None
    with closing(sqlite3.connect(target, timeout=seconds, isolation_level=None)) as old:
        try:
            old.execute("pragma synchronous = full")
            # Held until this is closed: whoever opens the file meanwhile waits.
            old.execute("pragma locking_mode = exclusive")
            old.execute("begin exclusive")
            old.execute("commit")
            # Works the log off and takes it away.
            old.execute("pragma journal_mode = delete")
            if _problem(old) is not None:
                return None
            try:
                before = _counts(old)
            except sqlite3.OperationalError:
                before = (-1, -1)
            kept.backup(old)
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise _in_use(target) from error
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_READONLY):
                return None
            raise
    return before


def _in_use(target: Path) -> StoreBusyError:
    return StoreBusyError(f"a program has {target} open; stop the portal and its workers first")


# ── a file that cannot ──────────────────────────────────────────────────────────────────────


def _replaced(kept: sqlite3.Connection, target: Path) -> tuple[str, ...]:
    """Put the backup in the place of *target*; return the names of what was taken away."""
    part = target.parent / f".{os.urandom(8).hex()}.part"
    try:
        kept.execute("vacuum into ?", [str(part)])
        with _locked(target):
            if target.exists():
                _like(part, target)
            removed = [Path(f"{target}{end}") for end in _BESIDE]
            removed = [path for path in removed if path.exists()]
            # Without its log the old file is no worse than it was, should the power fail here.
            for path in removed:
                path.unlink()
            part.replace(target)
            _synced(target.parent)
    finally:
        part.unlink(missing_ok=True)
    return tuple(path.name for path in removed)


@contextmanager
def _locked(target: Path) -> Generator[None, None, None]:
    """Hold what whoever has *target* open holds a part of."""
    if not target.exists() or fcntl is None:
        yield
        return
    with target.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKED, _FIRST_LOCKED)
        except OSError:
            raise _in_use(target) from None
        yield


def _like(part: Path, target: Path) -> None:
    """Give a new file the rights and the owner of the one that it takes the place of."""
    found = target.stat()
    part.chmod(found.st_mode & 0o777)
    with suppress(OSError, AttributeError):
        os.chown(part, found.st_uid, found.st_gid)


def _synced(folder: Path) -> None:
    """Have the names in *folder* written to the disk."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
