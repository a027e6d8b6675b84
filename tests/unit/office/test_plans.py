"""Plans and figures: read with all faults at once, compared exactly, projected honestly."""

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseflow.calendars import OfficeCalendar
from caseflow.errors import FloatRefusedError, FormatError, ValueInvalidError
from caseflow.office.plans import (
    DailyCount,
    Direction,
    Figure,
    Figures,
    Metric,
    MetricKind,
    Target,
    TargetStanding,
    needed,
    plan_period,
    progress_of,
    progress_on,
    projected,
    read_figures,
    read_plan,
    read_plan_csv,
)
from caseflow.values import Text
from caseflow.vietnam.calendars import calendar

SHARE = Metric("online-share", Text(en="online share"))
MOST = Metric("late-share", Text(en="late share"), direction=Direction.AT_MOST)
COUNT = Metric("returned", Text(en="returned"), MetricKind.COUNT)
CAP = Metric("complaints", Text(en="complaints"), MetricKind.COUNT, Direction.AT_MOST)


def target(metric, threshold, period="2026-10", unit="A"):
    return Target(unit, metric, plan_period(period), threshold)


def plan_text(body):
    return (
        'name = "P"\nyear = 2026\nunits = ["A", "B"]\n'
        '[[metric]]\nname = "online-share"\nlabels = {en = "online share"}\n'
        '[[metric]]\nname = "returned"\nkind = "count"\nlabels = {en = "returned"}\n' + body
    )


# ── reading ─────────────────────────────────────────────────────────────────────────────────


def test_a_year_is_split_into_months():
    """Each month has its own exact threshold, and the year its own."""
    months = "\n".join(f'"{month:02}" = {month * 10}' for month in range(1, 13))
    text = f'[[target]]\nunit = "A"\nmetric = "returned"\nyear = 780\n[target.months]\n{months}\n'
    plan = read_plan(plan_text(text))

    assert [each.threshold for each in plan.targets] == [780, *range(10, 130, 10)]
    assert {each.period.text for each in plan.on(date(2026, 3, 31))} == {"2026", "2026-03"}


def test_all_faults_of_a_plan_are_named_with_their_places():
    """An unknown unit, missing months, a bad threshold, a sum and an overlap, in one error."""
    text = plan_text(
        '[[target]]\nunit = "C"\nmetric = "online-share"\nmonths = {"01" = "1.2", "02" = "0.5"}\n'
        '[[target]]\nunit = "A"\nmetric = "returned"\nyear = 9\nfrom = "11"\n'
        'months = {"11" = 4, "12" = 4}\n'
        '[[target]]\nunit = "A"\nmetric = "returned"\nfrom = "2026-12"\nmonths = {"12" = -1}\n'
        '[[target]]\nunit = "B"\nmetric = "none"\nmonths = {"13" = 1, "01" = 2.5}\n'
        '[[target]]\nunit = "B"\nmetric = "online-share"\nfrom = "12"\n'
        'months = {"12" = "0.5"}\nweeks = {"2026-W50" = "0.6"}\n'
    )
    with pytest.raises(FormatError) as found:
        read_plan(text, name="plan.toml")
    said = str(found.value)

    for part in (
        "plan.toml: ",
        "target[1].unit: 'C' is no unit of the plan",
        "target[1].months.01: threshold: '6/5' is not valid",
        "target[1].months: 2026-03, 2026-04",
        "target[2].months: the months add up to 8 and not to 9",
        "target[3].months.12: threshold: '-1' is not valid",
        "target[4].metric: 'none' is not known",
        "target[4].months.01: 2.5 is not a number",
        "target[5].weeks.2026-W50: 2026-W50 overlaps 2026-12 of target[5].months.12",
    ):
        assert part in said, (part, said)


def test_a_plan_as_csv_says_what_one_as_toml_says():
    """Rows with semicolons and a byte order mark are read too; faults are named by line."""
    rows = [f"A;online-share;share;at-least;2026-{month:02};80%" for month in range(1, 13)]
    head = "\ufeffunit;metric;kind;direction;period;threshold"
    plan = read_plan_csv("\r\n".join([head, *rows]))

    assert {each.threshold for each in plan.targets} == {Fraction(4, 5)}
    bad = [
        "A;online-share;share;at-most;2026-01;0.5",
        "A;online-share;part;at-least;2026-01;0.5",
        "Z;online-share;share;at-least;2026-02;0.5",
        "A;online-share;share;at-least;2026-02;nan",
        "A;online-share;share",
        rows[0],
    ]
    with pytest.raises(FormatError) as found:
        read_plan_csv("\n".join([head, *rows, *bad]), units=["A"])
    for line, part in enumerate(
        ("metric:", "kind:", "unknown unit", "threshold:", "cells instead of", "overlaps"), 14
    ):
        assert f"line {line}: " in str(found.value)
        assert part in str(found.value)


