"""The office that keeps budgets in Viet Nam, on the national calendar."""

from functools import cache

from attrs import evolve

from caseflow._typed import typed
from caseflow.engine import Jurisdiction
from caseflow.office import budgets
from caseflow.values import Text
from caseflow.vietnam._money import VND
from caseflow.vietnam._states import ROLES
from caseflow.vietnam.calendars import calendar
from caseflow.workflow import Workflow

__all__ = ["ACCOUNTANT", "BUDGET", "budget_office", "budget_workflow"]

_NAME = Text(vi="Nguồn kinh phí hỗ trợ", en="Budget for subsidies")
_NAMES = {
    "allot": Text(vi="Giao dự toán", en="Allot money"),
    "cap-ground": Text(vi="Đặt mức chi tối đa", en="Cap a ground"),
    "grant": Text(vi="Chi hỗ trợ", en="Grant a subsidy"),
    "give-back": Text(vi="Hoàn lại khoản chi", en="Give a grant back"),
    "take-back": Text(vi="Nhận lại khoản hỗ trợ", en="Take a subsidy back"),
    "close": Text(vi="Khóa sổ", en="Close the books"),
    "accountant": Text(vi="kế toán", en="accountant"),
    "open": Text(vi="Đang sử dụng", en="Open"),
    "closed": Text(vi="Đã khóa sổ", en="Closed"),
    **{role.name: role.labels for role in ROLES},
}

#: The accountant and the procedure of budgets, with their Vietnamese and English names.
ACCOUNTANT = evolve(budgets.ACCOUNTANT, labels=_NAMES[budgets.ACCOUNTANT.name])
BUDGET = evolve(budgets.BUDGET, name=_NAME)


@typed
@cache
def budget_workflow() -> Workflow:
    """Return the workflow of a budget: money comes in and goes out until it is closed."""
    return budgets.budget_workflow(_NAMES)


@typed
@cache
def budget_office() -> Jurisdiction:
    """Return what budgets are worked by: the national calendar, one procedure, its workflow.

    >>> [procedure.code for procedure in budget_office().catalogue]
    ['budget']
    """
    return budgets.budget_office(_NAME, calendar(), VND, _NAMES)
