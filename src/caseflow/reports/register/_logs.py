"""A log of filings worked through its profile, and each case written as a row of a register.

What the columns of the log mean, and whether it or the engine judges, is said by the profile.
"""

from pathlib import Path

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.cases import Case
from caseflow.engine import Engine
from caseflow.interchange import LogDates, Profile, ReplayReport, jurisdiction_of, replay_log
from caseflow.reports.register._columns import FORMAT
from caseflow.reports.register._left_out import rows_of, write_left_out
from caseflow.reports.register._parts import Writer
from caseflow.reports.register._rows import row_of

__all__ = ["LogRead", "register_log"]


@frozen
class LogRead:
    """Say what came of a log: the rows of the register, and the report of the replay."""

    rows: int
    left_out: int
    report: ReplayReport = field(repr=False)


@typed
def register_log(
    path: str | Path, profile: Profile, directory: str | Path, *, unit: str = ""
) -> LogRead:
    """Replay the log at *path* as *profile* reads it, and write its cases into *directory*.

    Where the profile judges against the log, the days and instants of receipt, legal date and
    decision are those of the log, so that shares agree with those of the replay. Cases that could
    not be opened are left out and counted; the report says why.

    Args:
        path: a CSV or JSON-lines file.
        profile: what the columns and activities mean.
        directory: becomes the register.
        unit: the unit that answers for the filings.

    Raises:
        LogFileError: the file as a whole cannot be read, or lacks a column.
    """
    writer = Writer(Path(directory), f"log {FORMAT}")
    writer.empty()
    engine = Engine(jurisdiction_of(profile))

    def add(case: Case, said: LogDates | None) -> None:
        writer.add(row_of(engine, case, unit=unit, said=said))

    report = replay_log(path, profile, dated=add)
    lost = report.cases - writer.written
    if lost:
        writer.left_out["case-not-opened"] += lost
    done = writer.close()
    write_left_out(Path(directory), rows_of(report.findings))
    return LogRead(done.rows, lost, report)
