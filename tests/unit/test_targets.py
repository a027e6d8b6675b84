"""Promises and judgements: rounding, early, on time and late, and where an open case stands."""

from datetime import datetime, time, timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar
from caseflow.errors import CaseflowError, FloatRefusedError, NaiveDatetimeError, ValueInvalidError
from caseflow.ledgers import ClockLedger
from caseflow.limits import (
    Convention,
    CutOff,
    TimeLimit,
    Unit,
    calendar_days,
    clock_hours,
    months,
    same_day,
    weeks,
    working_days,
    working_hours,
)
from caseflow.targets import (
    EarlyReturn,
    Small,
    Standing,
    Timeliness,
    earlier,
    early_share,
    judge,
    risk_begins,
    standing,
)
from oracle.product import at, on

PLAIN = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
TENTH, FIFTH = EarlyReturn("1/10"), EarlyReturn("1/5")
#: Ten working days from Mon 2 March 2026: due Mon 16 March.
CLOCK = ClockLedger("legal", working_days(10)).start(at("2026-03-02T09:00"))


# ── the promise ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("early", "limit", "shortened"),
    [
        (TENTH, working_days(15), working_days(13)),
        (FIFTH, working_days(15), working_days(12)),
        (TENTH, working_days(5), working_days(4)),
        (TENTH, calendar_days(30), calendar_days(27)),
        (TENTH, weeks(8), weeks(7)),
        (FIFTH, months(12), months(9)),
        (TENTH, working_hours(8), working_hours("7.2")),
        (TENTH, working_days("17.5"), working_days(15)),
        (TENTH, working_days(4), working_hours("28.8")),
        (FIFTH, working_days(1), working_hours("6.4")),
        (FIFTH, working_days("3.5"), working_hours("22.4")),
    ],
    ids=lambda value: value.text("en") if isinstance(value, TimeLimit) else str(value.share),
)
def test_the_allowed_time_is_rounded_down_to_its_unit(early, limit, shortened):
    """At least the share is saved; up to four working days become exact working hours."""
    assert early.shortened(limit) == shortened


@pytest.mark.parametrize(
    ("early", "limit"),
    [
        (FIFTH, same_day()),
        (TENTH, weeks(1)),
        (FIFTH, months(1)),
        (TENTH, calendar_days(1)),
        (EarlyReturn("1/10", small=Small.NOT_APPLICABLE), working_days(4)),
    ],
    ids=lambda value: value.text("en") if isinstance(value, TimeLimit) else str(value.share),
)
def test_where_nothing_can_be_promised_there_is_no_promise(early, limit):
    """Never "due on the day of receipt" silently."""
    promise = early.promise(limit)
    assert promise.limit is None
    assert promise.note == "not-applicable"
    assert early.shortened(limit) is None


def test_a_promise_says_what_it_became():
    """Whole days, or working hours."""
    assert TENTH.promise(working_days(15)).note == ""
    assert TENTH.promise(working_days(4)).note == "hours"


def test_a_small_limit_in_days_keeps_what_it_says_when_hours_are_not_wanted():
    """More than four days are always whole days."""
    early = EarlyReturn("1/10", small=Small.NOT_APPLICABLE)
    assert early.shortened(working_days(5)) == working_days(4)


def test_the_rules_of_the_limit_stay():
    """Cut-off and convention are those of the legal limit."""
    cutoff = CutOff(at=time(15))
    shortened = TENTH.shortened(evolve(working_days(15), cutoff=cutoff))
    assert shortened is not None
    assert shortened.cutoff == cutoff
    eight = TimeLimit(Fraction(15), Unit.WORKING_DAY, convention=Convention.HOURS8)
    kept = TENTH.shortened(eight)
    assert kept is not None
    assert kept.convention is Convention.HOURS8


@pytest.mark.parametrize("limit", [working_days(15), working_days(3), working_hours(8)])
def test_the_law_of_the_limit_is_not_cited_for_the_promise(limit):
    """The decree that says 15 days does not say 12; a share is configuration, never a citation."""
    promise = TENTH.shortened(evolve(limit, citation="Law 45"))
    assert promise is not None
    assert promise.citation == ""


def test_a_percentage_is_a_share():
    """10 and "12.5" percent, exactly."""
    assert EarlyReturn.percent(10) == EarlyReturn("1/10")
    assert EarlyReturn.percent("12.5").share == Fraction(1, 8)


