"""Time limits, rule by rule: reading, ends, cut-offs, pauses, restarts, explanations, bad input."""

from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.calendars import Certainty, OfficeCalendar, Roll
from caseflow.errors import (
    CalendarHorizonError,
    CaseflowError,
    FloatRefusedError,
    FormatError,
    LimitError,
    LimitSyntaxError,
    NaiveDatetimeError,
    PauseError,
    TextInvalidError,
    TimeOfDayError,
    ValueInvalidError,
)
from caseflow.limits import (
    Convention,
    CutOff,
    EndOfDay,
    MonthOnPause,
    Pause,
    Supplement,
    TimeLimit,
    Unit,
    calendar_days,
    clock_hours,
    months,
    replay_steps,
    same_day,
    weeks,
    working_days,
    working_hours,
    years,
)
from oracle.product import at, on, viet_nam

PLAIN = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
HOURS8 = Convention.HOURS8


# ── reading and writing ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("15 working days", 15, Unit.WORKING_DAY),
        ("1 working day", 1, Unit.WORKING_DAY),
        ("15 business days", 15, Unit.WORKING_DAY),
        ("15 ngày làm việc", 15, Unit.WORKING_DAY),
        ("05 Ngày làm việc", 5, Unit.WORKING_DAY),
        ("15  NGÀY  LÀM VIỆC ", 15, Unit.WORKING_DAY),
        ("15 nga\u0300y la\u0300m vie\u0323\u0302c", 15, Unit.WORKING_DAY),
        ("15 ngay lam viec", 15, Unit.WORKING_DAY),
        ("17.5 working days", Fraction(35, 2), Unit.WORKING_DAY),
        ("17,5 ngày làm việc", Fraction(35, 2), Unit.WORKING_DAY),
        ("35/2 working days", Fraction(35, 2), Unit.WORKING_DAY),
        ("30 calendar days", 30, Unit.CALENDAR_DAY),
        ("30 days", 30, Unit.CALENDAR_DAY),
        ("30 ngày", 30, Unit.CALENDAR_DAY),
        ("8 working hours", 8, Unit.WORKING_HOUR),
        ("8 giờ làm việc", 8, Unit.WORKING_HOUR),
        ("2 hours", 2, Unit.CLOCK_HOUR),
        ("01 Giờ", 1, Unit.CLOCK_HOUR),
        ("8 weeks", 8, Unit.WEEK),
        ("8 tuần", 8, Unit.WEEK),
        ("1 month", 1, Unit.MONTH),
        ("1 tháng", 1, Unit.MONTH),
        ("1 year", 1, Unit.YEAR),
        ("1 năm", 1, Unit.YEAR),
        ("same day", 1, Unit.SAME_DAY),
        ("Same Day", 1, Unit.SAME_DAY),
        ("trong ngày", 1, Unit.SAME_DAY),
    ],
)
def test_limits_are_read_in_english_and_vietnamese(text, amount, unit):
    """Number and unit, in any case, with or without accents, composed or not."""
    limit = TimeLimit.parse(text)
    assert (limit.amount, limit.unit) == (amount, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "days",
        "15",
        "15 fortnights",
        "15 ngày 3 giờ",
        "0 working days",
        "-3 working days",
        "1/0 working days",
        "1.2.3 days",
        "09–12 ngày làm việc",
        "05 ngày hoặc 08 ngày",
        "1e3 days",
        "١٥ days",
        "nan days",
        "15workingdays15",
    ],
)
def test_what_is_no_limit_is_refused(text):
    """Ranges need a branch, and everything else an example of how to write it."""
    with pytest.raises(LimitSyntaxError, match="15 working days"):
        TimeLimit.parse(text)


@pytest.mark.parametrize("text", [None, 15, "15\x00 days", "9" * 300 + " days"])
def test_what_is_no_text_is_refused(text):
    """Validation comes first."""
    with pytest.raises(TextInvalidError):
        TimeLimit.parse(text)


@given(st.text(max_size=30) | st.from_regex(r"[0-9.,/]{1,6} [a-z]{1,8}", fullmatch=True))
def test_any_text_is_a_limit_or_refused(text):
    """No text makes the reader fail in another way."""
    with suppress(LimitSyntaxError, TextInvalidError, LimitError):
        assert TimeLimit.parse(text).amount > 0


