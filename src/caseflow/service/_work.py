"""The one body of logic behind both services: load, decide, store; decide again if overtaken.

Generators only: the services run them.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from caseflow.calendars import OfficeCalendar
from caseflow.cases import OPEN, REBASE, Case, Opened, RebasePolicy, Record
from caseflow.codec import Codec, DefinitionCodec
from caseflow.engine import Deadlines, Engine, Option
from caseflow.errors import (
    ConcurrentUpdateError,
    HistoryError,
    KeyReusedError,
    NumberTakenError,
    StoreBusyError,
)
from caseflow.service._definitions import Keeper
from caseflow.service._expiries import Expiries, Expiry
from caseflow.service._instants import not_before
from caseflow.service._sealing import FieldEncryption, Held, Sealer
from caseflow.service._summaries import UNDATED, Place, Summaries, is_running
from caseflow.service._validation import (
    checked_after,
    checked_instants,
    checked_key,
    checked_limit,
    checked_number,
    checked_query,
    checked_tries,
    clean_facts,
)
from caseflow.stores import (
    GENESIS,
    CaseSummary,
    Change,
    Listing,
    Operations,
    Ops,
    Query,
    StoreUnavailableError,
    UnknownCaseError,
    micros,
)
from caseflow.values import Actor, Channel
from caseflow.workflow import Action, FactValue

__all__ = ["Work"]

#: No record of a case comes after this one: asks only whether there is a case.
_LAST = 2**31 - 1

#: So many cases stay decoded; the others are read again from their records.
_MOST_HELD = 1_000


class Work:
    """Hold the engine and the operations, and what was decoded already."""

    def __init__(
        self,
        engine: Engine,
        ops: Operations,
        codec: Codec,
        *,
        definitions: DefinitionCodec | None,
        expiries: Sequence[Expiry] | Mapping[str, Sequence[Expiry]],
        unit_of: Callable[[Case], str],
        encryption: FieldEncryption | None,
        tries: int,
    ) -> None:
        """Take the arguments of the services."""
        self.engine = engine
        self.ops = ops
        self.sealer = Sealer(ops, codec, encryption)
        self.expiries = Expiries(expiries)
        self.expiries.refuse_unknown(engine.jurisdiction.workflows)
        self.tries = checked_tries(tries)
        self.keeper = Keeper(ops, engine, definitions or DefinitionCodec(codec.payloads))
        self.summaries = Summaries(engine, self.expiries, unit_of)
        self._held: OrderedDict[str, Held] = OrderedDict()

    # ── reading ─────────────────────────────────────────────────────────────────────────────

    def get(self, case_id: str) -> Ops[Case]:
        """Return a case as it stands."""
        held = yield from self.load(checked_number(case_id))
        return held.case

    def load(self, case_id: str) -> Ops[Held]:
        """Return a case as it stands; only what came since it was last decoded is read."""
        known = self._held.get(case_id)
        last = known.case.last.seq if known is not None else -1
        kept = yield from self.ops.load(case_id, last)
        if kept is None:
            self._held.pop(case_id, None)
            raise UnknownCaseError(case_id)
        summary, stored_records, _ = kept
        if known is not None and not stored_records and summary.hash != known.hash:
            # What was decoded is no longer what is kept: a backup was put back.
            self._held.pop(case_id, None)
            return (yield from self.load(case_id))
        try:
            held = yield from self.sealer.extended(case_id, known, stored_records)
        except HistoryError:
            if known is None:
                raise
            self._held.pop(case_id, None)
            return (yield from self.load(case_id))
        if (summary.seq, summary.hash) != (held.case.last.seq, held.hash):
            raise HistoryError(case_id, summary.seq, "the case does not stand at its last record")
        held = held._replace(place=Place(summary.unit, summary.is_open))
        self._hold(case_id, held)
        return held

    def _hold(self, case_id: str, held: Held) -> None:
        # Other threads hold and let go of cases between any two of these lines.
        self._held.pop(case_id, None)
        self._held[case_id] = held
        with suppress(KeyError):
            while len(self._held) > _MOST_HELD:
                self._held.popitem(last=False)

    def _hold_kept(self, case: Case, change: Change, listed: Listing | None) -> None:
        summary, listing = change.summary, change.listing or listed
        place = Place(summary.unit, summary.is_open)
        self._hold(case.id, Held(case, summary.hash, place, listing if place.is_open else None))

    def actions(self, case_id: str, *, by: Actor, at: datetime) -> Ops[tuple[Option, ...]]:
        """Return every action of the workflow, with reasons for what is refused."""
        case = yield from self.get(case_id)
        return self.engine.actions(case, by=by, at=not_before(at, case))

    def deadlines(self, case_id: str, *, at: datetime) -> Ops[Deadlines]:
        """Return when a case is due and how it stands."""
        case = yield from self.get(case_id)
        return self.engine.deadlines(case, at=not_before(at, case))

    def history(self, case_id: str, after: int, limit: int) -> Ops[tuple[Record, ...]]:
        """Return records of a case."""
        case_id = checked_number(case_id)
        after, limit = checked_after(after), checked_limit(limit)
        found: list[Record] = []
        stored_records = yield from self.ops.records(case_id, after, limit)
        if not stored_records and (yield from self.ops.load(case_id, _LAST)) is None:
            raise UnknownCaseError(case_id)
        for stored in stored_records:
            record = yield from self.sealer.record(case_id, stored.text)
            found.append(record)
        return tuple(found)

    def search(self, query: Query) -> Ops[tuple[CaseSummary, ...]]:
        """Return the summaries of cases that fit *query*."""
        return (yield from self.ops.find(checked_query(query)))

    def next_due(self, before: datetime, limit: int) -> Ops[tuple[CaseSummary, ...]]:
        """Return the summaries of the cases due before *before*, in that order."""
        return (yield from self.ops.next_due(micros(before), checked_limit(limit)))

    # ── doing ───────────────────────────────────────────────────────────────────────────────

    def open(
        self,
        procedure: str,
        *,
        case_id: str,
        channel: Channel,
        result_by: Channel,
        at: datetime,
        by: Actor | None,
        branch: str | None,
        facts: Mapping[str, FactValue] | None,
        key: str | None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Ops[Case]:
        """Open a case and keep it; the same key opens it once."""
        case_id, key = checked_number(case_id), checked_key(key)
        at, entered_at = checked_instants(at, entered_at)
        asked = (procedure, channel, result_by, branch, clean_facts(facts))
        if key is not None:
            kept = yield from self.ops.load(case_id, 0)
            if kept is not None:
                return (yield from self._opened_before(case_id, key, asked))
        case = self.engine.open(
            procedure,
            channel=channel,
            result_by=result_by,
            at=at,
            case_id=case_id,
            by=by,
            branch=branch,
            facts=facts,
            key=key,
            entered_at=entered_at,
            confirmed=confirmed,
        )
        change = yield from self._change(None, case)
        yield from self.keeper.keep_terms(case.terms)
        if (yield from self._stored(change)):
            self._hold_kept(case, change, None)
            return case
        return (yield from self._opened_before(case_id, key, asked))

    def _opened_before(self, case_id: str, key: str | None, asked: tuple[object, ...]) -> Ops[Case]:
        """Return the case that is kept if *key* opened it by just this request."""
        try:
            case = (yield from self.load(case_id)).case
        except UnknownCaseError:
            # There is one, and it is not shown here.
            raise NumberTakenError(case_id) from None
        first = case.records[0]
        if key is None or first.key != key:
            raise ConcurrentUpdateError(case_id, 0, case.version)
        opened = first.payload
        facts = {change.name: change.after for change in first.facts}
        terms = opened.terms if isinstance(opened, Opened) else case.terms
        if (terms.procedure, terms.channel, terms.result_by, terms.branch, facts) != asked:
            raise KeyReusedError(case_id, key, OPEN, 0)
        return case

    def fire(
        self,
        case_id: str,
        action: Action[Any],
        payload: object,
        *,
        by: Actor,
        at: datetime,
        key: str | None,
        expected_version: int | None,
        entered_at: datetime | None = None,
        confirmed: bool = False,
    ) -> Ops[Case]:
        """Do an action and keep its record."""
        key, payload = checked_key(key), self.sealer.clean(payload)
        at, entered_at = checked_instants(at, entered_at)

        def decide(case: Case) -> Case:
            return self.engine.fire(
                case,
                action,
                payload,
                by=by,
                at=at,
                key=key,
                expected_version=expected_version,
                entered_at=entered_at,
                confirmed=confirmed,
            )

        return (yield from self.decided(checked_number(case_id), decide))

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
    ) -> Ops[Case]:
        """Put a case under another version of the calendar and keep the record of it."""
        at, entered_at = checked_instants(at, entered_at)

        def decide(case: Case) -> Case:
            return self.engine.rebase(
                case,
                calendar,
                policy=policy,
                at=at,
                by=by,
                reason=reason,
                entered_at=entered_at,
                confirmed=confirmed,
            )

        return (yield from self.decided(checked_number(case_id), decide, calendar))

    def decided(
        self,
        case_id: str,
        decide: Callable[[Case], Case],
        calendar: OfficeCalendar | None = None,
    ) -> Ops[Case]:
        """Decide on the case as it stands and keep the record; again if somebody was faster.

        A case that is held is decided on as it is held: the store need not be asked first, for it
        appends the record to the very one that was decided on, or not at all. That there is
        nothing to do, or that it is refused, is believed of a case that was just loaded only.
        Its *calendar* is kept first if it is another than before.
        """
        known = self._held.get(case_id)
        if known is not None:
            after = _moved(known.case, decide)
            try:
                if after is not None and (yield from self._kept(known, after, calendar)):
                    return after
            except StoreBusyError:
                raise
            except StoreUnavailableError:
                pass  # what was decided is decided again, on the case as it stands
        lost: StoreUnavailableError | None = None
        expected = 0
        for _ in range(self.tries):
            held = yield from self.load(case_id)
            after = decide(held.case)
            if after is held.case:
                return after
            try:
                if (yield from self._kept(held, after, calendar)):
                    return after
            except StoreBusyError:
                raise
            except StoreUnavailableError as error:
                lost = error
            else:
                lost, expected = None, held.case.version
        if lost is not None:
            raise lost
        case = (yield from self.load(case_id)).case
        since = self.engine.changes_since(case, expected)
        raise ConcurrentUpdateError(case_id, expected, case.version, since)

    def _kept(self, held: Held, after: Case, calendar: OfficeCalendar | None) -> Ops[bool]:
        """Keep the last record of *after* behind what is held; False if another one is there."""
        change = yield from self._change(held, after)
        if calendar is not None:
            yield from self.keeper.keep_calendar(calendar)
        is_stored = yield from self._stored(change)
        if is_stored:
            self._hold_kept(after, change, held.listing)
        return is_stored

    def _stored(self, change: Change) -> Ops[bool]:
        """Append; if the answer was lost, look whether the record is there."""
        try:
            return (yield from self.ops.append(change))
        except StoreUnavailableError:
            seq = change.record.seq
            found = yield from self.ops.records(change.summary.case_id, seq - 1, 1)
            if any(stored.hash == change.record.hash for stored in found):
                return True
            raise

    def _change(self, held: Held | None, case: Case) -> Ops[Change]:
        record = case.log[case.size - 1]
        previous = GENESIS if held is None else held.hash
        place = self.summaries.place(case)
        moves_dates = (
            held is None
            or bool(record.move.clocks or record.facts or record.entered)
            or record.move.action == REBASE
        )
        has_dates = place.is_open or is_running(case)
        keeps_dates = has_dates and not moves_dates
        keeps_place = held is not None and held.place == place
        dates, listing, listed = UNDATED, None, None if held is None else held.listing
        # Of a case that no clock runs for, or that keeps its dates, none is kept or looked at.
        if has_dates and (moves_dates or (place.is_open and not keeps_place)):
            dates, listing = self.summaries.dated(case, place)
        if keeps_dates:
            dates = UNDATED
        messages = self.sealer.messages(case.id, record) if record.move.effects else ()
        # The record comes last, because field encryption stores keys with it: nothing can be
        # refused after it.
        stored = yield from self.sealer.stored(case.id, record, previous)
        summary = self.summaries.made(case, stored.hash, place, dates)
        if listing == listed and keeps_place:
            listing = None  # an index is written to only if a value of it changed
        return Change(summary, stored, previous, messages, keeps_dates, keeps_place, listing)

    def forget(self, case_id: str | None = None) -> None:
        """Let go of what was decoded of a case, or of all of them."""
        if case_id is None:
            self._held.clear()
        else:
            self._held.pop(case_id, None)


def _moved(case: Case, decide: Callable[[Case], Case]) -> Case | None:
    """Return what *decide* makes of *case*; None if it does nothing, or refuses to."""
    try:
        after = decide(case)
    except Exception:  # noqa: BLE001 - whatever it is, it is raised again by the case as it stands
        return None
    return None if after is case else after