@pytest.mark.parametrize("share", [0, 1, -1, "3/2"])
def test_a_share_lies_between_nothing_and_all(share):
    """Zero promises nothing and one promises yesterday."""
    with pytest.raises(ValueInvalidError, match="early share"):
        EarlyReturn(share)


@pytest.mark.parametrize("percent", [0, 100, -10, 250])
def test_a_percentage_lies_between_0_and_100(percent):
    """Both ends are refused."""
    with pytest.raises(ValueInvalidError):
        EarlyReturn.percent(percent)


def test_floats_of_shares_are_refused():
    """0.1 is not a tenth."""
    with pytest.raises(FloatRefusedError):
        EarlyReturn(0.1)
    with pytest.raises(FloatRefusedError):
        EarlyReturn.percent(10.0)


@pytest.mark.parametrize("share", [None, True, "a lot", []])
def test_what_is_no_share_is_refused(share):
    """One clear error."""
    with pytest.raises(CaseflowError):
        EarlyReturn(share)


@given(st.integers(1, 400), st.integers(1, 99))
def test_at_least_the_promised_share_is_saved(days, percent):
    """Rounding down never cuts less than the percentage, and never a whole unit more."""
    shortened = EarlyReturn.percent(percent).shortened(working_days(days))
    kept = Fraction(days) * (100 - percent) / 100
    if shortened is None:
        assert kept < 1
    elif shortened.unit is Unit.WORKING_HOUR:
        assert days <= 4
        assert shortened.amount == kept * 8
    else:
        assert shortened.amount <= kept < shortened.amount + 1


def test_the_effective_promise_is_the_earlier_of_the_two():
    """25 calendar days "shortened" to 17.5 working days end later, and the law stands."""
    legal = calendar_days(25).due(on("2026-04-10"), PLAIN)
    longer = working_days("17.5").due(on("2026-04-10"), PLAIN)
    sooner = working_days(12).due(on("2026-04-10"), PLAIN)
    assert (legal.on, longer.on) == (on("2026-05-05"), on("2026-05-06"))
    assert earlier(legal, longer) is legal
    assert earlier(legal, sooner) is sooner
    assert earlier(legal, legal) is legal


# ── judgement ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("decided", "timeliness"),
    [
        ("2026-03-02T09:00", Timeliness.EARLY),
        ("2026-03-15T23:59", Timeliness.EARLY),
        ("2026-03-16T00:00", Timeliness.ON_TIME),
        ("2026-03-16T23:59", Timeliness.ON_TIME),
        ("2026-03-17T00:00", Timeliness.LATE),
    ],
)
def test_day_units_are_judged_by_date(decided, timeliness):
    """Before the due day early, on it on time, after it late."""
    due = CLOCK.due(PLAIN)
    assert due is not None
    assert judge(at(decided), due) is timeliness


def test_the_date_of_the_decision_is_the_local_one():
    """17:30 UTC on 16 March is already the 17th in Viet Nam."""
    due = CLOCK.due(PLAIN)
    assert due is not None
    assert judge(at("2026-03-16T17:30+00:00"), due) is Timeliness.LATE
    assert judge(at("2026-03-15T16:30+00:00"), due) is Timeliness.EARLY


@pytest.mark.parametrize(
    ("decided", "timeliness"),
    [
        ("2026-03-02T16:59", Timeliness.EARLY),
        ("2026-03-03T08:00", Timeliness.EARLY),
        ("2026-03-03T09:00", Timeliness.ON_TIME),
        ("2026-03-03T09:00:00.000001", Timeliness.LATE),
    ],
)
def test_hour_units_are_judged_by_instant(decided, timeliness):
    """Eight working hours from 09:00 end at 09:00 the next morning."""
    due = working_hours(8).due(at("2026-03-02T09:00"), PLAIN)
    assert judge(at(decided), due) is timeliness


def test_eight_hour_days_are_judged_by_date():
    """The convention reports a date, so later on the due day is still on time."""
    limit = TimeLimit(Fraction(1), Unit.WORKING_DAY, convention=Convention.HOURS8)
    due = limit.due(at("2026-03-02T09:00"), PLAIN)
    assert judge(at("2026-03-03T16:00"), due) is Timeliness.ON_TIME


