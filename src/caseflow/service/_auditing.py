"""What stands beside the records, held against them: expiries raised, messages, keys of persons.

The chains, summaries and seals themselves are looked at in `_verification`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from caseflow.cases import Case, apply
from caseflow.codec._canonical import parse_json
from caseflow.errors import CaseflowError
from caseflow.service._expiries import Waiting
from caseflow.service._results import Fault
from caseflow.service._work import Work
from caseflow.stores import (
    ERASURE,
    CaseSummary,
    Listing,
    Message,
    Ops,
    Raised,
    StoreUnavailableError,
    instant,
    micros,
)
from caseflow.stores.schema import LISTS

__all__ = ["Audit", "Raisings"]

_PAGE = 500


class Audit:
    """Hold what is kept beside the records of cases against those records."""

    def __init__(self, work: Work, longest_wait: int) -> None:
        """Take the logic that reads records; *longest_wait* is that of a claim, in microseconds."""
        self._work = work
        self._longest_wait = longest_wait
        self._has_lists = False

    # ── expiries ────────────────────────────────────────────────────────────────────────────

    def raised(self, case: Case, rows: Sequence[Raised], now: int | None) -> Iterator[Fault]:
        """Yield the faults of what was raised on *case*.

        An expiry is raised for a date that its clock came to have, and not before it is time. One
        of another name than those declared stops none of them, and is passed by.
        """
        left = set(rows)
        for then in self._stages(case):
            if not left:
                return
            for each in self._declared(then):
                row = each.expiry.raised_for(each.due)
                if row not in left:
                    continue
                left.discard(row)
                first = micros(each.expiry.wakes_at(each.due))
                if now is not None and first > now:
                    when = instant(first).isoformat()
                    problem = f"{row.name!r} is said to be raised, and is not before {when}"
                    yield Fault(case.id, case.last.seq, problem)
        known = self._work.expiries.names
        for row in sorted(left):
            if row.name in known:
                problem = (
                    f"{row.name!r} is said to be raised for {_instant(row.at)}, a date that the "
                    "case never had"
                )
                yield Fault(case.id, case.last.seq, problem)

    def _stages(self, case: Case) -> Iterator[Case]:
        """Yield *case* as it stood after each record, the latest first."""
        found: list[Case] = []
        now: Case | None = None
        for record in case.records:
            now = apply(now, record)
            found.append(now)
        yield from reversed(found)

    def _declared(self, case: Case) -> Iterator[Waiting]:
        workflow = self._work.summaries.workflow(case).name
        deadlines = self._work.engine.deadlines(case, at=case.last_at)
        return self._work.expiries.dated(workflow, deadlines)

    # ── lists ───────────────────────────────────────────────────────────────────────────────

    def listed(self, derived: CaseSummary, listing: Listing | None) -> Ops[list[Fault]]:
        """Return a fault if a case is not listed by what follows from its records.

        Until all lists of an earlier release are filled in, nobody is shown any.
        """
        ops = self._work.ops
        if not self._has_lists and (yield from ops.schema_version()) >= LISTS:
            self._has_lists = not (yield from ops.unlisted("", 1))
        if not self._has_lists:
            return []
        kept = yield from ops.listing(derived.case_id)
        meant = None if listing is None else listing._replace(unit=derived.unit)
        if kept == meant:
            return []
        problem = f"it is listed by {kept}; its records say {meant}"
        return [Fault(derived.case_id, derived.seq, problem)]

    # ── messages ────────────────────────────────────────────────────────────────────────────

    def posted(self, now: int | None) -> Ops[list[Fault]]:
        """Return the faults of the messages that wait."""
        faults: list[Fault] = []
        case_id = ref = ""
        waiting: list[tuple[Message, int | None]] = []
        while page := (yield from self._work.ops.posted(case_id, ref, _PAGE)):
            for message, at in page:
                if waiting and waiting[0][0].case_id != message.case_id:
                    faults += yield from self._posted_by(waiting, now)
                    waiting = []
                waiting.append((message, at))
            case_id, ref = page[-1][0].case_id, page[-1][0].ref
        if waiting:
            faults += yield from self._posted_by(waiting, now)
        return faults

    def _posted_by(
        self, waiting: Sequence[tuple[Message, int | None]], now: int | None
    ) -> Ops[list[Fault]]:
        """Return the faults of the messages of one case."""
        case_id = waiting[0][0].case_id
        kept = yield from self._work.ops.load(case_id)
        if kept is None:
            return [Fault(case_id, 0, "there are messages and no case")]
        try:
            held = yield from self._work.sealer.extended(case_id, None, kept.records)
        except StoreUnavailableError:
            raise
        except Exception:  # noqa: BLE001 - what cannot be read is reported where it is read
            return []
        raised = yield from self._work.ops.raised(case_id)
        asked = {
            each.ref: each
            for record in held.case.records
            for each in self._work.sealer.messages(case_id, record)
        }
        faults: list[Fault] = []
        for message, at in waiting:
            expected = asked.get(message.ref)
            if expected is not None:
                is_asked_for = expected[:5] == message[:5]
            else:
                is_asked_for = _is_of_date(message, raised)
            if not is_asked_for:
                problem = f"message {message.ref!r} was asked for by no record and no expiry"
                faults.append(Fault(case_id, message.seq, problem))
            elif now is not None and at is not None and at > now + self._longest_wait:
                problem = f"message {message.ref!r} is put off until {_instant(at)}"
                faults.append(Fault(case_id, message.seq, problem))
        return faults

    # ── keys of persons ─────────────────────────────────────────────────────────────────────

    def secrets(self) -> Ops[list[Fault]]:
        """Return the keys that were destroyed without an act on record, and the other way round."""
        acts = {each.name for each in (yield from self._work.ops.definitions(ERASURE))}
        erased = {name.rpartition("@")[0] for name in acts}
        faults: list[Fault] = []
        after = ""
        while page := (yield from self._work.ops.all_secrets(after, _PAGE)):
            after = page[-1].subject
            for each in page:
                if each.secret is None:
                    if f"{each.subject}@{each.destroyed_at}" not in acts:
                        problem = "is destroyed, and no act of erasure says by whom and why"
                        faults.append(Fault("", 0, f"the key of {each.subject!r} {problem}"))
                elif each.subject in erased:
                    problem = "is kept, and an act of erasure says that it is not; erase it again"
                    faults.append(Fault("", 0, f"the key of {each.subject!r} {problem}"))
        return faults


class Raisings:
    """Read what was raised on all cases, a page at a time, in order of cases."""

    def __init__(self, work: Work) -> None:
        """Begin before the first case."""
        self._ops = work.ops
        self._page: list[tuple[str, Raised]] = []
        self._place: tuple[str, str, int] = ("", "", 0)
        self._is_over = False

    def of(self, case_id: str) -> Ops[tuple[list[Raised], list[Fault]]]:
        """Return what was raised on *case_id*, and the faults of rows of cases before it."""
        found: list[Raised] = []
        faults: list[Fault] = []
        while (first := (yield from self._first())) is not None and first[0] <= case_id:
            self._page.pop()
            if first[0] == case_id:
                found.append(first[1])
            else:
                faults += yield from self._strange(first[0])
        return found, faults

    def rest(self) -> Ops[list[Fault]]:
        """Return the faults of the rows that are left."""
        faults: list[Fault] = []
        while (first := (yield from self._first())) is not None:
            self._page.pop()
            faults += yield from self._strange(first[0])
        return faults

    def _first(self) -> Ops[tuple[str, Raised] | None]:
        if not self._page and not self._is_over:
            rows = yield from self._ops.raisings(*self._place, _PAGE)
            self._is_over = len(rows) < _PAGE
            if rows:
                case_id, last = rows[-1]
                self._place = (case_id, last.name, last.at)
            self._page = list(reversed(rows))
        return self._page[-1] if self._page else None

    def _strange(self, case_id: str) -> Ops[list[Fault]]:
        # A case that was opened a moment ago is no stranger.
        if (yield from self._ops.load(case_id, 2**31 - 1)) is not None:
            return []
        return [Fault(case_id, 0, "expiries are said to be raised and there is no case")]


def _is_of_date(message: Message, raised: frozenset[Raised]) -> bool:
    """Return whether *message* says what was raised, and of this case."""
    name, _, at = message.ref.rpartition("@")
    try:
        body = cast("dict[str, object]", parse_json(message.body, "message"))
        due_at = micros(datetime.fromisoformat(str(body["due_at"])))
        said = (body["case"], body["seq"], body["expiry"], str(due_at))
    except (CaseflowError, KeyError, TypeError, ValueError):
        return False
    if said != (message.case_id, message.seq, name, at) or message.kind != name:
        return False
    return Raised(name, due_at) in raised


def _instant(at: int) -> str:
    try:
        return instant(at).isoformat()
    except CaseflowError:
        return str(at)
