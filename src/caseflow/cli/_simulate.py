"""`caseflow simulate`: what the command takes; it is run in `_simulating`."""

import argparse

from caseflow.cli._commands import Commands
from caseflow.cli._languages import add_language

__all__ = ["add_parser"]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "simulate",
        description=(
            "Simulate an office by the definitions of the pack: which share is decided in time and "
            "how much sooner, where filings wait, and how many clerks a goal takes."
        ),
        epilog="example: caseflow simulate scenario.toml --reps 20 --out results",
    )
    parser.add_argument("scenario", metavar="SCENARIO", help="the scenario, TOML")
    parser.add_argument("--reps", type=int, default=10, metavar="N", help="replications (10)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other draws (1)")
    parser.add_argument(
        "--processes", type=int, default=1, metavar="N", help="run in so many processes (1)"
    )
    parser.add_argument(
        "--goal", metavar="TEXT", help='find the clerks for a goal, as "early-20 >= 0.9"'
    )
    parser.add_argument("--pool", metavar="NAME", help="whose clerks the goal is to take")
    parser.add_argument(
        "--out", metavar="DIR", help="write results, events, the register and a page there"
    )
    add_language(parser, "output")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Simulate, and print or write what came of it."""
    # lazy: the other commands need no simulation
    from caseflow.cli import _simulating as simulating  # noqa: PLC0415 - lazy, see above

    return simulating.run(options)
