"""`caseflow report`: what the command takes; pages are made in `_report_pages`."""

import argparse

from caseflow.cli._commands import Commands, Parsers
from caseflow.cli._keeping import add_url
from caseflow.cli._languages import add_language

__all__ = ["add_parser"]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "report",
        description=(
            "Report what came in, what went out, what is open and how the targets stand, for a "
            "period: as a page that needs no other file, or on the screen without --out."
        ),
        epilog=(
            "example: caseflow report --store sqlite:///cases.db --period 2026-10 --out report.html"
        ),
    )
    _add_scope(parser)
    _add_sources(parser)
    _add_plan(parser)
    parser.add_argument("--out", metavar="FILE", help="the page to write, HTML")
    parser.add_argument("--csv", metavar="FILE", help="write the counts there, CSV; - prints them")
    parser.add_argument("--parquet", metavar="FILE", help="write the counts there, Parquet")
    parser.add_argument(
        "--interactive",
        action="store_true",
        help="charts that answer, with the program in the page",
    )
    add_language(parser, "page (a page in each of the pack)", default=None)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)
    duties = parser.add_subparsers(title="duties", metavar="DUTY")
    _add_public(duties)
    _add_verify(duties)


def _add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", metavar="PERIOD", help="as 2026, 2026-10, 2026-W32, 2026-10-05")
    parser.add_argument(
        "--on", metavar="DATE", help="as of the end of this day (its last, or today)"
    )
    parser.add_argument(
        "--unit",
        action="append",
        default=[],
        metavar="NAME",
        help="only this unit; may be repeated",
    )


def _add_sources(parser: argparse.ArgumentParser) -> None:
    purpose = "the cases there: sqlite:///cases.db or postgresql://..."
    add_url(parser, purpose, is_required=False)
    parser.add_argument(
        "--keep",
        metavar="DIRECTORY",
        help="keep the register of the store there, for the next time",
    )
    parser.add_argument(
        "--register",
        nargs="+",
        metavar="PATH",
        help="filings of a register: its directory, or Parquet files",
    )


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plan", metavar="FILE", help="the plan whose targets are reported")
    parser.add_argument(
        "--figures", metavar="FILE", help="figures of the plan, CSV (counted of the filings)"
    )
    parser.add_argument("--indices", metavar="FILE", help="indices of your own besides, TOML")


def _add_public(duties: Parsers) -> None:
    public = duties.add_parser(
        "public",
        help="say how long each procedure takes here, what is promised, what the law says",
        description=(
            "Write for everybody how long filings took that were received in the period, by "
            "procedure and channel, beside what is promised and what the law says."
        ),
    )
    _add_scope(public)
    _add_sources(public)
    public.add_argument("--out", metavar="FILE", help="the page to write, HTML")
    public.add_argument("--csv", metavar="FILE", help="write the same as CSV; - prints it")
    add_language(public, "page (a page in each of the pack)", default=None)
    public.add_argument("--json", action="store_true", help="print JSON")
    public.set_defaults(run=run_public)


def _add_verify(duties: Parsers) -> None:
    verify = duties.add_parser(
        "verify",
        help="make a page again and say what differs",
        description=(
            "Make a page again from the filings as they are now, and say which of them changed and "
            "which number of the page is another. Exit code 1 if anything differs."
        ),
    )
    verify.add_argument("page", metavar="PAGE", help="a page that caseflow report wrote")
    _add_sources(verify)
    _add_plan(verify)
    add_language(verify, "text")
    verify.add_argument("--json", action="store_true", help="print JSON")
    verify.set_defaults(run=run_verify)


def run(options: argparse.Namespace) -> int:
    """Write the report of a period."""
    # lazy: what makes reports is an extra, and the other commands need none of it
    from caseflow.cli import _report_pages as report_pages  # noqa: PLC0415 - lazy, see above

    return report_pages.write_report(options)


def run_public(options: argparse.Namespace) -> int:
    """Write the page for everybody."""
    # lazy: as in `run`
    from caseflow.cli import _report_pages as report_pages  # noqa: PLC0415 - lazy, see above

    return report_pages.write_public(options)


def run_verify(options: argparse.Namespace) -> int:
    """Check a page."""
    # lazy: as in `run`
    from caseflow.cli import _report_pages as report_pages  # noqa: PLC0415 - lazy, see above

    return report_pages.verify(options)
