"""A report: all that a page says of a register in a period, and where it says it."""

from collections.abc import Callable

from caseflow._typed import typed
from caseflow.reports.pages._attribution import attribution_section
from caseflow.reports.pages._backlog import backlog_section, nearest_section
from caseflow.reports.pages._basis import basis_section
from caseflow.reports.pages._content import Content, Section
from caseflow.reports.pages._definitions import bridges_section, indices_section
from caseflow.reports.pages._duties import escalations_section, targets_section
from caseflow.reports.pages._flow import flow_of, flow_section, tiles_of
from caseflow.reports.pages._ranking import board_section
from caseflow.reports.pages._sources import ReportSource, checked
from caseflow.reports.pages._times import durations_section, early_section, used_section
from caseflow.texts import Message

__all__ = ["report_of"]

_OF_SOURCE: tuple[Callable[[ReportSource], Section | None], ...] = (
    targets_section,
    used_section,
    early_section,
    backlog_section,
    nearest_section,
    indices_section,
    bridges_section,
    durations_section,
    attribution_section,
    escalations_section,
    basis_section,
)


@typed
def report_of(source: ReportSource) -> Content:
    """Return what there is to say of *source*, section by section.

    Cost: some twenty passes over the columns that are asked for.

    Raises:
        ValueInvalidError: the day is not in the period, or no filing is of the period.
        UnknownNameError: there is no such unit.
    """
    found = checked(source)
    flow = flow_of(found)
    made = (each(found) for each in _OF_SOURCE)
    sections = (flow_section(flow), board_section(flow), *(each for each in made if each))
    title = Message("pages/page.title", period=found.period.text)
    lead = Message("pages/page.lead", first=found.period.first, last=found.period.last, on=found.on)
    return Content(title, (lead,), tiles_of(flow), sections)
