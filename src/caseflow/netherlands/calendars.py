"""The days on which a time limit set by a Dutch law does not end."""

from functools import cache
from importlib.resources import files

from caseflow._typed import typed
from caseflow.calendars import (
    CalendarSpec,
    NamedCalendars,
    OfficeCalendar,
    YearlyDay,
    keep_holidays,
)
from caseflow.netherlands._law import HOLIDAY, RULES, RULES_OF_CALENDAR
from caseflow.texts import Text

__all__ = ["CALENDARS", "calendar"]

#: Recognised holidays that the `holidays` package gives in some years only, or not at all.
_EVERY_YEAR = (
    YearlyDay(Text(nl="Goede Vrijdag", en="Good Friday"), easter=-2, basis=HOLIDAY),
    YearlyDay(Text(nl="Bevrijdingsdag", en="Liberation Day"), on="05-05", basis=HOLIDAY),
)


@typed
@cache
def calendar() -> OfficeCalendar:
    """Return the weekends and recognised holidays of the General Time Limits Act.

    Days that a royal decree puts on a par with them, as the Friday after Ascension Day, are not
    known here: an office adds them as a decree (`OfficeCalendar.override`).

    Source: Algemene termijnenwet Arts. 1 and 3; the zone is Europe/Amsterdam.

    >>> from datetime import date
    >>> [calendar().is_working_day(date(2026, 5, day)) for day in (4, 5, 14, 25)]
    [True, False, False, False]
    """
    path = files("caseflow.netherlands").joinpath("public-holidays.json")
    keep_holidays(path.read_text(encoding="utf-8"))
    return OfficeCalendar(
        CalendarSpec(
            id="netherlands",
            zone="Europe/Amsterdam",
            country="NL",
            yearly=_EVERY_YEAR,
            first_year=2009,
            last_year=2040,
            citations=RULES_OF_CALENDAR,
        )
    )


#: By the name that commands and calendar files give it; found by the entry point of the pack.
CALENDARS = NamedCalendars({"nl": calendar}, RULES)
