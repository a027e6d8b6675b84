"""Score boards: ranks, intervals, funnel limits and trends, against SciPy and stated answers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, chi2_contingency, pearsonr

from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.office.plans import Direction, PlanPeriod, plan_period
from caseflow.reports.boards import (
    BoardEntry,
    BoardKind,
    FunnelPlace,
    board,
    board_data,
    board_table,
    change_in,
    entries_of_counts,
    entries_of_index,
    funnel_limits,
    wilson,
)
from caseflow.reports.counts import Period, count, measures_named
from caseflow.reports.register import Register
from caseflow.shares import Share
from caseflow.values import Text
from caseflow.vietnam.indices import official_indices

OCTOBER = plan_period("2026-10")
SEPTEMBER = plan_period("2026-09")
TITLE = Text(vi="hồ sơ trực tuyến", en="online filings")


def entries(counts, period=OCTOBER):
    return [BoardEntry(unit, period, *numbers) for unit, numbers in counts.items()]


def ranked(found):
    return [(row.unit, row.rank) for row in found.rows]


# ── chance ──────────────────────────────────────────────────────────────────────────────────


@given(st.integers(1, 3_000), st.fractions(0, 1, max_denominator=500), st.data())
def test_a_share_lies_outside_exactly_where_its_tail_is_rare(whole, share, data):
    """The limits of 95 % and 99.8 % cut off 2.5 % and 0.1 % on each side, by SciPy's binomial."""
    limits = funnel_limits(whole, share)
    part = data.draw(st.integers(0, whole))
    value, chance = Fraction(part, whole), float(share)
    below, above = binom.cdf(part, whole, chance), binom.sf(part - 1, whole, chance)
    for tail, low, high in (
        (0.025, limits.low_95, limits.high_95),
        (0.001, limits.low_998, limits.high_998),
    ):
        if 0 < share < 1 and min(abs(below - tail), abs(above - tail)) > 1e-9:
            assert (value < low) == (below < tail)
            assert (value > high) == (above < tail)
    assert 0 <= limits.low_998 <= limits.low_95 <= share <= limits.high_95 <= limits.high_998 <= 1


@pytest.mark.parametrize(("whole", "share"), [(30, "1/2"), (200, "67/100"), (5_000, "99/100")])
def test_limits_are_interpolated_as_spiegelhalter_does(whole, share):
    """A limit is r - (P(R <= r) - tail) / P(R = r), over n, with r the first that reaches tail."""
    chance = float(Fraction(share))
    limits = funnel_limits(whole, Fraction(share))
    for tail, low, high in (
        (0.025, limits.low_95, limits.high_95),
        (0.001, limits.low_998, limits.high_998),
    ):
        for limit, of in ((low, chance), (1 - high, 1 - chance)):
            number = int(binom.ppf(tail, whole, of))
            beyond = (binom.cdf(number, whole, of) - tail) / binom.pmf(number, whole, of)
            assert limit == pytest.approx(max(0, (number - beyond) / whole), abs=1e-9)


def test_limits_of_a_national_number_of_filings_are_found():
    """Thirty million filings: the limits are those of the normal curve, to four digits."""
    limits = funnel_limits(30_000_000, Fraction(2, 3))
    spread = (2 / 9 / 30_000_000) ** 0.5
    assert limits.high_95 == pytest.approx(2 / 3 + 1.959964 * spread, rel=1e-6)
    assert funnel_limits(0, Fraction(1, 2)) is None


@given(st.integers(0, 2_000), st.data())
def test_the_interval_is_that_of_scipy(whole, data):
    """Wilson's interval; a share of nothing has none."""
    part = data.draw(st.integers(0, whole))
    found = wilson(Share(part, whole))
    if not whole:
        assert found is None
        return
    wanted = binomtest(part, whole).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=1e-9)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), min_size=2, max_size=5))
