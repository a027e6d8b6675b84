"""Counts of registers, against a recount in plain Python, by two engines and in parts."""

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.errors import FormatError, UnknownNameError, ValueInvalidError
from caseflow.office.plans import plan_period
from caseflow.reports.counts import (
    PERIOD,
    STOCK,
    Counts,
    Measure,
    Period,
    ages,
    count,
    early,
    measures_named,
    stock,
)
from caseflow.reports.indices import bridge
from caseflow.reports.register import COLUMNS, Register
from caseflow.vietnam.indices import official_indices
from registers.drawn import filings, recount, restock
from registers.indexed import drawn

SCHEMA = {each.name: each.kind.dtype for each in COLUMNS}
BY = ("unit", "procedure", "channel", "level")


def frame(rows):
    """Rows as a frame of Polars that lacks the columns the rows do not say."""
    names = [name for name in SCHEMA if not rows or name in rows[0]]
    return pl.DataFrame(
        {name: [row[name] for row in rows] for name in names},
        schema={name: SCHEMA[name] for name in names},
    )


def by_polars(rows):
    return Register.of(frame(rows).lazy())


def by_duckdb(rows):
    table = frame(rows)
    plain = table.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return Register.of(duckdb.from_arrow(plain.to_arrow()))


def as_plain(counts):
    """Counts as the recount gives them."""
    keys = (*counts.by, PERIOD)
    return {
        tuple(row[key] for key in keys): {name: row[name] for name in counts.measures if row[name]}
        for row in counts.rows()
    }


ENGINES = pytest.mark.parametrize("engine", [by_polars, by_duckdb], ids=["polars", "duckdb"])


@ENGINES
def test_both_engines_equal_a_recount_of_500_registers(engine):
    """500 random registers, each a separate group, come out as a recount has them."""
    registers = [filings(seed) for seed in range(500)]
    rows = [dict(row, version=str(seed)) for seed, each in enumerate(registers) for row in each]

    counted = count(engine(rows), by=("version", *BY))
    here = stock(engine(rows), date(2026, 3, 1), by=("version", *BY))

    assert as_plain(counted) == recount(rows, ("version", *BY), Period.MONTH.begin)
    assert as_plain(here) == restock(rows, ("version", *BY), date(2026, 3, 1))


@ENGINES
@pytest.mark.parametrize("period", list(Period))
def test_every_period_begins_where_the_calendar_says(engine, period):
    """Days, weeks from Monday, months, quarters and years, by each engine."""
    rows = filings(7, most=60)

    assert as_plain(count(engine(rows), by=("unit",), period=period)) == recount(
        rows, ("unit",), period.begin
    )


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.lists(st.integers(0, 3), min_size=25, max_size=25))
def test_counts_of_parts_add_up(seed, places):
    """However rows are dealt out, and in whatever order they are merged, the sums are the same."""
    rows = filings(seed, most=25)
    parts = [[row for row, at in zip(rows, places, strict=False) if at == n] for n in range(4)]
    whole = count(by_polars(rows), by=BY)
    counted = [count(by_polars(part), by=BY) for part in parts]

    assert Counts.merged(counted) == whole
    assert Counts.merged(reversed(counted)) == whole
    assert (counted[0] + counted[1]) + (counted[2] + counted[3]) == whole
    assert whole + count(by_polars([]), by=BY) == whole


@settings(max_examples=10)
@given(st.integers(0, 10**6))
def test_coarser_counts_are_sums_of_finer_ones(seed):
    """Counts by fewer keys and longer periods are those counted so in the first place."""
    register = by_polars(filings(seed, most=25))
    finest = count(register, by=BY, period=Period.DAY)

    for by in ((), ("unit",), ("level", "channel")):
        for period in (Period.DAY, Period.WEEK, Period.MONTH, Period.YEAR):
            assert finest.rolled(by, period) == count(register, by=by, period=period)


def test_many_files_count_as_one(tmp_path):
    """One file, many files and a directory of many give the same."""
    rows = [row for seed in range(20) for row in filings(seed)]
    frame(rows).write_parquet(tmp_path / "one.parquet")
    for place in range(5):
        frame(rows[place::5]).write_parquet(tmp_path / f"many-{place}.parquet")
    many = [tmp_path / f"many-{place}.parquet" for place in range(5)]

    whole = count(by_polars(rows), by=BY)
    assert count(Register.open(tmp_path / "one.parquet"), by=BY) == whole
    assert count(Register.open(*many), by=BY) == whole
    assert Counts.merged(count(Register.open(each), by=BY) for each in many) == whole
    relation = duckdb.read_parquet([str(each) for each in many])
    assert count(Register.of(relation), by=BY) == whole


def test_a_cohort_is_counted_by_one_date():
    """With one date for all, each filing counts in the period it was received in."""
    row = next(
        row
        for row in filings(3, most=60)
        if row["decided_on"] and Period.MONTH.begin(row["decided_on"]) > row["received_on"]
    )
    wanted = measures_named("received", "decided")

    cohort = count(by_polars([row]), by=(), measures=wanted, dated="received_on")
    flow = count(by_polars([row]), by=(), measures=wanted)

    received, decided = (Period.MONTH.begin(row[name]) for name in ("received_on", "decided_on"))
    assert as_plain(cohort) == {(received,): {"received": 1, "decided": 1}}
    assert as_plain(flow) == {(received,): {"received": 1}, (decided,): {"decided": 1}}


