"""What a file of a subcommand is handed: a place to add its parser.

May import: the standard library only.
"""

import argparse
from typing import Protocol

__all__ = ["Commands"]


class Commands(Protocol):
    """Take the parser of one subcommand; argparse's own type for this is private."""

    def add_parser(
        self,
        name: str,
        *,
        help: str,  # noqa: A002 - argparse calls it so
        description: str,
        epilog: str | None = None,
    ) -> argparse.ArgumentParser:
        """Return a new parser for the subcommand *name*."""
        ...
