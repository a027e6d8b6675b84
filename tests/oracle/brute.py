"""Find due dates the slow and obvious way: one day, or one working minute, at a time.

This is the witness against which caseflow is examined, so it imports nothing of caseflow and
shares no table and no formula with it.
The days off below were typed in by hand from the yearly notices; 2027 is provisional.

The meaning it keeps:

- the event day is not counted;
- a day is used when the clock was running as that day began, so of a pause that stops during P
  and resumes during Q the days after P up to and including Q are not used;
- overlapping pauses are one pause;
- a restart starts the limit again from the day (or instant) of the resumption;
- a pause that begins after the due date changes nothing; one that begins on the due day leaves
  the date alone under PAUSE (the day was used) and starts the limit again under RESTART;
- of two instants with the same work done the earlier one is the answer.

All times here are naive local times of Viet Nam, in whole minutes.
"""

import calendar
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction

DayPause = tuple[date, date]
MinutePause = tuple[datetime, datetime]

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
FIRST_ON = date(2018, 1, 1)
LAST_ON = date(2027, 12, 31)

# Weekday days off for civil servants; weekends are off anyway. "a-b" is a run of days.
DAYS_OFF_TYPED = {
    2018: "1/1  14/2-20/2  25/4  30/4-1/5  3/9  31/12",
    2019: "1/1  4/2-8/2  15/4  29/4-1/5  2/9",
    2020: "1/1  23/1-29/1  2/4  30/4-1/5  2/9",
    2021: "1/1  10/2-16/2  21/4  30/4 3/5  2/9-3/9",
    2022: "3/1  31/1-4/2  11/4  2/5-3/5  1/9-2/9",
    2023: "2/1  20/1-26/1  1/5-3/5  1/9 4/9",
    2024: "1/1  8/2-14/2  18/4  29/4-1/5  2/9-3/9",
    2025: "1/1  27/1-31/1  7/4  30/4-2/5  1/9-2/9",
    2026: "1/1-2/1  16/2-20/2  27/4  30/4-1/5  31/8-2/9  24/11",
    2027: "1/1  4/2-5/2 8/2-10/2  16/4  30/4 3/5  2/9-3/9  24/11",
}

# Saturdays worked in exchange for a weekday off.
MAKE_UP_DAYS = {
    date(2019, 1, 5),
    date(2019, 5, 4),
    date(2024, 5, 4),
    date(2025, 4, 26),
    date(2026, 1, 10),
    date(2026, 8, 22),
}

MORNING = (time(7, 30), time(11, 30))
AFTERNOON = (time(13, 30), time(17, 30))
HOURS_OF_A_DAY = 8


def _read(typed: dict[int, str]) -> set[date]:
    days: set[date] = set()
    for year, runs in typed.items():
        for run in runs.split():
            first, _, last = run.partition("-")
            on = _day(year, first)
            end = _day(year, last or first)
            while on <= end:
                days.add(on)
                on += ONE_DAY
    return days


def _day(year: int, written: str) -> date:
    day, month = written.split("/")
    return date(year, int(month), int(day))


DAYS_OFF = _read(DAYS_OFF_TYPED)


class BeyondTableError(Exception):
    """The answer lies outside the typed years; the caller leaves the case out."""


def is_working_day(on: date) -> bool:
    """Say whether offices work on the day."""
    if not FIRST_ON <= on <= LAST_ON:
        raise BeyondTableError(on)
    if on in MAKE_UP_DAYS:
        return True
    return on.weekday() < 5 and on not in DAYS_OFF


def next_working_day(on: date) -> date:
    """Return the first working day strictly after the day."""
    on += ONE_DAY
    while not is_working_day(on):
        on += ONE_DAY
    return on


def rolled(on: date, roll: str) -> date:
    """Move a day off to the "next" or "previous" working day; "none" leaves it."""
    step = {"next": ONE_DAY, "previous": -ONE_DAY, "none": None}[roll]
    if step is None:
        is_working_day(on)
        return on
    while not is_working_day(on):
        on += step
    return on


