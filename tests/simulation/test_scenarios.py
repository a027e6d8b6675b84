"""What a scenario takes and what it refuses: every fault by name, before anything is run."""

import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction

import pytest
from attrs import evolve

from caseflow.calendars import OfficeCalendar
from caseflow.errors import (
    CalendarHorizonError,
    FloatRefusedError,
    ScenarioError,
    UnknownNameError,
    ValueInvalidError,
)
from caseflow.simulation import (
    Clerk,
    Course,
    Discipline,
    Distribution,
    Leave,
    Office,
    Pool,
    Roster,
    Season,
    StageTime,
    Topic,
    loads,
    simulate,
)
from caseflow.simulation._arrivals import arrivals_of
from simulation.scenes import MINUTE, MONDAY, OFFICE, begun, law, ran, three_stages

SCENARIO = three_stages(days=5)


def faults_of(scenario):
    """Return the faults for which a scenario is refused."""
    with pytest.raises(ScenarioError) as refused:
        simulate(scenario, reps=1)
    return "\n".join(map(str, refused.value.faults))


def with_demand(**changes):
    """Return the scenario with another demand."""
    return evolve(SCENARIO, demand=evolve(SCENARIO.demand, **changes))


def test_what_a_scenario_names_must_be_there():
    """States, actions, procedures and roles; near names are offered."""
    minute = Distribution.constant(MINUTE)
    times = SCENARIO.demand.times
    assert "'lodgd'" in faults_of(with_demand(times=(*times, StageTime("lodgd", minute))))
    assert "did you mean 'accept'" in faults_of(with_demand(courses=(Course("lodged", "acept"),)))
    assert "procedure C" in faults_of(with_demand(topics=(Topic("C"),)))
    office = Office.of({"intake": 1, "oficer": 2, "returner": 1}, OFFICE)
    assert "did you mean 'officer'" in faults_of(evolve(SCENARIO, office=office))


def test_each_state_needs_a_pool_a_time_and_a_way_out():
    """All that is missing is said at once."""
    office = Office.of({"intake": 1, "officer": 2}, OFFICE)
    scenario = evolve(with_demand(times=SCENARIO.demand.times[:1]), office=office)
    said = faults_of(scenario)

    assert "state ready: no pool serves it" in said
    assert "state processing: say how long" in said
    assert "state ready: say how long" in said


def test_a_pool_does_only_what_its_roles_may():
    """A pool that serves a state without the role for it is refused."""
    pools = (
        Pool("a", (Clerk("a"),), roles=("intake",), states=("lodged", "processing")),
        Pool("returner", (Clerk("c"),)),
    )

    assert "process needs the role officer" in faults_of(
        evolve(SCENARIO, office=Office(OFFICE, pools))
    )


def test_two_pools_may_not_serve_one_state():
    """It would not be known which one takes a filing."""
    pools = tuple(
        Pool(name, (Clerk(name),), roles=("intake", "officer", "returner"), states=("lodged",))
        for name in ("a", "b")
    )

    assert "a and b serve it" in faults_of(evolve(SCENARIO, office=Office(OFFICE, pools)))


def test_work_that_can_never_be_done_is_refused():
    """A clerk who is away for good leaves its pool without a clerk."""
    never = Roster(OFFICE, leave=(Leave(OFFICE.first_on, OFFICE.last_on),))
    pools = tuple(
        evolve(pool, clerks=(Clerk("n", never),)) if pool.name == "officer" else pool
        for pool in SCENARIO.office.pools
    )

    assert "pool officer: no clerk is on duty" in faults_of(
        evolve(SCENARIO, office=Office(OFFICE, pools))
    )


def test_a_calendar_that_ends_before_the_work_does_says_so():
    """Instead of waiting for an opening that never comes."""
    short = OfficeCalendar.country("VN", first_year=2026, last_year=2026)
    scenario = evolve(
        three_stages(per_day=60, clerks={"intake": 1, "officer": 1, "returner": 1}, days=60),
        office=Office.of({"intake": 1, "officer": 1, "returner": 1}, short),
    )

    with pytest.raises(CalendarHorizonError):
        ran(scenario)


IMPOSSIBLE = [
    lambda: Office.of({"intake": 0}, OFFICE),
    lambda: Office.of({}, OFFICE),
    lambda: Pool("a", ()),
    lambda: Pool("a", (Clerk("x"), Clerk("x"))),
    lambda: Leave(MONDAY, MONDAY - timedelta(days=1)),
    lambda: Distribution.constant(-MINUTE),
    lambda: Distribution.exponential(timedelta()),
    lambda: Distribution.lognormal(MINUTE, "-1"),
    lambda: Distribution.uniform(2 * MINUTE, MINUTE),
    lambda: Distribution.empirical([]),
    lambda: Distribution.parse("lognormal ten minutes"),
    lambda: Distribution.parse("uniform 5 min"),
    lambda: Topic("A", 0),
    lambda: Season(MONDAY, MONDAY, -1),
    lambda: Course("lodged", ()),
    lambda: Course("lodged", "accept", "3/2"),
    lambda: evolve(SCENARIO.demand, per_working_day=0),
    lambda: evolve(SCENARIO.demand, topics=()),
    lambda: evolve(SCENARIO.demand, hours=(0,) * 24),
    lambda: evolve(SCENARIO.demand, courses=(Course("lodged", "accept", "1/2"),)),
    lambda: evolve(SCENARIO, last_on=MONDAY - timedelta(days=1)),
    lambda: evolve(SCENARIO, warm_up=5),
    lambda: simulate(SCENARIO, reps=0),
    lambda: simulate(SCENARIO, seed=-1),
]


