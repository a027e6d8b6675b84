"""Laws of time limits: properties 10 to 13, 17 and 19 to 25 of the design.

The oracle for months is `relativedelta`; for everything else the laws say it themselves.
"""

import pickle
import threading
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar, Roll
from caseflow.errors import CalendarHorizonError
from caseflow.ledgers import ClockLedger
from caseflow.limits import (
    Convention,
    Supplement,
    TimeLimit,
    Unit,
    calendar_days,
    clock_hours,
    months,
    replay_steps,
    weeks,
    working_days,
    working_hours,
    years,
)
from caseflow.targets import EarlyReturn, Small, judge, standing
from oracle import brute
from oracle.cases import Question, day_questions, hour_questions
from oracle.draws import calendars, inner_days, instants
from oracle.product import on, viet_nam

ZERO = timedelta(0)
ONE_DAY = timedelta(days=1)
official_days = st.dates(date(2018, 1, 1), date(2026, 6, 30))
DayPauses = list[tuple[date, date]]


@st.composite
def day_pauses(draw: st.DrawFn, start: date, *, most: int = 4) -> DayPauses:
    """Draw pauses from the start on, in days, overlapping or not."""
    spans = draw(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=most))
    return [
        (start + timedelta(days=after), start + timedelta(days=after + length))
        for after, length in spans
    ]


@st.composite
def instant_pauses(draw: st.DrawFn, start: datetime) -> list[tuple[datetime, datetime]]:
    """Draw pauses from the start on, in seconds."""
    spans = draw(
        st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=4)
    )
    return [
        (start + timedelta(seconds=after), start + timedelta(seconds=after + length))
        for after, length in spans
    ]


def still_days(pauses: DayPauses) -> set[date]:
    """Return the days that began while the clock stood still."""
    return {
        stop + timedelta(days=number)
        for stop, resume in pauses
        for number in range(1, (resume - stop).days + 1)
    }


# ── pauses ──────────────────────────────────────────────────────────────────────────────────


@given(calendars(), inner_days, st.integers(1, 30), st.data())
def test_property_10_used_working_days_are_the_budget(calendar, start, days, data):
    """Outside the pauses N working days lie in (start, due], the last of them the due day."""
    pauses = data.draw(day_pauses(start))
    try:
        due = working_days(days).due(start, calendar, pauses=pauses).on
    except CalendarHorizonError:
        assume(False)
    still = still_days(pauses)
    span = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    used = [day for day in span if calendar.is_working_day(day) and day not in still]
    assert len(used) == days
    assert used[-1] == due


@given(calendars(), instants(), st.integers(1, 40 * 3600), st.data())
def test_property_10_unpaused_office_time_is_the_budget(calendar, start, seconds, data):
    """Office time from start to due, less what fell in pauses, is the allowed time."""
    pauses = data.draw(instant_pauses(start))
    limit = working_hours(Fraction(seconds, 3600))
    try:
        due = limit.due(start, calendar, pauses=pauses).at
    except CalendarHorizonError:
        assume(False)
    paused = sum(
        (
            calendar.working_time(stop, min(resume, due))
            for stop, resume in brute.united(pauses)
            if stop < due
        ),
        ZERO,
    )
    assert calendar.working_time(start, due) - paused == timedelta(seconds=seconds)


@given(day_questions(), st.data())
def test_property_11_pauses_are_a_union_of_spans(question, data):
    """Listing pauses in another order, twice, or already united gives the same date."""
    calendar = viet_nam()
    try:
        due = question.answered(calendar)
    except CalendarHorizonError:
        assume(False)
    shuffled = data.draw(st.permutations(question.pauses))
    for pauses in (shuffled, question.pauses * 2, brute.united(question.pauses)):
        other = Question(**{**vars(question), "pauses": tuple(pauses)})
        assert other.answered(calendar) == due


