"""What an engine works by: one calendar, one catalogue, and the workflows it refers to.

May import: calendars, procedures, workflow.
"""

from attrs import frozen

from caseflow.calendars import OfficeCalendar
from caseflow.procedures import Catalogue
from caseflow.workflow import Workflow

__all__ = ["Jurisdiction"]


@frozen
class Jurisdiction:
    """Hold what one authority works by; a pack builds it.

    Several versions of one workflow may be held; an open case finds its own by fingerprint, and a
    new case takes the last one of the name its procedure gives.
    """

    name: str
    calendar: OfficeCalendar
    catalogue: Catalogue
    workflows: tuple[Workflow, ...]
