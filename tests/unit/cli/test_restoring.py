"""A backup of a SQLite store put back: beside an old log, over a broken file, not while used."""

import shutil
import sqlite3
from contextlib import closing, suppress

import pytest

from caseflow.errors import (
    SchemaError,
    StoreBusyError,
    StoreRefusedError,
    StoreUnavailableError,
    ValueInvalidError,
)
from caseflow.pii.erasures import erase, erasures
from caseflow.stores import open_store
from caseflow.stores.restoring import restore
from caseflow.stores.schema import LATEST
from caseflow.values import Actor
from stores.offices import LODGED, at, lodge, receive, service
from stores.test_busy import SHORT

DPO = Actor("dpo")


@pytest.fixture
def backup(sqlite_path, tmp_path):
    """A backup of a store with one case and one sealed record, and the seal as published."""
    copy = tmp_path / "backup.db"
    with open_store(f"sqlite:///{sqlite_path}") as store:
        case_service = service(store)
        lodge(case_service, "H1")
        store.run(store.ops.keep_secret("case:H1", "wrapped", 1))
        seal = case_service.seal(LODGED)
        with closing(sqlite3.connect(sqlite_path)) as source:
            source.execute("vacuum into ?", [str(copy)])
        for number in range(2, 40):
            lodge(case_service, f"H{number}")
            receive(case_service, f"H{number}")
    return copy, seal


def _left_behind(path, backup):
    """Leave the files of a machine that failed: a log that was not worked off."""
    folder = path.parent / "running"
    folder.mkdir()
    running = folder / path.name
    shutil.copy(path, running)
    with open_store(f"sqlite:///{running}") as store:
        case_service = service(store)
        for number in range(50, 90):
            lodge(case_service, f"H{number}")
        shutil.copy(running, path)
        shutil.copy(f"{running}-wal", f"{path}-wal")


def _gone(path, backup):
    _left_behind(path, backup)
    path.unlink()


def _copied_over(path, backup):
    """Do what one does without thinking: `cp backup.db cases.db`, beside an old log."""
    _left_behind(path, backup)
    shutil.copy(backup, path)


def _garbage(path, backup):
    _left_behind(path, backup)
    path.write_bytes(b"garbage" * 10_000)


def _torn(path, backup):
    """Spoil a page in the middle."""
    data = bytearray(path.read_bytes())
    data[8192:12288] = b"\xff" * 4096
    path.write_bytes(data)


def _new(path, backup):
    path.unlink()


def _as_it_is(path, backup):
    """Leave a sound store."""


BEFORE = (_left_behind, _gone, _copied_over, _garbage, _torn, _new, _as_it_is)


def test_a_log_of_before_spoils_a_copy(sqlite_path, backup):
    """What `restore` is for: a file that is merely copied is not readable beside an old log."""
    _copied_over(sqlite_path, backup[0])
    with closing(sqlite3.connect(sqlite_path)) as copied, suppress(sqlite3.DatabaseError):
        ((found,), *_) = copied.execute("pragma integrity_check").fetchall()
        assert found != "ok"


@pytest.mark.parametrize("before", BEFORE)
def test_a_backup_is_put_back_whatever_lies_there(sqlite_path, backup, before):
    """Afterwards there is what the backup holds, sound, and nothing of the old log."""
    copy, seal = backup
    before(sqlite_path, copy)
    content = copy.read_bytes()

    done = restore(copy, sqlite_path)

    assert (done.cases, done.records) == (1, 1)
    assert copy.read_bytes() == content
    assert not sqlite_path.with_name("cases.db-wal").exists()
    with open_store(f"sqlite:///{sqlite_path}") as store:
        case_service = service(store)
        report = case_service.verify(deep=True, seal=seal)
        assert (report.is_sound, report.cases, report.records) == (True, 1, 1)
        receive(case_service, "H1")
        lodge(case_service, "H2")
    assert [path.name for path in sqlite_path.parent.glob(".*")] == []


def test_what_was_there_before_is_reported(sqlite_path, backup):
    """How much was put back, in the place of how much, and which files were taken away."""
    assert restore(backup[0], sqlite_path) == (1, 1, 39, 77, ())
    _gone(sqlite_path, backup[0])
    assert restore(backup[0], sqlite_path) == (1, 1, None, None, ("cases.db-wal",))