@given(hour_questions(), st.data())
def test_property_11_pauses_in_hours_are_a_union_of_spans(question, data):
    """The same to the minute."""
    calendar = viet_nam()
    due = question.answered(calendar)
    shuffled = data.draw(st.permutations(question.pauses))
    for pauses in (shuffled, question.pauses * 2, brute.united(question.pauses)):
        other = Question(**{**vars(question), "pauses": tuple(pauses)})
        assert other.answered(calendar) == due


@given(calendars(), inner_days, st.integers(1, 30), st.integers(0, 60), st.integers(0, 20))
def test_property_12_one_pause_shifts_by_its_own_working_days(calendar, start, days, after, length):
    """Before the due day it moves the date by the working days in (P, Q], later by nothing."""
    stop, resume = start + timedelta(days=after), start + timedelta(days=after + length)
    plain = working_days(days).due(start, calendar).on
    paused = working_days(days).due(start, calendar, pauses=[(stop, resume)]).on
    if stop < plain:
        shift = calendar.count_working_days(stop, resume)
        assert paused == calendar.add_working_days(plain, shift)
    else:
        assert paused == plain


@given(
    calendars(), instants(), st.integers(1, 20 * 60), st.integers(0, 10**6), st.integers(1, 10**6)
)
def test_property_12_one_pause_shifts_by_its_own_office_time(
    calendar, start, minutes, after, length
):
    """Before the due instant it moves the end by the office time within it; later by nothing."""
    limit = working_hours(Fraction(minutes, 60))
    stop = start + timedelta(seconds=after)
    resume = stop + timedelta(seconds=length)
    try:
        plain = limit.due(start, calendar).at
        paused = limit.due(start, calendar, pauses=[(stop, resume)]).at
    except CalendarHorizonError:
        assume(False)
    if stop < plain:
        net = calendar.working_time(stop, resume)
        assert paused == calendar.add_working_time(plain, net)
    else:
        assert paused == plain


@given(official_days, st.integers(1, 14), st.integers(0, 4), st.integers(0, 60))
@example(date(2020, 3, 25), 4, 0, 5)
def test_property_12_a_pause_after_a_calendar_due_date_changes_nothing(start, days, after, length):
    """However the period rolls, a pause that begins after the due date is too late."""
    for roll in Roll:
        limit = TimeLimit(Fraction(days), Unit.CALENDAR_DAY, roll=roll)
        plain = limit.due(start, viet_nam()).on
        stop = max(plain, start) + timedelta(days=1 + after)
        pause = [(stop, stop + timedelta(days=length))]
        assert limit.due(start, viet_nam(), pauses=pause).on == plain
        restarted = limit.due(start, viet_nam(), pauses=pause, supplement=Supplement.RESTART)
        assert restarted.on == plain


@given(calendars(), instants(), st.integers(1, 40))
def test_property_13_a_pause_outside_office_time_changes_nothing(calendar, start, hours):
    """From a closing to the next opening no office time runs, so stopping there costs nothing."""
    limit = working_hours(hours)
    try:
        plain = limit.due(start, calendar)
    except CalendarHorizonError:
        assume(False)
    pauses = []
    day = calendar.local_date(start)
    for _ in range(10):
        closing = calendar.closing(day)
        day = calendar.add_working_days(day, 1)
        opening = calendar.opening(day)
        if closing is not None and opening is not None and start <= closing < opening:
            pauses.append((closing, opening))
    assert limit.due(start, calendar, pauses=pauses).at == plain.at


@given(calendars(), inner_days, st.integers(1, 30))
def test_property_13_a_pause_over_days_off_changes_nothing(calendar, start, days):
    """A pause that stands still only as days off begin costs no working day."""
    plain = working_days(days).due(start, calendar).on
    pauses = [
        (stop, stop + ONE_DAY)
        for stop in (start + timedelta(days=n) for n in range(30))
        if not calendar.is_working_day(stop + ONE_DAY)
    ]
    assert working_days(days).due(start, calendar, pauses=pauses).on == plain