@pytest.mark.parametrize("limit", [working_days(5), clock_hours(5)], ids=["days", "hours"])
def test_a_naive_decision_is_refused(limit):
    """For days and for hours alike."""
    due = limit.due(at("2026-03-02T09:00"), PLAIN)
    with pytest.raises(NaiveDatetimeError):
        judge(datetime(2026, 3, 3, 9), due)


@pytest.mark.parametrize(
    ("decided", "share"),
    [
        ("2026-03-02T15:00", 1),
        ("2026-03-03T15:00", Fraction(9, 10)),
        ("2026-03-12T15:00", Fraction(2, 10)),
        ("2026-03-14T15:00", Fraction(1, 10)),
        ("2026-03-16T15:00", 0),
        ("2026-03-17T15:00", Fraction(-1, 10)),
    ],
)
def test_the_early_share_is_exact(decided, share):
    """(allowed − used) / allowed, negative when late."""
    assert early_share(CLOCK.stop(at(decided)), PLAIN, at(decided)) == share


def test_a_decision_in_time_never_has_a_negative_share():
    """A period that rolled from Saturday to Monday has used what it was allowed."""
    clock = ClockLedger("legal", calendar_days(5)).start(at("2026-03-02T09:00"))
    assert early_share(clock, PLAIN, at("2026-03-09T15:00")) == 0
    assert early_share(clock, PLAIN, at("2026-03-10T15:00")) < 0


def test_time_in_a_pause_is_not_used():
    """Three days used before the pause, two after it: half is left."""
    clock = CLOCK.pause(at("2026-03-05T10:00")).resume(at("2026-03-12T09:00"))
    assert early_share(clock, PLAIN, at("2026-03-16T15:00")) == Fraction(1, 2)


@given(st.integers(0, 40))
def test_a_positive_share_is_early_and_a_negative_one_late(days):
    """The share and the judgement never contradict each other in working days."""
    decided = at("2026-03-02T15:00") + timedelta(days=days)
    due = CLOCK.due(PLAIN)
    assert due is not None
    share = early_share(CLOCK, PLAIN, decided)
    verdict = judge(decided, due)
    assert (share < 0) == (
        verdict is Timeliness.LATE
        and PLAIN.count_working_days(due.on, PLAIN.local_date(decided)) > 0
    )
    if share > 0:
        assert verdict is Timeliness.EARLY


# ── where an open case stands ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("moment", "where"),
    [
        ("2026-03-02T10:00", Standing.ON_TRACK),
        ("2026-03-11T09:00", Standing.ON_TRACK),
        ("2026-03-12T09:00", Standing.AT_RISK),
        ("2026-03-15T09:00", Standing.AT_RISK),
        ("2026-03-16T00:00", Standing.DUE_TODAY),
        ("2026-03-16T23:59", Standing.DUE_TODAY),
        ("2026-03-17T00:00", Standing.OVERDUE),
    ],
)
def test_a_running_clock_is_on_track_at_risk_due_today_or_overdue(moment, where):
    """At risk with a fifth of the limit left: from the eighth day of ten."""
    assert standing(CLOCK, PLAIN, at(moment)) is where


def test_the_share_at_risk_is_configurable():
    """With half of the limit it warns from the fifth day."""
    moment = at("2026-03-09T09:00")
    assert standing(CLOCK, PLAIN, moment) is Standing.ON_TRACK
    assert standing(CLOCK, PLAIN, moment, risk_share=Fraction(1, 2)) is Standing.AT_RISK


def test_a_float_share_at_risk_is_refused():
    """Shares are exact everywhere."""
    with pytest.raises(FloatRefusedError):
        standing(CLOCK, PLAIN, at("2026-03-09T09:00"), risk_share=0.2)


def test_clocks_that_do_not_run_say_so():
    """Not started, paused, stopped: whatever the date."""
    late = at("2026-12-01T09:00")
    assert standing(ClockLedger("c", working_days(10)), PLAIN, late) is Standing.NOT_STARTED
    assert standing(CLOCK.pause(at("2026-03-05T09:00")), PLAIN, late) is Standing.PAUSED
    assert standing(CLOCK.stop(at("2026-03-05T09:00")), PLAIN, late) is Standing.STOPPED


