"""Fits to logs of work: to one whose truth is known, and to a real one, on a part held out."""

import gzip
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from caseflow.calendars import OfficeCalendar
from caseflow.errors import LogFileError, UnknownNameError, ValueInvalidError
from caseflow.interchange import (
    WRITTEN_COLUMNS,
    WorkColumns,
    WorkItem,
    WorkLog,
    read_work,
    write_work,
)
from caseflow.simulation import (
    fit_demand,
    fit_office,
    service_bounds,
    simulate,
    simulated_work,
)
from simulation.scenes import ALWAYS, OFFICE, ONE_STAGE, THREE_STAGES, three_stages
from simulation.test_runs import WITH_SUPPLEMENTS, supplements

MINUTE = timedelta(minutes=1)
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
REAL = Path(__file__).parents[3] / "shared/logs/BPIC_2012_W.csv.gz"


@pytest.fixture(scope="module")
def source():
    return three_stages(days=60)


@pytest.fixture(scope="module")
def log(source):
    return simulated_work(source, seed=5)


@pytest.fixture(scope="module")
def office(log):
    return fit_office(log, THREE_STAGES, OFFICE)


@pytest.fixture(scope="module")
def demand(log, office):
    return fit_demand(log, THREE_STAGES, office.office)


def test_rosters_and_pools_of_a_simulated_office_are_found(source, office):
    """Pools are those of the source, and rosters too but for 5 % of the half hours, never more."""
    pools = {pool.states: {clerk.name for clerk in pool.clerks} for pool in office.office.pools}
    assert pools == {
        (state,): {clerk.name for clerk in source.office.pool(pool).clerks}
        for state, pool in (("lodged", "intake"), ("processing", "officer"), ("ready", "returner"))
    }
    truth = {(on, slot) for on in _week(source) for slot in _slots(OFFICE, on)}
    clerks = [clerk for pool in office.office.pools for clerk in pool.clerks]
    for clerk in clerks:
        found = {(on, slot) for on in _week(source) for slot in _slots(clerk.roster.duty, on)}
        assert found <= truth, clerk.name
        assert len(found) >= 0.95 * len(truth), clerk.name


def _week(source):
    return [source.first_on + timedelta(days=day) for day in range(7)]


def _slots(calendar, on):
    return [slot for start, end in calendar.sessions_on(on) for slot in range(start, end, 30)]


def test_rates_and_times_of_a_simulated_office_are_found(source, demand):
    """Filings a day within 3 %, means of work within 4 %, shares within 0.03; nights left out."""
    fitted, truth = demand.demand, source.demand
    assert float(fitted.per_working_day) == pytest.approx(float(truth.per_working_day), rel=0.03)
    for state in ("lodged", "processing", "ready"):
        mean, known = (each.time_in(state, "A").average for each in (fitted, truth))
        assert mean / known == pytest.approx(1, abs=0.04), state
    assert float(fitted.online) == pytest.approx(2 / 3, abs=0.03)
    weights = {each.procedure: each.weight for each in fitted.topics}
    assert float(weights["A"] / sum(weights.values())) == pytest.approx(1 / 3, abs=0.03)
    assert fitted.result_online == 1
    assert sum(fitted.weekdays[5:]) / sum(fitted.weekdays) == pytest.approx(2 / 7, abs=0.04)


def test_a_fitted_scenario_has_the_figures_of_its_source(source, office, demand):
    """On time and 20 % early within 0.03, utilisation within 0.04, of the source itself."""
    fitted = source.vary("fitted", office=office.office, demand=demand.demand)
    first, second = (simulate(each, reps=2, seed=9, with_twin=False) for each in (source, fitted))
    assert second.on_time.mean == pytest.approx(first.on_time.mean, abs=0.03)
    for share in (Fraction(1, 10), Fraction(1, 5)):
        assert second.early_by(share).mean == pytest.approx(first.early_by(share).mean, abs=0.03)
    for old, new in (("intake", "lodged"), ("officer", "processing"), ("returner", "ready")):
        found = second.utilisation(new).mean
        assert found == pytest.approx(first.utilisation(old).mean, abs=0.04), old


