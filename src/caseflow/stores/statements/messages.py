"""The outbox: claim, settle, park, release.

May import: `ops` and `kept`, and `dialects` beside it. Messages are delivered by claim, never by
"all after the last one seen": a number given early may be committed late. Those of one case are
claimed in the order they were raised, each only together with all before it that are left.
"""

from collections.abc import Sequence
from typing import Any

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
        mine, other = self._order("o"), self._order("e")
        before = f"e.case_id = o.case_id and ({other}) < ({mine})"
        # Whoever locks the first message of a case claims the others, and nobody else does.
        rows = yield Statement(
            "with heads as materialized (select o.case_id, o.next_at from cf_outbox o "
            "where o.agency = ? and o.next_at <= ? "
            f"and not exists (select 1 from cf_outbox e where {before}) "
            f"order by o.next_at, o.case_id limit ?{self.skip_locked}), "
            "picked as materialized (select o.case_id, o.ref, row_number() over "
            f"(partition by o.case_id order by {mine}) - 1 as place "
            "from cf_outbox o join heads h on h.case_id = o.case_id "
            "where o.agency = ? and o.next_at <= ? and not exists (select 1 from cf_outbox e "
            f"where {before} and (e.next_at is null or e.next_at > ?)) "
            f"order by h.next_at, o.case_id, {mine} limit ?) "
            "update cf_outbox set next_at = cast(? as bigint) + picked.place, "
            "attempts = attempts + 1 from picked "
            "where cf_outbox.case_id = picked.case_id and cf_outbox.ref = picked.ref "
            "returning cf_outbox.next_at, cf_outbox.case_id, cf_outbox.ref, seq, kind, body, "
            "attempts, error",
            (self.agency, now, limit, self.agency, now, now, limit, until),
        )
        return tuple(Message(*row[1:]) for row in sorted(rows, key=_place))

    def _order(self, table: str) -> str:
        """Return what the messages of a case are in order by, as columns of *table*.

        Those of a record by their number; then those of dates, which are told by the `@` of their
        ref, by the instant they were raised. That is `next_at` until one is tried; what was tried
        and failed is before all others, and so is what was begun before what was not.
        """
        at = f"{'strpos' if self.is_postgres else 'instr'}({table}.ref, '@') > 0"
        return (
            f"{table}.seq, case when {at} then 1 else 0 end, "
            f"case when {at} then 0 else length({table}.ref) end, "
            f"case when {at} then '' else {table}.ref end, "
            f"case when {table}.error = '' then 1 else 0 end, "
            f"case when {table}.attempts = 0 then 1 else 0 end, "
            f"coalesce({table}.next_at, 0), {table}.ref"
        )

    def settle(
        self, done: Sequence[Message], retry: Sequence[Retry], back: Sequence[Retry] = ()
    ) -> Ops[None]:
        """Forget the messages that were taken, put off or park others, put back the rest."""
        if done or retry or back:
            yield from atomic(self._settle(done, retry, back))

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


def _place(row: Sequence[Any]) -> tuple[str, int]:
    return row[1], row[0]
