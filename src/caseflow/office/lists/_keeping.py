"""Where an office keeps the lists of procedures that it decided.

A directory holds one file for each list, named by the day from which it holds:
`catalogue-2026-12-01.csv`. The latest list takes new filings; earlier ones stay, for the cases
opened under them.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from attrs import evolve

from caseflow._typed import typed
from caseflow.calendars import OfficeCalendar
from caseflow.checks import Fault
from caseflow.engine import Jurisdiction
from caseflow.errors import FormatError
from caseflow.office._pack_parts import CheckedList, ProcedureLists
from caseflow.office.lists._checking import check_list, list_template, list_text
from caseflow.office.lists._procedures import ListForm, procedures_of, read_list
from caseflow.office.lists._rows import Row, read_rows
from caseflow.procedures import Catalogue, Procedure
from caseflow.values import iso_day

__all__ = ["kept_lists", "list_name", "lists_in", "load_lists"]

_NAME = re.compile(r"catalogue-(\d{4}-\d{2}-\d{2})\.csv")


@typed
def list_name(on: date) -> str:
    """Return the name of the file of the list that holds from *on*."""
    return f"catalogue-{on.isoformat()}.csv"


@typed
def lists_in(path: Path) -> tuple[tuple[date, Path], ...]:
    """Return the lists in the directory *path* with the day from which each holds, in order.

    Raises:
        FormatError: the directory cannot be read, or a day is none of the calendar.
    """
    try:
        found = [(_NAME.fullmatch(each.name), each) for each in path.iterdir()]
        return tuple(sorted((iso_day(name[1]), each) for name, each in found if name))
    except (OSError, ValueError) as error:
        raise FormatError(str(path), f"holds no lists that can be read: {error}") from None


def _is_directory(path: Path) -> bool:
    """Return whether *path* is a directory.

    Raises:
        FormatError: no file and no directory can have that name.
    """
    try:
        return path.is_dir()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise FormatError(str(path), f"cannot be read ({why}); give another path") from None


@typed
def load_lists(path: Path | str, form: ListForm, *, on: date | None = None) -> Catalogue:
    """Return the catalogue of an office: of one file, or of the directory that its lists are in.

    Of a directory the latest list that holds on *on* takes new filings; without *on*, the latest.
    A version that it replaces takes filings until the day the new one begins; a procedure that it
    leaves out takes none from the day the list holds. `Catalogue.earlier` has the other versions,
    for the cases opened under them.

    Raises:
        FormatError: nothing can be read there, or a directory has no list.
        DefinitionError: a list has faults; all are named.
    """
    path = Path(path)
    if not _is_directory(path):
        return Catalogue(procedures_of(_rows(path), form, str(path)), path.stem)
    held = [(day, file) for day, file in lists_in(path) if on is None or day <= on]
    if not held:
        when = "" if on is None else f" that holds on {on}"
        problem = f"has no list{when}; load one with caseflow catalogue load FILE --into {path}"
        raise FormatError(str(path), problem)
    (began, newest), *older = reversed(held)
    listed = list(procedures_of(_rows(newest), form, str(newest)))
    earlier: list[Procedure] = []
    known = {(each.code, each.version) for each in listed}
    for day, file in older:
        for each in procedures_of(_rows(file), form, str(file)):
            if (each.code, each.version) in known:
                continue
            known.add((each.code, each.version))
            begins = [now.valid_from or date.min for now in listed if now.code == each.code]
            if not begins:
                ends = min(filter(None, (each.closed_to_new_from, began)))
                listed.append(evolve(each, closed_to_new_from=ends))
            elif (each.valid_from or date.min) < min(begins):
                listed.append(each)
            else:
                earlier.append(each)
        began = day
    return Catalogue(tuple(listed), path.name, earlier=tuple(earlier))


def _rows(path: Path) -> tuple[Row, ...]:
    try:
        return read_rows(path.read_bytes().decode("utf-8-sig"), name=str(path))
    except UnicodeDecodeError as error:
        problem = f"is not UTF-8: byte {error.start}; save it as CSV UTF-8"
        raise FormatError(str(path), problem) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise FormatError(str(path), f"cannot be read: {why}") from None


@typed
def kept_lists(
    form: ListForm,
    *,
    shipped: Callable[[], Catalogue],
    shipped_faults: Callable[[], tuple[Fault, ...]],
    abolition_faults: Callable[[Catalogue, OfficeCalendar], tuple[Fault, ...]],
    office_on: Callable[[Catalogue], Jurisdiction],
) -> ProcedureLists:
    """Return what a pack says of the lists that its offices keep in files, written as *form*."""

    def read(text: str, name: str) -> Catalogue:
        return read_list(text, form, name=name)

    def check(text: str, name: str, before: Catalogue | None) -> CheckedList:
        rows = check_list(text, form, name=name, before=before)
        return CheckedList(len(rows), list_text(rows))

    return ProcedureLists(
        shipped=shipped,
        shipped_faults=shipped_faults,
        abolition_faults=abolition_faults,
        template=partial(list_template, form),
        read=read,
        check=check,
        load=partial(load_lists, form=form),
        kept_in=_kept_in,
        file_name=list_name,
        office_on=office_on,
    )


def _kept_in(directory: str) -> tuple[tuple[date, str], ...]:
    return tuple((day, str(path)) for day, path in lists_in(Path(directory)))
