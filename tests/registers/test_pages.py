"""Pages of reports: what they say, how they look to a browser, and what a check of them finds."""

import html
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

import axe_playwright_python
import polars as pl
import pytest
from attrs import evolve

from browsers import asked
from caseflow import vietnam as vn
from caseflow.errors import FormatError, UnknownNameError, ValueInvalidError
from caseflow.interchange import load_profile
from caseflow.office.plans import plan_period, read_figures, read_plan_csv
from caseflow.reports import Register, register_log
from caseflow.reports.pages import (
    EscalationRow,
    ProcedureTimes,
    ReportSource,
    Sketch,
    check_page,
    counts_csv,
    counts_parquet,
    html_of,
    json_of,
    public_csv,
    public_report,
    read_seal,
    report_of,
    seal_of,
    sketch_of,
    text_of,
    written,
)
from caseflow.shares import Share
from caseflow.texts import Text
from caseflow.vietnam.indices import official_indices
from doc_blocks import ROOT
from registers import reported

EVIL = "<script>alert('x')</script>&\"'"
ON = reported.LAST
CALENDAR = vn.calendar()


def source_of(table, **more):
    given = {
        "indices": official_indices(),
        "plan": read_plan_csv(reported.PLAN),
        "figures": read_figures(reported.FIGURES),
        "procedures": {
            "1.000001": ProcedureTimes(
                Text(vi="Cấp bản sao trích lục", en=EVIL), Text(und="5 ngày")
            )
        },
        "escalations": (
            EscalationRow("Ban A", Text(und="x"), "2026-10", Text(und=EVIL), ON, None),
        ),
    } | more
    register = Register.of(table, {"days-reversed": 3, "unit-unknown": 1})
    return ReportSource(register, plan_period("2026-10"), ON, vn.calendar(), **given)


@pytest.fixture(scope="module")
def source():
    return source_of(reported.frame(unit=pl.col("unit").replace("Ban A", EVIL)))


@pytest.fixture(scope="module")
def content(source):
    return report_of(source)


@pytest.fixture(scope="module")
def pages(source, content):
    """The page in both languages, sealed as the command seals it."""
    return {
        language: html_of(
            content,
            language,
            others={"vi": "report.html", "en": "report.en.html"},
            seal=seal_of(source, language, kind="report", caseflow="1").text,
            version="1",
        )
        for language in ("vi", "en")
    }


# ── what it says ────────────────────────────────────────────────────────────────────────────


def test_the_numbers_of_a_page_are_those_of_a_recount(source, content):
    """Received, decided, in time and open, counted again in plain Python."""
    found = reported.rows()
    inside = [row for row in found if reported.FIRST <= row["received_on"] <= ON]
    decided = [row for row in found if row["decided_on"] and row["decided_on"] >= reported.FIRST]
    in_time = [row for row in decided if row["decided_on"] <= row["legal_due_on"]]
    there = [row for row in found if not row["decided_on"]]
    online = [row for row in inside if row["channel"] == "online"]

    numbers = [value for _, value in content.tiles]
    assert numbers[:5] == [
        len(inside),
        len(decided),
        Fraction(len(in_time), len(decided)),
        Fraction(len(online), len(inside)),
        len(there),
    ]


def test_a_page_has_every_section_and_a_table_under_every_chart(content):
    """In the order in which they are read; a chart is said in words, too."""
    assert [each.name for each in content.sections] == [
        "flow", "units", "targets", "used", "early", "backlog", "nearest",
        "indices", "bridges", "durations", "attribution", "escalations", "basis",
    ]  # fmt: skip
    charts = [part for each in content.sections for part in each.parts if part.chart]
    assert len(charts) == 7
    for part in charts:
        assert part.table is not None
        assert len(part.chart.said.in_("vi")) > 20
        assert all(len(each.values) == len(part.chart.across) for each in part.chart.series)


