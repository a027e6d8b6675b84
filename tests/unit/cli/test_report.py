"""`caseflow report`: pages, files and the screen; what cannot be reported; checking a page."""

import json
import re

import polars as pl
import pytest

from caseflow.cli import main
from registers import reported

MONTH = ("--period", "2026-10")


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """A register, a plan and its figures, and the report of October in both languages."""
    made = tmp_path_factory.mktemp("report")
    reported.frame(200).write_parquet(made / "filings.parquet")
    (made / "plan.csv").write_text(reported.PLAN, encoding="utf-8")
    (made / "figures.csv").write_text(reported.FIGURES, encoding="utf-8")
    words = [*_named(made), "--out", str(made / "report.html"), "--csv", str(made / "counts.csv")]
    assert main(["report", *MONTH, *words]) == 0
    return made


def _named(made, filings="filings.parquet"):
    words = ["--register", str(made / filings), "--plan", str(made / "plan.csv")]
    return [*words, "--figures", str(made / "figures.csv")]


def test_a_report_is_a_page_in_each_language_and_they_lead_to_each_other(directory):
    """The first language of the pack has the name that was asked for."""
    first, second = (
        (directory / name).read_text(encoding="utf-8") for name in ("report.html", "report.en.html")
    )
    assert '<html lang="vi">' in first
    assert '<html lang="en">' in second
    for page in (first, second):
        assert 'href="report.html"' in page
        assert 'href="report.en.html"' in page
    counts = pl.read_csv(directory / "counts.csv")
    assert counts["decided"].sum() > 50
    assert {path.name for path in directory.iterdir()} == {
        "filings.parquet", "plan.csv", "figures.csv", "report.html", "report.en.html", "counts.csv",
    }  # fmt: skip


def test_the_command_at_the_foot_of_a_page_checks_it(directory, caseflow, monkeypatch):
    """Typed where the page lies, it finds that all is as it was."""
    monkeypatch.chdir(directory)
    page = (directory / "report.en.html").read_text(encoding="utf-8")
    words = re.search(r"<code>caseflow (.*?)</code>", page)[1].split()
    ran = caseflow(*words)
    assert (ran.code, ran.err) == (0, "")
    assert "200 filings" in ran.out
    data = caseflow(*words, "--json").data
    assert (data["sound"], data["count"], data["faults"]) == (True, 0, [])


def test_a_check_names_the_filing_that_changed_and_the_number_that_was_forged(directory, caseflow):
    """Exit code 1, each in the language that is asked for."""
    changed = pl.when(pl.col("number") == "H-0042").then(pl.lit(7)).otherwise("supplements")
    reported.frame(200, supplements=changed).write_parquet(directory / "changed.parquet")
    page = directory / "report.en.html"
    ran = caseflow("report", "verify", page, *_named(directory, "changed.parquet"), "--lang", "vi")
    assert ran.code == 1
    assert "hồ sơ này trong sổ đã thay đổi: H-0042" in ran.out
    forged = directory / "forged.html"
    text = page.read_text(encoding="utf-8")
    forged.write_text(re.sub(r"<dd>\d+</dd>", "<dd>77777</dd>", text, count=1), encoding="utf-8")
    ran = caseflow("report", "verify", forged, *_named(directory))
    assert ran.code == 1
    assert "it says 77777" in ran.out
    (directory / "changed.parquet").unlink()
    forged.unlink()


def test_rows_that_cannot_be_used_are_left_out_of_a_report_and_counted(directory, caseflow):
    """A number twice and a count below 0 do not change what the other rows come to."""
    table = reported.frame(200)
    twice = table.filter(pl.col("number") == "H-0042")
    broken = twice.with_columns(number=pl.lit("H-9999"), supplements=pl.lit(-1, pl.Int64))
    pl.concat([table, twice, broken]).write_parquet(directory / "broken.parquet")
    sound = caseflow("report", *MONTH, *_named(directory), "--json").data
    ran = caseflow("report", *MONTH, *_named(directory, "broken.parquet"), "--json")
    (directory / "broken.parquet").unlink()

    assert ran.code == 0
    assert ran.data["numbers"] == sound["numbers"]
    assert "2 rows were left out" in json.dumps(ran.data)
    assert "rows were left out" not in json.dumps(sound)


