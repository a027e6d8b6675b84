"""When clerks work: rosters, leave, closing time, and what waits overnight."""

from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from attrs import evolve

from caseflow.simulation import (
    AtClosing,
    Clerk,
    Discipline,
    Distribution,
    Leave,
    Office,
    Pool,
    Roster,
)
from caseflow.simulation._arrivals import Arrival
from caseflow.simulation._compiling import compiled
from caseflow.simulation._plain import PlainEngine
from caseflow.simulation._tables import instant, micros
from simulation.scenes import MONDAY, OFFICE, three_stages

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CLERKS = {"intake": 1, "officer": 1, "returner": 1}


def at(day, hour, minute=0):
    """Return an instant of the week that begins on Monday."""
    return micros(datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), ZONE))


def accepted(arrivals, minutes, intake=None, discipline=Discipline.ARRIVAL):
    """Return the visits to the first stage, as (case, started, ended, clerk) in local time."""
    times = {
        "lodged": Distribution.constant(timedelta(minutes=minutes)),
        "processing": Distribution.constant(timedelta(minutes=1)),
        "ready": Distribution.constant(timedelta(minutes=1)),
    }
    scenario = three_stages(clerks=CLERKS, times=times, days=10)
    office = scenario.office
    pools = office.pools
    if intake is not None:
        pools = (evolve(pools[0], clerks=intake), *pools[1:])
    pools = tuple(evolve(pool, discipline=discipline) for pool in pools)
    scenario = evolve(scenario, office=Office(OFFICE, pools))
    given = [Arrival(each, n, topic, False, False) for n, (each, topic) in enumerate(arrivals)]
    run = PlainEngine(compiled(scenario), given, 1, 0)
    run.run()
    return [
        (each.case, local(each.started_at), local(each.ended_at), run.clerks.actors[each.clerk].id)
        for each in sorted(run.visits)
        if each.state == 0
    ]


def local(micro):
    """Return an instant as its weekday, from Monday as 0, and its time of day."""
    found = instant(micro, OFFICE)
    return (found.date() - MONDAY).days, found.strftime("%H:%M")


def test_work_pauses_over_lunch_and_overnight():
    """A clerk leaves work at the end of a session and goes on with it in the next one."""
    assert accepted([(at(0, 11), 0)], 60) == [(0, (0, "11:00"), (0, "14:00"), "intake-1")]
    assert accepted([(at(0, 17), 0)], 60) == [(0, (0, "17:00"), (1, "08:00"), "intake-1")]


def test_work_in_hand_is_finished_where_the_roster_says_so():
    """The clerk stays until it is done, and takes nothing else."""
    intake = (Clerk("stays", Roster(OFFICE, at_closing=AtClosing.FINISH)),)
    visits = accepted([(at(0, 17), 0), (at(0, 17, 10), 0)], 60, intake)

    assert visits == [
        (0, (0, "17:00"), (0, "18:00"), "stays"),
        (1, (1, "07:30"), (1, "08:30"), "stays"),
    ]


def test_work_that_ends_at_closing_time_ends_then():
    """And the clerk takes nothing at that instant."""
    visits = accepted([(at(0, 17), 0), (at(0, 17, 1), 0)], 30)

    assert visits == [
        (0, (0, "17:00"), (0, "17:30"), "intake-1"),
        (1, (1, "07:30"), (1, "08:00"), "intake-1"),
    ]


def test_what_came_overnight_is_compared_at_opening():
    """The filing with the earlier date goes first, whoever came first; equals go as they came."""
    arrivals = [(at(0, 19), 1), (at(0, 20), 0), (at(0, 21), 0)]
    visits = accepted(arrivals, 10, discipline=Discipline.CLOCK)

    assert [(case, started) for case, started, _, _ in visits] == [
        (0, (1, "07:50")),
        (1, (1, "07:30")),
        (2, (1, "07:40")),
    ]


def test_a_clerk_on_leave_takes_nothing_and_leaves_work_until_the_return():
    """Others of the pool take what comes meanwhile."""
    away = Leave(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    intake = (Clerk("one", Roster(OFFICE, leave=(away,))), Clerk("two"))
    visits = accepted([(at(0, 17), 0), (at(1, 9), 0), (at(1, 9, 30), 0)], 60, intake)

    assert visits == [
        (0, (0, "17:00"), (3, "08:00"), "one"),
        (1, (1, "09:00"), (1, "10:00"), "two"),
        (2, (1, "10:00"), (1, "11:00"), "two"),
    ]


def test_half_days_are_days_with_sessions_of_their_own():
    """A clerk who works in the morning only goes on the next morning."""
    half = ((MONDAY, ((450, 690),)),)
    intake = (Clerk("half", Roster(OFFICE, sessions_on=half)),)

    assert accepted([(at(0, 11), 0)], 60, intake) == [(0, (0, "11:00"), (1, "08:00"), "half")]


def test_one_pool_may_serve_several_states():
    """Its clerks take from one queue, in its order."""
    scenario = three_stages(days=5)
    pool = Pool(
        "desk",
        (Clerk("a"), Clerk("b")),
        roles=("intake", "officer", "returner"),
        states=("lodged", "processing", "ready"),
    )
    run = PlainEngine(
        compiled(evolve(scenario, office=Office(OFFICE, (pool,)))),
        [Arrival(at(0, 8), n, 0, False, False) for n in range(3)],
        1,
        0,
    )
    run.run()

    assert {each.state for each in run.visits} == {0, 1, 2}
    assert {run.clerks.actors[each.clerk].id for each in run.visits} == {"a", "b"}
    for clerk in (0, 1):
        mine = sorted(
            (each.started_at, each.ended_at) for each in run.visits if each.clerk == clerk
        )
        assert all(end <= start for (_, end), (start, _) in pairwise(mine))
