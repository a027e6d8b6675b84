"""What is offered can be done, what a hint names can be done, and no result goes out unpaid.

Proved by a search over every kind of situation of every workflow that ships.
"""

from datetime import datetime
from functools import cache

import pytest

from caseflow import vietnam as vn
from caseflow.engine import Engine
from caseflow.limits import Unit
from caseflow.office.rules import COMPETENT
from caseflow.office.states import STATES
from caseflow.values import Actor, Channel
from histories import office
from histories.reach import Found, budget_payloads, filing_payloads, search
from oracle.product import HANOI

#: A Monday on which the versions of the catalogue are in force, but for those that ended.
AT = datetime(2026, 11, 30, 9, tzinfo=HANOI)
FINAL = {state.name for state in STATES if state.is_final}
LATE = tuple(AT.replace(month=12, day=4, hour=hour, minute=30) for hour in (16, 23))
STAFF = Actor("all", {role.name for role in vn.one_stop_shop().roles})
GOES_OUT = ("return-online", "return-at-counter", "return-by-post", "record-result")


def features(procedure):
    """All of a procedure that a guard or a hint depends on; one of each kind is searched."""
    return (
        procedure.workflow,
        procedure.payment,
        procedure.fees is not None and procedure.fees.is_free,
        procedure.branches,
        bool(procedure.steps),
        procedure.silence,
        procedure.extension,
        procedure.supplement,
        procedure.supplement_max,
        procedure.boundary_free,
        frozenset(each for each in Channel if procedure.is_offered(each)),
    )


@cache
def engines():
    """The engine of Da Nang and that of an office with procedures of every kind."""
    return {"danang": Engine(vn.danang()), "office": office.engine()}


def kinds():
    """One procedure of each kind, with a channel it is offered through."""
    found = {}
    for procedure in vn.danang().catalogue:
        if procedure.refuses_new_on(AT.date()):
            continue
        found.setdefault(features(procedure), ("danang", procedure.code))
    found |= {code: ("office", code) for code in office.CODES}
    # Channels take turns among the kinds, so that each comes up often enough.
    wanted = [
        (name, code, (Channel.ONLINE, Channel.COUNTER)[number % 2])
        for number, (name, code) in enumerate(found.values())
    ]
    return [
        (name, code, channel)
        for name, code, channel in wanted
        if engines()[name].jurisdiction.catalogue.get(code, on=AT.date()).is_offered(channel)
    ]


@cache
def found(name, code, channel):
    """The search for one procedure; a filing opens on a day on which it is in force."""
    engine = engines()[name]
    procedure = engine.jurisdiction.catalogue.get(code, on=AT.date())
    # What is due within a day is due the next one if it comes in late, and may be early then.
    short = (Unit.SAME_DAY, Unit.WORKING_HOUR, Unit.CLOCK_HOUR)
    is_short = any(rule.limit.unit in short for rule in procedure.limits)
    begun = [(at, {}) for at in ((AT, *LATE) if is_short else (AT,))]
    if procedure.boundary_free:
        begun.append((AT, {COMPETENT: "Sở A"}))
    searched = [
        search(
            engine,
            engine.open(code, channel=channel, result_by=channel, at=at, facts=facts),
            STAFF,
            filing_payloads,
            most=12,
        )
        for at, facts in begun
    ]
    return Found(
        tuple(place for each in searched for place in each.places),
        tuple(reported for each in searched for reported in each.in_vain),
    )


each_kind = pytest.mark.parametrize(
    ("name", "code", "channel"), kinds(), ids=lambda each: getattr(each, "value", each)
)


@each_kind
def test_whatever_is_offered_can_be_done_with_some_payload(name, code, channel):
    """No action is offered in vain, in any kind of situation that a filing comes to."""
    assert found(name, code, channel).in_vain == ()


@each_kind
def test_a_hint_names_what_this_procedure_can_do(name, code, channel):
    """What must be done first can be done in that state, and leads to the action itself."""
    places = found(name, code, channel).places
    by_label = {each.labels: each.name for each in vn.one_stop_shop().actions}
    done = {(place.case.state, action) for place in places for action in place.fired}
    ever = {action for _, action in done}
    wrong = set()
    for place in places:
        for option in place.options:
            for refusal in option.refusals:
                if refusal.code != "wrong-state":
                    continue
                leading = dict(refusal.params)["leading"]
                for label in leading:
                    if (place.case.state, by_label[label]) not in done:
                        wrong.add((place.case.state, option.action.name, by_label[label]))
                if leading and option.action.name not in ever:
                    wrong.add((place.case.state, option.action.name, "leads nowhere"))
    assert not wrong


@each_kind
def test_no_hint_says_that_nothing_leads_where_something_does(name, code, channel):
    """What was done after a situation is not said to be out of reach in it."""
    for place in found(name, code, channel).places:
        for action in place.fired:
            before = place.before
            while before is not None:
                (option,) = (each for each in before.options if each.action.name == action)
                for refusal in option.refusals:
                    if refusal.code == "wrong-state" and before.case.state not in FINAL:
                        assert dict(refusal.params)["leading"], (before.case.state, action)
                before = before.before


@each_kind
def test_no_result_goes_out_while_money_is_due(name, code, channel):
    """Wherever a result is delivered, whatever happened before, nothing is due."""
    for place in found(name, code, channel).places:
        if place.fired & set(GOES_OUT):
            assert vn.account_of(place.case.records).balance.due == 0
        if place.by.startswith("return-"):
            assert vn.account_of(place.case.records[:-1]).balance.due == 0


@each_kind
def test_no_money_is_asked_for_a_free_procedure(name, code, channel):
    """No bill, no request and no payment comes on record, and each says why."""
    procedure = engines()[name].jurisdiction.catalogue.get(code, on=AT.date())
    if procedure.fees is None or not procedure.fees.is_free:
        return
    for place in found(name, code, channel).places:
        assert not vn.account_of(place.case.records).bills
        for option in place.options:
            codes = {refusal.code for refusal in option.refusals}
            if option.action.name in ("issue-bill", "request-payment", "pay"):
                assert not option.allowed
                assert codes in ({"procedure-free"}, {"wrong-state"})
                leading = [dict(r.params).get("leading") for r in option.refusals]
                if option.action.name != "issue-bill" and codes == {"wrong-state"}:
                    assert not any(leading)


def test_every_state_of_the_shop_is_searched():
    """The search is no proof of states it never came to."""
    states = {place.case.state for each in kinds() for place in found(*each).places}

    assert states == {state.name for state in STATES}


def test_a_budget_offers_nothing_in_vain():
    """The workflow of budgets is searched likewise, to its end."""
    engine = Engine(vn.budget_office())
    case = engine.open("budget", channel=Channel.COUNTER, result_by=Channel.COUNTER, at=AT)
    roles = {role.name for role in engine.jurisdiction.workflows[0].roles}
    reached = search(engine, case, Actor("all", roles), budget_payloads)

    assert reached.in_vain == ()
    assert {place.case.state for place in reached.places} == {"open", "closed"}
    done = {action for place in reached.places for action in place.fired}
    assert done == {each.name for each in engine.jurisdiction.workflows[0].actions}
