"""Write what was found: a table for people, ratios first, and a JSON file."""

import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.outcomes import Line, Outcome, number
from benchmarks.racing import Spread

__all__ = ["as_json", "machine", "table"]

PACKAGES = (
    "attrs",
    "bizdays",
    "businesstimedelta",
    "dbos",
    "django",
    "django-fsm-2",
    "django-viewflow",
    "eventsourcing",
    "holidays",
    "numpy",
    "pandas",
    "psycopg",
    "python-statemachine",
    "spiffworkflow",
    "transitions",
)


def machine() -> dict[str, str]:
    """Describe what the figures were taken on, without its name."""
    found = {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
    }
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


def _processor() -> str:
    reported = Path("/proc/cpuinfo")
    if reported.is_file():
        for line in reported.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def table(lines: Iterable[Line]) -> str:
    """Return the lines as a table, ratios first."""
    rows = [("ratio", "spread", "goal", "work", "against", "caseflow", "peer")]
    rows += [
        (
            _ratio(line.ratio),
            _spread(line.ratio),
            line.goal,
            line.work,
            line.against,
            line.ours,
            line.theirs,
        )
        for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column == 0 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _ratio(ratio: Spread | None) -> str:
    return "" if ratio is None else f"{number(ratio.median)}×"


def _spread(ratio: Spread | None) -> str:
    if ratio is None or ratio.least == ratio.greatest:
        return ""
    return f"{number(ratio.least)}–{number(ratio.greatest)}"


def as_json(outcomes: Mapping[str, Outcome]) -> dict[str, object]:
    """Return every figure under its name; spreads, the machine and the absent beside them."""
    findings = [one for outcome in outcomes.values() for one in outcome.findings]
    absent = {name: why for outcome in outcomes.values() for name, why in outcome.absent.items()}
    return {
        **{one.key: None if one.value is None else one.value.median for one in findings},
        "spreads": {
            one.key: [one.value.least, one.value.greatest] for one in findings if one.value
        },
        "machine": machine(),
        "absent": absent,
    }
