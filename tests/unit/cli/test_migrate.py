"""`caseflow migrate`: try, move, and look at what stays."""

import json
from datetime import datetime

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.office.services import service_of
from caseflow.stores import open_store
from caseflow.values import Actor, Channel
from caseflow.vietnam.pack import PACK
from migrations import renamed

LODGED = datetime.fromisoformat("2026-11-02T09:00+07:00")
DESK = Actor("desk", {"intake", "approver"})
#: The workflow of an earlier year, which said "examining" for "processing".
EARLIER = renamed(vn.one_stop_shop(), {"processing": "examining"}, {}, version="0")
CODE = "1.014445"


@pytest.fixture
def url(tmp_path):
    """A store with two cases at work under the earlier workflow, and one that is decided."""
    url = f"sqlite:///{tmp_path}/cases.db"
    office = vn.danang()
    engine = Engine(evolve(office, workflows=(*office.workflows, EARLIER)))
    with open_store(url) as store:
        store.run(store.ops.migrate())
        service = service_of(engine, store, PACK)
        for name in ("A", "B", "C"):
            service.open(
                CODE, case_id=name, channel=Channel.ONLINE, result_by=Channel.ONLINE, at=LODGED
            )
            service.fire(name, vn.RECEIVE, vn.Receipt(papers=1), by=DESK, at=LODGED)
            service.fire(name, vn.ASSIGN, vn.Assignment("Phòng"), by=DESK, at=LODGED)
        service.fire("C", vn.DECIDE, vn.Decision(), by=DESK, at=LODGED)
    return url


TO = ("--to", "one-stop-shop", "--at", "2026-11-03T08:00+07:00")
MAP = ("--map", "examining=processing")
ACT = ("--by", "admin", "--reason", "QĐ 712/QĐ-UBND")


def test_a_dry_run_moves_nothing(caseflow, url):
    """It says how many can, which cannot and why, in both languages, and as JSON."""
    ran = caseflow("migrate", url, *TO, *MAP, "--dry-run")
    assert ran.code == 1
    assert ran.out.startswith("3 cases: 2 can move, 0 there already, 1 cannot move\nC: ")
    assert (
        "hồ sơ đã có kết quả"
        in caseflow("migrate", url, *TO, *MAP, "--dry-run", "--lang", "vi").out
    )

    unmapped = caseflow("migrate", url, *TO, "--dry-run", "--json").data
    assert unmapped["reasons"] == {"state-unmapped": 2, "decided": 1}
    assert {"case", "codes", "vi", "en"} <= set(unmapped["stayed"][0])


def test_cases_are_moved_and_verify(caseflow, url):
    """Each move is kept; doing it again does the rest; a deep verification accepts them."""
    first = caseflow("migrate", url, *TO, *MAP, *ACT, "--state", "examining", "--json")
    assert (first.code, first.data["moved"]) == (0, 2)
    assert caseflow("store", "verify", url, "--deep").code == 0

    again = caseflow("migrate", url, *TO, *MAP, *ACT, "--procedure", CODE, "--json")
    assert (again.code, again.data["moved"], again.data["there"]) == (1, 0, 2)
    with open_store(url) as store:
        stored_records = store.run(store.ops.records("A", 2))
    assert [json.loads(stored.text)["payload"]["type"] for stored in stored_records] == [
        "migrated/1"
    ]


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        (("--to", "two-stop-shop", "--dry-run"), "unknown workflow 'two-stop-shop'"),
        ((*TO, "--map", "examinng=processing", "--dry-run"), "unknown state 'examinng'"),
        ((*TO, "--map", "examining", "--dry-run"), "--map"),
        ((*TO, *MAP, *MAP, "--dry-run"), "each OLD once"),
        ((*TO, "--clock", "legl=legal", "--dry-run"), "unknown clock 'legl'"),
        ((*TO, "--from", "one-stop-shop@0", "--dry-run"), "unknown workflow"),
        ((*TO, "--version", "1.01444=2026", "--dry-run"), "did you mean"),
        ((*TO, "--procedure", "1.01444", "--dry-run"), "did you mean"),
        ((*TO, "--state", "procesing", "--dry-run"), "unknown state 'procesing'"),
        ((*TO, *MAP), "--by"),
        ((*TO, *MAP, "--by", "admin"), "--reason"),
    ],
)
def test_a_wrong_mapping_moves_nothing(caseflow, url, words, reported):
    """Wrong words are wrong usage; no case is touched."""
    ran = caseflow("migrate", url, *words)
    assert ran.code == 2
    assert reported in ran.err
    assert caseflow("migrate", url, *TO, *MAP, "--dry-run", "--json").data["moved"] == 2


def test_a_version_can_be_named(caseflow, url):
    """A version that the catalogue has not is the reason of each case."""
    ran = caseflow("migrate", url, *TO, *MAP, "--version", f"{CODE}=2999", "--dry-run", "--json")
    assert ran.data["reasons"] == {"version-unknown": 3}


def test_budgets_are_no_filings(caseflow, url):
    """An open budget is kept as a case; who moves filings sees it only if they named it."""
    assert caseflow("budget", "open", url, "da-nang-2026", "--by", "kt").code == 0
    words = ("migrate", url, *TO, *MAP, "--dry-run", "--json")

    filings = caseflow(*words).data
    assert (filings["asked"], filings["reasons"]) == (3, {"decided": 1})
    assert caseflow(*words, "--state", "examining").code == 0

    named = caseflow(*words, "--procedure", "budget").data
    assert [each["case"] for each in named["stayed"]] == ["da-nang-2026"]
    of_budgets = caseflow("migrate", url, "--to", "budget", "--dry-run", "--json").data
    assert of_budgets["there"] == 1
