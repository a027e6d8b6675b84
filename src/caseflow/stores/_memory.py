"""`MemoryStore`: the same operations without a database, for tests, notebooks and demonstrations.

Its operations yield nothing, so each of them happens at once. What is kept is lost with the
program.
"""

from collections.abc import Sequence
from threading import RLock
from types import TracebackType
from typing import Self, TypeVar

from caseflow._typed import typed
from caseflow.errors import StoreRefusedError
from caseflow.stores._kept import (
    GENESIS,
    CaseSummary,
    Change,
    DeadLetter,
    Definition,
    Message,
    Note,
    Noted,
    Raised,
    Seal,
    SealLine,
    Secret,
    StoredCase,
    StoredRecord,
    erasure_act,
    seal_root,
)
from caseflow.stores._memory_lists import MemoryLists
from caseflow.stores._memory_messages import MemoryMessages
from caseflow.stores._memory_secrets import MemorySecrets
from caseflow.stores._ops import Ops, Rows, Statement, drive
from caseflow.stores._protocol import Operations
from caseflow.stores.schema import LATEST
from caseflow.values import clean_number

__all__ = ["MemoryStore"]

T = TypeVar("T")


class _Memory(MemoryLists, MemorySecrets, MemoryMessages):
    """Hold the rows, and do each operation on them."""

    def __init__(self) -> None:
        super().__init__()
        self.is_hosted = False
        self.chains: dict[str, list[StoredRecord]] = {}
        self.raised_ones: dict[str, set[Raised]] = {}
        self.all_seals: list[tuple[Seal, tuple[SealLine, ...]]] = []

    # ── cases ───────────────────────────────────────────────────────────────────────────────

    def load(self, case_id: str, after: int = -1) -> Ops[StoredCase | None]:
        """Return a case with its records after *after*."""
        yield from ()
        summary = self.summaries.get(case_id)
        if summary is None:
            return None
        return StoredCase(summary, tuple(self.chains[case_id][after + 1 :]))

    def append(self, change: Change) -> Ops[bool]:
        """Keep one more record and its messages; False if the case is not at the one before."""
        yield from ()
        summary, stored, previous, messages, keeps_dates, keeps_place = change[:6]
        known = self.summaries.get(summary.case_id)
        last = (known.seq, known.hash) if known is not None else (-1, GENESIS)
        if last != (stored.seq - 1, previous):
            return False
        chain = self.chains.setdefault(summary.case_id, [])
        if stored.key is not None and any(each.key == stored.key for each in chain):
            raise StoreRefusedError(f"key {stored.key!r} is there twice")
        if known is not None and keeps_dates:
            summary = CaseSummary(*summary[:7], *known[7:])  # from due_at on
        if known is not None:
            summary = summary._replace(procedure=known.procedure)
            if keeps_place:
                summary = summary._replace(unit=known.unit, is_open=known.is_open)
        self.summaries[summary.case_id] = summary
        self._list(change)
        chain.append(stored)
        for message in messages:
            self.outbox[summary.case_id, message.ref] = (message, stored.at)
        return True

    def insert_many(
        self,
        cases: Sequence[StoredCase],
        raised: Sequence[tuple[str, Raised]] = (),
        messages: Sequence[Message] = (),
    ) -> Ops[None]:
        """Keep whole cases that are not kept yet, and what was raised on which."""
        yield from ()
        for summary, *_ in cases:
            if summary.case_id in self.summaries:
                raise StoreRefusedError(f"case {summary.case_id!r} is kept already")
        for summary, stored_records, listing in cases:
            self.summaries[summary.case_id] = summary
            if listing is not None:
                self.listings[summary.case_id] = listing
            self.chains[summary.case_id] = list(stored_records)
        for case_id, each in raised:
            self.raised_ones.setdefault(case_id, set()).add(each)
        for message in messages:
            at = self.chains[message.case_id][message.seq].at
            self.outbox[message.case_id, message.ref] = (message, at)

    def records(
        self, case_id: str, after: int = -1, limit: int = 500
    ) -> Ops[tuple[StoredRecord, ...]]:
        """Return at most *limit* records of a case after *after*, in order."""
        yield from ()
        return tuple(self.chains.get(case_id, [])[after + 1 : after + 1 + limit])

    def scan(
        self, after: str = "", seq: int = -1, limit: int = 500
    ) -> Ops[tuple[tuple[str, StoredRecord], ...]]:
        """Return the records of all cases after record *seq* of case *after*, in order."""
        yield from ()
        found: list[tuple[str, StoredRecord]] = []
        for case_id in sorted(each for each in self.chains if each >= after):
            first = seq + 1 if case_id == after else 0
            found += [(case_id, stored) for stored in self.chains[case_id][first:]]
            if len(found) >= limit:
                break
        return tuple(found[:limit])

    # ── expiries ────────────────────────────────────────────────────────────────────────────

    def wake(self, now: int, until: int, limit: int) -> Ops[tuple[str, ...]]:
        """Claim cases with an expiry at or before *now*; nobody else gets them before *until*."""
        yield from ()
        waiting = sorted(
            (summary.wake_at, case_id)
            for case_id, summary in self.summaries.items()
            if summary.wake_at is not None and summary.wake_at <= now
        )
        found = sorted(case_id for _, case_id in waiting[:limit])
        for case_id in found:
            self.summaries[case_id] = self.summaries[case_id]._replace(wake_at=until)
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
        """Keep what was raised and post its messages, each once; None if the case moved."""
        yield from ()
        summary = self.summaries.get(note.case_id)
        if summary is None or summary.seq != note.seq:
            return None
        posted, known = 0, self.raised_ones.setdefault(note.case_id, set())
        by_ref = {message.ref: message for message in note.messages}
        for each in note.raised:
            message = by_ref.get(f"{each.name}@{each.at}")
            if each not in known and message is not None:
                self.outbox[note.case_id, message.ref] = (message, note.at)
                posted += 1
            known.add(each)
        self.summaries[note.case_id] = summary._replace(
            wake_at=note.wake_at, tries=0, dead_lettered=None
        )
        return Noted(posted)

    def stall(self, case_id: str, tries: int, wake_at: int | None, error: str) -> Ops[None]:
        """Put off a case whose expiries failed, or give it up if *wake_at* is None."""
        yield from ()
        summary = self.summaries.get(case_id)
        if summary is not None:
            dead_lettered = error if wake_at is None else None
            self.summaries[case_id] = summary._replace(
                tries=tries, wake_at=wake_at, dead_lettered=dead_lettered
            )

    # ── messages ────────────────────────────────────────────────────────────────────────────

    def dead_letters(self, limit: int = 100) -> Ops[tuple[DeadLetter, ...]]:
        """Return cases and messages that were given up."""
        yield from ()
        cases = [
            DeadLetter(case_id, None, summary.tries, summary.dead_lettered)
            for case_id, summary in sorted(self.summaries.items())
            if summary.dead_lettered is not None
        ]
        messages = [
            DeadLetter(case_id, ref, message.attempts, message.error)
            for (case_id, ref), (message, at) in sorted(self.outbox.items())
            if at is None
        ]
        return (*cases[:limit], *messages[:limit])

    def release(self, case_id: str, ref: str | None, at: int) -> Ops[bool]:
        """Try a dead letter (a case, or its message *ref*) again from *at* on; False if none is."""
        yield from ()
        if ref is None:
            summary = self.summaries.get(case_id)
            if summary is None or summary.dead_lettered is None:
                return False
            self.summaries[case_id] = summary._replace(wake_at=at, tries=0, dead_lettered=None)
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
            SealLine(case_id, summary.seq, summary.hash)
            for case_id, summary in sorted(self.summaries.items())
            if (case_id, summary.seq) not in sealed
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
        stored_records = self.chains.get(line.case_id, [])[line.seq : line.seq + 1]
        return any(stored.hash == line.hash for stored in stored_records)

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
            "cases": len(self.summaries),
            "open": sum(summary.is_open for summary in self.summaries.values()),
            "records": sum(map(len, self.chains.values())),
            "messages": len(self.outbox),
            "dead_letter_cases": sum(
                summary.dead_lettered is not None for summary in self.summaries.values()
            ),
            "dead_letter_messages": sum(at is None for _, at in self.outbox.values()),
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
