"""No command prints an act that is not in force, nor a Vietnamese citation in English output."""

import re
from datetime import date, timedelta
from itertools import product

import pytest

from caseflow import vietnam as vn
from caseflow.cli import main
from law.acts_in_force import CHANGES, FIRST, LAST, named, outside, vietnamese

LANGUAGES = ("vi", "en")

BY_DAY = pytest.mark.parametrize("on", CHANGES, ids=str)
BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)

_PRINTED_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b|\b(\d\d?)/(\d\d?)/(\d{4})\b")


def _days_in(line):
    """The days that a printed line names, in either language; the dates of acts are none."""
    found = _PRINTED_DAY.findall(line.partition("[")[0])
    return [
        date(int(year), int(month), int(day))
        if year
        else date(int(last_year), int(last_month), int(last_day))
        for year, month, day, last_day, last_month, last_year in found
    ]


def _reported(capsys, *words, code=0):
    """What the command prints for *words*."""
    assert main([str(word) for word in words]) == code, words
    return capsys.readouterr().out


def _without_decisions(text):
    """Leave out the decisions of procedures, whose numbers name no year."""
    return re.sub(r"(Quyết định|Decision) \d+/QĐ-\w+", "", text)


def _checked_lines(printed, first, last):
    """Check each line by the days that it names, or by *first* and *last*; return the acts."""
    seen = set()
    for line in printed.splitlines():
        days = _days_in(line)
        text = _without_decisions(line)
        assert not outside(text, min(days, default=first), max(days, default=last)), line
        seen |= named(text)
    return seen


@BY_DAY
def test_the_command_cites_the_law_of_the_day(on, capsys):
    """`caseflow due --explain`, in both languages."""
    for language in LANGUAGES:
        words = ["due", "10 ngày làm việc", "--from", str(on), "--explain", "--lang", language]
        assert main(words) == 0
        printed = capsys.readouterr().out
        assert language == "vi" or not vietnamese(printed)
        for line in printed.splitlines():
            days = re.findall(r"\d{4}-\d\d-\d\d", line.partition("[")[0])
            last = date.fromisoformat(days[-1]) if days else on + timedelta(days=40)
            first = date.fromisoformat(days[0]) if days else on
            assert not outside(line, first, last), line


def test_dates_of_2018_do_not_cite_the_code_of_2019(capsys):
    """The weekly rest of 2018 is that of the decision of 1999."""
    assert main(["due", "15 working days", "--from", "2018-03-01", "--explain"]) == 0
    printed = capsys.readouterr().out
    assert "45/2019" not in printed
    assert "Article 1 of Decision 188/1999/QĐ-TTg" in printed


@BY_LANGUAGE
def test_the_demo_cites_the_law_of_its_month(language, capsys):
    """Its filings of August 2026, their dates, fees and results; nothing of a decree before."""
    printed = _reported(capsys, "demo", "--report", "-", "--lang", language)
    seen = _checked_lines(printed, date(2026, 8, 1), date(2026, 10, 31))
    assert {"118/2025", "91/2015", "45/2019", "188/1999"} <= seen
    assert language == "vi" or not vietnamese(printed)


@BY_DAY
def test_the_fee_command_cites_the_law_of_the_day(on, capsys):
    """Tariffs with reliefs, and what two budgets pay, where a source covers the day."""
    words = ("--channel", "online", "--on", str(on), "--paid-on", str(on), "--explain", "--lang")
    asked = (
        ("passport", "--under", "identity-level-2"),
        ("tt63-radiation", "--stated", "tt63-radiation=500000", "--support", "ha-noi"),
        ("certified-copy", "--count", "page=3", "--count", "copy=1", "--support", "da-nang"),
    )
    for each, language in product(asked, LANGUAGES):
        code = main(["fee", *each, *words, language])
        printed = capsys.readouterr().out
        assert bool(printed) == (code == 0)
        _checked_lines(printed, on, on)
        assert language == "vi" or not vietnamese(printed), printed


@BY_LANGUAGE
def test_each_procedure_shown_cites_acts_in_force_from_its_first_day(language, capsys):
    """`procedures show` of every code; what a source says in its own words is left out."""
    for code in vn.catalogue().codes:
        versions = vn.catalogue().versions(code)
        printed = _reported(capsys, "procedures", "show", code, "--lang", language)
        for each in versions:
            for text in (each.fee_text, each.note, each.source, each.limit_by_law):
                printed = printed.replace(text, "")
        first = min(each.valid_from or each.decision_on or FIRST for each in versions)
        _checked_lines(printed, first, LAST)
        assert language == "vi" or not vietnamese(printed), code


@BY_LANGUAGE
def test_a_published_page_cites_decisions_in_its_language(language, tmp_path, capsys):
    """`procedures publish` of an office's own list, on both sides of the change of 1 July 2026."""
    rows = tmp_path / "own.csv"
    rows.write_text(OWN, encoding="utf-8")
    decision = "Quyết định 12/QĐ-UBND ngày 02/3/2026"
    for on in (date(2026, 6, 30), date(2026, 7, 1)):
        words = ("procedures", "publish", "--format", "html", "--title", "T", "--publisher", "Huế")
        more = ("--catalogue", rows, "--decision", decision, "--on", on, "--lang", language)
        printed = _reported(capsys, *words, *more)
        assert "12/QĐ-UBND" in printed
        assert "3565/QĐ-UBND" in printed
        assert not outside(_without_decisions(printed), on)
        assert language == "vi" or not vietnamese(printed)


OWN = """code,name,agency,decided_by,limits,service,decision,decided_on,source
1.014390,Thủ tục,Sở,Huế,10 ngày làm việc,full,3565/QĐ-UBND,2025-11-21,quyết định
"""


@BY_LANGUAGE
@pytest.mark.parametrize("form", ["text", "mermaid", "dot"])
def test_a_diagram_cites_no_law(form, language, capsys):
    """A workflow holds for ten years, so its drawing names actions and guards and no act."""
    for workflow in vn.danang().workflows:
        words = ("diagram", workflow.name, "--format", form, "--lang", language)
        assert named(_reported(capsys, *words)) == set()


PROFILE = """
format = "caseflow-replay/1"
name = "shop"
title = { vi = "Một cửa", en = "One-stop shop" }
workflow = "one-stop-shop"
procedure = "1.014445"
calendar = "CALENDAR"
zone = "Asia/Ho_Chi_Minh"
roles = ["intake", "officer"]
channel = "online"
columns = { case = "case", activity = "what", at = "at" }
activities = { R = "receive", S = "request-supplement" }
timeliness = { against = "computed" }
"""


@BY_LANGUAGE
def test_a_replay_cites_the_law_of_the_day_of_each_filing(language, tmp_path, capsys):
    """One filing for each day that a rule changed, with an act that is refused."""
    profile = PROFILE.replace("CALENDAR", vn.danang().name)
    (tmp_path / "profile.toml").write_text(profile, encoding="utf-8")
    rows = [f"{on},{what},{on}T09:00:00+07:00" for on in CHANGES for what in "RRS"]
    (tmp_path / "log.csv").write_text("\n".join(["case,what,at", *rows]), encoding="utf-8")
    words = ("replay", tmp_path / "log.csv", "--profile", tmp_path / "profile.toml")
    printed = _reported(capsys, *words, "--lang", language, code=1)
    _checked_lines(printed, FIRST, LAST)
    assert language == "vi" or not vietnamese(printed)
