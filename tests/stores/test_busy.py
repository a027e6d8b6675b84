"""Who waits for somebody else: for how long, who goes on meanwhile, and what is let go of."""

import asyncio
import fcntl
import gc
import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
import sqlalchemy
from sqlalchemy.ext.asyncio import create_async_engine

from caseflow import vietnam as vn
from caseflow.errors import StoreBusyError, ValueInvalidError
from caseflow.service import AsyncCaseService
from caseflow.stores import (
    BEGIN,
    ROLLBACK,
    Statement,
    ThreadedStore,
    async_sqlalchemy_store,
    drive,
    open_async_store,
    open_store,
    sqlalchemy_store,
)
from stores.offices import CLERK, LODGED, assign, at, codecs, engine, lodge, receive, service
from stores.postgres import unprivileged
from stores.test_migrating import fill, move, renewed

SHORT = timedelta(milliseconds=50)
#: Seconds that are never waited: a test that comes to them fails.
NEVER = 60


def _opened(store):
    """A service with two accepted cases."""
    case_service = service(store)
    for case_id in ("H1", "H2"):
        lodge(case_service, case_id)
        receive(case_service, case_id)
    return case_service


# ── PostgreSQL: a case that a host holds ────────────────────────────────────────────────────


@pytest.fixture
def held(postgres_url):
    """A connection of a host whose open transaction holds the case H1."""
    with open_store(postgres_url) as store:
        _opened(store)
    with psycopg.connect(postgres_url) as host:
        host.execute("select 1 from cf_case where case_id = 'H1' for update")
        yield host


def test_a_case_that_a_host_holds_is_busy_and_the_others_go_on(postgres_url, held):
    """An open transaction of a host stops its own case, for a bounded time, and nothing else."""
    with open_store(postgres_url, connections=1, lock_timeout=SHORT) as store:
        case_service = service(store)
        for _ in range(2):
            with pytest.raises(StoreBusyError, match="nothing was changed") as error:
                assign(case_service, "H1", key="k")
            assert error.value.code == "store-busy"
            assign(case_service, "H2")
        assert (case_service.get("H1").version, case_service.get("H2").version) == (2, 4)
        held.rollback()
        assert assign(case_service, "H1", key="k").version == 3


def test_a_case_that_a_host_holds_is_busy_for_who_awaits(postgres_url, held):
    """The same, awaited."""

    async def reported():
        async with open_async_store(postgres_url, connections=1, lock_timeout=SHORT) as store:
            codec, definitions = codecs()
            case_service = AsyncCaseService(engine(), store, codec, definitions=definitions)
            act = {"by": CLERK, "at": LODGED}
            with pytest.raises(StoreBusyError):
                await case_service.fire("H1", vn.ASSIGN, vn.Assignment("P"), **act)
            return await case_service.fire("H2", vn.ASSIGN, vn.Assignment("P"), **act)

    assert asyncio.run(reported()).version == 3


def test_a_migration_names_the_case_that_is_held(postgres_url):
    """A batch moves the others."""
    with open_store(postgres_url, lock_timeout=SHORT) as store:
        fill(store)
        with psycopg.connect(postgres_url) as host:
            host.execute("select 1 from cf_case where case_id = 'H2' for update")
            report = move(renewed(store))
        assert [each.case_id for each in report.stayed if "busy" in str(each.error)] == ["H2"]
        assert move(renewed(store)).moved == 1


def test_a_sweep_passes_over_a_case_that_is_held_since_it_was_claimed(sqlite_url):
    """The others are reported, and the case itself when the claim has run out."""
    with open_store(sqlite_url) as store:
        _opened(store)
        case_service = service(_Held(store, "H1"))
        swept = case_service.due(at("2026-05-04 09:00"))
        assert (swept.claimed, swept.stalled, swept.dead_lettered) == (2, 1, 0)
        assert [(fault.case_id, "busy" in fault.problem) for fault in swept.problems] == [
            ("H1", True)
        ]
        later = service(store).due(at("2026-05-05 09:00"))
        assert (later.claimed, later.stalled) == (1, 0)
        assert swept.raised == later.raised > 0


