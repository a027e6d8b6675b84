"""Receive one filing, ask what can be done, and read its dates."""

from datetime import datetime
from zoneinfo import ZoneInfo

from caseflow import Actor, Channel, Engine
from caseflow import vietnam as vn

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
lodged_at = datetime(2026, 8, 20, 16, 40, tzinfo=HANOI)
received_at = datetime(2026, 8, 21, 8, 10, tzinfo=HANOI)
now = datetime(2026, 8, 24, 9, 0, tzinfo=HANOI)

engine = Engine(vn.danang())  # an office: calendar, workflows, policies; procedures are examples
clerk = Actor("u17", roles={"intake"})

case = engine.open("1.014445", channel=Channel.ONLINE, result_by=Channel.ONLINE, at=lodged_at)
case = engine.fire(case, vn.RECEIVE, vn.Receipt(papers=4), by=clerk, at=received_at)

for option in engine.actions(case, by=clerk, at=now):  # every action; four are shown
    if option.action in (vn.ASSIGN, vn.REQUEST_SUPPLEMENT, vn.EXTEND, vn.DECIDE):
        print(option.action.name, option.allowed, *(refusal.code for refusal in option.refusals))

dates = engine.deadlines(case, at=now)
print(dates.promised.due.on, dates.legal.due.on, dates.legal.left, dates.legal.standing.value)
print(dates.legal.explain("en"))
