"""What lets somebody check later: definitions as they were, seals, and secrets that can be lost."""

from caseflow.stores._kept import (
    GENESIS,
    Definition,
    Seal,
    SealLine,
    Secret,
    erasure_act,
    seal_root,
)
from caseflow.stores._ops import Ops, Statement, atomic
from caseflow.stores._statements.dialects import SqlDialect, cast_as

__all__ = ["EvidenceStatements"]


class EvidenceStatements(SqlDialect):
    """Make the statements about definitions, seals and secrets."""

    def keep(self, definition: Definition) -> Ops[str]:
        """Keep a definition unless its name is kept; return the hash of the one kept."""
        name = (self.agency, definition.kind, definition.name)
        asked = Statement(
            "select hash from cf_definition where agency = ? and kind = ? and name = ?", name
        )
        known = yield asked
        if not known:
            yield from self.either(
                lambda: self.alone(self._call_to_keep(definition)),
                lambda: self.alone(self._keep(definition)),
            )
            known = yield asked
        found: str = known[0][0]
        return found

    def _call_to_keep(self, definition: Definition) -> Ops[None]:
        yield Statement(
            f"select cf_keep({cast_as(*['text'] * 4)})",
            (self.agency, definition.kind, definition.name, definition.text),
        )

    def _keep(self, definition: Definition) -> Ops[None]:
        name = (self.agency, definition.kind, definition.name)
        yield Statement(
            "insert into cf_definition (agency, kind, name, text, hash) select cast(? as text), "
            "cast(? as text), cast(? as text), cast(? as text), cast(? as text) where not exists "
            "(select 1 from cf_definition where agency = ? and kind = ? and name = ?) "
            "on conflict do nothing",
            (*name, definition.text, definition.hash, *name),
        )

    def definitions(self, kind: str) -> Ops[tuple[Definition, ...]]:
        """Return the definitions of a kind, by name."""
        rows = yield Statement(
            "select kind, name, text from cf_definition where agency = ? and kind = ? "
            "order by name",
            (self.agency, kind),
        )
        return tuple(Definition(*row) for row in rows)

    def invalid_definitions(self) -> Ops[tuple[Definition, ...]]:
        """Return definitions whose text does not have the hash that is kept with it."""
        rows = yield Statement(
            "select kind, name, text, hash from cf_definition where agency = ? order by kind, name",
            (self.agency,),
        )
        found = ((Definition(*row[:3]), row[3]) for row in rows)
        return tuple(
            definition for definition, stored_hash in found if definition.hash != stored_hash
        )

    # ── seals ───────────────────────────────────────────────────────────────────────────────

    def make_seal(self, at: int) -> Ops[Seal]:
        """Seal every case that changed since the last seal."""
        return (
            yield from self.either(
                lambda: atomic(self._make_seal(at, calls=True)),
                lambda: atomic(self._make_seal(at, calls=False)),
            )
        )

    def _make_seal(self, at: int, *, calls: bool) -> Ops[Seal]:
        last = yield Statement(
            "select number, at, cases, root, previous from cf_seal where agency = ? "
            "order by number desc limit 1",
            (self.agency,),
        )
        before = Seal(*last[0]) if last else None
        number, previous = (1, GENESIS) if before is None else (before.number + 1, before.root)
        if calls:
            yield Statement("select cf_seal_lines(cast(? as text))", (self.agency,))
        else:
            yield Statement(
                "insert into cf_sealed (case_id, seq, agency, number, hash) "
                "select c.case_id, c.last_seq, c.agency, cast(? as integer), c.head from cf_case c "
                "where c.agency = ? and not exists (select 1 from cf_sealed s "
                "where s.case_id = c.case_id and s.seq = c.last_seq)",
                (number, self.agency),
            )
        rows = yield Statement(
            "select case_id, seq, hash from cf_sealed where agency = ? and number = ? "
            "order by case_id, seq",
            (self.agency, number),
        )
        lines = (SealLine(*row) for row in rows)
        root = seal_root(GENESIS if before is None else before.text, lines)
        seal = Seal(number, at, len(rows), root, previous)
        kinds = ("text", "integer", "bigint", "bigint", "text", "text")
        yield Statement(
            f"select cf_set_seal({cast_as(*kinds)})"
            if calls
            else "insert into cf_seal (agency, number, at, cases, root, previous) "
            "values (?, ?, ?, ?, ?, ?)",
            (self.agency, *seal),
        )
        return seal

    def seals(self) -> Ops[tuple[Seal, ...]]:
        """Return all seals, in order."""
        rows = yield Statement(
            "select number, at, cases, root, previous from cf_seal where agency = ? "
            "order by number",
            (self.agency,),
        )
        return tuple(Seal(*row) for row in rows)

    def sealed(self, number: int, after: str = "", limit: int = 500) -> Ops[tuple[SealLine, ...]]:
        """Return the cases under a seal after the case *after*, by number."""
        rows = yield Statement(
            "select case_id, seq, hash from cf_sealed where agency = ? and number = ? "
            "and case_id > ? order by case_id, seq limit ?",
            (self.agency, number, after, limit),
        )
        return tuple(SealLine(*row) for row in rows)

    def unsealed_lines(self, limit: int = 100) -> Ops[tuple[SealLine, ...]]:
        """Return lines that stand under no seal: no seal to come would hold their records."""
        rows = yield Statement(
            "select s.case_id, s.seq, s.hash from cf_sealed s where s.agency = ? and not exists "
            "(select 1 from cf_seal k where k.agency = s.agency and k.number = s.number) "
            "order by s.case_id, s.seq limit ?",
            (self.agency, limit),
        )
        return tuple(SealLine(*row) for row in rows)

    def invalid_seal_lines(self, limit: int = 100) -> Ops[tuple[SealLine, ...]]:
        """Return lines of seals whose record is gone or has another hash by now."""
        rows = yield Statement(
            "select s.case_id, s.seq, s.hash from cf_sealed s left join cf_record r "
            "on r.case_id = s.case_id and r.seq = s.seq and r.hash = s.hash "
            "and r.agency = s.agency where s.agency = ? and r.hash is null "
            "order by s.case_id, s.seq limit ?",
            (self.agency, limit),
        )
        return tuple(SealLine(*row) for row in rows)

    # ── secrets ─────────────────────────────────────────────────────────────────────────────

    def secret(self, subject: str) -> Ops[Secret | None]:
        """Return the secret of a subject, destroyed or not; None if there never was one."""
        rows = yield Statement(
            "select subject, secret, made_at, destroyed_at, ground from cf_secret "
            "where agency = ? and subject = ?",
            (self.agency, subject),
        )
        return Secret(*rows[0]) if rows else None

    def keep_secret(self, subject: str, secret: str, at: int) -> Ops[Secret]:
        """Keep a secret unless the subject has one; return the one kept."""
        known = yield from self.secret(subject)
        if known is None:
            yield from self.either(
                lambda: self.alone(self._call_to_keep_secret(subject, secret, at)),
                lambda: self.alone(self._keep_secret(subject, secret, at)),
            )
            known = yield from self.secret(subject)
        return known or Secret(subject, secret, at)

    def _call_to_keep_secret(self, subject: str, secret: str, at: int) -> Ops[None]:
        yield Statement(
            f"select cf_keep_secret({cast_as('text', 'text', 'text', 'bigint')})",
            (self.agency, subject, secret, at),
        )

    def _keep_secret(self, subject: str, secret: str, at: int) -> Ops[None]:
        yield Statement(
            "insert into cf_secret (agency, subject, secret, made_at) select cast(? as text), "
            "cast(? as text), cast(? as text), cast(? as bigint) where not exists "
            "(select 1 from cf_secret where agency = ? and subject = ?) on conflict do nothing",
            (self.agency, subject, secret, at, self.agency, subject),
        )

    def all_secrets(self, after: str = "", limit: int = 500) -> Ops[tuple[Secret, ...]]:
        """Return the secrets of the subjects after *after*, by subject; destroyed ones too."""
        rows = yield Statement(
            "select subject, secret, made_at, destroyed_at, ground from cf_secret "
            "where agency = ? and subject > ? order by subject limit ?",
            (self.agency, after, limit),
        )
        return tuple(Secret(*row) for row in rows)

    def destroy_secret(self, subject: str, at: int, ground: str) -> Ops[bool]:
        """Destroy a secret for good, on a legal ground; False if there is none to destroy.

        That it was done stands on record: unless there is an act of erasure for that instant, one
        is kept, by nobody known.
        """
        act = erasure_act(subject, at, "", ground)
        return (
            yield from self.either(
                lambda: self.alone(self._call_to_destroy(subject, at, ground, act)),
                lambda: atomic(self._destroy_secret(subject, at, ground, act)),
            )
        )

    def _call_to_destroy(self, subject: str, at: int, ground: str, act: Definition) -> Ops[bool]:
        rows = yield Statement(
            f"select cf_destroy_secret({cast_as('text', 'text', 'bigint', 'text', 'text')})",
            (self.agency, subject, at, ground, act.text),
        )
        return bool(rows[0][0])

    def _destroy_secret(self, subject: str, at: int, ground: str, act: Definition) -> Ops[bool]:
        rows = yield Statement(
            "update cf_secret set secret = null, destroyed_at = ?, ground = ? "
            "where agency = ? and subject = ? and secret is not null returning subject",
            (at, ground, self.agency, subject),
        )
        if rows:
            yield from self._keep(act)
        return bool(rows)
