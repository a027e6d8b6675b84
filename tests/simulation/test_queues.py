"""Simulated queues against closed forms, an independent simulator, and rules of any queue."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from math import factorial, sqrt

import numpy as np
import pytest
import simpy
from attrs import evolve

from caseflow.simulation import Discipline, Distribution, Topic
from caseflow.simulation._compiling import compiled
from caseflow.simulation._distributions import drawer, sampler_of
from caseflow.simulation._draws import TIME, key_of, uniform
from caseflow.simulation._plain import PlainEngine
from caseflow.simulation._results import Interval
from caseflow.simulation._vectors import times_at, uniforms
from simulation.scenes import ALWAYS, MINUTE, one_queue, ran, three_stages

EXPONENTIAL = Distribution.exponential(MINUTE)


def waits(run):
    """Return the minutes that each filing waited, without the first tenth."""
    visits = sorted(run.visits)
    return [(each.started_at - each.joined_at) / 6e7 for each in visits[len(visits) // 10 :]]


def mean_wait(scenario, reps=4):
    """Return the mean wait in minutes over replications, with its interval."""
    return Interval.of(
        sum(found) / len(found) for found in (waits(ran(scenario, 7, rep)) for rep in range(reps))
    )


def within(interval, value):
    """Return whether *value* lies within twice the half-width: odds of about a thousand to one."""
    return abs(interval.mean - value) <= 2 * interval.half


def erlang_c(clerks, load):
    """Return the share that waits in M/M/c, by Erlang's formula."""
    last = load**clerks / factorial(clerks) * clerks / (clerks - load)
    return last / (sum(load**k / factorial(k) for k in range(clerks)) + last)


def queue(per_minute, clerks, service=EXPONENTIAL, days=8):
    """Return one queue with so many filings a minute, written as a ratio."""
    return one_queue(Fraction(per_minute), service, clerks, days)


def test_one_clerk_waits_as_the_formula_says():
    """M/M/1 at a load of 3/5: the mean wait is load / (1 - load) services."""
    interval = mean_wait(queue("3/5", 1), reps=8)

    assert within(interval, 1.5)
    assert interval.half < 0.2


def test_many_clerks_wait_as_erlang_says():
    """M/M/8 at a load of 4/5: both the share that waits and the mean wait."""
    runs = [ran(queue("32/5", 8, days=2), 3, rep) for rep in range(4)]
    found = [waits(run) for run in runs]
    share = Interval.of(sum(each > 0 for each in one) / len(one) for one in found)
    mean = Interval.of(sum(one) / len(one) for one in found)

    assert within(share, erlang_c(8, 6.4))
    assert within(mean, erlang_c(8, 6.4) / (8 - 6.4))


@pytest.mark.parametrize(
    ("service", "cv"),
    [(Distribution.constant(MINUTE), 0), (Distribution.lognormal(MINUTE, "1/2"), 0.5)],
)
def test_one_clerk_waits_as_pollaczek_and_khinchine_say(service, cv):
    """M/D/1 and M/G/1 at a load of 3/5: the wait grows with the square of the variation."""
    interval = mean_wait(queue("3/5", 1, service, days=6), reps=6)

    assert within(interval, 0.6 * (1 + cv * cv) / 2 / 0.4)


def test_a_low_class_waits_as_the_two_class_formula_says():
    """At a load of 1/5 filings of low priority hardly wait: nobody waits for what is to come."""
    topics = (Topic("A"), Topic("B"))
    scenario = one_queue(
        Fraction(1, 5),
        EXPONENTIAL,
        days=20,
        topics=topics,
        key=lambda waiting: (waiting.procedure == "B", waiting.joined_at),
    )
    means = []
    for rep in range(4):
        run = ran(scenario, 5, rep)
        low = [
            (each.started_at - each.joined_at) / 6e7
            for each in run.visits
            if run.arrivals[each.case].topic == 1
        ]
        means.append(sum(low) / len(low))
    load, first = 0.2, 0.1

    assert within(Interval.of(means), load / (1 - first) / (1 - load))


def test_little_holds_along_the_path():
    """The area under the number present is the sum of the stays, to the microsecond."""
    run = ran(three_stages(days=20))
    changes = sorted([(each.at, 1) for each in run.arrivals] + [(at, -1) for at in run.ended_at])
    area = present = 0
    before = changes[0][0]
    for at, change in changes:
        area += present * (at - before)
        present, before = present + change, at

    assert area == sum(end - each.at for end, each in zip(run.ended_at, run.arrivals, strict=True))


def test_every_order_does_the_same_work():
    """When all filings take as long, the instants at which work ends do not depend on the order."""
    service = Distribution.constant(MINUTE)
    ends = []
    for discipline in (Discipline.ARRIVAL, Discipline.CLOCK):
        run = ran(one_queue(Fraction(29, 10), service, 3, 2, discipline=discipline))
        ends.append(sorted(each.ended_at for each in run.visits))
    last_first = one_queue(
        Fraction(29, 10),
        service,
        3,
        2,
        key=lambda waiting: (-waiting.joined_at,),
    )
    run = ran(last_first)

    assert ends[0] == ends[1] == sorted(each.ended_at for each in run.visits)
    assert [each.case for each in run.visits] != sorted(each.case for each in run.visits)


