"""The rules by which a time limit is counted, as one frozen value; counting is in `_ends`."""

from fractions import Fraction

from attrs import field, frozen

from caseflow._typed import short
from caseflow.calendars import Roll
from caseflow.errors import FloatRefusedError, LimitError, ValueInvalidError
from caseflow.law import Basis
from caseflow.limits._units import (
    Convention,
    CutOff,
    EndOfDay,
    MonthOnPause,
    PauseDays,
    Unit,
)
from caseflow.limits._words import limit_text
from caseflow.values import exact

__all__ = ["CALENDAR_UNITS", "CountingRules"]

_MOST = 1_000_000
_NOTHING = Fraction(0)
#: The units whose periods take in days off.
CALENDAR_UNITS = (Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR)
_WORDS: dict[str, type] = {
    "unit": Unit,
    "convention": Convention,
    "roll": Roll,
    "end_of_day": EndOfDay,
    "month_on_pause": MonthOnPause,
    "pause_days": PauseDays,
}


def _amount(value: object) -> Fraction:
    if isinstance(value, float):
        raise FloatRefusedError("amount", value)
    return exact(value, name="amount")


def _require(kind: type, name: str, value: object) -> None:
    if not isinstance(value, kind):
        raise ValueInvalidError(name, value, f"a {kind.__name__}")


def _require_whole(name: str, value: int, least: int, most: int) -> None:
    if value.__class__ is not int or not least <= value <= most:
        raise ValueInvalidError(name, value, f"a whole number from {least} to {most}")


@short
@frozen
class CountingRules:
    """Hold an amount of time and how it is counted; `TimeLimit` explains the fields."""

    amount: Fraction = field(converter=_amount)
    unit: Unit
    convention: Convention = field(default=Convention.CIVIL, kw_only=True)
    cutoff: CutOff | None = field(default=None, kw_only=True)
    roll: Roll = field(default=Roll.NEXT, kw_only=True)
    end_of_day: EndOfDay = field(default=EndOfDay.MIDNIGHT, kw_only=True)
    month_on_pause: MonthOnPause = field(default=MonthOnPause.SHIFT, kw_only=True)
    pause_days: PauseDays = field(default=PauseDays.FIRST, kw_only=True)
    roll_up_to: int | None = field(default=None, kw_only=True)
    least_working_days: int = field(default=0, kw_only=True)
    day_hours: int = field(default=8, kw_only=True)
    citation: Basis = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        # A wrong word would give a wrong date in silence.
        for name, kind in _WORDS.items():
            _require(kind, name, getattr(self, name))
        self._refuse_wrong_numbers()
        if self.cutoff is not None:
            _require(CutOff, "cutoff", self.cutoff)
        if not 0 < self.amount <= _MOST:
            raise LimitError(
                str(self.amount), self.unit.label("en"), f"an amount above 0 and at most {_MOST}"
            )
        whole_only = (Unit.WEEK, Unit.MONTH, Unit.YEAR)
        if self.unit in whole_only and self.amount.denominator != 1:
            raise LimitError(
                str(self.amount), self.unit.label("en"), "a whole number, or the period in days"
            )
        if self.unit is Unit.SAME_DAY and self.amount != 1:
            raise LimitError(str(self.amount), "same day", "same_day() without an amount")

    def _refuse_wrong_numbers(self) -> None:
        if self.roll_up_to is not None:
            _require_whole("roll_up_to", self.roll_up_to, 1, _MOST)
        _require_whole("least_working_days", self.least_working_days, 0, 365)
        _require_whole("day_hours", self.day_hours, 1, 24)
        is_whole_period = self.unit in CALENDAR_UNITS and not self.part
        if self.least_working_days and not is_whole_period:
            allowed = "a whole number of calendar days, weeks, months or years"
            raise LimitError(
                str(self.amount), self.unit.label("en"), f"{allowed}, for least_working_days"
            )

    @property
    def whole(self) -> int:
        """Return the whole units of the amount."""
        return self.amount.numerator // self.amount.denominator

    @property
    def part(self) -> Fraction:
        """Return the fraction of a unit beyond the whole ones."""
        return _NOTHING if self.amount.denominator == 1 else self.amount - self.whole

    @property
    def rolls(self) -> bool:
        """Return whether a calendar period of this length moves when it ends on a day off."""
        is_short = self.roll_up_to is None or self.amount <= self.roll_up_to
        return self.roll is not Roll.NONE and is_short

    @property
    def counts_hours(self) -> bool:
        """Return whether it is counted on the axis of time and not of days."""
        return self.unit.is_hours or self.counts_day_hours

    @property
    def counts_day_hours(self) -> bool:
        """Return whether its working days are each so many working hours."""
        return self.unit is Unit.WORKING_DAY and self.convention is Convention.HOURS8

    def text(self, language: str) -> str:
        """Return the limit for people, as "15 working days"."""
        return limit_text(self.amount, self.unit, language)
