"""What a control slip holds: plain values, and the counts over several of them.

How they come about is in `_folding`; how a slip is printed does not belong here.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from fractions import Fraction

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.ledgers import ClockLedger
from caseflow.limits import Due, TimeLimit
from caseflow.shares import TimelinessCount
from caseflow.targets import Standing, Timeliness
from caseflow.texts import Message
from caseflow.values import Text

__all__ = ["ControlSlip", "RowKind", "SlipRow", "UnitCount", "unit_counts"]


class RowKind(Enum):
    """Name what a row of the slip is about."""

    TRANSFER = "transfer"
    STEP = "step"
    CONSULTATION = "consultation"

    def label(self, language: str) -> str:
        """Return the name of the kind for people."""
        return _KIND_LABELS[self].in_(language)


_KIND_LABELS = {
    RowKind.TRANSFER: Message("office.transfer"),
    RowKind.STEP: Message("office.step"),
    RowKind.CONSULTATION: Message("office.consultation"),
}


@frozen
class SlipRow:
    """Describe one hand-over: what was given by whom to whom, by when, and how it came out.

    *name* is the step, "" for a transfer, the question for a consultation. *due* is None where
    there is no limit, or while the clock stands still; *due_on* is its civil day, and the day by
    which a consulted agency must answer. *left* is in the unit of `ledger.counted_in`, None where
    there is no clock. *verdict* is None while the row is open; *standing* then says how it stands,
    and is STOPPED when it is closed, None where nothing was to be kept. *days_late* counts
    calendar days from the due day.

    *is_cut_short* says that the case ended while the row was open: it is judged late if its time
    was over by then, and otherwise not at all.
    """

    kind: RowKind
    name: str
    gave: str
    received: str
    officer: str
    given_at: datetime
    limit: TimeLimit | None = None
    due: Due | None = None
    due_on: date | None = None
    finished_at: datetime | None = None
    verdict: Timeliness | None = None
    standing: Standing | None = None
    left: Fraction | None = None
    days_late: int = 0
    note: str = ""
    is_cut_short: bool = False
    ledger: ClockLedger | None = field(default=None, repr=False)

    @property
    def unit(self) -> str:
        """Return whose time it was: of a transfer the giver's, else the receiver's."""
        return self.gave if self.kind is RowKind.TRANSFER else self.received

    @property
    def is_late(self) -> bool:
        """Return whether it was late, or is late by now."""
        return self.verdict is Timeliness.LATE or self.standing is Standing.OVERDUE

    @property
    def is_open(self) -> bool:
        """Return whether something is still to come."""
        return self.finished_at is None and not self.is_cut_short


@frozen
class ControlSlip:
    """Show every hand-over of one case, as the case stands at *at*.

    *due* is the legal date, *promised* the one the applicant was told; both None before
    acceptance and while the clock stands still. *verdict* is the whole's, by the whole's limit
    alone: a late row does not make the case late. *partners* are the other units and agencies that
    had a part, in the order they came in. *corrections* are the acts entered late and those taken
    back, a line each, with both instants and the dates that moved. *posts*
    are what names of posts within a unit begin with, in small letters.
    """

    case_id: str
    code: str
    procedure: str
    procedure_name: Text
    agency: str
    unit: str
    partners: tuple[str, ...]
    received_at: datetime | None
    due: Due | None
    promised: Due | None
    decided_at: datetime | None
    verdict: Timeliness | None
    standing: Standing
    at: datetime
    rows: tuple[SlipRow, ...]
    corrections: tuple[Text, ...] = ()
    posts: tuple[str, ...] = ()

    @property
    def agencies(self) -> tuple[str, ...]:
        """Return those of *partners* that are units or agencies."""
        return tuple(each for each in self.partners if not self._is_post(each))

    @property
    def staff(self) -> tuple[str, ...]:
        """Return those of *partners* that are persons or posts within a unit."""
        return tuple(each for each in self.partners if self._is_post(each))

    def _is_post(self, name: str) -> bool:
        return name.casefold().startswith(self.posts)

    @property
    def late(self) -> tuple[SlipRow, ...]:
        """Return the rows that were late, or are late by now."""
        return tuple(row for row in self.rows if row.is_late)


# ── counts ──────────────────────────────────────────────────────────────────────────────────


@frozen
class UnitCount:
    """Count how the hand-overs to one unit came out.

    *finished* are those that are over, *open* those still to come, *overdue* those of them that are
    late by now. Rows without a time to keep, and those the end of a case cut short in time, are in
    no count.
    """

    unit: str
    finished: TimelinessCount = TimelinessCount()
    open: int = 0
    overdue: int = 0


@typed
def unit_counts(slips: Iterable[ControlSlip]) -> tuple[UnitCount, ...]:
    """Count over *slips* how each unit and consulted agency kept its time, by name of the unit."""
    counts: dict[str, UnitCount] = {}
    for row in (row for slip in slips for row in slip.rows):
        found = counts.get(row.unit, UnitCount(row.unit))
        if row.verdict is not None:
            found = evolve(found, finished=found.finished.plus(row.verdict))
        elif row.is_open and row.standing is not None:
            is_overdue = row.standing is Standing.OVERDUE
            found = evolve(found, open=found.open + 1, overdue=found.overdue + is_overdue)
        else:
            continue
        counts[row.unit] = found
    return tuple(counts[unit] for unit in sorted(counts))