def test_every_column_holds_what_its_header_says(content):
    """A name stands under procedure, a count under decided, and a share under shares."""
    parts = [part.table for section in content.sections for part in section.parts]
    tables = [each for each in parts if each is not None]
    assert all(len(row) == len(table.head) for table in tables for row in table.rows)

    (early,) = (part.table for part in content.section("early").parts)
    assert [str(each.key) for each in early.head] == [
        "pages/terms.code",
        "pages/terms.decided",
        "pages/terms.early",
        "pages/early.by-tenth",
        "pages/early.by-fifth",
        "pages/terms.procedure",
    ]
    for code, decided, *shares, procedure in early.rows:
        assert isinstance(code, str)
        assert isinstance(decided, int)
        assert all(each is None or 0 <= Fraction(each) <= 1 for each in shares)
        assert not isinstance(procedure, (int, Fraction))


def test_units_are_ranked_with_what_chance_does(content):
    """The unit that is always late comes last of those with enough filings."""
    _, timely, online, signals = content.section("units").parts
    rows = [*timely.table.texts("en")]
    ranked = [row for row in rows[1:] if row[0]]
    assert ranked[-1][1] == EVIL
    assert any("no rank" in cell for row in rows for cell in row)
    assert online.title.in_("vi")
    assert "20 units" in signals.said[0].in_("en")


def test_what_is_used_to_the_last_is_within_the_limit():
    """Used of allowed: 8 of 10 is in the tenth to 0.8, 10 of 10 in that to 1, 11 beyond."""
    table = reported.frame(4).with_columns(
        pl.Series("used", [8, 9, 10, 11]),
        allowed=pl.lit(10),
        decided_on=pl.lit(date(2026, 10, 20)),
        received_on=pl.lit(date(2026, 10, 10)),
    )
    part = report_of(source_of(table)).section("used").parts[0]
    assert [row[1] for row in part.table.rows][7:12] == [1, 1, 1, 1, 0]
    assert [str(mark) for mark in part.chart.marks] == ["4/5", "9/10", "1"]


def test_the_nearest_to_being_late_come_first_and_none_that_is_late(content):
    """Ten open filings by their legal date, from the day of the report on."""
    rows = content.section("nearest").parts[0].table.rows
    dates = [row[1] for row in rows]
    assert len(rows) == 10
    assert dates == sorted(dates)
    assert dates[0] >= ON


def test_a_page_says_what_was_left_out_and_that_the_calendar_changed(content):
    """Rows that the register lacks by reason, and both versions by their filings."""
    basis = content.section("basis")
    said = " ".join(each.in_("en") for each in basis.said)
    assert "4 rows were left out" in said
    assert "the 2 versions" in said
    rows = [row for part in basis.parts for row in part.table.rows]
    assert ("days-reversed", 3) in rows
    assert {"vn@1", "vn@2"} <= {row[0] for row in rows}


def test_only_the_units_that_are_asked_for_are_reported(source, content):
    """Their numbers add up to those of the whole."""
    parts = [evolve(source, units=units) for units in (reported.UNITS[:-1], (EVIL,))]
    assert sum(report_of(each).tiles[0][1] for each in parts) == content.tiles[0][1]


@pytest.mark.parametrize(
    ("changed", "error", "says"),
    [
        ({"units": ("Sở Y té",)}, UnknownNameError, "did you mean 'Sở Y tế'"),
        ({"period": plan_period("2027-02"), "on": date(2027, 2, 3)}, None, ""),
        ({"period": plan_period("2026-01"), "on": date(2026, 1, 3)}, ValueInvalidError, "2026-08-"),
        ({"on": date(2026, 11, 3)}, ValueInvalidError, "2026-10-31"),
        ({"register": Register.open()}, ValueInvalidError, "at least one filing"),
    ],
)
def test_what_nothing_can_be_said_of_is_refused(source, changed, error, says):
    """An unknown unit, a period before the first filing, a day outside; not one after the last."""
    if error is None:
        assert report_of(evolve(source, **changed)).tiles[0][1] == 0
        return
    with pytest.raises(error, match=re.escape(says)):
        report_of(evolve(source, **changed))


