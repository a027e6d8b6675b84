"""Open filings: an office resumed from its backlog, and when each filing will be decided."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from attrs import evolve

from caseflow.calendars import OfficeCalendar
from caseflow.engine import Engine
from caseflow.errors import ScenarioError, UnknownNameError, ValueInvalidError
from caseflow.simulation import (
    Backlog,
    Discipline,
    Distribution,
    backlog_of,
    simulated_backlog,
    when_decided,
)
from caseflow.simulation._backlogs import ResumedEngine, stopped
from caseflow.simulation._tables import instant, micros
from caseflow.values import Actor, Channel
from simulation.scenes import THREE_STAGES, begun, ran, three_stages
from simulation.test_runs import supplements

SHORT = OfficeCalendar.country("VN", zone="Asia/Ho_Chi_Minh", first_year=2026, last_year=2026)
AT = datetime(2026, 3, 11, 3, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("make", "at", "discipline"),
    [
        (three_stages, AT, Discipline.PROMISE),
        (three_stages, AT + timedelta(hours=2), Discipline.ARRIVAL),
        (supplements, AT, Discipline.CLOCK),
        (supplements, AT + timedelta(hours=12), Discipline.FILED),
    ],
)
def test_a_run_stopped_and_resumed_from_its_backlog_equals_one_run(make, at, discipline):
    """Every later visit and decision is the same, by day, at lunch and at night."""
    scenario = make(days=14)
    scenario = evolve(scenario, office=scenario.office.vary(discipline=discipline))
    whole, half = ran(scenario, seed=4), begun(scenario, seed=4)
    half.run(micros(at))
    backlog = stopped(half, at)
    assert backlog.filings
    later = [each for each in whole.arrivals if each.at >= micros(at)]
    resumed = ResumedEngine(whole.model, backlog, later, (4, 0))
    resumed.run()
    assert _visits(resumed, at) == _visits(whole, at)
    number = {place: each.number for place, each in enumerate(whole.arrivals)}
    known = {number[case]: found for case, found in whole.decisions.items()}
    for case, found in resumed.decisions.items():
        assert known[resumed.arrivals[case].number] == found


def _visits(run, at):
    return {
        (run.arrivals[visit.case].number, *visit[1:])
        for visit in run.visits
        if visit.ended_at >= micros(at)
    }


def test_intervals_hold_the_truth_as_often_as_they_say():
    """Of 80 % intervals over 60 drawn offices 75 to 85 % hold the decision that came."""
    held, number = 0, 0
    for place in range(60):
        mean = Distribution.parse(f"lognormal {40 + place % 5 * 10} min cv 1")
        scenario = three_stages(
            per_day=14,
            days=12,
            clerks={"intake": 1, "officer": 1 + place % 3, "returner": 1},
            times={
                "lodged": Distribution.parse("lognormal 5 min cv 1"),
                "processing": mean,
                "ready": Distribution.parse("constant 4 min"),
            },
            calendar=SHORT,
        )
        if place % 2:
            office = scenario.office.vary(discipline=Discipline.CLOCK)
            scenario = evolve(scenario, office=office)
        at = datetime(2026, 3, 6, 2, tzinfo=UTC) + timedelta(hours=place * 7 % 60)
        truth = ran(scenario, seed=place)
        half = begun(scenario, seed=place)
        half.run(micros(at))
        known = {each.number: case for case, each in enumerate(truth.arrivals)}
        for found in when_decided(scenario, stopped(half, at), futures=9, seed=1000 + place):
            decided_at = instant(truth.decisions[known[int(found.case)]].at, SHORT)
            held += found.earliest <= decided_at <= found.latest
            number += 1
    assert number >= 300
    assert Fraction(75, 100) <= Fraction(held, number) <= Fraction(85, 100)


def test_open_cases_of_an_engine_are_a_backlog():
    """Cases give the filings with their acts and clocks; work in hand ends before what waits."""
    scenario = three_stages(days=10, calendar=SHORT)
    engine = Engine(scenario.jurisdiction)
    clerk = Actor("someone", roles={"intake"})
    cases = []
    for number in range(3):
        filed_at = AT - timedelta(hours=1, minutes=number)
        case = engine.open(
            "B", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=filed_at, case_id=f"c{number}"
        )
        if number < 2:
            accept = THREE_STAGES.action("accept")
            case = engine.fire(case, accept, by=clerk, at=filed_at + timedelta(minutes=5))
        cases.append(case)
    hands = {"c1": ("officer-1", AT - timedelta(minutes=30))}
    backlog = backlog_of(cases, AT, in_hand=hands)
    assert [(each.case, len(each.acts), each.clerk) for each in backlog.filings] == [
        ("c0", 1, ""),
        ("c1", 1, "officer-1"),
        ("c2", 0, ""),
    ]
    found = {each.case: each for each in when_decided(scenario, backlog, futures=9)}
    assert found.keys() == {"c0", "c1", "c2"}
    for each in found.values():
        assert AT <= each.earliest <= each.median <= each.latest
        assert each.share == Fraction(4, 5)


def test_backlogs_and_shares_that_make_no_sense_are_refused():
    """Acts after the instant, clerks nobody knows, other definitions, and too few futures."""
    scenario = three_stages(days=10, calendar=SHORT)
    backlog = simulated_backlog(scenario, AT)
    filing = next(each for each in backlog.filings if each.clerk)
    with pytest.raises(ValueInvalidError, match="nothing after"):
        Backlog(AT - timedelta(days=9), backlog.filings)
    with pytest.raises(ValueInvalidError, match="9 or more for a share of 4/5"):
        when_decided(scenario, backlog, futures=8)
    with pytest.raises(UnknownNameError, match="nobody"):
        when_decided(scenario, Backlog(AT, (evolve(filing, clerk="nobody"),)), futures=9)
    with pytest.raises(UnknownNameError, match="procedure of the demand"):
        when_decided(scenario, Backlog(AT, (evolve(filing, procedure="Z"),)), futures=9)
    other = simulated_backlog(supplements(days=12), AT)
    acted = next(each for each in other.filings if each.acts)
    with pytest.raises(ScenarioError, match="another definition"):
        when_decided(scenario, Backlog(AT, (acted,)), futures=9)
