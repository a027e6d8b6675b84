"""Corrections to what a filing says of its applicant (trap 48 of the project's list)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.errors import ActionRefusedError
from caseflow.values import Actor, Channel

STAFF = Actor("u17", {"intake", "officer", "approver"})
ENGINE = Engine(vn.danang())


def at(text):
    """An instant in Viet Nam, as "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def described(name):
    """What a clerk writes down of an applicant."""
    return vn.Description(vn.Applicant(name), "Cấp giấy phép", ["Đơn đề nghị"])


def test_trap_48_a_correction_changes_neither_code_nor_dates():
    """48. An amendment keeps history and the dossier code: 45/2020/NĐ-CP Art. 12.3."""
    case = ENGINE.open(
        "1.014445", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=at("2026-03-02 08:00")
    )
    for action, payload in (
        (vn.DESCRIBE, described("Nguyễn Thị Bính")),
        (vn.RECEIVE, vn.Receipt(papers=1, code="H17.15-260302-0001")),
        (vn.ASSIGN, vn.Assignment("Phòng")),
    ):
        case = ENGINE.fire(case, action, payload, by=STAFF, at=at("2026-03-02 09:00"))
    now = at("2026-03-05 09:00")
    before = case
    case = ENGINE.fire(case, vn.DESCRIBE, described("Nguyễn Thị Bình"), by=STAFF, at=now)

    assert case.fact("dossier_code") == "H17.15-260302-0001"
    assert case.facts == before.facts
    assert case.state == before.state
    assert case.clock_states == before.clock_states
    assert ENGINE.deadlines(case, at=now).legal.due == ENGINE.deadlines(before, at=now).legal.due
    names = [
        record.payload.applicant.name
        for record in case.records
        if isinstance(record.payload, vn.Description)
    ]
    assert names == ["Nguyễn Thị Bính", "Nguyễn Thị Bình"]


def test_a_returned_filing_is_described_no_more():
    """What was handed over to somebody keeps the name it was handed over under."""
    case = ENGINE.open(
        "1.014445", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=at("2026-03-02 08:00")
    )
    for action, payload in (
        (vn.RECEIVE, vn.Receipt()),
        (vn.ASSIGN, vn.Assignment("Phòng")),
        (vn.DECIDE, vn.Decision("1")),
        (vn.DESCRIBE, described("Nguyễn Thị Bình")),
        (vn.NOTIFY_EARLY, vn.EarlyNotice("SMS")),
        (vn.RETURN_AT_COUNTER, vn.Handover("Nguyễn Thị Bình")),
    ):
        case = ENGINE.fire(case, action, payload, by=STAFF, at=at("2026-03-02 09:00"))
    with pytest.raises(ActionRefusedError):
        ENGINE.fire(case, vn.DESCRIBE, described("A"), by=STAFF, at=at("2026-03-02 10:00"))
