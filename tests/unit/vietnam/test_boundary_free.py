"""Filings that come in at one agency and are for another, whatever the boundaries."""

import pytest

from caseflow import vietnam as vn
from caseflow.cases import Case
from caseflow.checks import check_workflow
from caseflow.ledgers import ClockState
from caseflow.limits import working_days
from caseflow.office.rules import COMPETENT
from caseflow.targets import Timeliness
from caseflow.values import Channel
from caseflow.vietnam.papers import papers_of

FOR_ANOTHER = {COMPETENT: "UBND phường Hải Châu"}


def lodged(driver, when, channel=Channel.COUNTER, **changes):
    """A filing for another agency, of a procedure that may be filed anywhere."""
    made = driver(**({"boundary_free": True} | changes))
    return made.lodge(when, channel=channel, facts=FOR_ANOTHER)


def state(case: Case, clock: str) -> ClockState:
    """What the clock is doing."""
    return case.clock_state(clock)


def test_the_time_runs_from_the_competent_agencys_receipt(driver):
    """Since 5 August 2026: accepted on the 5th, received there on the 7th, counted from the 7th."""
    d = lodged(driver, "2026-08-05 09:00").do(
        "2026-08-05 09:00", vn.RECEIVE_ELSEWHERE, vn.Receipt()
    )

    assert (d.case.state, d.status, d.dates().legal.due) == ("in-transit", 2, None)
    d.do("2026-08-06 10:00", vn.FORWARD)
    d.do("2026-08-07 10:00", vn.TAKE_OVER)
    assert (d.case.state, d.due) == ("received", "2026-08-21")
    assert d.case.clock("legal").started_at == d.when


def test_until_the_amendment_it_ran_from_reception(driver):
    """On 4 August 2026 the general rule still held for all, and the papers had to be forwarded."""
    d = lodged(driver, "2026-08-04 09:00").do(
        "2026-08-04 09:00", vn.RECEIVE_ELSEWHERE, vn.Receipt()
    )

    assert (d.case.state, d.due) == ("received", "2026-08-18")
    assert state(d.case, "forwarding") is ClockState.RUNNING
    d.do("2026-08-05 17:00", vn.FORWARD)
    assert state(d.case, "forwarding") is ClockState.STOPPED


def test_what_was_received_before_the_amendment_keeps_its_start(driver):
    """A filing accepted on 4 August goes on as it began, whenever it arrives."""
    d = lodged(driver, "2026-08-04 09:00").do(
        "2026-08-04 09:00", vn.RECEIVE_ELSEWHERE, vn.Receipt()
    )

    assert d.refused("2026-08-06 09:00", vn.TAKE_OVER) == {"wrong-state"}
    assert d.due == "2026-08-18"


def test_lodged_before_and_accepted_after_the_amendment_the_new_rule_counts(driver):
    """The day of acceptance chooses, not that of lodging."""
    d = lodged(driver, "2026-08-04 16:00").do(
        "2026-08-05 09:00", vn.RECEIVE_ELSEWHERE, vn.Receipt()
    )

    assert d.case.state == "in-transit"


@pytest.mark.parametrize("when", ["2025-06-30 09:00", "2018-07-02 09:00"])
def test_before_118_2025_no_rule_knew_such_filings(driver, when):
    """It is accepted as any other, and no forwarding is timed."""
    d = lodged(driver, when)

    assert d.refused(when, vn.RECEIVE_ELSEWHERE, vn.Receipt()) >= {"for-no-other-agency"}
    d.do(when, vn.RECEIVE, vn.Receipt())
    assert d.case.state == "received"
    assert state(d.case, "forwarding") is ClockState.NOT_STARTED


@pytest.mark.parametrize("when", ["2025-07-01 09:00", "2026-08-05 09:00"])
def test_it_is_accepted_for_the_agency_it_is_for(driver, when):
    """As one's own it is refused, and one's own is not accepted for another."""
    d = lodged(driver, when)
    assert d.refused(when, vn.RECEIVE, vn.Receipt()) == {"for-another-agency"}

    own = driver(boundary_free=True).lodge(when)
    assert "for-no-other-agency" in own.refused(when, vn.RECEIVE_ELSEWHERE, vn.Receipt())


def test_the_nation_wide_list_counts_since_the_amendment(driver):
    """A procedure that is not on it is refused from 5 August 2026; before it was not asked."""
    d = lodged(driver, "2026-08-05 09:00", boundary_free=False)
    assert d.refused("2026-08-05 09:00", vn.RECEIVE_ELSEWHERE, vn.Receipt()) == {
        "not-boundary-free"
    }

    d = lodged(driver, "2026-08-04 09:00", boundary_free=False)
    d.do("2026-08-04 09:00", vn.RECEIVE_ELSEWHERE, vn.Receipt())
    assert d.case.state == "received"


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("day", ["2026-08-04", "2026-08-06"])
def test_papers_are_forwarded_within_one_working_day(driver, channel, day):
    """Electronic filings are sent at once, so nothing runs; papers have one working day."""
    d = lodged(driver, f"{day} 09:00", channel).do(
        f"{day} 09:00", vn.RECEIVE_ELSEWHERE, vn.Receipt()
    )
    runs = state(d.case, "forwarding") is ClockState.RUNNING

    assert runs is (channel is not Channel.ONLINE)
    if runs:
        due = d.dates()["forwarding"].due.on
        assert str(due) == ("2026-08-05" if day == "2026-08-04" else "2026-08-07")
    else:
        assert d.refused(f"{day} 10:00", vn.FORWARD) == {"no-forwarding-awaited"}


