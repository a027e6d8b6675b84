"""Rules of reading CSV and JSON-lines logs row by row."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.errors import LogFileError
from caseflow.interchange import Finding
from caseflow.interchange._event_logs import MAX_ROW, Row, read_log

COLUMNS = ("case", "what", "when")


def read(path: Path, content: bytes, columns=COLUMNS, needed=3, **options):
    path.write_bytes(content)
    return list(read_log(path, columns, needed=needed, **options))


def codes(found):
    return [(each.line, each.code) for each in found if isinstance(each, Finding)]


def rows(found):
    return [(each.line, each.fields) for each in found if isinstance(each, Row)]


@pytest.fixture
def log(tmp_path):
    return tmp_path / "log.csv"


def test_columns_come_in_the_order_asked_for(log):
    """The header decides where a column stands, not its place."""
    found = read(log, b"when,extra,case,what\n2026,x,1,receive\n")

    assert rows(found) == [(2, ("1", "receive", "2026"))]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (b"1,receive", "row-fields"),
        (b"1,receive,2026,more", "row-fields"),
        (b"1,rec\xffeive,2026", "row-encoding"),
        (b"1,rec\x00eive,2026", "text-invalid"),
        (b"1,rec\x1beive,2026", "text-invalid"),
        (b"1,receive\r,2026", "text-invalid"),
        (b"1," + b"x" * 10_001 + b",2026", "text-invalid"),
        (b"1," + b"x" * MAX_ROW + b",2026", "row-too-long"),
        (b'1,"receive"d,2026', "row-quoting"),
        (b'1,"receive,2026', "row-quoting"),
        (b'"' + b"x" * 200_000 + b'",receive,2026', "row-quoting"),
        (b"1,,2026", "field-empty"),
        (b" ,receive,2026", "field-empty"),
    ],
)
def test_a_bad_row_is_one_finding_and_stops_nothing(log, row, code):
    """A bad row gives one finding with its line; the rows before and after are read."""
    found = read(log, b"case,what,when\n0,a,b\n" + row + b"\n2,pay,2026\n")

    assert codes(found) == [(3, code)]
    assert rows(found) == [(2, ("0", "a", "b")), (4, ("2", "pay", "2026"))]


def test_an_open_quotation_mark_swallows_only_its_own_line(log):
    """A quotation mark that never closes costs one row, however many follow."""
    many = b"".join(b"%d,pay,2026\n" % number for number in range(500))

    found = read(log, b'case,what,when\n"1,receive,2026\n' + many)

    assert codes(found) == [(2, "row-quoting")]
    assert len(rows(found)) == 500


def test_two_open_quotation_marks_cost_two_rows(log):
    """Text between two stray marks is not taken for one row."""
    found = read(log, b'case,what,when\n"1,a,b\n2,a,b\n3,a,b\n"4,a,b\n5,a,b\n')

    assert codes(found) == [(2, "row-quoting"), (5, "row-quoting")]
    assert [fields[0] for _, fields in rows(found)] == ["2", "3", "5"]


def test_a_quoted_field_may_hold_commas_quotes_and_line_ends(log):
    """RFC 4180: a quoted row may run over several lines and counts from the first."""
    found = read(log, b'case,what,when\n1,"a, ""b""\nc",2026\n2,d,2026\n')

    assert rows(found) == [(2, ("1", 'a, "b"\nc', "2026")), (4, ("2", "d", "2026"))]


def test_a_byte_order_mark_blank_lines_and_windows_line_ends_are_no_fault(log):
    """What spreadsheets add to a CSV is read over."""
    found = read(log, b"\xef\xbb\xbfcase,what,when\r\n\r\n1,receive,2026\r\n\r\n")

    assert rows(found) == [(3, ("1", "receive", "2026"))]


def test_nfd_text_is_read_as_nfc_in_header_and_fields(log):
    """The same letters written with combining accents mean the same column and value."""
    content = "ca\u0301se,what,when\n1,Tie\u0302\u0301p nha\u0323\u0302n,2026\n"

    found = read(log, content.encode(), columns=("c\u00e1se", "what", "when"))

    assert rows(found) == [(2, ("1", "Ti\u1ebfp nh\u1eadn", "2026"))]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        ("case,what,when".encode("utf-16"), "UTF-16"),
        (b"case,what\n1,a\n", "unknown column 'when'"),
        (b"case,what,when,case\n1,a,b,c\n", "more than one column 'case'"),
        (b"case,\xff\n1,a\n", "header"),
        (b'case,"what,when\n1,a,b\n', "header"),
    ],
)
def test_a_file_that_is_no_such_log_is_one_error(log, content, problem):
    """What is wrong with the whole file is an error that says what."""
    with pytest.raises(LogFileError, match=problem):
        read(log, content)


def test_a_file_that_is_not_there_is_one_error(tmp_path):
    """An absent file, or a folder, is an error that names it."""
    with pytest.raises(LogFileError, match=r"none\.csv: cannot be read"):
        list(read_log(tmp_path / "none.csv", COLUMNS, needed=3))
    with pytest.raises(LogFileError, match="cannot be read"):
        list(read_log(tmp_path, COLUMNS, needed=3))


def test_a_tab_or_a_given_delimiter_separates_fields(tmp_path):
    """A .tsv is separated by tabs, and a profile may name another delimiter."""
    tabs = read(tmp_path / "log.tsv", b"case\twhat\twhen\n1\ta, b\t2026\n")
    semicolons = read(tmp_path / "log.csv", b"case;what;when\n1;a, b;2026\n", delimiter=";")

    assert rows(tabs) == rows(semicolons) == [(2, ("1", "a, b", "2026"))]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"case": "1", "what": "a"', "row-json"),
        (b"[1, 2]", "row-json"),
        (b'"text"', "row-json"),
        (b"[" * 100_000, "row-json"),
        (b'{"case": ' + b"9" * 5_000 + b', "what": "a", "when": "b"}', "row-json"),
        (b'{"case": "1", "what": 1.5, "when": "b"}', "field-type"),
        (b'{"case": "1", "what": ["a"], "when": "b"}', "field-type"),
        (b'{"case": "1", "what": true, "when": "b"}', "field-type"),
        (b'{"case": "1", "what": "\\ud800", "when": "b"}', "text-invalid"),
        (b'{"case": "1", "what": "\\u0000", "when": "b"}', "text-invalid"),
        (b'{"case": "1", "what": null, "when": "b"}', "field-empty"),
        (b'{"case": "1", "when": "b"}', "field-empty"),
        (b'{"case": "1", "what": "\xff", "when": "b"}', "row-encoding"),
    ],
)
def test_a_bad_json_line_is_one_finding_and_stops_nothing(tmp_path, line, code):
    """JSON lines are read as CSV rows are: one finding for a bad one, the others go on."""
    good = b'{"what": "a", "case": 7, "when": "b", "more": {}}\n'

    found = read(tmp_path / "log.jsonl", good + line + b"\n" + good)

    assert codes(found) == [(2, code)]
    assert rows(found) == [(1, ("7", "a", "b")), (3, ("7", "a", "b"))]


def test_json_lines_are_known_by_their_first_character(tmp_path):
    """A file of another name that begins with a brace holds JSON lines."""
    found = read(tmp_path / "log.txt", b'\xef\xbb\xbf{"case": "1", "what": "a", "when": "b"}\n')

    assert rows(found) == [(1, ("1", "a", "b"))]


def test_a_column_no_json_line_has_is_one_error_where_it_must_appear(tmp_path):
    """A JSON line may leave columns out; one that must appear and never does is a mistake."""
    line = b'{"case": "1", "what": "a", "when": "b"}\n'
    columns = (*COLUMNS, "end")

    assert len(read(tmp_path / "log.jsonl", line, columns=columns)) == 1
    with pytest.raises(LogFileError, match="unknown column 'end'"):
        read(tmp_path / "log.jsonl", line, columns=columns, named=("end",))


def test_progress_gets_the_bytes_read(log):
    """Progress grows to no more than the size of the file."""
    reports = []

    read(log, b"case,what,when\n" + b"1,a,b\n" * 5_000, progress=reports.append)

    assert reports == sorted(reports)
    assert 0 < reports[0] <= reports[-1] <= log.stat().st_size


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"),
    max_size=12,
).map(str.strip)


@given(table=st.lists(st.tuples(cells, cells, cells), max_size=8))
def test_what_a_csv_writer_writes_is_read_back(tmp_path_factory, table):
    """Every table that the csv module writes is read back row by row, NFC."""
    import unicodedata

    written = io.StringIO()
    csv.writer(written).writerows([COLUMNS, *table])
    path = tmp_path_factory.mktemp("logs") / "log.csv"

    found = read(path, written.getvalue().encode(), needed=0)

    expected = [tuple(unicodedata.normalize("NFC", cell).strip() for cell in row) for row in table]
    assert [fields for _, fields in rows(found)] == expected
    assert not codes(found)


@given(content=st.binary(max_size=400), suffix=st.sampled_from([".csv", ".jsonl", ".txt"]))
def test_no_bytes_at_all_stop_the_reader(tmp_path_factory, content, suffix):
    """Whatever stands below a good header, each line is a row or a finding."""
    path = tmp_path_factory.mktemp("logs") / f"log{suffix}"
    head = b'{"case": "1", "what": "a", "when": "b"}' if suffix == ".jsonl" else b"case,what,when"

    found = read(path, head + b"\n" + content)

    assert all(isinstance(each, (Row, Finding)) for each in found)
    assert len({each.line for each in found}) == len(found)


@given(value=st.text(max_size=30))
def test_a_json_line_with_any_text_is_a_row_or_a_finding(tmp_path_factory, value):
    """Any text a JSON line can hold is kept as NFC or reported."""
    path = tmp_path_factory.mktemp("logs") / "log.jsonl"

    (found,) = read(path, json.dumps({"case": "1", "what": value, "when": "b"}).encode() + b"\n")

    assert isinstance(found, Row) or found.code in {"text-invalid", "field-empty"}


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter_is_named(log, delimiter):
    """A log that another delimiter splits into the columns wanted says which one."""
    header = delimiter.join(COLUMNS).encode()
    with pytest.raises(LogFileError, match="set delimiter"):
        read(log, header + b"\n" + header + b"\n")
