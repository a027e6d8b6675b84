"""`caseflow papers`: write the papers of a case, or the register, as HTML and PDF.

May import: everything below the command line. What stands on a paper is in `vietnam.papers`. All is
laid out before the first file is written, each file is written whole or not at all, and a file that
holds something else is left alone unless told otherwise.
"""

import argparse
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

from attrs import frozen

from caseflow import vietnam
from caseflow.cases import Case
from caseflow.cli.commands import Commands
from caseflow.cli.desks import pack_service
from caseflow.cli.keeping import add_url
from caseflow.cli.opening import instant_of, opened
from caseflow.cli.passing import PassedOver
from caseflow.cli.screen import FINDINGS, OK, Progress, print_json
from caseflow.cli.words import bytes_of, day_of, text_of, write_whole
from caseflow.errors import FormatError, PackageMissingError, ValueInvalidError
from caseflow.service import CaseService, Veil
from caseflow.stores import Query, StoreUnavailableError
from caseflow.values import LANGUAGES, Text

__all__ = ["add_parser", "veil_from"]

_INSTALL = "pip install 'caseflow-engine[documents]'"


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "papers",
        description=(
            "Write every paper that the history of a case calls for, as it was at its act; or, "
            "with --register, the register of the filings accepted in a span of days."
        ),
        epilog="example: caseflow papers H17.15-261123-0007 --store sqlite:///cases.db --out slips",
    )
    parser.add_argument("case", nargs="?", metavar="CASE", help="the number of the case")
    add_url(parser)
    parser.add_argument("--out", required=True, metavar="DIR", help="the directory to write to")
    parser.add_argument("--register", action="store_true", help="write the register instead")
    parser.add_argument("--from", dest="first", metavar="DAY", help="its first day, as 2026-03-01")
    parser.add_argument("--to", dest="last", metavar="DAY", help="its last day, included")
    parser.add_argument("--lang", choices=LANGUAGES, default="vi", help="language of the labels")
    parser.add_argument("--format", choices=("html", "pdf", "both"), default="both")
    parser.add_argument("--templates", metavar="DIR", help="templates used instead of ours")
    parser.add_argument("--letterhead", metavar="TOML", help="the office at the head of a paper")
    parser.add_argument(
        "--tracking", default="", metavar="URL", help="where filings are looked up, with {code}"
    )
    parser.add_argument(
        "--master-key", metavar="FILE", help="32 bytes that show what a veil has hidden"
    )
    parser.add_argument(
        "--at", metavar="WHEN", help="as of when the control slip is written (the last record)"
    )
    parser.add_argument(
        "--force", action="store_true", help="replace files that hold something else"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the papers; a case that calls for none is a finding."""
    span = _span(options)
    forms = _forms()
    forms.tracking_address(options.tracking, "-")
    office = forms.Office()
    if options.letterhead is not None:
        office = forms.read_letterhead(text_of(options.letterhead), name=options.letterhead)
    press = forms.press(options.templates)
    passed = PassedOver(options.lang)
    with opened(options) as store:
        engine = passed.engine(store, vietnam.danang())
        service = pack_service(engine, store, veil=veil_from(options.master_key))
        if span is None:
            case = service.get(options.case)
            at = None if options.at is None else instant_of(options.at)
            made = forms.papers_of(
                case, service.engine, office=office, tracking=options.tracking, at=at
            )
            lines = service.engine.deadlines(case, at=case.last_at).corrections
        else:
            made = (
                forms.register_of(
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
            files[f"{paper.name}.pdf"] = forms.pdf_of(page)
    done = _written(Path(options.out), files, force=options.force)
    _tell(done, lines, options)
    return passed.code(OK if made else FINDINGS)


def _forms() -> ModuleType:
    try:
        # lazy: the packages that lay out papers are an extra
        from caseflow.vietnam import papers  # noqa: PLC0415 - lazy, see above
    except ImportError as error:
        raise PackageMissingError(str(error.name), _INSTALL) from None
    return papers


def _span(options: argparse.Namespace) -> tuple[date, date] | None:
    """Return the days of the register; None if the papers of a case are asked for."""
    if not options.register:
        if options.case is None:
            raise ValueInvalidError("CASE", None, "the number of a case, or --register")
        for name, text in (("--from", options.first), ("--to", options.last)):
            if text is not None:
                raise ValueInvalidError(name, text, "it with --register only")
        return None
    if options.case is not None:
        raise ValueInvalidError("CASE", options.case, "either a case or --register, not both")
    return day_of("--from", options.first), day_of("--to", options.last)


def veil_from(master_key: str | None) -> Veil | None:
    """Return the veil whose key is in the file *master_key*, never printed; None without one.

    Raises:
        PackageMissingError: the cipher is not installed.
    """
    if master_key is None:
        return None
    try:
        # lazy: the cipher is an extra
        from caseflow.pii.veils import PersonalVeil  # noqa: PLC0415 - lazy, see above
    except ImportError:
        raise PackageMissingError("cryptography", "pip install 'caseflow-engine[pii]'") from None
    return PersonalVeil(bytes_of(master_key), entropy=os.urandom)


def _cases(service: CaseService, passed: PassedOver) -> Iterator[Case]:
    """Go through every filing of the agency, by number; budgets are none.

    One that cannot be read is passed over.
    """
    bar, done, after = Progress("reading"), 0, ""
    while heads := service.search(Query(after=after, limit=500)):
        for head in heads:
            if head.procedure == vietnam.BUDGET.code:
                continue
            try:
                case = service.get(head.case_id)
            except StoreUnavailableError:
                raise
            except Exception as error:  # noqa: BLE001 - one case that cannot be read stops no register
                passed.case(head.case_id, error)
                continue
            yield case
            service.forget(head.case_id)
            done += 1
            bar(done, 0)
        after = heads[-1].case_id
    bar.close()


# ── files ───────────────────────────────────────────────────────────────────────────────────


@frozen
class _Done:
    """Tell which files were written, and which held the same already."""

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
        same = Text(vi="không đổi", en="unchanged").in_(options.lang)
        print(f"{Path(options.out) / name} ({same})")
    if not done.written and not done.same:
        none = Text(
            vi="hồ sơ này chưa có giấy tờ nào", en="the history of this case calls for no paper"
        )
        print(none.in_(options.lang))
    corrected = Text(vi="đính chính", en="corrected").in_(options.lang)
    for each in lines:
        print(f"{corrected}: {each}")
