"""Verify that everything is as it was stored: chains, summaries, columns, definitions and seals.

A summary and its records are first read apart, for speed; what looks wrong is read again at one
instant before it is called wrong, since others may have been writing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, cast

from caseflow.cases import Case
from caseflow.codec._canonical import parse_json
from caseflow.errors import CaseflowError, TextInvalidError
from caseflow.service._auditing import Audit, Raisings
from caseflow.service._backoffs import Backoff
from caseflow.service._definitions import asides_of_definitions, worked_by
from caseflow.service._results import Fault, Report
from caseflow.service._sealing import aside_of
from caseflow.service._validation import LONGEST_LEASE
from caseflow.service._work import Work
from caseflow.service._wrappings import unrecorded
from caseflow.stores import (
    GENESIS,
    CaseSummary,
    Operations,
    Ops,
    Query,
    Raised,
    Seal,
    SealLine,
    StoredRecord,
    StoreUnavailableError,
    instant,
    link,
    micros,
    seal_root,
)
from caseflow.values import aware, clean_text

__all__ = ["Verification", "problem_of"]

_LONGEST_PROBLEM = 500

_PAGE = 500


class _Look(NamedTuple):
    """How closely to look at each case."""

    deep: bool
    policies: bool
    now: int | None
    worked_by: set[tuple[str, str]]
    set_aside: list[Fault]


class Verification:
    """Check what one store keeps."""

    def __init__(self, work: Work, backoff: Backoff) -> None:
        """Take the logic that reads records and says what follows from them."""
        self._work = work
        self._ops: Operations = work.ops
        self._longest_wait = (LONGEST_LEASE + backoff.longest) // timedelta(microseconds=1)
        self._audit = Audit(work, self._longest_wait)

    def verify(
        self, *, deep: bool, seal: Seal | None, at: datetime | None, policies: bool
    ) -> Ops[Report]:
        """Check every case, definition and seal; see `CaseService.verify`."""
        now = None if at is None else micros(aware(at, name="at"))
        look = _Look(deep, policies, now, set(), [])
        faults: list[Fault] = []
        cases = records = 0
        stored_records = _Stream(self._ops)
        raisings = Raisings(self._work)
        after = ""
        while True:
            summaries = yield from self._ops.find(Query(after=after, limit=_PAGE))
            for summary in summaries:
                for case_id, orphans in (yield from stored_records.before(summary.case_id)):
                    records += len(orphans)
                    faults += yield from self._orphans(case_id)
                found = yield from stored_records.of(summary.case_id)
                cases, records = cases + 1, records + len(found)
                raised: list[Raised] = []
                if deep and policies:
                    raised, strange = yield from raisings.of(summary.case_id)
                    faults += strange
                if deep or _faults(summary, found) or aside_of(found) is not None:
                    faults += yield from self._again(summary.case_id, look, raised)
            if len(summaries) < _PAGE:
                break
            after = summaries[-1].case_id
        for case_id, orphans in (yield from stored_records.before(None)):
            records += len(orphans)
            faults += yield from self._orphans(case_id)
        if deep:
            if policies:
                faults += yield from raisings.rest()
            faults += yield from self._audit.posted(now)
            faults += yield from self._audit.secrets()
        faults += yield from self._definitions(look)
        seals = yield from self._ops.seals()
        faults += yield from self._seals(seals, seal)
        return Report(cases, records, len(seals), tuple(faults), tuple(look.set_aside))

    def faults_of(self, case_id: str) -> Ops[list[Fault]]:
        """Return what a deep look finds wrong with one case, whatever units and expiries are."""
        return (yield from self._again(case_id, _Look(True, False, None, set(), []), ()))

    def _again(self, case_id: str, look: _Look, raised: Sequence[Raised]) -> Ops[list[Fault]]:
        """Check one case as it stands at one instant."""
        kept = yield from self._ops.load(case_id)
        if kept is None:
            return [Fault(case_id, 0, "the case is gone")]
        faults = _faults(kept.summary, kept.records)
        aside = aside_of(kept.records)
        if aside is not None:
            last = kept.records[-1]
            said = f"by {last.actor}: {aside.reason} ({aside.problem})"
            if look.deep and (yield from self._is_readable(case_id, kept.records[:-1])):
                said = f"{said}; its records can be read"
            look.set_aside.append(Fault(case_id, last.seq, said))
            # What was wrong then is no fault any more; what has been altered since is.
            return [each for each in faults if problem_of(each) not in aside.problem]
        if look.deep and not faults:
            try:
                held = yield from self._work.sealer.extended(case_id, None, kept.records)
                look.worked_by.update(worked_by(held.case))
                self._work.engine.replay(held.case.records)
                derived, listing = self._work.summaries.derived(held.case, held.hash)
                if not look.policies:
                    derived = derived._replace(unit=kept.summary.unit)
                faults = _misled(kept.summary, derived)
                faults += yield from self._audit.listed(derived, listing)
                faults += self._audit.raised(held.case, raised, look.now)
                if look.policies and kept.summary.is_open:
                    faults += yield from self._unwoken(kept.summary, held.case, look.now)
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001 - what cannot be read is a fault, whatever it raises
                faults.append(Fault(case_id, kept.summary.seq, str(error)))
        return faults

    def _is_readable(self, case_id: str, stored_records: Sequence[StoredRecord]) -> Ops[bool]:
        """Return whether *stored_records* replay: then ask why the case was set aside."""
        try:
            held = yield from self._work.sealer.extended(case_id, None, stored_records)
            self._work.engine.replay(held.case.records)
        except StoreUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - what cannot be read may raise anything
            return False
        return True

    def _unwoken(self, summary: CaseSummary, case: Case, now: int | None) -> Ops[list[Fault]]:
        """Return a fault if no sweep will come to an open case in time."""
        if summary.dead_lettered is not None:
            return []
        raised = yield from self._ops.raised(summary.case_id)
        missed = self.missed(summary, case, raised, now)
        if missed is None:
            return []
        by, name = missed
        problem = "no sweep will come to it"
        if summary.wake_at is not None:
            problem = f"wake_at is said to be {summary.wake_at}"
        problem = f"{problem}; {name!r} is to be raised by {instant(by).isoformat()}"
        return [Fault(summary.case_id, summary.seq, problem)]

    def missed(
        self, summary: CaseSummary, case: Case, raised: frozenset[Raised], now: int | None
    ) -> tuple[int, str] | None:
        """Return by when which expiry of an open case is to be raised that no sweep comes for.

        Sweeps move `wake_at`, so it does not follow from the records; but while an expiry has not
        been raised a case wakes, and not long after the instant at which that is to be raised.
        """
        deadlines = self._work.engine.deadlines(case, at=case.last_at)
        waiting = self._work.expiries.waiting(
            self._work.summaries.workflow(case).name, case, deadlines
        )
        left = [
            (micros(each.expiry.raised_by(each.due)), each.expiry.name)
            for each in waiting
            if each.expiry.raised_for(each.due) not in raised
        ]
        if not left:
            return None
        by, name = min(left)
        if summary.wake_at is None:
            return by, name
        # A sweep that is late claims the case until later still, so the present counts too.
        is_late = now is not None and summary.wake_at > max(by, now) + self._longest_wait
        return (by, name) if is_late else None

    def _orphans(self, case_id: str) -> Ops[list[Fault]]:
        """Check records that stood alone: their case may have been kept a moment later."""
        kept = yield from self._ops.load(case_id)
        if kept is None:
            return [Fault(case_id, 0, "there are records and no case")]
        return _faults(kept.summary, kept.records)

    # ── definitions and seals ──────────────────────────────────────────────────────────────────

    def _definitions(self, look: _Look) -> Ops[list[Fault]]:
        altered = yield from self._ops.invalid_definitions()
        invalid = [(kept, "its hash does not follow from its text") for kept in altered]
        missing: list[tuple[str, str]] = []
        if look.deep:
            misnamed = yield from self._work.keeper.misnamed()
            invalid += [(kept, problem) for kept, problem in misnamed if kept not in altered]
            invalid += yield from self._work.keeper.doubled()
            missing = yield from self._work.keeper.missing(look.worked_by)
        for each in (yield from asides_of_definitions(self._ops)).values():
            said = f"{each.kind} {each.name}: by {each.by}: {each.reason} ({each.problem})"
            look.set_aside.append(Fault("", 0, said))
        derived = [f"{kept.kind} {kept.name}: {problem}" for kept, problem in invalid]
        derived += [
            f"{kind} {name}: cases are worked by it and it is gone" for kind, name in missing
        ]
        derived += (yield from unrecorded(self._ops)) if look.deep else []
        return [Fault("", 0, problem) for problem in derived]

    def _seals(self, seals: Sequence[Seal], published: Seal | None) -> Ops[list[Fault]]:
        faults: list[Fault] = []
        before: Seal | None = None
        for place, seal in enumerate(seals, 1):
            if seal.number != place:
                faults.append(Fault("", seal.number, f"seal {place} is missing"))
            if seal.previous != (GENESIS if before is None else before.root):
                faults.append(Fault("", seal.number, "the seal does not hold the one before it"))
            lines = yield from self._lines(seal.number)
            if not _holds(seal, before, lines) or len(lines) != seal.cases:
                problem = "the seal does not fit what is under it, or the instant of the one before"
                faults.append(Fault("", seal.number, problem))
            before = seal
        faults += [
            Fault(line.case_id, line.seq, "it is said to be sealed, and stands under no seal")
            for line in (yield from self._ops.unsealed_lines())
        ]
        faults += [
            Fault(line.case_id, line.seq, "the record that was sealed is gone or altered")
            for line in (yield from self._ops.invalid_seal_lines())
        ]
        if published is not None and published not in seals:
            faults.append(Fault("", published.number, f"not kept as published: {published.text}"))
        return faults

    def _lines(self, number: int) -> Ops[list[SealLine]]:
        lines: list[SealLine] = []
        while True:
            after = lines[-1].case_id if lines else ""
            found = yield from self._ops.sealed(number, after, _PAGE)
            lines += found
            if len(found) < _PAGE:
                return lines


class _Stream:
    """Read all records in order of cases, a page at a time."""

    def __init__(self, ops: Operations) -> None:
        self._ops = ops
        self._page: Sequence[tuple[str, StoredRecord]] = ()
        self._next = 0
        self._place: tuple[str, int] = ("", -1)
        self._is_over = False

    def _first(self) -> Ops[str | None]:
        """Return the case of the next record; None when there is no more."""
        if self._next >= len(self._page) and not self._is_over:
            after, seq = self._place
            page: tuple[tuple[str, StoredRecord], ...] = yield from self._ops.scan(
                after, seq, _PAGE
            )
            self._page, self._next = page, 0
            self._is_over = len(self._page) < _PAGE
            if self._page:
                case_id, stored = self._page[-1]
                self._place = (case_id, stored.seq)
        return self._page[self._next][0] if self._next < len(self._page) else None

    def of(self, case_id: str) -> Ops[list[StoredRecord]]:
        """Return the records of *case_id*, which comes next if it has any."""
        found: list[StoredRecord] = []
        while (yield from self._first()) == case_id:
            found.append(self._page[self._next][1])
            self._next += 1
        return found

    def before(self, case_id: str | None) -> Ops[list[tuple[str, list[StoredRecord]]]]:
        """Return the records of cases that come before *case_id*; None comes after all."""
        found: list[tuple[str, list[StoredRecord]]] = []
        while True:
            first = yield from self._first()
            if first is None or (case_id is not None and first >= case_id):
                return found
            found.append((first, (yield from self.of(first))))


def problem_of(fault: Fault) -> str:
    """Return a fault of a case as it is kept when the case is set aside."""
    text = f"record {fault.seq}: {fault.problem}"[:_LONGEST_PROBLEM]
    try:
        return clean_text(text, name="problem")
    except TextInvalidError:
        return ascii(text)


def _holds(seal: Seal, before: Seal | None, lines: Sequence[SealLine]) -> bool:
    """Return whether the root of *seal* is that over *lines* and the seal *before*."""
    if before is None:
        return seal_root(GENESIS, lines) == seal.root
    # Until schema 4 a seal held the root of the one before it, and not its instant.
    return seal.root in (seal_root(before.text, lines), seal_root(before.root, lines))


# ── one case ────────────────────────────────────────────────────────────────────────────────


def _faults(summary: CaseSummary, stored_records: Sequence[StoredRecord]) -> list[Fault]:
    """Return what is wrong with the chain of one case and with what its summary says."""
    found: list[Fault] = []
    previous, target = GENESIS, ""
    for place, stored in enumerate(stored_records):
        problem = ""
        if stored.seq != place:
            problem = f"record {place} is missing"
        elif link(previous, stored.text) != stored.hash:
            problem = "its hash does not follow from its text and the record before"
        else:
            target, problem = _read(summary.case_id, stored)
        if problem:
            found.append(Fault(summary.case_id, stored.seq, problem))
            break
        previous = stored.hash
    if found:
        return found
    if (
        not stored_records
        or summary.seq != stored_records[-1].seq
        or summary.hash != stored_records[-1].hash
    ):
        found.append(
            Fault(summary.case_id, summary.seq, "the case does not stand at its last record")
        )
    elif summary.state != target:
        found.append(
            Fault(summary.case_id, summary.seq, f"the case is said to be {summary.state!r}")
        )
    return found


def _misled(summary: CaseSummary, derived: CaseSummary) -> list[Fault]:
    """Return what *summary* says otherwise than *told*, which follows from the records.

    When to wake is left out: every sweep moves it; see `_unwoken`.
    """
    columns = (
        ("procedure", summary.procedure, derived.procedure),
        ("unit", summary.unit, derived.unit),
        ("is_open", summary.is_open, derived.is_open),
        ("due_at", summary.due_at, derived.due_at),
    )
    return [
        Fault(
            summary.case_id,
            summary.seq,
            f"{name} is said to be {said!r}; its records say {meant!r}",
        )
        for name, said, meant in columns
        if said != meant
    ]


def _read(case_id: str, stored: StoredRecord) -> tuple[str, str]:
    """Return the state after *stored*, and what is wrong with its columns; "" if nothing."""
    try:
        data = cast("dict[str, object]", parse_json(stored.text, "record"))
        actor = cast("dict[str, object]", data["actor"])
        at = micros(datetime.fromisoformat(str(data["at"])))
        derived = (data["seq"], at, data["action"], actor["id"], data["key"])
        kept = (stored.seq, stored.at, stored.action, stored.actor, stored.key)
        if derived != kept:
            return "", "its columns do not say what its text says"
        if stored.seq == 0 and not _names(case_id, data.get("payload")):
            return "", "its text is that of another case"
        entered = cast("dict[str, object]", data.get("entered", {}))
        return str(entered.get("state", data["target"])), ""
    except (CaseflowError, KeyError, TypeError, ValueError) as error:
        return "", f"its text cannot be read: {error}"


def _names(case_id: str, payload: object) -> bool:
    if not isinstance(payload, dict):
        return False
    data = cast("dict[str, object]", payload).get("data")
    return isinstance(data, dict) and cast("dict[str, object]", data).get("case_id") == case_id
