"""The lists of procedures that an office decided: checked, compared, and read where it keeps them.

A directory holds one file for each list, named by the day from which it holds:
`catalogue-2026-12-01.csv`. The latest list takes new filings; earlier ones stay, for the cases
opened under them.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from attrs import evolve

from caseflow._typed import typed
from caseflow.errors import DefinitionError, FormatError
from caseflow.office.lists import COLUMNS, Row, changed_aspects, read_rows
from caseflow.procedures import Catalogue, Procedure
from caseflow.values import iso_day
from caseflow.vietnam._listing import national_code, procedures_of
from caseflow.vietnam._procedures import abolished

__all__ = [
    "check_list",
    "list_name",
    "list_template",
    "list_text",
    "lists_in",
    "load_lists",
]

_NAME = re.compile(r"catalogue-(\d{4}-\d{2}-\d{2})\.csv")

#: What a row of an office must say besides what every row must.
_OF_AN_OFFICE = {
    "agency": "who handles the filing, as it is printed on papers",
    "decided_by": "who decided the list, as Đà Nẵng",
    "decision": "the number of the decision, as 123/QĐ-UBND",
    "decided_on": "the day of the decision, as 2026-03-31",
}

#: A code that lost its dots or zeros, as a spreadsheet does to what it takes for a number.
_NUMBER = re.compile(r"[\d.,\s]+")

_EXAMPLE = {
    "code": "1.000000",
    "version": "MẪU",
    "name": "Tên thủ tục (xóa dòng mẫu này)",
    "field": "Lĩnh vực",
    "agency": "Sở Khoa học và Công nghệ",
    "decided_by": "Đà Nẵng",
    "limits": "10 ngày làm việc; [refused]: 3 ngày làm việc",
    "limit_by_law": "15 ngày làm việc",
    "shortened_by": "Quyết định 123/QĐ-UBND ngày 31/3/2026",
    "fee": "Không",
    "service": "full",
    "decision": "123/QĐ-UBND",
    "decided_on": "2026-03-31",
    "valid_from": "2026-04-01",
    "valid_from_is": "force",
    "source": "https://",
}


# ── writing ─────────────────────────────────────────────────────────────────────────────────


@typed
def list_template(form: str = "csv") -> str:
    """Return a table with every column and one example row, as "csv" or "toml".

    The row is refused by `check_list` until it is deleted.
    """
    if form == "csv":
        return _csv([_EXAMPLE])
    head = "# One [[procedure]] for each procedure; leave out what the decision does not say."
    lines = [head, "", "[[procedure]]"]
    lines += [f'{column} = "{_EXAMPLE.get(column, "")}"' for column in COLUMNS]
    return "\n".join(lines) + "\n"


@typed
def list_text(rows: Sequence[Row]) -> str:
    """Return *rows* as CSV with every column, the form in which lists are kept."""
    return _csv([row.cells for row in rows])


def _csv(rows: Sequence[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([row.get(column, "") for column in COLUMNS] for row in rows)
    return out.getvalue()


@typed
def list_name(on: date) -> str:
    """Return the name of the file of the list that holds from *on*."""
    return f"catalogue-{on.isoformat()}.csv"


# ── checking ────────────────────────────────────────────────────────────────────────────────


@typed
def check_list(text: str, *, name: str, before: Catalogue | None = None) -> tuple[Row, ...]:
    """Return the rows of the list *text* of the file *name* if an office can work on it.

    Besides what `read_catalogue` asks, each row names its agency, who decided it, the decision and
    its day; no code is there twice on one day; none is known to be abolished; and a row that
    changed since *before*, the list the office works on, has a version that was not used.

    Raises:
        FormatError: the table cannot be read, or its columns are others.
        DefinitionError: every fault of every row, with its line and column and what to write.
    """
    rows = read_rows(text, name=name)
    faults: list[FormatError] = [fault for row in rows for fault in _row_faults(row)]
    procedures: tuple[Procedure, ...] = ()
    try:
        procedures = procedures_of(rows, name)
    except DefinitionError as error:
        faults += [each for each in error.faults if isinstance(each, FormatError)]
    if procedures:
        faults += _twice(rows, procedures)
        faults += _reused(rows, procedures, before)
    if not rows:
        faults.append(FormatError(name, "has no procedure; write one row for each"))
    if faults:
        faults.sort(key=_place)
        raise DefinitionError(name, faults)
    return rows


def _place(fault: FormatError) -> tuple[int, str]:
    found = re.search(r", line (\d+)", str(fault))
    return (int(found[1]) if found else 0, str(fault))


def _row_faults(row: Row) -> Iterator[FormatError]:
    if row["version"] == _EXAMPLE["version"]:
        yield row.fault("version", "is the example of the template; delete the row")
        return
    for column, example in _OF_AN_OFFICE.items():
        if not row[column]:
            yield row.fault(column, f"it is empty; write {example}")
    code = row["code"]
    if _NUMBER.fullmatch(code) and not national_code(code):
        yield row.fault(
            "code",
            f"{code!r} is no code of the national catalogue, and may have been one before a "
            "spreadsheet read it as a number; write it as 1.014445 in a column formatted as text",
        )
    gone = abolished().get(national_code(code))
    if gone is not None:
        yield row.fault(
            "code",
            f"{code} was abolished by {gone.abolished_by} of {gone.abolished_on}; delete the row, "
            "or write the code that took its place",
        )


def _twice(rows: Sequence[Row], procedures: Sequence[Procedure]) -> Iterator[FormatError]:
    versions: dict[tuple[str, str], int] = {}
    days: dict[tuple[str, date | None], int] = {}
    for row, procedure in zip(rows, procedures, strict=True):
        first = versions.setdefault((procedure.code, procedure.version), row.line)
        if first != row.line:
            problem = f"{procedure.code} version {procedure.version} is in line {first} too"
            yield row.fault("version", f"{problem}; write another version, or delete one row")
            continue
        first = days.setdefault((procedure.code, procedure.valid_from), row.line)
        if first != row.line:
            problem = f"{procedure.code} holds from {procedure.valid_from} in line {first} too"
            yield row.fault("valid_from", f"{problem}; write the day from which this row holds")


def _reused(
    rows: Sequence[Row], procedures: Sequence[Procedure], before: Catalogue | None
) -> Iterator[FormatError]:
    if before is None:
        return
    held = {(each.code, each.version): each for each in (*before.earlier, *before)}
    for row, procedure in zip(rows, procedures, strict=True):
        old = held.get((procedure.code, procedure.version))
        # A list that came later may close a version; what cases were told by it stays.
        if old is None or old.is_example:
            continue
        changed = changed_aspects(
            evolve(old, closed_to_new_from=procedure.closed_to_new_from), procedure
        )
        if changed:
            yield row.fault(
                "version",
                f"{procedure.code} version {procedure.version} was loaded before with another "
                f"{', '.join(changed)}; write a new version, for cases are worked by the old one",
            )


# ── where an office keeps them ──────────────────────────────────────────────────────────────


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
    """Tell whether *path* is a directory.

    Raises:
        FormatError: no file and no directory can have that name.
    """
    try:
        return path.is_dir()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise FormatError(str(path), f"cannot be read ({why}); give another path") from None


@typed
def load_lists(path: Path | str, *, on: date | None = None) -> Catalogue:
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
        return Catalogue(procedures_of(_rows(path), str(path)), path.stem)
    held = [(day, file) for day, file in lists_in(path) if on is None or day <= on]
    if not held:
        when = "" if on is None else f" that holds on {on}"
        problem = f"has no list{when}; load one with caseflow catalogue load FILE --into {path}"
        raise FormatError(str(path), problem)
    (began, newest), *older = reversed(held)
    listed = list(procedures_of(_rows(newest), str(newest)))
    earlier: list[Procedure] = []
    known = {(each.code, each.version) for each in listed}
    for day, file in older:
        for each in procedures_of(_rows(file), str(file)):
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
