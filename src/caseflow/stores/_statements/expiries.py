"""Expiries: claim the cases that have one, keep what was raised, put off what failed.

A claim is a lease on `wake_at`; it only saves work, for what is done about a case is fenced by its
last record.
"""

from caseflow.stores._kept import Note, Noted, Raised
from caseflow.stores._ops import Ops, Statement, atomic
from caseflow.stores._statements.dialects import SqlDialect, array, cast_as

__all__ = ["ExpiryStatements"]

_NOTED = "select cf_note({})".format(
    cast_as(
        *("text", "text", "integer", "bigint", "bigint"),
        *("text[]", "bigint[]", "text[]", "text[]"),
    )
)


class ExpiryStatements(SqlDialect):
    """Make the statements about expiries."""

    def wake(self, now: int, until: int, limit: int) -> Ops[tuple[str, ...]]:
        """Claim cases with an expiry at or before *now*; nobody else gets them before *until*."""
        return (
            yield from self.either(
                lambda: self.alone(self._call_to_wake(now, until, limit)),
                lambda: self.alone(self._wake(now, until, limit)),
            )
        )

    def _call_to_wake(self, now: int, until: int, limit: int) -> Ops[tuple[str, ...]]:
        rows = yield Statement(
            f"select cf_wake({cast_as('text', 'bigint', 'bigint', 'integer')})",
            (self.agency, now, until, limit),
        )
        return tuple(sorted(row[0] for row in rows))

    def _wake(self, now: int, until: int, limit: int) -> Ops[tuple[str, ...]]:
        rows = yield Statement(
            "with picked as materialized (select case_id from cf_case where agency = ? "
            f"and wake_at <= ? order by wake_at limit ?{self.skip_locked}) "
            "update cf_case set wake_at = ? where case_id in (select case_id from picked) "
            "returning case_id",
            (self.agency, now, limit, until),
        )
        return tuple(sorted(row[0] for row in rows))

    def raised(self, case_id: str) -> Ops[frozenset[Raised]]:
        """Return the expiries already raised on a case."""
        rows = yield Statement(
            "select name, at from cf_raised where case_id = ? and agency = ?",
            (case_id, self.agency),
        )
        return frozenset(Raised(*row) for row in rows)

    def raisings(
        self, after: str = "", name: str = "", at: int = 0, limit: int = 500
    ) -> Ops[tuple[tuple[str, Raised], ...]]:
        """Return what was raised on all cases after *name* at *at* of case *after*, in order."""
        rows = yield Statement(
            "select case_id, name, at from cf_raised where agency = ? "
            "and (case_id, name, at) > (?, ?, ?) order by case_id, name, at limit ?",
            (self.agency, after, name, at, limit),
        )
        return tuple((row[0], Raised(*row[1:])) for row in rows)

    def note(self, note: Note) -> Ops[Noted | None]:
        """Keep what was raised and post its messages, each once; None if the case moved."""
        return (
            yield from self.either(
                lambda: self.alone(self._call_to_note(note)), lambda: atomic(self._note(note))
            )
        )

    def _call_to_note(self, note: Note) -> Ops[Noted | None]:
        by_ref = {message.ref: message for message in note.messages}
        posted = [by_ref.get(f"{name}@{at}") for name, at in note.raised]
        rows = yield Statement(
            _NOTED,
            (
                self.agency,
                note.case_id,
                note.seq,
                note.at,
                note.wake_at,
                array([each.name for each in note.raised]),
                array([each.at for each in note.raised]),
                array([None if each is None else each.kind for each in posted]),
                array([None if each is None else each.body for each in posted]),
            ),
        )
        posted = rows[0][0]
        return None if posted is None else Noted(posted)

    def _note(self, note: Note) -> Ops[Noted | None]:
        held = yield Statement(
            "select 1 from cf_case where case_id = ? and agency = ? and last_seq = ?"
            f"{self.for_update}",
            (note.case_id, self.agency, note.seq),
        )
        if not held:
            return None
        posted = 0
        by_ref = {message.ref: message for message in note.messages}
        for name, at in note.raised:
            new = yield Statement(
                "insert into cf_raised (case_id, name, at, agency) "
                "select cast(? as text), cast(? as text), cast(? as bigint), cast(? as text) "
                "where not exists (select 1 from cf_raised where case_id = ? and name = ? "
                "and at = ?) returning at",
                (note.case_id, name, at, self.agency, note.case_id, name, at),
            )
            message = by_ref.get(f"{name}@{at}")
            if new and message is not None:
                posted += 1
                yield Statement(
                    "insert into cf_outbox (case_id, ref, agency, seq, kind, body, next_at) "
                    "values (?, ?, ?, ?, ?, ?, ?)",
                    (
                        note.case_id,
                        message.ref,
                        self.agency,
                        message.seq,
                        message.kind,
                        message.body,
                        note.at,
                    ),
                )
        yield Statement(
            "update cf_case set wake_at = ?, tries = 0, parked = null "
            "where case_id = ? and agency = ?",
            (note.wake_at, note.case_id, self.agency),
        )
        return Noted(posted)

    def stall(self, case_id: str, tries: int, wake_at: int | None, error: str) -> Ops[None]:
        """Put off a case whose expiries failed, or give it up if *wake_at* is None."""
        yield from self.either(
            lambda: self.alone(self._call_to_stall(case_id, tries, wake_at, error)),
            lambda: self.alone(self._stall(case_id, tries, wake_at, error)),
        )

    def _call_to_stall(
        self, case_id: str, tries: int, wake_at: int | None, error: str
    ) -> Ops[None]:
        yield Statement(
            f"select cf_stall({cast_as('text', 'text', 'integer', 'bigint', 'text')})",
            (self.agency, case_id, tries, wake_at, error),
        )

    def _stall(self, case_id: str, tries: int, wake_at: int | None, error: str) -> Ops[None]:
        yield Statement(
            "update cf_case set tries = ?, wake_at = ?, parked = ? "
            "where case_id = ? and agency = ?",
            (tries, wake_at, error if wake_at is None else None, case_id, self.agency),
        )
