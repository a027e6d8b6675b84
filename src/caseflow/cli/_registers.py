"""The register that a command counts: of files, or of a store.

Imported only where one is asked for: the reports are an extra.
"""

import argparse
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from caseflow.cli._opening import opened
from caseflow.cli._passing import PassedOver
from caseflow.cli._words import text_of
from caseflow.errors import ValueInvalidError
from caseflow.office.pack import Pack
from caseflow.office.services import service_of
from caseflow.reports import Register, project_store
from caseflow.reports.indices import IndexSet, read_indices
from caseflow.reports.register import sift

__all__ = ["indices_of", "register_of"]


def indices_of(options: argparse.Namespace, pack: Pack) -> IndexSet | None:
    """Return the official indices of the pack, and those of the file that was given; None if none.

    Raises:
        FormatError: the file cannot be read, or is wrong: every fault is named.
    """
    official = None if pack.indices is None else read_indices(pack.indices(), name=pack.name)
    if options.indices is None:
        return official
    others = () if official is None else official.indices
    return read_indices(text_of(options.indices), name=options.indices, others=others)


@contextmanager
def register_of(
    options: argparse.Namespace, pack: Pack, passed: PassedOver
) -> Generator[Register, None, None]:
    """Open the register that the options name; what is made for it is gone afterwards.

    Rows of files that anybody may have written are looked at first; a directory is one of ours,
    with what was left out of it beside it.

    Raises:
        ValueInvalidError: they name nothing.
        FormatError: a file cannot be read.
    """
    if options.register is not None:
        register = Register.open(*options.register)
        is_ours = all(Path(path).is_dir() for path in options.register)
        yield register if is_ours else sift(register).register
        return
    with tempfile.TemporaryDirectory() as made:
        directory = made if options.keep is None else options.keep
        _project(options, pack, passed, directory)
        yield Register.open(directory)


def _project(
    options: argparse.Namespace, pack: Pack, passed: PassedOver, directory: str | Path
) -> None:
    if options.url is None:
        raise ValueInvalidError("--store", None, "a store, or --register with its files")
    with opened(options) as store:
        done = project_store(service_of(passed.engine(store), store, pack), directory)
    for case, problem in done.problems:
        passed.case(case, problem)
