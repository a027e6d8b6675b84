"""Procedures read from the rows of a table, with every fault of every cell.

What ships is in `_procedures`, what an office keeps in `_office_lists`.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from typing import TypeVar

from attrs import evolve

from caseflow._date_texts import day_text
from caseflow._typed import typed
from caseflow.errors import CaseflowError, CodeMalformedError, DefinitionError, FormatError
from caseflow.fees import FeeSchedule
from caseflow.law import Basis
from caseflow.limits import CutOff, Supplement, TimeLimit
from caseflow.office.lists import NEEDED, Row, read_rows
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
from caseflow.vietnam import _law as law
from caseflow.vietnam._codes import ProcedureCode
from caseflow.vietnam._fees import fees_of
from caseflow.workflow import SUPPLEMENT

__all__ = ["limit_rules", "listed", "national_code", "procedures_of", "read_catalogue"]

T = TypeVar("T")

_RULE = re.compile(r"(?P<channels>[a-z, ]*?)\s*(?:\[(?P<branch>[a-z0-9-]+)\])?\s*:\s*(?P<limit>.+)")

#: What a cell of the column looks like, for whoever wrote another.
_EXAMPLES = {
    "code": "the national code, as 1.014445, in a cell formatted as text",
    "name": "the name of the procedure",
    "limits": '"10 ngày làm việc", or "counter: 1 ngày làm việc; online: 2 giờ làm việc", or '
    '"10 ngày; [refused]: 3 ngày"',
    "shortened": '"8 ngày làm việc", or nothing',
    "cutoff": "15:00, or nothing",
    "supplement": "restart, pause or not-started, or nothing where the decision does not say",
    "supplement_within": '"3 ngày làm việc", or nothing where the decision does not say',
    "supplement_answer": '"15 ngày làm việc", or nothing where the general rule applies',
    "service": "full, partial or counter, or nothing where the decision does not say",
    "anywhere": "yes, or nothing",
    "decided_on": "a day as 2026-03-31",
    "valid_from": "a day as 2026-03-31, or nothing for the day of the decision",
    "valid_from_is": "force, decision or reading: what the first day is",
    "valid_until": "the last day on which filings come in, as 2026-12-31, or nothing",
    "steps": '"step @ unit in charge @ 2 ngày | next step @ unit @ 3 ngày"',
}


@typed
def read_catalogue(text: str, *, name: str) -> Catalogue:
    """Read a catalogue from the table *text* of the file *name*, CSV or TOML.

    *limits* holds one limit, or several parted by ";", each with the channels and the [branch] it
    is for: "counter: 1 ngày làm việc; online: 2 giờ", "10 ngày; [refused]: 3 ngày". A row without a
    version has its decision for one, and a row without a first day that of its decision.

    Raises:
        FormatError: the table cannot be read, or its columns are others; nothing was read.
        DefinitionError: cells that cannot be read, all of them, each with its line and column and
            what to write.
    """
    return listed(read_rows(text, name=name), name)


def listed(rows: tuple[Row, ...], name: str) -> Catalogue:
    """Return the catalogue of *rows*; raises `DefinitionError` with every fault."""
    return Catalogue(procedures_of(rows, name), name="vn")


def procedures_of(rows: tuple[Row, ...], name: str) -> tuple[Procedure, ...]:
    """Return the procedures of *rows*; raises `DefinitionError` with every fault."""
    faults: list[FormatError] = []
    found: list[Procedure] = []
    for row in rows:
        cells = _Cells(row)
        procedure = _procedure(cells)
        faults += cells.faults
        if procedure is not None:
            found.append(procedure)
    if faults:
        raise DefinitionError(name, faults)
    return tuple(found)


@typed
def national_code(code: str) -> str:
    """Return the number that all provinces share, "" if *code* is none of the national catalogue.

    >>> national_code("1.001122.000.00.00.H48")
    '1.001122'
    """
    try:
        return ProcedureCode.parse(code).national
    except CodeMalformedError:
        return ""


class _Cells:
    """Read the cells of one row and keep what is wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.faults = [
            row.fault(each, _said("it is empty", each)) for each in NEEDED if not row[each]
        ]

    def read(self, column: str, parse: Callable[[str], T]) -> T | None:
        """Return what *parse* makes of the cell; None if it is empty or at fault."""
        cell = self.row[column]
        if not cell:
            return None
        try:
            return parse(cell)
        except (CaseflowError, ValueError, ZeroDivisionError) as error:
            self.faults.append(self.row.fault(column, _said(str(error), column)))
            return None


def _said(problem: str, column: str) -> str:
    return f"{problem}; write {_EXAMPLES[column]}"


