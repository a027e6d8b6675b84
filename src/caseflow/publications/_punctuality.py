"""How punctually an authority announces and publishes procedures, counted in working days.

How many days are asked for is an argument: it differs by country and by kind of authority.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from attrs import field

from caseflow._fields import is_day, whole
from caseflow._typed import frozen, typed
from caseflow.calendars import OfficeCalendar
from caseflow.errors import ValueInvalidError
from caseflow.publications._lists import Publication
from caseflow.shares import Share
from caseflow.values import clean_text

__all__ = ["Announcement", "announced_in_time", "published_in_time"]

_DAY = timedelta(days=1)


def _code(value: str) -> str:
    return clean_text(value, name="code")


@typed
@frozen
class Announcement:
    """Hold a decision that announces a procedure, new or amended.

    Attributes:
        code: of the procedure.
        signed_on: the civil day of the decision.
        effective_on: the first day of force of the law that the procedure stands on; None where
            nobody says.
    """

    code: str = field(converter=_code)
    signed_on: date = field(validator=is_day)
    effective_on: date | None = None


@typed
def announced_in_time(
    announcements: Iterable[Announcement],
    calendar: OfficeCalendar,
    *,
    days: int,
    first: date,
    last: date,
) -> Share:
    """Return how many procedures were announced *days* working days before their law's force.

    Of the procedures with a decision signed from *first* through *last*; one late decision in that
    time makes a procedure late. Decisions of which the day of force is not known are left out.

    >>> from caseflow.calendars import OfficeCalendar
    >>> given = [Announcement("1.1", date(2026, 3, 2), date(2026, 3, 9))]
    >>> week = OfficeCalendar.weekends("UTC")
    >>> announced_in_time(given, week, days=5, first=date(2026, 3, 1), last=date(2026, 3, 31))
    Share(part=1, whole=1)

    Raises:
        ValueInvalidError: *days* is no whole number, or *last* lies before *first*.
        CalendarHorizonError: the calendar does not have the days.
    """
    whole(days, name="days")
    is_in_time: dict[str, bool] = {}
    for each in _signed(announcements, first, last):
        if each.effective_on is None:
            continue
        # The day of the decision counts, that of the force does not.
        before = calendar.count_working_days(each.signed_on - _DAY, each.effective_on - _DAY)
        found = each.signed_on < each.effective_on and before >= days
        is_in_time[each.code] = found and is_in_time.get(each.code, True)
    return Share(sum(is_in_time.values()), len(is_in_time))


@typed
def published_in_time(
    announcements: Iterable[Announcement],
    publications: Iterable[Publication],
    calendar: OfficeCalendar,
    *,
    days: int,
    first: date,
    last: date,
) -> Share:
    """Return how many procedures were published within *days* working days of their decision.

    Of the procedures with a decision signed from *first* through *last*, published by *last* or
    still to be; one late decision makes a procedure late. A decision is published by the first list
    from its day on that has the procedure.

    Raises:
        ValueInvalidError: *days* is no whole number, or *last* lies before *first*.
        CalendarHorizonError: the calendar does not have the days.
    """
    whole(days, name="days")
    listed = _listed(publications, last)
    is_in_time: dict[str, bool] = {}
    for each in _signed(announcements, first, last):
        on = next((on for on in listed.get(each.code, ()) if on >= each.signed_on), None)
        found = on is not None and on <= calendar.add_working_days(each.signed_on, days)
        is_in_time[each.code] = found and is_in_time.get(each.code, True)
    return Share(sum(is_in_time.values()), len(is_in_time))


def _signed(announcements: Iterable[Announcement], first: date, last: date) -> list[Announcement]:
    if last < first:
        raise ValueInvalidError("last", last, "a day that is not before the first")
    return [each for each in announcements if first <= each.signed_on <= last]


def _listed(publications: Iterable[Publication], last: date) -> Mapping[str, Sequence[date]]:
    """Return the days of the lists that have a procedure, by code, oldest first."""
    found: dict[str, list[date]] = {}
    for each in sorted(publications, key=lambda one: one.on):
        if each.on <= last:
            for service in each.services:
                found.setdefault(service.code, []).append(each.on)
    return found
