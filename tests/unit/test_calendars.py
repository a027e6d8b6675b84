"""Office calendars, rule by rule: layers, decrees, sessions, files, versions, and bad input."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow.calendars import (
    CalendarSpec,
    Certainty,
    DayKind,
    DayOff,
    Decree,
    MakeUp,
    OfficeCalendar,
    Roll,
    YearlyDay,
    calendar_from_data,
    calendar_to_data,
    keep_holidays,
    load_calendar,
    parse_sessions,
    read_calendar,
)
from caseflow.errors import (
    CalendarError,
    CalendarFileError,
    CalendarHorizonError,
    CaseflowError,
    DecreeError,
    FloatRefusedError,
    FormatError,
    NaiveDatetimeError,
    UnknownCalendarError,
    ValueInvalidError,
)
from caseflow.values import Text
from oracle.product import at, on, viet_nam

OFF = Text(vi="nghỉ", en="off")
WORKED = Text(vi="làm bù", en="made up")


def office(*decrees: Decree, **changes: object) -> OfficeCalendar:
    spec: dict[str, object] = {
        "id": "office",
        "zone": "Asia/Ho_Chi_Minh",
        "first_year": 2025,
        "last_year": 2026,
        "decrees": decrees,
    }
    return OfficeCalendar(CalendarSpec(**(spec | changes)))


def decree(id_: str, issued: str, **parts: object) -> Decree:
    return Decree(id=id_, issued_on=on(issued), citation=f"decree {id_}", **parts)


SWAP = decree(
    "swap",
    "2025-12-25",
    off=[DayOff(on("2026-01-02"), OFF)],
    work=[MakeUp(on("2026-01-10"), WORKED, on("2026-01-02"))],
)


# ── days ────────────────────────────────────────────────────────────────────────────────────


def test_weekends_are_off_and_nothing_else():
    """Without a country and decrees every weekday is worked, Tết and New Year included."""
    calendar = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
    assert not calendar.is_working_day(on("2026-03-07"))
    assert not calendar.is_working_day(on("2026-03-08"))
    assert calendar.is_working_day(on("2026-01-01"))
    assert calendar.certainty(on("2099-06-01")) is Certainty.OFFICIAL


def test_a_decree_moves_a_day_off_and_a_make_up_day():
    """A swapped Friday is off, its Saturday is worked with the Friday's hours."""
    calendar = office(SWAP)
    assert not calendar.is_working_day(on("2026-01-02"))
    assert calendar.is_working_day(on("2026-01-10"))
    assert calendar.sessions_on(on("2026-01-10")) == calendar.sessions_on(on("2026-01-09"))


def test_a_day_says_what_it_is_and_by_which_decree():
    """Kind, name and citation are there to explain with."""
    calendar = office(SWAP)
    off = calendar.day(on("2026-01-02"))
    assert (off.kind, off.is_working, off.name, off.citation, off.decree) == (
        DayKind.HOLIDAY,
        False,
        OFF,
        "decree swap",
        "swap",
    )
    worked = calendar.day(on("2026-01-10"))
    assert (worked.kind, worked.is_working, worked.name) == (DayKind.MAKE_UP, True, WORKED)
    assert calendar.day(on("2026-01-11")).kind is DayKind.REST
    assert calendar.day(on("2026-01-12")).kind is DayKind.WORKING
    assert calendar.day(on("2026-01-12")).name is None


def test_the_basis_of_a_day_off_is_cited_before_the_decree():
    """A holiday of the Labour Code cites the code, though a decree lists it."""
    holiday = DayOff(on("2026-01-01"), OFF, basis="Labour Code Art. 112")
    calendar = office(decree("a", "2025-10-01", off=[holiday]))
    assert calendar.day(on("2026-01-01")).citation == "Labour Code Art. 112"


def test_zero_working_days_give_the_day_itself():
    """Adding nothing moves nothing; rolling is another question."""
    calendar = office()
    sunday = on("2026-03-08")
    assert calendar.add_working_days(sunday, 0) == sunday
    assert calendar.roll(sunday, Roll.NEXT) == on("2026-03-09")
    assert calendar.roll(sunday, Roll.PREVIOUS) == on("2026-03-06")
    assert calendar.roll(sunday, Roll.NONE) == sunday


