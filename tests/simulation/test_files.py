"""Scenarios from TOML: the same values as in Python, and every fault by its place."""

from datetime import date
from fractions import Fraction

import pytest

from caseflow import vietnam as vn
from caseflow.errors import FormatError
from caseflow.simulation import (
    AtClosing,
    Discipline,
    Distribution,
    Leave,
    read_scenario,
    simulate,
)
from caseflow.vietnam.stored import payload_types
from simulation.scenes import THREE_STAGES, law, procedure

TEXT = """
format = "caseflow-scenario/1"
name = "three stages"
first_on = 2026-03-02
last_on = 2026-03-06
warm_up = 1

[office]
unit = "desk"
discipline = "filed"

[[office.pools]]
name = "intake"
clerks = 1

[[office.pools]]
name = "officer"
clerks = 2
discipline = "clock"
[[office.pools.clerk]]
name = "half"
hours = ["07:30-11:30"]
leave = [[2026-03-04, 2026-03-05]]
at_closing = "finish"

[[office.pools]]
name = "returner"
clerks = 1

[demand]
per_working_day = 20
online = "2/3"

[[demand.topics]]
procedure = "A"
[[demand.topics]]
procedure = "B"
weight = 2

[[demand.times]]
state = "lodged"
time = "constant 5 min"
[[demand.times]]
state = "processing"
time = "lognormal 60 min cv 1/2"
[[demand.times]]
state = "ready"
time = "uniform 2 min to 6 min"

[[demand.courses]]
state = "lodged"
actions = ["accept"]

[[demand.seasons]]
first_on = 2026-03-05
last_on = 2026-03-05
factor = 2
"""

LAW = law(THREE_STAGES, procedure("A", THREE_STAGES), procedure("B", THREE_STAGES))


def read(text=TEXT):
    """Return the scenario of a text."""
    return read_scenario(text, "scenario.toml", LAW)


def test_a_file_says_what_python_says():
    """Pools, rosters, demand and days."""
    scenario = read()
    intake, officer, _ = scenario.office.pools
    half = officer.clerks[2].roster

    assert (scenario.name, scenario.warm_up, scenario.office.unit) == ("three stages", 1, "desk")
    assert (intake.discipline, officer.discipline) == (Discipline.FILED, Discipline.CLOCK)
    assert [clerk.name for clerk in officer.clerks] == ["officer-1", "officer-2", "half"]
    assert half.leave == (Leave(date(2026, 3, 4), date(2026, 3, 5)),)
    assert half.at_closing is AtClosing.FINISH
    assert half.duty.sessions_on(date(2026, 3, 3)) == ((450, 690),)
    assert half.duty.sessions_on(date(2026, 3, 8)) == half.duty.sessions_on(date(2026, 3, 4)) == ()
    assert scenario.demand.online == Fraction(2, 3)
    assert scenario.demand.time_in("ready", "A") == Distribution.parse("uniform 2 min to 6 min")
    assert simulate(scenario, reps=1).replications[0].filed > 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("clerks = 1\n", "clerks = 0\n", "office.pools[1].clerks: "),
        ("lognormal 60 min cv 1/2", "lognormal", "demand.times[2].time: "),
        ('discipline = "clock"', 'discipline = "best"', "office.pools[2].discipline: "),
        ("2026-03-06", "2026-03-01", "last_on: "),
        ('online = "2/3"', 'online = "5/3"', "demand.per_working_day: "),
        ("weight = 2", "weight = 0", "demand.topics[2].weight: "),
        ("per_working_day = 20", "per_working_day = 2.5", "demand.per_working_day: "),
        ("factor = 2", "factor = 2\nfactors = 3", "demand.seasons[1].factors: "),
        ("[[2026-03-04, 2026-03-05]]", "[2026-03-04]", "office.pools[2].clerk[1].leave: "),
        ("[[2026-03-04, 2026-03-05]]", "[[2026-03-05, 2026-03-04]]", "clerk[1].leave: "),
        ("caseflow-scenario/1", "caseflow-scenario/9", "format: "),
        ("[office]", "[offices]", "offices: "),
    ],
)
def test_each_fault_is_named_by_its_place(old, new, said):
    """Wrong numbers, words, days, keys and formats."""
    assert old in TEXT
    with pytest.raises(FormatError) as refused:
        read(TEXT.replace(old, new, 1))
    assert said in str(refused.value)


def test_all_faults_are_told_at_once():
    """Not only the first one."""
    text = TEXT.replace("clerks = 1\n", "clerks = 0\n").replace("weight = 2", "weight = -1")
    with pytest.raises(FormatError) as refused:
        read(text)

    assert "office.pools[1]" in str(refused.value)
    assert "office.pools[3]" in str(refused.value)
    assert "demand.topics[2]" in str(refused.value)


def test_the_workflow_of_a_pack_is_simulated_with_its_guards_and_samples():
    """Da Nang: requests for papers, early notices and results; the engine refuses nothing."""
    text = """
format = "caseflow-scenario/1"
name = "Da Nang"
first_on = 2026-03-02
last_on = 2026-03-06

[office]
[[office.pools]]
name = "intake"
clerks = 2
[[office.pools]]
name = "approver"
clerks = 6
roles = ["approver", "officer"]

[demand]
per_working_day = 30
online = "2/3"
topics = [{ procedure = "1.014390" }]
times = [
  { state = "registered", time = "lognormal 5 min" },
  { state = "received", time = "constant 2 min" },
  { state = "processing", time = "lognormal 60 min" },
  { state = "awaiting-supplement", time = "exponential 1 d" },
  { state = "decided", time = "constant 4 min" },
]
courses = [
  { state = "registered", actions = ["receive"] },
  { state = "received", actions = ["assign"] },
  { state = "processing", actions = ["decide"], share = "4/5" },
  { state = "processing", actions = ["request-supplement"], share = "1/5" },
  { state = "awaiting-supplement", actions = ["supplement"] },
  { state = "decided", actions = ["return-online"] },
  { state = "decided", actions = ["notify-early", "return-online"], share = 0 },
  { state = "decided", actions = ["return-at-counter"], share = 0 },
  { state = "decided", actions = ["notify-early", "return-at-counter"], share = 0 },
]
"""
    scenario = read_scenario(text, "danang.toml", vn.danang(), payload_types())
    result = simulate(scenario, reps=1)

    assert result.replications[0].replayed == result.replications[0].filed > 100
    assert result.promises_kept is not None
    assert any(wait.state == "awaiting-supplement" for wait in result.replications[0].waits)
