"""`caseflow procedures publish`, `check` and `diff`: what they print, and how they end."""

import csv
import io
import pathlib
from importlib.resources import files

import pytest

from caseflow.office.lists import COLUMNS

SHIPPED = files("caseflow.vietnam").joinpath("data", "procedures.csv")
HEAD = ("--on", "2026-03-02", "--title", "Danh mục", "--publisher", "Đà Nẵng")


@pytest.fixture
def own(tmp_path):
    """A catalogue of Da Nang's decisions: the shipped rows, as if the city had decided them."""
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(SHIPPED.read_text("utf-8")))}
    path = tmp_path / "own.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(row | {"decided_by": "Đà Nẵng"} for row in rows.values())
    return path


@pytest.fixture
def written(caseflow, tmp_path, own):
    """The list of a catalogue, as a file of each kind."""

    def write(form):
        path = tmp_path / f"list.{form}"
        words = ("--format", form, *HEAD, "--catalogue", own)
        ran = caseflow("procedures", "publish", *words, "--out", path)
        assert ran.code == 0
        return path

    return write


def test_examples_are_published_by_nobody(caseflow):
    """Da Nang cannot publish what other provinces decided; the rows, and what to do, are named."""
    ran = caseflow("procedures", "publish", "--format", "csv", *HEAD)

    assert (ran.code, ran.out) == (2, "")
    assert "[decision-foreign]" in ran.err
    assert "(Cao Bằng)" in ran.err
    assert "own decisions" in ran.err


def test_a_list_is_printed_or_written(caseflow, written, own):
    """Without --out it goes to standard output, the same to the letter."""
    for form in ("csv", "json", "html"):
        words = ("--format", form, *HEAD, "--catalogue", own)
        printed = caseflow("procedures", "publish", *words)
        assert printed.out == written(form).read_text(encoding="utf-8")
        assert "Danh mục" in printed.out


def test_both_forms_hold_the_same_list(caseflow, written):
    """CSV against JSON: nothing changed."""
    ran = caseflow("procedures", "diff", written("csv"), written("json"))

    assert ran.code == 0
    assert "nothing changed" in ran.out


def test_a_change_is_a_finding(caseflow, written, tmp_path):
    """Exit code 1, in words and as JSON."""
    old, new = written("csv"), tmp_path / "new.csv"
    text = old.read_text(encoding="utf-8")
    new.write_text(text.replace(",full,", ",partial,", 1), encoding="utf-8")

    ran = caseflow("procedures", "diff", old, new, "--lang", "vi")
    assert ran.code == 1
    assert "mức độ: toàn trình → một phần" in ran.out
    data = caseflow("procedures", "diff", old, new, "--json").data
    assert [each["aspect"] for each in data["changed"]] == ["level"]


def test_a_list_is_checked_against_published_totals(caseflow, written):
    """It counts what it counts; against a ministry's totals the differences are told."""
    path = written("json")
    assert caseflow("procedures", "check", path).code == 0

    ran = caseflow("procedures", "check", path, "--against", "most")
    assert ran.code == 1
    assert "260 = 184 full + 76 partial (Decision 1905/QĐ-BKHCN of 2022-09-23)" in ran.out
    data = caseflow("procedures", "check", path, "--against", "most", "--json").data
    assert data["stated"] == {"total": 260, "full": 184, "partial": 76}
    assert {fault["code"] for fault in data["faults"]} == {"published-count"}


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_byte_order_mark_and_other_line_ends_change_nothing(caseflow, written, tmp_path, form):
    """A list that a spreadsheet saved is the same list."""
    saved = tmp_path / f"saved.{form}"
    saved.write_bytes(b"\xef\xbb\xbf" + written(form).read_bytes().replace(b"\n", b"\r\n"))

    assert caseflow("procedures", "diff", written(form), saved).code == 0


def test_a_catalogue_with_a_byte_order_mark_is_read(caseflow, tmp_path):
    """As a spreadsheet saves it."""
    path = tmp_path / "catalogue.csv"
    head = "code,version,name,agency,place,limits,service,decision,source"
    row = "1.014445,2026,Cấp giấy,Sở,Đà Nẵng,5 ngày,full,QĐ 1,https://example.org"
    path.write_text(f"\ufeff{head}\r\n{row}\r\n", encoding="utf-8")
    ran = caseflow("procedures", "publish", "--format", "csv", *HEAD, "--catalogue", path)

    assert ran.err == ""
    assert "1.014445,Cấp giấy" in ran.out