def test_counting_backwards_is_negative():
    """The span is (after, through], and its sign is the direction."""
    calendar = office()
    assert calendar.count_working_days(on("2026-03-02"), on("2026-03-09")) == 5
    assert calendar.count_working_days(on("2026-03-09"), on("2026-03-02")) == -5


@pytest.mark.parametrize("bad", [at("2026-03-02T09:00"), "2026-03-02", None, 20260302])
def test_what_is_no_date_is_refused(bad):
    """A datetime is not a day: whose day would it be?"""
    calendar = office()
    for ask in (
        calendar.is_working_day,
        calendar.day,
        calendar.sessions_on,
        lambda day: calendar.add_working_days(day, 1),
        lambda day: calendar.count_working_days(on("2026-03-02"), day),
        lambda day: calendar.roll(day, Roll.NEXT),
    ):
        with pytest.raises(ValueInvalidError, match="local_date"):
            ask(bad)


@pytest.mark.parametrize("days", [1.0, 0.5, -1.5])
def test_a_float_of_days_is_refused(days):
    """Days are whole here; fractions belong to limits."""
    with pytest.raises(FloatRefusedError):
        office().add_working_days(on("2026-03-02"), days)


@pytest.mark.parametrize("roll", ["next", "previous", None])
def test_a_roll_is_one_of_the_three(roll):
    """A text is not a `Roll` and never rolls silently the wrong way."""
    with pytest.raises(ValueInvalidError):
        office().roll(on("2026-03-08"), roll)


# ── hours ───────────────────────────────────────────────────────────────────────────────────


def test_opening_and_closing_and_none_on_a_day_off():
    """The default office works 07:30 to 11:30 and 13:30 to 17:30."""
    calendar = office()
    assert calendar.opening(on("2026-03-02")) == at("2026-03-02T07:30")
    assert calendar.closing(on("2026-03-02")) == at("2026-03-02T17:30")
    assert calendar.opening(on("2026-03-08")) is None
    assert calendar.closing(on("2026-03-08")) is None


def test_office_time_leaves_out_lunch_nights_and_days_off():
    """From Friday 16:00 to Monday 09:00 are three hours."""
    calendar = office()
    assert calendar.working_time(at("2026-03-06T16:00"), at("2026-03-09T09:00")) == timedelta(
        hours=3
    )
    assert calendar.working_time(at("2026-03-06T11:30"), at("2026-03-06T13:30")) == timedelta(0)


def test_ties_resolve_to_the_earliest_instant_or_on_request_to_the_latest():
    """Four hours from opening end at 11:30; work goes on at 13:30."""
    calendar = office()
    four = timedelta(hours=4)
    assert calendar.add_working_time(at("2026-03-06T07:30"), four) == at("2026-03-06T11:30")
    assert calendar.add_working_time(at("2026-03-06T07:30"), four, latest=True) == at(
        "2026-03-06T13:30"
    )


def test_adding_no_time_gives_the_instant_in_the_zone_of_the_calendar():
    """Even outside office hours."""
    night = datetime(2026, 3, 7, 20, tzinfo=UTC)
    same = office().add_working_time(night, timedelta(0))
    assert same == night
    assert same.tzinfo == ZoneInfo("Asia/Ho_Chi_Minh")


def test_half_days_and_single_days_override_the_week():
    """Saturday mornings, and one short Wednesday."""
    week = (((450, 690), (810, 1050)),) * 5 + (((450, 690),), ())
    short = on("2026-12-30")
    calendar = office(week=week, sessions_on=[(short, ((450, 690),))])
    assert calendar.is_working_day(on("2026-03-07"))
    assert calendar.closing(on("2026-03-07")) == at("2026-03-07T11:30")
    assert calendar.add_working_time(at("2026-03-06T17:00"), timedelta(hours=5)) == at(
        "2026-03-09T08:00"
    )
    assert calendar.closing(short) == at("2026-12-30T11:30")


