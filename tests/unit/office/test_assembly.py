"""A second country: the phases it takes, under its own names and its own law."""

from datetime import UTC, date, datetime

import pytest

from caseflow import Actor, Channel, Engine
from caseflow.calendars import OfficeCalendar
from caseflow.checks import check_workflow
from caseflow.engine import Jurisdiction
from caseflow.errors import ActionRefusedError
from caseflow.law import Act, Citation, Rule
from caseflow.limits import working_days
from caseflow.office import actions as do
from caseflow.office import payloads
from caseflow.office.assembly import BILLING, PAYING, PHASES, RETURNING, assemble
from caseflow.office.processing._assigning import ASSIGNING
from caseflow.office.processing._deciding import DECIDING
from caseflow.office.processing._ending import ENDING
from caseflow.office.receiving._accepting import ACCEPTING
from caseflow.office.rules import OfficeRules, labelled
from caseflow.office.states import ROLES, STATES
from caseflow.procedures import Catalogue, LimitRule, Procedure
from caseflow.values import Text
from caseflow.workflow import LEGAL, ClockRule

ACT = Act("1/2020", Text(en="Permits Act"), since=date(2020, 1, 1))
RULES = OfficeRules(points={"withdraw": Rule("x.withdraw", (Citation(ACT, Text(en="s. 9")),))})
PHASES_TAKEN = (ACCEPTING, ASSIGNING, DECIDING, ENDING, RETURNING)
CLERK = Actor("c", roles={role.name for role in ROLES})


def named(values):
    """Return *values* named in English by what they are called."""
    return labelled(values, {each.name: Text(en=each.name.capitalize()) for each in values})


def workflow(phases=PHASES_TAKEN):
    return assemble(
        RULES,
        name="permit",
        version="1",
        actions=[RULES.named(each, Text(en=each.name)) for each in do.ACTIONS],
        states=named(STATES),
        roles=named(ROLES),
        clocks=[ClockRule(LEGAL, Text(en="time to decide"))],
        phases=phases,
        languages=["en"],
    )


def engine():
    permit = Procedure(
        code="permit",
        version="1",
        name=Text(en="Permit"),
        workflow="permit",
        limits=(LimitRule(working_days(5)),),
    )
    calendar = OfficeCalendar.weekends(first_year=2025, last_year=2026)
    return Engine(Jurisdiction("x", calendar, Catalogue((permit,), name="x"), (workflow(),)))


def at(day, hour=9):
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_a_country_takes_the_phases_it_wants():
    """What other phases bring is left out: their actions, states, guards and clocks."""
    small = workflow()
    assert [fault for fault in check_workflow(small) if not fault.is_warning] == []
    taken = {action.name for phase in PHASES_TAKEN for action in phase.actions}
    assert {action.name for action in small.actions} == taken
    assert "awaiting-payment" not in {state.name for state in small.states}
    assert {op.clock for way in small.transitions for op in way.clocks} == {LEGAL}
    assert small.opening == ()


@pytest.mark.parametrize("left_out", [BILLING, PAYING, (*BILLING, *PAYING)])
def test_an_office_without_money_is_an_office(left_out):
    """No phase needs those of money: a workflow without them has no fault."""
    phases = tuple(phase for phase in PHASES if phase not in left_out)
    assert [each for each in check_workflow(workflow(phases)) if not each.is_warning] == []


def test_a_filing_goes_through_an_office_that_no_country_of_the_library_has():
    """From acceptance to return, with the dates of the procedure and the law of the country."""
    here = engine()
    case = here.open("permit", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=at(2))
    case = here.fire(case, do.RECEIVE, payloads.Receipt(code="any/7"), by=CLERK, at=at(2))
    assert here.deadlines(case, at=at(2)).legal.due.on == date(2026, 3, 9)
    case = here.fire(case, do.ASSIGN, payloads.Assignment("permits"), by=CLERK, at=at(3))
    case = here.fire(case, do.DECIDE, payloads.Decision("1"), by=CLERK, at=at(9))
    with pytest.raises(ActionRefusedError) as refused:
        here.fire(case, do.WITHDRAW, payloads.Reason("too late"), by=CLERK, at=at(9))
    assert refused.value.refusals[0].cited("en") == "s. 9 of Permits Act"
    given = payloads.Handover("somebody")
    case = here.fire(case, do.RETURN_AT_COUNTER, given, by=CLERK, at=at(9, 10))
    assert case.state == "returned"


def test_a_point_of_law_that_a_country_lacks_is_cited_by_nothing():
    """No record and no definition of it names a point of the office."""
    ways = workflow().transitions
    assert all(str(op.basis) == "" for way in ways for op in way.clocks)
    here = engine()
    case = here.open("permit", channel=Channel.COUNTER, result_by=Channel.ONLINE, at=at(2))
    option = {each.action.name: each for each in here.actions(case, by=CLERK, at=at(2))}
    assert option["receive"].basis == ""
