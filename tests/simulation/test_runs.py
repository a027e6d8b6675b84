"""Whole runs: worked again by the real engine, resumed, repeated, and summed up exactly."""

from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from fractions import Fraction

import pytest
from attrs import evolve

from caseflow.errors import SimulationMismatchError
from caseflow.limits import Supplement, working_days, working_hours
from caseflow.reports import Period, Register, count, measures_named
from caseflow.shares import Share
from caseflow.simulation import (
    Course,
    Demand,
    Discipline,
    Distribution,
    Office,
    Scenario,
    StageTime,
    Topic,
    register_rows,
    simulate,
)
from caseflow.simulation._replaying import replay_sample
from caseflow.simulation._replications import digest_of, summed
from caseflow.simulation._tables import NEVER
from caseflow.targets import EarlyReturn, Timeliness
from caseflow.texts import Text
from caseflow.workflow import (
    CHANNEL,
    LEGAL,
    Action,
    AtMost,
    ClockNotOver,
    ClockOp,
    ClockRule,
    FactIs,
    Once,
    OtherPersonThan,
    Paid,
    Refusal,
    Role,
    State,
    Transition,
    Workflow,
    guard,
)
from simulation.scenes import MONDAY, OFFICE, begun, law, procedure, ran, three_stages

WITH_SUPPLEMENTS = Workflow(
    "supplements",
    "1",
    "lodged",
    states=(
        State("lodged"),
        State("at-work"),
        State("waiting", waits_for="applicant"),
        State("decided", is_final=True),
        State("withdrawn", is_final=True),
    ),
    actions=tuple(
        Action(name, type(None))
        for name in ("accept", "ask", "answer", "withdraw", "note", "decide")
    ),
    transitions=(
        Transition("accept", "lodged", "at-work", "clerk", clocks=(ClockOp.start(LEGAL),)),
        Transition("ask", "at-work", "waiting", "clerk", clocks=(ClockOp.pause(LEGAL),)),
        Transition("answer", "waiting", "at-work", "applicant", clocks=(ClockOp.supply(LEGAL),)),
        Transition("withdraw", "waiting", "withdrawn", "applicant", clocks=(ClockOp.stop(LEGAL),)),
        Transition("note", "at-work", "at-work", "clerk"),
        Transition(
            "decide", "at-work", "decided", "clerk", clocks=(ClockOp.stop(LEGAL),), decides=True
        ),
    ),
    roles=(Role("clerk"), Role("applicant")),
    clocks=(ClockRule(LEGAL),),
)


def supplements(supplement=Supplement.PAUSE, workflow=WITH_SUPPLEMENTS, days=40, clerks=9):
    """Return a scenario in which a fifth of the visits ends in a request to the applicant."""
    jurisdiction = law(
        workflow,
        procedure("A", workflow, working_days(5), supplement=supplement, early=EarlyReturn("1/5")),
        procedure("B", workflow, working_hours(20), supplement=supplement),
        procedure("C", workflow, working_days(3), supplement=supplement, early=EarlyReturn("1/5")),
    )
    parse = Distribution.parse
    demand = Demand(
        60,
        (Topic("A"), Topic("B"), Topic("C")),
        times=(
            StageTime("lodged", parse("uniform 2 min to 8 min")),
            StageTime("at-work", parse("lognormal 50 min cv 1")),
            StageTime("waiting", parse("exponential 3 d")),
        ),
        courses=(
            Course("at-work", "ask", "1/5"),
            Course("at-work", ("note", "decide"), "4/5"),
            Course("waiting", "answer", "9/10"),
            Course("waiting", "withdraw", "1/10"),
        ),
        online="2/3",
    )
    office = Office.of({"clerk": clerks}, OFFICE, discipline=Discipline.CLOCK)
    last_on = MONDAY + timedelta(days=days - 1)
    return Scenario("supplements", jurisdiction, office, demand, MONDAY, last_on)


