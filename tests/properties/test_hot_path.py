"""The short ways of the calendar give what the plain ones give."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar
from caseflow.errors import CaseflowError
from oracle.draws import FIRST_ON, LAST_ON, calendars, instants

ZONES = ("Asia/Ho_Chi_Minh", "UTC", "Europe/Amsterdam")
SECOND, MICROSECOND = timedelta(seconds=1), timedelta(microseconds=1)
works = st.one_of(
    st.integers(-40 * 86_400, 40 * 86_400).map(lambda seconds: seconds * SECOND),
    st.integers(-2_000_001, 2_000_001).map(lambda micros: micros * MICROSECOND),
    st.integers(0, 40 * 86_400 * 10**6).map(lambda micros: micros * MICROSECOND),
)


def ends(calendar: OfficeCalendar, on: date) -> list[datetime]:
    """Return the ends of one day at which an answer may change."""
    found = [calendar.start_of(on), calendar.end_of(on), calendar.opening(on), calendar.closing(on)]
    return [at for at in found if at is not None]


@given(st.data(), calendars(ZONES), works, st.booleans())
def test_the_short_way_to_later_working_time_is_the_plain_one(
    data: st.DataObject, calendar: OfficeCalendar, work: timedelta, in_utc: bool
):
    """At every end ± 1 µs, however the instant is written: the same instant, zone and fold."""
    near = st.dates(FIRST_ON, LAST_ON).flatmap(lambda on: st.sampled_from(ends(calendar, on)))
    around = st.tuples(near, st.sampled_from([-MICROSECOND, timedelta(), MICROSECOND]))
    at = data.draw(st.one_of(around.map(sum_of), instants(FIRST_ON, LAST_ON)))
    at = at.astimezone(UTC) if in_utc else at.astimezone(calendar.zone)
    plain = OfficeCalendar(calendar.spec)
    plain._later = None

    short, expected = answered(calendar, at, work), answered(plain, at, work)

    assert short == expected
    if short is not None and expected is not None:
        assert (short.tzinfo, short.fold) == (expected.tzinfo, expected.fold)


def sum_of(parts: tuple[datetime, timedelta]) -> datetime:
    """Return an instant and a length added in UTC."""
    return parts[0].astimezone(UTC) + parts[1]


def answered(calendar: OfficeCalendar, at: datetime, work: timedelta) -> datetime | None:
    """Return the later instant, None beyond the calendar."""
    try:
        return calendar.add_working_time(at, work)
    except CaseflowError:
        return None


def test_a_zone_whose_clocks_change_has_no_short_way():
    """Sums on its wall clock would be wrong twice a year."""
    assert OfficeCalendar.weekends("Europe/Amsterdam", first_year=2024)._later is None
    assert OfficeCalendar.weekends("Asia/Ho_Chi_Minh", first_year=2024)._later is not None
