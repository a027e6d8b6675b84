"""Laws of office calendars: properties 1 to 9, 14 to 16, 18 to 20, 22 and 25 of the design.

`pos(t)` is the office time from the beginning of the calendar to t, `inv` its earliest inverse.
"""

import json
import pickle
import threading
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from caseflow.calendars import (
    CalendarSpec,
    DayOff,
    Decree,
    MakeUp,
    OfficeCalendar,
    Roll,
    calendar_from_data,
    calendar_to_data,
)
from caseflow.errors import CalendarHorizonError
from caseflow.law import printed
from caseflow.values import Text
from oracle.draws import (
    DUTY,
    FIRST_ON,
    FIRST_YEAR,
    LAST_ON,
    LAST_YEAR,
    NIGHT,
    OFFICE,
    any_days,
    calendars,
    decrees_for,
    inner_days,
    instants,
    weeks,
    work_times,
)
from oracle.product import viet_nam

ZERO = timedelta(0)
TICK = timedelta(microseconds=1)
ONE_DAY = timedelta(days=1)
OFF = Text(vi="nghỉ", en="off")
WORKED = Text(vi="làm bù", en="made up")


def pos(calendar: OfficeCalendar, instant: datetime) -> timedelta:
    return calendar.working_time(calendar.start_of(FIRST_ON), instant)


def inv(calendar: OfficeCalendar, work: timedelta) -> datetime:
    return calendar.add_working_time(calendar.start_of(FIRST_ON), work)


def office(**changes: object) -> OfficeCalendar:
    """Return a five-day week over the drawn years, with changes."""
    spec: dict[str, object] = {
        "id": "office",
        "zone": "Asia/Ho_Chi_Minh",
        "first_year": FIRST_YEAR,
        "last_year": LAST_YEAR,
        "official_through": LAST_ON,
    }
    return OfficeCalendar(CalendarSpec(**(spec | changes)))


def decree(*, off: tuple[date, ...] = (), work: tuple[date, ...] = ()) -> Decree:
    return Decree(
        id="drawn",
        issued_on=FIRST_ON,
        citation="drawn",
        off=[DayOff(day, OFF) for day in off],
        work=[MakeUp(day, WORKED) for day in work],
    )


# ── instants ────────────────────────────────────────────────────────────────────────────────


@given(calendars(), instants(), instants())
def test_property_01_position_is_monotone_and_never_faster_than_time(calendar, one, other):
    """Between two instants lies no negative work and no more work than time."""
    earlier, later = sorted((one, other))
    work = pos(calendar, later) - pos(calendar, earlier)
    assert ZERO <= work <= later - earlier


@given(calendars(), instants(), work_times)
def test_property_02_adding_gives_exactly_the_work_and_no_earlier_instant_does(
    calendar, start, work
):
    """`add` is the earliest instant at which the work is done."""
    try:
        end = calendar.add_working_time(start, work)
    except CalendarHorizonError:
        assume(False)
    assert calendar.working_time(start, end) == work
    assert calendar.working_time(start, end - TICK) < work


@given(calendars(), instants(), work_times)
def test_property_02_the_latest_instant_is_the_next_opening(calendar, start, work):
    """With `latest` no later instant has the same work."""
    try:
        end = calendar.add_working_time(start, work, latest=True)
        after = calendar.working_time(start, end + TICK)
    except CalendarHorizonError:
        assume(False)
    assert calendar.working_time(start, end) == work
    assert after > work


@given(calendars(), instants(), work_times, work_times)
def test_property_03_adding_is_additive(calendar, start, first, second):
    """Adding twice is adding the sum."""
    try:
        stepped = calendar.add_working_time(calendar.add_working_time(start, first), second)
    except CalendarHorizonError:
        assume(False)
    assert stepped == calendar.add_working_time(start, first + second)


@given(calendars(), instants(), instants(), instants())
def test_property_04_net_time_is_additive_and_antisymmetric(calendar, a, b, c):
    """The work from a to c is that from a to b and from b to c, and back it is negative."""
    net = calendar.working_time
    assert net(a, b) + net(b, c) == net(a, c)
    assert net(a, b) == -net(b, a)
    assert net(a, a) == ZERO


