"""A store that was used before its process forked, as a portal is that loads itself first."""

import os
import subprocess
import sys

import pytest

#: Which connection answers; a child and its parent must never be answered by the same one.
_ON_POSTGRES = """
import asyncio, os, signal, sys
from caseflow.stores import open_async_store, open_store
from caseflow.stores._ops import Statement

def backend():
    return (yield Statement("select pg_backend_pid()"))[0][0]

signal.alarm(50)
url, kind = sys.argv[1:]
with asyncio.Runner() as loop:
    store = (open_store if kind == "plain" else open_async_store)(url, connections=1)
    wait = (lambda found: found) if kind == "plain" else loop.run
    before = wait(store.run(backend()))
    child = os.fork()
    if not child:
        signal.alarm(20)
        own = wait(store.run(backend()))
        wait(store.close())
        os._exit(own == before)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), wait(store.run(backend())) == before)
    wait(store.close())
"""

#: A thread of the parent works while the process forks; the child has no such thread.
_WHILE_ANOTHER_WORKS = """
import os, signal, sys, threading
from caseflow.stores import open_store
from caseflow.stores._ops import Statement

signal.alarm(50)
store = open_store(sys.argv[1], connections=1)
store.run(store.ops.migrate())
begun, forked = threading.Event(), threading.Event()

def slow():
    yield Statement("select 1")
    begun.set()
    forked.wait()

thread = threading.Thread(target=store.run, args=(slow(),))
thread.start()
begun.wait()
child = os.fork()
if not child:
    signal.alarm(20)
    counts = store.run(store.ops.stats())
    store.close()
    os._exit(counts["cases"])
forked.set()
thread.join()
_, status = os.waitpid(child, 0)
print(os.waitstatus_to_exitcode(status), store.run(store.ops.stats())["cases"])
store.close()
"""


#: The thread behind an awaited file is the parent's; the child has none of it.
_AWAITED_FILE = """
import asyncio, os, signal, sys
from caseflow.stores import open_async_store

signal.alarm(50)
store = open_async_store(sys.argv[1])
asyncio.run(store.run(store.ops.migrate()))
child = os.fork()
if not child:
    signal.alarm(20)
    counts = asyncio.run(store.run(store.ops.stats()))
    os._exit(counts["cases"])
_, status = os.waitpid(child, 0)
asyncio.run(store.close())
print(os.waitstatus_to_exitcode(status), asyncio.run(store.run(store.ops.stats()))["cases"])
asyncio.run(store.close())
"""


def _said(program, *words):
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", program, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    return done.stdout.strip() or done.stderr


@pytest.mark.parametrize("kind", ["plain", "awaited"])
def test_a_forked_process_has_connections_of_its_own(kind, postgres_url):
    """It is not answered what its parent asked, and closing it closes none of its parent's."""
    assert _said(_ON_POSTGRES, postgres_url, kind) == "0 True"


@pytest.mark.parametrize("fixture", ["sqlite_url", "postgres_url"])
def test_a_process_forked_while_a_thread_works_waits_for_nobody(fixture, request):
    """What a thread of the parent held at that moment nobody would ever let go in the child."""
    assert _said(_WHILE_ANOTHER_WORKS, request.getfixturevalue(fixture)) == "0 0"


def test_an_awaited_file_works_in_a_forked_process_and_after_it_was_closed(sqlite_url):
    """Its thread is made where it is needed, in a child and after a close, as connections are."""
    assert _said(_AWAITED_FILE, sqlite_url) == "0 0"