@pytest.mark.parametrize("number", range(len(IMPOSSIBLE)))
def test_impossible_values_are_refused_as_they_are_made(number):
    """No clerk, no time, no share or no day that could not be."""
    with pytest.raises(ValueInvalidError):
        IMPOSSIBLE[number]()


def test_floats_are_refused_where_numbers_are_exact():
    """Shares, weights, numbers of filings and variations."""
    for make in (
        lambda: Topic("A", 0.5),
        lambda: SCENARIO.demand.vary(online=0.67),
        lambda: evolve(SCENARIO.demand, per_working_day=4.4),
        lambda: Distribution.lognormal(MINUTE, 0.5),
    ):
        with pytest.raises(FloatRefusedError):
            make()


def test_varying_the_share_online_changes_nothing_else():
    """The same filings come in, for the same and with the same work; those online stay online."""
    before = with_demand(online="67/100")
    after = evolve(before, demand=before.demand.vary(online="87/100"))
    runs = [begun(each) for each in (before, after)]
    first, second = ({each.number: each for each in run.arrivals} for run in runs)

    assert first.keys() == second.keys()
    assert all(first[n].topic == second[n].topic for n in first)
    assert {n for n in first if first[n].is_online} < {n for n in second if second[n].is_online}
    assert all(first[n] == second[n] for n in first if first[n].is_online == second[n].is_online)
    assert [str(each) for each in loads(before)] == [str(each) for each in loads(after)]


def test_the_counter_takes_filings_only_while_the_office_is_open():
    """Online ones come at any hour of any day."""
    run = begun(three_stages(days=21))
    table = run.clerks.rosters[0]
    is_open = [
        table.place(each.at) >= 0 and each.at < table.ends[table.place(each.at)]
        for each in run.arrivals
    ]

    assert all(is_open[n] for n, each in enumerate(run.arrivals) if not each.is_online)
    assert not all(is_open)


def test_seasons_and_growth_change_how_many_come_in():
    """A burst of three days; twice as many a year later."""
    days = (MONDAY, MONDAY + timedelta(days=27))
    plain = SCENARIO.demand
    burst = evolve(plain, seasons=(Season(MONDAY, MONDAY + timedelta(days=2), 5),))
    fourth = begun(SCENARIO).model.tables.days.starts[3]
    counted = [
        sum(each.at < fourth for each in arrivals_of(demand, OFFICE, days, 1, 0))
        for demand in (plain, burst)
    ]
    assert counted[1] > 4 * counted[0]

    growing = evolve(plain, growth=1)
    year = (date(2026, 1, 1), date(2027, 12, 31))
    arrivals = arrivals_of(growing, OFFICE, year, 1, 0)
    middle = arrivals[0].at + (arrivals[-1].at - arrivals[0].at) // 2
    second = sum(each.at > middle for each in arrivals)
    assert Fraction(18, 10) < Fraction(second, len(arrivals) - second) < Fraction(22, 10)


def test_a_load_above_capacity_says_how_the_queue_grows():
    """And the simulated queue grows so."""
    scenario = three_stages(per_day=60, clerks={"intake": 1, "officer": 5, "returner": 1}, days=84)
    load = next(each for each in loads(scenario) if each.pool == "officer")
    backlog = simulate(scenario, reps=1).replications[0].backlog

    assert load.is_above_capacity
    assert f"grows by {load.grows_by:.0f} filings a week" in str(load)
    assert (backlog[-3] - backlog[11]) / 10 == pytest.approx(load.grows_by, rel=0.2)


def test_an_office_varies_by_clerks_and_by_order():
    """Pools that are not named stay; there is no pool of another name."""
    office = SCENARIO.office.vary(clerks={"officer": 3}, discipline=Discipline.CLOCK)

    assert [len(pool.clerks) for pool in office.pools] == [1, 3, 1]
    assert {pool.discipline for pool in office.pools} == {Discipline.CLOCK}
    with pytest.raises(UnknownNameError):
        SCENARIO.office.vary(clerks={"oficer": 3})


def test_procedures_of_several_workflows_are_refused():
    """One workflow is simulated at a time."""
    other = evolve(SCENARIO.jurisdiction.workflows[0], name="other")
    procedures = SCENARIO.jurisdiction.catalogue.procedures
    strange = evolve(procedures[1], workflow="other")
    jurisdiction = law(SCENARIO.jurisdiction.workflows[0], procedures[0], strange)
    scenario = evolve(
        SCENARIO, jurisdiction=evolve(jurisdiction, workflows=(*jurisdiction.workflows, other))
    )

    assert "procedures of one workflow" in faults_of(scenario)


def test_what_is_not_installed_is_named_with_how_to_install_it():
    """Without the extra `import caseflow` works, and `caseflow.simulation` says what to install."""
    program = """
import importlib.util, sys
whole = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "numpy" else whole(name, *more)
from caseflow.errors import PackageMissingError
try:
    import caseflow.simulation
except PackageMissingError as error:
    print(error, "numpy" in sys.modules)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    said = "numpy is not installed; run pip install 'caseflow-engine[sim]'"
    assert ran.stdout.strip() == f"{said} False"