def test_a_store_that_is_used_is_not_replaced(sqlite_path, backup):
    """Whoever has it open would write to a file that is gone; that nobody writes is not enough."""
    with open_store(f"sqlite:///{sqlite_path}") as store:
        assert store.run(store.ops.stats())["cases"] == 39
        with pytest.raises(StoreBusyError, match="stop the portal"):
            restore(backup[0], sqlite_path, timeout=SHORT)
        lodge(service(store), "H99")
        assert store.run(store.ops.stats())["cases"] == 40


def _spoilt(path):
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    path.write_bytes(data)


def _other_database(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table t (x)")


def _of_tomorrow(path):
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("insert into cf_schema values (?)", [LATEST + 1])


@pytest.mark.parametrize(
    ("spoil", "error", "reported"),
    [
        (_spoilt, StoreRefusedError, "is not sound"),
        (_other_database, StoreRefusedError, "is no store of caseflow"),
        (lambda path: path.write_text("no database"), StoreRefusedError, "is no SQLite file"),
        (lambda path: path.unlink(), StoreUnavailableError, "No such file"),
        (_of_tomorrow, SchemaError, "use a release of caseflow that knows it"),
    ],
)
def test_a_backup_that_is_not_sound_changes_nothing(sqlite_path, backup, spoil, error, reported):
    """It is looked at before the store is."""
    spoil(backup[0])
    with pytest.raises(error, match=reported):
        restore(backup[0], sqlite_path)
    with open_store(f"sqlite:///{sqlite_path}") as store:
        assert store.run(store.ops.stats())["cases"] == 39


def test_a_store_is_not_its_own_backup(sqlite_path):
    """Also under another name."""
    with pytest.raises(ValueInvalidError, match="another file"):
        restore(sqlite_path, sqlite_path.parent / "." / sqlite_path.name)


def test_a_backup_copied_with_its_log_is_read_with_it(sqlite_path, tmp_path):
    """As a snapshot of a whole disk has it."""
    copy = tmp_path / "snapshot" / "cases.db"
    copy.parent.mkdir()
    with open_store(f"sqlite:///{sqlite_path}") as store:
        lodge(service(store), "H1")
        for end in ("", "-wal"):
            shutil.copy(f"{sqlite_path}{end}", f"{copy}{end}")
    sqlite_path.unlink()
    assert restore(copy, sqlite_path)[:2] == (1, 1)


# ── the command ─────────────────────────────────────────────────────────────────────────────


def test_the_command_says_what_it_did(caseflow, sqlite_path, backup):
    """A file or its address; in words and as JSON."""
    copy, _ = backup
    reported = caseflow("store", "restore", copy, "--to", sqlite_path)
    assert reported.code == 0
    assert "1 cases, 1 records restored to" in reported.out
    assert "in the place of 39 cases, 77 records" in reported.out
    assert "last published seal" in reported.out
    _gone(sqlite_path, copy)
    reported = caseflow(
        "store", "restore", copy, "--to", f"sqlite:///{sqlite_path}", "--lang", "vi"
    )
    assert "đã khôi phục 1 hồ sơ" in reported.out
    assert "cases.db-wal" in reported.out
    found = caseflow("store", "restore", copy, "--to", sqlite_path, "--json").data
    assert (found["cases"], found["cases_before"], found["erased_again"]) == (1, 1, 0)


def test_the_command_erases_again_what_was_erased_since(caseflow, sqlite_path, backup):
    """A backup holds the keys of its day; the acts of the store are done again on it."""
    copy, _ = backup
    url = f"sqlite:///{sqlite_path}"
    with open_store(url) as store:
        act = erase(store.ops, "case:H1", at=at("2026-03-05 09:00"), by=DPO, ground="request")
        assert store.run(act) is not None
        before = store.run(erasures(store.ops))

    reported = caseflow("store", "restore", copy, "--to", url)

    assert "keys of 1 persons destroyed again" in reported.out
    with open_store(url) as store:
        assert store.run(store.ops.secret("case:H1")).secret is None
        assert store.run(erasures(store.ops)) == before


def test_the_command_refuses_what_is_no_file(caseflow, backup):
    """A database of PostgreSQL has its own tools."""
    for url in ("postgresql://owner:secret@db/filings", "memory:", ""):
        reported = caseflow("store", "restore", backup[0], "--to", url)
        assert reported.code == 2
        assert "secret" not in reported.err
