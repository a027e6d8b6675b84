"""The words of a workflow: states, actions, roles, clocks, and what a transition does besides.

These are names with labels; how they hang together is in `_definitions`.
"""

from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any, Generic, TypeVar

from attrs import Factory, field

from caseflow._typed import frozen
from caseflow.errors import ValueInvalidError
from caseflow.law import Basis
from caseflow.limits import TimeLimit
from caseflow.procedures import LimitRule
from caseflow.values import Channel, Text

__all__ = [
    "ACKNOWLEDGEMENT",
    "ANYONE",
    "BRANCH",
    "LEGAL",
    "PROMISED_ON",
    "RESULT_BY",
    "SUPPLEMENT",
    "Action",
    "ClockOp",
    "ClockRule",
    "ClockVerb",
    "Effect",
    "FactValue",
    "Role",
    "SetFact",
    "State",
]

P = TypeVar("P")

#: The role that every actor holds.
ANYONE = "anyone"

#: Names of clocks that `Engine.deadlines` knows by attribute.
LEGAL = "legal"
ACKNOWLEDGEMENT = "acknowledgement"
SUPPLEMENT = "supplement"

#: Names of facts that the engine itself reads; any other fact is the workflow's own.
RESULT_BY = "result_by"
BRANCH = "branch"
PROMISED_ON = "promised_on"

#: What a fact may hold.
FactValue = str | int | date | datetime | Fraction


def _own_name(named: "State | Action[Any] | Role | ClockRule") -> Text:
    """Return the name as a label that is the same in every language."""
    return Text(und=named.name)


@frozen
class State:
    """Name a state of a case; without *labels* people read its name, whatever their language.

    *status* is the code of the state in an outside register; *waits_for* says whom a case in
    this state waits for: "" the office itself, "applicant", "payment" or "agency".
    """

    name: str
    labels: Text = field(default=Factory(_own_name, takes_self=True))
    status: int | None = None
    is_final: bool = False
    waits_for: str = ""

    def label(self, language: str) -> str:
        """Return the name of the state for people."""
        return self.labels.in_(language)


@frozen
class Action(Generic[P]):
    """Name an action and the type of what is handed in with it.

    An action that takes nothing is `Action("withdraw", type(None), labels)`, an `Action[None]`.
    Without *labels* people read its name.
    """

    name: str
    payload: type[P]
    labels: Text = field(default=Factory(_own_name, takes_self=True))
    citation: Basis = ""

    def label(self, language: str) -> str:
        """Return the name of the action for people."""
        return self.labels.in_(language)


@frozen
class Role:
    """Name a role under which actors act; without *labels* people read its name."""

    name: str
    labels: Text = field(default=Factory(_own_name, takes_self=True))

    def label(self, language: str) -> str:
        """Return the name of the role for people."""
        return self.labels.in_(language)


class ClockVerb(Enum):
    """Name what a transition does to a clock.

    SUPPLY resumes or restarts it, as the procedure's supplement policy says. The others do what
    the mark of the same name does in a `ClockLedger`.
    """

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"
    STOP = "stop"
    SUPPLY = "supply"


