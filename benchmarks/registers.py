"""Counting a register of filings in Parquet files: filings a CPU second on one thread, and memory.

Each count runs in a fresh interpreter, so that its peak of memory is its own. The register is
sorted by receipt, as it is written.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.outcomes import Finding, Line, Outcome, Sizes, number
from benchmarks.racing import Spread
from caseflow.reports import Period, Register, count, measures_named
from caseflow.reports.counts import Counts

__all__ = ["counts_of_registers"]

UNITS, PROCEDURES, CHANNELS = 1_890, 2_000, ("online", "counter", "post")
FILE_ROWS = 1_000_000
#: Twelve counters.
COUNTED = (
    "received",
    "decided",
    "early",
    "on_time",
    "late",
    "early_10",
    "early_20",
    "paid_online",
    "assisted",
    "digitised",
    "reappointed",
    "extended",
)


def counts_of_registers(sizes: Sizes) -> Outcome:
    """Count by unit, month and channel; by procedure too; and beside Polars by hand."""
    outcome = Outcome()
    took: dict[str, list[dict[str, float]]] = {"unit": [], "by hand": [], "procedure": []}
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), sizes.filings)
        for _ in range(max(1, sizes.rounds // 3)):
            for what, found in took.items():
                found.append(_measured(name, what))
    speed = {
        what: Spread.of([sizes.filings / each["cpu"] for each in found])
        for what, found in took.items()
    }
    peak = {what: Spread.of([each["mb"] for each in found]) for what, found in took.items()}
    for key, what, goal in (
        ("kpi_filings_per_cpu_s", "unit", "≥ 8 M, ≤ 1,000 MB"),
        ("kpi_by_procedure_per_cpu_s", "procedure", "≥ 2.5 M, < 4,000 MB"),
    ):
        work = f"twelve counts of {sizes.filings:,} filings by month, channel and {what}"
        outcome.report(Finding(key, speed[what]), work, speed[what], "a CPU second", goal=goal)
    outcome.report(
        Finding("kpi_peak_mb", peak["unit"]),
        "its peak of memory",
        peak["unit"],
        "MB",
        goal="≤ 1,000",
    )
    outcome.report(
        Finding("kpi_by_procedure_peak_mb", peak["procedure"]),
        "with procedure",
        peak["procedure"],
        "MB",
        goal="< 4,000",
    )
    ratio = Spread.of([speed["unit"].median / speed["by hand"].median])
    ours, theirs = (f"{number(speed[each].median)} a CPU second" for each in ("unit", "by hand"))
    outcome.lines.append(
        Line("the counts by month, channel and unit", "Polars by hand", ratio, ours, theirs)
    )
    return outcome


def _measured(directory: str, what: str) -> dict[str, float]:
    environment = {**os.environ, "POLARS_MAX_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks.registers", directory, what]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(ran.stdout)


# ── in a fresh interpreter ──────────────────────────────────────────────────────────────────


def counted(directory: Path, what: str) -> Counts | pl.DataFrame:
    """Count the files in *directory*."""
    files = sorted(directory.glob("*.parquet"))
    if what == "by hand":
        return by_hand(files)
    by = ("unit", "channel") if what == "unit" else ("unit", "procedure", "channel")
    return count(
        Register.open(*files),
        by=by,
        period=Period.MONTH,
        measures=measures_named(*COUNTED),
        dated="received_on",
    )


def by_hand(files: list[Path]) -> pl.DataFrame:
    """Count as one would write it with Polars for this very table: by day, no limits in hours."""
    decided, due, left = pl.col("decided_on"), pl.col("legal_due_on"), pl.col("allowed")
    left -= pl.col("used")
    sums = {
        "received": pl.col("received_on").is_not_null(),
        "decided": decided.is_not_null(),
        "early": decided < due,
        "on_time": decided == due,
        "late": decided > due,
        "early_10": left * 10 >= pl.col("allowed"),
        "early_20": left * 5 >= pl.col("allowed"),
        "paid_online": pl.col("is_paid_online"),
        "assisted": pl.col("is_assisted"),
        "digitised": pl.col("is_digitised"),
        "reappointed": pl.col("reappointments") >= 1,
        "extended": pl.col("extensions") >= 1,
    }
    month = pl.col("received_on").dt.truncate("1mo").alias("period")
    grouped = pl.scan_parquet(files).group_by("unit", "channel", month)
    return grouped.agg(**{name: each.sum() for name, each in sums.items()}).collect(
        engine="streaming"
    )


# ── the register ────────────────────────────────────────────────────────────────────────────


def write(directory: Path, filings: int, seed: int = 1) -> None:
    """Write a year of made-up filings, sorted by receipt; each unit has 150 procedures."""
    drawn = np.random.default_rng(seed)
    units = np.array([f"H{n // 30:02}.{n % 30:02}" for n in range(UNITS)])
    procedures = np.array([f"1.{n:06}" for n in range(PROCEDURES)])
    for place, start in enumerate(range(0, filings, FILE_ROWS)):
        rows = min(FILE_ROWS, filings - start)
        day = np.sort(drawn.integers(start, start + rows, rows)) * 365 // filings + 20_454
        unit = drawn.integers(0, UNITS, rows)
        own = (drawn.random(rows) ** 2 * 150).astype(np.int64)
        allowed = drawn.choice([3, 5, 10, 15, 20, 30], rows)
        used = np.maximum(1, (allowed * drawn.gamma(4, 0.2, rows)).astype(np.int64))
        is_open = drawn.random(rows) < 0.1
        table = pl.DataFrame(
            {
                "number": np.arange(start, start + rows),
                "unit": units[unit],
                "procedure": procedures[(unit * 7 + own) % PROCEDURES],
                "channel": np.array(CHANNELS)[drawn.choice(3, rows, p=[0.7, 0.25, 0.05])],
                "received_on": day.astype(np.int32),
                "legal_due_on": (day + allowed * 7 // 5).astype(np.int32),
                "decided_on": (day + used * 7 // 5).astype(np.int32),
                "allowed": allowed.astype(np.int64),
                "used": used,
                "parts": np.ones(rows, np.int64),
                "extensions": drawn.choice(2, rows, p=[0.98, 0.02]),
                "reappointments": drawn.choice(2, rows, p=[0.95, 0.05]),
                "is_paid_online": drawn.random(rows) < 0.3,
                "is_assisted": drawn.random(rows) < 0.05,
                "is_digitised": drawn.random(rows) < 0.5,
                "is_open": is_open,
            }
        )
        of_decision = pl.col("decided_on", "used", "is_digitised")
        table = table.with_columns(
            pl.col("number").cast(pl.String),
            pl.col("unit", "procedure", "channel").cast(pl.Categorical),
            pl.col("received_on", "legal_due_on", "decided_on").cast(pl.Date),
            pl.lit(None, dtype=pl.Datetime("us", "UTC")).alias("legal_due_at"),
            pl.lit(None, dtype=pl.Datetime("us", "UTC")).alias("decided_at"),
        ).with_columns(pl.when(~pl.col("is_open")).then(of_decision))
        table.drop("is_open").write_parquet(
            directory / f"part-{place:06}.parquet", compression="zstd", row_group_size=250_000
        )


def main() -> None:
    """Count once and print what it took."""
    directory, what = sys.argv[1:]
    begun = time.process_time()
    counted(Path(directory), what)
    cpu = time.process_time() - begun
    print(json.dumps({"cpu": cpu, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main()