@given(
    st.sampled_from(list(Unit)), st.fractions(Fraction(1, 8), 500), st.sampled_from(["vi", "en"])
)
def test_a_limit_is_read_back_from_its_own_text(unit, amount, language):
    """What is written for people can be read again, in both languages."""
    if unit in (Unit.WEEK, Unit.MONTH, Unit.YEAR):
        amount = Fraction(int(amount) + 1)
    if unit is Unit.SAME_DAY:
        amount = Fraction(1)
    limit = TimeLimit(amount, unit)
    assert TimeLimit.parse(limit.text(language)) == limit


def test_limits_are_written_as_people_write_them():
    """One working day, 17.5 in English, 17,5 in Vietnamese."""
    assert working_days(1).text("en") == "1 working day"
    assert working_days("17.5").text("en") == "17.5 working days"
    assert working_days("17.5").text("vi") == "17,5 ngày làm việc"
    assert same_day().text("vi") == "trong ngày"
    assert working_days(Fraction(1, 3)).text("en") == "1/3 working days"


# ── what a limit may be ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("build", [working_days, calendar_days, working_hours, clock_hours])
@pytest.mark.parametrize("amount", [0, -1, "-0.5", Fraction(-1, 2), 10**7])
def test_nothing_negative_and_nothing_endless(build, amount):
    """An amount is above zero and at most a million."""
    with pytest.raises(LimitError):
        build(amount)


@pytest.mark.parametrize(
    "build", [working_days, calendar_days, working_hours, clock_hours, weeks, months, years]
)
@pytest.mark.parametrize("amount", [17.5, 15.0, float("nan")])
def test_floats_are_refused(build, amount):
    """A float of days is never exact."""
    with pytest.raises(FloatRefusedError, match="35/2"):
        build(amount)


def test_floats_are_refused_by_the_constructor_too():
    """There is no back door."""
    with pytest.raises(FloatRefusedError):
        TimeLimit(17.5, Unit.WORKING_DAY)


@pytest.mark.parametrize("build", [working_days, calendar_days, working_hours, weeks, months])
@pytest.mark.parametrize("amount", [True, None, "soon", [], b"3"])
def test_what_is_no_number_is_refused(build, amount):
    """One clear error."""
    with pytest.raises(ValueInvalidError):
        build(amount)


@pytest.mark.parametrize("build", [weeks, months, years])
def test_weeks_months_and_years_are_whole(build):
    """Half a month is 15 days, and must be written so."""
    with pytest.raises(LimitError, match="whole number"):
        build(Fraction(3, 2))


def test_same_day_has_no_amount():
    """It is one and the same day."""
    with pytest.raises(LimitError):
        TimeLimit(Fraction(2), Unit.SAME_DAY)


@pytest.mark.parametrize("unit", ["working-day", "fortnight", None, 3])
def test_an_unknown_unit_is_refused(unit):
    """A text is not a `Unit`, and is refused at once and not when a date is asked for."""
    with pytest.raises(CaseflowError):
        TimeLimit(Fraction(15), unit)


@pytest.mark.parametrize(
    "changes",
    [
        {"roll": "next"},
        {"convention": "hours8"},
        {"cutoff": time(15, 0)},
        {"end_of_day": "closing"},
        {"month_on_pause": "shift"},
    ],
)
def test_rules_of_a_wrong_type_are_refused(changes):
    """A rule that is not one of those declared never changes a date silently."""
    with pytest.raises(CaseflowError):
        TimeLimit(Fraction(15), Unit.CALENDAR_DAY, **changes)


@pytest.mark.parametrize(
    "unit", [unit for unit in Unit if unit is not Unit.WORKING_DAY], ids=lambda unit: unit.value
)
def test_the_eight_hour_convention_is_for_working_days(unit):
    """For any other unit it says nothing, so it changes nothing or is refused."""
    start = at("2026-03-02T09:00")
    try:
        eight = TimeLimit(Fraction(1), unit, convention=HOURS8)
    except LimitError:
        return
    assert eight.due(start, PLAIN).at == TimeLimit(Fraction(1), unit).due(start, PLAIN).at