def test_months_that_a_csv_plan_lacks_are_named():
    """So is a year to which its months do not add up."""
    head = "unit,metric,kind,direction,period,threshold"
    rows = [f"A,returned,count,at-least,2026-{month:02},10" for month in range(1, 13)]
    with pytest.raises(FormatError, match="2026-02 missing"):
        read_plan_csv("\n".join([head, rows[0], *rows[2:]]))
    with pytest.raises(FormatError, match="add up to 120 and not to 100"):
        read_plan_csv("\n".join([head, *rows, "A,returned,count,at-least,2026,100"]))


def test_figures_that_cannot_be_used_are_left_out_with_their_reason():
    """The rest is counted, no day twice, and all that is left out is counted too."""
    text = (
        "unit,metric,period,numerator,denominator\n"
        "A,online-share,2026-10-05,8,11\n"
        "A,online-share,2026-10,60,100\n"  # holds the day above
        "A,online-share,2026-10-06,12,11\n"
        "A,online-share,2026-10-32,1,2\n"
        "A,online-share,2026-10-07,1.5,2\n"
        'A,online-share,"2026-10-08,1,2\n'
        ",online-share,2026-10-08,1,2\n"
        "A,online-share,2026-10-08,5,9\n"
    )
    figures = read_figures(text)
    kept = figures.within("A", "online-share", plan_period("2026-10"), date(2026, 10, 31))

    assert [(each.numerator, each.denominator) for each in kept] == [(8, 11), (5, 9)]
    assert [each.line for each in figures.left_out] == [3, 4, 5, 6, 7, 8]
    assert figures.left_out_count == 6
    assert "line 2" in figures.left_out[0].problem
    many = read_figures(text + "A,online-share,x,1,2\n" * 500)
    assert (len(many.left_out), many.left_out_count) == (100, 506)


@pytest.mark.parametrize("text", ["", "unit,metric\nA,b\n", "unit,unit,metric,period,numerator"])
def test_a_file_without_the_columns_is_refused(text):
    """The error says which columns there must be."""
    with pytest.raises(FormatError, match="unit, metric, period, numerator"):
        read_figures(text)


@pytest.mark.parametrize(
    ("metric", "threshold"), [(SHARE, "1.01"), (SHARE, "-1/5"), (COUNT, "1/2"), (COUNT, -1)]
)
def test_a_threshold_that_cannot_be_is_refused(metric, threshold):
    """A share is from 0 to 1, a count a whole number; a float is neither."""
    with pytest.raises(ValueInvalidError):
        target(metric, threshold)
    with pytest.raises(FloatRefusedError):
        target(metric, 0.5)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_has_one_period_of_each_kind(on):
    """A year, a month and a week hold the days that they should, and write themselves."""
    year, week, _ = on.isocalendar()
    for text in (f"{on:%Y}", f"{on:%Y-%m}", f"{year}-W{week:02}", f"{on}"):
        period = plan_period(text)
        assert on in period
        outside = (period.first - timedelta(days=1), period.last + timedelta(days=1))
        assert not any(each in period for each in outside)
        assert plan_period(period.text) == period


# ── what is needed ──────────────────────────────────────────────────────────────────────────


def brute(metric, threshold, numerator, denominator, days, expected):
    """What is needed, by trying every number there may be."""
    least = metric.direction is Direction.AT_LEAST
    whole = 0 if denominator is None else denominator
    tries = range(60) if denominator is None else range(expected + 1)
    tries = tries if days else [0]

    def makes(more):
        if denominator is None:
            value, wanted = numerator + more, threshold
        else:
            value, wanted = numerator + more, threshold * (whole + (expected if days else 0))
        return value >= wanted if least else value <= wanted

    good = [more for more in tries if makes(more)]
    return (min(good) if least else max(good)) if good else None


