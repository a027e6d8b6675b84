"""Procedures read from the rows of a table, with every fault of every cell.

How a country writes its lists is a `ListForm`; where an office keeps them is in `keeping`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from typing import TypeVar

from attrs import evolve, field

from caseflow._typed import frozen, typed
from caseflow.errors import CaseflowError, DefinitionError, FormatError
from caseflow.fees import FeeSchedule
from caseflow.law import NO_RULES, Basis, RuleBook
from caseflow.limits import CutOff, Supplement, TimeLimit
from caseflow.office.lists._rows import NEEDED, Row, read_rows
from caseflow.procedures import (
    Catalogue,
    ClockLimit,
    FirstDay,
    LimitRule,
    Procedure,
    ServiceLevel,
    Step,
)
from caseflow.values import Channel, Text, clock_time, iso_day
from caseflow.workflow import SUPPLEMENT

__all__ = ["ListForm", "limit_rules", "procedures_of", "read_list"]

T = TypeVar("T")

_RULE = re.compile(r"(?P<channels>[a-z, ]*?)\s*(?:\[(?P<branch>[a-z0-9-]+)\])?\s*:\s*(?P<limit>.+)")

#: What a cell of the column looks like, for whoever wrote another; a country has its own besides.
_EXAMPLES = {
    "code": "the code of the procedure, in a cell formatted as text",
    "name": "the name of the procedure",
    "cutoff": "15:00, or nothing",
    "supplement": "restart, pause or not-started, or nothing where the decision does not say",
    "service": "full, partial or counter, or nothing where the decision does not say",
    "anywhere": "yes, or nothing",
    "decided_on": "a day as 2026-03-31",
    "valid_from": "a day as 2026-03-31, or nothing for the day of the decision",
    "valid_from_is": "force, decision or reading: what the first day is",
    "valid_until": "the last day on which filings come in, as 2026-12-31, or nothing",
}


def _no_examples() -> dict[str, str]:
    return {}


@typed
def _number(row: Row, _decided_on: date | None) -> str:
    return row["decision"]


@typed
def _plain_note(row: Row) -> str:
    return row["note"]


@typed
def _by_decision(_at: time, _field: str, decision: Basis) -> Basis:
    return decision


@typed
def _no_fees(_code: str, _text: str, _basis: Basis, _begins: date | None) -> FeeSchedule | None:
    return None


@typed
def _no_fault(_code: str) -> str:
    return ""


@typed
@frozen(eq=False)
class ListForm:
    """Say how the offices of a country write their lists of procedures.

    Attributes:
        name: what a catalogue is called that is read from a list.
        languages: those in which a procedure is named; a list has its name in one of them.
        workflow: that of every procedure.
        book: reads what decisions are cited by.
        examples: what a cell of a column looks like, where the country has its own way.
        sample: the row of an empty list that shows how to fill it.
        needed: what a list that an office works on must say besides, by column, as what to write.
        yes: the words for yes, in small letters.
        decision: writes how the decision of a row is cited; its day is None where the row has none.
        note: writes the note of a procedure.
        cutoff_law: what a cut-off rests on: by its time, the field and the decision of the row.
        fees: what a procedure costs, by its code, the text of the row, its decision and first day.
        code_fault: what is wrong with a code and what to do, "" if nothing is.
    """

    name: str
    languages: Sequence[str]
    workflow: str
    book: RuleBook = NO_RULES
    examples: Mapping[str, str] = field(factory=_no_examples)
    sample: Mapping[str, str] = field(factory=_no_examples)
    needed: Mapping[str, str] = field(factory=_no_examples)
    yes: Sequence[str] = ("yes", "x")
    decision: Callable[[Row, date | None], str] = _number
    note: Callable[[Row], str] = _plain_note
    cutoff_law: Callable[[time, str, Basis], Basis] = _by_decision
    fees: Callable[[str, str, Basis, date | None], FeeSchedule | None] = _no_fees
    code_fault: Callable[[str], str] = _no_fault


@typed
def read_list(text: str, form: ListForm, *, name: str) -> Catalogue:
    """Read a catalogue from the table *text* of the file *name*, CSV or TOML, written as *form*.

    *limits* holds one limit, or several parted by ";", each with the channels and the [branch] it
    is for: "counter: 1 day; online: 2 hours", "10 days; [refused]: 3 days". A row without a version
    has its decision for one, and a row without a first day that of its decision.

    Raises:
        FormatError: the table cannot be read, or its columns are others; nothing was read.
        DefinitionError: cells that cannot be read, all of them, each with its line and column and
            what to write.
    """
    return Catalogue(procedures_of(read_rows(text, name=name), form, name), name=form.name)


@typed
def procedures_of(rows: tuple[Row, ...], form: ListForm, name: str) -> tuple[Procedure, ...]:
    """Return the procedures of *rows*; raises `DefinitionError` with every fault."""
    faults: list[FormatError] = []
    found: list[Procedure] = []
    for row in rows:
        cells = _Cells(row, form)
        procedure = _procedure(cells, form)
        faults += cells.faults
        if procedure is not None:
            found.append(procedure)
    if faults:
        raise DefinitionError(name, faults)
    return tuple(found)


class _Cells:
    """Read the cells of one row and keep what is wrong with them."""

    def __init__(self, row: Row, form: ListForm) -> None:
        self.row = row
        self._form = form
        self.faults: list[FormatError] = []
        for column in NEEDED:
            if not row[column]:
                self.fault(column, "it is empty")

    def fault(self, column: str, problem: str) -> None:
        """Write down what is wrong with the cell of *column*, and what to write."""
        self.faults.append(self.row.fault(column, f"{problem}; write {self._example(column)}"))

    def _example(self, column: str) -> str:
        return self._form.examples.get(column) or _EXAMPLES[column]

    def read(self, column: str, parse: Callable[[str], T]) -> T | None:
        """Return what *parse* makes of the cell; None if it is empty or at fault."""
        cell = self.row[column]
        if not cell:
            return None
        try:
            return parse(cell)
        except (CaseflowError, ValueError, ZeroDivisionError) as error:
            self.fault(column, str(error))
            return None


def _procedure(cells: _Cells, form: ListForm) -> Procedure | None:
    row = cells.row
    decided_on = cells.read("decided_on", iso_day)
    decision = form.decision(row, decided_on)
    basis = form.book.read(decision)
    cutoff = cells.read("cutoff", lambda text: _cutoff(text, row["field"], basis, form))
    shortened = cells.read("shortened", lambda text: limit_rules(text, cutoff, basis))
    general = [
        rule.limit for rule in shortened or () if rule.branch is None and rule.channel is None
    ]
    begins = cells.read("valid_from", iso_day)
    first = cells.read("valid_from_is", FirstDay.of)
    if first is None:
        first = FirstDay.FORCE if begins is not None else FirstDay.DECISION
    ends = cells.read("valid_until", iso_day)
    anywhere = cells.read("anywhere", lambda text: _yes(text, form))
    limits = cells.read("limits", lambda text: limit_rules(text, cutoff, basis))
    steps = cells.read("steps", lambda text: tuple(_steps(text, basis)))
    level = cells.read("service", ServiceLevel.of)
    supplement = cells.read("supplement", _supplement)
    within = cells.read("supplement_within", lambda text: _limit(text, basis))
    answer = cells.read("supplement_answer", lambda text: _limit(text, basis))
    begins = begins or decided_on
    if begins is not None and ends is not None and ends < begins:
        cells.fault("valid_until", f"{ends} is before the first day, {begins}")
    if cells.faults:
        return None
    return Procedure(
        code=row["code"],
        version=row["version"] or row["decision"] or "1",
        name=Text(dict.fromkeys(form.languages, row["name"])),
        workflow=form.workflow,
        limits=limits or (),
        field=row["field"],
        agency=row["agency"],
        service_level=level,
        shortened=general[0] if general else None,
        supplement=supplement,
        supplement_within=within,
        fee_text=row["fee"],
        fees=_covered(form.fees(row["code"], row["fee"], basis, begins), ends),
        steps=steps or (),
        source=row["source"],
        decision=decision,
        decision_on=decided_on,
        valid_from=begins,
        valid_from_is=first if begins is not None else FirstDay.FORCE,
        closed_to_new_from=None if ends is None else ends + timedelta(days=1),
        limit_by_law=row["limit_by_law"],
        shortened_by=row["shortened_by"],
        decided_by=row["decided_by"],
        note=form.note(row),
        clock_limits=() if answer is None else (ClockLimit(SUPPLEMENT, answer),),
        boundary_free=anywhere is not None,
        partial_reason=row["partial_reason"],
    )


def _covered(fees: FeeSchedule | None, ends: date | None) -> FeeSchedule | None:
    """Return *fees* through the last day on which filings come in, if that is known."""
    if fees is None or ends is None:
        return fees
    return evolve(fees, covers=evolve(fees.covers, to_on=ends))


@typed
def limit_rules(text: str, cutoff: CutOff | None, citation: Basis) -> tuple[LimitRule, ...]:
    """Return the limits written in a cell, each with its channels and branch."""
    rules: list[LimitRule] = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        found = _RULE.fullmatch(part)
        channels, branch, words = ("", None, part) if found is None else found.groups()
        limit = TimeLimit.parse(words, cutoff=cutoff, citation=citation)
        names = [name.strip() for name in channels.split(",") if name.strip()]
        rules += [LimitRule(limit, Channel(name), branch) for name in names]
        if not names:
            rules.append(LimitRule(limit, None, branch))
    return tuple(rules)


def _limit(text: str, citation: Basis) -> TimeLimit:
    return TimeLimit.parse(text, citation=citation)


def _supplement(text: str) -> Supplement:
    known = [each.value for each in Supplement]
    if text not in known:
        raise ValueError(f"{text!r} is none of {', '.join(known)}")
    return Supplement(text)


def _yes(text: str, form: ListForm) -> bool:
    if text.casefold() not in form.yes:
        raise ValueError(f"{text!r} is no yes")
    return True


def _cutoff(text: str, area: str, decision: Basis, form: ListForm) -> CutOff:
    at = clock_time(text)
    return CutOff(at=at, citation=form.cutoff_law(at, area, decision))


def _steps(text: str, citation: Basis) -> Iterator[Step]:
    for part in filter(None, text.split(" | ")):
        cells = [cell.strip() for cell in part.split(" @ ")]
        if len(cells) != 3:
            raise ValueError(f"{part!r} has no step, unit and limit with ' @ ' between them")
        name, unit, words = cells
        yield Step(name, unit, TimeLimit.parse(words, citation=citation))
