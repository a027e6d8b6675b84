"""Hypothesis strategies for calendars, dates and instants that the property tests share."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from caseflow.calendars import CalendarSpec, DayOff, Decree, MakeUp, OfficeCalendar, Sessions
from caseflow.values import Text

FIRST_YEAR, LAST_YEAR = 2024, 2026
FIRST_ON, LAST_ON = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)

OFFICE: Sessions = ((450, 690), (810, 1050))
HALF_DAY: Sessions = ((450, 690),)
WINTER: Sessions = ((480, 720), (780, 1020))
DUTY: Sessions = ((0, 1440),)
NIGHT: Sessions = ((0, 360), (1320, 1440))
MINUTE: Sessions = ((719, 720),)
SESSIONS = (OFFICE, HALF_DAY, WINTER, DUTY, NIGHT, MINUTE)

#: No change of clocks; a northern and a southern one; one at midnight; one of half an hour.
ZONES = (
    "Asia/Ho_Chi_Minh",
    "Europe/Amsterdam",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
)

#: Days well inside, so that small sums stay inside too.
inner_days = st.dates(date(2024, 6, 1), date(2026, 6, 30))
any_days = st.dates(FIRST_ON, LAST_ON)


def instants(
    first: date = date(2024, 6, 1), last: date = date(2026, 6, 30)
) -> st.SearchStrategy[datetime]:
    """Draw UTC instants to the microsecond, whole minutes among them."""
    low = datetime(first.year, first.month, first.day, tzinfo=UTC)
    span = (last - first).days * 86_400
    return st.one_of(
        st.integers(0, span // 60).map(lambda minutes: low + timedelta(minutes=minutes)),
        st.integers(0, span * 1_000_000).map(lambda micros: low + timedelta(microseconds=micros)),
    )


work_times = st.one_of(
    st.integers(1, 60 * 24 * 10).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(1, 10**12 // 2).map(lambda micros: timedelta(microseconds=micros)),
)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Sessions, ...]:
    """Draw seven weekdays, at least three of them worked."""
    usual = draw(st.sampled_from(SESSIONS))
    week = [usual] * 5 + [(), ()]
    for weekday, sessions in draw(
        st.dictionaries(st.integers(0, 6), st.sampled_from(((), *SESSIONS)), max_size=4)
    ).items():
        week[weekday] = sessions
    return tuple(week)


@st.composite
def decrees_for(draw: st.DrawFn, week: tuple[Sessions, ...], *, number: int = 1) -> list[Decree]:
    """Draw decrees that never contradict each other or the week."""
    days = draw(st.lists(any_days, max_size=12, unique=True))
    decrees: list[Decree] = []
    for index in range(number):
        mine = days[index::number]
        decrees.append(
            Decree(
                id=f"decree-{index}",
                issued_on=FIRST_ON + timedelta(days=200 * index),
                citation=f"decree {index}",
                off=[DayOff(day, Text(vi="nghỉ", en="off")) for day in mine if week[day.weekday()]],
                work=[
                    MakeUp(day, Text(vi="bù", en="worked"))
                    for day in mine
                    if not week[day.weekday()]
                ],
            )
        )
    return decrees


@st.composite
def calendars(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> OfficeCalendar:
    """Draw an office with its own week, zone, days off and make-up days."""
    week = draw(weeks())
    return OfficeCalendar(
        CalendarSpec(
            id="drawn",
            zone=ZoneInfo(draw(st.sampled_from(zones))),
            week=week,
            decrees=draw(decrees_for(week)),
            first_year=FIRST_YEAR,
            last_year=LAST_YEAR,
            official_through=LAST_ON,
        )
    )
