"""How long filings take, against SciPy, and against what a simulated office really did."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from caseflow.calendars import OfficeCalendar
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.reports.durations import DayCounts, days_taken
from caseflow.reports.register import COLUMNS, Register
from registers.drawn import filings
from registers.stationary import WINDOW, asked_about

SCHEMA = {each.name: each.kind.dtype for each in COLUMNS}
numbers = st.dictionaries(st.integers(0, 60), st.integers(1, 40), max_size=25)


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
@given(numbers.filter(bool), numbers)
def test_kaplan_meier_is_that_of_scipy(decided, still_open):
    """The share that is not decided, and its 95 % interval, are SciPy's to 1e-12."""
    counted = DayCounts(decided, open=still_open)
    data = stats.CensoredData(
        uncensored=list(Counter(decided).elements()), right=list(Counter(still_open).elements())
    )
    theirs = stats.ecdf(data).sf
    interval = theirs.confidence_interval(method="log-log")
    known = dict(zip(theirs.quantiles, range(len(theirs.quantiles)), strict=True))

    for point in counted.curve:
        place = known[point.days]
        rest = theirs.probabilities[place]
        assert float(point.unended) == pytest.approx(rest, abs=1e-12)
        assert point.unended == 1 - point.decided
        if 0 < rest < 1:
            least, most = point.bounds()
            assert 1 - least == pytest.approx(interval.high.probabilities[place], abs=1e-12)
            assert 1 - most == pytest.approx(interval.low.probabilities[place], abs=1e-12)


def by_hand(decided, otherwise, still_open):
    """Aalen and Johansen's share day by day, filing by filing: who is decided, of all there are.

    An open filing that goes out of sight hands its weight on to those that are left after it.
    """
    filings = [(day, kind) for kind, part in enumerate((decided, otherwise, still_open))
               for day, number in part.items() for _ in range(number)]  # fmt: skip
    filings.sort()
    weights = [Fraction(1, max(len(filings), 1))] * len(filings)
    share, found = Fraction(0), {}
    for place, (day, kind) in enumerate(filings):
        if kind == 2:
            rest = len(filings) - place - 1
            for later in range(place + 1, len(filings)):
                weights[later] += weights[place] / rest
        elif kind == 0:
            share += weights[place]
        found[day] = share
    return found


few = st.dictionaries(st.integers(0, 12), st.integers(1, 4), max_size=6)


@given(few, few, few)
def test_competing_ends_are_shared_out_exactly(decided, otherwise, still_open):
    """With withdrawals, the share decided is what a redistribution of weights by hand gives."""
    counted = DayCounts(decided, otherwise, still_open)
    expected = by_hand(decided, otherwise, still_open)

    for point in counted.curve:
        assert point.decided == expected[point.days]
        assert 0 <= point.decided <= 1 - point.unended <= 1
    assert counted.decided_within(12) == (list(expected.values()) or [0])[-1]


@given(few.filter(bool), few, few)
def test_the_variance_with_competing_ends_is_the_sum_over_days(decided, otherwise, still_open):
    """The estimate of Marubini and Valsecchi (1995, 10.2), term by term in whole fractions."""
    points = DayCounts(decided, otherwise, still_open).curve
    before = [Fraction(1), *(point.unended for point in points)]
    for place, point in enumerate(points):
        total = Fraction(0)
        for then, unended in zip(points[: place + 1], before, strict=False):
            mine, number = decided.get(then.days, 0), then.at_risk
            ended = mine + otherwise.get(then.days, 0)
            gap = point.decided - then.decided
            if number > ended:
                total += gap**2 * Fraction(ended, number * (number - ended))
            total += unended**2 * Fraction((number - mine) * mine, number**3)
            total -= 2 * gap * unended * Fraction(mine, number**2)
        assert point.variance == pytest.approx(float(total), abs=1e-12)


@settings(max_examples=30)
@given(numbers, numbers, numbers, numbers)
def test_counts_of_days_add_up(first, second, third, fourth):
    """Parts in whatever order are the whole."""
    one, other = DayCounts(first, second), DayCounts(third, open=fourth)

    assert one + other == other + one
    assert one + DayCounts() == one
    assert (one + other).filings == one.filings + other.filings
    assert one.censored.filings == one.filings


