"""The outbox: claim, settle, give up, release.

Messages are delivered by claim, never by "all after the last one seen": a number given early may be
committed late. Those of one case are claimed in the order they were raised, each only together with
all before it that are left.
"""

from collections.abc import Sequence
from typing import Any

from caseflow.stores._kept import DeadLetter, Message, Retry
from caseflow.stores._ops import Ops, Rows, Statement, Value, atomic
from caseflow.stores._statements.dialects import SqlDialect, array, cast_as, placeholders
from caseflow.stores.schema._claims import taking

__all__ = ["MessageStatements"]

#: Of a message that was claimed: when the claim is over, and what it is.
_TAKEN = ("next_at", "case_id", "ref", "seq", "kind", "body", "attempts", "error")

#: The types of what names a message that was tried: agency, case, ref, attempts; and an instant.
_TRIED = ("text", "text", "text", "integer", "bigint")


class MessageStatements(SqlDialect):
    """Make the statements about messages."""

    def take(self, now: int, until: int, limit: int) -> Ops[tuple[Message, ...]]:
        """Claim messages to deliver; nobody else gets them before *until*."""
        return (
            yield from self.either(
                lambda: self.alone(self._call_to_take(now, until, limit)),
                lambda: self.alone(self._take(now, until, limit)),
            )
        )

    def _call_to_take(self, now: int, until: int, limit: int) -> Ops[tuple[Message, ...]]:
        called = f"cf_take({cast_as('text', 'bigint', 'bigint', 'integer')})"
        rows = yield Statement(
            f"select {', '.join(_TAKEN)} from {called}", (self.agency, now, until, limit)
        )
        return _in_place(rows)

    def _take(self, now: int, until: int, limit: int) -> Ops[tuple[Message, ...]]:
        text = taking(self.dialect, agency="?", now="?", until="?", limit="?")
        returned = ", ".join(f"cf_outbox.{each}" for each in _TAKEN)
        rows = yield Statement(
            f"{text} returning {returned}",
            (self.agency, now, limit, self.agency, now, now, limit, until),
        )
        return _in_place(rows)

    def settle(
        self, done: Sequence[Message], retry: Sequence[Retry], back: Sequence[Retry] = ()
    ) -> Ops[None]:
        """Forget the messages that were taken, put off or give up others, put back the rest."""
        if done or retry or back:
            yield from self.either(
                lambda: atomic(self._call_to_settle(done, retry, back)),
                lambda: atomic(self._settle(done, retry, back)),
            )

    def _settle(
        self, done: Sequence[Message], retry: Sequence[Retry], back: Sequence[Retry]
    ) -> Ops[None]:
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

        for message, at, _ in back:
            yield Statement(
                "update cf_outbox set next_at = ?, attempts = attempts - 1 "
                "where agency = ? and case_id = ? and ref = ? and attempts = ?",
                (at, self.agency, message.case_id, message.ref, message.attempts),
            )

    def _call_to_settle(
        self, done: Sequence[Message], retry: Sequence[Retry], back: Sequence[Retry]
    ) -> Ops[None]:
        if done:
            cases, refs = array([each.case_id for each in done]), array([each.ref for each in done])
            yield Statement(
                "select cf_delivered(?, cast(? as text[]), cast(? as text[]))",
                (self.agency, cases, refs),
            )
        for message, at, error in retry:
            yield Statement(
                f"select cf_put_off({cast_as(*_TRIED, 'text')})",
                (self.agency, message.case_id, message.ref, message.attempts, at, error),
            )
        for message, at, _ in back:
            yield Statement(
                f"select cf_put_back({cast_as(*_TRIED)})",
                (self.agency, message.case_id, message.ref, message.attempts, at),
            )

    def posted(
        self, after: str = "", ref: str = "", limit: int = 500
    ) -> Ops[tuple[tuple[Message, int | None], ...]]:
        """Return the messages that wait after *ref* of case *after*, and when each is due."""
        rows = yield Statement(
            "select next_at, case_id, ref, seq, kind, body, attempts, error from cf_outbox "
            "where agency = ? and (case_id, ref) > (?, ?) order by case_id, ref limit ?",
            (self.agency, after, ref, limit),
        )
        return tuple((Message(*row[1:]), row[0]) for row in rows)

    def dead_letters(self, limit: int = 100) -> Ops[tuple[DeadLetter, ...]]:
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
        return tuple(DeadLetter(*row) for row in (*cases, *messages))

    def release(self, case_id: str, ref: str | None, at: int) -> Ops[bool]:
        """Try a dead letter (a case, or its message *ref*) again from *at* on; False if none is."""
        return (
            yield from self.either(
                lambda: self.alone(self._call_to_release(case_id, ref, at)),
                lambda: self.alone(self._release(case_id, ref, at)),
            )
        )

    def _call_to_release(self, case_id: str, ref: str | None, at: int) -> Ops[bool]:
        rows = yield Statement(
            f"select cf_release({cast_as('text', 'text', 'text', 'bigint')})",
            (self.agency, case_id, ref, at),
        )
        return bool(rows[0][0])

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


def _in_place(rows: Rows) -> tuple[Message, ...]:
    """Return the messages of *rows* case by case, in the order they are due."""
    return tuple(Message(*row[1:]) for row in sorted(rows, key=_place))


def _place(row: Sequence[Any]) -> tuple[str, int]:
    return row[1], row[0]
