"""The case: a filing, and what it is because of its records.

A named tuple, as `Record` is and for the same reason.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from attrs import evolve

from caseflow._typed import LONGEST_BRIEF, typed
from caseflow.cases._changes import ASSIGNED_TO, FOLLOW_UP_AT, ClockStates, Opened, Terms
from caseflow.cases._clocks import begun, mark_of
from caseflow.cases._logs import Log, Records
from caseflow.cases._records import Record
from caseflow.errors import ValueInvalidError
from caseflow.ledgers import ClockLedger, ClockState, Mark, MarkKind
from caseflow.limits import TimeLimit
from caseflow.values import Channel
from caseflow.workflow import PROMISED_ON, Action, FactValue

__all__ = ["Case", "new_case"]


class Case(NamedTuple):
    """A filing and all that happened to it; made by `Engine`, or by replaying its records.

    The first *size* of *log* are its records; ask `records`. *corrected* are the acts in the order
    in which they happened, if that is another; ask `acts`, which is there either way.
    """

    opened: Opened
    terms: Terms
    state: str
    clock_states: ClockStates
    facts: tuple[tuple[str, FactValue], ...]
    log: Log
    size: int
    corrected: Records | None = None

    def __repr__(self) -> str:
        found = (
            f"Case({self.id!r}, {self.procedure!r}, state={self.state!r}, version={self.version})"
        )
        return found if len(found) <= LONGEST_BRIEF else f"{found[: LONGEST_BRIEF - 2]}…)"

    def __eq__(self, other: object) -> bool:
        """Return whether *other* is a case with the same records that stands the same."""
        return isinstance(other, Case) and _parts(self) == _parts(other)

    def __ne__(self, other: object) -> bool:
        """Return whether *other* is no such case."""
        return not self == other

    def __hash__(self) -> int:
        """Return a hash: of what the last record and the state are, for speed."""
        return hash((self.opened, self.terms, self.state, self.size))

    def __reduce__(self) -> tuple[object, ...]:
        """Copy and pickle the case without what the log holds of its later versions."""
        corrected = None if self.corrected is None else tuple(self.corrected)
        return _rebuilt, (*self[:5], tuple(self.records), corrected)

    @typed(late=True)
    def with_records(self, records: Sequence[Record]) -> "Case":
        """Return the case with other records, which are its acts too; nothing is checked."""
        log = Log(records)
        return self._replace(log=log, size=len(log), corrected=None)

    @property
    def records(self) -> Records:
        """Return the records: the chain, in the order of entry."""
        return Records(self.log, self.size)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the idempotency keys of the records. Cost: O(records); `keyed` finds one."""
        return tuple(record.key for record in self.records if record.key is not None)

    def keyed(self, key: str) -> Record | None:
        """Return the record that an idempotency key stands for; None if it stands for none."""
        places = self.log.places
        place = self.size if places is None else places.get(key, self.size)
        return self.log[place] if place < self.size else None

    @property
    def id(self) -> str:
        """Return the number of the case; "" if it was given none."""
        return self.opened.case_id

    @property
    def procedure(self) -> str:
        """Return the code of the procedure."""
        return self.terms.procedure

    @property
    def procedure_version(self) -> str:
        """Return the version of the procedure; only a migration changes it."""
        return self.terms.procedure_version

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the workflow; only a migration changes it."""
        return self.terms.fingerprint

    @property
    def calendar_version(self) -> str:
        """Return the version of the calendar the case was received under."""
        return self.terms.calendar_version

    @property
    def channel(self) -> Channel:
        """Return the channel the filing came in by."""
        return self.terms.channel

    @property
    def result_by(self) -> Channel:
        """Return the channel the result goes out by."""
        return self.terms.result_by

    @property
    def branch(self) -> str | None:
        """Return the branch that selects the limit, if one is known."""
        return self.terms.branch

    @property
    def version(self) -> int:
        """Count the records."""
        return self.size

    @property
    def acts(self) -> Records:
        """Return what happened, in that order: late entries in their place, no annulled act.

        An act keeps the number of its record; what it did is what it does by now.
        """
        return self.records if self.corrected is None else self.corrected

    @property
    def effective(self) -> "Case":
        """Return the case as if its acts had been entered as they happened; itself if they were."""
        if self.corrected is None:
            return self
        return self._replace(log=self.corrected.log, size=self.corrected.size, corrected=None)

    @property
    def annulled(self) -> frozenset[int]:
        """Return the numbers of the records that were taken back."""
        if self.corrected is None:
            return frozenset()
        return frozenset(
            seq for each in self.records if each.entered is not None for seq in each.entered.annuls
        )

    @property
    def last(self) -> Record:
        """Return the record that was entered last."""
        return self.log[self.size - 1]

    @property
    def opened_at(self) -> datetime:
        """Return the instant the case was opened."""
        return self.log[0].at

    @property
    def last_at(self) -> datetime:
        """Return the instant of the latest act."""
        last = self.log[self.size - 1] if self.corrected is None else self.corrected[-1]
        return last.at

    @property
    def last_entered_at(self) -> datetime:
        """Return the instant at which the last record was entered."""
        return self.last.entered_at

    @property
    def decision(self) -> Record | None:
        """Return the record by which the result existed; None while there is none.

        The first decision counts: what decides again afterwards does not move it. Starting the
        legal clock anew cancels it, and the first decision after that counts.
        """
        place = self.decision_place
        return None if place is None else self.acts[place]

    @property
    def decision_place(self) -> int | None:
        """Return which of the acts is the `decision`, counted from 0; None while there is none."""
        found: int | None = None
        for place, record in enumerate(self.acts):
            move = record.move
            if found is not None and move.starts_legal:
                found = None
            if found is None and move.decides:
                found = place
        return found

    @property
    def decided_at(self) -> datetime | None:
        """Return the instant by which the result existed; None while there is none."""
        decision = self.decision
        return None if decision is None else decision.at

    @property
    def promised_on(self) -> date | None:
        """Return the re-appointed date, if there was a re-appointment."""
        value = self.fact(PROMISED_ON)
        return value if isinstance(value, date) else None

    @property
    def assigned_to(self) -> str:
        """Return the id of the officer who works on the case; "" if nobody has it.

        A case that has ended is nobody's.
        """
        officer = self.fact(ASSIGNED_TO)
        return officer if isinstance(officer, str) else ""

    @property
    def follow_up_at(self) -> datetime | None:
        """Return when to look at the case again; None without such a date, or once it ended."""
        at = self.fact(FOLLOW_UP_AT)
        return at if isinstance(at, datetime) else None

    def fact(self, name: str) -> FactValue | None:
        """Return the value of a fact; None if it was never set."""
        for known, value in self.facts:
            if known == name:
                return value
        return None

    def times(self, action: str | Action[Any]) -> int:
        """Count how often *action* was done. Cost: O(records)."""
        name = action.name if isinstance(action, Action) else action
        return [record.move.action for record in self.acts].count(name)

    def clock_state(self, name: str) -> ClockState:
        """Return the state of a clock; NOT_STARTED for one that never started."""
        states = (state for known, state in self.clock_states if known == name)
        return next(states, ClockState.NOT_STARTED)

    def clock(self, name: str, after: int | None = None) -> ClockLedger | None:
        """Return the ledger of a clock, of its latest run; None if it never started.

        With *after* it is the ledger as it stood after so many of the acts. Cost: O(records);
        nothing is stored but the records.

        Raises:
            ValueInvalidError: *after* is no number of acts.
        """
        run: ClockLedger | None = None
        marks: list[Mark] = []
        for place, record in enumerate(self.acts if after is None else self._first(after)):
            for change in record.move.clocks:
                if change.clock == name:
                    if change.takes:
                        run = self._taken(change.takes, place, name)
                        marks = [] if run is None else list(run.marks)
                    if change.limit is not None:  # else `begun` gives the same run back
                        before, run = run, begun(run, change, record.at)
                        if change.mark is MarkKind.START and run is not before:
                            marks = []
                    mark = mark_of(change, record.at)
                    if run is not None and mark is not None:
                        marks.append(mark)
                elif change.takes == name:
                    run = None
        return None if run is None else ClockLedger(run.name, run.limit, marks, run.replaced)

    def _taken(self, earlier: str, place: int, name: str) -> ClockLedger | None:
        """Return the clock *earlier* as it stood before act *place*, under its new *name*."""
        run = self.with_records(self.acts[:place]).clock(earlier)
        return None if run is None else evolve(run, name=name)

    def _first(self, count: int) -> Iterator[Record]:
        """Go through the first *count* acts."""
        if count.__class__ is not int or count < 0:
            raise ValueInvalidError("after", count, "how many of the acts, from 0 on")
        return islice(self.acts, min(count, self.size))

    def promise(self, name: str) -> ClockLedger | None:
        """Return the ledger of the shortened limit promised with a clock; None without one.

        It starts, pauses and stops with the clock. An extension of the clock leaves the promise
        where it is: a new promised date is a re-appointment. Cost: O(records).
        """
        limit = _promised_limit(name, self.acts)
        return None if limit is None else _promised(self.clock(name), limit)

    def promised_with(
        self, run: ClockLedger | None, after: int | None = None
    ) -> ClockLedger | None:
        """Return `promise` of a clock whose ledger *run*, after so many acts, is known.

        Raises:
            ValueInvalidError: *run* is no ledger, or *after* no number of acts.
        """
        if run is None:
            return None
        if run.__class__ is not ClockLedger:
            raise ValueInvalidError("run", run, "a ClockLedger, or None for a clock without one")
        acts = self.acts if after is None else self._first(after)
        limit = _promised_limit(run.name, acts)
        return None if limit is None else _promised(run, limit)

    @property
    def clocks(self) -> tuple[ClockLedger, ...]:
        """Return the ledgers of the clocks that have started, by name."""
        ledgers = (self.clock(name) for name, _ in sorted(self.clock_states, key=_first))
        return tuple(ledger for ledger in ledgers if ledger is not None)


def _parts(case: Case) -> tuple[object, ...]:
    return (*case[:5], case.records, case.corrected)


def _rebuilt(*parts: Any) -> Case:  # noqa: ANN401 - what `Case.__reduce__` gave
    opened, terms, state, clock_states, facts, records, corrected = parts
    log = Log(records)
    acts = None if corrected is None else Records(Log(corrected), len(corrected))
    return Case(opened, terms, state, clock_states, facts, log, len(log), acts)


def _promised_limit(name: str, acts: Iterable[Record]) -> TimeLimit | None:
    """Return the promise that the latest start of a clock gave, if it gave one."""
    limit: TimeLimit | None = None
    for record in acts:
        for change in record.move.clocks:
            if change.clock == name and change.mark in (None, MarkKind.START):
                limit = change.promise
    return limit


def _promised(run: ClockLedger | None, limit: TimeLimit) -> ClockLedger | None:
    if run is None:
        return None
    marks = tuple(mark for mark in run.marks if mark.kind is not MarkKind.EXTEND)
    return ClockLedger(run.name, limit, marks)


def _first(pair: tuple[str, ClockState]) -> str:
    return pair[0]


#: Makes a case of its fields, as `new_record` makes records and for the same reason.
new_case: Callable[  # pyright: ignore[reportUnknownVariableType]
    [
        type[Case],
        tuple[
            Opened,
            Terms,
            str,
            ClockStates,
            tuple[tuple[str, FactValue], ...],
            Log,
            int,
            Records | None,
        ],
    ],
    Case,
] = tuple.__new__  # pyright: ignore[reportUnknownMemberType]
