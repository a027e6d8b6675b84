"""The public log of 1,434 Dutch permit filings, replayed where it is available.

The figures were counted independently of this code, from the log alone.
"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from caseflow.interchange import Share, load_profile, replay_log

ROOT = Path(__file__).resolve().parents[3]
LOG = ROOT.parent / "shared" / "logs" / "receipt.csv"

ZONE = ZoneInfo("Europe/Amsterdam")
SATURDAY = 5
#: The recognised holidays on weekdays between the first deadline of the log and the last.
#: Source: Algemene termijnenwet Art. 3(1).
HOLIDAYS = {
    *(date(2011, *each) for each in ((4, 22), (4, 25), (5, 5), (6, 2), (6, 13), (12, 26))),
    *(
        date(2012, *each)
        for each in ((4, 6), (4, 9), (4, 30), (5, 17), (5, 28), (12, 25), (12, 26))
    ),
}

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


@pytest.mark.parametrize(
    ("column", "plain", "off", "equal"),
    [("case:deadline", 1_080, 86, 995), ("case:enddate_planned", 1_091, 89, 1_003)],
)
def test_the_eight_week_date_is_the_log_s_where_it_is_a_day_on_which_a_limit_can_end(
    column, plain, off, equal
):
    """The planned end is not always the deadline; of each, most are eight weeks on.

    The municipality let eight weeks end on weekends and holidays, off which the General Time Limits
    Act moves them: there the log's date is earlier than that of the pack. It moved one alone.
    """
    moved = 1
    assert counted_from_the_log(column) == (plain, off, moved)
    assert plain - off + moved == equal

    profile = load_profile(ROOT / "examples" / "dutch-permit" / "profile.toml")
    found = replay_log(LOG, profile, compare=column).comparison

    assert (found.column, found.equal, found.missing) == (column, equal, 0)


def test_some_deadlines_are_the_limit_extended_once(report):
    """58 of those that differ are fourteen weeks, moved as the law moves them, from the start."""
    assert (report.comparison.differ, report.comparison.extended) == (439, 58)
    assert dict(report.comparison.days)[timedelta(weeks=6).days] == 55


def counted_from_the_log(column):
    """Count dates eight weeks on, how many of them are days off, and those moved off a day off."""
    terms = {}
    with LOG.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            first, last = (
                datetime.fromisoformat(row[name]).astimezone(ZONE).date()
                for name in ("case:startdate", column)
            )
            terms[row["case:concept:name"]] = first + timedelta(weeks=8), last
    plain = [last for eight_weeks_on, last in terms.values() if last == eight_weeks_on]
    moved = [last for day, last in terms.values() if is_off(day) and last == next_working(day)]
    return len(plain), sum(map(is_off, plain)), len(moved)


def is_off(day):
    return day.weekday() >= SATURDAY or day in HOLIDAYS


def next_working(day):
    while is_off(day):
        day += timedelta(days=1)
    return day


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
