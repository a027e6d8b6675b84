"""What a clock has left, in words: no fraction, no instant of a machine, in every language."""

import re
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow import vietnam as vn
from caseflow._number_texts import share_text
from caseflow.engine import Engine
from caseflow.limits import Unit, duration_text
from caseflow.messages import languages
from caseflow.targets import Standing, Timeliness
from caseflow.values import Actor, Channel
from oracle.product import HANOI

ENGINE = Engine(vn.danang())
CLERK = Actor("u17", {"intake", "officer"})
AT = datetime(2026, 3, 2, 9, tzinfo=HANOI)
FORBIDDEN = re.compile(r"\d+/\d+|\dT\d|Fraction|\{|\}")


def received(code="1.014445"):
    """A filing of fifteen days, received on Monday 2 March 2026."""
    case = ENGINE.open(code, channel=Channel.ONLINE, result_by=Channel.COUNTER, at=AT)
    return ENGINE.fire(case, vn.RECEIVE, vn.Receipt(papers=1), by=CLERK, at=AT)


def left(case, at, language, clock="legal"):
    return ENGINE.deadlines(case, at=at)[clock].left_text(language)


def test_a_running_clock_says_what_is_left_and_a_late_one_by_how_much():
    """Days of the unit of the limit; on the last day that it is today."""
    case = received()
    due = ENGINE.deadlines(case, at=AT).legal.due.on
    last = datetime(due.year, due.month, due.day, 9, tzinfo=HANOI)

    assert left(case, AT, "vi") == "còn 15 ngày"
    assert left(case, AT, "en") == "15 calendar days left"
    assert left(case, last, "vi") == "đến hạn hôm nay"
    assert left(case, last, "en") == "due today"
    assert left(case, last + timedelta(days=1), "en") == "1 calendar day overdue"
    assert left(case, last + timedelta(days=7), "vi") == "quá hạn 7 ngày"


def test_a_clock_of_hours_says_hours_and_minutes():
    """No user sees 4799984753/600000000, which `str(deadline.left)` is for such a clock."""
    case = ENGINE.open("1.014445", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=AT)
    at = AT + timedelta(minutes=3, microseconds=7)

    assert left(case, at, "vi", "acknowledgement") == "còn 7 giờ làm việc 56 phút"
    assert left(case, at, "en", "acknowledgement") == "7 working hours 56 minutes left"
    late = AT + timedelta(days=1, hours=1)
    assert left(case, late, "en", "acknowledgement") == "1 working hour overdue"
    assert left(case, at, "en", "legal").startswith("not started, ")


def test_a_paused_clock_says_so_and_a_stopped_one_has_nothing_left():
    """While paused there is no date, and days are left."""
    case = received()
    asked = ENGINE.fire(
        case, vn.REQUEST_SUPPLEMENT, vn.SupplementRequest(["đơn"], "thiếu"), by=CLERK, at=AT
    )
    assert left(asked, AT, "en").startswith("paused, ")
    assert left(asked, AT, "vi").startswith("đang tạm dừng, ")
    assert left(case, AT, "en", "acknowledgement") == "stopped"


@given(
    st.fractions(-400, 400, max_denominator=10**9),
    st.sampled_from([each for each in Unit if each is not Unit.SAME_DAY]),
    st.integers(1, 24),
)
def test_a_duration_is_never_written_as_a_fraction(amount, unit, day_hours):
    """Whatever is left, it is written in whole units, hours and minutes."""
    for language in languages():
        text = duration_text(amount, unit, language, day_hours=day_hours)
        assert text
        assert not FORBIDDEN.search(text)


@given(st.fractions(-400, 400, max_denominator=10**9))
def test_a_share_is_a_percentage(value):
    """Exact with at most one digit behind the sign; else it says that it is near."""
    for language in languages():
        text = share_text(value, language)
        assert text.endswith(" %")
        assert not FORBIDDEN.search(text)
        assert text.startswith("≈ ") == ((value * 1000).denominator != 1)


@pytest.mark.parametrize("kind", [Standing, Timeliness])
def test_each_standing_and_verdict_has_a_name_of_its_own(kind):
    """In every language, and no two of a kind have the same."""
    for language in languages():
        labels = [each.label(language) for each in kind]
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_half_a_day_is_written_in_hours_of_the_office():
    """A working day has eight hours unless its limit says otherwise."""
    half = Fraction(1, 2)
    assert duration_text(half, Unit.WORKING_DAY, "en") == "4 hours"
    assert duration_text(half, Unit.WORKING_DAY, "en", day_hours=7) == "3 hours 30 minutes"
    assert duration_text(half, Unit.CALENDAR_DAY, "en") == "12 hours"
    assert duration_text(Fraction(1, 90), Unit.CLOCK_HOUR, "en") == "less than a minute"


def test_a_date_that_rolled_is_late_from_the_day_that_counts():
    """A calendar limit that ends on a day off is one day late on the day after it rolled."""
    from caseflow.engine._left_texts import left_text

    assert (
        left_text(
            Standing.OVERDUE,
            Fraction(-3),
            Unit.CALENDAR_DAY,
            "en",
            day_hours=8,
            is_anew=False,
            due_on=date(2026, 3, 9),
            today=date(2026, 3, 10),
        )
        == "1 calendar day overdue"
    )


def test_a_limit_that_waits_for_the_kind_of_case_is_not_there_yet():
    """Until the branch is known there is no limit, and asking for one is no fault."""
    case = ENGINE.open("2.001770", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=AT)
    legal = ENGINE.deadlines(case, at=AT).legal
    assert legal.limit is None
    assert legal.left == 0
    assert legal.left_text("vi") == "chưa có thời hạn"
    assert legal.left_text("en") == "no limit yet"