@given(calendars(), instants(), instants(), work_times)
def test_property_05_adding_is_monotone_in_the_start(calendar, one, other, work):
    """Who starts earlier never ends later."""
    earlier, later = sorted((one, other))
    try:
        end = calendar.add_working_time(later, work)
    except CalendarHorizonError:
        assume(False)
    assert calendar.add_working_time(earlier, work) <= end


@given(calendars(), instants(), work_times, work_times)
def test_property_06_adding_is_strictly_monotone_in_the_work(calendar, start, less, more):
    """More work ends strictly later."""
    try:
        assert calendar.add_working_time(start, less) < calendar.add_working_time(
            start, less + more
        )
    except CalendarHorizonError:
        assume(False)


@given(calendars(), instants(), work_times)
def test_property_07_position_and_inverse_are_a_galois_connection(calendar, instant, work):
    """inv(pos(t)) ≤ t, and pos(inv(p)) = p."""
    done = pos(calendar, instant)
    if done:
        assert inv(calendar, done) <= instant
    try:
        end = inv(calendar, work)
    except CalendarHorizonError:
        assume(False)
    assert pos(calendar, end) == work
    assert (work <= done) == (end <= instant)


@given(calendars(), instants(), work_times)
def test_property_07_backwards_undoes_forwards_up_to_idle_time(calendar, start, work):
    """Going back over the work lands where no office time separates it from the start."""
    try:
        end = calendar.add_working_time(start, work)
        back = calendar.add_working_time(end, -work)
    except CalendarHorizonError:
        assume(False)
    assert calendar.working_time(back, end) == work
    assert calendar.working_time(start, back) == ZERO
    assert back >= start.astimezone(calendar.zone)


# ── days ────────────────────────────────────────────────────────────────────────────────────


@given(calendars(), inner_days, st.integers(1, 60))
def test_property_08_counting_undoes_adding_days(calendar, day, days):
    """n days later n working days have passed and the answer is a working day, both ways."""
    try:
        later = calendar.add_working_days(day, days)
        before = calendar.add_working_days(day, -days)
    except CalendarHorizonError:
        assume(False)  # a week of one working day does not hold so many
    assert calendar.count_working_days(day, later) == days
    assert calendar.is_working_day(later)
    assert calendar.is_working_day(before)
    assert calendar.count_working_days(before, day) == days - (not calendar.is_working_day(day))


@given(calendars(), inner_days, st.integers(1, 30), st.integers(1, 30))
def test_property_08_days_are_additive_and_monotone(calendar, day, first, second):
    """Adding in two steps is adding the sum; more days and later starts never end sooner."""
    add = calendar.add_working_days
    assert add(add(day, first), second) == add(day, first + second)
    assert add(day, first) < add(day, first + second)
    assert add(day, first) <= add(day + ONE_DAY, first)
    assert add(day, 0) == day


@given(calendars(), inner_days, inner_days, inner_days)
def test_property_08_counting_is_additive_and_agrees_with_a_walk(calendar, a, b, c):
    """Counting (a, b] is what walking from a to b counts."""
    count = calendar.count_working_days
    assert count(a, b) + count(b, c) == count(a, c)
    earlier, later = sorted((a, b))
    walked = 0
    day = earlier
    while day < later:
        day += ONE_DAY
        walked += calendar.is_working_day(day)
    assert count(earlier, later) == walked


@given(calendars(), inner_days, st.integers(1, 60))
def test_property_09_back_and_forth_returns_only_on_working_days(calendar, day, days):
    """add(add(d, n), −n) = d exactly when d is a working day."""
    returned = calendar.add_working_days(calendar.add_working_days(day, days), -days)
    assert (returned == day) == calendar.is_working_day(day)


# ── at every edge ───────────────────────────────────────────────────────────────────────────


@settings(max_examples=30)
@given(calendars(), inner_days)
def test_property_14_tables_agree_with_the_sessions_at_every_boundary(calendar, first):
    """One microsecond before, at and after each opening and closing, work runs or stands."""
    for number in range(10):
        day = first + timedelta(days=number)
        for minute in {minute for session in calendar.sessions_on(day) for minute in session}:
            wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
            edge = wall.replace(tzinfo=calendar.zone).astimezone(UTC)
            if edge.astimezone(calendar.zone).replace(tzinfo=None) != wall:
                continue  # a wall-clock time that does not exist
            for instant in (edge - TICK, edge, edge + TICK):
                ran = calendar.working_time(instant, instant + TICK)
                assert ran == (TICK if _is_open(calendar, instant) else ZERO)


