"""The guard that asks what is known of a case: a fact, its channel, the day of its decision."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import ClassVar, cast

from attrs import field

from caseflow._typed import frozen, typed
from caseflow.law import Basis
from caseflow.texts import Message, Text
from caseflow.values import Channel
from caseflow.workflow._declared._refusing import NO_LABELS, DeclaredGuard, plain, writable
from caseflow.workflow._refusals import Param, Refusal
from caseflow.workflow._situations import Situation
from caseflow.workflow._vocabulary import BRANCH, PROMISED_ON, RESULT_BY

__all__ = ["CHANNEL", "DECIDED_ON", "READ", "FactIs"]

#: What `FactIs` reads of every case besides its facts: the channel it came in by, and the civil
#: day on which it was decided.
CHANNEL = "caseflow:channel"
DECIDED_ON = "caseflow:decided-on"


def _values(value: object) -> tuple[str | int, ...]:
    """Return what a fact is compared with; one value alone is a list of one."""
    listed = (value,) if isinstance(value, str | int | Enum) else cast("Iterable[object]", value)
    return tuple(cast("str | int", plain(each)) for each in listed)


@typed(late=True)
@frozen
class FactIs(DeclaredGuard):
    """Hold if the fact *fact* of the case is one of *values*; without values, if it is set at all.

    With *is_not* it holds where it would not otherwise. *fact* may be one that the engine reads
    (`RESULT_BY`, `BRANCH`, `PROMISED_ON`), the channel of the filing (`CHANNEL`) or the day of the
    decision (`DECIDED_ON`). One that no transition sets is given as a case is opened, and
    *at_opening* says so, for `checks`. The text may name {fact}, {procedure} and {value};
    *shown_as* is another name for the last.

    >>> FactIs("branch", "granted").values
    ('granted',)
    """

    kind: ClassVar[str] = "fact"
    _usual: ClassVar[Text] = Message("workflow.fact-is-other")

    fact: str
    values: tuple[str | int, ...] = field(default=(), converter=_values)
    is_not: bool = field(default=False, kw_only=True)
    at_opening: bool = field(default=False, kw_only=True)
    shown_as: str = field(default="value", kw_only=True)
    code: str = field(default="fact-is-other", kw_only=True)
    text: Text | None = field(default=None, converter=writable, kw_only=True)
    basis: Basis = field(default="", kw_only=True)

    @property
    def names(self) -> frozenset[str]:
        """Return what the text may name in braces."""
        return frozenset({self.shown_as, "fact", "procedure", "value"})

    @property
    def name(self) -> str:
        """Return its kind, the fact and the values."""
        values = " or ".join(map(str, self.values)) or "set"
        return f"{self.kind} {self.fact} {'is not' if self.is_not else 'is'} {values}"

    def value(self, situation: Situation) -> object:
        """Return what it compares: the value of the fact, None if it is not set."""
        read = READ.get(self.fact)
        return situation.case.fact(self.fact) if read is None else read(situation)

    def _found(
        self, situation: Situation, labels: Mapping[str, Text] = NO_LABELS
    ) -> Refusal | None:
        """Return the refusal if the fact is other than wanted."""
        del labels
        value = self.value(situation)
        is_so = plain(value) in self.values if self.values else value is not None
        if is_so is not self.is_not:
            return None
        values: dict[str, Callable[[], Param]] = {
            "fact": lambda: self.fact,
            "value": lambda: _shown(value),
            self.shown_as: lambda: _shown(value),
        }
        return self._refused(situation, **values)


def _shown(value: object) -> Param:
    if isinstance(value, Channel):
        return value.labels
    return "-" if value is None else cast("Param", value)


def _decided_on(situation: Situation) -> object:
    decided_at = situation.case.decided_at
    return None if decided_at is None else situation.calendar.local_date(decided_at)


#: What is read of every case by the name of a fact.
READ: Mapping[str, Callable[[Situation], object]] = {
    RESULT_BY: lambda situation: situation.case.result_by,
    BRANCH: lambda situation: situation.case.branch,
    PROMISED_ON: lambda situation: situation.case.promised_on,
    CHANNEL: lambda situation: situation.case.channel,
    DECIDED_ON: _decided_on,
}