def event_day(
    received_at: datetime, cutoff: time | None, *, before_close: int | None = None
) -> date:
    """Return the uncounted day of a receipt under a cut-off.

    Without a cut-off it is the day of receipt, even a day off. With one, a receipt on a day off
    or strictly after the cut-off has the next working day.
    """
    on = received_at.date()
    if before_close is not None:
        close_at = datetime.combine(on, AFTERNOON[1])
        cutoff = (close_at - timedelta(minutes=before_close)).time()
    if cutoff is None:
        return on
    if not is_working_day(on) or received_at.time() > cutoff:
        return next_working_day(on)
    return on


# ── days ────────────────────────────────────────────────────────────────────────────────────


def united(pauses: Sequence[tuple]) -> list[tuple]:
    """Return the pauses in order of time, overlapping and touching ones as one."""
    result: list[tuple] = []
    for start, end in sorted(pauses):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def stood_still(on: date, pauses: Sequence[DayPause]) -> bool:
    """Say whether the clock was paused as the day began."""
    return any(stopped < on <= resumed for stopped, resumed in pauses)


def working_days_used(event: date, today: date, pauses: Sequence[DayPause]) -> int:
    """Count the working days after the event day, through today, on which the clock ran."""
    used, on = 0, event
    while on < today:
        on += ONE_DAY
        used += is_working_day(on) and not stood_still(on, pauses)
    return used


def last_day(
    event: date, amount: int | Fraction, unit: str, pauses: Sequence[DayPause], roll: str = "next"
) -> date:
    """Return the last day of a limit of a unit of days, weeks, months or years."""
    end = counted_day(event, amount, unit, pauses)
    if unit in ("working_day", "same_day"):
        return end
    return rolled(end, roll)


def counted_day(event: date, amount: int | Fraction, unit: str, pauses: Sequence[DayPause]) -> date:
    """Return the day on which the last day of the limit is used, worked or not."""
    if unit == "working_day":
        # The day a fraction falls on is the day after the whole ones: 17.5 ends during day 18.
        left = Fraction(amount)
        on = event
        while left > 0:
            on += ONE_DAY
            if is_working_day(on) and not stood_still(on, pauses):
                left -= 1
        return on
    if unit in ("calendar_day", "week"):
        left = int(amount) * (7 if unit == "week" else 1)
        on = event
        while left > 0:
            on += ONE_DAY
            if on > LAST_ON:
                raise BeyondTableError(on)
            if not stood_still(on, pauses):
                left -= 1
        return on
    if unit in ("month", "year"):
        end = same_number(event, int(amount) * (12 if unit == "year" else 1))
        on = event
        while on < end:
            on += ONE_DAY
            if on > LAST_ON:
                raise BeyondTableError(on)
            if stood_still(on, pauses):
                end += ONE_DAY
        return end
    if unit == "same_day":
        on = event
        while not is_working_day(on) or stood_still(on, pauses):
            on += ONE_DAY
        return on
    raise AssertionError(unit)


def same_number(anchor: date, months: int) -> date:
    """Return the same-numbered day so many months later, or the last day of that month."""
    year, month = anchor.year, anchor.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    if year > LAST_ON.year:
        raise BeyondTableError(year)
    return date(year, month, min(anchor.day, calendar.monthrange(year, month)[1]))


def due_on(
    event: date,
    amount: int | Fraction,
    unit: str,
    pauses: Sequence[DayPause] = (),
    *,
    policy: str = "pause",
    roll: str = "next",
) -> date:
    """Return the due date of a limit of whole days whose uncounted day is *event*."""
    due = last_day(event, amount, unit, [], roll)
    counted: list[DayPause] = []
    for stopped, resumed in united(pauses):
        if policy == "restart":
            if stopped > due:
                break
            due = last_day(resumed, amount, unit, [], roll)
        else:
            if stopped >= due:
                break
            counted.append((stopped, resumed))
            due = last_day(event, amount, unit, counted, roll)
    return due