def _is_open(calendar: OfficeCalendar, instant: datetime) -> bool:
    local = instant.astimezone(calendar.zone)
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in calendar.sessions_on(local.date()))


@settings(max_examples=60)
@given(calendars(), instants(), st.integers(0, 3 * 24 * 60))
def test_property_14_net_time_agrees_with_a_walk_by_minutes(calendar, start, minutes):
    """Minute by minute, asking the clock on the wall, the same work is counted."""
    start = start.replace(second=0, microsecond=0)
    walked = sum(_is_open(calendar, start + timedelta(minutes=n)) for n in range(minutes))
    net = calendar.working_time(start, start + timedelta(minutes=minutes))
    assert net == timedelta(minutes=walked)


# ── decrees ─────────────────────────────────────────────────────────────────────────────────


@given(inner_days, st.integers(5, 40), st.data())
def test_property_15_a_swap_inside_the_window_changes_nothing(start, days, data):
    """A weekday off for a Saturday worked, both before the due day: the same due day."""
    plain = office()
    due = plain.add_working_days(start, days)
    inside = [start + timedelta(days=n) for n in range(1, (due - start).days)]
    off = data.draw(st.sampled_from([day for day in inside if day.weekday() < 5]), "off")
    saturdays = [day for day in inside if day.weekday() == 5]
    assume(saturdays)
    work = data.draw(st.sampled_from(saturdays), "work")
    swapped = office(decrees=[decree(off=(off,), work=(work,))])
    assert swapped.add_working_days(start, days) == due


@given(inner_days, st.integers(5, 40), st.data())
def test_property_15_a_swap_of_the_due_day_itself_ends_earlier(start, days, data):
    """The due day off for a Saturday before it: the count ends on the working day before."""
    plain = office()
    due = plain.add_working_days(start, days)
    inside = [start + timedelta(days=n) for n in range(1, (due - start).days)]
    saturdays = [day for day in inside if day.weekday() == 5]
    assume(saturdays)
    swapped = office(
        decrees=[decree(off=(due,), work=(data.draw(st.sampled_from(saturdays), "work"),))]
    )
    assert swapped.add_working_days(start, days) == swapped.roll(due, Roll.PREVIOUS)
    assert swapped.add_working_days(start, days) < due


@given(inner_days, st.integers(1, 40), st.data())
def test_property_16_one_more_holiday_moves_the_due_day_to_the_next_working_day(start, days, data):
    """A holiday in (start, due] costs exactly one working day."""
    plain = office()
    due = plain.add_working_days(start, days)
    inside = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    off = data.draw(st.sampled_from([day for day in inside if day.weekday() < 5]), "off")
    closed = office(decrees=[decree(off=(off,))])
    assert closed.add_working_days(start, days) == plain.add_working_days(due, 1)


@given(calendars(), any_days)
def test_property_18_rolling_is_idempotent_and_brackets_the_day(calendar, day):
    """following ≥ d ≥ preceding; rolling again changes nothing; a working day stays."""
    try:
        following = calendar.roll(day, Roll.NEXT)
        preceding = calendar.roll(day, Roll.PREVIOUS)
    except CalendarHorizonError:
        assume(False)
    assert preceding <= day <= following
    assert calendar.roll(following, Roll.NEXT) == following
    assert calendar.roll(preceding, Roll.PREVIOUS) == preceding
    assert calendar.roll(day, Roll.NONE) == day
    assert (preceding == day) == (following == day) == calendar.is_working_day(day)
    assert calendar.count_working_days(preceding, following) == (preceding != following)


# ── the horizon ─────────────────────────────────────────────────────────────────────────────

NEW_YORK = OfficeCalendar.weekends("America/New_York", first_year=2018, last_year=2035)
all_dates = st.dates()
all_instants = st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Asia/Ho_Chi_Minh")]))
all_spans = st.timedeltas()


