"""Traps 21, 31 and 34 as sweeps meet them: what is reported, or done, and at which instant."""

import json
from datetime import datetime, timedelta

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.engine import Engine, Jurisdiction
from caseflow.limits import TimeLimit, working_days, working_hours
from caseflow.procedures import Catalogue, LimitRule
from caseflow.service import CaseService
from caseflow.stores import MemoryStore, Query
from caseflow.values import Actor
from caseflow.vietnam.stored import case_codec, definition_codec, expiries, unit_of
from stores.offices import HEAD, OFFICER, TEN_DAYS, assign, at, lodge, receive

TICK = timedelta(microseconds=1)
CODECS = case_codec(), definition_codec()
SORRY = vn.Reappointment(at("2026-09-08 00:00").date(), "chờ ý kiến")
ASKED = vn.SupplementRequest(("bản sao",), "thiếu")


def shop(limit: TimeLimit, *, closes: bool = False, grace: int = 1) -> CaseService:
    """Return a one-stop shop in memory with one procedure, and the expiries of the pack."""
    workflow = vn.one_stop_shop(closes_unanswered=closes)
    terms = evolve(TEN_DAYS, limits=(LimitRule(limit),), early=None, workflow=workflow.name)
    office = Jurisdiction(
        "test", vn.calendar(), Catalogue((terms,)), vn.danang().workflows, currency="VND"
    )
    codec, definitions = CODECS
    return CaseService(
        Engine(office),
        MemoryStore(),
        codec,
        definitions=definitions,
        expiries=expiries(grace=grace),
        unit_of=unit_of,
    )


def reported(case_service: CaseService, now: datetime) -> list[dict[str, object]]:
    """Sweep until nothing is due and return the messages of expiries."""
    while case_service.due(now, lease=TICK).claimed:
        now += TICK
    found: list[str] = []
    case_service.deliver(now, lambda message: found.append(message.body), limit=1_000)
    return [body for body in map(json.loads, found) if "expiry" in body]


def names(case_service: CaseService, now: datetime) -> list[object]:
    """Return the expiries that are reported at *now*."""
    return [body["expiry"] for body in reported(case_service, now)]


@pytest.mark.parametrize(
    ("lodged", "until"),
    [
        ("2026-11-20 16:00", "2026-11-23 16:00"),
        ("2026-11-20 22:15", "2026-11-23 17:30"),
        ("2026-11-23 16:00", "2026-11-25 16:00"),
        ("2026-02-13 15:00", "2026-02-23 15:00"),
        ("2025-04-25 16:30", "2025-04-26 16:30"),
        ("2026-11-25 12:10", "2026-11-26 11:30"),
        ("2026-11-25 07:30", "2026-11-25 17:30"),
    ],
)
def test_trap_21_an_acknowledgement_is_overdue_after_eight_working_hours(lodged, until):
    """At the last instant nothing is reported; one microsecond later it is, with its article."""
    case_service = shop(working_days(10))
    lodge(case_service, when=at(lodged))
    # The two hours to alert the officer are over long before.
    names(case_service, at(until) - timedelta(minutes=1))
    assert reported(case_service, at(until)) == []
    (body,) = reported(case_service, at(until) + TICK)
    assert body["expiry"] == "acknowledgement-overdue"
    is_new = body["due_on"] >= "2025-07-01"
    new = "điểm c khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"
    assert body["basis"] == (new if is_new else "khoản 4 Điều 11 Nghị định 45/2020/NĐ-CP")
    assert reported(case_service, at(until) + timedelta(days=30)) == []


@pytest.mark.parametrize(
    ("lodged", "is_reported"), [("2025-07-01 00:00", True), ("2025-06-30 23:59", False)]
)
def test_an_officer_who_was_not_alerted_in_two_hours_is_reported(lodged, is_reported):
    """Two hours after an online filing came in, day or night, since 1 July 2025."""
    case_service = shop(working_days(10))
    when = at(lodged)
    lodge(case_service, when=when)
    assert "officer-not-alerted" not in names(case_service, when + timedelta(hours=2))
    assert (
        "officer-not-alerted" in names(case_service, when + timedelta(hours=2) + TICK)
    ) is is_reported