def test_decimal_amounts_are_exact():
    """A Decimal has no binary noise."""
    assert TimeLimit(Decimal("17.5"), Unit.WORKING_DAY).amount == Fraction(35, 2)


def test_limits_are_values():
    """Equal by what they say, and usable as keys."""
    assert working_days(15) == TimeLimit.parse("15 ngày làm việc")
    assert len({working_days(15), working_days(15), calendar_days(15)}) == 2


def test_an_extension_is_in_the_unit_of_the_limit():
    """8 weeks and 6 weeks are 14 weeks; 8 weeks and 6 days are not one period."""
    assert weeks(8).extended(weeks(6)) == weeks(14)
    with pytest.raises(LimitError, match="unit of the limit"):
        weeks(8).extended(calendar_days(6))
    with pytest.raises(LimitError):
        same_day().extended(same_day())


# ── ends ────────────────────────────────────────────────────────────────────────────────────


def test_a_day_limit_ends_at_midnight_unless_it_ends_at_closing():
    """24:00 of the last day (Civil Code Art. 148.6), or when the office closes."""
    start = on("2026-03-02")
    due = working_days(10).due(start, PLAIN)
    assert (due.on, due.at, due.is_instant) == (on("2026-03-16"), at("2026-03-17T00:00"), False)
    closing = TimeLimit(Fraction(10), Unit.WORKING_DAY, end_of_day=EndOfDay.CLOSING)
    assert closing.due(start, PLAIN).at == at("2026-03-16T17:30")
    unrolled = TimeLimit(
        Fraction(5), Unit.CALENDAR_DAY, roll=Roll.NONE, end_of_day=EndOfDay.CLOSING
    )
    assert unrolled.due(start, PLAIN).at == at("2026-03-08T00:00")


def test_an_hour_limit_ends_at_its_instant():
    """And the instant carries the zone of the calendar."""
    due = working_hours(2).due(datetime(2026, 3, 2, 2, 0, tzinfo=UTC), PLAIN)
    assert due.at == at("2026-03-02T11:00")
    assert due.at.tzinfo == PLAIN.zone
    assert due.is_instant
    assert due.on == on("2026-03-02")


def test_a_fraction_of_a_working_day_is_its_part_of_eight_hours():
    """17.5 working days end four working hours into day 18."""
    due = working_days("17.5").due(on("2026-02-02"), viet_nam())
    assert (due.on, due.at) == (on("2026-03-05"), at("2026-03-05T11:30"))
    quarter = working_days("0.25").due(on("2026-03-06"), PLAIN)
    assert quarter.at == at("2026-03-09T09:30")


@pytest.mark.parametrize(
    ("limit", "cited"),
    [
        (working_days(17), "Article 148(6) of Civil Code 91/2015/QH13"),
        (working_days("17.5"), ""),
        (TimeLimit(Fraction(17), Unit.WORKING_DAY, end_of_day=EndOfDay.CLOSING), ""),
        (working_hours(8), "Article 147(1) of Civil Code 91/2015/QH13"),
    ],
)
def test_the_end_of_a_day_is_cited_only_where_the_limit_ends_there(limit, cited):
    """Civil Code 148.6 says 24:00; an end at half past eleven or at closing is not by it."""
    due = limit.due(at("2026-03-02T09:00"), viet_nam())
    assert str(due.explain("en").steps[-1].citation) == cited


def test_a_fraction_that_a_half_day_cannot_hold_goes_on_the_next_day():
    """Six working hours do not fit into a Saturday morning of four."""
    week = (((450, 690), (810, 1050)),) * 5 + (((450, 690),), ())
    desk = PLAIN.override("desk", week=week)
    assert working_days("1.75").due(on("2026-03-05"), desk).at == at("2026-03-09T09:30")


def test_a_fraction_of_a_calendar_day_is_its_part_of_the_day():
    """1.5 calendar days end at noon of the second day, unless that rolls."""
    due = calendar_days("1.5").due(on("2026-03-03"), PLAIN)
    assert (due.on, due.at) == (on("2026-03-05"), at("2026-03-05T12:00"))
    rolled = calendar_days("1.5").due(on("2026-03-05"), PLAIN)
    assert (rolled.on, rolled.at) == (on("2026-03-09"), at("2026-03-10T00:00"))


