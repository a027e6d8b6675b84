"""The budget of the demonstration, kept in a store beside the filings that it pays for."""

from datetime import datetime, time

from caseflow.cli._keeping import Keeping
from caseflow.engine import Engine, Jurisdiction
from caseflow.office.budgets import GRANT, standing_of
from caseflow.office.budgets.budget_service import BudgetService
from caseflow.office.samples import Till
from caseflow.stores import UnknownCaseError
from caseflow.values import utc

__all__ = ["keep_budget"]


def keep_budget(keeping: Keeping, till: Till, office: Jurisdiction) -> None:
    """Keep what the budget paid; what another run has kept of it stays, and counts once.

    A grant that comes after a later one of another run is entered at the instant of that one.
    """
    filings, budgets = keeping.service, keeping.beside(Engine(office))
    service = BudgetService(filings, budgets)
    prices, by = till.sample.prices, till.sample.people.accountant
    day, zone = prices.allotted_on, office.calendar.zone
    opened_at = datetime.combine(day, time(8), tzinfo=zone)
    there = 0
    try:
        there = len(budgets.get(prices.budget).records)
    except UnknownCaseError:
        service.open(prices.budget, by=by, at=opened_at)
    number = str(day.year)
    service.allot(
        prices.budget,
        prices.allotted,
        number=number,
        source=prices.source,
        by=by,
        at=opened_at,
    )
    book = budgets.get(prices.budget)
    held = standing_of(book.records).held
    for at, grant in sorted(till.grants, key=lambda each: utc(each[0])):
        if grant.number not in held:
            when = max(at, book.last_at, key=utc)
            book = budgets.fire(prices.budget, GRANT, grant, by=by, at=when, key=grant.key)
    keeping.count(kept=len(book.records) - there, there=there)