def test_who_alerted_the_officer_in_time_is_not_reported():
    """The system says that it did, and nothing is raised."""
    case_service = shop(working_days(10))
    when = at("2026-03-02 09:00")
    lodge(case_service, when=when)
    case_service.fire("H1", vn.ALERT_OFFICER, by=Actor("portal", {"system"}), at=when + TICK)
    assert "officer-not-alerted" not in names(case_service, at("2026-03-04 09:00"))


def test_trap_21_who_answered_in_time_is_not_reported():
    """Accepted within the eight hours, a filing has no acknowledgement to wait for."""
    case_service = shop(working_days(10))
    lodge(case_service, when=at("2026-11-20 16:00"))
    receive(case_service, when=at("2026-11-23 16:00"))
    assert "acknowledgement-overdue" not in names(case_service, at("2027-01-04 00:00"))


def test_trap_34_an_apology_is_due_on_the_working_day_before():
    """Due Thu 3 September 2026, after the holiday: told as Fri 28 August begins, once."""
    case_service = shop(working_days(2))
    lodge(case_service, when=at("2026-08-27 09:00"))
    receive(case_service, when=at("2026-08-27 09:00"))
    assert "apology-due" not in names(case_service, at("2026-08-28 00:00") - TICK)
    (body,) = (
        each for each in reported(case_service, at("2026-08-28 00:00")) if each["clock"] == "legal"
    )
    assert (body["expiry"], body["due_on"]) == ("apology-due", "2026-09-03")
    assert body["basis"] == "khoản 6 Điều 19 Nghị định 118/2025/NĐ-CP"
    # On that day the apology is still in time, which is what the telling is for.
    case_service.fire("H1", vn.REAPPOINT, SORRY, by=OFFICER, at=at("2026-08-28 17:00"))
    assert "apology-due" not in names(case_service, at("2026-09-02 00:00"))


def test_trap_34_who_has_apologised_is_not_asked_to():
    """A new day was appointed before the last day to do so: no apology is due, the rest is."""
    case_service = shop(working_days(5))
    lodge(case_service, when=at("2026-08-24 09:00"))
    receive(case_service, when=at("2026-08-24 09:00"))
    case_service.fire("H1", vn.REAPPOINT, SORRY, by=OFFICER, at=at("2026-08-25 09:00"))
    assert set(names(case_service, at("2026-09-07 00:00"))) == {"legal-overdue"}
    assert names(case_service, at("2026-09-08 00:00")) == ["promise-at-risk"]


@pytest.mark.parametrize("limit", [working_hours(2), working_days(1)], ids=["hours", "a day"])
def test_an_apology_that_could_not_be_written_is_not_due(limit):
    """Of two hours there is no day before: nobody is told; of one day it is the reception day."""
    case_service = shop(limit)
    lodge(case_service, when=at("2026-08-26 09:00"))
    receive(case_service, when=at("2026-08-26 09:00"))
    is_due = "apology-due" in names(case_service, at("2026-08-26 09:00"))
    assert is_due is (limit == working_days(1))
    assert case_service.verify(deep=True, at=at("2026-08-26 09:00")).is_sound


