"""Somebody's own table, read row by row: what is wrong is listed with its line, the rest counts."""

import unicodedata
from datetime import UTC, date, datetime

import polars as pl
import pytest

from caseflow.errors import FormatError, LogFileError
from caseflow.reports.counts import Period, count
from caseflow.reports.register import Register, load_mapping, register_table

MAPPING = """
format = "caseflow-register-mapping/1"
zone = "Asia/Ho_Chi_Minh"
units = ["Sở Y tế", "Sở Xây dựng", "Sở Nội vụ"]

[time]
pattern = "%d/%m/%Y"
naive = "local"

[columns]
number = "Mã hồ sơ"
unit = "Đơn vị"
procedure = "Mã thủ tục"
channel = "Hình thức"
received_on = "Ngày nhận"
legal_due_on = "Hạn trả"
decided_on = "Ngày xong"
returned_on = "Ngày trả"
supplements = "Số lần bổ sung"
is_paid_online = "Thanh toán trực tuyến"

[constants]
level = "full"

[values]
channel = { "Trực tuyến" = "online", "Trực tiếp" = "counter" }
is_paid_online = { "Có" = "true", "Không" = "false" }
"""
HEADER = (
    "Mã hồ sơ,Đơn vị,Mã thủ tục,Hình thức,Ngày nhận,Hạn trả,Ngày xong,Ngày trả,"
    "Số lần bổ sung,Thanh toán trực tuyến"
)
GOOD = "H1,Sở Y tế,1.1,Trực tuyến,01/10/2026,16/10/2026,12/10/2026,13/10/2026,0,Có"


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return load_mapping(path)


def read(tmp_path, mapping, *lines, content=None):
    path = tmp_path / "filings.csv"
    path.write_bytes(content or "\n".join((HEADER, *lines)).encode())
    found = register_table(path, mapping, tmp_path / "register")
    table = Register.open(tmp_path / "register").frame.collect("polars").to_native()
    return found, table.sort("number")


def test_a_table_becomes_a_register(tmp_path, mapping):
    """Each column comes from where the mapping says, days are days, and words are translated."""
    found, table = read(tmp_path, mapping, GOOD)
    row = table.row(0, named=True)

    assert (found.rows, found.left_out, found.findings) == (1, 0, ())
    assert row["received_on"] == date(2026, 10, 1)
    assert (row["channel"], row["level"], row["unit"]) == ("online", "full", "Sở Y tế")
    assert (row["supplements"], row["is_paid_online"], row["outcome"]) == (0, True, "granted")
    assert (row["allowed"], row["used"], row["parts"]) == (15, 11, 1)
    assert row["time_unit"] == "calendar-day"
    assert row["record_hash"] is None


BAD = {
    "number-repeated": GOOD,
    "unknown-unit": GOOD.replace("H1,Sở Y tế", "H2,Sở Lạ"),
    "instant-invalid": GOOD.replace("H1", "H2").replace("12/10/2026", "31/02/2026"),
    "days-reversed": GOOD.replace("H1", "H2").replace("12/10/2026", "12/09/2026"),
    "unknown-value": GOOD.replace("H1", "H2").replace("Trực tuyến", "Fax"),
    "count-invalid": GOOD.replace("H1", "H2").replace(",0,", ",-1,"),
    "field-empty": GOOD.replace("H1,", ","),
    "row-fields": "H2,Sở Y tế",
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_row_is_listed_with_its_line_and_the_others_count(tmp_path, mapping, code):
    """The row is left out with its reason in both languages, and the register says how many."""
    found, table = read(tmp_path, mapping, GOOD, BAD[code], GOOD.replace("H1", "H3"))
    (group,) = found.findings
    (finding,) = group

    assert (group.code, finding.line) == (code, 3)
    assert finding.text.in_("vi") != finding.text.in_("en")
    assert table["number"].to_list() == ["H1", "H3"]
    assert (found.rows, found.left_out) == (2, 1)
    assert dict(Register.open(tmp_path / "register").left_out) == {code: 1}


def test_findings_are_kept_in_bounds(tmp_path, mapping):
    """Every bad row is counted, and the first thousand of a kind are kept."""
    found, _ = read(tmp_path, mapping, GOOD, *[GOOD] * 1_500)

    assert found.left_out == 1_500
    assert found.findings[0].count == 1_500
    assert len(found.findings[0].kept) == 1_000


def test_zoned_and_local_times_mixed_fall_on_local_days(tmp_path, mapping):
    """A day with an offset is the day in the zone; one without is local, or refused if so asked."""
    lines = (
        GOOD.replace("12/10/2026", "2026-10-11T18:00:00Z"),
        GOOD.replace("H1", "H2").replace("12/10/2026", "2026-10-12T01:00:00"),
    )
    _, table = read(tmp_path, mapping, *lines)
    assert table["decided_on"].to_list() == [date(2026, 10, 12)] * 2

    strict = tmp_path / "strict.toml"
    strict.write_text(MAPPING.replace('naive = "local"', 'naive = "refuse"'), encoding="utf-8")
    found, table = read(tmp_path, load_mapping(strict), *lines)
    assert [group.code for group in found.findings] == ["naive-datetime"]
    assert table["number"].to_list() == ["H1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1258", "mixed"])
