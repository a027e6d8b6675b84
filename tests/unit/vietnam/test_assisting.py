"""Support teams: help with filing online is on record, and counted among online filings."""

import pytest

from caseflow import vietnam as vn
from caseflow.shares import Share
from caseflow.stores import MemoryStore, Query
from caseflow.values import Actor, Channel
from caseflow.vietnam.stored import case_codec
from stores.offices import lodge, service

TEAM = vn.Assistance("Tổ hỗ trợ phường Hải Châu", "Lê Thị B")


def test_help_is_recorded_with_the_helpers_unit(driver):
    """The filing stays an online filing, lodged and not moved; its history says who helped."""
    d = driver().lodge("2026-03-02 09:00", channel=Channel.ONLINE)
    d.do("2026-03-02 09:05", vn.ASSIST, TEAM)

    assert vn.assisted_by(d.case) == "Tổ hỗ trợ phường Hải Châu"
    assert (d.status, d.case.channel) == (1, Channel.ONLINE)
    codec = case_codec()
    assert codec.loads_case(codec.dumps(d.case)) == d.case


def test_only_a_support_team_records_it(driver):
    """A clerk or the applicant does not claim the help."""
    d = driver().lodge("2026-03-02 09:00", channel=Channel.ONLINE)
    for role in ("intake", "applicant"):
        by = Actor("x", {role})
        assert d.refused("2026-03-02 09:05", vn.ASSIST, TEAM, by=by) == {"role-missing"}
    assert vn.assisted_by(d.case) is None


@pytest.mark.parametrize("channel", [Channel.COUNTER, Channel.POST])
def test_what_came_in_otherwise_is_no_assisted_filing(driver, channel):
    """Help at the counter does not make a filing an online one."""
    d = driver().lodge("2026-03-02 09:00", channel=channel)
    assert d.refused("2026-03-02 09:05", vn.ASSIST, TEAM) == {"not-filed-online"}


def test_a_filing_counts_for_one_unit_and_before_acceptance(driver):
    """The first unit on record counts; after acceptance nothing is added."""
    d = driver().lodge("2026-03-02 09:00", channel=Channel.ONLINE)
    d.do("2026-03-02 09:01", vn.REQUEST_CORRECTION, vn.CorrectionRequest(["đơn"]))
    d.do("2026-03-02 09:05", vn.ASSIST, TEAM)
    other = vn.Assistance("Tổ khác")
    assert d.refused("2026-03-02 09:06", vn.ASSIST, other) == {"assisted-already"}
    d.do("2026-03-02 09:10", vn.CORRECT, vn.Answer())
    d.do("2026-03-02 09:20", vn.RECEIVE, vn.Receipt())
    assert d.refused("2026-03-02 09:30", vn.ASSIST, TEAM) == {"wrong-state"}


def test_assisted_filings_are_counted_among_online_ones():
    """The share is exact and says which cases it was counted from; no filing gives no share."""
    store = MemoryStore()
    driver = service(store)
    helper = Actor("h", {"support"})
    for number in range(1, 7):
        lodge(driver, f"H{number}")
    for number, unit in ((1, "B"), (2, "A"), (4, "B")):
        case = driver.get(f"H{number}")
        driver.fire(case.id, vn.ASSIST, vn.Assistance(unit), by=helper, at=case.last_at)
    driver.open(
        "T.10",
        case_id="H9",
        channel=Channel.COUNTER,
        result_by=Channel.ONLINE,
        at=driver.get("H1").last_at,
    )

    def cases():
        """Go through the store two cases at a time."""
        after = ""
        while summaries := driver.search(Query(after=after, limit=2)):
            yield from (driver.get(summary.case_id) for summary in summaries)
            after = summaries[-1].case_id

    counted = vn.count_assisted(cases())
    assert counted.online == ("H1", "H2", "H3", "H4", "H5", "H6")
    assert counted.by_unit == (("A", ("H2",)), ("B", ("H1", "H4")))
    assert (counted.assisted, counted.share) == (3, Share(3, 6))
    assert (counted.share_of("B"), counted.share_of("C")) == (Share(2, 6), Share(0, 6))
    nothing = vn.count_assisted([])
    assert (nothing.share.value, nothing.share_of("B").value) == (None, None)
