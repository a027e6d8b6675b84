"""Registers of others, looked at row by row: what cannot be used is listed, the rest counts."""

from collections import Counter
from datetime import date
from random import Random

import polars as pl
import pytest

from caseflow.errors import FormatError
from caseflow.reports.counts import count
from caseflow.reports.register import Register, sift
from registers.drawn import filings
from registers.test_counts import as_plain, by_duckdb, by_polars, frame

UNITS = ("A", "B", "C")
ORDER = (
    ("lodged_on", "received_on"),
    ("received_on", "decided_on"),
    ("received_on", "legal_due_on"),
    ("lodged_on", "ended_on"),
    ("lodged_on", "decided_on"),
    ("decided_on", "returned_on"),
)
SPOILS = (
    lambda row: row | {"procedure": None},
    lambda row: row | {"channel": "fax"},
    lambda row: row | {"outcome": "lost"},
    lambda row: row | {"supplements": -1},
    lambda row: row | {"parts": 0},
    lambda row: row | {"unit": "Z"},
    lambda row: row | {"lodged_on": date(2027, 1, 1), "received_on": date(2026, 1, 1)},
    lambda row: row | {"decided_on": date(2026, 5, 2), "returned_on": date(2026, 5, 1)},
    lambda row: row | {"number": " "},
)
WORDS = {
    "channel": ("online", "counter", "post"),
    "level": ("full", "partial", "counter"),
    "outcome": ("granted", "refused", "rejected", "withdrawn", "stopped"),
}


def code_of(row, seen):
    """What is wrong with a row, said again in plain Python."""
    if any(not (row[name] or "").strip() for name in ("number", "procedure", "channel")):
        return "field-empty"
    if any(row[name] is not None and row[name] not in words for name, words in WORDS.items()):
        return "unknown-value"
    counts = ("allowed", "parts", "supplements", "extensions", "reappointments")
    if any(row[name] is not None and row[name] < 0 for name in counts) or row["parts"] == 0:
        return "count-invalid"
    if row["unit"] not in UNITS:
        return "unknown-unit"
    for before, after in ORDER:
        if row[before] and row[after] and row[after] < row[before]:
            return "days-reversed"
    if row["number"] in seen:
        return "number-repeated"
    seen.add(row["number"])
    return None


def spoiled(seed):
    """Random rows, some spoiled and some twice."""
    chance = Random(seed)
    rows = [row | {"unit": row["unit"] or "A"} for n in range(12) for row in filings(seed + n)]
    rows = [chance.choice(SPOILS)(row) if chance.random() < 0.2 else row for row in rows]
    return rows + chance.sample(rows, len(rows) // 8)


@pytest.mark.parametrize("engine", [by_polars, by_duckdb], ids=["polars", "duckdb"])
@pytest.mark.parametrize("seed", [1, 100, 200])
def test_every_bad_row_is_listed_with_its_reason_and_the_rest_counts(engine, seed):
    """Each row is found by its place, with the code that a check in plain Python gives."""
    rows, seen = spoiled(seed), set()
    codes = [code_of(row, seen) for row in rows]
    found = sift(engine(rows), units=UNITS)
    sound = [row for row, code in zip(rows, codes, strict=True) if code is None]

    assert {each.line: each.code for each in found.rows} == {
        place: code for place, code in enumerate(codes, 1) if code
    }
    assert dict(found.register.left_out) == Counter(code for code in codes if code)
    assert as_plain(count(found.register)) == as_plain(count(by_polars(sound)))
    assert found.idle_units == tuple(u for u in UNITS if all(row["unit"] != u for row in rows))
    for each in found.rows:
        assert each.text.in_("vi") != each.text.in_("en")
    repeated = [each for each in found.rows if each.code == "number-repeated"]
    assert repeated
    first = rows[int(repeated[0].text.in_("en").rpartition(" ")[2]) - 1]
    assert first["number"] == repeated[0].number


def test_a_sound_register_stays_as_it_is_and_many_bad_rows_are_counted(tmp_path):
    """Of more than a thousand of a kind the first thousand are named; files keep their order."""
    rows = [row | {"unit": "A"} for row in filings(3, most=60)]
    seen = set()
    sound = [row for row in rows if code_of(row, seen) is None]
    register = by_polars(sound)

    assert sift(register, units=UNITS).register is register
    for place in range(2):
        bad = [
            row | {"unit": "Z", "number": f"{place}-{n}"} for n in range(800) for row in rows[:1]
        ]
        frame(bad + sound * (place == 0)).write_parquet(tmp_path / f"{place}.parquet")
    found = sift(Register.open(tmp_path / "0.parquet", tmp_path / "1.parquet"), units=UNITS)

    assert dict(found.register.left_out) == {"unknown-unit": 1_600}
    assert len(found.rows) == 1_000
    assert found.rows[-1].number == "1-199"
    assert count(found.register) == count(register)


def test_local_and_zoned_instants_are_not_mixed(tmp_path):
    """A column of instants without a zone is refused with its name; days stay days."""
    table = frame(filings(1, most=20))
    local = table.with_columns(pl.col("legal_due_at").dt.replace_time_zone(None))
    with pytest.raises(
        FormatError, match=r"legal_due_at holds .* should hold instants with a zone"
    ):
        Register.of(local.lazy())
    zoned = table.with_columns(pl.col("legal_due_at").dt.convert_time_zone("Asia/Ho_Chi_Minh"))
    assert count(Register.of(zoned.lazy())) == count(by_polars(filings(1, most=20)))
