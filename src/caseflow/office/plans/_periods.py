"""Periods of plans and figures, as people write them: a year, a month, a week, or a day.

Weeks are those of ISO 8601. Which days are worked is the calendar's to say.
"""

import re
from datetime import date, timedelta

from attrs import field

from caseflow._fields import is_day
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError

__all__ = ["PlanPeriod", "plan_period"]

_FORM = re.compile(r"([0-9]{4})(?:-(?:W([0-9]{2})|([0-9]{2})(?:-([0-9]{2}))?))?")
_ALLOWED = "a year, a month, a week or a day, as 2026, 2026-10, 2026-W32 or 2026-10-05"
_DAY = timedelta(days=1)


@typed
@frozen
class PlanPeriod:
    """Hold the civil days from *first* through *last*; *text* is how people write the period."""

    text: str
    first: date = field(validator=is_day)
    last: date = field(validator=is_day)

    def __attrs_post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.last < self.first:
            raise ValueInvalidError("period", self.text, "a last day that is not before the first")

    @property
    def is_day(self) -> bool:
        """Return whether it is one day."""
        return self.first == self.last

    @property
    def is_month(self) -> bool:
        """Return whether it is a month."""
        return len(self.text) == len("2026-10") and "W" not in self.text

    @property
    def is_year(self) -> bool:
        """Return whether it is a year."""
        return len(self.text) == len("2026")

    def __contains__(self, on: date) -> bool:
        return self.first <= on <= self.last

    def overlaps(self, other: "PlanPeriod") -> bool:
        """Return whether a day belongs to both."""
        return self.first <= other.last and other.first <= self.last


@typed
def plan_period(text: str) -> PlanPeriod:
    """Return the period that *text* writes.

    >>> plan_period("2026-02").last, plan_period("2026-W32").first
    (datetime.date(2026, 2, 28), datetime.date(2026, 8, 3))

    Raises:
        ValueInvalidError: it is no year, month, week or day.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueInvalidError("period", text, _ALLOWED)
    try:
        first, last = _days(*(None if each is None else int(each) for each in found.groups()))
    except (ValueError, OverflowError):
        raise ValueInvalidError("period", text, _ALLOWED) from None
    return PlanPeriod(text, first, last)


def _days(
    year: int | None, week: int | None, month: int | None, day: int | None
) -> tuple[date, date]:
    year = year or 0
    if week is not None:
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is not None:
        return date(year, month, day), date(year, month, day)
    begun = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return begun, following - _DAY
