"""Records: one per thing that happened, and the moves they share.

`Record` is a named tuple, not an attrs class: one is made per action, and a frozen attrs class of
its size takes four times as long to make.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from attrs import field, frozen

from caseflow._typed import short, typed
from caseflow.cases._changes import (
    AUTOMATON,
    BY_DATE,
    ClockChange,
    ClockStates,
    DateMove,
    FactChange,
)
from caseflow.cases._clocks import advance
from caseflow.ledgers import MarkKind
from caseflow.values import Actor
from caseflow.workflow import LEGAL, Effect

__all__ = ["Entered", "Move", "Record", "Remade", "new_record"]


def _no_memory() -> dict[ClockStates, ClockStates]:
    return {}


@typed(late=True)
@short
@frozen(cache_hash=True)
class Move:
    """Say what an action did, apart from who, when and with what; records share moves.

    *known_after* is the memory of `after`.
    """

    action: str
    source: str
    target: str
    clocks: tuple[ClockChange, ...] = ()
    effects: tuple[Effect, ...] = ()
    decides: bool = False
    known_after: dict[ClockStates, ClockStates] = field(
        init=False, factory=_no_memory, eq=False, repr=False
    )

    def after(self, states: ClockStates) -> ClockStates:
        """Return the states of the clocks after the move; remembered per move.

        Raises:
            ClockError: a clock is in no state to take its mark.
        """
        known = self.known_after.get(states)
        if known is None:
            known = self.known_after[states] = advance(states, self.clocks)
        return known

    @property
    def starts_legal(self) -> bool:
        """Return whether the legal clock starts, or starts anew, with the move."""
        return any(
            change.clock == LEGAL and change.mark in (MarkKind.START, MarkKind.RESTART)
            for change in self.clocks
        )


@short
@frozen
class Remade:
    """Say what act *seq* did from now on, because an act before it was entered late or annulled."""

    seq: int
    move: Move
    facts: tuple[FactChange, ...] = ()


@short
@frozen
class Entered:
    """Say when a record was entered, if not at the instant it is of, and what that changed.

    Attributes:
        at: the instant of entry; within a case these never run backwards.
        state: the state of the case once it was entered.
        annuls: the numbers of the acts that it takes back.
        remade: the later acts that do something else since.
        dates: the old and the new date of each clock whose date moved.
    """

    at: datetime
    state: str
    annuls: tuple[int, ...] = ()
    remade: tuple[Remade, ...] = ()
    dates: tuple[DateMove, ...] = ()


@short(hides=("actor", "facts"))
class Record(NamedTuple):
    """One thing that happened to a case: *at* is when it happened.

    *entered* is None where it was entered at that instant and moved nothing that was there before.
    """

    seq: int
    move: Move
    actor: Actor
    at: datetime
    payload: object
    key: str | None
    facts: tuple[FactChange, ...]
    entered: Entered | None = None

    @property
    def entered_at(self) -> datetime:
        """Return the instant it was entered."""
        return self.at if self.entered is None else self.entered.at

    @property
    def is_automatic(self) -> bool:
        """Return whether it was done because a date had passed, and by nobody."""
        by_date = self.key is not None and self.key.startswith(BY_DATE)
        return by_date and self.actor.id == AUTOMATON

    @property
    def action(self) -> str:
        """Return the name of the action."""
        return self.move.action

    @property
    def source(self) -> str:
        """Return the state before; "" for record 0."""
        return self.move.source

    @property
    def target(self) -> str:
        """Return the state after."""
        return self.move.target

    @property
    def clocks(self) -> tuple[ClockChange, ...]:
        """Return what happened to the clocks."""
        return self.move.clocks

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Return what was asked of the outside."""
        return self.move.effects


#: Makes a record of its fields. `Record(...)` makes the same tuple by way of a Python function, in
#: nearly twice the time.
new_record: Callable[  # pyright: ignore[reportUnknownVariableType]
    [
        type[Record],
        tuple[
            int, Move, Actor, datetime, object, str | None, tuple[FactChange, ...], Entered | None
        ],
    ],
    Record,
] = tuple.__new__  # pyright: ignore[reportUnknownMemberType]
