"""The end of a procedure's life, by the rule of one province; so what it finds are warnings."""

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.limits import working_days
from caseflow.office import lives
from caseflow.procedures import Catalogue
from caseflow.vietnam import law
from caseflow.workflow import Fault

__all__ = ["life_faults"]

#: Source: Decision 2715/QĐ-UBND (Quảng Trị) Art. 3.
_CLOSE_WITHIN = working_days(5, citation=law.CLOSE_ABOLISHED)


@typed
def life_faults(catalogue: Catalogue, calendar: OfficeCalendar) -> tuple[Fault, ...]:
    """Return the versions whose life ends too late for new filings or too soon for open cases.

    Reception is closed within five working days of the decision that abolishes a procedure, and
    the procedure is retired only after as long as the last filings may take. Pauses make that
    longer still; they are not known here.

    Source: Decision 2715/QĐ-UBND (Quảng Trị) Art. 3.
    """
    return lives.life_faults(catalogue, calendar, close_within=_CLOSE_WITHIN)
