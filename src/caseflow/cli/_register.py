"""`caseflow register`: what the command takes; registers are made in `_register_making`."""

import argparse

from caseflow.cli._commands import Commands, Parsers
from caseflow.cli._keeping import add_url
from caseflow.cli._languages import add_language

__all__ = ["add_parser"]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "register",
        description=(
            "Make a register of filings, one row each, which reports count, and say row by row "
            "what was left out, and why. Exit code 1 if something was left out."
        ),
        epilog=(
            "example: caseflow register table filings.csv --mapping mapping.toml --out register"
        ),
    )
    duties = parser.add_subparsers(title="duties", metavar="DUTY", required=True)
    table = _duty(duties, "table", "from a table: CSV, JSON lines or Parquet")
    table.add_argument("file", metavar="FILE", help="the table")
    table.add_argument("--mapping", required=True, metavar="FILE", help="what its columns mean")
    log = _duty(duties, "log", "from a log, worked through its profile")
    log.add_argument("file", metavar="FILE", help="a CSV or JSON-lines log")
    log.add_argument("--profile", required=True, metavar="NAME_OR_TOML", help="how to read the log")
    log.add_argument("--unit", default="", metavar="NAME", help="whose filings (none named)")
    store = _duty(duties, "store", "from the cases of a store, brought up to date")
    add_url(store, "sqlite:///cases.db, for example")
    check = _duty(duties, "check", "look at every row of a register that is there", writes=False)
    check.add_argument("register", nargs="+", metavar="PATH", help="directories or Parquet files")
    check.add_argument(
        "--unit", action="append", default=[], metavar="NAME", help="a unit there is"
    )


def _duty(
    duties: Parsers, name: str, purpose: str, *, writes: bool = True
) -> argparse.ArgumentParser:
    duty = duties.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    if writes:
        duty.add_argument("--out", required=True, metavar="DIRECTORY", help="becomes the register")
    add_language(duty, "text")
    duty.add_argument("--json", action="store_true", help="print JSON")
    duty.set_defaults(run=run, duty=name)
    return duty


def run(options: argparse.Namespace) -> int:
    """Make or look at a register, and say what was left out."""
    # lazy: the reports are an extra
    from caseflow.cli._register_making import made  # noqa: PLC0415 - lazy, see above

    return made(options)