def test_the_test_of_a_trend_is_the_correlation_of_single_filings(cells):
    """Its square is n times that of Pearson's r; of two shares it is chi-square's without more."""
    shares = [(at, Share(yes, yes + no)) for at, (yes, no) in enumerate(cells)]
    found = change_in(shares)
    yes, no = (sum(each[place] for each in cells) for place in (0, 1))
    if min(sum(each) for each in cells) * min(yes, no) < 5 * (yes + no):
        assert found is None
        return
    places = np.concatenate([np.full(a + b, at) for at, (a, b) in enumerate(cells)])
    counted = np.concatenate([np.repeat([1, 0], each) for each in cells])
    correlation = pearsonr(places, counted).statistic
    assert found == pytest.approx(correlation * (yes + no) ** 0.5, abs=1e-8)
    if len(cells) == 2:
        square = chi2_contingency(np.array(cells), correction=False).statistic
        assert found**2 == pytest.approx(square, abs=1e-8)


# ── ranks ───────────────────────────────────────────────────────────────────────────────────


def test_units_with_one_value_share_a_rank_and_the_next_ones_are_left_out():
    """1 2 2 4; equal are equal fractions, and no unit of fewer than 30 filings has a rank."""
    found = board(
        entries({"A": (45, 50), "B": (72, 80), "C": (60, 60), "D": (29, 29), "E": (40, 80)}), TITLE
    )
    assert ranked(found) == [("C", 1), ("A", 2), ("B", 2), ("E", 4), ("D", None)]
    assert found.row("D").reason.in_("en") == "no rank: 29 filings, fewer than 30"
    assert found.row("D").interval is not None
    assert found.share == Share(246, 299)


def test_less_is_better_where_it_says_so():
    """The share of late decisions: the least comes first."""
    late = board(
        entries({"A": (5, 50), "B": (0, 50)}), TITLE, direction=Direction.AT_MOST, least=50
    )
    assert ranked(late) == [("B", 1), ("A", 2)]


@given(
    st.dictionaries(
        st.text("ABCDEFGH", min_size=1, max_size=2),
        st.integers(0, 70).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        min_size=1,
    )
)
def test_a_rank_is_one_more_than_the_units_that_are_better(counts):
    """Standard competition ranking, in whatever order the entries come; nothing of nothing."""
    if not any(whole for _, whole in counts.values()):
        return
    found = board(entries(counts), TITLE)
    assert found == board(entries(dict(reversed(counts.items()))), TITLE)
    shares = {unit: Fraction(*of) for unit, of in counts.items() if of[1] >= 30}
    for row in found.rows:
        mine = shares.get(row.unit)
        better = None if mine is None else sum(other > mine for other in shares.values())
        assert row.rank == (None if better is None else better + 1)
        assert (row.reason is None) == (row.rank is not None)
        assert (row.interval is None) == (row.limits is None) == (counts[row.unit][1] == 0)


def test_who_lies_outside_is_said():
    """Places by the limits, and the rows outside."""
    found = board(entries({"A": (100, 100), "B": (60, 100), "C": (80, 100), "D": (71, 100)}), TITLE)
    places = {row.unit: row.place for row in found.rows}
    assert places == {
        "A": FunnelPlace.ABOVE_998,
        "B": FunnelPlace.BELOW_998,
        "C": FunnelPlace.WITHIN,
        "D": FunnelPlace.WITHIN,
    }
    assert [row.unit for row in found.outside] == ["A", "B"]


def test_numbers_are_ranked_as_they_are():
    """Visits have no denominator: no interval, no limits, and an exact change without a test."""
    before = entries({"A": (90,), "B": (7,)}, SEPTEMBER)
    found = board(entries({"A": (100,), "B": (5,), "C": (200,)}), TITLE, earlier=before)
    assert found.kind is BoardKind.NUMBER
    assert ranked(found) == [("C", 1), ("A", 2), ("B", 3)]
    assert all(row.interval is None and row.limits is None for row in found.rows)
    assert found.row("B").trend.difference == -2
    assert found.row("B").trend.is_more_than_chance is None
    assert found.row("C").trend is None


# ── trends ──────────────────────────────────────────────────────────────────────────────────


