"""Short ways to write a time limit: `working_days(15)`, `months(1)`, `same_day()`.

Rules other than the unit are set with `attrs.evolve`.
"""

from fractions import Fraction

from caseflow._typed import typed
from caseflow.law import Basis
from caseflow.limits._limit import TimeLimit
from caseflow.limits._units import CutOff, Unit

__all__ = [
    "calendar_days",
    "clock_hours",
    "months",
    "same_day",
    "weeks",
    "working_days",
    "working_hours",
    "years",
]


@typed(late=True)
def working_days(amount: int | Fraction | str, *, citation: Basis = "") -> TimeLimit:
    """Return a limit in working days; fractions such as "17.5" are exact."""
    return TimeLimit(amount, Unit.WORKING_DAY, citation=citation)


@typed(late=True)
def calendar_days(amount: int | Fraction | str, *, citation: Basis = "") -> TimeLimit:
    """Return a limit in calendar days, which rolls when it ends on a day off."""
    return TimeLimit(amount, Unit.CALENDAR_DAY, citation=citation)


@typed(late=True)
def working_hours(amount: int | Fraction | str, *, citation: Basis = "") -> TimeLimit:
    """Return a limit in working hours, counted only while the office works."""
    return TimeLimit(amount, Unit.WORKING_HOUR, citation=citation)


@typed(late=True)
def clock_hours(amount: int | Fraction | str, *, citation: Basis = "") -> TimeLimit:
    """Return a limit in hours that run day and night."""
    return TimeLimit(amount, Unit.CLOCK_HOUR, citation=citation)


@typed(late=True)
def weeks(amount: int, *, citation: Basis = "") -> TimeLimit:
    """Return a limit in weeks of seven calendar days."""
    return TimeLimit(amount, Unit.WEEK, citation=citation)


@typed(late=True)
def months(amount: int, *, citation: Basis = "") -> TimeLimit:
    """Return a limit in months, ending on the same-numbered day or the last of the month."""
    return TimeLimit(amount, Unit.MONTH, citation=citation)


@typed(late=True)
def years(amount: int, *, citation: Basis = "") -> TimeLimit:
    """Return a limit in years; 29 February ends on the 28th of a common year."""
    return TimeLimit(amount, Unit.YEAR, citation=citation)


@typed(late=True)
def same_day(*, cutoff: CutOff | None = None, citation: Basis = "") -> TimeLimit:
    """Return "the day of receipt": the next working day on a day off or after the cut-off."""
    return TimeLimit(Fraction(1), Unit.SAME_DAY, cutoff=cutoff, citation=citation)