def test_eight_hour_days_run_from_the_instant_of_receipt():
    """Two days from Friday 15:00 end on Tuesday 15:00; the date is what counts."""
    limit = TimeLimit(Fraction(2), Unit.WORKING_DAY, convention=HOURS8)
    due = limit.due(at("2026-03-06T15:00"), PLAIN)
    assert (due.on, due.at, due.is_instant) == (on("2026-03-10"), at("2026-03-10T15:00"), False)


def test_a_midnight_end_belongs_to_the_day_before():
    """Round the clock, 24 hours from midnight end with that day."""
    desk = PLAIN.override("duty", week=(((0, 1440),),) * 7)
    due = working_hours(24).due(at("2026-03-02T00:00"), desk)
    assert due.at == at("2026-03-03T00:00")
    assert due.on == on("2026-03-02")


def test_weeks_are_seven_days_and_roll():
    """8 weeks from Sunday 1 March 2026 end on a Sunday and roll to Monday."""
    assert weeks(8).due(on("2026-03-01"), PLAIN).on == on("2026-04-27")


def test_a_calendar_period_rolls_as_declared():
    """To the next working day, to the one before, or not at all."""
    start = on("2026-03-02")
    ends = {
        roll: TimeLimit(Fraction(5), Unit.CALENDAR_DAY, roll=roll).due(start, PLAIN).on
        for roll in Roll
    }
    assert ends == {
        Roll.NEXT: on("2026-03-09"),
        Roll.PREVIOUS: on("2026-03-06"),
        Roll.NONE: on("2026-03-07"),
    }


def test_rolling_back_goes_as_far_as_it_must():
    """Whoever asks for the working day before gets it, even before a very late receipt."""
    limit = TimeLimit(Fraction(6), Unit.CALENDAR_DAY, roll=Roll.PREVIOUS)
    due = limit.due(on("2019-02-04"), viet_nam())
    assert due.on == on("2019-02-01")


def test_hours_never_roll():
    """An hour that ends at night ends at night (Civil Code Art. 147.1)."""
    assert clock_hours(2).due(at("2026-03-07T23:00"), PLAIN).at == at("2026-03-08T01:00")


def test_certainty_is_that_of_the_due_day():
    """Received in 2027 and due in 2028 is projected."""
    assert working_days(5).due(on("2027-12-30"), viet_nam()).certainty is Certainty.PROJECTED
    assert working_days(1).due(on("2027-12-30"), viet_nam()).certainty is Certainty.OFFICIAL


def test_the_due_date_names_the_calendar_it_rests_on():
    """A printed date can be computed again under the same version."""
    assert working_days(5).due(on("2026-03-02"), viet_nam()).calendar_version == viet_nam().version


@pytest.mark.parametrize(
    "limit",
    [
        working_days(10_000),
        calendar_days(10_000),
        weeks(2_000),
        months(600),
        years(100),
        working_hours(100_000),
        clock_hours(500_000),
        TimeLimit(Fraction(10_000), Unit.WORKING_DAY, convention=HOURS8),
    ],
    ids=lambda limit: limit.text("en") + limit.convention.value,
)
def test_beyond_the_horizon_is_an_error_by_name(limit):
    """Never a silent weekday and never an index error."""
    with pytest.raises(CalendarHorizonError, match=viet_nam().version):
        limit.due(at("2026-03-02T09:00"), viet_nam())


@pytest.mark.parametrize("start", [on("1990-01-02"), at("1990-01-02T09:00"), on("2050-01-03")])
def test_a_start_outside_the_calendar_is_an_error_by_name(start):
    """Also for units that need no working days."""
    for limit in (working_days(1), calendar_days(1), months(1), same_day()):
        with pytest.raises(CalendarHorizonError):
            limit.due(start, viet_nam())


