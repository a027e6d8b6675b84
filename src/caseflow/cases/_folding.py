"""The fold: from records to the case."""

from collections.abc import Sequence

from attrs import evolve

from caseflow._typed import refuse_misfits, typed
from caseflow.cases._case import Case, new_case
from caseflow.cases._changes import (
    ANNUL,
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
from caseflow.cases._corrections import corrected, is_correction
from caseflow.cases._logs import Log, Records, appended, opened_log
from caseflow.cases._records import Record
from caseflow.errors import ClockError, HistoryError
from caseflow.values import Channel, utc
from caseflow.workflow import BRANCH, RESULT_BY, FactValue

__all__ = ["apply", "case_of", "changed", "fold", "present"]


def apply(case: Case | None, record: Record) -> Case:
    """Return the case after *record*: the one fold, for live cases and for histories.

    Asks no guard and checks no order: `engine` decides, `fold` checks histories.
    """
    if record.__class__ is not Record or (case is not None and case.__class__ is not Case):
        refuse_misfits(apply, case, record)
    if case is None:
        return begun(record)
    if record.entered is not None and is_correction(record, case.acts):
        return _refolded(case, record)
    return added(case, record)


def added(case: Case, record: Record) -> Case:
    """Return *case* after *record*, which corrects nothing; for `apply` and the engine alone."""
    opened, terms, _, states, facts, log, size, acts = case
    move = record.move
    if record.facts:
        terms, facts = changed(terms, facts, record.facts)
    if move.clocks:
        states = move.known_after.get(states) or move.after(states)
    # As `appended` does, step by step.
    if len(log) == size:
        log.append(record)
    if log[size] is not record:
        log = Log((*log[:size], record))
    elif record.key is not None:
        places = log.places
        if places is None:
            log.places = {record.key: size}
        else:
            places.setdefault(record.key, size)
    if acts is not None:
        acts = Records(appended(acts.log, acts.size, record), acts.size + 1)
    return new_case(Case, (opened, terms, move.target, states, facts, log, size + 1, acts))


def _refolded(case: Case, record: Record) -> Case:
    """Return the case after a correction: its acts are folded anew. Cost: O(records)."""
    acts = corrected(case.acts, record)
    now = case_of(acts)
    log = appended(case.log, case.size, record)
    return now._replace(log=log, size=case.size + 1, corrected=Records(Log(acts), len(acts)))


@typed(late=True)
def case_of(acts: Sequence[Record]) -> Case:
    """Return the case as if *acts* had been entered in this order; nothing is checked.

    Raises:
        HistoryError: there is no act, or the first does not open a case.
    """
    if len(acts) == 0:
        raise HistoryError("", 0, "there are no records; a history begins with the opening")
    case = begun(acts[0])
    for act in acts[1:]:
        case = apply(case, act if act.entered is None else act._replace(entered=None))
    return case.with_records(acts)


def begun(record: Record) -> Case:
    """Return the case that *record* opens; for `apply` and the engine alone."""
    opened = record.payload
    if not isinstance(opened, Opened):
        raise HistoryError("", record.seq, "the first record does not open a case")
    terms: Terms = opened.terms
    facts: tuple[tuple[str, FactValue], ...] = ()
    if record.facts:
        terms, facts = _changed(terms, (), record.facts)
    move = record.move
    states = move.known_after.get(NO_CLOCKS)
    if states is None:
        states = move.after(NO_CLOCKS)
    return new_case(Case, (opened, terms, move.target, states, facts, opened_log(record), 1, None))


@typed(late=True)
def changed(
    terms: Terms, facts: tuple[tuple[str, FactValue], ...], changes: tuple[FactChange, ...]
) -> tuple[Terms, tuple[tuple[str, FactValue], ...]]:
    """Return the terms and facts after *changes*; some facts are terms of the case."""
    return _changed(terms, facts, changes)


#: The facts that are terms of a case.
_TERMS = frozenset({RESULT_BY, BRANCH, CALENDAR, WORKFLOW, VERSION, TIMED_BY})


def _changed(
    terms: Terms, facts: tuple[tuple[str, FactValue], ...], changes: tuple[FactChange, ...]
) -> tuple[Terms, tuple[tuple[str, FactValue], ...]]:
    kept = dict(facts)
    for change in changes:
        name, value = change.name, change.after
        if value == change.before:
            continue
        if name in _TERMS:
            terms = _with_term(terms, name, value)
        elif value is None:
            kept.pop(name, None)
        else:
            kept[name] = value
    return terms, tuple(sorted(kept.items()))


def _with_term(terms: Terms, name: str, value: FactValue | None) -> Terms:
    if name == RESULT_BY:
        return evolve(terms, result_by=Channel(value))
    if name == BRANCH:
        return evolve(terms, branch=None if value is None else str(value))
    if name == CALENDAR:
        policy, _, version = str(value).partition(" ")
        return evolve(terms, rebased=(*terms.rebased, (RebasePolicy(policy), version)))
    if name == WORKFLOW:
        return evolve(terms, fingerprint=str(value))
    if name == VERSION:
        return evolve(terms, procedure_version=str(value))
    return evolve(terms, timed_by=None if value is None else str(value))


@typed(late=True)
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


@typed(late=True)
def fold(records: Sequence[Record]) -> Case:
    """Return the case of *records*; every link of the chain is checked.

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
            after = apply(case, record)
        except (ClockError, ValueError) as error:
            raise HistoryError(case_id, expected, str(error)) from error
        problem = "" if case is None else _miscorrected(case, record, after)
        if problem:
            raise HistoryError(case_id, expected, problem)
        case = after
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
    if utc(record.entered_at) < utc(case.last_entered_at):
        return f"{record.entered_at.isoformat()} is before the record ahead of it was entered"
    if record.key is not None and case.keyed(record.key) is not None:
        return f"key {record.key!r} stands for an earlier record already"
    if is_correction(record, case.acts):
        return _unfit(case, record)
    if utc(record.at) < utc(case.last_at):
        return f"{record.at.isoformat()} is before the record ahead of it"
    return _unlinked(case, record)


def _unlinked(case: Case, record: Record) -> str:
    """Say why *record* does not follow the last act of *case*; "" if it does."""
    if record.source != case.state:
        return f"it leaves from {record.source!r} and the case is {case.state!r}"
    for change in record.facts:
        if change.before != present(case, change.name):
            return f"fact {change.name!r} was not {change.before!r} before it"
    return ""


def _unfit(case: Case, record: Record) -> str:
    """Say why a correction speaks of acts that it cannot change; "" if it does not."""
    entered = record.entered
    known = {act.seq for act in case.acts[1:]}
    named = () if entered is None else (*entered.annuls, *(each.seq for each in entered.remade))
    strange = [seq for seq in named if seq not in known]
    if strange:
        return f"it corrects record {strange[0]}, which is no act of the case"
    if record.action == ANNUL and record.source != case.state:
        return f"it leaves from {record.source!r} and the case is {case.state!r}"
    return ""


def _miscorrected(before: Case, record: Record, after: Case) -> str:
    """Say why the acts do not follow one another once *record* was entered; "" if they do."""
    if record.entered is None:
        return ""
    if record.entered.state != after.state or (
        record.action == ANNUL and record.target != after.state
    ):
        return f"it is said to leave the case {record.entered.state!r}; it is {after.state!r}"
    if not is_correction(record, before.acts):
        return ""
    now = case_of(after.acts[:1])
    for act in after.acts[1:]:
        problem = _unlinked(now, act)
        if problem:
            return f"since then record {act.seq} does not follow: {problem}"
        now = apply(now, act._replace(entered=None))
    return ""
