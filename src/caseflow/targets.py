"""The early-return promise, and the one judgement of early, on time, late and at risk.

Timeliness compares the decision with the *legal* date; missing a promise is never "late". Who is
entitled to a promise is decided by the procedure and the case.
"""

import enum
from datetime import datetime, timedelta
from fractions import Fraction

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.errors import ValueInvalidError
from caseflow.ledgers import ClockLedger, ClockState, MarkKind
from caseflow.limits import Convention, Due, TimeLimit, Unit
from caseflow.texts import Message
from caseflow.values import aware, exact, utc

__all__ = [
    "EarlyReturn",
    "Promise",
    "Small",
    "Standing",
    "Timeliness",
    "earlier",
    "early_share",
    "ends_within_day",
    "is_shorter",
    "judge",
    "promised_with",
    "risk_begins",
    "standing",
]

_MICROSECOND = timedelta(microseconds=1)

#: A clock is at risk when so much of what it is allowed is left, or less.
RISK_SHARE = Fraction(1, 5)

#: Up to so many working days, whole days cannot express a saving of a fifth or less.
_SMALL = 4


class Timeliness(enum.Enum):
    """Say how a decision stands to the legal date.

    Source: Circular 01/2018/TT-VPCP Art. 13.1 (sooner than, equal to, longer than the limit).
    """

    EARLY = "early"
    ON_TIME = "on-time"
    LATE = "late"

    def label(self, language: str) -> str:
        """Return the verdict for people.

        >>> Timeliness.ON_TIME.label("vi")
        'đúng hạn'
        """
        return _TIMELINESS[self].in_(language)


_TIMELINESS = {
    Timeliness.EARLY: Message("timeliness.early"),
    Timeliness.ON_TIME: Message("timeliness.on-time"),
    Timeliness.LATE: Message("timeliness.late"),
}


class Standing(enum.Enum):
    """Say how an undecided case stands."""

    NOT_STARTED = "not-started"
    ON_TRACK = "on-track"
    AT_RISK = "at-risk"
    DUE_TODAY = "due-today"
    OVERDUE = "overdue"
    PAUSED = "paused"
    STOPPED = "stopped"

    def label(self, language: str) -> str:
        """Return how the case stands, for people.

        >>> Standing.AT_RISK.label("vi"), Standing.DUE_TODAY.label("en")
        ('sắp đến hạn', 'due today')
        """
        return _STANDINGS[self].in_(language)


_STANDINGS = {
    Standing.NOT_STARTED: Message("standings.not-started"),
    Standing.ON_TRACK: Message("standings.on-track"),
    Standing.AT_RISK: Message("standings.at-risk"),
    Standing.DUE_TODAY: Message("standings.due-today"),
    Standing.OVERDUE: Message("standings.overdue"),
    Standing.PAUSED: Message("standings.paused"),
    Standing.STOPPED: Message("standings.stopped"),
}


class Small(enum.Enum):
    """Say what becomes of a promise on a limit of at most four working days."""

    HOURS = "hours"
    NOT_APPLICABLE = "not-applicable"


@frozen
class Promise:
    """Hold a shortened limit, or None and the reason why there is none.

    `note` is "" for whole days, "hours" when it became working hours, or "not-applicable".
    """

    limit: TimeLimit | None
    note: str = ""


def _share(value: object) -> Fraction:
    share = exact(value, name="early share")
    if not 0 < share < 1:
        raise ValueInvalidError("early share", str(share), "a share between 0 and 1, as 1/5")
    return share


