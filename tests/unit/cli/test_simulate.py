"""`caseflow simulate`: a scenario run from the shell, its files, its answer and its refusals."""

import csv
import json
from pathlib import Path

import pytest

from caseflow.reports import Register

EXAMPLE = Path(__file__).parents[3] / "examples" / "simulation" / "da-nang.toml"


@pytest.fixture
def scenario(tmp_path):
    """Write a short scenario: three days of the example."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace("2026-03-27", "2026-03-04").replace("warm_up = 7", "warm_up = 0")
    path = tmp_path / "scenario.toml"
    path.write_text(text.replace("per_working_day = 40", "per_working_day = 12"), encoding="utf-8")
    return path


def test_a_study_writes_its_results_its_events_and_a_page(scenario, caseflow, tmp_path):
    """The same numbers in the page, in the file and on the screen; every filing is in the log."""
    out = tmp_path / "out"
    ran = caseflow("simulate", scenario, "--reps", 2, "--seed", 4, "--out", out, "--lang", "vi")

    assert (ran.code, ran.err) == (0, "")
    assert "Mô phỏng: Da Nang" in ran.out
    data = json.loads((out / "results.json").read_text(encoding="utf-8"))
    page = (out / "simulation.html").read_text(encoding="utf-8")
    assert data["checksum"] in page
    assert data["checksum"] in ran.out
    assert '<html lang="vi">' in page
    with (out / "events.csv").open(encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    assert len({row["case:concept:name"] for row in rows}) == data["replications"][0]["filed"]
    assert {row["concept:name"] for row in rows} >= {"receive", "assign", "decide"}
    assert Register.open(out / "filings.parquet").size() == data["replications"][0]["filed"]
    again = caseflow("simulate", scenario, "--reps", 2, "--seed", 4, "--json").data
    assert again == data


def test_the_clerks_that_a_goal_takes_are_found(scenario, caseflow):
    """As a number with all that was tried; of a goal above the ceiling, what stands in the way."""
    words = ("--reps", 2, "--pool", "approver", "--json")
    found = caseflow("simulate", scenario, *words, "--goal", "on-time >= 0.5").data["answer"]
    tried = {each["clerks"]: each["share"] for each in found["tried"]}

    assert found["clerks"] in tried
    assert found["share"] == tried[found["clerks"]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--goal", "on-time >= 0.5"), "--pool"),
        (("--goal", "early-30 >= 0.5", "--pool", "approver"), "early-20"),
        (("--goal", "on-time >= 0.5", "--pool", "aprover"), "approver"),
        (("--reps", "0"), "--reps"),
        (("--seed", "-1"), "--seed"),
        (("--processes", "0"), "processes"),
    ],
)
def test_what_cannot_be_asked_is_refused(scenario, caseflow, words, said):
    """In one line that says what is allowed."""
    ran = caseflow("simulate", scenario, *words)

    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_fault_of_the_file_is_named_by_its_place(scenario, caseflow):
    """No clerks, and a state that is not there."""
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace("clerks = 6", "clerks = 0"), encoding="utf-8")
    assert "office.pools[2].clerks" in caseflow("simulate", scenario).err
    scenario.write_text(
        text.replace('state = "received", time', 'state = "recieved", time'), "utf-8"
    )
    assert "did you mean 'received'" in caseflow("simulate", scenario).err
