"""Open the store a command was given, read the key of its encryption and the instant of an act.

What is done with a store is in `_store` and others.
"""

import argparse
import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from caseflow.cli._moments import instant_at
from caseflow.cli._packs import pack_of
from caseflow.cli._words import bytes_of
from caseflow.errors import PackageMissingError
from caseflow.service import FieldEncryption
from caseflow.stores import SchemaError, Store, file_of, open_store
from caseflow.stores.schema import LATEST, USABLE

__all__ = ["encryption_from", "instant_of", "opened", "opened_at_all"]


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


def instant_of(options: argparse.Namespace, name: str = "at") -> datetime:
    """Return the instant of the option called *name*, by the clock of the pack, or now."""
    text: str | None = getattr(options, name)
    if text is None:
        return datetime.now(UTC)
    return instant_at(text, pack_of(options).calendar().zone, f"--{name}")


def encryption_from(master_key: str | None) -> FieldEncryption | None:
    """Return the field encryption with the key in the file *master_key*; None without a file.

    Raises:
        PackageMissingError: the cipher is not installed.
    """
    if master_key is None:
        return None
    try:
        # lazy: the cipher is an extra
        from caseflow.pii.encryption import PersonalDataEncryption  # noqa: PLC0415 - lazy, see above
    except ImportError:
        raise PackageMissingError("cryptography", "pip install 'caseflow-engine[pii]'") from None
    return PersonalDataEncryption(bytes_of(master_key), entropy=os.urandom)
