"""`caseflow budget`: open, allot, settle and report, over a store that holds filings too."""

import csv
import io
import json

import pytest

from caseflow.stores import open_store
from stores.budgets import bill_case, budget_service_of, cancel, give_back, grant

WHEN = ("--at", "2026-03-02T08:00+07:00")
CITY = "da-nang-2026"


@pytest.fixture
def url(tmp_path):
    """A store with one filing that owes a bill."""
    url = f"sqlite:///{tmp_path}/cases.db"
    with open_store(url) as store:
        store.run(store.ops.migrate())
        bill_case(store)
    return url


def test_a_budget_from_opening_to_report(caseflow, url):
    """Open, allot once, grant by program; the report says to whom and why in every form."""
    opened = caseflow("budget", "open", url, CITY, "--by", "kt", *WHEN)
    allot = ("allot", url, CITY, "50000", "--number", "1", "--source", "QĐ 1", "--by", "kt", *WHEN)
    for _ in range(2):
        allotted = caseflow("budget", *allot)
    with open_store(url) as store:
        grant(budget_service_of(store), to="Nguyễn Văn A")
    settled = caseflow("budget", "settle", url, CITY, "--by", "nightly", *WHEN)
    text = caseflow("budget", "report", url, CITY, "--lang", "vi")
    rows = list(csv.DictReader(io.StringIO(caseflow("budget", "report", url, CITY, "--csv").out)))
    data = json.loads(caseflow("budget", "report", url, CITY, "--json").out)

    assert opened.code == allotted.code == settled.code == text.code == 0
    assert "0 đồng left" in opened.out
    assert "50,000 đồng left" in allotted.out
    assert settled.out == "0 completed, 0 given back\n"
    assert "còn 30.000 đồng" in text.out
    assert [(row["case"], row["to"], row["amount"]) for row in rows] == [
        ("H1", "Nguyễn Văn A", "20000")
    ]
    assert (data["left"], data["by_ground"]) == (30_000, {"fee": 20_000})
    assert caseflow("store", "verify", url, "--deep").code == 0


def test_money_allotted_earlier_is_entered_late(caseflow, url):
    """An instant before the last record needs `--entered`, and one long ago `--confirmed`."""
    caseflow("budget", "open", url, CITY, "--by", "kt", *WHEN)
    allot = ("budget", "allot", url, CITY, "500", "--source", "QĐ", "--by", "kt")
    assert caseflow(*allot, "--number", "1", "--at", "2026-06-03T08:00+07:00").code == 0
    late = (*allot, "--number", "2", "--at", "2026-03-02T09:00+07:00")
    reversed_ = caseflow(*late)
    unconfirmed = caseflow(*late, "--entered", "2026-06-03T09:00+07:00")
    done = caseflow(*late, "--entered", "2026-06-03T09:00+07:00", "--confirmed")

    assert (reversed_.code, unconfirmed.code, done.code) == (2, 2, 0)
    assert "1,000 đồng left" in done.out


def test_what_came_back_is_in_the_report(caseflow, url):
    """A subsidy of a cancelled bill: given back in the text, the CSV and the JSON."""
    caseflow("budget", "open", url, CITY, "--by", "kt", *WHEN)
    allot = ("--number", "1", "--source", "QĐ 1", "--by", "kt", *WHEN)
    caseflow("budget", "allot", url, CITY, "50000", *allot)
    with open_store(url) as store:
        grant(budget_service_of(store))
        cancel(store)
        give_back(budget_service_of(store), 15_000)
    text = caseflow("budget", "report", url, CITY)
    (row,) = csv.DictReader(io.StringIO(caseflow("budget", "report", url, CITY, "--csv").out))
    data = json.loads(caseflow("budget", "report", url, CITY, "--json").out)

    assert "15,000 đồng given back, 45,000 đồng left" in text.out
    assert (row["amount"], row["returned"]) == ("20000", "15000")
    assert (data["returned"], data["left"], data["rows"][0]["returned"]) == (15_000, 45_000, 15_000)
    settled = caseflow("budget", "settle", url, CITY, "--by", "nightly", *WHEN)
    assert (settled.code, settled.out) == (0, "0 completed, 0 given back\n")


def test_a_budget_moves_with_its_store(caseflow, url, tmp_path):
    """An export holds budgets as it holds filings; where it is read in, they are the same."""
    caseflow("budget", "open", url, CITY, "--by", "kt", *WHEN)
    allot = ("--number", "1", "--source", "QĐ 1", "--by", "kt", *WHEN)
    caseflow("budget", "allot", url, CITY, "50000", *allot)
    with open_store(url) as store:
        grant(budget_service_of(store))
    other, file = f"sqlite:///{tmp_path}/other.db", tmp_path / "cases.jsonl"
    for words in (("init", other), ("export", url, file), ("import", other, file)):
        assert caseflow("store", *words).code < 2  # 1: messages that wait are left behind

    assert caseflow("store", "verify", other, "--deep").code == 0
    reports = [caseflow("budget", "report", each, CITY, "--json").out for each in (url, other)]
    assert reports[0] == reports[1]


def test_books_that_differ_are_findings(caseflow, url):
    """Exit code 1 while a filing has what the budget does not know."""
    from caseflow import vietnam as vn
    from caseflow.payments import SubsidyGrant
    from stores.budgets import CASHIER, services
    from stores.offices import LODGED

    caseflow("budget", "open", url, CITY, "--by", "kt", *WHEN)
    with open_store(url) as store:
        stray = SubsidyGrant("H1/1", "X1", CITY, 7_000, "x")
        filings, _ = services(store)
        filings.fire("H1", vn.GRANT_SUBSIDY, stray, by=CASHIER, at=LODGED, key=stray.key)
    ran = caseflow("budget", "settle", url, CITY, "--by", "nightly")
    data = caseflow("budget", "settle", url, CITY, "--by", "nightly", "--json")

    assert ran.code == data.code == 1
    assert "! H1 X1: 0 đồng granted, 7,000 đồng on the filing" in ran.out
    assert json.loads(data.out)["findings"][0]["recorded"] == 7_000


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("report", CITY), "unknown budget"),
        (("allot", CITY, "5", "--number", "1", "--source", "x", "--by", "kt"), "unknown budget"),
        (("allot", CITY, "1.5", "--number", "1", "--source", "x", "--by", "kt"), "an amount in"),
        (("allot", CITY, "0", "--number", "1", "--source", "x", "--by", "kt"), "from 1"),
        (("open", "không tên", "--by", "kt"), "budget"),
        (("open", "H1", "--by", "kt"), "BUDGET: 'H1' is not valid; give a number that no filing"),
    ],
)
def test_wrong_words_are_one_clear_error(caseflow, url, words, problem):
    """An unknown budget, a broken amount or number: exit code 2, and nothing changes."""
    duty, *rest = words
    ran = caseflow("budget", duty, url, *rest)

    assert ran.code == 2
    assert problem in ran.err
