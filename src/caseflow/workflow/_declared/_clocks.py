"""Guards that ask whether the date of a clock is over."""

from collections.abc import Callable, Mapping
from typing import ClassVar

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.law import Basis
from caseflow.texts import Message, Text
from caseflow.workflow._declared._refusing import (
    NO_LABELS,
    ClockGuard,
    GuardReason,
    Values,
    placeholders_of,
    refusal_of,
    writable,
)
from caseflow.workflow._refusals import Refusal
from caseflow.workflow._situations import Situation

__all__ = ["ClockNotOver", "ClockOver"]


@typed(late=True)
@frozen
class ClockOver(ClockGuard):
    """Hold once the date of *clock* is over.

    A clock that has not started or is paused has no date, so the guard does not hold; *idle* is
    the reason given then. The text may name {last}, the last day of the limit, and {procedure};
    that of *idle* {procedure}.

    >>> ClockOver("answer").code
    'clock-not-over'
    """

    kind: ClassVar[str] = "clock-over"
    _named: ClassVar[frozenset[str]] = frozenset({"last"})
    _usual: ClassVar[Text] = Message("workflow.clock-not-over")

    clock: str
    idle: GuardReason = field(
        factory=lambda: GuardReason("clock-idle", Message("workflow.clock-idle")), kw_only=True
    )
    code: str = field(default="clock-not-over", kw_only=True)
    text: Text | None = field(default=None, converter=writable, kw_only=True)
    basis: Basis = field(default="", kw_only=True)

    def _under(self, law: Callable[[Basis], Basis]) -> "ClockOver":
        idle = evolve(self.idle, basis=law(self.idle.basis))
        return evolve(self, basis=law(self.basis), idle=idle)

    @property
    def unknown_placeholders(self) -> tuple[str, ...]:
        """Return what its texts name in braces and it cannot say, sorted."""
        own = placeholders_of(self._usual if self.text is None else self.text) - self.names
        return tuple(sorted(own | (placeholders_of(self.idle.text) - {"procedure"})))

    @property
    def texts(self) -> tuple[Text, ...]:
        """Return the texts of its refusals."""
        return (self._usual if self.text is None else self.text, self.idle.text)

    def _found(
        self, situation: Situation, labels: Mapping[str, Text] = NO_LABELS
    ) -> Refusal | None:
        """Return the refusal if the date is still to come, or there is none."""
        del labels
        due = situation.due(self.clock)
        if due is None:
            values: Values = {"procedure": lambda: situation.procedure.code}
            return refusal_of(self.idle.code, self.idle.text, self.idle.basis, values)
        if due.is_over_at(situation.at):
            return None
        return self._refused(situation, last=lambda: due.on)


@typed(late=True)
@frozen
class ClockNotOver(ClockGuard):
    """Hold until the date of *clock* is over, and while the clock has no date.

    The text may name {last}, the last day of the limit, and {procedure}.

    >>> ClockNotOver("legal").code
    'clock-over'
    """

    kind: ClassVar[str] = "clock-not-over"
    _named: ClassVar[frozenset[str]] = frozenset({"last"})
    _usual: ClassVar[Text] = Message("workflow.clock-over")

    clock: str
    code: str = field(default="clock-over", kw_only=True)
    text: Text | None = field(default=None, converter=writable, kw_only=True)
    basis: Basis = field(default="", kw_only=True)

    def _found(
        self, situation: Situation, labels: Mapping[str, Text] = NO_LABELS
    ) -> Refusal | None:
        """Return the refusal if the date is over."""
        del labels
        due = situation.due(self.clock)
        if due is None or not due.is_over_at(situation.at):
            return None
        return self._refused(situation, last=lambda: due.on)
