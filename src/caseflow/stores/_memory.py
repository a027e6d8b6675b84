"""`MemoryStore`: the same operations without a database, for tests, notebooks and demonstrations.

Its operations yield nothing, so each of them happens at once. What is kept is lost with the
program.
"""

from collections.abc import Iterator, Sequence
from threading import RLock
from types import TracebackType
from typing import Self, TypeVar

from caseflow._typed import typed
from caseflow.errors import StoreRefusedError
from caseflow.stores._kept import (
    GENESIS,
    Change,
    Definition,
    Entry,
    Head,
    Kept,
    Message,
    Note,
    Noted,
    Parked,
    Query,
    Raised,
    Seal,
    SealLine,
    Secret,
    erasure_act,
    seal_root,
)
from caseflow.stores._memory_messages import MemoryMessages
from caseflow.stores._memory_secrets import MemorySecrets
from caseflow.stores._ops import Ops, Rows, Statement, drive
from caseflow.stores._protocol import Operations
from caseflow.stores.schema import LATEST
from caseflow.values import clean_number

__all__ = ["MemoryStore"]

T = TypeVar("T")


class _Memory(MemorySecrets, MemoryMessages):
    """Hold the rows, and do each operation on them."""

    def __init__(self) -> None:
        super().__init__()
        self.is_hosted = False
        self.heads: dict[str, Head] = {}
        self.records: dict[str, list[Entry]] = {}
        self.raised_ones: dict[str, set[Raised]] = {}
        self.all_seals: list[tuple[Seal, tuple[SealLine, ...]]] = []

    # ── cases ───────────────────────────────────────────────────────────────────────────────

    def load(self, case_id: str, after: int = -1) -> Ops[Kept | None]:
        """Return a case with its entries after *after*."""
        yield from ()
        head = self.heads.get(case_id)
        if head is None:
            return None
        return Kept(head, tuple(self.records[case_id][after + 1 :]))

    def append(self, change: Change) -> Ops[bool]:
        """Keep one more record and its messages; False if the case is not at the one before."""
        yield from ()
        head, entry, previous, messages, keeps_dates, keeps_place = change
        known = self.heads.get(head.case_id)
        last = (known.seq, known.hash) if known is not None else (-1, GENESIS)
        if last != (entry.seq - 1, previous):
            return False
        entries = self.records.setdefault(head.case_id, [])
        if entry.key is not None and any(each.key == entry.key for each in entries):
            raise StoreRefusedError(f"key {entry.key!r} is there twice")
        if known is not None and keeps_dates:
            head = head._replace(
                due_at=known.due_at, wake_at=known.wake_at, tries=known.tries, parked=known.parked
            )
        if known is not None and keeps_place:
            head = head._replace(unit=known.unit, is_open=known.is_open)
        if known is not None:
            head = head._replace(procedure=known.procedure)
        self.heads[head.case_id] = head
        entries.append(entry)
        for message in messages:
            self.outbox[head.case_id, message.ref] = (message, entry.at)
        return True

    def insert_many(
        self,
        cases: Sequence[Kept],
        raised: Sequence[tuple[str, Raised]] = (),
        messages: Sequence[Message] = (),
    ) -> Ops[None]:
        """Keep whole cases that are not kept yet, and what was raised on which."""
        yield from ()
        for head, _ in cases:
            if head.case_id in self.heads:
                raise StoreRefusedError(f"case {head.case_id!r} is kept already")
        for head, entries in cases:
            self.heads[head.case_id] = head
            self.records[head.case_id] = list(entries)
        for case_id, each in raised:
            self.raised_ones.setdefault(case_id, set()).add(each)
        for message in messages:
            at = self.records[message.case_id][message.seq].at
            self.outbox[message.case_id, message.ref] = (message, at)

    def entries(self, case_id: str, after: int = -1, limit: int = 500) -> Ops[tuple[Entry, ...]]:
        """Return at most *limit* entries of a case after *after*, in order."""
        yield from ()
        return tuple(self.records.get(case_id, [])[after + 1 : after + 1 + limit])

    def scan(
        self, after: str = "", seq: int = -1, limit: int = 500
    ) -> Ops[tuple[tuple[str, Entry], ...]]:
        """Return the entries of all cases after entry *seq* of case *after*, in order."""
        yield from ()
        found: list[tuple[str, Entry]] = []
        for case_id in sorted(each for each in self.records if each >= after):
            first = seq + 1 if case_id == after else 0
            found += [(case_id, entry) for entry in self.records[case_id][first:]]
            if len(found) >= limit:
                break
        return tuple(found[:limit])

    def find(self, query: Query) -> Ops[tuple[Head, ...]]:
        """Return the heads of cases that fit *query*, by number."""
        yield from ()
        fitting = sorted(head for head in self.heads.values() if _fits(head, query))
        return tuple(fitting[: query.limit])

    def next_due(self, before: int, limit: int) -> Ops[tuple[Head, ...]]:
        """Return the heads of cases whose legal date ends before *before*, the earliest first."""
        yield from ()
        fitting = sorted(
            (head.due_at, head)
            for head in self.heads.values()
            if head.due_at is not None and head.due_at < before
        )
        return tuple(head for _, head in fitting[:limit])

    # ── expiries ────────────────────────────────────────────────────────────────────────────

    def wake(self, now: int, until: int, limit: int) -> Ops[tuple[str, ...]]:
        """Claim cases with an expiry at or before *now*; nobody else gets them before *until*."""
        yield from ()
        waiting = sorted(
            (head.wake_at, case_id)
            for case_id, head in self.heads.items()
            if head.wake_at is not None and head.wake_at <= now
        )
        found = sorted(case_id for _, case_id in waiting[:limit])
        for case_id in found:
            self.heads[case_id] = self.heads[case_id]._replace(wake_at=until)
        return tuple(found)

    def raised(self, case_id: str) -> Ops[frozenset[Raised]]:
        """Return the expiries already raised on a case."""
        yield from ()
        return frozenset(self.raised_ones.get(case_id, ()))

    def raisings(
        self, after: str = "", name: str = "", at: int = 0, limit: int = 500
    ) -> Ops[tuple[tuple[str, Raised], ...]]:
        """Return what was raised on all cases after *name* at *at* of case *after*, in order."""
        yield from ()
        found = sorted(
            (case_id, each)
            for case_id, raised in self.raised_ones.items()
            for each in raised
            if (case_id, *each) > (after, name, at)
        )
        return tuple(found[:limit])

    def note(self, note: Note) -> Ops[Noted | None]:
        """Keep what was raised and post what is told of it, each once; None if the case moved."""
        yield from ()
        head = self.heads.get(note.case_id)
        if head is None or head.seq != note.seq:
            return None
        posted, known = 0, self.raised_ones.setdefault(note.case_id, set())
        told = {message.ref: message for message in note.messages}
        for each in note.raised:
            message = told.get(f"{each.name}@{each.at}")
            if each not in known and message is not None:
                self.outbox[note.case_id, message.ref] = (message, note.at)
                posted += 1
            known.add(each)
        self.heads[note.case_id] = head._replace(wake_at=note.wake_at, tries=0, parked=None)
        return Noted(posted)

    def stall(self, case_id: str, tries: int, wake_at: int | None, error: str) -> Ops[None]:
        """Put off a case whose expiries failed, or park it if *wake_at* is None."""
        yield from ()
        head = self.heads.get(case_id)
        if head is not None:
            parked = error if wake_at is None else None
            self.heads[case_id] = head._replace(tries=tries, wake_at=wake_at, parked=parked)

    # ── messages ────────────────────────────────────────────────────────────────────────────

    def parked(self, limit: int = 100) -> Ops[tuple[Parked, ...]]:
        """Return cases and messages that were given up."""
        yield from ()
        cases = [
            Parked(case_id, None, head.tries, head.parked)
            for case_id, head in sorted(self.heads.items())
            if head.parked is not None
        ]
        messages = [
            Parked(case_id, ref, message.attempts, message.error)
            for (case_id, ref), (message, at) in sorted(self.outbox.items())
            if at is None
        ]
        return (*cases[:limit], *messages[:limit])

    def release(self, case_id: str, ref: str | None, at: int) -> Ops[bool]:
        """Try a parked case, or its message *ref*, again from *at* on; False if not parked."""
        yield from ()
        if ref is None:
            head = self.heads.get(case_id)
            if head is None or head.parked is None:
                return False
            self.heads[case_id] = head._replace(wake_at=at, tries=0, parked=None)
            return True
        message, next_at = self.outbox.get((case_id, ref), (None, 0))
        if message is None or next_at is not None:
            return False
        self.outbox[case_id, ref] = (message._replace(attempts=0), at)
        return True

    # ── what stands behind the cases ────────────────────────────────────────────────────────

    def keep(self, definition: Definition) -> Ops[str]:
        """Keep a definition unless its name is kept; return the hash of the one kept."""
        yield from ()
        return self.kept.setdefault((definition.kind, definition.name), definition).hash

    def definitions(self, kind: str) -> Ops[tuple[Definition, ...]]:
        """Return the definitions of a kind, by name."""
        yield from ()
        return tuple(each for _, each in sorted(self.kept.items()) if each.kind == kind)

    def invalid_definitions(self) -> Ops[tuple[Definition, ...]]:
        """Return nothing: the hash of a definition is not kept apart from its text."""
        yield from ()
        return ()

    def make_seal(self, at: int) -> Ops[Seal]:
        """Seal every case that changed since the last seal."""
        yield from ()
        sealed = {(line.case_id, line.seq) for _, lines in self.all_seals for line in lines}
        lines = tuple(
            SealLine(case_id, head.seq, head.hash)
            for case_id, head in sorted(self.heads.items())
            if (case_id, head.seq) not in sealed
        )
        before = self.all_seals[-1][0] if self.all_seals else None
        previous = GENESIS if before is None else before.root
        root = seal_root(GENESIS if before is None else before.text, lines)
        seal = Seal(len(self.all_seals) + 1, at, len(lines), root, previous)
        self.all_seals.append((seal, lines))
        return seal

    def seals(self) -> Ops[tuple[Seal, ...]]:
        """Return all seals, in order."""
        yield from ()
        return tuple(seal for seal, _ in self.all_seals)

    def sealed(self, number: int, after: str = "", limit: int = 500) -> Ops[tuple[SealLine, ...]]:
        """Return the cases under a seal after the case *after*, by number."""
        yield from ()
        lines = (line for seal, lines in self.all_seals if seal.number == number for line in lines)
        return tuple(line for line in lines if line.case_id > after)[:limit]

    def invalid_seal_lines(self, limit: int = 100) -> Ops[tuple[SealLine, ...]]:
        """Return lines of seals whose record is gone or has another hash by now."""
        yield from ()
        lines = (line for _, lines in self.all_seals for line in lines)
        return tuple(sorted(line for line in lines if not self._stands(line)))[:limit]

    def unsealed_lines(self, limit: int = 100) -> Ops[tuple[SealLine, ...]]:
        """Return nothing: lines are kept with their seal."""
        yield from ()
        return ()[:limit]

    def _stands(self, line: SealLine) -> bool:
        entries = self.records.get(line.case_id, [])[line.seq : line.seq + 1]
        return any(entry.hash == line.hash for entry in entries)

    def secret(self, subject: str) -> Ops[Secret | None]:
        """Return the secret of a subject, destroyed or not; None if there never was one."""
        yield from ()
        return self.secrets.get(subject)

    def all_secrets(self, after: str = "", limit: int = 500) -> Ops[tuple[Secret, ...]]:
        """Return the secrets of the subjects after *after*, by subject; destroyed ones too."""
        yield from ()
        return tuple(self.secrets[each] for each in sorted(self.secrets) if each > after)[:limit]

    def keep_secret(self, subject: str, secret: str, at: int) -> Ops[Secret]:
        """Keep a secret unless the subject has one; return the one kept."""
        yield from ()
        return self.secrets.setdefault(subject, Secret(subject, secret, at))

    def destroy_secret(self, subject: str, at: int, ground: str) -> Ops[bool]:
        """Destroy a secret for good, on a legal ground; False if there is none to destroy."""
        yield from ()
        known = self.secrets.get(subject)
        if known is None or known.secret is None:
            return False
        act = erasure_act(subject, at, "", ground)
        self.kept.setdefault((act.kind, act.name), act)
        self.secrets[subject] = known._replace(secret=None, destroyed_at=at, ground=ground)
        return True

    def stats(self) -> Ops[dict[str, int]]:
        """Count what is kept."""
        yield from ()
        return {
            "cases": len(self.heads),
            "open": sum(head.is_open for head in self.heads.values()),
            "records": sum(map(len, self.records.values())),
            "messages": len(self.outbox),
            "parked_cases": sum(head.parked is not None for head in self.heads.values()),
            "parked_messages": sum(at is None for _, at in self.outbox.values()),
            "definitions": len(self.kept),
            "seals": len(self.all_seals),
        }

    def schema_version(self) -> Ops[int]:
        """Return the schema that a database would have."""
        yield from ()
        return LATEST

    def migrate(self) -> Ops[int]:
        """Do nothing: there are no tables."""
        yield from ()
        return LATEST