def test_a_single_day_may_be_closed_by_the_office_itself():
    """An empty override closes the day."""
    calendar = office(sessions_on=[(on("2026-03-04"), ())])
    assert not calendar.is_working_day(on("2026-03-04"))
    assert calendar.add_working_days(on("2026-03-03"), 1) == on("2026-03-05")


def test_round_the_clock_duty():
    """A duty desk works every minute of every day."""
    calendar = office(week=(((0, 1440),),) * 7)
    assert calendar.add_working_time(at("2026-03-07T23:30"), timedelta(hours=1)) == at(
        "2026-03-08T00:30"
    )
    assert calendar.is_working_day(on("2026-03-08"))


def test_naive_instants_are_refused_everywhere():
    """An instant without a zone is an error that names the fix."""
    calendar = office()
    naive = datetime(2026, 3, 2, 9)
    good = at("2026-03-02T09:00")
    for ask in (
        lambda: calendar.local_date(naive),
        lambda: calendar.add_working_time(naive, timedelta(hours=1)),
        lambda: calendar.working_time(naive, good),
        lambda: calendar.working_time(good, naive),
        lambda: calendar.as_of(naive),
    ):
        with pytest.raises(NaiveDatetimeError, match=r"\+07:00"):
            ask()


def test_the_civil_day_is_the_day_in_the_zone_of_the_calendar():
    """18:30 UTC is the next morning in Viet Nam and the same afternoon in New York."""
    instant = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert office().local_date(instant) == on("2026-11-24")
    assert office(zone="America/New_York").local_date(instant) == on("2026-11-23")


@pytest.mark.parametrize(
    ("texts", "sessions"),
    [
        (["07:30-11:30", "13:30-17:30"], ((450, 690), (810, 1050))),
        (["7:30 – 11:30"], ((450, 690),)),
        (["00:00-24:00"], ((0, 1440),)),
        ([], ()),
    ],
)
def test_sessions_are_read(texts, sessions):
    """Hours and minutes, a dash of either kind, midnight as 24:00."""
    assert parse_sessions(texts) == sessions


@pytest.mark.parametrize(
    "texts",
    [
        ["11:30-07:30"],
        ["07:30-07:30"],
        ["07:30-11:30", "11:00-12:00"],
        ["13:30-17:30", "07:30-11:30"],
        ["07:60-11:30"],
        ["07:30-25:00"],
        ["07:30"],
        ["seven to eleven"],
        [730],
        "07:30-11:30",
        None,
        {"a": 1},
    ],
)
def test_sessions_that_make_no_sense_are_refused(texts):
    """Reversed, empty, overlapping, out of order or no sessions at all."""
    with pytest.raises(ValueInvalidError):
        parse_sessions(texts)


# ── decrees ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "parts",
    [
        {"off": [DayOff(on("2026-01-02"), OFF)] * 2},
        {"work": [MakeUp(on("2026-01-10"), WORKED)] * 2},
        {"off": [DayOff(on("2026-01-10"), OFF)], "work": [MakeUp(on("2026-01-10"), WORKED)]},
    ],
)
def test_a_decree_that_contradicts_itself_is_refused(parts):
    """One day is named once, as off or as worked."""
    with pytest.raises(DecreeError):
        decree("bad", "2025-12-25", **parts)


def test_a_decree_cannot_make_a_working_day_work():
    """A make-up day must be a rest day."""
    with pytest.raises(DecreeError, match="2026-01-09: is made a make-up day but is a working day"):
        office(decree("bad", "2025-12-25", work=[MakeUp(on("2026-01-09"), WORKED)]))


def test_a_swapped_day_must_be_off():
    """Working on Saturday instead of a Friday that is worked too is no swap."""
    work = [MakeUp(on("2026-01-10"), WORKED, on("2026-01-02"))]
    with pytest.raises(DecreeError, match="which is not off"):
        office(decree("bad", "2025-12-25", work=work))


def test_a_decree_outside_the_years_of_the_calendar_is_refused():
    """Else it would be lost without a word."""
    with pytest.raises(DecreeError, match="outside the calendar"):
        office(decree("far", "2025-12-25", off=[DayOff(on("2031-01-01"), OFF)]))


