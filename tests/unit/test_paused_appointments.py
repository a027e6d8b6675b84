"""A new appointment while the clock is paused: the appointed day stands, and is shown so."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.values import Actor, Channel

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
STAFF = Actor("u1", {role.name for role in vn.one_stop_shop().roles})


def at(text):
    """An instant in Viet Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.mark.parametrize("result_by", [Channel.ONLINE, Channel.COUNTER])
def test_a_paused_appointment_is_counted_in_working_days(result_by):
    """Not in those of the limit, and it does not start again from zero; then it is due that day."""
    engine = Engine(vn.danang())
    case = engine.open(
        "1.014445", channel=Channel.ONLINE, result_by=result_by, at=at("2026-03-03 08:00")
    )
    asked = vn.SupplementRequest(("bản sao",), "thiếu")
    for day, action, payload in (
        ("2026-03-03 09:00", vn.RECEIVE, vn.Receipt(1)),
        ("2026-03-03 10:00", vn.ASSIGN, vn.Assignment("Phòng A")),
        ("2026-03-05 08:00", vn.REAPPOINT, vn.Reappointment(date(2026, 3, 26), "chậm")),
        ("2026-03-06 09:00", vn.REQUEST_SUPPLEMENT, asked),
    ):
        case = engine.fire(case, action, payload, by=STAFF, at=at(day))
    paused = engine.deadlines(case, at=at("2026-03-06 09:00")).promised
    days = vn.calendar().count_working_days(date(2026, 3, 6), date(2026, 3, 26))
    assert (paused.due, paused.projected.on, paused.left) == (None, date(2026, 3, 26), days)
    reported = {language: paused.explain(language) for language in ("vi", "en")}
    assert f"{days} working days" in reported["en"]
    assert f"{days} ngày làm việc" in reported["vi"]
    assert "from zero" not in reported["en"]
    assert "26/3/2026" in reported["vi"]
    case = engine.fire(case, vn.SUPPLEMENT, vn.Answer(1), by=STAFF, at=at("2026-03-09 09:00"))
    assert engine.deadlines(case, at=case.last_at).promised.due.on == date(2026, 3, 26)