@frozen
class ClockOp:
    """Do something to a clock; the instant is that of the record.

    With *if_fitting* the operation is left out when the clock is in no state to take it; without
    it that is a fault of the definition. *extra* is what EXTEND adds, None for the procedure's own
    `Extension`. With *of_payload* the reason and the basis are the payload's `reason` and `basis`,
    and what EXTEND adds is its `extra`, where that is not None.
    """

    verb: ClockVerb
    clock: str
    reason: str = ""
    basis: Basis = ""
    if_fitting: bool = False
    extra: TimeLimit | None = None
    of_payload: bool = False

    @classmethod
    def start(cls, clock: str, *, basis: Basis = "", if_fitting: bool = False) -> "ClockOp":
        """Start *clock*; its limit is the rule's or the procedure's."""
        return cls(ClockVerb.START, clock, "", basis, if_fitting)

    @classmethod
    def pause(
        cls,
        clock: str,
        *,
        reason: str = "",
        basis: Basis = "",
        if_fitting: bool = False,
        of_payload: bool = False,
    ) -> "ClockOp":
        """Pause *clock*."""
        return cls(
            ClockVerb.PAUSE, clock, reason, basis, if_fitting=if_fitting, of_payload=of_payload
        )

    @classmethod
    def resume(cls, clock: str, *, basis: Basis = "", if_fitting: bool = False) -> "ClockOp":
        """Let *clock* go on."""
        return cls(ClockVerb.RESUME, clock, "", basis, if_fitting)

    @classmethod
    def restart(cls, clock: str, *, basis: Basis = "", if_fitting: bool = False) -> "ClockOp":
        """Start *clock* again from zero."""
        return cls(ClockVerb.RESTART, clock, "", basis, if_fitting)

    @classmethod
    def extend(
        cls,
        clock: str,
        extra: TimeLimit | None = None,
        *,
        reason: str = "",
        basis: Basis = "",
        of_payload: bool = False,
    ) -> "ClockOp":
        """Give *clock* more time: *extra*, or what the procedure's extension allows.

        With *of_payload* the payload says how much of that it is.
        """
        return cls(ClockVerb.EXTEND, clock, reason, basis, False, extra, of_payload)

    @classmethod
    def stop(cls, clock: str, *, basis: Basis = "", if_fitting: bool = False) -> "ClockOp":
        """Stop *clock* for good."""
        return cls(ClockVerb.STOP, clock, "", basis, if_fitting)

    @classmethod
    def supply(cls, clock: str, *, basis: Basis = "", if_fitting: bool = False) -> "ClockOp":
        """Let *clock* go on, or start again, as the procedure's supplement policy says."""
        return cls(ClockVerb.SUPPLY, clock, "", basis, if_fitting)


@frozen
class SetFact:
    """Set a fact of the case to *value*, or to the attribute *of_payload* of the payload.

    Three facts mean something to the engine. `RESULT_BY` is the channel the result goes out by;
    if a filing stops qualifying for early return, the procedure's promise policy is applied and
    recorded. `BRANCH` selects the legal limit; a clock already started takes the new one.
    `PROMISED_ON` is a new promised date (a re-appointment); the legal date never moves with it.
    """

    name: str
    value: FactValue | None = None
    of_payload: str = ""


@frozen
class Effect:
    """Ask for something outside to be done: data in the record, never performed here."""

    name: str
    params: tuple[tuple[str, str], ...] = ()


@frozen
class ClockRule:
    """Name a clock of the workflow and say how long it runs.

    Without *limit* and *limits* it runs on the procedure's legal limit. A limit that the procedure
    states for the clock by name (`Procedure.clock_limits`) goes before those of the workflow.

    Attributes:
        name: what it is called.
        labels: its name for people; *name* itself if none is given.
        limit: the limit, the same on every day.
        limits: limits that hold from day to day, in place of *limit*. The first one in force that
            is for the channel of the filing counts, before one for all channels; where none is,
            the clock is not started, so whatever else is done to it must be `if_fitting`. Their
            branches are not looked at.
        chosen_with: the clock whose start gives the day that *limits* are chosen by, as a rule
            that goes by the day of reception; "" for the day this clock starts.
    """

    name: str
    labels: Text = field(default=Factory(_own_name, takes_self=True))
    limit: TimeLimit | None = None
    limits: tuple[LimitRule, ...] = ()
    chosen_with: str = ""

    def __attrs_post_init__(self) -> None:
        if self.limit is not None and self.limits:
            raise ValueInvalidError("limits", self.name, "either limit or limits, not both")

    @property
    def is_of_procedure(self) -> bool:
        """Return whether it runs on the legal limit of the procedure."""
        return self.limit is None and not self.limits

    def limit_on(self, on: date, channel: Channel) -> TimeLimit | None:
        """Return which of *limits* counts on the civil day *on*; None where none is in force."""
        general: TimeLimit | None = None
        for rule in self.limits:
            if rule.channel not in (None, channel) or not rule.is_in_force(on):
                continue
            if rule.channel is not None:
                return rule.limit
            general = general or rule.limit
        return general

    def label(self, language: str) -> str:
        """Return the name of the clock for people."""
        return self.labels.in_(language)
