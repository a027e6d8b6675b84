"""The papers of a case on the forms of Viet Nam, and the register.

What stands on a paper is made by the office; here it gets the national forms and law.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from caseflow._typed import typed
from caseflow.cases import Case
from caseflow.documents import Paper
from caseflow.engine import Engine
from caseflow.office.papers import Office, registers, slips
from caseflow.vietnam.papers._forms import forms_on
from caseflow.vietnam.rules import OFFICE

__all__ = ["papers_of", "register_of"]


@typed
def papers_of(
    case: Case,
    engine: Engine,
    *,
    office: Office | None = None,
    tracking: str = "",
    at: datetime | None = None,
) -> tuple[Paper, ...]:
    """Return the papers of *case* in the order of their acts, named after the case and its record.

    Receipt, request for correction or supplement, refusal to accept, apology or extension, stop
    notice, bill, confirmation of payment, notice that the result is ready early, notice of
    correction (a result cancelled, a paper withdrawn, a date that moved); and, once the filing is
    accepted, the control slip. Cost: O(records) for each paper.

    Args:
        case: with its whole history.
        engine: holds the definitions and calendars the case was worked by.
        office: who issues them.
        tracking: the address at which applicants look a filing up, with `{code}` in it.
        at: the instant as of which the control slip is written; by default that of the last record.

    Raises:
        ValueInvalidError: *tracking* is no such address.
        TimeReversedError: *at* is before the last record.
    """
    return slips.papers_of(
        case, engine, forms_on=forms_on, rules=OFFICE, office=office, tracking=tracking, at=at
    )


@typed
def register_of(
    cases: Iterable[Case],
    engine: Engine,
    first: date,
    last: date,
    *,
    office: Office | None = None,
    passed_over: Callable[[str, Exception], None] | None = None,
) -> Paper:
    """Return the register of the *cases* accepted from *first* through *last*, both included.

    Days are those of the office. Rows go by the instant of acceptance, then by code. The date that
    was appointed is the one that holds now; what was entered late or taken back is told below them,
    also of a filing whose acceptance was taken back. Cost: O(records).

    A case of which no row can be made is left out, and its number and the error are handed to
    *passed_over*; without that the error is raised.

    Raises:
        ValueInvalidError: *last* is before *first*.
    """
    return registers.register_of(
        cases, engine, first, last, forms_on=forms_on, office=office, passed_over=passed_over
    )
