"""The public log of 1,434 Dutch permit filings, replayed where it is at hand.

The figures were counted independently of this code, from the log alone.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from caseflow.interchange import Share, load_profile, replay_log

ROOT = Path(__file__).resolve().parents[3]
LOG = ROOT.parent / "shared" / "logs" / "receipt.csv"

pytestmark = pytest.mark.skipif(
    not LOG.is_file(), reason="the public log ../shared/logs/receipt.csv is not here"
)


@pytest.fixture(scope="module")
def report():
    return replay_log(LOG, load_profile(ROOT / "examples" / "dutch-permit" / "profile.toml"))


def test_every_case_and_every_event_is_accounted_for(report):
    """No row of the log is unreadable, and every case is opened."""
    assert (report.cases, report.opened, report.finished) == (1_434, 1_434, 1_329)
    assert (report.rows, report.events, report.unreadable) == (8_577, 8_577, 0)
    assert report.worked + report.refused + report.left_out == 8_577


def test_the_eight_week_date_is_the_log_s_deadline_where_nothing_was_changed(report):
    """1,080 deadlines are the civil date eight weeks on; 58 more are that extended once by six."""
    assert report.comparison.column == "case:deadline"
    assert (report.comparison.equal, report.comparison.extended) == (1_080, 58)
    assert report.comparison.differ == 354
    assert dict(report.comparison.days)[timedelta(weeks=6).days] == 58


@pytest.mark.parametrize(
    ("channel", "percents"),
    [
        ("", ["71.6", "54.7", "43.0"]),
        ("Internet", ["72.7", "55.9", "44.6"]),
        ("Desk", ["63.6", "43.0", "31.8"]),
    ],
)
def test_shares_on_time_and_early_are_those_counted_from_the_log(report, channel, percents):
    """On time, at least ten and at least twenty per cent early, of the finished cases."""
    (found,) = [each for each in (report.overall, *report.by_channel) if each.channel == channel]

    assert [share.percent() for share in (found.on_time, *found.early)] == percents


def test_the_shares_are_exact(report):
    """Numerators and denominators, not only percentages."""
    assert report.overall.on_time == Share(952, 1_329)
    assert report.overall.early == (Share(727, 1_329), Share(572, 1_329))


def test_most_cases_fit_and_the_others_say_why(report):
    """The workflow lets the usual orders through and refuses what skips a step."""
    assert report.fitting == 1_283
    assert {group.code: group.count for group in report.findings} == {
        "event-after-end": 180,
        "event-before-start": 12,
        "wrong-state": 7,
        "end-on-start-day": 2,
    }


def test_another_column_can_be_compared():
    """The planned end is not always the deadline: it is eight weeks on in 1,091 cases."""
    profile = load_profile(ROOT / "examples" / "dutch-permit" / "profile.toml")

    dates = replay_log(LOG, profile, compare="case:enddate_planned").comparison

    assert dates.column == "case:enddate_planned"
    assert (dates.equal, dates.extended, dates.missing) == (1_091, 55, 0)