def test_two_decrees_with_one_id_are_refused():
    """A decree is given once."""
    with pytest.raises(DecreeError, match="given twice"):
        office(SWAP, SWAP)


def test_a_decree_that_replaces_another_takes_all_its_effect():
    """The replaced swap is gone, Saturday and Friday alike."""
    other = decree("other", "2025-12-28", replaces="swap")
    calendar = office(SWAP, other)
    assert calendar.is_working_day(on("2026-01-02"))
    assert not calendar.is_working_day(on("2026-01-10"))
    assert calendar.as_of(at("2025-12-26T00:00")) == office(SWAP)


def test_replacing_an_unknown_decree_is_refused():
    """The replaced decree must be given too."""
    with pytest.raises(DecreeError, match="replaces 'none'"):
        office(decree("a", "2025-12-25", replaces="none"))


def test_a_later_decree_wins_over_an_earlier_one():
    """By day of issue, whatever the order they are given in."""
    first = decree("a", "2025-06-01", off=[DayOff(on("2026-01-05"), OFF)])
    named = Text(vi="khác", en="other")
    second = decree("b", "2025-07-01", off=[DayOff(on("2026-01-05"), named)])
    for decrees in ((first, second), (second, first)):
        assert office(*decrees).day(on("2026-01-05")).name == named


def test_as_of_counts_a_decree_from_its_day_of_issue():
    """In the morning of that day it is known; the evening before it is not."""
    calendar = office(SWAP)
    assert calendar.as_of(at("2025-12-24T23:59")).is_working_day(on("2026-01-02"))
    assert not calendar.as_of(at("2025-12-25T00:00")).is_working_day(on("2026-01-02"))


def test_an_override_inherits_and_changes_only_what_it_names():
    """A desk with Saturday mornings keeps the holidays of the country."""
    week = (((450, 690), (810, 1050)),) * 5 + (((450, 690),), ())
    desk = office(SWAP).override("desk", week=week, decrees=[])
    assert desk.id == "desk"
    assert not desk.is_working_day(on("2026-01-02"))
    assert desk.is_working_day(on("2026-03-07"))
    assert desk.official_through == office(SWAP).official_through


# ── certainty ───────────────────────────────────────────────────────────────────────────────


def test_years_are_official_as_far_as_decrees_settle_them_without_a_gap():
    """A year settled after an open one does not make the open one official."""
    one = decree("y25", "2024-12-01", settles=[2025])
    three = decree("y27", "2026-12-01", settles=[2027])
    calendar = office(one, three, last_year=2028)
    assert calendar.official_through == on("2025-12-31")
    assert calendar.certainty(on("2025-12-31")) is Certainty.OFFICIAL
    assert calendar.certainty(on("2026-01-01")) is Certainty.PROJECTED
    assert calendar.certainty(on("2027-06-01")) is Certainty.PROJECTED


def test_nothing_is_official_when_nothing_is_settled():
    """A country's holidays from a package are a projection."""
    calendar = OfficeCalendar.country("NL", first_year=2024, last_year=2026)
    assert calendar.official_through is None
    assert calendar.certainty(on("2025-06-01")) is Certainty.PROJECTED


def test_the_vietnamese_calendar_is_official_through_2027():
    """2028 has no decision yet: it is projected, and 2036 is beyond the horizon."""
    calendar = viet_nam()
    assert calendar.official_through == on("2027-12-31")
    assert calendar.certainty(on("2027-02-04")) is Certainty.OFFICIAL
    assert calendar.certainty(on("2028-01-24")) is Certainty.PROJECTED
    with pytest.raises(CalendarHorizonError, match="load a calendar that reaches further"):
        calendar.is_working_day(date(calendar.last_on.year + 1, 1, 4))
    with pytest.raises(CalendarHorizonError):
        calendar.is_working_day(date(calendar.first_on.year - 1, 12, 29))


def test_what_was_known_earlier_is_official_less_far():
    """In mid-2025 the days of 2026 had not been decided."""
    then = viet_nam().as_of(at("2025-06-01T12:00"))
    assert then.official_through == on("2025-12-31")
    assert then.certainty(on("2026-02-16")) is Certainty.PROJECTED


# ── countries ───────────────────────────────────────────────────────────────────────────────


