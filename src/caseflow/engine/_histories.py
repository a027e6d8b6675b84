"""Whether a history could have come about under the workflows its case was pinned to.

That the records follow one another is checked by the fold. Who acted is held against the roles of
the workflow, which is the very one of then. Guards are not asked, so that a rule of today condemns
no record of before, but for the sums that hold under any rule; what a correction says that other
acts do since is worked out again.
"""

from collections.abc import Callable

from caseflow.cases import (
    ANNUL,
    ASSIGNMENT_ACTIONS,
    CALENDAR,
    CLAIM,
    MIGRATE,
    OPEN,
    REBASE,
    WORKFLOW,
    Case,
    FactChange,
    Move,
    Rebased,
    Record,
    apply,
    case_of,
    is_correction,
    present,
)
from caseflow.cases._corrections import corrected
from caseflow.engine._assigning import assigned_again, is_stated
from caseflow.engine._compiled import CompiledWorkflow
from caseflow.engine._plans import PlanOf
from caseflow.engine._resolving import done
from caseflow.errors import HistoryError
from caseflow.workflow import Workflow

__all__ = ["refuse_altered"]


def refuse_altered(
    case: Case, plan_of: PlanOf, compiled_of: Callable[[str], CompiledWorkflow]
) -> None:
    """Refuse a case with a record that no transition makes, or not by who made it.

    Each record is held against the workflow the case was pinned to then; *compiled_of* gives one
    by its fingerprint.

    Raises:
        HistoryError: a record leads where the workflow has no way to or its actor may not, sums
            do not hold, or a workflow is not held.
    """
    steps = _Steps(compiled_of)
    if case.corrected is None:
        fingerprint = case.opened.terms.fingerprint
        for record in case.records:
            fingerprint = steps.refuse_strange(case.id, fingerprint, record)
    else:
        _refuse_altered_acts(case, plan_of, steps)
    for audit in compiled_of(case.fingerprint).audits:
        found = audit(case.acts)
        if found is not None:
            raise HistoryError(case.id, found[0], found[1].text("en"))


def _refuse_altered_acts(case: Case, plan_of: PlanOf, steps: "_Steps") -> None:
    """Refuse a case as `refuse_altered` does, whose acts were not entered as they happened."""
    now = case_of(case.records[:1])
    steps.refuse_strange(case.id, case.opened.terms.fingerprint, now.last)
    for record in case.records[1:]:
        if is_correction(record, now.records):
            steps.refuse_annuller(case.id, now, record)
            now = _corrected(case.id, now, record, steps, plan_of)
        else:
            steps.refuse_strange(case.id, now.fingerprint, record)
            now = apply(now, record._replace(entered=None))


def _corrected(case_id: str, now: Case, record: Record, steps: "_Steps", plan_of: PlanOf) -> Case:
    """Return *now* after a correction; each act from there on is worked out again."""
    acts = corrected(now.records, record)
    same = 0
    while same < min(len(acts), len(now.records)) and acts[same] == now.records[same]:
        same += 1
    now = case_of(acts[:same])
    for act in acts[same:]:
        if act.action not in ASSIGNMENT_ACTIONS:
            steps.refuse_strange(case_id, now.fingerprint, act)
        if not _follows(now, act, plan_of):
            problem = f"since then record {act.seq} ({act.action!r}) does otherwise than it says"
            raise HistoryError(case_id, record.seq, problem)
        now = apply(now, act._replace(entered=None))
    return case_of(acts)


def _follows(now: Case, act: Record, plan_of: PlanOf) -> bool:
    """Return whether *act* does to *now* what one of the ways it may take does."""
    if act.action == MIGRATE:
        return True
    if isinstance(act.payload, Rebased):
        word = f"{act.payload.policy.value} {act.payload.calendar_after}"
        change = FactChange(CALENDAR, present(now, CALENDAR), word)
        return (act.move, act.facts) == (Move(REBASE, now.state, now.state), (change,))
    plan = plan_of(now.terms)
    if act.action in ASSIGNMENT_ACTIONS:
        again = assigned_again(plan, now, act.action, act.payload, act.actor)
        return again == (act.move, act.facts)
    entry = plan.entries[now.state].get(act.action)
    return any(
        done(plan_of, plan, way, now, act.payload, act.at) == (act.move, act.facts)
        for way in (() if entry is None else entry.ways)
        if way.target == act.target
    )


class _Steps:
    """Know which steps the workflows have, and who may take them."""

    def __init__(self, compiled_of: Callable[[str], CompiledWorkflow]) -> None:
        self._compiled_of = compiled_of

    def refuse_strange(self, case_id: str, fingerprint: str, record: Record) -> str:
        """Refuse *record* if the workflow has no such step; return the workflow after it.

        Who opens a case, puts it under another calendar or moves it is for the caller to say.
        """
        compiled = self._compiled_of(fingerprint)
        workflow = compiled.workflow
        step = (record.source, record.action, record.target)
        if record.action == MIGRATE:
            before, workflow = workflow, self._after(record, workflow)
            is_known = _leads(record, before, workflow)
        elif record.action == OPEN:
            is_known = step == ("", OPEN, workflow.initial)
        elif record.action == REBASE:
            is_known = record.source == record.target in compiled.rows
        elif record.action in ASSIGNMENT_ACTIONS:
            is_known = is_stated(compiled, record)
            if record.action == CLAIM.name:
                _refuse_stranger(case_id, record, compiled.roles_in(record.source))
        else:
            is_known = step in compiled.steps
            if is_known:
                _refuse_stranger(case_id, record, compiled.steps[step])
        if not is_known:
            raise HistoryError(
                case_id,
                record.seq,
                f"{record.action!r} does not lead from {record.source!r} to {record.target!r} in "
                f"{workflow.fingerprint}",
            )
        return workflow.fingerprint

    def refuse_annuller(self, case_id: str, now: Case, record: Record) -> None:
        """Refuse an annulment by somebody without any role, of an act that asked for one.

        Which roles may annul what others did is no part of the workflow.
        """
        if record.action != ANNUL or record.actor.roles or record.entered is None:
            return
        steps = self._compiled_of(now.fingerprint).steps
        for act in now.records:
            if act.seq in record.entered.annuls:
                _refuse_stranger(case_id, record, steps.get((act.source, act.action, act.target)))

    def _after(self, record: Record, present: Workflow) -> Workflow:
        """Return the workflow that a migration leads to."""
        found = (str(each.after) for each in record.facts if each.name == WORKFLOW)
        return self._compiled_of(next(found, present.fingerprint)).workflow


def _refuse_stranger(case_id: str, record: Record, roles: frozenset[str] | None) -> None:
    """Refuse *record* if none of *roles* is its actor's; None is anybody."""
    if roles is None or not roles.isdisjoint(record.actor.roles):
        return
    asked = ", ".join(sorted(roles))
    problem = f"{record.action!r} is by {record.actor.id!r}, who has none of the roles {asked}"
    raise HistoryError(case_id, record.seq, problem)


def _leads(record: Record, before: Workflow, after: Workflow) -> bool:
    """Return whether a migration leads from an open state to an open state."""
    sources = {state.name for state in before.states if not state.is_final}
    targets = {state.name for state in after.states if not state.is_final}
    return record.source in sources and record.target in targets
