"""Small offices to simulate: one queue or three, around the clock or in office hours."""

from datetime import date, timedelta

from caseflow.calendars import OfficeCalendar
from caseflow.engine import Jurisdiction
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, Procedure
from caseflow.simulation import (
    Demand,
    Distribution,
    Numbers,
    Office,
    Scenario,
    StageTime,
    Topic,
)
from caseflow.simulation._arrivals import arrivals_of
from caseflow.simulation._compiling import compiled
from caseflow.simulation._plain import PlainEngine
from caseflow.targets import EarlyReturn
from caseflow.texts import Text
from caseflow.workflow import simple_workflow

MINUTE = timedelta(minutes=1)
ALWAYS = OfficeCalendar.weekends("UTC", first_year=2025, last_year=2032).override(
    "always", week=(((0, 1440),),) * 7
)
OFFICE = OfficeCalendar.country("VN", zone="Asia/Ho_Chi_Minh", first_year=2025, last_year=2032)
MONDAY = date(2026, 3, 2)

ONE_STAGE = simple_workflow("one", [("lodged", "decide", "decided", "clerk")])
THREE_STAGES = simple_workflow(
    "three",
    [
        ("lodged", "accept", "processing", "intake"),
        ("processing", "process", "ready", "officer"),
        ("ready", "hand-out", "returned", "returner"),
    ],
)


def procedure(code, workflow, limit=None, **more):
    """Return a procedure of three working days, or of another limit."""
    return Procedure(code, "1", Text(en=code), workflow.name, limit or working_days(3), **more)


def law(workflow, *procedures, calendar=OFFICE):
    """Return a jurisdiction of one workflow."""
    return Jurisdiction("test", calendar, Catalogue(procedures), (workflow,))


def one_queue(per_minute, service, clerks=1, days=20, key=None, discipline=None, topics=None):
    """Return a scenario of one queue that works around the clock; *per_minute* is a ratio."""
    codes = [each.procedure for each in topics or ()] or ["A"]
    jurisdiction = law(ONE_STAGE, *(procedure(code, ONE_STAGE) for code in codes), calendar=ALWAYS)
    office = Office.of({"clerk": clerks}, ALWAYS)
    if discipline is not None:
        office = office.vary(discipline=discipline)
    if key is not None:
        pool = office.pools[0]
        office = Office(ALWAYS, (type(pool)("clerk", pool.clerks, key=key),))
    demand = Demand(
        per_minute * 1440, topics or (Topic("A"),), times=(StageTime("lodged", service),)
    )
    last_on = MONDAY + timedelta(days=days - 1)
    return Scenario("one queue", jurisdiction, office, demand, MONDAY, last_on)


def three_stages(
    per_day=60, clerks=None, days=60, times=None, numbers=Numbers.POISSON, calendar=OFFICE, **more
):
    """Return a scenario of three stages in office hours, with two procedures and promises."""
    jurisdiction = law(
        THREE_STAGES,
        procedure("A", THREE_STAGES, working_days(3), early=EarlyReturn("1/5")),
        procedure("B", THREE_STAGES, working_days(10), early=EarlyReturn("1/10")),
        calendar=calendar,
    )
    parse = Distribution.parse
    given = times or {
        "lodged": parse("lognormal 5 min cv 1"),
        "processing": parse("lognormal 60 min cv 1"),
        "ready": parse("constant 4 min"),
    }
    demand = Demand(
        per_day,
        (Topic("A"), Topic("B", 2)),
        times=tuple(StageTime(state, time) for state, time in given.items()),
        online="2/3",
        numbers=numbers,
    )
    office = Office.of(clerks or {"intake": 1, "officer": 8, "returner": 1}, calendar)
    last_on = MONDAY + timedelta(days=days - 1)
    return Scenario("three stages", jurisdiction, office, demand, MONDAY, last_on, **more)


def ran(scenario, seed=1, replication=0):
    """Return the engine after one replication of *scenario*."""
    run = begun(scenario, seed, replication)
    run.run()
    return run


def begun(scenario, seed=1, replication=0):
    """Return the engine before the first event of one replication of *scenario*."""
    span = (scenario.first_on, scenario.last_on)
    calendar = scenario.jurisdiction.calendar
    arrivals = arrivals_of(scenario.demand, calendar, span, seed, replication)
    return PlainEngine(compiled(scenario), arrivals, seed, replication)