def test_a_country_and_its_subdivision():
    """Bavaria has Epiphany off, Germany as a whole has not."""
    epiphany = on("2026-01-06")
    years = {"first_year": 2025, "last_year": 2027}
    assert OfficeCalendar.country("DE", **years).is_working_day(epiphany)
    bavaria = OfficeCalendar.country("DE", "BY", **years)
    assert not bavaria.is_working_day(epiphany)
    assert (bavaria.id, bavaria.zone.key) == ("de-by", "Europe/Berlin")
    assert bavaria.day(epiphany).name is not None


def test_a_country_in_small_letters():
    """Codes are read in either case."""
    one = OfficeCalendar.country("nl", first_year=2025, last_year=2025)
    assert one == OfficeCalendar.country("NL", first_year=2025, last_year=2025)


@pytest.mark.parametrize(("code", "part"), [("XX", ""), ("", ""), ("DE", "ZZ"), ("Mars", "")])
def test_an_unknown_country_or_subdivision_is_refused(code, part):
    """With the nearest known names."""
    with pytest.raises(CaseflowError) as caught:
        OfficeCalendar.country(code, part, first_year=2025, last_year=2025)
    assert caught.value.code == "unknown-calendar"


@pytest.mark.parametrize("zone", ["Asia/Hanoi", "Mars", "", "../etc", "Asia"])
def test_an_unknown_zone_is_refused(zone):
    """Asia/Hanoi is not a zone key; the error names one that is."""
    with pytest.raises(ValueInvalidError, match="Asia/Ho_Chi_Minh"):
        OfficeCalendar.weekends(zone)


@pytest.mark.parametrize(
    "changes",
    [
        {"week": (((450, 690),),) * 6},
        {"week": ((),) * 7},
        {"first_year": 2026, "last_year": 2025},
        {"first_year": 1},
        {"last_year": 9999},
    ],
)
def test_a_calendar_that_cannot_be_is_refused(changes):
    """Seven weekdays, one of them worked, and years in order."""
    with pytest.raises(ValueInvalidError):
        office(**changes)


# ── versions and keeping ────────────────────────────────────────────────────────────────────


def test_the_version_names_the_calendar_and_hashes_its_days():
    """The id, an at sign and twelve hexadecimal digits."""
    name, _, digest = viet_nam().version.partition("@")
    assert name == "vn"
    assert len(digest) == 12
    assert int(digest, 16) >= 0
    assert viet_nam().version in repr(viet_nam())


def test_a_citation_does_not_change_the_version_but_a_day_does():
    """The version is what dates depend on."""
    other = Decree("swap", on("2025-12-25"), "cited otherwise", SWAP.off, SWAP.work)
    assert office(SWAP) == office(other)
    assert hash(office(SWAP)) == hash(office(other))
    assert office(SWAP) != office()
    assert office(SWAP) != "office"


def test_an_altered_calendar_is_not_loaded():
    """The days must give the version they were kept under."""
    data = json.loads(json.dumps(calendar_to_data(office(SWAP))))
    data["days"] = [day for day in data["days"] if day[0] != "2026-01-10"]
    with pytest.raises(FormatError, match="altered"):
        calendar_from_data(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(calendar_to_data(office(SWAP)))), json_values)
def test_broken_calendar_data_gives_one_clear_error(key, value):
    """Whatever stands in a field, the calendar loads or a `FormatError` says why not."""
    data = json.loads(json.dumps(calendar_to_data(office(SWAP)))) | {key: value}
    with suppress(FormatError):
        calendar_from_data(data)


@pytest.mark.parametrize("missing", sorted(calendar_to_data(office(SWAP))))
def test_missing_calendar_data_gives_one_clear_error(missing):
    """No field is assumed."""
    data = dict(calendar_to_data(office(SWAP)))
    del data[missing]
    with pytest.raises(FormatError):
        calendar_from_data(data)


# ── files ───────────────────────────────────────────────────────────────────────────────────

