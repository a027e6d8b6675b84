"""What only reads waits for no commit of another thread, and sees what was acknowledged."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from caseflow import vietnam as vn
from caseflow.office.services import open_async_service, open_service
from caseflow.stores import BEGIN, COMMIT, Query
from caseflow.values import Actor, Channel
from oracle.product import HANOI

AT = datetime(2026, 8, 24, 9, tzinfo=HANOI)
CLERK = Actor("u17", {"intake"})
FILING = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE, "at": AT}

READS = {
    "get": lambda service: service.get("hs-1"),
    "actions": lambda service: service.actions("hs-1", by=CLERK, at=AT),
    "deadlines": lambda service: service.deadlines("hs-1", at=AT),
    "history": lambda service: service.history("hs-1"),
    "search": lambda service: service.search(Query()),
    "next_due": lambda service: service.next_due(datetime(2027, 1, 1, tzinfo=HANOI)),
}


def while_writing(read):
    """An operation that reads by *read* in the middle of a transaction, and ends it."""
    yield BEGIN
    found = read()
    yield COMMIT
    return found


@pytest.mark.parametrize("name", READS)
def test_a_read_does_not_wait_for_a_commit(tmp_path, name):
    """The transaction is open until the read, in another thread, is answered."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with open_service(url, "vietnam", migrate=True) as service, ThreadPoolExecutor(1) as other:
        service.open("1.014445", case_id="hs-1", **FILING)
        expected = READS[name](service)

        def read():
            return other.submit(READS[name], service).result(timeout=20)

        found = service.store.run(while_writing(read))
        assert list(found) == list(expected) if name != "get" else found == expected


def test_an_awaited_read_does_not_wait_for_a_commit(tmp_path):
    """So a portal shows a case while the disk keeps another one."""
    url = f"sqlite:///{tmp_path / 'a.db'}"

    async def run():
        async with await open_async_service(url, "vietnam", migrate=True) as service:
            opened = await service.open("1.014445", case_id="hs-1", **FILING)
            loop = asyncio.get_running_loop()

            def read():
                asked = asyncio.run_coroutine_threadsafe(service.get("hs-1"), loop)
                return asked.result(timeout=20)

            assert await service.store.run(while_writing(read)) == opened

    asyncio.run(run())


@pytest.mark.parametrize("kept", ["memory", "sqlite"])
def test_a_read_sees_what_was_acknowledged(tmp_path, kept):
    """Each time, also after the store was closed and is used again."""
    url = "memory:" if kept == "memory" else f"sqlite:///{tmp_path / 'a.db'}"
    with open_service(url, "vietnam", migrate=True) as service:
        for number in range(20):
            service.open("1.014445", case_id=f"hs-{number}", **FILING)
            fired = service.fire(f"hs-{number}", vn.RECEIVE, vn.Receipt(papers=4), by=CLERK, at=AT)
            service.forget()
            assert service.get(f"hs-{number}") == fired
            assert len(service.search(Query())) == number + 1
        if kept == "sqlite":
            service.close()
            assert service.get("hs-0").version == 2
