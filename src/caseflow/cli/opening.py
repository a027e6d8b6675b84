"""The store that a command was told of, opened; and the instant it was told.

May import: everything below the command line. What is done with a store is in `store` and others.
"""

import argparse
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from caseflow import vietnam
from caseflow.cli.moments import instant_at
from caseflow.stores import SchemaError, Store, open_store
from caseflow.stores.schema import LATEST, USABLE
from caseflow.stores.urls import file_of

__all__ = ["instant_of", "opened", "opened_at_all"]


def opened_at_all(options: argparse.Namespace) -> Store:
    """Open a store that is there: only `init` makes a file, and not one for a name mistyped."""
    path = file_of(options.url)
    if path is not None and not Path(path).exists():
        raise SchemaError(0, LATEST)
    return open_store(options.url, options.agency, portable=options.portable)


@contextmanager
def opened(options: argparse.Namespace, least: int = USABLE) -> Generator[Store, None, None]:
    """Open the store that a command was given, with tables of schema *least* or later.

    Raises:
        SchemaError: its tables are older, of a later release, or not there.
    """
    with opened_at_all(options) as store:
        found = store.run(store.ops.schema_version())
        if not least <= found <= LATEST:
            raise SchemaError(found, LATEST)
        yield store


def instant_of(text: str | None) -> datetime:
    """Return the instant that *text* writes, or now."""
    if text is None:
        return datetime.now(UTC)
    return instant_at(text, vietnam.calendar().zone, "--at")