def test_courses_are_found_with_and_without_the_column_of_actions():
    """A fifth of the visits asks the applicant, who answers nine times in ten."""
    log = simulated_work(supplements(days=50), seed=3)
    office = fit_office(log, WITH_SUPPLEMENTS, OFFICE).office
    known = fit_demand(log, WITH_SUPPLEMENTS, office).demand
    shares = {(each.state, each.actions): float(each.share) for each in known.courses}
    assert shares["at-work", ("ask",)] == pytest.approx(1 / 5, abs=0.02)
    assert shares["at-work", ("note", "decide")] == pytest.approx(4 / 5, abs=0.02)
    assert shares["waiting", ("answer",)] == pytest.approx(9 / 10, abs=0.03)
    waited = known.time_in("waiting", "A").average
    assert waited / timedelta(days=3) == pytest.approx(1, abs=0.1)
    bare = WorkLog.of(evolve(item, action="") for item in log.items)
    guessed = fit_demand(bare, WITH_SUPPLEMENTS, office).demand
    found = {(each.state, each.actions[-1]): float(each.share) for each in guessed.courses}
    assert found == {
        (state, actions[-1]): share
        for (state, actions), share in shares.items()
        if state != "lodged"
    }


def test_a_log_in_xes_gives_the_fit_of_the_same_log_in_csv(tmp_path, log, office, demand):
    """Office and demand are equal, whichever file they come from."""
    first = log.between(AT - timedelta(days=1), AT + timedelta(days=10))
    fits = []
    for name in ("log.csv", "log.xes"):
        write_work(first, tmp_path / name)
        read = read_work(tmp_path / name, WRITTEN_COLUMNS)
        fitted = fit_office(read, THREE_STAGES, OFFICE)
        fits.append((fitted.report, fit_demand(read, THREE_STAGES, fitted.office).demand))
    assert fits[0] == fits[1]


def test_one_instant_gives_no_times_but_bounds_that_hold(source, log):
    """A fit says what to do; bounds hold the mean of each state between them."""
    ends = WorkLog.of(evolve(item, started_at=None) for item in log.items)
    with pytest.raises(LogFileError, match="service_bounds"):
        fit_office(ends, THREE_STAGES, OFFICE)
    bounds = {each.state: each for each in service_bounds(ends, THREE_STAGES)}
    for state in ("lodged", "processing", "ready"):
        assert bounds[state].least <= source.demand.time_in(state, "A").average
        assert source.demand.time_in(state, "A").average <= bounds[state].most


def test_what_is_odd_in_a_log_is_reported():
    """Clicks together, work of weeks, activities without a state, states without work, overlaps."""
    items = [
        WorkItem(f"c{n}", "lodged", AT + 10 * n * MINUTE + MINUTE, AT + 10 * n * MINUTE, "Lê")
        for n in range(20)
    ]
    items += [
        WorkItem(f"b{n}", "lodged", AT + timedelta(hours=9), AT + timedelta(hours=8), "An")
        for n in range(3)
    ]
    items.append(WorkItem("far", "lodged", AT + timedelta(hours=4), AT + timedelta(hours=3), "Vy"))
    items.append(WorkItem("c1", "phone", AT + MINUTE, AT))
    log = WorkLog.of(items)
    office = fit_office(log, THREE_STAGES, ALWAYS)
    found = fit_demand(log, THREE_STAGES, office.office, procedure="A")
    report = found.report
    assert [(each.clerk, each.number) for each in report.batch_clicks] == [("An", 3)]
    assert [(each.case, each.time, each.usual) for each in report.outliers] == [
        ("far", timedelta(hours=1), MINUTE)
    ]
    assert report.unknown_activities == (("phone", 1),)
    assert report.unseen_states == ("processing", "ready")
    assert (office.report.overlapping, report.items, report.used) == (2, 25, 21)
    assert all(text.in_("vi") != text.in_("en") for text in report.assumptions)


