"""`caseflow papers`: what the command takes; papers are written in `_paper_files`."""

import argparse
from datetime import date

from caseflow.cli._commands import Commands
from caseflow.cli._keeping import add_url
from caseflow.cli._languages import add_language
from caseflow.cli._packs import pack_of, part_of
from caseflow.cli._words import day_of
from caseflow.errors import PackageMissingError, ValueInvalidError

__all__ = ["add_parser"]

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
    add_language(parser, "labels (the first of the pack)", default=None)
    parser.add_argument("--format", choices=("html", "pdf", "both"), default="both")
    parser.add_argument("--templates", metavar="DIR", help="templates used instead of ours")
    parser.add_argument("--letterhead", metavar="TOML", help="the office at the head of a paper")
    parser.add_argument(
        "--tracking", default="", metavar="URL", help="where filings are looked up, with {code}"
    )
    parser.add_argument(
        "--master-key", metavar="FILE", help="the 32 bytes that decrypt personal data"
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
    pack = pack_of(options)
    options.lang = options.lang or pack.languages[0]
    papers = part_of(pack, pack.papers, "papers")
    try:
        # lazy: the packages that lay out papers are an extra
        from caseflow.cli import _paper_files as paper_files  # noqa: PLC0415 - lazy, see above

        forms = papers()
    except ImportError as error:
        raise PackageMissingError(str(error.name), _INSTALL) from None
    return paper_files.write_papers(options, pack, forms, span)


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