class _Held:
    """A store on which somebody holds a case: nothing of it can be noted."""

    def __init__(self, store, case_id):
        self.ops, self._store, self._case_id = store.ops, store, case_id

    def run(self, ops):
        def execute(statement):
            if statement.sql.startswith("select 1 from cf_case") and self._case_id in (
                statement.values
            ):
                raise StoreBusyError("another transaction holds it")
            return self._store.execute(statement)

        return drive(execute, ops)


def test_who_finds_no_connection_free_is_reported(postgres_url):
    """It waits for a bounded time, in step with the program and awaited."""
    with open_store(postgres_url, connections=1, timeout=SHORT) as store:

        def nested():
            yield from store.ops.stats()
            with pytest.raises(StoreBusyError, match="none of 1 connections was free"):
                store.run(store.ops.stats())

        store.run(nested())
        assert store.run(store.ops.stats())["cases"] == 0

    async def awaited(host):
        async with open_async_store(postgres_url, connections=1, timeout=SHORT) as store:
            began = asyncio.Event()

            def waiting():
                yield from store.ops.stats()
                began.set()
                yield Statement("select pg_advisory_xact_lock(77)")

            holder = asyncio.create_task(store.run(waiting()))
            await began.wait()
            with pytest.raises(StoreBusyError, match="none of 1 connections was free"):
                await store.run(store.ops.stats())
            host.rollback()
            await holder
            return await store.run(store.ops.stats())

    with psycopg.connect(postgres_url) as host:
        host.execute("select pg_advisory_xact_lock(77)")
        assert asyncio.run(awaited(host))["cases"] == 0


@pytest.mark.parametrize("wait", [timedelta(), timedelta(days=-1), timedelta(days=2)])
def test_a_time_out_is_a_time_to_wait(postgres_url, sqlite_url, wait):
    """None that is nothing, or longer than a day."""
    for make in (open_store, open_async_store):
        with pytest.raises(ValueInvalidError, match=r"^timeout"):
            make(sqlite_url, timeout=wait)
        for name in ("timeout", "lock_timeout"):
            with pytest.raises(ValueInvalidError, match=f"^{name}"):
                make(postgres_url, **{name: wait})


# ── SQLite: the lock beside the file ────────────────────────────────────────────────────────


def test_a_lock_that_another_program_holds_makes_the_file_busy(sqlite_path):
    """A writer waits for a bounded time, again and again, and goes on once the lock is free."""
    with open_store(f"sqlite:///{sqlite_path}", timeout=SHORT) as store:
        case_service = _opened(store)
        other = os.open(f"{sqlite_path}-lock", os.O_RDONLY)
        try:
            fcntl.flock(other, fcntl.LOCK_SH)
            for _ in range(2):
                with pytest.raises(StoreBusyError, match=r"-lock for 0\.05 seconds"):
                    assign(case_service, "H1", key="k")
            assert case_service.get("H2").version == 2
            fcntl.flock(other, fcntl.LOCK_UN)
            assert assign(case_service, "H1", key="k").version == 3
            fcntl.flock(other, fcntl.LOCK_EX)
            with pytest.raises(StoreBusyError):
                assign(case_service, "H1")
        finally:
            os.close(other)
    assert service(store).get("H1").version == 3


@pytest.mark.parametrize(
    ("store_mode", "lock_mode"), [(0o644, 0o600), (0o664, 0o660), (0o660, 0o660), (0o600, 0o600)]
)
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_who_may_write_the_store_may_open_its_lock_and_nobody_else(
    sqlite_path, store_mode, lock_mode, umask
):
    """Whoever can open a file can lock it, so readers of the store cannot stop its writers."""
    sqlite_path.chmod(store_mode)
    before = os.umask(umask)
    try:
        with open_store(f"sqlite:///{sqlite_path}") as store:
            lodge(service(store))
    finally:
        os.umask(before)
    lock = sqlite_path.with_name("cases.db-lock")
    assert stat.S_IMODE(lock.stat().st_mode) == lock_mode
    assert (lock.stat().st_uid, lock.stat().st_gid) == (
        sqlite_path.stat().st_uid,
        sqlite_path.stat().st_gid,
    )


