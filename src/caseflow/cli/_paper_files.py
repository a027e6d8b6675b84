"""Write the papers of a case, or the register, on the forms of the pack, as HTML and PDF.

All is laid out before the first file is written, each file is written whole or not at all, and a
file that holds something else is left alone unless told otherwise. What stands on a paper is in
`office.papers`. Needs the extra "documents", so a command imports it when it prints.
"""

import argparse
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from attrs import frozen

from caseflow.cases import Case
from caseflow.cli._opening import encryption_from, instant_of, opened
from caseflow.cli._passing import PassedOver
from caseflow.cli._screen import FINDINGS, OK, Progress, print_json
from caseflow.cli._words import text_of, write_whole
from caseflow.documents import pdf_of
from caseflow.errors import FormatError, ValueInvalidError
from caseflow.office.budgets import BUDGET
from caseflow.office.pack import Pack
from caseflow.office.papers import (
    Office,
    PaperSet,
    read_letterhead,
    tracking_address,
)
from caseflow.office.papers.printing import Printer
from caseflow.office.services import service_of
from caseflow.service import CaseService
from caseflow.stores import Query, StoreUnavailableError
from caseflow.texts import Message, Text

__all__ = ["write_papers"]


def write_papers(
    options: argparse.Namespace, pack: Pack, forms: PaperSet, span: tuple[date, date] | None
) -> int:
    """Write the papers of a case, or the register of *span*; none at all is a finding."""
    tracking_address(options.tracking, "-")
    office = Office()
    if options.letterhead is not None:
        office = read_letterhead(text_of(options.letterhead), name=options.letterhead)
    printer = Printer(forms, pack.languages)
    # A template in the directory of the user takes the place of the pack's.
    press = printer.press(options.templates)
    passed = PassedOver(pack, options.lang)
    with opened(options) as store:
        engine = passed.engine(store)
        service = service_of(engine, store, pack, encryption=encryption_from(options.master_key))
        if span is None:
            case = service.get(options.case)
            made = printer.papers_of(
                case,
                service.engine,
                office=office,
                tracking=options.tracking,
                at=None if options.at is None else instant_of(options),
            )
            lines = service.engine.deadlines(case, at=case.last_at).corrections
        else:
            made = (
                printer.register_of(
                    _cases(service, passed),
                    service.engine,
                    *span,
                    office=office,
                    passed_over=passed.case,
                ),
            )
            lines = ()
    files: dict[str, bytes] = {}
    for paper in made:
        page = press.html(paper, options.lang)
        if options.format != "pdf":
            files[f"{paper.name}.html"] = page.encode()
        if options.format != "html":
            files[f"{paper.name}.pdf"] = pdf_of(page)
    done = _written(Path(options.out), files, force=options.force)
    _tell(done, lines, options)
    return passed.code(OK if made else FINDINGS)


def _cases(service: CaseService, passed: PassedOver) -> Iterator[Case]:
    """Go through every filing of the agency, by number; budgets are none.

    One that cannot be read is passed over.
    """
    bar, done, after = Progress("reading"), 0, ""
    while summaries := service.search(Query(after=after, limit=500)):
        for summary in summaries:
            if summary.procedure == BUDGET.code:
                continue
            try:
                case = service.get(summary.case_id)
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001 - one case that cannot be read stops no register
                passed.case(summary.case_id, error)
                continue
            yield case
            service.forget(summary.case_id)
            done += 1
            bar(done, 0)
        after = summaries[-1].case_id
    bar.close()


# ── files ───────────────────────────────────────────────────────────────────────────────────


@frozen
class _Done:
    """Return which files were written, and which held the same already."""

    written: tuple[str, ...]
    same: tuple[str, ...]


def _written(out: Path, files: dict[str, bytes], *, force: bool) -> _Done:
    """Write *files*; raises before the first if one would replace something else."""
    try:
        there = {name: (out / name).read_bytes() for name in files if (out / name).exists()}
        same = tuple(name for name in there if there[name] == files[name])
        others = [name for name in there if name not in same]
        if others and not force:
            raise ValueInvalidError(
                "--out",
                str(out / others[0]),
                "another directory, or --force to replace what differs",
            )
        out.mkdir(parents=True, exist_ok=True)
        written = tuple(name for name in files if name not in same)
        for name in written:
            write_whole(out / name, files[name])
    except OSError as error:
        raise FormatError(str(out), f"cannot be written: {error}") from None
    return _Done(written, same)


def _tell(done: _Done, corrections: Iterable[Text], options: argparse.Namespace) -> None:
    """Print the files, and what was entered late or taken back on the case."""
    lines = [line.in_(options.lang) for line in corrections]
    if options.json:
        files = {"written": list(done.written), "same": list(done.same)}
        print_json({"out": options.out, **files, "corrections": lines})
        return
    for name in done.written:
        print(Path(options.out) / name)
    for name in done.same:
        same = Message("commands/papers.unchanged").in_(options.lang)
        print(f"{Path(options.out) / name} ({same})")
    if not done.written and not done.same:
        none = Message("commands/papers.history-this-case-calls")
        print(none.in_(options.lang))
    corrected = Message("commands/papers.corrected").in_(options.lang)
    for each in lines:
        print(f"{corrected}: {each}")
