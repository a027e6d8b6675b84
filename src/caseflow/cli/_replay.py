"""`caseflow replay`: work a log of real filings through the engine and say what fitted.

Reading and judging are in `interchange`.
"""

import argparse
from pathlib import Path

from caseflow.cli._commands import Commands
from caseflow.cli._keeping import Keeping, add_store_option
from caseflow.cli._languages import add_language
from caseflow.cli._packs import pack_of
from caseflow.cli._screen import FINDINGS, OK, Progress, print_json, printing
from caseflow.engine import Engine
from caseflow.interchange import (
    Profile,
    ReplayReport,
    find_profile,
    jurisdiction_of,
    load_profile,
    replay_log,
)
from caseflow.office.installed import find_pack

__all__ = ["add_parser"]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "replay",
        description="Work every case of a CSV or JSON-lines log through the engine and report.",
        epilog="example: caseflow replay examples/dutch-permit/made-up.csv --profile dutch-permit",
    )
    parser.add_argument("file", metavar="FILE", help="a CSV or JSON-lines log")
    parser.add_argument(
        "--profile", required=True, metavar="NAME_OR_TOML", help="how to read the log"
    )
    parser.add_argument("--compare", metavar="COLUMN", help="the column of the log's own due dates")
    add_language(parser, "report")
    parser.add_argument("--json", action="store_true", help="print JSON")
    add_store_option(parser, "sqlite:///caseflow-replay.db")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Replay and print the report; anything that did not fit is a finding."""
    pack = pack_of(options)
    profile = load_profile(
        find_profile(options.profile, base=Path()),
        codec=pack.definitions(),
        jurisdiction=pack.jurisdiction(),
    )
    if profile.pack:
        pack = find_pack(profile.pack)
    if options.store is None:
        report = _replayed(options, profile, None)
        return _printed(report, options, None)
    engine = Engine(jurisdiction_of(profile))
    with Keeping(options.store, engine, pack) as keeping:
        report = _replayed(options, profile, keeping)
        keeping.flush()
        return _printed(report, options, keeping)


def _replayed(
    options: argparse.Namespace, profile: Profile, keeping: Keeping | None
) -> ReplayReport:
    bars = {"read": Progress("reading"), "work": Progress("working")}

    def show(stage: str, done: int, total: int) -> None:
        bars[stage](done, total)

    try:
        return replay_log(
            options.file,
            profile,
            compare=options.compare,
            keep=keeping.keep if keeping else None,
            progress=show,
        )
    finally:
        for bar in bars.values():
            bar.close()


def _printed(report: ReplayReport, options: argparse.Namespace, keeping: Keeping | None) -> int:
    """Print the report and return the exit code, which stands however much of it is read."""
    code = FINDINGS if report.has_findings else OK
    with printing(code):
        if options.json:
            kept = {"store": keeping.to_json()} if keeping else {}
            print_json({**report.to_json(), **kept})
        else:
            print(report.text(options.lang))
            if keeping:
                print(f"\n{keeping.summary(options.lang)}")
    return code
