"""Whether a history could have come about under the workflow its case is pinned to.

May import: errors, cases, workflow. That the records follow one another is checked by the fold.
"""

from caseflow.cases import OPEN, REBASE, Case
from caseflow.errors import HistoryError
from caseflow.workflow import Workflow

__all__ = ["refuse_altered"]


def refuse_altered(case: Case, workflow: Workflow) -> None:
    """Refuse a case with a record that no transition of *workflow* makes; guards are not asked.

    Raises:
        HistoryError: a record leads where the workflow has no way to.
    """
    known = {(each.source, each.action, each.target) for each in workflow.transitions}
    known.add(("", OPEN, workflow.initial))
    known.update((state.name, REBASE, state.name) for state in workflow.states)
    for record in case.records:
        if (record.source, record.action, record.target) not in known:
            raise HistoryError(
                case.id,
                record.seq,
                f"{record.action!r} does not lead from {record.source!r} to {record.target!r} in "
                f"{workflow.fingerprint}",
            )