def _fits(head: Head, query: Query) -> bool:
    asked: Iterator[bool] = iter(
        (
            head.case_id > query.after,
            query.procedure is None or head.procedure == query.procedure,
            query.unit is None or head.unit == query.unit,
            query.state is None or head.state == query.state,
            query.is_open is None or head.is_open == query.is_open,
            query.due_before is None
            or (head.due_at is not None and head.due_at < query.due_before),
        )
    )
    return all(asked)


def _no_statement(statement: Statement) -> Rows:
    raise StoreRefusedError(f"memory executes no statement such as {statement.sql!r}")


@typed(besides=("run",))
class MemoryStore:
    """Keep cases in memory; safe to share between threads.

    >>> with MemoryStore() as store:
    ...     store.run(store.ops.load("H01-26-000001"))
    """

    def __init__(self, agency: str = "") -> None:
        """Begin with nothing; *agency* is taken so that all stores are opened alike."""
        self.agency = clean_number(agency, name="agency")
        self.ops: Operations = _Memory()
        self._lock = RLock()

    def run(self, ops: Ops[T]) -> T:
        """Run an operation, or a longer generator that is made of them."""
        with self._lock:
            return drive(_no_statement, ops)

    def close(self) -> None:
        """Keep everything: there is nothing to let go of."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
