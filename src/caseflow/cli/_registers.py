"""The register that a command counts: of files, of a store, of a log or of somebody's own table.

Imported only where one is asked for: the reports are an extra.
"""

import argparse
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from caseflow.cli._opening import opened
from caseflow.cli._packs import pack_of
from caseflow.cli._passing import PassedOver
from caseflow.cli._words import text_of
from caseflow.errors import ValueInvalidError
from caseflow.interchange import find_profile, load_profile
from caseflow.office.pack import Pack
from caseflow.office.services import service_of
from caseflow.reports import Register, load_mapping, project_store, register_log, register_table
from caseflow.reports.indices import IndexSet, read_indices

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

    Raises:
        ValueInvalidError: they name nothing, or a mapping and a profile at once.
        FormatError, LogFileError: a file cannot be read.
    """
    mapping: str | None = getattr(options, "mapping", None)
    profile: str | None = getattr(options, "profile", None)
    if mapping and profile:
        raise ValueInvalidError("--mapping", mapping, "either --mapping or --profile, not both")
    if options.register is None and (mapping or profile):
        name, given = ("--mapping", mapping) if mapping else ("--profile", profile)
        raise ValueInvalidError(name, given, "it with --register only")
    if options.register is not None and not (mapping or profile):
        yield Register.open(*options.register)
        return
    with tempfile.TemporaryDirectory() as made:
        if options.register is None:
            directory = made if options.keep is None else options.keep
            _project(options, pack, passed, directory)
            yield Register.open(directory)
            return
        directories: list[Path] = []
        for number, path in enumerate(options.register):
            directory = Path(made) / str(number)
            if mapping:
                register_table(path, load_mapping(mapping), directory)
            else:
                _replay(options, path, profile or "", directory)
            directories.append(directory)
        yield Register.open(*directories)


def _project(
    options: argparse.Namespace, pack: Pack, passed: PassedOver, directory: str | Path
) -> None:
    if options.url is None:
        raise ValueInvalidError("--store", None, "a store, or --register with its files")
    with opened(options) as store:
        done = project_store(service_of(passed.engine(store), store, pack), directory)
    for case, problem in done.problems:
        passed.case(case, problem)


def _replay(options: argparse.Namespace, path: str, profile: str, directory: Path) -> None:
    pack = pack_of(options)
    read = load_profile(
        find_profile(profile, base=Path()),
        codec=pack.definitions(),
        jurisdiction=pack.jurisdiction(),
    )
    register_log(path, read, directory)
