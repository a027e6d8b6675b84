"""Scenarios compared by the same draws, and the clerks that a goal takes."""

from fractions import Fraction

import pytest
from attrs import evolve

from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.limits import working_hours
from caseflow.simulation import (
    Distribution,
    Goal,
    Infeasible,
    Quantity,
    Staffing,
    compare,
    simulate,
    solve,
)
from simulation.scenes import MINUTE, OFFICE, ONE_STAGE, law, one_queue, procedure, three_stages


def hours(per_hour, mean, days=20, clerks=8):
    """Return one queue in office hours whose filings have eight working hours."""
    scenario = one_queue(Fraction(1, 60), Distribution.exponential(mean), clerks, days)
    jurisdiction = law(ONE_STAGE, procedure("A", ONE_STAGE, working_hours(8)))
    office = evolve(scenario.office, calendar=OFFICE)
    demand = scenario.demand.vary(per_working_day=per_hour * 8)
    return evolve(scenario, jurisdiction=jurisdiction, office=office, demand=demand)


def test_the_same_draws_make_a_difference_plain():
    """One more clerk: the interval of the difference is far narrower than those of the shares."""
    scenario = three_stages(days=25, clerks={"intake": 1, "officer": 6, "returner": 1})
    more = scenario.vary("more", office=scenario.office.vary(clerks={"officer": 7}))
    before, after = (simulate(each, reps=3) for each in (scenario, more))
    gain = compare(before, after)[0].of(Quantity.EARLY_20).by

    assert gain.mean > 0
    assert gain.mean == pytest.approx(
        after.early_by(Fraction(1, 5)).mean - before.early_by(Fraction(1, 5)).mean
    )
    assert compare(before, before)[0].of(Quantity.ON_TIME).by.half == 0


def test_only_runs_of_the_same_draws_are_compared():
    """Other seeds, or another number of replications, are refused."""
    one, other, more = (
        simulate(three_stages(days=1), reps=reps, seed=seed)
        for reps, seed in ((1, 1), (1, 2), (2, 1))
    )

    for strange in (other, more):
        with pytest.raises(ValueInvalidError):
            compare(one, strange)


def test_the_smallest_number_of_clerks_that_reaches_a_goal_is_found():
    """One clerk fewer does not reach it."""
    answer = solve(hours(2, 60 * MINUTE), "clerk", Goal(Quantity.ON_TIME, "95/100"), most=9, reps=3)
    tried = dict(answer.tried)

    assert isinstance(answer, Staffing)
    assert answer.share.low >= 0.95
    assert tried[answer.clerks] == answer.share
    assert answer.clerks == 2 or tried[answer.clerks - 1].low < 0.95


def test_a_goal_that_no_number_of_clerks_reaches_has_a_ceiling():
    """Work of three hours within eight: beyond 1 - exp(-6.4 / 3) no clerk helps."""
    goal = Goal(Quantity.EARLY_20, "95/100")
    answer = solve(hours(2, 180 * MINUTE), "clerk", goal, most=40, reps=3)

    assert isinstance(answer, Infeasible)
    assert answer.bottleneck == "lodged"
    assert answer.ceiling.mean == pytest.approx(0.8816, abs=0.02)


def test_there_must_be_such_a_pool():
    """Names of pools are looked up before anything is run."""
    with pytest.raises(UnknownNameError):
        solve(three_stages(days=1), "oficer", Goal(Quantity.ON_TIME, 1))
