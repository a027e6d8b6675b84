"""The commands do on PostgreSQL what they do on SQLite."""

import json
import sqlite3
from contextlib import closing

import psycopg
import pytest

from caseflow.cli import main


@pytest.fixture
def caseflow(capsys):
    """Call the command; return its exit code and what it printed."""

    def run(*words):
        code = main([str(word) for word in words])
        return code, capsys.readouterr().out

    return run


def test_a_demo_is_kept_moved_and_proven(caseflow, postgres_url, sqlite_url, tmp_path):
    """A month in PostgreSQL verifies, goes to SQLite and back out again, byte by byte."""
    demo = ("demo", "--filings", 12, "--store", postgres_url, "--json")
    kept = json.loads(caseflow(*demo)[1])["store"]
    again = json.loads(caseflow(*demo)[1])["store"]
    assert (again["kept"], again["there"]) == (0, kept["kept"])
    assert caseflow("store", "verify", postgres_url, "--deep", "--seal")[0] == 0

    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    assert caseflow("store", "export", postgres_url, first)[0] == 1  # messages are left behind
    assert caseflow("store", "import", sqlite_url, first)[0] == 0
    assert caseflow("store", "verify", sqlite_url, "--deep")[0] == 0
    assert caseflow("store", "export", sqlite_url, second)[0] == 0
    assert second.read_bytes() == first.read_bytes()
    assert caseflow("store", "import", postgres_url, second)[0] == 0
    assert caseflow("serve-due", postgres_url, "--once")[0] == 0


def test_agencies_do_not_see_each_other(caseflow, postgres_url, sqlite_url, tmp_path):
    """An export under an agency holds its cases and no others."""
    caseflow("demo", "--report", "-", "--filings", 3, "--store", sqlite_url)
    path = tmp_path / "cases.jsonl"
    caseflow("store", "export", sqlite_url, path)
    assert caseflow("store", "import", postgres_url, path, "--agency", "H17")[0] == 0
    counts = [
        json.loads(caseflow("store", "stats", postgres_url, "--agency", agency, "--json")[1])
        for agency in ("H17", "H26", "")
    ]
    # Two are shown in full, and the budget that pays their subsidies is a case too.
    assert [each["cases"] for each in counts] == [6, 0, 0]


def _alter(url, change):
    """Do what only the owner of the database can: get round the triggers."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as owner, owner:
            triggers = owner.execute("select name from sqlite_master where type = 'trigger'")
            for (name,) in triggers.fetchall():
                owner.execute(f"drop trigger {name}")
            owner.execute(change)
    else:
        with psycopg.connect(url) as owner:
            owner.execute("set local session_replication_role = replica")
            owner.execute(change)


@pytest.mark.parametrize("address", ["sqlite_url", "postgres_url"])
@pytest.mark.parametrize("kind", ["calendar", "workflow", "procedure"])
def test_an_altered_definition_is_a_fault_of_the_report(caseflow, request, address, kind):
    """A deep look names the definition that was altered, and goes on to verify all the rest."""
    url = request.getfixturevalue(address)
    caseflow("demo", "--report", "-", "--filings", 3, "--store", url)
    _alter(url, f"update cf_definition set text = substr(text, 9) where kind = '{kind}'")

    code, out = caseflow("store", "verify", url, "--deep")

    assert code == 1
    assert out.startswith("6 cases")
    faults = [line for line in out.splitlines() if line.startswith("FAULT")]
    of_definitions = [line for line in faults if line.startswith(f"FAULT definition: {kind} ")]
    assert of_definitions
    # The budget goes by a workflow and a procedure that only the store keeps.
    others = [line for line in faults if line not in of_definitions]
    assert all(line.startswith("FAULT case da-nang,") for line in others)
    assert bool(others) == (kind != "calendar")
