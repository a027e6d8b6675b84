"""Guards that ask who acts: another person than before, or the officer who has the case."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.law import Basis
from caseflow.texts import Message, Text
from caseflow.workflow._declared._refusing import (
    NO_LABELS,
    ActionGuard,
    DeclaredGuard,
    action_name,
    label_of,
    writable,
)
from caseflow.workflow._refusals import Refusal
from caseflow.workflow._situations import CaseView, Situation
from caseflow.workflow._vocabulary import Role

__all__ = ["ASSIGNED_TO", "AssignedTo", "OtherPersonThan"]

#: The fact that says who works on a case; `cases` has it by the same name.
ASSIGNED_TO = "caseflow:assigned-to"


def _roles(value: Iterable[str | Role] | str) -> frozenset[str]:
    values = (value,) if isinstance(value, str) else value
    return frozenset(each if isinstance(each, str) else each.name for each in values)


@typed(late=True)
@frozen
class OtherPersonThan(ActionGuard):
    """Hold for an actor who never did *action* on the case: four eyes see more than two.

    It holds while nobody did it. The text may name {action} and {procedure}.

    >>> OtherPersonThan("propose").code
    'same-person'
    """

    kind: ClassVar[str] = "other-person-than"
    _named: ClassVar[frozenset[str]] = frozenset({"action"})
    _usual: ClassVar[Text] = Message("workflow.same-person")

    action: str = field(converter=action_name)
    code: str = field(default="same-person", kw_only=True)
    text: Text | None = field(default=None, converter=writable, kw_only=True)
    basis: Basis = field(default="", kw_only=True)

    def _found(
        self, situation: Situation, labels: Mapping[str, Text] = NO_LABELS
    ) -> Refusal | None:
        """Return the refusal if the actor has done the action."""
        mine = situation.actor.id
        if not any(_did(situation.case, mine, self.action)):
            return None
        return self._refused(situation, action=lambda: label_of(self.action, labels))


def _did(case: CaseView, actor: str, action: str) -> Iterable[bool]:
    return (each.action == action and each.actor.id == actor for each in case.records)


@typed(late=True)
@frozen
class AssignedTo(DeclaredGuard):
    """Hold for the officer to whom the case is assigned.

    It also holds for who has a role out of *unless*, and with *or_nobody* while the case is
    assigned to nobody. The text may name {procedure}: who has the case is personal.

    >>> AssignedTo(unless="head").unless
    frozenset({'head'})
    """

    kind: ClassVar[str] = "assigned-to"
    _usual: ClassVar[Text] = Message("workflow.assigned-to-another")

    unless: frozenset[str] = field(default=frozenset[str](), converter=_roles)
    or_nobody: bool = False
    code: str = field(default="assigned-to-another", kw_only=True)
    text: Text | None = field(default=None, converter=writable, kw_only=True)
    basis: Basis = field(default="", kw_only=True)

    def _found(
        self, situation: Situation, labels: Mapping[str, Text] = NO_LABELS
    ) -> Refusal | None:
        """Return the refusal if the case is not the actor's."""
        del labels
        officer, actor = situation.case.fact(ASSIGNED_TO), situation.actor
        is_open = self.or_nobody if officer is None else officer == actor.id
        if is_open or not self.unless.isdisjoint(actor.roles):
            return None
        return self._refused(situation)