FILE = """
id = "desk"
zone = "Asia/Ho_Chi_Minh"
weekly_rest = ["saturday", "sunday"]
sessions = ["08:00-12:00", "13:00-17:00"]
first_year = 2025
last_year = 2027
holidays = [{ on = 2026-01-01, vi = "Tết Dương lịch", en = "New Year's Day" }]

[sessions_by_weekday]
saturday = ["08:00-12:00"]

[sessions_on]
2026-12-31 = ["08:00-11:00"]

[[decree]]
id = "swap"
issued_on = 2025-12-25
citation = "Công văn 1"
settles = [2025, 2026]
off = [{ on = 2026-01-02, vi = "nghỉ", en = "off" }]
work = [{ on = 2026-01-11, vi = "bù", en = "worked", instead_of = 2026-01-02 }]
"""


def test_a_file_says_all_that_a_calendar_can(tmp_path):
    """Rest days, sessions, holidays, single days and decrees."""
    path = tmp_path / "desk.toml"
    path.write_text(FILE, encoding="utf-8")
    calendar = load_calendar(path)
    assert calendar.id == "desk"
    assert not calendar.is_working_day(on("2026-01-01"))
    assert not calendar.is_working_day(on("2026-01-02"))
    assert calendar.is_working_day(on("2026-01-11"))
    assert calendar.is_working_day(on("2026-03-07"))
    assert calendar.closing(on("2026-12-31")) == at("2026-12-31T11:00")
    assert calendar.opening(on("2026-03-02")) == at("2026-03-02T08:00")
    assert calendar.official_through == on("2026-12-31")
    assert load_calendar(str(path)) == calendar
    path.write_text(FILE, encoding="utf-8-sig")
    assert load_calendar(path) == calendar, "editors of Windows put a byte order mark before it"


def test_a_file_may_extend_a_calendar_by_name():
    """An office of one's own on top of the country's days."""
    text = 'extends = "vn"\nid = "desk"\nsessions = ["08:00-12:00", "13:00-17:00"]'
    desk = read_calendar(text, name="desk", bases={"vn": viet_nam})
    assert not desk.is_working_day(on("2026-01-02"))
    assert desk.is_working_day(on("2026-01-10"))
    assert desk.opening(on("2026-03-02")) == at("2026-03-02T08:00")
    assert desk.official_through == viet_nam().official_through


def test_an_office_may_add_its_own_holidays_to_a_calendar_that_has_some():
    """Two layers of plain holidays both count."""
    base = 'holidays = [{ on = 2026-01-01 }]\nid = "base"'
    text = 'extends = "base"\nid = "desk"\nholidays = [{ on = 2026-05-04 }]'
    desk = read_calendar(text, name="desk", bases={"base": lambda: read_calendar(base, name="b")})
    assert not desk.is_working_day(on("2026-01-01"))
    assert not desk.is_working_day(on("2026-05-04"))


def test_an_empty_file_is_a_five_day_week():
    """Nothing is required."""
    calendar = read_calendar("", name="empty.toml")
    assert calendar.id == "empty"
    assert calendar.is_working_day(on("2026-03-06"))
    assert not calendar.is_working_day(on("2026-03-07"))


WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id = ", "is not TOML"),
        ('holliday = "x"', "did you mean 'holidays'"),
        ('sessions = "07:30-11:30"', "sessions"),
        ('weekly_rest = ["Sonntag"]', "not a weekday"),
        (f"weekly_rest = {WEEK}", "week"),
        ('zone = "Mars"', "zone"),
        ('first_year = "2020"', "whole number"),
        ("first_year = true", "whole number"),
        ("id = 7", "id: 7 is not text"),
        ('extends = "vn"', "extends: 'vn' is not one of"),
        ("holidays = [{ on = 2026-01-01T00:00:00 }]", "is not a day"),
        ('holidays = [{ on = "tomorrow" }]', "not a date"),
        ("holidays = [{ vi = 'x' }]", "is needed, as a day"),
        ("holidays = [3]", "table"),
        ("holidays = 3", "is not a list of tables"),
        ('[sessions_on]\n"someday" = ["08:00-12:00"]', "not a date"),
        ('[[decree]]\nid = "a"', "issued_on"),
        (
            '[[decree]]\nid = "a"\nissued_on = 2025-01-01\nsettles = 2026',
            "not a list of whole numbers",
        ),
        ('[[decree]]\nid = "a"\nissued_on = 2025-01-01\nworks = []', "did you mean 'work'"),
        ('country = "XX"', "XX"),
        ("official_through = 7", "is not a day"),
        ("sessions_by_weekday = 3", "table"),
        ("citations = 3", "table"),
    ],
)
def test_a_broken_file_gives_one_clear_error(text, says):
    """The key, the value and what is allowed."""
    with pytest.raises(CalendarError, match=says):
        read_calendar(text, name="office.toml")


