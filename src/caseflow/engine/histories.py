"""Whether a history could have come about under the workflows its case was pinned to.

May import: errors, cases, workflow, and `compiled` beside it. That the records follow one another
is checked by the fold.
"""

from collections.abc import Callable

from caseflow.cases import MIGRATE, OPEN, REBASE, WORKFLOW, Case, Record
from caseflow.engine.compiled import CompiledWorkflow
from caseflow.errors import HistoryError
from caseflow.workflow import Workflow

__all__ = ["refuse_altered"]

_Step = tuple[str, str, str]


def refuse_altered(case: Case, compiled_of: Callable[[str], CompiledWorkflow]) -> None:
    """Refuse a case with a record that no transition makes; guards are not asked.

    Each record is held against the workflow the case was pinned to then; *compiled_of* gives one
    by its fingerprint.

    Raises:
        HistoryError: a record leads where the workflow has no way to, or a workflow is not held.
    """
    workflow = compiled_of(case.opened.terms.fingerprint).workflow
    known = _steps(workflow)
    for record in case.records:
        if record.action == MIGRATE:
            before, workflow = workflow, compiled_of(_fingerprint(record, workflow)).workflow
            known = _steps(workflow)
            is_known = _leads(record, before, workflow)
        else:
            is_known = (record.source, record.action, record.target) in known
        if not is_known:
            raise HistoryError(
                case.id,
                record.seq,
                f"{record.action!r} does not lead from {record.source!r} to {record.target!r} in "
                f"{workflow.fingerprint}",
            )


def _steps(workflow: Workflow) -> set[_Step]:
    known = {(each.source, each.action, each.target) for each in workflow.transitions}
    known.add(("", OPEN, workflow.initial))
    known.update((state.name, REBASE, state.name) for state in workflow.states)
    return known


def _fingerprint(record: Record, present: Workflow) -> str:
    """Return the fingerprint of the workflow that a migration leads to."""
    found = (str(each.after) for each in record.facts if each.name == WORKFLOW)
    return next(found, present.fingerprint)


def _leads(record: Record, before: Workflow, after: Workflow) -> bool:
    """Tell whether a migration leads from an open state to an open state."""
    sources = {state.name for state in before.states if not state.is_final}
    targets = {state.name for state in after.states if not state.is_final}
    return record.source in sources and record.target in targets