# ── starts ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("start", ["2026-03-02", None, 20260302, time(9)])
def test_a_start_is_a_date_or_an_instant(start):
    """Nothing else can be counted from."""
    with pytest.raises(ValueInvalidError, match="start"):
        working_days(5).due(start, PLAIN)


@pytest.mark.parametrize(
    "limit",
    [working_days(5), calendar_days(5), working_hours(5), clock_hours(5), months(1), same_day()],
    ids=lambda limit: limit.text("en"),
)
def test_a_naive_start_is_refused(limit):
    """In every unit."""
    with pytest.raises(NaiveDatetimeError, match="start"):
        limit.due(datetime(2026, 3, 2, 9), PLAIN)


@pytest.mark.parametrize("limit", [working_hours(8), clock_hours(8)], ids=["working", "clock"])
def test_hours_need_the_time_of_day(limit):
    """A bare date does not say from which instant."""
    with pytest.raises(TimeOfDayError):
        limit.due(on("2026-03-02"), PLAIN)
    with pytest.raises(TimeOfDayError):
        limit.due(at("2026-03-02T09:00"), PLAIN, pauses=[(on("2026-03-02"), on("2026-03-03"))])


# ── cut-offs ────────────────────────────────────────────────────────────────────────────────


def test_a_cut_off_needs_the_time_of_day_on_a_working_day_only():
    """On a day off any time is too late."""
    limit = same_day(cutoff=CutOff(at=time(15)))
    with pytest.raises(TimeOfDayError, match="15:00"):
        limit.due(on("2026-03-02"), PLAIN)
    assert limit.due(on("2026-03-01"), PLAIN).on == on("2026-03-02")


@pytest.mark.parametrize(
    ("received", "event"),
    [
        ("2026-03-06T16:30", "2026-03-06"),
        ("2026-03-06T16:31", "2026-03-09"),
        ("2026-03-06T07:00", "2026-03-06"),
        ("2026-03-07T09:00", "2026-03-09"),
    ],
)
def test_the_last_hour_is_a_cut_off_too(received, event):
    """Strictly after one hour before closing, or on a day off, is the next working day."""
    limit = TimeLimit(Fraction(1), Unit.WORKING_DAY, cutoff=CutOff(before_close=60))
    assert limit.due(at(received), PLAIN).on == PLAIN.add_working_days(on(event), 1)


def test_the_last_hour_follows_the_closing_of_the_day():
    """A morning-only Saturday closes at 11:30."""
    week = (((450, 690), (810, 1050)),) * 5 + (((450, 690),), ())
    desk = PLAIN.override("desk", week=week)
    limit = same_day(cutoff=CutOff(before_close=60))
    assert limit.due(at("2026-03-07T10:30"), desk).on == on("2026-03-07")
    assert limit.due(at("2026-03-07T10:31"), desk).on == on("2026-03-09")


@pytest.mark.parametrize(
    ("limit", "due"),
    [("5 calendar days", "2026-03-16"), ("1 month", "2026-04-09"), ("1 week", "2026-03-16")],
)
def test_a_cut_off_moves_the_event_day_of_every_unit_of_days(limit, due):
    """Received Friday after 15:00: Monday 9 March is the uncounted day."""
    read = TimeLimit.parse(limit, cutoff=CutOff(at=time(15)))
    assert read.due(at("2026-03-06T15:01"), PLAIN).on == on(due)


def test_hours_after_a_cut_off_run_from_the_next_opening():
    """Received Friday after 17:00, eight working hours end on Monday evening."""
    limit = TimeLimit(Fraction(8), Unit.WORKING_HOUR, cutoff=CutOff(at=time(17)))
    assert limit.due(at("2026-03-06T17:10"), PLAIN).at == at("2026-03-09T17:30")


def test_the_cut_off_is_a_wall_clock_time_in_the_zone_of_the_calendar():
    """07:59 UTC is 14:59 in Viet Nam."""
    limit = same_day(cutoff=CutOff(at=time(15)))
    assert limit.due(datetime(2026, 3, 6, 7, 59, tzinfo=UTC), PLAIN).on == on("2026-03-06")
    assert limit.due(datetime(2026, 3, 6, 8, 1, tzinfo=UTC), PLAIN).on == on("2026-03-09")


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"at": time(15), "before_close": 60},
        {"at": time(15, tzinfo=UTC)},
        {"before_close": 0},
        {"before_close": -5},
        {"before_close": 1440},
        {"at": "15:00"},
        {"before_close": 0.5},
        {"before_close": "60"},
        {"before_close": True},
    ],
    ids=str,
)
def test_a_cut_off_that_makes_no_sense_is_refused(parts):
    """One time of day without a zone, or some minutes before closing."""
    with pytest.raises(CaseflowError):
        CutOff(**parts)


