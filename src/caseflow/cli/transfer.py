"""Exports: what a store keeps as JSON lines, and back, every chain checked on the way in.

The first line says what the file is, the last how much is in it, so that a file cut short is known.
Each case is one line: head, raised expiries, records as text and hash. Keys of persons, seals and
waiting messages are left out.
"""

import json
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TextIO

from attrs import define, field

from caseflow.cli.export_definitions import WorkedBy
from caseflow.cli.export_lines import NO_LINE, Json, reading
from caseflow.cli.screen import FINDINGS, OK, Progress, number_text, print_json
from caseflow.cli.wording import message_of
from caseflow.cli.words import writing_whole
from caseflow.errors import CaseflowError, FormatError
from caseflow.service.definitions import gives_its_dates
from caseflow.stores import (
    GENESIS,
    Definition,
    Entry,
    Head,
    Kept,
    Query,
    Raised,
    Store,
    StoreRefusedError,
    link,
    micros,
)
from caseflow.values import Text

__all__ = ["Transfer", "export_store", "import_store"]

FORMAT = "caseflow-export/1"
_KINDS = ("calendar", "workflow", "procedure", "erasure")
_PAGE, _BATCH = 2_000, 5_000
_MOST_TOLD = 100
#: After every record of a case: only its head is wanted.
_PAST_ALL = 2**31 - 1

_LINE, _CASE = Text("dòng", "line"), Text("hồ sơ", "case")
_MORE = Text("... và {more} lỗi nữa (--json in tất cả)", "... and {more} more (--json has all)")
_DONE = {
    "exported": Text("đã xuất", "exported"),
    "exported to a pipe": Text("đã xuất ra đường ống", "exported to a pipe"),
    "imported": Text("đã nhập", "imported"),
}


#: A case that was read: its line, what is kept of it, and what was raised on it.
_Read = tuple[int, Kept, Sequence[tuple[str, Raised]]]


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
            print(f"{''.join(parts)}{problem}", file=stream)
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
            f"{done} {cases} hồ sơ, {records} bản ghi, {definitions} định nghĩa",
            f"{cases} cases, {records} records, {definitions} definitions {done}",
        ).in_(language)
        if not self.there:
            return said
        already = Text(f"; {there} hồ sơ đã có sẵn", f"; {there} cases were there already")
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


# ── in ──────────────────────────────────────────────────────────────────────────────────────


def import_store(store: Store, path: str, bar: Progress) -> Transfer:
    """Read the export at *path*, "-" for standard input, into *store*.

    A case whose chain is broken is left out and told of; the others go on. Cases that are there
    already, with the same records, are passed over, so an import may be repeated.

    Raises:
        FormatError: the file cannot be read, or is no export.
    """
    done = Transfer("imported")
    with reading(path) as lines:
        number, first = next(lines, NO_LINE)
        if first.get("format") != FORMAT:
            raise FormatError(path, f"it is no export: its first line must say {FORMAT!r}")
        end: Json | None = None
        size = 0 if path == "-" else Path(path).stat().st_size
        # While the database keeps a batch, the next one is read and checked.
        with ThreadPoolExecutor(1, "caseflow-import") as writer:
            keeping = writer.submit(_keep_cases, store, (), done)
            while batch := list(islice(lines, _BATCH)):
                cases, last = _read_batch(store, batch, done)
                end, number = last or end, batch[-1][0]
                keeping.result()
                keeping = writer.submit(_keep_cases, store, cases, done)
                bar(min(lines.read, size), size)
            keeping.result()
    read = done.cases + done.there
    if end is None:
        done.amiss.append((number, "", "the file ends early: its last line is missing"))
    elif not done.amiss and end.get("cases") != read:
        problem = f"the file says {end.get('cases')} cases and {read} were in it"
        done.amiss.append((number, "", problem))
    done.amiss += [(number, "", each) for each in done.worked_by.problems(store, end)]
    done.amiss.sort()
    return done


