"""The office that keeps budgets: one internal procedure, which is published nowhere.

May import: engine, limits, procedures, values, workflow, and this pack. A budget is a case; what
it holds is a fold of its records, see `books`.
"""

from functools import cache

from caseflow.calendars import OfficeCalendar
from caseflow.engine import Jurisdiction
from caseflow.limits import months
from caseflow.money import Currency, currency_of
from caseflow.office.budgets import guards
from caseflow.office.budgets.actions import (
    ALLOT,
    BUDGET_ACTIONS,
    CAP,
    CLOSE,
    GIVE_BACK,
    GRANT,
    TAKE_BACK,
)
from caseflow.office.states import APPROVER, CASHIER, INTAKE, SYSTEM
from caseflow.procedures import Catalogue, LimitRule, Procedure, ServiceLevel
from caseflow.typed import typed
from caseflow.values import Channel, Text
from caseflow.workflow import Role, State, Transition, Workflow

__all__ = ["ACCOUNTANT", "BUDGET", "budget_office", "budget_workflow"]

ACCOUNTANT = Role("accountant", Text(vi="kế toán", en="accountant"))

_OPEN = State("open", Text(vi="Đang sử dụng", en="Open"))
_CLOSED = State("closed", Text(vi="Đã khóa sổ", en="Closed"), is_final=True)

#: Who may pay is the filing's to say; these may set money aside for it.
_PAYERS = [APPROVER, CASHIER, INTAKE]

#: A budget is for a year; no clock of its workflow ever starts.
BUDGET = Procedure(
    code="budget",
    version="1",
    name=Text(vi="Nguồn kinh phí hỗ trợ", en="Budget for subsidies"),
    workflow="budget",
    limits=(LimitRule(months(12)),),
    channels=frozenset({Channel.COUNTER}),
    service_level=ServiceLevel.COUNTER,
)


@typed
@cache
def budget_workflow() -> Workflow:
    """Return the workflow of a budget: money comes in and goes out until it is closed.

    What a filing declined or gave back comes back to a closed budget too.
    """
    return Workflow(
        name="budget",
        version="1",
        initial=_OPEN,
        states=(_OPEN, _CLOSED),
        actions=BUDGET_ACTIONS,
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
        roles=(ACCOUNTANT, *_PAYERS, SYSTEM),
        guards=guards.BUDGET_GUARDS,
    )


@typed(late=True)
def budget_office(name: str, calendar: OfficeCalendar, currency: Currency | str) -> Jurisdiction:
    """Return what budgets are worked by under *name*: a calendar, one procedure, its workflow.

    Budgets are in *currency*.
    """
    return Jurisdiction(
        name,
        calendar,
        Catalogue((BUDGET,), name="budgets"),
        (budget_workflow(),),
        currency=currency_of(currency),
    )