@pytest.mark.parametrize(
    ("grace", "over"), [(0, "2026-03-21"), (1, "2026-03-24"), (2, "2026-03-25")]
)
@pytest.mark.parametrize("closes", [False, True])
def test_trap_31_an_unanswered_filing_is_closed(grace, over, closes):
    """Asked on 5 March 2026: open through Fri 20 March, closed as the 21st begins.

    By policy it is closed some working days later, for papers that were handed in in time. Where
    the 15 working days of the decree on interconnected procedures apply, it is open through Thu
    26 March.
    """
    last = "2026-03-26" if closes else "2026-03-20"
    if closes:
        over = {0: "2026-03-27", 1: "2026-03-28", 2: "2026-03-31"}[grace]
    case_service = shop(working_days(10), closes=closes, grace=grace)
    lodge(case_service, when=at("2026-03-02 09:00"))
    receive(case_service, when=at("2026-03-02 09:00"))
    case_service.fire("H1", vn.REQUEST_SUPPLEMENT, ASKED, by=OFFICER, at=at("2026-03-05 10:00"))
    assert names(case_service, at(f"{last} 23:59")) == []
    over = at(f"{over} 00:00")
    assert case_service.due(over - timedelta(minutes=1)).fired == 0
    assert case_service.get("H1").state == "awaiting-supplement"

    assert case_service.due(over).fired == 1

    case = case_service.get("H1")
    assert (case.state, case.last.action) == ("stopped", "close-unanswered")
    assert (case.last.actor.id, case.last.at) == ("caseflow", over)
    assert [effect.name for effect in case.last.effects] == ["print-stop-notice"]
    assert case_service.due(at("2026-06-01 00:00")).claimed == 0


def test_trap_31_no_filing_is_closed_where_no_rule_applies():
    """Received before 1 July 2025, it waits, however long: no general rule closed filings then."""
    case_service = shop(working_days(10))
    lodge(case_service, when=at("2025-06-30 09:00"))
    receive(case_service, when=at("2025-06-30 09:00"))
    case_service.fire("H1", vn.REQUEST_SUPPLEMENT, ASKED, by=OFFICER, at=at("2025-07-02 10:00"))
    assert names(case_service, at("2027-01-04 00:00")) == []
    assert case_service.get("H1").state == "awaiting-supplement"


def test_a_promise_is_reported_when_it_stands_at_risk():
    """Of ten days a fifth is left, or less: reported from the day on which that is so."""
    case_service = shop(working_days(10))
    lodge(case_service, when=at("2026-03-02 09:00"))
    receive(case_service, when=at("2026-03-02 09:00"))
    day = at("2026-03-03 00:00")
    while "promise-at-risk" not in names(case_service, day):
        assert case_service.deadlines("H1", at=day).promised.standing.value == "on-track"
        day += timedelta(days=1)
    assert case_service.deadlines("H1", at=day).promised.standing.value == "at-risk"


def test_every_expiry_belongs_to_a_workflow_of_the_pack():
    """Each names a clock of its workflow, and an action that its roles may do there."""
    workflows = {each.name: each for each in vn.danang().workflows}
    assert set(expiries()) == set(workflows)
    for name, declared in expiries().items():
        workflow = workflows[name]
        clocks = {rule.name for rule in workflow.clocks} | {"promised"}
        assert {each.clock for each in declared} <= clocks
        for each in declared:
            for action in (each.action, each.unless):
                assert action is None or action in workflow.actions
            may = {role for way in workflow.transitions for role in way.roles
                   if each.action is not None and way.action == each.action.name}  # fmt: skip
            assert each.action is None or each.roles & may


# ── units ───────────────────────────────────────────────────────────────────────────────────


def test_units_find_their_cases():
    """Before the transfer the one-stop shop, or the desk it was lodged at; then the unit."""
    case_service = shop(working_days(10))
    when = at("2026-03-02 09:00")
    for number, facts in (("H1", None), ("H2", {"unit": "Phường Hải Châu"}), ("H3", None)):
        lodge(case_service, number, when=when, facts=facts)
        receive(case_service, number, when=when)
    assign(case_service, "H3", when=when, unit="Phòng A")
    assign(case_service, "H3", when=when, unit="Phòng B")
    case_service.fire("H3", vn.DECIDE, vn.Decision(), by=HEAD, at=when)

    def found(unit: str) -> list[str]:
        return [summary.case_id for summary in case_service.search(Query(unit=unit))]

    assert found("Bộ phận Một cửa") == ["H1"]
    assert found("Phường Hải Châu") == ["H2"]
    assert found("Phòng A") == []
    assert found("Phòng B") == ["H3"]
    assign(case_service, "H2", when=when, unit="Phòng A")
    assert found("Phòng A") == ["H2"]
    assert case_service.verify(deep=True).is_sound