def test_one_more_clerk_never_starts_a_filing_later():
    """In one queue in order of arrival, where each filing takes as long as before."""
    starts = []
    for clerks in (3, 4, 5):
        run = ran(queue("29/10", clerks, days=2))
        starts.append([each.started_at for each in sorted(run.visits)])

    for fewer, more in pairwise(starts):
        assert all(after <= before for before, after in zip(fewer, more, strict=True))
        assert fewer != more


def test_the_same_clerks_wait_in_wall_time_as_in_working_time():
    """When everybody works by one calendar, it only stretches time."""
    scenario = three_stages(days=40)
    scenario = evolve(scenario, demand=evolve(scenario.demand, online=0))
    run = ran(scenario)
    table = run.clerks.rosters[0]
    joined = {case: table.worked(each.at) for case, each in enumerate(run.arrivals)}
    for state, clerks in enumerate((1, 8, 1)):
        free, ended = [0] * clerks, {}
        for at, case in sorted((at, case) for case, at in joined.items()):
            clerk = min(range(clerks), key=free.__getitem__)
            ended[case] = free[clerk] = max(at, free[clerk]) + work_of(run, case, state)
        joined = ended
        assert ended == {
            each.case: table.worked(each.ended_at) for each in run.visits if each.state == state
        }


def work_of(run, case, state):
    """Return how long a filing takes in a state, from its draw."""
    draw = drawer(run.model.terms[run.terms_of[case]].stages[state].sampler)
    return draw(uniform(key_of(1, 0, TIME, state), run.arrivals[case].number, 0))


def test_all_times_twice_as_long_give_all_instants_twice_as_late():
    """Of one queue around the clock, with constant work and the same draws."""
    once = ran(queue("9/10", 1, Distribution.constant(MINUTE), days=2))
    arrivals = [
        each._replace(at=origin(once) + 2 * (each.at - origin(once))) for each in once.arrivals
    ]
    twice = ran_with(queue("9/10", 1, Distribution.constant(2 * MINUTE), days=4), arrivals)

    assert [each.ended_at - origin(once) for each in twice.visits] == [
        2 * (each.ended_at - origin(once)) for each in once.visits
    ]


def origin(run):
    """Return the first instant of the scenario."""
    return run.model.tables.days.starts[0]


def ran_with(scenario, arrivals):
    """Return the engine after one replication with these arrivals."""
    run = PlainEngine(compiled(scenario), arrivals, 1, 0)
    run.run()
    return run


def test_simpy_sees_the_same_events():
    """An independent simulator, fed the same whole numbers, starts and ends every visit as we do.

    Three stages around the clock, each in the order in which filings came to the office.
    """
    scenario = three_stages(
        per_day=1_000,
        clerks={"intake": 5, "officer": 43, "returner": 4},
        days=3,
        calendar=ALWAYS,
    )
    scenario = evolve(scenario, office=scenario.office.vary(discipline=Discipline.FILED))
    run = ran(scenario)
    seen = {}
    environment = simpy.Environment()
    pools = [
        simpy.PriorityResource(environment, len(pool.clerks)) for pool in scenario.office.pools
    ]

    def filing(case, arrival):
        yield environment.timeout(arrival.at)
        for state in range(3):
            with pools[state].request(priority=(arrival.at, case)) as turn:
                joined = environment.now
                yield turn
                started = environment.now
                yield environment.timeout(work_of(run, case, state))
            seen[case, state] = (joined, started, environment.now)

    for case, arrival in enumerate(run.arrivals):
        environment.process(filing(case, arrival))
    environment.run()

    assert seen == {
        (each.case, each.state): (each.joined_at, each.started_at, each.ended_at)
        for each in run.visits
    }


def test_the_mean_of_a_lognormal_time_is_the_one_asked_for():
    """Whatever its variation, to the accuracy of the draws."""
    sampler = sampler_of(Distribution.lognormal(MINUTE, 2))
    number = 100_000
    total = sum(sampler.at((place + 0.5) / number) for place in range(number))

    assert total / number / 6e7 == pytest.approx(1, rel=0.01)
    assert MINUTE / timedelta(microseconds=sampler.at(0.5)) == pytest.approx(sqrt(5), rel=1e-6)


@pytest.mark.parametrize(
    "distribution",
    [
        Distribution.constant(MINUTE),
        Distribution.exponential(MINUTE),
        Distribution.lognormal(MINUTE, "1/2"),
        Distribution.uniform(MINUTE, 3 * MINUTE),
        Distribution.empirical([MINUTE, 5 * MINUTE, 2 * MINUTE]),
    ],
    ids=lambda each: each.shape.value,
)
def test_draws_of_many_filings_at_once_are_those_one_by_one(distribution):
    """To the last bit of every share, and to the microsecond of every time."""
    key, sampler = key_of(7, 3, TIME, 2), sampler_of(distribution)
    numbers = [*range(20_000), 2**63 - 1]
    shares = uniforms(key, np.array(numbers, dtype=np.uint64))
    one_by_one = [uniform(key, number) for number in numbers]

    assert shares.tolist() == one_by_one
    assert times_at(sampler, shares) == [sampler.at(share) for share in one_by_one]
    assert times_at(sampler, shares) == [drawer(sampler)(share) for share in one_by_one]