@pytest.mark.parametrize("metric", [SHARE, MOST, COUNT, CAP], ids=lambda each: each.name)
def test_what_is_needed_equals_what_trying_every_number_finds(metric):
    """Shares and counts, at least and at most, with and without days left; exact."""
    thresholds = (
        [Fraction(n, 6) for n in range(7)] if metric.is_share else [Fraction(n) for n in range(7)]
    )
    for threshold, numerator, days, expected in product(thresholds, range(7), (0, 1, 3), (0, 1, 5)):
        wholes = range(numerator, 8) if metric.is_share else [None]
        for denominator in wholes:
            need = needed(
                target(metric, threshold), numerator, denominator, days=days, expected=expected
            )
            found = brute(metric, threshold, numerator, denominator, days, expected)
            assert need.total == found, (threshold, numerator, denominator, days, expected)
            per_day = None if found is None or not days else Fraction(found, days)
            assert need.per_day == per_day


@pytest.mark.parametrize("metric", [SHARE, MOST, COUNT, CAP], ids=lambda each: each.name)
def test_a_target_is_said_to_be_lost_only_when_nothing_can_make_it(metric):
    """Tried with as many filings as one likes, of which any number count."""
    thresholds = [0, Fraction(1, 2), 1] if metric.is_share else [0, 2, 5]
    least = metric.direction is Direction.AT_LEAST
    for threshold, numerator, days in product(thresholds, range(5), (0, 2)):
        for whole in range(numerator, 6) if metric.is_share else [None]:
            need = needed(target(metric, threshold), numerator, whole, days=days)
            more = range(200) if days else [0]
            if whole is None:
                ends = [(numerator + x, threshold) for x in more]
            else:
                ends = [(numerator + (x if least else 0), threshold * (whole + x)) for x in more]
            can = any(a >= b if least else a <= b for a, b in ends)
            assert need.is_possible == can, (threshold, numerator, whole, days)


# ── standing ────────────────────────────────────────────────────────────────────────────────


def daily(metric, counts, first=date(2026, 10, 1)):
    days = [first + timedelta(days=number) for number in range(len(counts))]
    return Figures(
        Figure("A", metric.name, plan_period(f"{on}"), *each)
        for on, each in zip(days, counts, strict=True)
    )


def test_a_share_of_nothing_is_none():
    """Trap 52: no filings give no share, neither 0 nor 100 %, and nobody is behind."""
    for figures in (Figures(()), daily(SHARE, [(0, 0)] * 12)):
        found = progress_of(target(SHARE, "0.8"), figures, calendar(), date(2026, 10, 20))
        assert found.standing is TargetStanding.NO_FIGURE
        assert found.need is None
        assert not found.standing.is_short


def test_a_unit_is_behind_while_its_share_is_short_and_no_longer_than_that():
    """The threshold itself is enough; at the end of the period it is made or missed."""
    wanted = target(SHARE, "0.8")
    days = {20: (79, 100), 21: (81, 100), 31: (80, 100)}
    for on, (numerator, whole) in days.items():
        figures = daily(SHARE, [(numerator, whole)])
        made = numerator * 10 >= whole * 8
        found = progress_of(wanted, figures, calendar(), date(2026, 10, on)).standing
        expected = TargetStanding.ON_TRACK if made else TargetStanding.BEHIND
        assert found is (TargetStanding.MADE if on == 31 else expected)
    short = daily(SHARE, [(79, 100)])
    assert progress_of(wanted, short, calendar(), date(2026, 11, 9)).standing.value == "missed"


def test_a_count_is_measured_by_the_working_days_gone():
    """October 2026 has 22 working days; 110 are 5 a day, days off do not count."""
    wanted = target(COUNT, 110)
    for numerator, standing in ((54, "behind"), (55, "on-track"), (110, "on-track")):
        figures = daily(COUNT, [(numerator,)])
        found = progress_of(wanted, figures, calendar(), date(2026, 10, 15))
        assert found.standing.value == standing
        assert found.need.days == 11
        assert found.need.per_day == Fraction(110 - numerator, 11)


def test_days_off_and_make_up_days_are_those_of_the_calendar():
    """August 2026: Saturday 22 is worked and Monday 31 is not."""
    days = needed_days(date(2026, 8, 20))

    assert days == 7  # 21, 22, and 24 to 28
    assert needed_days(date(2026, 8, 28)) == 0


def needed_days(on):
    figures = daily(COUNT, [(1,)], date(2026, 8, 3))
    return progress_of(target(COUNT, 100, "2026-08"), figures, calendar(), on).need.days


