"""What a store is: operations, and a way to run them.

Every operation is a generator, see `_ops`; a store that needs no driver yields nothing.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self, TypeVar

from caseflow.stores._kept import (
    CaseSummary,
    Change,
    DeadLetter,
    Definition,
    ListPage,
    Message,
    Note,
    Noted,
    Query,
    Raised,
    Retry,
    Seal,
    SealLine,
    Secret,
    StoredCase,
    StoredRecord,
)
from caseflow.stores._listing import Listing, ListPlace, StandingCount
from caseflow.stores._ops import Ops

__all__ = ["AsyncStore", "Operations", "Store"]

T = TypeVar("T")


class Operations(Protocol):
    """All that is ever asked of a store; each does all of its work or none.

    Attributes:
        is_hosted: somebody else ends the transaction, so what an operation did may yet be undone.
    """

    is_hosted: bool

    # ── cases ───────────────────────────────────────────────────────────────────────────────

    def load(self, case_id: str, after: int = -1) -> Ops[StoredCase | None]:
        """Return a case with its records after *after*, as they stood at one instant."""
        ...

    def append(self, change: Change) -> Ops[bool]:
        """Keep one more record and its messages; False if the case is not at the one before."""
        ...

    def insert_many(
        self,
        cases: Sequence[StoredCase],
        raised: Sequence[tuple[str, Raised]] = (),
        messages: Sequence[Message] = (),
    ) -> Ops[None]:
        """Keep whole cases that are not kept yet, and what was raised on which; all or none.

        For imports, a few thousand at a time. *messages* are those of the records that are still
        to be delivered.
        """
        ...

    def records(
        self, case_id: str, after: int = -1, limit: int = 500
    ) -> Ops[tuple[StoredRecord, ...]]:
        """Return at most *limit* records of a case after *after*, in order."""
        ...

    def find(self, query: Query) -> Ops[tuple[CaseSummary, ...]]:
        """Return the summaries of cases that fit *query*, by number."""
        ...

    def next_due(self, before: int, limit: int) -> Ops[tuple[CaseSummary, ...]]:
        """Return the summaries of cases due before *before*, the earliest first."""
        ...

    def listed(self, query: Query, after: ListPlace | None, most: int) -> Ops[ListPage]:
        """Return a page of open cases in the order of *query*, after the place *after*.

        What no index holds is looked at in at most *most* cases: a page may have fewer than asked
        for, or none, and still say where to go on.
        """
        ...

    def standings(
        self, at: int, unit: str | None, assigned_to: str | None
    ) -> Ops[tuple[StandingCount, ...]]:
        """Count open cases by unit and by how they stand at *at*."""
        ...

    def listing(self, case_id: str) -> Ops[Listing | None]:
        """Return what a case is listed by; None if it is in no list, or that is not known."""
        ...

    def unlisted(self, after: str = "", limit: int = 500) -> Ops[tuple[str, ...]]:
        """Return open cases of which it is not known what they are listed by, by number."""
        ...

    def fresh(self) -> Ops[int]:
        """Count rows that are not folded in yet, up to one more than are left to wait."""
        ...

    def fold(self, limit: int) -> Ops[int]:
        """Fold at most *limit* rows into the lists, and return how many it were."""
        ...

    def enlist(self, case_id: str, seq: int, found: Listing) -> Ops[bool]:
        """Keep what a case is listed by; False if it is closed, or its last record is not *seq*."""
        ...

    def scan(
        self, after: str = "", seq: int = -1, limit: int = 500
    ) -> Ops[tuple[tuple[str, StoredRecord], ...]]:
        """Return the records of all cases after record *seq* of case *after*, in order."""
        ...

    # ── expiries ────────────────────────────────────────────────────────────────────────────

    def wake(self, now: int, until: int, limit: int) -> Ops[tuple[str, ...]]:
        """Claim cases with an expiry at or before *now*; nobody else gets them before *until*."""
        ...

    def raised(self, case_id: str) -> Ops[frozenset[Raised]]:
        """Return the expiries already raised on a case."""
        ...

    def raisings(
        self, after: str = "", name: str = "", at: int = 0, limit: int = 500
    ) -> Ops[tuple[tuple[str, Raised], ...]]:
        """Return what was raised on all cases after *name* at *at* of case *after*, in order."""
        ...

    def note(self, note: Note) -> Ops[Noted | None]:
        """Keep what was raised and post its messages, each once; None if the case moved."""
        ...

    def stall(self, case_id: str, tries: int, wake_at: int | None, error: str) -> Ops[None]:
        """Put off a case whose expiries failed, or give it up if *wake_at* is None."""
        ...

    # ── messages ────────────────────────────────────────────────────────────────────────────

    def take(self, now: int, until: int, limit: int) -> Ops[tuple[Message, ...]]:
        """Claim messages to deliver; nobody else gets them before *until*.

        Those of one case in the order they were raised, and none while one before it is claimed,
        put off or given up.
        """
        ...

    def settle(
        self, done: Sequence[Message], retry: Sequence[Retry], back: Sequence[Retry] = ()
    ) -> Ops[None]:
        """Forget the messages that were taken, put off or give up others, put back the rest.

        Those put *back* were claimed and not begun: the claim does not count as an attempt. Their
        `at` keeps the order they had, and comes before any instant at which one was raised.
        """
        ...

    def posted(
        self, after: str = "", ref: str = "", limit: int = 500
    ) -> Ops[tuple[tuple[Message, int | None], ...]]:
        """Return the messages that wait after *ref* of case *after*, and when each is due."""
        ...

    def dead_letters(self, limit: int = 100) -> Ops[tuple[DeadLetter, ...]]:
        """Return cases and messages that were given up."""
        ...

    def release(self, case_id: str, ref: str | None, at: int) -> Ops[bool]:
        """Try a dead letter (a case, or its message *ref*) again from *at* on; False if none is."""
        ...

    # ── what stands behind the cases ────────────────────────────────────────────────────────

    def keep(self, definition: Definition) -> Ops[str]:
        """Keep a definition unless its name is kept; return the hash of the one kept."""
        ...

    def definitions(self, kind: str) -> Ops[tuple[Definition, ...]]:
        """Return the definitions of a kind, by name."""
        ...

    def invalid_definitions(self) -> Ops[tuple[Definition, ...]]:
        """Return definitions whose text does not have the hash that is kept with it."""
        ...

    def make_seal(self, at: int) -> Ops[Seal]:
        """Seal every case that changed since the last seal."""
        ...

    def seals(self) -> Ops[tuple[Seal, ...]]:
        """Return all seals, in order."""
        ...

    def sealed(self, number: int, after: str = "", limit: int = 500) -> Ops[tuple[SealLine, ...]]:
        """Return the cases under a seal after the case *after*, by number."""
        ...

    def invalid_seal_lines(self, limit: int = 100) -> Ops[tuple[SealLine, ...]]:
        """Return lines of seals whose record is gone or has another hash by now."""
        ...

    def unsealed_lines(self, limit: int = 100) -> Ops[tuple[SealLine, ...]]:
        """Return lines that stand under no seal: no seal to come would hold their records."""
        ...

    def secret(self, subject: str) -> Ops[Secret | None]:
        """Return the secret of a subject, destroyed or not; None if there never was one."""
        ...

    def keep_secret(self, subject: str, secret: str, at: int) -> Ops[Secret]:
        """Keep a secret unless the subject has one; return the one kept."""
        ...

    def all_secrets(self, after: str = "", limit: int = 500) -> Ops[tuple[Secret, ...]]:
        """Return the secrets of the subjects after *after*, by subject; destroyed ones too."""
        ...

    def destroy_secret(self, subject: str, at: int, ground: str) -> Ops[bool]:
        """Destroy a secret for good, on a legal ground; False if there is none to destroy.

        That it was done stands on record: unless there is an act of erasure for that instant, one
        is kept, by nobody known.
        """
        ...

    def rewrap_secrets(self, secrets: Sequence[tuple[str, str, str]], act: Definition) -> Ops[int]:
        """Keep secrets as they are wrapped anew, and the act of it; return how many.

        Each is a subject with its secret before and after; one that is not as it was before, as
        one that was destroyed, stays as it is.
        """
        ...

    def scrub(self) -> Ops[bool]:
        """Take what was deleted out of the files; False if some of it stays there for a while.

        What is left of a secret that was destroyed can otherwise be read in them.
        """
        ...

    def stats(self) -> Ops[dict[str, int]]:
        """Count what is kept."""
        ...

    def schema_version(self) -> Ops[int]:
        """Return the number of the schema that is there; 0 for none."""
        ...

    def migrate(self) -> Ops[int]:
        """Bring the schema up to the latest; return from which. Safe to run more than once."""
        ...


class Store(Protocol):
    """Run operations one after the other; safe to share between threads."""

    @property
    def ops(self) -> Operations:
        """Return the operations that this store can run."""
        ...

    def run(self, ops: Ops[T]) -> T:
        """Run an operation, or a longer generator that is made of them."""
        ...

    def close(self) -> None:
        """Let go of connections and files."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class AsyncStore(Protocol):
    """Run operations while others wait; for one event loop."""

    @property
    def ops(self) -> Operations:
        """Return the operations that this store can run."""
        ...

    async def run(self, ops: Ops[T]) -> T:
        """Run an operation, or a longer generator that is made of them."""
        ...

    async def close(self) -> None:
        """Let go of connections and files."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
