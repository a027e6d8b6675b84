"""What is wrong with a workflow, a procedure or a catalogue: every fault at once.

A fault is a value; nothing here mends or stops anything but `checked`. Every code is listed in
`docs/reference/checks.md`.
"""

from collections.abc import Iterable

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.checks._clocks import clock_faults, positions
from caseflow.checks._decisions import decision_faults
from caseflow.checks._graphs import graph_faults
from caseflow.checks._labels import label_faults
from caseflow.checks._procedures import catalogue_faults, procedure_faults
from caseflow.errors import DefinitionError
from caseflow.machine import unknown_names
from caseflow.procedures import Catalogue, Procedure
from caseflow.workflow import Fault, Workflow

__all__ = ["Fault", "check_catalogue", "check_procedure", "check_workflow", "checked", "positions"]


@typed
def check_workflow(workflow: Workflow) -> tuple[Fault, ...]:
    """Return every fault of *workflow*, errors first.

    Guards are taken as open, so a way that no case can really go may hide a fault, and no fault is
    reported that a guard would prevent from being one in a definition without guards.
    """
    faults = [
        *unknown_names(workflow),
        *graph_faults(workflow),
        *clock_faults(workflow),
        *decision_faults(workflow),
        *label_faults(workflow),
    ]
    return _ordered(faults)


@typed
def checked(workflow: Workflow) -> Workflow:
    """Return *workflow* if it has no fault; raises `DefinitionError` with all of them."""
    faults = [fault for fault in check_workflow(workflow) if not fault.is_warning]
    if faults:
        raise DefinitionError(workflow.name, faults)
    return workflow


@typed
def check_procedure(
    procedure: Procedure,
    *,
    workflows: Iterable[Workflow] = (),
    calendar: OfficeCalendar | None = None,
) -> tuple[Fault, ...]:
    """Return every fault of *procedure*, errors first.

    With *workflows* the workflow it names must be one of them; with a *calendar* promises are
    compared with the legal date on sampled reception days.
    """
    return _ordered(procedure_faults(procedure, tuple(workflows), calendar))


@typed
def check_catalogue(
    catalogue: Catalogue,
    *,
    workflows: Iterable[Workflow] = (),
    calendar: OfficeCalendar | None = None,
) -> tuple[Fault, ...]:
    """Return every fault of *catalogue* and of all its procedures, errors first."""
    known = tuple(workflows)
    faults = list(catalogue_faults(catalogue, known))
    for procedure in catalogue:
        faults += procedure_faults(procedure, known, calendar)
    return _ordered(faults)


def _ordered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=_is_warning))


def _is_warning(fault: Fault) -> bool:
    return fault.is_warning
