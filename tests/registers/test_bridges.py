"""Bridges between definitions: stated lines, nothing left over, and the filings on each line."""

import duckdb
import polars as pl
import pytest

from caseflow.errors import ValueInvalidError
from caseflow.office.plans import plan_period
from caseflow.reports.indices import bridge, bridges
from caseflow.reports.register import Register
from caseflow.vietnam.indices import official_indices
from registers.indexed import circular, decision, drawn, frame, online, online_offering, twelve

OCTOBER = plan_period("2026-10")
MARCH = plan_period("2026-03")
OFFICIAL = official_indices()
TIMELINESS = OFFICIAL.named("timeliness-circular-01", "766-2.1")
ONLINE = OFFICIAL.named("online-received", "online-offering")


def of_polars(table):
    return Register.of(table.lazy())


def of_duckdb(table):
    plain = table.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return Register.of(duckdb.from_arrow(plain.to_arrow()))


ENGINES = pytest.mark.parametrize("engine", [of_polars, of_duckdb], ids=["polars", "duckdb"])


def lines(found):
    return {line.cause: (line.part, line.whole, line.number) for line in found.lines}


@ENGINES
def test_twelve_filings_lead_from_circular_01_to_decision_766(engine):
    """4 of 6 becomes 7 of 11 by seven filings on five lines, and nothing is left over."""
    register = engine(twelve())
    [found] = bridge(*TIMELINESS, register, OCTOBER)

    assert lines(found) == {
        "withdrawn": (1, 1, 1),
        "stopped": (0, 1, 1),
        "open-supplement": (1, 1, 1),
        "pending": (1, 2, 2),
        "second-supplement": (-1, 0, 1),
        "reappointed": (1, 0, 1),
    }
    assert found.residual == (0, 0)
    on_line = {line.cause: found.filings(register, line.cause) for line in found.lines}
    assert on_line == {
        "withdrawn": ["F06"],
        "stopped": ["F07"],
        "open-supplement": ["F10"],
        "pending": ["F08", "F09"],
        "second-supplement": ["F05"],
        "reappointed": ["F04"],
    }


@ENGINES
def test_twelve_filings_lead_from_one_online_share_to_the_other(engine):
    """5 of 11 becomes 5 of 8 without those by post and those of procedures not offered."""
    register = engine(twelve())
    [found] = bridges(ONLINE, register, OCTOBER)

    assert lines(found) == {"post": (0, -2, 2), "not-offered": (0, -1, 1)}
    assert found.filings(register, "post") == ["F06", "F09"]
    assert found.residual == (0, 0)


@ENGINES
@pytest.mark.parametrize(
    ("indices", "judges"),
    [(TIMELINESS, (circular, decision)), (ONLINE, (online, online_offering))],
    ids=["timeliness", "online"],
)
def test_nothing_is_left_over_in_100_random_registers(engine, indices, judges):
    """The lines add up, and hold those filings alone that a recount judges differently."""
    rows = [dict(row, unit=str(seed)) for seed in range(100) for row in drawn(seed)]
    register = engine(frame(rows))
    for one, other in (indices, indices[::-1]):
        found = bridge(one, other, register, MARCH, by=("unit",))
        assert {each.residual for each in found} == {(0, 0)}

    moved = set()
    for row in rows:
        says = [judge(row, MARCH.first, MARCH.last) for judge in judges]
        sums = [(each == "counted", each in ("counted", "not-counted")) for each in says]
        if sums[0] != sums[1]:
            moved.add(row["number"])
    [whole] = bridge(*indices, register, MARCH)
    on_lines = [each for line in whole.lines for each in whole.filings(register, line.cause)]

    assert sorted(on_lines) == sorted(moved)
    assert sum(line.number for line in whole.lines) == len(moved)


def test_a_bridge_leads_only_between_indices_of_filings():
    """Services are no filings, and what is disputed has no filings at all."""
    for name in ("online-services", "766-3.3"):
        with pytest.raises(ValueInvalidError, match="index of filings"):
            bridge(ONLINE[0], OFFICIAL.index(name), Register.open(), OCTOBER)


def test_every_cause_has_words_in_two_languages():
    """People read the causes in Vietnamese and in English."""
    [found] = bridge(*TIMELINESS, of_polars(twelve()), OCTOBER)

    for line in found.lines:
        assert line.label.in_("vi") != line.label.in_("en")