@settings(max_examples=300)
@given(st.sampled_from(["vn", "ny"]), all_dates, all_dates, st.integers(-(10**9), 10**9))
@example("ny", date.min, date.max, 1)
@example("vn", date.min, date.max, -1)
def test_property_19_any_date_gives_an_answer_inside_or_the_named_error(which, one, other, days):
    """Days outside the calendar raise `CalendarHorizonError` and nothing else."""
    calendar = viet_nam() if which == "vn" else NEW_YORK
    inside = calendar.first_on <= one <= calendar.last_on
    questions = [
        lambda: calendar.is_working_day(one),
        lambda: calendar.add_working_days(one, days),
        lambda: calendar.count_working_days(one, other),
        lambda: calendar.roll(one, Roll.NEXT),
        lambda: calendar.roll(one, Roll.PREVIOUS),
        lambda: calendar.day(one),
        lambda: calendar.sessions_on(one),
        lambda: calendar.opening(one),
        lambda: calendar.closing(one),
        lambda: calendar.start_of(one),
        lambda: calendar.end_of(one),
        lambda: calendar.certainty(one),
    ]
    for question in questions:
        try:
            answer = question()
        except CalendarHorizonError:
            continue
        if answer.__class__ is date:
            assert calendar.first_on <= answer <= calendar.last_on
    if not inside:
        with pytest.raises(CalendarHorizonError, match=calendar.version):
            calendar.is_working_day(one)


@settings(max_examples=300)
@given(st.sampled_from(["vn", "ny"]), all_instants, all_instants, all_spans)
@example("ny", datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), timedelta.max)
@example("vn", datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), timedelta.min)
def test_property_19_any_instant_gives_an_answer_inside_or_the_named_error(which, a, b, span):
    """Instants outside the calendar raise `CalendarHorizonError` and nothing else."""
    calendar = viet_nam() if which == "vn" else NEW_YORK
    for question in (
        lambda: calendar.add_working_time(a, span),
        lambda: calendar.working_time(a, b),
        lambda: calendar.local_date(a),
    ):
        try:
            answer = question()
        except CalendarHorizonError:
            continue
        if isinstance(answer, datetime) and span:
            assert calendar.first_on <= answer.astimezone(calendar.zone).date()
            assert answer <= calendar.end_of(calendar.last_on)


def test_property_19_the_last_working_day_is_reachable_and_the_next_is_not():
    """The horizon is exact: no weekday is made up after it and no list index wraps before it."""
    calendar = viet_nam()
    last = calendar.roll(calendar.last_on, Roll.PREVIOUS)
    first = calendar.roll(calendar.first_on, Roll.NEXT)
    assert calendar.add_working_days(calendar.add_working_days(last, -1), 1) == last
    with pytest.raises(CalendarHorizonError):
        calendar.add_working_days(last, 1)
    with pytest.raises(CalendarHorizonError):
        calendar.add_working_days(first, -1)
    closing = calendar.closing(last)
    assert closing is not None
    with pytest.raises(CalendarHorizonError):
        calendar.add_working_time(closing, TICK)
    assert calendar.add_working_time(closing - TICK, TICK) == closing


# ── versions ────────────────────────────────────────────────────────────────────────────────


def resolved(calendar: OfficeCalendar) -> list[object]:
    days = [FIRST_ON + timedelta(days=n) for n in range((LAST_ON - FIRST_ON).days + 1)]
    return [calendar.zone.key, *(calendar.sessions_on(day) for day in days)]


@settings(max_examples=60)
@given(weeks(), st.data())
def test_property_20_equal_days_and_equal_versions_go_together(week, data):
    """The version is the hash of the resolved days and sessions, and of nothing else."""
    first = office(week=week, decrees=data.draw(decrees_for(week)))
    second = office(week=week, decrees=data.draw(decrees_for(week)))
    assert (resolved(first) == resolved(second)) == (first.version == second.version)
    assert (first == second) == (first.version == second.version)


@settings(max_examples=60)
@given(weeks(), st.data())
def test_property_20_the_order_of_decrees_does_not_matter(week, data):
    """Decrees apply by their day of issue, in whatever order they are given."""
    decrees = data.draw(decrees_for(week, number=4))
    shuffled = data.draw(st.permutations(decrees))
    assert office(week=week, decrees=decrees).version == office(week=week, decrees=shuffled).version