@given(day_questions())
def test_property_13_asked_and_answered_on_one_day_changes_nothing(question):
    """A pause within one day costs nothing and gives nothing, in any unit of days."""
    calendar = viet_nam()
    start = question.start
    moments = [start, start + timedelta(days=3), start + timedelta(days=10)]
    pauses = tuple((moment, moment) for moment in moments)
    kept = {**vars(question), "policy": "pause"}
    assert Question(**{**kept, "pauses": pauses}).answered(calendar) == Question(
        **{**kept, "pauses": ()}
    ).answered(calendar)


# ── months ──────────────────────────────────────────────────────────────────────────────────

month_counts = st.integers(1, 60)
plain_weekends = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")


@given(st.dates(date(1980, 1, 1), date(2080, 12, 31)), month_counts)
@example(date(2025, 1, 31), 1)
@example(date(2024, 1, 31), 1)
@example(date(2024, 2, 29), 12)
def test_property_17_months_are_taken_from_the_anchor(anchor, count):
    """The same-numbered day or the last of that month, never by single steps."""
    limit = TimeLimit(Fraction(count), Unit.MONTH, roll=Roll.NONE)
    due = limit.due(anchor, plain_weekends).on
    assert due == anchor + relativedelta(months=count)
    last_of_month = (due + ONE_DAY).day == 1
    assert due.day == anchor.day or (due.day < anchor.day and last_of_month)
    rolled = months(count).due(anchor, plain_weekends).on
    assert rolled == plain_weekends.roll(due, Roll.NEXT)


@given(st.dates(date(1980, 1, 1), date(2060, 12, 31)), st.integers(1, 20))
def test_property_17_a_year_is_twelve_months(anchor, count):
    """Years and their twelve months end on the same day."""
    assert (
        years(count).due(anchor, plain_weekends).on
        == months(12 * count).due(anchor, plain_weekends).on
    )


@given(official_days, st.integers(1, 40), st.integers(0, 5), st.sampled_from(["m", "d", "w", "wd"]))
def test_property_17_longer_limits_and_later_anchors_never_end_sooner(anchor, count, more, unit):
    """`due` is non-decreasing in the amount and in the anchor."""
    build = {"m": months, "d": calendar_days, "w": weeks, "wd": working_days}[unit]
    calendar = viet_nam()
    due = build(count).due(anchor, calendar).on
    assert due <= build(count + more).due(anchor, calendar).on
    assert due <= build(count).due(anchor + timedelta(days=more), calendar).on


@given(official_days, st.integers(1, 12), st.integers(0, 40), st.integers(0, 60))
def test_property_17_a_pause_shifts_a_month_by_the_days_the_clock_stood_still(
    anchor, count, after, length
):
    """The raw end moves by the days that began while the clock stood still."""
    limit = TimeLimit(Fraction(count), Unit.MONTH, roll=Roll.NONE)
    stop = anchor + timedelta(days=after)
    resume = stop + timedelta(days=length)
    plain = anchor + relativedelta(months=count)
    paused = limit.due(anchor, viet_nam(), pauses=[(stop, resume)]).on
    assert paused == (plain + timedelta(days=length) if stop < plain else plain)


# ── horizon, versions, explanations ─────────────────────────────────────────────────────────

any_moments = st.dates() | st.datetimes(
    timezones=st.sampled_from([UTC, ZoneInfo("Asia/Ho_Chi_Minh")])
)


