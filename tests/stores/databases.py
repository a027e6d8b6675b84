"""Databases for tests, as fixtures: real SQLite files and a real PostgreSQL server.

Loaded as a plugin by the `conftest.py` at the root, so that every folder of tests has the same.
What is examined is imported where it is needed: a plugin is loaded before anything is measured.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from stores.postgres import Cluster, shared_cluster


def _make_tables(url: str) -> None:
    from caseflow.stores import open_store

    with open_store(url) as store:
        store.run(store.ops.migrate())


# ── SQLite ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with tables, from which those of the tests are copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_path(tmp_path: Path, sqlite_template: Path) -> Path:
    """An empty SQLite file with tables."""
    path = tmp_path / "cases.db"
    shutil.copy(sqlite_template, path)
    return path


@pytest.fixture
def sqlite_url(sqlite_path: Path) -> str:
    """The address of an empty SQLite file with tables."""
    return f"sqlite:///{sqlite_path}"


# ── PostgreSQL ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Cluster]:
    """The PostgreSQL server of this run, shared between workers."""
    base = tmp_path_factory.getbasetemp()
    with shared_cluster(base if worker_id == "master" else base.parent) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgres_template(cluster: Cluster) -> str:
    """A database with tables, one for each worker, from which others are copied."""
    name = f"template_{uuid.uuid4().hex[:8]}"
    cluster.execute(f"create database {name}")
    _make_tables(cluster.url(name))
    return name


@pytest.fixture
def new_database(cluster: Cluster) -> Iterator[str]:
    """The name of a database of one's own, without tables."""
    name = f"new_{uuid.uuid4().hex[:12]}"
    cluster.execute(f"create database {name}")
    yield name
    cluster.execute(f"drop database {name} with (force)")


@pytest.fixture
def own_database(cluster: Cluster, postgres_template: str) -> Iterator[str]:
    """The name of a database of one's own, with tables, to do with what one likes."""
    name = f"own_{uuid.uuid4().hex[:12]}"
    cluster.execute(f"create database {name} template {postgres_template}")
    yield name
    cluster.execute(f"drop database {name} with (force)")


@pytest.fixture
def own_postgres_url(cluster: Cluster, own_database: str) -> str:
    """The address of a database of one's own."""
    return cluster.url(own_database)


@pytest.fixture(scope="session")
def shared_database(cluster: Cluster, postgres_template: str) -> str:
    """The name of a database of this worker, which its tests use one after the other."""
    name = f"shared_{uuid.uuid4().hex[:8]}"
    cluster.execute(f"create database {name} template {postgres_template}")
    return name


@pytest.fixture(scope="session")
def emptied(cluster: Cluster, shared_database: str) -> Iterator[Callable[[], str]]:
    """Give the shared database, empty; nobody else can empty it like that."""
    from caseflow.stores.schema._postgresql import TABLES

    with psycopg.connect(cluster.url(shared_database), autocommit=True) as connection:
        # Under this role the triggers that refuse it do not fire; only a superuser may take it.
        connection.execute("set session_replication_role = replica")

        def empty() -> str:
            connection.execute(f"truncate {', '.join(TABLES)}".encode())
            return shared_database

        yield empty


@pytest.fixture
def database(emptied: Callable[[], str]) -> str:
    """The name of a database with tables, empty: many times faster than one of one's own."""
    return emptied()


@pytest.fixture
def postgres_url(cluster: Cluster, database: str) -> str:
    """The address of an empty database with tables."""
    return cluster.url(database)