def test_a_lock_of_an_earlier_release_is_closed_to_others(sqlite_path):
    """One that everybody may read is made as one is made now."""
    lock = sqlite_path.with_name("cases.db-lock")
    lock.touch()
    lock.chmod(0o644)
    with open_store(f"sqlite:///{sqlite_path}") as store:
        lodge(service(store))
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600


def test_a_link_in_place_of_the_lock_is_not_followed(sqlite_path, tmp_path):
    """The file that it leads to keeps its rights, and the store its cases."""
    other = tmp_path / "other"
    other.write_text("x", encoding="utf-8")
    other.chmod(0o640)
    sqlite_path.with_name("cases.db-lock").symlink_to(other)
    with open_store(f"sqlite:///{sqlite_path}") as store:
        lodge(service(store))
        assert service(store).get("H1").version == 1
    assert stat.S_IMODE(other.stat().st_mode) == 0o640


_LODGE = """
import sys
from stores.offices import lodge, service
from caseflow.stores import open_store
with open_store(sys.argv[1]) as store:
    lodge(service(store), sys.argv[2])
"""


def test_a_lock_that_may_not_be_opened_locks_nobody_out(sqlite_path, monkeypatch):
    """As that of root, from an earlier release: SQLite's own waiting remains."""
    opened = os.open

    def refused(path, *args, **more):
        if str(path).endswith("-lock"):
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **more)

    monkeypatch.setattr(os, "open", refused)
    with open_store(f"sqlite:///{sqlite_path}") as store:
        lodge(service(store))
        assert service(store).get("H1").version == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as two users")
def test_what_root_does_locks_the_portal_out_of_nothing(sqlite_path):
    """After a command of root, the files beside the store are those of its owner."""
    portal = unprivileged()
    folder = sqlite_path.parent
    for path in (folder, sqlite_path):
        os.chown(path, portal["user"], portal["group"])
    with open_store(f"sqlite:///{sqlite_path}") as store:
        lodge(service(store), "H1")
        found = [path.stat().st_uid for path in folder.glob("cases.db*")]
        assert set(found) == {portal["user"]}
        assert len(found) == 4


