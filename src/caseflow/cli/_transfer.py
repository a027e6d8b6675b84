"""Exports and imports of the command line: files, progress, and what is printed of them.

What an export holds, and what may come in, is for `service.exporting` and `service.readmitting`.
"""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from caseflow._showing import printable
from caseflow.cli._screen import FINDINGS, OK, Progress, number_text, print_json
from caseflow.cli._wording import message_of, usage_of
from caseflow.cli._words import writing_whole
from caseflow.engine import Engine
from caseflow.errors import CaseflowError, FormatError
from caseflow.office._service_parts import codecs
from caseflow.office.pack import Pack
from caseflow.office.services import service_of
from caseflow.pii.erasures import refuse_forged
from caseflow.service import (
    CaseService,
    ImportRules,
    Lines,
    Problem,
    Transfer,
    export_lines,
    import_lines,
)
from caseflow.stores import Store
from caseflow.texts import Message, Text

__all__ = ["EXPORTED", "IMPORTED", "PIPED", "export_store", "import_store", "print_transfer"]

_MOST_TOLD = 100

_LINE, _CASE = Message("commands/store.line"), Message("commands/store.case")
_MORE = Message("commands/store.more-json-has-all")
EXPORTED = Message("commands/store.exported")
PIPED = Message("commands/store.exported-pipe")
IMPORTED = Message("commands/store.imported")


def export_store(store: Store, path: str, bar: Progress) -> Transfer:
    """Write what *store* keeps to the file at *path*, "-" for standard output.

    Raises:
        FormatError: the file cannot be written.
    """
    done = Transfer()
    cases = store.run(store.ops.stats())["cases"]
    with _writing(path) as out:
        for line in export_lines(store, done):
            out.write(f"{line}\n")
            bar(done.cases, cases)
    return done


def import_store(store: Store, path: str, bar: Progress, pack: Pack) -> Transfer:
    """Read the export at *path*, "-" for standard input, into *store*; see `import_lines`.

    The cases are worked by the definitions and the usual jurisdiction of *pack*.

    Raises:
        FormatError: the file cannot be read, or is no export.
    """
    size = 0

    def read(count: int) -> None:
        bar(min(count, size), size)

    def service(engine: Engine) -> CaseService:
        return service_of(engine, store, pack)

    with _reading(path) as stream:
        size = 0 if path == "-" else Path(path).stat().st_size
        rules = ImportRules(pack.jurisdiction(), codecs(pack)[1], service, refuse_forged)
        return import_lines(store, Lines(path, stream), rules, now=datetime.now(UTC), progress=read)


def print_transfer(done: Transfer, what: Text, *, as_json: bool, language: str = "en") -> int:
    """Print *done*, and return the exit code; an export to a pipe speaks on standard error."""
    stream = sys.stderr if what is PIPED else sys.stdout
    if as_json and stream is sys.stdout:
        faults = [
            {"line": each.line, "case": each.case_id, "problem": _message(each)}
            for each in done.problems
        ]
        counts = {"cases": done.cases, "records": done.records, "there": done.there}
        print_json({**counts, "definitions": done.definitions, "faults": faults})
        return FINDINGS if done.problems else OK
    print(_counted(done, what, language), file=stream)
    for each in done.problems[:_MOST_TOLD]:
        parts = [f"{_LINE.in_(language)} {each.line}: "] if each.line else []
        parts += [f"{_CASE.in_(language)} {each.case_id}: "] if each.case_id else []
        print(f"{''.join(parts)}{usage_of(_message(each))}", file=stream)
    if len(done.problems) > _MOST_TOLD:
        more = number_text(len(done.problems) - _MOST_TOLD, language)
        print(_MORE.in_(language).format(more=more), file=stream)
    return FINDINGS if done.problems else OK


def _message(problem: Problem) -> str:
    what = problem.what
    return printable(message_of(what)[:1_000]) if isinstance(what, CaseflowError) else what


def _counted(done: Transfer, what: Text, language: str) -> str:
    cases, records, definitions, there = (
        number_text(count, language)
        for count in (done.cases, done.records, done.definitions, done.there)
    )
    verb = what.in_(language)
    said = Message(
        "commands/store.cases-records-definitions",
        verb=verb,
        cases=cases,
        records=records,
        definitions=definitions,
    ).in_(language)
    if not done.there:
        return said
    already = Message("commands/store.cases-there-already", there=there)
    return f"{said}{already.in_(language)}"


# ── files ───────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _reading(path: str) -> Generator[BinaryIO, None, None]:
    """Open the export at *path*, "-" for standard input."""
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise FormatError(path, f"cannot be read: {error.strerror or error}") from None
    with stream:
        yield stream


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
