"""Figures of plans from registers: a recount in plain Python, two engines, and what is lacking."""

from datetime import date, timedelta

import pytest

from caseflow.errors import UnknownNameError
from caseflow.office.plans import Metric, MetricKind, Plan, Target, plan_period, progress_of
from caseflow.reports.figures import figures_of
from caseflow.reports.indices import compute
from caseflow.values import Text
from caseflow.vietnam.calendars import calendar
from caseflow.vietnam.indices import official_indices
from registers.indexed import circular, drawn, frame, online, recounted
from registers.test_indices import of_duckdb, of_polars

OFFICIAL = official_indices()
ON = date(2026, 3, 17)
MARCH, YEAR, WEEK = (plan_period(text) for text in ("2026-03", "2026", "2026-W12"))


def share(name, index=""):
    return Metric(name, Text(), index=index)


def counted(name, index=""):
    return Metric(name, Text(), MetricKind.COUNT, index=index)


def plan_of(*targets):
    return Plan("P", targets)


def rows_of(seeds):
    return [dict(row, number=f"{seed}.{row['number']}") for seed in seeds for row in drawn(seed)]


def figure_of(found, each):
    standing = progress_of(each, found.figures, calendar(), ON).figure
    return None if standing is None else (standing.numerator, standing.denominator)


@pytest.mark.parametrize("engine", [of_polars, of_duckdb], ids=["polars", "duckdb"])
@pytest.mark.parametrize("seed", range(3))
def test_figures_equal_a_recount(engine, seed):
    """Of any period of a plan, those of its days add up to what a recount has through the day."""
    rows = rows_of(range(60 * seed, 60 * seed + 60))
    judges = {"timeliness-circular-01": circular, "online-received": online}
    targets = [
        Target(unit, share(name), period, "0.8")
        for name in judges
        for unit in ("A", "B")
        for period in (MARCH, YEAR, WEEK)
    ]
    returned = [Target(unit, counted("returned"), MARCH, 10) for unit in ("A", "B")]
    found = figures_of(plan_of(*targets, *returned), engine(frame(rows)), ON, indices=OFFICIAL)

    for each in targets:
        sums = recounted(rows, judges[each.metric.name], each.period.first, ON)
        part, whole, _ = sums.get(each.unit, (0, 0, 0))
        assert figure_of(found, each) == (part, whole)
    for each in returned:
        on_days = [row["returned_on"] for row in rows if row["unit"] == each.unit]
        wanted = sum(day is not None and MARCH.first <= day <= ON for day in on_days)
        assert figure_of(found, each) == (wanted, None)
    daily = found.figures.daily("A", "online-received", ON)
    assert {each.period.first for each in daily} == {
        row["received_on"]
        for row in rows
        if row["unit"] == "A" and row["received_on"] and row["received_on"] <= ON
    } | {ON, min(row["received_on"] for row in rows if row["received_on"])}


def test_an_index_of_pending_filings_has_a_figure_for_the_period():
    """No days add up to it, so each period has its own, and a year is not the sum of its months."""
    register = of_polars(frame(rows_of(range(80))))
    index = OFFICIAL.index("766-2.1")
    targets = [Target("A", share("in-time", "766-2.1"), period, "0.9") for period in (MARCH, YEAR)]
    found = figures_of(plan_of(*targets), register, ON, indices=OFFICIAL)

    for each in targets:
        so_far = plan_period(each.period.text)
        so_far = type(so_far)(so_far.text, so_far.first, ON)
        by_unit = {
            one.group["unit"]: (one.part, one.whole)
            for one in compute([index], register, so_far, by=("unit",))
        }
        assert figure_of(found, each) == by_unit["A"]
    assert figure_of(found, targets[0]) != figure_of(found, targets[1])
    early = found.figures.within("A", "in-time", MARCH, ON - timedelta(days=1))
    assert early == ()


def test_a_unit_without_filings_has_none_of_a_count_and_no_share():
    """It is named; a share of nothing is none, and a count of nothing 0, which may be behind."""
    register = of_polars(frame(rows_of(range(40))))
    targets = (
        Target("C", counted("returned"), MARCH, 10),
        Target("C", share("online-received"), MARCH, "0.8"),
    )
    found = figures_of(plan_of(*targets), register, ON, indices=OFFICIAL)
    standings = [progress_of(each, found.figures, calendar(), ON) for each in targets]

    assert found.idle_units == ("C",)
    assert [each.standing.value for each in standings] == ["behind", "no-figure"]
    empty = figures_of(plan_of(*targets), of_polars(frame([])), ON, indices=OFFICIAL)
    assert empty.figures.by_key == {}


def test_what_is_not_computed_or_not_known_is_said():
    """A disputed index has no figure and a reason; a name that is neither is refused."""
    register = of_polars(frame(rows_of(range(5))))
    disputed = Target("A", share("online", "766-3.3"), MARCH, "0.5")
    found = figures_of(plan_of(disputed), register, ON, indices=OFFICIAL)

    assert found.figures.by_key == {}
    assert found.not_computed["online"].in_("en").startswith("not computed: ")
    for wrong in (share("online-shre"), counted("retuned"), share("returned")):
        with pytest.raises(UnknownNameError, match="index for a metric of the plan"):
            figures_of(plan_of(Target("A", wrong, MARCH, 0)), register, ON, indices=OFFICIAL)
