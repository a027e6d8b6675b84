"""What a Dutch municipality works by."""

from caseflow._typed import typed
from caseflow.engine import Annulments, Assignments, Jurisdiction
from caseflow.netherlands._procedures import EUR, catalogue
from caseflow.netherlands._workflows import permit
from caseflow.netherlands.calendars import calendar
from caseflow.office.states import APPLICANT, APPROVER, SYSTEM
from caseflow.procedures import Catalogue

__all__ = ["municipality"]


@typed
def municipality(own: Catalogue | None = None) -> Jurisdiction:
    """Return what a municipality works by, on its list or on that of the pack.

    >>> municipality().currency.code
    'EUR'
    """
    return Jurisdiction(
        name="municipality",
        calendar=calendar(),
        catalogue=catalogue() if own is None else own,
        workflows=(permit(),),
        annulments=Annulments({APPROVER.name}),
        assignments=Assignments({APPROVER.name}, {APPLICANT.name, SYSTEM.name}),
        currency=EUR,
    )
