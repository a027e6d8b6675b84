"""Exports: what a store keeps as lines of JSON; `_readmitting` reads them back.

The first line says what the export is, the last how much is in it, so that one cut short is known.
Each case is one line: summary, raised expiries, records as text and hash. Keys of persons, seals
and waiting messages are left out. Files, and what is printed of it all, belong to whoever asks.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from attrs import define, field

from caseflow._showing import printable, word
from caseflow._typed import short, typed
from caseflow.errors import CaseflowError
from caseflow.service._export_definitions import WorkedBy
from caseflow.stores import (
    CaseSummary,
    Query,
    Raised,
    Store,
    StoredCase,
    StoredRecord,
)

__all__ = ["FORMAT", "Problem", "Transfer", "export_lines", "stored_cases", "summaries_of"]

FORMAT = "caseflow-export/1"
_KINDS = ("calendar", "workflow", "procedure", "erasure", "set-aside")
_PAGE = 2_000


class Problem(NamedTuple):
    """Say what is wrong: in which line, 0 for none; of which case, "" for none."""

    line: int
    case_id: str
    what: str | CaseflowError


def _no_problems() -> list[Problem]:
    return []


@short
@define
class Transfer:
    """Count what went out or came in, and hold the problems, in the order of the lines.

    *there* are the cases of an import that the store had already.
    """

    cases: int = 0
    records: int = 0
    definitions: int = 0
    there: int = 0
    worked_by: WorkedBy = field(factory=WorkedBy)
    problems: list[Problem] = field(factory=_no_problems)

    def wrong(self, line: int, case_id: object, what: str | CaseflowError) -> None:
        """Add what is wrong with a line; what stands in it is kept short and printable."""
        name = word(case_id) if isinstance(case_id, str) else ""
        if isinstance(what, str):
            what = printable(what[:1_000])
        self.problems.append(Problem(line, name, what))


@typed
def export_lines(store: Store, done: Transfer) -> Iterator[str]:
    """Yield what *store* keeps, line by line without line ends, and count it in *done*.

    Others may go on writing: each case is as it stood at some moment of the export. Cost: every
    record is read; in memory are a few thousand.
    """
    waiting = store.run(store.ops.stats())["messages"]
    yield _text({"format": FORMAT})
    for kind in _KINDS:
        for definition in store.run(store.ops.definitions(kind)):
            yield _text({"definition": definition._asdict()})
            done.definitions += 1
    for kept in stored_cases(store):
        raised: Iterable[Raised] = ()
        if kept.summary.is_open:
            raised = sorted(store.run(store.ops.raised(kept.summary.case_id)))
        yield _text(_case_data(kept, raised))
        done.cases += 1
        done.records += len(kept.records)
    counted = {"cases": done.cases, "records": done.records, "definitions": done.definitions}
    yield _text({"end": counted})
    if waiting:
        done.wrong(0, "", f"{waiting:,} messages that wait were left behind; deliver them there")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@typed
def stored_cases(store: Store) -> Iterator[StoredCase]:
    """Yield every case with its records, by number; one that moved meanwhile is read again.

    Cost: every record is read, a few thousand at a time; none is decoded.
    """
    grouped = groupby(_stored_records(store), key=lambda each: each[0])
    name, group = next(grouped, ("", None))
    for summary in summaries_of(store):
        while group is not None and name < summary.case_id:
            name, group = next(grouped, ("", None))
        stored_records: tuple[StoredRecord, ...] = ()
        if group is not None and name == summary.case_id:
            stored_records = tuple(stored for _, stored in group)
            name, group = next(grouped, ("", None))
        if stored_records and stored_records[-1].hash == summary.hash:
            yield StoredCase(summary, stored_records)
        else:
            again = store.run(store.ops.load(summary.case_id))
            if again is not None:
                yield again


@typed
def summaries_of(store: Store) -> Iterator[CaseSummary]:
    """Yield the summary of every case, by number; no record is read."""
    after = ""
    while True:
        page = store.run(store.ops.find(Query(after=after, limit=_PAGE)))
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1].case_id


def _stored_records(store: Store) -> Iterator[tuple[str, StoredRecord]]:
    after, seq = "", -1
    while True:
        page = store.run(store.ops.scan(after, seq, _PAGE))
        yield from page
        if len(page) < _PAGE:
            return
        after, seq = page[-1][0], page[-1][1].seq


def _case_data(kept: StoredCase, raised: Iterable[Raised]) -> dict[str, object]:
    summary = kept.summary
    return {
        "case": {
            "case_id": summary.case_id,
            "procedure": summary.procedure,
            "unit": summary.unit,
            "state": summary.state,
            "is_open": summary.is_open,
            "due_at": summary.due_at,
            "wake_at": summary.wake_at,
            "tries": summary.tries,
            "parked": summary.dead_lettered,
        },
        "raised": [list(each) for each in raised],
        "records": [[stored.text, stored.hash] for stored in kept.records],
    }