@settings(max_examples=400)
@given(
    any_moments,
    st.sampled_from([unit for unit in Unit if unit is not Unit.SAME_DAY]),
    st.integers(1, 10**6),
    st.lists(st.tuples(any_moments, any_moments), max_size=2),
    st.sampled_from([Supplement.PAUSE, Supplement.RESTART]),
    st.sampled_from(list(Roll)),
    st.sampled_from(list(Convention)),
)
@example(date(2035, 12, 28), Unit.WORKING_DAY, 1, [], Supplement.PAUSE, Roll.NEXT, Convention.CIVIL)
@example(
    date(2035, 12, 29), Unit.CALENDAR_DAY, 1, [], Supplement.PAUSE, Roll.NEXT, Convention.CIVIL
)
@example(date(2035, 12, 31), Unit.YEAR, 10**6, [], Supplement.PAUSE, Roll.NONE, Convention.CIVIL)
def test_property_19_any_limit_ends_inside_the_horizon_or_says_so(
    start, unit, amount, pauses, supplement, roll, convention
):
    """Whatever is asked, the answer lies inside the calendar or the named error is raised."""
    calendar = viet_nam()
    if convention is Convention.HOURS8 and unit is not Unit.WORKING_DAY:
        convention = Convention.CIVIL
    if unit.is_hours:
        start = _as_instant(start)
        pauses = [(_as_instant(stop), _as_instant(resume)) for stop, resume in pauses]
    pauses = [pair for pair in pauses if type(pair[0]) is type(pair[1]) and pair[0] <= pair[1]]
    limit = TimeLimit(Fraction(amount), unit, roll=roll, convention=convention)
    try:
        due = limit.due(start, calendar, pauses=pauses, supplement=supplement)
    except CalendarHorizonError:
        return
    assert calendar.first_on <= due.on <= calendar.last_on
    assert due.on == calendar.local_date(due.at - timedelta(microseconds=1)) or due.is_instant


def _as_instant(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


@cache
def kept_copy() -> OfficeCalendar:
    return pickle.loads(pickle.dumps(viet_nam()))


@given(day_questions() | hour_questions())
def test_property_20_a_due_date_is_computed_again_from_the_kept_calendar(question):
    """The same question to a pickled copy of the calendar gives the same due date."""
    calendar, copy = viet_nam(), kept_copy()
    try:
        due = question.due(calendar)
    except CalendarHorizonError:
        assume(False)
    again = question.due(copy)
    assert (again.on, again.at, again.calendar_version) == (due.on, due.at, due.calendar_version)


@settings(max_examples=300)
@given(day_questions(), st.sampled_from(["vi", "en"]))
def test_property_21_an_explanation_replays_to_the_same_date(question, language):
    """Walking the steps ends where counting ended, and the counted days are the limit."""
    calendar = viet_nam()
    try:
        due = question.due(calendar)
    except CalendarHorizonError:
        assume(False)
    explanation = due.explain(language)
    ended = replay_steps(explanation.steps)
    assert ended == (due.at if isinstance(ended, datetime) else due.on)
    assert explanation.text.count("\n") >= len(explanation.steps)
    counted = [step for step in explanation.steps if step.number_to]
    if question.unit in ("working_day", "calendar_day", "week"):
        total = sum(step.number_to - step.number_from + 1 for step in counted)
        assert total == int(question.amount) * (7 if question.unit == "week" else 1)


@settings(max_examples=300)
@given(hour_questions(), st.sampled_from(["vi", "en"]))
def test_property_21_an_explanation_in_hours_replays_to_the_same_instant(question, language):
    """The steps end at the due instant and their totals grow to the allowed time."""
    due = question.due(viet_nam())
    explanation = due.explain(language)
    assert replay_steps(explanation.steps) == due.at
    totals = [step.total for step in explanation.steps if step.total is not None]
    assert totals == sorted(totals)
    hours = due.limit.amount * (8 if question.unit == "hours8" else 1)
    assert totals[-1] == hours.numerator * timedelta(hours=1) / hours.denominator


@given(st.dates(date(2018, 1, 1), date(2026, 10, 1)), st.integers(1, 40))
def test_property_21_every_holiday_on_the_way_is_named_in_both_languages(start, days):
    """Each day off that is not just weekly rest is reported by its name, with a citation."""
    calendar = viet_nam()
    due = working_days(days).due(start, calendar)
    for language in ("vi", "en"):
        explanation = due.explain(language)
        day = start + ONE_DAY
        while day <= due.on:
            described = calendar.day(day)
            if day.weekday() < 5 and not described.is_working:
                assert described.name is not None
                assert described.name.in_(language) in explanation.text
                (step,) = [s for s in explanation.steps if s.first_on <= day <= s.last_on]
                assert step.citation
            day += ONE_DAY


# ── conventions and targets ─────────────────────────────────────────────────────────────────


@given(official_days, st.integers(1, 40))
def test_property_23_hours8_and_civil_agree_from_opening_time(day, days):
    """From opening, N × 8 hours end on the N-th working day from that morning on."""
    calendar = viet_nam()
    assume(calendar.is_working_day(day) and day > date(2018, 1, 2))
    opening = calendar.opening(day)
    assert opening is not None
    eight = TimeLimit(Fraction(days), Unit.WORKING_DAY, convention=Convention.HOURS8)
    assert eight.due(opening, calendar).on == working_days(days).due(day - ONE_DAY, calendar).on


@given(official_days, st.integers(1, 40), st.integers(7 * 60 + 31, 24 * 60 - 1))
def test_property_23_hours8_and_civil_agree_on_the_date_later_that_day(day, days, minute):
    """After opening, the day of receipt is as good as not counted, and the dates are the same."""
    calendar = viet_nam()
    assume(calendar.is_working_day(day))
    received = calendar.start_of(day) + timedelta(minutes=minute)
    eight = TimeLimit(Fraction(days), Unit.WORKING_DAY, convention=Convention.HOURS8)
    assert eight.due(received, calendar).on == working_days(days).due(day, calendar).on


shares = st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100)