def test_all_faults_of_a_file_are_reported_at_once():
    """Who writes the file mends it in one go."""
    text = 'id = 7\nweekly_rest = ["Sonntag"]\nholidays = [{ on = 5, label = "x" }]'
    with pytest.raises(CalendarFileError) as caught:
        read_calendar(text, name="office.toml")

    said = str(caught.value)
    for fault in (
        "id: 7 is not text",
        "weekly_rest: 'Sonntag' is not a weekday",
        "holidays[1].on: 5 is not a day",
        "holidays[1].label: is not known",
    ):
        assert fault in said


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    """With its path."""
    with pytest.raises(CalendarFileError, match=r"nowhere\.toml"):
        load_calendar(tmp_path / "nowhere.toml")
    path = tmp_path / "latin.toml"
    path.write_bytes(b'id = "\xff\xfe"')
    with pytest.raises(CalendarFileError, match="UTF-8"):
        load_calendar(path)
    with pytest.raises(CalendarFileError):
        load_calendar(tmp_path)


def test_a_decree_in_a_file_is_checked_like_any_other():
    """A decree that makes a working day work names its day."""
    text = '[[decree]]\nid = "a"\nissued_on = 2025-01-01\nwork = [{ on = 2026-03-04 }]'
    with pytest.raises(DecreeError, match="2026-03-04"):
        read_calendar(text, name="office.toml")


def test_lists_of_the_wrong_kind_are_refused():
    """Years are numbers and weekdays are texts."""
    text = '[[decree]]\nid = "a"\nissued_on = 2025-01-01\nsettles = ["2026"]'
    with pytest.raises(CalendarFileError, match="list of whole numbers"):
        read_calendar(text, name="office.toml")
    with pytest.raises(CalendarFileError, match="list of texts"):
        read_calendar("weekly_rest = [1]", name="office.toml")


def test_an_unknown_country_names_near_ones():
    """Also through a file or the constructor."""
    with pytest.raises(UnknownCalendarError):
        OfficeCalendar.country("VNM-X", first_year=2025, last_year=2025)


def test_times_of_day_are_minutes_of_the_wall_clock():
    """Sessions of a calendar are wall-clock minutes in its zone."""
    opening = office(zone="America/New_York").opening(on("2026-07-01"))
    assert opening is not None
    assert opening.timetz().replace(tzinfo=None) == time(7, 30)
    assert opening.utcoffset() == timedelta(hours=-4)


def test_kept_holidays_are_those_of_the_package_that_is_installed():
    """Rows that another version gave are not used, and no year is answered that is not kept."""
    rows = '{"package": "%s", "country": "XX", "subdivision": "", "language": "nl", '
    rows += '"first_year": 2030, "last_year": 2031, "days": [["2030-05-01", "Maidag", "May Day"]]}'

    assert not keep_holidays(rows % "0.0.1")
    with pytest.raises(UnknownCalendarError):
        OfficeCalendar.country("XX")
    assert keep_holidays(rows % version("holidays"))
    spec = CalendarSpec(
        id="x", zone="UTC", country="XX", package_swaps=False, first_year=2030, last_year=2031
    )
    assert [day.on for day in OfficeCalendar(spec).exceptional_days()] == [date(2030, 5, 1)]
    with pytest.raises(UnknownCalendarError):
        OfficeCalendar(evolve(spec, last_year=2032))


# ── days off of every year, and of several regions ──────────────────────────────────────────