def test_encodings_of_vietnamese_tables(tmp_path, encoding):
    """UTF-8 with or without its mark, Windows-1258, and lines of both in one file."""
    path = tmp_path / "mapping.toml"
    path.write_text('encoding = "windows-1258"\n' + MAPPING, encoding="utf-8")
    lines = (HEADER, GOOD, GOOD.replace("H1", "H2"))
    if encoding == "mixed":
        content = f"{HEADER}\n".encode() + _cp1258(f"{GOOD}\n") + lines[2].encode()
    elif encoding == "cp1258":
        content = _cp1258("\n".join(lines))
    else:
        content = "\n".join(lines).encode(encoding)

    found, table = read(tmp_path, load_mapping(path), content=content)

    assert (found.rows, found.left_out) == (2, 0)
    assert set(table["unit"]) == {"Sở Y tế"}


def _cp1258(text):
    """Write letters with their tone marks apart, as Windows-1258 has them."""
    marks = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in parts if mark in marks)
        rest = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in marks))
        out.append(rest + tones)
    return "".join(out).encode("cp1258")


def test_a_line_of_another_encoding_is_left_out(tmp_path, mapping):
    """Without an encoding in the mapping, a line of Windows-1258 is a finding."""
    found, table = read(
        tmp_path,
        mapping,
        content=f"{HEADER}\n{GOOD}\n".encode() + _cp1258(GOOD.replace("H1", "H2")),
    )

    assert [group.code for group in found.findings] == ["row-encoding"]
    assert table["number"].to_list() == ["H1"]


def test_a_unit_without_filings_is_named_and_its_shares_are_none(tmp_path, mapping):
    """Nothing is divided by zero."""
    found, _ = read(tmp_path, mapping, GOOD)
    counted = count(Register.open(tmp_path / "register"), by=("unit",), period=Period.YEAR)

    assert found.idle_units == ("Sở Xây dựng", "Sở Nội vụ")
    assert counted.where(unit="Sở Nội vụ").share("late", "decided").value is None
    assert counted.where(unit="Sở Y tế").share("late", "decided").value == 0


def test_parquet_is_read_as_text_is(tmp_path, mapping):
    """Columns with other types than text give the same register."""
    _, expected = read(tmp_path, mapping, GOOD, GOOD.replace("H1", "H2"))
    names = HEADER.split(",")
    day = date(2026, 10, 1)
    pl.DataFrame(
        {
            names[0]: ["H1", "H2", "H2"],
            names[1]: ["Sở Y tế"] * 3,
            names[2]: ["1.1"] * 3,
            names[3]: ["Trực tuyến"] * 3,
            names[4]: [day] * 3,
            names[5]: [day.replace(day=16)] * 3,
            names[6]: [datetime(2026, 10, 11, 18, tzinfo=UTC)] * 3,
            names[7]: ["13/10/2026"] * 3,
            names[8]: [0] * 3,
            names[9]: [True] * 3,
        }
    ).write_parquet(tmp_path / "filings.parquet")

    found = register_table(tmp_path / "filings.parquet", mapping, tmp_path / "parquet")
    table = Register.open(tmp_path / "parquet").frame.collect("polars").to_native().sort("number")

    assert (found.rows, found.left_out) == (2, 1)
    assert table.equals(expected)


def test_what_cannot_be_read_at_all_is_refused(tmp_path, mapping):
    """A missing column, no file, no Parquet, and every fault of a mapping at once."""
    with pytest.raises(LogFileError, match="Hạn trả"):
        read(tmp_path, mapping, content=HEADER.replace("Hạn trả", "Hạn").encode())
    with pytest.raises(LogFileError, match=r"absent\.csv"):
        register_table(tmp_path / "absent.csv", mapping, tmp_path / "register")
    (tmp_path / "bad.parquet").write_text("x")
    with pytest.raises(FormatError, match="Parquet"):
        register_table(tmp_path / "bad.parquet", mapping, tmp_path / "register")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        'zone = "Hà Nội"\nencoding = "x"\n[columns]\nnumbr = "a"\n[constants]\nlevel = "half"\n',
        encoding="utf-8",
    )
    with pytest.raises(FormatError) as caught:
        load_mapping(wrong)
    for part in ("zone", "encoding", "numbr", "half", "columns.channel"):
        assert part in str(caught.value)


def test_a_table_read_again_replaces_the_register(tmp_path, mapping):
    """Nothing of the earlier table stays."""
    read(tmp_path, mapping, GOOD, GOOD.replace("H1", "H2"))
    found, table = read(tmp_path, mapping, GOOD.replace("H1", "H9"))

    assert found.rows == 1
    assert table["number"].to_list() == ["H9"]
