"""`caseflow reconcile`: a statement against a store, with an exit code for what is open."""

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.payments import Bill, PaymentNotice
from caseflow.payments.statements import COLUMNS, movement_of, write_statement
from caseflow.service import CaseService
from caseflow.stores import open_store
from caseflow.values import Actor, Channel
from caseflow.vietnam.stored import case_codec, definition_codec

AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
ALL = Actor("all", {"intake", "cashier", "system"})
NOTICES = [PaymentNotice("H1/1", f"T{number}", 50_000, AT, "bank", "VND") for number in (1, 2)]


@pytest.fixture
def url(tmp_path):
    """A store with one case, on which two payments are recorded."""
    url = f"sqlite:///{tmp_path}/cases.db"
    with open_store(url) as store:
        store.run(store.ops.migrate())
        engine = Engine(vn.danang())
        case_service = CaseService(engine, store, case_codec(), definitions=definition_codec())
        online = Channel.ONLINE
        case_service.open("2.001738", case_id="H1", channel=online, result_by=online, at=AT)
        case_service.fire(
            "H1", vn.ISSUE_BILL, Bill("H1/1", [("Lệ phí", 100_000)], "VND"), by=ALL, at=AT
        )
        for notice in NOTICES:
            case_service.fire("H1", vn.RECORD_PAYMENT, notice, by=ALL, at=AT, key=notice.key)
    return url


@pytest.fixture
def statement(tmp_path):
    """Write a statement and return its path."""

    def write(*facts, more=""):
        path = tmp_path / "statement.csv"
        path.write_text(write_statement(map(movement_of, facts)) + more, encoding="utf-8")
        return path

    return write


def test_a_day_on_which_both_agree(caseflow, url, statement):
    """Exit code 0, and the sums."""
    ran = caseflow("reconcile", statement(*NOTICES), "--store", url, "--on", "2026-03-02")

    assert ran.code == 0
    assert "matched: 2" in ran.out
    assert "All matched" in ran.out


def test_a_day_with_something_open(caseflow, url, statement):
    """Exit code 1; text, JSON and CSV name what is open."""
    lost = PaymentNotice("H9/1", "T9", 7_000, AT, "bank", "VND")
    path = statement(NOTICES[0], lost, NOTICES[0], more="bad line\n")
    words = ["reconcile", path, "--store", url, "--on", "2026-03-02"]
    reported = caseflow(*words, "--lang", "vi")
    data = caseflow(*words, "--json")
    rows = list(csv.DictReader(io.StringIO(caseflow(*words, "--csv").out)))

    assert reported.code == data.code == 1
    assert "thiếu ở hệ thống một cửa" in reported.out
    assert [each["verdict"] for each in data.data["findings"]] == [
        "bad-line",
        "missing-here",
        "missing-there",
        "repeated",
        "matched",
    ]
    assert [row["verdict"] for row in rows] == [e["verdict"] for e in data.data["findings"]]
    assert [row["transaction"] for row in rows] == ["", "T9", "T2", "T1", "T1"]


def test_a_statement_from_a_pipe(caseflow, url):
    """`-` is standard input; an empty day has nothing to say."""
    header = ",".join(COLUMNS) + "\n"
    words = ["reconcile", "-", "--store", url, "--on"]

    assert caseflow(*words, "2026-03-03", stdin=header).code == 0
    assert caseflow(*words, "2026-03-02", stdin=header).code == 1
    assert caseflow(*words, "2026-03-02", "--gateway", "wallet", stdin=header).code == 0


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_of_a_gateway_is_refused(caseflow, url, name):
    """It would name none of the gateways, and nearly every gateway that is there."""
    header = ",".join(COLUMNS) + "\n"
    words = ["reconcile", "-", "--store", url, "--on", "2026-03-02", "--gateway", name]
    ran = caseflow(*words, stdin=header)

    assert ran.code == 2
    assert "leave the option out for every gateway" in ran.err


@pytest.mark.parametrize(
    ("language", "shown"),
    [("vi", "hệ thống 100.000 đồng"), ("en", "on record 100,000 đồng")],
)
def test_sums_are_written_as_money_of_the_language(caseflow, url, statement, language, shown):
    """As fees are: grouped as the language groups digits, and of the same unit."""
    words = ["--store", url, "--on", "2026-03-02", "--lang", language]
    ran = caseflow("reconcile", statement(NOTICES[0]), *words)

    assert shown in ran.out
    assert "dong" not in ran.out
    assert {"vi": "50.000 đồng (H1/1)", "en": "50,000 đồng (H1/1)"}[language] in ran.out


@pytest.mark.parametrize(
    ("content", "on", "code"),
    [
        (b"x,y\n", "2026-03-02", "format-unknown"),
        (b"\xff\xfe", "2026-03-02", "format-unknown"),
        (None, "2026-03-02", "format-unknown"),
        (b"", "2026-02-30", "value-invalid"),
        (b"", "20260302", "value-invalid"),
        (b"", "2026-W10-1", "value-invalid"),
    ],
)
def test_wrong_use_is_reported(caseflow, url, tmp_path, content, on, code):
    """Exit code 2 and a code: no header, no text, no file, no such day."""
    path = tmp_path / "given.csv"
    if content is not None:
        path.write_bytes(content)
    ran = caseflow("reconcile", path, "--store", url, "--on", on)

    assert ran.code == 2
    assert f"[{code}]" in ran.err
