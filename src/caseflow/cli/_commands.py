"""The commands by name, and the place where the module of each adds its parser.

Only the command that a command line names is imported: its module is found by its name.
"""

import argparse
from importlib import import_module
from typing import Protocol, cast

__all__ = ["COMMANDS", "Commands", "Parsers"]

#: The name of each command, in the order in which they are listed, and what it is for.
COMMANDS = {
    "demo": "a month of made-up filings, worked and explained",
    "due": "the date by which a limit ends, and why",
    "fee": "what a filing is charged, who pays it, and why",
    "procedures": "list and search the procedures of the catalogue, publish and compare lists",
    "catalogue": "write, check and load the list of procedures that an office decided",
    "check": "report every fault of definition files at once",
    "diagram": "draw a workflow as Mermaid, DOT or text",
    "replay": "work a log of real filings through the engine",
    "store": "make, migrate, verify, count, export and import what is kept",
    "serve-due": "raise what came due in a store, once or again and again",
    "reconcile": "compare a day's statement of a gateway with the payments in a store",
    "budget": "open, fill, settle and report a budget that pays subsidies",
    "register": "make a register of filings, and say what was left out of it",
    "targets": "compare figures with the targets of a plan, and escalate what is short",
    "report": "write a report of a period as a page, check one, and publish how long filings take",
    "simulate": "simulate an office with its clerks, and say how many a goal takes",
    "papers": "write the papers of a case, or the register, as HTML and PDF",
    "migrate": "move open cases to another definition, each on record",
}


class Parsers(Protocol):
    """Take the parser of one subcommand; argparse's type for this is private."""

    def add_parser(
        self,
        name: str,
        *,
        help: str,  # noqa: A002 - argparse calls it so
        description: str | None = None,
        epilog: str | None = None,
    ) -> argparse.ArgumentParser:
        """Return a new parser for the subcommand *name*."""
        ...


class _Module(Protocol):
    """The module of one command."""

    def add_parser(self, commands: "Commands") -> None:
        """Add the parser of the command, which sets `run` as a default."""
        ...


class Commands:
    """Hand the module of a command the place for its parser."""

    def __init__(self, parsers: Parsers) -> None:
        self._parsers = parsers

    def add(self, name: str, *, is_named: bool) -> None:
        """Add the command *name*: whole if the command line names it, else for the list only."""
        if not is_named:
            self._parsers.add_parser(name, help=COMMANDS[name])
            return
        module = import_module(f"caseflow.cli._{name.replace('-', '_')}")
        cast("_Module", module).add_parser(self)

    def add_parser(
        self, name: str, *, description: str, epilog: str | None = None
    ) -> argparse.ArgumentParser:
        """Return a new parser for the command *name*."""
        return self._parsers.add_parser(
            name, help=COMMANDS[name], description=description, epilog=epilog
        )
