"""The office that keeps budgets in Viet Nam, on the national calendar."""

from functools import cache

from caseflow.engine import Jurisdiction
from caseflow.office import budgets
from caseflow.typed import typed
from caseflow.vietnam.calendars import calendar
from caseflow.vietnam.money import VND

__all__ = ["budget_office"]


@typed
@cache
def budget_office() -> Jurisdiction:
    """Return what budgets are worked by: the national calendar, one procedure, its workflow.

    >>> [procedure.code for procedure in budget_office().catalogue]
    ['budget']
    """
    return budgets.budget_office("Nguồn kinh phí hỗ trợ", calendar(), VND)
