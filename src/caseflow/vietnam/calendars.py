"""The national calendar of Viet Nam, from the reviewed decree file.

The file is data/decrees.toml; where each decree was seen stands there.
"""

from functools import cache

from caseflow._typed import typed
from caseflow.calendars import NamedCalendars, OfficeCalendar, keep_holidays, read_calendar
from caseflow.vietnam._shipped import shipped_text
from caseflow.vietnam.law import RULES

__all__ = ["CALENDARS", "calendar"]


@typed
@cache
def calendar() -> OfficeCalendar:
    """Return the calendar of state offices: official 2018 to 2027, projected to 2035.

    Saturday and Sunday off, public holidays and swapped working days as decided year by year,
    office hours 07:30-11:30 and 13:30-17:30, zone Asia/Ho_Chi_Minh. The eight hours of a day are
    those of Labour Code 45/2019/QH14 Art. 105.

    Source: the decisions in data/decrees.toml; Decision 188/1999/QĐ-TTg Art. 1 (weekly rest);
    Labour Code 45/2019/QH14 Arts. 111.3 and 112, and Labour Code 10/2012/QH13 before 2021.

    >>> from datetime import date
    >>> calendar().add_working_days(date(2025, 12, 30), 7)
    datetime.date(2026, 1, 10)
    """
    keep_holidays(shipped_text("public-holidays.json"))
    return read_calendar(shipped_text("decrees.toml"), name="data/decrees.toml", law=RULES)


#: By the name that commands and calendar files give it; found by the entry point of the pack.
CALENDARS = NamedCalendars({"vn": calendar}, RULES)
