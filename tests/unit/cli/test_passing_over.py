"""One row that cannot be read stops no office: every command says so and goes on."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.office.services import service_of
from caseflow.stores import (
    GENESIS,
    CaseSummary,
    Definition,
    StoredCase,
    StoredRecord,
    link,
    open_store,
)
from caseflow.values import Actor, Channel
from caseflow.vietnam.pack import PACK

AT = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=7)))
CLERK = Actor("clerk", {"intake", "applicant"})
WHO = ("--by", "clerk", "--reason", "kept by a crafted import")
STATEMENT = "gateway,transaction,kind,bill,amount,currency,at\n"


@pytest.fixture
def url(caseflow, tmp_path):
    """A store with two filings, one between them that is nonsense, and a garbage definition."""
    address = f"sqlite:///{tmp_path}/cases.db"
    caseflow("store", "init", address)
    with open_store(address) as store:
        service = service_of(Engine(vn.danang()), store, PACK)
        for number in ("hs-1", "hs-3"):
            service.open(
                "1.014445",
                case_id=number,
                channel=Channel.ONLINE,
                result_by=Channel.ONLINE,
                at=AT,
            )
            service.fire(number, vn.DESCRIBE, vn.Description(vn.Applicant("A")), by=CLERK, at=AT)
            service.fire(number, vn.RECEIVE, vn.Receipt(), by=CLERK, at=AT)
        first = store.run(store.ops.load("hs-1")).records[0]
        text = first.text.replace('"hs-1"', '"hs-2"')
        opened = first._replace(text=text, hash=link(GENESIS, text))
        data = {**json.loads(text), "seq": 1, "action": "record-payment", "target": "lodged"}
        data["payload"] = {"type": "payment-notice/1", "data": {"amount": "much"}}
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        actor = data["actor"]["id"]
        stored = StoredRecord(
            1, first.at, data["action"], actor, None, text, link(opened.hash, text)
        )
        summary = CaseSummary("hs-2", "1.014445", "", "lodged", True, 1, stored.hash, first.at, 0)
        store.run(store.ops.insert_many([StoredCase(summary, (opened, stored))]))
        store.run(store.ops.keep(Definition("workflow", "riddle@1", "{]")))
    return address


def _set_aside(caseflow, url):
    assert caseflow("store", "set-aside", url, "hs-2", *WHO).code == 0
    ran = caseflow("store", "set-aside", url, "--definition", "workflow riddle@1", *WHO, "--json")
    assert (ran.code, ran.data["set_aside"]) == (0, "workflow riddle@1")


#: Each command, what it exits with once all was set aside, and whether it looks at cases.
COMMANDS = {
    "serve-due": (("serve-due", "--once", "--at", "2026-06-01T00:00+07:00"), 0, True),
    "register": (
        ("papers", "--register", "--from", "2026-03-01", "--to", "2026-03-31", "--format", "html"),
        0,
        True,
    ),
    "papers": (("papers", "hs-1", "--format", "html"), 0, False),
    "migrate": (
        ("migrate", "--to", "one-stop-shop", "--dry-run", "--by", "b", "--reason", "r"),
        0,
        None,
    ),
    "budget open": (("budget", "open", "nguon-1", "--by", "b"), 0, False),
    "reconcile": (("reconcile", "STATEMENT", "--on", "2026-03-02"), 0, True),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_passes_over_what_it_cannot_read(caseflow, url, tmp_path, name):
    """It says which case or definition, why and what to do; set aside, it is silent."""
    words, code, reads_cases = COMMANDS[name]
    statement = tmp_path / "day.csv"
    statement.write_text(STATEMENT, encoding="utf-8")
    out = ("--lang", "en", "--out", tmp_path / "out") if "papers" in words else ()
    words = [statement if each == "STATEMENT" else each for each in words]

    ran = caseflow(*words, "--store", url, *out)
    assert ran.code == (1 if name != "budget open" else 0)
    if name != "reconcile":
        assert "passed over definition workflow riddle@1" in ran.err
        assert "--definition 'workflow riddle@1'" in ran.err
    if reads_cases:
        assert "passed over case hs-2: " in ran.err
        assert "caseflow store set-aside hs-2" in ran.err

    _set_aside(caseflow, url)
    again = caseflow(*words, "--store", url, *out, *(("--force",) if out else ()))
    assert (again.code, again.err) == (code, "")


def test_the_others_are_worked_meanwhile(caseflow, url, tmp_path):
    """A sweep raises what is due on the others, and a register has their rows."""
    swept = caseflow("serve-due", url, "--once", "--at", "2026-06-01T00:00+07:00", "--json")
    assert (swept.data["claimed"], swept.data["stalled"]) == (3, 1)
    assert swept.data["raised"] >= 2
    assert [each["case"] for each in swept.data["problems"]] == ["hs-2"]
    caseflow(
        *("papers", "--register", "--from", "2026-03-01", "--to", "2026-03-31"),
        *("--format", "html", "--store", url, "--out", tmp_path / "out"),
    )
    (page,) = (tmp_path / "out").glob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "hs-1" in text
    assert "hs-3" in text
    assert "hs-2" not in text


def test_a_verification_reports_set_aside_from_broken(caseflow, url):
    """Before it finds both; after they are listed with who and why, and all is sound."""
    before = caseflow("store", "verify", url, "--deep", "--json")
    assert before.code == 1
    assert len(before.data["faults"]) >= 2
    _set_aside(caseflow, url)
    after = caseflow("store", "verify", url, "--deep", "--json")
    assert (after.code, after.data["faults"]) == (0, [])
    assert [each["case"] for each in after.data["set_aside"]] == ["hs-2", ""]
    text = caseflow("store", "verify", url, "--deep")
    assert text.out.count("SET ASIDE") == 2
    assert "by clerk: kept by a crafted import" in text.out


def test_what_can_be_read_is_not_set_aside(caseflow, url):
    """Nor nothing, nor two things at once."""
    for words in (("hs-1",), (), ("hs-2", "--definition", "workflow riddle@1"), ("hs-9",)):
        assert caseflow("store", "set-aside", url, *words, *WHO).code == 2
    ran = caseflow("papers", "hs-2", url, "--out", "nowhere")
    assert ran.code == 2
