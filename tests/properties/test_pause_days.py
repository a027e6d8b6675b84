"""Which days of a pause count, what rolls, and what a law adds to a short period.

The witness is a count of days, one by one, that knows nothing of spans.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar, Roll
from caseflow.codec import DefinitionCodec
from caseflow.errors import LimitError, ValueInvalidError
from caseflow.ledgers import ClockLedger
from caseflow.limits import (
    PauseDays,
    TimeLimit,
    Unit,
    calendar_days,
    replay_steps,
    weeks,
    working_days,
    working_hours,
)
from caseflow.procedures import LimitRule, Procedure
from caseflow.texts import Text

CALENDAR = OfficeCalendar.weekends("Europe/Amsterdam", first_year=2025, last_year=2028)
ONE_DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)


def is_off(on: date) -> bool:
    return on.weekday() > 4


def is_left_out(on: date, pauses: list[tuple[date, date]], days: PauseDays) -> bool:
    """Return whether *on* is a day of a pause that does not count."""
    for first, last in pauses:
        inside = first < on < last
        ends = {
            PauseDays.FIRST: on == last != first,
            PauseDays.BOTH: False,
            PauseDays.NEITHER: on in (first, last),
        }
        if inside or ends[days]:
            return True
    return False


def counted(event: date, limit: TimeLimit, pauses: list[tuple[date, date]]) -> date:
    """Count the days of *limit* one by one."""
    amount = limit.amount * (7 if limit.unit is Unit.WEEK else 1)
    on, number, worked = event, 0, 0
    while number < amount or worked < limit.least_working_days:
        on += ONE_DAY
        if is_left_out(on, pauses, limit.pause_days):
            continue
        worked += not is_off(on)
        if limit.unit is not Unit.WORKING_DAY or not is_off(on):
            number += 1
    is_short = limit.roll_up_to is None or limit.amount <= limit.roll_up_to
    while limit.roll is Roll.NEXT and is_short and is_off(on):
        on += ONE_DAY
    return on


pairs = st.tuples(st.integers(-3, 40), st.integers(0, 15)).map(
    lambda pair: (MONDAY + timedelta(pair[0]), MONDAY + timedelta(sum(pair)))
)


@st.composite
def limits(draw: st.DrawFn) -> TimeLimit:
    unit = draw(st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.WEEK]))
    is_working = unit is Unit.WORKING_DAY
    return TimeLimit(
        draw(st.integers(1, 4 if unit is Unit.WEEK else 20)),
        unit,
        roll=draw(st.sampled_from([Roll.NEXT, Roll.NONE])),
        pause_days=draw(st.sampled_from(list(PauseDays))),
        roll_up_to=draw(st.sampled_from([None, 3, 10])),
        least_working_days=0 if is_working else draw(st.integers(0, 4)),
    )


@given(st.dates(MONDAY, MONDAY + timedelta(13)), limits(), st.lists(pairs, max_size=3))
@settings(max_examples=150)
def test_a_count_day_by_day_ends_on_the_same_day(event, limit, pauses):
    """Spans and look-ups give what counting one day after the other gives."""
    due = limit.due(event, CALENDAR, pauses=pauses)

    assert due.on == counted(event, limit, pauses)
    assert replay_steps(due.explain("en").steps) == due.on


@given(st.integers(0, 12), st.integers(0, 12), st.sampled_from(list(PauseDays)), st.data())
@settings(max_examples=60)
def test_what_is_left_is_what_the_days_say(after, length, days, data):
    """A clock has used the days before its due date that were not left out, on each day."""
    limit = evolve(working_days(10), pause_days=days)

    def at(number):
        return datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=number)

    stop, resume = after, after + length
    clock = ClockLedger("legal", limit).start(at(0)).pause(at(stop)).resume(at(resume))
    today = data.draw(st.integers(resume, resume + 20))
    pauses = [(at(stop).date(), at(resume).date())]
    every = [MONDAY + timedelta(number) for number in range(1, today + 1)]
    used = [on for on in every if not is_off(on) and not is_left_out(on, pauses, days)]

    assert clock.used(CALENDAR, at(today)) == len(used)
    assert clock.due(CALENDAR).on == counted(MONDAY, limit, pauses)


@given(st.integers(1, 12), st.integers(0, 10), st.sampled_from(list(PauseDays)))
@example(1, 1, PauseDays.BOTH)
def test_what_is_left_stands_still_in_a_pause(stop, waiting, days):
    """However long a clock is paused, what is left stays as it was as the pause began."""
    limit = evolve(working_days(20), pause_days=days)
    begun = datetime(2026, 3, 2, 9, tzinfo=UTC)
    paused = begun + timedelta(days=stop)
    clock = ClockLedger("legal", limit).start(begun).pause(paused)

    left = clock.left(CALENDAR, paused)
    assert clock.left(CALENDAR, paused + timedelta(days=waiting)) == left


# ── what laws say ───────────────────────────────────────────────────────────────────────────


def test_from_the_day_after_a_request_until_the_day_of_the_answer():
    """Source: Algemene wet bestuursrecht Art. 4:15(1), 4:13(2): the day of the answer counts."""
    limit = evolve(weeks(8), pause_days=PauseDays.BOTH)
    plain = limit.due(MONDAY, CALENDAR).on
    asked, answered = date(2026, 3, 9), date(2026, 3, 19)

    assert plain == date(2026, 4, 27)
    assert limit.due(MONDAY, CALENDAR, pauses=[(asked, answered)]).on == plain + timedelta(9)
    assert limit.due(MONDAY, CALENDAR, pauses=[(asked, asked + ONE_DAY)]).on == plain


def test_the_days_of_a_fees_notice_and_of_its_payment_do_not_count():
    """Source: Freedom of Information Act 2000 s. 10(2): both days are disregarded."""
    limit = evolve(working_days(20), pause_days=PauseDays.NEITHER)
    notice, paid = date(2026, 3, 5), date(2026, 3, 10)

    assert limit.due(MONDAY, CALENDAR).on == date(2026, 3, 30)
    assert limit.due(MONDAY, CALENDAR, pauses=[(notice, paid)]).on == date(2026, 4, 3)
    assert limit.due(MONDAY, CALENDAR, pauses=[(notice, notice)]).on == date(2026, 3, 31)


def test_a_long_period_ends_on_a_day_off_and_says_why():
    """Source: Algemene termijnenwet Art. 1(1), 4(a): more than twelve weeks do not roll."""
    short = evolve(weeks(12), roll_up_to=12)
    long = evolve(weeks(13), roll_up_to=12)
    sunday = date(2026, 3, 1)

    assert short.due(sunday, CALENDAR).on == date(2026, 5, 25)
    ends = long.due(sunday, CALENDAR)
    assert ends.on == date(2026, 5, 31)
    assert "a limit this long does not move" in ends.explain("en").text
    assert "does not move" not in evolve(long, roll=Roll.NONE).due(sunday, CALENDAR).explain().text


def test_a_short_period_holds_two_working_days():
    """Source: Algemene termijnenwet Art. 2: a period of three days or more."""
    limit = evolve(calendar_days(3), least_working_days=2)
    due = limit.due(date(2026, 3, 5), CALENDAR)

    assert due.on == date(2026, 3, 9)
    assert evolve(limit, roll=Roll.NONE).due(date(2026, 3, 6), CALENDAR).on == date(2026, 3, 10)
    assert "least number of working days" in (
        limit.due(date(2026, 3, 6), CALENDAR).explain("en").text
    )


def test_a_working_day_has_the_hours_its_law_gives():
    """Half of a working day of seven hours is three and a half."""
    half = evolve(working_days("1.5"), day_hours=7)
    due = half.due(MONDAY, CALENDAR)

    assert due.on == date(2026, 3, 4)
    assert due.at - CALENDAR.start_of(due.on) == timedelta(hours=11)


# ── what is refused, and what is kept ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("pause_days", "both", ValueInvalidError),
        ("roll_up_to", 0, ValueInvalidError),
        ("roll_up_to", "12", ValueInvalidError),
        ("least_working_days", -1, ValueInvalidError),
        ("day_hours", 0, ValueInvalidError),
        ("day_hours", 25, ValueInvalidError),
        ("day_hours", True, ValueInvalidError),
    ],
)
def test_a_rule_that_cannot_be_is_refused(name, value, error):
    """A wrong word or number would give a wrong date in silence."""
    with pytest.raises(error, match=name):
        evolve(calendar_days(10), **{name: value})


@pytest.mark.parametrize("limit", [working_days(3), working_hours(3), calendar_days("2.5")])
def test_only_whole_calendar_periods_are_lengthened(limit):
    """Working days always hold their own number of working days."""
    with pytest.raises(LimitError, match="least_working_days"):
        evolve(limit, least_working_days=2)


@given(limits(), st.sampled_from([7, 8]))
def test_rules_are_kept_and_read_again(limit, hours):
    """What is written of a limit is read as the same limit; a rule as before is not written."""
    codec = DefinitionCodec()
    limit = evolve(limit, day_hours=hours)
    procedure = Procedure("p", "1", Text(vi="p", en="p"), "w", (LimitRule(limit),))
    data = codec.procedure_to_data(procedure)
    written = data["limits"][0]["limit"]

    assert codec.procedure_from_data(data) == procedure
    assert ("day_hours" in written) == (hours != 8)
    assert ("roll_up_to" in written) == (limit.roll_up_to is not None)
    assert ("pause_days" in written) == (limit.pause_days is not PauseDays.FIRST)