@given(official_days, st.integers(1, 60), shares, shares)
def test_property_24_the_promise_lies_between_anchor_and_due_date(day, days, one, other):
    """Never after the legal date, never on the day of receipt, never later for a larger share."""
    calendar = viet_nam()
    start = calendar.start_of(day) + timedelta(hours=9)
    due = working_days(days).due(start, calendar)
    ends = []
    for share in sorted((one, other)):
        limit = EarlyReturn(share=share, source="drawn", small=Small.HOURS).shortened(
            working_days(days)
        )
        assume(limit is not None)
        assert limit is not None
        promise = limit.due(start, calendar)
        assert start < promise.at <= due.at
        if limit.unit is Unit.WORKING_DAY:
            assert day < promise.on < due.on
            assert 1 - limit.amount / days >= share
        ends.append(promise.at)
    assert ends[1] <= ends[0]


@given(official_days, st.integers(1, 60), st.integers(0, 5), shares)
def test_property_24_a_longer_limit_never_promises_sooner(day, days, more, share):
    """The promise is monotone in N, also across the change from hours to days."""
    calendar = viet_nam()
    start = calendar.start_of(day) + timedelta(hours=9)
    early = EarlyReturn(share=share, source="drawn", small=Small.HOURS)
    shorter, longer = (
        early.shortened(working_days(days)),
        early.shortened(working_days(days + more)),
    )
    assume(shorter is not None and longer is not None)
    assert shorter is not None
    assert longer is not None
    assert shorter.due(start, calendar).on <= longer.due(start, calendar).on


# ── threads ─────────────────────────────────────────────────────────────────────────────────


def test_property_25_threads_count_limits_on_one_calendar():
    """Eight threads get the answers that one gets, explanations included."""
    calendar = viet_nam()
    limits = [working_days(15), calendar_days(30), months(1), working_hours(8), clock_hours(2)]
    starts = [
        calendar.start_of(on("2025-01-01") + timedelta(days=7 * n)) + timedelta(hours=10)
        for n in range(60)
    ]

    def answers() -> list[str]:
        return [
            limit.due(start, calendar).explain("vi").text for limit in limits for start in starts
        ]

    alone = answers()
    results: list[list[str]] = []
    barrier = threading.Barrier(8)

    def work() -> None:
        barrier.wait()
        results.append(answers())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [alone] * 8


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe"])
def test_property_22_clock_hours_are_elapsed_hours_in_every_zone(zone):
    """48 hours over a change of clocks are 48 elapsed hours, and 8 weeks keep their date."""
    calendar = OfficeCalendar.weekends(zone, first_year=2024, last_year=2027)
    for number in range(0, 700, 7):
        start = calendar.start_of(date(2024, 6, 1) + timedelta(days=number)) + timedelta(hours=9)
        due = clock_hours(48).due(start, calendar)
        assert due.at.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=48)
        eight = weeks(8).due(start, calendar)
        assert eight.on == calendar.roll(calendar.local_date(start) + timedelta(weeks=8), Roll.NEXT)
        assert eight.at == calendar.end_of(eight.on)


