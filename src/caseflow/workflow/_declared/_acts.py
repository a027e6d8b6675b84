"""Guards that look for what was done: how often an action was, and whether the fee is paid."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import ClassVar

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.law import Basis
from caseflow.procedures import PaymentPoint, Procedure
from caseflow.texts import Message, Text
from caseflow.values import Channel
from caseflow.workflow._declared._refusing import (
    NO_LABELS,
    ActionGuard,
    DeclaredGuard,
    action_name,
    action_names,
    label_of,
    writable,
)
from caseflow.workflow._refusals import Refusal
from caseflow.workflow._situations import Situation

__all__ = ["AtMost", "Once", "Paid", "ProcedureCount"]


@typed(late=True)
class ProcedureCount(Enum):
    """Name a number of the procedure that `AtMost` counts by."""

    SUPPLEMENT_MAX = "supplement-max"
    REAPPOINTMENT_MAX = "reappointment-max"

    def of(self, procedure: Procedure) -> int:
        """Return the number that *procedure* states."""
        if self is ProcedureCount.SUPPLEMENT_MAX:
            return procedure.supplement_max
        return procedure.reappointment_max


@typed(late=True)
@frozen
class Once(ActionGuard):
    """Hold as long as *action* was not done.

    The text may name {action} and {procedure}.

    >>> Once("ask").kind
    'once'
    """

    kind: ClassVar[str] = "once"
    _named: ClassVar[frozenset[str]] = frozenset({"action"})
    _usual: ClassVar[Text] = Message("workflow.done-already")

    action: str = field(converter=action_name)
    code: str = field(default="done-already", kw_only=True)
    text: Text | None = field(default=None, converter=writable, kw_only=True)
    basis: Basis = field(default="", kw_only=True)

    def _found(
        self, situation: Situation, labels: Mapping[str, Text] = NO_LABELS
    ) -> Refusal | None:
        """Return the refusal if the action was done."""
        if not situation.case.times(self.action):
            return None
        return self._refused(situation, action=lambda: label_of(self.action, labels))


def _most(value: int | ProcedureCount | str) -> int | ProcedureCount:
    if isinstance(value, str):
        known = {each.value: each for each in ProcedureCount}
        if value not in known:
            raise ValueInvalidError("most", value, f"a number, or one of {', '.join(known)}")
        return known[value]
    if isinstance(value, int) and value < 1:
        raise ValueInvalidError("most", value, "1 or more")
    return value


@typed(late=True)
@frozen
class AtMost(ActionGuard):
    """Hold as long as *action* was done fewer times than *most*.

    *most* is a number, or the one that the procedure of the case states. The text may name
    {action}, {most} and {procedure}.

    >>> AtMost("ask", 2).most
    2
    >>> AtMost("ask", "supplement-max").most
    <ProcedureCount.SUPPLEMENT_MAX: 'supplement-max'>

    Raises:
        ValueInvalidError: *most* is below 1, or no number of a procedure.
    """

    kind: ClassVar[str] = "at-most"
    _named: ClassVar[frozenset[str]] = frozenset({"action", "most"})
    _usual: ClassVar[Text] = Message("workflow.done-as-often")

    action: str = field(converter=action_name)
    most: int | ProcedureCount = field(converter=_most)
    code: str = field(default="done-as-often", kw_only=True)
    text: Text | None = field(default=None, converter=writable, kw_only=True)
    basis: Basis = field(default="", kw_only=True)

    @property
    def name(self) -> str:
        """Return its kind, the number and the action."""
        most = self.most if isinstance(self.most, int) else self.most.value
        return f"{self.kind} {most} {self.action}"

    @property
    def bars(self) -> Callable[[Procedure, Channel], bool] | None:
        """Return what tells that a procedure lets it happen never."""
        return None if isinstance(self.most, int) else self._never

    def _never(self, procedure: Procedure, _: Channel) -> bool:
        return self.number(procedure) < 1

    def number(self, procedure: Procedure) -> int:
        """Return how often *procedure* lets the action be done."""
        return self.most if isinstance(self.most, int) else self.most.of(procedure)

    def _found(
        self, situation: Situation, labels: Mapping[str, Text] = NO_LABELS
    ) -> Refusal | None:
        """Return the refusal if the action was done as often as it may be."""
        most = self.number(situation.procedure)
        if situation.case.times(self.action) < most:
            return None
        return self._refused(
            situation, action=lambda: label_of(self.action, labels), most=lambda: most
        )


def _point(value: PaymentPoint | str | None) -> PaymentPoint | None:
    known = {each.value: each for each in PaymentPoint}
    if value is None or isinstance(value, PaymentPoint):
        return value
    if value not in known:
        raise ValueInvalidError("at", value, f"one of {', '.join(known)}")
    return known[value]


@typed(late=True)
@frozen
class Paid(DeclaredGuard):
    """Hold once one of *actions* was done, each of which says that the fee is paid.

    One of *waived_by* stands in for it. With *at* it is asked only of procedures that collect
    their fee at that point. It looks at acts and at no amounts: whether a bill is paid in full is
    for the guards of `caseflow.office`. The text may name {fee}, as the procedure words it, and
    {procedure}.

    >>> Paid("pay", at="return").at
    <PaymentPoint.RETURN: 'return'>
    """

    kind: ClassVar[str] = "paid"
    _named: ClassVar[frozenset[str]] = frozenset({"fee"})
    _usual: ClassVar[Text] = Message("workflow.not-paid")

    by: tuple[str, ...] = field(converter=action_names)
    waived_by: tuple[str, ...] = field(default=(), converter=action_names, kw_only=True)
    at: PaymentPoint | None = field(default=None, converter=_point, kw_only=True)
    code: str = field(default="not-paid", kw_only=True)
    text: Text | None = field(default=None, converter=writable, kw_only=True)
    basis: Basis = field(default="", kw_only=True)

    @property
    def name(self) -> str:
        """Return its kind and the actions."""
        return f"{self.kind} {' or '.join(self.actions)}"

    @property
    def actions(self) -> tuple[str, ...]:
        """Return the actions that pay or waive the fee."""
        return (*self.by, *self.waived_by)

    def _found(
        self, situation: Situation, labels: Mapping[str, Text] = NO_LABELS
    ) -> Refusal | None:
        """Return the refusal if the fee is not paid."""
        del labels
        if self.at is not None and situation.procedure.payment is not self.at:
            return None
        if any(map(situation.case.times, self.actions)):
            return None
        return self._refused(situation, fee=lambda: situation.procedure.fee_text or "-")
