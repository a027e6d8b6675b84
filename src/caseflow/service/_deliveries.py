"""Messages handed out at least once, and what becomes of those that were not taken.

Whoever takes a message knows it by (case_id, ref) if it comes twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from caseflow.service._backoffs import Backoff, nameless
from caseflow.service._results import Delivered
from caseflow.service._validation import checked_lease, checked_limit
from caseflow.stores import Message, Operations, Ops, Retry, micros
from caseflow.values import aware

__all__ = ["Batch", "Deliveries"]


class Batch:
    """Hold the messages of one round, and what became of each.

    After one that was not taken, the later ones of its case are put back: the messages of a case
    arrive in the order they were raised. So a dead letter holds back those after it until it
    is released; other cases are not held back.
    """

    def __init__(self, messages: Sequence[Message], now: int, backoff: Backoff) -> None:
        """Take the messages in their order."""
        self._now, self._backoff = now, backoff
        self._claimed = tuple(messages)
        #: Cases whose later messages are put back, and how many of them were.
        self._held: dict[str, int] = {}
        self.done: list[Message] = []
        self.retry: list[Retry] = []
        self.back: list[Retry] = []

    @property
    def messages(self) -> Iterator[Message]:
        """Yield each message to deliver, once it is known what became of the one before it.

        Those whose delivery was begun too often and never ended are set apart.
        """
        for message in self._claimed:
            if message.case_id in self._held:
                # Due at once, and before all of its case that were raised after it. Counted by
                # case: those that an earlier round put back, and this one did not claim, are later.
                self.back.append(Retry(message, self._held[message.case_id], ""))
                self._held[message.case_id] += 1
            elif message.attempts > self._backoff.most:
                why = message.error or "its delivery was begun too often and never ended"
                self._put_off(message, None, why)
            else:
                yield message

    def taken(self, message: Message) -> None:
        """Say that *message* was taken."""
        self.done.append(message)

    def failed(self, message: Message, error: Exception) -> None:
        """Say that *message* was not taken."""
        again_at = self._backoff.again_at(self._now, message.attempts)
        self._put_off(message, again_at, nameless(error))

    def _put_off(self, message: Message, at: int | None, why: str) -> None:
        self.retry.append(Retry(message, at, why))
        self._held[message.case_id] = 0

    @property
    def result(self) -> Delivered:
        """Count what became of the messages."""
        dead_lettered = sum(each.at is None for each in self.retry)
        return Delivered(len(self.done), len(self.retry) - dead_lettered, dead_lettered)


class Deliveries:
    """Claim messages and settle them."""

    def __init__(self, ops: Operations, backoff: Backoff) -> None:
        """Take the operations of the store."""
        self._ops = ops
        self._backoff = backoff

    def take(self, now: datetime, *, limit: int, lease: timedelta) -> Ops[Batch]:
        """Claim at most *limit* messages for as long as *lease*."""
        at = micros(aware(now, name="now"))
        until = at + checked_lease(lease)
        taken = yield from self._ops.take(at, until, checked_limit(limit))
        return Batch(taken, at, self._backoff)

    def settle(self, batch: Batch) -> Ops[Delivered]:
        """Keep what became of the messages."""
        yield from self._ops.settle(batch.done, batch.retry, batch.back)
        return batch.result
