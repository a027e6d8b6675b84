"""Filings as a log tells them: its rows gathered by case in one pass, whatever their order.

What the engine makes of a filing belongs to `_replays`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from caseflow._typed import typed
from caseflow.interchange._event_logs import Row, read_log
from caseflow.interchange._findings import Finding, Findings, finding, shown
from caseflow.interchange._moments import Moment, MomentReader
from caseflow.interchange._profiles import Profile

__all__ = ["Event", "Filing", "Log", "gather"]

#: How much of an unknown activity is kept to count it by.
LONGEST_NAME = 80


class Event(NamedTuple):
    """One event of a filing; sorts by instant, then by line."""

    at: datetime
    line: int
    activity: str
    resource: str
    key: str
    said: tuple[str, ...] = ()


@typed
class Filing:
    """One case of the log: where it is first named, what is said of it, its events.

    `said` holds the texts of the case columns in the order of `Log.columns`, `moments` those
    already read as moments. `is_whole` until something of the filing had to be left out.
    """

    __slots__ = ("events", "id", "is_whole", "line", "moments", "said")

    def __init__(self, case: str, line: int, said: tuple[str, ...]) -> None:
        self.id = case
        self.line = line
        self.said = said
        self.events: list[Event] = []
        self.moments: dict[str, Moment | None] = {}
        self.is_whole = True


@typed
class Log:
    """A whole log gathered: its filings in the order they are first named, and its counts.

    `unknown` counts the events whose activity the profile does not know.
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self.filings: dict[str, Filing] = {}
        self.findings = Findings()
        self.rows = 0
        self.unreadable = 0
        self.unknown = 0

    @property
    def events(self) -> int:
        """Count the rows that could be read as an event of a case."""
        return self.rows - self.unreadable


@typed
def gather(
    path: Path,
    profile: Profile,
    extra: Sequence[str],
    progress: Callable[[int], object] | None = None,
) -> Log:
    """Read the log at *path* and gather its rows by case.

    *extra* are columns said of the case besides those of the profile. One pass; what is kept is
    one small tuple per event, with repeated texts shared.

    Raises:
        LogFileError: the file as a whole cannot be read.
    """
    named = profile.columns
    needed = [named.case, named.activity, named.at]
    optional = [column for column in (named.event, named.resource) if column]
    taken = profile.payload_columns
    case_columns = [
        column for column in (named.channel, named.start, named.deadline, named.end) if column
    ]
    said = tuple(dict.fromkeys([*case_columns, *extra]))
    log = Log(said)
    gatherer = _Gatherer(log, profile, first_said=len(needed) + len(optional) + len(taken))
    rows = read_log(
        path,
        [*needed, *optional, *taken, *said],
        needed=len(needed),
        named=[*needed, *taken, *extra],
        delimiter=profile.delimiter,
        progress=progress,
    )
    for row in rows:
        log.rows += 1
        if isinstance(row, Finding):
            log.unreadable += 1
            log.findings.add(row)
        else:
            gatherer.take(row)
    return log


class _Gatherer:
    """Puts each row where it belongs."""

    def __init__(self, log: Log, profile: Profile, *, first_said: int) -> None:
        self._log = log
        self._profile = profile
        self._first_said = first_said
        self._moments = MomentReader(profile.zone, profile.pattern, profile.naive)
        self._event_place = 3 if profile.columns.event else 0
        self._taken = slice(first_said - len(profile.payload_columns), first_said)
        self._resource_place = self._taken.start - 1 if profile.columns.resource else 0
        self._texts: dict[str, str] = {}

    def take(self, row: Row) -> None:
        """Add the row to its filing, or note why it cannot be."""
        fields = row.fields
        case, activity = fields[0], fields[1]
        said = tuple([self._shared(text) for text in fields[self._first_said :]])
        filing = self._log.filings.get(case)
        if filing is None:
            filing = self._log.filings[case] = Filing(case, row.line, said)
        elif filing.said != said:
            self._reconcile(filing, said, row.line)
        if activity not in self._profile.activities:
            filing.is_whole = False
            self._log.unknown += 1
            self._log.findings.add(
                finding(
                    "unknown-activity",
                    row.line,
                    case=case,
                    about=activity[:LONGEST_NAME],
                    value=shown(activity),
                )
            )
            return
        at = self._moments.read(fields[2], self._profile.columns.at, row.line, case=case)
        if not isinstance(at, datetime):
            filing.is_whole = False
            self._log.unreadable += 1
            if isinstance(at, Finding):
                self._log.findings.add(at)
            return
        resource = self._shared(fields[self._resource_place]) if self._resource_place else ""
        key = fields[self._event_place] if self._event_place else ""
        taken = tuple([self._shared(text) for text in fields[self._taken]])
        filing.events.append(Event(at, row.line, self._shared(activity), resource, key, taken))

    def _reconcile(self, filing: Filing, said: tuple[str, ...], line: int) -> None:
        """Fill in what was not said before; what is said differently is noted, the first stays."""
        for column, old, new in zip(self._log.columns, filing.said, said, strict=True):
            if old and new and old != new:
                self._log.findings.add(
                    finding(
                        "case-differs",
                        line,
                        case=filing.id,
                        about=column,
                        column=column,
                        value=shown(new),
                        first=filing.line,
                        kept=shown(old),
                    )
                )
        filing.said = tuple([old or new for old, new in zip(filing.said, said, strict=True)])

    def _shared(self, text: str) -> str:
        return self._texts.setdefault(text, text)
