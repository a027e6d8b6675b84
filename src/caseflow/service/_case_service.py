"""`CaseService`: cases kept in a store, for programs that do not await.

Each method runs a generator. The twin that awaits its store is made from this file.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar, overload

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.cases import Case, RebasePolicy, Record
from caseflow.codec import Codec, DefinitionCodec
from caseflow.engine import Deadlines, Engine, Migration, MigrationReport, Option
from caseflow.service._backoffs import BACKOFF, Backoff
from caseflow.service._defaults import EVERY, LEASE, unit_by_fact
from caseflow.service._expiries import STANDARD_EXPIRIES, Expiry
from caseflow.service._many_cases import ManyCases
from caseflow.service._parts import ServiceParts
from caseflow.service._results import Delivered, Report, Swept
from caseflow.service._sealing import FieldEncryption
from caseflow.service._work import Work
from caseflow.service._work_lists import WorkLists
from caseflow.stores import CaseSummary, DeadLetter, Message, Query, Seal, Store, aside
from caseflow.values import Actor, Channel
from caseflow.workflow import Action, FactValue

__all__ = ["CaseService"]

P = TypeVar("P")


@typed
class CaseService(ManyCases, WorkLists):
    """Open, move and watch cases that are kept in *store*; safe to share between threads.

    Args:
        engine: decides.
        store: keeps; its tables are there, see `migrate`. Closed at the end of a `with`.
        codec: writes the payloads of the workflows, `pack.codec()` for those of a pack.
        definitions: writes the workflows; made from *codec* if it is not given.
        expiries: what happens when dates come near or pass, for all workflows or by their name.
        unit_of: which unit a case belongs to.
        encryption: encrypts personal data.
        backoff: when to try again what failed, and when to give it up.
        tries: how often to decide again when somebody was faster.
    """

    def __init__(
        self,
        engine: Engine,
        store: Store,
        codec: Codec | None = None,
        *,
        definitions: DefinitionCodec | None = None,
        expiries: Sequence[Expiry] | Mapping[str, Sequence[Expiry]] = STANDARD_EXPIRIES,
        unit_of: Callable[[Case], str] = unit_by_fact,
        encryption: FieldEncryption | None = None,
        backoff: Backoff = BACKOFF,
        tries: int = 5,
    ) -> None:
        """Take what decides and what keeps."""
        self.engine = engine
        self.store = store
        self._parts = ServiceParts(
            engine,
            store.ops,
            codec or Codec(),
            definitions=definitions,
            expiries=expiries,
            unit_of=unit_of,
            encryption=encryption,
            backoff=backoff,
            tries=tries,
        )

    @property
    def work(self) -> Work:
        """Return the logic behind this service, for a layer above that combines several steps."""
        return self._parts.work

    # ── cases ───────────────────────────────────────────────────────────────────────────────

    def open(
        self,
        procedure: str,
        *,
        case_id: str,
        channel: Channel,
        result_by: Channel,
        at: datetime,
        by: Actor | None = None,
        branch: str | None = None,
        facts: Mapping[str, FactValue] | None = None,
        key: str | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Open a case under the number *case_id* and keep it; see `Engine.open`.

        The same number with the same key and request returns the case as it stands.

        Raises:
            ConcurrentUpdateError: there is a case of that number.
            KeyReusedError: the key opened it with another request.
            StoreUnavailableError: it may be kept or not; ask again with the same key.
        """
        return self.store.run(
            self._parts.work.open(
                procedure,
                case_id=case_id,
                channel=channel,
                result_by=result_by,
                at=at,
                by=by,
                branch=branch,
                facts=facts,
                key=key,
                entered_at=entered_at,
                confirmed=confirmed,
            )
        )

    @overload
    def fire(
        self,
        case_id: str,
        action: Action[None],
        payload: None = None,
        *,
        by: Actor,
        at: datetime,
        key: str | None = None,
        expected_version: int | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case: ...
    @overload
    def fire(
        self,
        case_id: str,
        action: Action[P],
        payload: P,
        *,
        by: Actor,
        at: datetime,
        key: str | None = None,
        expected_version: int | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case: ...
    def fire(
        self,
        case_id: str,
        action: Action[Any],
        payload: object = None,
        *,
        by: Actor,
        at: datetime,
        key: str | None = None,
        expected_version: int | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Do *action* and keep its record and messages; see `Engine.fire`.

        If somebody was faster, the case is decided on again, unless *expected_version* is given.

        Raises:
            UnknownCaseError: no such case.
            ConcurrentUpdateError: somebody was faster, each time.
            StoreUnavailableError: it may be kept or not; ask again with the same key.
        """
        return self.store.run(
            self._parts.work.fire(
                case_id,
                action,
                payload,
                by=by,
                at=at,
                key=key,
                expected_version=expected_version,
                entered_at=entered_at,
                confirmed=confirmed,
            )
        )

    def rebase(
        self,
        case_id: str,
        calendar: OfficeCalendar,
        *,
        policy: RebasePolicy | str,
        at: datetime,
        by: Actor,
        reason: str,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Put a case under another version of the calendar and keep it; see `Engine.rebase`."""
        return self.store.run(
            self._parts.work.rebase(
                case_id,
                calendar,
                policy=policy,
                at=at,
                by=by,
                reason=reason,
                entered_at=entered_at,
                confirmed=confirmed,
            )
        )

    def annul(
        self,
        case_id: str,
        seq: int,
        *,
        at: datetime,
        by: Actor,
        reason: str,
        key: str | None = None,
        expected_version: int | None = None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Case:
        """Take back the act of record *seq* and keep the record of it; see `Engine.annul`."""
        return self.store.run(
            self._parts.corrections.annul(
                case_id,
                seq,
                at=at,
                by=by,
                reason=reason,
                key=key,
                expected_version=expected_version,
                entered_at=entered_at,
                confirmed=confirmed,
            )
        )

    def migrate(
        self,
        migration: Migration,
        *,
        at: datetime,
        by: Actor,
        reason: str,
        query: Query = EVERY,
        besides: Collection[str] = (),
        is_dry_run: bool = False,
    ) -> MigrationReport:
        """Move the open cases that fit *query* to another definition, each by its own record.

        A case that cannot move, or is not read, stays and stops no other; the report names it with
        every reason. If the work is cut short, do it again: what has moved is passed over. The
        engine must hold the old and the new definitions, see `kept_engine`.

        Args:
            migration: where to, and what becomes of states, clocks, version and limit.
            at: when; a case with a later record moves at the instant of that.
            by: who does it.
            reason: why, for the records.
            query: which cases; its limit does not count.
            besides: codes of procedures whose cases are passed over, as if they were not there.
            is_dry_run: only say what would happen.

        Raises:
            UnknownNameError: *migration* names what no workflow held has.
            StoreUnavailableError: the database did not answer; do it again.
        """
        moving = self._parts.migrations.migrate(
            migration,
            query=query,
            besides=besides,
            at=at,
            by=by,
            reason=reason,
            is_dry_run=is_dry_run,
        )
        with aside(self.store) as own:
            return own.run(moving)

    def keep_all(self, cases: Sequence[Case]) -> None:
        """Keep whole cases that were worked elsewhere, as a replayed log, in one transaction.

        Their messages wait to be delivered. They are worked by the engine of this service, and a
        few hundred at a time. Cost: a fraction of keeping the records one by one.

        Raises:
            StoreRefusedError: one of them is kept already; none is kept.
        """
        self.store.run(self._parts.imports.keep(cases))

    def get(self, case_id: str) -> Case:
        """Return a case as it stands; raises `UnknownCaseError`."""
        return self._read(self._parts.work.get(case_id))

    def actions(self, case_id: str, *, by: Actor, at: datetime) -> tuple[Option, ...]:
        """Return every action of the workflow, with reasons for what is refused."""
        return self._read(self._parts.work.actions(case_id, by=by, at=at))

    def deadlines(self, case_id: str, *, at: datetime) -> Deadlines:
        """Return when a case is due and how it stands; every date explains itself."""
        return self._read(self._parts.work.deadlines(case_id, at=at))

    def history(self, case_id: str, after: int = -1, limit: int = 500) -> tuple[Record, ...]:
        """Return at most *limit* records of a case after record *after*, in order."""
        return self._read(self._parts.work.history(case_id, after, limit))

    def search(self, query: Query) -> tuple[CaseSummary, ...]:
        """Return the summaries of the cases that fit *query*, by number; see `Query`."""
        return self._read(self._parts.work.search(query))

    def next_due(self, before: datetime, limit: int = 100) -> tuple[CaseSummary, ...]:
        """Return the summaries of the cases due before *before*, the earliest first.

        For lists of what must be done next; nothing is claimed. Paused clocks have no date.
        """
        return self._read(self._parts.work.next_due(before, limit))

    def forget(self, case_id: str | None = None) -> None:
        """Let go of what was decoded of a case, or of all, as after an erasure."""
        self._parts.work.forget(case_id)

    # ── what is due ─────────────────────────────────────────────────────────────────────────

    def due(self, now: datetime, *, limit: int = 100, lease: timedelta = LEASE) -> Swept:
        """Raise the expiries that came due by *now*, on at most *limit* cases.

        Any number of workers may sweep at the same time. A case that fails is put off, and given up
        when it failed too often; the others go on.
        """
        return self.store.run(self._parts.sweeps.due(now, limit=limit, lease=lease))

    def deliver(
        self,
        now: datetime,
        handler: Callable[[Message], object],
        *,
        limit: int = 100,
        lease: timedelta = LEASE,
    ) -> Delivered:
        """Hand the messages that wait to *handler*, each at least once.

        A message is taken when *handler* returns; one it raises on comes again later, and is given
        up when it failed too often. Those of one case come in the order they were raised: later
        ones wait. One that comes twice has the same case_id and ref. The round ends within *lease*.
        """
        batch = self.store.run(self._parts.deliveries.take(now, limit=limit, lease=lease))
        try:
            for message in batch.messages:
                try:
                    handler(message)
                except Exception as error:  # noqa: BLE001 - one poisoned message must not stop the others
                    batch.failed(message, error)
                else:
                    batch.taken(message)
        finally:
            delivered = self.store.run(self._parts.deliveries.settle(batch))
        return delivered

    def dead_letters(self, limit: int = 100) -> tuple[DeadLetter, ...]:
        """Return the cases and messages that were given up, with their last error."""
        return self.store.run(self._parts.sweeps.dead_letters(limit))

    def release(self, case_id: str, ref: str | None = None, *, at: datetime) -> bool:
        """Try a dead letter, a case or its message *ref*, again; False if it is none."""
        return self.store.run(self._parts.sweeps.release(case_id, ref, at))

    def verify(
        self,
        *,
        deep: bool = False,
        seal: Seal | None = None,
        at: datetime | None = None,
        policies: bool = True,
    ) -> Report:
        """Check every chain, case, definition and seal; nothing is changed and nobody waits.

        Finds a record that was altered, deleted, swapped or cut off, a case that does not stand
        where its records say, and an altered definition. A published seal also finds a chain that
        was written anew.

        Args:
            deep: also read every record and definition, replay every case, see that what it is
                worked by is kept, and compare what it is found by.
            seal: a seal as it was published; it must be kept just so.
            at: the present; with it a deep look also finds cases whose next sweep was put off.
            policies: in a deep look also compare the unit that `unit_of` says, and see that a
                sweep will come; units and expiries must be those of before.
        """
        verify = self._parts.verification.verify
        with aside(self.store) as own:
            return own.run(verify(deep=deep, seal=seal, at=at, policies=policies))

    def seal(self, at: datetime) -> Seal:
        """Seal what changed since the last seal; publish `Seal.text`, best once a day."""
        return self.store.run(self._parts.seal(at))