# ── pauses ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("supplement", [Supplement.PAUSE, Supplement.RESTART])
@pytest.mark.parametrize(
    "pause",
    [
        (on("2026-03-12"), on("2026-03-05")),
        (at("2026-03-05T10:00"), at("2026-03-05T09:00")),
        (on("2026-03-06"), at("2026-03-05T09:00")),
    ],
)
def test_a_reversed_pause_is_refused(supplement, pause):
    """It cannot end before it begins, whatever the policy."""
    with pytest.raises(PauseError, match="write the stop first"):
        working_days(10).due(on("2026-03-02"), PLAIN, pauses=[pause], supplement=supplement)


@pytest.mark.parametrize("supplement", [Supplement.PAUSE, Supplement.RESTART])
@pytest.mark.parametrize(
    "limit",
    [working_days(10), working_hours(40), clock_hours(400)],
    ids=lambda limit: limit.unit.value,
)
@pytest.mark.parametrize("position", [0, 1])
def test_a_naive_pause_is_refused(supplement, limit, position):
    """In every unit and under every policy, beside good pauses too."""
    good = [(at("2026-03-03T09:00"), at("2026-03-04T09:00"))]
    pause = [at("2026-03-05T09:00"), at("2026-03-06T09:00")]
    pause[position] = pause[position].replace(tzinfo=None)
    for pauses in ([tuple(pause)], [*good, tuple(pause)]):
        with pytest.raises(NaiveDatetimeError):
            limit.due(at("2026-03-02T09:00"), PLAIN, pauses=pauses, supplement=supplement)


@pytest.mark.parametrize(
    "pauses", [[("2026-03-05", "2026-03-12")], [(None, None)], [(on("2026-03-05"),)]]
)
@pytest.mark.parametrize("supplement", [Supplement.PAUSE, Supplement.RESTART])
def test_what_is_no_pause_is_refused(pauses, supplement):
    """A pair of dates or instants, and one clear error otherwise."""
    with pytest.raises(CaseflowError):
        working_days(10).due(on("2026-03-02"), PLAIN, pauses=pauses, supplement=supplement)


def test_a_supplement_policy_of_a_wrong_type_is_refused():
    """The text "restart" never silently pauses."""
    pauses = [(on("2026-03-05"), on("2026-03-12"))]
    with pytest.raises(CaseflowError):
        working_days(10).due(on("2026-03-02"), PLAIN, pauses=pauses, supplement="restart")


def test_a_limit_that_has_not_started_has_no_pauses():
    """NOT_STARTED says that nothing runs yet, so there is nothing to count."""
    with pytest.raises(ValueInvalidError, match="supplement"):
        working_days(10).due(on("2026-03-02"), PLAIN, supplement=Supplement.NOT_STARTED)


@pytest.mark.parametrize("supplement", [Supplement.PAUSE, Supplement.RESTART])
def test_a_pause_before_the_start_changes_nothing(supplement):
    """What was over before the limit began cannot stop or restart it."""
    pauses = [(on("2026-02-20"), on("2026-02-25"))]
    plain = working_days(10).due(on("2026-03-02"), PLAIN)
    before = working_days(10).due(on("2026-03-02"), PLAIN, pauses=pauses, supplement=supplement)
    assert before.on == plain.on


def test_a_pause_that_is_open_at_the_start_delays_it():
    """The days until the resumption are not used."""
    pauses = [(on("2026-02-20"), on("2026-03-04"))]
    assert working_days(10).due(on("2026-03-02"), PLAIN, pauses=pauses).on == on("2026-03-18")


