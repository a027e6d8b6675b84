"""Count a limit on a calendar: pure arithmetic on days and instants, pauses included.

A pause on the day axis is (P, Q]: the day of the pause is used, the day of the resumption is not,
because a day is used when the clock was running as that day began; `PauseDays` names the laws that
count the two days otherwise. On the time axis it is [p, r).

The only file that imports dateutil.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple, TypeVar, cast

from attrs import frozen

from caseflow._typed import short
from caseflow.calendars import OfficeCalendar
from caseflow.errors import CalendarHorizonError, PauseError, TimeOfDayError, ValueInvalidError
from caseflow.law import Basis
from caseflow.limits._units import CutOff, PauseDays
from caseflow.values import Moment, aware, utc

__all__ = [
    "DaySpan",
    "InstantSpan",
    "Pause",
    "Receipt",
    "add_calendar_days",
    "add_clock_time",
    "add_months",
    "add_partial_day",
    "add_working_days",
    "add_working_time",
    "as_pause",
    "day_of",
    "day_pauses",
    "exact_time",
    "instant_pauses",
    "last_instant",
    "receive",
    "refuse_reversed",
    "same_day",
]

M = TypeVar("M", date, datetime)

MICROSECOND = timedelta(microseconds=1)


@short
class Pause(NamedTuple):
    """Hold a stretch in which the clock stood still, why, and on what legal basis."""

    start: Moment
    end: Moment
    reason: str = ""
    basis: Basis = ""


_ONE_DAY = timedelta(days=1)
DaySpan = tuple[date, date]
InstantSpan = tuple[datetime, datetime]


@short
@frozen
class Receipt:
    """Say from which day, and from which instant, a limit is counted.

    `on` is the event day, which is not counted; `at` is None when only the day is known.
    `moved` says that a cut-off moved the receipt to a later working day.
    """

    on: date
    at: datetime | None
    moved: bool = False


def day_of(moment: Moment, calendar: OfficeCalendar) -> date:
    """Return the civil day of *moment* in the zone of the calendar."""
    return calendar.local_date(moment) if isinstance(moment, datetime) else moment


def last_instant(moment: Moment, calendar: OfficeCalendar) -> datetime:
    """Return *moment*, or the end of the day when only the day is known."""
    return moment if isinstance(moment, datetime) else calendar.end_of(moment)


def receive(start: Moment, calendar: OfficeCalendar, cutoff: CutOff | None) -> Receipt:
    """Apply the cut-off to the moment of receipt.

    Raises:
        TimeOfDayError: only the day is known and the cut-off needs the time.
    """
    if not isinstance(cast("object", start), date):
        raise ValueInvalidError("start", start, "a date or a datetime with a zone")
    at = aware(start, name="start") if isinstance(start, datetime) else None
    on = day_of(start, calendar)
    if cutoff is None:
        calendar.is_working_day(on)
        return Receipt(on, at)
    if calendar.is_working_day(on):
        if at is None:
            raise TimeOfDayError("start", on, f"the cut-off ({cutoff.text('en')})")
        if not _is_after(at, on, calendar, cutoff):
            return Receipt(on, at)
    moved = calendar.add_working_days(on, 1)
    return Receipt(moved, calendar.opening(moved), moved=True)


def _is_after(at: datetime, on: date, calendar: OfficeCalendar, cutoff: CutOff) -> bool:
    if cutoff.at is not None:
        return at.astimezone(calendar.zone).time() > cutoff.at
    closing = calendar.closing(on)
    minutes = timedelta(minutes=cutoff.before_close or 0)
    return closing is not None and utc(at) > utc(closing) - minutes


# ── pauses ──────────────────────────────────────────────────────────────────────────────────


def as_pause(pause: Pause | tuple[Moment, Moment]) -> Pause:
    """Return *pause* as a `Pause`, without a reason if it came as a bare pair.

    Raises:
        ValueInvalidError: it is no pair of dates or instants.
        NaiveDatetimeError: an instant without a zone.
    """
    whole = pause if isinstance(pause, Pause) else _paired(pause)
    for moment in (whole.start, whole.end):
        if isinstance(moment, datetime):
            aware(moment, name="pause")
        elif not isinstance(cast("object", moment), date):
            raise ValueInvalidError("pause", moment, "a date or a datetime with a zone")
    return whole


def _paired(pair: tuple[Moment, ...]) -> Pause:
    if len(pair) != 2:
        raise ValueInvalidError("pause", pair, "a pair: when it began and when it ended")
    return Pause(pair[0], pair[1])


def day_pauses(
    pauses: Iterable[Pause], calendar: OfficeCalendar, days: PauseDays = PauseDays.FIRST
) -> list[DaySpan]:
    """Return the pauses as united (P, Q] spans of the days left out; empty ones vanish."""
    spans: list[DaySpan] = []
    if not pauses:
        return spans
    for start, end, *_ in pauses:
        refuse_reversed(start, end, calendar)
        first, last = day_of(start, calendar), day_of(end, calendar)
        if days is PauseDays.BOTH:
            last -= _ONE_DAY
        elif days is PauseDays.NEITHER:
            first -= _ONE_DAY
        if first < last:
            spans.append((first, last))
    return _united(spans)


def instant_pauses(
    pauses: Iterable[Pause], calendar: OfficeCalendar, *, rule: str | None
) -> list[InstantSpan]:
    """Return the pauses as united [p, r) spans of instants.

    With *rule* a bare date is refused in its name; without, it stands for the end of the day.
    """
    spans: list[InstantSpan] = []
    for start, end, *_ in pauses:
        if rule is not None:
            for moment in (start, end):
                if not isinstance(moment, datetime):
                    raise TimeOfDayError("pause", moment, rule)
        first = utc(last_instant(start, calendar))
        last = utc(last_instant(end, calendar))
        _refuse_reversed(start, end, reversed_=last < first)
        if first < last:
            spans.append((first, last))
    return _united(spans)


def refuse_reversed(start: Moment, end: Moment, calendar: OfficeCalendar) -> None:
    """Raise `PauseError` when the pause ends before it begins."""
    first, last = day_of(start, calendar), day_of(end, calendar)
    _refuse_reversed(start, end, reversed_=last < first or _instants_reversed(start, end))


def _instants_reversed(start: Moment, end: Moment) -> bool:
    return isinstance(start, datetime) and isinstance(end, datetime) and utc(end) < utc(start)


def _refuse_reversed(start: Moment, end: Moment, *, reversed_: bool) -> None:
    if reversed_:
        raise PauseError(start, end, "it ends before it begins")


def _united(spans: list[tuple[M, M]]) -> list[tuple[M, M]]:
    """Unite overlapping and touching spans; the order they came in does not matter."""
    united: list[tuple[M, M]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


# ── the two axes ────────────────────────────────────────────────────────────────────────────


def _walk(
    start: M,
    allowed: int,
    pauses: Iterable[tuple[M, M]],
    measure: Callable[[M, M], int],
    advance: Callable[[M, int], M],
) -> M:
    """Spend *allowed* days or microseconds from *start* on, standing still in the pauses.

    A pause that begins when everything is spent changes nothing.
    """
    for stopped, resumed in pauses:
        if resumed <= start:
            continue
        used = measure(start, max(stopped, start))
        if used >= allowed:
            break
        allowed -= used
        start = resumed
    return advance(start, allowed)


def add_working_days(
    event_on: date, days: int, pauses: Sequence[DaySpan], calendar: OfficeCalendar
) -> date:
    """Return the day on which the *days*-th working day is used. O(pauses)."""
    return _walk(event_on, days, pauses, calendar.count_working_days, calendar.add_working_days)


def add_calendar_days(
    event_on: date, days: int, pauses: Sequence[DaySpan], calendar: OfficeCalendar
) -> date:
    """Return the day on which the *days*-th calendar day is used. O(pauses)."""

    def advance(start: date, left: int) -> date:
        try:
            return start + timedelta(days=left)
        except OverflowError:
            raise _horizon(calendar, f"{event_on} +{days} days") from None

    return _walk(event_on, days, pauses, lambda a, b: (b - a).days, advance)


def add_working_time(
    start: datetime, work: timedelta, pauses: Sequence[InstantSpan], calendar: OfficeCalendar
) -> datetime:
    """Return the earliest instant at which *work* of office time is used. O(pauses log n)."""

    def measure(first: datetime, last: datetime) -> int:
        return calendar.working_time(first, last) // MICROSECOND

    def advance(moment: datetime, left: int) -> datetime:
        return calendar.add_working_time(moment, left * MICROSECOND)

    return _walk(utc(start), work // MICROSECOND, pauses, measure, advance).astimezone(
        calendar.zone
    )


def add_clock_time(
    start: datetime, length: timedelta, pauses: Sequence[InstantSpan], calendar: OfficeCalendar
) -> datetime:
    """Return the instant at which *length* of elapsed time is used, in the calendar's zone."""

    def measure(first: datetime, last: datetime) -> int:
        return (last - first) // MICROSECOND

    def advance(moment: datetime, left: int) -> datetime:
        try:
            return (moment + left * MICROSECOND).astimezone(calendar.zone)
        except OverflowError:
            raise _horizon(calendar, f"{start} + {length}") from None

    return _walk(utc(start), length // MICROSECOND, pauses, measure, advance)


def add_months(event_on: date, months: int, calendar: OfficeCalendar) -> date:
    """Return the same-numbered day *months* later, or the last day of that month.

    Source: Civil Code 91/2015/QH13 Art. 148.3.

    >>> calendar = OfficeCalendar.weekends(first_year=2024, last_year=2026)
    >>> add_months(date(2025, 1, 31), 1, calendar)
    datetime.date(2025, 2, 28)
    """
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 - lazy: most limits are in days

    try:
        return event_on + relativedelta(months=months)
    except (ValueError, OverflowError):
        raise _horizon(calendar, f"{event_on} +{months} months") from None


def add_partial_day(
    event_on: date,
    whole: int,
    work: timedelta,
    pauses: Sequence[DaySpan],
    calendar: OfficeCalendar,
) -> datetime:
    """Return the instant *work* into the day after the *whole*-th used working day.

    What a short day cannot hold is taken from the next used day.
    """
    while True:
        whole += 1
        on = add_working_days(event_on, whole, pauses, calendar)
        opening, ending = calendar.start_of(on), calendar.end_of(on)
        holds = calendar.working_time(opening, ending)
        if work <= holds:
            return calendar.add_working_time(opening, work)
        work -= holds


def same_day(event_on: date, pauses: Sequence[DaySpan], calendar: OfficeCalendar) -> date:
    """Return the event day if it is worked, else the next working day that is used.

    As with every limit in days, a pause that begins on the last day leaves that day.
    """
    # Only a receipt that a cut-off moved can have its event day inside a pause.
    stands_still = any(stopped < event_on <= resumed for stopped, resumed in pauses)
    if calendar.is_working_day(event_on) and not stands_still:
        return event_on
    return add_working_days(event_on, 1, pauses, calendar)


def exact_time(hours: Fraction) -> timedelta:
    """Return *hours* as a length, cut to the microsecond below."""
    return timedelta(microseconds=int(hours * 3_600_000_000))


def _horizon(calendar: OfficeCalendar, needed: str) -> CalendarHorizonError:
    return CalendarHorizonError(calendar.version, needed, calendar.first_on, calendar.last_on)
