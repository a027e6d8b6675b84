"""The fold: from records to the case.

May import: errors, values, workflow, and its siblings.
"""

from collections.abc import Sequence

from attrs import evolve

from caseflow.cases.case import Case, new_case
from caseflow.cases.changes import (
    CALENDAR,
    NO_CLOCKS,
    OPEN,
    TIMED_BY,
    VERSION,
    WORKFLOW,
    FactChange,
    Opened,
    RebasePolicy,
    Terms,
)
from caseflow.cases.records import Record
from caseflow.errors import ClockError, HistoryError
from caseflow.values import Channel, utc
from caseflow.workflow import BRANCH, RESULT_BY, FactValue

__all__ = ["apply", "changed", "fold", "present"]


def apply(case: Case | None, record: Record) -> Case:
    """Return the case after *record*: the one fold, for live cases and for histories.

    Asks no guard and checks no order: `engine` decides, `fold` checks histories.
    """
    if case is None:
        return _begun(record)
    opened, terms, _, states, facts, keys, records = case
    move = record.move
    if record.facts:
        terms, facts = changed(terms, facts, record.facts)
    if move.clocks:
        states = move.known_after.get(states) or move.after(states)
    if record.key is not None:
        keys = (*keys, record.key)
    return new_case(Case, (opened, terms, move.target, states, facts, keys, (*records, record)))


def _begun(record: Record) -> Case:
    opened = record.payload
    if not isinstance(opened, Opened):
        raise HistoryError("", record.seq, "the first record does not open a case")
    terms, facts = changed(opened.terms, (), record.facts)
    return Case(
        opened,
        terms,
        record.move.target,
        record.move.after(NO_CLOCKS),
        facts,
        () if record.key is None else (record.key,),
        (record,),
    )


def changed(
    terms: Terms, facts: tuple[tuple[str, FactValue], ...], changes: tuple[FactChange, ...]
) -> tuple[Terms, tuple[tuple[str, FactValue], ...]]:
    """Return the terms and facts after *changes*; some facts are terms of the case."""
    kept = dict(facts)
    for change in changes:
        value = change.after
        if value == change.before:
            continue
        if change.name == RESULT_BY:
            terms = evolve(terms, result_by=Channel(value))
        elif change.name == BRANCH:
            terms = evolve(terms, branch=None if value is None else str(value))
        elif change.name == CALENDAR:
            policy, _, version = str(value).partition(" ")
            terms = evolve(terms, rebased=(*terms.rebased, (RebasePolicy(policy), version)))
        elif change.name == WORKFLOW:
            terms = evolve(terms, fingerprint=str(value))
        elif change.name == VERSION:
            terms = evolve(terms, procedure_version=str(value))
        elif change.name == TIMED_BY:
            terms = evolve(terms, timed_by=None if value is None else str(value))
        elif value is None:
            kept.pop(change.name, None)
        else:
            kept[change.name] = value
    return terms, tuple(sorted(kept.items()))


def present(case: Case, name: str) -> FactValue | None:
    """Return the value that a change of the fact *name* starts from."""
    if name == RESULT_BY:
        return case.terms.result_by.value
    if name == BRANCH:
        return case.terms.branch
    if name == CALENDAR:
        rebased = case.terms.rebased
        return rebased[-1][1] if rebased else case.terms.calendar_version
    if name == WORKFLOW:
        return case.terms.fingerprint
    if name == VERSION:
        return case.terms.procedure_version
    if name == TIMED_BY:
        return case.terms.timed_by
    return case.fact(name)


def fold(records: Sequence[Record]) -> Case:
    """Return the case that *records* tell of; every link of the chain is checked.

    Raises:
        HistoryError: a record is missing, doubled, out of order or altered.
    """
    case: Case | None = None
    for expected, record in enumerate(records):
        case_id = case.id if case is not None else ""
        problem = _broken(case, record, expected)
        if problem:
            raise HistoryError(case_id, expected, problem)
        try:
            case = apply(case, record)
        except (ClockError, ValueError) as error:
            raise HistoryError(case_id, expected, str(error)) from error
    if case is None:
        raise HistoryError("", 0, "there are no records; a history begins with the opening")
    return case


def _broken(case: Case | None, record: Record, expected: int) -> str:
    """Say what is wrong with *record* where record *expected* should stand; "" if nothing."""
    if record.seq != expected:
        return (
            f"record {record.seq} stands where record {expected} should; one is missing or doubled"
        )
    if case is None:
        is_opening = record.action == OPEN and record.source == ""
        return "" if is_opening else "the first record does not open a case"
    if record.source != case.state:
        return f"it leaves from {record.source!r} and the case is {case.state!r}"
    if utc(record.at) < utc(case.last_at):
        return f"{record.at.isoformat()} is before the record ahead of it"
    if record.key is not None and record.key in case.keys:
        return f"key {record.key!r} stands for an earlier record already"
    for change in record.facts:
        if change.before != present(case, change.name):
            return f"fact {change.name!r} was not {change.before!r} before it"
    return ""