def test_a_process_that_was_forked_does_not_keep_the_lock(sqlite_path):
    """The lock dies with whoever took it, though a process that it forked lives on."""
    program = """
import os, sys
from caseflow.stores import BEGIN, open_store
store = open_store(sys.argv[1])
store.run(store.ops.stats())
store.execute(BEGIN)
if os.fork() == 0:
    sys.stdin.read()
    os._exit(0)
print("held", flush=True)
os._exit(0)
"""
    url = f"sqlite:///{sqlite_path}"
    with subprocess.Popen(
        [sys.executable, "-c", program, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout.readline() == b"held\n"
        parent.wait()
        with open_store(url, timeout=timedelta(seconds=5)) as store:
            assert lodge(service(store)).version == 1


def test_a_store_that_was_dropped_lets_go_of_its_files(sqlite_url):
    """Nobody called `close`, and nothing stays open."""

    def use():
        store = open_store(sqlite_url)
        store.run(store.ops.migrate())
        store.execute(BEGIN)
        store.execute(ROLLBACK)
        awaited = ThreadedStore(open_store(sqlite_url))
        asyncio.run(awaited.run(awaited.ops.stats()))

    use()
    gc.collect()
    before = sorted(Path("/dev/fd").iterdir())
    for _ in range(3):
        use()
    gc.collect()
    assert sorted(Path("/dev/fd").iterdir()) == before


# ── SQLite: other threads ───────────────────────────────────────────────────────────────────


class _Slow:
    """Units of cases; when `verify` asks for one, wait until the test did what it wants."""

    def __init__(self):
        self.asked, self.done, self.is_slow = Event(), Event(), False

    def __call__(self, case):
        if self.is_slow:
            self.is_slow = False
            self.asked.set()
            assert self.done.wait(NEVER)
        return ""


def test_verifying_holds_up_no_other_thread(sqlite_url):
    """A case is worked while all cases are verified."""
    with open_store(sqlite_url, timeout=timedelta(seconds=5)) as store:
        _opened(store)
        slow = _Slow()
        case_service, found = service(store, unit_of=slow), []
        slow.is_slow = True
        verifier = Thread(target=lambda: found.append(case_service.verify(deep=True)))
        verifier.start()
        try:
            assert slow.asked.wait(NEVER)
            assert assign(case_service, "H2").version == 3
        finally:
            slow.done.set()
            verifier.join()
        (report,) = found
        assert report.is_sound
        assert report.cases == 2


def test_verifying_holds_up_nobody_who_awaits(sqlite_url):
    """The same, awaited."""

    async def reported():
        async with open_async_store(sqlite_url) as store:
            codec, definitions = codecs()
            slow = _Slow()
            case_service = AsyncCaseService(
                engine(), store, codec, definitions=definitions, unit_of=slow
            )
            slow.is_slow = True
            report = asyncio.create_task(case_service.verify(deep=True))
            await asyncio.to_thread(slow.asked.wait, NEVER)
            act = case_service.fire("H2", vn.ASSIGN, vn.Assignment("P"), by=CLERK, at=LODGED)
            try:
                return (await asyncio.wait_for(act, 10)).version
            finally:
                slow.done.set()
                assert (await report).is_sound

    with open_store(sqlite_url) as store:
        _opened(store)
    assert asyncio.run(reported()) == 3


def test_verifying_what_is_kept_in_memory_keeps_it():
    """There is no second connection to it, and the one there is stays open."""
    with open_store("sqlite:///:memory:") as store:
        store.run(store.ops.migrate())
        case_service = _opened(store)
        assert case_service.verify(deep=True).is_sound
        assert case_service.get("H1").version == 2


def test_a_thread_waits_for_another_for_a_bounded_time(sqlite_url):
    """There is one connection; who does not get it is told that the store is busy."""
    with open_store(sqlite_url, timeout=SHORT) as store:
        found = []

        def other():
            with pytest.raises(StoreBusyError, match="another thread") as error:
                store.run(store.ops.stats())
            found.append(error.value)

        def holding():
            yield from store.ops.stats()
            thread = Thread(target=other)
            thread.start()
            thread.join()

        store.run(holding())
        assert len(found) == 1


# ── hosts ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("where", ["engine", "options", "connection"])
def test_autocommit_is_refused(sqlite_url, postgres_url, where):
    """Nobody would commit what is kept: it is refused before anything is."""
    postgres = postgres_url.replace("postgresql:", "postgresql+psycopg:")
    for url in (sqlite_url, postgres):
        made = {"isolation_level": "AUTOCOMMIT"} if where == "engine" else {}
        host = sqlalchemy.create_engine(url, **made)
        if where == "options":
            host = host.execution_options(isolation_level="AUTOCOMMIT")
        with host.connect() as connection:
            if where == "connection":
                connection.execution_options(isolation_level="AUTOCOMMIT")
            with pytest.raises((ValueInvalidError, sqlalchemy.exc.DBAPIError)) as error:
                lodge(service(sqlalchemy_store(connection)))
            if url is sqlite_url or where != "engine":
                assert "AUTOCOMMIT" in str(error.value)
        host.dispose()
        with open_store(url.replace("+psycopg", "")) as store:
            assert store.run(store.ops.stats())["cases"] == 0


def test_autocommit_is_refused_to_who_awaits(postgres_url):
    """The same, awaited."""

    async def reported():
        host = create_async_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
        async with host.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            with pytest.raises(ValueInvalidError, match="AUTOCOMMIT"):
                async_sqlalchemy_store(connection)
        await host.dispose()

    asyncio.run(reported())


def test_a_host_that_begins_its_transactions_itself_is_served(sqlite_url):
    """As the documentation of SQLAlchemy advises for savepoints on SQLite."""
    host = sqlalchemy.create_engine(sqlite_url)

    @sqlalchemy.event.listens_for(host, "connect")
    def leave(driver, _):
        driver.isolation_level = None

    @sqlalchemy.event.listens_for(host, "begin")
    def begin(connection):
        connection.exec_driver_sql("begin")

    with host.connect() as connection:
        lodge(service(sqlalchemy_store(connection)), "H1")
        connection.commit()
        lodge(service(sqlalchemy_store(connection)), "H2")
        connection.rollback()
    host.dispose()
    with open_store(sqlite_url) as store:
        assert store.run(store.ops.stats())["cases"] == 1
