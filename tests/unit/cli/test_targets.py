"""`caseflow targets check`: how units stand, what is wrong with files, and cases opened once."""

import json
import re
import shutil
from contextlib import redirect_stdout
from fractions import Fraction
from io import StringIO

import narwhals as nw
import pytest

from caseflow.cli import main
from caseflow.office.services import open_service
from caseflow.reports import Register, project_store
from caseflow.stores import Query, open_store
from caseflow.vietnam.pack import PACK
from doc_blocks import ROOT

PLAN = ROOT / "examples" / "plans" / "da-nang-2026.toml"
FIGURES = ROOT / "examples" / "plans" / "figures.csv"
BASE = ("targets", "check", "--plan", PLAN, "--figures", FIGURES, "--on", "2026-10-15")


@pytest.fixture
def url(tmp_path):
    """An empty store."""
    url = f"sqlite:///{tmp_path}/cases.db"
    with open_store(url) as store:
        store.run(store.ops.migrate())
    return url


def test_each_target_is_told_in_numbers_that_are_exact(caseflow):
    """What was reached and what is needed add up to the target, and not to one filing less."""
    ran = caseflow(*BASE, "--json")
    targets = ran.data["targets"]

    assert ran.code == 1
    assert [each["standing"] for each in targets].count("behind") == 3
    for each in targets:
        need, threshold = each["need"], Fraction(each["target"])
        whole = None if need["expected"] is None else each["denominator"] + need["expected"]
        wanted = threshold if whole is None else threshold * whole
        assert each["numerator"] + need["total"] >= wanted > each["numerator"] + need["total"] - 1
        assert Fraction(need["per_day"]) == Fraction(need["total"], need["days"])
        found = each["projection"]
        assert Fraction(found["low"]) <= Fraction(found["middle"]) <= Fraction(found["high"])
    assert ran.data["certainty"] == "second-hand; months made up"
    assert caseflow(*BASE, "--json").out == ran.out


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ("chậm tiến độ", "đạt tiến độ", "tỷ lệ nộp trực tuyến", "≥ 10 trong 11 ngày")),
        ("en", ("behind", "on track", "share filed online", "≥ 10 on 11 days")),
    ],
)
def test_the_table_is_in_the_language_that_is_asked_for(caseflow, language, words):
    """Labels, numbers and standings; the source of the plan stands below."""
    ran = caseflow(*BASE, "--lang", language)

    assert all(word in ran.out for word in words)
    assert "31/10/2022" in ran.out


def test_cases_are_opened_once_and_nothing_else_moves(caseflow, url):
    """Asked again, on a later day too, no second case; the store stays sound."""
    at = ("--at", "2026-10-16T08:00+07:00", "--store", url)
    first = caseflow(*BASE, *at, "--json").data["targets"]
    again = caseflow(*BASE, *at, "--json").data["targets"]
    opened = [each["case"] for each in first if each["opened"]]

    assert len(opened) == 3
    assert [each["case"] for each in again if each["case"]] == opened
    assert not any(each["opened"] for each in again)
    with open_service(url, PACK, PACK.escalations()) as service:
        cases = service.search(Query())
        assert sorted(each.case_id for each in cases) == sorted(opened)
        assert {each.state for each in cases} == {"behind"}
    assert caseflow("store", "verify", "--store", url, "--deep").code == 0
    swept = caseflow("serve-due", "--store", url, "--once", "--at", "2027-01-04T08:00+07:00")
    assert "3 raised" in swept.out
    said = caseflow(*BASE, *at, "--lang", "vi").out
    assert len(re.findall(r"đã có hồ sơ escalation-2026", said)) == 3


