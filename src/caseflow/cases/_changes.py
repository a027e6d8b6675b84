"""What a case is pinned to, and what a record may have changed: small frozen values."""

from enum import Enum

from attrs import frozen

from caseflow._typed import short
from caseflow.law import Basis
from caseflow.ledgers import ClockState, MarkKind
from caseflow.limits import TimeLimit
from caseflow.values import Channel, Moment
from caseflow.workflow import FactValue

__all__ = [
    "ANNUL",
    "ASSIGNED_TO",
    "AUTOMATON",
    "BY_DATE",
    "CALENDAR",
    "DROPPED",
    "FOLLOW_UP_AT",
    "KEPT",
    "MIGRATE",
    "NO_CLOCKS",
    "OPEN",
    "PROMISE",
    "REBASE",
    "SET_ASIDE",
    "TIMED_BY",
    "VERSION",
    "WORKFLOW",
    "Annulled",
    "ClockChange",
    "ClockStates",
    "DateMove",
    "FactChange",
    "LimitPolicy",
    "Migrated",
    "Opened",
    "RebasePolicy",
    "Rebased",
    "SetAside",
    "Terms",
]

#: Actions that every workflow has: how a case begins, how it comes under another calendar, how it
#: comes under another definition, and how an act that was recorded in error is taken back.
OPEN = "open"
REBASE = "rebase"
MIGRATE = "migrate"
ANNUL = "annul"

#: The last record of a case that nobody can read, and that is worked no more; see `SetAside`.
SET_ASIDE = "set-aside"

#: Facts that only the engine writes: the calendars a case came under, what became of the early
#: promise of a filing that stopped qualifying for it, and the definition a case was moved to.
CALENDAR = "calendar"
PROMISE = "promise"
WORKFLOW = "workflow"
VERSION = "procedure_version"
TIMED_BY = "timed_by"
KEPT = "kept"
DROPPED = "dropped"

#: Facts that only the actions of assignment write: the id of the officer who works on the case, and
#: when to look at it again. No workflow has a fact of such a name.
ASSIGNED_TO = "caseflow:assigned-to"
FOLLOW_UP_AT = "caseflow:follow-up-at"

#: Who acts when a date does, and how the key of such a record begins.
AUTOMATON = "caseflow"
BY_DATE = "expiry:"

#: Which clocks are in which state; a clock that never started is not in it.
ClockStates = frozenset[tuple[str, ClockState]]

#: The states of the clocks of a case before any of them has started.
NO_CLOCKS: ClockStates = frozenset()


class RebasePolicy(Enum):
    """Say which date counts when a case comes under another calendar.

    PINNED: the date it had; LATEST: the date under the new calendar; NEVER_EARLIER: the later of
    the two. Under each of them a date that became a day off rolls to the next working day.
    """

    PINNED = "pinned"
    LATEST = "latest"
    NEVER_EARLIER = "never_earlier"


class LimitPolicy(Enum):
    """Say which version's time limits count when a case moves to another definition.

    PINNED: those it was received under, so that no date moves; LATEST: those of the new one.
    """

    PINNED = "pinned"
    LATEST = "latest"


@short
@frozen(cache_hash=True)
class Terms:
    """Hold what a case is pinned to; cases on the same terms share one object.

    *calendar_version* is the version the case was received under; *rebased* are the policies and
    versions of later recomputations, in order. *timed_by* is the version of the procedure whose
    time rules count, if the case was moved to another one and kept them.
    """

    procedure: str
    procedure_version: str
    fingerprint: str
    calendar_version: str
    channel: Channel
    result_by: Channel
    branch: str | None = None
    rebased: tuple[tuple[RebasePolicy, str], ...] = ()
    timed_by: str | None = None


@short
@frozen(weakref_slot=False)
class Opened:
    """The payload of record 0: which case it is, and on which terms it is worked."""

    case_id: str
    terms: Terms


@short
@frozen
class DateMove:
    """Keep the old and the new date of a clock; instants for clocks that run in hours."""

    clock: str
    before: Moment | None
    after: Moment | None


@short
@frozen
class Rebased:
    """The payload of a recomputation: from which calendar to which, why, and what moved."""

    policy: RebasePolicy
    calendar_before: str
    calendar_after: str
    reason: str
    dates: tuple[DateMove, ...] = ()


@short
@frozen
class Migrated:
    """The payload of a move to another definition: from what to what, why, and what moved.

    The states before and after are those of the record. Workflows are named by fingerprint.
    """

    policy: LimitPolicy
    workflow_before: str
    workflow_after: str
    version_before: str
    version_after: str
    reason: str
    dates: tuple[DateMove, ...] = ()


@short
@frozen
class Annulled:
    """The payload of an annulment: which act is taken back, and why.

    The record of the annulment says who took it back and when; the act keeps its own record.
    """

    seq: int
    action: str
    reason: str


@short(hides=("problem",))
@frozen
class SetAside:
    """The payload of the last record of a case that cannot be read: why it is worked no more.

    *problem* is what was wrong with it when it was set aside, as a verification said it; *reason*
    is that of whoever set it aside.
    """

    problem: str
    reason: str


@short
@frozen
class ClockChange:
    """Say what a record did to a clock, at the record's instant.

    *mark* None replaces the limit of a clock already started (the branch of the case changed).
    With *takes* the clock goes on where the clock of that name stood, which is then no more.
    *limit* and *promise* (the shortened limit promised, if any) come with a start or a
    replacement, *extra* with an extension, so that the records alone give every date.
    """

    clock: str
    mark: MarkKind | None
    limit: TimeLimit | None = None
    promise: TimeLimit | None = None
    extra: TimeLimit | None = None
    reason: str = ""
    basis: Basis = ""
    takes: str = ""


@short
@frozen
class FactChange:
    """Keep the old and the new value of a fact."""

    name: str
    before: FactValue | None
    after: FactValue | None
