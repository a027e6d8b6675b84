"""Records: one per thing that happened, and the moves they share.

May import: values, workflow, and `changes` and `clocks` beside it.

`Record` is a named tuple, not an attrs class: one is made per action, and a frozen attrs class of
its size takes four times as long to make.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from attrs import field, frozen

from caseflow.cases.changes import ClockChange, ClockStates, FactChange
from caseflow.cases.clocks import advance
from caseflow.ledgers import MarkKind
from caseflow.values import Actor
from caseflow.workflow import LEGAL, Effect

__all__ = ["Move", "Record", "new_record"]


def _no_memory() -> dict[ClockStates, ClockStates]:
    return {}


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
        """Tell whether the legal clock starts, or starts anew, with the move."""
        return any(
            change.clock == LEGAL and change.mark in (MarkKind.START, MarkKind.RESTART)
            for change in self.clocks
        )


class Record(NamedTuple):
    """One thing that happened to a case."""

    seq: int
    move: Move
    actor: Actor
    at: datetime
    payload: object
    key: str | None
    facts: tuple[FactChange, ...]

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
        tuple[int, Move, Actor, datetime, object, str | None, tuple[FactChange, ...]],
    ],
    Record,
] = tuple.__new__  # pyright: ignore[reportUnknownMemberType]
