"""Days off that a law names once for every year: by date, or by their distance from Easter.

The only file of this package that imports dateutil. How they change a calendar is in `_days`.
"""

import calendar
from datetime import date, timedelta

from dateutil.easter import easter

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.law import Basis
from caseflow.texts import Text

__all__ = ["YearlyDay"]

#: So many days off lie around Easter: Septuagesima is 63 days before, Trinity Sunday 56 after.
_NEAR_EASTER = 100


@typed
@frozen
class YearlyDay:
    """Name a day off of every year: `on` as "05-05", or `easter` days after Easter Sunday.

    Easter is that of the Gregorian calendar. `first_year` and `last_year` are the years the rule
    covers, both included; None is open. `basis` is the law that names the day. A 29 February is a
    day off in leap years only.

    >>> day = YearlyDay(Text(en="Good Friday"), easter=-2)
    >>> day.in_year(2026)
    datetime.date(2026, 4, 3)

    Raises:
        ValueInvalidError: neither or both of `on` and `easter`, no day of the year, or a distance
            of more than 100 days.
    """

    name: Text
    on: str | None = None
    easter: int | None = None
    basis: Basis = ""
    first_year: int | None = None
    last_year: int | None = None

    def __attrs_post_init__(self) -> None:
        if (self.on is None) == (self.easter is None):
            raise ValueInvalidError("yearly day", self.on, 'either on="05-05" or easter=-2')
        if self.easter is not None and not -_NEAR_EASTER <= self.easter <= _NEAR_EASTER:
            raise ValueInvalidError("easter", self.easter, "days from -100 to 100")
        if self.on is not None:
            _month_and_day(self.on)

    def in_year(self, year: int) -> date | None:
        """Return the day of *year*; None where the rule does not cover it or it has no such day.

        Raises:
            ValueInvalidError: the year lies outside those that calendars know.
        """
        if not 1900 <= year <= 2200:
            raise ValueInvalidError("year", year, "a year from 1900 to 2200")
        begins, ends = self.first_year, self.last_year
        if (begins is not None and year < begins) or (ends is not None and year > ends):
            return None
        if self.easter is not None:
            return easter(year) + timedelta(days=self.easter)
        month, day = _month_and_day(self.on or "")
        if day > calendar.monthrange(year, month)[1]:
            return None
        return date(year, month, day)


def _month_and_day(text: str) -> tuple[int, int]:
    try:
        # A leap year, so that 29 February is a day.
        found = date.fromisoformat(f"2000-{text}")
    except ValueError:
        raise ValueInvalidError("yearly day", text, 'a month and a day as "05-05"') from None
    return found.month, found.day