# ── how it looks ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_stands_alone_and_runs_nothing(pages, language):
    """At most 300 kB, no address outside, no script, no text of a register as HTML."""
    page = pages[language]
    assert len(page.encode()) <= 300_000
    assert not re.findall(r"https?://|(?:src|href)=.//", page.replace("http://www.w3.org/", ""))
    assert not re.search(r"<script|javascript:| on[a-z]+=|url\(|@import", page)
    assert "default-src 'none'" in page
    assert html.escape(EVIL) in page
    assert f'<html lang="{language}">' in page


AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
JUDGE = """<script>axe.run().then(found => { document.body.innerHTML = "<pre id=axe>" + encodeURI(
JSON.stringify(found.violations.map(each => [each.id, each.impact]))) + "</pre>" })</script>"""


@pytest.mark.parametrize(("language", "scheme"), [("vi", 0), ("en", 1)])
def test_a_browser_finds_nothing_serious(pages, tmp_path, language, scheme):
    """In the dark and in the light, by the rules of axe."""
    page = re.sub(r"<meta http-equiv[^>]*>", "", pages[language])
    page = page.replace("</body>", f"<script>{AXE}</script>{JUDGE}</body>")
    shown = asked(
        tmp_path,
        page,
        f"--blink-settings=preferredColorScheme={scheme}",
        "--virtual-time-budget=20000",
        "--dump-dom",
    )
    found = re.search(r'<pre id="axe">(.*?)</pre>', shown)
    assert found, shown[:300]
    violations = json.loads(unquote(found[1]))
    assert not [each for each in violations if each[1] in ("serious", "critical")]


def test_a_chart_that_answers_brings_its_program(content):
    """It loads nothing, and the drawing stays for those who run no programs."""
    page = html_of(content, "en", interactive=True)
    charts = [part for each in content.sections for part in each.parts if part.chart]
    assert page.count('class="chart">') == len(charts)
    assert "vegaEmbed(box" in page
    assert "<script src" not in page
    assert html.escape(EVIL) in page
    assert EVIL not in page


def test_other_forms_say_the_same(source, content):
    """JSON, CSV, Parquet and text have the numbers of the page."""
    received = content.tiles[0][1]
    data = json.loads(json.dumps(json_of(content, "vi")))
    assert data["numbers"]["tiếp nhận"] == received
    table = pl.read_csv(counts_csv(source))
    assert table["received"].sum() == received
    assert pl.read_parquet(counts_parquet(source))["received"].sum() == received
    shown = text_of(content, "vi")
    assert "█" in shown
    assert written(received, "vi") in shown


# ── checking it ─────────────────────────────────────────────────────────────────────────────


def faults_of(pages, page, source):
    again = html_of(report_of(source), "en")
    return check_page(page, again, source, caseflow="1")


def test_a_page_that_was_not_touched_is_sound(pages, source):
    """Made again from the same register it says the same, in whatever order its rows come."""
    table = reported.frame(unit=pl.col("unit").replace("Ban A", EVIL)).sample(
        fraction=1, shuffle=True, seed=3
    )
    found = faults_of(pages, pages["en"], source_of(table))
    assert found.is_sound, [each.text("en") for each in found.faults]


def test_a_changed_row_is_named_with_the_numbers_that_it_changes(pages):
    """One day of one filing of four hundred."""
    number = pl.col("number")
    evil = pl.col("unit").replace("Ban A", EVIL)
    changed = pl.when(number == "H-0123").then(pl.lit("post")).otherwise("channel")
    found = faults_of(pages, pages["en"], source_of(reported.frame(unit=evil, channel=changed)))
    assert ("row-changed", "H-0123") in [(each.kind.value, each.where) for each in found.faults]
    assert [each.kind.value for each in found.faults].count("row-changed") == 1


