"""What an engine holds: compiled workflows, calendars, and the plan for the cases on some terms.

Safe to share between threads: what one works out twice is the same.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from caseflow.calendars import OfficeCalendar
from caseflow.cases import Move, Terms
from caseflow.checks import checked
from caseflow.engine._admission import refuse_closed
from caseflow.engine._compiled import CompiledWorkflow, compile_workflow
from caseflow.engine._dates import Calendars
from caseflow.engine._jurisdictions import Jurisdiction
from caseflow.engine._plans import Plan, plan_for, procedure_of
from caseflow.errors import CalendarVersionError, UnknownNameError
from caseflow.values import Channel
from caseflow.workflow import Workflow

__all__ = ["Holdings"]

#: Terms that no case has; the plan beside them is never taken.
_NEVER_USED: tuple[Terms | None, Plan] = (None, cast("Plan", None))

#: How many ways of coming in are remembered: of each day a few per procedure.
_MOST_ASKED = 10_000


#: What a filing asks for: procedure, civil day, channel, channel of the result and branch.
Asked = tuple[str, date, Channel, Channel, str | None]


#: What was compiled, by the identity of the workflow, which it holds: workflows that are equal may
#: still order their languages differently.
_COMPILED: dict[int, CompiledWorkflow] = {}
_MOST_COMPILED = 32


def _compiled(workflow: Workflow) -> CompiledWorkflow:
    """Check and compile *workflow*, once for all engines: an office makes one per calendar."""
    compiled = _COMPILED.get(id(workflow))
    if compiled is None or compiled.workflow is not workflow:
        compiled = compile_workflow(checked(workflow))
        if len(_COMPILED) >= _MOST_COMPILED:
            _COMPILED.clear()
        _COMPILED[id(workflow)] = compiled
    return compiled


class Holdings:
    """Hold what the cases of one jurisdiction are worked by.

    *used_last* is the plan used last with its terms, for cases worked one after another are mostly
    on the same ones. It is one tuple, so that no thread sees terms with the plan of others.
    """

    def __init__(self, jurisdiction: Jurisdiction, calendars: Sequence[OfficeCalendar]) -> None:
        """Check and compile every workflow of *jurisdiction* that new cases take."""
        self._jurisdiction = jurisdiction
        held = (*calendars, jurisdiction.calendar)
        self._calendars = {calendar.version: calendar for calendar in held}
        self._workflows: dict[str, CompiledWorkflow] = {}
        self._by_name: dict[str, Workflow] = {}
        for workflow in jurisdiction.workflows:
            self._workflows[workflow.fingerprint] = _compiled(workflow)
            self._by_name[workflow.name] = workflow
        self._plans: dict[Terms, Plan] = {}
        self.used_last = _NEVER_USED
        self._admitted: dict[Asked, tuple[Plan, Move]] = {}

    def admitted(self, asked: Asked, at: datetime) -> tuple[Plan, Move]:
        """Return the plan for a filing that comes in at *at*, and what opening does to it.

        All filings that ask for the same on one day are on the same terms, so what is found is
        remembered.

        Raises:
            UnknownProcedureError, ProcedureClosedError, UnknownChannelError, UnknownNameError:
                see `Engine.open`.
        """
        procedure, on, channel, result_by, branch = asked
        # What is of another type has perhaps no hash.
        is_usual = channel.__class__ is Channel is result_by.__class__
        is_usual = is_usual and (branch is None or branch.__class__ is str)
        found = self._admitted.get(asked) if is_usual else None
        if found is not None:
            return found
        jurisdiction = self._jurisdiction
        procedure_found = jurisdiction.catalogue.get(procedure, on=on)
        refuse_closed(procedure_found, on, channel, result_by, branch)
        fingerprint = self.named(procedure_found.workflow).fingerprint
        pinned = (procedure_found.code, procedure_found.version, fingerprint)
        plan = self.plan(Terms(*pinned, jurisdiction.calendar.version, channel, result_by, branch))
        if len(self._admitted) >= _MOST_ASKED:
            self._admitted.clear()
        self._admitted[asked] = found = (plan, plan.opening(at, on))
        return found

    def named(self, name: str) -> Workflow:
        """Return the workflow that new cases take by *name*; raises `UnknownNameError`."""
        workflow = self._by_name.get(name)
        if workflow is None:
            raise UnknownNameError(name, sorted(self._by_name), "workflow")
        return workflow

    def plan(self, terms: Terms) -> Plan:
        """Return the plan for the cases on *terms*; made once.

        Raises:
            HistoryError: their workflow is not held.
            CalendarVersionError: a calendar of theirs is not held.
        """
        plan = self._plans.get(terms)
        if plan is None:
            plan = self._plans[terms] = plan_for(
                terms,
                procedure_of(terms, self._jurisdiction.catalogue),
                self.compiled(terms.fingerprint),
                Calendars(
                    self._calendar(terms.calendar_version),
                    tuple((policy, self._calendar(version)) for policy, version in terms.rebased),
                ),
                self._jurisdiction.currency,
            )
        return plan

    def used(self, terms: Terms) -> Plan:
        """Return the plan for the cases on *terms*, and remember it as the one used last."""
        plan = self.plan(terms)
        self.used_last = (terms, plan)
        return plan

    def compiled(self, fingerprint: str) -> CompiledWorkflow:
        """Return the workflow of that fingerprint, an earlier one included; `HistoryError` else."""
        compiled = self._workflows.get(fingerprint)
        if compiled is None:
            earlier = self._jurisdiction.held(fingerprint)
            compiled = self._workflows[fingerprint] = _compiled(earlier)
        return compiled

    def _calendar(self, version: str) -> OfficeCalendar:
        calendar = self._calendars.get(version)
        if calendar is None:
            raise CalendarVersionError(version, sorted(self._calendars))
        return calendar
