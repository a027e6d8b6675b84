"""Stores of every kind, each empty and with its tables."""

import asyncio

import pytest
import sqlalchemy
from django.db import connections, transaction
from sqlalchemy.ext.asyncio import create_async_engine

from caseflow.stores import (
    AsyncStore,
    MemoryStore,
    async_sqlalchemy_store,
    django_store,
    open_async_store,
    open_store,
    sqlalchemy_store,
)
from stores.hosts import django_connection

# ── one store of each kind ──────────────────────────────────────────────────────────────────


class Awaited:
    """An awaited store, run from a test that does not await."""

    def __init__(self, store: AsyncStore, loop: asyncio.Runner) -> None:
        self.ops = store.ops
        self._store = store
        self._loop = loop

    def run(self, ops):
        return self._loop.run(self._store.run(ops))


def _memory(request):
    yield MemoryStore()


def _sqlite(request):
    with open_store(request.getfixturevalue("sqlite_url")) as store:
        yield store


def _postgres(request):
    with open_store(request.getfixturevalue("postgres_url")) as store:
        yield store


def _agency_of_postgres(request):
    with open_store(request.getfixturevalue("postgres_url"), "dn-01") as store:
        yield store


def _awaited(url):
    with asyncio.Runner() as loop:
        store = open_async_store(url)
        yield Awaited(store, loop)
        loop.run(store.close())


def _awaited_sqlite(request):
    yield from _awaited(request.getfixturevalue("sqlite_url"))


def _awaited_postgres(request):
    yield from _awaited(request.getfixturevalue("postgres_url"))


def _sqlalchemy(url):
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        yield sqlalchemy_store(connection)
    engine.dispose()


def _sqlalchemy_sqlite(request):
    yield from _sqlalchemy(request.getfixturevalue("sqlite_url"))


def _with_psycopg(request):
    return request.getfixturevalue("postgres_url").replace("postgresql:", "postgresql+psycopg:")


def _sqlalchemy_postgres(request):
    yield from _sqlalchemy(_with_psycopg(request))


def _sqlalchemy_awaited(request):
    with asyncio.Runner() as loop:
        engine = create_async_engine(_with_psycopg(request))

        async def begin():
            connection = await engine.connect()
            await connection.begin()
            return connection

        connection = loop.run(begin())
        yield Awaited(async_sqlalchemy_store(connection), loop)
        loop.run(connection.commit())
        loop.run(connection.close())
        loop.run(engine.dispose())


def _django(alias, **database):
    connection = django_connection(alias, **database)
    with transaction.atomic(using=alias):
        yield django_store(connection)
    connection.close()
    del connections[alias]


def _django_sqlite(request):
    path = request.getfixturevalue("sqlite_url").removeprefix("sqlite:///")
    yield from _django("lite", ENGINE="django.db.backends.sqlite3", NAME=path)


def _django_postgres(request):
    cluster = request.getfixturevalue("cluster")
    yield from _django(
        "post",
        ENGINE="django.db.backends.postgresql",
        NAME=request.getfixturevalue("database"),
        USER="postgres",
        HOST=str(cluster.folder),
    )


KINDS = {
    "memory": _memory,
    "sqlite": _sqlite,
    "sqlite-awaited": _awaited_sqlite,
    "sqlite-sqlalchemy": _sqlalchemy_sqlite,
    "sqlite-django": _django_sqlite,
    "postgresql": _postgres,
    "postgresql-agency": _agency_of_postgres,
    "postgresql-awaited": _awaited_postgres,
    "postgresql-sqlalchemy": _sqlalchemy_postgres,
    "postgresql-sqlalchemy-awaited": _sqlalchemy_awaited,
    "postgresql-django": _django_postgres,
}


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest):
    """A store of each kind and driver, empty and with its tables."""
    yield from KINDS[request.param](request)
