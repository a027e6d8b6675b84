"""Logs of work: which clerk worked on which filing in which activity, from when to when.

Read from CSV, JSON lines, Parquet and XES, with the same answer. What an office makes of it is for
`caseflow.simulation`; filings that are worked again are read by `_filings`.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from attrs import field, fields_dict

from caseflow._typed import frozen, short, typed
from caseflow.errors import LogFileError, ValueInvalidError
from caseflow.interchange._event_logs import Row, cleaned_row, read_log
from caseflow.interchange._findings import Finding, finding
from caseflow.interchange._moments import MomentReader
from caseflow.interchange._parquet import read_parquet
from caseflow.interchange._xes import read_xes

__all__ = ["WorkColumns", "WorkItem", "WorkLog", "read_work"]

_MOST_FINDINGS = 1_000
#: The first columns, which no row may leave empty: case, activity and end.
_NEEDED = 3
_STARTED, _ENDED = "start", "complete"


@typed(late=True)
@frozen
class WorkColumns:
    """Name the columns of a log of work; "" is a column that the log does not have.

    The names by default are those that exports of event logs use. Where a log has one row for the
    start of an activity and one for its end, *lifecycle* names the column that says which it is
    ("start" or "complete"), and *started_at* is "".

    Attributes:
        case: which filing.
        activity: what was done.
        ended_at: when the work ended.
        started_at: when it began; without it a log has one instant an activity.
        clerk: who worked.
        action: what the work ended with, if the log says so.
        filed_at: when the filing came in; without it, when its first work began.
        procedure: what was filed for.
        channel: how the filing came in.
        result_by: how its result went out.
        lifecycle: whether a row is a start or an end.
    """

    case: str = "case:concept:name"
    activity: str = "concept:name"
    ended_at: str = "time:timestamp"
    started_at: str = "start_timestamp"
    clerk: str = "org:resource"
    action: str = ""
    filed_at: str = ""
    procedure: str = ""
    channel: str = ""
    result_by: str = ""
    lifecycle: str = ""

    def __attrs_post_init__(self) -> None:
        for name in ("case", "activity", "ended_at"):
            if not getattr(self, name):
                raise ValueInvalidError(name, "", "the name of a column")
        if self.lifecycle and self.started_at:
            raise ValueInvalidError(
                "lifecycle", self.lifecycle, 'none where a row has both ends, or started_at=""'
            )

    @property
    def listed(self) -> tuple[str, ...]:
        """Return the columns that the log has, each once; those needed in each row first."""
        return tuple(dict.fromkeys(self.named.values()))

    @property
    def named(self) -> dict[str, str]:
        """Return the columns that the log has, by what they hold."""
        found = {name: str(getattr(self, name)) for name in fields_dict(WorkColumns)}
        return {name: column for name, column in found.items() if column}


@short
@frozen
class WorkItem:
    """Hold one piece of work; instants are in UTC, and what a log does not say is "" or None."""

    case: str
    activity: str
    ended_at: datetime
    started_at: datetime | None = None
    clerk: str = ""
    action: str = ""
    filed_at: datetime | None = None
    procedure: str = ""
    channel: str = ""
    result_by: str = ""


@typed(late=True)
@short
@frozen
class WorkLog:
    """Hold the work in a log, filing by filing, each in the order of its ends.

    Attributes:
        items: the work.
        findings: what is wrong with rows, 1,000 at most.
        found: how many findings there are of each code.
        source: the file it was read from.
    """

    items: tuple[WorkItem, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    found: tuple[tuple[str, int], ...] = ()
    source: str = ""

    @classmethod
    def of(cls, items: Iterable[WorkItem], source: str = "") -> "WorkLog":
        """Return a log of *items*, put in order."""
        return cls(_ordered(items), source=source)

    def between(self, first_at: datetime, last_at: datetime) -> "WorkLog":
        """Return the filings whose first work ended from *first_at* on and before *last_at*.

        Filings are kept whole, so a log that is cut in two has each in one part.
        """
        began: dict[str, datetime] = {}
        for item in self.items:
            began.setdefault(item.case, item.ended_at)
        kept = tuple(item for item in self.items if first_at <= began[item.case] < last_at)
        return WorkLog(kept, source=self.source)


def _ordered(items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
    return tuple(sorted(items, key=lambda each: (each.case, each.ended_at, _began(each))))


def _began(item: WorkItem) -> datetime:
    return item.started_at or item.ended_at


@typed
def read_work(
    path: str | Path,
    columns: WorkColumns | None = None,
    *,
    zone: str = "UTC",
    naive: bool = False,
    pattern: str = "",
) -> WorkLog:
    """Read the log of work at *path*: .xes, .xes.gz, .parquet, JSON lines, or CSV.

    A row that cannot be read is a finding and is left out; so is an activity that ends before it
    starts. Of doubled rows each counts.

    Args:
        path: the file.
        columns: its columns; None for the names that exports of event logs use.
        zone: the zone of times without an offset.
        naive: whether such times are read in *zone*, or left out.
        pattern: of times that are not ISO 8601, as `strptime` takes it.

    Raises:
        LogFileError: the file cannot be read as a whole, lacks a column, or has no row of use.
        PackageMissingError: the file is Parquet and Polars is not installed.
        ValueInvalidError: there is no such zone.

    Cost: some 20 microseconds a row, and the memory of all of them.
    """
    path, columns = Path(path), columns or WorkColumns()
    try:
        moments = MomentReader(ZoneInfo(zone), pattern, naive)
    except (KeyError, ValueError, OSError):  # none of that name, or a path outside the data
        raise ValueInvalidError("zone", zone, "a zone such as 'Asia/Ho_Chi_Minh'") from None
    reader = _WorkReader(columns, moments)
    for row in _rows(path, columns):
        reader.take(row)
    if not reader.items:
        wrong = ", ".join(f"{code}: {number}" for code, number in reader.counts.most_common())
        raise LogFileError(str(path), f"has no work that can be read ({wrong or 'no rows'})")
    found = tuple(sorted(reader.counts.items()))
    return WorkLog(_ordered(reader.items), tuple(reader.findings), found, str(path))


def _rows(path: Path, columns: WorkColumns) -> Iterator[Row | Finding]:
    names, suffixes = columns.listed, [each.lower() for each in path.suffixes]
    if suffixes[-1:] == [".parquet"]:
        found = read_parquet(path, names)
    elif ".xes" in suffixes[-2:]:
        found = _refuse_absent(path, read_xes(path), names[:_NEEDED])
    else:
        return read_log(path, names, needed=_NEEDED)
    return (
        cleaned_row(line, [row.get(name, "") for name in names], names, _NEEDED)
        for line, row in found
    )


def _refuse_absent(
    path: Path, rows: Iterator[tuple[int, dict[str, str]]], names: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield *rows*, and refuse a needed column that none has; XES leaves out what is empty."""
    absent = set(names)
    for line, row in rows:
        absent -= row.keys()
        yield line, row
    if absent:
        raise LogFileError(str(path), f"no event has {', '.join(sorted(absent))}")


