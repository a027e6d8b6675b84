"""The parts of bulk that stand for a search: directories, and the wall clock of a zone."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulk.columns import DAY, EPOCH, MICROSECOND, instant, micros
from caseflow import vietnam as vn
from caseflow.bulk._directories import Directory
from caseflow.bulk._rows import in_row
from caseflow.bulk._tables import tables_of
from caseflow.bulk._zones import WallClock
from caseflow.calendars import OfficeCalendar
from caseflow.errors import CaseflowError

#: Half hours, changes over midnight, a day left out, Ramadan, a war, and no change at all.
ZONES = (
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Europe/Amsterdam",
    "Asia/Ho_Chi_Minh",
    "UTC",
)


@given(
    st.sets(st.integers(-(10**12), 10**12), min_size=1, max_size=60),
    st.lists(st.integers(-(2 * 10**12), 2 * 10**12), max_size=20),
)
def test_a_directory_finds_what_bisection_finds(keys: set[int], others: list[int]):
    """The last key not above a value, at every key ± 1 and anywhere, however uneven the gaps."""
    ordered = sorted(keys)
    directory = Directory(np.array(ordered))
    values = [key + beside for key in ordered for beside in (-1, 0, 1)] + others

    found = directory.place(np.array(values))

    assert found.tolist() == [max(bisect_right(ordered, value) - 1, 0) for value in values]


def test_one_tiny_gap_makes_it_search():
    """Two keys a microsecond apart would ask for more buckets than there is memory."""
    keys = np.array([0, 1, 10**15])
    directory = Directory(keys)

    assert directory.is_searching
    assert directory.place(np.array([-1, 0, 1, 2, 10**15 - 1, 10**15])).tolist() == [
        0,
        0,
        1,
        1,
        1,
        2,
    ]


def test_office_hours_need_no_search():
    """The gaps between the sessions of an office are even enough for buckets."""
    tables = tables_of(vn.calendar())

    assert not tables._start_directory.is_searching
    assert not tables._work_directory.is_searching


@pytest.mark.parametrize("name", ZONES)
def test_the_wall_clock_is_that_of_zoneinfo(name: str):
    """At every change of the clocks from 1940 to 2040 and a microsecond, or a day, around it."""
    zone = ZoneInfo(name)
    first, last = datetime(1940, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
    clock = WallClock(zone, micros(first), micros(last))
    days = range(micros(first), micros(last), DAY)
    # Found by looking at the clock of the zone itself, day by day.
    changed = [at for at in days if offset(at, zone) != offset(at + DAY, zone)]
    minutes = [at + minute * 60_000_000 for at in changed for minute in range(0, 1_440, 15)]
    values = [at + beside for at in minutes for beside in (-1, 0, 1)] + list(days[::97])

    walls = clock.wall(np.array(values))

    assert walls.tolist() == [wall_clock(at, zone) for at in values]
    back = clock.instant(walls)
    assert back.tolist() == [of_wall_clock(int(wall), zone) for wall in walls]
    assert clock.day(np.array(values)).tolist() == [wall_clock(at, zone) // DAY for at in values]


def offset(at: int, zone: tzinfo) -> timedelta | None:
    """Return the offset of a zone at an instant."""
    return instant(at).astimezone(zone).utcoffset()


def wall_clock(at: int, zone: tzinfo) -> int:
    """Return what the clock on the wall shows at an instant, as a number."""
    return (instant(at).astimezone(zone).replace(tzinfo=UTC) - EPOCH) // MICROSECOND


def of_wall_clock(wall: int, zone: tzinfo) -> int:
    """Return the first instant at which the clock on the wall shows that."""
    return micros(instant(wall).replace(tzinfo=zone, fold=0))


def test_two_changes_in_one_day_are_both_found():
    """A zone may change its clocks twice before the next look at them."""

    class Hasty(tzinfo):
        """Go an hour on at six and at twelve o'clock of one day, counted in UTC."""

        def utcoffset(self, at: datetime | None) -> timedelta:
            naive = at.replace(tzinfo=None) if at else datetime(2025, 1, 1)
            steps = (datetime(2025, 1, 2, 6), datetime(2025, 1, 2, 13))
            return timedelta(hours=sum(naive >= step for step in steps))

        def dst(self, _: datetime | None) -> None:
            return None

        def fromutc(self, at: datetime) -> datetime:
            steps = (datetime(2025, 1, 2, 6), datetime(2025, 1, 2, 12))
            return at + timedelta(hours=sum(at.replace(tzinfo=None) >= step for step in steps))

    noons = [micros(datetime(2025, 1, 2, hour, 30, tzinfo=UTC)) for hour in (5, 6, 11, 12)]
    first = micros(datetime(2025, 1, 1, tzinfo=UTC))
    clock = WallClock(Hasty(), first, first + 3 * DAY)

    assert (clock.wall(np.array(noons)) - noons).tolist() == [
        0,
        3_600_000_000,
        3_600_000_000,
        7_200_000_000,
    ]


def test_tables_are_shared_by_equal_calendars():
    """Equal days, sessions and zone are compiled once."""
    first, second = (OfficeCalendar.weekends(last_year=1980) for _ in range(2))

    assert tables_of(first) is tables_of(second)


def test_tables_are_not_to_be_written():
    """What threads share does not change."""
    with pytest.raises(ValueError, match="read-only"):
        tables_of(vn.calendar())._ends[0] = 0


def test_a_fixed_offset_is_a_zone_too():
    """UTC+07:00 has no changes to look for."""
    clock = WallClock(timezone(timedelta(hours=7)), 0, DAY)

    assert clock.wall(np.array([0])).tolist() == [25_200_000_000]


def test_an_error_of_another_kind_carries_its_row_as_a_note():
    """Whatever is raised tells its row, and keeps its class and data."""
    error = in_row(CaseflowError("x"), 7)

    assert type(error) is CaseflowError
    assert error.__notes__ == ["in row 7"]