def test_a_quantile_that_is_not_reached_is_none():
    """So many are open that the share cannot be known: nothing is made up."""
    counted = DayCounts({3: 1}, open={4: 9})

    assert counted.quantile("1/10").days == 3
    assert counted.quantile("9/10").days is None
    assert DayCounts().quantile("1/2").days is None
    with pytest.raises(ValueInvalidError, match="between 0 and 1"):
        counted.quantile("1")


def register(rows):
    names = [name for name in SCHEMA if name in rows[0]]
    schema = {name: SCHEMA[name] for name in names}
    return Register.of(pl.DataFrame({name: [row[name] for row in rows] for name in names}, schema))


@pytest.mark.parametrize("calendar", [None, OfficeCalendar.weekends()])
def test_days_are_counted_from_the_register(calendar):
    """Each filing of the window once: decided, ended otherwise, or open until the day looked at."""
    rows = [row for seed in range(60) for row in filings(seed)]
    first, last, on = date(2026, 1, 20), date(2026, 3, 1), date(2026, 3, 25)
    found = days_taken(
        register(rows), first=first, last=last, on=on, by=("unit", "channel"), calendar=calendar
    )
    expected = {}
    for row in rows:
        begun = row["received_on"]
        if begun is None or not first <= begun <= last:
            continue
        kind, end = "open", on
        for name, word in (("ended_on", "otherwise"), ("decided_on", "decided")):
            if row[name] is not None and row[name] <= on:
                kind, end = word, row[name]
        span = [begun + timedelta(days=n + 1) for n in range((end - begun).days)]
        days = sum(calendar is None or day.weekday() < 5 for day in span)
        key = row["unit"], row["channel"]
        expected.setdefault(key, {}).setdefault(kind, Counter())[days] += 1

    assert dict(found.groups) == {key: DayCounts(**parts) for key, parts in expected.items()}
    whole = found.rolled()
    assert sum(counts.filings for counts in found.groups.values()) == whole.groups[()].filings
    halves = [
        days_taken(register(rows[n::2]), first=first, last=last, on=on, by=("unit", "channel"),
                  calendar=calendar)
        for n in (0, 1)
    ]  # fmt: skip
    assert halves[0] + halves[1] == halves[1] + halves[0] == found


def test_both_engines_count_the_same_days():
    """DuckDB finds what Polars finds, in whole numbers."""
    rows = [row for seed in range(40) for row in filings(seed)]
    window = {"first": date(2026, 1, 20), "last": date(2026, 3, 1), "on": date(2026, 3, 25)}
    plain = register(rows).frame.collect("polars").to_native()
    plain = plain.with_columns(pl.col(pl.Categorical).cast(pl.String)).drop("appointed_at")

    found = days_taken(Register.of(duckdb.from_arrow(plain.to_arrow())), **window)

    assert found == days_taken(register(rows), **window)
    numbers = [each for counts in found.groups.values() for each in counts.decided.values()]
    assert numbers
    assert {type(each) for each in numbers} == {int}


def test_durations_counted_otherwise_are_not_added():
    """Another window, day or key is another question."""
    rows = register(filings(3, most=40))
    one = days_taken(rows, first=date(2026, 1, 1), last=date(2026, 2, 1), on=date(2026, 3, 1))
    other = days_taken(rows, first=date(2026, 1, 1), last=date(2026, 2, 2), on=date(2026, 3, 1))

    with pytest.raises(ValueInvalidError, match="2026-02-01"):
        one + other
    with pytest.raises(UnknownNameError, match="unit"):
        one.rolled(["unit"])
    with pytest.raises(ValueInvalidError, match="first <= last <= on"):
        days_taken(rows, first=date(2026, 2, 1), last=date(2026, 1, 1), on=date(2026, 3, 1))


def test_open_filings_count_where_closed_ones_mislead():
    """In a stationary office every quantile is within a day of the truth; of closed ones not."""
    filed = asked_about()
    on = WINDOW[1]
    counted = DayCounts(
        Counter(end - begun for begun, end in filed if end <= on),
        open=Counter(on - begun for begun, end in filed if end > on),
    )
    truth = sorted(end - begun for begun, end in filed)
    closed = sorted(end - begun for begun, end in filed if end <= on)

    for share in (Fraction(1, 2), Fraction(4, 5), Fraction(9, 10)):
        really = truth[-(-len(truth) * share.numerator // share.denominator) - 1]
        found = counted.quantile(share)
        assert abs(found.days - really) <= 1
        assert found.low <= really <= found.high
    assert truth[len(truth) * 9 // 10] - closed[len(closed) * 9 // 10] > 5
