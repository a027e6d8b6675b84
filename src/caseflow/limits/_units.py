"""The words of a time limit: its unit and the rules by which it is counted.

No arithmetic here.
"""

import enum
from datetime import time
from typing import cast

from caseflow._date_texts import time_text
from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.law import Basis
from caseflow.texts import Message, Text

__all__ = [
    "Convention",
    "CutOff",
    "EndOfDay",
    "MonthOnPause",
    "PauseDays",
    "Supplement",
    "Unit",
]


class Unit(enum.Enum):
    """Name what a limit counts."""

    WORKING_DAY = "working-day"
    CALENDAR_DAY = "calendar-day"
    WORKING_HOUR = "working-hour"
    CLOCK_HOUR = "clock-hour"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    SAME_DAY = "same-day"

    @property
    def is_hours(self) -> bool:
        """Return whether the limit ends at an instant and not with a day."""
        return self in (Unit.WORKING_HOUR, Unit.CLOCK_HOUR)

    @property
    def is_working(self) -> bool:
        """Return whether only office time counts."""
        return self in (Unit.WORKING_DAY, Unit.WORKING_HOUR)

    def label(self, language: str, *, one: bool = False) -> str:
        """Return the name of the unit for people, as in "15 working days"."""
        many, single = _LABELS[self]
        return (single if one else many).in_(language)

    @property
    def texts(self) -> tuple[Text, Text]:
        """Return the names of the unit, of many and of one."""
        return _LABELS[self]


_LABELS = {
    Unit.WORKING_DAY: (Message("units.working-days"), Message("units.working-day")),
    Unit.CALENDAR_DAY: (Message("units.calendar-days"), Message("units.calendar-day")),
    Unit.WORKING_HOUR: (Message("units.working-hours"), Message("units.working-hour")),
    Unit.CLOCK_HOUR: (Message("units.hours"), Message("units.hour")),
    Unit.WEEK: (Message("units.weeks"), Message("units.week")),
    Unit.MONTH: (Message("units.months"), Message("units.month")),
    Unit.YEAR: (Message("units.years"), Message("units.year")),
    Unit.SAME_DAY: (Message("units.same-day"), Message("units.same-day")),
}


class Convention(enum.Enum):
    """Say how working days are counted.

    CIVIL: the day of the event is not counted and the limit ends with its last day.
    HOURS8: N working days are N times the hours of a working day (`TimeLimit.day_hours`, eight
    unless another number is given) from the instant of receipt.
    """

    CIVIL = "civil"
    HOURS8 = "hours8"


class Supplement(enum.Enum):
    """Say what a request for more papers does to the limit.

    RESTART: it starts again from zero (Decree 61/2018/NĐ-CP Art. 19.4). PAUSE: it stands still.
    NOT_STARTED: the papers are asked before acceptance, so the limit has not started.
    """

    RESTART = "restart"
    PAUSE = "pause"
    NOT_STARTED = "not-started"


class EndOfDay(enum.Enum):
    """Say when the last day of a limit ends: at 24:00, or when the office closes."""

    MIDNIGHT = "midnight"
    CLOSING = "closing"


class MonthOnPause(enum.Enum):
    """Say how long a month is once the clock has stood still.

    SHIFT: the limit keeps the number of days it had from its anchor. THIRTY_DAYS: a month is 30
    days and a year 365 (Civil Code 91/2015/QH13 Art. 146.1, which speaks of agreed periods).
    """

    SHIFT = "shift"
    THIRTY_DAYS = "thirty-days"


class PauseDays(enum.Enum):
    """Say which of the two days at the ends of a pause count towards a limit in days.

    FIRST: the day on which it begins, not the day on which it ends, because a day counts when the
    clock was running as that day began. BOTH: the law leaves out what lies between, as from the
    day after a request until the day of the answer. NEITHER: the law leaves out the period that
    begins with the one day and ends with the other, which for a pause within one day is that day.
    """

    FIRST = "first"
    BOTH = "both"
    NEITHER = "neither"


@typed(late=True)
@frozen
class CutOff:
    """Name a time after which a receipt counts as made on the next working day.

    Either `at`, a time of day in the zone of the calendar, or `before_close`, minutes before the
    office closes. A receipt exactly at that time is still in time; a receipt on a day off is not.

    >>> CutOff(at=time(15, 0)).text("en")
    'after 15:00'
    """

    at: time | None = None
    before_close: int | None = None
    citation: Basis = ""

    def __attrs_post_init__(self) -> None:
        if (self.at is None) == (self.before_close is None):
            raise ValueInvalidError(
                "cut-off", self, "either at=time(15, 0) or before_close=60, in minutes"
            )
        if self.at is not None and (
            not isinstance(cast("object", self.at), time) or self.at.tzinfo is not None
        ):
            raise ValueInvalidError("cut-off", self.at, "a wall-clock time as time(15, 0)")
        minutes: object = self.before_close
        if minutes is not None and not (minutes.__class__ is int and 0 < minutes < 24 * 60):
            raise ValueInvalidError("cut-off", self.before_close, "minutes from 1 to 1439")

    def text(self, language: str) -> str:
        """Return the rule for people."""
        if self.at is not None:
            return Message("limits.after", time=time_text(self.at, language)).in_(language)
        return Message("limits.in-the-last-minutes-of", before_close=self.before_close).in_(
            language
        )
