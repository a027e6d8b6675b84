"""Group 1 of Decision 766: announced before the law's force, published after the decision."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseflow.errors import ValueInvalidError
from caseflow.office.plans import plan_period
from caseflow.procedures import ServiceLevel
from caseflow.publications import Announcement, Publication, Service, announced_in_time
from caseflow.reports.indices import compute
from caseflow.reports.register import Register
from caseflow.shares import Share
from caseflow.values import Text
from caseflow.vietnam.calendars import calendar
from caseflow.vietnam.indices import official_indices, publication_shares

CALENDAR = calendar()
YEAR, MARCH = plan_period("2026"), plan_period("2026-03")
DAY = timedelta(days=1)


def listed(on, *codes):
    services = [Service(code, Text(vi=code), ServiceLevel.FULL) for code in codes]
    return Publication("Danh mục", "Thành phố", on, services)


def shares(announcements, publications=(), period=YEAR, **more):
    found = publication_shares(announcements, publications, CALENDAR, period, **more)
    return found["766-1.1"], found["766-1.2"]


def test_a_province_has_five_days_on_either_side_and_a_ministry_twenty_and_ten():
    """The fifth working day before force is in time, the fourth is not; days off do not count."""
    signed = date(2026, 3, 2)  # a Monday
    for force, is_in_time in ((date(2026, 3, 9), 1), (date(2026, 3, 6), 0)):
        assert shares([Announcement("1.1", signed, force)])[0] == Share(is_in_time, 1)
    force = date(2026, 3, 30)
    assert shares([Announcement("1.1", signed, force)], is_ministry=True)[0] == Share(1, 1)
    late = Announcement("1.1", signed + DAY, force)
    assert shares([late], is_ministry=True)[0] == Share(0, 1)
    for on, is_in_time in ((date(2026, 3, 9), 1), (date(2026, 3, 10), 0)):
        assert shares([Announcement("1.1", signed)], [listed(on, "1.1")])[1] == Share(is_in_time, 1)
    day_off = [listed(date(2026, 3, 14), "1.1")]
    assert shares([Announcement("1.1", date(2026, 3, 6))], day_off)[1] == Share(0, 1)


def test_one_late_decision_makes_a_procedure_late_and_what_is_not_published_counts():
    """By procedure, of the decisions of the period; a list from before the decision is none."""
    early = Announcement("1.1", date(2026, 3, 2), date(2026, 4, 1))
    late = Announcement("1.1", date(2026, 3, 30), date(2026, 4, 1))
    other = Announcement("1.2", date(2026, 3, 2), date(2026, 4, 1))
    before = Announcement("1.3", date(2026, 2, 2), date(2026, 2, 3))
    lists = [listed(date(2026, 3, 3), "1.1"), listed(date(2026, 3, 1), "1.2")]

    assert shares([early, late, other, before], lists, MARCH) == (Share(1, 2), Share(0, 2))
    assert shares([early, other, before], lists, MARCH) == (Share(2, 2), Share(1, 2))
    assert shares([], lists) == (Share(0, 0), Share(0, 0))


@settings(max_examples=40)
@given(st.integers(0, 250), st.integers(-10, 60), st.integers(0, 30), st.booleans())
def test_they_agree_with_a_walk_day_by_day(start, until, after, is_ministry):
    """Walked from the day of force back, and from the decision on, one working day at a time."""
    signed = date(2026, 1, 5) + start * DAY
    force, published = signed + until * DAY, signed + after * DAY
    before, allowed = (20, 10) if is_ministry else (5, 5)
    latest, deadline = force, signed
    while before:
        latest -= DAY
        before -= CALENDAR.is_working_day(latest)
    while allowed:
        deadline += DAY
        allowed -= CALENDAR.is_working_day(deadline)
    found = shares(
        [Announcement("1.1", signed, force)], [listed(published, "1.1")], is_ministry=is_ministry
    )
    assert found == (Share(int(signed <= latest), 1), Share(int(published <= deadline), 1))


def test_the_indices_take_the_numbers_with_their_certainty():
    """Points are proportional, and the second index says that it is reconstructed."""
    given_in = publication_shares(
        [Announcement("1.1", date(2026, 3, 2), date(2026, 4, 1))], [], CALENDAR, MARCH
    )
    indices = official_indices().named("766-1.1", "766-1.2")
    first, second = compute(indices, Register.open(), MARCH, given=given_in)

    assert (first.score, first.index.certainty.value) == (6, "documented")
    assert (second.score, second.index.certainty.value) == (0, "reconstructed")
    with pytest.raises(ValueInvalidError, match="days"):
        announced_in_time([], CALENDAR, days=-1, first=MARCH.first, last=MARCH.last)
