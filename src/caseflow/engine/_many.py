"""Many cases through one engine, one at a time, in bounded memory.

Lazy on both sides: a case or a history is read, worked and handed on before the next is asked for,
so a log of millions of cases costs the memory of one. What is wrong with one case is reported in
its place and never stops the others.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from caseflow._typed import short, typed
from caseflow.cases import Case, Record
from caseflow.engine._core import Engine
from caseflow.errors import CaseflowError
from caseflow.values import Actor
from caseflow.workflow import Action

__all__ = ["FiredCase", "Request", "fire_many", "replay_many"]


@short(hides=("by",))
class Request(NamedTuple):
    """Ask for one action: what, with what, by whom, when, and under which idempotency key."""

    action: Action[Any]
    payload: object
    by: Actor
    at: datetime
    key: str | None = None


@short
class FiredCase(NamedTuple):
    """Describe what became of one case: where it stands now, and which requests were not done.

    `refused` holds each such request with the error that `Engine.fire` raised for it.
    """

    case: Case
    refused: tuple[tuple[Request, CaseflowError], ...]


@typed
def fire_many(
    engine: Engine, cases: Iterable[tuple[Case, Iterable[Request]]]
) -> Iterator[FiredCase]:
    """Fire the requests of each case in turn and yield what became of it, in order.

    A request that is refused leaves the case as it was and the next one is tried. Cost: one
    `Engine.fire` per request, the memory of one case.

    """
    for case, requests in cases:
        now = case
        refused: list[tuple[Request, CaseflowError]] = []
        for request in requests:
            action, payload, by, at, key = request
            try:
                now = engine.fire(now, action, payload, by=by, at=at, key=key)
            except CaseflowError as error:
                refused.append((request, error))
        yield FiredCase(now, tuple(refused))


@typed
def replay_many(
    engine: Engine, histories: Iterable[Sequence[Record]]
) -> Iterator[Case | CaseflowError]:
    """Replay each history in turn and yield its case, or the error that says what is broken.

    Cost: one `Engine.replay` per history, the memory of one.
    """
    for records in histories:
        try:
            yield engine.replay(records)
        except CaseflowError as error:
            yield error
