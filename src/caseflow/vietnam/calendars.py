"""The national calendar of Viet Nam, from the reviewed decree file.

May import: calendars. The file is data/decrees.toml; where each decree was seen stands there.
"""

from functools import cache
from importlib.resources import files

from caseflow.calendars import OfficeCalendar, read_calendar

__all__ = ["calendar"]


@cache
def calendar() -> OfficeCalendar:
    """Return the calendar of state offices: official 2018 to 2026, projected to 2035.

    Saturday and Sunday off, public holidays and swapped working days as decided year by year,
    office hours 07:30-11:30 and 13:30-17:30, zone Asia/Ho_Chi_Minh.

    Source: the decisions in data/decrees.toml; Labour Code 45/2019/QH14 Arts. 111 and 112.

    >>> from datetime import date
    >>> calendar().add_working_days(date(2025, 12, 30), 7)
    datetime.date(2026, 1, 10)
    """
    path = files("caseflow.vietnam").joinpath("data", "decrees.toml")
    return read_calendar(path.read_text(encoding="utf-8"), name="data/decrees.toml")