class _WorkReader:
    """Turn rows into work, and keep what is wrong with them."""

    def __init__(self, columns: WorkColumns, moments: MomentReader) -> None:
        self.columns, self.moments = columns, moments
        self.items: list[WorkItem] = []
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self._begun: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def note(self, found: Finding) -> None:
        """Count a finding, and keep it while there is room."""
        self.counts[found.code] += 1
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(found)

    def take(self, row: Row | Finding) -> None:
        """Take one row."""
        if isinstance(row, Finding):
            self.note(row)
            return
        texts = dict(zip(self.columns.listed, row.fields, strict=True))
        said = {name: texts[column] for name, column in self.columns.named.items()}
        phase = said.pop("lifecycle", _ENDED).lower()
        if phase not in {_STARTED, _ENDED}:
            return
        times: dict[str, datetime | None] = {}
        for name in ("ended_at", "started_at", "filed_at"):
            read = self._moment(said.pop(name, ""), name, row.line, said["case"])
            if isinstance(read, Finding):
                self.note(read)
                return
            times[name] = read
        at, started_at = times["ended_at"], times["started_at"]
        if at is None:
            return
        # Starts without an end are forgotten: that work was in hand when the log was written.
        begun = self._begun[said["case"], said["activity"]]
        if phase == _STARTED:
            begun.append(at)
            return
        if self.columns.lifecycle and begun:
            started_at = begun.popleft()
        if started_at is not None and started_at > at:
            about = said["activity"]
            self.note(finding("work-backwards", row.line, case=said["case"], about=about))
            return
        self.items.append(
            WorkItem(ended_at=at, started_at=started_at, filed_at=times["filed_at"], **said)
        )

    def _moment(self, text: str, name: str, line: int, case: str) -> datetime | Finding | None:
        if not text:
            return None
        read = self.moments.read(text, self.columns.named[name], line, case=case)
        return read if isinstance(read, datetime | Finding) else None