@settings(max_examples=60)
@given(weeks(), st.data(), inner_days, inner_days)
def test_property_20_what_was_known_only_grows(week, data, one, other):
    """Asking what was known earlier of what was known later is asking it at once."""
    earlier, later = sorted((one, other))
    calendar = office(week=week, decrees=data.draw(decrees_for(week, number=4)))
    noon = [calendar.start_of(day) + timedelta(hours=12) for day in (earlier, later)]
    then, since = calendar.as_of(noon[0]), calendar.as_of(noon[1])
    assert since.as_of(noon[0]) == then
    assert then.as_of(noon[1]) == then
    assert calendar.as_of(calendar.start_of(LAST_ON)) == calendar
    known = {day.on for day in since.exceptional_days()}
    assert {day.on for day in then.exceptional_days()} <= known


@settings(max_examples=60)
@given(calendars())
def test_property_20_a_calendar_survives_pickling_and_json(calendar):
    """The same days, the same version and the same answers come back."""
    for copy in (
        pickle.loads(pickle.dumps(calendar)),
        calendar_from_data(json.loads(json.dumps(calendar_to_data(calendar)))),
    ):
        assert copy == calendar
        assert copy.version == calendar.version
        assert resolved(copy) == resolved(calendar)
        assert copy.exceptional_days() == calendar.exceptional_days()
        assert copy.official_through == calendar.official_through


def test_property_20_the_shipped_calendar_survives_pickling_and_json():
    """Old versions stay loadable, so that every printed date can be computed again."""
    calendar = viet_nam()
    for copy in (
        pickle.loads(pickle.dumps(calendar)),
        calendar_from_data(json.loads(json.dumps(calendar_to_data(calendar)))),
    ):
        assert copy == calendar
        assert copy.add_working_days(date(2025, 12, 30), 7) == date(2026, 1, 10)
        days = [each.day(date(2026, 1, 10)) for each in (copy, calendar)]
        # What JSON keeps of a citation is its text in Vietnamese.
        cited = [printed(day.citation, "vi") for day in days]
        assert cited[0] == cited[1]
        assert evolve(days[0], citation="") == evolve(days[1], citation="")


# ── changes of clocks ───────────────────────────────────────────────────────────────────────

# Night of the change and its length in hours, by zone.
CHANGES = [
    ("Europe/Amsterdam", date(2025, 3, 30), 23),
    ("Europe/Amsterdam", date(2025, 10, 26), 25),
    ("America/New_York", date(2025, 3, 9), 23),
    ("America/New_York", date(2025, 11, 2), 25),
    ("America/Santiago", date(2025, 9, 7), 23),
    ("America/Santiago", date(2025, 4, 5), 25),
    ("Asia/Ho_Chi_Minh", date(2025, 3, 30), 24),
]


@pytest.mark.parametrize(("zone", "day", "hours"), CHANGES)
def test_property_22_a_day_of_duty_lasts_as_long_as_it_really_lasts(zone, day, hours):
    """A gap shortens the segment and a fold lengthens it."""
    calendar = office(zone=zone, week=(DUTY,) * 7)
    start, end = calendar.start_of(day), calendar.end_of(day)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)
    assert calendar.working_time(start, end) == timedelta(hours=hours)
    assert calendar.add_working_time(start, timedelta(hours=hours)) == end


@pytest.mark.parametrize(("zone", "day", "hours"), CHANGES[:4])
def test_property_22_the_night_shift_of_the_change(zone, day, hours):
    """A shift from midnight to six loses or wins the hour of the change."""
    calendar = office(zone=zone, week=(NIGHT,) * 7)
    start, end = calendar.start_of(day), calendar.end_of(day)
    assert calendar.working_time(start, end) == timedelta(hours=8 - (24 - hours))


@given(st.sampled_from([case[0] for case in CHANGES]), instants(), instants())
def test_property_22_round_the_clock_office_time_is_elapsed_time(zone, one, other):
    """With an office that never closes, net time is the difference of the instants."""
    calendar = office(zone=zone, week=(DUTY,) * 7)
    assert calendar.working_time(one, other) == other - one
    if other > one:
        assert calendar.add_working_time(one, other - one) == other