def test_a_pause_on_the_due_day_leaves_the_date_and_a_restart_does_not():
    """The due day was used, so PAUSE changes nothing; RESTART begins again."""
    pauses = [(on("2026-03-16"), on("2026-03-18"))]
    limit = working_days(10)
    start = on("2026-03-02")
    assert limit.due(start, PLAIN, pauses=pauses).on == on("2026-03-16")
    again = limit.due(start, PLAIN, pauses=pauses, supplement=Supplement.RESTART)
    assert again.on == on("2026-04-01")


def test_a_bare_date_means_some_moment_during_that_day():
    """A is used and B is not, as with instants within those days."""
    limit = working_days(10)
    dates = limit.due(on("2026-03-02"), PLAIN, pauses=[(on("2026-03-05"), on("2026-03-12"))])
    instants = limit.due(
        at("2026-03-02T16:00"), PLAIN, pauses=[(at("2026-03-05T23:59"), at("2026-03-12T00:00"))]
    )
    assert dates.on == instants.on == on("2026-03-23")


def test_overlapping_pauses_are_united_and_not_added():
    """Waiting for two things at once is waiting once."""
    limit = working_days(10)
    both = [(on("2026-03-04"), on("2026-03-10")), (on("2026-03-06"), on("2026-03-12"))]
    one = [(on("2026-03-04"), on("2026-03-12"))]
    start = on("2026-03-02")
    assert limit.due(start, PLAIN, pauses=both).on == limit.due(start, PLAIN, pauses=one).on


def test_hours_stop_in_a_pause_to_the_minute():
    """Eight hours from 08:00, stopped from 09:00 to 10:30, end at 09:00 the next day."""
    pauses = [(at("2026-03-02T09:00"), at("2026-03-02T10:30"))]
    due = working_hours(8).due(at("2026-03-02T08:00"), PLAIN, pauses=pauses)
    assert due.at == at("2026-03-03T09:30")


def test_a_month_on_pause_shifts_or_becomes_thirty_days():
    """Civil Code Art. 146.1 makes a period that does not run on a month of 30 days."""
    start = on("2026-03-02")
    pauses = [(on("2026-03-05"), on("2026-03-12"))]
    shift = TimeLimit(Fraction(1), Unit.MONTH, roll=Roll.NONE)
    thirty = TimeLimit(
        Fraction(1), Unit.MONTH, roll=Roll.NONE, month_on_pause=MonthOnPause.THIRTY_DAYS
    )
    assert shift.due(start, PLAIN, pauses=pauses).on == on("2026-04-09")
    assert thirty.due(start, PLAIN, pauses=pauses).on == on("2026-04-08")
    assert thirty.due(start, PLAIN).on == on("2026-04-02")


def test_a_restart_counts_from_the_last_resumption_that_came_in_time():
    """The second request came after the new due date and changes nothing."""
    limit = working_days(5)
    pauses = [
        (on("2026-03-04"), on("2026-03-09")),
        (on("2026-03-20"), on("2026-03-25")),
    ]
    due = limit.due(on("2026-03-02"), PLAIN, pauses=pauses, supplement=Supplement.RESTART)
    assert due.on == on("2026-03-16")


def test_a_restart_in_hours_counts_from_the_instant():
    """Eight hours again from the resumption."""
    pauses = [(at("2026-03-02T10:00"), at("2026-03-03T09:00"))]
    due = working_hours(8).due(
        at("2026-03-02T09:00"), PLAIN, pauses=pauses, supplement=Supplement.RESTART
    )
    assert due.at == at("2026-03-04T09:00")


def test_a_restart_after_the_cut_off_counts_from_the_next_working_day():
    """The completed filing is received like any other."""
    limit = TimeLimit(Fraction(5), Unit.WORKING_DAY, cutoff=CutOff(at=time(15)))
    pauses = [(at("2026-03-04T10:00"), at("2026-03-06T15:30"))]
    due = limit.due(at("2026-03-02T09:00"), PLAIN, pauses=pauses, supplement=Supplement.RESTART)
    assert due.on == on("2026-03-16")


# ── explanations ────────────────────────────────────────────────────────────────────────────


