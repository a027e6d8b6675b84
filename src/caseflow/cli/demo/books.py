"""The budget of the demonstration, kept in a store beside the filings that it pays for.

May import: everything below the command line, and its siblings.
"""

from datetime import datetime, time

from caseflow import vietnam as vn
from caseflow.cli.demo.people import ACCOUNTANT
from caseflow.cli.demo.tills import ALLOTTED, ALLOTTED_ON, BUDGET, SOURCE, Till
from caseflow.cli.keeping import Keeping
from caseflow.engine import Engine
from caseflow.office.budgets.actions import GRANT
from caseflow.office.budgets.books import standing_of
from caseflow.office.budgets.desks import BudgetDesk
from caseflow.stores import UnknownCaseError
from caseflow.values import utc

__all__ = ["keep_budget"]


def keep_budget(keeping: Keeping, till: Till) -> None:
    """Keep what the budget paid; what another run has kept of it stays, and counts once.

    A grant that comes after a later one of another run is entered at the instant of that one.
    """
    filings, budgets = keeping.service, keeping.beside(Engine(vn.budget_office()))
    desk = BudgetDesk(filings, budgets)
    zone = vn.calendar().zone
    opened_at = datetime.combine(ALLOTTED_ON, time(8), tzinfo=zone)
    there = 0
    try:
        there = len(budgets.get(BUDGET).records)
    except UnknownCaseError:
        desk.open(BUDGET, by=ACCOUNTANT, at=opened_at)
    desk.allot(BUDGET, ALLOTTED, number="2026", source=SOURCE, by=ACCOUNTANT, at=opened_at)
    book = budgets.get(BUDGET)
    held = standing_of(book.records).held
    for at, grant in sorted(till.grants, key=lambda each: utc(each[0])):
        if grant.number not in held:
            when = max(at, book.last_at, key=utc)
            book = budgets.fire(BUDGET, GRANT, grant, by=ACCOUNTANT, at=when, key=grant.key)
    keeping.count(kept=len(book.records) - there, there=there)
