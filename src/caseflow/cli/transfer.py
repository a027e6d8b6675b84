"""Exports: what a store keeps as JSON lines; `intake` reads them back.

The first line says what the file is, the last how much is in it, so that a file cut short is known.
Each case is one line: head, raised expiries, records as text and hash. Keys of persons, seals and
waiting messages are left out.
"""

import json
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import groupby
from pathlib import Path
from typing import TextIO

from attrs import define, field

from caseflow.cli.export_definitions import WorkedBy
from caseflow.cli.screen import FINDINGS, OK, Progress, number_text, print_json
from caseflow.cli.wording import usage_of
from caseflow.cli.words import writing_whole
from caseflow.errors import FormatError
from caseflow.errors.showing import printable, word
from caseflow.stores import (
    Entry,
    Head,
    Kept,
    Query,
    Raised,
    Store,
)
from caseflow.values import Text

__all__ = ["FORMAT", "Transfer", "export_store"]

FORMAT = "caseflow-export/1"
_KINDS = ("calendar", "workflow", "procedure", "erasure", "set-aside")
_PAGE = 2_000
_MOST_TOLD = 100

_LINE, _CASE = Text(vi="dòng", en="line"), Text(vi="hồ sơ", en="case")
_MORE = Text(
    vi="... và {more} lỗi nữa (--json in tất cả)", en="... and {more} more (--json has all)"
)
_DONE = {
    "exported": Text(vi="đã xuất", en="exported"),
    "exported to a pipe": Text(vi="đã xuất ra đường ống", en="exported to a pipe"),
    "imported": Text(vi="đã nhập", en="imported"),
}


@define
class Transfer:
    """Count what went out or came in, and hold what was amiss: the line, the case, the problem."""

    what: str
    cases: int = 0
    records: int = 0
    definitions: int = 0
    there: int = 0
    worked_by: WorkedBy = field(factory=WorkedBy)
    amiss: list[tuple[int, str, str]] = field(factory=list[tuple[int, str, str]])

    def wrong(self, line: int, case_id: object, problem: object) -> None:
        """Add what is wrong with a line; what came in the file is shown short and printable."""
        name = word(case_id) if isinstance(case_id, str) else ""
        self.amiss.append((line, name, printable(str(problem)[:1_000])))

    def told(self, *, as_json: bool, language: str = "en") -> int:
        """Print it, and return the exit code; an export to a pipe speaks on standard error."""
        stream = sys.stderr if self.what == "exported to a pipe" else sys.stdout
        if as_json and stream is sys.stdout:
            faults = [{"line": a, "case": b, "problem": c} for a, b, c in self.amiss]
            counts = {"cases": self.cases, "records": self.records, "there": self.there}
            print_json({**counts, "definitions": self.definitions, "faults": faults})
            return FINDINGS if self.amiss else OK
        print(self._counted(language), file=stream)
        for line, case_id, problem in self.amiss[:_MOST_TOLD]:
            parts = [f"{_LINE.in_(language)} {line}: "] if line else []
            parts += [f"{_CASE.in_(language)} {case_id}: "] if case_id else []
            print(f"{''.join(parts)}{usage_of(problem)}", file=stream)
        if len(self.amiss) > _MOST_TOLD:
            more = number_text(len(self.amiss) - _MOST_TOLD, language)
            print(_MORE.in_(language).format(more=more), file=stream)
        return FINDINGS if self.amiss else OK

    def _counted(self, language: str) -> str:
        cases, records, definitions, there = (
            number_text(count, language)
            for count in (self.cases, self.records, self.definitions, self.there)
        )
        done = _DONE[self.what].in_(language)
        said = Text(
            vi=f"{done} {cases} hồ sơ, {records} bản ghi, {definitions} định nghĩa",
            en=f"{cases} cases, {records} records, {definitions} definitions {done}",
        ).in_(language)
        if not self.there:
            return said
        already = Text(vi=f"; {there} hồ sơ đã có sẵn", en=f"; {there} cases were there already")
        return f"{said}{already.in_(language)}"


# ── out ─────────────────────────────────────────────────────────────────────────────────────


def export_store(store: Store, path: str, bar: Progress) -> Transfer:
    """Write what *store* keeps to the file at *path*, "-" for standard output.

    Others may go on writing: each case is as it stood at some moment of the export.

    Raises:
        FormatError: the file cannot be written.
    """
    counts = store.run(store.ops.stats())
    done = Transfer("exported to a pipe" if path == "-" else "exported")
    with _writing(path) as out:
        _write(out, {"format": FORMAT})
        for kind in _KINDS:
            for definition in store.run(store.ops.definitions(kind)):
                _write(out, {"definition": definition._asdict()})
                done.definitions += 1
        for kept in _cases(store):
            raised: Iterable[Raised] = ()
            if kept.head.is_open:
                raised = sorted(store.run(store.ops.raised(kept.head.case_id)))
            _write(out, _case_data(kept, raised))
            done.cases += 1
            done.records += len(kept.entries)
            bar(done.cases, counts["cases"])
        counted = {"cases": done.cases, "records": done.records, "definitions": done.definitions}
        _write(out, {"end": counted})
    if counts["messages"]:
        left = f"{counts['messages']:,} messages that wait were left behind; deliver them there"
        done.amiss.append((0, "", left))
    return done


def _cases(store: Store) -> Iterator[Kept]:
    """Yield every case with its records; a case that moved meanwhile is read again."""
    grouped = groupby(_entries(store), key=lambda each: each[0])
    name, group = next(grouped, ("", None))
    for head in _heads(store):
        while group is not None and name < head.case_id:
            name, group = next(grouped, ("", None))
        entries: tuple[Entry, ...] = ()
        if group is not None and name == head.case_id:
            entries = tuple(entry for _, entry in group)
            name, group = next(grouped, ("", None))
        if entries and entries[-1].hash == head.hash:
            yield Kept(head, entries)
        else:
            again = store.run(store.ops.load(head.case_id))
            if again is not None:
                yield again


def _heads(store: Store) -> Iterator[Head]:
    after = ""
    while True:
        page = store.run(store.ops.find(Query(after=after, limit=_PAGE)))
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1].case_id


def _entries(store: Store) -> Iterator[tuple[str, Entry]]:
    after, seq = "", -1
    while True:
        page = store.run(store.ops.scan(after, seq, _PAGE))
        yield from page
        if len(page) < _PAGE:
            return
        after, seq = page[-1][0], page[-1][1].seq


def _case_data(kept: Kept, raised: Iterable[Raised]) -> dict[str, object]:
    head = kept.head
    return {
        "case": {
            "case_id": head.case_id,
            "procedure": head.procedure,
            "unit": head.unit,
            "state": head.state,
            "is_open": head.is_open,
            "due_at": head.due_at,
            "wake_at": head.wake_at,
            "tries": head.tries,
            "parked": head.parked,
        },
        "raised": [list(each) for each in raised],
        "records": [[entry.text, entry.hash] for entry in kept.entries],
    }


def _write(out: TextIO, value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


@contextmanager
def _writing(path: str) -> Generator[TextIO, None, None]:
    """Open the file to write; it takes its name when it is whole."""
    if path == "-":
        yield sys.stdout
        return
    try:
        with (
            writing_whole(Path(path)) as raw,
            TextIOWrapper(raw, encoding="utf-8", newline="\n") as out,
        ):
            yield out
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        raise FormatError(path, problem) from None
