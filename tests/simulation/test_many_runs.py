"""Studies of several runs: where they run, what differs, how many clerks a goal takes."""

import io
import subprocess
import sys
from datetime import timedelta
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

import pytest
from attrs import evolve

from caseflow.calendars import OfficeCalendar
from caseflow.errors import UnknownNameError, ValueInvalidError
from caseflow.limits import working_hours
from caseflow.money import Money
from caseflow.simulation import (
    Clerk,
    Discipline,
    Distribution,
    DoesNotApply,
    Goal,
    Infeasible,
    Office,
    Pool,
    ProgressBar,
    Quantity,
    Staffing,
    Undecided,
    compare,
    enough,
    in_processes,
    mser5,
    on_ray,
    simulate,
    solve,
    theory,
    warm_up_of,
)
from caseflow.simulation._studies import interval_of
from simulation.scenes import (
    ALWAYS,
    MINUTE,
    ONE_STAGE,
    law,
    one_queue,
    procedure,
    three_stages,
)

HOUR = timedelta(hours=1)


def run(reps=3, **more):
    """Return a small run of three stages."""
    return simulate(three_stages(days=3), reps=reps, seed=5, **more)


@pytest.fixture(scope="module")
def alone():
    """Give a small run in this process."""
    return run()


# ── where they run ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "mapper",
    [
        lambda: in_processes(2),
        pytest.param(
            on_ray, marks=pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not here")
        ),
    ],
    ids=["processes", "ray"],
)
def test_the_same_events_wherever_a_study_runs(alone, mapper):
    """In fresh processes, or on Ray."""
    found = run(mapper=mapper())

    assert found.replications == alone.replications
    assert found.checksum == alone.checksum


