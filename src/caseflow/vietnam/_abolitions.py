"""Check abolished procedures by the rule of one province; so what it finds are warnings."""

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.limits import working_days
from caseflow.office import abolitions
from caseflow.procedures import Catalogue
from caseflow.vietnam import law
from caseflow.workflow import Fault

__all__ = ["abolition_faults"]

#: Source: Decision 2715/QĐ-UBND (Quảng Trị) Art. 3.
_CLOSE_WITHIN = working_days(5, citation=law.CLOSE_ABOLISHED)


@typed
def abolition_faults(catalogue: Catalogue, calendar: OfficeCalendar) -> tuple[Fault, ...]:
    """Return the versions that close too late to new filings or retire too soon for open cases.

    Reception is closed within five working days of the decision that abolishes a procedure, and
    the procedure is retired only after as long as the last filings may take. Pauses make that
    longer still; they are not known here.

    Source: Decision 2715/QĐ-UBND (Quảng Trị) Art. 3.
    """
    return abolitions.abolition_faults(catalogue, calendar, close_within=_CLOSE_WITHIN)