def _read_batch(
    store: Store, batch: Sequence[tuple[int, Json]], done: Transfer
) -> tuple[list[_Read], Json | None]:
    """Return the cases in a stretch of lines, and what the last line of the file says."""
    cases: list[_Read] = []
    end: Json | None = None
    for number, line in batch:
        if "case" in line:
            case_id, problem = _read_case(number, line, cases)
            if problem:
                done.amiss.append((number, case_id, problem))
            else:
                done.worked_by.add(line)
        elif "definition" in line:
            _import_definition(store, number, line["definition"], done)
        elif isinstance(line.get("end"), dict):
            end = line["end"]
        else:
            done.amiss.append((number, "", "it is no line of an export"))
    return cases, end


def _import_definition(store: Store, number: int, data: Any, done: Transfer) -> None:  # noqa: ANN401
    try:
        definition = Definition(str(data["kind"]), str(data["name"]), str(data["text"]))
    except (KeyError, TypeError):
        done.amiss.append((number, "", "it is no definition"))
        return
    done.worked_by.count += 1
    if store.run(store.ops.keep(definition)) == definition.hash or gives_its_dates(definition):
        done.definitions += 1
    else:
        name = f"{definition.kind} {definition.name}"
        done.amiss.append((number, "", f"{name} is kept already and says something else"))


def _read_case(number: int, line: Json, cases: list[_Read]) -> tuple[str, str]:
    """Read a case, checking its chain; return its number and what is wrong with it, or ""."""
    case_id = ""
    try:
        head = line["case"]
        case_id = str(head["case_id"])
        entries: list[Entry] = []
        previous, state = GENESIS, ""
        for seq, (text, told) in enumerate(line["records"]):
            if link(previous, text) != told:
                return case_id, f"record {seq}: its hash does not follow from what is before"
            record = json.loads(text)
            if record["seq"] != seq:
                return case_id, f"record {seq}: its text is that of record {record['seq']}"
            if seq == 0 and record["payload"]["data"]["case_id"] != case_id:
                return case_id, "its records are those of another case"
            at = micros(datetime.fromisoformat(record["at"]))
            action, actor = record["action"], record["actor"]["id"]
            entries.append(Entry(seq, at, action, actor, record["key"], text, told))
            previous = told
            state = record.get("entered", {}).get("state", record["target"])
        if not entries or head["state"] != state:
            return case_id, "it does not stand where its last record leads"
        kept = Head(
            case_id,
            head["procedure"],
            head["unit"],
            state,
            bool(head["is_open"]),
            len(entries) - 1,
            previous,
            head["due_at"],
            head["wake_at"],
            head["tries"],
            head["parked"],
        )
        raised = [(case_id, Raised(str(name), int(at))) for name, at in line["raised"]]
    except (CaseflowError, KeyError, OverflowError, TypeError, ValueError) as error:
        return case_id, f"it cannot be read: {type(error).__name__} {error}"
    cases.append((number, Kept(kept, tuple(entries)), raised))
    return case_id, ""


def _keep_cases(store: Store, cases: Sequence[_Read], done: Transfer) -> None:
    """Keep them all at once, or one by one if some are there already."""
    try:
        raised = [each for _, _, of_case in cases for each in of_case]
        store.run(store.ops.insert_many([kept for _, kept, _ in cases], raised))
        kept_now = list(cases)
    except StoreRefusedError:
        kept_now = [each for each in cases if _keep_case(store, each, done)]
    done.cases += len(kept_now)
    done.records += sum(len(kept.entries) for _, kept, _ in kept_now)


def _keep_case(store: Store, read: _Read, done: Transfer) -> bool:
    number, kept, raised = read
    head = kept.head
    if store.run(store.ops.load(head.case_id, _PAST_ALL)) is not None:
        there = store.run(store.ops.entries(head.case_id, head.seq - 1, 1))
        if there and there[0].hash == head.hash:
            done.there += 1
        else:
            done.amiss.append((number, head.case_id, "another case is kept under this number"))
        return False
    try:
        store.run(store.ops.insert_many([kept], raised))
    except StoreRefusedError as error:
        done.amiss.append((number, head.case_id, message_of(error)))
        return False
    return True
