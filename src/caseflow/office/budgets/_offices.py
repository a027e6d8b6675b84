"""The office that keeps budgets: one internal procedure, which is published nowhere.

A budget is a case; what it holds is a fold of its records, see `_books`.
"""

from collections.abc import Mapping

from attrs import evolve

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.engine import Jurisdiction
from caseflow.limits import months
from caseflow.money import Currency, currency_of
from caseflow.office.budgets import _guards as guards
from caseflow.office.budgets._actions import (
    ALLOT,
    BUDGET_ACTIONS,
    CAP,
    CLOSE,
    GIVE_BACK,
    GRANT,
    TAKE_BACK,
)
from caseflow.office.rules import UNNAMED, labelled
from caseflow.office.states import APPROVER, CASHIER, INTAKE, SYSTEM
from caseflow.procedures import Catalogue, LimitRule, Procedure, ServiceLevel
from caseflow.service._defaults import ACCOUNT
from caseflow.values import Channel, Text
from caseflow.workflow import Role, State, Transition, Workflow

__all__ = ["ACCOUNTANT", "BUDGET", "budget_office", "budget_workflow"]

ACCOUNTANT = Role("accountant", UNNAMED)

_OPEN = State("open", UNNAMED)
_CLOSED = State("closed", UNNAMED, is_final=True)

#: Who may pay is the filing's to say; these may set money aside for it.
_PAYERS = [APPROVER, CASHIER, INTAKE]

#: A budget is for a year; no clock of its workflow ever starts.
BUDGET = Procedure(
    code=ACCOUNT,
    version="1",
    name=UNNAMED,
    workflow="budget",
    limits=(LimitRule(months(12)),),
    channels=frozenset({Channel.COUNTER}),
    service_level=ServiceLevel.COUNTER,
)


@typed
def budget_workflow(names: Mapping[str, Text]) -> Workflow:
    """Return the workflow of a budget: money comes in and goes out until it is closed.

    What a filing declined or gave back comes back to a closed budget too. *names* are those that
    the country gives its states, actions and roles.
    """
    return Workflow(
        name="budget",
        version="1",
        initial=_OPEN,
        states=labelled((_OPEN, _CLOSED), names),
        actions=labelled(BUDGET_ACTIONS, names),
        transitions=(
            Transition(ALLOT, _OPEN, _OPEN, [ACCOUNTANT], guards=(guards.allotment_is_new,)),
            Transition(CAP, _OPEN, _OPEN, [ACCOUNTANT]),
            Transition(
                GRANT,
                _OPEN,
                _OPEN,
                _PAYERS,
                guards=(
                    guards.money_is_left,
                    guards.grant_is_new,
                    guards.grant_is_left,
                    guards.grant_is_within_cap,
                ),
            ),
            *Transition.each(
                GIVE_BACK,
                (_OPEN, _CLOSED),
                None,
                [*_PAYERS, ACCOUNTANT, SYSTEM],
                guards=(guards.some_grant_is_held, guards.grant_is_held),
            ),
            *Transition.each(
                TAKE_BACK,
                (_OPEN, _CLOSED),
                None,
                [*_PAYERS, ACCOUNTANT, SYSTEM],
                guards=(guards.some_grant_is_held, guards.return_is_new, guards.return_is_held),
            ),
            Transition(CLOSE, _OPEN, _CLOSED, [ACCOUNTANT]),
        ),
        roles=labelled((ACCOUNTANT, *_PAYERS, SYSTEM), names),
        guards=guards.BUDGET_GUARDS,
    )


@typed(late=True)
def budget_office(
    name: Text,
    calendar: OfficeCalendar,
    currency: Currency | str,
    names: Mapping[str, Text],
) -> Jurisdiction:
    """Return what budgets are worked by: a calendar, one procedure, its workflow.

    Args:
        name: what a budget is called.
        calendar: that of the office.
        currency: that of the budgets.
        names: those that the country gives the states, actions and roles.
    """
    return Jurisdiction(
        name.in_(name.languages[0]),
        calendar,
        Catalogue((evolve(BUDGET, name=name),), name="budgets"),
        (budget_workflow(names),),
        currency=currency_of(currency),
    )
