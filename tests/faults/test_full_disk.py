"""A disk that is full, in four ways: what was acknowledged stays, and work goes on after."""

import hashlib
import subprocess
from contextlib import contextmanager

import pytest

from caseflow.stores import Statement, StoreRefusedError, StoreUnavailableError, open_store
from faults.programs import SHARED
from stores.offices import assign, lodge, receive, service

FULL = StoreUnavailableError, StoreRefusedError
#: So many records of that size fill what the tests leave free.
MOST = 2_000
BULKY = "".join(hashlib.sha256(bytes([each])).hexdigest() for each in range(100))


def _fill(case_service):
    """Work until the disk is full and return how many records were acknowledged."""
    lodge(case_service)
    receive(case_service)
    for version in range(2, MOST):
        try:
            assign(case_service, unit=BULKY)
        except FULL:
            return version
    pytest.fail("the disk was never full")


def _check(case_service, store, acknowledged):
    """See that exactly what was acknowledged is kept, by whoever looks."""
    kept = store.run(store.ops.load("H1"))
    assert kept.summary.version == len(kept.records) == acknowledged
    assert case_service.verify(deep=True).is_sound
    assert service(store).verify(deep=True).is_sound


@contextmanager
def _small_disk(folder, size, **options):
    """Give a file system of *size* in memory, and a way to make it larger."""
    folder.mkdir()
    settings = ",".join([f"size={size}", *(f"{name}={value}" for name, value in options.items())])
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", settings, "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a small file system needs the right to mount one")

    def resize(to):
        command = ["mount", "-o", f"remount,size={to}", str(folder)]
        subprocess.run(command, check=True, capture_output=True)

    try:
        yield resize
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def test_a_file_that_may_not_grow(sqlite_url):
    """SQLite says that the database is full: the commit leaves nothing, the next one works."""
    with open_store(sqlite_url) as store:
        case_service = service(store)
        ((pages,),) = store.execute(Statement("pragma page_count"))
        store.execute(Statement(f"pragma max_page_count = {pages + 120}"))
        acknowledged = _fill(case_service)
        for _ in range(3):
            with pytest.raises(FULL, match="full"):
                assign(case_service, unit=BULKY)
        _check(case_service, store, acknowledged)

        store.execute(Statement("pragma max_page_count = 1000000"))
        assert assign(case_service, unit=BULKY).version == acknowledged + 1
        _check(case_service, store, acknowledged + 1)


def test_a_limit_on_the_size_of_files(sqlite_path, working):
    """The operating system refuses to write: what was said to be kept is kept, once."""
    with open_store(f"sqlite:///{sqlite_path}") as store:
        for number in range(SHARED):
            lodge(service(store), f"shared-{number}")
            receive(service(store), f"shared-{number}")
    with working(("limited", sqlite_path, 300_000)) as (worker,):
        *said, full, again, works = worker.hear_all()

    assert full.startswith("full Store")
    assert works == "works again"
    acknowledged = {line.split()[3] for line in (*said, again)}
    assert len(acknowledged) == len(said) + 1 > 5
    with open_store(f"sqlite:///{sqlite_path}") as store:
        kept = [stored.key for _, stored in store.run(store.ops.scan(limit=MOST)) if stored.key]
        assert acknowledged <= set(kept)
        assert len(set(kept)) == len(kept)
        assert service(store).verify(deep=True).is_sound


def test_a_file_system_without_space(tmp_path):
    """On a full file system a commit fails as a whole, and works when there is space again."""
    with _small_disk(tmp_path / "small", "1m") as resize:
        with open_store(f"sqlite:///{tmp_path}/small/cases.db") as store:
            store.run(store.ops.migrate())
            case_service = service(store)
            acknowledged = _fill(case_service)
            for _ in range(3):
                with pytest.raises(FULL):
                    assign(case_service, unit=BULKY)
            _check(case_service, store, acknowledged)
            resize("8m")
            assert assign(case_service, unit=BULKY).version == acknowledged + 1
        with open_store(f"sqlite:///{tmp_path}/small/cases.db") as store:
            _check(service(store), store, acknowledged + 1)


def test_a_server_without_space(cluster):
    """PostgreSQL has no space for a table: the commit fails as a whole, and works with space."""
    as_user = cluster.data.stat()
    folder = cluster.folder / "small"
    with _small_disk(folder, "4m", uid=as_user.st_uid, gid=as_user.st_gid, mode="0700") as resize:
        cluster.execute(f"create tablespace small location '{folder}'")
        try:
            _fill_tablespace(cluster, resize)
        finally:
            cluster.execute("drop database if exists small", "drop tablespace small")


def _fill_tablespace(cluster, resize):
    cluster.execute("create database small")
    with open_store(cluster.url("small")) as store:
        store.run(store.ops.migrate())
        cluster.execute("alter table cf_record set tablespace small", database="small")
        case_service = service(store)
        acknowledged = _fill(case_service)
        for _ in range(3):
            with pytest.raises(FULL, match="space"):
                assign(case_service, unit=BULKY)
        _check(case_service, store, acknowledged)
        resize("32m")
        assert assign(case_service, unit=BULKY).version == acknowledged + 1
        _check(case_service, store, acknowledged + 1)