def fraction_at(
    event: date, amount: Fraction, pauses: Sequence[DayPause] = (), *, policy: str = "pause"
) -> datetime:
    """Return the end of a fraction of a working day: its working hours into the due day."""
    due = due_on(event, amount, "working_day", pauses, policy=policy)
    minutes = (amount % 1) * HOURS_OF_A_DAY * 60
    assert minutes.denominator == 1
    assert minutes > 0
    return _walk(datetime.combine(due, time(0, 0)), int(minutes), [])


# ── hours ───────────────────────────────────────────────────────────────────────────────────


def open_minute(at: datetime) -> bool:
    """Say whether offices work during the minute that begins at *at*."""
    clock = at.time()
    in_session = MORNING[0] <= clock < MORNING[1] or AFTERNOON[0] <= clock < AFTERNOON[1]
    return in_session and is_working_day(at.date())


def _walk(start_at: datetime, minutes: int, pauses: Sequence[MinutePause]) -> datetime:
    """Count working minutes one by one from the start; return the end of the last one.

    Days off and nights are stepped over whole because no minute of them can count.
    """
    at = start_at
    left = minutes
    while True:
        if not is_working_day(at.date()) or at.time() >= AFTERNOON[1]:
            at = datetime.combine(at.date() + ONE_DAY, MORNING[0])
            continue
        if at.time() < MORNING[0]:
            at = datetime.combine(at.date(), MORNING[0])
            continue
        if open_minute(at) and not any(stop <= at < resume for stop, resume in pauses):
            left -= 1
            if left == 0:
                return at + ONE_MINUTE
        at += ONE_MINUTE


def working_minutes_due(
    start_at: datetime,
    minutes: int,
    pauses: Sequence[MinutePause] = (),
    *,
    policy: str = "pause",
    whole_due_day: bool = False,
) -> datetime:
    """Return the earliest instant by which so many working minutes have run.

    With *whole_due_day* the limit is judged by date, so that a restart asked later on the due day
    is still asked in time.
    """
    due = _walk(start_at, minutes, [])
    counted: list[MinutePause] = []
    for stopped, resumed in united(pauses):
        if policy == "restart":
            late = stopped.date() > due.date() if whole_due_day else stopped > due
            if late:
                break
            due = _walk(resumed, minutes, [])
        else:
            if stopped >= due:
                break
            counted.append((stopped, resumed))
            due = _walk(start_at, minutes, counted)
    return due


def hours8_due(
    start_at: datetime,
    days: int | Fraction,
    pauses: Sequence[MinutePause] = (),
    *,
    policy: str = "pause",
) -> datetime:
    """Return the end of N times 8 working hours from the instant of receipt.

    The answer that counts is its date.
    """
    minutes = Fraction(days) * HOURS_OF_A_DAY * 60
    assert minutes.denominator == 1
    return working_minutes_due(start_at, int(minutes), pauses, policy=policy, whole_due_day=True)


def clock_minutes_due(
    start_at: datetime,
    minutes: int,
    pauses: Sequence[MinutePause] = (),
    *,
    policy: str = "pause",
) -> datetime:
    """Return the end of so many minutes of the clock on the wall, nights and days off included."""

    def walk(begin: datetime, counted: Sequence[MinutePause]) -> datetime:
        at, left = begin, minutes
        while left > 0:
            if not any(stop <= at < resume for stop, resume in counted):
                left -= 1
            at += ONE_MINUTE
        return at

    due = walk(start_at, [])
    counted: list[MinutePause] = []
    for stopped, resumed in united(pauses):
        if policy == "restart":
            if stopped > due:
                break
            due = walk(resumed, [])
        else:
            if stopped >= due:
                break
            counted.append((stopped, resumed))
            due = walk(start_at, counted)
    return due