def test_a_trend_is_exact_and_says_whether_chance_does_it_too():
    """60 to 80 of 100 is more than chance; 60 to 63 is not; of 5 nothing is said."""
    before = entries({"A": (60, 100), "B": (60, 100), "C": (3, 5)}, SEPTEMBER)
    found = board(
        entries({"A": (80, 100), "B": (63, 100), "C": (4, 5), "D": (50, 100)}),
        TITLE,
        earlier=before,
    )
    trends = {row.unit: row.trend for row in found.rows}
    assert trends["A"].difference == Fraction(1, 5)
    assert trends["A"].is_more_than_chance
    assert trends["B"].is_more_than_chance is False
    assert trends["C"].is_more_than_chance is None
    assert trends["D"] is None
    assert board_table(found, "en")[1][6] == "+20 percentage points, more than chance"


def test_several_periods_are_tested_together():
    """A slow rise over four months that no two of them show."""
    rising = {"2026-07": 40, "2026-08": 46, "2026-09": 52, "2026-10": 58}
    made = [BoardEntry("A", plan_period(text), of, 100) for text, of in rising.items()]
    found = board(made[-1:], TITLE, earlier=made[:-1]).row("A").trend
    assert found.periods == 4
    assert found.before.text == "2026-09"
    assert found.is_more_than_chance
    assert board(made[-1:], TITLE, earlier=made[2:3]).row("A").trend.is_more_than_chance is False


# ── what comes in ───────────────────────────────────────────────────────────────────────────


def filings(*rows):
    """A register of (unit, channel, month, how many)."""
    cells = [
        (unit, channel, date(2026, month, 5)) for unit, channel, month, n in rows for _ in range(n)
    ]
    return Register.of(
        pl.DataFrame(
            {
                "number": [str(place) for place in range(len(cells))],
                "unit": [unit for unit, _, _ in cells],
                "procedure": ["1.1"] * len(cells),
                "channel": [channel for _, channel, _ in cells],
                "received_on": [on for _, _, on in cells],
            }
        )
    )


REGISTER = filings(
    ("A", "online", 10, 40),
    ("A", "counter", 10, 10),
    ("B", "online", 10, 30),
    ("B", "post", 9, 5),
    (None, "online", 10, 50),
)
ONLINE = official_indices().index("online-received")


def test_an_index_and_a_share_of_counts_give_the_same_board():
    """Online of received by month; filings without a unit count in the whole and have no rank."""
    periods = (OCTOBER, SEPTEMBER)
    by_index = entries_of_index(ONLINE, REGISTER, periods, units=("A", "B", "C"))
    counts = count(REGISTER, measures=measures_named("received", "online"), period=Period.DAY)
    by_counts = entries_of_counts(counts, "online", "received", periods, units=("A", "B", "C"))
    assert set(by_index) == set(by_counts)
    found = board([each for each in by_index if each.period == OCTOBER], TITLE)
    assert ranked(found) == [("B", 1), ("A", 2), ("", None), ("C", None)]
    assert found.share == Share(120, 130)
    assert found.row("C").reason.in_("en") == "not computed: there is nothing to divide by"
    assert found.row("").label("en") == "no unit known"


