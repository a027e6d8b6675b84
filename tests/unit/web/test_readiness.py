"""A backend is ready while its store answers and has the tables that this release needs."""

import asyncio
import json
import sqlite3
from datetime import datetime

import pytest

from caseflow.engine import Engine
from caseflow.office.services import async_service_of, service_of
from caseflow.stores import open_async_store, open_store
from caseflow.stores.schema import LATEST, migrations
from caseflow.values import Actor
from caseflow.vietnam.pack import PACK
from caseflow.web import Asked, AsyncBackend, Backend
from oracle.product import HANOI

ASKED = Asked(Actor("nobody"), datetime(2026, 8, 24, tzinfo=HANOI), {"Accept-Language": "vi"})
RULES = Engine(PACK.jurisdiction())


def answers(url):
    """What a backend on *url* says of its health and readiness, awaited and not."""

    async def awaited():
        async with open_async_store(url) as store:
            backend = AsyncBackend(async_service_of(RULES, store, PACK), PACK)
            return await backend.health(ASKED), await backend.ready(ASKED)

    with open_store(url) as store:
        backend = Backend(service_of(RULES, store, PACK), PACK)
        found = backend.health(ASKED), backend.ready(ASKED)
    assert asyncio.run(awaited()) == found
    return found


@pytest.mark.parametrize("missing", [0, 1])
def test_a_store_with_the_latest_tables_is_ready(tmp_path, missing):
    """One whose tables are of an earlier release is not: it must be migrated first."""
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as made:
        for statement in migrations("sqlite", 0, LATEST - missing):
            made.execute(statement)
    made.close()
    health, ready = answers(f"sqlite:///{path}")
    assert health.status == 200
    assert ready.status == (503 if missing else 200)
    if missing:
        assert json.loads(ready.body)["status"] == 503
        assert json.loads(ready.body)["code"] == "store-schema"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("sqlite:////proc/nowhere/at/all.db", "store-unavailable"),
        ("postgresql://nobody@/nothing?host=/nowhere", "store-unavailable"),
        ("sqlite:///{path}", "store-schema"),
    ],
)
def test_a_store_that_does_not_answer_is_not_ready(tmp_path, url, code):
    """The process goes on, and says so; what the error holds of addresses is not shown."""
    health, ready = answers(url.format(path=tmp_path / "empty.db"))
    found = json.loads(ready.body)
    assert (health.status, ready.status) == (200, 503)
    assert (found["code"], found["message"]) == (code, "")
    assert "nowhere" not in ready.body.decode()
