"""What is left of the key of a person in the files of a store, once it was destroyed."""

import asyncio
import hashlib

import psycopg

from caseflow.pii.erasures import erase
from caseflow.stores import open_async_store, open_store
from caseflow.values import Actor
from stores.offices import at
from stores.test_busy import SHORT

BY = {"at": at("2026-03-05 09:00"), "by": Actor("dpo"), "ground": "request of the person"}


def _key(number):
    """A wrapped key as a store keeps one: a text that stands nowhere else."""
    return hashlib.sha256(b"%d" % number).hexdigest()


def _filled(store, count=300):
    """Keep the keys of many persons, so that they fill pages, in no order."""
    for number in range(count):
        subject = f"case:{_key(10_000 + number)}"
        store.run(store.ops.keep_secret(subject, _key(number), 1))
    return [(f"case:{_key(10_000 + number)}", _key(number)) for number in range(count)]


def _left(paths, keys):
    contents = [path.read_bytes() for path in paths]
    return [key for key in keys if any(key.encode() in content for content in contents)]


def test_a_key_that_was_destroyed_is_in_no_file_of_sqlite(sqlite_url, sqlite_path):
    """Neither in the file nor in the log beside it, while the store is open."""
    with open_store(sqlite_url) as store:
        keys = _filled(store)
        gone, left = keys[::3], [key for place, (_, key) in enumerate(keys) if place % 3]
        for subject, _ in gone:
            assert store.run(erase(store.ops, subject, **BY)) is not None
        files = list(sqlite_path.parent.glob("cases.db*"))
        assert len(files) >= 3
        assert _left(files, [key for _, key in gone]) == []
        assert _left(files, left) == left


def test_what_somebody_reads_is_taken_out_by_doing_it_again(sqlite_url, sqlite_path):
    """While another program reads an older state, the log keeps it; afterwards it does not."""
    with open_store(sqlite_url, timeout=SHORT) as store, open_store(sqlite_url) as reader:
        ((subject, key),) = _filled(store, 1)
        reader.run(reader.ops.stats())
        reader._connection.execute("begin")
        reader._connection.execute("select count(*) from cf_secret").fetchall()
        act = store.run(erase(store.ops, subject, **BY))
        files = list(sqlite_path.parent.glob("cases.db*"))
        assert _left(files, [key]) == [key]
        reader._connection.execute("rollback")
        assert store.run(erase(store.ops, subject, **BY)) == act
        assert _left(files, [key]) == []


def test_the_same_awaited(sqlite_url, sqlite_path):
    """An awaited store leaves no more."""

    async def erased():
        async with open_async_store(sqlite_url) as store:
            await store.run(store.ops.keep_secret("p", _key(1), 1))
            assert await store.run(erase(store.ops, "p", **BY)) is not None
            return _left(sqlite_path.parent.glob("cases.db*"), [_key(1)])

    assert asyncio.run(erased()) == []


def test_a_key_that_was_destroyed_is_in_no_table_of_postgresql_after_vacuum_full(
    own_postgres_url, cluster
):
    """What `docs/how-to/personal-data.md` advises: the file of the table is written anew."""
    with open_store(own_postgres_url) as store:
        keys = _filled(store, 30)
        for subject, _ in keys[::3]:
            assert store.run(erase(store.ops, subject, **BY)) is not None
    with psycopg.connect(own_postgres_url, autocommit=True) as owner:
        owner.execute("vacuum full cf_secret")
        owner.execute("checkpoint")
    files = [path for path in (cluster.data / "base").rglob("*") if path.is_file()]
    assert _left(files, [key for _, key in keys[::3]]) == []
    assert len(_left(files, [key for _, key in keys])) == 20