def test_ages_of_open_filings_and_their_quantiles():
    """The age of an open filing is the days since its receipt; a quantile is one of them."""
    rows = [row for seed in range(30) for row in filings(seed)]
    on = date(2026, 3, 10)
    by_hand = sorted(
        (on - row["received_on"]).days
        for row in rows
        if row["received_on"] is not None
        and row["received_on"] <= on
        and not any(row[name] and row[name] <= on for name in ("decided_on", "ended_on"))
    )

    for engine in (by_polars, by_duckdb):
        counted = ages(engine(rows), on, by=("unit",))
        for share in (Fraction(1, 2), Fraction(9, 10), Fraction(1)):
            place = -(-len(by_hand) * share.numerator // share.denominator) - 1
            assert counted.quantile(share, "open") == by_hand[place]
        assert counted.total("open") == len(by_hand)
    assert ages(by_polars([]), on).quantile("1/2", "open") is None


def test_a_measure_of_ones_own_is_counted_as_the_others():
    """A measure is an expression with a name and a date."""
    mine = Measure("online_early", "filed online and early", lambda: early() & _is_online())
    rows = [row for seed in range(20) for row in filings(seed)]

    counted = count(by_polars(rows), by=(), measures=[mine], period=Period.YEAR)

    from registers.drawn import verdict

    assert counted.total("online_early") == sum(
        row["channel"] == "online" and verdict(row) == "early" for row in rows
    )


def _is_online():
    import narwhals as nw

    return nw.col("channel") == "online"


def test_what_cannot_be_counted_is_refused_in_words():
    """Unknown columns, dates and measures, doubled ones, and counts of different things."""
    register = by_polars(filings(1, most=30))
    with pytest.raises(UnknownNameError, match="unti"):
        count(register, by=("unti",))
    with pytest.raises(ValueInvalidError, match="each column once"):
        count(register, by=("unit", "unit"))
    with pytest.raises(UnknownNameError, match="decided"):
        count(register, dated="decided")
    with pytest.raises(UnknownNameError, match="erly"):
        measures_named("erly")
    with pytest.raises(ValueInvalidError, match="by unit"):
        count(register, by=("unit",)) + count(register, by=("level",))
    with pytest.raises(ValueInvalidError, match="MONTH or QUARTER or YEAR"):
        count(register).rolled((), Period.WEEK)
    with pytest.raises(FormatError, match="column channel is missing"):
        Register.of(frame(filings(1, most=30)).drop("channel"))
    with pytest.raises(FormatError, match="decided_on holds String"):
        Register.of(frame(filings(1, most=30)).with_columns(pl.lit("x").alias("decided_on")))


def test_shares_are_exact_and_of_nothing_none():
    """Numerator and denominator stay; what has no denominator is none, and neither 0 nor 1."""
    rows = [row for seed in range(20) for row in filings(seed)]
    counted = count(by_polars(rows), by=("unit",), period=Period.YEAR)
    found = counted.share(["early", "on_time"], ["early", "on_time", "late"])

    judged = [each for each in map(_verdict, rows) if each]
    assert (found.part, found.whole) == (sum(each != "late" for each in judged), len(judged))
    assert counted.where(unit="nobody").share("early", "decided").value is None
    assert sum(counted.where(unit=unit).total("received") for unit in ("A", "B", None)) == (
        counted.total("received")
    )


def _verdict(row):
    from registers.drawn import verdict

    return verdict(row)


def test_stocks_and_flows_balance():
    """Open at the end is open before, and received, less decided, withdrawn and stopped."""
    rows = [row for seed in range(40) for row in filings(seed) if row["outcome"] != "rejected"]
    random.Random(1).shuffle(rows)
    register = by_polars(rows)
    flows = count(register, by=(), period=Period.DAY)
    before, after = date(2026, 2, 1), date(2026, 2, 28)
    days = [before + timedelta(days=n) for n in range(1, (after - before).days + 1)]

    def flow(name):
        return sum(flows.where(period=each).total(name) for each in days)

    gone = sum(flow(name) for name in ("decided", "withdrawn", "stopped"))
    opened = {on: stock(register, on, by=()).total("open") for on in (before, after)}
    assert opened[after] == opened[before] + flow("received") - gone
    assert STOCK == ("waiting", "open", "paused", "due_today", "overdue")


def test_a_cluster_counts_as_one_machine_does(tmp_path):
    """Counts, indices and bridges: one file, many, and many on a Dask cluster give the same."""
    from registers.count_on_cluster import counted, merged, plain

    rows = [
        dict(row, number=f"{seed}.{row['number']}") for seed in range(40) for row in drawn(seed)
    ]
    frame(rows).write_parquet(tmp_path / "one.parquet")
    for place in range(5):
        frame(rows[place::5]).write_parquet(tmp_path / f"many-{place}.parquet")
    program = [sys.executable, str(Path(__file__).parent / "count_on_cluster.py")]
    files = [str(path) for path in sorted(tmp_path.glob("many-*.parquet"))]

    ran = subprocess.run(
        [*program, *files], check=False, capture_output=True, text=True, timeout=600
    )

    assert ran.returncode == 0, ran.stderr
    whole = json.loads(json.dumps(plain(counted(tmp_path / "one.parquet")), default=str))
    assert json.loads(ran.stdout) == whole
    assert json.loads(json.dumps(plain(merged(*map(counted, files))), default=str)) == whole
    assert whole["bridges"]
    assert all(residual == [0, 0] for _, _, residual in whole["bridges"])
    period, indices = plan_period("2026-03"), official_indices()
    alone = bridge(
        *indices.named("timeliness-circular-01", "766-2.1"),
        Register.open(tmp_path / "one.parquet"),
        period,
        by=("unit",),
    )
    assert [each[0] for each in whole["bridges"]] == [each.first.group["unit"] for each in alone]
    assert [each[1] for each in whole["bridges"]] == [
        [[line.cause, line.part, line.whole, line.number] for line in each.lines] for each in alone
    ]
