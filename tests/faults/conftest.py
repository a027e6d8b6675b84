"""Databases for the fault tests: real files and a real server, each test its own."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseflow.stores import MemoryStore, Store, open_store
from faults.workers import Nursery
from stores.postgres import Cluster, shared_cluster


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process whose forks the workers of all tests are."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def working(nursery: Nursery):
    """Programs are started by this and ended with the block it opens."""
    return nursery.working


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Cluster]:
    """The PostgreSQL server of this run, shared between workers and with the tests of stores."""
    base = tmp_path_factory.getbasetemp()
    with shared_cluster(base if worker_id == "master" else base.parent) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster) -> str:
    """A database with tables, from which those of the tests are copied."""
    name = f"faults_{uuid.uuid4().hex[:8]}"
    cluster.execute(f"create database {name}")
    with open_store(cluster.url(name)) as store:
        store.run(store.ops.migrate())
    return name


@pytest.fixture
def empty_database(cluster: Cluster) -> Iterator[str]:
    """The name of a PostgreSQL database without tables."""
    name = f"f_{uuid.uuid4().hex[:12]}"
    cluster.execute(f"create database {name}")
    yield name
    cluster.execute(f"drop database {name} with (force)")


@pytest.fixture
def database(cluster: Cluster, postgres_template: str) -> Iterator[str]:
    """The name of a PostgreSQL database of one's own, with tables."""
    name = f"f_{uuid.uuid4().hex[:12]}"
    cluster.execute(f"create database {name} template {postgres_template}")
    yield name
    cluster.execute(f"drop database {name} with (force)")


@pytest.fixture
def postgresql_url(cluster: Cluster, database: str) -> str:
    """The address of a PostgreSQL database with tables."""
    return cluster.url(database)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with tables, from which those of the tests are copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    with open_store(f"sqlite:///{path}") as store:
        store.run(store.ops.migrate())
    return path


@pytest.fixture
def sqlite_path(tmp_path: Path, sqlite_template: Path) -> Path:
    """A SQLite file with tables."""
    path = tmp_path / "cases.db"
    shutil.copy(sqlite_template, path)
    return path


@pytest.fixture
def sqlite_url(sqlite_path: Path) -> str:
    """The address of a SQLite file with tables."""
    return f"sqlite:///{sqlite_path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of each database in turn."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store of each kind, empty and with its tables."""
    if request.param == "memory":
        yield MemoryStore()
        return
    with open_store(request.getfixturevalue(f"{request.param}_url")) as store:
        yield store


@pytest.fixture
def stores(sqlite_url: str, postgresql_url: str) -> Iterator[tuple[Store, ...]]:
    """One store of each kind at once, to be compared."""
    with open_store(sqlite_url) as sqlite, open_store(postgresql_url) as postgres:
        yield MemoryStore(), sqlite, postgres