@typed(late=True)
@frozen
class EarlyReturn:
    """Say by what share results are returned sooner than the law allows.

    `share` is exact, as "1/5" or "0.2". `source` says where the share comes from.

    >>> from caseflow.limits import working_days
    >>> EarlyReturn("1/10").promise(working_days(15)).limit.text("en")
    '13 working days'
    """

    share: Fraction = field(converter=_share)
    source: str = ""
    small: Small = Small.HOURS

    @classmethod
    def percent(
        cls, percent: object, source: str = "", small: Small = Small.HOURS
    ) -> "EarlyReturn":
        """Make a promise from a percentage such as 10, "12.5" or Fraction(25, 2).

        Raises:
            FloatRefusedError: it is a float.
            ValueInvalidError: it is no number between 0 and 100.
        """
        share = exact(percent, name="early percent") / 100
        if not 0 < share < 1:
            raise ValueInvalidError("early percent", str(percent), "a percentage between 0 and 100")
        return cls(share, source, small)

    def promise(self, limit: TimeLimit) -> Promise:
        """Shorten *limit* by the share, once, rounded down to its unit.

        Hours stay exact. At most four working days become working hours, as many as a day has, or
        no promise at all, as `small` says. Where nothing would be left, there is no promise. What
        the law cites for the limit is not cited for the promise: the law does not say that.
        """
        kept = limit.amount * (1 - self.share)
        if limit.unit is Unit.SAME_DAY:
            return Promise(None, "not-applicable")
        if limit.unit.is_hours:
            return Promise(evolve(limit, amount=kept, citation=""))
        if limit.unit is Unit.WORKING_DAY and limit.amount <= _SMALL:
            if self.small is Small.NOT_APPLICABLE:
                return Promise(None, "not-applicable")
            hours = evolve(
                limit,
                amount=kept * limit.day_hours,
                unit=Unit.WORKING_HOUR,
                convention=Convention.CIVIL,
                citation="",
            )
            return Promise(hours, "hours")
        whole = kept.numerator // kept.denominator
        if whole < 1:
            return Promise(None, "not-applicable")
        return Promise(evolve(limit, amount=Fraction(whole), citation=""))

    def shortened(self, limit: TimeLimit) -> TimeLimit | None:
        """Return the shortened limit, or None where there is no promise; see `promise`."""
        return self.promise(limit).limit


@typed(late=True)
def is_shorter(first: TimeLimit, second: TimeLimit) -> bool:
    """Return whether *first* is the shorter limit, without asking a calendar.

    Exact within a unit, and between working days and working hours (as many as a day has). Between
    other units no answer is exact, and the second is kept.
    """
    if first.unit is second.unit:
        return first.amount < second.amount
    if first.unit.is_working and second.unit.is_working:
        return _working_hours(first) < _working_hours(second)
    return False


def _working_hours(limit: TimeLimit) -> Fraction:
    return limit.amount * (limit.day_hours if limit.unit is Unit.WORKING_DAY else 1)


@typed(late=True)
def earlier(legal: Due, shortened: Due) -> Due:
    """Return the effective promise: the earlier of the two; a promise never outlasts the law."""
    return shortened if utc(shortened.at) < utc(legal.at) else legal


@typed(late=True)
def promised_with(legal: Due, shortened: TimeLimit) -> Due:
    """Return where *shortened* ends, which began, stood still and began again with *legal*.

    A promise has no pauses and no restarts itself: when the legal limit begins again the
    promise does, even if it was over by then. The earlier of both counts, see `earlier`.

    Raises:
        TimeOfDayError: *shortened* is in hours, and *legal* began or paused on a bare date.
    """
    due = shortened.due(legal.begun[-1], legal.calendar, pauses=legal.pauses)
    return evolve(due, begun=legal.begun)


@typed(late=True)
def judge(decided_at: datetime, due: Due) -> Timeliness:
    """Compare a decision with the legal date: by day for day units, by instant for hours.

    Before the due day is early, on it on time, after it late. For hours, before the due instant
    is early, at it on time.
    """
    aware(decided_at, name="decided_at")
    if due.is_instant:
        is_early, is_late = utc(decided_at) < utc(due.at), utc(decided_at) > utc(due.at)
    else:
        decided_on = due.calendar.local_date(decided_at)
        is_early, is_late = decided_on < due.on, decided_on > due.on
    if is_early:
        return Timeliness.EARLY
    return Timeliness.LATE if is_late else Timeliness.ON_TIME


@typed(late=True)
def early_share(ledger: ClockLedger, calendar: OfficeCalendar, decided_at: datetime) -> Fraction:
    """Return (allowed - used) / allowed at the decision, exact; negative when late.

    A decision in time on a day the limit rolled to used all it was allowed: its share is zero.
    """
    aware(decided_at, name="decided_at")
    due = ledger.projected(calendar, decided_at)
    in_time = due is not None and judge(decided_at, due) is not Timeliness.LATE
    return _left_of(ledger.allowed(calendar), ledger.used(calendar, decided_at), is_in_time=in_time)


@typed(late=True)
def share_by(ledger: ClockLedger, due: Due, decided_at: datetime, judged: Timeliness) -> Fraction:
    """Return `early_share` of a clock that is not paused, where *due*, its date, is known.

    *judged* is how the decision stands to it. The date is not counted again, which is most of the
    work; days without pauses are counted from it.
    """
    counted: tuple[Fraction | int, Fraction | int] | None = _days_by(ledger, due, decided_at)
    if counted is None:
        counted = ledger.allowed(due.calendar), ledger.used(due.calendar, decided_at)
    allowed, used = counted
    return _left_of(allowed, used, is_in_time=judged is not Timeliness.LATE)