def test_joblib_and_a_cluster_come_to_the_same(alone):
    """In processes that joblib keeps, and on the two workers of a Dask cluster."""
    program = [sys.executable, str(Path(__file__).parent / "study_on_cluster.py")]
    ran = subprocess.run(program, check=False, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == [alone.checksum] * 2


def test_a_scenario_that_no_other_process_can_take_says_so():
    """Instead of a traceback of pickle."""
    scenario = one_queue(Fraction(1, 10), Distribution.constant(MINUTE), key=lambda _: (1,))
    with pytest.raises(ValueInvalidError, match="keys and guards of modules"):
        simulate(scenario, reps=1, mapper=in_processes(1))


def test_progress_is_told_up_to_the_last_one_twins_included():
    """Each replication once; the bar ends its line when all are done."""
    told = []
    scenario = three_stages(days=2)
    scenario = evolve(scenario, office=scenario.office.vary(discipline=Discipline.CLOCK))
    simulate(scenario, reps=2, progress=lambda done, total: told.append((done, total)))
    shown = io.StringIO()
    bar = ProgressBar(shown)
    for each in told:
        bar(*each)

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert shown.getvalue().endswith(f"\r[{'#' * 30}] 4/4\n")


def test_an_interrupted_run_keeps_what_has_finished(alone):
    """The first replications are those of the whole run; before the first there is nothing."""

    def interrupted_after(number):
        def mapped(call, numbers):
            for each in numbers:
                if each == number:
                    raise KeyboardInterrupt
                yield call(each)

        return mapped

    found = run(mapper=interrupted_after(2))

    assert found.is_interrupted
    assert [each.digest for each in found.replications] == [
        each.digest for each in alone.replications[:2]
    ]
    assert not alone.is_interrupted
    with pytest.raises(KeyboardInterrupt):
        run(mapper=interrupted_after(0))


# ── what differs ────────────────────────────────────────────────────────────────────────────


def test_pairs_of_the_same_draws_tell_more_than_means(alone):
    """The difference is that of the means; its interval is that of the pairs, and narrower."""
    scenario = alone.scenario
    more = simulate(
        scenario.vary("more", office=scenario.office.vary(clerks={"officer": 9})), reps=3, seed=5
    )
    (paired,) = compare(alone, more)
    (unpaired,) = compare(alone, more, paired=False)
    one, two = paired.of("sojourn-hours"), unpaired.of("sojourn-hours")

    assert one.by.mean == pytest.approx(one.other - one.base)
    assert one.by.mean == pytest.approx(two.by.mean)
    assert one.by.half < two.by.half
    assert one.by.mean < 0
    gains = [
        float(after.on_time.value - before.on_time.value)
        for before, after in zip(alone.replications, more.replications, strict=True)
    ]
    assert paired.of(Quantity.ON_TIME).by.mean == pytest.approx(sum(gains) / 3)


def test_nothing_differs_from_itself(alone):
    """By exactly nothing, and surely not."""
    (found,) = compare(alone, alone)

    assert all(each.by.mean == 0 and not each.is_sure for each in found.differences)


def test_what_cannot_be_compared_is_refused(alone):
    """Another demand, other days, another seed, nothing at all; each says what is allowed."""
    scenario = alone.scenario

    def of(demand):
        return simulate(scenario.vary("other", demand=demand), reps=3, seed=5)

    online = of(scenario.demand.vary(online="87/100"))
    assert compare(alone, online)[0].of("on-time")
    busier = of(scenario.demand.vary(per_working_day=61))
    mixed = of(evolve(scenario.demand, topics=scenario.demand.topics[:1]))
    for other, word in ((busier, "number"), (mixed, "mix")):
        with pytest.raises(ValueInvalidError, match=f"differ in {word}"):
            compare(alone, other)
        assert compare(alone, other, may_differ=True)
    with pytest.raises(ValueInvalidError, match="seed"):
        compare(alone, simulate(scenario, reps=3, seed=6))
    with pytest.raises(ValueInvalidError, match="days"):
        compare(alone, simulate(three_stages(days=2), reps=3, seed=5))
    with pytest.raises(ValueInvalidError, match="others"):
        compare(alone)


def test_enough_replications_are_so_many_that_the_interval_is_narrow():
    """The number grows with the square of the precision; enough are enough."""
    result = simulate(product_question(days=15), reps=8, seed=1)
    half = interval_of(result, Quantity.EARLY_20).half

    assert enough(result, Fraction(half) + 1) == 0
    needed = enough(result, Fraction(half) / 10)
    # Student's t narrows too, so it is somewhat less than a hundredfold.
    assert 8 * 60 < needed + 8 < 8 * 100
    with pytest.raises(ValueInvalidError, match="precision"):
        enough(result, 0)
    with pytest.raises(ValueInvalidError, match="at least 2"):
        enough(evolve(result, replications=result.replications[:1]), "0.01")


# ── how many clerks ─────────────────────────────────────────────────────────────────────────


def product_question(days=60, clerks=8):
    """Return two filings an hour that take three hours each, with a limit of eight hours."""
    scenario = one_queue(
        Fraction(2, 60), Distribution.exponential(HOUR * 3), clerks=clerks, days=days
    )
    jurisdiction = law(ONE_STAGE, procedure("A", ONE_STAGE, working_hours(8)), calendar=ALWAYS)
    return evolve(scenario, jurisdiction=jurisdiction, warm_up=5)


#: Clerks, and the shares on time, 10 % and 20 % early: the tail of M/M/c in closed form.
PRODUCT = {
    7: ("0.816780", "0.775637", "0.726458"),
    8: ("0.907436", "0.879835", "0.844285"),
    9: ("0.923741", "0.900466", "0.870115"),
    12: ("0.930204", "0.908874", "0.881026"),
}


@pytest.mark.parametrize("clerks", PRODUCT)
def test_theory_answers_the_product_question_as_in_the_tables(clerks):
    """To the last digit of the table."""
    (found,) = theory(product_question(clerks=clerks))
    shares = [found.within(HOUR * 8 * part) for part in (1, 0.9, 0.8)]

    assert found.model == "M/M/c"
    assert [f"{each:.6f}" for each in shares] == [*PRODUCT[clerks]]


def test_a_run_agrees_with_theory():
    """Share within the limit, wait and use, each within four half-widths."""
    scenario = product_question()
    result = simulate(scenario, reps=6, seed=3)
    (found,) = theory(scenario)

    for kpi, part in ((Quantity.ON_TIME, 1), (Quantity.EARLY_10, 0.9), (Quantity.EARLY_20, 0.8)):
        seen = interval_of(result, kpi)
        assert abs(seen.mean - found.within(HOUR * 8 * part)) < 2 * seen.half
    waited = result.mean_wait_hours("lodged")
    assert abs(waited.mean - found.mean_wait / HOUR) < 2 * waited.half
    assert result.utilisation("clerk").mean == pytest.approx(found.utilisation, rel=0.05)


def test_the_fewest_clerks_that_reach_a_goal():
    """Eight by the closed form, .844 against .726; seven were tried and do not reach it."""
    price = Money(1_000, "VND")
    found = solve(
        product_question(40), "clerk", Goal(Quantity.EARLY_20, "0.78"), reps=3, most=30, price=price
    )

    assert isinstance(found, Staffing)
    assert found.clerks == 8
    assert found.cost == Money(8_000, "VND")
    tried = dict(found.tried)
    assert tried[8].low >= 0.78 > tried[7].low


def test_a_goal_above_the_ceiling_cannot_be_reached():
    """The ceiling is the share whose work alone is short enough; the state is named."""
    found = solve(product_question(40), "clerk", Goal(Quantity.EARLY_20, "0.95"), reps=4, most=30)

    assert isinstance(found, Infeasible)
    assert abs(found.ceiling.mean - 0.881567) < 2 * found.ceiling.half
    assert (found.bottleneck, found.is_time) == ("lodged", True)
    close = solve(product_question(40), "clerk", Goal(Quantity.EARLY_20, "0.8815"), reps=4, most=30)
    assert isinstance(close, Undecided)


def test_another_pool_may_stand_in_the_way():
    """More clerks at the counter do not help where the officers are too few."""
    scenario = three_stages(days=20, clerks={"intake": 1, "officer": 6, "returner": 1})
    found = solve(scenario, "intake", Goal(Quantity.ON_TIME, "0.99"), reps=2, most=50)

    assert isinstance(found, Infeasible)
    assert (found.bottleneck, found.is_time) == ("officer", False)


def test_goals_and_pools_that_are_not_there_are_refused():
    """Before anything is run."""
    for text in ("early-20 > 0.9", "early-30 >= 0.9", "on-time >= 1.1", "__import__('os')"):
        with pytest.raises(ValueInvalidError):
            Goal.parse(text)
    goal = Goal.parse("on-time >= 0.95")
    with pytest.raises(UnknownNameError, match="clerk"):
        solve(product_question(), "clark", goal)
    with pytest.raises(ValueInvalidError, match="at least 2"):
        solve(product_question(), "clerk", goal, reps=1)


# ── what theory says, and how long an office fills ──────────────────────────────────────────


def test_one_clerk_whose_work_varies_waits_as_pollaczek_and_khinchine_say():
    """Load .8: mean waits of 2, 2.5 and 4 services for a variation of 0, 1/2 and 1."""
    for text, factor in (
        ("constant 1 h", 2.0),
        ("lognormal 1 h cv 1/2", 2.5),
        ("lognormal 1 h cv 1", 4.0),
        ("uniform 0 h to 2 h", 2 * (1 + 1 / 3)),
    ):
        (found,) = theory(one_queue(Fraction(8, 600), Distribution.parse(text)))
        assert found.model == "M/G/1"
        assert found.mean_wait / HOUR == pytest.approx(factor)


def test_where_theory_does_not_apply_it_says_why():
    """Hours, order, kinds of work, and more than clerks can do."""
    exponential = Distribution.exponential(MINUTE)
    scenario = one_queue(Fraction(1, 2), exponential)
    half = OfficeCalendar.weekends("UTC", first_year=2025, last_year=2032)
    by_clock = evolve(scenario, office=scenario.office.vary(discipline=Discipline.CLOCK))
    two = Office(ALWAYS, (Pool("clerk", (Clerk("a"), Clerk("b"))),))
    constant = one_queue(Fraction(1, 2), Distribution.constant(MINUTE))
    for changed, why in (
        (by_clock, "in order of arrival"),
        (evolve(scenario, office=Office.of({"clerk": 1}, half)), "hours of the counter"),
        (evolve(constant, office=two), "several clerks"),
        (one_queue(Fraction(2), exponential), "grows by"),
        (three_stages(), "online"),
    ):
        found = theory(changed)[0]
        assert isinstance(found, DoesNotApply)
        assert why in found.why


def test_a_counter_in_office_hours_is_a_queue_in_working_time():
    """Three stages of exponential work in a row wait as each alone does."""
    parse = Distribution.parse
    times = {
        "lodged": parse("exponential 6 min"),
        "processing": parse("exponential 30 min"),
        "ready": parse("constant 6 min"),
    }
    scenario = three_stages(64, {"intake": 1, "officer": 5, "returner": 1}, times=times, days=5)
    scenario = evolve(scenario, demand=scenario.demand.vary(online=0))
    first, second, third = theory(scenario)

    assert (first.model, second.model, third.model) == ("M/M/c", "M/M/c", "M/G/1")
    assert [round(each.utilisation, 9) for each in (first, second, third)] == [0.8, 0.8, 0.8]
    assert first.mean_wait / MINUTE == pytest.approx(24.0)
    assert second.waits == pytest.approx(0.554113, abs=1e-6)
    assert third.mean_wait / MINUTE == pytest.approx(12.0)


def test_the_rule_leaves_out_the_values_before_they_settle():
    """A ramp is left out; what never settles is refused, and so is what is too short."""
    ramp, flat = [*range(25)], [24 + day % 3 for day in range(75)]

    assert 15 <= mser5([*map(float, ramp + flat)]) <= 25
    with pytest.raises(ValueInvalidError, match="settle"):
        mser5([float(each * each) for each in range(60)])
    with pytest.raises(ValueInvalidError, match="20"):
        mser5([1.0] * 19)
    assert warm_up_of(simulate(product_question(days=60), reps=1)) <= 25