def test_what_is_said_before_the_duty_holds(caseflow, written):
    """--json and --lang are of the command too; neither is passed over."""
    path = written("csv")

    assert caseflow("procedures", "--json", "check", path).data["faults"] == []
    assert "nothing" not in caseflow("procedures", "--lang", "vi", "diff", path, path).out
    assert "nothing" in caseflow("procedures", "--lang", "en", "diff", path, path).out


@pytest.mark.parametrize("duty", ["check", "diff", "publish"])
def test_words_of_the_list_are_refused_before_a_duty(caseflow, written, duty):
    """--search is of the list alone; a duty that passed over it would answer another question."""
    path = written("csv")
    rest = {"check": [path], "diff": [path, path], "publish": ["--format", "csv", *HEAD]}[duty]
    ran = caseflow("procedures", "--search", "x", duty, *rest)

    assert (ran.code, ran.out) == (2, "")
    assert "--search: 'x'" in ran.err
    assert "without a duty" in ran.err


def test_publishing_has_forms_of_its_own(caseflow, own):
    """--json before it is refused with what to write; --lang before it holds."""
    words = ["publish", "--format", "html", *HEAD, "--catalogue", own]

    assert "--format json" in caseflow("procedures", "--json", *words).out
    assert caseflow("procedures", "--json", *words).code == 2
    assert caseflow("procedures", *words).out == caseflow("procedures", *words, "--lang", "vi").out
    english = caseflow("procedures", "--lang", "en", *words).out
    assert english == caseflow("procedures", *words, "--lang", "en").out
    assert english != caseflow("procedures", *words).out


def test_a_list_that_cannot_be_written_leaves_the_old_one(caseflow, written, own, monkeypatch):
    """Whole or not at all, and nothing half-written beside it."""
    path = written("csv")
    before = path.read_bytes()

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pathlib.Path, "replace", full)
    words = ("--format", "csv", *HEAD, "--catalogue", own)
    ran = caseflow("procedures", "publish", *words, "--out", path)

    assert (ran.code, "cannot be written" in ran.err) == (2, True)
    assert path.read_bytes() == before
    assert {each.name for each in path.parent.iterdir()} == {path.name, own.name}


def test_the_list_alone_still_works(caseflow):
    """Without a duty the command lists and searches, as before."""
    assert "of 177 procedures" in caseflow("procedures", "--search", "1.014445").out


@pytest.mark.parametrize(
    ("words", "reported"),
    [
        (("publish", "--format", "csv", "--on", "soon", *HEAD[2:]), "a day, as 2025-12-31"),
        (("publish", "--format", "csv", *HEAD, "--catalogue", "OWN", "--out", "/"), "be written"),
        (("publish", "--format", "csv", *HEAD, "--catalogue", "none.csv"), "cannot be read"),
        (("check", "none.csv"), "cannot be read"),
        (("diff", "none.csv", "none.json"), "cannot be read"),
    ],
)
def test_bad_words_get_one_clear_error(caseflow, own, words, reported):
    """Exit code 2 and one line."""
    ran = caseflow("procedures", *(own if word == "OWN" else word for word in words))

    assert ran.code == 2
    assert reported in ran.err
    assert ran.err.count("\n") == 1


def test_a_list_of_partial_services_without_reasons_is_reported(caseflow, tmp_path, own):
    """Since 1 July 2026: the list is written, each is named, and the command ends with 1."""
    for on, code in (("2026-06-30", 0), ("2026-07-01", 1)):
        path = tmp_path / f"{on}.csv"
        words = ("--format", "csv", "--on", on, *HEAD[2:], "--catalogue", own, "--out", path)
        ran = caseflow("procedures", "publish", *words)
        assert ran.code == code
        assert ("partial-without-reason" in ran.err) is bool(code)
        checked = caseflow("procedures", "check", path)
        assert ("partial-without-reason" in checked.out) is bool(code)
