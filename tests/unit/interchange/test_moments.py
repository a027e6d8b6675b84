"""Rules of reading moments in somebody else's log."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.interchange import Finding
from caseflow.interchange._moments import MomentReader, is_pattern, pattern_fault

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
READER = MomentReader(AMSTERDAM)
LOCAL = MomentReader(AMSTERDAM, naive=True)


def read(text, reader=READER, **options):
    found = reader.read(text, "at", 7, **options)
    return found.code if isinstance(found, Finding) else found


@pytest.mark.parametrize(
    "text",
    [
        "2011-10-11 13:42:22.688000+02:00",
        "2011-10-11T13:42:22.688+0200",
        "2011-10-11 13:42:22,688 +02:00",
        "2011-10-11T11:42:22.688Z",
        "2011-10-11T11:42:22.688z",
    ],
)
def test_the_usual_ways_to_write_an_instant_mean_the_same(text):
    """ISO 8601 with a blank or a T, with an offset or Z, is one instant, held in UTC."""
    assert read(text) == datetime(2011, 10, 11, 11, 42, 22, 688_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "11-10-2011 13:42+02:00",
        "2011-02-30T10:00Z",
        "2011-10-11T25:00Z",
        "2011-10-11T10:00:60Z",
        "2011-10-11T10:00+25:00",
        "20111011",
        "2011-W41-2",
        "1e9",
        "٢٠١١-١٠-١١T10:00Z",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "2011-10-11T10:00+02:00 ",
    ],
)
def test_what_is_no_instant_is_one_finding(text):
    """A text that names no instant of the common era is refused by one code."""
    assert read(text) == "instant-invalid"


def test_a_time_without_a_zone_is_refused_unless_the_profile_says_local():
    """A naive time is no instant; the profile may say that it is a local time."""
    assert read("2011-10-11 13:42") == "naive-datetime"
    assert read("2011-10-11 13:42", LOCAL) == datetime(2011, 10, 11, 11, 42, tzinfo=UTC)


def test_a_local_time_that_the_clocks_skip_is_one_finding():
    """02:30 on the last Sunday of March does not exist in Amsterdam."""
    assert read("2012-03-25 02:30", LOCAL) == "instant-skipped"


def test_a_local_time_that_comes_twice_is_the_earlier_one():
    """02:30 on the last Sunday of October comes twice in Amsterdam; ties go to the earliest."""
    assert read("2011-10-30 02:30", LOCAL) == datetime(2011, 10, 30, 0, 30, tzinfo=UTC)


def test_a_bare_day_is_taken_only_where_a_day_will_do():
    """An event needs the time of day; a deadline may be a day."""
    assert read("2011-10-11") == "time-of-day-needed"
    assert read("2011-10-11", day_will_do=True) == date(2011, 10, 11)


def test_a_pattern_reads_days_written_the_other_way_round():
    """A log may write the day first; a pattern without hours gives days."""
    timed = MomentReader(AMSTERDAM, "%d/%m/%Y %H:%M", naive=True)
    dated = MomentReader(AMSTERDAM, "%d/%m/%Y")

    assert read("11/10/2011 13:42", timed) == datetime(2011, 10, 11, 11, 42, tzinfo=UTC)
    assert read("11/10/2011", dated, day_will_do=True) == date(2011, 10, 11)
    assert read("2011-10-11 13:42", timed) == "instant-invalid"


@pytest.mark.parametrize("pattern", ["%d/%m", "%H:%M", "%", "%Q", "", "plain", "(%d"])
def test_a_pattern_that_does_not_name_a_day_is_no_pattern(pattern):
    """A pattern must give back the day it wrote."""
    assert not is_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "%d/%m/%Y %I:%M",
        "%I:%M %d/%m/%Y",
        "%d/%m/%Y %H:%M %p",
        "%d/%m/%Y %p",
        "%d/%m/%Y %H:%M %Z",
    ],
)
def test_a_pattern_that_loses_half_of_the_day_or_the_zone_is_no_pattern(pattern):
    """A clock of twelve hours needs AM or PM, and that needs such a clock; names are no zones."""
    assert not is_pattern(pattern)
    assert "loses" in pattern_fault(pattern)


@pytest.mark.parametrize(
    "pattern", ["%d/%m/%Y %I:%M %p", "%d/%m/%Y %I:%M:%S.%f %p%z", "%c", "%x %X"]
)
@pytest.mark.parametrize("hour", [0, 1, 11, 12, 13, 23])
def test_a_pattern_that_is_taken_keeps_the_hour(pattern, hour):
    """Before and after noon, at noon and at midnight."""
    assert is_pattern(pattern)
    moment = datetime(2026, 3, 12, hour, 45, 10, tzinfo=AMSTERDAM)
    reader = MomentReader(AMSTERDAM, pattern, naive=True)
    assert read(moment.strftime(pattern), reader).astimezone(AMSTERDAM).hour == hour


@pytest.mark.parametrize(
    ("fraction", "micros"), [("123456789", None), ("1234561", None), ("123456000", 123456)]
)
def test_a_fraction_is_never_cut(fraction, micros):
    """Finer than a microsecond is a finding; zeros behind it say nothing."""
    for text in (f"2011-10-11T11:42:22.{fraction}Z", f"2011-10-11 11:42:22,{fraction}Z"):
        found = read(text)
        assert found == "instant-too-fine" if micros is None else found.microsecond == micros


def test_the_day_of_an_instant_is_the_civil_day_of_the_zone():
    """Half past eleven in the evening in UTC is the next day in Amsterdam."""
    assert READER.day_of(datetime(2011, 10, 11, 22, 30, tzinfo=UTC)) == date(2011, 10, 12)


@given(
    moment=st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),
    minutes=st.integers(-23 * 60, 23 * 60),
)
def test_every_instant_written_with_its_offset_is_read_back(moment, minutes):
    """Whatever the offset, isoformat and the reader agree on the instant."""
    from datetime import timezone

    instant = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    assert read(instant.isoformat()) == instant
    assert read(instant.isoformat(sep=" ")).tzinfo is UTC