def test_days_off_of_any_region_are_days_off():
    """Source: Freedom of Information Act 2000 s. 10(6): a bank holiday in any part of the UK."""
    years = {"first_year": 2024, "last_year": 2027}
    parts = {part: OfficeCalendar.country("GB", part, **years) for part in ("ENG", "SCT", "NIR")}
    whole = OfficeCalendar.country("GB", "ENG", also=("SCT", "NIR"), **years)

    on = whole.first_on
    while on <= whole.last_on:
        assert whole.is_working_day(on) == all(p.is_working_day(on) for p in parts.values())
        on += timedelta(days=1)
    assert whole.id == "gb-eng+sct+nir"
    # St Patrick's Day, Easter Monday, the second of January: each is one in some parts only.
    assert not any(map(whole.is_working_day, map(date.fromisoformat, (
        "2026-03-17", "2026-04-06", "2026-01-02"
    ))))  # fmt: skip


def test_a_law_names_days_of_every_year():
    """Source: Algemene termijnenwet Art. 3(1), 3(2): 5 May and Good Friday, each year."""
    names = {"name": Text(nl="Bevrijdingsdag", en="Liberation Day")}
    dutch = OfficeCalendar.country(
        "NL",
        yearly=[
            YearlyDay(**names, on="05-05", basis="Algemene termijnenwet, art. 3"),
            YearlyDay(Text(nl="Goede Vrijdag", en="Good Friday"), easter=-2),
        ],
        first_year=2024,
        last_year=2030,
    )
    fifths = [date(year, 5, 5) for year in range(2024, 2031)]

    assert not any(map(dutch.is_working_day, fifths))
    assert OfficeCalendar.country("NL", first_year=2024, last_year=2030).is_working_day(fifths[2])
    assert not dutch.is_working_day(date(2026, 4, 3))
    assert dutch.day(fifths[2]).name == names["name"]
    assert dutch.day(fifths[2]).citation == "Algemene termijnenwet, art. 3"
    assert dutch.day(date(2026, 12, 25)).name.in_("nl") == "Eerste kerstdag"


@given(st.integers(1901, 2199), st.integers(-80, 80))
def test_days_around_easter_follow_it(year, days):
    """Easter Sundays from its own computation, by the Meeus/Jones/Butcher algorithm."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    sunday = date(year, month, day + 1)

    assert YearlyDay(Text(en="x"), easter=days).in_year(year) == sunday + timedelta(days=days)


def test_a_yearly_day_keeps_to_its_years_and_its_month():
    """It covers the years of its rule, and 29 February is a day in leap years only."""
    rule = YearlyDay(Text(en="x"), on="02-29", first_year=2024, last_year=2028)

    assert [rule.in_year(year) for year in (2020, 2024, 2026, 2028, 2032)] == [
        None, date(2024, 2, 29), None, date(2028, 2, 29), None
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong", [{}, {"on": "05-05", "easter": 1}, {"on": "13-01"}, {"on": "5 May"}, {"easter": 101}]
)
def test_a_yearly_day_that_cannot_be_is_refused(wrong):
    """It has a date or a distance from Easter, and one of them only."""
    with pytest.raises(ValueInvalidError):
        YearlyDay(Text(en="x"), **wrong)


def test_a_calendar_file_names_yearly_days_and_regions():
    """What the constructor takes, a file takes too; what it refuses, the file says where."""
    text = """
        country = "GB"
        subdivision = ["ENG", "NIR"]
        first_year = 2025
        last_year = 2027
        yearly = [{ on = "06-01", en = "Founders' Day", first_year = 2026 }, { easter = 60 }]
    """
    calendar = read_calendar(text, name="here")

    assert calendar.is_working_day(date(2027, 5, 31)) is False
    assert calendar.is_working_day(date(2025, 6, 2))
    assert not calendar.is_working_day(date(2026, 6, 1))
    assert not calendar.is_working_day(date(2026, 3, 17))
    assert not calendar.is_working_day(date(2026, 6, 4))
    for wrong in (
        'yearly = [{ on = "31-12" }]',
        "yearly = [{}]",
        'yearly = [{ at = "05-05" }]',
        'country = "GB"\nsubdivision = ["XX"]',
        'country = "GB"\nsubdivision = [1]',
    ):
        with pytest.raises(CalendarError):
            read_calendar(wrong, name="here")
