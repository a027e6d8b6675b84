"""Rules of shares of a whole and of counts of how decisions stood to their dates."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from caseflow.shares import Share, TimelinessCount, tenths_of_percent
from caseflow.targets import Timeliness

EARLY, ON_TIME, LATE = Timeliness.EARLY, Timeliness.ON_TIME, Timeliness.LATE
TENTH, FIFTH = Fraction(1, 10), Fraction(1, 5)

shares = st.fractions(min_value=-2, max_value=1, max_denominator=1_000)
judged = st.lists(st.tuples(st.sampled_from(Timeliness), shares), max_size=30)


def counted(decisions):
    count = TimelinessCount.by([TENTH, FIFTH])
    for verdict, early in decisions:
        count = count.plus(verdict, early)
    return count


@given(judged)
def test_every_decision_is_in_one_count(decisions):
    """Early, on time and late add up, and each is what a plain count gives."""
    count = counted(decisions)
    verdicts = [verdict for verdict, _ in decisions]

    found = [verdicts.count(each) for each in (EARLY, ON_TIME, LATE)]
    assert [count.early, count.on_time, count.late] == found
    assert count.judged == len(decisions)
    assert count.in_time == Share(len(decisions) - verdicts.count(LATE), len(decisions))


@given(judged)
def test_early_by_a_share_is_at_least_that_share(decisions):
    """The bound itself is early enough, and each share has all decisions for its whole."""
    assert counted(decisions).early_enough == tuple(
        Share(sum(early >= least for _, early in decisions), len(decisions))
        for least in (TENTH, FIFTH)
    )


def test_a_share_of_nothing_is_none():
    """Nothing of nothing is neither none nor all."""
    assert (Share(0, 0).value, Share(0, 0).percent()) == (None, "")
    assert Share(0, 0).to_json() == {"part": 0, "whole": 0, "percent": None}
    assert TimelinessCount().in_time == Share(0, 0)
    assert TimelinessCount().early_enough == ()


@given(st.fractions(min_value=-5, max_value=5, max_denominator=10_000))
def test_tenths_of_a_per_cent_are_the_nearest_with_halves_up(share):
    """Rounding is exact arithmetic, never a float."""
    away = tenths_of_percent(share) - share * 1_000

    assert -Fraction(1, 2) < away <= Fraction(1, 2)
