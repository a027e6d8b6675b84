"""Which days and hours an office works, and why.

`OfficeCalendar` is weekly rest, public holidays and decrees resolved once into immutable tables.
Deadlines, pauses and cases do not belong here.
"""

from caseflow.calendars.days import Certainty, Day, DayKind, Roll
from caseflow.calendars.decrees import DayOff, Decree, MakeUp
from caseflow.calendars.files import (
    CALENDAR_KEYS,
    load_calendar,
    read_calendar,
)
from caseflow.calendars.kept_holidays import keep_holidays
from caseflow.calendars.named import NamedCalendars
from caseflow.calendars.office import OfficeCalendar
from caseflow.calendars.plain import calendar_from_data, calendar_to_data
from caseflow.calendars.sessions import Sessions, parse_sessions
from caseflow.calendars.spec import CalendarSpec
from caseflow.calendars.yearly import YearlyDay

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
