"""What changed on a case since somebody looked at it: for who decided on a version of before.

Nothing of a payload is in it, and of who acted only the roles.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from caseflow._typed import short
from caseflow.cases import Case, Record
from caseflow.engine._plans import PlanOf
from caseflow.engine._telling import action_labels
from caseflow.errors import ConcurrentUpdateError, ValueInvalidError
from caseflow.texts import Text
from caseflow.workflow import Workflow

__all__ = ["ChangeSince", "changes_since", "refuse_version"]

#: So many records are told, the latest ones.
_MOST = 100


@short
class ChangeSince(NamedTuple):
    """Say of one record what was done and when, and by whom in the terms of roles.

    *label* is the name of the action for people. *roles* are the names for people of the roles
    under which the actor could do it; of an actor with another role they are those they have.
    *is_automatic* tells that a date did it, and nobody.
    """

    seq: int
    action: str
    label: Text
    at: datetime
    entered_at: datetime
    roles: tuple[Text, ...]
    is_automatic: bool


def changes_since(case: Case, version: int, plan_of: PlanOf) -> tuple[ChangeSince, ...]:
    """Return what was entered after *version* of *case*, the latest 100 of it, in that order."""
    first = max(version, case.version - _MOST, 0)
    workflow = plan_of(case.terms).compiled.workflow
    labels = action_labels(workflow)
    return tuple(_change(each, workflow, labels) for each in case.records[first:])


def refuse_version(case: Case, expected: int, plan_of: PlanOf) -> None:
    """Refuse to act on *case* if it is not at the version *expected*.

    Raises:
        ConcurrentUpdateError: it is at another; it says what changed since.
        ValueInvalidError: a version is a whole number.
    """
    if expected.__class__ is not int:
        raise ValueInvalidError("expected_version", expected, "a whole number, or None")
    if expected != case.size:
        since = changes_since(case, expected, plan_of)
        raise ConcurrentUpdateError(case.id, expected, case.size, since)


def _change(record: Record, workflow: Workflow, labels: dict[str, Text]) -> ChangeSince:
    step = (record.source, record.action, record.target)
    steps = (
        each for each in workflow.transitions if (each.source, each.action, each.target) == step
    )
    asked = {role for each in steps for role in each.roles}
    roles = _named(asked & record.actor.roles, workflow) or _named(record.actor.roles, workflow)
    return ChangeSince(
        record.seq,
        record.action,
        labels.get(record.action, Text(und=record.action)),
        record.at,
        record.entered_at,
        roles,
        record.is_automatic,
    )


def _named(roles: Iterable[str], workflow: Workflow) -> tuple[Text, ...]:
    """Return the names for people of those of *roles* that the workflow has, in its order."""
    return tuple(each.labels for each in workflow.roles if each.name in roles)
