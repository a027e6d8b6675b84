"""Traps 25 to 28: cut-offs, days off, and the day of an instant."""

from datetime import time

import pytest

from caseflow import vietnam
from caseflow.errors import ActionRefusedError
from caseflow.limits import CutOff, TimeLimit, same_day, working_days
from caseflow.procedures import LimitRule
from caseflow.values import Channel
from oracle.product import ANYONE, at, on, shop, viet_nam

AFTER_THREE = CutOff(at=time(15, 0), citation="Luật Hộ tịch 60/2014/QH13 Điều 5.3")
AFTER_FIVE = CutOff(at=time(17, 0))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-18T14:59", "2026-11-18"),
        ("2026-11-18T15:00", "2026-11-18"),
        ("2026-11-18T15:01", "2026-11-19"),
        ("2025-04-25T15:30", "2025-04-26"),
        ("2025-04-29T15:30", "2025-05-05"),
    ],
)
def test_trap_25_fifteen_sharp_is_not_after_fifteen(received: str, due: str) -> None:
    """A same-day result is due the next working day only when received after 15:00."""
    assert same_day(cutoff=AFTER_THREE).due(at(received), viet_nam()).on == on(due)


def test_trap_25_one_microsecond_after_fifteen_is_after_fifteen() -> None:
    """Strictly after means strictly after."""
    received = at("2026-11-18T15:00:00.000001")
    assert same_day(cutoff=AFTER_THREE).due(received, viet_nam()).on == on("2026-11-19")


def test_trap_26_without_a_cutoff_the_hour_of_receipt_changes_nothing() -> None:
    """10 working days from 08:00 and from 16:59 of one day end on one day."""
    early = working_days(10).due(at("2026-03-02T08:00"), viet_nam())
    late = working_days(10).due(at("2026-03-02T16:59"), viet_nam())
    assert early.on == late.on == on("2026-03-16")
    assert early.at == late.at


def test_trap_27_a_filing_on_saturday_is_received_on_monday_when_a_cutoff_is_set() -> None:
    """The official receipt, and so the uncounted day, is the next working day."""
    limit = TimeLimit.parse("1 working day", cutoff=AFTER_FIVE)
    assert limit.due(at("2026-11-21T09:00"), viet_nam()).on == on("2026-11-25")
    assert working_days(1).due(at("2026-11-21T09:00"), viet_nam()).on == on("2026-11-23")


def test_trap_27_the_dossier_code_carries_the_day_of_reception() -> None:
    """Filed on Saturday 21 November 2026, received on Monday: the code says 261123."""
    engine = shop(limits=[LimitRule(working_days(1))])
    case = engine.open(
        "1.000001",
        channel=Channel.ONLINE,
        result_by=Channel.ONLINE,
        at=at("2026-11-21T09:00"),
    )
    monday = at("2026-11-23T08:00")
    saturdays = vietnam.Receipt(papers=1, code="H17.15-261121-0001")
    with pytest.raises(ActionRefusedError, match="2026-11-23"):
        engine.fire(case, vietnam.RECEIVE, saturdays, by=ANYONE, at=monday)
    mondays = vietnam.Receipt(papers=1, code="H17.15-261123-0001")
    case = engine.fire(case, vietnam.RECEIVE, mondays, by=ANYONE, at=monday)
    due = engine.deadlines(case, at=monday).legal.due
    assert due is not None
    assert due.on == on("2026-11-25")


def test_trap_28_the_day_is_the_local_day() -> None:
    """18:30 UTC on 23 November is already 24 November, a holiday, in Viet Nam."""
    received = at("2026-11-23T18:30+00:00")
    assert viet_nam().local_date(received) == on("2026-11-24")
    assert working_days(1).due(received, viet_nam()).on == on("2026-11-25")
    assert working_days(2).due(received, viet_nam()).on == on("2026-11-26")