def test_an_explanation_reports_the_days_in_english():
    """Event day, counted days, make-up day, holidays by name, due day, with citations."""
    text = working_days(15).due(on("2025-04-24"), viet_nam()).explain("en").text
    for part in (
        "15 working days",
        viet_nam().version,
        "Thu 2025-04-24",
        "Sat 2025-04-26",
        "Victory Day",
        "Labour Day",
        "6150",
        "DUE: 24:00 Mon 2025-05-19",
    ):
        assert part in text


def test_an_explanation_reports_the_days_in_vietnamese():
    """The same facts in the words of the law."""
    text = working_days(15).due(on("2025-04-24"), viet_nam()).explain("vi").text
    for part in (
        "15 ngày làm việc",
        "Thứ Năm 24/4/2025",
        "HẠN: 24 giờ 00 ngày 19/5/2025 (Thứ Hai)",
        "Điều",
    ):
        assert part in text


def test_an_explanation_says_that_a_date_is_projected():
    """Beyond the last decided year nobody can be sure."""
    due = working_days(5).due(on("2028-02-01"), viet_nam())
    assert "Projected" in due.explain("en").text
    assert "Dự kiến" in due.explain("vi").text


def test_an_explanation_reports_pauses_restarts_cut_offs_and_rolls():
    """Every rule that moved the date is told."""
    pauses = [(at("2026-03-05T10:00"), at("2026-03-12T09:00"))]
    start = at("2026-03-02T09:00")
    paused = working_days(10).due(start, viet_nam(), pauses=pauses).explain("en").text
    assert "clock paused" in paused
    restarted = working_days(10).due(
        start, viet_nam(), pauses=pauses, supplement=Supplement.RESTART
    )
    assert "the limit starts again" in restarted.explain("en").text
    late = same_day(cutoff=CutOff(at=time(15), citation="Law 60/2014 Art. 5.3"))
    reported = late.due(at("2026-03-06T15:30"), viet_nam()).explain("en").text
    assert "after 15:00" in reported
    assert "Law 60/2014 Art. 5.3" in reported
    rolled = calendar_days(10).due(on("2025-04-21"), viet_nam()).explain("en").text
    assert "moves to the next working day" in rolled


def test_a_pause_is_reported_with_its_reason_and_its_basis():
    """Excluded time rests on an article, and the explanation says which."""
    pause = Pause(on("2026-03-05"), on("2026-03-12"), "payment", "Land Law Art. 1")
    due = working_days(10).due(on("2026-03-02"), PLAIN, pauses=[pause])
    assert due.on == on("2026-03-23")
    assert "Land Law Art. 1" in due.explain("en").text


def test_the_citation_of_the_limit_is_reported():
    """Which law sets the time."""
    due = working_days(15, citation="Law 45 Art. 3").due(on("2026-03-02"), viet_nam())
    assert "Law 45 Art. 3" in due.explain("en").text


def test_an_explanation_in_a_language_without_a_catalogue_is_english():
    """All of it, its dates too; what is no language code is refused."""
    due = working_days(1).due(on("2026-03-02"), PLAIN)
    assert due.explain("fr").text == due.explain("en").text
    with pytest.raises(ValueInvalidError, match="language"):
        due.explain("no code")


def test_steps_that_were_tampered_with_do_not_replay():
    """A missing, doubled or moved step is found."""
    steps = working_days(15).due(on("2025-04-24"), viet_nam()).explain("en").steps
    assert replay_steps(steps) == on("2025-05-19")
    for broken in (
        steps[:-1],
        steps[1:],
        steps[:2] + steps[3:],
        (*steps[:3], steps[2], *steps[3:]),
        (),
    ):
        with pytest.raises(FormatError):
            replay_steps(broken)


def test_replayed_hours_give_the_instant():
    """Office time is told a step a day."""
    due = working_hours(20).due(at("2026-03-05T15:00"), viet_nam())
    assert replay_steps(due.explain("vi").steps) == due.at


def test_dates_are_plain_dates():
    """`on` is a date and not a datetime, whatever the unit."""
    start = at("2026-03-02T09:00")
    for limit in (working_days(1), calendar_days(1), months(1), working_hours(1), clock_hours(1)):
        assert type(limit.due(start, PLAIN).on) is date
