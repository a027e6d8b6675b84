"""What all declared guards share: a kind, a name, and a refusal made of their own text."""

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, Self, cast

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.errors import ValueInvalidError
from caseflow.law import Basis
from caseflow.messages import placeholders
from caseflow.procedures import Procedure
from caseflow.texts import Message, Text
from caseflow.values import Channel
from caseflow.workflow._refusals import Param, Refusal
from caseflow.workflow._situations import Situation
from caseflow.workflow._vocabulary import Action

__all__ = [
    "NO_LABELS",
    "ActionGuard",
    "ClockGuard",
    "DeclaredGuard",
    "GuardReason",
    "Values",
    "action_name",
    "action_names",
    "label_of",
    "placeholders_of",
    "plain",
    "refusal_of",
    "writable",
]

NO_LABELS: Mapping[str, Text] = MappingProxyType({})

#: Values for a text, each made when the text names it.
Values = Mapping[str, Callable[[], Param]]


def action_name(value: str | Action[Any]) -> str:
    """Return the name of an action."""
    return value if isinstance(value, str) else value.name


def action_names(value: Iterable[str | Action[Any]] | str) -> tuple[str, ...]:
    """Return the names of actions; one alone is a list of one."""
    return (value,) if isinstance(value, str) else tuple(map(action_name, value))


def plain(value: object) -> object:
    """Return what a definition file writes of *value*: of a member of an enum its value."""
    return value.value if isinstance(value, Enum) else value


def writable(value: Text | None) -> Text | None:
    """Return the text of a guard, None as it is; see `_written`."""
    return None if value is None else _written(value)


def _written(value: Text) -> Text:
    """Refuse what cannot be written: a message already filled, and a text that a function makes."""
    if type(value) is Text or (type(value) is Message and not value.params):
        return value
    raise ValueInvalidError("text", value, "a Text, or a Message without params")


@lru_cache(maxsize=1024)
def placeholders_of(text: Text) -> frozenset[str]:
    """Return the placeholders of *text*; a message has the same ones in every language."""
    if isinstance(text, Message):
        return placeholders(text.in_("en"))
    return frozenset[str]().union(*(placeholders(each) for _, each in text.items()))


def refusal_of(code: str, text: Text, basis: Basis, values: Values) -> Refusal:
    """Return the refusal; its params are those that its text names."""
    return Refusal(
        code,
        text,
        {name: values[name]() for name in placeholders_of(text) if name in values},
        basis,
    )


@frozen
class GuardReason:
    """Say why a guard does not hold where there is nothing to ask about; see `ClockOver`.

    Attributes:
        code: what machines read.
        text: what people read; it may name what the guard's own text may name.
        basis: the law behind it, "" for none.
    """

    code: str
    text: Text = field(converter=_written)
    basis: Basis = ""


@typed(late=True)
class DeclaredGuard:
    """What all declared guards have: a kind, a name, and a refusal made of their own text.

    They are asked like any guard: see `Guard.check`.
    """

    __slots__ = ()

    kind: ClassVar[str]
    _named: ClassVar[frozenset[str]] = frozenset()
    _usual: ClassVar[Text]

    code: str
    text: Text | None
    basis: Basis

    @property
    def name(self) -> str:
        """Return what it is called where its transition is drawn or refused by name."""
        return self.kind

    @property
    def actions(self) -> tuple[str, ...]:
        """Return the names of the actions that it looks for in the history."""
        return ()

    @property
    def names(self) -> frozenset[str]:
        """Return what the text may name in braces; {procedure}, its code, always."""
        return self._named | {"procedure"}

    @property
    def texts(self) -> tuple[Text, ...]:
        """Return the texts of its refusals."""
        return (self._usual if self.text is None else self.text,)

    @property
    def unknown_placeholders(self) -> tuple[str, ...]:
        """Return what its texts name in braces and it cannot say, sorted."""
        return tuple(
            sorted({each for text in self.texts for each in placeholders_of(text)} - self.names)
        )

    @property
    def bars(self) -> Callable[[Procedure, Channel], bool] | None:
        """Return what tells that it holds for no filing of a procedure; None if nothing can."""
        return None

    @property
    def under(self) -> Callable[[Callable[[Basis], Basis]], Self]:
        """Return what gives this guard with the law of one country behind its refusals."""
        return self._under

    def _under(self, law: Callable[[Basis], Basis]) -> Self:
        return cast("Self", evolve(cast("Any", self), basis=law(self.basis)))

    @property
    def asked(self) -> Callable[..., Refusal | None]:
        """Return what the engine asks: `check`, which also takes *labels* of actions by name."""
        return self._found

    def check(self, situation: Situation) -> Refusal | None:
        """Return why it does not hold in *situation*, None if it holds.

        Cost: O(records) for those that look for an action or a clock.
        """
        return self._found(situation)

    def _found(
        self, situation: Situation, labels: Mapping[str, Text] = NO_LABELS
    ) -> Refusal | None:
        raise NotImplementedError

    def _refused(self, situation: Situation, **values: Callable[[], Param]) -> Refusal:
        values["procedure"] = lambda: situation.procedure.code
        text = self._usual if self.text is None else self.text
        return refusal_of(self.code, text, self.basis, values)


class ActionGuard(DeclaredGuard):
    """What declared guards have that look for one action in the history."""

    __slots__ = ()

    action: str

    @property
    def name(self) -> str:
        """Return its kind and the action."""
        return f"{self.kind} {self.action}"

    @property
    def actions(self) -> tuple[str, ...]:
        """Return the action that it looks for."""
        return (self.action,)


class ClockGuard(DeclaredGuard):
    """What declared guards have that look at the date of one clock."""

    __slots__ = ()

    clock: str

    @property
    def name(self) -> str:
        """Return its kind and the clock."""
        return f"{self.kind} {self.clock}"


def label_of(name: str, labels: Mapping[str, Text]) -> Text:
    """Return the label of the action *name*, or its name."""
    return labels.get(name) or Text(und=name)