@pytest.mark.parametrize("supplement", [Supplement.PAUSE, Supplement.RESTART])
@pytest.mark.parametrize("clerks", [3, 12])
def test_every_filing_comes_out_as_the_real_engine_works_it(supplement, clerks):
    """No act is refused; states, dates, promises, verdicts and exact shares are the same.

    Days and hours, pauses and restarts, promises in hours, idle and overloaded.
    """
    scenario = supplements(supplement, clerks=clerks, days=12)
    run = ran(evolve(scenario, office=scenario.office.vary(discipline=Discipline.ARRIVAL)))
    cases = replay_sample(run, len(run.arrivals))

    assert len(cases) == len(run.arrivals)
    assert {case.state for case in cases} == {"decided", "withdrawn"}
    verdicts = {each.legal.verdict for each in run.decisions.values()}
    assert verdicts >= ({Timeliness.EARLY, Timeliness.LATE} if clerks == 3 else {Timeliness.EARLY})


def guarded(action, *guards):
    """Return the workflow with guards before an action."""
    ways = tuple(
        evolve(each, guards=guards) if each.action == action else each
        for each in WITH_SUPPLEMENTS.transitions
    )
    return evolve(WITH_SUPPLEMENTS, transitions=ways)


@guard("never")
def never(_):
    """Refuse whatever is asked."""
    return Refusal("not-today", Text(en="not today"))


def test_a_run_that_the_engine_would_not_have_let_through_fails_by_name():
    """The guard that refuses is named, with how many filings it refused; so is another date."""
    run = ran(supplements(days=5))
    strict = supplements(workflow=guarded("ask", never), days=5)
    run.model = evolve(run.model, scenario=strict)
    with pytest.raises(SimulationMismatchError, match=r"ask is refused \(not-today\).* more"):
        replay_sample(run, 1_000)

    other = ran(supplements(days=5))
    for case, decision in other.decisions.items():
        other.decisions[case] = decision._replace(
            legal=decision.legal._replace(used=decision.legal.used + 1)
        )
    with pytest.raises(SimulationMismatchError, match="another early share"):
        replay_sample(other, 1_000)


@pytest.mark.parametrize(
    "guards",
    [
        (Once("ask"),),
        (AtMost("ask", 2), Once("withdraw")),
        (FactIs(CHANNEL, "online"),),
        (OtherPersonThan("accept"),),
        (ClockNotOver(LEGAL),),
        (Paid("note"),),
        (never,),
    ],
    ids=lambda guards: guards[0].name,
)
def test_guards_are_respected_whether_values_or_functions(guards):
    """No act is refused by the engine; what a guard refuses, another course takes the place of."""
    scenario = supplements(days=10, clerks=5)
    office = scenario.office.vary(discipline=Discipline.ARRIVAL)
    free = ran(evolve(scenario, office=office))
    scenario = supplements(workflow=guarded("ask", *guards), days=10)
    run = ran(evolve(scenario, office=office))
    replay_sample(run, len(run.arrivals))

    asked = [sum(each.state == 2 for each in one.visits) for one in (run, free)]
    assert asked[0] < asked[1]


@pytest.mark.parametrize("load", ["7/10", "99/100", "11/10"])
def test_what_may_be_asked_within_three_days_depends_on_the_load(load):
    """A request for papers that comes too late is not made, as the engine would refuse it."""
    clock = ClockRule("asking", limit=working_days(3))
    workflow = guarded("ask", ClockNotOver("asking"))
    begins, ends = ClockOp.start("asking"), ClockOp.stop("asking")
    more = {"accept": (begins,), "decide": (ends,), "withdraw": (ends,)}
    ways = tuple(
        evolve(each, clocks=(*each.clocks, *more.get(each.action, ())))
        for each in workflow.transitions
    )
    workflow = evolve(workflow, transitions=ways, clocks=(*workflow.clocks, clock))
    scenario = supplements(workflow=workflow, days=25, clerks=9)
    per_day = scenario.demand.per_working_day * Fraction(load)
    scenario = evolve(
        scenario,
        demand=scenario.demand.vary(per_working_day=per_day),
        office=scenario.office.vary(discipline=Discipline.ARRIVAL),
    )
    run = ran(scenario)
    cases = replay_sample(run, 200)

    assert len(cases) == 200
    asked = sum(each.state == 2 for each in run.visits) / len(run.visits)
    assert 0.05 < asked < 0.15


def test_a_state_that_no_course_leaves_any_more_is_named():
    """With its guards."""
    workflow = guarded("decide", Paid("withdraw"))
    scenario = supplements(workflow=workflow, days=3)
    courses = (Course("at-work", "decide"), *scenario.demand.courses[2:])
    scenario = evolve(scenario, demand=evolve(scenario.demand, courses=courses))

    with pytest.raises(SimulationMismatchError, match="at-work: no course is open"):
        ran(scenario)