def test_figures_of_other_months_units_and_days_to_come_do_not_count():
    """Only the unit, the metric, and the days of the period that have come."""
    text = "unit,metric,period,numerator\n" + "\n".join(
        f"{unit},{metric},{day},{n}"
        for unit, metric, day, n in (
            ("A", "returned", "2026-09-30", 100),
            ("A", "returned", "2026-10-01", 3),
            ("A", "returned", "2026-10-15", 4),
            ("A", "returned", "2026-10-16", 50),
            ("B", "returned", "2026-10-02", 60),
            ("A", "complaints", "2026-10-02", 70),
            ("A", "returned", "2026-W44", 80),
        )
    )
    found = progress_of(target(COUNT, 10), read_figures(text), calendar(), date(2026, 10, 15))
    assert found.figure.numerator == 7


def test_a_plan_is_looked_at_on_one_day():
    """Each target whose period has the day, in the order of the plan, and no other."""
    plan = read_plan(
        plan_text(
            '[[target]]\nunit = "A"\nmetric = "online-share"\nfrom = "10"\nthrough = "11"\n'
            'months = {"10" = "0.7", "11" = "0.8"}\n'
            '[[target]]\nunit = "B"\nmetric = "online-share"\nmonths = {"10" = "0.5"}\n'
            'from = "10"\nthrough = "10"\n'
        )
    )
    found = progress_on(plan, Figures(()), calendar(), date(2026, 10, 20))
    assert [each.target.key for each in found] == [
        ("A", "online-share", "2026-10"),
        ("B", "online-share", "2026-10"),
    ]


# ── projection ──────────────────────────────────────────────────────────────────────────────


def poisson(chance, mean):
    """One draw, by the times between arrivals."""
    count, at = 0, chance.expovariate(1)
    while at < mean:
        count, at = count + 1, at + chance.expovariate(1)
    return count


def office(seed):
    """A made-up office: busy Mondays, days that differ, and its own share."""
    chance = random.Random(seed)
    scale, share = chance.choice([0.5, 1, 2]), chance.uniform(0.55, 0.95)

    def day(weekday):
        mean = (14, 10, 9, 10, 12)[weekday] * scale * chance.choice([0.8, 1, 1.2])
        whole = poisson(chance, mean)
        return DailyCount(weekday, sum(chance.random() < share for _ in range(whole)), whole)

    return day


@pytest.mark.parametrize("is_share", [True, False], ids=["share", "count"])
def test_intervals_of_80_percent_hold_75_to_85_percent_of_what_came(is_share):
    """Two hundred back-tests over offices, months and days of the month that differ."""
    held = 0
    for seed in range(100, 300):
        day = office(seed)
        before, gone, left = 20 + seed % 3 * 15, 3 + seed % 9, 4 + seed % 13
        past = [day(number % 5) for number in range(before + gone)]
        coming = [(before + gone + number) % 5 for number in range(left)]
        so_far, future = past[before:], [day(weekday) for weekday in coming]
        numerator = sum(each.numerator for each in so_far)
        whole = sum(each.denominator for each in so_far) if is_share else None
        found = projected(past, coming, numerator, whole, seed=seed)
        numerator += sum(each.numerator for each in future)
        end = Fraction(numerator)
        if whole is not None:
            end = Fraction(numerator, whole + sum(each.denominator for each in future))
        held += found.low <= end <= found.high
    assert 150 <= held <= 170, held


def test_a_projection_is_the_same_for_the_same_seed_and_needs_ten_days():
    """Another seed draws others; with nine days nothing is said."""
    day = office(7)
    past = [day(number % 5) for number in range(30)]
    first = projected(past, [0, 1, 2], 20, 30, seed=4)

    assert first == projected(past, [0, 1, 2], 20, 30, seed=4)
    assert first.low <= first.middle <= first.high
    assert first != projected(past, [0, 1, 2], 20, 30, seed=5)
    assert projected(past[:9], [0, 1], 20, 30, seed=4) is None


def test_days_that_are_all_alike_leave_no_doubt():
    """Five filings on each day make five on each day to come; a day off's go to the next."""
    weekends = OfficeCalendar.weekends("Asia/Ho_Chi_Minh")
    counts = [(0,) if on.weekday() == 5 else (5,) for on in _october()]
    found = progress_of(target(COUNT, 100), daily(COUNT, counts[:18]), weekends, date(2026, 10, 17))
    mondays = found.projection.high

    assert found.projection.low == found.figure.numerator + 10 * 5
    assert mondays > found.projection.low  # Monday has what came in on Sunday too


def _october():
    return [date(2026, 10, 1) + timedelta(days=number) for number in range(31)]
