"""Traps 39, 43, 45 and 49 to 51 on the real catalogue: faults are reported, never crashed on."""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from caseflow import vietnam as vn
from caseflow.checks import check_catalogue
from caseflow.engine import Engine, Jurisdiction
from caseflow.errors import ProcedureClosedError, UnknownNameError
from caseflow.limits import working_days
from caseflow.procedures import Catalogue, LimitRule
from caseflow.targets import EarlyReturn
from caseflow.values import Actor, Channel

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
STAFF = Actor("staff", {"intake", "officer", "approver"})


def at(text):
    """An instant in Viet Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.fixture(scope="module")
def faults():
    """All faults of the shipped catalogue, by code of the fault."""
    return check_catalogue(vn.catalogue(), workflows=vn.danang().workflows, calendar=vn.calendar())


def places(faults, code):
    """The procedures at which a fault is reported."""
    return {fault.where for fault in faults if fault.code == code}


def test_trap_49_steps_that_do_not_add_up_are_reported(faults):
    """A procedure of a real decision states another total than its steps give.

    The one that was said to, 1.014452, adds up: 8 + 1 + 1 + 4 + 1 = 15; a broken mark in a copy of
    the decision hides the unit of its last step. 1.014431, whose steps give 15 for 27, is kept for
    cases only: the 27 days are a sum of stages that the law keeps apart.
    """
    wrong = {fault.where: fault.text("en") for fault in faults if "step" in fault.code}

    ((where, text),) = wrong.items()
    assert "1.014451" in where
    assert "51" in text
    assert "53" in text


def test_trap_49_cuts_that_were_not_applied_are_reported():
    """Five procedures say "cut from A to B" and still state another time than B."""
    codes = Counter(fault.code for fault in vn.catalogue_faults())
    not_applied = {f.where for f in vn.catalogue_faults() if f.code == "cut-not-applied"}

    assert not_applied == {"1.009669", "1.012500", "1.000824", "1.012503", "1.012504"}
    assert codes == {
        "cut-not-applied": 5,
        "cut-unit-differs": 2,
        "hours-differ": 1,
        "channel-unit-differs": 1,
        "name-repeated": 1,
    }
    for fault in vn.catalogue_faults():
        assert fault.is_warning
        assert fault.text("vi") != fault.text("en")


def test_trap_23_a_shortened_time_after_the_legal_date_is_reported(faults):
    """17.5 working days are no shortening of 25 calendar days."""
    late = {fault.where for fault in faults if "promise" in fault.code or "short" in fault.code}

    assert any("HCM-2843-06" in where for where in late)
    assert any("HCM-2843-07" in where for where in late)


def test_what_papers_get_wrong_stops_nobody(faults):
    """No row is an error, also where two provinces publish one code; an office offers each once."""
    assert [str(fault) for fault in faults if not fault.is_warning] == []
    twice = {code for code in vn.catalogue().codes if len(vn.catalogue().versions(code)) == 2}
    assert len(twice) == 12

    danang = vn.danang()
    own = check_catalogue(danang.catalogue, workflows=danang.workflows, calendar=danang.calendar)
    assert [str(fault) for fault in own if not fault.is_warning] == []


def test_trap_50_ranges_are_branches():
    """Five or eight days, nine to twelve: without the branch there is no limit."""
    for code, branches in (
        ("HCM-2843-02", ("case-1", "case-2")),
        ("HCM-2843-40", ("range-high", "range-low")),
    ):
        procedure = vn.catalogue().get(code)
        assert procedure.branches == branches
        with pytest.raises(UnknownNameError):
            procedure.limit_for(Channel.COUNTER)

    limit = vn.catalogue().get("HCM-2843-40").limit_for(Channel.COUNTER, "range-high")
    assert limit.text("en") == "12 working days"


def test_trap_51_a_new_version_leaves_open_cases_alone():
    """An open case keeps its limit; a closed version finishes what it has and takes nothing new."""
    old = evolve(vn.catalogue().get("1.014445"), limits=(LimitRule(working_days(15)),))
    new = evolve(
        old, version="2", limits=(LimitRule(working_days(5)),), valid_from=date(2026, 3, 10)
    )
    before = Engine(
        Jurisdiction("t", vn.calendar(), Catalogue((old,)), vn.danang().workflows, currency="VND")
    )
    after = Engine(
        Jurisdiction(
            "t", vn.calendar(), Catalogue((old, new)), vn.danang().workflows, currency="VND"
        )
    )
    kinds = {"channel": Channel.COUNTER, "result_by": Channel.COUNTER}

    case = before.open("1.014445", at=at("2026-03-02 08:00"), **kinds)
    case = before.fire(case, vn.RECEIVE, vn.Receipt(), by=STAFF, at=at("2026-03-02 09:00"))
    now = at("2026-03-11 09:00")
    assert after.deadlines(case, at=now).legal.due == before.deadlines(case, at=now).legal.due

    closed = evolve(old, closed_to_new_from=date(2026, 3, 10))
    ending = Engine(
        Jurisdiction(
            "t", vn.calendar(), Catalogue((closed,)), vn.danang().workflows, currency="VND"
        )
    )
    with pytest.raises(ProcedureClosedError):
        ending.open("1.014445", at=now, **kinds)
    assert ending.fire(case, vn.ASSIGN, vn.Assignment("Phòng"), by=STAFF, at=now).state


@pytest.fixture
def fifteen_days():
    """An engine for one procedure of 15 working days that takes part in early return."""
    procedure = evolve(
        vn.catalogue().get("1.014445"),
        valid_from=None,
        limits=(LimitRule(working_days(15)),),
        early=EarlyReturn("1/5"),
    )
    return Engine(
        Jurisdiction(
            "t", vn.calendar(), Catalogue((procedure,)), vn.danang().workflows, currency="VND"
        )
    )


def received(engine, result_by=Channel.ONLINE):
    """A filing lodged online and received on Thu 24 April 2025."""
    when = at("2025-04-24 09:00")
    case = engine.open("1.014445", channel=Channel.ONLINE, result_by=result_by, at=when)
    case = engine.fire(case, vn.RECEIVE, vn.Receipt(), by=STAFF, at=when)
    return engine.fire(case, vn.ASSIGN, vn.Assignment("Phòng"), by=STAFF, at=when)


def test_trap_39_twenty_per_cent_sooner(fifteen_days):
    """15 working days from 24 April 2025: legal 19 May, promised 14 May; none at the counter."""
    dates = fifteen_days.deadlines(received(fifteen_days), at=at("2025-04-24 10:00"))
    assert (str(dates.legal.due.on), str(dates.promised.due.on)) == ("2025-05-19", "2025-05-14")

    counter = received(fifteen_days, Channel.COUNTER)
    dates = fifteen_days.deadlines(counter, at=at("2025-04-24 10:00"))
    assert str(dates.promised.due.on) == "2025-05-19"


@pytest.mark.parametrize(("policy", "promised"), [("keep", "2025-05-14"), ("drop", "2025-05-19")])
def test_trap_43_eligibility_that_ends_mid_case(fifteen_days, policy, promised):
    """Filed online, then asked for on paper: the legal date stays, the promise by policy."""
    (procedure,) = fifteen_days.jurisdiction.catalogue
    policies = type(procedure.promise_policy)
    changed = evolve(procedure, promise_policy=policies(policy))
    engine = Engine(evolve(fifteen_days.jurisdiction, catalogue=Catalogue((changed,))))
    case = engine.fire(
        received(engine),
        vn.CHANGE_RESULT_CHANNEL,
        vn.ResultChannel(Channel.COUNTER),
        by=STAFF,
        at=at("2025-04-28 10:00"),
    )
    dates = engine.deadlines(case, at=at("2025-04-28 10:00"))

    assert str(dates.legal.due.on) == "2025-05-19"
    assert str(dates.promised.due.on) == promised


def test_trap_45_a_missed_promise_is_not_late(fifteen_days):
    """Decided after the promised and before the legal date: early in official figures."""
    case = received(fifteen_days)
    case = fifteen_days.fire(case, vn.DECIDE, vn.Decision(), by=STAFF, at=at("2025-05-16 10:00"))
    outcome = fifteen_days.timeliness(case)

    assert outcome.timeliness.value == "early"
    assert outcome.is_promise_kept is False
