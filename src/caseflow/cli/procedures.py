"""`caseflow procedures`: list and search the catalogue.

May import: everything below the command line.
"""

import argparse

from caseflow import vietnam
from caseflow.cli.commands import Commands
from caseflow.cli.screen import FINDINGS, OK, print_json, table
from caseflow.procedures import Procedure
from caseflow.values import LANGUAGES

__all__ = ["add_parser"]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "procedures",
        help="list and search the procedures of the catalogue",
        description="List the procedures of the catalogue with their limits and sources.",
        epilog="example: caseflow procedures --search 'lao dong' (accents are not needed)",
    )
    parser.add_argument(
        "--search", default="", metavar="TEXT", help="words in the code or the name"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the limits")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the matching procedures; no match is a finding."""
    catalogue = vietnam.catalogue()
    found = catalogue.search(options.search)
    if options.json:
        print_json([_data(procedure) for procedure in found])
    elif found:
        rows = [["code", "version", "limit", "level", "name"]]
        rows += [_row(procedure, options.lang) for procedure in found]
        print(table(rows))
        print(f"\n{len(found)} of {len(catalogue.procedures)} procedures")
    else:
        print(f"no procedure matches {options.search!r}; try fewer or shorter words")
    return OK if found else FINDINGS


def _row(procedure: Procedure, language: str) -> list[str]:
    name = procedure.name.in_(language)
    return [
        procedure.code,
        procedure.version,
        _limits(procedure, language),
        procedure.service_level.value if procedure.service_level else "–",
        name if len(name) <= 70 else name[:69] + "…",
    ]


def _limits(procedure: Procedure, language: str) -> str:
    texts = [rule.limit.text(language) for rule in procedure.limits]
    return " / ".join(dict.fromkeys(texts))


def _data(procedure: Procedure) -> dict[str, object]:
    return {
        "code": procedure.code,
        "version": procedure.version,
        "name": procedure.name.vi,
        "field": procedure.field,
        "agency": procedure.agency,
        "service_level": procedure.service_level.value if procedure.service_level else None,
        "limits": [
            {
                "limit": rule.limit.text("en"),
                "channel": rule.channel.value if rule.channel else None,
                "branch": rule.branch or None,
            }
            for rule in procedure.limits
        ],
        "fee": procedure.fee_text,
        "decision": procedure.decision,
        "source": procedure.source,
    }
