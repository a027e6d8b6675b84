"""`caseflow catalogue`: the template, every fault at once, dated lists, and what they change."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.errors import FormatError, ProcedureClosedError
from caseflow.values import Channel

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
HEAD = "code;name;limits;agency;service;decided_by;decision;decided_on"
SPRING = (
    "1.014445;Cấp giấy;12 ngày;Sở;full;Đà Nẵng;123/QĐ-UBND;2026-03-31",
    "1.014446;Cấp lại;8 ngày;Sở;partial;Đà Nẵng;123/QĐ-UBND;2026-03-31",
)
SUMMER = (
    "1.014445;Cấp giấy;9 ngày;Sở;full;Đà Nẵng;200/QĐ-UBND;2026-05-30",
    "1.014450;Cấp đổi;3 ngày;Sở;full;Đà Nẵng;200/QĐ-UBND;2026-05-30",
)


@pytest.fixture
def table(tmp_path):
    """Write a list as a spreadsheet exports it: a mark, semicolons, line ends of Windows."""

    def write(name, *rows, head=HEAD):
        path = tmp_path / name
        path.write_bytes("\r\n".join(("\ufeff" + head, *rows, ";" * head.count(";"))).encode())
        return path

    return write


@pytest.fixture
def lists(caseflow, table, tmp_path):
    """A directory into which two lists were loaded, of April and of June."""
    into = tmp_path / "lists"
    for name, rows, on in (("a.csv", SPRING, "2026-04-01"), ("b.csv", SUMMER, "2026-06-01")):
        ran = caseflow("catalogue", "load", table(name, *rows), "--into", into, "--on", on)
        assert (ran.code, ran.err) == (0, "")
    return into


@pytest.mark.parametrize("form", ["csv", "toml"])
def test_the_template_is_a_list_but_for_its_example(caseflow, tmp_path, form):
    """It has every column and is read; the example row is refused until it is deleted."""
    path = tmp_path / f"list.{form}"
    assert caseflow("catalogue", "template", "--format", form, "--out", path).code == 0
    assert caseflow("catalogue", "template", "--out", path).code == 2

    ran = caseflow("catalogue", "check", path)
    assert ran.code == 1
    assert "1 fault(s)" in ran.out
    assert "delete the row" in ran.out
    rows = vn.read_catalogue(path.read_text(encoding="utf-8"), name=str(path))
    assert rows.get("1.000000").branches == ("refused",)


def test_every_fault_of_a_list_comes_at_once(caseflow, table):
    """Codes that were read as numbers, empty cells, abolished procedures, days, words, doubles."""
    path = table(
        "bad.csv",
        "1014445;Cấp giấy;12 ngày;Sở;full;Đà Nẵng;1/QĐ;31/3/2026",
        "1.014446;;mười ngày;;một phần;;;",
        "1.000626;X;5 ngày;Sở;full;Đà Nẵng;1/QĐ;2026-03-31",
    )
    ran = caseflow("catalogue", "check", path)

    assert ran.code == 1
    for line, column in (
        (2, "code"),
        (2, "decided_on"),
        *((3, column) for column in ("name", "limits", "agency", "service")),
        *((3, column) for column in ("decided_by", "decision", "decided_on")),
        (4, "code"),
    ):
        assert f"bad.csv, line {line}, column {column}: " in ran.out
    assert ran.out.startswith(f"{path}: 10 fault(s)")
    assert "4001/QĐ-BKHCN" in ran.out
    assert len(caseflow("catalogue", "check", path, "--json").data["faults"]) == 10


def test_one_code_on_one_day_is_a_fault(caseflow, table):
    """Two rows of one version, and two versions from one day, are named by their lines."""
    twice = (SPRING[0], SPRING[0], SPRING[0].replace("123/QĐ-UBND", "124/QĐ-UBND"))
    ran = caseflow("catalogue", "check", table("twice.csv", *twice))

    assert "line 3, column version: 1.014445 version 123/QĐ-UBND is in line 2 too" in ran.out
    assert "line 4, column valid_from: 1.014445 holds from 2026-03-31 in line 2 too" in ran.out


def test_a_list_is_kept_by_its_day_and_compared_with_the_last(caseflow, table, lists):
    """Added, removed and changed are told; the same list again changes nothing."""
    assert sorted(each.name for each in lists.iterdir()) == [
        "catalogue-2026-04-01.csv",
        "catalogue-2026-06-01.csv",
    ]
    again = ("load", table("b2.csv", *SUMMER), "--into", lists, "--on")
    assert "loaded already" in caseflow("catalogue", *again, "2026-06-01").out
    assert "a day after the last list" in caseflow("catalogue", *again, "2026-05-01").err

    autumn = (SUMMER[1], SUMMER[0].replace("200/QĐ", "300/QĐ").replace("9 ngày", "7 ngày"))
    words = ("load", table("c.csv", *autumn), "--into", lists, "--on", "2026-09-01", "--dry-run")
    data = caseflow("catalogue", *words, "--json").data
    assert [(each["kind"], each["code"]) for each in data["changes"]] == [("changed", "1.014445")]
    assert "limits" in data["changes"][0]["aspects"]
    assert data["done"] == "would be loaded"
    assert len(list(lists.iterdir())) == 2
    said = caseflow("catalogue", *words, "--lang", "vi").out
    assert "đổi 1.014445 (300/QĐ-UBND)" in said


def test_a_version_that_cases_are_worked_by_never_changes(caseflow, table, lists):
    """Another limit under a version that was loaded before is refused; nothing is kept."""
    sly = table("sly.csv", SUMMER[0].replace("9 ngày", "7 ngày"))
    ran = caseflow("catalogue", "load", sly, "--into", lists, "--on", "2026-07-01")

    assert ran.code == 2
    assert "line 2, column version" in ran.err
    assert "write a new version" in ran.err
    assert len(list(lists.iterdir())) == 2


def test_a_list_with_faults_leaves_nothing_behind(caseflow, table, tmp_path):
    """Neither a file nor a directory."""
    bad = table("bad.csv", "1.014445;;12 ngày;Sở;full;Đà Nẵng;1/QĐ;2026-03-31")
    ran = caseflow("catalogue", "load", bad, "--into", tmp_path / "new", "--on", "2026-04-01")

    assert ran.code == 2
    assert not (tmp_path / "new").exists()


def test_filings_go_by_the_list_of_their_day(lists):
    """April's list until June's begins; what June leaves out is closed; old versions stay."""
    engine = Engine(vn.danang_with(vn.load_lists(lists)))

    def version(code, on):
        case = engine.open(
            code,
            channel=Channel.COUNTER,
            result_by=Channel.COUNTER,
            at=datetime(2026, *on, 9, tzinfo=HANOI),
        )
        return case.procedure_version

    assert version("1.014445", (4, 2)) == "123/QĐ-UBND"
    assert version("1.014445", (6, 2)) == "200/QĐ-UBND"
    assert version("1.014446", (5, 29)) == "123/QĐ-UBND"
    with pytest.raises(ProcedureClosedError, match="through 2026-05-31"):
        version("1.014446", (6, 2))
    with pytest.raises(ProcedureClosedError, match="from 2026-03-31"):
        version("1.014445", (3, 2))
    assert vn.load_lists(lists, on=date(2026, 5, 1)).codes == ("1.014445", "1.014446")


def test_commands_work_on_the_list_of_an_office(caseflow, lists):
    """Search, publish and fees take a directory or a file; rows are the office's, no examples."""
    found = caseflow("procedures", "--catalogue", lists, "--search", "1.014445", "--json").data
    assert {each["version"] for each in found} == {"123/QĐ-UBND", "200/QĐ-UBND"}
    assert {each["is_example"] for each in found} == {False}
    assert {each["decided_by"] for each in found} == {"Đà Nẵng"}

    words = ("--format", "csv", "--title", "T", "--publisher", "UBND thành phố Đà Nẵng")
    for on, codes in (
        ("2026-05-04", ["1.014445", "1.014446"]),
        ("2026-06-04", ["1.014445", "1.014450"]),
    ):
        ran = caseflow("procedures", "publish", *words, "--on", on, "--catalogue", lists)
        assert [line[:8] for line in ran.out.splitlines() if line.startswith("1.")] == codes
    one = lists / "catalogue-2026-06-01.csv"
    assert "3 calendar days" in caseflow("procedures", "--catalogue", one).out


def test_a_directory_without_lists_says_what_to_do(caseflow, tmp_path):
    """Nothing loaded, nothing there, a day before the first list."""
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", tmp_path / "none"):
        ran = caseflow("procedures", "--catalogue", path)
        assert ran.code == 2
        assert "has no list" in ran.err or "cannot be read" in ran.err
    with pytest.raises(FormatError, match="catalogue load"):
        vn.load_lists(tmp_path / "empty")
