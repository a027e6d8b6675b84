"""How Dutch law counts a time limit, and what it says to an office that decides."""

from attrs import evolve

from caseflow._typed import typed
from caseflow.calendars import Roll
from caseflow.limits import PauseDays, TimeLimit, Unit, weeks
from caseflow.netherlands import _law as law
from caseflow.office.rules import OfficeRules

__all__ = ["OFFICE", "term"]

#: Up to which length a limit moves that ends on a weekend or holiday.
#: Source: Algemene termijnenwet Art. 4(a): 90 days, twelve weeks, three months; never years.
_ROLLS_UP_TO = {Unit.CALENDAR_DAY: 90, Unit.WEEK: 12, Unit.MONTH: 3}
#: Source: Algemene termijnenwet Art. 2: at least two such days in a limit of three days or more.
_LEAST, _FROM_DAYS = 2, 3


@typed
def term(limit: TimeLimit) -> TimeLimit:
    """Return *limit* as a Dutch law counts it.

    It moves off weekends and holidays if it is no longer than twelve weeks, or as many days or
    months; a limit of three days or more holds at least two working days; the day of a request and
    the day of its answer both count.

    Source: Algemene termijnenwet Arts. 1, 2 and 4; Algemene wet bestuursrecht Art. 4:15(1).

    >>> from datetime import date
    >>> from caseflow.limits import calendar_days
    >>> from caseflow.netherlands.calendars import calendar
    >>> term(calendar_days(3)).due(date(2026, 4, 30), calendar()).on
    datetime.date(2026, 5, 4)
    """
    if limit.unit not in _ROLLS_UP_TO:
        return evolve(limit, pause_days=PauseDays.BOTH, roll=Roll.NONE)
    is_short = limit.unit is Unit.CALENDAR_DAY and limit.amount < _FROM_DAYS
    return evolve(
        limit,
        pause_days=PauseDays.BOTH,
        roll_up_to=_ROLLS_UP_TO[limit.unit],
        least_working_days=0 if is_short else _LEAST,
    )


OFFICE = OfficeRules(
    points=law.POINTS,
    book=law.RULES,
    desk="Klantcontactcentrum",
    fee="Leges",
    runs_from_lodging=True,
    extends_by=True,
    object_within=term(weeks(6, citation=law.OBJECT)),
)