def _procedure(cells: _Cells) -> Procedure | None:
    row = cells.row
    decided_on = cells.read("decided_on", iso_day)
    decision = _decision(row, decided_on)
    basis = law.RULES.read(decision)
    cutoff = cells.read("cutoff", lambda text: _cutoff(text, row["field"], basis))
    shortened = cells.read("shortened", lambda text: limit_rules(text, cutoff, basis))
    general = [
        rule.limit for rule in shortened or () if rule.branch is None and rule.channel is None
    ]
    begins = cells.read("valid_from", iso_day)
    first = cells.read("valid_from_is", FirstDay.of)
    if first is None:
        first = FirstDay.FORCE if begins is not None else FirstDay.DECISION
    ends = cells.read("valid_until", iso_day)
    anywhere = cells.read("anywhere", _yes)
    limits = cells.read("limits", lambda text: limit_rules(text, cutoff, basis))
    steps = cells.read("steps", lambda text: tuple(_steps(text, basis)))
    level = cells.read("service", ServiceLevel.of)
    supplement = cells.read("supplement", _supplement)
    within = cells.read("supplement_within", lambda text: _limit(text, basis))
    answer = cells.read("supplement_answer", lambda text: _limit(text, basis))
    begins = begins or decided_on
    if begins is not None and ends is not None and ends < begins:
        problem = f"{ends} is before the first day, {begins}"
        cells.faults.append(row.fault("valid_until", _said(problem, "valid_until")))
    if cells.faults:
        return None
    return Procedure(
        code=row["code"],
        version=row["version"] or row["decision"] or "1",
        name=Text(vi=row["name"], en=row["name"]),
        workflow="one-stop-shop",
        limits=limits or (),
        field=row["field"],
        agency=row["agency"],
        service_level=level,
        shortened=general[0] if general else None,
        supplement=supplement,
        supplement_within=within,
        fee_text=row["fee"],
        fees=_covered(fees_of(row["code"], row["fee"], basis, begins), ends),
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
        note=_note(row, is_anywhere=anywhere is not None),
        clock_limits=() if answer is None else (ClockLimit(SUPPLEMENT, answer),),
        boundary_free=anywhere is not None,
        partial_reason=row["partial_reason"],
    )


def _covered(fees: FeeSchedule | None, ends: date | None) -> FeeSchedule | None:
    """Return *fees* through the last day on which filings come in, if that is known."""
    if fees is None or ends is None:
        return fees
    return evolve(fees, covers=evolve(fees.covers, to_on=ends))


def _decision(row: Row, decided_on: date | None) -> str:
    number = row["decision"].removeprefix("Quyết định ").strip()
    if not number:
        return ""
    when = f" ngày {day_text(decided_on, 'vi')}" if decided_on else ""
    place = f" ({row['decided_by']})" if row["decided_by"] else ""
    return f"Quyết định {number}{when}{place}"


def _note(row: Row, *, is_anywhere: bool) -> str:
    parts = [row["note"]]
    if row["shortened_stated"]:
        parts.append(f"Rút ngắn: {row['shortened_stated']}")
    if is_anywhere:
        parts.append("Tiếp nhận không phụ thuộc địa giới hành chính")
    if row["follows"]:
        parts.append(f"Theo: {row['follows']}")
    if not row["service"]:
        parts.append("Nguồn không nêu mức độ dịch vụ công trực tuyến")
    return ". ".join(part for part in parts if part)


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


def _yes(text: str) -> bool:
    if text.casefold() not in ("yes", "có", "x"):
        raise ValueError(f"{text!r} is no yes")
    return True


def _cutoff(text: str, area: str, decision: Basis) -> CutOff:
    """Read a cut-off, which rests on the *decision* of the row but for certification at 15:00.

    Source: Decree 23/2015/NĐ-CP Art. 7, the only general rule with a cut-off that was read.
    """
    at = clock_time(text)
    is_general = at == _CERTIFIED_UNTIL and area.strip().casefold() == "chứng thực"
    return CutOff(at=at, citation=law.CERTIFY_CUTOFF if is_general else decision)


_CERTIFIED_UNTIL = time(15, 0)


def _steps(text: str, citation: Basis) -> Iterator[Step]:
    for part in filter(None, text.split(" | ")):
        cells = [cell.strip() for cell in part.split(" @ ")]
        if len(cells) != 3:
            raise ValueError(f"{part!r} has no step, unit and limit with ' @ ' between them")
        name, unit, words = cells
        yield Step(name, unit, TimeLimit.parse(words, citation=citation))
