"""Calendars as plain tables of integers: days of an office, and sessions of rosters.

Instants are microseconds since 1970-01-01 UTC, days are numbers from the first day of the table.
The answers are those of `OfficeCalendar`; limits are counted in `_clocks`.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from caseflow.calendars import OfficeCalendar
from caseflow.calendars._segments import segments_of
from caseflow.errors import CalendarHorizonError

__all__ = ["NEVER", "DayTable", "SessionTable", "instant", "micros"]

#: Later than every instant.
NEVER = 1 << 62

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Return an instant as microseconds since 1970 UTC."""
    return (at - _EPOCH) // _MICROSECOND


def instant(at: int, calendar: OfficeCalendar) -> datetime:
    """Return an instant in the zone of *calendar*."""
    return (_EPOCH + _MICROSECOND * at).astimezone(calendar.zone)


class DayTable:
    """Hold the days of an office from *first_on* to the last one that its calendar knows.

    `rank[n]` counts the working days up to and including day n, `working` lists them, and
    `starts[n]` is the instant at which day n begins; there is one more start than there are days.
    """

    __slots__ = ("_asked", "calendar", "first_on", "rank", "starts", "working")

    def __init__(self, calendar: OfficeCalendar, first_on: date) -> None:
        """Read the calendar day by day: about a microsecond a day."""
        self.calendar, self.first_on = calendar, first_on
        length = (calendar.last_on - first_on).days + 1
        days = [first_on + timedelta(days=n) for n in range(length)]
        is_worked = [calendar.is_working_day(on) for on in days]
        self.rank = [*accumulate(map(int, is_worked))]
        self.working = [number for number, worked in enumerate(is_worked) if worked]
        self.starts = [*(micros(calendar.start_of(on)) for on in days)]
        self.starts.append(micros(calendar.end_of(days[-1])))
        # The clocks of a filing ask for the day of one instant, one after another.
        self._asked = (-1, 0)

    def day(self, at: int) -> int:
        """Return the number of the civil day of an instant."""
        asked, found = self._asked
        if asked == at:
            return found
        found = bisect_right(self.starts, at) - 1
        if not 0 <= found < len(self.rank):
            raise self._horizon(at)
        self._asked = (at, found)
        return found

    def on(self, day: int) -> date:
        """Return a day by its number."""
        return self.first_on + timedelta(days=day)

    def number(self, on: date) -> int:
        """Return the number of a day, which may lie before the first one."""
        return (on - self.first_on).days

    def working_day(self, rank: int) -> int:
        """Return the day that is the *rank*-th working day, counted from 1."""
        if not 0 < rank <= len(self.working):
            raise self._horizon(self.starts[-1])
        return self.working[rank - 1]

    def _horizon(self, at: int) -> CalendarHorizonError:
        calendar = self.calendar
        needed = instant(at, calendar).isoformat()
        return CalendarHorizonError(calendar.version, needed, calendar.first_on, calendar.last_on)


class SessionTable:
    """Hold the sessions of a calendar from a day on, as starts, ends and the work before each.

    Sessions that touch are one, so that a clerk who works around the clock never stops.
    """

    __slots__ = ("calendar", "ends", "starts", "work")

    def __init__(self, calendar: OfficeCalendar, first_on: date) -> None:
        """Read the sessions: about two microseconds a day."""
        self.calendar = calendar
        length = (calendar.last_on - first_on).days + 1
        days = (first_on + timedelta(days=n) for n in range(length))
        worked = ((on, calendar.sessions_on(on)) for on in days)
        starts, ends, _ = segments_of(((on, each) for on, each in worked if each), calendar.zone)
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in zip(starts, ends, strict=True):
            if self.ends and self.ends[-1] == start:
                self.ends[-1] = end
            else:
                self.starts.append(start)
                self.ends.append(end)
        lengths = (end - start for start, end in zip(self.starts, self.ends, strict=True))
        self.work = [*accumulate(lengths, initial=0)]

    def place(self, at: int) -> int:
        """Return the session that has begun last at an instant; -1 before the first one."""
        return bisect_right(self.starts, at) - 1

    def worked(self, at: int) -> int:
        """Return the time on duty before an instant."""
        place = self.place(at)
        if place < 0:
            return 0
        return self.work[place] + min(at, self.ends[place]) - self.starts[place]

    def earliest(self, work: int) -> int:
        """Return the first instant by which so much time on duty has passed.

        Raises:
            CalendarHorizonError: the calendar does not reach so far.
        """
        place = max(bisect_left(self.work, work) - 1, 0)
        if place >= len(self.starts):
            calendar = self.calendar
            needed = f"{work / 3_600_000_000:.0f} hours of work"
            raise CalendarHorizonError(
                calendar.version, needed, calendar.first_on, calendar.last_on
            )
        return self.starts[place] + work - self.work[place]