@pytest.mark.parametrize(
    ("forwarded", "verdict"),
    [("2026-08-06 23:59", Timeliness.ON_TIME), ("2026-08-07 00:00", Timeliness.LATE)],
)
def test_the_slip_judges_the_forwarding(driver, forwarded, verdict):
    """One row from the desk to the agency, judged by the working day."""
    d = lodged(driver, "2026-08-05 09:00").do(
        "2026-08-05 09:00", vn.RECEIVE_ELSEWHERE, vn.Receipt()
    )
    d.do(forwarded, vn.FORWARD).do("2026-08-10 09:00", vn.TAKE_OVER)
    row = d.slip().rows[0]

    assert (row.verdict, row.gave, row.received) == (
        verdict,
        "Bộ phận Một cửa",
        FOR_ANOTHER[COMPETENT],
    )


def test_on_its_way_a_filing_may_be_withdrawn(driver):
    """Every clock stops; the receipt was printed although there was no date yet."""
    d = lodged(driver, "2026-08-05 09:00").do(
        "2026-08-05 09:00", vn.RECEIVE_ELSEWHERE, vn.Receipt(3)
    )
    names = [paper.name for paper in papers_of(d.case, d.engine)]
    d.do("2026-08-05 15:00", vn.WITHDRAW, vn.Reason("đổi ý"))

    assert any("receipt" in name for name in names)
    assert ClockState.RUNNING not in dict(d.case.clock_states).values()


# ── corrected copies ────────────────────────────────────────────────────────────────────────


def decided(driver, when, **changes):
    """A case decided at *when*."""
    return driver(**changes).received("2025-06-24 09:00").do(when, vn.DECIDE, vn.Decision("1"))


@pytest.mark.parametrize(
    ("reported", "due"),
    [("2025-07-01 00:00", "2025-07-04"), ("2025-06-30 23:59", None)],
)
def test_an_error_of_the_state_is_corrected_within_three_working_days(driver, reported, due):
    """Since 1 July 2025, from the report; before no time was read anywhere."""
    d = decided(driver, "2025-06-27 09:00").do(reported, vn.REPORT_ERROR, vn.Reason("sai họ tên"))
    found = d.dates()["correction"].due

    assert (None if found is None else str(found.on)) == due
    d.do("2025-07-08 09:00", vn.RETURN_CORRECTED)
    assert state(d.case, "correction") is not ClockState.RUNNING


def test_a_returned_result_is_corrected_too(driver):
    """The case stays closed, the clock runs and stops, and timeliness is what it was."""
    d = decided(driver, "2025-06-27 09:00")
    d.do("2025-06-27 10:00", vn.NOTIFY_EARLY, vn.EarlyNotice("SMS"))
    d.do("2025-06-27 11:00", vn.RETURN_AT_COUNTER, vn.Handover("A"))
    before = d.timeliness
    d.do("2025-07-02 09:00", vn.REPORT_ERROR, vn.Reason("sai họ tên"))
    assert state(d.case, "correction") is ClockState.RUNNING
    assert d.refused("2025-07-02 10:00", vn.REPORT_ERROR, vn.Reason("nữa")) == {
        "correction-under-way"
    }
    d.do("2025-07-03 09:00", vn.RETURN_CORRECTED)

    assert (d.case.state, d.timeliness) == ("returned", before)
    assert d.refused("2025-07-03 10:00", vn.RETURN_CORRECTED) == {"no-correction-awaited"}
    d.do("2025-07-03 11:00", vn.REPORT_ERROR, vn.Reason("còn sai"))
    assert state(d.case, "correction") is ClockState.RUNNING


def test_the_workflow_has_no_fault():
    """A clock that runs after the end is stopped there, and every other before."""
    for closes in (False, True):
        faults = check_workflow(vn.one_stop_shop(closes_unanswered=closes))
        assert [str(fault) for fault in faults] == []


# ── what a row states ───────────────────────────────────────────────────────────────────────


def test_a_row_states_its_own_time_to_answer_and_that_it_is_filed_anywhere():
    """Where the cells are empty the general rule holds."""
    table = (
        "code,name,limits,supplement_answer,anywhere\n"
        "1.000001,A,10 ngày,15 ngày làm việc,yes\n"
        "1.000002,B,10 ngày,,\n"
    )
    stated, silent = vn.read_catalogue(table, name="x.csv")

    assert stated.own_limit("supplement") == working_days(
        15, citation=stated.own_limit("supplement").citation
    )
    assert stated.boundary_free
    assert (silent.clock_limits, silent.boundary_free) == ((), False)