def test_without_a_file_a_report_is_read_on_the_screen(directory, caseflow):
    """With bars, in the language that is asked for; and as JSON."""
    words = ("report", *MONTH, *_named(directory), "--unit", "Sở Y tế")
    ran = caseflow(*words, "--lang", "vi")
    assert ran.code == 0
    assert "█" in ran.out
    assert "Sở Y tế" in ran.out
    assert "Ban A" not in ran.out
    data = caseflow(*words, "--json").data
    assert data["sections"][0]["name"] == "flow"


def test_the_public_page_is_for_everybody(directory, caseflow, tmp_path):
    """A page in each language, and CSV."""
    out, table = tmp_path / "times.html", tmp_path / "times.csv"
    words = ("--register", directory / "filings.parquet", "--out", out, "--csv", table)
    ran = caseflow("report", "public", "--period", "2026", *words)
    assert ran.code == 0
    assert "times.en.html" in ran.out
    assert len(table.read_text(encoding="utf-8").splitlines()) == 10
    assert "Sở Y tế" not in out.read_text(encoding="utf-8")
    found = caseflow("report", "verify", out, "--register", directory / "filings.parquet")
    assert found.code == 0, found.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--period", "2026-13"), "a year, a month"),
        (("--period", "2031-01"), "has begun"),
        (("--period", "2026-01"), "the register has some from 2026-08"),
        (("--on", "2026-11-01"), "a day from 2026-10-01 to 2026-10-31"),
        (("--unit", "Sở Y té"), "did you mean 'Sở Y tế'"),
        (("--out", "report.pdf"), "ends in .html"),
        (("--plan", "nowhere.toml"), "cannot be read"),
        (("--indices", "nowhere.toml"), "cannot be read"),
        (("--register", "nowhere.parquet"), "nowhere.parquet"),
    ],
)
def test_what_cannot_be_reported_is_refused_in_one_line(directory, caseflow, tmp_path, words, says):
    """And nothing is written."""
    given = ["--register", directory / "filings.parquet", *MONTH, "--out", tmp_path / "r.html"]
    ran = caseflow("report", *given, *words)
    assert ran.code == 2
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_page_that_cannot_be_written_leaves_nothing_behind(directory, caseflow, tmp_path):
    """A directory that is not there, and one where the page should be."""
    words = ("report", *MONTH, "--lang", "en", "--register", directory / "filings.parquet")
    (tmp_path / "is-one.html").mkdir()
    for out in (tmp_path / "no" / "r.html", tmp_path / "is-one.html"):
        ran = caseflow(*words, "--out", out)
        assert (ran.code, ran.out) == (2, "")
        assert "give another path" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["is-one.html"]


@pytest.mark.parametrize("missing", ["altair", "vl_convert"])
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    directory, caseflow, tmp_path, monkeypatch, missing
):
    """Of what draws; without --out nothing is drawn, and nothing is missed."""
    looked = "caseflow.reports.pages._charts.find_spec"
    monkeypatch.setattr(looked, lambda name: None if name == missing else name)
    words = ("report", *MONTH, "--register", directory / "filings.parquet", "--lang", "en")
    ran = caseflow(*words, "--out", tmp_path / "r.html")
    assert ran.code == 2
    assert "pip install 'caseflow-engine[reports]'" in ran.err
    assert not list(tmp_path.iterdir())
    assert caseflow(*words).code == 0


def test_a_store_is_reported_with_where_time_went_and_its_escalations(caseflow, tmp_path):
    """The month of the demonstration, kept; a plan nobody reached opens an escalation."""
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    assert caseflow("demo", "--report", "-", "--filings", 20, "--store", url).code == 0
    plan = tmp_path / "plan.csv"
    unit = "phòng chuyên môn"
    head = "unit,metric,kind,direction,period,threshold\n"
    months = (f"{unit},received,count,at-least,2026-{month:02},900" for month in range(1, 13))
    plan.write_text(head + "\n".join(months), encoding="utf-8")
    checked = ("--plan", plan, "--on", "2026-08-31", "--at", "2026-09-01T08:00+07:00")
    assert caseflow("targets", "check", *checked, "--store", url).code == 1
    data = caseflow("report", "--period", "2026-08", "--store", url, "--plan", plan, "--json").data
    sections = {each["name"]: each for each in data["sections"]}
    assert unit in json.dumps(sections["escalations"]["tables"], ensure_ascii=False)
    assert unit in json.dumps(sections["attribution"]["tables"], ensure_ascii=False)
    assert "900" in json.dumps(sections["targets"]["tables"])
    assert "escalation-" not in json.dumps(sections["basis"])