def test_a_number_of_counts_is_ranked():
    """Received filings, as a number, in a year made of months."""
    counts = count(REGISTER, measures=measures_named("received"))
    made = entries_of_counts(counts, "received", None, (plan_period("2026"),))
    assert ranked(board(made, TITLE)) == [("A", 1), ("B", 2), ("", None)]


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        (lambda: board([], TITLE), ValueInvalidError, "at least one unit"),
        (lambda: board(entries({"A": (0, 0)}), TITLE), ValueInvalidError, "2026-10"),
        (lambda: board(entries({"A": (1, 2)}), TITLE, least=0), ValueInvalidError, "least"),
        (lambda: board(entries({"A": (1, 2)}), TITLE, decimals=7), ValueInvalidError, "decimals"),
        (
            lambda: board([*entries({"A": (1, 2)}), *entries({"B": (1, 2)}, SEPTEMBER)], TITLE),
            ValueInvalidError,
            "entries of 2026-10 alone",
        ),
        (
            lambda: board([*entries({"A": (1, 2)}), *entries({"B": (1,)})], TITLE),
            ValueInvalidError,
            "entries of kind share",
        ),
        (
            lambda: board([*entries({"A": (1, 2)}), *entries({"A": (1, 2)})], TITLE),
            ValueInvalidError,
            "each unit once",
        ),
        (
            lambda: board(entries({"A": (1, 2)}), TITLE, earlier=entries({"A": (1, 2)})),
            ValueInvalidError,
            "before 2026-10",
        ),
        (
            lambda: board(
                entries({"A": (1, 2)}),
                TITLE,
                earlier=entries({"A": (1, 2)}, plan_period("2026-W32")),
            ),
            ValueInvalidError,
            "same length",
        ),
        (lambda: entries({"A": (-1, 2)}), ValueInvalidError, "0 or more"),
        (lambda: entries({"A": (3, 2)}), ValueInvalidError, "at most the whole, 2"),
        (lambda: entries({"A": ()}), ValueInvalidError, "part"),
        (
            lambda: BoardEntry("A", OCTOBER, percent=Decimal("100.01")),
            ValueInvalidError,
            "0 to 100",
        ),
        (
            lambda: BoardEntry("A", OCTOBER, 1, percent=Decimal(1)),
            ValueInvalidError,
            "counts or a percentage",
        ),
        (lambda: funnel_limits(-1, Fraction(1, 2)), ValueInvalidError, "whole"),
        (lambda: funnel_limits(10**30, Fraction(1, 2)), ValueInvalidError, "10000000000"),
        (lambda: wilson(Share(1, 10**5000)), ValueInvalidError, "at most 10000000000"),
        (lambda: funnel_limits(1, Fraction(3, 2)), ValueInvalidError, "from 0 to 1"),
        (lambda: wilson(Share(3, 2)), ValueInvalidError, "part of a whole"),
        (lambda: official_indices().index("no"), UnknownNameError, "no"),
        (
            lambda: entries_of_index(official_indices().index("766-3.3"), REGISTER, [OCTOBER]),
            ValueInvalidError,
            "766-3.3",
        ),
        (
            lambda: entries_of_index(ONLINE, REGISTER, [OCTOBER], units=("A",)),
            UnknownNameError,
            "B",
        ),
        (
            lambda: entries_of_counts(count(REGISTER), "onlin", "received", [OCTOBER]),
            UnknownNameError,
            "onlin",
        ),
        (
            lambda: entries_of_counts(
                count(REGISTER, period=Period.YEAR), "online", "received", [OCTOBER]
            ),
            ValueInvalidError,
            "by year",
        ),
        (lambda: board(entries({"A": (1, 2)}), TITLE).row("Z"), UnknownNameError, "Z"),
    ],
)
def test_what_cannot_be_ranked_is_refused_with_what_is_allowed(wrong, error, says):
    """Unknown names, no data, mixed periods and kinds, impossible counts."""
    with pytest.raises(error, match=says):
        wrong()


def test_a_board_is_plain_data_in_each_language():
    """The same rows as texts and as data, in Vietnamese and English."""
    before = entries({"A": (30, 50)}, SEPTEMBER)
    found = board(entries({"A": (40, 50), "B": (8, 10)}), TITLE, earlier=before)
    assert board_table(found, "vi")[1][:3] == ("1", "A", "40 / 50 = 80 %")
    assert board_table(found, "vi")[2][-1] == "không xếp hạng: 10 hồ sơ, ít hơn 30"
    data = board_data(found, "vi")
    assert data["label"] == "hồ sơ trực tuyến"
    assert [row["rank"] for row in data["rows"]] == [1, None]
    assert data["rows"][0]["difference"] == "1/5"


def test_periods_of_a_board_need_no_calendar_name():
    """Any days can be compared with as many days before."""
    first = date(2026, 10, 1)
    halves = [
        PlanPeriod(f"half {at}", first + timedelta(14 * at), first + timedelta(14 * at + 13))
        for at in range(2)
    ]
    made = [BoardEntry("A", half, 30 + at, 60) for at, half in enumerate(halves)]
    assert board(made[1:], TITLE, earlier=made[:1]).row("A").trend.difference == Fraction(1, 60)