def test_a_run_that_is_stopped_and_resumed_is_one_run():
    """Wherever it is stopped, also between two events of the night."""
    whole = ran(supplements(days=10))
    parts = begun(supplements(days=10))
    first, last = whole.arrivals[0].at, max(whole.ended_at)
    for part in range(1, 40):
        parts.run(first + (last - first) * part // 40)
    assert parts.run(NEVER)

    assert digest_of(parts) == digest_of(whole)


def test_the_number_of_processes_changes_nothing():
    """One process after another or two side by side: every event is the same."""
    scenario = three_stages(days=4)
    alone = simulate(scenario, reps=3, seed=5)
    with ProcessPoolExecutor(2) as pool:
        together = simulate(scenario, reps=3, seed=5, mapper=pool.map)

    assert together.replications == alone.replications
    assert len({each.digest for each in alone.replications}) == 3


def test_other_seeds_give_other_runs_and_the_same_seed_the_same():
    """What is drawn hangs on the seed and the number of the replication alone."""
    digests = [
        [each.digest for each in simulate(three_stages(days=1), reps=2, seed=seed).replications]
        for seed in (1, 1, 2)
    ]

    assert digests[0] == digests[1] != digests[2]


def test_a_run_is_summed_up_exactly():
    """Shares are of whole filings; the warm-up is left out; all filings of the days count."""
    run = ran(evolve(three_stages(days=14), warm_up=7))
    found = summed(run, 0, 0)
    begins = run.model.tables.days.starts[7]
    counted = [case for case, each in enumerate(run.arrivals) if each.at >= begins]
    judged = [run.decisions[case].legal for case in counted]
    early = sum(each.early_share >= Fraction(1, 5) for each in judged)

    assert found.filed == len(counted) < len(run.arrivals)
    assert found.timeliness.early_enough[1] == Share(early, len(counted))
    assert found.on_time == Share(
        sum(each.verdict is not Timeliness.LATE for each in judged), len(counted)
    )
    assert found.backlog[-1] == sum(end >= run.model.tables.days.starts[14] for end in run.ended_at)


def test_pools_are_as_busy_as_their_load_says():
    """Over a quarter, within the noise of the draws."""
    result = simulate(three_stages(days=91), reps=2)

    for load in result.loads:
        assert result.utilisation(load.pool).mean == pytest.approx(load.ratio, rel=0.1)


def test_each_order_shows_its_twin_in_order_of_arrival():
    """And a run in order of arrival has none."""
    result = simulate(supplements(days=4), reps=2)

    assert result.twin is not None
    assert {pool.discipline for pool in result.twin.scenario.office.pools} == {Discipline.ARRIVAL}
    assert result.twin.twin is None
    assert [each.filed for each in result.twin.replications] == [
        each.filed for each in result.replications
    ]


def test_a_sample_of_each_run_is_worked_again():
    """A thousand filings of all replications together, or all of them."""
    few = simulate(three_stages(days=5), reps=2)
    many = simulate(
        three_stages(per_day=400, days=7, clerks={"intake": 6, "officer": 60, "returner": 6}),
        reps=1,
    )

    assert [each.replayed for each in few.replications] == [each.filed for each in few.replications]
    assert many.replications[0].replayed == 1_000 < many.replications[0].filed


def test_the_register_of_a_run_is_counted_to_the_same_figures():
    """What reports count of the rows is what the run was summed up to, to the last filing."""
    scenario = supplements(days=8, clerks=6)
    scenario = evolve(scenario, office=evolve(scenario.office, unit="desk"))
    (found,) = simulate(scenario, reps=1, seed=4, with_twin=False).replications
    register = Register.of_rows(register_rows(scenario, seed=4))
    names = ("decided", "early", "on_time", "late", "early_10", "early_20")
    frame = count(register, by=("unit",), period=Period.YEAR, measures=measures_named(*names)).frame
    summed_up = {name: frame[name].sum() for name in names}

    timeliness = found.timeliness
    assert summed_up == {
        "decided": timeliness.judged,
        "early": timeliness.early,
        "on_time": timeliness.on_time,
        "late": timeliness.late,
        "early_10": timeliness.early_by[0][1],
        "early_20": timeliness.early_by[1][1],
    }
