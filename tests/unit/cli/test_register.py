"""`caseflow register`: registers of a table, a log and a store, and what was left out of them."""

import json
from datetime import datetime

import pytest

from caseflow.office.services import open_service
from caseflow.reports import Register
from caseflow.reports.register import left_out_rows
from caseflow.stores import open_store
from caseflow.values import Channel
from caseflow.vietnam.pack import PACK
from doc_blocks import ROOT

MAPPING = """
format = "caseflow-register-mapping/1"
zone = "Asia/Ho_Chi_Minh"
units = ["A", "B"]
[columns]
number = "n"
unit = "u"
procedure = "p"
channel = "c"
received_on = "r"
"""
LODGED = datetime.fromisoformat("2026-10-01T09:00+07:00")
ROWS = ["1,A,x,online,2026-10-01", "2,Z,x,online,2026-10-01", "3,A,x,fax,2026-10-01"]


@pytest.fixture
def table(tmp_path):
    (tmp_path / "mapping.toml").write_text(MAPPING)
    rows = [*ROWS, *[ROWS[0]] * 12]
    (tmp_path / "table.csv").write_text("n,u,p,c,r\n" + "\n".join(rows))
    return (tmp_path / "table.csv", "--mapping", tmp_path / "mapping.toml")


def test_what_is_left_out_of_a_table_is_listed_and_stays_beside_the_register(
    caseflow, table, tmp_path
):
    """By line and reason, in the language that is asked for; of many the first, and how many."""
    out = tmp_path / "register"
    said = caseflow("register", "table", *table, "--out", out, "--lang", "vi")
    data = caseflow("register", "table", *table, "--out", out, "--json").data
    kept = left_out_rows(out)

    assert said.code == 1
    assert "12 dòng không được tính: number-repeated" in said.out
    assert "và 2 dòng nữa" in said.out
    assert "3: đơn vị 'Z' không có" in said.out
    assert "B: sổ đăng ký không có hồ sơ nào" in said.out
    assert data["rows"] == 1
    assert data["left_out"] == {"number-repeated": 12, "unknown-unit": 1, "unknown-value": 1}
    assert [(each["code"], each["line"]) for each in data["lines"]] == [
        (each.code, each.line) for each in kept
    ]
    assert len(kept) == 14
    checked = caseflow("register", "check", out, "--json")
    assert (checked.code, checked.data["left_out"]) == (1, data["left_out"])


def test_a_log_and_a_store_become_registers(caseflow, tmp_path):
    """What a log could not open is left out and counted; a store gives all of its filings."""
    log = ROOT / "examples" / "dutch-permit" / "made-up.csv"
    ran = caseflow(
        "register", "log", log, "--profile", "dutch-permit", "--out", tmp_path / "log", "--json"
    )
    assert (ran.code, ran.data["rows"]) == (1, 6)
    assert ran.data["left_out"] == {"case-not-opened": 1}

    url = f"sqlite:///{tmp_path}/cases.db"
    with open_store(url) as store:
        store.run(store.ops.migrate())
    with open_service(url, PACK) as service:
        for number in ("H1", "H2"):
            how = {"channel": Channel.ONLINE, "result_by": Channel.ONLINE}
            service.open("1.014445", case_id=number, at=LODGED, **how)
    whole = caseflow("register", "store", "--store", url, "--out", tmp_path / "store")
    assert (whole.code, Register.open(tmp_path / "store").size()) == (0, 2)
    assert "2 filings in" in whole.out


def test_a_register_of_others_is_checked(caseflow, table, tmp_path):
    """Parquet files without a manifest: rows are found by their place, and units by name."""
    caseflow("register", "table", *table, "--out", tmp_path / "register")
    [part] = (tmp_path / "register").glob("part-*.parquet")
    ran = caseflow("register", "check", part, "--unit", "B", "--json")

    assert ran.code == 1
    assert ran.data["left_out"] == {"unknown-unit": 1}
    assert ran.data["idle_units"] == ["B"]
    sound = caseflow("register", "check", part, part, "--lang", "vi")
    assert "mã hồ sơ '1' đã có ở dòng 1" in sound.out
    (tmp_path / "register" / "left-out.jsonl").write_text(json.dumps({"code": 1}))
    broken = caseflow("register", "check", tmp_path / "register")
    assert (broken.code, broken.out) == (2, "")
