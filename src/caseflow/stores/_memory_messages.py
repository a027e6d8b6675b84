"""The messages of a store in memory: in which order they are claimed, and what becomes of them.

The same order as `statements.messages`, without a database.
"""

from collections.abc import Sequence
from itertools import takewhile

from caseflow.stores._kept import Message, Retry
from caseflow.stores._ops import Ops

__all__ = ["MemoryMessages", "is_due"]


class MemoryMessages:
    """Hold messages by case and ref, each with its next due instant; None for a dead letter."""

    def __init__(self) -> None:
        """Begin with none."""
        self.outbox: dict[tuple[str, str], tuple[Message, int | None]] = {}

    def take(self, now: int, until: int, limit: int) -> Ops[tuple[Message, ...]]:
        """Claim messages to deliver; nobody else gets them before *until*."""
        yield from ()
        cases: dict[str, list[tuple[Message, int | None]]] = {}
        for message, at in self.outbox.values():
            cases.setdefault(message.case_id, []).append((message, at))
        waiting: list[tuple[int, str, list[Message]]] = []
        for case_id, posted in cases.items():
            posted.sort(key=_order)
            first_at = posted[0][1]
            ready = [each for each, _ in takewhile(lambda pair: is_due(pair[1], now), posted)]
            if first_at is not None and ready:
                waiting.append((first_at, case_id, ready))
        found: list[Message] = []
        for _, _, ready in sorted(waiting, key=lambda each: each[:2]):
            for place, message in enumerate(ready[: limit - len(found)]):
                begun = message._replace(attempts=message.attempts + 1)
                self.outbox[begun.case_id, begun.ref] = (begun, until + place)
                found.append(begun)
        return tuple(sorted(found, key=lambda message: message.case_id))

    def settle(
        self, done: Sequence[Message], retry: Sequence[Retry], back: Sequence[Retry] = ()
    ) -> Ops[None]:
        """Forget the messages that were taken, put off or give up others, put back the rest."""
        yield from ()
        for message in done:
            self.outbox.pop((message.case_id, message.ref), None)
        for tried, at, error in retry:
            ref = tried.case_id, tried.ref
            kept = self.outbox.get(ref)
            if kept is not None and kept[0].attempts == tried.attempts:
                self.outbox[ref] = (kept[0]._replace(error=error), at)
        for held, at, _ in back:
            ref = held.case_id, held.ref
            kept = self.outbox.get(ref)
            if kept is not None and kept[0].attempts == held.attempts:
                self.outbox[ref] = (kept[0]._replace(attempts=held.attempts - 1), at)

    def posted(
        self, after: str = "", ref: str = "", limit: int = 500
    ) -> Ops[tuple[tuple[Message, int | None], ...]]:
        """Return the messages that wait after *ref* of case *after*, and when each is due."""
        yield from ()
        found = sorted(key for key in self.outbox if key > (after, ref))
        return tuple(self.outbox[key] for key in found[:limit])


def is_due(at: int | None, now: int) -> bool:
    """Return whether something due at *at* is due by *now*."""
    return at is not None and at <= now


def _order(posted: tuple[Message, int | None]) -> tuple[int | str, ...]:
    """Return what the messages of a case are in order by; see `MessageStatements`."""
    message, at = posted
    if "@" not in message.ref:
        return message.seq, 0, len(message.ref), message.ref
    failed, begun = message.error != "", message.attempts > 0
    return message.seq, 1, 0, "", not failed, not begun, at or 0, message.ref