def test_rows_that_are_left_out_are_named_and_the_rest_is_counted(caseflow, tmp_path):
    """The exit code says so too; of very many rows the number is said."""
    bad = tmp_path / "figures.csv"
    rows = FIGURES.read_text(encoding="utf-8") + "Sở Xây dựng,online-share,2026-10-14,9,8\n" * 150
    bad.write_text(rows, encoding="utf-8-sig")
    words = ("targets", "check", "--plan", PLAN, "--figures", bad, "--on", "2026-10-15")
    ran = caseflow(*words, "--lang", "vi")
    whole, less = caseflow(*BASE, "--json").data, caseflow(*words, "--json").data

    assert ran.code == 1
    assert "không được tính: numerator" in ran.out or "không được tính: tử số" in ran.out
    assert "còn 50 dòng" in ran.out
    assert less["targets"] == whole["targets"]
    assert (len(less["left_out"]), less["left_out_count"]) == (100, 150)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--plan", FIGURES, "--figures", FIGURES), "is not a header of unit, metric, kind"),
        (("--plan", PLAN, "--figures", PLAN), "is not a header of unit, metric, period"),
        (("--plan", "nowhere.toml", "--figures", FIGURES), "nowhere.toml"),
        (("--plan", PLAN, "--figures", FIGURES, "--on", "2999-01-01"), "a day that has come"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_opened(caseflow, words, said):
    """With a sentence that says what is needed."""
    ran = caseflow("targets", "check", *words)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_day_without_targets_is_said(caseflow):
    """The plan is of 2026; in 2025 there is nothing to compare."""
    ran = caseflow(*BASE[:-1], "2025-10-15")

    assert ran.code == 0
    assert "has no target for that day" in ran.out


def test_a_pack_without_escalations_opens_none(caseflow, url):
    """Figures are compared for any country; a store needs one that says what follows."""
    at = ("--at", "2026-10-16T08:00+07:00")
    assert caseflow(*BASE, *at, "--pack", "netherlands").code == 1
    ran = caseflow(*BASE, *at, "--store", url, "--pack", "netherlands")
    assert (ran.code, "has no escalations" in ran.err) == (2, True)


def test_the_workflow_of_an_escalation_is_drawn(caseflow):
    """By its name, as that of filings is."""
    ran = caseflow("diagram", "escalation", "--format", "mermaid", "--lang", "vi")

    assert "Phê bình bằng văn bản" in ran.out


DEMO_PLAN = ROOT / "examples" / "plans" / "demo-2026.toml"
CHECK = ("targets", "check", "--plan", DEMO_PLAN, "--on", "2026-08-31")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The store of a demonstration, and a register of it."""
    directory = tmp_path_factory.mktemp("demo")
    url = f"sqlite:///{directory}/demo.db"
    with open_store(url) as store:
        store.run(store.ops.migrate())
    with redirect_stdout(StringIO()):
        assert main(["demo", "--report", "-", "--store", url]) == 0
    with open_service(url, PACK) as service:
        project_store(service, directory / "register")
    return url, directory / "register"


def test_figures_are_counted_from_a_store_and_cases_opened_in_it(caseflow, demo, tmp_path):
    """A recount of the register agrees; escalations and budgets are no filings of the next pass."""
    url, register = demo
    at = ("--store", url, "--at", "2026-12-01T08:00+07:00")
    looked = caseflow(*CHECK, *at, "--no-cases", "--json").data
    read = caseflow(*CHECK, "--register", register, "--json").data
    kept = tmp_path / "kept"
    acted = caseflow(*CHECK, *at, "--keep", kept, "--json").data
    again = caseflow(*CHECK, *at, "--keep", kept, "--json").data

    rows = Register.open(register).frame.collect("polars").to_native().to_dicts()
    ours = [row for row in rows if row["unit"] == "phòng chuyên môn"]
    august = [row for row in ours if row["received_on"] and row["received_on"].month == 8]
    online = sum(row["channel"] == "online" for row in august)
    returned = sum(bool(row["returned_on"]) and row["returned_on"].month == 8 for row in ours)
    assert [(each["numerator"], each["denominator"]) for each in read["targets"]][::2] == [
        (online, len(august)),
        (returned, None),
    ]
    assert looked["targets"] == read["targets"]
    short = [each for each in acted["targets"] if each["opened"]]
    assert short
    assert {each["standing"] for each in short} <= {"behind", "missed"}
    assert [each["case"] for each in again["targets"]] == [
        each["case"] for each in acted["targets"]
    ]
    assert Register.open(kept).numbers(nw.col("procedure") == "escalation") == []
    assert not any(each["opened"] for each in again["targets"])


def test_what_a_register_lacks_is_said(caseflow, demo, tmp_path):
    """Rows that were left out of it, an index that is not computed, and units without filings."""
    plan = tmp_path / "plan.toml"
    text = DEMO_PLAN.read_text(encoding="utf-8").replace("phòng chuyên môn", "Phòng X")
    plan.write_text(text.replace('"766-2.1"', '"766-3.3"'), encoding="utf-8")
    register = tmp_path / "register"
    shutil.copytree(demo[1], register)
    manifest = json.loads((register / "register.json").read_text())
    manifest["left_out"] = {"unknown-unit": 1_234}
    (register / "register.json").write_text(json.dumps(manifest))
    words = ("targets", "check", "--plan", plan, "--on", "2026-08-31", "--register", register)
    said = caseflow(*words, "--lang", "vi")
    data = caseflow(*words, "--json").data

    assert said.code == 1
    assert "1.234 hồ sơ không có trong sổ đăng ký: unknown-unit" in said.out
    assert "in-time: không tính: các tài liệu mâu thuẫn" in said.out
    assert "Phòng X: sổ đăng ký không có hồ sơ nào" in said.out
    assert data["filings_left_out"] == {"unknown-unit": 1_234}
    assert data["idle_units"] == ["Phòng X"]


def test_figures_need_a_source_and_indices_of_ones_own_can_be_named(caseflow, demo, tmp_path):
    """One source; a metric that is no index is refused, and one of a file is counted."""
    own = tmp_path / "indices.toml"
    own.write_text(
        'format = "caseflow-indices/1"\n[[index]]\nname = "mine"\nlabels = {en = "mine"}\n'
        'period = "received"\npopulation = ["accepted"]\ncounted = ["online"]\n'
    )
    plan = tmp_path / "plan.toml"
    plan.write_text(DEMO_PLAN.read_text(encoding="utf-8").replace("online-received", "mine"))
    words = ("targets", "check", "--plan", plan, "--on", "2026-08-31")
    nothing = caseflow(*words)
    unknown = caseflow(*words, "--register", demo[1])
    counted = caseflow(*words, "--register", demo[1], "--indices", own, "--json").data
    usual = caseflow(*CHECK, "--register", demo[1], "--json").data

    assert (nothing.code, unknown.code) == (2, 2)
    assert "--register or --store" in nothing.err
    assert "mine" in unknown.err
    assert counted["targets"][0]["numerator"] == usual["targets"][0]["numerator"]
