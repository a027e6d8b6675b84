"""The outbox: claim, settle, park, release.

May import: `ops` and `kept`, and `dialects` beside it. Messages are delivered by claim, never by
"all after the last one seen": a number given early may be committed late.
"""

from collections.abc import Sequence

from caseflow.stores.kept import Message, Parked, Retry
from caseflow.stores.ops import Ops, Statement, Value, atomic
from caseflow.stores.statements.dialects import Spoken, placeholders

__all__ = ["MessageStatements"]


class MessageStatements(Spoken):
    """Make the statements about messages."""

    def take(self, now: int, until: int, limit: int) -> Ops[tuple[Message, ...]]:
        """Claim messages to deliver; nobody else gets them before *until*."""
        return (yield from self.alone(self._take(now, until, limit)))

    def _take(self, now: int, until: int, limit: int) -> Ops[tuple[Message, ...]]:
        rows = yield Statement(
            "with picked as materialized (select case_id, ref from cf_outbox where agency = ? "
            f"and next_at <= ? order by next_at limit ?{self.skip_locked}) "
            "update cf_outbox set next_at = ?, attempts = attempts + 1 "
            "where (case_id, ref) in (select case_id, ref from picked) "
            "returning case_id, ref, seq, kind, body, attempts, error",
            (self.agency, now, limit, until),
        )
        return tuple(sorted((Message(*row) for row in rows), key=_place))

    def settle(self, done: Sequence[Message], retry: Sequence[Retry]) -> Ops[None]:
        """Forget the messages that were taken, and put off or park the others."""
        if done or retry:
            yield from atomic(self._settle(done, retry))

    def _settle(self, done: Sequence[Message], retry: Sequence[Retry]) -> Ops[None]:
        if done:
            names: list[tuple[tuple[Value, str], ...]] = [
                ((message.case_id, "text"), (message.ref, "text")) for message in done
            ]
            text, values = placeholders(names)
            yield Statement(
                f"delete from cf_outbox where agency = ? and (case_id, ref) in (values {text})",
                (self.agency, *values),
            )
        for message, at, error in retry:
            yield Statement(
                "update cf_outbox set next_at = ?, error = ? "
                "where agency = ? and case_id = ? and ref = ? and attempts = ?",
                (at, error, self.agency, message.case_id, message.ref, message.attempts),
            )

    def parked(self, limit: int = 100) -> Ops[tuple[Parked, ...]]:
        """Return cases and messages that were given up."""
        cases = yield Statement(
            "select case_id, cast(null as text), tries, parked from cf_case "
            "where agency = ? and parked is not null order by case_id limit ?",
            (self.agency, limit),
        )
        messages = yield Statement(
            "select case_id, ref, attempts, error from cf_outbox "
            "where agency = ? and next_at is null order by case_id, ref limit ?",
            (self.agency, limit),
        )
        return tuple(Parked(*row) for row in (*cases, *messages))

    def release(self, case_id: str, ref: str | None, at: int) -> Ops[bool]:
        """Try a parked case, or its message *ref*, again from *at* on; False if not parked."""
        return (yield from self.alone(self._release(case_id, ref, at)))

    def _release(self, case_id: str, ref: str | None, at: int) -> Ops[bool]:
        if ref is None:
            rows = yield Statement(
                "update cf_case set wake_at = ?, tries = 0, parked = null "
                "where agency = ? and case_id = ? and parked is not null returning case_id",
                (at, self.agency, case_id),
            )
        else:
            rows = yield Statement(
                "update cf_outbox set next_at = ?, attempts = 0 "
                "where agency = ? and case_id = ? and ref = ? and next_at is null "
                "returning case_id",
                (at, self.agency, case_id, ref),
            )
        return bool(rows)


def _place(message: Message) -> tuple[str, int, str]:
    return message.case_id, message.seq, message.ref