def test_rows_added_and_removed_are_named(pages):
    """And of very many it is said that they cannot all be named."""
    evil = pl.col("unit").replace("Ban A", EVIL)
    fewer = reported.frame(unit=evil).filter(pl.col("number") != "H-0007")
    more = pl.concat([fewer, reported.frame(1, 9, number=pl.lit("Số " + "9" * 60), unit=evil)])
    before = read_seal(pages["en"]).sketch
    register = source_of(more).register
    found = before.difference(sketch_of(register), register)
    assert (found.removed, found.added) == (("H-0007",), ("Số " + "9" * 60,))
    assert found.is_whole
    other = Register.of(reported.frame(seed=2))
    assert not before.difference(sketch_of(other), other).is_whole


def test_a_changed_number_and_a_changed_drawing_are_found(pages, source):
    """Of the page itself: each is named with its place and with what is true."""
    page = pages["en"]
    shown = re.search(r"<dd>(\d+)</dd>", page)
    page = page.replace(shown[0], "<dd>1000</dd>", 1)
    page = page.replace('d="M', 'd="M1', 1) if 'd="M' in page else page
    found = faults_of(pages, page, source)
    assert [(each.kind.value, each.page, each.now) for each in found.faults if each.page] == [
        ("text", "1000", shown[1])
    ]
    assert "drawing" in [each.kind.value for each in found.faults]


def test_what_carries_no_seal_is_refused():
    """A page of somebody else, and a seal that was cut."""
    with pytest.raises(FormatError, match="no seal"):
        read_seal("<p>x</p>")
    with pytest.raises(FormatError, match="cannot be read"):
        read_seal('<template id="caseflow-seal">{}</template>')
    with pytest.raises(FormatError, match="fingerprint"):
        Sketch.read("AAAA")


def test_days_that_the_calendar_does_not_know_are_civil_days(source):
    """A register of years before any calendar is reported all the same, and says so."""
    early = [each for each in reported.frame(60).columns if each.endswith("_on")]
    table = reported.frame(60).with_columns(pl.col(early).dt.offset_by("-20y"))
    period = plan_period("2006-10")
    old = evolve(source_of(table), period=period, on=period.last, plan=None, figures=None)
    for content in (report_of(old), public_report(evolve(old, period=plan_period("2006")))):
        assert "civil days" in json.dumps(json_of(content, "en"))


# ── for everybody ───────────────────────────────────────────────────────────────────────────


def test_the_public_page_tells_the_past_and_no_single_filing(source):
    """By procedure and channel; below ten filings nothing but their number."""
    found = public_report(evolve(source, period=plan_period("2026")))
    rows = found.sections[0].parts[0].table.rows
    assert len(rows) == 9
    assert "no promise" in " ".join(each.in_("en") for each in found.sections[0].said)
    few = public_csv(source_of(reported.frame(8)), "vi").splitlines()
    for line in few[1:]:
        assert line.split(",")[3:13] == [""] * 10


PUBLIC_LOG = ROOT.parent / "shared" / "logs" / "receipt.csv"


@pytest.mark.skipif(not PUBLIC_LOG.is_file(), reason="the public log is not here")
def test_the_public_log_is_reported_as_it_was_counted(tmp_path):
    """71.6 % in time, 54.7 % a tenth and 43.0 % a fifth early, over the three years of the log."""
    profile = load_profile(ROOT / "examples" / "dutch-permit" / "profile.toml")
    register_log(PUBLIC_LOG, profile, tmp_path / "register", unit="Office")
    register = Register.open(tmp_path / "register")
    table = pl.concat(
        pl.read_csv(
            counts_csv(
                ReportSource(register, plan_period(year), date(int(year), 12, 31), CALENDAR)
            ),
            schema_overrides={"procedure": pl.String, "level": pl.String},
        )
        for year in ("2010", "2011", "2012")
    )
    judged = table["early"].sum() + table["on_time"].sum() + table["late"].sum()
    parts = (table["early"].sum() + table["on_time"].sum(), table["early_10"].sum())
    shares = [Share(part, judged).percent() for part in (*parts, table["early_20"].sum())]
    assert shares == ["71.6", "54.7", "43.0"]
