"""PostgreSQL dies under load: a standby takes over, the server comes back, connections break."""

import os
import select
import signal
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from caseflow.stores import open_store
from faults.programs import SHARED
from stores.offices import lodge, receive, service
from stores.postgres import Cluster

CLIENTS = "an", "binh", "chi"
#: So many pieces of work of each client lie between two interruptions.
PIECES = 25


@pytest.fixture
def pair():
    """A primary server and the standby that has each commit before it is acknowledged."""
    with ExitStack() as stack:
        primary, standby = Cluster.temporary(), Cluster.temporary()
        stack.callback(primary.remove)
        stack.callback(standby.remove)
        # Servers are killed here, the machine is not: syncing the disk would prove nothing.
        primary.init(fsync="off", full_page_writes="off", wal_level="replica")
        primary.start()
        stack.callback(_end, primary)
        primary.run(
            "pg_basebackup", "-h", primary.folder, "-U", "postgres", "-D", standby.data, "-R",
            "-X", "stream", "-c", "fast", "--no-sync",
        )  # fmt: skip
        standby.configure(
            unix_socket_directories=str(standby.folder), cluster_name="standby",
            primary_conninfo=f"host={primary.folder} user=postgres application_name=standby",
        )  # fmt: skip
        standby.start()
        stack.callback(_end, standby)
        primary.execute(
            "alter system set synchronous_standby_names = 'standby'", "select pg_reload_conf()"
        )
        yield primary, standby


def _end(cluster):
    if cluster.is_running:
        cluster.stop("immediate")


def _fell(cluster):
    """Kill a server as a failing machine would, and see that nothing of it lives on.

    What its leader began in its last moment is found by its working directory. Its notes of who
    runs go too: after a machine came up again they would name nobody, and where nobody collects
    dead processes they seem to name one that lives.
    """
    cluster.kill()
    while living := _living(cluster):
        for process in living:
            with suppress(ProcessLookupError):
                watched = os.pidfd_open(process)
                signal.pidfd_send_signal(watched, signal.SIGKILL)
                select.select([watched], [], [])
                os.close(watched)
    for note in (cluster.data / "postmaster.pid", *cluster.folder.glob(".s.PGSQL.*")):
        note.unlink()


def _living(cluster):
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and (entry / "cwd").readlink() == cluster.data:
                found.append(int(entry.name))
    return found


def _prepared(url):
    """Make the tables and the cases that all clients work on."""
    with open_store(url) as store:
        store.run(store.ops.migrate())
        for number in range(SHARED):
            lodge(service(store), f"shared-{number}")
            receive(service(store), f"shared-{number}")


def _work(working, url, *interruptions):
    """Let clients work while each of *interruptions* happens; return all that was acknowledged.

    They stop between two pieces of work, so what is kept in the end is what they said.
    """
    with working(*(("persistent", url, name) for name in CLIENTS)) as clients:
        said = [client.hear() for client in clients for _ in range(PIECES)]
        for interrupt in interruptions:
            interrupt()
            said += [client.hear() for client in clients for _ in range(PIECES)]
        for client in clients:
            client.tell("stop")
        rest = [client.hear_all() for client in clients]
    # The last line of each says how often it had to ask again.
    asked_again = sum(int(lines.pop().split()[-1]) for lines in rest)
    said += [line for lines in rest for line in lines]
    assert len(set(said)) == len(said)
    return {tuple(line.split()[1:]) for line in said}, asked_again


def _check(url, acknowledged):
    """See that just what was acknowledged is kept, each once, and that the chains verify."""
    with open_store(url) as store:
        kept = [
            (case_id, str(entry.seq), entry.key)
            for case_id, entry in store.run(store.ops.scan(limit=1_000_000))
            if entry.key is not None and not entry.key.endswith("-open")
        ]
        assert set(kept) == acknowledged
        assert len(kept) == len(acknowledged)
        assert service(store).verify(deep=True).is_sound


def test_a_standby_takes_over_without_loss(pair, working):
    """Nothing acknowledged is lost and nothing is doubled when the primary dies under load."""
    primary, standby = pair
    url = (
        f"postgresql://postgres@/postgres?host={primary.folder},{standby.folder}"
        "&target_session_attrs=read-write"
    )
    _prepared(url)

    def take_over():
        _fell(primary)
        standby.run("pg_ctl", "-D", standby.data, "-w", "promote")

    acknowledged, asked_again = _work(working, url, take_over)

    assert asked_again > 0
    assert len(acknowledged) >= 2 * PIECES * len(CLIENTS)
    _check(standby.url(), acknowledged)


def test_a_server_killed_under_load_comes_back_whole(working):
    """A server killed with all its processes and started again has what it acknowledged, once."""
    server = Cluster.temporary()
    with ExitStack() as stack:
        stack.callback(server.remove)
        server.init(fsync="off", full_page_writes="off")
        server.start()
        stack.callback(_end, server)
        _prepared(server.url())

        def fall_and_rise():
            _fell(server)
            server.start()

        acknowledged, asked_again = _work(working, server.url(), *[fall_and_rise] * 3)

        assert asked_again > 0
        _check(server.url(), acknowledged)


def test_broken_connections_lose_and_double_nothing(
    cluster, own_database, own_postgres_url, working
):
    """A connection that breaks in a commit leaves the record kept once or not at all."""
    _prepared(own_postgres_url)

    def break_all():
        cluster.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            f"where datname = '{own_database}'"
        )

    acknowledged, _ = _work(working, own_postgres_url, *[break_all] * 15)

    _check(own_postgres_url, acknowledged)
