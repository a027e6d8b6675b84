"""What the fault tests use: stores on their own databases, and workers that can be killed."""

from collections.abc import Iterator

import pytest

from caseflow.stores import MemoryStore, Store, open_store
from faults.workers import Nursery

#: Faults are done to whole databases, so each test has its own.
URLS = {"sqlite": "sqlite_url", "postgresql": "own_postgres_url"}


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


@pytest.fixture(params=URLS)
def url(request: pytest.FixtureRequest) -> str:
    """The address of each database in turn."""
    return request.getfixturevalue(URLS[request.param])


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store of each kind, empty and with its tables."""
    if request.param == "memory":
        yield MemoryStore()
        return
    with open_store(request.getfixturevalue(URLS[request.param])) as store:
        yield store


@pytest.fixture
def stores(sqlite_url: str, own_postgres_url: str) -> Iterator[tuple[Store, ...]]:
    """One store of each kind at once, to be compared."""
    with open_store(sqlite_url) as sqlite, open_store(own_postgres_url) as postgres:
        yield MemoryStore(), sqlite, postgres