def _left_of(allowed: Fraction | int, used: Fraction | int, *, is_in_time: bool) -> Fraction:
    """Return (allowed - used) / allowed, brought to its lowest terms once and not twice."""
    whole = allowed.numerator * used.denominator
    left = whole - used.numerator * allowed.denominator
    return Fraction(max(left, 0) if is_in_time else left, whole)


#: Units of which a day is used or not, whatever the hour.
_DAYS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR)


def _days_by(
    ledger: ClockLedger, due: Due, decided_at: datetime
) -> tuple[Fraction | int, int] | None:
    """Return the days allowed and used, as the ledger counts them; None where it is to count."""
    limit, last = due.limit, ledger.marks[-1]
    unit = limit.unit
    is_ended = last.kind is MarkKind.STOP and last.at is not decided_at
    if due.pauses or unit not in _DAYS or limit.counts_day_hours or is_ended:
        return None
    begun, today = due.receipt.on, due.calendar.local_date(decided_at)
    if unit is Unit.WORKING_DAY:
        return limit.amount, max(0, due.calendar.count_working_days(begun, today))
    used = max(0, (today - begun).days)
    if unit is Unit.CALENDAR_DAY:
        return limit.amount, used
    return (due.last_on - begun).days, used


@typed(late=True)
def standing(
    ledger: ClockLedger,
    calendar: OfficeCalendar,
    at: datetime,
    *,
    risk_share: Fraction = RISK_SHARE,
) -> Standing:
    """Say how an open clock stands at *at*; the one rule for screens, reports and sweeps.

    At risk: at most *risk_share* of the allowance is left. A limit in days stands due today on its
    last day, whatever is left. A limit in hours, or of the same day, stands at risk from
    `risk_begins` on, and due today on its last day before that: four hours are not at risk as
    they begin.
    """
    aware(at, name="at")
    least_left = exact(risk_share, name="risk_share")
    state = ledger.state
    if state is ClockState.NOT_STARTED:
        return Standing.NOT_STARTED
    if state is ClockState.STOPPED:
        return Standing.STOPPED
    if state is ClockState.PAUSED:
        return Standing.PAUSED
    due = ledger.due(calendar)
    if due is None or due.is_over_at(at):
        return Standing.OVERDUE
    is_last_day = calendar.local_date(at) == due.on
    if ends_within_day(due):
        is_at_risk = utc(at) >= utc(risk_begins(due, least_left))
    elif is_last_day:
        return Standing.DUE_TODAY
    else:
        is_at_risk = ledger.left(calendar, at) <= ledger.allowed(calendar) * least_left
    if is_at_risk:
        return Standing.AT_RISK
    return Standing.DUE_TODAY if is_last_day else Standing.ON_TRACK


@typed(late=True)
def ends_within_day(due: Due) -> bool:
    """Return whether risk is measured within the day: for hours and same-day limits."""
    return due.is_instant or due.limit.unit is Unit.SAME_DAY


@typed(late=True)
def risk_begins(due: Due, risk_share: Fraction = RISK_SHARE) -> datetime:
    """Return the instant from which at most *risk_share* of a limit in hours is left.

    For a limit of the same day that share of the office time from the receipt, or from the
    beginning of the day, until the office closes; the receipt itself if it closed before.
    Exact; an instant between two microseconds is the later of them.
    """
    calendar, limit = due.calendar, due.limit
    used = 1 - exact(risk_share, name="risk_share")
    if limit.unit is Unit.SAME_DAY:
        begin = max(due.receipt.at or calendar.start_of(due.on), calendar.start_of(due.on), key=utc)
        work = calendar.working_time(begin, calendar.end_of(due.on))
        part = Fraction(work // _MICROSECOND) * used
        return calendar.add_working_time(begin, -(-part // 1) * _MICROSECOND) if work else begin
    if used <= 0:
        return due.receipt.at or calendar.start_of(due.receipt.on)
    part = limit.amount * used
    soon = evolve(limit, amount=part).due(due.begun[-1], calendar, pauses=due.pauses).at
    is_exact = (part * 3_600_000_000).denominator == 1
    return soon if is_exact else (utc(soon) + _MICROSECOND).astimezone(calendar.zone)