def test_an_hour_clock_is_overdue_to_the_instant():
    """At risk until 09:00 with nothing left, overdue after it."""
    clock = ClockLedger("c", working_hours(8)).start(at("2026-03-02T09:00"))
    assert standing(clock, PLAIN, at("2026-03-03T09:00")) is Standing.AT_RISK
    assert standing(clock, PLAIN, at("2026-03-03T09:01")) is Standing.OVERDUE


@pytest.mark.parametrize(
    ("limit", "start", "risk"),
    [
        (working_hours(4), "2026-03-02T08:00", "2026-03-02T11:12"),
        (working_hours("7.5"), "2026-03-02T07:30", "2026-03-02T15:30"),
        (working_hours(16), "2026-03-02T13:30", "2026-03-04T08:18"),
        (TimeLimit(5, Unit.CLOCK_HOUR), "2026-03-02T20:00", "2026-03-03T00:00"),
        (TimeLimit("1/3", Unit.CLOCK_HOUR), "2026-03-02T20:00", "2026-03-02T20:16"),
        (TimeLimit(72, Unit.CLOCK_HOUR), "2026-03-06T08:00", "2026-03-08T17:36"),
        (same_day(), "2026-03-02T07:30", "2026-03-02T15:54"),
        (same_day(), "2026-03-02T13:30", "2026-03-02T16:42"),
    ],
    ids=lambda value: value.text("en") if isinstance(value, TimeLimit) else None,
)
def test_a_limit_within_a_day_is_at_risk_when_a_fifth_is_left(limit, start, risk):
    """Four hours from 08:00 are at risk from 11:12 on, not as they begin."""
    clock = ClockLedger("c", limit).start(at(start))
    due = clock.due(PLAIN)
    assert risk_begins(due) == at(risk)
    assert standing(clock, PLAIN, at(risk)) is Standing.AT_RISK
    before = standing(clock, PLAIN, at(risk) - timedelta(seconds=1))
    is_last_day = PLAIN.local_date(at(risk) - timedelta(seconds=1)) == due.on
    assert before is (Standing.DUE_TODAY if is_last_day else Standing.ON_TRACK)


def test_a_same_day_limit_received_after_hours_is_at_risk_at_once():
    """No office time is left of that day."""
    clock = ClockLedger("c", same_day()).start(at("2026-03-02T18:00"))
    assert standing(clock, PLAIN, at("2026-03-02T18:00")) is Standing.AT_RISK


@given(
    st.sampled_from([Unit.WORKING_HOUR, Unit.CLOCK_HOUR]),
    st.fractions("1/7", 60, max_denominator=7),
    st.lists(st.integers(0, 6_000), max_size=5).map(sorted),
    st.sampled_from([None, Fraction(3, 7)]),
    st.sampled_from([Fraction(1, 5), Fraction(1, 2), Fraction(9, 10)]),
    st.integers(0, 9_000),
)
def test_risk_begins_where_the_share_is_left(unit, amount, marks, extra, share, later):
    """At any instant the rule is that of what is left, pauses and extensions counted in."""
    start = at("2026-03-02T09:00")
    clock = ClockLedger("c", TimeLimit(amount, unit)).start(start)
    for number, minutes in enumerate(marks):
        when = start + timedelta(minutes=minutes)
        clock = clock.resume(when) if number % 2 else clock.pause(when)
    if extra is not None:
        clock = clock.extend(TimeLimit(extra, unit), clock.marks[-1].at)
    moment = clock.marks[-1].at + timedelta(minutes=later)
    if len(marks) % 2:
        assert standing(clock, PLAIN, moment, risk_share=share) is Standing.PAUSED
        return
    due = clock.due(PLAIN)
    is_near = clock.left(PLAIN, moment) <= clock.allowed(PLAIN) * share
    found = standing(clock, PLAIN, moment, risk_share=share)
    assert (found in (Standing.AT_RISK, Standing.OVERDUE)) is is_near
    assert (moment >= risk_begins(due, share)) is is_near


def test_a_naive_instant_is_refused():
    """Today is a question of the zone."""
    naive = datetime(2026, 3, 9, 9)
    with pytest.raises(NaiveDatetimeError):
        standing(CLOCK, PLAIN, naive)
    with pytest.raises(NaiveDatetimeError):
        early_share(CLOCK, PLAIN, naive)