CHANGES = {
    "Europe/Amsterdam": [
        datetime(2025, 10, 26, 1, tzinfo=UTC),
        datetime(2025, 3, 30, 1, tzinfo=UTC),
    ],
    "America/New_York": [datetime(2025, 11, 2, 6, tzinfo=UTC), datetime(2025, 3, 9, 7, tzinfo=UTC)],
}
NIGHT_DESKS = {
    zone: OfficeCalendar.weekends(zone, first_year=2024, last_year=2027).override(
        "night", week=(((0, 360), (600, 900)),) * 7
    )
    for zone in CHANGES
}


@given(st.sampled_from(sorted(CHANGES)), st.data())
def test_property_22_the_zone_in_which_moments_are_written_does_not_matter(zone, data):
    """Starts, pauses and decisions on the night of a change of clocks, in UTC or on the wall."""
    desk = NIGHT_DESKS[zone]
    change = data.draw(st.sampled_from(CHANGES[zone]))
    minutes = st.integers(-150, 150).map(lambda n: change + timedelta(minutes=n))
    start = data.draw(minutes)
    lengths = st.tuples(st.integers(0, 120), st.integers(1, 120))
    pauses = [
        (start + timedelta(minutes=after), start + timedelta(minutes=after + length))
        for after, length in data.draw(st.lists(lengths, max_size=2))
    ]
    walls = [(a.astimezone(desk.zone), b.astimezone(desk.zone)) for a, b in pauses]
    amount = Fraction(data.draw(st.integers(1, 240)), 60)
    decided = data.draw(minutes)
    for build in (working_hours, clock_hours):
        for supplement in (Supplement.PAUSE, Supplement.RESTART):
            utc = build(amount).due(start, desk, pauses=pauses, supplement=supplement)
            wall = build(amount).due(
                start.astimezone(desk.zone), desk, pauses=walls, supplement=supplement
            )
            assert wall.at.astimezone(UTC) == utc.at.astimezone(UTC)
            assert judge(decided.astimezone(desk.zone), wall) is judge(decided, utc)
            steps = wall.explain("en").steps
            totals = [step.total for step in steps if step.total is not None]
            assert totals[-1] == amount.numerator * timedelta(hours=1) / amount.denominator


@given(st.sampled_from(sorted(CHANGES)), st.data())
def test_property_22_a_clock_is_read_alike_in_every_zone(zone, data):
    """What a ledger has used does not depend on the zone in which its marks are written."""
    desk = NIGHT_DESKS[zone]
    change = data.draw(st.sampled_from(CHANGES[zone]))
    gaps = data.draw(st.lists(st.integers(0, 90), min_size=4, max_size=4))
    moments, moment = [], change - timedelta(minutes=120)
    for gap in gaps:
        moment += timedelta(minutes=gap)
        moments.append(moment)
    for build in (working_hours, clock_hours):
        utc, wall = (
            ClockLedger("c", build(5)).start(a).pause(b).resume(c)
            for a, b, c, _ in (moments, [m.astimezone(desk.zone) for m in moments])
        )
        at = moments[-1].astimezone(desk.zone)
        assert wall.used(desk, at) == utc.used(desk, moments[-1])
        assert standing(wall, desk, at) is standing(utc, desk, moments[-1])