@given(calendars(), inner_days)
def test_property_22_sessions_sum_to_the_time_between_opening_and_closing(calendar, day):
    """A day's work never exceeds opening to closing, and none of it lies outside."""
    opening, closing = calendar.opening(day), calendar.closing(day)
    total = calendar.working_time(calendar.start_of(day), calendar.end_of(day))
    if opening is None or closing is None:
        assert total == ZERO
        return
    assert calendar.working_time(opening, closing) == total
    assert ZERO < total <= closing.astimezone(UTC) - opening.astimezone(UTC)
    assert calendar.local_date(opening) == day


@given(calendars(), inner_days)
def test_property_22_days_join_without_gap_or_overlap(calendar, day):
    """The end of a day is the start of the next, and both lie in the zone's own day."""
    assert calendar.end_of(day) == calendar.start_of(day + ONE_DAY)
    assert calendar.local_date(calendar.start_of(day)) == day
    assert calendar.local_date(calendar.end_of(day) - TICK) == day


#: The night of a fold and that of a gap, from an hour before to an hour after, in UTC.
CHANGING = {
    "Europe/Amsterdam": [
        datetime(2025, 10, 26, 1, tzinfo=UTC),
        datetime(2025, 3, 30, 1, tzinfo=UTC),
    ],
    "America/New_York": [datetime(2025, 11, 2, 6, tzinfo=UTC), datetime(2025, 3, 9, 7, tzinfo=UTC)],
    "Australia/Lord_Howe": [datetime(2025, 4, 5, 15, tzinfo=UTC)],
}


@given(st.sampled_from(sorted(CHANGING)), st.data())
def test_property_22_the_zone_in_which_an_instant_is_written_does_not_matter(zone, data):
    """Written in UTC or on the wall clock of the night of the change, it is the same instant."""
    calendar = office(zone=zone, week=(((0, 360), (600, 900)),) * 7)
    change = data.draw(st.sampled_from(CHANGING[zone]))
    minutes = st.integers(-150, 150).map(lambda n: change + timedelta(minutes=n))
    one, other = data.draw(minutes), data.draw(minutes)
    local_one, local_other = one.astimezone(calendar.zone), other.astimezone(calendar.zone)
    net = calendar.working_time(one, other)
    assert calendar.working_time(local_one, local_other) == net
    assert calendar.working_time(local_one, other) == net
    work = timedelta(minutes=data.draw(st.integers(1, 300)))
    ended = calendar.add_working_time(local_one, work)
    assert ended.astimezone(UTC) == calendar.add_working_time(one, work).astimezone(UTC)
    assert calendar.local_date(local_one) == calendar.local_date(one)


def test_property_22_a_usual_office_day_has_eight_hours_all_year():
    """Changes of clocks happen at night and do not touch office hours."""
    calendar = office(zone="Europe/Amsterdam", week=(OFFICE,) * 7)
    day = FIRST_ON
    while day <= LAST_ON:
        assert calendar.working_time(calendar.start_of(day), calendar.end_of(day)) == timedelta(
            hours=8
        )
        day += ONE_DAY


# ── threads ─────────────────────────────────────────────────────────────────────────────────


def test_property_25_threads_share_a_calendar():
    """Eight threads asking one calendar get the answers that one alone gets."""
    calendar = pickle.loads(pickle.dumps(viet_nam()))
    days = [date(2018, 1, 1) + timedelta(days=3 * n) for n in range(1_000)]

    def answers() -> list[object]:
        return [
            (
                calendar.add_working_days(day, 15),
                calendar.is_working_day(day),
                calendar.add_working_time(calendar.start_of(day), timedelta(hours=20)),
                calendar.day(day).name,
            )
            for day in days
        ]

    alone = answers()
    results: list[list[object]] = []
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


def test_property_25_threads_build_calendars_of_one_country():
    """The package behind public holidays is never shared between threads."""
    versions: list[str] = []
    barrier = threading.Barrier(8)

    def build() -> None:
        barrier.wait()
        versions.append(OfficeCalendar.country("NL", first_year=2018, last_year=2027).version)

    threads = [threading.Thread(target=build) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(versions) == 8
    assert len(set(versions)) == 1
