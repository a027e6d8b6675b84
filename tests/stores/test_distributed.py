"""The contract on a distributed database in PostgreSQL's protocol, where one is named."""

import os
import uuid

import psycopg
import pytest

from caseflow.stores import open_store
from caseflow.testing.store_contract import StoreContract

SERVERS = ("CASEFLOW_YB_URL", "CASEFLOW_CITUS_URL")


@pytest.fixture(params=SERVERS)
def store(request: pytest.FixtureRequest):
    """A portable store in its own schema, on the server that the environment names."""
    url = os.environ.get(request.param)
    if not url:
        pytest.skip(f"set {request.param} to try the contract there")
    schema = f"cf_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"create schema {schema}".encode())
        joint = "&" if "?" in url else "?"
        own = f"{url}{joint}options=-csearch_path%3D{schema}"
        with open_store(own, portable=True) as store:
            store.run(store.ops.migrate())
            yield store
        connection.execute(f"drop schema {schema} cascade".encode())


class TestDistributedStores(StoreContract):
    """Without deferred keys a store keeps the same contract."""