@pytest.mark.parametrize(
    ("item", "more", "error", "problem"),
    [
        ({"activity": "phone"}, {}, LogFileError, "activities are phone"),
        ({"clerk": ""}, {}, LogFileError, "who worked"),
        ({}, {"stages": {"lodged": "lost"}}, UnknownNameError, "lost"),
        ({"ended_at": AT + timedelta(days=9000)}, {}, ValueInvalidError, "calendar"),
    ],
)
def test_logs_that_no_office_can_be_fitted_to_are_refused(item, more, error, problem):
    """What is lacking is named."""
    log = WorkLog.of([evolve(WorkItem("1", "lodged", AT + MINUTE, AT, "Lê"), **item)])
    with pytest.raises(error, match=problem):
        fit_office(log, THREE_STAGES, OFFICE, **more)


def test_filings_without_a_procedure_are_refused(log, office):
    """Either the log says what was filed for, or the caller does."""
    bare = WorkLog.of(evolve(item, procedure="") for item in log.items[:50])
    with pytest.raises(LogFileError, match="name no procedure"):
        fit_demand(bare, THREE_STAGES, office.office)


@pytest.mark.skipif(not REAL.exists(), reason="the real log is not here")
def test_a_real_log_is_fitted_so_that_a_part_held_out_agrees(tmp_path):
    """Loan applications, fitted on five weeks and held against the four that follow.

    The median of work is within 10 %, its quartiles are within 15 %; two thirds of the moments of
    work lie on duty of their clerk, three times as many as if they lay anywhere in the week; of
    arrivals by hour at most a tenth lie elsewhere.
    """
    path = tmp_path / "log.csv"
    with gzip.open(REAL, "rt") as rows:
        header, *lines = rows
    kept = [line for line in lines if line.split(",")[1].startswith(("2011-11", "2011-12"))]
    path.write_text(header + "".join(kept))
    columns = WorkColumns("case_id", "activity", "end_time", "start_time", "resource")
    whole = read_work(path, columns, zone="Europe/Amsterdam", naive=True)
    cut = datetime(2011, 12, 5, tzinfo=UTC)
    parts = [
        WorkLog.of(item for item in whole.items if (item.ended_at < cut) is is_first)
        for is_first in (True, False)
    ]
    always = (((0, 1440),),)
    calendar = OfficeCalendar.weekends("Europe/Amsterdam", first_year=2011, last_year=2012)
    calendar = calendar.override("six days", week=always * 6 + ((),))
    stages = {item.activity: "lodged" for item in whole.items}
    office = fit_office(parts[0], ONE_STAGE, calendar, stages=stages)
    fits = [
        fit_demand(part, ONE_STAGE, office.office, stages=stages, procedure="A") for part in parts
    ]
    fitted, held_out = (sorted(fit.demand.time_in("lodged", "A").values) for fit in fits)
    for place, tolerance in ((125, 0.15), (250, 0.1), (375, 0.15)):
        assert held_out[place] / fitted[place] == pytest.approx(1, abs=tolerance), place
    assert fits[0].report.outliers
    assert fits[0].report.batch_clicks
    duty = {clerk.name: clerk.roster.duty for clerk in office.office.pools[0].clerks}
    moments = [
        (duty[item.clerk], item.ended_at.astimezone(calendar.zone))
        for item in parts[1].items
        if item.clerk in duty
    ]
    inside = sum(
        any(start <= at.hour * 60 + at.minute < end for start, end in each.sessions_on(at.date()))
        for each, at in moments
    )
    days = [datetime(2011, 12, 5, tzinfo=UTC).date() + timedelta(days=day) for day in range(7)]
    week = sum(len(_slots(each, on)) for each in duty.values() for on in days) / (336 * len(duty))
    assert inside / len(moments) >= max(0.65, 3 * week)
    first, second = ([Fraction(n, sum(fit.demand.hours)) for n in fit.demand.hours] for fit in fits)
    assert sum(abs(a - b) for a, b in zip(first, second, strict=True)) / 2 <= Fraction(1, 10)
