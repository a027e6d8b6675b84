"""Which days and hours an office works, and why.

`OfficeCalendar` is weekly rest, public holidays and decrees resolved once into immutable tables.
Deadlines, pauses and cases do not belong here.
"""

from caseflow.calendars._days import Certainty, Day, DayKind, Roll
from caseflow.calendars._decrees import DayOff, Decree, MakeUp
from caseflow.calendars._files import (
    CALENDAR_KEYS,
    load_calendar,
    read_calendar,
)
from caseflow.calendars._kept_holidays import keep_holidays
from caseflow.calendars._named import NamedCalendars
from caseflow.calendars._office import OfficeCalendar
from caseflow.calendars._plain import calendar_from_data, calendar_to_data
from caseflow.calendars._sessions import Sessions, parse_sessions
from caseflow.calendars._spec import CalendarSpec
from caseflow.calendars._yearly import YearlyDay

__all__ = [
    "CALENDAR_KEYS",
    "CalendarSpec",
    "Certainty",
    "Day",
    "DayKind",
    "DayOff",
    "Decree",
    "MakeUp",
    "NamedCalendars",
    "OfficeCalendar",
    "Roll",
    "Sessions",
    "YearlyDay",
    "calendar_from_data",
    "calendar_to_data",
    "keep_holidays",
    "load_calendar",
    "parse_sessions",
    "read_calendar",
]
